/** `[[ … ]]` */
import type { Command, TestExpression, Word } from "./ast.ts";
import { newlines } from "./command.ts";
import { blanks, lineOf, original, peek, placeFrom, ShellSyntaxError, take, type State } from "./state.ts";
import { constantText, nextWord, REGEX, word } from "./word.ts";

const UNARY = /^-[abcdefghknoprstuvwxzGLNORS]$/;
const BINARY = new Set(["=", "==", "!=", "=~", "-nt", "-ot", "-ef", "-eq", "-ne", "-lt", "-le", "-gt", "-ge"]);

export function testCommand(s: State, start: number): Command {
  const before = s.testing;
  s.testing = true;
  const expression = or(s);
  s.testing = before;
  newlines(s);
  if (!takeEnd(s)) mistaken(s, `syntax error in conditional expression${sign(s) === undefined ? "" : `: unexpected token \`${sign(s)}'`}`);
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
    if (!take(s, ")")) mistaken(s, sign(s) === undefined ? "expected `)'" : `unexpected token \`${sign(s)}', expected \`)'`);
    return { ...inner, bracketed: true };
  }
  if (atEnd(s)) mistaken(s, "");
  const first = nextWord(s) ?? mistaken(s, `unexpected token \`${sign(s)}' in conditional command`);
  const text = constantText(first);
  if (text !== undefined && UNARY.test(text)) {
    blanks(s);
    const second = atEnd(s) ? undefined : nextWord(s);
    if (!second) return mistaken(s, `unexpected argument \`${sign(s)}' to conditional unary operator`);
    return { kind: "unary", operator: text, operand: second };
  }
  blanks(s);
  if (peek(s) !== "\n" && ends(s)) return { kind: "word", word: first };
  if (peek(s) === "<" || peek(s) === ">") {
    const operator = peek(s);
    s.at++;
    blanks(s);
    return { kind: "binary", operator, left: first, right: compared(s) };
  }
  const operatorWord = nextWord(s);
  if (!operatorWord) return mistaken(s, `unexpected token \`${sign(s)}', conditional binary operator expected`);
  const operator = constantText(operatorWord);
  if (operator === undefined || !BINARY.has(operator)) return mistaken(s, "conditional binary operator expected");
  blanks(s);
  if (operator === "=~") {
    const right = atEnd(s) ? undefined : word(s, REGEX);
    return { kind: "binary", operator, left: first, right: right?.parts.length ? right : compared(s) };
  }
  return { kind: "binary", operator, left: first, right: compared(s) };
}

/** The right side of a comparison. */
const compared = (s: State): Word =>
  (atEnd(s) ? undefined : nextWord(s)) ?? mistaken(s, `unexpected argument \`${sign(s)}' to conditional binary operator`);

/** A mistake in `[[ … ]]`, which leaves `$?` as it was. */
function mistaken(s: State, message: string): never {
  throw new ShellSyntaxError(s.fixed ? s.fixed.start : original(s, s.at), lineOf(s, s.at), message, true);
}

/** The token that is next as messages name it; undefined for a word. */
function sign(s: State): string | undefined {
  if (atEnd(s)) return "]]";
  if (s.at >= s.text.length) return "newline";
  const token = /^(?:\n|;;&|;;|;&|&&|\|\||\|&|&>>|&>|<<<|<<-|<<|>>|<&|>&|<>|>\||[;&|()<>])/.exec(s.text.slice(s.at, s.at + 3))?.[0];
  return token === "\n" ? "newline" : token;
}

/** Is `]]` next? */
const atEnd = (s: State): boolean => /^\]\](?:[\s;&|)<>]|$)/.test(s.text.slice(s.at, s.at + 3));

function takeEnd(s: State): boolean {
  const found = atEnd(s);
  if (found) s.at += 2;
  return found;
}

/** Is a term over? */
function ends(s: State): boolean {
  return /^(?:\n|&&|\|\||\)|\]\](?=[\s;&|)<>]|$))/.test(s.text.slice(s.at, s.at + 3));
}
