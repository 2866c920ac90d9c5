import { existsSync, readFileSync, readdirSync, statSync } from "node:fs";
import path from "node:path";
import { ROOT } from "./fixtures.ts";

/** A program that the differential test translates and runs. */
export interface Fixture {
  /** `python/lists/append`: language, construct, case. */
  readonly name: string;
  /** The entry file, absolute. */
  readonly entry: string;
  /** What lies beside the program: a folder case's folder; for a file, none. */
  readonly folder?: string;
  readonly runs: readonly { readonly args: readonly string[]; readonly stdin: Buffer }[];
}

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

/** Fixtures that have to be refused: `fixtures/problems/<CODE>[-what].*`. */
export const problemFixtures = (): { name: string; code: string; entry: string }[] => {
  const folder = path.join(ROOT, "fixtures", "problems");
  if (!existsSync(folder)) return [];
  return readdirSync(folder)
    .sort()
    .filter((entry) => ENTRY.test(entry))
    .map((entry) => ({ name: entry, code: entry.split(/[-.]/)[0], entry: path.join(folder, entry) }));
};
