/** Arrays out of nothing, of a rule, of lists. */
import type { Span } from "../../../../base/span.ts";
import { refuse } from "../../../../diagnostics/diagnostic.ts";
import { bool, type Expression } from "../../../../ir/index.ts";
import { show } from "../../infer/show.ts";
import { INT, type Ty } from "../../infer/types.ts";
import { ex, get, type Cx, type Val } from "../context.ts";
import { dead, toInt, withTempVal } from "../convert.ts";
import { irType } from "../ir-types.ts";
import { arrayIn, arrayTy, irNumber, isFloat, isInteger, LETTERS, MOST_AXES, NAMES, type DType } from "./types.ts";
import {
  arrayAs,
  arrayIs,
  asArray,
  commonType,
  flagOf,
  isNone,
  isUnknown,
  made,
  numberAs,
  numOf,
  plainNumber,
  type Bound,
  type Given,
  type Num,
} from "./values.ts";

/** The type that a `dtype` argument names; undefined where there is none. */
export function dtypeOf(given: Given | undefined, span: Span): DType | undefined {
  if (!given || isNone(given)) return undefined;
  const [atom] = given.val.ty;
  if (given.node?.kind === "str") {
    const name = given.node.value.replace(/^[<=|]/, "");
    const known = (NAMES[name] ?? LETTERS[name]) as DType | undefined;
    if (known) return known;
  }
  if (atom?.k === "fn" && atom.fn.kind === "special" && atom.fn.special.startsWith("numpy dtype "))
    return atom.fn.special.slice(12) as DType;
  if (atom?.k === "fn" && atom.fn.kind === "type") {
    const known = NAMES[atom.fn.type] as DType | undefined;
    if (known) return known;
  }
  return refuse("PY0704", span, "an array whose type (`dtype`) is not known, or not supported");
}

/** A shape: integers, one or several; undefined where nothing is known of it yet. */
export function shapeOf(cx: Cx, val: Val, span: Span): { readonly rank: number; readonly list: Expression } | undefined {
  if (val.ty.length === 0) return undefined;
  const [atom] = val.ty;
  const listed = (elems: readonly Expression[]): { rank: number; list: Expression } => {
    if (elems.length > MOST_AXES) refuse("PY0704", span, `an array of ${elems.length} axes`);
    const type = { kind: "list", elem: irType(cx.p, INT), rep: cx.p.reps.fresh() } as const;
    return { rank: elems.length, list: ex(cx, "list", type, span, { elems }) };
  };
  const size = (one: Val): Expression => {
    const plain = plainNumber(cx, one, span);
    if (plain.ty.length !== 1 || (plain.ty[0].k !== "int" && plain.ty[0].k !== "bool"))
      return refuse("PY0704", span, `a size of type ${show(one.ty)}`);
    return toInt(cx, plain, span);
  };
  if (val.ty.length !== 1) return refuse("PY0704", span, `a shape of type ${show(val.ty)}: how many axes it has is not known`);
  if (atom.k === "tuple") {
    if (atom.elems.some((elem) => elem.length === 0)) return undefined;
    if (val.e.kind === "tuple") {
      const { elems } = val.e;
      return listed(atom.elems.map((ty, i) => size({ ty, e: elems[i] })));
    }
    let list: { rank: number; list: Expression } | undefined;
    const e = withTempVal(cx, val, span, (again) => {
      list = listed(atom.elems.map((ty, i) => size({ ty, e: ex(cx, "tupleGet", irType(cx.p, ty), span, { tuple: again().e, index: i }) })));
      return { ty: val.ty, e: list.list };
    }).e;
    return { rank: list!.rank, list: e };
  }
  if (atom.k === "list" && val.e.kind === "list") {
    const elem = get(cx, atom.elem);
    return listed(val.e.elems.map((e) => size({ ty: elem, e })));
  }
  if (atom.k === "list" || atom.k === "vartuple") return refuse("PY0704", span, "a shape whose length is not known while translating");
  return listed([size(val)]);
}

