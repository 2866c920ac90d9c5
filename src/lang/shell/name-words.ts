/** Words that name variables, and keys that stand for them. */
import { IS_NAME, literalText } from "./integer-words.ts";
import { firstWord, some, walk } from "./lower/scan.ts";
import { arithmeticTree } from "./parse/arithmetic.ts";
import type { Argument, Arithmetic, Command, Part, Word } from "./parse/index.ts";

/** An element of an array that is written out: `a[…]`. */
export const isElement = (text: string): boolean => /^[A-Za-z_]\w*\[[^[\]]*\]$/.test(text);

/** Stands for a parameter among the names. */
export const paramKey = (fn: string | undefined, index: string): string => `${fn ?? ""}\0${index}`;

/** `name`, `name=value` or `name=(…)` behind `local`. */
export const isPlainLocal = (word: Argument): boolean =>
  "assignment" in word ? !word.assignment.subscript : IS_NAME.test(literalText(word));

const MAY_FAIL = /[/%](?!\s*[1-9][0-9]*\b)|\*\*/;

/** Is it arithmetic that may fail for the numbers in it? */
export const mayDivide = (node: Readonly<Record<string, unknown>>): boolean =>
  node.kind === "arithmetic" && MAY_FAIL.test((node.expression as { text: string }).text);

/** May an operator in it fail? */
export const divides = (tree: object): boolean =>
  some(tree, (node) => (node.kind === "binary" || node.kind === "assign") && /^(?:[/%]|\*\*)$/.test(node.operator as string));

/** The name behind `printf -v` where it is not written out. */
export function printedInto(c: Command<"simple">): Word | undefined {
  const [, option, name] = c.words;
  if (firstWord(c) !== "printf" || !option || !name || "assignment" in option || "assignment" in name) return undefined;
  return literalText(option) === "-v" && literalText(name).includes("\0") ? name : undefined;
}

/** The variables that an expression names, and the expansions in it. `keyed`: associative arrays, whose subscripts are no part of it. */
export function namesIn(
  tree: Arithmetic,
  keyed: (name: string) => boolean,
): { readonly names: readonly string[]; readonly expansions: readonly Part[] } {
  const names: string[] = [];
  const expansions: Part[] = [];
  const collect = (inner: Arithmetic): void =>
    walk(inner, (node) => {
      if (node.kind === "variable" || node.kind === "assign" || node.kind === "step") {
        const target = node.target as { name: string; subscript?: Word };
        names.push(target.name);
        // The text of the expression has the text of the subscript in it.
        const subscript = target.subscript && !keyed(target.name) ? arithmeticTree(target.subscript) : undefined;
        if (subscript) collect(subscript);
        else if (target.subscript && !keyed(target.name)) names.push(...(literalText(target.subscript).match(NAMES) ?? []));
      }
      if (node.kind !== "expansion") return true;
      expansions.push(node.part as Part);
      return false;
    });
  collect(tree);
  return { names, expansions };
}

const NAMES = /[A-Za-z_][A-Za-z0-9_]*/g;
