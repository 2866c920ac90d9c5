import { Command, CommanderError, InvalidArgumentError, Option } from "commander";
import type { Language } from "../base/parse.ts";
import { ConfigError } from "./config.ts";
import { bench, compareFiles, planOf } from "./commands/bench.ts";
import { check } from "./commands/check.ts";
import { record } from "./commands/record.ts";
import { explain } from "./commands/explain.ts";
import { benchSuites } from "./commands/suites.ts";
import { throughput } from "./commands/throughput.ts";
import { translate, type TranslateOptions } from "./commands/translate.ts";
import { EXIT, UsageError, VERSION } from "./version.ts";

interface Flags {
  out?: string;
  jobs?: number;
  lang?: Language[];
  messageFormat: "human" | "json" | "sarif";
  allowPartial?: boolean;
  force?: boolean;
  emit?: string;
  function?: string;
  disablePass?: string[];
  verify?: boolean;
  timings?: boolean;
  dialect?: "bash" | "sh";
  quiet?: boolean;
  cache: boolean;
}

interface BenchFlags {
  throughput?: boolean;
  suite?: boolean;
  jobs?: number;
  quick?: boolean;
  timesOnly?: boolean;
  filter: string;
  compare?: string;
}

const count = (text: string): number => {
  const value = Number(text);
  if (!Number.isInteger(value) || value < 1) throw new InvalidArgumentError("a number from 1 is wanted");
  return value;
};

const languages = (text: string): Language[] =>
  text.split(",").map((name) => {
    const known: Record<string, Language> = { python: "python", py: "python", c: "c", shell: "shell", sh: "shell", bash: "shell" };
    if (!Object.hasOwn(known, name)) throw new InvalidArgumentError(`"${name}" is not python, c or shell`);
    return known[name];
  });

const gather = (text: string, before: string[] | undefined): string[] => [...(before ?? []), ...text.split(",")];

const optionsOf = (flags: Flags): TranslateOptions => ({
  out: flags.out,
  jobs: flags.jobs,
  languages: flags.lang,
  format: flags.messageFormat,
  allowPartial: flags.allowPartial ?? false,
  force: flags.force ?? false,
  timings: flags.timings ?? false,
  dialect: flags.dialect,
  emit: flags.emit,
  function: flags.function,
  disabledPasses: flags.disablePass,
  verify: flags.verify,
  quiet: flags.quiet,
  cache: flags.cache,
});

/** Runs the command line and gives the exit status. */
const run = async (args: readonly string[]): Promise<number> => {
  let status: number = EXIT.translated;
  const program = new Command("transpile")
    .description("Translates Python, C and shell programs into one Cargo workspace of typed, safe, fast Rust.")
    .version(VERSION)
    .exitOverride()
    .configureHelp({ sortSubcommands: false });

  program
    .command("translate", { isDefault: true })
    .description("translate a folder, or files (the default)")
    .argument("<input...>", "a project's folder, or entry files")
    .option("-o, --out <dir>", "where to write the workspace")
    .option("-j, --jobs <n>", "number of workers", count)
    .option("--lang <names>", "only these languages: python,c,shell", languages)
    .addOption(new Option("--message-format <format>", "of diagnostics").choices(["human", "json", "sarif"]).default("human"))
    .option("--allow-partial", "emit programs with refusals too: the functions concerned end the program at run time")
    .option("--force", "overwrite files that were edited by hand")
    .addOption(new Option("--dialect <name>", "of scripts, whatever their first line says").choices(["bash", "sh"]))
    .option("--emit <what>", "print tree, index, ir, facts, ir:PASS or rust")
    .option("--function <name>", "only this function, for --emit")
    .option("--disable-pass <name>", "leave a pass out", gather)
    .option("--verify", "check the inside after each pass")
    .option("--timings", "time and memory of each pass")
    .option("--no-cache", "translate programs that have not changed since an earlier run, too")
    .option("-q, --quiet", "no summary")
    .action(async (inputs: string[], flags: Flags) => {
      status = await translate(inputs, optionsOf(flags));
    });

  program
    .command("check")
    .description("build, lint and test a workspace, and run each program beside its original")
    .argument("<dir>", "a workspace that transpile wrote")
    .option("--build-only", "run no cases")
    .option("--release", "build with optimisation")
    .action(async (folder: string, flags: { buildOnly?: boolean; release?: boolean }) => {
      status = await check(folder, { buildOnly: flags.buildOnly ?? false, release: flags.release ?? false });
    });

  program
    .command("bench")
    .description("time each program of a workspace beside its original")
    .argument(
      "<dir>",
      "a workspace that transpile wrote; with --throughput, a project; with --suite, a folder of suites; or stored results",
    )
    .argument("[part...]", "with --suite: SUITE [ROW]")
    .option("--throughput", "time the translation itself: lines per second")
    .option("--suite", "translate the folder's rows and time them beside originals and hand-written twins")
    .option("-j, --jobs <n>", "with --throughput: up to so many workers", count)
    .option("--quick", "few rounds")
    .option("--times-only", "leave `cargo bench` out")
    .option("--filter <text>", "only programs whose path holds this", "")
    .option("--compare <file>", "fail where something is slower than in these results, beyond the intervals")
    .action(async (folder: string, part: string[], flags: BenchFlags) => {
      const { compare, filter } = flags;
      const plan = planOf(flags.quick ?? false);
      if (flags.throughput) status = await throughput(folder, flags.jobs);
      else if (flags.suite) status = await benchSuites(folder, { plan, filter: part.length > 0 ? part.join("/") : filter, compare });
      else if (folder.endsWith(".json") && compare !== undefined) status = compareFiles(folder, compare);
      else status = await bench(folder, { plan, timesOnly: flags.timesOnly ?? false, filter, compare });
    });

  program
    .command("record")
    .description("run the originals of all cases of a project and store what they do")
    .argument("<dir>", "a project with a transpile.toml")
    .action(async (folder: string) => {
      status = await record(folder);
    });

  program
    .command("explain")
    .description("what a diagnostic's code means, or what is known of the names of a line")
    .argument("[what]", "a code, or FILE:LINE")
    .action((code: string | undefined) => {
      status = explain(code);
    });

  await program.parseAsync(args, { from: "user" });
  return status;
};

const fail = (error: unknown): void => {
  if (error instanceof CommanderError) process.exitCode = error.exitCode === 0 ? 0 : EXIT.usage;
  else if (error instanceof UsageError || error instanceof ConfigError) {
    console.error(`transpile: ${error.message}`);
    process.exitCode = EXIT.usage;
  } else {
    console.error(`transpile: internal error\n${error instanceof Error ? (error.stack ?? error.message) : String(error)}`);
    process.exitCode = EXIT.internal;
  }
};

void run(process.argv.slice(2)).then((status) => {
  process.exitCode = status;
}, fail);
