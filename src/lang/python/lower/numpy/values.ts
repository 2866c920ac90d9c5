/** Values of NumPy while they are lowered: arrays, numbers out of arrays, and numbers of Python, which take the others' type. */
import type { Span } from "../../../../base/span.ts";
import { refuse } from "../../../../diagnostics/diagnostic.ts";
import { f64, int, type Expression, type Type } from "../../../../ir/index.ts";
import type { Expr } from "../../ast/nodes.ts";
import { show } from "../../infer/show.ts";
import { BOOL, FLOAT, INT, type Atom, type Ty } from "../../infer/types.ts";
import { ex, get, nothing, site, type Cx, type Val } from "../context.ts";
import { dead, toFloat } from "../convert.ts";
import { irType } from "../ir-types.ts";
import { callRow, type ArgVal } from "../rows.ts";
import { arrayIn, arrayOf, arrayTy, irNumber, isFloat, isInteger, promoted, scalarIn, scalarOf, scalarTy, type DType } from "./types.ts";

/** A value that an operation takes. */
export type Num =
  | { readonly kind: "array"; readonly dtype: DType; readonly rank: number; readonly val: Val }
  | { readonly kind: "scalar"; readonly dtype: DType; readonly rank: 0; readonly val: Val }
  /** A number of Python. */
  | { readonly kind: "weak"; readonly dtype: DType; readonly rank: 0; readonly val: Val };

export const I64 = int(64);

/** A call of a row of NumPy's, whose result has a type of the IR. */
export const called = (cx: Cx, row: string, args: readonly Expression[], type: Type, span: Span, typeArgs?: readonly Type[]): Expression =>
  ex(cx, "runtime", type, span, { row: `py.ndarray.${row}`, args, ...(typeArgs ? { typeArgs } : {}) });

/** The same with a type of the language. */
export const made = (cx: Cx, ty: Ty, row: string, args: readonly Expression[], span: Span, typeArgs?: readonly Type[]): Val => ({
  ty,
  e: called(cx, row, args, irType(cx.p, ty), span, typeArgs),
});

/** A number of a type as a value of NumPy's. */
export const wrapped = (cx: Cx, dtype: DType, e: Expression, span: Span): Val =>
  made(cx, scalarTy(dtype), "scalar", [e], span, isBare(e) ? [irNumber(dtype)] : undefined);

/** Is it written as a number whose type Rust would have to guess? */
const isBare = (e: Expression): boolean => e.kind === "int" || e.kind === "float" || (e.kind === "unary" && isBare(e.operand));

/** The number in a value of NumPy's. */
export function number(cx: Cx, val: Val, span: Span): Expression {
  const dtype = scalarIn(val.ty)!;
  if (val.e.kind === "runtime" && val.e.row === "py.ndarray.scalar") return val.e.args[0];
  return called(cx, "value", [val.e], irNumber(dtype), span);
}

/** An integer that is written down. */
export const literal = (cx: Cx, value: number | bigint, span: Span, type: Type = I64): Expression =>
  ex(cx, "int", type, span, { value: BigInt(value) });

export const truthLiteral = (cx: Cx, value: boolean, span: Span): Expression => ex(cx, "bool", { kind: "bool" }, span, { value });

const complexTy = (atom: Atom | undefined): boolean => atom?.k === "rt" && atom.path === "complex::Complex";

/** What a value is in an operation; undefined for what is no number and no array. */
export function numOf(val: Val): Num | undefined {
  if (val.ty.length !== 1) return undefined;
  const [atom] = val.ty;
  const shape = arrayOf(atom);
  if (shape) return { kind: "array", ...shape, val };
  const scalar = scalarOf(atom);
  if (scalar) return { kind: "scalar", dtype: scalar, rank: 0, val };
  if (complexTy(atom)) return { kind: "weak", dtype: "c128", rank: 0, val };
  const weak = { int: "i64", float: "f64", bool: "bool" }[atom.k as string] as DType | undefined;
  return weak && { kind: "weak", dtype: weak, rank: 0, val };
}

/** Is a value an array or a number out of one? */
export const isNumpy = (ty: Ty): boolean => ty.length === 1 && (arrayOf(ty[0]) !== undefined || scalarOf(ty[0]) !== undefined);

/** The type of an operation on values: numbers of Python take the others'. */
export function commonType(nums: readonly Num[]): DType {
  const strong = nums.filter((num) => num.kind !== "weak").map((num) => num.dtype);
  const weak = nums.filter((num) => num.kind === "weak").map((num) => num.dtype);
  if (strong.length === 0) return weak.reduce(promoted);
  let result = strong.reduce(promoted);
  for (const each of weak) {
    if (each === "bool") continue;
    if (each === "i64" && result === "bool") result = "i64";
    else if (each === "f64" && !isFloat(result) && result !== "c128") result = "f64";
    else if (each === "c128") result = "c128";
  }
  return result;
}

