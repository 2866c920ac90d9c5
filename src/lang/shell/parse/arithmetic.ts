/** Arithmetic: the words of an expression, and its tree where expansions cannot change its shape. */
import type { Arithmetic, ArithmeticText, Part, Target, Word } from "./ast.ts";
import { some, walk } from "../lower/scan.ts";
import { createState, placeFrom, type State } from "./state.ts";
import { partsOf, word, type WordMode } from "./word.ts";

/** Reads an expression up to a stop character of the mode. */
export function arithmeticText(s: State, mode: WordMode): ArithmeticText {
  const start = s.at;
  const parts = partsOf(s, mode);
  const inner: Word = { parts, place: placeFrom(s, start) };
  return { word: inner, tree: arithmeticTree(inner), text: s.text.slice(start, s.at) };
}

type Token =
  | { readonly kind: "number"; readonly value: bigint; readonly at: number }
  | { readonly kind: "name"; readonly name: string; readonly subscript?: Word; readonly at: number }
  | { readonly kind: "expansion"; readonly part: Part; readonly at: number }
  | { readonly kind: "operator"; readonly text: string; readonly at: number };

const OPERATORS = /<<=|>>=|\*\*|\+\+|--|<<|>>|<=|>=|==|!=|&&|\|\||[-+*/%&|^]=|[-+*/%<>=!~&|^?:,()]/y;
const NUMBER = /(?:[0-9]+#[0-9A-Za-z@_]+|0[xX][0-9a-fA-F]+|[0-9]+)/y;
const NAME = /[A-Za-z_][A-Za-z0-9_]*/y;

/** The value of a number as bash reads it (octal, hexadecimal, `base#digits`), wrapped to 64 bits; undefined when it is none. */
export function numberValue(text: string): bigint | undefined {
  const based = /^([0-9]+)#(.+)$/.exec(text);
  if (based) {
    const base = Number(based[1]);
    if (base < 2 || base > 64) return undefined;
    let value = 0n;
    for (const c of based[2]) {
      const digit = digitOf(c, base);
      if (digit < 0 || digit >= base) return undefined;
      value = value * BigInt(base) + BigInt(digit);
    }
    return BigInt.asIntN(64, value);
  }
  if (/^0[xX][0-9a-fA-F]+$/.test(text)) return BigInt.asIntN(64, BigInt(text));
  if (/^0[0-7]+$/.test(text)) return BigInt.asIntN(64, BigInt(`0o${text.slice(1)}`));
  if (/^(0|[1-9][0-9]*)$/.test(text)) return BigInt.asIntN(64, BigInt(text));
  return undefined;
}

function digitOf(c: string, base: number): number {
  if (c >= "0" && c <= "9") return Number(c);
  if (c >= "a" && c <= "z") return c.charCodeAt(0) - 87;
  if (c >= "A" && c <= "Z") return c.charCodeAt(0) - (base <= 36 ? 55 : 29);
  return c === "@" ? 62 : 63;
}

/** The tree of an expression; undefined where only its text at run time decides, or where it is wrong (bash says so when it runs). */
export function arithmeticTree(w: Word): Arithmetic | undefined {
  const tokens: Token[] = [];
  // Where a token stands in the text without its expansions; used for the rest that messages quote.
  let source = "";
  let glued = false;
  const expanded: Word[] = [];
  const list = flat(w.parts);
  for (let k = 0; k < list.length; k++) {
    const part = list[k];
    if (part.kind !== "quoted") {
      if (part.kind === "literal" || part.kind === "double" || part.kind === "process") return undefined;
      if (glued) return undefined;
      tokens.push({ kind: "expansion", part, at: source.length });
      source += "$";
      glued = true;
      continue;
    }
    let { text } = part;
    const offset = source.length;
    source += text;
    let i = 0;
    while (i < text.length) {
      if (/\s/.test(text[i])) {
        i++;
        glued = false;
        continue;
      }
      NUMBER.lastIndex = NAME.lastIndex = OPERATORS.lastIndex = i;
      let m: RegExpExecArray | null;
      if ((m = NAME.exec(text))) {
        if (glued) return undefined;
        const at = offset + i;
        i += m[0].length;
        let subscript: Word | undefined;
        if (text[i] === "[") {
          const sub = createState(text.slice(i + 1), 0, w.place.line, w.place);
          // The key of an associative array may be quoted.
          const key = /^'([^'\]]*)'(?=\])/.exec(sub.text);
          if (key) sub.at = key[0].length;
          subscript = key
            ? { parts: [{ kind: "quoted", text: key[1] }], place: w.place }
            : word(sub, { stop: "]", brackets: true, double: true });
          if (sub.text[sub.at] === "]") i += sub.at + 2;
          else {
            // Expansions inside the subscript split the text.
            const spread = spreadSubscript(list, k, text.slice(i + 1), w);
            if (!spread) return undefined;
            subscript = spread.word;
            expanded.push(subscript);
            k = spread.at;
            text = spread.rest;
            source += `$${text}`;
            i = 0;
          }
        }
        tokens.push({ kind: "name", name: m[0], subscript, at });
        glued = true;
      } else if ((m = NUMBER.exec(text))) {
        if (glued) return undefined;
        const value = numberValue(m[0]);
        const after = text[i + m[0].length] ?? "";
        if (value === undefined || /[A-Za-z0-9_#@.]/.test(after)) return undefined;
        tokens.push({ kind: "number", value, at: offset + i });
        i += m[0].length;
        glued = true;
      } else if ((m = OPERATORS.exec(text))) {
        tokens.push({ kind: "operator", text: m[0], at: offset + i });
        i += m[0].length;
        glued = false;
      } else return undefined;
    }
  }
  if (tokens.length === 0) return { kind: "number", value: 0n };
  const cursor = { tokens, at: 0, source };
  try {
    const tree = comma(cursor);
    return cursor.at === tokens.length && (!expanded.length || keepsOrder(tree, expanded)) ? tree : undefined;
  } catch (error) {
    if (error instanceof NotATree) return undefined;
    throw error;
  }
}

