import { scanPython, type Import, type PythonScan } from "./python-scan.ts";
import type { Skipped } from "./walk.ts";

export interface Group {
  /** Path of the entry file. */
  readonly entry: string;
  /** The entry first, then what it needs, sorted. */
  readonly files: readonly string[];
  /** The folder that absolute imports were found below; missing when there are none. */
  readonly importRoot?: string;
}

export interface Groups {
  readonly programs: readonly Group[];
  readonly skipped: readonly Skipped[];
}

const folderOf = (file: string): string => (file.includes("/") ? file.slice(0, file.lastIndexOf("/")) : "");
const join = (folder: string, name: string): string => (folder === "" ? name : name === "" ? folder : `${folder}/${name}`);

/** The folders that `import x` is looked up in for a file: its own, then each folder above it, and `src` beside those. */
const roots = (file: string): string[] => {
  const found: string[] = [];
  for (let folder = folderOf(file); ; folder = folderOf(folder)) {
    found.push(folder, join(folder, "src"));
    if (folder === "") return found;
  }
};

class Resolver {
  private readonly all: ReadonlySet<string>;
  private readonly folders = new Set<string>();

  constructor(files: readonly string[]) {
    this.all = new Set(files);
    for (const file of files) for (let folder = folderOf(file); folder !== ""; folder = folderOf(folder)) this.folders.add(folder);
  }

  /** Files of `a.b.c` below a root: each package's __init__ on the way, then the module. Undefined when it is not there. */
  private below(root: string, parts: readonly string[]): string[] | undefined {
    const files: string[] = [];
    let at = root;
    for (const [index, part] of parts.entries()) {
      at = join(at, part);
      const last = index === parts.length - 1;
      const init = `${at}/__init__.py`;
      if (this.all.has(init)) files.push(init);
      else if (last && this.all.has(`${at}.py`)) files.push(`${at}.py`);
      else if (!this.folders.has(at)) return undefined;
    }
    return files;
  }

  /** The files of this project that an import statement brings in, and the folder they were found below; none for the library's modules. */
  resolve(file: string, { level, module, names }: Import): { files: string[]; root?: string } {
    const parts = module === "" ? [] : module.split(".");
    let starts: string[];
    if (level > 0) {
      let folder = folderOf(file);
      for (let up = 1; up < level; up++) folder = folderOf(folder);
      starts = [folder];
    } else starts = roots(file);
    for (const start of starts) {
      const found = this.below(start, parts);
      if (found === undefined || (parts.length > 0 && found.length === 0 && !this.folders.has(join(start, parts.join("/"))))) continue;
      if (level > 0 && this.all.has(join(start, "__init__.py"))) found.unshift(join(start, "__init__.py"));
      const inner = names.flatMap((name) => (name === "*" ? [] : (this.below(join(start, parts.join("/")), [name]) ?? [])));
      if (found.length > 0 || inner.length > 0) return { files: [...found, ...inner], ...(level === 0 ? { root: start } : {}) };
    }
    return { files: [] };
  }
}

const NEVER_PROGRAMS = new Map([
  ["__init__.py", "a package's own file, used by what imports it"],
  ["setup.py", "packaging"],
  ["conftest.py", "test configuration"],
]);

const baseName = (file: string): string => file.slice(file.lastIndexOf("/") + 1);

/**
 * Finds the programs among Python files: each file with a `__main__` guard or named `__main__.py`, and each that no other imports. A module
 * belongs to every program that reaches it.
 */
export const groupPython = (files: readonly string[], textOf: (file: string) => string, entries: readonly string[] = []): Groups => {
  const resolver = new Resolver(files);
  const scans = new Map<string, PythonScan>();
  const needs = new Map<string, string[]>();
  const importRoots = new Map<string, string[]>();
  /** A program with its modules; the outermost folder that an absolute import needed is where its names start. */
  const group = (entry: string): Group => {
    const all = [entry, ...reach(entry, needs)];
    const found = all.flatMap((file) => importRoots.get(file) ?? []).sort((a, b) => a.length - b.length || (a < b ? -1 : 1));
    return { entry, files: all, ...(found.length > 0 ? { importRoot: found[0] } : {}) };
  };
  for (const file of files) {
    const scan = scanPython(textOf(file));
    scans.set(file, scan);
    const resolved = scan.imports.map((one) => resolver.resolve(file, one));
    needs.set(
      file,
      [...new Set(resolved.flatMap((one) => one.files))].filter((other) => other !== file),
    );
    importRoots.set(
      file,
      resolved.flatMap((one) => (one.root === undefined ? [] : [one.root])),
    );
  }
  const imported = new Set([...needs.values()].flat());
  const named = new Set(entries);
  const programs: Group[] = [];
  const skipped: Skipped[] = [];
  for (const file of files) {
    const { guarded } = scans.get(file)!;
    const never = NEVER_PROGRAMS.get(baseName(file));
    const wanted =
      named.size > 0 ? named.has(file) : guarded || baseName(file) === "__main__.py" || (never === undefined && !imported.has(file));
    if (wanted) programs.push(group(file));
    else if (never !== undefined && !imported.has(file)) skipped.push({ path: file, reason: never });
  }
  // A tree of modules that import each other in a ring, and nothing else: its first file is the entry.
  if (programs.length === 0 && files.length > 0) {
    const first = files.find((file) => !NEVER_PROGRAMS.has(baseName(file)));
    if (first !== undefined) programs.push(group(first));
  }
  return { programs, skipped };
};

/** Everything that a file needs, directly or not, without itself, sorted. */
export const reach = (file: string, needs: ReadonlyMap<string, readonly string[]>): string[] => {
  const found = new Set<string>([file]);
  const open = [file];
  for (let at = open.pop(); at !== undefined; at = open.pop()) {
    for (const other of needs.get(at) ?? []) {
      if (found.has(other)) continue;
      found.add(other);
      open.push(other);
    }
  }
  found.delete(file);
  return [...found].sort();
};
