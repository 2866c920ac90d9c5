import { compileProgram, type CompileOptions, type ProgramOutput } from "../compile.ts";
import { Refusal } from "../diagnostics/diagnostic.ts";
import type { ProgramInput } from "../lang/front-end.ts";
import { createHost } from "./host.ts";
import { awaitUnit } from "./prepare.ts";

/** What an internal error left: shown to the user and put into transpile-bug/. */
export interface Crash {
  readonly message: string;
  readonly stack: string;
}

/** The outcome of one program: its output, or how the translator failed on it. */
export type Outcome = { readonly output: ProgramOutput; readonly milliseconds: number } | { readonly crash: Crash };

export interface Job {
  readonly programs: readonly ProgramInput[];
  readonly options: CompileOptions;
  /** Of each program: where its units are prepared, if they are. */
  readonly places: readonly (string | undefined)[];
}

/** Translates one program; an internal error ends with it. `place`: where its C units are prepared. */
export const translateOne = (input: ProgramInput, options: CompileOptions, place?: string): Outcome => {
  const begin = performance.now();
  const host = createHost(place === undefined ? undefined : (file) => awaitUnit(`${place}${file}`), options.timed === true);
  const since = (): number => performance.now() - begin;
  try {
    const output = compileProgram(input, host, options);
    return { output, milliseconds: since() };
  } catch (error) {
    if (error instanceof Refusal) {
      const stats = { lines: 0, phases: {}, memory: {} };
      const output = { files: [], runtime: [], dependencies: [], diagnostics: [error.diagnostic], lineMap: {}, stats, partial: false };
      return { output, milliseconds: since() };
    }
    const { message, stack } = error instanceof Error ? error : new Error(String(error));
    return { crash: { message, stack: stack ?? message } };
  }
};
