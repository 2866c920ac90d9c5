/** Expressions, by precedence climbing. */
import type { BinaryOp, CompareOp, Expr } from "../ast.ts";
import * as op from "../check/operators.ts";
import { complexOf, complexPart, complexTruth, complexUnary, realPart, toComplex } from "../check/complex.ts";
import { condition, convert, decay, promoted } from "../check/convert.ts";
import { narrowedUnary } from "../check/fields.ts";
import { reinterpreted, vectorOf, vectorUnary } from "../check/vectors.ts";
import { T } from "../lex.ts";
import { alignOf } from "../types/layout.ts";
import {
  intType,
  isArithmetic,
  isInteger,
  isScalar,
  pointerTo,
  sameCType,
  ulongType,
  unqualified,
  voidType,
  type CType,
  type RecordType,
} from "../types/types.ts";
import { parsePrimary } from "./primary.ts";

import { knownSize, parseAlignment, parseTypeName } from "./declarators.ts";
import { parseInitialiser } from "./initialisers.ts";
import { startsType } from "./specifiers.ts";
import { accept, at, expect, expectName, hiddenSym, make, peek, syntaxError, type Parser } from "./state.ts";

export function parseExpression(p: Parser): Expr {
  let e = parseAssignment(p);
  while (at(p, ",")) {
    const where = p.i++;
    const right = decay(parseAssignment(p));
    e = make("comma", right.type, where, { left: e, right });
  }
  return e;
}

const assignments: Readonly<Record<string, BinaryOp>> = {
  "+=": "+",
  "-=": "-",
  "*=": "*",
  "/=": "/",
  "%=": "%",
  "&=": "&",
  "|=": "|",
  "^=": "^",
  "<<=": "<<",
  ">>=": ">>",
};

export function parseAssignment(p: Parser): Expr {
  const left = parseConditional(p);
  if (p.kind[p.i] !== T.punctuation) return left;
  const t = peek(p);
  if (t === "=") {
    const where = p.i++;
    return op.assign(p, left, parseAssignment(p), where);
  }
  if (Object.hasOwn(assignments, t)) {
    const where = p.i++;
    return op.assignOp(p, assignments[t], left, parseAssignment(p), where);
  }
  return left;
}

export function parseConditional(p: Parser): Expr {
  const test = parseBinary(p, 0);
  if (!at(p, "?")) return test;
  const where = p.i++;
  if (accept(p, ":")) return op.conditional(p, test, undefined, parseConditional(p), where);
  const then = parseExpression(p);
  expect(p, ":");
  return op.conditional(p, test, then, parseConditional(p), where);
}

const levels: Readonly<Record<string, number>> = {
  "||": 1,
  "&&": 2,
  "|": 3,
  "^": 4,
  "&": 5,
  "==": 6,
  "!=": 6,
  "<": 7,
  "<=": 7,
  ">": 7,
  ">=": 7,
  "<<": 8,
  ">>": 8,
  "+": 9,
  "-": 9,
  "*": 10,
  "/": 10,
  "%": 10,
};

function parseBinary(p: Parser, above: number): Expr {
  let left = parseCast(p);
  for (;;) {
    if (p.kind[p.i] !== T.punctuation) return left;
    const t = peek(p);
    const level = levels[t];
    if (level === undefined || level <= above) return left;
    const where = p.i++;
    const right = parseBinary(p, level);
    if (level <= 2) left = op.logical(p, t as "&&" | "||", left, right, where);
    else if (level === 6 || level === 7) left = op.compare(p, t as CompareOp, left, right, where);
    else left = op.binary(p, t as BinaryOp, left, right, where);
  }
}

export function parseCast(p: Parser): Expr {
  if (at(p, "(") && startsType(p, p.i + 1)) {
    const where = p.i++;
    const type = parseTypeName(p);
    expect(p, ")");
    if (at(p, "{")) return parsePostfix(p, compoundLiteral(p, type, where));
    const value = decay(parseCast(p));
    if (type.kind === "void") return make("cast", voidType, where, { value, implied: false });
    if (complexOf(type)) return toComplex(p, value, type as RecordType, where);
    if (vectorOf(type) || vectorOf(value.type)) return reinterpreted(p, value, type, where);
    if (type.kind === "record") {
      if (value.type.kind === "record" && value.type.record === type.record) return value;
      if (type.record.union) {
        const i = type.record.fields?.findIndex((f) => sameCType(f.type, value.type)) ?? -1;
        if (i >= 0) {
          const sym = hiddenSym(p, type, where);
          return make("compound", type, where, {
            init: { kind: "list", at: where, type, entries: new Map([[i, { kind: "value" as const, value }]]) },
            static: false,
            sym,
          });
        }
      }
      return syntaxError(p, "a cast to a struct", where);
    }
    if (isArithmetic(type) && complexOf(value.type))
      return type.kind === "bool"
        ? convert(complexTruth(p, value), type)
        : make("cast", unqualified(type), where, { value: realPart(value), implied: false });
    if (!isScalar(type) || !isScalar(value.type)) return syntaxError(p, "a cast between types that have no conversion", where);
    if (value.type.kind === "float" && type.kind === "pointer") return syntaxError(p, "a cast from a floating number to a pointer", where);
    return make("cast", unqualified(type), where, { value, implied: false });
  }
  return parseUnary(p);
}

