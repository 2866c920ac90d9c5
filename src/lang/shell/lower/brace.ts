/** Brace expansion: before every other expansion, on unquoted source text. */
import type { Part, Word } from "../parse/index.ts";

/** One unit of a word: an unquoted character, or a part that braces do not look into. */
type Item = string | Part;

/** The words that a word stands for. */
export function expandBraces(word: Word): Word[] {
  if (!word.parts.some((part) => part.kind === "literal" && part.text.includes("{"))) return [word];
  const items = word.parts.flatMap((part): Item[] => (part.kind === "literal" ? [...part.text] : [part]));
  return expand(items).map((list) => ({ parts: join(list), place: word.place }));
}

/** A word that is one long range of numbers between plain texts: expanded at run time. */
export interface LongRange {
  readonly prefix: string;
  readonly from: number;
  readonly to: number;
  readonly step: number;
  /** Digits with leading zeros and sign; 0: as many as there are. */
  readonly width: number;
  readonly suffix: string;
}

/** More words than this are not written out. */
const LONG = 64;

/** `x{1..1000}y`, when it is nothing else and too long to write out. */
export function longRange(word: Word): LongRange | undefined {
  const [only, ...more] = word.parts;
  if (!only || more.length || only.kind !== "literal") return undefined;
  const found = /^([\w./:,=-]*)\{([+-]?[0-9]{1,15})\.\.([+-]?[0-9]{1,15})(?:\.\.([+-]?[0-9]{1,9}))?\}([\w./:,=-]*)$/.exec(only.text);
  if (!found) return undefined;
  const [, prefix, first, last, by, suffix] = found;
  const [from, to] = [Number(first), Number(last)];
  const step = Math.abs(Number(by ?? 1)) || 1;
  if (Math.abs(to - from) / step < LONG) return undefined;
  const padded = [first, last].some((each) => /^[+-]?0[0-9]/.test(each));
  return { prefix, from, to, step, width: padded ? Math.max(first.length, last.length) : 0, suffix };
}

function join(items: readonly Item[]): Part[] {
  const out: Part[] = [];
  let run = "";
  for (const item of items) {
    if (typeof item === "string") run += item;
    else {
      if (run) out.push({ kind: "literal", text: run });
      run = "";
      out.push(item);
    }
  }
  if (run) out.push({ kind: "literal", text: run });
  return grown(out);
}

/** Braces are expanded in the text of a word: what comes to stand behind `$name` may go on with the name. */
function grown(parts: Part[]): Part[] {
  for (const [i, part] of parts.entries()) {
    const next = parts[i + 1];
    if (part.kind !== "parameter" || part.braced || part.operation || next?.kind !== "literal" || !/^[A-Za-z_]/.test(part.name)) continue;
    const more = /^\w+/.exec(next.text)?.[0];
    if (more === undefined) continue;
    parts[i] = { ...part, name: part.name + more };
    parts[i + 1] = { ...next, text: next.text.slice(more.length) };
  }
  return parts.filter((part) => part.kind !== "literal" || part.text !== "");
}

function expand(items: readonly Item[]): Item[][] {
  for (let open = items.indexOf("{"); open >= 0; open = items.indexOf("{", open + 1)) {
    const found = group(items, open);
    if (!found) continue;
    const before = items.slice(0, open);
    const after = expand(items.slice(found.end + 1));
    return found.choices.flatMap((choice) => after.map((tail) => [...before, ...choice, ...tail]));
  }
  return [[...items]];
}

/** The alternatives of the group that opens at `open`; undefined when it is no brace expansion. */
function group(items: readonly Item[], open: number): { choices: Item[][]; end: number } | undefined {
  let depth = 0;
  const commas: number[] = [];
  for (let i = open + 1; i < items.length; i++) {
    const item = items[i];
    if (item === "{") depth++;
    else if (item === "}" && depth > 0) depth--;
    else if (item === "," && depth === 0) commas.push(i);
    else if (item === "}") {
      const inner = items.slice(open + 1, i);
      if (commas.length) {
        const edges = [open, ...commas, i];
        const choices = edges.slice(1).flatMap((end, k) => expand(items.slice(edges[k] + 1, end)));
        return { choices, end: i };
      }
      const range = inner.every((each) => typeof each === "string") ? sequence(inner.join("")) : undefined;
      if (range)
        return {
          // Between `Z` and `a` is a backslash, which quotes nothing and goes.
          choices: range.map((text) =>
            [...text].map((c) => (/[A-Za-z0-9-]/.test(c) ? c : { kind: "quoted" as const, text: c === "\\" ? "" : c })),
          ),
          end: i,
        };
      // `{x}` stays as it is; a group behind it may still expand.
      return undefined;
    }
  }
  return undefined;
}

/** `a..e`, `1..10..2`; undefined when it is no range. */
function sequence(text: string): string[] | undefined {
  const numbers = /^([+-]?[0-9]+)\.\.([+-]?[0-9]+)(?:\.\.([+-]?[0-9]+))?$/.exec(text);
  if (numbers) {
    const [from, to] = [Number(numbers[1]), Number(numbers[2])];
    const step = Math.abs(Number(numbers[3] ?? 1)) || 1;
    if (Math.abs(to - from) / step > 200_000) return undefined;
    const padded = [numbers[1], numbers[2]].some((each) => /^[+-]?0[0-9]/.test(each));
    const width = padded ? Math.max(numbers[1].length, numbers[2].length) : 0;
    const out: string[] = [];
    const show = (n: number) => (n < 0 ? "-" : "") + String(Math.abs(n)).padStart(n < 0 ? width - 1 : width, "0");
    if (from <= to) for (let n = from; n <= to; n += step) out.push(show(n));
    else for (let n = from; n >= to; n -= step) out.push(show(n));
    return out;
  }
  const letters = /^([A-Za-z])\.\.([A-Za-z])(?:\.\.([+-]?[0-9]+))?$/.exec(text);
  if (!letters) return undefined;
  const [from, to] = [letters[1].charCodeAt(0), letters[2].charCodeAt(0)];
  const step = Math.abs(Number(letters[3] ?? 1)) || 1;
  const out: string[] = [];
  if (from <= to) for (let n = from; n <= to; n += step) out.push(String.fromCharCode(n));
  else for (let n = from; n >= to; n -= step) out.push(String.fromCharCode(n));
  return out;
}
