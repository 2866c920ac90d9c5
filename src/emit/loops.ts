/** Loops, iteration and patterns. */
import type { Block, Expression, Label, Pattern, Statement, Type } from "../ir/index.ts";
import { walk } from "../ir/walk.ts";
import type { RustBlock, RustExpr, RustStatement } from "../rust/ast.ts";
import { binary, call, exprStmt, ifExpr, lit, method } from "../rust/make.ts";
import { type FunctionContext, capture, frameOf, hoist } from "./context.ts";
import { bindingCondition, readsAll, type Condition } from "./conditions.ts";
import { whileNarrowed } from "./narrowing.ts";
import { negate } from "./expressions.ts";
import { bindOwned, iterate, patternOf, storePattern } from "./iteration.ts";
import { rowsOf, whileOpen } from "./loop-rows.ts";
import { lendsCell } from "./lends.ts";
import { emitBlock, emitInto } from "./statements.ts";
import { isBig } from "./types.ts";
import { anchored, own, ownLoose, ownTyped, withSuffix } from "./values.ts";

/** Where `break` and `continue` of a label go in Rust. */
export interface Target {
  readonly name: string;
  /** Set when a `break` or `continue` had to name it. */
  used: boolean;
}

/** Does the loop change the items through its variable? */
export const changesItems = (cx: FunctionContext, pattern: Pattern): boolean =>
  pattern.kind === "local" && cx.locals.get(pattern.local)!.borrow === "mut";

type Loop = Statement<"while"> | Statement<"doWhile"> | Statement<"loop"> | Statement<"forEach"> | Statement<"forRange">;

/** Does a block leave through `break label` or go on through `continue label`? */
export function jumps(body: Block, kind: "break" | "continue", label: Label): boolean {
  let found = false;
  walk(body, (node) => {
    if (node.kind === kind && node.label === label) found = true;
    return !found && node.kind !== "closure";
  });
  return found;
}

/** Runs `emit` with the label open as a Rust loop; gives the loop's label when it is named. */
export function inLoop<T>(cx: FunctionContext, label: Label, emit: () => T): { value: T; name: string | undefined } {
  const target: Target = { name: `l${label}`, used: false };
  cx.targets.set(label, { break: target, continue: target });
  cx.loops.push({ label, kind: "loop" });
  frameOf(cx).labels.add(label);
  const value = emit();
  cx.loops.pop();
  return { value, name: target.used ? target.name : undefined };
}

/** A labelled block in Rust, for `break` (or, as the body of a loop with a step, `continue`) of the label. */
export function inBlock<T>(
  cx: FunctionContext,
  label: Label,
  role: "break" | "continue",
  suffix: string,
  emit: () => T,
): { value: T; name: string | undefined } {
  const target: Target = { name: `l${label}${suffix}`, used: false };
  const old = cx.targets.get(label);
  cx.targets.set(label, { break: old?.break ?? target, continue: old?.continue ?? target, [role]: target });
  cx.loops.push({ label: -1, kind: "block" });
  frameOf(cx).labels.add(label);
  const value = emit();
  cx.loops.pop();
  return { value, name: target.used ? target.name : undefined };
}

/** A loop with what runs when it ends by itself. */
function withElse(cx: FunctionContext, s: Loop, orElse: Block | undefined, emit: () => void): void {
  if (!orElse) return emit();
  if (!jumps(s.body, "break", s.label)) {
    emit();
    emitBlock(cx, orElse);
    return;
  }
  const { value: statements, name } = inBlock(
    cx,
    s.label,
    "break",
    "_done",
    () =>
      capture(cx, () => {
        emit();
        emitBlock(cx, orElse);
      }).statements,
  );
  cx.out.push({ kind: "expression", value: { kind: "block", block: { statements }, label: name ?? `l${s.label}_done` }, semicolon: false });
}

/** Keeps a `break` target that `withElse` set while the loop opens its own. */
function openLoop<T>(cx: FunctionContext, label: Label, emit: () => T): { value: T; name: string | undefined } {
  const outer = cx.targets.get(label)?.break;
  return inLoop(cx, label, () => {
    const own = cx.targets.get(label)!;
    if (outer && outer.name.endsWith("_done")) cx.targets.set(label, { break: outer, continue: own.continue });
    return emit();
  });
}

