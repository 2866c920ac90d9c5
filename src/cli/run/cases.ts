import { readFileSync } from "node:fs";
import path from "node:path";
import type { Case } from "../config.ts";
import type { Discovery, Program } from "../discover/index.ts";
import { originalCommand } from "./original.ts";
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

/**
 * What both sides of a case share: a copy of the project's sources and of the declared files, arguments, input and limits. `command` and
 * `env` tell the sides apart.
 */
export const requestFor = (
  discovery: Discovery,
  planned: PlannedCase,
  side: { command: readonly string[]; env: Readonly<Record<string, string>>; args?: readonly string[] },
): RunRequest => {
  const { case: one, program } = planned;
  const sources = new Set(discovery.programs.flatMap((other) => other.sources.map((source) => source.path)));
  const wanted = [...new Set([...sources, ...one.files])];
  return {
    command: [...side.command, ...(side.args ?? one.args)],
    copies: wanted.map((file) => [path.join(discovery.root, file), file]),
    cwd: one.cwd,
    stdin: stdinOf(discovery, one),
    env: { ...one.env, ...side.env },
    limits: { timeout: one.timeout },
    slot: `${program.names.package}-${one.name}`,
  };
};

/** Runs the original of a case; `binary` is the compiled one of a C program. */
export const runOriginal = (discovery: Discovery, planned: PlannedCase, binary?: string): Promise<RunResult> => {
  const original = originalCommand(planned.program, binary);
  return runIsolated(requestFor(discovery, planned, original));
};

/** Runs the translated program of a case. */
export const runTranslated = (discovery: Discovery, planned: PlannedCase, binary: string): Promise<RunResult> =>
  runIsolated(requestFor(discovery, planned, { command: [binary], env: { TRANSPILE_SOURCE_ROOT: "@CWD@" } }));
