import { spawnSync } from "node:child_process";
import { existsSync, readFileSync } from "node:fs";
import path from "node:path";
import { isMainThread } from "node:worker_threads";
import { decode } from "../base/text.ts";
import { wallClock, type Clock } from "../base/timer.ts";
import { commonFolder, type Host, type ProgramInput } from "../lang/front-end.ts";

/** How a unit is preprocessed. */
export interface Preprocessor {
  readonly command: string;
  readonly args: readonly string[];
  readonly cwd: string;
}

/** The command that preprocesses a file of a program. */
export const preprocessor = (input: ProgramInput, file: number): Preprocessor => {
  // As a build in the program's own folder would have it: `__FILE__` is the path from there.
  const root = path.resolve(input.options.root ?? ".");
  const cwd = path.resolve(root, commonFolder(input.files));
  const here = (name: string): string => path.relative(cwd, path.resolve(root, name)) || ".";
  const flags = (input.options.flags ?? []).map((flag, i, all) =>
    /^-I./.test(flag) ? `-I${here(flag.slice(2))}` : i > 0 && all[i - 1] === "-I" ? here(flag) : flag,
  );
  // Character classes as functions: the header's macros would look into the C library's tables.
  const args = ["-E", "-dD", "-D__NO_CTYPE", "-x", "c", ...flags, here(input.files[file].path)];
  return { command: process.env.CC ?? "cc", args, cwd };
};

const cpu = (): number => {
  const { user, system } = process.cpuUsage();
  return (user + system) / 1000;
};

/** Processor time of the process, which is that of the translation while it has one thread; in a worker, the wall clock. */
const clock: Clock = { now: isMainThread ? cpu : wallClock.now, memory: () => process.memoryUsage.rss() };

/** Where the C library and its mathematics are. */
const libraryFolders = ["/lib/x86_64-linux-gnu", "/lib/aarch64-linux-gnu", "/lib64", "/usr/lib64", "/usr/lib", "/lib"];

let names: readonly string[] | undefined;

let files: readonly string[] | undefined;

/** The files of the library; none where it is not found. */
export const libraryFiles = (): readonly string[] => {
  const folder = libraryFolders.find((each) => existsSync(`${each}/libc.so.6`));
  return (files ??= folder === undefined ? [] : ["libc.so.6", "libm.so.6"].map((file) => `${folder}/${file}`).filter(existsSync));
};

/** The texts of the library's tables of names. A name may be the end of a longer one there. */
const libraryNames = (): readonly string[] => libraryFiles().map((file) => readFileSync(file, "latin1"));

const characters = new Map<string, string | undefined>();

/** The character of a name, which the interpreter's own table has. */
function characterNamed(name: string): string | undefined {
  if (!characters.has(name)) {
    const program = "import sys, unicodedata; print(*map(ord, unicodedata.lookup(sys.argv[1])))";
    const run = spawnSync("python3", ["-c", program, name], { encoding: "utf8" });
    characters.set(name, run.status === 0 ? String.fromCodePoint(...run.stdout.trim().split(" ").map(Number)) : undefined);
  }
  return characters.get(name);
}

/** What the front ends need from the machine. `prepared` gives a file that was preprocessed beforehand; `timed`: phases are timed. */
export const createHost = (prepared: ((file: number) => string | undefined) | undefined, timed: boolean): Host => ({
  ...(timed ? { clock } : {}),
  preprocess(input: ProgramInput, file: number): string {
    const ready = prepared?.(file);
    if (ready !== undefined) return ready;
    const { command, args, cwd } = preprocessor(input, file);
    const run = spawnSync(command, args, { cwd, maxBuffer: 1 << 30 });
    if (run.error) throw new Error(`\`${command}\` cannot be run: ${run.error.message}`);
    if (run.status !== 0) throw new Error(run.stderr.toString("utf8").trim());
    return decode(run.stdout);
  },
  characterNamed,
  isInLibrary(symbol: string): boolean {
    names ??= libraryNames();
    return names.length === 0 || names.some((text) => text.includes(`${symbol}\0`));
  },
});
