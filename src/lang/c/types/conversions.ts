/** Promotions and the usual arithmetic conversions. */
import { doubleType, integerOf, intType, isInteger, uintType, unqualified, type CType, type FloatType, type IntType } from "./types.ts";

/** The promoted type of an integer; `bits` is the width of a bit-field. */
export function promote(type: CType, bits?: number): CType {
  if (!isInteger(type)) return unqualified(type);
  const int = integerOf(type)!;
  // gcc: whatever its declared type, a narrow field is an int.
  if (bits !== undefined && bits <= 32) return bits < 32 || int.signed ? intType : uintType;
  if (int.size < 4 || type.kind === "bool") return intType;
  return unqualified(int);
}

/** The type in which two promoted operands meet. */
export function usual(a: CType, b: CType): CType {
  if (a.kind === "float" || b.kind === "float") {
    const size = Math.max(a.kind === "float" ? a.size : 0, b.kind === "float" ? b.size : 0) as 4 | 8 | 16;
    return { kind: "float", size } satisfies FloatType;
  }
  const x = promote(a) as IntType;
  const y = promote(b) as IntType;
  if (x.signed === y.signed) return x.rank >= y.rank ? x : y;
  const [s, u] = x.signed ? [x, y] : [y, x];
  if (u.rank >= s.rank) return u;
  if (s.size > u.size) return s;
  return { ...s, signed: false };
}

/** What an argument becomes where the parameter's type is not known. */
export function defaultPromote(type: CType): CType {
  if (type.kind === "float") return type.size === 4 ? doubleType : unqualified(type);
  return promote(type);
}
