/** Compound commands: a row each, by the token that starts them. */
import type { ArithmeticText, CaseClause, Command, List, Redirect, Word } from "./ast.ts";
import { arithmeticText } from "./arithmetic.ts";
import { functionBody, list, listUntil, newlines, redirection, reserved } from "./command.ts";
import { blanks, fail, peek, placeFrom, take, unexpected, type State } from "./state.ts";
import { testCommand } from "./test.ts";
import { closesTwice, constantText, nextWord } from "./word.ts";

const STARTERS: Readonly<Record<string, (s: State, start: number) => Command>> = {
  if: ifCommand,
  while: (s, start) => loop(s, start, false),
  until: (s, start) => loop(s, start, true),
  for: forCommand,
  select: (s, start) => forWords(s, start, "select"),
  case: caseCommand,
  function: functionCommand,
  "{": group,
  "[[": testCommand,
  coproc: coproc,
};

/** A compound command, if one starts here. */
export function compound(s: State): Command | undefined {
  const start = s.at;
  if (peek(s) === "(") {
    if (peek(s, 1) === "(") {
      s.at += 2;
      if (closesTwice(s)) {
        const expression = arithmeticText(s, { stop: ")", double: true, parens: true });
        if (s.text.startsWith("))", s.at)) {
          s.at += 2;
          return { kind: "arithmetic", expression, redirects: [], place: placeFrom(s, start) };
        }
      }
      s.at = start;
    }
    s.at++;
    const body = listUntil(s, ")");
    if (body.items.length === 0) fail(s, "syntax error near unexpected token `)'", s.at - 1);
    return { kind: "subshell", body, redirects: [], place: placeFrom(s, start) };
  }
  const word = reserved(s);
  const starter = STARTERS[word];
  if (!starter) {
    if (word !== "" && word !== "in" && word !== "!" && word !== "time") unexpected(s);
    return undefined;
  }
  s.at += word.length;
  return starter(s, start);
}

/** Takes a reserved word, or says that something else stands there. */
export function expect(s: State, token: string): void {
  blanks(s);
  if (reserved(s) !== token) unexpected(s);
  s.at += token.length;
}

function ifCommand(s: State, start: number): Command {
  const arms: { test: List; body: List }[] = [];
  let orElse: List | undefined;
  for (;;) {
    const test = list(s, ["then"]);
    expect(s, "then");
    const body = list(s, ["elif", "else", "fi"]);
    arms.push({ test, body });
    const next = reserved(s);
    if (next === "elif") {
      s.at += 4;
      continue;
    }
    if (next === "else") {
      s.at += 4;
      orElse = list(s, ["fi"]);
    }
    expect(s, "fi");
    return { kind: "if", arms, orElse, redirects: [], place: placeFrom(s, start) };
  }
}

function doBody(s: State): List {
  newlines(s);
  if (reserved(s) === "{") {
    s.at++;
    const body = list(s, ["}"]);
    expect(s, "}");
    return body;
  }
  expect(s, "do");
  const body = list(s, ["done"]);
  expect(s, "done");
  return body;
}

function loop(s: State, start: number, until: boolean): Command {
  const test = list(s, ["do"]);
  expect(s, "do");
  const body = list(s, ["done"]);
  expect(s, "done");
  return { kind: "while", until, test, body, redirects: [], place: placeFrom(s, start) };
}

function forCommand(s: State, start: number): Command {
  blanks(s);
  if (s.text.startsWith("((", s.at)) return arithmeticFor(s, start);
  return forWords(s, start, "for");
}

function arithmeticFor(s: State, start: number): Command {
  s.at += 2;
  const piece = (stop: string): ArithmeticText | undefined => {
    const text = arithmeticText(s, { stop, double: true, parens: true });
    return text.text.trim() === "" ? undefined : text;
  };
  const init = piece(";");
  if (!take(s, ";")) unexpected(s);
  const test = piece(";");
  if (!take(s, ";")) unexpected(s);
  const step = piece(")");
  if (!take(s, "))")) unexpected(s);
  blanks(s);
  take(s, ";");
  const body = doBody(s);
  return { kind: "arithmeticFor", init, test, step, body, redirects: [], place: placeFrom(s, start) };
}

function forWords(s: State, start: number, kind: "for" | "select"): Command {
  blanks(s);
  const from = s.at;
  if (!nextWord(s)) return unexpected(s);
  // A name that is none is a mistake of the command, not of the script.
  const name = s.text.slice(from, s.at);
  let words: Word[] | undefined;
  newlines(s);
  if (reserved(s) === "in") {
    s.at += 2;
    words = [];
    for (;;) {
      const next = nextWord(s);
      if (!next) break;
      words.push(next);
    }
    blanks(s);
    if (peek(s) !== ";" && peek(s) !== "\n") unexpected(s);
    take(s, ";");
  } else {
    blanks(s);
    take(s, ";");
  }
  const body = doBody(s);
  return { kind, name, words, body, redirects: [], place: placeFrom(s, start) };
}

function caseCommand(s: State, start: number): Command {
  const subject = nextWord(s);
  if (!subject) return unexpected(s);
  newlines(s);
  expect(s, "in");
  const clauses: CaseClause[] = [];
  for (;;) {
    newlines(s);
    if (reserved(s) === "esac") break;
    take(s, "(");
    const patterns: Word[] = [];
    for (;;) {
      const pattern = nextWord(s);
      if (!pattern) return unexpected(s);
      patterns.push(pattern);
      blanks(s);
      if (take(s, "|")) continue;
      break;
    }
    if (!take(s, ")")) return unexpected(s);
    const body = list(s, [";;", "esac"], true);
    const end = take(s, ";;&") ? ";;&" : take(s, ";&") ? ";&" : take(s, ";;") ? ";;" : undefined;
    clauses.push({ patterns, body, end: end ?? ";;" });
    if (!end) break;
  }
  newlines(s);
  expect(s, "esac");
  return { kind: "case", subject, clauses, redirects: [], place: placeFrom(s, start) };
}

function functionCommand(s: State, start: number): Command {
  const word = nextWord(s);
  const name = word && constantText(word, true);
  if (name === undefined) return unexpected(s);
  blanks(s);
  const opening = /^\([ \t]*\)/.exec(s.text.slice(s.at, s.at + 20));
  if (opening) s.at += opening[0].length;
  return functionBody(s, name, placeFrom(s, start));
}

function group(s: State, start: number): Command {
  const body = list(s, ["}"]);
  expect(s, "}");
  return { kind: "group", body, redirects: [], place: placeFrom(s, start) };
}

function coproc(s: State, start: number): Command {
  blanks(s);
  let name: string | undefined;
  let body = compound(s);
  if (!body) {
    const word = nextWord(s);
    if (!word) return unexpected(s);
    name = constantText(word);
    blanks(s);
    body = compound(s);
    if (!body) {
      const words = [word];
      const redirects: Redirect[] = [];
      for (;;) {
        blanks(s);
        const redirect = redirection(s);
        if (redirect) redirects.push(redirect);
        const next = nextWord(s);
        if (next) words.push(next);
        if (!next && !redirect) break;
      }
      body = { kind: "simple", assignments: [], words, redirects, place: placeFrom(s, start) };
      name = undefined;
    }
  }
  return { kind: "coproc", name, body, redirects: [], place: placeFrom(s, start) };
}
