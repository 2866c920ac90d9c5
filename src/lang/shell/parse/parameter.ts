/** `${…}` in full. */
import type { Operation, Part, Subscript, Word } from "./ast.ts";
import { arithmeticText } from "./arithmetic.ts";
import { fail, placeFrom, take, type State } from "./state.ts";
import { word, type WordMode } from "./word.ts";

const PARAMETER = /[A-Za-z_][A-Za-z0-9_]*|[0-9]+|[@*#?$!-]/y;

function name(s: State): string | undefined {
  PARAMETER.lastIndex = s.at;
  const found = PARAMETER.exec(s.text)?.[0];
  if (found !== undefined) s.at += found.length;
  return found;
}

/** Thrown where bash sees a bad substitution, which is no mistake of syntax: it is found when the word is expanded. */
class BadSubstitution extends Error {}

/** At `${`; takes up to and with the closing brace. `quoted`: inside double quotes or a here-document. */
export function braced(s: State, quoted: boolean): Part<"parameter"> {
  const start = s.at;
  const pending = [...s.pending];
  try {
    return parameter(s, quoted);
  } catch (error) {
    if (!(error instanceof BadSubstitution)) throw error;
    s.at = start;
    s.pending = pending;
    skipBraces(s);
    const text = s.text.slice(start, s.at);
    return { kind: "parameter", name: "", operation: { kind: "bad", text }, braced: true, place: placeFrom(s, start) };
  }
}

/** At `${`: past the brace that closes it; quotes and what nests are skipped. */
function skipBraces(s: State): void {
  const start = s.at;
  let depth = 0;
  for (; s.at < s.text.length; s.at++) {
    const c = s.text[s.at];
    if (c === "\\") s.at++;
    else if (c === "'") {
      const end = s.text.indexOf("'", s.at + 1);
      if (end >= 0) s.at = end;
    } else if (c === "{") depth++;
    else if (c === "}" && --depth === 0) {
      s.at++;
      return;
    }
  }
  fail(s, "unexpected EOF while looking for matching `}'", start);
}

function parameter(s: State, quoted: boolean): Part<"parameter"> {
  const start = s.at;
  s.at += 2;
  const bad = (): never => {
    throw new BadSubstitution();
  };
  /** Nothing is no subscript. */
  const subscriptHere = (): Subscript | undefined => {
    const subscript = subscriptOf(s);
    return subscript?.kind === "text" && !subscript.word.parts.length ? bad() : subscript;
  };
  let indirect = false;
  const c = s.text[s.at];
  const next = s.text[s.at + 1];
  if (
    c === "#" &&
    next !== undefined &&
    /[A-Za-z0-9_@*?$!#-]/.test(next) &&
    !(next === "-" && s.text[s.at + 2] !== "}") &&
    !(next === "?" && s.text[s.at + 2] !== "}") &&
    !(next === "#" && s.text[s.at + 2] !== "}")
  ) {
    s.at++;
    const of = name(s);
    if (of === undefined) bad();
    const subscript = subscriptHere();
    if (s.text[s.at] !== "}") bad();
    s.at++;
    return { kind: "parameter", name: of as string, subscript, operation: { kind: "length" }, braced: true, place: placeFrom(s, start) };
  }
  if (c === "!" && next !== undefined && /[A-Za-z0-9_@*#?]/.test(next)) {
    s.at++;
    indirect = true;
  }
  const base = name(s);
  if (base === undefined) bad();
  const subscript = subscriptHere();
  let operation: Operation | undefined;
  if (indirect && /^[@*]\}/.test(s.text.slice(s.at, s.at + 2)) && !subscript) {
    operation = { kind: "names", star: s.text[s.at] === "*" };
    s.at++;
    indirect = false;
  } else if (indirect && subscript && subscript.kind !== "text" && s.text[s.at] === "}") {
    operation = { kind: "keys", star: subscript.kind === "star" };
    indirect = false;
  } else operation = operationOf(s, quoted, bad);
  if (s.text[s.at] !== "}") {
    if (s.at >= s.text.length) fail(s, "unexpected EOF while looking for matching `}'", start);
    bad();
  }
  s.at++;
  return {
    kind: "parameter",
    name: base as string,
    subscript,
    indirect: indirect || undefined,
    operation,
    braced: true,
    place: placeFrom(s, start),
  };
}

function subscriptOf(s: State): Subscript | undefined {
  if (s.text[s.at] !== "[") return undefined;
  s.at++;
  if (s.text[s.at + 1] === "]" && (s.text[s.at] === "@" || s.text[s.at] === "*")) {
    const kind = s.text[s.at] === "@" ? "all" : "star";
    s.at += 2;
    return { kind };
  }
  const inner = subscriptWord(s);
  return { kind: "text", word: inner };
}

/** After `[`: the subscript, and takes the `]`. */
export function subscriptWord(s: State): Word {
  const inner = word(s, { stop: "]", brackets: true });
  if (s.text[s.at] !== "]") fail(s, "unexpected EOF while looking for matching `]'");
  s.at++;
  return inner;
}

const DEFAULTS = "-=?+";

function operationOf(s: State, quoted: boolean, bad: () => never): Operation | undefined {
  const c = s.text[s.at];
  const next = s.text[s.at + 1];
  const operand: WordMode = quoted ? { stop: "}", double: true } : { stop: "}" };
  const pattern: WordMode = { stop: "}", extglob: true };
  switch (c) {
    case "}":
    case undefined:
      return undefined;
    case ":":
      if (next !== undefined && DEFAULTS.includes(next)) {
        s.at += 2;
        return { kind: "default", operator: next as "-", colon: true, word: word(s, operand) };
      }
      return slice(s);
    case "-":
    case "=":
    case "?":
    case "+":
      s.at++;
      return { kind: "default", operator: c, colon: false, word: word(s, operand) };
    case "#":
    case "%": {
      const operator = next === c ? ((c + c) as "##") : c;
      s.at += operator.length;
      return { kind: "trim", operator, pattern: word(s, pattern) };
    }
    case "/": {
      const operator = next === "/" || next === "#" || next === "%" ? (`/${next}` as "//") : "/";
      s.at += operator.length;
      // A slash at the start of the pattern is itself: `${x///-}` replaces slashes.
      const slash = operator === "//" && take(s, "/");
      const rest = word(s, { stop: "/}", extglob: true });
      const what: Word = !slash ? rest : { ...rest, parts: [{ kind: "literal", text: "/" }, ...rest.parts] };
      if (s.text[s.at] !== "/") return { kind: "replace", operator, pattern: what };
      s.at++;
      return { kind: "replace", operator, pattern: what, with: word(s, { stop: "}" }) };
    }
    case "^":
    case ",":
    case "~": {
      const operator = (next === c ? c + c : c) as "^";
      s.at += operator.length;
      return { kind: "case", operator, pattern: s.text[s.at] === "}" ? undefined : word(s, pattern) };
    }
    case "@":
      if (next !== undefined && /[QEPAaKkUuL]/.test(next)) {
        s.at += 2;
        return { kind: "transform", operator: next };
      }
      return bad();
    default:
      return bad();
  }
}

/** `${x:offset:length}`: both are arithmetic; a `:` of `?:` inside belongs to it. */
function slice(s: State): Operation {
  s.at++;
  const offset = arithmeticText(s, { stop: ":}", double: true, parens: true, brackets: true, ternary: true });
  if (s.text[s.at] !== ":") return { kind: "slice", offset };
  s.at++;
  return { kind: "slice", offset, length: arithmeticText(s, { stop: "}", double: true, parens: true, brackets: true }) };
}