const pushLoop = (cx: FunctionContext, expr: RustExpr): void => void cx.out.push({ kind: "expression", value: expr, semicolon: false });

export function emitWhile(cx: FunctionContext, s: Statement<"while">): void {
  withElse(cx, s, s.orElse, () => {
    const endless = s.test.kind === "bool" && s.test.value;
    const bound = capture(cx, () => bindingCondition(cx, s.test, s.step ? [] : s.body.statements));
    if (bound.value && bound.statements.length === 0) {
      const condition = bound.value;
      const { value: body, name } = openLoop(cx, s.label, () => whileNarrowed(cx, condition.bindings, () => bodyWithStep(cx, s)));
      if (readsAll(condition, body)) return pushLoop(cx, { kind: "while", test: condition.test, body, label: name });
    }
    if (bound.value && emitReread(cx, s, bound.value, bound.statements)) return;
    const test = capture(cx, () => own(cx, s.test));
    const { value: body, name } = openLoop(cx, s.label, () => bodyWithStep(cx, s));
    if (endless) pushLoop(cx, { kind: "loop", body, label: name });
    else if (test.statements.length === 0) pushLoop(cx, { kind: "while", test: test.value, body, label: name });
    else {
      const leave: RustStatement = {
        kind: "expression",
        value: ifExpr(negate(test.value), { statements: [exprStmt({ kind: "break" })] }),
        semicolon: false,
      };
      pushLoop(cx, { kind: "loop", body: { ...body, statements: [...test.statements, leave, ...body.statements] }, label: name });
    }
  });
}

/** `loop { let Some(next) = node.next.borrow().clone() else { break; }; … }`: a handle that is read anew before each round. */
function emitReread(cx: FunctionContext, s: Statement<"while">, condition: Condition, before: readonly RustStatement[]): boolean {
  const [handle] = before;
  const { test } = condition;
  if (before.length !== 1 || handle.kind !== "let" || test.kind !== "let" || condition.bindings.length !== 1) return false;
  const { value: body, name } = openLoop(cx, s.label, () => whileNarrowed(cx, condition.bindings, () => bodyWithStep(cx, s)));
  if (!readsAll(condition, body)) return false;
  const leave: RustBlock = { statements: [exprStmt({ kind: "break" })] };
  const read: RustStatement = { kind: "let", pattern: test.pattern, value: handle.value, orElse: leave };
  pushLoop(cx, { kind: "loop", body: { ...body, statements: [read, ...body.statements] }, label: name });
  return true;
}

function bodyWithStep(cx: FunctionContext, s: Statement<"while">): RustBlock {
  if (!s.step) return emitInto(cx, s.body);
  if (!jumps(s.body, "continue", s.label)) {
    return blockOf(cx, () => {
      emitBlock(cx, s.body);
      emitBlock(cx, s.step!);
    });
  }
  return blockOf(cx, () => {
    const { value: inner, name } = inBlock(cx, s.label, "continue", "_next", () => emitInto(cx, s.body));
    cx.out.push({ kind: "expression", value: { kind: "block", block: inner, label: name ?? `l${s.label}_next` }, semicolon: false });
    emitBlock(cx, s.step!);
  });
}

const blockOf = (cx: FunctionContext, emit: () => void): RustBlock => ({ statements: capture(cx, emit).statements });

export function emitDoWhile(cx: FunctionContext, s: Statement<"doWhile">): void {
  const { value: body, name } = openLoop(cx, s.label, () =>
    blockOf(cx, () => {
      if (jumps(s.body, "continue", s.label)) {
        const { value: inner, name: next } = inBlock(cx, s.label, "continue", "_next", () => emitInto(cx, s.body));
        cx.out.push({ kind: "expression", value: { kind: "block", block: inner, label: next ?? `l${s.label}_next` }, semicolon: false });
      } else emitBlock(cx, s.body);
      const test = own(cx, s.test);
      cx.out.push({ kind: "expression", value: ifExpr(negate(test), { statements: [exprStmt({ kind: "break" })] }), semicolon: false });
    }),
  );
  pushLoop(cx, { kind: "loop", body, label: name });
}

