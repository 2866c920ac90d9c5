/** Words: quoting, and what may stand inside a word. */
import { expandNextWord } from "./alias.ts";
import type { Part, Word } from "./ast.ts";
import { arithmeticText } from "./arithmetic.ts";
import { listUntil } from "./command.ts";
import { braced } from "./parameter.ts";
import { blanks, createState, fail, lineOf, nested, placeFrom, type State } from "./state.ts";

/** Where a word stands, which decides what ends it and how quotes are read. */
export interface WordMode {
  /** Characters that end it when unquoted. */
  readonly stop: string;
  /** Inside double quotes: single quotes are text, backslash quotes only some characters. */
  readonly double?: boolean;
  /** A here-document's body: as double, with `"` as text. */
  readonly here?: boolean;
  /** `<(` and `>(` are process substitutions. */
  readonly process?: boolean;
  /** Parentheses group and may hold blanks (the right side of `=~`). */
  readonly regex?: boolean;
  /** `[` … `]` nests (subscripts), `(` … `)` nests (arithmetic). */
  readonly brackets?: boolean;
  readonly parens?: boolean;
  /** Double quotes inside are removed as quotes are, in a context that is quoted already. */
  readonly extglob?: boolean;
}

export const PLAIN: WordMode = { stop: " \t\n|&;()<>", process: true, extglob: true };
export const REGEX: WordMode = { stop: " \t\n&;)<>", regex: true };
const NESTED_GLOB: WordMode = { stop: ")", extglob: true, process: false };

export function word(s: State, mode: WordMode): Word {
  const start = s.at;
  const parts = partsOf(s, mode).map((part) => withWhole(part, s.text.slice(start, s.at)));
  return { parts, place: placeFrom(s, start) };
}

/** Parts up to a stop character of the mode (not taken) or the end of the text. */
export function partsOf(s: State, mode: WordMode): Part[] {
  const out: Part[] = [];
  let run = "";
  const flush = () => {
    if (run !== "") out.push(mode.double || mode.here ? { kind: "quoted", text: run } : { kind: "literal", text: run });
    run = "";
  };
  const push = (part: Part) => {
    flush();
    out.push(part);
  };
  let brackets = 0;
  let parens = 0;
  while (s.at < s.text.length) {
    const c = s.text[s.at];
    if (mode.brackets && c === "[") brackets++;
    else if (mode.brackets && c === "]" && brackets > 0) {
      brackets--;
      run += c;
      s.at++;
      continue;
    }
    if (mode.parens && c === "(") parens++;
    else if (mode.parens && c === ")" && parens > 0) {
      parens--;
      run += c;
      s.at++;
      continue;
    }
    if (mode.process && (c === "<" || c === ">") && s.text[s.at + 1] === "(") {
      const start = s.at;
      s.at += 2;
      const body = listUntil(s, ")");
      push({ kind: "process", direction: c === "<" ? "in" : "out", body, place: placeFrom(s, start) });
      continue;
    }
    if (mode.stop.includes(c) && parens === 0) break;
    switch (c) {
      case "\\": {
        const next = s.text[s.at + 1];
        if (next === "\n") s.at += 2;
        else if (next === undefined) {
          run += "\\";
          s.at++;
        } else if (mode.double || mode.here) {
          const special = mode.here && !mode.stop.includes("}") ? "$`\\" : mode.stop.includes("}") ? '$`"\\}' : '$`"\\';
          if (special.includes(next)) {
            push({ kind: "quoted", text: next });
          } else run += "\\" + next;
          s.at += 2;
        } else {
          push({ kind: "quoted", text: next });
          s.at += 2;
        }
        break;
      }
      case "'":
        if (mode.double || mode.here) {
          run += c;
          s.at++;
        } else push({ kind: "quoted", text: singleQuoted(s) });
        break;
      case '"':
        if (mode.here && !mode.stop.includes("}")) {
          run += c;
          s.at++;
        } else {
          flush();
          out.push(doubleQuoted(s));
        }
        break;
      case "$": {
        const part = dollar(s, mode.double === true || mode.here === true);
        if (part === undefined) {
          run += "$";
          s.at++;
        } else push(part);
        break;
      }
      case "`":
        push(backquoted(s, mode.double === true));
        break;
      case "(":
        if (mode.regex) {
          run += "(";
          s.at++;
          flush();
          out.push(...nested(s, () => partsOf(s, { stop: ")", regex: true })));
          if (s.text[s.at] !== ")") fail(s, "unexpected EOF while looking for matching `)'");
          run += ")";
          s.at++;
        } else {
          run += c;
          s.at++;
        }
        break;
      case "?":
      case "*":
      case "+":
      case "@":
      case "!":
        if (mode.extglob && s.text[s.at + 1] === "(" && (s.extglob?.on !== false || s.testing || mode !== PLAIN)) {
          run += c + "(";
          s.at += 2;
          flush();
          out.push(...nested(s, () => partsOf(s, NESTED_GLOB)));
          if (s.text[s.at] !== ")") fail(s, "unexpected EOF while looking for matching `)'");
          run += ")";
          s.at++;
        } else {
          run += c;
          s.at++;
        }
        break;
      default:
        run += c;
        s.at++;
    }
  }
  flush();
  return out;
}