/** The integer or float that an expression is, where it is written down. */
function constantOf(e: Expression): number | bigint | undefined {
  if (e.kind === "int" || e.kind === "float") return e.value;
  if (e.kind === "unary" && e.op === "neg") {
    const inner = constantOf(e.operand);
    return inner === undefined ? undefined : -inner;
  }
  return undefined;
}

const LIMITS: Partial<Record<DType, readonly [bigint, bigint]>> = {
  i8: [-128n, 127n],
  i16: [-32768n, 32767n],
  i32: [-(1n << 31n), (1n << 31n) - 1n],
  i64: [-(1n << 63n), (1n << 63n) - 1n],
  u8: [0n, 255n],
  u16: [0n, 65535n],
  u32: [0n, (1n << 32n) - 1n],
};

/** An integer of the program in 64 bits. */
export function word(cx: Cx, val: Val, span: Span): Expression {
  const scalar = scalarIn(val.ty);
  if (scalar) return scalar === "i64" ? number(cx, val, span) : called(cx, "cast", [number(cx, val, span)], I64, span, [I64]);
  const constant = cx.p.emitting ? constantOf(val.e) : undefined;
  if (typeof constant === "bigint" && constant >= LIMITS.i64![0] && constant <= LIMITS.i64![1]) return literal(cx, constant, span);
  if (val.ty[0]?.k === "bool") return called(cx, "cast", [val.e], I64, span, [I64]);
  return called(cx, "word", [val.e], I64, span);
}

/** One number as a number of a type. */
export function numberAs(cx: Cx, num: Num, dtype: DType, span: Span): Expression {
  const type = irNumber(dtype);
  if (num.kind !== "weak") {
    const e = num.kind === "array" ? called(cx, "only", [num.val.e], irNumber(num.dtype), span) : number(cx, num.val, span);
    return num.dtype === dtype ? e : called(cx, "cast", [e], type, span, [type]);
  }
  if (!cx.p.emitting) return num.val.e;
  const { val } = num;
  const constant = constantOf(val.e);
  if (constant !== undefined && isFloat(dtype)) return ex(cx, "float", type, span, { value: Number(constant) });
  if (typeof constant === "bigint" && isInteger(dtype) && constant >= LIMITS[dtype]![0] && constant <= LIMITS[dtype]![1])
    return literal(cx, constant, span, type);
  if (num.dtype === dtype && dtype !== "i64") return val.e;
  if (num.dtype === "i64" && isInteger(dtype)) {
    const e = word(cx, val, span);
    return dtype === "i64" ? e : called(cx, "element", [e], type, span, [type]);
  }
  if (num.dtype === "bool") return called(cx, "cast", [val.e], type, span, [type]);
  if (num.dtype === "c128") return called(cx, "cast", [val.e], type, span, [type]);
  if (dtype === "bool") return called(cx, "cast", [num.dtype === "i64" ? word(cx, val, span) : val.e], type, span, [type]);
  if (isInteger(dtype)) return called(cx, "cast", [val.e], type, span, [type]);
  const float = toFloat(cx, val, span);
  if (dtype === "f64") return float;
  return dtype === "f32" ? ex(cx, "cast", type, span, { value: float }) : called(cx, "cast", [float], type, span, [type]);
}

/** An array as one of another type. */
export function arrayAs(cx: Cx, num: Num, dtype: DType, span: Span): Val {
  if (num.kind !== "array") return made(cx, arrayTy(dtype, 0), "of_number", [numberAs(cx, num, dtype, span)], span, [irNumber(dtype)]);
  if (num.dtype === dtype) return num.val;
  return made(cx, arrayTy(dtype, num.rank), "astype", [num.val.e], span, [irNumber(dtype)]);
}

/** An operand of a type: an array, or a number. */
export const operandAs = (cx: Cx, num: Num, dtype: DType, span: Span): Expression =>
  num.kind === "array" ? arrayAs(cx, num, dtype, span).e : numberAs(cx, num, dtype, span);

/** A number of NumPy's as the number of Python that it is. */
export function plainNumber(cx: Cx, val: Val, span: Span): Val {
  const dtype = scalarIn(val.ty);
  if (!dtype) return val;
  const e = number(cx, val, span);
  if (dtype === "bool") return { ty: BOOL, e };
  if (dtype === "f64") return { ty: FLOAT, e };
  if (dtype === "f32") return { ty: FLOAT, e: ex(cx, "cast", f64, span, { value: e }) };
  if (dtype === "c128") return { ty: [{ k: "rt", path: "complex::Complex", args: [] }], e };
  return { ty: INT, e: called(cx, "int", [e], irType(cx.p, INT), span) };
}

/** An argument with the text that it was written as. */
export interface Given {
  readonly val: Val;
  readonly node: Expr | undefined;
}

export type Bound = Readonly<Record<string, Given | undefined>>;

