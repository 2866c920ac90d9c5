import { existsSync, readFileSync } from "node:fs";
import path from "node:path";
import { fileURLToPath } from "node:url";
import type { Language } from "../../base/parse.ts";
import type { CompileOptions } from "../../compile.ts";
import { renderBench } from "../../crate/bench.ts";
import { hashOf } from "../../crate/hash.ts";
import { plan } from "../../crate/plan.ts";
import type { CrateInput } from "../../crate/program.ts";
import { write } from "../../crate/write.ts";
import { renderHuman } from "../../diagnostics/render/human.ts";
import type { Located } from "../../diagnostics/render/located.ts";
import { renderJson, renderSarif } from "../../diagnostics/render/machine.ts";
import { passNames } from "../../passes/index.ts";
import { translateAll } from "../../pool/index.ts";
import { openCache, type Cache } from "../../cache/index.ts";
import { writeBug } from "../bug.ts";
import { cacheFolder } from "../cache-folder.ts";
import { readConfig, type Case, type Config } from "../config.ts";
import { discover, type Discovery } from "../discover/index.ts";
import { writeLockfile } from "../lockfile.ts";
import { isKnown, judge, reasons, reportOf, summaryRows, type Result } from "../report.ts";
import { runtimeFiles } from "../runtime.ts";
import { timings } from "../timings.ts";
import { dumpTree } from "../tree-dump.ts";
import { paintFor, Progress, table } from "../terminal.ts";
import { EXIT, UsageError, VERSION } from "../version.ts";

export interface TranslateOptions extends CompileOptions {
  readonly out?: string;
  readonly jobs?: number;
  readonly languages?: readonly Language[];
  readonly format: "human" | "json" | "sarif";
  readonly allowPartial: boolean;
  readonly force: boolean;
  readonly timings: boolean;
  readonly dialect?: "bash" | "sh";
  readonly quiet?: boolean;
  /** Take what earlier runs made of the same programs, and keep what this one makes. */
  readonly cache: boolean;
}

/** Translates a project, or files, into a workspace. Gives the exit status. */
export const translate = async (inputs: readonly string[], options: TranslateOptions): Promise<number> => {
  const begin = performance.now();
  for (const input of inputs) if (!existsSync(input)) throw new UsageError(`${input}: no such file or folder`);
  if (options.out === undefined && options.emit === undefined) throw new UsageError("--out DIR is missing: where to write the workspace");
  checkFlags(options);
  const config = readConfig(inputs.length === 1 ? inputs[0] : ".");
  const discovery = find(inputs, config, options);
  if (discovery.programs.length === 0) {
    report(discovery.problems, options.format);
    console.error(`transpile: nothing to translate in ${inputs.join(", ")}: no Python, C or shell program was found`);
    for (const { path: file, reason } of discovery.skipped.slice(0, 20)) console.error(`  skipped ${file}: ${reason}`);
    return discovery.problems.length > 0 ? EXIT.refused : EXIT.nothing;
  }
  if (options.emit === "tree") {
    for (const { input, sources } of discovery.programs) for (const source of sources) console.log(dumpTree(input.language, source));
    return EXIT.translated;
  }
  const results = await compile(discovery, options);
  const diagnostics = [...discovery.problems, ...results.flatMap((result) => result.diagnostics)];
  if (options.emit !== undefined)
    for (const { outcome } of results) if ("output" in outcome && outcome.output.emitted) console.log(outcome.output.emitted);
  report(diagnostics, options.format);
  for (const { program, outcome } of results) {
    if ("crash" in outcome)
      console.error(`transpile: internal error in ${program.entry}: report the folder ${writeBug(program, outcome.crash)}/`);
  }
  if (options.out !== undefined) {
    const problem = output(path.resolve(options.out), discovery, results, config.cases, options.force);
    if (problem !== undefined) throw new UsageError(problem);
  }
  const seconds = (performance.now() - begin) / 1000;
  if (options.timings) console.error(timings(results, seconds));
  if (options.format === "human" && options.emit === undefined && !options.quiet) summary(discovery, results, seconds, options.out);
  if (results.some((result) => result.status === "failed")) return EXIT.internal;
  return discovery.problems.length > 0 || results.some((result) => result.status !== "translated") ? EXIT.refused : EXIT.translated;
};

const DUMPS = ["tree", "index", "ir", "facts", "rust", ...passNames.map((pass) => `ir:${pass}`)];

/** Names that are passed on inwards: a wrong one would print nothing. */
const checkFlags = ({ emit, disabledPasses }: TranslateOptions): void => {
  if (emit !== undefined && !DUMPS.includes(emit)) throw new UsageError(`--emit ${emit}: one of ${DUMPS.join(", ")} is wanted`);
  const wrong = disabledPasses?.find((pass) => !passNames.includes(pass));
  if (wrong !== undefined) throw new UsageError(`--disable-pass ${wrong}: one of ${passNames.join(", ")} is wanted`);
};

