/** Types of NumPy: what arrays hold and how many axes they have are both known while translating, as parts of the type's path. */
import { bool, f32, f64, int, type Type } from "../../../../ir/index.ts";
import { hasMember } from "./paths.ts";
import type { Atom, Ty } from "../../infer/types.ts";

export type DType = "bool" | "i8" | "i16" | "i32" | "i64" | "u8" | "u16" | "u32" | "f32" | "f64" | "c128";

export interface Shape {
  readonly dtype: DType;
  readonly rank: number;
}

/** More axes than the runtime has room for. */
export const MOST_AXES = 8;

const known = new Map<string, Ty>();

const typed = (path: string): Ty => {
  let ty = known.get(path);
  if (!ty) known.set(path, (ty = [{ k: "rt", path, args: [] }]));
  return ty;
};

/** Arrays that hold such numbers, with so many axes. */
export const arrayTy = (dtype: DType, rank: number): Ty => typed(`numpy::Array/${dtype}/${rank}`);

/** One number as it comes out of an array. */
export const scalarTy = (dtype: DType): Ty => typed(`numpy::Scalar/${dtype}`);

/** An array or, without axes, one number. */
export const resultTy = (dtype: DType, rank: number): Ty => (rank > 0 ? arrayTy(dtype, rank) : scalarTy(dtype));

/** What an array holds and how many axes it has; undefined for what is no array. */
export function arrayOf(atom: Atom | undefined): Shape | undefined {
  if (atom?.k !== "rt" || !hasMember(atom.path, "numpy::Array")) return undefined;
  const [, dtype, rank] = atom.path.split("/");
  return { dtype: dtype as DType, rank: Number(rank) };
}

/** The type of a number of NumPy's; undefined for what is none. */
export const scalarOf = (atom: Atom | undefined): DType | undefined =>
  atom?.k === "rt" && hasMember(atom.path, "numpy::Scalar") ? (atom.path.split("/")[1] as DType) : undefined;

/** The array that a value is; undefined where it is none, or may be something else, too. */
export const arrayIn = (ty: Ty): Shape | undefined => (ty.length === 1 ? arrayOf(ty[0]) : undefined);

export const scalarIn = (ty: Ty): DType | undefined => (ty.length === 1 ? scalarOf(ty[0]) : undefined);

const complex: Type = { kind: "runtime", path: "complex::Complex", args: [], copy: true };

const irTypes: Readonly<Record<DType, Type>> = {
  bool,
  i8: int(8),
  i16: int(16),
  i32: int(32),
  i64: int(64),
  u8: int(8, false),
  u16: int(16, false),
  u32: int(32, false),
  f32,
  f64,
  c128: complex,
};

/** The type of the numbers themselves. */
export const irNumber = (dtype: DType): Type => irTypes[dtype];

/** What the names of types stand for. */
export const NAMES: Readonly<Record<string, DType>> = {
  bool: "bool",
  bool_: "bool",
  int8: "i8",
  int16: "i16",
  int32: "i32",
  int64: "i64",
  int_: "i64",
  intp: "i64",
  longlong: "i64",
  int: "i64",
  uint8: "u8",
  ubyte: "u8",
  uint16: "u16",
  uint32: "u32",
  float32: "f32",
  single: "f32",
  float64: "f64",
  double: "f64",
  float: "f64",
  float_: "f64",
  complex128: "c128",
  complex: "c128",
  cdouble: "c128",
};

/** Types by their letters, as `dtype="f4"` has them. */
export const LETTERS: Readonly<Record<string, DType>> = {
  "?": "bool",
  b: "i8",
  i1: "i8",
  i2: "i16",
  i4: "i32",
  i8: "i64",
  i: "i32",
  l: "i64",
  B: "u8",
  u1: "u8",
  u2: "u16",
  u4: "u32",
  f4: "f32",
  f8: "f64",
  f: "f32",
  d: "f64",
  c16: "c128",
  D: "c128",
};

/** The name that a type shows. */
export const dtypeName = (dtype: DType): string => {
  if (dtype === "bool") return "bool";
  const bits = dtype.slice(1);
  return `${{ i: "int", u: "uint", f: "float", c: "complex" }[dtype[0]] ?? ""}${bits}`;
};

export const isFloat = (dtype: DType): boolean => dtype === "f32" || dtype === "f64";

export const isInteger = (dtype: DType): boolean => dtype[0] === "i" || dtype[0] === "u";

export const bitsOf = (dtype: DType): number => (dtype === "bool" ? 8 : Number(dtype.slice(1)));

/** The type of an operation on two types. */
export function promoted(a: DType, b: DType): DType {
  if (a === b || b === "bool") return a;
  if (a === "bool") return b;
  if (a === "c128" || b === "c128") return "c128";
  if (isFloat(a) || isFloat(b)) {
    const [float, other] = isFloat(a) ? [a, b] : [b, a];
    if (isFloat(other)) return "f64";
    return float === "f32" && bitsOf(other) <= 16 ? "f32" : "f64";
  }
  const [p, q] = bitsOf(a) >= bitsOf(b) ? [a, b] : [b, a];
  if (p[0] === q[0]) return p;
  // A signed one that holds both.
  if (p[0] === "i" && bitsOf(p) > bitsOf(q)) return p;
  return `i${Math.min(64, 2 * bitsOf(p[0] === "u" ? p : q))}` as DType;
}

/** The type in which floats are made of a type's numbers. */
export const floatOf = (dtype: DType): DType => {
  if (isFloat(dtype) || dtype === "c128") return dtype;
  return "f64";
};
