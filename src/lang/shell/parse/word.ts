/** Words: quoting, and what may stand inside a word. */
import { expandNextWord } from "./alias.ts";
import type { Part, Word } from "./ast.ts";
import { ansiQuoted } from "./ansi.ts";
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
  /** `?` … `:` belong together. */
  readonly ternary?: boolean;
  /** Double quotes inside of double quotes (`"${x:-"…"}"`): a backslash quotes every character. */
  readonly twice?: boolean;
  readonly extglob?: boolean;
}

export const PLAIN: WordMode = { stop: " \t\n|&;()<>", process: true, extglob: true };
export const REGEX: WordMode = { stop: " \t\n&;)<>", regex: true };
const NESTED_GLOB: WordMode = { stop: ")", extglob: true, process: false };
/** In `${…}` the brace ends whatever its pattern has begun. */
const BRACED_GLOB: WordMode = { ...NESTED_GLOB, stop: ")}" };

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
  let questions = 0;
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
    if (mode.ternary && c === "?") questions++;
    else if (mode.ternary && c === ":" && questions > 0) {
      questions--;
      run += c;
      s.at++;
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
        } else if ((mode.double || mode.here) && !mode.twice) {
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
          // In `"${x-'}'}"` the quotes are text, but the brace between them closes nothing.
          const brace = mode.stop === "}" ? /^'[^'"\n$`\\]*\}[^'"\n$`\\]*'/.exec(s.text.slice(s.at, s.at + 200))?.[0] : undefined;
          run += brace ?? c;
          s.at += (brace ?? c).length;
        } else push({ kind: "quoted", text: singleQuoted(s) });
        break;
      case '"':
        if (mode.here && !mode.stop.includes("}")) {
          run += c;
          s.at++;
        } else {
          flush();
          out.push(doubleQuoted(s, mode.double === true || mode.here === true));
        }
        break;
      case "$": {
        if (mode.parens && mode.double && s.text[s.at + 1] === '"') {
          // `$"3"` in an expression.
          s.at++;
          break;
        }
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
          const braced = mode.stop.includes("}");
          out.push(...nested(s, () => partsOf(s, braced ? BRACED_GLOB : NESTED_GLOB)));
          if (braced && s.text[s.at] === "}") break;
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

/** `twice`: the quotes stand inside of others. */
function doubleQuoted(s: State, twice = false): Part<"double"> {
  const start = s.at++;
  const parts = partsOf(s, { stop: '"', double: true, twice });
  if (s.text[s.at] !== '"') fail(s, "unexpected EOF while looking for matching `\"'", start);
  const text = s.text.slice(start + 1, s.at++);
  return { kind: "double", parts: parts.map((part) => withWhole(part, text)) };
}

const NAME = /[A-Za-z_][A-Za-z0-9_]*/y;

/** What a `$` starts; undefined (nothing taken) when it is a plain dollar sign. */
export function dollar(s: State, quoted: boolean): Part | undefined {
  const start = s.at;
  // A joined line may stand between the dollar sign and what it expands.
  let joined = 0;
  while (s.text.startsWith("\\\n", s.at + joined + 1)) joined += 2;
  const found = dollarAt(s, quoted, start + joined);
  if (found === undefined) s.at = start;
  return found;
}

function dollarAt(s: State, quoted: boolean, start: number): Part | undefined {
  s.at = start;
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

/** Blanks, then a word of a command; undefined when an operator or the end of the line is next. `tildes`: they count behind `name=`. */
export function nextWord(s: State, tildes = true): Word | undefined {
  blanks(s);
  if (s.aliases?.next !== undefined) expandNextWord(s);
  const c = s.text[s.at];
  if (c === undefined) return undefined;
  if (PLAIN.stop.includes(c) && !((c === "<" || c === ">") && s.text[s.at + 1] === "(")) return undefined;
  const found = word(s, PLAIN);
  return s.posix ? withoutBraces(found) : tildes ? withTildes(found) : found;
}

const LIKE_ASSIGNMENT = /^[A-Za-z_][A-Za-z0-9_]*(?:\[[^\]]*\])?\+?=/;

/** A word that looks like an assignment: tildes count behind its `=` and after each `:`. */
function withTildes(w: Word): Word {
  const [first] = w.parts;
  const name = first?.kind === "literal" ? LIKE_ASSIGNMENT.exec(first.text)?.[0] : undefined;
  if (name === undefined || !w.parts.some((part) => part.kind === "literal" && part.text.includes("~"))) return w;
  if (w.parts.some((part) => part.kind === "literal" && part.text.includes("{"))) return w;
  const parts = w.parts.flatMap((part, i): Part[] => {
    if (part.kind !== "literal") return [part];
    const start = i === 0 ? name.length : 0;
    const pieces: Part[] = [];
    let from = 0;
    for (const found of part.text.matchAll(/(?<=[=:])~[A-Za-z0-9_.+-]*(?=([/:]|$))/g)) {
      const at = found.index;
      const behind = at === start ? i === 0 : part.text[at - 1] === ":" && at > start;
      if (!behind || (found[1] === "" && i < w.parts.length - 1)) continue;
      if (at > from) pieces.push({ kind: "literal", text: part.text.slice(from, at) });
      pieces.push({ kind: "literal", text: found[0], tilde: true });
      from = at + found[0].length;
    }
    if (from < part.text.length) pieces.push({ kind: "literal", text: part.text.slice(from) });
    return pieces;
  });
  return { ...w, parts };
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
