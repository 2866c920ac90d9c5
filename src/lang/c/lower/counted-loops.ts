/**
 * Loops that count: `for (i = 0; i < n; i++)` goes over a range where its variable is used in such loops alone, nothing in the loop changes it, and
 * the end is the same in every round.
 */
import type { Block, Comment, Expression, IrFunction, Local, LocalId, Program, Statement, Type } from "../../../ir/index.ts";
import { rewriteBlock } from "../../../ir/rewrite.ts";
import { isExpression, walk } from "../../../ir/walk.ts";

/** A loop, with the statement that sets its variable. */
interface Counted {
  readonly local: LocalId;
  readonly init: Statement;
  readonly start: Expression;
  readonly loop: Statement<"while">;
  readonly stop: Expression;
  readonly step: Expression;
  /** The stop is the last value. */
  readonly through: boolean;
}

/** The program with such loops as ranges. */
export function withCountedLoops(program: Program): Program {
  return { ...program, functions: program.functions.map((fn) => (fn.extern ? fn : counted(program, fn))) };
}

function counted(program: Program, fn: IrFunction): IrFunction {
  const found = new Map<Statement, Counted>();
  const lists: (readonly Statement[])[] = [fn.body.statements];
  walk(fn.body, (node) => void lists.push(...listsOf(node)));
  const fixed = fixedLocals(program, fn);
  for (const list of lists)
    list.forEach((s, i) => {
      const each = s.kind === "while" ? countedBy(fixed, list, i) : undefined;
      if (each) found.set(s, each);
    });
  if (found.size === 0) return fn;
  const own = ownCounters(fn, [...found.values()], fixed);
  const loops = [...found.values()].filter(({ local }) => own.has(local));
  return loops.length === 0 ? fn : rebuilt(fn, loops, own, lists);
}

/** Variables that are named in their loops and nowhere else; what they are declared with is never read. */
function ownCounters(fn: IrFunction, loops: readonly Counted[], fixed: Fixed): ReadonlySet<LocalId> {
  const counters = new Map<LocalId, number>();
  for (const { local } of loops) counters.set(local, 0);
  const inits = new Set(loops.map(({ init }) => init.id));
  const all = mentions(fn.body, counters);
  for (const { local, init, loop } of loops)
    for (const part of [init, loop]) counters.set(local, counters.get(local)! + (mentions(part, counters).get(local) ?? 0));
  const own = new Set(
    [...counters].filter(([local, inside]) => (all.get(local) ?? 0) === inside && !fixed.shared.has(local)).map(([local]) => local),
  );
  for (const param of fn.params) own.delete(param.local);
  walk(fn.body, (node) => {
    if (isExpression(node) || node.kind !== "let" || inits.has(node.id) || !node.value) return;
    if (node.value.kind !== "int" && node.value.kind !== "zero") own.delete(node.local);
  });
  return own;
}

function rebuilt(
  fn: IrFunction,
  loops: readonly Counted[],
  own: ReadonlySet<LocalId>,
  lists: readonly (readonly Statement[])[],
): IrFunction {
  const byId = new Map(loops.map((each) => [each.loop.id, each]));
  const inits = new Set(loops.map(({ init }) => init.id));
  const isGone = (s: Statement): boolean => inits.has(s.id) || (s.kind === "let" && own.has(s.local));
  const carried = carriedComments(lists, isGone);
  const locals: Local[] = [...fn.locals];
  const made = new Set<Statement>();
  const body = rewriteBlock(fn.body, {
    statement: (s) => {
      if (isGone(s)) return [];
      const comments = [...(carried.get(s.id) ?? []), ...(s.comments ?? [])];
      const noted = comments.length > 0 ? { comments } : {};
      const found = s.kind === "while" ? byId.get(s.id) : undefined;
      if (!found || s.kind !== "while") {
        const [only, ...more] = s.kind === "block" ? s.body.statements : [];
        if (only && more.length === 0 && made.has(only)) return { ...only, comments: [...comments, ...(only.comments ?? [])] };
        return carried.has(s.id) ? { ...s, ...noted } : s;
      }
      const { local, start, stop, step, through } = found;
      const reads = (mentions(s.body, new Map([[local, 0]])).get(local) ?? 0) > 0;
      const item = locals.length;
      locals.push({ ...locals[local], id: item, name: reads ? locals[local].name : "_" });
      const inside = rewriteBlock(s.body, { expression: (e) => (e.kind === "local" && e.local === local ? { ...e, local: item } : e) });
      const { label, span, id } = s;
      const loop: Statement = { kind: "forRange", id, span, label, local: item, start, stop, step, through, body: inside, ...noted };
      made.add(loop);
      return loop;
    },
  });
  return { ...fn, locals, body };
}

/** Comments of statements that go, for the next one that stays. */
function carriedComments(
  lists: readonly (readonly Statement[])[],
  isGone: (s: Statement) => boolean,
): ReadonlyMap<number, readonly Comment[]> {
  const out = new Map<number, readonly Comment[]>();
  for (const list of lists) {
    let carried: Comment[] = [];
    for (const s of list) {
      if (isGone(s)) carried.push(...(s.comments ?? []).map((each) => ({ ...each, own: true })));
      else if (carried.length > 0) {
        out.set(s.id, carried);
        carried = [];
      }
    }
  }
  return out;
}

/** The lists of statements right below a node. */
function listsOf(node: Statement | Expression): (readonly Statement[])[] {
  const blocks: (Block | undefined)[] = [];
  if (isExpression(node)) {
    if (node.kind === "block") return [node.body];
    if (node.kind === "closure") blocks.push(node.body);
  } else {
    const { body, then, orElse, step } = node as {
      readonly body?: Block;
      readonly then?: Block;
      readonly orElse?: Block;
      readonly step?: Block | Expression;
    };
    blocks.push(body, then, orElse, step && "statements" in step ? step : undefined);
    if (node.kind === "switch") blocks.push(...node.cases.map((each) => each.body));
  }
  return blocks.flatMap((block) => (block ? [block.statements] : []));
}

