import { spawnSync } from "node:child_process";
import { mkdirSync, mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { readLock } from "../../crate/write.ts";
import { environmentOf, isInstalled, load } from "../bench/environment.ts";
import type { Plan } from "../bench/measure.ts";
import { compareWith, publish, readResults } from "../bench/results.ts";
import { sideOf, type Row } from "../bench/row.ts";
import { measureStartup } from "../bench/startup.ts";
import { dataOf, planSuiteCase, rowOf, suiteCases, twinOf } from "../bench/suites.ts";
import { timeCandidates, type Candidate } from "../bench/time-case.ts";
import { readConfig, type Case } from "../config.ts";
import { discover, type Discovery } from "../discover/index.ts";
import { compileOriginal, originalCommand } from "../run/original.ts";
import { buildWorkspace } from "../run/workspace.ts";
import { Progress } from "../terminal.ts";
import { EXIT, UsageError } from "../version.ts";

export interface SuiteOptions {
  readonly plan: Plan;
  /** A part of the paths `suite/row/original.py`. */
  readonly filter: string;
  /** Results of an earlier run to compare with. */
  readonly compare?: string;
}

/** What the suites' programs became: their binaries and the codes of those that were refused, by entry. */
interface Translated {
  readonly binaries: ReadonlyMap<string, string>;
  readonly refused: ReadonlyMap<string, string>;
}

interface Report {
  readonly programs: readonly {
    readonly entry: string;
    readonly status: string;
    readonly diagnostics: readonly { readonly code: string; readonly severity: string }[];
  }[];
}

/** Translates all programs of the suites, by the whole command, and builds those of some entries. */
const translateSuites = async (suites: string, out: string, entries: ReadonlySet<string>): Promise<Translated> => {
  mkdirSync(path.dirname(out), { recursive: true });
  // What has not changed since the last time stays as it is, so that cargo does not build it again.
  const command = [process.argv[1], suites, "--out", out, "--force", "--quiet", "--message-format", "json"];
  const run = spawnSync(process.execPath, command, { stdio: ["ignore", "ignore", "inherit"] });
  const lock = readLock(out);
  if (lock === undefined || (run.status !== EXIT.translated && run.status !== EXIT.refused))
    throw new UsageError(`${suites} was not translated (status ${run.status})`);
  const { programs } = JSON.parse(readFileSync(path.join(out, "transpile.report.json"), "utf8")) as Report;
  const refused = programs.flatMap(({ entry, status, diagnostics }): [string, string][] => {
    const codes = diagnostics.filter(({ severity }) => severity === "refused" || severity === "error").map(({ code }) => code);
    return status === "translated" ? [] : [[entry, `refused: ${[...new Set(codes)].join(" ")}`]];
  });
  const wanted = lock.programs.filter(({ entry }) => entries.has(entry));
  const binaries = new Map<string, string>();
  if (wanted.length > 0) {
    const built = await buildWorkspace(
      out,
      true,
      wanted.map((program) => program.package),
    );
    if (built.status !== 0) console.error(built.messages.split("\n").slice(0, 40).join("\n"));
    for (const { entry, binary } of wanted) {
      const found = built.binaries.get(binary);
      if (found !== undefined) binaries.set(entry, found);
    }
  }
  return { binaries, refused: new Map(refused) };
};

/** Other interpreters that run the same file, where they are installed. */
const others = (discovery: Discovery, entry: string): Candidate[] => {
  const program = discovery.programs.find((one) => one.entry === entry);
  const file = `@CWD@/${entry}`;
  if (program?.input.language === "python" && isInstalled("pypy3"))
    return [{ name: "pypy3", side: { command: ["pypy3", file], env: { PYTHONPATH: "@CWD@" } } }];
  if (program?.input.language === "shell" && program.input.options.dialect === "sh")
    return [{ name: "bash", side: { command: ["bash", file], env: {} } }];
  return [];
};

interface Ground {
  readonly suites: string;
  readonly discovery: Discovery;
  readonly translated: Translated;
  readonly twins: ReadonlyMap<string, string>;
  readonly scratch: string;
  readonly target: string;
}

const timeRow = async (ground: Ground, one: Case, plan: Plan): Promise<Row> => {
  const { suites, translated, scratch, target } = ground;
  const found = planSuiteCase(ground.discovery, one);
  if (found === undefined) throw new UsageError(`${one.program}: there is no such program`);
  const { planned, own } = found;
  const { program } = planned;
  const { language } = program.input;
  const args = Array.isArray(one.bench) ? (one.bench as readonly string[]) : one.args;
  const data = dataOf(suites, rowOf(program.entry), args, path.join(target, "data"));
  const shared = { args, built: data === undefined ? [] : [[data, "."] as const] };
  const compiled = language === "c" ? await compileOriginal(program, suites, scratch, "-O2") : undefined;
  const binary = translated.binaries.get(program.entry);
  const twin = twinOf(suites, rowOf(program.entry));
  const twinBinary = twin === undefined ? undefined : ground.twins.get(twin.package);
  const candidates: Candidate[] = [{ name: "original", side: originalCommand(program, compiled) }];
  if (binary !== undefined) candidates.push({ name: "translated", side: { command: [binary], env: { TRANSPILE_SOURCE_ROOT: "@CWD@" } } });
  if (twin !== undefined && twinBinary !== undefined) {
    candidates.push({ name: "twin", side: { command: [twinBinary], env: {} } });
    for (const form of twin.forms) candidates.push({ name: `twin ${form}`, side: { command: [twinBinary], env: { TWIN_FORM: form } } });
  }
  candidates.push(...others(own, program.entry));
  const before = load();
  const { samples, problems } = await timeCandidates(
    own,
    planned,
    candidates.map(({ name, side }) => ({ name, side: { ...side, ...shared } })),
    plan,
  );
  const missing = binary === undefined ? [translated.refused.get(program.entry) ?? "does not build"] : [];
  const said = [...missing, ...problems];
  return {
    program: program.entry,
    case: one.name,
    language,
    args,
    sides: Object.fromEntries([...samples].map(([name, series]) => [name, sideOf(series)])),
    ...(said.length > 0 ? { problem: said.join("; ") } : {}),
    load: before,
  };
};

/**
 * Times the rows of a folder of suites (`suite/row/original.*` with `transpile.toml`, and `twin/`, of one Cargo workspace): original, translation and
 * hand-written twin, after comparing what they do. Everything is made below its `target/`. Gives the exit status.
 */
export const benchSuites = async (folder: string, { plan, filter, compare }: SuiteOptions): Promise<number> => {
  const suites = path.resolve(folder);
  const old = compare === undefined ? undefined : readResults(compare);
  const cases = suiteCases(suites, filter).filter((one) => one.bench !== false);
  if (cases.length === 0) throw new UsageError(`${folder}: no row's path holds "${filter}"`);
  const target = path.join(suites, "target");
  process.env.CARGO_TARGET_DIR ??= target;
  const before = load();
  const { exclude } = readConfig(suites);
  const discovery = discover([suites], { exclude });
  const translated = await translateSuites(suites, path.join(target, "rust"), new Set(cases.map((one) => one.program)));
  const packages = [...new Set(cases.flatMap((one) => twinOf(suites, rowOf(one.program))?.package ?? []))];
  const twins = packages.length === 0 ? undefined : await buildWorkspace(suites, true, packages);
  if (twins !== undefined && twins.status !== 0) console.error(twins.messages);
  const scratch = mkdtempSync(path.join(tmpdir(), "transpile-suites-"));
  const progress = new Progress(process.stderr);
  const rows: Row[] = [];
  try {
    const startup = await measureStartup(new Set(["python", "shell"]), plan);
    const ground = { suites, discovery, translated, twins: twins?.binaries ?? new Map<string, string>(), scratch, target };
    for (const [index, one] of cases.entries()) {
      progress.update(`timing ${index + 1}/${cases.length} ${one.program}`);
      rows.push(await timeRow(ground, one, plan));
    }
    progress.clear();
    const results = { format: 1 as const, environment: environmentOf(suites, before), plan, startup, rows };
    publish(results, target);
    const differs = rows.some(
      ({ problem }) => problem !== undefined && !/^refused: [A-Z0-9 ]+$|^(refused.*; )?original: needs/.test(problem),
    );
    const status = old === undefined ? EXIT.translated : compareWith(old, results);
    return differs ? EXIT.refused : status;
  } finally {
    progress.clear();
    rmSync(scratch, { recursive: true, force: true });
  }
};
