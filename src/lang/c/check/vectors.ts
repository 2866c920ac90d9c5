/** GNU's vectors: structs of an array of lanes, computed lane by lane. */
import type { BinaryOp, CompareOp, Expr, Stmt } from "../ast.ts";
import { make, refuseAt, syntaxError, type Parser } from "../parse/state.ts";
import { layOut, sizeOf } from "../types/layout.ts";
import {
  arrayOf,
  intType,
  integerOf,
  isArithmetic,
  longType,
  qualify,
  unqualified,
  type CType,
  type IntType,
  type RecordDecl,
  type RecordType,
} from "../types/types.ts";
import { after, composed, compositeType, held, memberOf } from "./composite.ts";
import { convert, decay } from "./convert.ts";
import * as op from "./operators.ts";

export const vectorOf = (type: CType): RecordDecl["vector"] => (type.kind === "record" ? type.record.vector : undefined);

/** The type of vectors of so many bytes. */
export function vectorType(p: Parser, element: CType, bytes: number, at: number): RecordType {
  const of = integerOf(element) ?? unqualified(element);
  const each = sizeOf(of) ?? 0;
  if ((of.kind !== "int" && of.kind !== "float") || (of.kind === "float" && of.size === 16) || bytes % each !== 0 || bytes < each)
    return refuseAt(p, "C0301", at, "vectors of this type") as never;
  const count = bytes / each;
  const name = `${of.kind === "float" ? "F" : of.signed ? "I" : "U"}${each * 8}x${count}`;
  return compositeType(p, name, [["lanes", arrayOf(of, count)]], Math.min(bytes, 16), { vector: { of, count } });
}

/** The declared type with vectors in the place of its numbers. */
export function ofVectors(p: Parser, type: CType, bytes: number, at: number): CType {
  if (type.kind === "array") return { ...type, of: ofVectors(p, type.of, bytes, at) };
  if (type.kind === "pointer") return { ...type, to: ofVectors(p, type.to, bytes, at) };
  if (type.kind === "function") return { ...type, result: ofVectors(p, type.result, bytes, at) };
  return qualify(vectorType(p, type, bytes, at), type);
}

export const lane = (vector: Expr, i: number): Expr => {
  const lanes = memberOf(vector, "lanes");
  return make("index", vectorOf(vector.type)!.of, vector.at, {
    base: lanes,
    index: make("int", longType, vector.at, { value: BigInt(i) }),
  });
};

/** A vector of what is computed for each lane. */
function lanewise(p: Parser, type: RecordType, before: readonly Stmt[], at: number, each: (i: number) => Expr): Expr {
  const { of, count } = type.record.vector!;
  const array = arrayOf(of, count);
  const entries = new Map(Array.from({ length: count }, (_, i) => [i, { kind: "value" as const, value: convert(each(i), of) }]));
  const made = composed(p, type, [], at) as Expr<"compound">;
  const lanes = { kind: "list" as const, at, type: array, entries };
  return after(before, { ...made, init: { kind: "list", at, type, entries: new Map([[0, lanes]]) } });
}

/** Lanes of an operand: those of a vector, or a number again and again. */
function lanesOf(p: Parser, e: Expr, type: RecordType, before: Stmt[]): (i: number) => Expr {
  if (isArithmetic(e.type)) {
    const value = held(p, convert(e, type.record.vector!.of), before);
    return () => value;
  }
  if (e.type.kind !== "record" || e.type.record.vector?.count !== type.record.vector!.count)
    syntaxError(p, "vectors of different lengths", e.at);
  const object = held(p, e, before);
  return (i) => lane(object, i);
}

export const isVectorPair = (a: Expr, b: Expr): boolean => vectorOf(a.type) !== undefined || vectorOf(b.type) !== undefined;

const vectorAmong = (a: Expr, b: Expr): RecordType => (vectorOf(a.type) ? a.type : b.type) as RecordType;

export function vectorBinary(p: Parser, sign: BinaryOp, left: Expr, right: Expr, at: number): Expr {
  const type = vectorAmong(left, right);
  const before: Stmt[] = [];
  const [a, b] = [lanesOf(p, left, type, before), lanesOf(p, right, type, before)];
  return lanewise(p, type, before, at, (i) => op.binary(p, sign, a(i), b(i), at));
}

