/** Declaration specifiers: storage, qualifiers, and the type that they name. */
import type { Storage, Sym } from "../ast.ts";
import { complexType } from "../check/complex.ts";
import { evalInt } from "../check/constant.ts";
import { ofVectors, vectorType } from "../check/vectors.ts";
import { T } from "../lex.ts";
import { layOut, sizeOf } from "../types/layout.ts";
import * as c from "../types/types.ts";
import type { CType, EnumDecl, FieldDecl, IntType, RecordDecl } from "../types/types.ts";
import { parseAttributes, type Attributes } from "./attributes.ts";
import { parseAlignment, parseDeclarator, parseTypeName } from "./declarators.ts";
import { staticAssert } from "./declarations.ts";
import { parseConditional, parseExpression } from "./expressions.ts";
import { accept, at, expect, expectName, findName, findTag, isName, isSystem, peek, refuseAt, syntaxError, type Parser } from "./state.ts";

export interface Specifiers {
  readonly type: CType;
  readonly storage: Storage;
  readonly typedef: boolean;
  readonly inline: boolean;
  readonly threadLocal: boolean;
  readonly auto: boolean;
  readonly attributes: Attributes;
}

const storages: Readonly<Record<string, Storage>> = { static: "static", extern: "extern", auto: "auto", register: "register" };
const qualifiers: Readonly<Record<string, "const" | "volatile" | "atomic" | "none">> = {
  const: "const",
  __const: "const",
  __const__: "const",
  volatile: "volatile",
  __volatile__: "volatile",
  __volatile: "volatile",
  restrict: "none",
  __restrict: "none",
  __restrict__: "none",
  _Atomic: "atomic",
};
const words = new Set([
  "void",
  "char",
  "short",
  "int",
  "long",
  "float",
  "double",
  "signed",
  "unsigned",
  "__signed__",
  "__signed",
  "_Bool",
  "_Complex",
  "__complex__",
  "__int128",
  "__int128_t",
  "__uint128_t",
  "__builtin_va_list",
]);
const fixed: Readonly<Record<string, CType>> = {
  _Float32: c.floatType,
  _Float64: c.doubleType,
  _Float32x: c.doubleType,
  _Float64x: c.longDoubleType,
  _Float128: c.longDoubleType,
  __float128: c.longDoubleType,
  __builtin_va_list: c.vaListType,
  __int128_t: c.int128Type,
  __uint128_t: c.uint128Type,
};
const others = new Set([
  "struct",
  "union",
  "enum",
  "typedef",
  "inline",
  "__inline",
  "__inline__",
  "_Noreturn",
  "_Thread_local",
  "__thread",
  "_Alignas",
  "typeof",
  "__typeof__",
  "__typeof",
  "__extension__",
  "__attribute__",
  "__attribute",
  "__auto_type",
  "_Static_assert",
]);

/** Can a declaration begin at this token? */
export function startsType(p: Parser, i = p.i): boolean {
  if (p.kind[i] !== T.name) return false;
  const t = p.value[i];
  // it stands before values too
  if (t === "__extension__") return startsType(p, i + 1);
  if (words.has(t) || others.has(t) || t in fixed || t in qualifiers || t in storages) return true;
  return findName(p, t)?.kind === "typedef";
}

export const isQualifier = (p: Parser): boolean => isName(p) && Object.hasOwn(qualifiers, peek(p));

/** Reads qualifiers that stand here. */
export function parseQualifiers(p: Parser): { const?: boolean; volatile?: boolean; atomic?: boolean } {
  const q: { const?: boolean; volatile?: boolean; atomic?: boolean } = {};
  for (;;) {
    if (isQualifier(p)) {
      const which = qualifiers[p.value[p.i++]];
      if (which !== "none") q[which] = true;
    } else if (at(p, "__attribute__")) parseAttributes(p, {});
    else return q;
  }
}

