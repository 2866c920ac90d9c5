import { readFileSync, writeFileSync } from "node:fs";
import path from "node:path";
import { EXIT, UsageError } from "../version.ts";
import { changesSince, describeChange, regressions } from "./compare.ts";
import { renderPage } from "./page.ts";
import type { Results } from "./row.ts";
import { renderTable } from "./table.ts";

export const RESULTS = "transpile-bench.json";

/** Reads the results of an earlier run. Throws UsageError. */
export const readResults = (file: string): Results => {
  let found: Partial<Results>;
  try {
    found = JSON.parse(readFileSync(file, "utf8")) as Partial<Results>;
  } catch (error) {
    throw new UsageError(`${file}: ${(error as Error).message}`);
  }
  if (found.format !== 1 || found.rows === undefined) throw new UsageError(`${file} holds no results of \`transpile bench\``);
  return found as Results;
};

/** Prints the results and writes them into a folder, as JSON and as a page. */
export const publish = (results: Results, folder: string): void => {
  console.log(renderTable(results));
  writeFileSync(path.join(folder, RESULTS), `${JSON.stringify(results, null, 2)}\n`);
  writeFileSync(path.join(folder, "transpile-bench.html"), renderPage(results));
  console.log(`\nresults: ${path.join(folder, RESULTS)}, transpile-bench.html`);
};

/** Says what has changed since an earlier run. Gives the exit status: refused where something became slower beyond the intervals. */
export const compareWith = (old: Results, now: Results): number => {
  const changes = changesSince(old, now);
  const lost = regressions(changes);
  console.log(`\nsince ${old.environment.date} (${old.environment.commit ?? "unknown commit"}): ${lost.length} regressions`);
  for (const change of changes) console.log(`  ${describeChange(change)}`);
  return lost.length > 0 ? EXIT.refused : EXIT.translated;
};
