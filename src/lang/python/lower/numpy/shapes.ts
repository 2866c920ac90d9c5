/** Shapes, arrays made of several, sorting: functions whose results have other axes. */
import type { Span } from "../../../../base/span.ts";
import { refuse } from "../../../../diagnostics/diagnostic.ts";
import { f64, str, type Expression } from "../../../../ir/index.ts";
import { show } from "../../infer/show.ts";
import { FLOAT, INT, newCell, NONE, type Ty } from "../../infer/types.ts";
import { ex, get, site, type Cx, type Val } from "../context.ts";
import { convert, dead, toInt, withTempVal } from "../convert.ts";
import { irType, keyOf } from "../ir-types.ts";
import { widened } from "../widened.ts";
import { shapeArgument, shapeOf } from "./construct.ts";
import { unpacked } from "./operators.ts";
import { axisOf } from "./reductions.ts";
import { arrayIn, arrayTy, MOST_AXES, promoted, scalarTy, type DType } from "./types.ts";
import {
  arrayAs,
  arrayIs,
  asArray,
  called,
  flagOf,
  I64,
  integerOf,
  isNone,
  isUnknown,
  literal,
  made,
  numberAs,
  numOf,
  plainNumber,
  truthLiteral,
  wrapped,
  type Bound,
  type Given,
  type Num,
} from "./values.ts";

/** Rust's sizes. */
const SIZE = { kind: "int", width: "size", signed: false } as const;

const integer = (cx: Cx, given: Given, span: Span): Expression => toInt(cx, plainNumber(cx, given.val, span), span);

/** `a.reshape(shape)`, the shape as one argument or as several. */
export function reshape(cx: Cx, num: Num, sizes: readonly Given[], span: Span): Val {
  const whole: Given = sizes.length === 1 ? sizes[0] : { val: joined(cx, sizes, span), node: undefined };
  const shape = shapeArgument(cx, whole, span);
  return shape ? made(cx, arrayTy(num.dtype, shape.rank), "reshape", [num.val.e, shape.list], span) : dead(cx, span, num.val);
}

function joined(cx: Cx, sizes: readonly Given[], span: Span): Val {
  const ty: Ty = [{ k: "tuple", elems: sizes.map((each) => each.val.ty) }];
  return { ty, e: ex(cx, "tuple", irType(cx.p, ty), span, { elems: sizes.map((each) => each.val.e) }) };
}

/** `a.transpose(axes)` */
export function transpose(cx: Cx, num: Num, axes: readonly Given[], span: Span): Val {
  if (axes.length === 0 || (axes.length === 1 && isNone(axes[0]))) return made(cx, num.val.ty, "transposed", [num.val.e], span);
  const whole = axes.length === 1 ? axes[0].val : joined(cx, axes, span);
  const list = shapeOf(cx, whole, span);
  return list ? made(cx, num.val.ty, "transpose", [num.val.e, list.list], span) : dead(cx, span, num.val);
}

/** Arrays in a sequence as one list of arrays of one type; undefined where they are not known yet. */
function arraysOf(cx: Cx, val: Val, node: object, span: Span): { dtype: DType; rank: number; list: Expression } | undefined {
  if (val.ty.length === 0) return undefined;
  const [atom] = val.ty;
  const listed = (nums: readonly Num[]): { dtype: DType; rank: number; list: Expression } | undefined => {
    if (nums.some(isUnknown)) return undefined;
    const dtype = nums.map((num) => num.dtype).reduce(promoted);
    const rank = Math.max(...nums.map((num) => num.rank));
    const type = { kind: "list", elem: irType(cx.p, arrayTy(dtype, rank)), rep: cx.p.reps.fresh() } as const;
    return { dtype, rank, list: ex(cx, "list", type, span, { elems: nums.map((num) => arrayAs(cx, num, dtype, span).e) }) };
  };
  if (atom.k === "tuple") {
    if (val.e.kind === "tuple") {
      const { elems } = val.e;
      return listed(atom.elems.map((ty, i) => arrayIs(cx, { ty, e: elems[i] }, node, span)));
    }
    let result: ReturnType<typeof listed>;
    const { e } = withTempVal(cx, val, span, (again) => {
      const nums = atom.elems.map((ty, i) =>
        arrayIs(cx, { ty, e: ex(cx, "tupleGet", irType(cx.p, ty), span, { tuple: again().e, index: i }) }, node, span),
      );
      result = listed(nums);
      return { ty: NONE, e: result?.list ?? val.e };
    });
    return result && { ...result, list: e };
  }
  if (atom.k === "list" || atom.k === "vartuple") {
    const elem = get(cx, atom.elem);
    const shape = arrayIn(elem);
    if (shape) return { ...shape, list: val.e };
    if (val.e.kind === "list" && elem.length === 1) return listed(val.e.elems.map((e) => arrayIs(cx, { ty: elem, e }, node, span)));
  }
  const whole = asArray(cx, val, node, span);
  if (isUnknown(whole)) return undefined;
  if (whole.kind !== "array" || whole.rank < 1) return refuse("PY0704", span, `arrays are taken from a value of type ${show(val.ty)}`);
  if (whole.rank === 1) return refuse("PY0704", span, "arrays of several types, or numbers, in the place of arrays");
  const rows = { kind: "list", elem: irType(cx.p, arrayTy(whole.dtype, whole.rank - 1)), rep: cx.p.reps.fresh() } as const;
  return { dtype: whole.dtype, rank: whole.rank - 1, list: called(cx, "row_list", [whole.val.e], rows, span) };
}

