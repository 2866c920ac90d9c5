/** C's types, as x86-64 Linux has them. Values are immutable; qualifiers are flags on the type that they qualify. */
import type { Expr, Sym } from "../ast.ts";

interface Qualified {
  readonly const?: boolean;
  readonly volatile?: boolean;
  /** `_Atomic`: read and written as a plain value, since programs have one thread. */
  readonly atomic?: boolean;
}

export type VoidType = Qualified & { readonly kind: "void" };
export type BoolType = Qualified & { readonly kind: "bool" };
export type IntType = Qualified & {
  readonly kind: "int";
  readonly size: 1 | 2 | 4 | 8 | 16;
  readonly signed: boolean;
  /** Conversion rank: char 1, short 2, int 3, long 4, long long 5, __int128 6. */
  readonly rank: number;
  /** `char` itself, a type of its own beside `signed char`. */
  readonly plainChar?: boolean;
};
/** Size 16 is `long double`, which is computed as a double. */
export type FloatType = Qualified & { readonly kind: "float"; readonly size: 4 | 8 | 16 };
export type PointerType = Qualified & { readonly kind: "pointer"; readonly to: CType };
export type ArrayType = Qualified & {
  readonly kind: "array";
  readonly of: CType;
  /** Absent: incomplete. */
  readonly length?: number;
  /** The length of a variable-length array. */
  readonly variable?: Expr;
  /** `int a[static 3]` and qualifiers inside parameter brackets carry nothing we need. */
};
export type FunctionType = Qualified & {
  readonly kind: "function";
  readonly params: readonly Parameter[];
  readonly result: CType;
  readonly variadic: boolean;
  /** `int f()`: parameters are not known. */
  readonly unprototyped?: boolean;
  readonly noreturn?: boolean;
};
export interface Parameter {
  readonly name?: string;
  readonly type: CType;
  /** Token index of the declarator. */
  readonly at: number;
  /** The object that it is in a definition: lengths of later parameters name it. */
  readonly sym?: Sym;
}
export type RecordType = Qualified & { readonly kind: "record"; readonly record: RecordDecl };
export type EnumType = Qualified & { readonly kind: "enum"; readonly decl: EnumDecl };
/** `va_list`. */
export type VaListType = Qualified & { readonly kind: "valist" };

export type CType = VoidType | BoolType | IntType | FloatType | PointerType | ArrayType | FunctionType | RecordType | EnumType | VaListType;

export interface FieldDecl {
  /** Absent: an anonymous struct or union, or an unnamed bit-field. */
  readonly name?: string;
  readonly type: CType;
  readonly at: number;
  readonly bits?: number;
  /** Alignment asked for by an attribute or `_Alignas`. */
  readonly aligned?: number;
  /** The attribute of this member alone. */
  readonly packed?: boolean;
}

export interface PlacedField extends FieldDecl {
  /** Byte offset. */
  readonly offset: number;
  /** For a bit-field: first bit, counted from the start of the record. */
  readonly bit?: number;
}

export interface RecordDecl {
  readonly id: number;
  readonly union: boolean;
  tag?: string;
  /** The typedef that names an untagged record. */
  alias?: string;
  readonly at: number;
  /** Declared in a system header. */
  readonly system: boolean;
  /** Absent: incomplete. */
  fields?: readonly PlacedField[];
  size: number;
  align: number;
  packed: boolean;
  /** A complex number: the type of its two parts. */
  complex?: CType;
  /** A vector: its lanes. */
  vector?: { readonly of: CType; readonly count: number };
  /** Bit-fields of one type share a unit of it, others begin one of their own. */
  microsoft?: boolean;
  /** `#pragma pack(n)`: no member is aligned to more. */
  pack?: number;
}

export interface EnumDecl {
  readonly tag?: string;
  /** The compatible integer type. */
  type: IntType;
  complete: boolean;
  readonly at: number;
}

