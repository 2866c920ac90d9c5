/** Functions that make one number of many, of all or along an axis. */
import type { Span } from "../../../../base/span.ts";
import { refuse } from "../../../../diagnostics/diagnostic.ts";
import { bool, f64, type Expression, type Type } from "../../../../ir/index.ts";
import { ex, type Cx, type Val } from "../context.ts";
import { arrayTy, irNumber, isFloat, isInteger, type DType } from "./types.ts";
import {
  arrayAs,
  called,
  flagOf,
  I64,
  integerOf,
  isNone,
  literal,
  made,
  numberAs,
  numOf,
  truthLiteral,
  word,
  wrapped,
  type Bound,
  type Given,
  type Num,
} from "./values.ts";

interface Reduction {
  /** The row for all numbers, and the row along an axis. */
  readonly all: string;
  readonly along: string;
  /** The type in which it computes. */
  readonly computes: (dtype: DType) => DType;
  /** The type of the result where that is another. */
  readonly gives?: DType;
  readonly ddof?: boolean;
}

const summing = (dtype: DType): DType => (dtype === "bool" || isInteger(dtype) ? "i64" : dtype);
const averaging = (dtype: DType): DType => (isFloat(dtype) ? dtype : "f64");
const same = (dtype: DType): DType => dtype;
const ordered = (dtype: DType): DType => (dtype === "bool" ? "u8" : dtype);

const REDUCTIONS: Readonly<Record<string, Reduction>> = {
  sum: { all: "sum", along: "sum_along", computes: summing },
  prod: { all: "prod", along: "prod_along", computes: summing },
  mean: { all: "mean", along: "mean_along", computes: averaging },
  var: { all: "var", along: "var_along", computes: averaging, ddof: true },
  std: { all: "std", along: "std_along", computes: averaging, ddof: true },
  max: { all: "max", along: "max_along", computes: ordered },
  min: { all: "min", along: "min_along", computes: ordered },
  argmax: { all: "argmax", along: "argmax_along", computes: ordered, gives: "i64" },
  argmin: { all: "argmin", along: "argmin_along", computes: ordered, gives: "i64" },
  any: { all: "any", along: "any_along", computes: same, gives: "bool" },
  all: { all: "every", along: "all_along", computes: same, gives: "bool" },
  median: { all: "median", along: "median_along", computes: () => "f64" },
};

export const PARAMETERS: Readonly<Record<string, readonly string[]>> = {
  sum: ["axis", "dtype", "out", "keepdims"],
  prod: ["axis", "dtype", "out", "keepdims"],
  mean: ["axis", "dtype", "out", "keepdims"],
  var: ["axis", "dtype", "out", "ddof", "keepdims"],
  std: ["axis", "dtype", "out", "ddof", "keepdims"],
  max: ["axis", "out", "keepdims"],
  min: ["axis", "out", "keepdims"],
  ptp: ["axis", "out", "keepdims"],
  argmax: ["axis", "out", "keepdims"],
  argmin: ["axis", "out", "keepdims"],
  any: ["axis", "out", "keepdims"],
  all: ["axis", "out", "keepdims"],
  median: ["axis", "out", "overwrite_input", "keepdims"],
};

/** An axis as an argument. */
export function axisOf(cx: Cx, given: Given, span: Span): Expression {
  const [atom] = given.val.ty;
  if (given.val.ty.length !== 1 || atom.k === "tuple" || atom.k === "none")
    return refuse("PY0704", span, "an axis that is not one integer");
  const known = integerOf(given);
  return known === undefined ? word(cx, given.val, span) : literal(cx, known, span);
}

const refuseOut = (bound: Bound, span: Span): void => {
  if (bound.out && !isNone(bound.out)) refuse("PY0702", span, "an array that is given for the result (`out`)");
};

/** The axes of a tuple that is written down, counted from the start. */
function axesOf(given: Given | undefined, rank: number, span: Span): readonly number[] | undefined {
  if (given?.val.ty[0]?.k !== "tuple") return undefined;
  const { node } = given;
  const axes = node?.kind === "tuple" ? node.elems.map((elem) => integerOf({ val: given.val, node: elem })) : [undefined];
  if (axes.some((axis) => axis === undefined)) return refuse("PY0704", span, "axes that are not written down");
  return axes.map((axis) => (axis! < 0 ? axis! + rank : axis!));
}

