import { existsSync, readFileSync, readdirSync, statSync } from "node:fs";
import path from "node:path";
import { dataOf, rowOf, suiteCases } from "../cli/bench/suites.ts";
import type { Expect } from "../cli/config.ts";
import { ROOT } from "./fixtures.ts";

/** A program that the differential test translates and runs. */
export interface Fixture {
  /** `python/lists/append`: language, construct, case. */
  readonly name: string;
  /** The entry file, absolute. */
  readonly entry: string;
  /** What lies beside the program: a folder case's folder; for a file, none. */
  readonly folder?: string;
  readonly runs: readonly Run[];
}

/** One way to run a fixture. */
export interface Run {
  readonly args: readonly string[];
  readonly stdin: Buffer;
  /** How outputs are compared; byte for byte by default. */
  readonly expect?: Expect;
  /** A folder whose files lie beside the program. */
  readonly data?: string;
}

export const SUITES = path.join(ROOT, "benches/suites");

const ENTRY = /\.(py|c|sh|bash)$/;

/** Words of a line as a shell reads them: blanks separate, quotes hold together. */
const words = (line: string): string[] =>
  [...line.matchAll(/(?:[^\s"']|"[^"]*"|'[^']*')+/g)].map(([word]) =>
    word.replace(/"([^"]*)"|'([^']*)'/g, (_all, double?: string, single?: string) => double ?? single ?? ""),
  );

/** `CASE.args` holds a run a line; `CASE.stdin` is read by each. */
const runsOf = (base: string): Fixture["runs"] => {
  const stdin = existsSync(`${base}.stdin`) ? readFileSync(`${base}.stdin`) : Buffer.alloc(0);
  if (!existsSync(`${base}.args`)) return [{ args: [], stdin }];
  const lines = readFileSync(`${base}.args`, "utf8").replace(/\n$/, "").split("\n");
  return lines.map((line) => ({ args: words(line), stdin }));
};

const folders = (folder: string): string[] =>
  existsSync(folder)
    ? readdirSync(folder)
        .sort()
        .map((entry) => path.join(folder, entry))
        .filter((entry) => statSync(entry).isDirectory())
    : [];

/** The entry of a folder case: `main.*`, `__main__.py`, or the only source file. */
const entryOf = (folder: string): string | undefined => {
  const files = readdirSync(folder).filter((file) => ENTRY.test(file));
  const main = files.find((file) => /^(main|__main__)\./.test(file)) ?? (files.length === 1 ? files[0] : undefined);
  return main === undefined ? undefined : path.join(folder, main);
};

/** All fixtures `fixtures/<language>/<construct>/<case>.*`, sorted; `filter` is a part of the name. */
export const fixtures = (filter = ""): Fixture[] => {
  const found: Fixture[] = [];
  for (const language of ["c", "python", "shell"]) {
    for (const construct of folders(path.join(ROOT, "fixtures", language))) {
      for (const entry of readdirSync(construct).sort()) {
        const full = path.join(construct, entry);
        const bare = full.replace(ENTRY, "");
        const name = path.relative(path.join(ROOT, "fixtures"), bare).split(path.sep).join("/");
        if (!name.includes(filter)) continue;
        if (statSync(full).isDirectory()) {
          const main = entryOf(full);
          if (main !== undefined) found.push({ name, entry: main, folder: full, runs: runsOf(full) });
        } else if (ENTRY.test(entry)) found.push({ name, entry: full, runs: runsOf(bare) });
      }
    }
  }
  return found;
};

/** The files that a row's programs read at the size of a case's tests. */
export const suiteData = (row: string, args: readonly string[]): string | undefined =>
  dataOf(SUITES, row, args, path.join(ROOT, "build/suites/data"));

/** Originals of benchmark rows that are refused, with their codes: the list of benches/suites/refused.txt. */
export const refusedOriginals = (): { name: string; code: string; entry: string }[] =>
  readFileSync(path.join(SUITES, "refused.txt"), "utf8")
    .split("\n")
    .filter((line) => line !== "")
    .map((line) => {
      const [name, code] = line.split(" ");
      return { name, code, entry: path.join(SUITES, name) };
    });

/** The originals of the benchmark rows that are translated, at their small sizes, as fixtures `suites/<suite>/<row>/<file>`. */
export const suiteFixtures = (filter = ""): Fixture[] => {
  const refused = new Set(refusedOriginals().map(({ name }) => name));
  const found = new Map<string, Run[]>();
  for (const { program, args, stdin, expect } of suiteCases(SUITES, "")) {
    if (refused.has(program) || !`suites/${program}`.includes(filter)) continue;
    const input = typeof stdin === "string" ? Buffer.from(stdin) : readFileSync(path.join(SUITES, rowOf(program), stdin.file));
    found.set(program, [...(found.get(program) ?? []), { args, stdin: input, expect, data: suiteData(rowOf(program), args) }]);
  }
  return [...found].map(([program, runs]) => ({ name: `suites/${program}`, entry: path.join(SUITES, program), runs }));
};

/** Fixtures that have to be refused: `fixtures/problems/<CODE>[-what].*`. */
export const problemFixtures = (): { name: string; code: string; entry: string }[] => {
  const folder = path.join(ROOT, "fixtures", "problems");
  if (!existsSync(folder)) return [];
  return readdirSync(folder)
    .sort()
    .filter((entry) => ENTRY.test(entry))
    .map((entry) => ({ name: entry, code: entry.split(/[-.]/)[0], entry: path.join(folder, entry) }));
};
