import { execFileSync } from "node:child_process";
import { existsSync, mkdirSync, readFileSync, readdirSync, renameSync, rmSync, statSync } from "node:fs";
import path from "node:path";
import { parse } from "smol-toml";
import { CONFIG, readConfig, type Case } from "../config.ts";
import type { Discovery } from "../discover/index.ts";
import type { PlannedCase } from "../run/cases.ts";

/** The folder of the row that a program belongs to: `suite/row`. */
export const rowOf = (entry: string): string => path.posix.dirname(entry);

/** The folders `suite/row` that have cases. */
const rowFolders = (suites: string): string[] =>
  readdirSync(suites)
    .sort()
    .filter((suite) => statSync(path.join(suites, suite)).isDirectory())
    .flatMap((suite) =>
      readdirSync(path.join(suites, suite))
        .sort()
        .map((row) => `${suite}/${row}`),
    )
    .filter((folder) => existsSync(path.join(suites, folder, CONFIG)));

/** The cases of every row whose program's path (`suite/row/original.py`) holds `filter`, with paths from the suites' root. */
export const suiteCases = (suites: string, filter: string): Case[] =>
  rowFolders(suites)
    .flatMap((folder) =>
      readConfig(path.join(suites, folder)).cases.map((one): Case => ({
        ...one,
        program: `${folder}/${one.program}`,
        files: one.files.map((file) => `${folder}/${file}`),
      })),
    )
    .filter((one) => one.program.includes(filter));

/** A case with its program, in a discovery that has the programs of its row only: a run gets copies of no other. */
export const planSuiteCase = (discovery: Discovery, one: Case): { planned: PlannedCase; own: Discovery } | undefined => {
  const program = discovery.programs.find(({ entry }) => entry === one.program);
  if (program === undefined) return undefined;
  const own = { ...discovery, programs: discovery.programs.filter(({ entry }) => rowOf(entry) === rowOf(one.program)) };
  return { planned: { program, case: one }, own };
};

/** The hand-written program of a row. */
export interface Twin {
  readonly package: string;
  /** Other ways to do the same, chosen by the variable TWIN_FORM: `simd`, `threads`. */
  readonly forms: readonly string[];
}

interface Manifest {
  readonly package: { readonly name: string; readonly metadata?: { readonly twin?: { readonly forms?: readonly string[] } } };
}

/** Reads the twin of a row, if it has one. */
export const twinOf = (suites: string, row: string): Twin | undefined => {
  const manifest = path.join(suites, row, "twin/Cargo.toml");
  if (!existsSync(manifest)) return undefined;
  const { package: found } = parse(readFileSync(manifest, "utf8")) as unknown as Manifest;
  return { package: found.name, forms: found.metadata?.twin?.forms ?? [] };
};

/**
 * Makes the files that a row's programs read, where it has a `data.py`: that runs with the case's arguments in an empty folder, once. Gives the
 * folder. `cache` is where such folders are kept; a new `data.py` makes new ones.
 */
export const dataOf = (suites: string, row: string, args: readonly string[], cache: string): string | undefined => {
  const script = path.join(suites, row, "data.py");
  if (!existsSync(script)) return undefined;
  const stamp = Math.round(statSync(script).mtimeMs);
  const folder = path.join(cache, `${row.replace("/", "-")}-${args.join("-").replace(/[^\w-]/g, "_")}-${stamp}`);
  if (existsSync(folder)) return folder;
  const staged = `${folder}.staged`;
  rmSync(staged, { recursive: true, force: true });
  mkdirSync(staged, { recursive: true });
  execFileSync("python3", [script, ...args], { cwd: staged, stdio: ["ignore", "ignore", "inherit"] });
  renameSync(staged, folder);
  return folder;
};
