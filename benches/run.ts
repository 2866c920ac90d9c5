// `npm run suites -- [FILTER]`: the programs of benches/suites whose paths (`suite/row/original.py`) hold FILTER, as originals, translated, and
// as hand-written Rust (the twin): processor time of each on the same arguments, after checking that the outputs are equal. Results also go to build/suites/results.json.
import { execFileSync, spawnSync } from "node:child_process";
import { existsSync, mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { measure } from "../src/cli/bench/measure.ts";
import { geometricMean, summarise } from "../src/cli/bench/statistics.ts";
import { readConfig, type Case } from "../src/cli/config.ts";
import { discover, type Discovery } from "../src/cli/discover/index.ts";
import { requestFor, type PlannedCase } from "../src/cli/run/cases.ts";
import { compareRuns } from "../src/cli/run/compare.ts";
import { compileOriginal, originalCommand } from "../src/cli/run/original.ts";
import { runIsolated, type RunRequest } from "../src/cli/run/sandbox.ts";
import { buildWorkspace } from "../src/cli/run/workspace.ts";
import { readLock } from "../src/crate/write.ts";
import { table } from "../src/cli/terminal.ts";
import { ROOT } from "../src/testing/fixtures.ts";

const SUITES = path.join(ROOT, "benches/suites");
const OUT = path.join(ROOT, "build/suites/rust");
const TARGET = process.env.CARGO_TARGET_DIR ?? path.join(ROOT, "build/target");
const PLAN = { warmup: 1, iterations: 15, seconds: 10 };

interface Row {
  readonly name: string;
  readonly language: "python" | "c" | "shell";
  /** Median processor time in seconds; missing where there is no such program. */
  readonly original: number;
  readonly translated?: number;
  readonly twin?: number;
  readonly dash?: number;
  readonly problem?: string;
}

/** The folders `suite/row` that have cases. */
const rowFolders = (): string[] =>
  readdirSync(SUITES)
    .sort()
    .flatMap((suite) => readdirSync(path.join(SUITES, suite)).map((row) => `${suite}/${row}`))
    .filter((folder) => existsSync(path.join(SUITES, folder, "transpile.toml")));

/** The cases of every row, with paths from the suites' root. */
const allCases = (discovery: Discovery, filter: string): PlannedCase[] =>
  rowFolders()
    .flatMap((folder) => readConfig(path.join(SUITES, folder)).cases.map((one): Case => ({ ...one, program: `${folder}/${one.program}` })))
    .filter((one) => one.program.includes(filter))
    .flatMap((one) => {
      const program = discovery.programs.find(({ entry }) => entry === one.program);
      return program === undefined ? [] : [{ program, case: one }];
    });

/** Builds the hand-written program of a folder; gives its binary. */
const buildTwin = (folder: string): string | undefined => {
  const manifest = path.join(SUITES, folder, "twin/Cargo.toml");
  if (!existsSync(manifest)) return undefined;
  execFileSync("cargo", ["build", "-q", "--release", "--manifest-path", manifest], {
    env: { ...process.env, CARGO_TARGET_DIR: TARGET },
    stdio: "inherit",
  });
  return path.join(TARGET, "release", `twin-${path.basename(folder).replaceAll("_", "-")}`);
};

/** Times one case on all sides that exist and agree. */
const timeCase = async (discovery: Discovery, planned: PlannedCase, binary: string | undefined, scratch: string): Promise<Row> => {
  const { program, case: one } = planned;
  const { language } = program.input;
  const args = Array.isArray(one.bench) ? (one.bench as readonly string[]) : one.args;
  const compiled = language === "c" ? await compileOriginal(program, discovery.root, scratch, "-O2") : undefined;
  const request = (command: readonly string[], env: Readonly<Record<string, string>> = {}): RunRequest => ({
    ...requestFor(discovery, planned, { command, env, args }),
    limits: { timeout: 300 },
  });
  const original = originalCommand(program, compiled);
  const sides: [keyof Row, RunRequest][] = [["original", request(original.command, original.env)]];
  const want = await runIsolated(sides[0][1]);
  let problem = binary === undefined ? "refused" : undefined;
  const offer = async (name: keyof Row, side: RunRequest): Promise<void> => {
    const [difference] = compareRuns(want, await runIsolated(side), one.expect, language);
    if (difference === undefined) sides.push([name, side]);
    else if (name === "translated") problem = difference;
    else throw new Error(`${program.entry}: the ${name} does something else: ${difference}`);
  };
  if (binary !== undefined) await offer("translated", request([binary], { TRANSPILE_SOURCE_ROOT: "@CWD@" }));
  const twin = language === "shell" ? undefined : buildTwin(path.dirname(program.entry));
  if (twin !== undefined) await offer("twin", request([twin]));
  if (language === "shell" && program.input.options.dialect === "sh") sides.push(["dash", request(["dash", `@CWD@/${program.entry}`])]);
  const samples = await measure(
    sides.map(([, side]) => side),
    PLAN,
  );
  const medians = sides.map(([name], index) => [name, Math.max(1e-4, summarise(samples[index].map(([, cpu]) => cpu)).median)]);
  return { original: 0, ...(Object.fromEntries(medians) as Partial<Row>), name: program.entry, language, problem };
};

const report = (rows: readonly Row[]): void => {
  const ms = (value: number | undefined): string => (value === undefined ? "-" : (value * 1000).toFixed(1));
  const ratio = (a: number | undefined, b: number | undefined): string => (a === undefined || b === undefined ? "-" : (a / b).toFixed(2));
  const head = ["program", "original ms", "translated ms", "twin ms", "times faster than the original", "times the twin's time", ""];
  const lines = rows.map((row) => [
    row.name,
    ms(row.original),
    ms(row.translated),
    ms(row.twin),
    ratio(row.original, row.translated),
    ratio(row.translated, row.twin),
    row.problem?.slice(0, 60) ?? "",
  ]);
  console.log(table([head, ...lines]));
  const baselines = { python: "python3", c: "cc -O2", shell: "the shell" };
  for (const language of ["python", "c", "shell"] as const) {
    const done = rows.filter((row) => row.language === language && row.translated !== undefined);
    if (done.length === 0) continue;
    const faster = geometricMean(done.map((row) => row.original / (row.translated ?? 1)));
    const twins = done.filter((row) => row.twin !== undefined).map((row) => (row.translated ?? 1) / (row.twin ?? 1));
    const beside =
      twins.length === 0 ? "" : `, ${geometricMean(twins).toFixed(2)} times the twins' time (worst ${Math.max(...twins).toFixed(2)})`;
    console.log(
      `${language}: ${done.length} programs, ${faster.toFixed(2)} times faster than ${baselines[language]} (geometric means, processor time)${beside}`,
    );
  }
};

const filter = process.argv[2] ?? "";
rmSync(OUT, { recursive: true, force: true });
mkdirSync(path.dirname(OUT), { recursive: true });
spawnSync(process.execPath, [path.join(ROOT, "bin/transpile.js"), SUITES, "--out", OUT, "--quiet"], { stdio: "inherit" });
const discovery = discover([SUITES]);
const lock = readLock(OUT);
process.env.CARGO_TARGET_DIR = TARGET;
const built = await buildWorkspace(OUT, true);
if (built.status !== 0) console.error(built.messages.split("\n").slice(0, 40).join("\n"));
const scratch = mkdtempSync(path.join(tmpdir(), "transpile-suites-"));
const rows: Row[] = [];
try {
  for (const planned of allCases(discovery, filter)) {
    const locked = lock?.programs.find((program) => program.entry === planned.program.entry);
    rows.push(await timeCase(discovery, planned, locked === undefined ? undefined : built.binaries.get(locked.binary), scratch));
    console.error(`${planned.program.entry} done`);
  }
} finally {
  rmSync(scratch, { recursive: true, force: true });
}
report(rows);
writeFileSync(path.join(path.dirname(OUT), "results.json"), `${JSON.stringify(rows, null, 2)}\n`);