function mentions(tree: Block | Statement, of: ReadonlyMap<LocalId, unknown>): Map<LocalId, number> {
  const out = new Map<LocalId, number>();
  walk(tree, (node) => {
    if (node.kind === "local" && of.has(node.local)) out.set(node.local, (out.get(node.local) ?? 0) + 1);
  });
  return out;
}

/** What may change apart from assignments: `shared` are variables that others reach. */
interface Fixed {
  readonly program: Program;
  readonly shared: ReadonlySet<LocalId>;
}

function fixedLocals(program: Program, fn: IrFunction): Fixed {
  const shared = new Set<LocalId>();
  const note = (e: Expression): void => {
    let at = e;
    while (at.kind === "field" || at.kind === "index") at = at.object;
    if (at.kind === "local") shared.add(at.local);
  };
  walk(fn.body, (node) => {
    if (!isExpression(node)) return;
    if (node.kind === "addressOf") note(node.place);
    else if (node.kind === "closure")
      walk(node.body, (inner) => {
        if (inner.kind === "local") shared.add(inner.local);
      });
    else if (node.kind === "runtime") {
      const { args } = program.rows(node.row);
      node.args.forEach((arg, i) => {
        if (args[Math.min(i, args.length - 1)] === "mut") note(arg);
      });
    }
  });
  return { program, shared };
}

/** `i++`, `i--` of this variable. */
function stepOf(step: Block | undefined, local: LocalId): Expression<"int"> | undefined {
  const [only, ...more] = step?.statements ?? [];
  if (more.length > 0 || only?.kind !== "update" || only.place.kind !== "local" || only.place.local !== local) return undefined;
  const { op, value } = only;
  if (value.kind !== "int" || value.value !== 1n) return undefined;
  return op === "add" ? value : op === "sub" ? { ...value, value: -1n } : undefined;
}

function countedBy(fixed: Fixed, list: readonly Statement[], i: number): Counted | undefined {
  const loop = list[i] as Statement<"while">;
  const init = list[i - 1];
  const { test, body, step } = loop;
  if (loop.orElse || test.kind !== "compare" || test.left.kind !== "local") return undefined;
  const { local, type } = test.left;
  const start = startOf(init, local);
  const by = stepOf(step, local);
  if (!start || !by || type.kind !== "int" || fixed.shared.has(local)) return undefined;
  const through = throughOf(test, type, by.value > 0n);
  const changed = assignedIn(body);
  // a range that begins at a variable which the loop changes reads as if it followed the variable
  if (through === undefined || changed.has(local) || (start.kind === "local" && changed.has(start.local))) return undefined;
  if (!isFixed(fixed, test.right, changed, local) || names(start, local)) return undefined;
  // rustc makes more of a range whose end is known when it does not belong to it
  const last = through && by.value > 0n && test.right.kind === "int" ? test.right : undefined;
  const stop = last ? { ...last, value: last.value + 1n } : test.right;
  return { local, init, start, loop, stop, step: by, through: through && !last };
}

function startOf(init: Statement | undefined, local: LocalId): Expression | undefined {
  if (init?.kind === "let") return init.local === local ? init.value : undefined;
  return init?.kind === "assign" && init.place.kind === "local" && init.place.local === local ? init.value : undefined;
}

/** Does the test hold at the stop too? Undefined where the variable may go around the end of its type. */
function throughOf(test: Expression<"compare">, type: Type<"int">, up: boolean): boolean | undefined {
  const { op, right } = test;
  const known = right.kind === "int" ? right.value : undefined;
  if (up) {
    if (op === "lt") return false;
    if (op !== "le" || type.width === 128) return undefined;
    const bits = BigInt(type.width === "size" ? 64 : type.width);
    const most = type.signed ? (1n << (bits - 1n)) - 1n : (1n << bits) - 1n;
    return known === undefined ? (type.signed ? true : undefined) : known < most ? true : undefined;
  }
  if (op === "ge") return type.signed || (known !== undefined && known > 0n) ? true : undefined;
  return op === "gt" && known !== undefined ? false : undefined;
}

function names(e: Expression, local: LocalId): boolean {
  let found = false;
  walk(e, (node) => {
    if (node.kind === "local" && node.local === local) found = true;
    return !found;
  });
  return found;
}

/** Is the value the same in each round, and evaluating it nothing to see? */
function isFixed(fixed: Fixed, e: Expression, changed: ReadonlySet<LocalId>, counter: LocalId): boolean {
  switch (e.kind) {
    case "int":
      return true;
    case "local":
      return e.type.kind === "int" && e.local !== counter && !changed.has(e.local) && !fixed.shared.has(e.local);
    case "global":
      return e.type.kind === "int" && fixed.program.globals[e.global].constant;
    case "cast":
      return e.value.type.kind === "int" && isFixed(fixed, e.value, changed, counter);
    case "binary":
      return e.op !== "div" && e.op !== "rem" && isFixed(fixed, e.left, changed, counter) && isFixed(fixed, e.right, changed, counter);
    default:
      return false;
  }
}

/** Locals that statements change. */
function assignedIn(body: Block): ReadonlySet<LocalId> {
  const out = new Set<LocalId>();
  walk(body, (node) => {
    if (isExpression(node)) return;
    if ((node.kind === "assign" || node.kind === "update") && node.place.kind === "local") out.add(node.place.local);
    if (node.kind === "let" || node.kind === "forRange") out.add(node.local);
  });
  return out;
}
