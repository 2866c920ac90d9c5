/** Text in, Rust text and diagnostics out: the whole pipeline of one program. Pure but for what `Host` offers. */
import type { LineMap, TranslatedProgram } from "./crate/program.ts";
import type { Diagnostic } from "./diagnostics/diagnostic.ts";
import { noSpan } from "./base/span.ts";
import type { FrontEnd, Host, Language, ProgramInput } from "./lang/front-end.ts";

export interface CompileOptions {
  /** Passes that are left out. */
  readonly disabledPasses?: readonly string[];
  /** What to print of the inside: `tree`, `index`, `ir`, `facts`, `ir:PASS`, `rust`. */
  readonly emit?: string;
  /** Only this function, for `emit`. */
  readonly function?: string;
  /** Check the IR after each pass. */
  readonly verify?: boolean;
}

export interface Stats {
  /** Lines of the user's files, blank and comment lines counted. */
  readonly lines: number;
  /** Milliseconds by phase. */
  readonly phases: Readonly<Record<string, number>>;
}

export interface ProgramOutput extends TranslatedProgram {
  /** Without `files` the program was refused: there is at least one refusal here. */
  readonly diagnostics: readonly Diagnostic[];
  readonly lineMap: LineMap;
  readonly stats: Stats;
  /** Functions with refusals were emitted as run-time refusals. */
  readonly partial: boolean;
  /** The text that `emit` asked for. */
  readonly emitted?: string;
}

/** The front ends, by language. */
const FRONT_ENDS: Partial<Record<Language, FrontEnd>> = {};

/** Translates one program. */
export const compileProgram = (input: ProgramInput, _host: Host, _options: CompileOptions = {}): ProgramOutput => {
  const stats: Stats = { lines: input.files.reduce((sum, file) => sum + file.text.split("\n").length, 0), phases: {} };
  const frontEnd = FRONT_ENDS[input.language];
  if (frontEnd === undefined) {
    const message = `programs in ${input.language} are not translated yet`;
    const diagnostic: Diagnostic = { code: "TR0004", severity: "refusal", span: noSpan, message };
    return { files: [], runtime: [], dependencies: [], diagnostics: [diagnostic], lineMap: {}, stats, partial: false };
  }
  throw new Error("unreachable");
};
