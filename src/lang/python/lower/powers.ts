/** `**` of integers, and of fractions: an integer where the exponent is never negative, else a float, or one of the two as it comes out. */
import type { Span } from "../../../base/span.ts";
import { bool } from "../../../ir/index.ts";
import { placeKey } from "../../front-end.ts";
import { FLOAT, INT, join, type Atom } from "../infer/types.ts";
import { convert, withTempVal } from "./convert.ts";
import { ex, site, type Cx, type Val } from "./context.ts";
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

export const isFraction = (atom: Atom): boolean => atom.k === "rt" && atom.path === "fractions::Fraction";

/** The power of two fractions: a fraction where the exponent is whole, else a float. */
export function fractionPower(cx: Cx, base: Val, exponent: Val, node: object, span: Span): Val {
  const call = (row: string, ...args: Val[]): Val =>
    callRow(
      cx,
      row,
      args.map((value) => ({ value })),
      site(cx, node, row, () => ({})),
      span,
    );
  return withTempVal(cx, base, span, (a) =>
    withTempVal(cx, exponent, span, (b) => {
      const whole = call("fraction.__pow__", a(), call("fraction.numerator", b()));
      const broken = call("float.__pow__", call("fraction.__float__", a()), call("fraction.__float__", b()));
      const ty = join(cx.p.w, whole.ty, broken.ty);
      if (!cx.p.emitting) return { ty, e: a().e };
      const test = call("fraction.is_integer", b()).e;
      return {
        ty,
        e: ex(cx, "conditional", irType(cx.p, ty), span, {
          test,
          then: convert(cx, whole, ty, span),
          orElse: convert(cx, broken, ty, span),
        }),
      };
    }),
  );
}
