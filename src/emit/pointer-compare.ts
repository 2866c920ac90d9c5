/** Comparisons of pointers: with NULL, of places in one array, of addresses. */
import type { Expression } from "../ir/index.ts";
import { sameType } from "../ir/types.ts";
import type { RustExpr } from "../rust/ast.ts";
import { binary, call, unary } from "../rust/make.ts";
import type { FunctionContext } from "./context.ts";
import { negate } from "./expressions.ts";
import { cursorValue, optionalCursor } from "./cursors.ts";
import { isSignedCursor, liftedNull, liftOf } from "./lifted.ts";
import { testsNull } from "./null-tests.ts";
import { ordered } from "./order.ts";
import { own, read } from "./values.ts";

/** `p == NULL`, and pointers that compare as their indexes do or differ in `const`; undefined where Rust's operators serve. */
export function comparePointers(cx: FunctionContext, e: Expression<"compare">, sign: string): RustExpr | undefined {
  const { left, right } = e;
  const equality = e.op === "eq" || e.op === "ne";
  if (equality && (isNull(left) || isNull(right))) {
    const known = liftedNull(cx, isNull(right) ? left : right);
    if (known) return e.op === "eq" ? known : negate(known);
    const test = testsNull(own(cx, isNull(right) ? left : right));
    return e.op === "eq" ? test : negate(test);
  }
  if (cx.unit.facts.pointers.lifted(left.id)) return compareCursors(cx, sign, left, right);
  if (!equality) return undefined;
  const bare = [left, right].map(withoutConst);
  // a NULL on the left may need a variable, whose type the comparison tells
  const toNull = isNull(valueOf(bare[1])) && !isNull(valueOf(bare[0]));
  if (bare[0] === left && bare[1] === right && !toNull) return undefined;
  const [a, b] = ordered(
    cx,
    bare.map((side) => () => read(cx, side)),
    bare,
  );
  const test = toNull ? testsNull(a) : call("std::ptr::eq", a, b);
  return e.op === "eq" ? test : unary("!", test);
}

/** Pointers into one array compare as their indexes do. */
function compareCursors(cx: FunctionContext, sign: string, left: Expression, right: Expression): RustExpr {
  const signed = isSignedCursor(cx, left) || isSignedCursor(cx, right);
  if ((sign === "==" || sign === "!=") && (mayBeNull(cx, left) || mayBeNull(cx, right)))
    return binary(sign, optionalCursor(cx, left, signed), optionalCursor(cx, right, signed));
  return binary(sign, cursorValue(cx, left, signed), cursorValue(cx, right, signed));
}

/** Is it a variable that may be NULL? */
function mayBeNull(cx: FunctionContext, e: Expression): boolean {
  if (e.kind === "cast") return mayBeNull(cx, e.value);
  return e.kind === "local" && liftOf(cx, e.local)?.nullable === true && !cx.present.has(e.local);
}

/** The pointer that a cast makes a pointer to constants, or the other way. */
const withoutConst = (e: Expression): Expression =>
  e.kind === "cast" && e.type.kind === "ptr" && e.value.type.kind === "ptr" && sameType(e.type.target, e.value.type.target) ? e.value : e;

/** The value behind the statements of a block. */
const valueOf = (e: Expression): Expression => (e.kind === "block" ? valueOf(e.value) : e);

/** Is the expression the null pointer? */
const isNull = (e: Expression): boolean =>
  e.kind === "none" || e.kind === "zero" || (e.kind === "cast" && e.value.type.kind === "ptr" && isNull(e.value));