export function parseSpecifiers(p: Parser): Specifiers {
  const q: { const?: boolean; volatile?: boolean; atomic?: boolean } = {};
  const attributes: Attributes = {};
  let storage: Storage = "none";
  let typedef = false;
  let inline = false;
  let threadLocal = false;
  let auto = false;
  let type: CType | undefined;
  const seen: string[] = [];
  const from = p.i;
  for (;;) {
    if (!isName(p)) {
      if (at(p, "[") && p.value[p.i + 1] === "[") parseAttributes(p, attributes);
      else break;
      continue;
    }
    const t = peek(p);
    if (Object.hasOwn(storages, t)) {
      storage = storages[t];
      p.i++;
    } else if (t === "_Atomic" && p.value[p.i + 1] === "(") {
      p.i += 2;
      type = parseTypeName(p);
      q.atomic = true;
      expect(p, ")");
    } else if (Object.hasOwn(qualifiers, t)) {
      const which = qualifiers[t];
      if (which !== "none") q[which] = true;
      p.i++;
    } else if (t === "typedef") {
      typedef = true;
      p.i++;
    } else if (t === "inline" || t === "__inline" || t === "__inline__") {
      inline = true;
      p.i++;
    } else if (t === "_Thread_local" || t === "__thread") {
      threadLocal = true;
      p.i++;
    } else if (t === "__attribute__" || t === "__attribute" || t === "__extension__" || t === "_Noreturn") parseAttributes(p, attributes);
    else if (t === "_Alignas") {
      p.i++;
      expect(p, "(");
      const value = startsType(p) ? parseAlignment(p) : Number(evalInt(parseConditional(p)) ?? 1n);
      expect(p, ")");
      attributes.aligned = Math.max(attributes.aligned ?? 1, value);
    } else if (t === "struct" || t === "union") type = parseRecord(p);
    else if (t === "enum") type = parseEnum(p);
    else if (t === "typeof" || t === "__typeof__" || t === "__typeof") {
      p.i++;
      expect(p, "(");
      if (startsType(p)) type = parseTypeName(p);
      else {
        p.unevaluated++;
        type = parseExpression(p).type;
        p.unevaluated--;
      }
      expect(p, ")");
    } else if (t === "__auto_type") {
      auto = true;
      type = c.intType;
      p.i++;
    } else if (Object.hasOwn(fixed, t)) {
      type = fixed[t];
      p.i++;
    } else if (words.has(t)) {
      seen.push(t);
      p.i++;
    } else if (type === undefined && seen.length === 0) {
      const name = findName(p, t);
      if (name?.kind !== "typedef") break;
      type = name.type;
      p.i++;
    } else break;
  }
  if (type === undefined) type = seen.length === 0 ? c.intType : wordType(p, seen, from);
  else if (seen.length) syntaxError(p, "two types in one declaration", from);
  if (attributes.refused && !isSystem(p, from)) refuseAt(p, "C0301", attributes.refused.at, `the attribute ‘${attributes.refused.name}’`);
  if (attributes.vector) {
    type = vectorType(p, type, attributes.vector, from);
    attributes.vector = undefined;
  }
  return { type: c.qualify(type, q), storage, typedef, inline, threadLocal, auto, attributes };
}

function wordType(p: Parser, seen: readonly string[], from: number): CType {
  const count = (w: string): number => seen.filter((s) => s === w).length;
  if (count("_Complex") || count("__complex__")) {
    const part = seen.filter((word) => !/omplex/.test(word));
    return complexType(p, part.length === 0 ? c.doubleType : wordType(p, part, from), from);
  }
  const unsigned = count("unsigned") > 0;
  const signed = count("signed") + count("__signed__") + count("__signed") > 0;
  const pick = (s: IntType, u: IntType): IntType => (unsigned ? u : s);
  if (count("void")) return c.voidType;
  if (count("_Bool")) return c.boolType;
  if (count("char")) return unsigned ? c.ucharType : signed ? c.scharType : c.charType;
  if (count("__int128")) return pick(c.int128Type, c.uint128Type);
  if (count("float")) return c.floatType;
  if (count("double")) return count("long") ? c.longDoubleType : c.doubleType;
  if (count("short")) return pick(c.shortType, c.ushortType);
  if (count("long") >= 2) return pick(c.llongType, c.ullongType);
  if (count("long")) return pick(c.longType, c.ulongType);
  return pick(c.intType, c.uintType);
}

function packAt(p: Parser): number {
  let pack = 0;
  for (const entry of p.tokens.packs) if (entry.from <= p.i) pack = entry.pack;
  return pack;
}

