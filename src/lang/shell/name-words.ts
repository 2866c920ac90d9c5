/** Words that name variables, and keys that stand for them. */
import { IS_NAME, literalText } from "./integer-words.ts";
import { firstWord, some } from "./lower/scan.ts";
import type { Argument, Command, Word } from "./parse/index.ts";

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
