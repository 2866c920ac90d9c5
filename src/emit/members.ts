/** Branches on the member that a union's value is of, as `match`: each arm has a variable for the member's value. */
import type { Block, Expression, Statement, Type } from "../ir/index.ts";
import type { Arm, RustBlock, RustExpr, RustPattern } from "../rust/ast.ts";
import { wild } from "../rust/make.ts";
import { leavesBlock } from "./conditions.ts";
import { unionOf, variantPath, type FunctionContext } from "./context.ts";
import { bindContent, placeKey, whileNarrowed, type Binding, type Region } from "./narrowing.ts";
import { isCopy } from "./types.ts";
import { mentions } from "./unread.ts";

interface Branch {
  readonly members: readonly number[];
  readonly region: Region;
  readonly emit: () => RustBlock;
}

interface Tested {
  readonly place: Expression;
  readonly key: string;
  readonly members: readonly number[];
}

function testedMembers(cx: FunctionContext, e: Expression): Tested | undefined {
  if (!cx.unit.program.safe || e.kind !== "isMember" || e.value.type.kind !== "union") return undefined;
  const key = placeKey(cx, e.value);
  return key === undefined ? undefined : { place: e.value, key, members: e.members };
}

/** The members that no branch has. */
function remaining(cx: FunctionContext, place: Expression, branches: readonly Branch[]): number[] {
  const union = unionOf(cx.unit, (place.type as Type<"union">).union);
  const seen = new Set(branches.flatMap((each) => each.members));
  return union.members.map((_, index) => index).filter((index) => !seen.has(index));
}

/** The branches, the last of which takes what is left if `rest` is there, as a `match`; undefined where tests say it as well. */
function matchOf(
  cx: FunctionContext,
  place: Expression,
  branches: readonly Branch[],
  rest: Omit<Branch, "members"> | undefined,
): RustExpr | undefined {
  const left = remaining(cx, place, branches);
  if (rest && left.length === 0) return undefined;
  const all: readonly Branch[] = rest ? [...branches, { ...rest, members: left }] : branches;
  const bound = all.map((each) => (each.members.length === 1 ? bindMember(cx, place, each.members[0], each.region) : undefined));
  if (branches.length < 2 && !(rest && bound[1])) return undefined;
  const found = bound.filter((each) => each !== undefined);
  if (found.length === 0 || found.some((each) => each.binding.narrowed.form === "place")) return undefined;
  const copied = found.every((each) => isCopy(each.content, cx.unit));
  const arms: Arm[] = all.map((each, index) => {
    const made = bound[index];
    const binding = made && (copied ? byValue(made.binding) : made.binding);
    const block = whileNarrowed(cx, binding ? [binding] : [], each.emit);
    const read = binding !== undefined && mentions([block], binding.narrowed.name);
    const open = rest !== undefined && index === all.length - 1 && each.members.length > 1;
    return {
      pattern: open ? wild : oneOf(each.members.map((member) => memberPattern(cx, place, member, read ? binding : undefined))),
      body: { kind: "block", block },
    };
  });
  if (!rest && left.length > 0) arms.push({ pattern: wild, body: { kind: "block", block: { statements: [] } } });
  const { subject } = found[0].binding;
  return { kind: "match", subject: copied ? valueOf(subject) : subject, arms };
}

const oneOf = (options: readonly RustPattern[]): RustPattern => (options.length === 1 ? options[0] : { kind: "or", options });

function bindMember(
  cx: FunctionContext,
  place: Expression,
  member: number,
  region: Region,
): { binding: Binding; content: Type } | undefined {
  const content = unionOf(cx.unit, (place.type as Type<"union">).union).members[member].type;
  if (content.kind === "unit") return undefined;
  const binding = bindContent(cx, { place, step: `@${member}`, content, present: true }, region, { borrowed: true });
  return binding && { binding, content };
}

/** All contents are copied: the variables hold them, and nothing is borrowed. */
const byValue = (binding: Binding): Binding => ({ ...binding, narrowed: { ...binding.narrowed, form: "place" } });
const valueOf = (subject: RustExpr): RustExpr =>
  subject.kind === "borrow" ? subject.operand : { kind: "unary", op: "*", operand: subject };

