/** Text in, Rust text and diagnostics out: the whole pipeline of one program. Pure but for what `Host` offers. */
import { makeSource } from "./base/text.ts";
import { createTimer, type Timer } from "./base/timer.ts";
import type { LineMap, TranslatedProgram } from "./crate/program.ts";
import { Refusal, type Diagnostic } from "./diagnostics/diagnostic.ts";
import { emitProgram } from "./emit/index.ts";
import type { Program } from "./ir/index.ts";
import { printFunction, printProgram } from "./ir/print.ts";
import { verify } from "./ir/verify.ts";
import { cFrontEnd as c } from "./lang/c/front-end.ts";
import { placeKey, type FrontEnd, type Host, type Language, type ProgramInput, type Sign } from "./lang/front-end.ts";
import { pythonFrontEnd as python } from "./lang/python/front-end.ts";
import { shellFrontEnd as shell } from "./lang/shell/front-end.ts";
import { dumpFacts, dumpIndex } from "./passes/dump.ts";
import { explainRange } from "./passes/explain.ts";
import type { Facts } from "./passes/facts.ts";
import { analyse, passNames } from "./passes/index.ts";
import { settleGlobals } from "./passes/settled.ts";

export interface CompileOptions {
  /** Passes that are left out. */
  readonly disabledPasses?: readonly string[];
  /** What to print of the inside: `tree`, `index`, `ir`, `facts`, `ir:PASS`, `rust`. */
  readonly emit?: string;
  /** Say in `emitted` what is known of the names of a line (from 1) of one of the program's files, and nothing else. */
  readonly explain?: { readonly file: number; readonly line: number };
  /** Only this function, for `emit`. */
  readonly function?: string;
  /** Take the time and memory of each phase: reading the clocks costs as much as a small phase. */
  readonly timed?: boolean;
  /** Check the IR after each pass. */
  readonly verify?: boolean;
}

