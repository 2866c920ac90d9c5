/** `is`: whether two values are one object. */
import type { Span } from "../../../base/span.ts";
import { refuse } from "../../../diagnostics/diagnostic.ts";
import { bool, type Expression } from "../../../ir/index.ts";
import { BOOL, join } from "../infer/types.ts";
import { constant, isNoneTy } from "./compare.ts";
import { ex, type Cx, type Val } from "./context.ts";
import { convert, has, withTempVal, without } from "./convert.ts";
import { isDynamic } from "./dynamic.ts";
import { hasFlags } from "./enums.ts";
import { equality } from "./equality.ts";
import { comparedFunctions } from "./function-identity.ts";
import { eachMember } from "./operators.ts";
import { callRow } from "./rows.ts";

/** `left is right`, `left is not right` where `negated`. */
export function identity(cx: Cx, left: Val, right: Val, negated: boolean, node: object, span: Span): Val {
  if (isNoneTy(left.ty) && !isNoneTy(right.ty)) return identity(cx, right, left, negated, node, span);
  if (left.ty.length === 0 || right.ty.length === 0) return { ty: BOOL, e: constant(cx, negated, span, left, right).e };
  if (isNoneTy(right.ty)) {
    if (isNoneTy(left.ty)) return constant(cx, !negated, span, left);
    if (has(left.ty, "any")) {
      const { e } = callRow(cx, "any.is_none", [{ value: left }], node, span);
      return { ty: BOOL, e: negated ? ex(cx, "not", bool, span, { operand: e }) : e };
    }
    if (!has(left.ty, "none")) return constant(cx, negated, span, left);
    return { ty: BOOL, e: ex(cx, "isNone", bool, span, { value: left.e, negated }) };
  }
  const a = left.ty[0];
  const b = right.ty[0];
  if (isDynamic(left.ty) || isDynamic(right.ty)) {
    const { e } = callRow(cx, "any.is_", [{ value: left }, { value: right }], node, span);
    return { ty: BOOL, e: negated ? ex(cx, "not", bool, span, { operand: e }) : e };
  }
  if (comparedFunctions(cx, left, right)) return equality(cx, negated ? "!=" : "==", left, right, node, span);
  if (left.ty.length === 1 && right.ty.length === 1) {
    if (a.k === "fn" && b.k === "fn") return constant(cx, (a.fn.key === b.fn.key) !== negated, span);
    const value = ["int", "str", "bool", "float", "bytes"];
    if (value.includes(a.k) || value.includes(b.k))
      return a.k === b.k ? equality(cx, negated ? "!=" : "==", left, right, node, span) : constant(cx, negated, span, left, right);
    if (a.k !== b.k) return constant(cx, negated, span, left, right);
    if (a.k === "rt" && b.k === "rt" && a.path !== b.path) return constant(cx, negated, span, left, right);
    if (a.k === "inst" && b.k === "inst" && a.cls !== b.cls) return constant(cx, negated, span, left, right);
    if (a.k === "inst" && hasFlags(a.cls)) return equality(cx, negated ? "!=" : "==", left, right, node, span);
    if (a.k === "tuple") return refuse("PY0308", span, "`is` between tuples");
    return { ty: BOOL, e: ex(cx, "identical", bool, span, { left: left.e, right: right.e, negated }) };
  }
  if (!left.ty.some((one) => right.ty.some((each) => each.k === one.k))) return constant(cx, negated, span, left, right);
  const mixed = [left, right].find(
    (side) => side.ty.some((each) => each.k === "inst" || each.k === "rt") && without(side.ty, "none").length > 1,
  );
  if (mixed && mixed.ty.length > 1) return memberIdentity(cx, mixed, mixed === left ? right : left, negated, node, span);
  const ty = join(cx.p.w, left.ty, right.ty);
  if (!cx.p.emitting) return { ty: BOOL, e: left.e };
  const rest = without(ty, "none");
  if (rest.length === 1 && !["inst", "list", "dict", "set"].includes(rest[0].k))
    return equality(cx, negated ? "!=" : "==", left, right, node, span);
  return {
    ty: BOOL,
    e: ex(cx, "identical", bool, span, { left: convert(cx, left, ty, span), right: convert(cx, right, ty, span), negated }),
  };
}

/** `is` of a value that is an object or something else: each member is told apart by what it is. */
function memberIdentity(cx: Cx, mixed: Val, other: Val, negated: boolean, node: object, span: Span): Val {
  const members = (many: Val, one: () => Val): Val =>
    eachMember(cx, many, span, "", (member) => identity(cx, member, one(), negated, node, span));
  if (!has(mixed.ty, "none")) return withTempVal(cx, other, span, (again) => members(mixed, again));
  return withTempVal(cx, mixed, span, (many) =>
    withTempVal(cx, other, span, (one) => {
      const isNone = (val: Val, not: boolean): Expression => ex(cx, "isNone", bool, span, { value: val.e, negated: not });
      const both = has(other.ty, "none") ? isNone(one(), negated) : ex(cx, "bool", bool, span, { value: negated });
      const orElse = members(many(), one);
      const test = isNone(many(), false);
      return { ty: BOOL, e: ex(cx, "conditional", bool, span, { test, then: both, orElse: orElse.e }) };
    }),
  );
}
