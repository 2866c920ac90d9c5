import { scanC, type CScan } from "./c-scan.ts";
import type { Group } from "./python.ts";
import type { Skipped } from "./walk.ts";

export interface CGroup extends Group {
  /** Flags for the preprocessor: `-I` of folders where quoted headers were found, and what the project's own build says. */
  readonly flags: readonly string[];
  /** How many of the files, from the first, are translation units. */
  readonly units: number;
}

const folderOf = (file: string): string => (file.includes("/") ? file.slice(0, file.lastIndexOf("/")) : "");

const normal = (file: string): string => {
  const parts: string[] = [];
  for (const part of file.split("/")) {
    if (part === "..") parts.pop();
    else if (part !== "." && part !== "") parts.push(part);
  }
  return parts.join("/");
};

/** How many leading folders two paths share: the nearer one wins among several. */
const nearness = (a: string, b: string): number => {
  const left = folderOf(a).split("/");
  const right = folderOf(b).split("/");
  let shared = 0;
  while (shared < left.length && shared < right.length && left[shared] === right[shared]) shared++;
  return shared * 100 - right.length;
};

interface Header {
  readonly file: string;
  /** Folder to search, when the header does not lie beside the file that includes it. */
  readonly folder?: string;
}

class Tree {
  private readonly byName = new Map<string, string[]>();

  constructor(
    private readonly scans: ReadonlyMap<string, CScan>,
    private readonly includeFolders: readonly string[],
  ) {
    for (const file of scans.keys()) {
      const name = file.slice(file.lastIndexOf("/") + 1);
      this.byName.set(name, [...(this.byName.get(name) ?? []), file]);
    }
  }

  scan(file: string): CScan {
    return this.scans.get(file)!;
  }

  /** Finds `#include "named"` of a file: beside it, in the given folders, else the nearest file whose path ends so; `<named` is not looked for beside. */
  header(from: string, named: string): Header | undefined {
    const searched = named.startsWith("<");
    const written = searched ? named.slice(1) : named;
    const beside = normal(`${folderOf(from)}/${written}`);
    if (!searched && this.scans.has(beside)) return { file: beside };
    for (const folder of this.includeFolders) {
      const file = normal(`${folder}/${written}`);
      if (this.scans.has(file)) return { file, folder };
    }
    if (written.startsWith("../") && this.scans.has(beside)) return { file: beside, folder: folderOf(from) || "." };
    const tail = normal(written);
    const name = tail.slice(tail.lastIndexOf("/") + 1);
    const ends = (this.byName.get(name) ?? []).filter((file) => file === tail || file.endsWith(`/${tail}`));
    if (ends.length === 0) return undefined;
    const file = ends.sort((a, b) => nearness(from, b) - nearness(from, a) || (a < b ? -1 : 1))[0];
    return { file, folder: file === tail ? "." : file.slice(0, file.length - tail.length - 1) };
  }

  /** A file's headers, directly or not, and the folders to search for them. */
  closure(file: string): { headers: Set<string>; folders: Set<string> } {
    const headers = new Set<string>();
    const folders = new Set<string>();
    const open = [file];
    for (let at = open.pop(); at !== undefined; at = open.pop()) {
      for (const written of this.scan(at).includes) {
        const header = this.header(at, written);
        if (header === undefined) continue;
        if (header.folder !== undefined) folders.add(header.folder);
        if (!headers.has(header.file)) {
          headers.add(header.file);
          open.push(header.file);
        }
      }
    }
    return { headers, folders };
  }
}

export interface CGroups {
  readonly programs: readonly CGroup[];
  readonly skipped: readonly Skipped[];
}

/**
 * Makes one program for each .c file that defines `main`, with the .c files that define what it wants by name. `flagsOf` are a file's flags
 * from compile_commands.json; `includeFolders` those named by the project.
 */
