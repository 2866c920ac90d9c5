/** Tests of `if`, `while` and conditional expressions, which may bind what they find: `if let Some(x) = &x && x.open { … }`. */
import type { Expression, Statement } from "../ir/index.ts";
import type { RustBlock, RustExpr, RustStatement } from "../rust/ast.ts";
import { binary, closure, method, pName } from "../rust/make.ts";
import { capture, type FunctionContext } from "./context.ts";
import { endsProgram } from "./failures.ts";
import type { Reading } from "./cell-contents.ts";
import { bindContent, presenceOf, whileNarrowed, type Binding } from "./narrowing.ts";
import { joined } from "./range-tests.ts";
import { leaves } from "../rust/simplify-expressions.ts";
import { mentions } from "./unread.ts";
import { own } from "./values.ts";

/** A test, and what it binds for the block that it guards. */
export interface Condition {
  readonly test: RustExpr;
  readonly bindings: readonly Binding[];
}

/** The operands of a chain of `and` or `or`. */
function operands(e: Expression, op: "and" | "or"): readonly Expression[] {
  const parts: Expression[] = [];
  let at = e;
  while (at.kind === "logical" && at.op === op) {
    parts.push(at.right);
    at = at.left;
  }
  parts.push(at);
  return parts.reverse();
}

/** The test with what it binds; undefined where it binds nothing that the block or a later part of the test reads. */
export function bindingCondition(
  cx: FunctionContext,
  test: Expression,
  block: readonly Statement[],
  value?: Expression,
): Condition | undefined {
  const parts = operands(test, "and");
  if (!parts.some((part) => presenceOf(cx, part)?.present)) return undefined;
  const bindings: Binding[] = [];
  let result: RustExpr | undefined;
  const add = (part: RustExpr): void => {
    result = result ? (part.kind === "let" ? binary("&&", result, part) : joined("&&", result, part)) : part;
  };
  const before = cx.narrowed;
  const length = cx.out.length;
  for (let i = 0; i < parts.length; i++) {
    const presence = presenceOf(cx, parts[i]);
    const later = [...parts.slice(i + 1), ...(value ? [value] : [])];
    const binding =
      presence?.present &&
      bindContent(cx, presence, { expressions: later, statements: block }, { reading: i === 0 ? "before" : undefined });
    if (binding) {
      bindings.push(binding);
      add({ kind: "let", pattern: binding.pattern, value: binding.subject, by: binding.by });
      cx.narrowed = new Map(cx.narrowed).set(binding.key, binding.narrowed);
    } else if (i === 0) add(own(cx, parts[i]));
    else {
      const made = capture(cx, () => own(cx, parts[i]));
      add(made.statements.length ? { kind: "block", block: made } : made.value);
    }
  }
  cx.narrowed = before;
  if (bindings.length > 0) return { test: result!, bindings };
  cx.out.length = length;
  return undefined;
}

/** Is every variable that the test binds read in the test or in the block? */
export const readsAll = ({ test, bindings }: Condition, block: RustBlock): boolean =>
  bindings.every(({ narrowed: { name } }) => countIn(test, name) || mentions([block], name));

/** Does a later part of the test read the name that an earlier part binds? */
function countIn(test: RustExpr, name: string): boolean {
  const parts: RustExpr[] = [];
  let at = test;
  while (at.kind === "binary" && at.op === "&&") {
    parts.push(at.right);
    at = at.left;
  }
  parts.push(at);
  parts.reverse();
  const from = parts.findIndex((part) => part.kind === "let" && mentions([part.pattern], name));
  return parts.slice(from + 1).some((part) => mentions([part.kind === "let" ? part.value : part], name));
}

