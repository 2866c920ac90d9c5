/** Initialisers: designators, nesting, elided braces, strings. The result maps element or field indexes to values. */
import type { Expr, Init } from "../ast.ts";
import { complexOf } from "../check/complex.ts";
import { convertAssign, decay } from "../check/convert.ts";
import { evalInt } from "../check/constant.ts";
import { T } from "../lex.ts";
import { findMember, sizeOf } from "../types/layout.ts";
import { charType, isInteger, integerOf, type ArrayType, type CType, type RecordType } from "../types/types.ts";
import { parseAssignment, parseConditional } from "./expressions.ts";
import { accept, at, expect, expectName, peek, refuseAt, syntaxError, type Parser } from "./state.ts";

type List = { kind: "list"; at: number; entries: Map<number, Init>; type: CType };

const newList = (p: Parser, type: CType): List => ({ kind: "list", at: p.i, entries: new Map(), type });

/** A last member without a length, which an object's initial value may give one. */
const isFlexible = (type: RecordType, index: number): boolean => {
  const part = type.record.fields![index].type;
  return !type.record.union && part.kind === "array" && part.length === 0 && index === type.record.fields!.length - 1;
};

/** The struct with room for what its initial value puts into the member without a length; undefined where that is nothing. */
export function withRoom(p: Parser, type: CType, init: Init): RecordType | undefined {
  if (type.kind !== "record" || init.kind !== "list" || !type.record.fields?.length) return undefined;
  const last = type.record.fields.length - 1;
  const given = init.entries.get(last);
  const { type: part, offset } = type.record.fields[last];
  if (!isFlexible(type, last) || given === undefined || part.kind !== "array") return undefined;
  const length =
    given.kind === "value" ? (given.value.type as ArrayType).length! : Math.max(0, ...[...given.entries.keys()].map((i) => i + 1));
  if (length === 0) return undefined;
  const fields = [...type.record.fields.slice(0, -1), { ...type.record.fields[last], type: { ...part, length } }];
  const size = Math.max(type.record.size, offset + length * sizeOf(part.of)!);
  const align = type.record.align;
  const record = { ...type.record, id: p.nextRecord(), tag: undefined, alias: undefined, fields, size: Math.ceil(size / align) * align };
  if (given.kind === "list") (init as List).entries.set(last, { ...given, type: { ...part, length } });
  return { ...type, record };
}

/** Parses the initialiser of an object; an array without a length gets its length, so the type comes back too. */
export function parseInitialiser(p: Parser, type: CType): { init: Init; type: CType } {
  if (at(p, "{")) return braced(p, type);
  if (type.kind === "array") {
    const text = stringFor(p, type);
    if (text) return text;
    // An array may be copied from a compound literal of its type.
    const value = parseAssignment(p);
    if (value.type.kind === "array" && value.kind === "compound")
      return { init: value.init, type: type.length === undefined ? value.type : type };
    if (value.type.kind === "array" && value.kind === "string")
      return { init: { kind: "value", value }, type: type.length === undefined ? value.type : type };
    syntaxError(p, "an array needs a list of values", value.at);
  }
  const value = parseAssignment(p);
  return { init: { kind: "value", value: convertAssign(p, value, type, value.at) }, type };
}

/** A string literal for an array of characters. */
function stringFor(p: Parser, type: ArrayType): { init: Init; type: CType } | undefined {
  let i = p.i;
  while (p.value[i] === "(" && p.kind[i] === T.punctuation) i++;
  if (p.kind[i] !== T.string) return undefined;
  const element = integerOf(type.of);
  if (!element || !isInteger(type.of)) return undefined;
  const from = p.i;
  const value = parseAssignment(p);
  if (value.kind !== "string" || value.type.kind !== "array") {
    p.i = from;
    return undefined;
  }
  const own = value.type.of;
  if (own.kind !== "int" || own.size !== element.size) {
    p.i = from;
    return undefined;
  }
  const length = type.length ?? value.units.length;
  const units = value.units.slice(0, length);
  while (units.length < length && length <= 64) units.push(0);
  const made: ArrayType = { ...type, of: type.of, length };
  return { init: { kind: "value", value: { ...value, units, type: { kind: "array", of: type.of, length } } as Expr }, type: made };
}

