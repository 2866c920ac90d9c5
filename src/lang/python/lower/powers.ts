/** `**` of integers: an integer where the exponent is never negative, else a float, or one of the two as it comes out. */
import type { Span } from "../../../base/span.ts";
import { bool } from "../../../ir/index.ts";
import { placeKey } from "../../front-end.ts";
import { FLOAT, INT, join } from "../infer/types.ts";
import { convert, withTempVal } from "./convert.ts";
import { ex, type Cx, type Val } from "./context.ts";
import { irType } from "./ir-types.ts";
import { callRow } from "./rows.ts";

/**
 * The power of two integers. Exponents are taken for natural numbers at first; what the ranges say against that is in `signs`, when the program is
 * translated again.
 */
export function power(cx: Cx, base: Val, exponent: Val, node: object, span: Span): Val {
  const whole = (a: Val, b: Val): Val => callRow(cx, "int.__pow__", [{ value: a }, { value: b }], node, span);
  const fraction = (a: Val, b: Val): Val => callRow(cx, "int.pow_float", [{ value: a }, { value: b }], node, span);
  switch (cx.p.signs.get(placeKey(span))) {
    case undefined:
      return whole(base, exponent);
    case "negative":
      return fraction(base, exponent);
    case "either":
      return withTempVal(cx, base, span, (a) =>
        withTempVal(cx, exponent, span, (b) => {
          const ty = join(cx.p.w, INT, FLOAT);
          if (!cx.p.emitting) return { ty, e: a().e };
          const zero = ex(cx, "int", irType(cx.p, INT), span, { value: 0n });
          const test = ex(cx, "compare", bool, span, { op: "ge", left: b().e, right: zero });
          const then = convert(cx, whole(a(), b()), ty, span);
          const orElse = convert(cx, fraction(a(), b()), ty, span);
          return { ty, e: ex(cx, "conditional", irType(cx.p, ty), span, { test, then, orElse }) };
        }),
      );
  }
}
