/** The one interface that a language implements. A front end is pure: what it needs from outside is handed in by `Host`. */
import type { Span } from "../base/span.ts";
import type { Clock } from "../base/timer.ts";
import type { Diagnostic } from "../diagnostics/diagnostic.ts";
import type { Program } from "../ir/index.ts";

export type Language = "python" | "c" | "shell";

export interface InputFile {
  /** Path from the project root, with `/`. */
  readonly path: string;
  readonly text: string;
  /** The module of the language's own library that this is. */
  readonly library?: string;
}

export interface ProgramInput {
  readonly language: Language;
  /** Binary name: the entry file's stem, made unique. */
  readonly name: string;
  /** Index of the entry file in `files`. */
  readonly entry: number;
  /** The entry and what it imports, links or sources. */
  readonly files: readonly InputFile[];
  readonly options: {
    /** Shell dialect; default by shebang and extension. */
    readonly dialect?: "bash" | "sh";
    /** Python: the folder that absolute imports start from, relative to the project; by default the entry's own. */
    readonly importRoot?: string;
    /** C: absolute folder of the project and flags (`-I`, `-D`) for the preprocessor. */
    readonly root?: string;
    readonly flags?: readonly string[];
    /** C: how many of the files, from the first, are translation units; the others are read where they are included, `.c` files among them. */
    readonly units?: number;
    /** Python: what an earlier translation found of the numbers at places that took them for natural ones, by `placeKey`. */
    readonly signs?: ReadonlyMap<string, Sign>;
    /** Emit functions that have refusals as run-time refusals. */
    readonly allowPartial?: boolean;
  };
}

/** What a number may be that decides the type of a result: negative at all times, or at some. */
export type Sign = "negative" | "either";

/** The key of a place in the sources. */
export const placeKey = ({ file, start, end }: Span): string => `${file}:${start}:${end}`;

/** C: is the file one of the program's translation units? */
export const isUnit = ({ files, entry, options }: ProgramInput, file: number): boolean =>
  options.units === undefined ? file === entry || /\.c$/i.test(files[file].path) : file < options.units;

/** The folder that holds all files of a program, with `/` at its end; empty for the project's root. */
export function commonFolder(files: readonly InputFile[]): string {
  const [first, ...rest] = files.map((file) => file.path.split("/").slice(0, -1));
  let shared = first?.length ?? 0;
  for (const other of rest) {
    let same = 0;
    while (same < shared && other[same] === first[same]) same++;
    shared = same;
  }
  return first
    ? first
        .slice(0, shared)
        .map((part) => `${part}/`)
        .join("")
    : "";
}

export interface Host {
  /** C: the text after `cc -E -dD` of a file, with line markers. Throws with the compiler's message. */
  preprocess(input: ProgramInput, file: number): string;
  /** C: may the C library have something of this name? */
  isInLibrary?(symbol: string): boolean;
  /** Python: the text that `\N{name}` stands for, where it is known. */
  characterNamed?(name: string): string | undefined;
  /** What phases are timed with; without it they are not. */
  readonly clock?: Clock;
}

export interface FrontEnd {
  readonly language: Language;
  /** The program with the files of the language's library that it needs, behind its own. */
  complete?(input: ProgramInput): ProgramInput;
  /** Index, solve, lower: the whole program to IR. Without a program there is at least one refusal among the diagnostics. */
  translate(
    input: ProgramInput,
    host: Host,
    time: <T>(phase: string, run: () => T) => T,
  ): {
    readonly program?: Program;
    readonly diagnostics: readonly Diagnostic[];
  };
}