function memberPattern(cx: FunctionContext, place: Expression, member: number, binding: Binding | undefined): RustPattern {
  const union = unionOf(cx.unit, (place.type as Type<"union">).union);
  const { type } = union.members[member];
  const path = variantPath(cx.unit, cx.module, union.id, member);
  if (type.kind === "unit") return { kind: "variant", path };
  return { kind: "variant", path, elems: [binding ? { kind: "name", name: binding.narrowed.name } : wild] };
}

/** `if isinstance(x, A): … elif isinstance(x, B): … else: …` as a `match`. */
export function matchStatement(cx: FunctionContext, s: Statement<"if">, emit: (block: Block) => RustBlock): RustExpr | undefined {
  const first = testedMembers(cx, s.test);
  if (!first) return undefined;
  const branches: Branch[] = [];
  let at: Statement<"if"> = s;
  let rest: Block | undefined;
  for (;;) {
    const tested = testedMembers(cx, at.test);
    if (tested?.key !== first.key) return undefined;
    const { then } = at;
    branches.push({ members: tested.members, region: { expressions: [], statements: then.statements }, emit: () => emit(then) });
    rest = at.orElse;
    const next = rest?.statements.length === 1 && !rest.trailing?.length ? rest.statements[0] : undefined;
    if (next?.kind !== "if" || next.comments?.length || testedMembers(cx, next.test)?.key !== first.key) break;
    at = next;
  }
  const last = rest && (rest.statements.length > 0 || rest.trailing?.length) ? rest : undefined;
  return matchOf(cx, first.place, branches, last && { region: { expressions: [], statements: last.statements }, emit: () => emit(last) });
}

/** The same of a conditional expression. */
export function matchExpression(
  cx: FunctionContext,
  e: Expression<"conditional">,
  emit: (value: Expression) => RustBlock,
): RustExpr | undefined {
  const first = testedMembers(cx, e.test);
  if (!first) return undefined;
  const branches: Branch[] = [];
  let at: Expression = e;
  while (at.kind === "conditional") {
    const tested = testedMembers(cx, at.test);
    if (tested?.key !== first.key) break;
    const { then } = at;
    branches.push({ members: tested.members, region: { expressions: [then], statements: [] }, emit: () => emit(then) });
    at = at.orElse;
  }
  const last = at;
  return matchOf(cx, first.place, branches, { region: { expressions: [last], statements: [] }, emit: () => emit(last) });
}

/** The members for which a statement leaves the block, and does nothing else. */
function leavingFor(cx: FunctionContext, s: Statement): (Tested & { readonly statement: Statement<"if"> }) | undefined {
  if (s.kind !== "if" || s.orElse || !leavesBlock(cx, s.then.statements)) return undefined;
  const tested = testedMembers(cx, s.test);
  return tested && { ...tested, statement: s };
}

/**
 * Tests that leave the block for some members, one after the other, before statements for the others: those are the last branch. One test
 * alone is such a branch only where a single member is left that the statements read.
 */
export function withRest(cx: FunctionContext, block: Block, index: number): Statement<"if"> | undefined {
  const first = leavingFor(cx, block.statements[index]);
  if (!first) return undefined;
  const chain = [first];
  for (let next = index + 1; next < block.statements.length; next++) {
    const s = block.statements[next];
    const tested = s.comments?.length ? undefined : leavingFor(cx, s);
    if (tested?.key !== first.key) break;
    chain.push(tested);
  }
  const statements = block.statements.slice(index + chain.length);
  if (statements.length === 0) return undefined;
  const branches = chain.map((each) => ({
    members: each.members,
    region: { expressions: [], statements: each.statement.then.statements },
    emit: (): RustBlock => ({ statements: [] }),
  }));
  const left = remaining(cx, first.place, branches);
  const binds = (member: number, region: Region): boolean => bindMember(cx, first.place, member, region) !== undefined;
  const whole =
    left.length === 1
      ? binds(left[0], { expressions: [], statements })
      : left.length > 1 && chain.length > 1 && branches.every(({ members, region }) => members.length === 1 && binds(members[0], region));
  if (!whole) return undefined;
  let rest: Block = { statements, trailing: block.trailing };
  for (const { statement } of chain.slice(1).reverse()) rest = { statements: [{ ...statement, orElse: rest }] };
  return { ...first.statement, orElse: rest };
}
