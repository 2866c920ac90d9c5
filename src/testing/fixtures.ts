import { readdirSync, readFileSync } from "node:fs";
import path from "node:path";
import { fileURLToPath } from "node:url";
import type { Language } from "../base/parse.ts";

/** The repository's root, with a slash at its end. */
export const ROOT = fileURLToPath(new URL("../..", import.meta.url));

const LANGUAGES: Readonly<Record<string, Language>> = { ".py": "python", ".c": "c", ".h": "c", ".sh": "shell", ".bash": "shell" };

export interface FixtureFile {
  /** Relative to the root. */
  readonly path: string;
  readonly language: Language;
  readonly bytes: Buffer;
}

/** Every source file below a folder of the repository, sorted by path. */
export const sourceFiles = (folder: string): FixtureFile[] => {
  let entries: string[];
  try {
    entries = readdirSync(path.join(ROOT, folder), { recursive: true, encoding: "utf8" });
  } catch {
    return [];
  }
  return entries
    .filter((entry) => path.extname(entry) in LANGUAGES)
    .sort()
    .map((entry) => {
      const relative = path.posix.join(folder, entry.split(path.sep).join("/"));
      return { path: relative, language: LANGUAGES[path.extname(entry)], bytes: readFileSync(path.join(ROOT, relative)) };
    });
};
