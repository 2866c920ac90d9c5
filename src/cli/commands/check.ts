import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { compareRuns } from "../run/compare.ts";
import { caseName, compileOriginals, planCases, runOriginal, runTranslated, type Originals, type PlannedCase } from "../run/cases.ts";
import { buildWorkspace, openWorkspace, tool, type Workspace } from "../run/workspace.ts";
import { paintFor, Progress } from "../terminal.ts";
import { EXIT } from "../version.ts";

export interface CheckOptions {
  readonly buildOnly: boolean;
  readonly release: boolean;
}

/** Counts what passed and failed, and says it as it goes. */
class Tally {
  passed = 0;
  failed = 0;
  private readonly paint = paintFor(process.stdout);

  pass(what: string): void {
    this.passed++;
    console.log(`${this.paint.dim("ok    ")} ${what}`);
  }

  fail(what: string, why: string): void {
    this.failed++;
    console.log(`${this.paint.red("FAILED")} ${what}\n${why.trimEnd().replace(/^/gm, "       ")}`);
  }
}

/** Builds, lints and tests a workspace, and runs each program beside its original. Gives the exit status. */
export const check = async (folder: string, options: CheckOptions): Promise<number> => {
  const workspace = openWorkspace(folder);
  const tally = new Tally();
  const built = await buildWorkspace(workspace.out, options.release);
  if (built.status !== 0) tally.fail("cargo build", built.messages);
  else if (built.messages !== "") tally.fail("cargo build, without warnings", built.messages);
  else tally.pass(`cargo build (${built.binaries.size} programs)`);
  await cargoChecks(workspace, tally);
  if (!options.buildOnly) await cases(workspace, built.binaries, tally);
  console.log(`${tally.passed} passed, ${tally.failed} failed`);
  return tally.failed > 0 ? EXIT.refused : EXIT.translated;
};

const cargoChecks = async ({ out, lock }: Workspace, tally: Tally): Promise<void> => {
  const env = { ...process.env, CARGO_TERM_COLOR: "never" };
  const packages = lock.programs.flatMap((program) => ["-p", program.package]);
  if (packages.length === 0) return;
  const steps: [string, string[]][] = [
    ["cargo clippy", ["clippy", "-q", ...packages, "--", "-D", "warnings"]],
    ["cargo fmt", ["fmt", ...packages, "--", "--check"]],
    ["cargo test", ["test", "-q", "--workspace"]],
  ];
  for (const [name, args] of steps) {
    const { status, stdout, stderr } = await tool("cargo", args, out, env);
    if (status === 0) tally.pass(name);
    else tally.fail(name, `${stdout}${stderr}`.split("\n").slice(0, 80).join("\n"));
  }
};

/** What is said of a case whose program does not exist. */
const noProgram = ({ programs }: Workspace["discovery"]): string =>
  `transpile.toml has a case for it, but there is no such program; there are: ${programs.map((each) => each.entry).join(", ")}`;

const cases = async (workspace: Workspace, binaries: ReadonlyMap<string, string>, tally: Tally): Promise<void> => {
  const { discovery, config, lock } = workspace;
  const { planned, unknown } = planCases(discovery, config.cases);
  for (const one of unknown) tally.fail(one.program, noProgram(discovery));
  if (config.cases.length === 0)
    tally.fail("cases", "transpile.toml has no [[case]]: nothing was run. --build-only says that this is meant.");
  const progress = new Progress(process.stderr);
  const scratch = mkdtempSync(path.join(tmpdir(), "transpile-check-"));
  try {
    const originals = await compileOriginals(discovery, planned, scratch, "-O1");
    for (const one of planned) {
      progress.update(caseName(one));
      const failure = await difference(workspace, one, binaries, originals);
      progress.clear();
      if (failure === undefined) tally.pass(caseName(one));
      else tally.fail(caseName(one), failure);
    }
  } finally {
    rmSync(scratch, { recursive: true, force: true });
  }
  const covered = new Set(planned.map((one) => one.program.entry));
  const bare = lock.programs.filter((program) => !covered.has(program.entry)).map((program) => program.entry);
  if (bare.length > 0) console.log(`without a case, so built only: ${bare.join(", ")}`);
};

/** How a case's two runs differ; undefined when they do not. */
const difference = async (
  { discovery, lock }: Workspace,
  planned: PlannedCase,
  binaries: ReadonlyMap<string, string>,
  originals: Originals,
): Promise<string | undefined> => {
  const { program, case: one } = planned;
  const locked = lock.programs.find((other) => other.entry === program.entry);
  if (locked === undefined) return "it was refused, so there is no binary to compare with";
  const binary = binaries.get(locked.binary);
  if (binary === undefined) return `no binary ${locked.binary} was built`;
  try {
    const original = await runOriginal(discovery, planned, originals);
    const translated = await runTranslated(discovery, planned, binary, originals);
    if (original.status === 127 && original.stderr.includes("not found"))
      return `the original cannot be run: ${original.stderr.toString("utf8").trim()}`;
    const differences = compareRuns(original, translated, one.expect, program.input.language);
    return differences.length === 0 ? undefined : differences.join("\n");
  } catch (error) {
    return error instanceof Error ? error.message : String(error);
  }
};