/** `x.is_some_and(|x| …)`, `x.is_none_or(|x| …)`: the operands from one on that tests whether an option holds something. */
function presentAnd(
  cx: FunctionContext,
  op: "and" | "or",
  parts: readonly Expression[],
  join: (rest: readonly Expression[]) => RustExpr,
  reading: Reading,
): RustExpr | undefined {
  const presence = presenceOf(cx, parts[0]);
  if (!presence || presence.step !== "!" || presence.present !== (op === "and") || parts.length < 2) return undefined;
  const rest = parts.slice(1);
  const length = cx.out.length;
  const binding = bindContent(cx, { ...presence, present: true }, { expressions: rest, statements: [] }, { reading });
  if (!binding) return undefined;
  const body = capture(cx, () => whileNarrowed(cx, [binding], () => join(rest)));
  if (body.statements.length > 0 || leaves(body.value) || !mentions([body.value], binding.narrowed.name)) {
    cx.out.length = length;
    return undefined;
  }
  const { subject } = binding;
  const object =
    binding.narrowed.form === "place"
      ? subject.kind === "unary" && subject.op === "*"
        ? subject.operand
        : subject
      : method(subject.kind === "borrow" ? subject.operand : subject, "as_ref");
  return method(object, op === "and" ? "is_some_and" : "is_none_or", closure([binding.narrowed.name], body.value));
}

/** A chain of tests of which one shows that an option holds what the later ones read. */
export function boundLogical(cx: FunctionContext, e: Expression<"logical">): RustExpr | undefined {
  const parts = operands(e, e.op);
  const word = e.op === "and" ? "&&" : "||";
  const join = (list: readonly Expression[]): RustExpr => {
    let result: RustExpr | undefined;
    for (let i = 0; i < list.length; i++) {
      const present =
        i + 1 < list.length ? presentAnd(cx, e.op, list.slice(i), join, list === parts && i === 0 ? "before" : undefined) : undefined;
      const made = present
        ? { value: present, statements: [] }
        : i === 0
          ? { value: own(cx, list[0]), statements: [] }
          : capture(cx, () => own(cx, list[i]));
      const part: RustExpr = made.statements.length ? { kind: "block", block: made } : made.value;
      result = result ? joined(word, result, part) : part;
      if (present) break;
    }
    return result!;
  };
  const tests = (part: Expression): boolean => presenceOf(cx, part)?.present === (e.op === "and");
  return parts.slice(0, -1).some(tests) ? join(parts) : undefined;
}

/** Does control never come out of the block, as its last statement says? */
export function leavesBlock(cx: FunctionContext, statements: readonly Statement[]): boolean {
  const last = statements.at(-1);
  switch (last?.kind) {
    case "return":
    case "raise":
    case "break":
    case "continue":
      return true;
    case "expression":
      return endsProgram(cx.unit, last);
    default:
      return false;
  }
}

/** `let Some(x) = x else { … };` stands for this `if`: what it binds for the statements after it. */
export interface Leaving {
  readonly statement: Statement;
  readonly binding: Binding;
}

/** An `if` that leaves where a place holds nothing, before statements that read what it holds. */
export function leavingOf(cx: FunctionContext, block: readonly Statement[], index: number): Leaving | undefined {
  const s = block[index];
  if (s.kind !== "if" || s.orElse || index + 1 === block.length || !leavesBlock(cx, s.then.statements)) return undefined;
  const presence = presenceOf(cx, s.test);
  if (!presence || presence.present) return undefined;
  const binding = bindContent(
    cx,
    { ...presence, present: true },
    { expressions: [], statements: block.slice(index + 1) },
    { reading: "inside" },
  );
  return binding && { statement: s, binding };
}

/** The statement of a `let … else`, as a plain test where nothing reads what it binds after all; `let x = …?;` where it gives nothing. */
export const letElse = (binding: Binding, leave: RustBlock): RustStatement =>
  binding.narrowed.once !== undefined && givesNone(leave)
    ? { kind: "let", pattern: pName(binding.narrowed.name), value: { kind: "try", value: binding.subject } }
    : { kind: "let", pattern: binding.pattern, value: binding.subject, orElse: leave };

/** `return None;` and nothing else. */
function givesNone({ statements, value, trailing }: RustBlock): boolean {
  const [s] = statements;
  if (value || trailing?.length || statements.length !== 1 || s.kind !== "expression" || s.comments?.length || s.trailing) return false;
  return s.value.kind === "return" && s.value.value?.kind === "path" && s.value.value.path === "None";
}
