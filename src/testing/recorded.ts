/**
 * What originals did, stored beside them (`CASE.recorded.json`): for those that need a module that is not installed everywhere. Where it is, the original
 * runs, and has to do what is stored.
 */
import { existsSync, readFileSync, writeFileSync } from "node:fs";
import type { RunResult } from "../cli/run/sandbox.ts";

interface Recorded {
  readonly args: readonly string[];
  readonly status: number;
  readonly stdout: string;
  readonly stderr: string;
}

const fileOf = (entry: string): string => entry.replace(/\.\w+$/, ".recorded.json");

const read = (entry: string): readonly Recorded[] =>
  existsSync(fileOf(entry)) ? (JSON.parse(readFileSync(fileOf(entry), "utf8")) as readonly Recorded[]) : [];

/** The module that the original could not import; undefined where it could. */
const missingModule = ({ stderr }: RunResult): string | undefined =>
  /^ModuleNotFoundError: No module named '([\w.]+)'/m.exec(stderr.toString())?.[1];

const recordedRun = (entry: string, args: readonly string[]): Recorded | undefined =>
  read(entry).find((one) => one.args.join("\0") === args.join("\0"));

/** What the original does: what it did here, or what is stored where a module is missing here. A text where neither is known. */
export function originalRun(entry: string, args: readonly string[], here: RunResult): RunResult | string {
  const missing = missingModule(here);
  if (missing === undefined) return here;
  const known = recordedRun(entry, args);
  if (known === undefined)
    return `the original needs the module \`${missing}\`, and what it does is not stored: npm run fixtures -- --record`;
  return { ...here, status: known.status, stdout: Buffer.from(known.stdout), stderr: Buffer.from(known.stderr) };
}

/** What is stored for a run, with what it left behind here. */
export function storedRun(entry: string, args: readonly string[], here: RunResult): RunResult | undefined {
  const known = recordedRun(entry, args);
  return known && { ...here, status: known.status, stdout: Buffer.from(known.stdout), stderr: Buffer.from(known.stderr) };
}

/** A traceback whose files have no folders: those are the machine's. */
const withoutFolders = (text: string): string => text.replace(/(?<=^ *File ")[^"\n]*\/(?=[^"/]+", line )/gm, "");

/** Stores what an original does in its runs. */
export function storeRuns(entry: string, runs: readonly { readonly args: readonly string[]; readonly result: RunResult }[]): void {
  const all = runs.map(({ args, result }): Recorded => ({
    args,
    status: result.status,
    stdout: result.stdout.toString(),
    stderr: withoutFolders(result.stderr.toString()),
  }));
  writeFileSync(fileOf(entry), `${JSON.stringify(all, null, 2)}\n`);
}
