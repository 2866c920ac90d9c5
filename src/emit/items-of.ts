/** The items of a container that stays where it is, for rows that go over them. */
import { isContainer, placeInside, type Expression } from "../ir/index.ts";
import type { RustExpr } from "../rust/ast.ts";
import { method } from "../rust/make.ts";
import type { FunctionContext } from "./context.ts";
import { emitExpression } from "./expressions.ts";
import { isCopy, isSharedContainer } from "./types.ts";
import { settle } from "./values.ts";

/** Is this a container in a place, which keeps it? */
export const walksPlace = (cx: FunctionContext, e: Expression): boolean =>
  isContainer(e) && (e.kind === "local" || e.kind === "global" || placeInside(cx.unit.program.rows, e) !== undefined);

/** Is the variable at hand not used again, so that what it holds may go on from here? */
const isGiven = (cx: FunctionContext, e: Expression): boolean => {
  const storage = e.kind === "local" ? cx.locals.get(e.local) : undefined;
  return e.kind === "local" && cx.unit.facts.lastUse(e.id) && storage?.borrow === "own" && storage.cell === "none";
};

/** A copy of a container that is not used again is the container itself. */
export function handedOver(cx: FunctionContext, { args: [from], type }: Expression<"runtime">): RustExpr | undefined {
  if (!isGiven(cx, from) || isSharedContainer(from.type, cx.unit) || isSharedContainer(type, cx.unit)) return undefined;
  const value = emitExpression(cx, from, "ref");
  return value.form === "place" ? value.expr : undefined;
}

/** Its items, of their own: live behind a handle, borrowed from a plain value, taken from a variable that is not used again. */
export function itemsOf(cx: FunctionContext, e: Expression): RustExpr {
  const value = emitExpression(cx, e, "ref");
  if (isSharedContainer(e.type, cx.unit)) return method(settle(cx, e, value), "each");
  if (value.form === "own") return value.expr;
  if (isGiven(cx, e) && value.form === "place") return value.expr;
  const item = e.type.kind === "dict" ? e.type.key : "elem" in e.type ? e.type.elem : e.type;
  return method(method(value.expr, e.type.kind === "dict" ? "keys" : "iter"), isCopy(item, cx.unit) ? "copied" : "cloned");
}
