/** `[[ … ]]` */
import type { Command, TestExpression, Word } from "./ast.ts";
import { newlines } from "./command.ts";
import { blanks, fail, peek, placeFrom, take, type State } from "./state.ts";
import { constantText, nextWord, REGEX, word } from "./word.ts";

const UNARY = /^-[abcdefghknoprstuvwxzGLNORS]$/;
const BINARY = new Set(["=", "==", "!=", "=~", "-nt", "-ot", "-ef", "-eq", "-ne", "-lt", "-le", "-gt", "-ge"]);

export function testCommand(s: State, start: number): Command {
  const before = s.testing;
  s.testing = true;
  const expression = or(s);
  s.testing = before;
  newlines(s);
  if (!take(s, "]]")) fail(s, "syntax error in conditional expression");
  return { kind: "test", expression, redirects: [], place: placeFrom(s, start) };
}

function or(s: State): TestExpression {
  let left = and(s);
  for (;;) {
    newlines(s);
    if (!take(s, "||")) return left;
    left = { kind: "or", left, right: and(s) };
  }
}

function and(s: State): TestExpression {
  let left = term(s);
  for (;;) {
    newlines(s);
    if (!take(s, "&&")) return left;
    left = { kind: "and", left, right: term(s) };
  }
}

function term(s: State): TestExpression {
  newlines(s);
  if (peek(s) === "!" && /[\s(]/.test(peek(s, 1))) {
    s.at++;
    return { kind: "not", operand: term(s) };
  }
  if (take(s, "(")) {
    const inner = or(s);
    newlines(s);
    if (!take(s, ")")) fail(s, "unexpected token in conditional expression, expected `)'");
    return { ...inner, bracketed: true };
  }
  const first = operand(s);
  const text = constantText(first);
  if (text === "]]") return fail(s, "syntax error near `]]'");
  if (text !== undefined && UNARY.test(text)) {
    blanks(s);
    if (!ends(s)) {
      const before = s.at;
      const second = operand(s);
      const operator = constantText(second);
      blanks(s);
      // `-f = x` compares; `-f x` tests.
      if (!(operator !== undefined && BINARY.has(operator) && !ends(s))) return { kind: "unary", operator: text, operand: second };
      s.at = before;
    }
  }
  newlinesOrBlanks(s);
  if (peek(s) === "\n") fail(s, "unexpected token `newline', conditional binary operator expected");
  if (ends(s)) return { kind: "word", word: first };
  if (peek(s) === "<" || peek(s) === ">") {
    const operator = peek(s);
    s.at++;
    newlinesOrBlanks(s);
    return { kind: "binary", operator, left: first, right: operand(s) };
  }
  const operatorWord = operand(s);
  const operator = constantText(operatorWord);
  if (operator === undefined || !BINARY.has(operator)) return fail(s, "conditional binary operator expected");
  newlinesOrBlanks(s);
  if (operator === "=~") {
    const right = word(s, REGEX);
    if (!right.parts.length) conditional(s);
    return { kind: "binary", operator, left: first, right };
  }
  return { kind: "binary", operator, left: first, right: operand(s) };
}

function newlinesOrBlanks(s: State): void {
  blanks(s);
}

function operand(s: State): Word {
  return nextWord(s) ?? conditional(s);
}

/** A token that no operand of `[[ … ]]` is. */
function conditional(s: State): never {
  return fail(s, `unexpected token \`${peek(s) === "\n" ? "newline" : peek(s)}' in conditional command`);
}

/** Is a term over? */
function ends(s: State): boolean {
  return /^(?:\n|&&|\|\||\)|\]\](?=[\s;&|)<>]|$))/.test(s.text.slice(s.at, s.at + 3));
}
