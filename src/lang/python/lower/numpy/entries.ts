/** Functions of an array and what else they take. Those that NumPy has as methods, too, are both. */
import type { Span } from "../../../../base/span.ts";
import { refuse } from "../../../../diagnostics/diagnostic.ts";
import type {} from "../../../../ir/index.ts";
import { BOOL } from "../../infer/types.ts";
import { ex, type Cx, type Val } from "../context.ts";
import { dead, toInt } from "../convert.ts";
import { irType } from "../ir-types.ts";
import type { ArgVal } from "../rows.ts";
import { rounded } from "./elementwise.ts";
import { NUMERICAL } from "./numerical.ts";
import { unpacked } from "./operators.ts";
import { dot, product } from "./products.ts";
import { accumulation, axisOf } from "./reductions.ts";
import * as shapes from "./shapes.ts";
import { arrayTy } from "./types.ts";
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
  plainNumber,
  wrapped,
  type Bound,
  type Num,
} from "./values.ts";

type Make = (cx: Cx, num: Num, bound: Bound, node: object, span: Span, args: readonly ArgVal[]) => Val;

/** A function whose first argument is an array, the names of all of its parameters, and what it makes. */
export type Entry = readonly [names: string, make: Make];

const SIZE = { kind: "int", width: "size", signed: false } as const;
const integer = (cx: Cx, bound: Bound, name: string, otherwise: number, span: Span) => {
  const given = bound[name];
  return given
    ? toInt(cx, plainNumber(cx, given.val, span), span)
    : ex(cx, "int", irType(cx.p, [{ k: "int" }]), span, { value: BigInt(otherwise) });
};
/** An argument that is an array. */
export const second = (cx: Cx, bound: Bound, name: string, node: object, span: Span): Num => arrayIs(cx, bound[name]!.val, node, span);
/** What is made of two arrays, once both are known. */
const two =
  (name: string, make: (cx: Cx, a: Num, b: Num, bound: Bound, span: Span) => Val): Make =>
  (cx, a, bound, node, span) => {
    const b = second(cx, bound, name, node, span);
    return isUnknown(b) ? b.val : make(cx, a, b, bound, span);
  };
const same =
  (row: string): Make =>
  (cx, num, _bound, _node, span) =>
    made(cx, num.val.ty, row, [num.val.e], span);

