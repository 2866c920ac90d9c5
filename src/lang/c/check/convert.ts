/** Conversions between C values, written as explicit nodes. */
import { refuse } from "../../../diagnostics/diagnostic.ts";
import type { Expr, Sym } from "../ast.ts";
import { make, type Parser } from "../parse/state.ts";
import { complexOf, complexTruth, realPart, toComplex } from "./complex.ts";
import { reinterpreted, vectorOf } from "./vectors.ts";
import { defaultPromote, promote } from "../types/conversions.ts";
import { intType, isArithmetic, isScalar, pointerTo, sameCType, unqualified, type CType, type RecordType } from "../types/types.ts";

/** The variable that a place is part of, without going through a pointer. */
export function rootOf(e: Expr): Sym | undefined {
  for (;;) {
    if (e.kind === "variable") return e.sym;
    if (e.kind === "compound") return e.sym;
    if (e.kind === "member") e = e.object;
    else if (e.kind === "index" && e.base.type.kind === "array") e = e.base;
    else return undefined;
  }
}

/** Notes that a pointer to the place exists. */
export function noteAddress(e: Expr): void {
  const root = rootOf(e);
  if (root) root.addressed = true;
}

export function noteWrite(e: Expr): void {
  const root = rootOf(e);
  if (root) root.written = true;
}

/** Arrays and functions become pointers; other values lose their qualifiers. */
export function decay(e: Expr): Expr {
  if (e.type.kind === "array") {
    noteAddress(e);
    return make("decay", pointerTo(e.type.of), e.at, { array: e });
  }
  if (e.type.kind === "function") return make("addressOf", pointerTo(e.type), e.at, { place: e });
  if (e.type.const || e.type.volatile || e.type.atomic) return { ...e, type: unqualified(e.type) };
  return e;
}

/** The width of a bit-field that an expression reads, or gives as its value. */
export function bitsOf(e: Expr): number | undefined {
  switch (e.kind) {
    case "member":
      return e.field.bits;
    case "assign":
    case "assignOp":
    case "step":
      return bitsOf(e.target);
    case "comma":
      return bitsOf(e.right);
    case "binary":
      return e.bits;
    default:
      return undefined;
  }
}

export const promoted = (e: Expr): Expr => convert(e, promote(e.type, bitsOf(e)));

/** For an argument without a parameter. */
export const promotedArgument = (e: Expr): Expr => {
  const value = decay(e);
  return bitsOf(value) !== undefined ? promoted(value) : convert(value, defaultPromote(value.type));
};

/** Whether two types have the same representation in the IR, so that no node is needed. */
const silent = (from: CType, to: CType): boolean => sameCType(from, to, true) && from.kind === to.kind;

/** The value converted to a type; `implied` is false for a cast that stands in the source. */
export function convert(e: Expr, to: CType, implied = true): Expr {
  const target = unqualified(to);
  if (silent(unqualified(e.type), target) && bitsOf(e) === undefined)
    return e.type === target || sameCType(e.type, target, true) ? e : { ...e, type: target };
  return make("cast", target, e.at, { value: e, implied });
}

/** Converts what is assigned, passed or returned; refuses what C does not allow. */
export function convertAssign(p: Parser, value: Expr, to: CType, where: number): Expr {
  const e = decay(value);
  if (complexOf(to)) return toComplex(p, e, unqualified(to) as RecordType, where);
  if (complexOf(e.type) && isArithmetic(to)) return to.kind === "bool" ? convert(complexTruth(p, e), to) : convert(realPart(e), to);
  if (vectorOf(to) && vectorOf(e.type)) return reinterpreted(p, e, unqualified(to), where);
  if (to.kind === "record" || e.type.kind === "record") {
    if (to.kind === "record" && e.type.kind === "record" && to.record === e.type.record) return e;
    refuse("C0001", p.spanOf(where), "the types of this assignment are not compatible");
  }
  if (e.type.kind === "void" || to.kind === "void") refuse("C0001", p.spanOf(where), "a void value is used");
  if (to.kind === "valist") return e;
  return convert(e, to);
}

/** Something that is tested: a scalar. */
export function condition(p: Parser, e: Expr): Expr {
  const value = decay(e);
  if (complexOf(value.type)) return complexTruth(p, value);
  if (!isScalar(value.type)) refuse("C0001", p.spanOf(e.at), "a scalar is needed here");
  return value;
}

export const asInt = (e: Expr): Expr => (isArithmetic(e.type) ? convert(e, intType) : e);
