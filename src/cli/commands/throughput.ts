import { mkdtempSync, rmSync } from "node:fs";
import { availableParallelism, loadavg, tmpdir } from "node:os";
import path from "node:path";
import { parse, type Language } from "../../base/parse.ts";
import { translateOne } from "../../pool/job.ts";
import { measure, type Sample } from "../bench/measure.ts";
import { summarise } from "../bench/statistics.ts";
import { readConfig } from "../config.ts";
import { discover, type Program } from "../discover/index.ts";
import { linesOf } from "../report.ts";
import { table } from "../terminal.ts";
import { EXIT, UsageError } from "../version.ts";

const ROUNDS = 3;
const NAMES: Readonly<Record<Language, string>> = { python: "Python", c: "C", shell: "shell" };

/** Lines of the user's files, each counted once. */
const linesIn = (programs: readonly Program[]): number => {
  const seen = new Map<string, number>();
  for (const program of programs) for (const source of program.sources) seen.set(source.path, linesOf({ ...program, sources: [source] }));
  return [...seen.values()].reduce((sum, lines) => sum + lines, 0);
};

/** Seconds of processor time that the bare flat parse of the same texts takes. */
const bareParse = (programs: readonly Program[]): number => {
  const files = new Map(
    programs.flatMap((program) => program.sources.map((source) => [source.path, { source, language: program.input.language }])),
  );
  for (const { source, language } of [...files.values()].slice(0, 5)) parse(language, source);
  const begin = process.cpuUsage();
  for (const { source, language } of files.values()) parse(language, source);
  const { user, system } = process.cpuUsage(begin);
  return (user + system) / 1e6;
};

/** Runs the whole command, output included, in fresh processes; gives the samples. */
const wholeRuns = async (root: string, languages: string | undefined, jobs: number): Promise<Sample[]> => {
  const samples: Sample[] = [];
  for (let round = 0; round < ROUNDS; round++) {
    const out = mkdtempSync(path.join(tmpdir(), "transpile-speed-"));
    try {
      const only = languages === undefined ? [] : ["--lang", languages];
      const command = [
        process.execPath,
        process.argv[1],
        root,
        "--out",
        path.join(out, "rust"),
        "--jobs",
        String(jobs),
        "--quiet",
        "--no-cache",
        "--message-format",
        "json",
        ...only,
      ];
      const [run] = await measure([{ command, copies: [], stdin: "", env: {}, limits: { timeout: 600 }, slot: "speed" }], {
        warmup: 0,
        iterations: 1,
        seconds: 600,
      });
      samples.push(run[0]);
    } finally {
      rmSync(out, { recursive: true, force: true });
    }
  }
  return samples;
};

/** Prints lines per second for each language and for all, from one worker to as many as there are processors. Gives the exit status. */
export const throughput = async (folder: string, jobs: number | undefined): Promise<number> => {
  const config = readConfig(folder);
  const { root, programs } = discover([folder], {
    include: config.include,
    exclude: config.exclude,
    entries: config.entries,
    cFlags: config.cFlags,
  });
  if (programs.length === 0) throw new UsageError(`${folder}: no program was found`);
  const load = loadavg()[0].toFixed(2);
  console.log(
    `${programs.length} programs, ${linesIn(programs)} lines; load ${load}, ${availableParallelism()} processors; medians of ${ROUNDS} runs of the whole command\n`,
  );
  const rows = [["", "workers", "lines", "lines/s wall", "lines/s cpu", "µs/line cpu", "bare parse µs/line", "times the parse", "MiB"]];
  const groups: [string, string | undefined, Program[]][] = (["python", "c", "shell"] as const).map((language) => [
    NAMES[language],
    language,
    programs.filter((program) => program.input.language === language),
  ]);
  if (groups.filter(([, , some]) => some.length > 0).length > 1) groups.push(["mixed", undefined, [...programs]]);
  const alone = new Map<string, number>();
  for (const [name, language, some] of groups) {
    if (some.length === 0) continue;
    const lines = linesIn(some);
    const parsing = bareParse(some);
    for (let workers = 1; workers <= (jobs ?? availableParallelism()); workers++) {
      const samples = await wholeRuns(root, language, workers);
      const wall = summarise(samples.map((sample) => sample[0])).median;
      const cpu = summarise(samples.map((sample) => sample[1])).median;
      if (workers === 1) alone.set(language ?? "", (cpu / lines) * 1e6);
      const memory = Math.max(...samples.map((sample) => sample[2]));
      const speeds = [lines / wall, lines / cpu].map((speed) => Math.round(speed).toString());
      const costs = [(cpu / lines) * 1e6, (parsing / lines) * 1e6, cpu / parsing].map((cost) => cost.toFixed(2));
      rows.push([name, String(workers), String(lines), ...speeds, ...costs, (memory / 1024).toFixed(0)]);
    }
  }
  console.log(table(rows));
  passes(programs, alone);
  return EXIT.translated;
};

/**
 * µs of processor time per line of each phase, in this thread (`preprocess`: by the wall clock, since it waits for the compiler). `whole`:
 * what the whole command takes by language, to show what lies outside of the phases.
 */
const passes = (programs: readonly Program[], whole: ReadonlyMap<string, number>): void => {
  const languages = [...new Set(programs.map((program) => program.input.language))];
  const times = new Map<string, Map<Language, number>>();
  for (const program of programs) {
    const outcome = translateOne(program.input, { timed: true });
    if (!("output" in outcome)) continue;
    for (const [phase, time] of Object.entries(outcome.output.stats.phases)) {
      const row = times.get(phase) ?? new Map<Language, number>();
      row.set(program.input.language, (row.get(program.input.language) ?? 0) + time);
      times.set(phase, row);
    }
  }
  if (times.size === 0) return;
  const lines = new Map(
    languages.map((language) => [language, linesIn(programs.filter((program) => program.input.language === language))]),
  );
  const each = (row: ReadonlyMap<Language, number>, language: Language): number =>
    ((row.get(language) ?? 0) * 1000) / (lines.get(language) ?? 1);
  const sum = (language: Language): number => [...times.values()].reduce((all, row) => all + each(row, language), 0);
  const cells = (value: (language: Language) => number): string[] => languages.map((language) => value(language).toFixed(2));
  console.log(
    `\n${table([
      ["phase: µs per line", ...languages.map((language) => NAMES[language])],
      ...[...times].map(([phase, row]) => [phase, ...cells((language) => each(row, language))]),
      ["all phases", ...cells(sum)],
      ["outside: start, discovery, writing", ...cells((language) => Math.max(0, (whole.get(language) ?? 0) - sum(language)))],
    ])}`,
  );
};
