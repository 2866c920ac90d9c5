import { readdirSync, readFileSync, statSync, type Dirent } from "node:fs";
import path from "node:path";
import ignore, { type Ignore } from "ignore";

/** Folders that never hold the user's sources. */
const NEVER = new Set([
  ".git",
  ".hg",
  ".svn",
  "node_modules",
  "__pycache__",
  ".venv",
  "venv",
  ".tox",
  ".mypy_cache",
  ".pytest_cache",
  "target",
]);

export interface Skipped {
  readonly path: string;
  readonly reason: string;
}

export interface Walked {
  /** Paths from the root, with `/`, sorted. */
  readonly files: readonly string[];
  readonly skipped: readonly Skipped[];
}

interface Rules {
  readonly folder: string;
  readonly matcher: Ignore;
}

const relativeTo = (folder: string, file: string): string => (folder === "" ? file : file.slice(folder.length + 1));

const ignored = (rules: readonly Rules[], file: string, isFolder: boolean): boolean => {
  for (let i = rules.length - 1; i >= 0; i--) {
    const result = rules[i].matcher.test(relativeTo(rules[i].folder, file) + (isFolder ? "/" : ""));
    if (result.ignored) return true;
    if (result.unignored) return false;
  }
  return false;
};

const readIgnore = (file: string): string | undefined => {
  try {
    return readFileSync(file, "utf8");
  } catch {
    return undefined;
  }
};

/**
 * Lists the files below a folder, leaving out what .gitignore files say, folders that a tool made, and workspaces that we wrote
 * ourselves. `include` and `exclude` are patterns of transpile.toml, in the syntax of .gitignore.
 */
export const walk = (root: string, include: readonly string[] = [], exclude: readonly string[] = []): Walked => {
  const files: string[] = [];
  const skipped: Skipped[] = [];
  const wanted = include.length > 0 ? ignore().add([...include]) : undefined;
  const unwanted = exclude.length > 0 ? ignore().add([...exclude]) : undefined;

  const visit = (folder: string, rules: readonly Rules[]): void => {
    let entries: Dirent[];
    try {
      entries = readdirSync(path.join(root, folder), { withFileTypes: true });
    } catch (error) {
      skipped.push({ path: folder, reason: `cannot be read (${(error as NodeJS.ErrnoException).code ?? "error"})` });
      return;
    }
    if (folder !== "" && entries.some((entry) => entry.name === "transpile.lock.json")) {
      skipped.push({ path: folder, reason: "an earlier output of transpile" });
      return;
    }
    const text = readIgnore(path.join(root, folder, ".gitignore"));
    const inner = text === undefined ? rules : [...rules, { folder, matcher: ignore().add(text) }];
    for (const entry of entries.sort((a, b) => (a.name < b.name ? -1 : 1))) {
      const file = folder === "" ? entry.name : `${folder}/${entry.name}`;
      const kind = kindOf(entry, path.join(root, file));
      if (kind === "folder") {
        if (NEVER.has(entry.name)) continue;
        if (ignored(inner, file, true)) skipped.push({ path: `${file}/`, reason: "ignored by .gitignore" });
        else if (unwanted?.ignores(`${file}/`)) skipped.push({ path: `${file}/`, reason: "excluded by transpile.toml" });
        else visit(file, inner);
      } else if (kind === "file") {
        if (ignored(inner, file, false)) skipped.push({ path: file, reason: "ignored by .gitignore" });
        else if (unwanted?.ignores(file) || (wanted && !wanted.ignores(file)))
          skipped.push({ path: file, reason: "excluded by transpile.toml" });
        else files.push(file);
      }
    }
  };
  visit("", []);
  return { files, skipped };
};

/** Links to files count as files; links to folders are not followed, since they may form a ring. */
const kindOf = (entry: Dirent, full: string): "file" | "folder" | "other" => {
  if (entry.isDirectory()) return "folder";
  if (entry.isFile()) return "file";
  if (!entry.isSymbolicLink()) return "other";
  try {
    return statSync(full).isFile() ? "file" : "other";
  } catch {
    return "other";
  }
};
