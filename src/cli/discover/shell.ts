import { reach, type Group, type Groups } from "./python.ts";
import type { Skipped } from "./walk.ts";

const SOURCED = /(?:^|[;&|({]|\bthen|\bdo|\belse|&&|\|\|)\s*(?:\.|source)\s+("[^"\n]*"|'[^'\n]*'|[^\s;&|)]+)/gm;

/** The part of a sourced path that is known: `"$(dirname "$0")/lib/x.sh"` gives `lib/x.sh`. Undefined when nothing is. */
const knownTail = (word: string): string | undefined => {
  const bare = word.replace(/^["']|["']$/g, "");
  const literal = bare.replace(/^.*[)}"]\/?(?=[^)}"]*$)/, "").replace(/^\$\w+\/?/, "");
  const tail = literal.replace(/^(\.\/)+/, "").replace(/^\/+/, "");
  return tail === "" || /[$`*?]/.test(tail) ? undefined : tail;
};

const folderOf = (file: string): string => (file.includes("/") ? file.slice(0, file.lastIndexOf("/")) : "");

const normal = (file: string): string => {
  const parts: string[] = [];
  for (const part of file.split("/")) {
    if (part === "..") parts.pop();
    else if (part !== "." && part !== "") parts.push(part);
  }
  return parts.join("/");
};

/** Files that are scripts because others source them from where they stand, whatever their names say. */
export const sourcedFiles = (
  files: readonly string[],
  textOf: (file: string) => string,
  others: ReadonlySet<string>,
): readonly string[] => {
  const found = new Set<string>();
  const left = [...files];
  for (let file = left.pop(); file !== undefined; file = left.pop())
    for (const each of sourcedBy(file, textOf(file), others, false))
      if (!found.has(each)) {
        found.add(each);
        left.push(each);
      }
  return [...found];
};

/** The project's files that a script sources, by what is known of their paths: beside it, from the root, or the only one so named. */
export const sourcedBy = (file: string, text: string, all: ReadonlySet<string>, anywhere = true): string[] => {
  const found = new Set<string>();
  for (const [, word] of text.replace(/^\s*#.*$/gm, "").matchAll(SOURCED)) {
    // `"$(dirname "$0")/x.sh"` ends at its inner quote for the pattern above: take what follows up to the next blank.
    const tail = knownTail(word) ?? knownTail(restOfWord(text, word));
    if (tail === undefined) continue;
    const candidates = [normal(`${folderOf(file)}/${tail}`), normal(tail)].filter((path) => all.has(path));
    if (candidates.length === 0 && anywhere) {
      const ends = [...all].filter((path) => path.endsWith(`/${normal(tail)}`));
      if (ends.length === 1) candidates.push(ends[0]);
    }
    if (candidates.length > 0 && candidates[0] !== file) found.add(candidates[0]);
  }
  return [...found];
};

const restOfWord = (text: string, word: string): string => {
  const at = text.indexOf(word);
  const end = text.indexOf("\n", at);
  const line = text.slice(at, end < 0 ? undefined : end);
  return /^(?:\$\([^)]*\)|\S)*/.exec(line)?.[0].replace(/"/g, "") ?? word;
};

/** Finds the programs among scripts: each that is executable, and each that no other sources. */
export const groupShell = (
  files: readonly string[],
  textOf: (file: string) => string,
  executable: (file: string) => boolean,
  entries: readonly string[] = [],
): Groups => {
  const all = new Set(files);
  const needs = new Map(files.map((file) => [file, sourcedBy(file, textOf(file), all)]));
  const sourced = new Set([...needs.values()].flat());
  const named = new Set(entries);
  const programs: Group[] = [];
  const skipped: Skipped[] = [];
  for (const file of files) {
    const wanted = named.size > 0 ? named.has(file) : !sourced.has(file) || executable(file);
    if (wanted) programs.push({ entry: file, files: [file, ...reach(file, needs)] });
  }
  return { programs, skipped };
};
