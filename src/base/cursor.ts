import type { Source } from "./text.ts";

/** The part of the tree-sitter package's TreeCursor that we use. */
export interface Cursor {
  readonly nodeTypeId: number;
  readonly nodeIsNamed: boolean;
  readonly nodeIsMissing: boolean;
  readonly startIndex: number;
  readonly endIndex: number;
  readonly currentFieldId: number;
  readonly currentNode: { readonly isError: boolean; readonly isExtra: boolean; readonly hasError: boolean };
  gotoFirstChild(): boolean;
  gotoNextSibling(): boolean;
  gotoParent(): boolean;
}

/** Byte offset of each UTF-16 index: the package counts positions in UTF-16 units. Null when they are the same. */
const byteOffsets = (source: Source): Uint32Array | null => {
  if (source.ascii) return null;
  const text = source.text;
  const offsets = new Uint32Array(text.length + 1);
  let bytes = 0;
  for (let i = 0; i < text.length; i++) {
    offsets[i] = bytes;
    const unit = text.charCodeAt(i);
    const pair = unit >= 0xd800 && unit < 0xdc00 && i + 1 < text.length && (text.charCodeAt(i + 1) & 0xfc00) === 0xdc00;
    if (pair) {
      offsets[++i] = bytes + 2;
      bytes += 4;
    } else bytes += unit < 0x80 ? 1 : unit < 0x800 ? 2 : 3;
  }
  offsets[text.length] = bytes;
  return offsets;
};

/** Walks a cursor in preorder and gives the array that the addon gives (layout in tree.ts). */
export const walkWithCursor = (cursor: Cursor, source: Source): Uint32Array => {
  const offsets = byteOffsets(source);
  const words: number[] = [];
  const open: number[] = [];
  for (;;) {
    const here = words.length >> 2;
    const node = cursor.currentNode;
    const flags =
      (cursor.nodeIsNamed ? 1 : 0) |
      (node.isError ? 2 : 0) |
      (cursor.nodeIsMissing ? 4 : 0) |
      (node.isExtra ? 8 : 0) |
      (node.hasError ? 16 : 0);
    const { startIndex, endIndex } = cursor;
    const start = offsets === null ? startIndex : offsets[startIndex];
    const end = offsets === null ? endIndex : offsets[endIndex];
    words.push(((cursor.nodeTypeId & 0xffff) | ((cursor.currentFieldId & 0xff) << 16) | (flags << 24)) >>> 0, start, end, here + 1);
    if (cursor.gotoFirstChild()) {
      open.push(here);
      continue;
    }
    while (!cursor.gotoNextSibling()) {
      const parent = open.pop();
      if (parent === undefined || !cursor.gotoParent()) return Uint32Array.from(words);
      words[4 * parent + 3] = words.length >> 2;
    }
  }
};