export function emitLoop(cx: FunctionContext, s: Statement<"loop">): void {
  const { value: body, name } = openLoop(cx, s.label, () => emitInto(cx, s.body));
  pushLoop(cx, { kind: "loop", body, label: name });
}

export function emitForEach(cx: FunctionContext, s: Statement<"forEach">): void {
  const iterable = iterate(cx, s.iterable, s.pattern);
  bindOwned(cx, s.pattern, iterable);
  withElse(cx, s, s.orElse, () => {
    const { value: body, name } = openLoop(cx, s.label, () =>
      blockOf(cx, () => {
        storePattern(cx, s.pattern);
        emitBlock(cx, s.body);
      }),
    );
    pushLoop(cx, {
      kind: "for",
      pattern: patternOf(cx, s.pattern, iterable.borrows),
      iterable: iterable.expr,
      body,
      label: name,
    });
  });
}

export function emitForRange(cx: FunctionContext, s: Statement<"forRange">): void {
  const rows = rowsOf(cx, s);
  const iterable = rows?.range ?? range(cx, s);
  const pattern: Pattern = { kind: "local", local: s.local };
  withElse(cx, s, s.orElse, () => {
    const { value: body, name } = openLoop(cx, s.label, () =>
      blockOf(cx, () => {
        storePattern(cx, pattern);
        whileOpen(cx, s, () => emitBlock(cx, s.body));
      }),
    );
    pushLoop(cx, { kind: "for", pattern: patternOf(cx, pattern, false), iterable, body, label: name });
  });
  rows?.close();
}

const constantOf = (e: Expression): bigint | undefined => {
  if (e.kind === "unary" && e.op === "neg" && e.operand.kind === "int") return -e.operand.value;
  return e.kind === "int" ? e.value : undefined;
};

/** What a loop's head makes lives as long as the loop: a bound that borrows a cell is taken before it. */
const beforeLoop = (cx: FunctionContext, bound: RustExpr, name: string): RustExpr => (lendsCell(bound) ? hoist(cx, bound, name) : bound);

function range(cx: FunctionContext, s: Statement<"forRange">): RustExpr {
  const { type } = cx.locals.get(s.local)!;
  const unread = !cx.unit.facts.used(cx.fn.id, s.local);
  return rangeOf(cx, type, s, unread && type.kind === "int" && type.width === 32 && type.signed);
}

interface Bounds {
  readonly start: Expression;
  readonly stop: Expression;
  readonly step: Expression;
  readonly through?: boolean;
}

/** The integers of a type from a start to below a stop. `plain`: the type is the one that Rust takes where nothing tells. */
export function rangeOf(cx: FunctionContext, type: Type, s: Bounds, plain = false): RustExpr {
  const step = constantOf(s.step);
  if (type.kind === "exact" && isBig(type, cx.unit)) {
    return call("rt::range", own(cx, s.start, type), own(cx, s.stop, type), own(cx, s.step, type));
  }
  const free = !plain && !anchored(cx, s.start) && !anchored(cx, s.stop);
  const start = beforeLoop(cx, free ? ownLoose(cx, s.start, type) : ownTyped(cx, s.start, type), "start");
  const end = withSuffix(cx, cx.suffix && !free, () => own(cx, s.stop, type));
  const stop = beforeLoop(cx, end, "end");
  const inclusive = s.through === true;
  if (step === 1n) return { kind: "range", from: start, to: stop, inclusive };
  if (step === -1n && inclusive) return method({ kind: "range", from: stop, to: start, inclusive }, "rev");
  if (step === -1n) {
    const low =
      stop.kind === "literal" && /^-?\d+(_\w+)?$/.test(stop.text)
        ? lit(String(BigInt(stop.text.replace(/_.*/, "")) + 1n))
        : stop.kind === "binary" && stop.op === "-" && stop.right.kind === "literal" && stop.right.text === "1"
          ? stop.left
          : binary("+", stop, lit("1"));
    return method({ kind: "range", from: low, to: start, inclusive: true }, "rev");
  }
  if (step !== undefined && step > 1n) return method({ kind: "range", from: start, to: stop, inclusive }, "step_by", lit(String(step)));
  return call("rt::range", start, stop, own(cx, s.step, type));
}
