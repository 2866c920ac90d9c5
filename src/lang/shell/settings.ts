/** What scripts set for all of the program: the separators of words, the locale. */
import type { Script, Word } from "./parse/index.ts";
import { firstWord } from "./lower/scan.ts";
import { constantWord } from "./lower/text.ts";

/** What IFS may split. */
export interface IfsUse {
  /** Integers, which may have a minus sign. */
  integers: boolean;
  /** Digits. */
  digits: boolean;
}

/** Notes an assignment of IFS; without a constant value it may be anything. */
export function noteIfs(use: IfsUse, node: object = {}): void {
  const plain = "append" in node && node.append === false && "value" in node && node.value !== undefined;
  const text = (plain ? constantWord(node.value as Word) : undefined) ?? "0";
  if (/[0-9]/.test(text)) use.digits = true;
  if (/[0-9-]/.test(text)) use.integers = true;
}

/** Is the locale C from the first command on, so that characters are bytes? */
export function isBytes(scripts: readonly Script[]): boolean {
  const first = scripts[0].body.items[0]?.command;
  if (scripts.length !== 1 || first?.kind !== "simple" || first.redirects.length) return false;
  const given =
    firstWord(first) === "export" ? first.words.slice(1).flatMap((word) => ("assignment" in word ? [word.assignment] : [])) : [];
  const sets = given.some((a) => a.name === "LC_ALL" && !a.append && a.value && ["C", "POSIX"].includes(constantWord(a.value) ?? ""));
  return sets && scripts[0].text.split("LC_ALL").length === 2 && !/\b(?:eval|source)\b/.test(scripts[0].text);
}