function compoundLiteral(p: Parser, type: CType, where: number): Expr {
  const made = parseInitialiser(p, type);
  const sym = hiddenSym(p, made.type, where);
  sym.init = made.init;
  if (!p.fn) {
    sym.addressed = true;
    p.externals.push(sym);
  }
  return make("compound", made.type, where, { init: made.init, static: !p.fn, sym });
}

function parseUnary(p: Parser): Expr {
  const where = p.i;
  if (p.kind[where] === T.punctuation) {
    switch (peek(p)) {
      case "+": {
        p.i++;
        const e = decay(parseCast(p));
        if (complexOf(e.type) || vectorOf(e.type)) return e;
        if (!isArithmetic(e.type)) syntaxError(p, "the operand of ‘+’ is no number", where);
        return promoted(e);
      }
      case "-": {
        p.i++;
        const e = decay(parseCast(p));
        if (complexOf(e.type)) return complexUnary(p, "-", e, where);
        if (vectorOf(e.type)) return vectorUnary(p, "-", e, where);
        if (!isArithmetic(e.type)) syntaxError(p, "the operand of ‘-’ is no number", where);
        const operand = promoted(e);
        return narrowedUnary("negate", operand, e) ?? make("negate", operand.type, where, { operand });
      }
      case "~": {
        p.i++;
        const e = decay(parseCast(p));
        if (complexOf(e.type)) return complexUnary(p, "~", e, where);
        if (vectorOf(e.type)) return vectorUnary(p, "~", e, where);
        if (!isInteger(e.type)) syntaxError(p, "the operand of ‘~’ is no integer", where);
        const operand = promoted(e);
        return narrowedUnary("complement", operand, e) ?? make("complement", operand.type, where, { operand });
      }
      case "!":
        p.i++;
        return make("not", intType, where, { operand: condition(p, parseCast(p)) });
      case "&": {
        p.i++;
        return op.addressOf(p, parseCast(p), where);
      }
      case "&&": {
        p.i++;
        const label = expectName(p);
        if (p.fn && !p.fn.addressedLabels.includes(label)) p.fn.addressedLabels.push(label);
        return make("labelAddress", pointerTo(voidType), where, { label });
      }
      case "*":
        p.i++;
        return op.deref(p, parseCast(p), where);
      case "++":
      case "--": {
        const by = p.value[p.i++] === "++" ? 1 : -1;
        return op.step(p, parseUnary(p), by, true, where);
      }
    }
  }
  if (p.kind[where] === T.name) {
    switch (peek(p)) {
      case "sizeof":
        return parseSizeof(p);
      case "_Alignof":
      case "__alignof__":
      case "__alignof": {
        p.i++;
        if (at(p, "(") && startsType(p, p.i + 1)) {
          p.i++;
          const value = BigInt(parseAlignment(p));
          expect(p, ")");
          return make("int", ulongType, where, { value });
        }
        const e = parseUnary(p);
        const asked = e.kind === "variable" ? e.sym.aligned : e.kind === "member" ? e.field.aligned : undefined;
        return make("int", ulongType, where, { value: BigInt(Math.max(alignOf(e.type), asked ?? 1)) });
      }
      case "__extension__":
        p.i++;
        return parseCast(p);
      case "__real__":
      case "__real":
      case "__imag__":
      case "__imag": {
        p.i++;
        return complexPart(parseCast(p), p.value[where].includes("real") ? "re" : "im", where);
      }
    }
  }
  return parsePostfix(p, parsePrimary(p));
}

function parseSizeof(p: Parser): Expr {
  const where = p.i++;
  let type: CType;
  if (at(p, "(") && startsType(p, p.i + 1)) {
    const open = p.i++;
    type = parseTypeName(p);
    expect(p, ")");
    if (at(p, "{")) type = parsePostfix(p, compoundLiteral(p, type, open)).type;
  } else {
    p.unevaluated++;
    type = parseUnary(p).type;
    p.unevaluated--;
  }
  const size = knownSize(p, type, where);
  return size === undefined ? make("sizeOfVariable", ulongType, where, { of: type }) : make("int", ulongType, where, { value: size });
}

function parsePostfix(p: Parser, start: Expr): Expr {
  let e = start;
  for (;;) {
    if (p.kind[p.i] !== T.punctuation) return e;
    const where = p.i;
    switch (peek(p)) {
      case "(": {
        p.i++;
        const args: Expr[] = [];
        if (!accept(p, ")")) {
          do args.push(parseAssignment(p));
          while (accept(p, ","));
          expect(p, ")");
        }
        e = op.call(p, e, args, e.at);
        break;
      }
      case "[": {
        p.i++;
        const i = parseExpression(p);
        expect(p, "]");
        e = op.index(p, e, i, e.at);
        break;
      }
      case ".":
        p.i++;
        e = op.member(p, e, expectName(p), where);
        break;
      case "->":
        p.i++;
        e = op.arrow(p, e, expectName(p), where);
        break;
      case "++":
      case "--":
        p.i++;
        e = op.step(p, e, p.value[where] === "++" ? 1 : -1, false, where);
        break;
      default:
        return e;
    }
  }
}