/** A subscript over several parts, from its first text on: its word, the part with the `]`, and what is left of that. */
function spreadSubscript(
  list: readonly Part[],
  from: number,
  first: string,
  w: Word,
): { readonly word: Word; readonly at: number; readonly rest: string } | undefined {
  const parts: Part[] = [];
  let depth = 0;
  for (let at = from; at < list.length; at++) {
    const part = list[at];
    if (part.kind === "parameter" || part.kind === "arithmetic") {
      parts.push(part);
      continue;
    }
    if (part.kind !== "quoted") return undefined;
    const text = at === from ? first : part.text;
    for (let i = 0; i < text.length; i++) {
      if (text[i] === "[") depth++;
      if (text[i] !== "]" || depth-- > 0) continue;
      if (i > 0) parts.push({ kind: "quoted", text: text.slice(0, i) });
      return { word: { parts, place: w.place }, at, rest: text.slice(i + 1) };
    }
    if (text !== "") parts.push({ kind: "quoted", text });
  }
  return undefined;
}

/** All expansions are made before the expression is evaluated: what it assigns must not be what they read. */
function keepsOrder(tree: Arithmetic, expanded: readonly Word[]): boolean {
  const assigned = new Set<string>();
  walk(tree, (node) => {
    if (node.kind === "assign" || node.kind === "step") assigned.add((node.target as Target).name);
  });
  return !some(
    expanded,
    (node) => (node.kind === "parameter" && assigned.has(node.name as string)) || node.kind === "assign" || node.kind === "step",
  );
}

/** Double quotes have no meaning in arithmetic: their parts stand for themselves. */
function flat(parts: readonly Part[]): Part[] {
  return parts.flatMap((part) =>
    part.kind === "double" ? flat(part.parts) : part.kind === "literal" ? [{ kind: "quoted", text: part.text } as const] : [part],
  );
}

class NotATree extends Error {}
interface Cursor {
  readonly tokens: readonly Token[];
  at: number;
  readonly source: string;
}

const operatorAt = (c: Cursor): string => {
  const token = c.tokens[c.at];
  return token?.kind === "operator" ? token.text : "";
};
const rest = (c: Cursor): string => c.source.slice(c.tokens[c.at]?.at ?? c.source.length);