function singleQuoted(s: State): string {
  const end = s.text.indexOf("'", s.at + 1);
  if (end < 0) fail(s, "unexpected EOF while looking for matching `''");
  const text = s.text.slice(s.at + 1, end);
  s.at = end + 1;
  return text;
}

/** A bad substitution is reported with all of the text that is expanded with it. */
const withWhole = (part: Part, text: string): Part =>
  part.kind === "parameter" && part.operation?.kind === "bad" ? { ...part, operation: { kind: "bad", text } } : part;

function doubleQuoted(s: State): Part<"double"> {
  const start = s.at++;
  const parts = partsOf(s, { stop: '"', double: true });
  if (s.text[s.at] !== '"') fail(s, "unexpected EOF while looking for matching `\"'", start);
  const text = s.text.slice(start + 1, s.at++);
  return { kind: "double", parts: parts.map((part) => withWhole(part, text)) };
}

const NAME = /[A-Za-z_][A-Za-z0-9_]*/y;

/** What a `$` starts; undefined (nothing taken) when it is a plain dollar sign. */
export function dollar(s: State, quoted: boolean): Part | undefined {
  const start = s.at;
  const c = s.text[s.at + 1];
  if (c === undefined) return undefined;
  if (c === "(") {
    if (s.text[s.at + 2] === "(") {
      const part = arithmeticPart(s);
      if (part) return part;
    }
    s.at += 2;
    const body = nested(s, () => listUntil(s, ")"));
    return { kind: "command", body, place: placeFrom(s, start) };
  }
  if (c === "{") return nested(s, () => braced(s, quoted));
  if (c === "[") {
    s.at += 2;
    const expression = arithmeticText(s, { stop: "]", double: true, brackets: true });
    if (s.text[s.at] !== "]") fail(s, "unexpected EOF while looking for matching `]'");
    s.at++;
    return { kind: "arithmetic", expression, place: placeFrom(s, start) };
  }
  if (!quoted && c === "'") return { kind: "quoted", text: ansiQuoted(s) };
  if (!quoted && c === '"') {
    s.at++;
    return doubleQuoted(s);
  }
  NAME.lastIndex = s.at + 1;
  const name = NAME.exec(s.text)?.[0] ?? (/[0-9@*#?$!-]/.test(c) ? c : undefined);
  if (name === undefined) return undefined;
  s.at += 1 + name.length;
  return { kind: "parameter", name, braced: false, place: placeFrom(s, start) };
}

/** `$((…))`; undefined when the parentheses turn out to be `$( (…) … )`. */
function arithmeticPart(s: State): Part | undefined {
  const start = s.at;
  s.at += 3;
  if (closesTwice(s)) {
    const expression = arithmeticText(s, { stop: ")", double: true, parens: true });
    if (s.text.startsWith("))", s.at)) {
      s.at += 2;
      return { kind: "arithmetic", expression, place: placeFrom(s, start) };
    }
  }
  s.at = start;
  return undefined;
}

/** Does the parenthesis that is open twice close with `))`? Looks ahead over quotes. */
export function closesTwice(s: State): boolean {
  let depth = 0;
  for (let i = s.at; i < s.text.length; i++) {
    const c = s.text[i];
    if (c === "\\") i++;
    else if (c === "'") {
      i = s.text.indexOf("'", i + 1);
      if (i < 0) return false;
    } else if (c === '"') {
      for (i++; i < s.text.length && s.text[i] !== '"'; i++) if (s.text[i] === "\\") i++;
    } else if (c === "(") depth++;
    else if (c === ")" && depth-- === 0) return s.text[i + 1] === ")";
  }
  return false;
}

/** `` `…` ``: backslashes before `` ` ``, `\`, `$` (and `"` inside double quotes) go, the rest is parsed as commands. */
function backquoted(s: State, double: boolean): Part {
  const start = s.at++;
  let inner = "";
  for (;;) {
    const c = s.text[s.at];
    if (c === undefined) fail(s, "unexpected EOF while looking for matching ``'", start);
    if (c === "`") break;
    if (c === "\\") {
      const next = s.text[s.at + 1] ?? "";
      inner += "`\\$".includes(next) || (double && next === '"') ? next : c + next;
      s.at += 2;
    } else {
      inner += c;
      s.at++;
    }
  }
  s.at++;
  const place = placeFrom(s, start);
  const aliases = s.aliases && { ...s.aliases, active: [] };
  const sub = createState(
    inner,
    0,
    lineOf(s, start),
    { start: place.start, end: place.end },
    { aliases, extglob: s.extglob, posix: s.posix },
  );
  sub.depth = s.depth + 1;
  const body = listUntil(sub, "");
  return { kind: "command", body, place };
}

const ESCAPES: Readonly<Record<string, string>> = {
  n: "\n",
  t: "\t",
  r: "\r",
  a: "\x07",
  b: "\b",
  e: "\x1b",
  E: "\x1b",
  f: "\f",
  v: "\v",
  "\\": "\\",
  "'": "'",
  '"': '"',
  "?": "?",
};

/** The bytes (as byte text) of a code point in UTF-8. */
export const utf8 = (code: number): string =>
  Buffer.from(String.fromCodePoint(code <= 0x10ffff && !(code >= 0xd800 && code < 0xe000) ? code : 0xfffd), "utf8").toString("latin1");

/** `$'…'` with its escapes decoded. A NUL ends the string. */
function ansiQuoted(s: State): string {
  const start = s.at;
  s.at += 2;
  let out = "";
  let cut = false;
  const add = (text: string) => {
    if (!cut) out += text;
  };
  for (;;) {
    const c = s.text[s.at];
    if (c === undefined) fail(s, "unexpected EOF while looking for matching `''", start);
    if (c === "'") break;
    if (c !== "\\") {
      add(c);
      s.at++;
      continue;
    }
    const rest = s.text.slice(s.at + 1, s.at + 10);
    let m: RegExpExecArray | null;
    if ((m = /^[0-7]{1,3}/.exec(rest))) {
      const code = parseInt(m[0], 8) & 255;
      if (code === 0) cut = true;
      add(String.fromCharCode(code));
      s.at += 1 + m[0].length;
    } else if ((m = /^x\{([0-9a-fA-F]*)\}?/.exec(s.text.slice(s.at + 1, s.at + 100)) ?? /^x([0-9a-fA-F]{1,2})/.exec(rest))) {
      // In braces as many digits as there are: the last two count, and none is a NUL.
      const code = parseInt(m[1].slice(-2) || "0", 16);
      if (code === 0) cut = true;
      add(String.fromCharCode(code));
      s.at += 1 + m[0].length;
    } else if ((m = /^u([0-9a-fA-F]{1,4})/.exec(rest)) || (m = /^U([0-9a-fA-F]{1,8})/.exec(rest))) {
      const code = parseInt(m[1], 16);
      if (code === 0) cut = true;
      add(utf8(code));
      s.at += 1 + m[0].length;
    } else if (rest[0] === "c" && rest.length > 1 && rest[1] !== "'") {
      if (rest[1] !== "?" && (rest.charCodeAt(1) & 31) === 0) cut = true;
      add(String.fromCharCode(rest[1] === "?" ? 127 : rest.charCodeAt(1) & 31));
      s.at += rest.startsWith("c\\\\") ? 4 : 3;
    } else if (rest[0] in ESCAPES) {
      add(ESCAPES[rest[0]]);
      s.at += 2;
    } else {
      add("\\");
      s.at++;
    }
  }
  s.at++;
  return out;
}

/** The text of a word without any expansion (reserved words, names, delimiters); undefined when it has one. */
export function constantText(w: Word, quotes = false): string | undefined {
  let out = "";
  for (const part of w.parts) {
    if (part.kind === "literal") out += part.text;
    else if (quotes && part.kind === "quoted") out += part.text;
    else if (quotes && part.kind === "double") {
      const inner = constantText({ parts: part.parts, place: w.place }, true);
      if (inner === undefined) return undefined;
      out += inner;
    } else return undefined;
  }
  return out;
}

/** Blanks, then a word of a command; undefined when an operator or the end of the line is next. */
export function nextWord(s: State): Word | undefined {
  blanks(s);
  if (s.aliases?.next !== undefined) expandNextWord(s);
  const c = s.text[s.at];
  if (c === undefined) return undefined;
  if (PLAIN.stop.includes(c) && !((c === "<" || c === ">") && s.text[s.at + 1] === "(")) return undefined;
  const found = word(s, PLAIN);
  return s.posix ? withoutBraces(found) : found;
}

/** dash expands no braces: they are text like any other. */
function withoutBraces(w: Word): Word {
  if (!w.parts.some((part) => part.kind === "literal" && part.text.includes("{"))) return w;
  const parts = w.parts.flatMap((part): Part[] =>
    part.kind !== "literal"
      ? [part]
      : part.text
          .split(/(\{)/)
          .filter((text) => text !== "")
          .map((text) => ({ kind: text === "{" ? "quoted" : "literal", text })),
  );
  return { ...w, parts };
}