/** Functions of a sequence of arrays: `concatenate`, `stack`, `vstack`, `hstack`, `column_stack`. */
export function joining(cx: Cx, name: string, bound: Bound, node: object, span: Span): Val {
  const arrays = arraysOf(cx, bound.arrays!.val, node, span);
  if (!arrays) return dead(cx, span, bound.arrays!.val);
  const { dtype, rank, list } = arrays;
  const axis = bound.axis && !isNone(bound.axis) ? axisOf(cx, bound.axis, span) : literal(cx, 0, span);
  switch (name) {
    case "concatenate":
      if (bound.axis && isNone(bound.axis)) return refuse("PY0702", span, "`concatenate` without an axis");
      return made(cx, arrayTy(dtype, rank), "concatenate", [list, axis], span);
    case "stack":
      return made(cx, arrayTy(dtype, rank + 1), "stack", [list, axis], span);
    case "hstack":
      return made(cx, arrayTy(dtype, rank), "hstack", [list], span);
    default:
      return made(cx, arrayTy(dtype, Math.max(rank, 2)), name, [list], span);
  }
}

/** `numpy.repeat(a, count, axis)`, `numpy.roll(a, shift, axis)` */
export function along(cx: Cx, name: "repeat" | "roll", num: Num, count: Given, bound: Bound, span: Span): Val {
  if (arrayIn(count.val.ty)) return refuse("PY0702", span, `\`${name}\` with an array of counts`);
  const by = integer(cx, count, span);
  if (isNone(bound.axis)) return made(cx, arrayTy(num.dtype, name === "roll" ? num.rank : 1), name, [num.val.e, by], span);
  return made(cx, num.val.ty, `${name}_along`, [num.val.e, by, axisOf(cx, bound.axis!, span)], span);
}

/** `numpy.tile(a, counts)` */
export function tile(cx: Cx, num: Num, counts: Given, span: Span): Val {
  const shape = shapeArgument(cx, counts, span);
  return shape
    ? made(cx, arrayTy(num.dtype, Math.max(num.rank, shape.rank)), "tile", [num.val.e, shape.list], span)
    : dead(cx, span, num.val);
}

