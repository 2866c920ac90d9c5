import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { BASELINE, writeBaseline } from "../bench/criterion.ts";
import { measure, type Plan, type Sample } from "../bench/measure.ts";
import { renderPage } from "../bench/page.ts";
import type { Row, Side } from "../bench/row.ts";
import { geometricMean, summarise, type Summary } from "../bench/statistics.ts";
import { caseName, compileOriginals, planCases, requestFor, type Originals, type PlannedCase } from "../run/cases.ts";
import { compareRuns } from "../run/compare.ts";
import { originalCommand } from "../run/original.ts";
import { runIsolated } from "../run/sandbox.ts";
import { buildWorkspace, openWorkspace, tool, type Workspace } from "../run/workspace.ts";
import { Progress, table } from "../terminal.ts";
import { EXIT, UsageError } from "../version.ts";

export interface BenchOptions {
  readonly quick: boolean;
  /** Leave `cargo bench` out. */
  readonly timesOnly: boolean;
  /** A part of the program's path. */
  readonly filter: string;
}

const BASELINES = { python: "python3", c: "cc -O2", shell: "bash" } as const;

/** The arguments of a case in the benchmark: `bench = [...]` where given, else those of the case. */
const benchArgs = ({ case: one }: PlannedCase): readonly string[] =>
  Array.isArray(one.bench) ? (one.bench as readonly string[]) : one.args;

/** Times every program with cases beside its original and lets criterion compare them. Gives the exit status. */
export const bench = async (folder: string, options: BenchOptions): Promise<number> => {
  const workspace = openWorkspace(folder);
  const { planned } = planCases(workspace.discovery, workspace.config.cases);
  const wanted = planned.filter((one) => one.case.bench !== false && one.program.entry.includes(options.filter));
  if (wanted.length === 0) throw new UsageError("no case to time: transpile.toml has no [[case]] for a translated program");
  const built = await buildWorkspace(workspace.out, true);
  if (built.status !== 0) {
    console.error(built.messages);
    return EXIT.refused;
  }
  const plan: Plan = options.quick ? { warmup: 1, iterations: 10, seconds: 2 } : { warmup: 5, iterations: 100, seconds: 10 };
  const criterion = await criterionFolder(workspace.out);
  const { rows, failures } = await timeAll(workspace, wanted, built.binaries, plan, criterion);
  print(rows);
  for (const failure of failures) console.log(failure);
  writeFileSync(path.join(workspace.out, "target", "transpile-bench.json"), `${JSON.stringify({ plan, rows, failures }, null, 2)}\n`);
  writeFileSync(path.join(workspace.out, "target", "transpile-bench.html"), renderPage(rows, plan));
  console.log(`\nresults: ${path.join(folder, "target", "transpile-bench.json")}, transpile-bench.html`);
  const status = options.timesOnly ? 0 : await cargoBench(workspace.out, rows);
  return failures.length > 0 || status !== 0 ? EXIT.refused : EXIT.translated;
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
): Promise<{ rows: Row[]; failures: string[] }> => {
  const rows: Row[] = [];
  const failures: string[] = [];
  const progress = new Progress(process.stderr);
  const scratch = mkdtempSync(path.join(tmpdir(), "transpile-bench-c-"));
  try {
    const originals = await compileOriginals(workspace.discovery, wanted, scratch, "-O2");
    for (const [index, one] of wanted.entries()) {
      progress.update(`timing ${index + 1}/${wanted.length} ${caseName(one)}`);
      const locked = workspace.lock.programs.find((program) => program.entry === one.program.entry);
      const binary = locked === undefined ? undefined : binaries.get(locked.binary);
      if (locked === undefined || binary === undefined) {
        failures.push(`${caseName(one)}: not translated, so not timed`);
        continue;
      }
      const row = await timeCase(workspace, one, locked.package, binary, plan, originals, criterion);
      if (typeof row === "string") failures.push(`${caseName(one)}: ${row}`);
      else rows.push(row);
    }
  } finally {
    progress.clear();
    rmSync(scratch, { recursive: true, force: true });
  }
  return { rows, failures };
};