/** `numpy.sum(a, …)` and the like, by name. */
export function reduction(cx: Cx, name: string, num: Num, bound: Bound, span: Span, dtype?: DType): Val {
  const row = REDUCTIONS[name];
  refuseOut(bound, span);
  const keep = flagOf(bound.keepdims, false, "keepdims", span);
  const computes = dtype ?? row.computes(num.dtype);
  if (computes === "c128" && !["sum", "prod", "any", "all"].includes(name)) return refuse("PY0702", span, `\`${name}\` of complex numbers`);
  const gives = row.gives ?? (num.dtype === "bool" && computes === "u8" ? "bool" : computes);
  const cast = (val: Val, rank: number): Val =>
    gives === "bool" && computes === "u8" ? made(cx, arrayTy("bool", rank), "astype", [val.e], span, [bool]) : val;
  const ddof = row.ddof
    ? [
        bound.ddof
          ? numberAs(cx, numOf(bound.ddof.val) ?? refuse("PY0702", span, "a `ddof` that is no number"), "f64", span)
          : ex(cx, "float", f64, span, { value: 0 }),
      ]
    : [];
  const type: Type = row.gives === "i64" ? I64 : row.gives === "bool" ? bool : irNumber(computes);
  const source = num.kind === "array" ? num : ({ ...num, kind: "array", val: arrayAs(cx, num, num.dtype, span) } as Num);
  const axes = axesOf(bound.axis, num.rank, span);
  if (axes && axes.length < num.rank) {
    // The axes as one, behind the others.
    if (keep) return refuse("PY0702", span, `\`${name}\` along several axes with keepdims`);
    const others = Array.from({ length: num.rank }, (_, i) => i).filter((i) => !axes.includes(i));
    const order = [...others, ...axes.toSorted((a, b) => a - b)].map((axis) => literal(cx, axis, span));
    const list = ex(cx, "list", { kind: "list", elem: I64, rep: cx.p.reps.fresh() }, span, { elems: order });
    const rank = others.length + 1;
    const merged = made(
      cx,
      arrayTy(num.dtype, rank),
      "merged",
      [source.val.e, list, literal(cx, axes.length, span, { kind: "int", width: "size", signed: false })],
      span,
    );
    const last: Bound = {
      ...bound,
      axis: {
        val: { ty: [{ k: "int" }], e: literal(cx, -1, span) },
        node: { kind: "unary", op: "-", operand: { kind: "int", value: 1n, span }, span },
      },
    };
    return reduction(cx, name, { kind: "array", dtype: num.dtype, rank, val: merged }, last, span, dtype);
  }
  if (isNone(bound.axis) || axes || num.rank === 0) {
    if (keep) return refuse("PY0702", span, `\`${name}\` of all axes with keepdims`);
    if (name === "sum" && num.dtype === "bool" && num.kind === "array" && !dtype)
      return wrapped(cx, "i64", called(cx, "count_true", [num.val.e], I64, span), span);
    const array = arrayAs(cx, source, computes, span);
    const e = called(cx, row.all, [array.e, ...ddof], type, span);
    return wrapped(cx, gives, gives === "bool" && computes === "u8" ? called(cx, "cast", [e], bool, span, [bool]) : e, span);
  }
  const array = arrayAs(cx, source, computes, span);
  const rank = keep ? num.rank : num.rank - 1;
  const args = [array.e, axisOf(cx, bound.axis!, span), ...ddof, truthLiteral(cx, keep, span)];
  const whole = made(cx, arrayTy(row.gives ?? computes, rank), row.along, args, span);
  if (rank > 0) return cast(whole, rank);
  const e = called(cx, "only", [whole.e], type, span);
  return wrapped(cx, gives, gives === "bool" && computes === "u8" ? called(cx, "cast", [e], bool, span, [bool]) : e, span);
}

/** `numpy.cumsum(a, axis)` and `numpy.cumprod(a, axis)` */
export function accumulation(cx: Cx, name: "cumsum" | "cumprod", num: Num, bound: Bound, span: Span): Val {
  refuseOut(bound, span);
  const dtype = summing(num.dtype);
  const array = arrayAs(cx, num, dtype, span);
  if (isNone(bound.axis)) return made(cx, arrayTy(dtype, 1), name, [array.e], span);
  return made(cx, arrayTy(dtype, num.rank), `${name}_along`, [array.e, axisOf(cx, bound.axis!, span)], span);
}
