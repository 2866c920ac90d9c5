/** `asm("" : outputs : inputs)`: an empty template is a hint for the optimiser and moves at most operands. Instructions are refused. */
import type { Expr, Stmt } from "../ast.ts";
import { noteWrite } from "../check/convert.ts";
import { assign } from "../check/operators.ts";
import { T } from "../lex.ts";
import { readStrings } from "../literals.ts";
import { parseExpression } from "./expressions.ts";
import { accept, at, expect, isName, peek, refuseAt, type Parser } from "./state.ts";

interface Operand {
  readonly name?: string;
  readonly constraint: string;
  readonly value: Expr;
}

const qualifiers = new Set(["volatile", "__volatile__", "__volatile", "inline", "__inline__", "__inline"]);

const text = (p: Parser): string => {
  const parts: string[] = [];
  while (p.kind[p.i] === T.string) parts.push(p.value[p.i++]);
  return parts.length ? String.fromCharCode(...readStrings(parts).units.slice(0, -1)) : "";
};

function operands(p: Parser): Operand[] {
  const list: Operand[] = [];
  if (!accept(p, ":")) return list;
  while (!at(p, ":") && !at(p, ")")) {
    let name: string | undefined;
    if (accept(p, "[")) {
      name = p.value[p.i++];
      expect(p, "]");
    }
    const constraint = text(p);
    expect(p, "(");
    const value = parseExpression(p);
    expect(p, ")");
    list.push({ name, constraint, value });
    if (!accept(p, ",")) break;
  }
  return list;
}

/** Reads the statement behind the word `asm`: the effects of its operands are left. */
export function parseAssembly(p: Parser, where: number): Stmt<"block"> {
  while (isName(p) && qualifiers.has(peek(p))) p.i++;
  if (!at(p, "(")) refuseAt(p, "C0101", where, "inline assembly");
  p.i++;
  if (text(p).trim() !== "") refuseAt(p, "C0101", where, "inline assembly");
  const outputs = operands(p);
  const inputs = operands(p);
  while (!at(p, ")")) p.i++;
  p.i++;
  expect(p, ";");
  const body: Stmt[] = [];
  const effect = (value: Expr): void => void body.push({ kind: "expression", at: value.at, to: p.i, value });
  const matched = new Set<Operand>();
  outputs.forEach((output, i) => {
    noteWrite(output.value);
    const source = inputs.find((input) => input.constraint === String(i) || input.constraint === `[${output.name}]`);
    if (source) {
      matched.add(source);
      effect(assign(p, output.value, source.value, where));
    } else if (!/[+m]/.test(output.constraint)) refuseAt(p, "C0101", where, "inline assembly that sets a variable");
    else effect(output.value);
  });
  for (const input of inputs) if (!matched.has(input)) effect(input.value);
  return { kind: "block", at: where, to: p.i, body };
}