export const groupC = (
  files: readonly string[],
  textOf: (file: string) => string,
  options: { flagsOf?: (file: string) => readonly string[]; includeFolders?: readonly string[]; entries?: readonly string[] } = {},
): CGroups => {
  const scans = new Map(files.map((file) => [file, scanC(textOf(file))]));
  const tree = new Tree(scans, options.includeFolders ?? []);
  const units = files.filter((file) => file.endsWith(".c"));
  const textual = new Set(units.flatMap((file) => scans.get(file)!.includes.map((written) => tree.header(file, written)?.file)));
  const providers = new Map<string, string[]>();
  for (const unit of units) {
    if (textual.has(unit) || tree.scan(unit).main) continue;
    for (const name of tree.scan(unit).defines) providers.set(name, [...(providers.get(name) ?? []), unit]);
  }
  const named = new Set(options.entries ?? []);
  const mains = units.filter((unit) => tree.scan(unit).main && !textual.has(unit) && (named.size === 0 || named.has(unit)));
  const used = new Set<string>();
  const programs = mains.map((entry) => link(entry, tree, providers, options.flagsOf));
  for (const program of programs) for (const file of program.files) used.add(file);
  const skipped = units
    .filter((unit) => !used.has(unit))
    .map((path) => ({ path, reason: textual.has(path) ? "included as text by another file" : "no program's `main` needs it" }));
  return { programs, skipped };
};

const link = (
  entry: string,
  tree: Tree,
  providers: ReadonlyMap<string, readonly string[]>,
  flagsOf: ((file: string) => readonly string[]) | undefined,
): CGroup => {
  const units = new Set([entry]);
  const headers = new Set<string>();
  const folders = new Set<string>();
  const defined = new Set<string>();
  const open = [entry];
  for (let unit = open.shift(); unit !== undefined; unit = open.shift()) {
    for (const name of tree.scan(unit).defines) defined.add(name);
    const closure = tree.closure(unit);
    for (const header of closure.headers) headers.add(header);
    for (const folder of closure.folders) folders.add(folder);
    // What a unit that is included as text defines, the one that includes it defines.
    for (const header of closure.headers) if (header.endsWith(".c")) for (const name of tree.scan(header).defines) defined.add(name);
    for (const name of wanted(unit, closure.headers, tree)) {
      if (defined.has(name)) continue;
      const candidates = [...(providers.get(name) ?? [])].sort((a, b) => nearness(entry, b) - nearness(entry, a) || (a < b ? -1 : 1));
      const best = candidates.find((candidate) => units.has(candidate)) ?? candidates.at(0);
      if (best === undefined || units.has(best) || headers.has(best)) continue;
      units.add(best);
      open.push(best);
      for (const other of tree.scan(best).defines) defined.add(other);
    }
  }
  const rest = [...units].filter((unit) => unit !== entry).sort();
  const flags = new Set<string>([
    ...[...folders].sort().map((folder) => `-I${folder}`),
    ...[...units].flatMap((unit) => flagsOf?.(unit) ?? []),
  ]);
  const included = [...headers].filter((header) => !units.has(header)).sort();
  return { entry, files: [entry, ...rest, ...included], flags: [...flags], units: units.size };
};

/** Names that a unit needs from elsewhere: used in it (or in its headers' macros and inline functions) and declared, or called. */
const wanted = (unit: string, headers: ReadonlySet<string>, tree: Tree): string[] => {
  const all = [tree.scan(unit), ...[...headers].map((header) => tree.scan(header))];
  const declared = new Set(all.flatMap((scan) => [...scan.declares]));
  const names = new Set<string>();
  for (const scan of all) {
    for (const name of scan.uses) {
      if (declared.has(name) || (scan === all[0] && scan.calls.has(name))) names.add(name);
      else if (name.endsWith("##")) for (const made of declared) if (made.startsWith(name.slice(0, -2))) names.add(made);
    }
  }
  for (const name of tree.scan(unit).defines) names.delete(name);
  return [...names].sort();
};
