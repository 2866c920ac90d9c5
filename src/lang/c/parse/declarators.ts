/** Declarators and type names. */
import { evalInt } from "../check/constant.ts";
import { variableLength } from "../check/operators.ts";
import { decay } from "../check/convert.ts";
import { alignOf, sizeOf } from "../types/layout.ts";
import { longType, pointerTo, qualify, ulongType, type ArrayType, type CType, type Parameter } from "../types/types.ts";
import { parseAttributes, type Attributes } from "./attributes.ts";
import { parseAssignment } from "./expressions.ts";
import { parseQualifiers, parseSpecifiers, startsType } from "./specifiers.ts";
import { accept, at, createScope, expect, isName, isSystem, peek, refuseAt, skipGroup, syntaxError, type Parser } from "./state.ts";
import { convert } from "../check/convert.ts";
import type { Sym } from "../ast.ts";
import { T } from "../lex.ts";

export interface Declared {
  readonly name?: string;
  readonly type: CType;
  readonly at: number;
  /** The names of `f(a, b)`, an old-style definition. */
  readonly oldStyle?: readonly { name: string; at: number }[];
}

/** Builds the type around what comes inside: called with the type that the suffixes make. */
export function parseDeclarator(p: Parser, base: CType, attributes: Attributes = {}): Declared {
  parseAttributes(p, attributes);
  let type = base;
  while (accept(p, "*")) type = qualify(pointerTo(type), parseQualifiers(p));
  parseAttributes(p, attributes);
  if (at(p, "(") && !isParameterList(p)) {
    const open = p.i;
    p.i++;
    // The suffixes behind the bracket belong to the inner declarator's target: read them first, then come back.
    p.i = open;
    skipGroup(p);
    const suffix = parseSuffixes(p, type, attributes);
    const end = p.i;
    p.i = open + 1;
    const inner = parseDeclarator(p, suffix.type, attributes);
    expect(p, ")");
    p.i = end;
    return { ...inner, oldStyle: inner.oldStyle ?? suffix.oldStyle };
  }
  const where = p.i;
  const name = isName(p) && !startsWithKeyword(p) ? p.value[p.i++] : undefined;
  const suffix = parseSuffixes(p, type, attributes);
  return { name, type: suffix.type, at: where, oldStyle: suffix.oldStyle };
}

const startsWithKeyword = (p: Parser): boolean => at(p, "__attribute__") || at(p, "asm") || at(p, "__asm__");

/** In an abstract declarator `(` opens parameters when a type or `)` follows; in `int (f)(int)` it does not. */
function isParameterList(p: Parser): boolean {
  const next = p.i + 1;
  if (p.value[next] === ")" && p.kind[next] === T.punctuation) return true;
  if (p.value[next] === "__attribute__") return false;
  return startsType(p, next);
}

function parseSuffixes(
  p: Parser,
  type: CType,
  attributes: Attributes,
): { type: CType; oldStyle?: readonly { name: string; at: number }[] } {
  if (at(p, "[") && p.value[p.i + 1] !== "[") return { type: parseArray(p, type, attributes) };
  if (at(p, "(")) return parseFunction(p, type, attributes);
  parseAttributes(p, attributes);
  return { type };
}

function parseArray(p: Parser, type: CType, attributes: Attributes): CType {
  const where = p.i;
  expect(p, "[");
  parseQualifiers(p);
  accept(p, "static");
  parseQualifiers(p);
  let length: number | undefined;
  let variable: ArrayType["variable"];
  if (at(p, "*") && p.value[p.i + 1] === "]") p.i++;
  else if (!at(p, "]")) {
    const size = decay(parseAssignment(p));
    const value = evalInt(size);
    if (value === undefined) variable = convert(size, longType);
    else {
      if (value < 0n) syntaxError(p, "an array of negative length", where);
      length = Number(value);
    }
  }
  expect(p, "]");
  const of = parseSuffixes(p, type, attributes).type;
  if (of.kind === "function") syntaxError(p, "an array of functions", where);
  return { kind: "array", of, length, variable };
}

