/** `__builtin_add_overflow` and its kin: computed in 128 bits, stored, and compared with what was stored. */
import type { BinaryOp, Expr, Stmt } from "../ast.ts";
import { after, held } from "../check/composite.ts";
import { convert, decay } from "../check/convert.ts";
import * as op from "../check/operators.ts";
import { boolType, int128Type, intType, integerOf, isPointer, llongType, longType, type CType, type IntType } from "../types/types.ts";
import { parseAssignment } from "./expressions.ts";
import { accept, expect, hiddenSym, make, refuseAt, syntaxError, type Parser } from "./state.ts";

const signs: Readonly<Record<string, BinaryOp>> = { add: "+", sub: "-", mul: "*" };
const widths: Readonly<Record<string, IntType>> = { "": intType, l: longType, ll: llongType };

/** Parses the call when the builtin is one of these. */
export function parseOverflow(p: Parser, name: string): Expr | undefined {
  const m = /^([su]?)(add|sub|mul)(l{0,2})_overflow(_p)?$/.exec(name);
  if (!m) return undefined;
  const [, sign, operation, width, tested] = m as (string | undefined)[];
  const operator = signs[operation!];
  const where = p.i++;
  expect(p, "(");
  const args: Expr[] = [];
  do args.push(decay(parseAssignment(p)));
  while (accept(p, ","));
  expect(p, ")");
  const [a, b, to] = args;
  const fixed: IntType | undefined = sign ? { ...widths[width!], signed: sign === "s" } : undefined;
  const into: CType = tested ? to.type : isPointer(to.type) ? to.type.to : syntaxError(p, "the result has no place", where);
  const wide = [a.type, b.type, into].some((type) => integerOf(type)?.size === 16);
  if (wide || !p.fn || [a, b].some((e) => !integerOf(e.type))) return refuseAt(p, "C0201", where, `the builtin ‘${name}’ on these types`);
  const before: Stmt[] = [];
  const operand = (e: Expr): Expr => convert(fixed ? convert(e, fixed) : e, int128Type);
  const place = tested ? undefined : held(p, to, before);
  const exact = variable(p, op.binary(p, operator, operand(a), operand(b), where), before);
  const kept = variable(p, convert(exact, into), before);
  if (place) before.push({ kind: "expression", at: where, to: where, value: op.assign(p, op.deref(p, place, where), kept, where) });
  return after(before, convert(op.compare(p, "!=", exact, convert(kept, int128Type), where), boolType));
}

function variable(p: Parser, value: Expr, before: Stmt[]): Expr {
  const sym = hiddenSym(p, value.type, value.at);
  sym.init = { kind: "value", value };
  before.push({ kind: "declare", at: value.at, to: value.at, sym });
  return make("variable", value.type, value.at, { sym });
}
