import { readFileSync } from "node:fs";
import path from "node:path";
import type { Case } from "../config.ts";
import type { Discovery, Program } from "../discover/index.ts";
import { compileOriginal, originalCommand } from "./original.ts";
import { runIsolated, type RunRequest, type RunResult } from "./sandbox.ts";

/** A case with the program that it runs. */
export interface PlannedCase {
  readonly program: Program;
  readonly case: Case;
}

/** Cases by program; those whose program does not exist apart. */
export const planCases = (discovery: Discovery, cases: readonly Case[]): { planned: PlannedCase[]; unknown: Case[] } => {
  const planned: PlannedCase[] = [];
  const unknown: Case[] = [];
  for (const one of cases) {
    const program = discovery.programs.find(({ entry }) => entry === one.program);
    if (program === undefined) unknown.push(one);
    else planned.push({ program, case: one });
  }
  return { planned, unknown };
};

/** The name of a case as it is shown. */
export const caseName = ({ program, case: one }: PlannedCase): string =>
  `${program.entry} ${one.args.length > 0 ? one.args.join(" ") : one.name}`;

const stdinOf = (discovery: Discovery, one: Case): string | Buffer =>
  typeof one.stdin === "string" ? one.stdin : readFileSync(path.join(discovery.root, one.stdin.file));

/** What tells the two sides of a case apart, and what the project's build has made (originals of C programs: from, to). */
export interface Side {
  readonly command: readonly string[];
  readonly env: Readonly<Record<string, string>>;
  readonly args?: readonly string[];
  readonly built?: readonly (readonly [from: string, to: string])[];
}

/**
 * What both sides of a case share: a copy of the project's sources and of the declared files, arguments, input and limits. `command` and
 * `env` tell the sides apart.
 */
export const requestFor = (discovery: Discovery, planned: PlannedCase, side: Side): RunRequest => {
  const { case: one, program } = planned;
  const sources = new Set(discovery.programs.flatMap((other) => other.sources.map((source) => source.path)));
  const wanted = [...new Set([...sources, ...one.files])];
  return {
    command: [...side.command, ...(side.args ?? one.args)],
    copies: [...wanted.map((file): [string, string] => [path.join(discovery.root, file), file]), ...(side.built ?? [])],
    cwd: one.cwd,
    stdin: stdinOf(discovery, one),
    env: { ...one.env, ...side.env },
    limits: { timeout: one.timeout },
    slot: `${program.names.package}-${one.name}`,
  };
};

/** Runs the original of a case; `binary` is the compiled one of a C program. */
export const runOriginal = (discovery: Discovery, planned: PlannedCase, originals: Originals): Promise<RunResult> => {
  const original = originalCommand(planned.program, originals.binaries.get(planned.program.entry));
  return runIsolated(requestFor(discovery, planned, { ...original, built: originals.targets }));
};

/** Runs the translated program of a case. */
export const runTranslated = (discovery: Discovery, planned: PlannedCase, binary: string, originals: Originals): Promise<RunResult> =>
  runIsolated(requestFor(discovery, planned, { command: [binary], env: { TRANSPILE_SOURCE_ROOT: "@CWD@" }, built: originals.targets }));

/** The project's C programs as its own build makes them. */
export interface Originals {
  /** By entry. */
  readonly binaries: ReadonlyMap<string, string>;
  /** Where the build would put them: scripts look there. */
  readonly targets: readonly (readonly [from: string, to: string])[];
}

/** Compiles the C programs that a case runs, and those that others may start because the build puts them into the tree. */
export const compileOriginals = async (
  discovery: Discovery,
  cases: readonly PlannedCase[],
  folder: string,
  optimise: "-O1" | "-O2",
): Promise<Originals> => {
  const binaries = new Map<string, string>();
  const targets: [string, string][] = [];
  for (const program of discovery.programs) {
    if (program.input.language !== "c") continue;
    if (program.targets.length === 0 && !cases.some((one) => one.program === program)) continue;
    const binary = await compileOriginal(program, discovery.root, folder, optimise);
    binaries.set(program.entry, binary);
    for (const target of program.targets) targets.push([binary, target]);
  }
  return { binaries, targets };
};