/** All bits of a lane are set where it holds. */
export function vectorCompare(p: Parser, sign: CompareOp, left: Expr, right: Expr, at: number): Expr {
  const type = vectorAmong(left, right);
  const before: Stmt[] = [];
  const [a, b] = [lanesOf(p, left, type, before), lanesOf(p, right, type, before)];
  return lanewise(p, maskOf(p, type, at), before, at, (i) => make("negate", intType, at, { operand: op.compare(p, sign, a(i), b(i), at) }));
}

const signedOf = (size: number): IntType => ({
  kind: "int",
  size: size as IntType["size"],
  signed: true,
  rank: { 1: 1, 2: 2, 4: 3, 8: 4 }[size] ?? 4,
});

function maskOf(p: Parser, type: RecordType, at: number): RecordType {
  const { of, count } = type.record.vector!;
  const size = sizeOf(of)!;
  return vectorType(p, signedOf(size), size * count, at);
}

export function vectorUnary(p: Parser, sign: "-" | "~", e: Expr, at: number): Expr {
  const type = e.type as RecordType;
  const before: Stmt[] = [];
  const each = lanesOf(p, e, type, before);
  return lanewise(p, type, before, at, (i) => {
    const operand = convert(each(i), op.promotedType(each(i)));
    return make(sign === "-" ? "negate" : "complement", operand.type, at, { operand });
  });
}

/** The same bits as a vector of another type, or as a number. */
export function reinterpreted(p: Parser, e: Expr, to: CType, at: number): Expr {
  if (e.type.kind === "record" && to.kind === "record" && e.type.record === to.record) return e;
  const size = sizeOf(to);
  if (size !== sizeOf(e.type)) syntaxError(p, "a cast between vectors of different sizes", at);
  const record: RecordDecl = { id: p.nextRecord(), union: true, alias: "Bits", at: p.i, system: true, size: 0, align: 1, packed: false };
  p.records.push(record);
  layOut(
    record,
    [
      { name: "from", type: unqualified(e.type), at },
      { name: "to", type: unqualified(to), at },
    ],
    1,
  );
  const union: RecordType = { kind: "record", record };
  return memberOf(composed(p, union, [e], at), "to");
}

/** `__builtin_shuffle(a, mask)`, `__builtin_shuffle(a, b, mask)`: lanes by number, counted on through both. */
export function shuffle(p: Parser, args: readonly Expr[], at: number): Expr {
  const type = args[0]?.type;
  const mask = args.at(-1);
  if (type?.kind !== "record" || !type.record.vector || !mask || !vectorOf(mask.type)) return syntaxError(p, "a shuffle of vectors", at);
  const { of, count } = type.record.vector;
  const before: Stmt[] = [];
  const sources = args.slice(0, -1).map((arg) => held(p, arg, before));
  const by = held(p, mask, before);
  const total = count * sources.length;
  return lanewise(p, type, before, at, (i) => {
    const number = op.binary(p, "&", lane(by, i), make("int", intType, at, { value: BigInt(total - 1) }), at);
    const within = op.binary(p, "&", lane(by, i), make("int", intType, at, { value: BigInt(count - 1) }), at);
    const from = (source: Expr): Expr => make("index", of, at, { base: memberOf(source, "lanes"), index: convert(within, longType) });
    if (sources.length === 1) return from(sources[0]);
    const test = op.compare(p, "<", number, make("int", intType, at, { value: BigInt(count) }), at);
    return op.conditional(p, test, from(sources[0]), from(sources[1]), at);
  });
}

/** `__builtin_shufflevector(a, b, 0, 5, …)`; `-1` leaves a lane open. */
export function shuffleByConstants(p: Parser, a: Expr, b: Expr, numbers: readonly number[], at: number): Expr {
  const from = vectorOf(a.type);
  if (!from || !vectorOf(b.type)) return syntaxError(p, "a shuffle of vectors", at);
  const type = vectorType(p, from.of, (sizeOf(from.of) ?? 1) * numbers.length, at);
  const before: Stmt[] = [];
  const [x, y] = [held(p, a, before), held(p, b, before)];
  return lanewise(p, type, before, at, (i) => {
    const n = Math.max(numbers[i], 0);
    return n < from.count ? lane(x, n) : lane(y, n - from.count);
  });
}

/** `__builtin_convertvector(v, type)`: each lane as a number of the other type. */
export function convertVector(p: Parser, e: Expr, to: CType, at: number): Expr {
  if (to.kind !== "record" || !to.record.vector || vectorOf(e.type)?.count !== to.record.vector.count)
    return syntaxError(p, "a conversion between vectors of different lengths", at);
  const before: Stmt[] = [];
  const object = held(p, decay(e), before);
  return lanewise(p, to, before, at, (i) => lane(object, i));
}
