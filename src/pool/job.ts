import { compileProgram, type CompileOptions, type ProgramOutput } from "../compile.ts";
import { Refusal } from "../diagnostics/diagnostic.ts";
import type { ProgramInput } from "../lang/front-end.ts";
import { createHost } from "./host.ts";
import { awaitUnit } from "./prepare.ts";
import { watched, type Read } from "./reads.ts";

/** What an internal error left: shown to the user and put into transpile-bug/. */
export interface Crash {
  readonly message: string;
  readonly stack: string;
}

export interface Translated {
  readonly output: ProgramOutput;
  readonly milliseconds: number;
  /** What it was made of besides the program; undefined where that cannot be told, so that it may not be kept. */
  readonly reads: readonly Read[] | undefined;
  /** It was made by an earlier run. */
  readonly known?: true;
}

/** The outcome of one program: its output, or how the translator failed on it. */
export type Outcome = Translated | { readonly crash: Crash };

export interface Job {
  readonly programs: readonly ProgramInput[];
  readonly options: CompileOptions;
  /** Of each program: where its units are prepared, if they are. */
  readonly places: readonly (string | undefined)[];
}

/** Translates one program; an internal error ends with it. `place`: where its C units are prepared. */
export const translateOne = (input: ProgramInput, options: CompileOptions, place?: string): Outcome => {
  const begin = performance.now();
  const prepared = place === undefined ? undefined : (file: number) => awaitUnit(`${place}${file}`);
  const { host, reads } = watched(input, createHost(prepared, options.timed === true));
  const since = (): number => performance.now() - begin;
  try {
    const output = compileProgram(input, host, options);
    return { output, milliseconds: since(), reads: reads() };
  } catch (error) {
    if (error instanceof Refusal) {
      const stats = { lines: 0, phases: {}, memory: {} };
      const output = { files: [], runtime: [], dependencies: [], diagnostics: [error.diagnostic], lineMap: {}, stats, partial: false };
      return { output, milliseconds: since(), reads: reads() };
    }
    const { message, stack } = error instanceof Error ? error : new Error(String(error));
    return { crash: { message, stack: stack ?? message } };
  }
};
