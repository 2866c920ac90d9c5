/** Functions that work number by number. */
import type { Span } from "../../../../base/span.ts";
import { refuse } from "../../../../diagnostics/diagnostic.ts";
import { bool, f64 } from "../../../../ir/index.ts";
import { ex, type Cx, type Val } from "../context.ts";
import { operandRow, pairwise, unpacked } from "./operators.ts";
import { arrayTy, floatOf, irNumber, isFloat, isInteger, type DType } from "./types.ts";
import {
  called,
  commonType,
  made,
  numberAs,
  numOf,
  operandAs,
  wrapped,
  word,
  type Bound,
  type Num,
  isNone,
  integerOf,
  literal,
} from "./values.ts";

/** Functions of floats, by name. */
export const OF_FLOATS: ReadonlySet<string> = new Set(
  (
    "sqrt exp exp2 expm1 log log2 log10 log1p sin cos tan arcsin arccos arctan sinh cosh tanh arcsinh arccosh arctanh cbrt " +
    "radians degrees"
  ).split(" "),
);

/** Other names of the same functions. */
export const ALIASES: Readonly<Record<string, string>> = {
  abs: "absolute",
  fabs: "absolute",
  conjugate: "conj",
  asin: "arcsin",
  acos: "arccos",
  atan: "arctan",
  asinh: "arcsinh",
  acosh: "arccosh",
  atanh: "arctanh",
  atan2: "arctan2",
  pow: "power",
  deg2rad: "radians",
  rad2deg: "degrees",
  around: "round",
  fix: "trunc",
  true_divide: "divide",
  remainder: "mod",
  concat: "concatenate",
  amax: "max",
  amin: "min",
  bitwise_invert: "invert",
  bitwise_not: "invert",
  left_shift: "shift_left",
  right_shift: "shift_right",
  row_stack: "vstack",
  permute_dims: "transpose",
  fmax: "maximum",
  fmin: "minimum",
  ascontiguousarray: "asarray",
  asanyarray: "asarray",
  cumulative_sum: "cumsum",
};

/** One function of one operand, with the type in which it computes. */
export function unaryFunction(cx: Cx, row: string, num: Num, dtype: DType, span: Span): Val {
  if (num.kind !== "array")
    return wrapped(cx, dtype, called(cx, `${row}_one`, [numberAs(cx, num, dtype, span)], irNumber(dtype), span), span);
  return unpacked(cx, made(cx, arrayTy(dtype, num.rank), row, [operandAs(cx, num, dtype, span)], span), span);
}

/** A question about each number. */
function tested(cx: Cx, row: string, num: Num, span: Span): Val {
  if (num.kind !== "array") return wrapped(cx, "bool", called(cx, `${row}_one`, [numberAs(cx, num, num.dtype, span)], bool, span), span);
  return unpacked(cx, made(cx, arrayTy("bool", num.rank), row, [num.val.e], span), span);
}

/** A function of complex numbers that makes others, or floats, of them. */
function ofComplex(cx: Cx, row: string, num: Num, dtype: DType, span: Span): Val {
  if (num.kind !== "array") {
    if (row !== "magnitude") return refuse("PY0702", span, `\`${row}\` of one complex number`);
    return wrapped(cx, "f64", called(cx, "magnitude_one", [numberAs(cx, num, "c128", span)], f64, span), span);
  }
  return unpacked(cx, made(cx, arrayTy(dtype, num.rank), row, [num.val.e], span), span);
}

/** Functions of one operand; undefined where the name is none of them. */
export function unaryNamed(cx: Cx, name: string, num: Num, span: Span): Val | undefined {
  const { dtype } = num;
  if (OF_FLOATS.has(name)) {
    if (dtype === "c128")
      return name === "exp" ? ofComplex(cx, "exp_complex", num, "c128", span) : refuse("PY0702", span, `\`${name}\` of complex numbers`);
    return unaryFunction(cx, name, num, singleOf(dtype), span);
  }
  switch (name) {
    case "absolute":
      if (dtype === "bool") return num.val;
      return dtype === "c128" ? ofComplex(cx, "magnitude", num, "f64", span) : unaryFunction(cx, name, num, dtype, span);
    case "negative":
    case "square":
    case "sign":
      if (dtype === "bool" || (dtype === "c128" && name === "sign")) return refuse("PY0702", span, `\`${name}\` of such numbers`);
      return unaryFunction(cx, name, num, dtype, span);
    case "floor":
    case "ceil":
    case "trunc":
      return isFloat(dtype) ? unaryFunction(cx, name, num, dtype, span) : num.val;
    case "rint":
    case "reciprocal":
      return isFloat(dtype) ? unaryFunction(cx, name, num, dtype, span) : refuse("PY0702", span, `\`${name}\` of such numbers`);
    case "invert":
      return dtype === "bool" || isInteger(dtype)
        ? unaryFunction(cx, name, num, dtype, span)
        : refuse("PY0702", span, "`invert` of such numbers");
    case "isnan":
    case "isfinite":
    case "isinf":
      return tested(cx, name, num, span);
    case "logical_not":
      return num.kind === "array" ? tested(cx, name, num, span) : undefined;
    case "conj":
      return dtype === "c128" ? ofComplex(cx, "conj", num, "c128", span) : num.val;
    case "real":
      return dtype === "c128" ? ofComplex(cx, "real", num, "f64", span) : num.val;
    case "imag":
    case "angle":
      return dtype === "c128"
        ? ofComplex(cx, name, num, "f64", span)
        : refuse("PY0702", span, `\`${name}\` of numbers that are not complex`);
    default:
      return undefined;
  }
}

