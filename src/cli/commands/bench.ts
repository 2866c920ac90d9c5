import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { BASELINE, writeBaseline } from "../bench/criterion.ts";
import { environmentOf, load } from "../bench/environment.ts";
import type { Plan } from "../bench/measure.ts";
import { compareWith, publish, readResults } from "../bench/results.ts";
import { sideOf, type Row } from "../bench/row.ts";
import { measureStartup } from "../bench/startup.ts";
import { timeCandidates } from "../bench/time-case.ts";
import { caseName, compileOriginals, planCases, type Originals, type PlannedCase } from "../run/cases.ts";
import { originalCommand } from "../run/original.ts";
import { buildWorkspace, openWorkspace, tool, type Workspace } from "../run/workspace.ts";
import { Progress } from "../terminal.ts";
import { EXIT, UsageError } from "../version.ts";

export interface BenchOptions {
  readonly plan: Plan;
  /** Leave `cargo bench` out. */
  readonly timesOnly: boolean;
  /** A part of the program's path. */
  readonly filter: string;
  /** Results of an earlier run to compare with. */
  readonly compare?: string;
}

/** How often each side runs. */
export const planOf = (quick: boolean): Plan =>
  quick ? { warmup: 1, iterations: 10, seconds: 2 } : { warmup: 5, iterations: 100, seconds: 10 };

/** Compares two stored runs. Gives the exit status. */
export const compareFiles = (now: string, old: string): number => compareWith(readResults(old), readResults(now));

/** The arguments of a case in the benchmark: `bench = [...]` where given, else those of the case. */
const benchArgs = ({ case: one }: PlannedCase): readonly string[] =>
  Array.isArray(one.bench) ? (one.bench as readonly string[]) : one.args;

/** Times every program with cases beside its original and lets criterion compare them. Gives the exit status. */
export const bench = async (folder: string, options: BenchOptions): Promise<number> => {
  const workspace = openWorkspace(folder);
  const old = options.compare === undefined ? undefined : readResults(options.compare);
  const { planned } = planCases(workspace.discovery, workspace.config.cases);
  const wanted = planned.filter((one) => one.case.bench !== false && one.program.entry.includes(options.filter));
  if (wanted.length === 0) throw new UsageError("no case to time: transpile.toml has no [[case]] for a translated program");
  const built = await buildWorkspace(workspace.out, true);
  if (built.status !== 0) {
    console.error(built.messages);
    return EXIT.refused;
  }
  const { plan } = options;
  const criterion = await criterionFolder(workspace.out);
  const before = load();
  const startup = await measureStartup(new Set(wanted.map((one) => one.program.input.language)), plan);
  const rows = await timeAll(workspace, wanted, built.binaries, plan, criterion);
  const results = { format: 1 as const, environment: environmentOf(workspace.discovery.root, before), plan, startup, rows };
  publish(results, path.join(workspace.out, "target"));
  const status = options.timesOnly ? 0 : await cargoBench(workspace.out, rows);
  const changed = old === undefined ? EXIT.translated : compareWith(old, results);
  return status !== 0 || rows.some((row) => row.problem !== undefined) ? EXIT.refused : changed;
};

const criterionFolder = async (out: string): Promise<string> => {
  const { stdout } = await tool("cargo", ["metadata", "--no-deps", "--format-version", "1"], out);
  return path.join((JSON.parse(stdout) as { target_directory: string }).target_directory, "criterion");
};

const timeAll = async (
  workspace: Workspace,
  wanted: readonly PlannedCase[],
  binaries: ReadonlyMap<string, string>,
  plan: Plan,
  criterion: string,
): Promise<Row[]> => {
  const rows: Row[] = [];
  const progress = new Progress(process.stderr);
  const scratch = mkdtempSync(path.join(tmpdir(), "transpile-bench-c-"));
  try {
    const originals = await compileOriginals(workspace.discovery, wanted, scratch, "-O2");
    for (const [index, one] of wanted.entries()) {
      progress.update(`timing ${index + 1}/${wanted.length} ${caseName(one)}`);
      const locked = workspace.lock.programs.find((program) => program.entry === one.program.entry);
      const binary = locked === undefined ? undefined : binaries.get(locked.binary);
      rows.push(await timeCase(workspace, one, locked?.package, binary, plan, originals, criterion));
    }
  } finally {
    progress.clear();
    rmSync(scratch, { recursive: true, force: true });
  }
  return rows;
};

/** Checks that both sides do the same, then times them. */
const timeCase = async (
  { discovery }: Workspace,
  planned: PlannedCase,
  name: string | undefined,
  binary: string | undefined,
  plan: Plan,
  originals: Originals,
  criterion: string,
): Promise<Row> => {
  const { program, case: one } = planned;
  const args = benchArgs(planned);
  const shared = { args, built: originals.targets };
  const row = { program: program.entry, case: one.name, language: program.input.language, args, package: name, load: load() };
  if (name === undefined || binary === undefined) return { ...row, sides: {}, problem: "not translated, so not timed" };
  const { samples, problems } = await timeCandidates(
    discovery,
    planned,
    [
      { name: "original", side: { ...originalCommand(program, originals.binaries.get(program.entry)), ...shared } },
      { name: "translated", side: { command: [binary], env: { TRANSPILE_SOURCE_ROOT: "@CWD@" }, ...shared } },
    ],
    plan,
  );
  const original = samples.get("original");
  if (original !== undefined && problems.length === 0) {
    const wall = original.map(([seconds]) => seconds);
    writeBaseline(criterion, name, one.name, wall);
  }
  return {
    ...row,
    sides: Object.fromEntries([...samples].map(([side, series]) => [side, sideOf(series)])),
    ...(problems.length > 0 ? { problem: problems.join("; ") } : {}),
  };
};

/** Runs criterion against the stored times of the originals. */
const cargoBench = async (out: string, rows: readonly Row[]): Promise<number> => {
  const packages = [...new Set(rows.flatMap((row) => (row.problem === undefined ? (row.package ?? []) : [])))].flatMap((name) => [
    "-p",
    name,
  ]);
  if (packages.length === 0) return 0;
  console.log(`\ncargo bench -- --baseline ${BASELINE}`);
  const { status, stdout, stderr } = await tool("cargo", ["bench", "-q", ...packages, "--", "--baseline", BASELINE], out);
  console.log(stdout.trim());
  if (status !== 0) console.error(stderr.trim());
  return status;
};
