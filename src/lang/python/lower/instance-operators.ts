/** Operators of the program's classes. A method may answer `NotImplemented`: the other side is asked then. */
import type { Span } from "../../../base/span.ts";
import { refuse } from "../../../diagnostics/diagnostic.ts";
import type { BinaryOp } from "../ast/nodes.ts";
import { findMethod } from "../infer/classes.ts";
import { show } from "../infer/show.ts";
import { has, raises, withTempVal } from "./convert.ts";
import type { Cx, Val } from "./context.ts";
import { callMethod } from "./methods.ts";
import { DUNDER, eachMember } from "./operators.ts";
import { operandFailure, pyName } from "./type-errors.ts";
import { isForeign } from "./undefined-operations.ts";

/** The answer of an operator's method, or what stands for it where that is `NotImplemented`. */
export function answered(cx: Cx, answer: Val, span: Span, otherwise: () => Val): Val {
  if (!has(answer.ty, "notImplemented")) return answer;
  if (answer.ty.length === 1) return otherwise();
  return eachMember(cx, answer, span, "", (one) => (one.ty[0].k === "notImplemented" ? otherwise() : one));
}

/** The same for two values of which both sides may be asked. */
export function askedBoth(
  cx: Cx,
  left: Val,
  right: Val,
  span: Span,
  ask: (left: Val, right: Val) => Val,
  otherwise: (left: Val, right: Val) => Val,
): Val {
  const answer = ask(left, right);
  if (!has(answer.ty, "notImplemented")) return answer;
  if (answer.ty.length === 1) return otherwise(left, right);
  return withTempVal(cx, left, span, (l) =>
    withTempVal(cx, right, span, (r) => answered(cx, ask(l(), r()), span, () => otherwise(l(), r()))),
  );
}

/** An operator of which one side at least is an object of a class. */
export function instanceOperator(cx: Cx, op: BinaryOp, left: Val, right: Val, span: Span): Val {
  const a = left.ty[0];
  const b = right.ty[0];
  const name = `__${DUNDER[op]}__`;
  const reflected = `__r${DUNDER[op]}__`;
  const failed = (l: Val, r: Val): Val => raises(cx, operandFailure(op, pyName(left.ty), pyName(right.ty), cx.assigning), span, l, r);
  const asksRight = (l: Val, r: Val): Val =>
    b.k === "inst" && findMethod(b.cls, reflected)
      ? askedBoth(
          cx,
          l,
          r,
          span,
          (x, y) => withTempVal(cx, x, span, (again) => callMethod(cx, y, reflected, [{ value: again() }], b.cls, span)),
          failed,
        )
      : failed(l, r);
  if (a.k === "inst" && findMethod(a.cls, name))
    return askedBoth(cx, left, right, span, (l, r) => callMethod(cx, l, name, [{ value: r }], a.cls, span), asksRight);
  if (b.k === "inst" && findMethod(b.cls, reflected)) return asksRight(left, right);
  if (isForeign(a, b)) return raises(cx, operandFailure(op, pyName(left.ty), pyName(right.ty), cx.assigning), span, left, right);
  return refuse("PY0302", span, `\`${op}\` is not defined for ${show(left.ty)} and ${show(right.ty)}`);
}