/** `numpy.diff(a, n, axis, prepend, append)` */
export function diff(cx: Cx, num: Num, bound: Bound, node: object, span: Span): Val {
  const n = bound.n ? integerOf(bound.n) : 1;
  if (n === undefined || n < 1 || n > 4) return refuse("PY0702", span, "`diff` of another order");
  const axis = (): Expression => (bound.axis ? axisOf(cx, bound.axis, span) : literal(cx, -1, span));
  let array = num;
  for (const [given, before] of [
    [bound.prepend, true],
    [bound.append, false],
  ] as const) {
    if (!given || isNone(given)) continue;
    const other = asArray(cx, given.val, node, span);
    if (isUnknown(other)) return dead(cx, span, num.val);
    if (other.rank !== array.rank && array.rank !== 1) return refuse("PY0702", span, "`diff` with a number before or behind it");
    const dtype = other.kind === "weak" ? array.dtype : promoted(array.dtype, other.dtype);
    const wide: Num =
      other.kind === "array" && other.rank > 0
        ? other
        : { kind: "array", dtype, rank: 1, val: made(cx, arrayTy(dtype, 1), "line_of", [numberAs(cx, other, dtype, span)], span) };
    const parts = before ? [wide, array] : [array, wide];
    const type = { kind: "list", elem: irType(cx.p, arrayTy(dtype, array.rank)), rep: cx.p.reps.fresh() } as const;
    const list = ex(cx, "list", type, span, { elems: parts.map((part) => arrayAs(cx, part, dtype, span).e) });
    array = { kind: "array", dtype, rank: array.rank, val: made(cx, arrayTy(dtype, array.rank), "concatenate", [list, axis()], span) };
  }
  if (array.dtype === "bool") return refuse("PY0702", span, "`diff` of truth values");
  let { val } = array;
  for (let i = 0; i < n; i++) val = made(cx, arrayTy(array.dtype, array.rank), "diff", [val.e, axis()], span);
  return val;
}

/** `numpy.sort(a, axis)`, `argsort`, `partition`, `argpartition` */
export function sorting(cx: Cx, name: string, num: Num, bound: Bound, span: Span): Val {
  if (bound.kind && !isNone(bound.kind) && bound.kind.node?.kind !== "str")
    return refuse("PY0702", span, `\`${name}\` with a computed kind`);
  const place = bound.kth ? [numberAs(cx, numOf(bound.kth.val)!, "i64", span)] : [];
  const index = name.startsWith("arg");
  if (bound.axis && isNone(bound.axis)) {
    const flat = made(cx, arrayTy(num.dtype, 1), "flatten", [num.val.e], span);
    return made(cx, arrayTy(index ? "i64" : num.dtype, 1), name, [flat.e, ...place, literal(cx, -1, span)], span);
  }
  const axis = bound.axis ? axisOf(cx, bound.axis, span) : literal(cx, -1, span);
  return made(cx, arrayTy(index ? "i64" : num.dtype, num.rank), name, [num.val.e, ...place, axis], span);
}

/** `numpy.unique(a, …)` */
export function unique(cx: Cx, num: Num, bound: Bound, span: Span): Val {
  const asked = ["index", "inverse", "counts"].filter((name) => flagOf(bound[`return_${name}`], false, `return_${name}`, span));
  if (asked.length > 1) return refuse("PY0702", span, "`unique` with several further results");
  const found = arrayTy(num.dtype, 1);
  if (asked.length === 0) return made(cx, found, "unique", [num.val.e], span);
  const ty: Ty = [{ k: "tuple", elems: [found, arrayTy("i64", asked[0] === "inverse" ? num.rank : 1)] }];
  return made(cx, ty, `unique_${asked[0]}`, [num.val.e], span);
}

/** `numpy.searchsorted(a, value, side)` and `numpy.digitize(value, bins)` */
export function searchsorted(cx: Cx, a: Num, value: Num, bound: Bound, span: Span): Val {
  const side = bound.side?.node;
  if (bound.side && side?.kind !== "str") return refuse("PY0702", span, "`searchsorted` with a computed side");
  const right = truthLiteral(cx, side?.kind === "str" && side.value === "right", span);
  const dtype = value.kind === "weak" && value.dtype === "i64" ? a.dtype : promoted(a.dtype, value.dtype);
  const sorted = arrayAs(cx, a, dtype, span).e;
  if (value.kind !== "array")
    return wrapped(cx, "i64", called(cx, "place_of", [sorted, numberAs(cx, value, dtype, span), right], I64, span), span);
  return unpacked(cx, made(cx, arrayTy("i64", value.rank), "searchsorted", [sorted, arrayAs(cx, value, dtype, span).e, right], span), span);
}

/** `numpy.nonzero(a)` and `numpy.where(a)`: an array an axis. */
export function nonzero(cx: Cx, num: Num, span: Span): Val {
  const all: Ty = [{ k: "list", elem: newCell(cx.p.w, arrayTy("i64", 1)) }];
  const ty: Ty = [{ k: "tuple", elems: Array.from({ length: num.rank }, () => arrayTy("i64", 1)) }];
  const list = { ty: all, e: called(cx, "nonzero", [num.val.e], irType(cx.p, all), span) };
  return withTempVal(cx, list, span, (again) => ({
    ty,
    e: ex(cx, "tuple", irType(cx.p, ty), span, {
      elems:
        ty[0].k === "tuple"
          ? ty[0].elems.map((elem, i) => called(cx, "nth", [again().e, literal(cx, i, span, SIZE)], irType(cx.p, elem), span))
          : [],
    }),
  }));
}