/** Arguments by the names of their parameters; refuses what is not among them. */
export function bindArguments(names: readonly string[], args: readonly ArgVal[], node: object, what: string, span: Span): Bound {
  const nodes = (node as Partial<Expr<"call">>).args ?? [];
  const bound: Record<string, Given> = {};
  let next = 0;
  args.forEach((arg, i) => {
    const name = arg.name ?? names[next++];
    if (arg.star || name === undefined || !names.includes(name) || bound[name])
      refuse(
        "PY0702",
        span,
        `\`${what}\` with ${arg.name ? `the argument \`${arg.name}\`` : arg.star ? "unpacked arguments" : "more arguments"}`,
      );
    bound[name] = { val: arg.value, node: nodes.length === args.length ? nodes[i].value : undefined };
  });
  return bound;
}

/** The integer that an argument is, where it is written down. */
export function integerOf(given: Given | undefined): number | undefined {
  const node = given?.node;
  if (node?.kind === "int") return Number(node.value);
  if (node?.kind === "unary" && node.op === "-" && node.operand.kind === "int") return -Number(node.operand.value);
  return undefined;
}

/** A truth value that has to be written down, for types depend on it. */
export function flagOf(given: Given | undefined, otherwise: boolean, what: string, span: Span): boolean {
  if (!given) return otherwise;
  if (given.node?.kind === "bool") return given.node.value;
  return refuse("PY0704", span, `\`${what}\` is not written down as True or False`);
}

export const isNone = (given: Given | undefined): boolean => !given || (given.val.ty.length === 1 && given.val.ty[0].k === "none");

interface Nest {
  readonly depth: number;
  readonly dtype: DType | undefined;
}

/** What several nests have in common; undefined where there are none, or where they are not of one depth. */
function together(nests: readonly (Nest | undefined)[]): Nest | undefined {
  let result: Nest | undefined;
  for (const nest of nests) {
    if (!nest || (result && result.depth !== nest.depth)) return undefined;
    result = { depth: nest.depth, dtype: result?.dtype && nest.dtype ? promoted(result.dtype, nest.dtype) : (result?.dtype ?? nest.dtype) };
  }
  return result;
}

/** The type that the elements of lists in lists have in common, and how deep they lie; undefined where something else is among them. */
function nested(cx: Cx, ty: Ty): Nest | undefined {
  if (ty.length === 0) return { depth: 0, dtype: undefined };
  return together(ty.map((atom) => nestOf(cx, atom)));
}

function nestOf(cx: Cx, atom: Atom): Nest | undefined {
  const shape = arrayOf(atom);
  if (shape) return { depth: shape.rank, dtype: shape.dtype };
  const num = numOf({ ty: [atom], e: nothing });
  if (num) return { depth: 0, dtype: num.dtype };
  switch (atom.k) {
    case "tuple": {
      const inner = together(atom.elems.map((elem) => nested(cx, elem)));
      if (atom.elems.length === 0) return { depth: 1, dtype: "f64" };
      return inner && { depth: inner.depth + 1, dtype: inner.dtype };
    }
    case "list":
    case "vartuple": {
      const inner = nested(cx, get(cx, atom.elem));
      return inner && { depth: inner.depth + 1, dtype: inner.dtype };
    }
    case "range":
      return { depth: 1, dtype: "i64" };
    default:
      return undefined;
  }
}

/** A value as an array: itself, or lists in lists of numbers, or a number. Undefined type: nothing is known of it yet. */
export function asArray(cx: Cx, val: Val, node: object, span: Span, wanted?: DType): Num {
  const num = numOf(val);
  if (num) return num;
  const found = nested(cx, val.ty);
  if (val.ty.length !== 1 || !found)
    return refuse("PY0704", span, `an array is made of a value of type ${show(val.ty)}: its type, or how many axes it has, is not known`);
  if (!found.dtype && !cx.p.settling && !cx.p.emitting) {
    cx.p.waiting.add(cx.inst);
    return { kind: "array", dtype: "f64", rank: -1, val: dead(cx, span, val) };
  }
  const dtype = wanted ?? found.dtype ?? "f64";
  const items =
    val.ty[0].k === "range"
      ? callRow(
          cx,
          "builtins.list",
          [{ value: val }],
          site(cx, node, "array items", () => ({})),
          span,
        )
      : val;
  const e = called(
    cx,
    "of_list",
    [items.e, literal(cx, found.depth, span, int("size", false))],
    irType(cx.p, arrayTy(dtype, found.depth)),
    span,
    [irNumber(dtype)],
  );
  return { kind: "array", dtype, rank: found.depth, val: { ty: arrayTy(dtype, found.depth), e } };
}

/** Is nothing known of the array yet? */
export const isUnknown = (num: Num): boolean => num.rank < 0;

/** The array that a value has to be; one number as an array without axes. */
export const arrayIs = (cx: Cx, val: Val, node: object, span: Span): Num => {
  const num = asArray(cx, val, node, span);
  return num.kind === "array" ? num : { kind: "array", dtype: num.dtype, rank: 0, val: arrayAs(cx, num, num.dtype, span) };
};

export { arrayIn };

/** Integers as a list for the runtime. */
export const unpackedList = (cx: Cx, vals: readonly Val[], span: Span): Expression =>
  ex(cx, "list", { kind: "list", elem: irType(cx.p, INT), rep: cx.p.reps.fresh() }, span, { elems: vals.map((val) => val.e) });
