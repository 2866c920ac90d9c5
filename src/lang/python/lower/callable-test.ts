/** `callable(value)`, and `if callable(…)` and `if hasattr(…)`, behind which the value is of fewer types. */
import type { Span } from "../../../base/span.ts";
import { bool } from "../../../ir/index.ts";
import type { Expr } from "../ast/nodes.ts";
import { findMethod } from "../infer/classes.ts";
import { BOOL, type Atom } from "../infer/types.ts";
import { isStill } from "./convert.ts";
import { attributeCondition, knownPresence } from "./reflection.ts";
import { memberCondition, pathOf, type Condition } from "./conditions.ts";
import { ex, type Cx, type Val } from "./context.ts";
import { valueAfter } from "./decided.ts";
import { eachKind, isDynamic, withMethod } from "./dynamic.ts";
import { expr } from "./expressions.ts";
import { callRow } from "./rows.ts";

const isCalled = (atom: Atom): boolean =>
  atom.k === "fn" || atom.k === "func" || (atom.k === "inst" && findMethod(atom.cls, "__call__") !== undefined);

/** `callable(value)` as a value. */
export function isCallable(cx: Cx, value: Val, node: object, span: Span): Val {
  if (value.ty.length > 1) return split(cx, value, undefined, span).val;
  const always = (known: boolean): Val => ({ ty: BOOL, e: ex(cx, "bool", bool, span, { value: known }) });
  if (!isDynamic(value.ty)) return valueAfter(cx, value.e, always(value.ty.some(isCalled)), span);
  return eachKind(
    cx,
    value,
    withMethod(cx, "__call__"),
    span,
    (one) => callRow(cx, "any.is_callable", [{ value: one }], node, span),
    () => always(true),
  );
}

const split = (cx: Cx, value: Val, key: string | undefined, span: Span): Condition => {
  const yes = value.ty.filter(isCalled);
  return memberCondition(
    cx,
    value,
    yes,
    value.ty.filter((atom) => !isCalled(atom)),
    key,
    false,
    { span },
  );
};

/** `if callable(value)` of a value of several types: behind it, it is one of those that can be called. */
export function callableCondition(cx: Cx, node: Expr<"call">): Condition | undefined {
  if (node.callee.kind !== "name" || cx.module.scopes.binding(node.callee).kind !== "builtin") return undefined;
  const subject = node.args[0].value;
  const value = expr(cx, subject);
  return value.ty.length > 1 ? split(cx, value, pathOf(cx, subject), node.span) : undefined;
}

/** `if hasattr(value, "name")` of a value of several types: behind it, it is one of those that have the attribute. */
export function hasattrCondition(cx: Cx, node: Expr<"call">): Condition | undefined {
  const [subject, name] = node.args.map((arg) => arg.value);
  if (node.callee.kind !== "name" || cx.module.scopes.binding(node.callee).kind !== "builtin" || name?.kind !== "str") return undefined;
  const value = expr(cx, subject);
  const [atom] = value.ty;
  // What no object of the class ever has is asked for in vain.
  if (value.ty.length === 1 && atom.k === "inst" && isStill(value.e) && knownPresence(cx, atom, name.value) === false) {
    const e = ex(cx, "bool", bool, node.span, { value: false });
    return { val: { ty: BOOL, e }, e, whenTrue: undefined, whenFalse: cx.env };
  }
  return value.ty.length > 1 ? attributeCondition(cx, value, name.value, pathOf(cx, subject), node.span) : undefined;
}
