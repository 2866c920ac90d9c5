/** Tuples of values that are at hand. */
import type { Span } from "../../../base/span.ts";
import type { Ty } from "../infer/types.ts";
import { ex, type Cx, type Val } from "./context.ts";
import { convert } from "./convert.ts";
import { escaped } from "./functions.ts";
import { irType } from "./ir-types.ts";

/** A tuple; one of a named tuple has the names of its fields, and its class. Functions in it are values: it may leave the frame that they see. */
export function tupleOf(
  cx: Cx,
  vals: readonly Val[],
  span: Span,
  named?: { readonly names: readonly string[]; readonly label?: string },
): Val {
  const elems = vals.map((val) => escaped(cx, val.ty));
  const ty: Ty = [{ k: "tuple", elems, ...named }];
  return { ty, e: ex(cx, "tuple", irType(cx.p, ty), span, { elems: vals.map((val, i) => convert(cx, val, elems[i], span)) }) };
}