/** The float type in which functions of a type's numbers compute. */
const singleOf = (dtype: DType): DType => {
  if (dtype === "i16" || dtype === "u16") return "f32";
  return floatOf(dtype);
};

const BINARY: Readonly<Record<string, string>> = {
  add: "add",
  subtract: "sub",
  multiply: "mul",
  power: "power",
  floor_divide: "floor_div",
  mod: "modulo",
  maximum: "maximum",
  minimum: "minimum",
  bitwise_and: "bit_and",
  bitwise_or: "bit_or",
  bitwise_xor: "bit_xor",
  shift_left: "shift_left",
  shift_right: "shift_right",
};
const COMPARED: ReadonlySet<string> = new Set(
  "equal not_equal less less_equal greater greater_equal logical_and logical_or logical_xor".split(" "),
);

/** Functions of two operands; undefined where the name is none of them. */
export function binaryNamed(cx: Cx, name: string, a: Num, b: Num, span: Span): Val | undefined {
  const dtype = commonType([a, b]);
  if (COMPARED.has(name)) return pairwise(cx, name, a, b, dtype, span, undefined, "bool");
  if (name === "arctan2" || name === "hypot") return pairwise(cx, name, a, b, singleOf(dtype), span);
  if (name === "divide") return pairwise(cx, "div", a, b, isFloat(dtype) || dtype === "c128" ? dtype : "f64", span, "/");
  const row = BINARY[name];
  if (!row) return undefined;
  if (dtype === "bool" && !row.startsWith("bit_") && row !== "add" && row !== "mul")
    return refuse("PY0702", span, `\`${name}\` of truth values`);
  return pairwise(cx, row, a, b, dtype, span);
}

/** `numpy.where(test, a, b)` */
export function where(cx: Cx, test: Num, a: Num, b: Num, span: Span): Val {
  const dtype = commonType([a, b]);
  const rank = Math.max(test.rank, a.rank, b.rank);
  const mask =
    test.kind === "array" && test.dtype === "bool"
      ? test.val.e
      : made(cx, arrayTy("bool", test.rank), "astype", [asArrayOf(cx, test, span).e], span, [bool]).e;
  const args = [a, b].map((num) => operandAs(cx, num, dtype, span));
  return unpacked(cx, made(cx, arrayTy(dtype, rank), operandRow("choose", a, b), [mask, ...args], span), span);
}

const asArrayOf = (cx: Cx, num: Num, span: Span): Val =>
  num.kind === "array" ? num.val : made(cx, arrayTy(num.dtype, 0), "of_number", [numberAs(cx, num, num.dtype, span)], span);

/** `numpy.clip(a, low, high)` */
export function clip(cx: Cx, a: Num, low: Num | undefined, high: Num | undefined, span: Span): Val {
  const bounds = [low, high].flatMap((each) => each ?? []);
  const dtype = commonType([a, ...bounds]);
  if (low && high && low.kind !== "array" && high.kind !== "array") {
    const args = [low, high].map((num) => numberAs(cx, num, dtype, span));
    if (a.kind !== "array")
      return wrapped(cx, dtype, called(cx, "clip_one", [numberAs(cx, a, dtype, span), ...args], irNumber(dtype), span), span);
    return unpacked(cx, made(cx, arrayTy(dtype, a.rank), "clip", [operandAs(cx, a, dtype, span), ...args], span), span);
  }
  let done: Val = a.val;
  let num: Num = a;
  for (const [bound, row] of [
    [low, "maximum"],
    [high, "minimum"],
  ] as const) {
    if (!bound) continue;
    done = pairwise(cx, row, num, bound, dtype, span);
    num =
      num.kind === "array" || bound.kind === "array"
        ? { kind: "array", dtype, rank: Math.max(num.rank, bound.rank), val: done }
        : { kind: "scalar", dtype, rank: 0, val: done };
  }
  return done;
}

/** `numpy.round(a, places)` */
export function rounded(cx: Cx, num: Num, bound: Bound, span: Span): Val {
  const { decimals } = bound;
  if (!isFloat(num.dtype)) return isNone(decimals) || integerOf(decimals) === 0 ? num.val : refuse("PY0702", span, "`round` of integers");
  const places = decimals && !isNone(decimals) ? word(cx, decimals.val, span) : literal(cx, 0, span);
  if (num.kind !== "array")
    return wrapped(cx, num.dtype, called(cx, "round_one", [numberAs(cx, num, num.dtype, span), places], irNumber(num.dtype), span), span);
  return unpacked(cx, made(cx, num.val.ty, "round", [num.val.e, places], span), span);
}

/** `numpy.isclose(a, b)` and `numpy.allclose(a, b)` */
export function close(cx: Cx, row: "isclose" | "allclose", a: Num, b: Num, bound: Bound, span: Span): Val {
  const tolerance = (name: string, value: number) => {
    const given = bound[name];
    const num = given && numOf(given.val);
    if (given && num?.rank !== 0) return refuse("PY0702", span, `\`${row}\` with an array of tolerances`);
    return num ? numberAs(cx, num, "f64", span) : ex(cx, "float", f64, span, { value });
  };
  const args = [...[a, b].map((num) => operandAs(cx, num, "f64", span)), tolerance("rtol", 1e-5), tolerance("atol", 1e-8)];
  const id = operandRow(row, a, b);
  if (row === "allclose") return { ty: [{ k: "bool" }], e: called(cx, id, args, bool, span) };
  return unpacked(cx, made(cx, arrayTy("bool", Math.max(a.rank, b.rank)), id, args, span), span);
}
