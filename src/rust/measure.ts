/** Widths, indentation and the marks of source places: what the printer measures with. */
import type { Origin } from "./ast.ts";

export const WIDTH = 100;
export const STEP = 4;

/** Stands on a line that has an origin, mostly at its start; taken out when the lines are counted. */
export const MARK = "\u0001";
/** All marks of a text. */
export const MARKS = new RegExp(`${MARK}[^${MARK}]*${MARK}`, "g");
export const mark = (at: Origin | undefined): string => (at ? `${MARK}${at.file}:${at.start}${MARK}` : "");

export const spaces = (count: number): string => " ".repeat(count);

/** How many columns a line of text takes: wide characters two, marks above letters none. */
export function columns(text: string): number {
  if (/^[\x00-\x7f]*$/.test(text)) return text.length;
  let count = 0;
  for (const char of text) count += /^[\p{Mn}\p{Me}\p{Cf}]$/u.test(char) ? 0 : isWide(char.codePointAt(0)!) ? 2 : 1;
  return count;
}

/** First and last character of the blocks that are two columns wide. */
const wide: readonly (readonly [number, number])[] = [
  [0x1100, 0x115f],
  [0x2e80, 0x303e],
  [0x3041, 0xa4cf],
  [0xac00, 0xd7a3],
  [0xf900, 0xfaff],
  [0xfe30, 0xfe6f],
  [0xff00, 0xff60],
  [0xffe0, 0xffe6],
  [0x1f300, 0x1f64f],
  [0x1f680, 0x1f6ff],
  [0x1f900, 0x1f9ff],
  [0x20000, 0x3fffd],
];
const isWide = (code: number): boolean => wide.some(([from, to]) => code >= from && code <= to);

const lastLine = (text: string): string => text.slice(text.lastIndexOf("\n") + 1);
export const firstLine = (text: string): string => {
  const at = text.indexOf("\n");
  return at < 0 ? text : text.slice(0, at);
};

export const isMultiline = (text: string): boolean => text.includes("\n");
export const firstWidth = (text: string): number => columns(firstLine(text));
/** Columns of the last line, its indentation among them where it is not the first. */
export const lastWidth = (text: string): number => columns(lastLine(text));
export const trimmedLastWidth = (text: string): number => columns(lastLine(text).trim());
export const firstEndsWith = (text: string, sign: string): boolean => firstLine(text).endsWith(sign);
export const lineCount = (text: string): number => {
  let count = 1;
  for (let at = text.indexOf("\n"); at >= 0; at = text.indexOf("\n", at + 1)) count++;
  return count;
};

/** Is the last line nothing but closing brackets, so that more may follow it there? */
export const isExtendable = (text: string): boolean => text.endsWith('"#') || /^[()\]}?>\s]*$/.test(lastLine(text));

/** Do the lines of a text fit that begins at `column`, where `width` columns are left for it? */
export function fits(text: string, column: number, width: number): boolean {
  if (firstWidth(text) > width) return false;
  if (!isMultiline(text)) return true;
  const lines = text.split("\n");
  for (let i = 1; i < lines.length; i++) {
    const line = lines[i].includes(MARK) ? lines[i].replace(MARKS, "") : lines[i];
    if (columns(line) > (i === lines.length - 1 ? Math.min(WIDTH, column + width) : WIDTH) && !line.trimStart().startsWith("//"))
      return false;
  }
  return true;
}

/**
 * What surrounds the expression at hand. `macro`: it is an argument of a macro. `oneLine`: a chain may break inside its last call only.
 * `loose`: it does not fit in any way, and what is too wide stays as it is.
 */
export const within = { macro: false, oneLine: false, loose: false };
