import { existsSync, statSync } from "node:fs";
import path from "node:path";
import { problemOf, problems } from "../../diagnostics/problems/index.ts";
import { translateOne } from "../../pool/job.ts";
import { CONFIG, readConfig } from "../config.ts";
import { discover } from "../discover/index.ts";
import { EXIT, UsageError } from "../version.ts";

/** Prints what a code means, or what is known of the names of a line (`FILE:LINE`); without either, all codes. Gives the exit status. */
export const explain = (what: string | undefined): number => {
  if (what === undefined) {
    for (const [code, { title }] of Object.entries(problems).sort(([a], [b]) => (a < b ? -1 : 1))) console.log(`${code}  ${title}`);
    return EXIT.translated;
  }
  const place = /^(.+):(\d+)$/.exec(what);
  if (place) return explainLine(place[1], Number(place[2]));
  const problem = problemOf(what.toUpperCase());
  if (problem === undefined)
    throw new UsageError(`${what} is neither a code of a diagnostic nor FILE:LINE; \`transpile explain\` lists the codes`);
  console.log(`${what.toUpperCase()}: ${problem.title}\n\n${problem.why}\n\nWhat to do: ${problem.help}`);
  return EXIT.translated;
};

/** The project of a file: the folder above it that has a transpile.toml or is a repository, else the file's own. */
const projectOf = (file: string): string => {
  for (let folder = path.dirname(file); ; folder = path.dirname(folder)) {
    if (existsSync(path.join(folder, CONFIG)) || existsSync(path.join(folder, ".git"))) return folder;
    if (folder === path.dirname(folder)) return path.dirname(file);
  }
};

const explainLine = (name: string, line: number): number => {
  const full = path.resolve(name);
  if (!existsSync(full) || !statSync(full).isFile()) throw new UsageError(`${name}: no such file`);
  const root = projectOf(full);
  const { include, exclude, entries, dialect, cFlags } = readConfig(root);
  const { programs } = discover([root], { include, exclude, entries, dialect, cFlags });
  const relative = path.relative(root, full).split(path.sep).join("/");
  let found = false;
  for (const program of programs) {
    const file = program.sources.findIndex((source) => source.path === relative);
    if (file < 0) continue;
    found = true;
    console.log(`in the program ${program.entry}:`);
    const outcome = translateOne(program.input, { explain: { file, line } });
    if ("crash" in outcome) console.log(`  an internal error: ${outcome.crash.message}`);
    else if (outcome.output.emitted === undefined) console.log("  the program is refused: nothing is known of it");
    else console.log((outcome.output.emitted || "no name begins on this line").replace(/^/gm, "  "));
  }
  if (!found) throw new UsageError(`${name} belongs to no program of ${root}`);
  return EXIT.translated;
};
