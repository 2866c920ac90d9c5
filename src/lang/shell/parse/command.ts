/** Lists, pipelines and simple commands. */
import type { Argument, Assignment, Command, Element, List, ListItem, Part, Place, Redirect, RedirectOperator, Word } from "./ast.ts";
import { expandAliases, noteAliases } from "./alias.ts";
import { compound } from "./compound.ts";
import { noteExtglob } from "./extglob.ts";
import { hereDelimiter, readHeres } from "./here.ts";
import { subscriptWord } from "./parameter.ts";
import { blanks, emptyWord, fail, lineOf, nested, peek, placeFrom, take, unexpected, type State, ShellSyntaxError } from "./state.ts";
import { constantText, nextWord, partsOf, PLAIN, word } from "./word.ts";

/** Blank lines and comments, with the bodies of here-documents that start after a line. */
export function newlines(s: State): boolean {
  let any = false;
  for (;;) {
    blanks(s);
    if (peek(s) !== "\n") return any;
    newline(s);
    any = true;
  }
}

function newline(s: State): void {
  s.at++;
  if (s.pending.length) readHeres(s);
}

const RESERVED = /(?:if|then|elif|else|fi|while|until|do|done|for|case|esac|select|function|in|time|coproc|\{|\}|!|\[\[)(?=[\s;&|()<>]|$)/y;

/** The reserved word at the position of a command, without taking it. */
export function reserved(s: State): string {
  RESERVED.lastIndex = s.at;
  return RESERVED.exec(s.text)?.[0] ?? "";
}

const CLOSERS = new Set(["then", "elif", "else", "fi", "do", "done", "esac", "}"]);

/** Commands up to one of the closing tokens (reserved words, `)`, `;;`); none is taken. An empty list is allowed where `allowEmpty`; `items` are filled. */
export function list(s: State, closers: readonly string[], allowEmpty = false, items: ListItem[] = []): List {
  return nested(s, () => {
    const start = s.at;
    let noted = items.length;
    newlines(s);
    while (s.at < s.text.length && !closes(s, closers)) {
      const command = andOr(s);
      blanks(s);
      let background = false;
      let ended = false;
      if (peek(s) === "&" && peek(s, 1) !== "&") {
        s.at++;
        background = ended = true;
      } else if (peek(s) === ";" && peek(s, 1) !== ";" && peek(s, 1) !== "&") {
        s.at++;
        ended = true;
      }
      const atNewline = newlines(s);
      items.push({ command, background, newline: atNewline || s.at >= s.text.length });
      if (atNewline && s.depth === 1) {
        noteAliases(s, items.slice(noted));
        noteExtglob(s, items.slice(noted));
        noted = items.length;
      }
      if (!ended && !atNewline && s.at < s.text.length && !closes(s, closers)) unexpected(s);
    }
    if (items.length === 0 && !allowEmpty) unexpected(s);
    return { items, place: placeFrom(s, start) };
  });
}

function closes(s: State, closers: readonly string[]): boolean {
  expandAliases(s);
  const c = peek(s);
  if (c === ")") return closers.includes(")") || unexpected(s);
  if (c === ";") return closers.includes(";;") && /^;[;&]/.test(s.text.slice(s.at, s.at + 2)) ? true : unexpected(s);
  const r = reserved(s);
  if (r === "" || !CLOSERS.has(r)) return false;
  return closers.includes(r) || unexpected(s);
}

/** A list up to `)` (taken) or, with "", the end of the text. */
export function listUntil(s: State, close: ")" | ""): List {
  const outer = s.pending;
  s.pending = [];
  const result = list(s, close ? [close] : [], true);
  if (close) {
    if (peek(s) !== close) fail(s, "unexpected EOF while looking for matching `)'");
    s.at++;
  }
  s.pending = [...outer, ...s.pending];
  if (!close && s.pending.length) readHeres(s);
  return result;
}

function andOr(s: State): Command {
  const start = s.at;
  let left = pipeline(s);
  for (;;) {
    blanks(s);
    const operator = s.text.startsWith("&&", s.at) ? "and" : s.text.startsWith("||", s.at) ? "or" : undefined;
    if (!operator) return left;
    s.at += 2;
    newlines(s);
    const right = pipeline(s);
    left = { kind: operator, left, right, redirects: [], place: { ...placeFrom(s, start), line: left.place.line } };
  }
}

function pipeline(s: State): Command {
  const start = s.at;
  let negated = false;
  let time: "plain" | "posix" | undefined;
  let marked = false;
  for (;;) {
    blanks(s);
    expandAliases(s);
    const r = reserved(s);
    if (r === "!") {
      s.at++;
      negated = !negated;
    } else if (peek(s) === "!" && peek(s, 1) === "(") {
      s.at++;
      negated = !negated;
    } else if (r === "time") {
      s.at += 4;
      blanks(s);
      time = "plain";
      const posix = /^-p(?=[\s;&|()<>]|$)/.exec(s.text.slice(s.at, s.at + 4));
      if (posix) {
        s.at += 2;
        time = "posix";
      }
      blanks(s);
      const dashes = /^--(?=[\s;&|()<>]|$)/.exec(s.text.slice(s.at, s.at + 4));
      if (dashes) s.at += 2;
    } else break;
    marked = true;
  }
  blanks(s);
  if (marked && (s.at >= s.text.length || /[\n;&)|]/.test(peek(s)))) {
    // `!` and `time` alone are an empty command.
    const place = placeFrom(s, start);
    return {
      kind: "pipeline",
      stages: [{ kind: "simple", assignments: [], words: [], redirects: [], place }],
      stderr: [false],
      negated,
      time,
      redirects: [],
      place,
    };
  }
  const first = command(s);
  const stages = [first];
  const stderr: boolean[] = [];
  for (;;) {
    blanks(s);
    if (peek(s) !== "|" || peek(s, 1) === "|") break;
    s.at++;
    stderr.push(take(s, "&"));
    newlines(s);
    stages.push(command(s));
  }
  if (stages.length === 1 && !marked) return first;
  stderr.push(false);
  return { kind: "pipeline", stages, stderr, negated, time, redirects: [], place: { ...placeFrom(s, start), line: first.place.line } };
}

function command(s: State): Command {
  blanks(s);
  expandAliases(s);
  if (s.at >= s.text.length) unexpected(s);
  const found = nested(s, () => compound(s));
  if (found) {
    const redirects: Redirect[] = [];
    for (;;) {
      blanks(s);
      const redirect = redirection(s);
      if (!redirect) break;
      redirects.push(redirect);
    }
    if (!redirects.length) return found;
    return { ...found, redirects: [...found.redirects, ...redirects] };
  }
  return simple(s);
}

const DECLARATIONS = new Set(["declare", "typeset", "local", "export", "readonly"]);
const ASSIGNMENT = /([A-Za-z_][A-Za-z0-9_]*)(\+?=|\[)/y;

function simple(s: State): Command {
  const start = s.at;
  const assignments: Assignment[] = [];
  const words: Argument[] = [];
  const redirects: Redirect[] = [];
  let declaration = false;
  // bash counts the line once it has seen what follows the first word.
  let line: number | undefined;
  for (;;) {
    blanks(s);
    const redirect = redirection(s);
    if (redirect) {
      redirects.push(redirect);
      continue;
    }
    if (!words.length && (assignments.length || redirects.length)) expandAliases(s);
    if (words.length === 0 || declaration) {
      const found = assignment(s);
      if (found) {
        if (words.length === 0) assignments.push(found);
        else {
          words.push({ assignment: found, place: found.place });
          if (words.length === 2 && !assignments.length && !redirects.length) line = lineOf(s, s.at);
        }
        continue;
      }
    }
    const before = s.at;
    const next = (words.length && constantText(words[0] as Word) === "let" ? listWord(s) : undefined) ?? nextWord(s);
    if (!next) break;
    words.push(next);
    if (words.length <= 2 && !assignments.length && !redirects.length) line = lineOf(s, s.at);
    if (words.length === 1) {
      // In quotes it is a command like others.
      const text = constantText(next);
      declaration = text !== undefined && DECLARATIONS.has(text);
      if (assignments.length === 0 && redirects.length === 0) {
        const opening = /^[ \t]*\([ \t]*\)/.exec(s.text.slice(s.at, s.at + 40));
        const name = constantText(next);
        if (opening && name !== undefined) {
          s.at += opening[0].length;
          return functionBody(s, name, placeFrom(s, before));
        }
      }
    }
  }
  if (!assignments.length && !words.length && !redirects.length) unexpected(s);
  if (peek(s) === "(") unexpected(s);
  const place = placeFrom(s, start);
  return { kind: "simple", assignments, words, redirects, place: line === undefined ? place : { ...place, line } };
}

/** `let x=( 1 + 2 )`: a word with what is in the parentheses. */
function listWord(s: State): Word | undefined {
  blanks(s);
  const start = s.at;
  LIST.lastIndex = start;
  const found = LIST.exec(s.text)?.[0];
  if (found === undefined) return undefined;
  s.at += found.length;
  const parts = partsOf(s, { stop: ")", process: true });
  if (!take(s, ")")) fail(s, "unexpected EOF while looking for matching `)'");
  const rest = word(s, PLAIN).parts;
  const quoted = parts.map((part): Part => (part.kind === "literal" ? { kind: "quoted", text: part.text } : part));
  return { parts: [{ kind: "quoted", text: found }, ...quoted, { kind: "quoted", text: ")" }, ...rest], place: placeFrom(s, start) };
}

const LIST = /[A-Za-z_]\w*\+?=\(/y;

/** After `name ()` or `function name`: the body, with its redirections. */
export function functionBody(s: State, name: string, place: Place): Command {
  newlines(s);
  const body = command(s);
  if (body.kind === "simple" || body.kind === "pipeline" || body.kind === "function") unexpected(s);
  return { kind: "function", name, body, redirects: [], place: { ...place, end: body.place.end } };
}

/** `name=value`, `name[subscript]+=value`, `name=( … )` at the position of an assignment. */
export function assignment(s: State): Assignment | undefined {
  ASSIGNMENT.lastIndex = s.at;
  const found = ASSIGNMENT.exec(s.text);
  if (!found) return undefined;
  const start = s.at;
  s.at += found[1].length;
  let subscript: Word | undefined;
  if (found[2] === "[") {
    s.at++;
    try {
      subscript = subscriptWord(s);
    } catch {
      s.at = start;
      return undefined;
    }
    if (peek(s) !== "=" && !(peek(s) === "+" && peek(s, 1) === "=")) {
      s.at = start;
      return undefined;
    }
  }
  const append = take(s, "+");
  s.at++;
  if (peek(s) === "(") {
    s.at++;
    const elements = compoundElements(s);
    return { name: found[1], subscript, append, elements, place: placeFrom(s, start) };
  }
  const value = word(s, PLAIN);
  return { name: found[1], subscript, append, value, place: placeFrom(s, start) };
}

/** A mistake among the elements of an array is one of the line. */
function inList(find: () => never): never {
  try {
    find();
  } catch (error) {
    if (!(error instanceof ShellSyntaxError)) throw error;
    throw new ShellSyntaxError(error.start, error.line, error.message, error.conditional, true);
  }
}

function compoundElements(s: State): Element[] {
  const elements: Element[] = [];
  for (;;) {
    newlines(s);
    if (take(s, ")")) return elements;
    const start = s.at;
    if (peek(s) === "[") {
      s.at++;
      let key: Word | undefined;
      try {
        key = subscriptWord(s);
      } catch {
        key = undefined;
      }
      if (key && (peek(s) === "=" || s.text.startsWith("+=", s.at))) {
        const append = take(s, "+");
        s.at++;
        elements.push({ key, append, value: word(s, PLAIN) });
        continue;
      }
      s.at = start;
    }
    const value = nextWord(s, false);
    if (!value) inList(() => (s.at >= s.text.length ? fail(s, "unexpected EOF while looking for matching `)'") : unexpected(s)));
    else elements.push({ value });
  }
}

const REDIRECTION = /(?:([0-9]+)|\{([A-Za-z_][A-Za-z0-9_]*(?:\[[0-9]+\])?)\})?(&>>|&>|<<<|<<-|<<|>>|<&|>&|<>|>\||<(?!\()|>(?!\())/y;

/** A redirection, if one is next. */
export function redirection(s: State): Redirect | undefined {
  REDIRECTION.lastIndex = s.at;
  const found = REDIRECTION.exec(s.text);
  if (!found) return undefined;
  const [whole, fd, variable, operator] = found;
  if (operator.startsWith("&") && (fd !== undefined || variable !== undefined)) return undefined;
  const start = s.at;
  s.at += whole.length;
  blanks(s);
  const common = { fd: fd === undefined ? undefined : Number(fd), variable };
  if (operator === "<<" || operator === "<<-") {
    const { delimiter, quoted } = hereDelimiter(s);
    const redirect = { operator: "<<" as RedirectOperator, ...common, word: emptyWord(placeFrom(s, start)), place: placeFrom(s, start) };
    s.pending.push({ delimiter, quoted, strip: operator === "<<-", redirect });
    return redirect;
  }
  const target = nextWord(s);
  if (!target) unexpected(s);
  return { operator: operator as RedirectOperator, ...common, word: target, place: placeFrom(s, start) };
}
