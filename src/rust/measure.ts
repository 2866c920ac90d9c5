/** Widths, indentation and the marks of source places: what the printer measures with. */
import type { Origin } from "./ast.ts";

export const WIDTH = 100;
export const STEP = 4;

/** Stands at the start of a line that has an origin; taken out when the lines are counted. */
export const MARK = "\u0001";
export const mark = (at: Origin | undefined): string => (at ? `${MARK}${at.file}:${at.start}${MARK}` : "");

export const spaces = (count: number): string => " ".repeat(count);
/** Column after a text that began at `column`. */
export const endColumn = (text: string, column: number): number => {
  const at = text.lastIndexOf("\n");
  return at < 0 ? column + text.length : text.length - at - 1;
};
export const firstWidth = (text: string): number => {
  const at = text.indexOf("\n");
  return at < 0 ? text.length : at;
};
export const lineCount = (text: string): number => {
  let count = 1;
  for (let at = text.indexOf("\n"); at >= 0; at = text.indexOf("\n", at + 1)) count++;
  return count;
};

/** Are the arguments of a macro, or the head of an `if`, `while` or `match`, being laid out? */
export const within = { macro: false, head: false };