function parseRecord(p: Parser): CType {
  const where = p.i;
  const union = p.value[p.i++] === "union";
  const attributes: Attributes = {};
  parseAttributes(p, attributes);
  const tag = isName(p) && !at(p, "{") ? p.value[p.i++] : undefined;
  let record: RecordDecl | undefined;
  const fresh = (): RecordDecl => {
    const made: RecordDecl = { id: p.nextRecord(), union, tag, at: where, system: isSystem(p, where), size: 0, align: 1, packed: false };
    if (tag !== undefined) p.scope.tags.set(tag, { kind: "record", record: made });
    p.records.push(made);
    return made;
  };
  if (!at(p, "{")) {
    if (tag === undefined) syntaxError(p, "a struct without tag and members");
    // `struct s;` alone declares a new type in this scope.
    const known = at(p, ";") ? p.scope.tags.get(tag) : findTag(p, tag);
    if (known?.kind === "record") return known;
    return { kind: "record", record: fresh() };
  }
  if (tag !== undefined) {
    const known = p.scope.tags.get(tag);
    if (known?.kind === "record" && known.record.fields === undefined) record = known.record;
  }
  record ??= fresh();
  expect(p, "{");
  const pack = packAt(p);
  const fields: FieldDecl[] = [];
  while (!accept(p, "}")) {
    if (accept(p, ";")) continue;
    if (at(p, "_Static_assert")) {
      staticAssert(p);
      continue;
    }
    const specifiers = parseSpecifiers(p);
    if (at(p, ";")) {
      if (specifiers.type.kind === "record") fields.push({ type: specifiers.type, at: p.i, aligned: specifiers.attributes.aligned });
      p.i++;
      continue;
    }
    do {
      const start = p.i;
      const own: Attributes = { ...specifiers.attributes };
      const declared = at(p, ":") ? { name: undefined, type: specifiers.type, at: start } : parseDeclarator(p, specifiers.type, own);
      let bits: number | undefined;
      if (accept(p, ":")) {
        const width = evalInt(parseConditional(p));
        if (width === undefined) syntaxError(p, "the width of a bit-field is no constant", start);
        bits = Number(width);
      }
      parseAttributes(p, own);
      if (declared.type.kind === "array" && declared.type.variable) refuseAt(p, "C0303", start, "a variable-length array as a member");
      if (bits === undefined && sizeOf(declared.type) === undefined && declared.type.kind !== "array")
        syntaxError(p, "a member of an incomplete type", start);
      let type = own.vector ? ofVectors(p, declared.type, own.vector, start) : declared.type;
      if (type.kind === "array" && type.length === undefined) type = { ...type, length: 0 };
      fields.push({ name: declared.name, type, at: declared.at, bits, aligned: own.aligned, packed: own.packed });
    } while (accept(p, ","));
    expect(p, ";");
  }
  if (!record.system && p.scope === p.fileScope) p.extents.push({ at: where, to: p.i, record });
  parseAttributes(p, attributes);
  if (attributes.refused && !record.system) refuseAt(p, "C0301", attributes.refused.at, `the attribute ‘${attributes.refused.name}’`);
  record.packed = attributes.packed ?? false;
  record.microsoft = attributes.microsoft;
  // With 1 that is the packed attribute.
  if (pack === 1) record.packed = true;
  if (pack > 0 && pack < 16) record.pack = pack;
  layOut(record, fields, attributes.aligned ?? 1);
  return { kind: "record", record };
}

function parseEnum(p: Parser): CType {
  const where = p.i++;
  parseAttributes(p, {});
  const tag = isName(p) ? p.value[p.i++] : undefined;
  if (!at(p, "{")) {
    if (tag === undefined) syntaxError(p, "an enum without tag and constants");
    const known = findTag(p, tag);
    if (known?.kind === "enum") return known;
    const decl: EnumDecl = { tag, type: c.uintType, complete: false, at: where };
    const type: CType = { kind: "enum", decl };
    p.scope.tags.set(tag, type);
    return type;
  }
  const known = tag === undefined ? undefined : p.scope.tags.get(tag);
  const decl: EnumDecl =
    known?.kind === "enum" && !known.decl.complete ? known.decl : { tag, type: c.uintType, complete: false, at: where };
  const type: c.EnumType = { kind: "enum", decl };
  if (tag !== undefined) p.scope.tags.set(tag, type);
  expect(p, "{");
  let next = 0n;
  let low = 0n;
  let high = 0n;
  const made: Sym[] = [];
  while (!accept(p, "}")) {
    const start = p.i;
    const name = expectName(p);
    parseAttributes(p, {});
    if (accept(p, "=")) {
      const value = evalInt(parseConditional(p));
      if (value === undefined) syntaxError(p, "the value of an enumeration constant is no constant", start);
      next = value;
    }
    const fits = next >= -0x80000000n && next <= 0x7fffffffn;
    const sym: Sym = {
      kind: "constant",
      name,
      type: fits ? c.intType : next < 0n || next <= 0x7fffffffffffffffn ? c.longType : c.ulongType,
      storage: "none",
      fileScope: p.scope === p.fileScope,
      at: start,
      system: isSystem(p, start),
      value: next,
      unit: p.unit,
    };
    p.scope.names.set(name, sym);
    made.push(sym);
    if (next < low) low = next;
    if (next > high) high = next;
    next += 1n;
    if (!accept(p, ",")) {
      expect(p, "}");
      break;
    }
  }
  parseAttributes(p, {});
  decl.type =
    low < 0n ? (low >= -0x80000000n && high <= 0x7fffffffn ? c.intType : c.longType) : high <= 0xffffffffn ? c.uintType : c.ulongType;
  decl.complete = true;
  return type;
}
