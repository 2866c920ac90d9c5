/** Floating numbers that are none, and infinite ones: what the optimiser makes of them is not what the processor makes of them. */
import type { Expression } from "../../../ir/index.ts";
import type { Expr } from "../ast.ts";
import { evalFloat } from "../check/constant.ts";
import { expr, runtime, type FunctionContext } from "./context.ts";
import { typeOf } from "./expressions.ts";

/** The value of a constant; of a NaN that arithmetic makes the sign is not known here. */
export function withoutMadeNaN(e: Expr<"cast">): number | undefined {
  const value = evalFloat(e);
  let at: Expr = e;
  while (at.kind === "cast") at = at.value;
  return Number.isNaN(value) && at.kind === "binary" ? undefined : value;
}

/**
 * `1.0 / 0.0`, `0.0 / 0.0`, `INFINITY - INFINITY`: the optimiser is not to see them, since it computes a NaN of the other sign than the processor makes of infinities
 * and zeros.
 */
export function extremeQuotient(cx: FunctionContext, e: Expr<"binary">): Expression | undefined {
  if (cx.constant || e.type.kind !== "float") return undefined;
  const value = evalFloat(e);
  if (value === undefined || (e.op === "/" ? evalFloat(e.right) !== 0 || Number.isFinite(value) : !Number.isNaN(value))) return undefined;
  if (Number.isNaN(evalFloat(e.left)) || Number.isNaN(evalFloat(e.right))) return undefined;
  const type = typeOf(cx, e.type);
  const constant = expr(cx, "float", type, e.at, { value });
  const signed = Number.isNaN(value) ? expr(cx, "unary", type, e.at, { op: "neg", arithmetic: "float", operand: constant }) : constant;
  return runtime(cx, "c.float.hidden", type, e.at, signed);
}
