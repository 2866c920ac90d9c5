/** Namerefs: which variables they may reach. */
import { integerWord, literalText } from "./integer-words.ts";
import type { Command, List, Word } from "./parse/index.ts";
import { findIndirections } from "./indirect.ts";
import { firstWord, some, walk } from "./lower/scan.ts";

/** What namerefs may refer to: names that are written out, or parameters of functions. */
export interface References {
  /** The namerefs themselves. */
  readonly names: Set<string>;
  /** Parameters of a function that are names of variables; 0: all of them. */
  readonly params: Map<string, Set<number>>;
  /** Names that a nameref is given, or `${!name}` reaches; NUL stands for any text. */
  readonly targets: string[];
  /** A nameref may refer to any variable. */
  readonly any: boolean;
  /** A variable is reached by a text that is its name (`${!name}`). */
  readonly indirect: boolean;
}

/** The namerefs of a program. */
export function findReferences(body: List): References {
  const names = new Set<string>();
  const params = new Map<string, Set<number>>();
  const targets: string[] = [];
  let any = false;
  const look = (tree: object, fn: string | undefined): void => {
    walk(tree, (node) => {
      if (node.kind === "function" && node !== tree) {
        look(node, node.name as string);
        return false;
      }
      if (node.kind !== "simple") return true;
      const c = node as unknown as Command<"simple">;
      const options = c.words.slice(1).filter((word): word is Word => !("assignment" in word) && /^-[a-zA-Z]+$/.test(literalText(word)));
      if (!/^(?:declare|typeset|local)$/.test(firstWord(c) ?? "") || !options.some((word) => literalText(word).includes("n"))) return true;
      for (const word of c.words.slice(1)) {
        if (!("assignment" in word)) {
          any ||= !options.includes(word);
          continue;
        }
        const { name, value } = word.assignment;
        names.add(name);
        const text = value && literalText(value);
        const kind = value && text?.includes("\0") ? integerWord(value)?.of : undefined;
        if (text !== undefined && !text.includes("\0")) targets.push(text);
        else if (fn !== undefined && kind !== undefined && /^[1-9]$/.test(kind))
          params.set(fn, (params.get(fn) ?? new Set()).add(Number(kind)));
        else any = true;
      }
      return true;
    });
  };
  look(body, undefined);
  const indirect = some(body, (node) => node.kind === "parameter" && node.indirect === true);
  const reached = findIndirections(body);
  if (reached.any || reached.texts.length || reached.params.size) {
    any ||= reached.any || names.size > 0;
    targets.push(...reached.texts);
    for (const [fn, indexes] of reached.params) params.set(fn, new Set([...(params.get(fn) ?? []), ...indexes]));
  }
  return { names, params, targets, any, indirect };
}

/** Names behind `declare -A` and its kin. */
export function declaredAssociative(body: List): ReadonlySet<string> {
  const out = new Set<string>();
  walk(body, (node) => {
    if (node.kind !== "simple") return;
    const c = node as unknown as Command<"simple">;
    const texts = c.words.map((word) => ("assignment" in word ? word.assignment.name : literalText(word)));
    if (/^(?:declare|typeset|local|readonly|export)$/.test(texts[0] ?? "") && texts.some((text) => /^-[a-zA-Z]*A/.test(text)))
      for (const text of texts) for (const [name] of text.matchAll(/[A-Za-z_][A-Za-z0-9_]*/g)) out.add(name);
  });
  return out;
}

/** References that an associative array may be behind, and what such references lead to. */
export function maybeAssociative({ names, targets }: References, associative: ReadonlySet<string>): readonly string[] {
  if (!associative.size) return [];
  // `declare -A ref`: what the reference leads to.
  return [...names, ...([...names].some((name) => associative.has(name)) ? targets : [])];
}
