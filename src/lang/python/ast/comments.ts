/** Comments of a file: all of them, and those that stand between the head of a compound statement and its body. */
import { count, start, symbol, type FlatTree } from "../../../base/tree.ts";
import { S } from "../syntax.gen.ts";

/** The nodes of all comments, in the order of the source. A first line for the system and one that names an encoding are none. */
export function commentNodes(tree: FlatTree): number[] {
  if (!tree.source.text.includes("#")) return [];
  const found: number[] = [];
  for (let i = 0, stop = count(tree); i < stop; i++) if (symbol(tree, i) === S.comment && !isMark(tree, i)) found.push(i);
  return found;
}

function isMark(tree: FlatTree, node: number): boolean {
  const at = start(tree, node);
  if (at > 200) return false;
  const { bytes } = tree.source;
  const line = bytes.toString("utf8", at, bytes.indexOf(10, at) < 0 ? bytes.length : bytes.indexOf(10, at));
  return (at === 0 && line.startsWith("#!")) || /^#.*coding[:=]\s*[-\w.]+/.test(line);
}

/** Does nothing but white space stand before a position in its line? */
export function opensLine(tree: FlatTree, at: number): boolean {
  const { bytes } = tree.source;
  for (let i = at - 1; i >= 0 && bytes[i] !== 10; i--) if (bytes[i] !== 32 && bytes[i] !== 9) return false;
  return true;
}

/** How far a line is indented that begins with what stands at a position; undefined where something stands before it, or it continues a line. */
export function indentation(tree: FlatTree, at: number): number | undefined {
  const { bytes } = tree.source;
  let from = at;
  while (from > 0 && bytes[from - 1] !== 10) from--;
  if (bytes[from - 2] === 92 || (bytes[from - 2] === 13 && bytes[from - 3] === 92)) return undefined;
  let column = 0;
  for (let i = from; i < at; i++) {
    if (bytes[i] === 9) column += 8 - (column % 8);
    else if (bytes[i] === 32) column++;
    else if (bytes[i] === 12 || bytes[i] >= 0xbb) column = 0;
    else return undefined;
  }
  return column;
}
