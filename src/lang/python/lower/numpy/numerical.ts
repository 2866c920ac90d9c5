/** Functions of numerical work: numbers that are none left out, interpolation, polynomials, edges, places put in and taken out. */
import type { Span } from "../../../../base/span.ts";
import { refuse } from "../../../../diagnostics/diagnostic.ts";
import { f64, type Expression } from "../../../../ir/index.ts";
import { INT, NONE } from "../../infer/types.ts";
import { ex, type Cx, type Val } from "../context.ts";
import { dead, toInt } from "../convert.ts";
import { irType } from "../ir-types.ts";
import type { Entry } from "./entries.ts";
import { axisOf, reduction } from "./reductions.ts";
import { arrayTy, irNumber, isFloat } from "./types.ts";
import {
  arrayAs,
  arrayIs,
  asArray,
  called,
  commonType,
  isNone,
  isUnknown,
  literal,
  made,
  numberAs,
  numOf,
  plainNumber,
  unpackedList,
  wrapped,
  type Bound,
  type Given,
  type Num,
} from "./values.ts";

/** A reduction that leaves out what is no number, of all numbers. */
const without =
  (name: string, plain: string): Entry[1] =>
  (cx, num, bound, _node, span) => {
    if (!isFloat(num.dtype)) return reduction(cx, plain, num, bound, span);
    if (!isNone(bound.axis)) return refuse("PY0702", span, `\`${name}\` along an axis`);
    return wrapped(cx, num.dtype, called(cx, name, [num.val.e], irNumber(num.dtype), span), span);
  };

const double = (cx: Cx, num: Num, span: Span): Expression => arrayAs(cx, num, "f64", span).e;

/** What is made of two arrays of floats, or of an array of them and one number. */
function ofNumberOrArray(cx: Cx, row: string, x: Num, args: readonly Expression[], first: boolean, span: Span): Val {
  const one = x.kind !== "array" || x.rank === 0;
  const value = one ? numberAs(cx, x, "f64", span) : double(cx, x, span);
  const all = first ? [value, ...args] : [...args, value];
  return one ? wrapped(cx, "f64", called(cx, `${row}_one`, all, f64, span), span) : made(cx, arrayTy("f64", x.rank), row, all, span);
}

/** `numpy.pad(a, edges, constant_values=value)` */
function pad(cx: Cx, num: Num, bound: Bound, span: Span): Val {
  const { mode } = bound;
  if (mode && !(mode.node?.kind === "str" && mode.node.value === "constant")) return refuse("PY0702", span, "`pad` of another mode");
  const sizes = edgesOf(cx, bound.pad_width!, span);
  if (sizes.length !== 1 && sizes.length !== 2 && sizes.length !== 2 * num.rank) return refuse("PY0702", span, "`pad` with such widths");
  if (sizes.some((size) => size.ty.length === 0)) return dead(cx, span, num.val);
  const list = unpackedList(
    cx,
    sizes.map((size) => ({ ty: INT, e: toInt(cx, plainNumber(cx, size, span), span) })),
    span,
  );
  const zero: Num = { kind: "weak", dtype: "i64", rank: 0, val: { ty: INT, e: ex(cx, "int", irType(cx.p, INT), span, { value: 0n }) } };
  const value = bound.constant_values ? numOf(bound.constant_values.val) : zero;
  if (!value || value.rank > 0) return refuse("PY0702", span, "`pad` with several values");
  return made(cx, num.val.ty, "pad", [num.val.e, list, numberAs(cx, value, num.dtype, span)], span);
}

/** The widths of edges: one for all, two for all axes, or two an axis. */
function edgesOf(cx: Cx, given: Given, span: Span): readonly Val[] {
  const open = (val: Val): readonly Val[] => {
    const [atom] = val.ty;
    if (val.ty.length !== 1 || atom.k !== "tuple") return [val];
    const { e } = val;
    if (e.kind !== "tuple" && cx.p.emitting) return refuse("PY0704", span, "widths that are not written down");
    return atom.elems.flatMap((ty, i) => open({ ty, e: e.kind === "tuple" ? e.elems[i] : e }));
  };
  return open(given.val);
}