const side = (samples: readonly Sample[]): Side => ({
  wall: summarise(samples.map(([wall]) => wall)),
  cpu: summarise(samples.map(([, cpu]) => cpu)),
  memory: Math.max(...samples.map(([, , memory]) => memory)),
});

/** Checks that both sides do the same, then times them. Gives the row, or why there is none. */
const timeCase = async (
  { discovery }: Workspace,
  planned: PlannedCase,
  name: string,
  binary: string,
  plan: Plan,
  originals: Originals,
  criterion: string,
): Promise<Row | string> => {
  const { program, case: one } = planned;
  const args = benchArgs(planned);
  const before = requestFor(discovery, planned, {
    ...originalCommand(program, originals.binaries.get(program.entry)),
    args,
    built: originals.targets,
  });
  const after = requestFor(discovery, planned, {
    command: [binary],
    env: { TRANSPILE_SOURCE_ROOT: "@CWD@" },
    args,
    built: originals.targets,
  });
  const patient = (request: typeof before) => runIsolated({ ...request, limits: { timeout: Math.max(120, one.timeout) } });
  const differences = compareRuns(await patient(before), await patient(after), one.expect, program.input.language);
  if (differences.length > 0) return `not timed, since the outputs differ: ${differences[0]}`;
  const [original, translated] = await measure([before, after], plan);
  writeBaseline(
    criterion,
    name,
    one.name,
    original.map(([wall]) => wall),
  );
  const [left, right] = [side(original), side(translated)];
  const baseline = BASELINES[program.input.language];
  // A run shorter than the clock's step counts as one step.
  const ratio = Math.max(left.cpu.median, 1e-4) / Math.max(right.cpu.median, 1e-4);
  return { program: program.entry, case: one.name, baseline, package: name, original: left, translated: right, ratio };
};

const milliseconds = ({ median, low, high, p95 }: Summary): string =>
  `${(median * 1000).toFixed(1)} [${(low * 1000).toFixed(1)}, ${(high * 1000).toFixed(1)}] ${(p95 * 1000).toFixed(1)}`;

const print = (rows: readonly Row[]): void => {
  if (rows.length === 0) return;
  const head = [
    "program",
    "baseline",
    "original: ms wall [95 %] p95",
    "translated: ms wall [95 %] p95",
    "cpu ms",
    "cpu ms",
    "MiB",
    "MiB",
    "times faster (cpu)",
  ];
  const lines = rows.map((row) => [
    `${row.program} ${row.case}`,
    row.baseline,
    milliseconds(row.original.wall),
    milliseconds(row.translated.wall),
    (row.original.cpu.median * 1000).toFixed(1),
    (row.translated.cpu.median * 1000).toFixed(1),
    (row.original.memory / 1024).toFixed(1),
    (row.translated.memory / 1024).toFixed(1),
    row.ratio.toFixed(2),
  ]);
  console.log(table([head, ...lines]));
  for (const baseline of new Set(rows.map((row) => row.baseline))) {
    const ratios = rows.filter((row) => row.baseline === baseline).map((row) => row.ratio);
    console.log(
      `against ${baseline}: ${geometricMean(ratios).toFixed(2)} times faster (geometric mean of ${ratios.length}, processor time, start-up included)`,
    );
  }
};

/** Runs criterion against the stored times of the originals. */
const cargoBench = async (out: string, rows: readonly Row[]): Promise<number> => {
  const packages = [...new Set(rows.map((row) => row.package))].flatMap((name) => ["-p", name]);
  if (packages.length === 0) return 0;
  console.log(`\ncargo bench -- --baseline ${BASELINE}`);
  const { status, stdout, stderr } = await tool("cargo", ["bench", "-q", ...packages, "--", "--baseline", BASELINE], out);
  console.log(stdout.trim());
  if (status !== 0) console.error(stderr.trim());
  return status;
};