function braced(p: Parser, type: CType): { init: Init; type: CType } {
  const where = p.i;
  expect(p, "{");
  if (type.kind === "array" && type.of.kind === "int") {
    const from = p.i;
    const text = p.kind[p.i] === T.string ? stringFor(p, type) : undefined;
    if (text) {
      accept(p, ",");
      if (accept(p, "}")) return text;
      p.i = from;
    }
  }
  if (type.kind !== "array" && type.kind !== "record") {
    if (accept(p, "}")) return { init: newList(p, type), type };
    const inner = parseInitialiser(p, type);
    accept(p, ",");
    while (!at(p, "}")) {
      parseAssignment(p);
      accept(p, ",");
    }
    expect(p, "}");
    return inner;
  }
  const list = { ...newList(p, type), at: where };
  let length = 0;
  let cursor = 0;
  while (!accept(p, "}")) {
    if (at(p, "[") || at(p, ".") || (p.kind[p.i] === T.name && p.value[p.i + 1] === ":")) {
      const ended = designated(p, list, type);
      cursor = ended.cursor;
      length = Math.max(length, ended.high);
    } else {
      if (type.kind === "array" ? type.length !== undefined && cursor >= type.length : cursor >= (type.record.fields?.length ?? 0)) {
        parseInitialiserSkipping(p);
      } else {
        while (type.kind === "record" && unnamedBits(type, cursor)) cursor++;
        element(p, list, type, cursor);
        cursor = type.kind === "record" && type.record.union ? Number.MAX_SAFE_INTEGER : cursor + 1;
        length = Math.max(length, cursor);
      }
    }
    if (!accept(p, ",")) {
      expect(p, "}");
      break;
    }
  }
  const full: CType = type.kind === "array" && type.length === undefined ? { ...type, length } : type;
  return { init: { ...list, type: full }, type: full };
}

const unnamedBits = (type: RecordType, at: number): boolean => {
  const field = type.record.fields?.[at];
  return field !== undefined && field.name === undefined && field.bits !== undefined;
};

/** An excess value, which C ignores with a warning. */
function parseInitialiserSkipping(p: Parser): void {
  if (at(p, "{")) braced(p, charType);
  else parseAssignment(p);
}

const partType = (type: ArrayType | RecordType, index: number): CType => {
  if (type.kind === "array") return type.of;
  const part = type.record.fields![index].type;
  return part.kind === "array" && isFlexible(type, index) ? { ...part, length: undefined } : part;
};

/** One value for part `index`, with or without braces. */
function element(p: Parser, list: List, type: ArrayType | RecordType, index: number): void {
  const part = partType(type, index);
  if (at(p, "{")) {
    list.entries.set(index, braced(p, part).init);
    return;
  }
  if (part.kind === "array") {
    const text = stringFor(p, part);
    if (text) {
      list.entries.set(index, text.init);
      return;
    }
  }
  if (part.kind === "array" || (part.kind === "record" && !complexOf(part))) {
    const from = p.i;
    const value = parseAssignment(p);
    if (part.kind === "record" && value.type.kind === "record" && value.type.record === part.record) {
      list.entries.set(index, ownInit(p, value) ?? { kind: "value", value: decay(value) });
      return;
    }
    p.i = from;
    const inner = sublist(list, index, part, p);
    elided(p, inner, part, 0);
    return;
  }
  const value = parseAssignment(p);
  list.entries.set(index, { kind: "value", value: convertAssign(p, value, part, value.at) });
}

/** The values of a compound literal at file scope that is copied: no object is made for it. */
function ownInit(p: Parser, value: Expr): Init | undefined {
  if (value.kind !== "compound" || !value.static || p.externals.at(-1) !== value.sym) return undefined;
  p.externals.pop();
  return value.init;
}

function sublist(list: List, index: number, part: CType, p: Parser): List {
  const known = list.entries.get(index);
  if (known?.kind === "list") return known as List;
  const made = newList(p, part);
  list.entries.set(index, made);
  return made;
}

