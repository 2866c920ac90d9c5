/** From preprocessed text back to the user's files: positions of tokens, and the comments that the preprocessor drops. */
import type { Span } from "../../base/span.ts";
import { makeSource, type Source } from "../../base/text.ts";
import { commonFolder, type InputFile } from "../front-end.ts";
import type { Tokens } from "./lex.ts";

export interface SourceMap {
  /** The user's files that the unit is made of. */
  readonly files: readonly number[];
  /** Index of the user's file of a token, −1 for headers of the system. */
  fileOf(token: number): number;
  /** Place of the tokens `from` up to (not with) `to`. */
  spanOf(from: number, to?: number): Span;
}

/** The sources of a program's files, made when first asked for. */
export function createSources(files: readonly InputFile[]): (file: number) => Source {
  const made: Source[] = [];
  return (file) => (made[file] ??= makeSource(files[file].path, files[file].text));
}

const normal = (path: string): string => {
  const out: string[] = [];
  for (const part of path.split("/")) {
    if (part === ".." && out.length && out[out.length - 1] !== "..") out.pop();
    else if (part !== "." && part !== "") out.push(part);
  }
  return out.join("/");
};

/** Maps the tokens of one unit. `unit` is the index of its file: what cannot be placed is put at its start. */
export function createSourceMap(tokens: Tokens, files: readonly InputFile[], unit: number, source: (file: number) => Source): SourceMap {
  const byPath = new Map(files.map((file, i) => [normal(file.path), i]));
  // The preprocessor ran in the program's folder.
  const folder = commonFolder(files);
  const index = tokens.files.map((file) =>
    file.system ? -1 : (byPath.get(normal(folder + file.path)) ?? byPath.get(normal(file.path)) ?? byEnd(file.path)),
  );
  function byEnd(path: string): number {
    const wanted = normal(path);
    return files.findIndex((file) => wanted.endsWith(`/${normal(file.path)}`));
  }

  /** Byte range of a token in its original file. */
  const place = (token: number): { file: number; start: number; end: number } => {
    const file = index[tokens.file[token]];
    if (file < 0) return { file: -1, start: 0, end: 0 };
    const original = source(file);
    const line = tokens.line[token] - 1;
    const starts = original.lineStarts;
    if (line >= starts.length) return { file, start: original.bytes.length, end: original.bytes.length };
    const from = starts[line];
    const to = line + 1 < starts.length ? starts[line + 1] : original.bytes.length;
    const text = original.ascii ? original.text.slice(from, to) : original.bytes.toString("utf8", from, to);
    const value = tokens.value[token];
    const lineStart = tokens.text.lastIndexOf("\n", tokens.start[token] - 1) + 1;
    let column = tokens.start[token] - lineStart;
    if (!text.startsWith(value, column)) {
      // A macro stands here or before it on the line: the nth token of this text is the nth in the original line, if that has as many.
      let nth = 0;
      for (let t = token - 1; t >= 0 && tokens.start[t] >= lineStart; t--) if (tokens.value[t] === value) nth++;
      let found = text.indexOf(value);
      for (; nth > 0 && found >= 0; nth--) found = text.indexOf(value, found + 1);
      if (found >= 0) column = found;
      else return { file, start: from + (text.length - text.trimStart().length), end: from + text.trimEnd().length };
    }
    if (original.ascii) return { file, start: from + column, end: from + column + value.length };
    const before = Buffer.byteLength(text.slice(0, column));
    return { file, start: from + before, end: from + before + Buffer.byteLength(value) };
  };

  return {
    files: [...new Set(index)].filter((file) => file >= 0),
    fileOf: (token) => index[tokens.file[token]],
    spanOf(from, to = from + 1) {
      const a = place(from);
      if (a.file < 0) return { file: unit, start: 0, end: 0 };
      if (to <= from + 1) return a;
      const b = place(to - 1);
      return b.file === a.file && b.end > a.end ? { file: a.file, start: a.start, end: b.end } : a;
    },
  };
}
