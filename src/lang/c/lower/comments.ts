/** Comments of a file, handed out once each in order of position. */
import type { Source } from "../../../base/text.ts";
import type { Comment } from "../../../ir/index.ts";

export interface CommentCursor {
  /** Comments before a position that were not taken yet. */
  before(position: number): readonly Comment[];
  /** A comment behind a position, on the same line. */
  behind(position: number): readonly Comment[];
}

/** Finds comments in C text; positions are bytes. */
export function findComments(source: Source, file: number): Comment[] {
  const bytes = source.bytes;
  const found: Comment[] = [];
  let lineHasCode = false;
  for (let i = 0; i < bytes.length; i++) {
    const c = bytes[i];
    if (c === 10) lineHasCode = false;
    else if (c === 34 || c === 39) {
      lineHasCode = true;
      for (i++; i < bytes.length && bytes[i] !== c && bytes[i] !== 10; i++) if (bytes[i] === 92) i++;
    } else if (c === 47 && (bytes[i + 1] === 47 || bytes[i + 1] === 42)) {
      const start = i;
      const line = bytes[i + 1] === 47;
      let end: number;
      if (line) {
        end = bytes.indexOf(10, i);
        while (end > 0 && bytes[end - 1] === 92) end = bytes.indexOf(10, end + 1);
        if (end < 0) end = bytes.length;
      } else {
        end = bytes.indexOf("*/", i + 2);
        end = end < 0 ? bytes.length : end + 2;
      }
      found.push({ text: clean(bytes.toString("utf8", start, end), line), own: !lineHasCode, span: { file, start, end } });
      i = end - 1;
      if (!line && bytes.subarray(start, end).includes(10)) lineHasCode = false;
    } else if (c > 32) lineHasCode = true;
  }
  return found;
}

function clean(text: string, line: boolean): string {
  if (line)
    return text
      .replace(/^\/\/+!?<?/, "")
      .replace(/\\\n/g, "\n")
      .replace(/^ /, "")
      .trimEnd();
  return text
    .replace(/^\/\*+!?<?/, "")
    .replace(/\*+\/$/, "")
    .split("\n")
    .map((each) => each.replace(/^\s*\*+ ?/, "").trimEnd())
    .join("\n")
    .replace(/^\n+|\n+$/g, "")
    .replace(/^ /, "");
}

export function createCursor(source: Source, file: number): CommentCursor {
  const all = findComments(source, file);
  let next = 0;
  return {
    before(position) {
      const from = next;
      while (next < all.length && all[next].span.start < position) next++;
      return all.slice(from, next).map((comment) => ({ ...comment, own: true }));
    },
    behind(position) {
      const from = next;
      while (
        next < all.length &&
        !all[next].own &&
        all[next].span.start >= position &&
        !source.bytes.subarray(position, all[next].span.start).includes(10)
      )
        next++;
      return all.slice(from, next);
    },
  };
}