/** `numpy.delete(a, places, axis)` */
function remove(cx: Cx, num: Num, bound: Bound, node: object, span: Span): Val {
  const places = asArray(cx, bound.obj!.val, node, span);
  if (isUnknown(places)) return places.val;
  if (places.dtype === "bool") return refuse("PY0702", span, "`delete` by a mask");
  const one = places.kind === "array" && places.rank > 0 ? places : arrayIs(cx, bound.obj!.val, node, span);
  const index = arrayAs(cx, one, "i64", span).e;
  const flat = places.rank === 0 ? called(cx, "ravel", [index], irType(cx.p, arrayTy("i64", 1)), span) : index;
  if (num.rank > 1 && isNone(bound.axis)) return refuse("PY0702", span, "`delete` without an axis");
  const axis = isNone(bound.axis) ? literal(cx, 0, span) : axisOf(cx, bound.axis!, span);
  return made(cx, num.val.ty, "delete", [num.val.e, flat, axis], span);
}

export const NUMERICAL: Readonly<Record<string, Entry>> = {
  nansum: ["a axis", without("nansum", "sum")],
  nanmean: ["a axis", without("nanmean", "mean")],
  nanstd: ["a axis", without("nanstd", "std")],
  nanmax: ["a axis", without("nanmax", "max")],
  nanmin: ["a axis", without("nanmin", "min")],
  pad: ["array pad_width mode constant_values", (cx, num, bound, _node, span) => pad(cx, num, bound, span)],
  polyval: [
    "p x",
    (cx, num, bound, node, span) => {
      const x = asArray(cx, bound.x!.val, node, span);
      if (isUnknown(x)) return x.val;
      if (commonType([num, x]) !== "f64") return refuse("PY0702", span, "`polyval` of numbers that are no floats");
      return ofNumberOrArray(cx, "polyval", x, [double(cx, num, span)], false, span);
    },
  ],
  gradient: [
    "f step",
    (cx, num, bound, _node, span) => {
      const step = bound.step ? numOf(bound.step.val) : undefined;
      if (num.rank !== 1 || (bound.step && step?.rank !== 0)) return refuse("PY0702", span, "`gradient` of such arrays");
      const by = step ? numberAs(cx, step, "f64", span) : ex(cx, "float", f64, span, { value: 1 });
      return made(cx, arrayTy("f64", 1), "gradient", [double(cx, num, span), by], span);
    },
  ],
  insert: [
    "arr obj values",
    (cx, num, bound, _node, span) => {
      const value = numOf(bound.values!.val);
      const place = plainNumber(cx, bound.obj!.val, span);
      if (num.rank !== 1 || value?.rank !== 0 || place.ty[0]?.k !== "int")
        return refuse("PY0702", span, "`insert` of more than one number");
      return made(cx, num.val.ty, "insert", [num.val.e, place.e, numberAs(cx, value, num.dtype, span)], span);
    },
  ],
  delete: ["arr obj axis", (cx, num, bound, node, span) => remove(cx, num, bound, node, span)],
  average: [
    "a axis weights",
    (cx, num, bound, node, span) => {
      if (isNone(bound.weights)) return reduction(cx, "mean", num, bound, span);
      const weights = arrayIs(cx, bound.weights!.val, node, span);
      if (isUnknown(weights)) return weights.val;
      if (num.rank !== 1 || weights.rank !== 1 || !isNone(bound.axis)) return refuse("PY0702", span, "`average` of arrays of several axes");
      return wrapped(cx, "f64", called(cx, "average", [double(cx, num, span), double(cx, weights, span)], f64, span), span);
    },
  ],
  kron: [
    "a b",
    (cx, num, bound, node, span) => {
      const b = arrayIs(cx, bound.b!.val, node, span);
      if (isUnknown(b)) return b.val;
      if (num.rank !== 2 || b.rank !== 2) return refuse("PY0702", span, "`kron` of what are no matrices");
      const dtype = commonType([num, b]);
      return made(cx, arrayTy(dtype, 2), "kron", [arrayAs(cx, num, dtype, span).e, arrayAs(cx, b, dtype, span).e], span);
    },
  ],
  fill_diagonal: [
    "a val",
    (cx, num, bound, _node, span) => {
      const value = numOf(bound.val!.val);
      if (num.rank !== 2 || value?.rank !== 0) return refuse("PY0702", span, "`fill_diagonal` of such arrays");
      return made(cx, NONE, "fill_diagonal", [num.val.e, numberAs(cx, value, num.dtype, span)], span);
    },
  ],
};

/** `numpy.interp(x, xs, ys)` */
export function interp(cx: Cx, bound: Bound, node: object, span: Span): Val {
  const [x, xs, ys] = [bound.x!, bound.xp!, bound.fp!].map((each, i) =>
    i ? arrayIs(cx, each.val, node, span) : asArray(cx, each.val, node, span),
  );
  if ([x, xs, ys].some(isUnknown)) return dead(cx, span, x.val, xs.val, ys.val);
  return ofNumberOrArray(cx, "interp", x, [double(cx, xs, span), double(cx, ys, span)], true, span);
}
