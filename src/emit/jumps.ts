/** Ways out: `return`, `break`, `continue`, through guards too. */
import type { Expression, Label, Type } from "../ir/index.ts";
import type { RustExpr } from "../rust/ast.ts";
import { call, lit, unitValue } from "../rust/make.ts";
import { type FunctionContext, frameOf } from "./context.ts";
import { cursorValue, optionalCursor } from "./cursors.ts";
import { liftOf } from "./lifted.ts";
import { emitExpression } from "./expressions.ts";
import { push } from "./statements.ts";
import { ownLoose, ownTyped } from "./values.ts";

/** `return` in the frame at hand. */
export function emitReturn(cx: FunctionContext, value: Expression | undefined): RustExpr {
  const frame = frameOf(cx);
  if (frame.kind === "generator") return { kind: "return" };
  const type = returnType(cx);
  // what a closure gives says its type; a function's stands in its signature
  const inClosure = cx.frames.findLast((each) => each.kind !== "guard")?.kind === "closure";
  const place = inClosure ? undefined : cx.unit.facts.pointers.result(cx.fn.id);
  if (place && value) {
    const { signed } = liftOf(cx, place.param)!.group;
    return leaveWith(cx, place.nullable ? optionalCursor(cx, value, signed) : cursorValue(cx, value, signed));
  }
  const expr = value && value.type.kind !== "unit" ? (inClosure ? ownLoose(cx, value, type) : ownTyped(cx, value, type)) : undefined;
  if (value && value.type.kind === "unit" && value.kind !== "unit") {
    push(cx, emitExpression(cx, value, "own").expr);
  }
  return leaveWith(cx, expr);
}

const returnType = (cx: FunctionContext): Type => {
  for (let i = cx.frames.length - 1; i >= 0; i--) if (cx.frames[i].kind !== "guard") return cx.frames[i].result;
  return { kind: "unit" };
};

/** Leaves the function with a value that is emitted already. */
export function leaveWith(cx: FunctionContext, expr: RustExpr | undefined): RustExpr {
  const frame = frameOf(cx);
  if (frame.kind === "guard") {
    frame.returns = true;
    return { kind: "return", value: call("Ok", call("rt::Flow::Return", expr ?? unitValue)) };
  }
  if (frame.kind === "generator") return { kind: "return" };
  if (frame.fallible) return { kind: "return", value: expr?.kind === "try" ? expr.value : call("Ok", expr ?? unitValue) };
  return { kind: "return", value: expr };
}

/** `break` or `continue`, out of guards too. */
export function emitJump(cx: FunctionContext, label: Label, kind: "break" | "continue"): RustExpr {
  const frame = frameOf(cx);
  if (!frame.labels.has(label)) {
    let code = frame.jumps.findIndex((jump) => jump.label === label && jump.kind === kind);
    if (code < 0) code = frame.jumps.push({ label, kind }) - 1;
    frame.returns = true;
    return { kind: "return", value: call("Ok", call("rt::Flow::Jump", lit(String(code)))) };
  }
  const target = cx.targets.get(label)!;
  const to = target[kind];
  const top = cx.loops[cx.loops.length - 1];
  const bare = top?.kind === "loop" && top.label === label && to.name === `l${label}`;
  // a `continue` whose target is a block around the body leaves that block
  const word = kind === "continue" && to.name !== target.break.name && to.name.endsWith("_next") ? "break" : kind;
  if (bare) return { kind: word };
  to.used = true;
  return { kind: word, label: to.name };
}