/** `numpy.split(a, count, axis)`: a list of arrays. */
export function split(cx: Cx, name: string, num: Num, bound: Bound, node: object, span: Span): Val {
  const { val } = bound.count!;
  if (val.ty.length !== 1 || val.ty[0].k !== "int") return refuse("PY0702", span, `\`${name}\` at places`);
  const axis = bound.axis ? axisOf(cx, bound.axis, span) : literal(cx, 0, span);
  const ty: Ty = [{ k: "list", elem: site(cx, node, "parts", () => newCell(cx.p.w, num.val.ty)) }];
  return {
    ty,
    e: called(
      cx,
      "split",
      [num.val.e, integer(cx, bound.count!, span), axis, truthLiteral(cx, name === "split", span)],
      irType(cx.p, ty),
      span,
    ),
  };
}

/** `a.tolist()`: lists in lists of numbers of Python. */
export function tolist(cx: Cx, num: Num, node: object, span: Span): Val {
  if (num.rank === 0 || num.kind !== "array") return plainNumber(cx, unpacked(cx, num.val, span), span);
  const inner =
    num.dtype === "bool"
      ? ("items" as const)
      : num.dtype === "c128"
        ? ("items" as const)
        : num.dtype[0] === "f"
          ? ("floats" as const)
          : ("ints" as const);
  const elem: Ty =
    num.dtype === "bool"
      ? [{ k: "bool" }]
      : num.dtype === "c128"
        ? [{ k: "rt", path: "complex::Complex", args: [] }]
        : inner === "floats"
          ? FLOAT
          : INT;
  if (num.rank > 3) return refuse("PY0702", span, "`tolist` of more than three axes");
  let [ty, fresh] = [elem, elem];
  for (let i = 0; i < num.rank; i++) {
    const held = ty;
    ty = [{ k: "list", elem: site(cx, node, `tolist ${i}`, () => newCell(cx.p.w, held)) }];
    fresh = [{ k: "list", elem: newCell(cx.p.w, fresh) }];
  }
  const e = called(cx, num.rank === 1 ? inner : `${inner}${num.rank}`, [num.val.e], irType(cx.p, fresh), span);
  if (!cx.p.emitting || keyOf(fresh) === keyOf(ty)) return { ty, e };
  // What flows together with it made its items something wider.
  if (num.rank > 1) return refuse("PY0304", span, "lists in lists of `tolist` that come together with others");
  return { ty, e: widened(cx, { ty: fresh, e }, ty, span) };
}

/** `numpy.histogram(a, bins, range)` */
export function histogram(cx: Cx, num: Num, bound: Bound, span: Span): Val {
  const bins = bound.bins
    ? bound.bins.val.ty[0]?.k === "int"
      ? integer(cx, bound.bins, span)
      : refuse("PY0702", span, "`histogram` with given edges")
    : ex(cx, "int", irType(cx.p, INT), span, { value: 10n });
  const pair: Ty = [{ k: "tuple", elems: [FLOAT, FLOAT] }];
  const range: Ty = [{ k: "none" }, ...pair];
  const ends = bound.range && !isNone(bound.range) ? convert(cx, bound.range.val, pair, span) : undefined;
  const option = ends ? ex(cx, "some", irType(cx.p, range), span, { value: ends }) : ex(cx, "none", irType(cx.p, range), span, {});
  const ty: Ty = [{ k: "tuple", elems: [arrayTy("i64", 1), arrayTy("f64", 1)] }];
  return made(cx, ty, "histogram", [arrayAs(cx, num, "f64", span).e, bins, option], span);
}

/** `numpy.convolve(a, v, mode)` */
export function convolve(cx: Cx, a: Num, v: Num, bound: Bound, span: Span): Val {
  const dtype = promoted(a.dtype, v.dtype);
  const mode = bound.mode ? bound.mode.val.e : ex(cx, "str", str, span, { value: "full" });
  return made(cx, arrayTy(dtype, 1), "convolve", [arrayAs(cx, a, dtype, span).e, arrayAs(cx, v, dtype, span).e, mode], span);
}

