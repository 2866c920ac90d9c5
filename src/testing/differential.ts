import { existsSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import path from "node:path";
import { hashOf } from "../crate/hash.ts";
import { plan } from "../crate/plan.ts";
import type { CrateInput } from "../crate/program.ts";
import { renderHuman } from "../diagnostics/render/human.ts";
import { discover, type Program } from "../cli/discover/index.ts";
import { judge, type Result } from "../cli/report.ts";
import { compareRuns } from "../cli/run/compare.ts";
import { compileOriginal, originalCommand } from "../cli/run/original.ts";
import { runIsolated, type RunRequest, type RunResult } from "../cli/run/sandbox.ts";
import { translateOne } from "../pool/job.ts";
import type { Fixture } from "./cases.ts";
import { collect } from "./collect.ts";
import { ROOT } from "./fixtures.ts";
import { lint } from "./lint.ts";
import { originalRun, storedRun, storeRuns } from "./recorded.ts";

/** The outcome of a fixture: why it failed, or nothing. */
export type Verdict = {
  readonly failure?: string;
  /** What rustc, clippy and rustfmt say of a crate that was built. */ readonly warnings?: string;
};

interface Prepared {
  readonly fixture: Fixture;
  readonly program: Program;
  readonly result: Result;
  readonly package: string;
}

const OUT = path.join(ROOT, "build", "fixtures");
const TARGET = process.env.CARGO_TARGET_DIR ?? path.join(ROOT, "build", "target");

const packageOf = (name: string): string => `x-${name.toLowerCase().replace(/[^a-z0-9]+/g, "-")}`;

/** Finds and translates the program of a file. */
export const translateFile = (entry: string): Result => {
  const discovery = discover([entry]);
  const relative = path.relative(discovery.root, entry);
  const program = discovery.programs.find((one) => one.entry === relative);
  if (program === undefined)
    throw new Error(`${entry}: no program found (${discovery.problems.map((one) => one.diagnostic.message).join("; ")})`);
  return judge(program, translateOne(program.input, { verify: true }));
};

export const explainResult = (result: Result): string => {
  if ("crash" in result.outcome) return `internal error: ${result.outcome.crash.stack}`;
  return result.diagnostics.map((one) => renderHuman(one)).join("\n");
};

const writeChanged = (file: string, content: string | Buffer): void => {
  const bytes = Buffer.from(content);
  if (existsSync(file) && readFileSync(file).equals(bytes)) return;
  mkdirSync(path.dirname(file), { recursive: true });
  writeFileSync(file, bytes);
};

/** Writes all crates into one workspace that uses the repository's runtime in place; keeps the others that lie there. */
const writeWorkspace = (all: readonly Prepared[]): void => {
  const crates = all.flatMap(({ program, result, package: name }): CrateInput[] => {
    if (!("output" in result.outcome)) return [];
    const sources = program.sources.map((source) => ({ path: source.path, hash: hashOf(source.bytes) }));
    return [
      {
        package: name,
        binary: name,
        language: program.input.language,
        entry: program.entry,
        sources,
        partial: false,
        program: result.outcome.output,
      },
    ];
  });
  const { files } = plan({ tool: "test", source: ".", crates, runtimeFiles: () => new Map(), report: {} });
  for (const [file, content] of files) {
    const text = file.endsWith("Cargo.toml") ? content.toString().replaceAll('path = "../runtime/', `path = "${ROOT}runtime/`) : content;
    writeChanged(path.join(OUT, file), text);
  }
};

interface CargoMessage {
  readonly reason: string;
  readonly executable?: string | null;
  readonly target?: { readonly name: string };
  readonly message?: { readonly level: string; readonly rendered?: string };
}

const jobs = process.env.TRANSPILE_TEST_JOBS === undefined ? [] : ["-j", process.env.TRANSPILE_TEST_JOBS];
const cargoEnv = {
  ...process.env,
  CARGO_TARGET_DIR: TARGET,
  CARGO_INCREMENTAL: "0",
  CARGO_PROFILE_DEV_DEBUG: "false",
  CARGO_PROFILE_DEV_OPT_LEVEL: "0",
  CARGO_TERM_COLOR: "never",
};

/** Builds the workspace; gives the binaries, and the compiler's errors and warnings by crate. */
const build = async (
  packages: readonly string[],
): Promise<{ binaries: Map<string, string>; messages: Map<string, string>; log: string }> => {
  const args = ["build", "--workspace", "--bins", "--keep-going", "--message-format=json", ...jobs];
  const binaries = new Map<string, string>();
  const messages = new Map<string, string>();
  const { stdout, stderr } = await collect("cargo", args, OUT, cargoEnv);
  for (const line of stdout.split("\n")) {
    if (!line.startsWith("{")) continue;
    const message = JSON.parse(line) as CargoMessage;
    const name = message.target?.name ?? "";
    if (message.reason === "compiler-artifact" && message.executable) binaries.set(name, message.executable);
    else if (message.reason === "compiler-message" && packages.includes(name))
      messages.set(name, (messages.get(name) ?? "") + (message.message?.rendered ?? ""));
  }
  return { binaries, messages, log: stderr };
};

/** How the runs of a fixture are started: with the original's command, or with another. */
const started = async ({ fixture, program, package: name }: Pick<Prepared, "fixture" | "program" | "package">) => {
  const folder = path.dirname(fixture.entry);
  const built =
    program.input.language === "c"
      ? await compileOriginal({ ...program, names: { package: name, binary: name } }, folder, OUT, "-O1")
      : undefined;
  const original = originalCommand(program, built);
  const sources =
    fixture.folder === undefined
      ? program.sources.map((source): [string, string] => [path.join(folder, source.path), source.path])
      : [[folder, "."] as [string, string]];
  const request = (index: number, command: readonly string[], env: Readonly<Record<string, string>>): RunRequest => {
    const { args, stdin, data } = fixture.runs[index];
    return {
      command: [...command, ...args],
      copies: data === undefined ? sources : [...sources, [data, "."]],
      stdin,
      env,
      limits: { timeout: 20 },
      slot: `${name}-${index}`,
    };
  };
  return { request, original: (index: number) => runIsolated(request(index, original.command, original.env)) };
};

/** Runs original and crate, each in a fresh copy of the same files; gives the first difference. */
const compare = async (prepared: Prepared, binary: string): Promise<string | undefined> => {
  const { fixture, program } = prepared;
  const { request, original } = await started(prepared);
  for (const [index, { args, expect }] of fixture.runs.entries()) {
    const which = fixture.runs.length > 1 ? `run ${index + 1}, arguments ${JSON.stringify(args)}: ` : "";
    const different = (want: RunResult, got: RunResult): string[] => compareRuns(want, got, expect ?? "exact", program.input.language);
    const here = await original(index);
    const want = originalRun(fixture.entry, args, here);
    if (typeof want === "string") return which + want;
    const stored = want === here ? storedRun(fixture.entry, args, here) : undefined;
    const stale = stored ? different(here, stored) : [];
    if (stale.length > 0) return `${which}what is stored of the original is not what it does here:\n${stale.join("\n")}`;
    const differences = different(want, await runIsolated(request(index, [binary], { TRANSPILE_SOURCE_ROOT: "@CWD@" })));
    if (differences.length > 0) return which + differences.join("\n");
  }
  return undefined;
};

/** Stores what the originals of fixtures do, for machines that lack a module that they import. */
export const recordFixtures = async (all: readonly Fixture[]): Promise<void> => {
  for (const fixture of all) {
    const { original } = await started({ fixture, program: translateFile(fixture.entry).program, package: packageOf(fixture.name) });
    const runs = [];
    for (const [index, { args }] of fixture.runs.entries()) runs.push({ args, result: await original(index) });
    storeRuns(fixture.entry, runs);
  }
};

/** Runs `work` over the items, a few at a time. */
const pooled = async <T>(items: readonly T[], width: number, work: (item: T) => Promise<void>): Promise<void> => {
  let next = 0;
  const lane = async (): Promise<void> => {
    while (next < items.length) await work(items[next++]);
  };
  await Promise.all(Array.from({ length: width }, lane));
};

/** Translates fixtures into one workspace; says why of those that are not translated. */
const prepare = (all: readonly Fixture[], verdicts: Map<string, Verdict>): Prepared[] => {
  const prepared: Prepared[] = [];
  for (const fixture of all) {
    const result = translateFile(fixture.entry);
    if (result.status === "translated") prepared.push({ fixture, program: result.program, result, package: packageOf(fixture.name) });
    else verdicts.set(fixture.name, { failure: `${result.status}:\n${explainResult(result)}` });
  }
  if (prepared.length > 0) writeWorkspace(prepared);
  return prepared;
};

/** What rustc, clippy and rustfmt say of the translated fixtures, without building or running them. */
export const lintFixtures = async (all: readonly Fixture[]): Promise<Map<string, Verdict>> => {
  const verdicts = new Map<string, Verdict>();
  const prepared = prepare(all, verdicts);
  const packages = prepared.map((one) => one.package);
  const said = prepared.length > 0 ? await lint(OUT, packages, cargoEnv, jobs) : new Map<string, string>();
  for (const one of prepared) verdicts.set(one.fixture.name, { warnings: said.get(one.package) });
  return verdicts;
};

/** Translates all fixtures, builds them in one workspace, and runs each beside its original. Gives a verdict for each name. */
export const runFixtures = async (all: readonly Fixture[]): Promise<Map<string, Verdict>> => {
  const verdicts = new Map<string, Verdict>();
  const prepared = prepare(all, verdicts);
  if (prepared.length === 0) return verdicts;
  const packages = prepared.map((one) => one.package);
  const { binaries, messages, log } = await build(packages);
  const said = await lint(OUT, packages, cargoEnv, jobs);
  await pooled(prepared, 2, async (one) => {
    const binary = binaries.get(one.package);
    const where = path.relative(process.cwd(), path.join(OUT, one.package, "src/main.rs"));
    const failure = binary === undefined ? `does not build:\n${messages.get(one.package) ?? log.slice(-3000)}` : await compare(one, binary);
    verdicts.set(one.fixture.name, {
      failure: failure === undefined ? undefined : `${failure}\n(${where})`,
      ...(binary === undefined ? {} : { warnings: said.get(one.package) }),
    });
  });
  return verdicts;
};
