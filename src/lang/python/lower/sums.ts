/** `sum` of floats: the integer 0 where there is nothing to add, which only its text shows. */
import type { Span } from "../../../base/span.ts";
import { f64, type Expression } from "../../../ir/index.ts";
import { settledSum, SUM, type Ty } from "../infer/types.ts";
import { ex, type Cx, type Val } from "./context.ts";
import type { Prog } from "./context.ts";

const observed = new WeakSet<Prog>();

/** The program shows a sum: from now on an empty one is told from `0.0`. */
export const showsSum = (cx: Cx): void => {
  observed.add(cx.p);
};

const ROW = "py.builtins.sum_or_zero";
const PLAIN = "py.builtins.sum#2";

export const isSum = (ty: Ty): boolean => ty.length === 1 && ty[0].k === "float" && ty[0].sum === true;

/** The result of `sum` without a start. */
export function sumOfFloats(cx: Cx, made: Val, span: Span): Val {
  const { e } = made;
  if (!cx.p.emitting || e.kind !== "runtime" || !observed.has(cx.p)) return { ty: SUM, e };
  return { ty: SUM, e: ex(cx, "runtime", f64, span, { row: ROW, args: [e.args[0]] }) };
}

/** The sum as a float like any other: nothing is 0.0. */
export function plainSum(cx: Cx, val: Val, span: Span): Val {
  if (!cx.p.emitting || !isSum(val.ty)) return val;
  const ty = settledSum(val.ty);
  const { e } = val;
  if (!observed.has(cx.p)) return { ty, e };
  const zero = (): Expression => ex(cx, "float", f64, span, { value: 0 });
  if (e.kind === "runtime" && e.row === ROW) return { ty, e: ex(cx, "runtime", f64, span, { row: PLAIN, args: [e.args[0], zero()] }) };
  return { ty, e: ex(cx, "binary", f64, span, { op: "add", arithmetic: "float", left: e, right: zero() }) };
}