/** `numpy.quantile(a, q, axis)` and `numpy.percentile(a, q, axis)` for one share. */
export function quantile(cx: Cx, name: string, num: Num, bound: Bound, span: Span): Val {
  const share = numOf(bound.q!.val);
  if (!share || share.rank > 0) return refuse("PY0702", span, `\`${name}\` for several shares`);
  const e = numberAs(cx, share, "f64", span);
  const q =
    name === "percentile"
      ? ex(cx, "binary", f64, span, { op: "div", arithmetic: "float", left: e, right: ex(cx, "float", f64, span, { value: 100 }) })
      : e;
  const array = arrayAs(cx, num, "f64", span).e;
  if (isNone(bound.axis)) return wrapped(cx, "f64", called(cx, "quantile_of", [array, q], f64, span), span);
  const keep = flagOf(bound.keepdims, false, "keepdims", span);
  return unpacked(
    cx,
    made(
      cx,
      arrayTy("f64", keep ? num.rank : num.rank - 1),
      "quantile_along",
      [array, q, axisOf(cx, bound.axis!, span), truthLiteral(cx, keep, span)],
      span,
    ),
    span,
  );
}

/** `numpy.lib.stride_tricks.sliding_window_view(a, sizes, axis)` */
export function windows(cx: Cx, num: Num, bound: Bound, span: Span): Val {
  const shape = shapeArgument(cx, bound.window_shape!, span);
  if (!shape) return dead(cx, span, num.val);
  if (shape.rank !== num.rank || !isNone(bound.axis)) return refuse("PY0702", span, "`sliding_window_view` along some axes alone");
  if (num.rank * 2 > MOST_AXES) return refuse("PY0704", span, `an array of ${num.rank * 2} axes`);
  return made(cx, arrayTy(num.dtype, num.rank * 2), "windows", [num.val.e, shape.list], span);
}

/** `numpy.meshgrid(x, y, indexing)` */
export function meshgrid(cx: Cx, x: Num, y: Num, bound: Bound, span: Span): Val {
  const node = bound.indexing?.node;
  if (bound.indexing && node?.kind !== "str") return refuse("PY0702", span, "`meshgrid` with a computed `indexing`");
  const swapped = node?.kind === "str" && node.value === "ij";
  const ty: Ty = [{ k: "tuple", elems: [arrayTy(x.dtype, 2), arrayTy(y.dtype, 2)] }];
  return made(cx, ty, "meshgrid", [x.val.e, y.val.e, truthLiteral(cx, swapped, span)], span);
}

export { shapeArgument as sizesOf };

/** `a.shape`: a size an axis. */
export function shapeTuple(cx: Cx, num: Num, span: Span): Val {
  const ty: Ty = [{ k: "tuple", elems: Array.from({ length: num.rank }, () => INT) }];
  return withTempVal(cx, num.val, span, (again) => ({
    ty,
    e: ex(cx, "tuple", irType(cx.p, ty), span, {
      elems: Array.from({ length: num.rank }, (_, i) => sizeAlong(cx, again(), i, span)),
    }),
  }));
}

/** `a.shape[axis]` for an axis that is written down. */
export const sizeAlong = (cx: Cx, array: Val, axis: number, span: Span): Expression =>
  called(cx, "length", [array.e, literal(cx, axis, span, SIZE)], irType(cx.p, INT), span);

/** `numpy.unravel_index(place, shape)` */
export function unravel(cx: Cx, place: Expression, rank: number, list: Expression, span: Span): Val {
  const one = scalarTy("i64");
  const found = made(cx, [{ k: "list", elem: newCell(cx.p.w, one) }], "unravel", [place, list], span);
  const ty: Ty = [{ k: "tuple", elems: Array.from({ length: rank }, () => one) }];
  return withTempVal(cx, found, span, (again) => ({
    ty,
    e: ex(cx, "tuple", irType(cx.p, ty), span, {
      elems: Array.from({ length: rank }, (_, i) => called(cx, "nth", [again().e, literal(cx, i, span, SIZE)], irType(cx.p, one), span)),
    }),
  }));
}