function comma(c: Cursor): Arithmetic {
  let left = assignment(c);
  while (operatorAt(c) === ",") {
    c.at++;
    left = { kind: "comma", left, right: assignment(c) };
  }
  return left;
}

const ASSIGN = new Set(["=", "+=", "-=", "*=", "/=", "%=", "<<=", ">>=", "&=", "|=", "^="]);

function assignment(c: Cursor): Arithmetic {
  const token = c.tokens[c.at];
  const after = c.tokens[c.at + 1];
  if (token?.kind === "name" && after?.kind === "operator" && ASSIGN.has(after.text)) {
    c.at += 2;
    const text = rest(c);
    const value = assignment(c);
    return { kind: "assign", operator: after.text.slice(0, -1), target: targetOf(token), value, token: text };
  }
  return conditional(c);
}

const targetOf = (token: Token & { kind: "name" }): Target => ({ name: token.name, subscript: token.subscript });

function conditional(c: Cursor): Arithmetic {
  const test = logicalOr(c);
  if (operatorAt(c) !== "?") return test;
  c.at++;
  const then = comma(c);
  if (operatorAt(c) !== ":") throw new NotATree();
  c.at++;
  return { kind: "conditional", test, then, orElse: assignment(c) };
}

function logicalOr(c: Cursor): Arithmetic {
  let left = logicalAnd(c);
  while (operatorAt(c) === "||") {
    c.at++;
    left = { kind: "logical", operator: "||", left, right: logicalAnd(c) };
  }
  return left;
}

function logicalAnd(c: Cursor): Arithmetic {
  let left = binary(c, 0);
  while (operatorAt(c) === "&&") {
    c.at++;
    left = { kind: "logical", operator: "&&", left, right: binary(c, 0) };
  }
  return left;
}

const LEVELS = [["|"], ["^"], ["&"], ["==", "!="], ["<", "<=", ">", ">="], ["<<", ">>"], ["+", "-"], ["*", "/", "%"]];

function binary(c: Cursor, level: number): Arithmetic {
  if (level === LEVELS.length) return power(c);
  let left = binary(c, level + 1);
  while (LEVELS[level].includes(operatorAt(c))) {
    const operator = operatorAt(c);
    c.at++;
    const token = rest(c);
    left = { kind: "binary", operator, left, right: binary(c, level + 1), token };
  }
  return left;
}

function power(c: Cursor): Arithmetic {
  const left = unary(c);
  if (operatorAt(c) !== "**") return left;
  c.at++;
  const token = rest(c);
  return { kind: "binary", operator: "**", left, right: power(c), token };
}

function unary(c: Cursor): Arithmetic {
  const operator = operatorAt(c);
  if (operator === "-" || operator === "+" || operator === "!" || operator === "~") {
    c.at++;
    return { kind: "unary", operator, operand: unary(c) };
  }
  if (operator === "++" || operator === "--") {
    const token = c.tokens[c.at + 1];
    if (token?.kind === "name") {
      c.at += 2;
      return { kind: "step", target: targetOf(token), by: operator === "++" ? 1 : -1, prefix: true };
    }
    // `--5` is minus minus five.
    c.at++;
    const inner = unary(c);
    const sign = operator[0] as "+" | "-";
    return { kind: "unary", operator: sign, operand: { kind: "unary", operator: sign, operand: inner } };
  }
  return primary(c);
}

function primary(c: Cursor): Arithmetic {
  const token = c.tokens[c.at++];
  if (token === undefined) throw new NotATree();
  switch (token.kind) {
    case "number":
      return { kind: "number", value: token.value };
    case "expansion":
      return { kind: "expansion", part: token.part };
    case "name": {
      const target = targetOf(token);
      const operator = operatorAt(c);
      if (operator === "++" || operator === "--") {
        const following = c.tokens[c.at + 1];
        // `a++b` is `a + (+b)`.
        if (!following || following.kind === "operator") {
          c.at++;
          return { kind: "step", target, by: operator === "++" ? 1 : -1, prefix: false };
        }
        throw new NotATree();
      }
      return { kind: "variable", target };
    }
    case "operator": {
      if (token.text !== "(") throw new NotATree();
      const inner = comma(c);
      if (operatorAt(c) !== ")") throw new NotATree();
      c.at++;
      return inner;
    }
  }
}
