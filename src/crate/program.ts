/** A program in Rust, as it comes from the compiler: what the workspace is made of. */
export interface TranslatedProgram {
  /** Files relative to the crate's `src`; the first is `main.rs`. */
  readonly files: readonly { readonly path: string; readonly text: string }[];
  readonly runtime: readonly RuntimeUse[];
  readonly dependencies: readonly Dependency[];
  /** Rust lines to source lines. */
  readonly lineMap: LineMap;
}

export interface RuntimeUse {
  readonly crate: "py" | "c" | "sh";
  readonly features: readonly string[];
}

export interface Dependency {
  readonly name: string;
  readonly version: string;
  readonly features?: readonly string[];
}

/** For each Rust file: pairs of a Rust line and the place it comes from (index in the program's files, line), both from 1. */
export type LineMap = Readonly<Record<string, readonly (readonly [rust: number, file: number, line: number])[]>>;

/** A program with its names and where it came from. */
export interface CrateInput {
  readonly package: string;
  readonly binary: string;
  readonly language: "python" | "c" | "shell";
  /** Path of the entry from the source root. */
  readonly entry: string;
  /** What the project's own build makes of it, paths from the source root: commands that start these start the translation. */
  readonly targets?: readonly string[];
  /** The program's source files with a hash of each. */
  readonly sources: readonly { readonly path: string; readonly hash: string }[];
  readonly partial: boolean;
  readonly program: TranslatedProgram;
}