/** A shape that is written as a list has the length of what is written. */
export function shapeArgument(cx: Cx, given: Given, span: Span): { readonly rank: number; readonly list: Expression } | undefined {
  const { node, val } = given;
  if (node?.kind === "list" && val.ty[0]?.k === "list" && !cx.p.emitting) return { rank: node.elems.length, list: val.e };
  return shapeOf(cx, val, span);
}

const filledRows: Readonly<Record<string, string>> = { zeros: "zeros", ones: "ones", empty: "zeros" };

/** `numpy.zeros(shape, dtype)`, `ones`, `empty` (whose numbers are 0 here) */
export function filled(cx: Cx, name: string, bound: Bound, span: Span): Val {
  const dtype = dtypeOf(bound.dtype, span) ?? "f64";
  const shape = shapeArgument(cx, bound.shape!, span);
  if (!shape) return dead(cx, span, bound.shape!.val);
  return made(cx, arrayTy(dtype, shape.rank), filledRows[name], [shape.list], span, [irNumber(dtype)]);
}

/** `numpy.full(shape, value, dtype)` */
export function full(cx: Cx, bound: Bound, span: Span): Val {
  const value = numOf(bound.fill_value!.val);
  const shape = shapeArgument(cx, bound.shape!, span);
  if (!shape || bound.fill_value!.val.ty.length === 0) return dead(cx, span, bound.shape!.val);
  if (!value || value.rank > 0) return refuse("PY0702", span, "`full` with a value that is no number");
  const dtype = dtypeOf(bound.dtype, span) ?? value.dtype;
  return made(cx, arrayTy(dtype, shape.rank), "full", [shape.list, numberAs(cx, value, dtype, span)], span, [irNumber(dtype)]);
}

/** `numpy.zeros_like(a)` and the like. */
export function like(cx: Cx, name: string, bound: Bound, node: object, span: Span): Val {
  const num = arrayIs(cx, bound.a!.val, node, span);
  if (isUnknown(num)) return num.val;
  const dtype = dtypeOf(bound.dtype, span) ?? num.dtype;
  const ty = arrayTy(dtype, num.rank);
  if (name !== "full_like") return made(cx, ty, name === "ones_like" ? "ones_like" : "zeros_like", [num.val.e], span, [irNumber(dtype)]);
  const value = numOf(bound.fill_value!.val);
  if (!value)
    return bound.fill_value!.val.ty.length === 0
      ? dead(cx, span, num.val)
      : refuse("PY0702", span, "`full_like` with a value that is no number");
  return made(cx, ty, "full_like", [num.val.e, numberAs(cx, value, dtype, span)], span, [irNumber(dtype)]);
}

/** `numpy.array(value, dtype)`, `asarray`: with `copies` a copy of what is an array already. */
export function array(cx: Cx, bound: Bound, copies: boolean, node: object, span: Span): Val {
  const { val } = bound.object!;
  if (val.ty.length === 0) return dead(cx, span, val);
  const wanted = dtypeOf(bound.dtype, span);
  const least = bound.ndmin && !isNone(bound.ndmin) ? refuse("PY0702", span, "`array` with `ndmin`") : undefined;
  void least;
  const num = asArray(cx, val, node, span, wanted);
  if (isUnknown(num)) return num.val;
  const dtype = wanted ?? num.dtype;
  if (num.kind !== "array") return arrayAs(cx, num, dtype, span);
  if (!arrayIn(val.ty)) return num.val;
  if (dtype !== num.dtype) return arrayAs(cx, num, dtype, span);
  return copies && !(bound.copy?.node?.kind === "bool" && !bound.copy.node.value)
    ? made(cx, num.val.ty, "copy", [num.val.e], span)
    : num.val;
}

const weakZero = (cx: Cx, value: number, span: Span): Num => ({
  kind: "weak",
  dtype: "i64",
  rank: 0,
  val: { ty: INT, e: ex(cx, "int", irType(cx.p, INT), span, { value: BigInt(value) }) },
});