export const voidType: VoidType = { kind: "void" };
export const boolType: BoolType = { kind: "bool" };
export const charType: IntType = { kind: "int", size: 1, signed: true, rank: 1, plainChar: true };
export const scharType: IntType = { kind: "int", size: 1, signed: true, rank: 1 };
export const ucharType: IntType = { kind: "int", size: 1, signed: false, rank: 1 };
export const shortType: IntType = { kind: "int", size: 2, signed: true, rank: 2 };
export const ushortType: IntType = { kind: "int", size: 2, signed: false, rank: 2 };
export const intType: IntType = { kind: "int", size: 4, signed: true, rank: 3 };
export const uintType: IntType = { kind: "int", size: 4, signed: false, rank: 3 };
export const longType: IntType = { kind: "int", size: 8, signed: true, rank: 4 };
export const ulongType: IntType = { kind: "int", size: 8, signed: false, rank: 4 };
export const llongType: IntType = { kind: "int", size: 8, signed: true, rank: 5 };
export const ullongType: IntType = { kind: "int", size: 8, signed: false, rank: 5 };
export const int128Type: IntType = { kind: "int", size: 16, signed: true, rank: 6 };
export const uint128Type: IntType = { kind: "int", size: 16, signed: false, rank: 6 };
export const floatType: FloatType = { kind: "float", size: 4 };
export const doubleType: FloatType = { kind: "float", size: 8 };
export const longDoubleType: FloatType = { kind: "float", size: 16 };
export const vaListType: VaListType = { kind: "valist" };

export const pointerTo = (to: CType): PointerType => ({ kind: "pointer", to });
export const arrayOf = (of: CType, length?: number): ArrayType => ({ kind: "array", of, length });

/** The type without its own qualifiers. */
export const unqualified = <T extends CType>(type: T): T =>
  type.const || type.volatile || type.atomic ? { ...type, const: undefined, volatile: undefined, atomic: undefined } : type;

/** Adds qualifiers; on an array they go to its elements. */
export const qualify = (type: CType, q: Qualified): CType => {
  if (!q.const && !q.volatile && !q.atomic) return type;
  if (type.kind === "array") return { ...type, of: qualify(type.of, q) };
  return { ...type, const: q.const || type.const, volatile: q.volatile || type.volatile, atomic: q.atomic || type.atomic };
};

/** The integer type behind `_Bool`, enums and integers; undefined for others. */
export const integerOf = (type: CType): IntType | undefined =>
  type.kind === "int" ? type : type.kind === "enum" ? type.decl.type : type.kind === "bool" ? ucharType : undefined;

export const isInteger = (type: CType): boolean => type.kind === "int" || type.kind === "enum" || type.kind === "bool";
export const isArithmetic = (type: CType): boolean => isInteger(type) || type.kind === "float";
export const isPointer = (type: CType): type is PointerType => type.kind === "pointer";
export const isScalar = (type: CType): boolean => isArithmetic(type) || type.kind === "pointer";
export const isFunctionPointer = (type: CType): boolean => type.kind === "pointer" && type.to.kind === "function";

/** Same type for C's purposes, qualifiers inside taken into account only when asked for. */
export function sameCType(a: CType, b: CType, qualifiers = false): boolean {
  if (qualifiers && (!!a.const !== !!b.const || !!a.volatile !== !!b.volatile)) return false;
  if (a.kind === "enum" && b.kind === "int") return sameCType(a.decl.type, b);
  if (b.kind === "enum" && a.kind === "int") return sameCType(a, b.decl.type);
  if (a.kind !== b.kind) return false;
  switch (a.kind) {
    case "int": {
      const o = b as IntType;
      return a.rank === o.rank && a.signed === o.signed && !!a.plainChar === !!o.plainChar;
    }
    case "float":
      return a.size === (b as FloatType).size;
    case "pointer":
      return sameCType(a.to, (b as PointerType).to, qualifiers);
    case "array": {
      const o = b as ArrayType;
      return sameCType(a.of, o.of, qualifiers) && (a.length === undefined || o.length === undefined || a.length === o.length);
    }
    case "function": {
      const o = b as FunctionType;
      if (!sameCType(a.result, o.result)) return false;
      // Compatible, but not the same in Rust.
      if (a.unprototyped || o.unprototyped) return !qualifiers || !!a.unprototyped === !!o.unprototyped;
      return (
        a.variadic === o.variadic && a.params.length === o.params.length && a.params.every((p, i) => sameCType(p.type, o.params[i].type))
      );
    }
    case "record":
      return a.record === (b as RecordType).record;
    case "enum":
      return a.decl === (b as EnumType).decl || sameCType(a.decl.type, (b as EnumType).decl.type);
    default:
      return true;
  }
}
