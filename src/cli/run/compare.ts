import type { Expect } from "../config.ts";
import type { RunResult } from "./sandbox.ts";

/** How two runs differ, in a line for each; empty when they do not. */
export const compareRuns = (original: RunResult, translated: RunResult, expect: Expect, language: "python" | "c" | "shell"): string[] => {
  if (original.timedOut) return ["the original ran into its time limit"];
  if (translated.timedOut) return ["the translated program ran into its time limit"];
  const differences: string[] = [];
  const stdout = compareText(original.stdout, translated.stdout, expect);
  if (stdout !== undefined) differences.push(`standard output: ${stdout}`);
  if (original.status !== translated.status)
    differences.push(`exit status: ${original.status} expected, ${translated.status} found${hint(translated)}`);
  const stderr = compareErrors(original.stderr, translated.stderr, language);
  if (stderr !== undefined) differences.push(`standard error: ${stderr}`);
  for (const file of new Set([...Object.keys(original.files), ...Object.keys(translated.files)])) {
    if (original.files[file] !== translated.files[file])
      differences.push(`file ${file}: ${fileState(original.files[file])} expected, ${fileState(translated.files[file])} found`);
  }
  return differences;
};

const hint = (run: RunResult): string => {
  const last = lastLine(run.stderr);
  return last === "" ? "" : ` (${last.slice(0, 200)})`;
};

const fileState = (what: string | null | undefined): string =>
  what === undefined ? "no change" : what === null ? "removed" : `content ${what.slice(0, 12)}`;

const compareText = (want: Buffer, got: Buffer, expect: Expect): string | undefined => {
  if (want.equals(got)) return undefined;
  if (expect === "exact") return firstDifference(want.toString("utf8"), got.toString("utf8"));
  const left = want.toString("utf8").split("\n");
  const right = got.toString("utf8").split("\n");
  if (expect === "sorted") {
    left.sort();
    right.sort();
    return left.join("\n") === right.join("\n") ? undefined : firstDifference(left.join("\n"), right.join("\n"));
  }
  if (left.length !== right.length) return firstDifference(left.join("\n"), right.join("\n"));
  const at = left.findIndex((line, index) => !near(line, right[index], expect.float));
  return at < 0 ? undefined : `line ${at + 1}: ${quote(left[at])} expected, ${quote(right[at])} found`;
};

const NUMBER = /[-+]?(?:\d+\.?\d*|\.\d+)(?:[eE][-+]?\d+)?/g;

/** Equal but for numbers that are within the tolerance, absolute or relative. */
const near = (a: string, b: string, tolerance: number): boolean => {
  if (a === b) return true;
  if (a.replace(NUMBER, "#") !== b.replace(NUMBER, "#")) return false;
  const left = a.match(NUMBER) ?? [];
  const right = b.match(NUMBER) ?? [];
  return left.every((text, index) => {
    const x = Number(text);
    const y = Number(right[index]);
    return Math.abs(x - y) <= tolerance * Math.max(1, Math.abs(x), Math.abs(y));
  });
};

const quote = (text: string): string => JSON.stringify(text.length > 120 ? `${text.slice(0, 120)}…` : text);

/** The first line in which two texts differ. */
export const firstDifference = (want: string, got: string): string => {
  const left = want.split("\n");
  const right = got.split("\n");
  let at = 0;
  while (at < left.length && at < right.length && left[at] === right[at]) at++;
  const side = (lines: readonly string[]): string => (at < lines.length ? quote(lines[at]) : "the end");
  return `line ${at + 1}: ${side(left)} expected, ${side(right)} found`;
};

const lastLine = (bytes: Buffer): string => bytes.toString("utf8").trimEnd().split("\n").at(-1) ?? "";

const TRACEBACK = "Traceback (most recent call last):";
/** What the interpreter's own library calls is no place of the program. */
const LIBRARY = /^<frozen |\/lib\/python3[^/]*\//;
const innermost = (text: string): string | undefined =>
  [...text.matchAll(/^ {2}File "([^"]*)", line (\d+)/gm)]
    .filter(([, file]) => !LIBRARY.test(file))
    .at(-1)
    ?.slice(1, 3)
    .join(":")
    .replace(/^.*\//, "");
/** unittest tells how long it took. */
const withoutTimes = (text: string): string => text.replace(/^(Ran \d+ tests? in )[\d.]+s$/gm, "$1#s");

/**
 * Standard error: what the program wrote itself is equal byte for byte; a traceback has the same last line and the same innermost place
 * in the program.
 */
const compareErrors = (want: Buffer, got: Buffer, language: "python" | "c" | "shell"): string | undefined => {
  const left = want.toString("utf8");
  const right = got.toString("utf8");
  if (language !== "python") return left === right ? undefined : firstDifference(left, right);
  if (!left.includes(TRACEBACK))
    return withoutTimes(left) === withoutTimes(right) ? undefined : firstDifference(withoutTimes(left), withoutTimes(right));
  if (lastLine(want) !== lastLine(got)) return `last line: ${quote(lastLine(want))} expected, ${quote(lastLine(got))} found`;
  const places = [innermost(left), innermost(right)];
  return places[0] === places[1] || places[1] === undefined ? undefined : `innermost place: ${places[0]} expected, ${places[1]} found`;
};
