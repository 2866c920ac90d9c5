/** A source text with its UTF-8 bytes: every position in the program is a byte offset into `bytes`. */
export interface Source {
  /** As it is shown to the user: relative to the project where there is one. */
  readonly path: string;
  readonly text: string;
  readonly bytes: Buffer;
  /** True when each character is one byte: then byte offsets are string indexes too. */
  readonly ascii: boolean;
  /** Byte offset of each line's first byte. Computed on first use. */
  readonly lineStarts: Uint32Array;
}

/** A place as people count it: both from 1, columns in characters (code points). */
export interface Position {
  readonly line: number;
  readonly column: number;
}

const lineStartsOf = (bytes: Buffer): Uint32Array => {
  const starts = [0];
  for (let at = bytes.indexOf(10); at >= 0; at = bytes.indexOf(10, at + 1)) starts.push(at + 1);
  return Uint32Array.from(starts);
};

/** Makes a source from text, or from bytes (shell scripts need not be valid UTF-8: `bytes` stay as they are). */
export const makeSource = (path: string, content: string | Buffer): Source => {
  const bytes = typeof content === "string" ? Buffer.from(content, "utf8") : content;
  const text = typeof content === "string" ? content : content.toString("utf8");
  let starts: Uint32Array | undefined;
  return {
    path,
    text,
    bytes,
    ascii: bytes.length === text.length && (typeof content === "string" || isAscii(bytes)),
    get lineStarts() {
      return (starts ??= lineStartsOf(bytes));
    },
  };
};

const isAscii = (bytes: Buffer): boolean => {
  for (let i = 0; i < bytes.length; i++) if (bytes[i] > 127) return false;
  return true;
};

/** The text between two byte offsets. */
export const slice = (source: Source, start: number, end: number): string =>
  source.ascii ? source.text.slice(start, end) : source.bytes.toString("utf8", start, end);

/** The index (from 0) of the line that holds a byte offset. */
export const lineIndex = (source: Source, offset: number): number => {
  const starts = source.lineStarts;
  let low = 0;
  let high = starts.length - 1;
  while (low < high) {
    const middle = (low + high + 1) >> 1;
    if (starts[middle] <= offset) low = middle;
    else high = middle - 1;
  }
  return low;
};

/** The number (from 1) of the line that holds a byte offset. */
export const lineOf = (source: Source, offset: number): number => lineIndex(source, offset) + 1;

/** Line and column, both from 1, of a byte offset; of one within a byte, those of the byte. */
export const positionOf = (source: Source, within: number): Position => {
  const offset = Math.floor(within);
  const index = lineIndex(source, offset);
  const start = source.lineStarts[index];
  const column = source.ascii ? offset - start : [...source.bytes.toString("utf8", start, offset)].length;
  return { line: index + 1, column: column + 1 };
};

/** The text of a line (index from 0), without its line end. */
export const lineText = (source: Source, index: number): string => {
  const starts = source.lineStarts;
  const end = index + 1 < starts.length ? starts[index + 1] - 1 : source.bytes.length;
  const text = slice(source, starts[index], end);
  return text.endsWith("\r") ? text.slice(0, -1) : text;
};

const SEQUENCES =
  /[\0-\x7f]+|[\xc2-\xdf][\x80-\xbf]|\xe0[\xa0-\xbf][\x80-\xbf]|[\xe1-\xec\xee\xef][\x80-\xbf]{2}|\xed[\x80-\x9f][\x80-\xbf]|\xf0[\x90-\xbf][\x80-\xbf]{2}|[\xf1-\xf3][\x80-\xbf]{3}|\xf4[\x80-\x8f][\x80-\xbf]{2}|[^]/g;

/** UTF-8 as text. A byte that belongs to no character is a lone surrogate: 0xdc00 and the byte. */
export function decode(bytes: Buffer): string {
  const text = bytes.toString("utf8");
  if (!text.includes("\ufffd")) return text;
  return bytes
    .toString("latin1")
    .replace(SEQUENCES, (found) =>
      found.length === 1 && found > "\x7f"
        ? String.fromCharCode(0xdc00 + found.charCodeAt(0))
        : Buffer.from(found, "latin1").toString("utf8"),
    );
}