/** Values without braces of their own: as many as the part takes. */
function elided(p: Parser, list: List, type: ArrayType | RecordType, from: number): void {
  const count =
    type.kind === "array"
      ? (type.length ?? Number.MAX_SAFE_INTEGER)
      : type.record.union
        ? Math.min(1, type.record.fields?.length ?? 0)
        : (type.record.fields?.length ?? 0);
  for (let i = from; i < count; i++) {
    if (type.kind === "record" && unnamedBits(type, i)) continue;
    if (i > from || from > 0) {
      // The comma before this value is left to the outer list when the next thing is a designator or the end.
      if (i > from) {
        if (!at(p, ",")) return;
        const next = p.value[p.i + 1];
        if (next === "}" || next === "." || next === "[") return;
        p.i++;
      }
    }
    if (at(p, "}")) return;
    element(p, list, type, i);
  }
}

/** `.a[3].b = value`; gives where the surrounding list goes on. */
function designated(p: Parser, list: List, type: ArrayType | RecordType): { cursor: number; high: number } {
  const where = p.i;
  const step = selector(p, type, where);
  const part = partType(type, step.index);
  const places: number[] = [];
  for (let i = step.index; i <= step.last; i++) places.push(i);
  let target: List | undefined;
  let path = step.rest;
  let current: CType = part;
  let inList = list;
  let index = step.index;
  const deeper = (): boolean => at(p, ".") || at(p, "[");
  while (path.length > 0 || deeper()) {
    if (current.kind !== "array" && current.kind !== "record") syntaxError(p, "a designator into a scalar", where);
    target = sublist(inList, index, current, p);
    if (path.length > 0) {
      index = path[0];
      path = path.slice(1);
    } else {
      const inner = selector(p, current, p.i);
      index = inner.index;
      if (inner.last !== inner.index) refuseAt(p, "C0401", where, "a range designator inside another designator");
      path = inner.rest;
    }
    inList = target;
    current = partType(current, index);
  }
  accept(p, "=");
  const value = target === undefined ? oneInit(p, part) : oneInit(p, current);
  if (target === undefined) for (const place of places) list.entries.set(place, value);
  else {
    inList.entries.set(index, value);
    // Values that follow go on behind the designated place inside the inner object.
    const around = inList.type;
    if (
      (around.kind === "array" || around.kind === "record") &&
      at(p, ",") &&
      p.value[p.i + 1] !== "." &&
      p.value[p.i + 1] !== "[" &&
      p.value[p.i + 1] !== "}"
    ) {
      const count = around.kind === "array" ? (around.length ?? 0) : (around.record.fields?.length ?? 0);
      if (index + 1 < count && !(around.kind === "record" && around.record.union)) {
        p.i++;
        elided(p, inList, around, index + 1);
      }
    }
  }
  const cursor = type.kind === "record" && type.record.union ? Number.MAX_SAFE_INTEGER : step.last + 1;
  return { cursor, high: step.last + 1 };
}

function oneInit(p: Parser, type: CType): Init {
  if (at(p, "{")) return braced(p, type).init;
  const holder: List = newList(p, { kind: "array", of: type, length: 1 });
  element(p, holder, { kind: "array", of: type, length: 1 }, 0);
  return holder.entries.get(0)!;
}

/** One `.name`, `name:` or `[index]`; `rest` are the steps below an anonymous member. */
function selector(p: Parser, type: ArrayType | RecordType, where: number): { index: number; last: number; rest: number[] } {
  if (accept(p, "[")) {
    if (type.kind !== "array") return syntaxError(p, "an array designator for a struct", where);
    const low = evalInt(parseConditional(p));
    const high = accept(p, "...") ? evalInt(parseConditional(p)) : low;
    expect(p, "]");
    if (low === undefined || high === undefined || low < 0n) return syntaxError(p, "the designator is no constant", where);
    return { index: Number(low), last: Number(high), rest: [] };
  }
  const old = !accept(p, ".");
  const name = expectName(p);
  if (old) expect(p, ":");
  if (type.kind !== "record") return syntaxError(p, "a member designator for an array", where);
  const path = findMember(type.record, name);
  if (!path) return syntaxError(p, `there is no member ‘${name}’`, where);
  const steps: number[] = [];
  let record: RecordType = type;
  for (const field of path) {
    steps.push(record.record.fields!.indexOf(field));
    if (field.type.kind === "record") record = field.type;
  }
  return { index: steps[0], last: steps[0], rest: steps.slice(1) };
}

export const isStringHere = (p: Parser): boolean => p.kind[p.i] === T.string && peek(p) !== "";