function parseFunction(
  p: Parser,
  result: CType,
  attributes: Attributes,
): { type: CType; oldStyle?: readonly { name: string; at: number }[] } {
  expect(p, "(");
  const params: Parameter[] = [];
  let variadic = false;
  let unprototyped = false;
  let oldStyle: { name: string; at: number }[] | undefined;
  const outer = p.scope;
  p.scope = createScope(outer);
  if (accept(p, ")")) unprototyped = true;
  else if (at(p, "void") && p.value[p.i + 1] === ")") p.i += 2;
  else if (isName(p) && !startsType(p)) {
    oldStyle = [];
    unprototyped = true;
    do {
      oldStyle.push({ name: peek(p), at: p.i });
      p.i++;
    } while (accept(p, ","));
    expect(p, ")");
  } else {
    do {
      if (accept(p, "...")) {
        variadic = true;
        break;
      }
      const specifiers = parseSpecifiers(p);
      const declared = parseDeclarator(p, specifiers.type);
      parseAttributes(p, {});
      const type = adjust(declared.type);
      if (declared.type.kind === "array" && declared.type.variable && hasEffect(p, declared.at, p.i))
        refuseAt(p, "C0303", declared.at, "a length with an effect of its own");
      if (type.kind === "record" && type.record.fields === undefined && !isSystem(p, declared.at) && p.tokens.value[p.i] === "{")
        refuseAt(p, "C0001", declared.at, "a parameter of an incomplete type");
      const sym = declared.name === undefined ? undefined : parameterSym(p, declared.name, type, declared.at);
      params.push({ name: declared.name, type, at: declared.at, sym });
      if (sym) p.scope.names.set(sym.name, sym);
    } while (accept(p, ","));
    expect(p, ")");
  }
  p.scope = outer;
  parseAttributes(p, attributes);
  const inner = parseSuffixes(p, result, attributes).type;
  return { type: { kind: "function", params, result: inner, variadic, unprototyped }, oldStyle };
}

/** Does something between two tokens change what a variable holds, or call a function? */
const hasEffect = (p: Parser, from: number, to: number): boolean =>
  p.value
    .slice(from, to)
    .some(
      (text, i) =>
        /^(\+\+|--|(?:[-+*/%&|^]|<<|>>)?=)$/.test(text) || (/^(?!sizeof$)\w+$/.test(text) && i > 0 && p.value[from + i + 1] === "("),
    );

export const parameterSym = (p: Parser, name: string, type: CType, where: number): Sym => ({
  kind: "variable",
  name,
  type,
  storage: "auto",
  fileScope: false,
  at: where,
  system: false,
  parameter: true,
  defined: true,
  unit: p.unit,
});

/** Arrays and functions as parameters are pointers. */
export function adjust(type: CType): CType {
  if (type.kind === "array") return pointerTo(type.of);
  if (type.kind === "function") return pointerTo(type);
  return type;
}

/** `int (*)[3]` in a cast or `sizeof`. */
export const parseTypeName = (p: Parser): CType => parseNamed(p).type;

function parseNamed(p: Parser): { type: CType; aligned: number } {
  const specifiers = parseSpecifiers(p);
  const declared = parseDeclarator(p, specifiers.type);
  if (declared.name !== undefined) syntaxError(p, `unexpected name ‘${declared.name}’ in a type`, declared.at);
  return { type: declared.type, aligned: specifiers.attributes.aligned ?? 1 };
}

/** The alignment of a type that is named here, with what an attribute asks for. */
export function parseAlignment(p: Parser): number {
  const { type, aligned } = parseNamed(p);
  return Math.max(alignOf(type), aligned);
}

/** `sizeof` of a type as an expression's value, when it is known. */
export function knownSize(p: Parser, type: CType, where: number): bigint | undefined {
  if (variableLength(type)) return undefined;
  const size = sizeOf(type);
  if (size === undefined) syntaxError(p, "the size of an incomplete type", where);
  return BigInt(size);
}

export const sizeType = ulongType;