/** Discovery with the project's settings. */
const find = (inputs: readonly string[], config: Config, options: TranslateOptions): Discovery =>
  discover(inputs, {
    languages: options.languages,
    include: config.include,
    exclude: config.exclude,
    entries: config.entries,
    dialect: options.dialect ?? config.dialect,
    cFlags: config.cFlags,
    allowPartial: options.allowPartial,
  });

const compile = async (discovery: Discovery, options: TranslateOptions): Promise<Result[]> => {
  const progress = new Progress(process.stderr);
  const { programs } = discovery;
  const inside = {
    disabledPasses: options.disabledPasses,
    emit: options.emit,
    function: options.function,
    verify: options.verify,
    timed: options.timings,
  };
  const inputs = programs.map((program) => program.input);
  const cache = await cacheOf(options, inside);
  const outcomes = await Promise.all(inputs.map((input) => cache?.find(input)));
  const left = [...inputs.keys()].filter((index) => outcomes[index] === undefined);
  let done = programs.length - left.length;
  await translateAll({
    programs: left.map((index) => inputs[index]),
    options: inside,
    jobs: options.jobs,
    progress: (at, outcome) => {
      const index = left[at];
      outcomes[index] = outcome;
      cache?.keep(inputs[index], outcome);
      progress.update(`translating ${++done}/${programs.length} ${programs[index].entry}`);
    },
  });
  progress.clear();
  await cache?.end();
  return programs.map((program, index) => judge(program, outcomes[index]!));
};

/** The cache of the programs; none where more is wanted than their translations. */
const cacheOf = async (options: TranslateOptions, inside: CompileOptions): Promise<Cache | undefined> => {
  if (!options.cache || options.emit !== undefined || options.verify === true || options.timings) return undefined;
  // The bundle, which this file is a part of.
  const translator = hashOf(readFileSync(fileURLToPath(import.meta.url)));
  return openCache(cacheFolder("programs"), translator, inside);
};

const report = (all: readonly Located[], format: TranslateOptions["format"]): void => {
  // Notes are for the report file, and for machines.
  const diagnostics = format === "human" ? all.filter((one) => one.diagnostic.severity !== "note") : all;
  if (format === "sarif") console.log(renderSarif(diagnostics, VERSION));
  else if (format === "json") for (const one of diagnostics) console.log(renderJson(one));
  else {
    const paint = paintFor(process.stderr);
    for (const one of diagnostics) console.error(renderHuman(one, paint));
  }
};

/** Writes the workspace; gives what is wrong with the folder, if anything is. */
const output = (
  out: string,
  discovery: Discovery,
  results: readonly Result[],
  cases: readonly Case[],
  force: boolean,
): string | undefined => {
  const crates = results.flatMap(({ program, outcome, status }): CrateInput[] => {
    if (!("output" in outcome) || (status !== "translated" && status !== "partial")) return [];
    const sources = program.sources.map((source) => ({ path: source.path, hash: hashOf(source.bytes) }));
    const { language } = program.input;
    return [
      {
        ...program.names,
        language,
        entry: program.entry,
        targets: program.targets,
        sources,
        partial: status === "partial",
        program: outcome.output,
      },
    ];
  });
  const source = path.relative(out, discovery.root).split(path.sep).join("/") || ".";
  const planned = plan({
    tool: VERSION,
    source,
    crates,
    runtimeFiles,
    benches: benchesOf(crates, source, cases),
    report: reportOf(discovery, results),
  });
  const written = write(out, planned.files, planned.lock, force);
  if (!("kind" in written)) {
    if (crates.length > 0) writeLockfile(out, planned.files);
    return undefined;
  }
  if (written.kind === "foreign") return `${out} is not empty and was not written by transpile: name another folder`;
  return `these files were edited by hand; --force overwrites them:\n${written.files.map((file) => `  ${file}`).join("\n")}`;
};

/** The benchmark glue of each crate that has cases. */
const benchesOf = (crates: readonly CrateInput[], source: string, cases: readonly Case[]): Map<string, string> => {
  const benches = new Map<string, string>();
  for (const crate of crates) {
    const own = cases.filter((one) => one.program === crate.entry && one.bench !== false);
    const timed = own.map((one) => ({ ...one, args: Array.isArray(one.bench) ? (one.bench as readonly string[]) : one.args }));
    if (timed.length > 0) benches.set(crate.package, renderBench(crate, source, timed));
  }
  return benches;
};

const summary = (discovery: Discovery, results: readonly Result[], seconds: number, out: string | undefined): void => {
  console.log(table(summaryRows(results, seconds)));
  const why = reasons(results);
  if (why.length > 0) console.log(`\nnot translated, by reason:\n${why.map((line) => `  ${line}`).join("\n")}`);
  if (discovery.skipped.length > 0) {
    console.log(`\nskipped: ${discovery.skipped.length}`);
    for (const { path: file, reason } of discovery.skipped.slice(0, 10)) console.log(`  ${file}: ${reason}`);
    if (discovery.skipped.length > 10) console.log(`  … all of them in transpile.report.json`);
  }
  const known = results.filter(isKnown).length;
  if (known > 0) console.log(`\nas in an earlier run: ${known} of ${results.length} (--no-cache translates them again)`);
  if (out !== undefined) console.log(`\nwritten to ${out}`);
};