/** Functions of an array, which the array has as methods, too, where NumPy's has them. */
export const ENTRIES: Readonly<Record<string, Entry>> = {
  ...NUMERICAL,
  cumsum: ["a axis dtype out", (cx, num, bound, _, span) => accumulation(cx, "cumsum", num, bound, span)],
  cumprod: ["a axis dtype out", (cx, num, bound, _, span) => accumulation(cx, "cumprod", num, bound, span)],
  round: ["a decimals", (cx, num, bound, _, span) => rounded(cx, num, bound, span)],
  ravel: ["a", (cx, num, _b, _n, span) => made(cx, arrayTy(num.dtype, 1), "ravel", [num.val.e], span)],
  copy: ["a", same("copy")],
  transpose: ["a axes", (cx, num, bound, _, span) => shapes.transpose(cx, num, bound.axes ? [bound.axes] : [], span)],
  reshape: ["a shape", (cx, num, bound, _, span) => shapes.reshape(cx, num, [bound.shape!], span)],
  swapaxes: [
    "a axis1 axis2",
    (cx, num, bound, _, span) =>
      made(cx, num.val.ty, "swapaxes", [num.val.e, axisOf(cx, bound.axis1!, span), axisOf(cx, bound.axis2!, span)], span),
  ],
  moveaxis: [
    "a source destination",
    (cx, num, bound, _, span) =>
      made(cx, num.val.ty, "moveaxis", [num.val.e, axisOf(cx, bound.source!, span), axisOf(cx, bound.destination!, span)], span),
  ],
  expand_dims: [
    "a axis",
    (cx, num, bound, _, span) =>
      made(cx, arrayTy(num.dtype, num.rank + 1), "expand_dims", [num.val.e, axisOf(cx, bound.axis!, span)], span),
  ],
  squeeze: [
    "a axis",
    (cx, num, bound, _, span) =>
      isNone(bound.axis)
        ? refuse("PY0704", span, "`squeeze` of all axes: how many are left is not known")
        : unpacked(cx, made(cx, arrayTy(num.dtype, num.rank - 1), "squeeze", [num.val.e, axisOf(cx, bound.axis!, span)], span), span),
  ],
  repeat: ["a repeats axis", (cx, num, bound, _, span) => shapes.along(cx, "repeat", num, bound.repeats!, bound, span)],
  roll: ["a shift axis", (cx, num, bound, _, span) => shapes.along(cx, "roll", num, bound.shift!, bound, span)],
  tile: ["A reps", (cx, num, bound, _, span) => shapes.tile(cx, num, bound.reps!, span)],
  flip: [
    "m axis",
    (cx, num, bound, _, span) =>
      isNone(bound.axis)
        ? made(cx, num.val.ty, "flip_all", [num.val.e], span)
        : made(cx, num.val.ty, "flip", [num.val.e, axisOf(cx, bound.axis!, span)], span),
  ],
  fliplr: ["m", (cx, num, _b, _n, span) => made(cx, num.val.ty, "flip", [num.val.e, literal(cx, 1, span)], span)],
  flipud: ["m", (cx, num, _b, _n, span) => made(cx, num.val.ty, "flip", [num.val.e, literal(cx, 0, span)], span)],
  sort: ["a axis kind", (cx, num, bound, _, span) => shapes.sorting(cx, "sort", num, bound, span)],
  argsort: ["a axis kind", (cx, num, bound, _, span) => shapes.sorting(cx, "argsort", num, bound, span)],
  partition: ["a kth axis", (cx, num, bound, _, span) => shapes.sorting(cx, "partition", num, bound, span)],
  argpartition: ["a kth axis", (cx, num, bound, _, span) => shapes.sorting(cx, "argpartition", num, bound, span)],
  searchsorted: [
    "a v side",
    (cx, num, bound, node, span) => withOther(cx, bound.v!.val, node, span, (v) => shapes.searchsorted(cx, num, v, bound, span)),
  ],
  digitize: ["x bins", two("bins", (cx, num, bins, bound, span) => shapes.searchsorted(cx, bins, num, { ...bound, side: RIGHT }, span))],
  nonzero: ["a", (cx, num, _b, _n, span) => shapes.nonzero(cx, num, span)],
  flatnonzero: ["a", (cx, num, _b, _n, span) => made(cx, arrayTy("i64", 1), "flatnonzero", [num.val.e], span)],
  argwhere: ["a", (cx, num, _b, _n, span) => made(cx, arrayTy("i64", 2), "argwhere", [num.val.e], span)],
  count_nonzero: [
    "a",
    (cx, num, _b, _n, span) =>
      wrapped(cx, "i64", called(cx, "count_nonzero", [num.val.e], { kind: "int", width: 64, signed: true }, span), span),
  ],
  unique: ["ar return_index return_inverse return_counts", (cx, num, bound, _, span) => shapes.unique(cx, num, bound, span)],
  diff: ["a n axis prepend append", (cx, num, bound, node, span) => shapes.diff(cx, num, bound, node, span)],
  trace: [
    "a",
    (cx, num, _b, _n, span) => {
      const wide = num.dtype === "f32" || num.dtype === "f64" || num.dtype === "c128" ? num.dtype : "i64";
      return num.rank === 2
        ? wrapped(
            cx,
            wide,
            called(
              cx,
              "trace",
              [arrayAs(cx, num, wide, span).e],
              numberAs(cx, { kind: "scalar", dtype: wide, rank: 0, val: wrapped(cx, wide, num.val.e, span) }, wide, span).type,
              span,
            ),
            span,
          )
        : refuse("PY0702", span, "`trace` of an array that has not two axes");
    },
  ],
  diag: [
    "v",
    (cx, num, _b, _n, span) =>
      num.rank === 1
        ? made(cx, arrayTy(num.dtype, 2), "diagonal_matrix", [num.val.e], span)
        : num.rank === 2
          ? made(cx, arrayTy(num.dtype, 1), "diagonal", [num.val.e], span)
          : refuse("PY0702", span, "`diag` of more than two axes"),
  ],
  diagonal: [
    "a",
    (cx, num, _b, _n, span) =>
      num.rank === 2
        ? made(cx, arrayTy(num.dtype, 1), "diagonal", [num.val.e], span)
        : refuse("PY0702", span, "`diagonal` of an array that has not two axes"),
  ],
  tril: ["m k", (cx, num, bound, _, span) => made(cx, num.val.ty, "tril", [num.val.e, integer(cx, bound, "k", 0, span)], span)],
  triu: ["m k", (cx, num, bound, _, span) => made(cx, num.val.ty, "triu", [num.val.e, integer(cx, bound, "k", 0, span)], span)],
  dot: ["a b", (cx, num, bound, node, span) => withOther(cx, bound.b!.val, node, span, (b) => dot(cx, num, b, span))],
  inner: [
    "a b",
    (cx, num, bound, node, span) =>
      withOther(cx, bound.b!.val, node, span, (b) =>
        num.rank < 2 && b.rank < 2 ? dot(cx, num, b, span) : refuse("PY0702", span, "`inner` of arrays of several axes"),
      ),
  ],
  vdot: [
    "a b",
    (cx, num, bound, node, span) =>
      withOther(cx, bound.b!.val, node, span, (b) =>
        num.rank === 1 && b.rank === 1 && num.dtype !== "c128" ? dot(cx, num, b, span) : refuse("PY0702", span, "`vdot` of such arrays"),
      ),
  ],
  matmul: ["a b", two("b", (cx, a, b, _bound, span) => product(cx, a, b, span))],
  outer: [
    "a b",
    two("b", (cx, a, b, _bound, span) => {
      const dtype = commonType([a, b]);
      return made(cx, arrayTy(dtype, 2), "outer", [arrayAs(cx, a, dtype, span).e, arrayAs(cx, b, dtype, span).e], span);
    }),
  ],
  cross: [
    "a b",
    two("b", (cx, a, b, _bound, span) => {
      const dtype = commonType([a, b]);
      if (a.rank !== 1 || b.rank !== 1) return refuse("PY0702", span, "`cross` of arrays of several axes");
      return made(cx, arrayTy(dtype, 1), "cross", [arrayAs(cx, a, dtype, span).e, arrayAs(cx, b, dtype, span).e], span);
    }),
  ],
  append: [
    "arr values",
    two("values", (cx, a, b, bound, span) => {
      void bound;
      const dtype = commonType([a, b]);
      return made(cx, arrayTy(dtype, 1), "append", [arrayAs(cx, a, dtype, span).e, arrayAs(cx, b, dtype, span).e], span);
    }),
  ],
  isin: [
    "element test_elements",
    two("test_elements", (cx, a, b, _bound, span) =>
      made(
        cx,
        arrayTy("bool", a.rank),
        "isin",
        [arrayAs(cx, a, commonType([a, b]), span).e, arrayAs(cx, b, commonType([a, b]), span).e],
        span,
      ),
    ),
  ],
  array_equal: [
    "a1 a2",
    two("a2", (cx, a, b, _bound, span) => ({
      ty: BOOL,
      e: called(
        cx,
        "array_equal",
        [arrayAs(cx, a, commonType([a, b]), span).e, arrayAs(cx, b, commonType([a, b]), span).e],
        { kind: "bool" },
        span,
      ),
    })),
  ],
  convolve: ["a v mode", two("v", (cx, a, v, bound, span) => shapes.convolve(cx, a, v, bound, span))],
  take: [
    "a indices axis",
    two("indices", (cx, a, index, bound, span) => {
      if (isNone(bound.axis)) {
        const flat = made(cx, arrayTy(a.dtype, 1), "ravel", [a.val.e], span);
        return unpacked(
          cx,
          made(cx, arrayTy(a.dtype, index.rank), "take", [flat.e, arrayAs(cx, index, "i64", span).e, literal(cx, 0, span)], span),
          span,
        );
      }
      return unpacked(
        cx,
        made(
          cx,
          arrayTy(a.dtype, a.rank - 1 + index.rank),
          "take",
          [a.val.e, arrayAs(cx, index, "i64", span).e, axisOf(cx, bound.axis!, span)],
          span,
        ),
        span,
      );
    }),
  ],
  take_along_axis: [
    "arr indices axis",
    two("indices", (cx, a, index, bound, span) =>
      made(cx, a.val.ty, "take_along_axis", [a.val.e, arrayAs(cx, index, "i64", span).e, axisOf(cx, bound.axis!, span)], span),
    ),
  ],
  split: ["a count axis", (cx, num, bound, node, span) => shapes.split(cx, "split", num, bound, node, span)],
  array_split: ["a count axis", (cx, num, bound, node, span) => shapes.split(cx, "array_split", num, bound, node, span)],
  bincount: [
    "x weights minlength",
    (cx, num, bound, _, span) =>
      isNone(bound.weights)
        ? made(cx, arrayTy("i64", 1), "bincount", [arrayAs(cx, num, "i64", span).e, integer(cx, bound, "minlength", 0, span)], span)
        : refuse("PY0702", span, "`bincount` with weights"),
  ],
  histogram: ["a bins range", (cx, num, bound, _, span) => shapes.histogram(cx, num, bound, span)],
  quantile: ["a q axis keepdims", (cx, num, bound, _, span) => shapes.quantile(cx, "quantile", num, bound, span)],
  percentile: ["a q axis keepdims", (cx, num, bound, _, span) => shapes.quantile(cx, "percentile", num, bound, span)],
  cov: [
    "m",
    (cx, num, _b, _n, span) =>
      num.rank === 2
        ? made(cx, arrayTy("f64", 2), "cov", [arrayAs(cx, num, "f64", span).e], span)
        : refuse("PY0702", span, "`cov` of one row"),
  ],
  corrcoef: [
    "x y",
    (cx, num, bound, node, span) => {
      if (isNone(bound.y))
        return num.rank === 2
          ? made(cx, arrayTy("f64", 2), "corrcoef", [arrayAs(cx, num, "f64", span).e], span)
          : refuse("PY0702", span, "`corrcoef` of one row");
      const y = second(cx, bound, "y", node, span);
      if (isUnknown(y)) return y.val;
      const type = { kind: "list", elem: irType(cx.p, arrayTy("f64", 1)), rep: cx.p.reps.fresh() } as const;
      const list = ex(cx, "list", type, span, { elems: [arrayAs(cx, num, "f64", span).e, arrayAs(cx, y, "f64", span).e] });
      return made(cx, arrayTy("f64", 2), "corrcoef", [made(cx, arrayTy("f64", 2), "vstack", [list], span).e], span);
    },
  ],
  broadcast_to: [
    "array shape",
    (cx, num, bound, _, span) => {
      const shape = shapes.sizesOf(cx, bound.shape!, span);
      return shape ? made(cx, arrayTy(num.dtype, shape.rank), "broadcast_to", [num.val.e, shape.list], span) : dead(cx, span, num.val);
    },
  ],
  atleast_1d: [
    "a",
    (cx, num, _b, _n, span) =>
      made(cx, arrayTy(num.dtype, Math.max(1, num.rank)), "atleast", [num.val.e, literal(cx, 1, span, SIZE)], span),
  ],
  atleast_2d: [
    "a",
    (cx, num, _b, _n, span) =>
      made(cx, arrayTy(num.dtype, Math.max(2, num.rank)), "atleast", [num.val.e, literal(cx, 2, span, SIZE)], span),
  ],
  "lib.stride_tricks.sliding_window_view": ["x window_shape axis", (cx, num, bound, _, span) => shapes.windows(cx, num, bound, span)],
};

const RIGHT = { val: undefined as unknown as Val, node: { kind: "str", value: "right", span: { file: 0, start: 0, end: 0 } } as never };

/** What is made of a value as an array, once it is known. */
export function withOther(cx: Cx, val: Val, node: object, span: Span, make: (num: Num) => Val): Val {
  const num = asArray(cx, val, node, span);
  return isUnknown(num) ? num.val : make(num);
}
