/** Variables whose assignment may fail and give the complete command up: read-only ones, integers, references. */
import type { Command, List } from "../parse/index.ts";
import { firstWord, some, walk } from "./scan.ts";
import { constantWord } from "./text.ts";

export interface Touchy {
  /** Any assignment (or word, under `failglob`) may fail: the names are not known. */
  readonly any: boolean;
  readonly names: ReadonlySet<string>;
}

const READ_ONLY = ["SHELLOPTS", "BASHOPTS", "BASH_VERSINFO", "UID", "EUID", "PPID"];
const ATTRIBUTES = /\breadonly\b|(?:declare|typeset|local|export)\s+-\w*[rin]/;

export function findTouchy(scripts: readonly { readonly body: List; readonly text: string }[]): Touchy {
  const names = new Set(READ_ONLY);
  let any = scripts.some(({ text }) => text.includes("failglob"));
  // What a reference leads to is read-only by the reference's name.
  const refers = scripts.some(({ text }) => /(?:declare|typeset|local)\s+-\w*n/.test(text));
  any ||= refers && scripts.some(({ text }) => /\breadonly\b|(?:declare|typeset|local|export)\s+-\w*[ri]/.test(text));
  for (const { body, text } of scripts)
    walk(body, (node) => {
      if (node.kind !== "simple") return;
      const c = node as unknown as Command<"simple">;
      const name = firstWord(c) ?? "";
      const args = c.words.slice(1);
      // What a text does that is known at run time only.
      if (/^(?:eval|source|\.|command|builtin)$/.test(name) || firstWord(c) === undefined)
        any ||= ATTRIBUTES.test(text) && name !== "." && name !== "source";
      if (!/^(?:readonly|declare|typeset|local|export)$/.test(name)) return;
      const texts = args.map((word) => ("assignment" in word ? word.assignment.name : constantWord(word)));
      if (name !== "readonly" && !texts.some((each) => each === undefined || /^-\w*[rin]/.test(each))) return;
      for (const each of texts) {
        if (each === undefined) any = true;
        else if (!each.startsWith("-")) names.add(/^\w*/.exec(each)?.[0] ?? each);
      }
    });
  return { any, names };
}

/** May assigning to the name fail? */
export const isTouchy = (touchy: Touchy, name: string): boolean => touchy.any || touchy.names.has(name);

/** Does a piece of syntax assign to such a variable? */
export function touches(touchy: Touchy, tree: object): boolean {
  if (touchy.any) return true;
  let found = false;
  walk(tree, (node) => {
    if (found) return false;
    // `readonly` itself has a status when it fails.
    const c =
      node.kind === "simple" && firstWord(node as unknown as Command<"simple">) === "readonly"
        ? (node as unknown as Command<"simple">)
        : undefined;
    if (c) {
      const values = c.words.flatMap((word) => ("assignment" in word ? [word.assignment.value, word.assignment.elements] : [word]));
      found = some([values, c.redirects, c.assignments], assigns);
      return false;
    }
    found = assigns(node);
    return !found;
  });
  return found;

  function assigns(node: Readonly<Record<string, unknown>>): boolean {
    if (typeof node.append === "boolean" && typeof node.name === "string") return touchy.names.has(node.name);
    if (node.kind === "for" || node.kind === "select") return touchy.names.has(node.name as string);
    if (node.kind === "assign" || node.kind === "step") return touchy.names.has((node.target as { name: string }).name);
    if (node.kind === "default" && node.operator === "=") return touchy.names.size > READ_ONLY.length;
    return false;
  }
}