/** `numpy.arange(start, stop, step)` */
export function arange(cx: Cx, bound: Bound, span: Span): Val {
  const given = [bound.start, bound.stop, bound.step].map((each) => (each && !isNone(each) ? each : undefined));
  if (given.some((each) => each?.val.ty.length === 0)) return dead(cx, span);
  const nums = given.map((each) => (each ? numOf(each.val) : undefined));
  if (given.some((each, i) => each && (!nums[i] || nums[i]!.rank > 0)))
    return refuse("PY0702", span, "`arange` of values that are no numbers");
  const [first, second, third] = nums;
  const [start, stop] = second ? [first ?? weakZero(cx, 0, span), second] : [weakZero(cx, 0, span), first!];
  const step = third ?? weakZero(cx, 1, span);
  const dtype = dtypeOf(bound.dtype, span) ?? commonType([start, stop, step]);
  if (isInteger(dtype)) {
    if ([start, stop, step].some((num) => isFloat(num.dtype))) return refuse("PY0702", span, "`arange` of integers from floats");
    const args = [start, stop, step].map((num) => plainNumber(cx, num.val, span)).map((val) => toInt(cx, val, span));
    return made(cx, arrayTy(dtype, 1), "arange_int", args, span, [irNumber(dtype)]);
  }
  if (!isFloat(dtype)) return refuse("PY0702", span, "`arange` of such numbers");
  const args = [start, stop, step].map((num) => numberAs(cx, num, dtype, span));
  return made(cx, arrayTy(dtype, 1), "arange", args, span, [irNumber(dtype)]);
}

/** `numpy.linspace(start, stop, count, endpoint, retstep)` */
export function linspace(cx: Cx, bound: Bound, span: Span): Val {
  const ends = [bound.start!, bound.stop!].map((each) => numOf(each.val));
  if ([bound.start!, bound.stop!].some((each) => each.val.ty.length === 0)) return dead(cx, span);
  const [start, stop] = ends;
  if (!start || !stop || start.rank > 0 || stop.rank > 0) return refuse("PY0702", span, "`linspace` between arrays");
  if (flagOf(bound.retstep, false, "retstep", span)) return refuse("PY0702", span, "`linspace` with its step");
  const count = bound.num ? toInt(cx, plainNumber(cx, bound.num.val, span), span) : ex(cx, "int", irType(cx.p, INT), span, { value: 50n });
  const endpoint = bound.endpoint ? bound.endpoint.val.e : ex(cx, "bool", bool, span, { value: true });
  const whole = made(
    cx,
    arrayTy("f64", 1),
    "linspace",
    [numberAs(cx, start, "f64", span), numberAs(cx, stop, "f64", span), count, endpoint],
    span,
  );
  const dtype = dtypeOf(bound.dtype, span) ?? "f64";
  return arrayAs(cx, { kind: "array", dtype: "f64", rank: 1, val: whole }, dtype, span);
}

/** `numpy.eye(rows, columns, k)` and `numpy.identity(n)` */
export function eye(cx: Cx, bound: Bound, span: Span): Val {
  const integer = (given: Given): Expression => toInt(cx, plainNumber(cx, given.val, span), span);
  const dtype = dtypeOf(bound.dtype, span) ?? "f64";
  const k = bound.k ? integer(bound.k) : ex(cx, "int", irType(cx.p, INT), span, { value: 0n });
  if (bound.N!.val.ty.length === 0) return dead(cx, span, bound.N!.val);
  const type: Ty = arrayTy(dtype, 2);
  if (bound.M && !isNone(bound.M)) return made(cx, type, "eye", [integer(bound.N!), integer(bound.M), k], span, [irNumber(dtype)]);
  return withTempVal(cx, { ty: INT, e: integer(bound.N!) }, span, (again) =>
    made(cx, type, "eye", [again().e, again().e, k], span, [irNumber(dtype)]),
  );
}