export interface Stats {
  /** Lines of the user's files, blank and comment lines counted. */
  readonly lines: number;
  /** Milliseconds by phase; empty unless timed. */
  readonly phases: Readonly<Record<string, number>>;
  /** Bytes that the process held at the end of each phase. */
  readonly memory: Readonly<Record<string, number>>;
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

type Time = Timer["time"];

/** The front ends, by language. */
const FRONT_ENDS: Readonly<Record<Language, FrontEnd>> = { python, c, shell };

/** Translates one program: index, solve and lower (front end), analyse, emit. Refusals are diagnostics; an exception is an internal error. */
export function compileProgram(given: ProgramInput, host: Host, options: CompileOptions = {}): ProgramOutput {
  const timer = createTimer(host.clock);
  const lines = given.files.reduce((sum, file) => sum + file.text.split("\n").length, 0);
  const frontEnd = FRONT_ENDS[given.language];
  const input = frontEnd.complete?.(given) ?? given;
  const { program, facts, diagnostics } = analysed(frontEnd, input, host, options, timer.time);
  const refused = diagnostics.some(isRefusal);
  const output = {
    runtime: [],
    dependencies: [],
    diagnostics,
    stats: { lines, phases: timer.times, memory: timer.memory },
    partial: refused,
  };
  const nothing = { ...output, files: [], lineMap: {}, partial: false };
  if (program === undefined || facts === undefined || (refused && input.options.allowPartial !== true)) return nothing;
  if (options.emit === "ir") return { ...nothing, emitted: shown(program, options.function) };
  const sources = input.files.map((file) => makeSource(file.path, file.text));
  if (options.emit === "index") return { ...nothing, emitted: dumpIndex(program, sources, options.function) };
  if (passShown(options) !== undefined)
    return { ...nothing, emitted: `${shown(program, options.function)}\n\n${dumpFacts(program, facts, options.function)}` };
  if (options.emit === "facts") return { ...nothing, emitted: dumpFacts(program, facts, options.function) };
  if (options.explain) {
    const { file, line } = options.explain;
    const { lineStarts, bytes } = sources[file];
    const lines = explainRange(program, facts, file, lineStarts[line - 1] ?? bytes.length, lineStarts[line] ?? bytes.length + 1);
    return { ...nothing, emitted: lines.join("\n") };
  }
  const emitted = timer.time("emit", () => {
    try {
      return emitProgram(program, facts, sources);
    } catch (error) {
      if (error instanceof Refusal) return error.diagnostic;
      throw error;
    }
  });
  if (!("files" in emitted)) return { ...nothing, diagnostics: [...diagnostics, emitted] };
  const root = emitted.files.find((file) => file.path === "main.rs");
  const files = [...(root ? [root] : []), ...emitted.files.filter((file) => file !== root)];
  const lineMap: Record<string, [number, number, number][]> = {};
  for (const { path, line, source, sourceLine } of emitted.lineMap)
    if (source < given.files.length) (lineMap[path] ??= []).push([line, source, sourceLine]);
  const usesRuntime = files.some((file) => /\brt::/.test(file.text));
  return {
    ...output,
    files,
    runtime: usesRuntime ? [{ crate: program.runtime, features: emitted.features }] : [],
    lineMap,
    ...(options.emit === "rust" ? { emitted: files.map((file) => rustOf(file.text, options.function)).join("\n") } : {}),
  };
}

interface Analysed {
  readonly program?: Program;
  readonly facts?: Facts;
  readonly diagnostics: readonly Diagnostic[];
}

/** How often a program is translated again at most. */
const TRANSLATIONS = 4;

/**
 * Front end and passes. What the front end took for natural numbers, and the ranges say may be negative, makes it translate once more; where it has no
 * translation then, the first one stands, which stops where such a number is negative.
 */
function analysed(frontEnd: FrontEnd, input: ProgramInput, host: Host, options: CompileOptions, time: Time): Analysed {
  let made = analyseOnce(frontEnd, input, host, options, time);
  const signs = new Map<string, Sign>();
  for (let round = 1; round < TRANSLATIONS && made.facts !== undefined; round++) {
    const before = signs.size;
    const here = new Map<string, Sign>();
    for (const { call, always } of made.facts.unnatural) {
      const key = placeKey(call.span);
      if (!signs.has(key)) here.set(key, always && here.get(key) !== "either" ? "negative" : "either");
    }
    for (const [key, sign] of here) signs.set(key, sign);
    if (signs.size === before) break;
    const again = analyseOnce(frontEnd, { ...input, options: { ...input.options, signs } }, host, options, time);
    if (again.facts === undefined || again.diagnostics.filter(isRefusal).length > made.diagnostics.filter(isRefusal).length) break;
    made = again;
  }
  return made;
}

const isRefusal = ({ severity }: Diagnostic): boolean => severity === "refusal" || severity === "error";

/** The pass that `emit` shows the program after. */
const passShown = ({ emit }: CompileOptions): string | undefined => (emit?.startsWith("ir:") ? emit.slice(3) : undefined);

function analyseOnce(frontEnd: FrontEnd, input: ProgramInput, host: Host, options: CompileOptions, time: Time): Analysed {
  const { program: lowered, diagnostics } = frontEnd.translate(input, host, time);
  if (lowered === undefined || (diagnostics.some(isRefusal) && input.options.allowPartial !== true)) return { diagnostics };
  const verified = (each: Program): void => (options.verify === true ? time("verify", () => check(each)) : undefined);
  verified(lowered);
  const program = time("settle", () => settleGlobals(lowered));
  verified(program);
  const upTo = passShown(options);
  const later = upTo === undefined ? [] : passNames.slice(passNames.indexOf(upTo) + 1);
  const facts = analyse(program, { disable: [...(options.disabledPasses ?? []), ...later], time });
  // The passes must not have changed it.
  verified(program);
  return { program, facts, diagnostics };
}

/** Stops at the first place where the IR contradicts itself: a mistake of a front end or a pass. */
function check(program: Program): void {
  const [first] = verify(program);
  if (first) throw new Error(`the IR is not well formed: ${JSON.stringify(first)}`);
}

/** The dump of a program, or of one function of it. */
function shown(program: Program, name: string | undefined): string {
  if (name === undefined) return printProgram(program);
  return program.functions
    .filter((fn) => fn.name === name)
    .map((fn) => printFunction(program, fn))
    .join("\n");
}

/** A Rust text, or the functions of a name in it: from their heads to the brace in the column of each head. */
function rustOf(text: string, name: string | undefined): string {
  if (name === undefined) return text;
  const lines = text.split("\n");
  const head = new RegExp(`^( *)(?:[a-z(]+\\)? )*(?:extern "[^"]*" )?fn ${name.replace(/\W/g, "_")}\\b`);
  return lines
    .flatMap((line, at) => {
      const indent = head.exec(line)?.[1];
      return indent === undefined ? [] : lines.slice(at, lines.indexOf(`${indent}}`, at) + 1);
    })
    .join("\n");
}
