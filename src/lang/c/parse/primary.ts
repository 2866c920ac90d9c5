/** What expressions are made of: names, literals, brackets, `_Generic`, statement expressions. */
import type { Expr } from "../ast.ts";

import { complexType } from "../check/complex.ts";
import { composed } from "../check/composite.ts";
import { decay } from "../check/convert.ts";
import { T } from "../lex.ts";
import { readChar, readNumber, readStrings } from "../literals.ts";

import { arrayOf, pointerTo, sameCType, unqualified, voidType, type CType } from "../types/types.ts";
import { parseAssignment, parseExpression } from "./expressions.ts";
import { parseBuiltin } from "./builtins.ts";
import { parseTypeName } from "./declarators.ts";
import { implicitFunction } from "./implicit.ts";

import { accept, createScope, expect, findName, make, peek, syntaxError, type Parser } from "./state.ts";
import { parseBlock } from "./statements.ts";

export function parsePrimary(p: Parser): Expr {
  const where = p.i;
  const t = peek(p);
  switch (p.kind[where]) {
    case T.number: {
      p.i++;
      const read = readNumber(t);
      if (!read) return syntaxError(p, `‘${t}’ is no number`, where);
      if (typeof read.value === "bigint") return make("int", read.type, where, { value: read.value });
      const number = make("float", read.type, where, { value: read.value });
      if (!("imaginary" in read)) return number;
      return composed(p, complexType(p, read.type, where), [make("float", read.type, where, { value: 0 }), number], where);
    }
    case T.char: {
      p.i++;
      const read = readChar(t);
      return make("int", read.type, where, { value: read.value });
    }
    case T.string: {
      const parts: string[] = [];
      while (p.kind[p.i] === T.string) parts.push(p.value[p.i++]);
      const read = readStrings(parts);
      return make("string", arrayOf(read.element, read.units.length), where, { units: read.units });
    }
    case T.punctuation:
      if (t === "(") {
        if (p.value[where + 1] === "{") return statementExpression(p);
        p.i++;
        const e = parseExpression(p);
        expect(p, ")");
        return e;
      }
      return syntaxError(p, `expected an expression before ‘${t}’`);
    case T.name:
      break;
    default:
      return syntaxError(p, "expected an expression before the end of the file");
  }
  if (t === "_Generic") return generic(p);
  if (t === "__func__" || t === "__FUNCTION__" || t === "__PRETTY_FUNCTION__") {
    p.i++;
    const units = [...Buffer.from(p.fn?.sym.name ?? "", "utf8"), 0];
    return make("string", arrayOf({ ...intChar, const: true }, units.length), where, { units });
  }
  if (t.startsWith("__builtin_") || (/^__(?:sync|atomic)_/.test(t) && p.value[where + 1] === "(")) {
    const made = parseBuiltin(p);
    if (made) return made;
  }
  const sym = findName(p, t);
  if (sym === undefined) {
    if (p.value[where + 1] === "(") {
      p.i++;
      const made = implicitFunction(p, t, where);
      return make("function", made.type, where, { sym: made });
    }
    return syntaxError(p, `‘${t}’ is not declared`, where);
  }
  p.i++;
  switch (sym.kind) {
    case "constant":
      return make("int", sym.type, where, { value: sym.value! });
    case "function":
      if (sym.owner) p.fn?.nested.add(sym);
      return make("function", sym.type, where, { sym });
    case "variable":
      if (sym === p.declaring && !p.unevaluated) sym.selfUsed = true;
      if (sym.owner && sym.owner !== p.fn?.sym && sym.storage !== "static" && !p.unevaluated) {
        // A nested function reaches it through a pointer.
        p.fn?.outer.add(sym);
        sym.addressed = true;
        sym.written = true;
      }
      return seenAs(make("variable", sym.type, where, { sym }), sym.seenAs);
    case "typedef":
      return syntaxError(p, `‘${t}’ is a type, not a value`, where);
  }
}

/** An object as one of another type. */
function seenAs(object: Expr, type: CType | undefined): Expr {
  if (!type) return object;
  const pointer = make("addressOf", pointerTo(object.type), object.at, { place: object });
  return make("deref", type, object.at, { pointer: make("cast", pointerTo(type), object.at, { value: pointer, implied: false }) });
}

const intChar = { kind: "int", size: 1, signed: true, rank: 1, plainChar: true } as const;

function statementExpression(p: Parser): Expr {
  const where = p.i;
  expect(p, "(");
  const outer = p.scope;
  p.scope = createScope(outer);
  const block = parseBlock(p);
  p.scope = outer;
  expect(p, ")");
  const last = block.body[block.body.length - 1];
  let inner = last;
  while (inner?.kind === "label") inner = inner.body;
  const type = inner?.kind === "expression" ? decay(inner.value).type : voidType;
  return make("statements", type, where, { block });
}

function generic(p: Parser): Expr {
  const where = p.i++;
  expect(p, "(");
  p.unevaluated++;
  const subject = unqualified(decay(parseAssignment(p)).type);
  p.unevaluated--;
  let chosen: Expr | undefined;
  let fallback: Expr | undefined;
  while (accept(p, ",")) {
    if (accept(p, "default")) {
      expect(p, ":");
      fallback = parseAssignment(p);
    } else {
      const type = parseTypeName(p);
      expect(p, ":");
      const value = parseAssignment(p);
      if (chosen === undefined && sameCType(type, subject, true)) chosen = value;
    }
  }
  expect(p, ")");
  return chosen ?? fallback ?? syntaxError(p, "no association of _Generic fits", where);
}
