/** Here-documents: delimiters where they are written, bodies after the end of the line. */
import { createState, fail, lineOf, placeFrom, type State } from "./state.ts";
import { nextWord, word } from "./word.ts";
import type { Part } from "./ast.ts";

/** The delimiter after `<<`: its text, and whether any of it was quoted. */
export function hereDelimiter(s: State): { delimiter: string; quoted: boolean } {
  const start = s.at;
  const found = nextWord(s);
  if (!found) return fail(s, "syntax error near unexpected token `newline'");
  let quoted = false;
  const text = (parts: readonly Part[]): string =>
    parts
      .map((part) => {
        if (part.kind === "literal") return part.text;
        if (part.kind === "quoted" || part.kind === "double") quoted = true;
        if (part.kind === "quoted") return part.text;
        if (part.kind === "double") return text(part.parts);
        return undefined;
      })
      .join("");
  const source = s.text.slice(start, s.at);
  const constant = found.parts.every((part) => part.kind === "literal" || part.kind === "quoted" || part.kind === "double");
  const delimiter = text(found.parts);
  return { delimiter: constant ? delimiter : source.trim(), quoted };
}

/** At the start of the line after the operators: takes the bodies that wait. */
export function readHeres(s: State): void {
  const waiting = s.pending;
  s.pending = [];
  for (const here of waiting) {
    const start = s.at;
    let body = "";
    let line = "";
    for (;;) {
      // An end of file ends a here-document too (bash warns).
      if (s.at >= s.text.length) break;
      let end = s.text.indexOf("\n", s.at);
      if (end < 0) end = s.text.length;
      line = s.text.slice(s.at, end);
      s.at = Math.min(end + 1, s.text.length);
      if (here.strip) line = line.replace(/^\t+/, "");
      if (line === here.delimiter) break;
      // Joined lines are one line for the comparison with the delimiter.
      while (!here.quoted && /(?:^|[^\\])(?:\\\\)*\\$/.test(line) && s.at < s.text.length) {
        let next = s.text.indexOf("\n", s.at);
        if (next < 0) next = s.text.length;
        let more = s.text.slice(s.at, next);
        if (here.strip) more = more.replace(/^\t+/, "");
        line = line.slice(0, -1) + more;
        s.at = Math.min(next + 1, s.text.length);
      }
      if (!here.quoted && line === here.delimiter) break;
      body += line + (s.at <= s.text.length && s.text[s.at - 1] === "\n" ? "\n" : "");
    }
    const place = placeFrom(s, start);
    here.redirect.here = { delimiter: here.delimiter, quoted: here.quoted, strip: here.strip, body };
    if (here.quoted) here.redirect.word = { parts: [{ kind: "quoted", text: body }], place };
    else {
      const aliases = s.aliases && { ...s.aliases, active: [] };
      const sub = createState(
        body,
        0,
        lineOf(s, start),
        { start: place.start, end: place.end },
        { aliases, extglob: s.extglob, posix: s.posix },
      );
      here.redirect.word = word(sub, { stop: "", here: true });
    }
  }
}
