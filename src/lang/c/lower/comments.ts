/** Finds the comments of a file. */
import type { Source } from "../../../base/text.ts";
import type { Comment } from "../../../ir/index.ts";

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

/** The text without the signs of a comment; a block is moved to the left as a whole. */
function clean(text: string, line: boolean): string {
  if (line)
    return text
      .replace(/^\/\/+!?<?/, "")
      .replace(/\\\r?\n/g, "\n")
      .replace(/^ /, "")
      .trimEnd();
  const [first, ...rest] = text
    .replace(/^\/\*+!?<?/, "")
    .replace(/\**\/$/, "")
    .split("\n")
    .map((each) => each.replace(/\t/g, "    ").trimEnd());
  const starred = rest.filter((each) => each).every((each) => /^\s*\*/.test(each));
  const bare = starred ? rest.map((each) => each.replace(/^\s*\*+/, "")) : rest;
  const margin = Math.min(...bare.filter((each) => each.trim()).map((each) => /^ */.exec(each)![0].length));
  return [first.trimStart(), ...bare.map((each) => each.slice(Math.min(margin, /^ */.exec(each)![0].length)))]
    .map((each) => (/^[-=*_#~+]{5,}$/.test(each.trim()) ? "" : each))
    .join("\n")
    .replace(/^\n+|\n+$/g, "");
}
