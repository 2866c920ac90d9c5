import { existsSync, readFileSync, statSync } from "node:fs";
import path from "node:path";
import { makeSource, type Source } from "../../base/text.ts";
import type { Language } from "../../base/parse.ts";
import type { Located } from "../../diagnostics/render/located.ts";
import { nameCrates, type CrateNames } from "../../crate/names.ts";
import type { ProgramInput } from "../../lang/front-end.ts";
import { groupC } from "./c.ts";
import { preprocessorFlags, readCompileCommands } from "./compile-commands.ts";
import { dialectOf, extensionOf, languageOf } from "./language.ts";
import { makeFlags, makeTargets } from "./make-targets.ts";
import { groupPython, type Group } from "./python.ts";
import { groupShell, sourcedFiles } from "./shell.ts";
import { walk, type Skipped } from "./walk.ts";

export interface Program {
  readonly input: ProgramInput;
  readonly names: CrateNames;
  /** Path of the entry from the root. */
  readonly entry: string;
  /** Paths from the root of what the project's Makefile builds from it. */
  readonly targets: readonly string[];
  /** In the order of `input.files`: what a span's `file` points into. */
  readonly sources: readonly Source[];
}

export interface Discovery {
  /** Absolute. */
  readonly root: string;
  readonly programs: readonly Program[];
  readonly skipped: readonly Skipped[];
  /** Files that could not be read. */
  readonly problems: readonly Located[];
}

export interface DiscoverOptions {
  readonly languages?: readonly Language[];
  readonly include?: readonly string[];
  readonly exclude?: readonly string[];
  /** Entry points named by the project, by path: for their languages nothing else is an entry. */
  readonly entries?: readonly string[];
  readonly dialect?: "bash" | "sh";
  readonly cFlags?: readonly string[];
  readonly allowPartial?: boolean;
}

const HEAD = 256;

/** The text of a file in its declared encoding. Undefined when the bytes are not text in it. */
const decode = (bytes: Buffer, language: Language): string | undefined => {
  if (language === "python" && declaresLatin(bytes)) return bytes.toString("latin1");
  const text = bytes.toString("utf8");
  if (!text.includes("\ufffd") || Buffer.from(text, "utf8").equals(bytes)) return text.replace(/^\ufeff/, "");
  if (language === "shell") return text;
  return language === "c" ? bytes.toString("latin1") : undefined;
};

/** Has one of the first two lines of a Python file a comment that declares Latin-1 (PEP 263)? */
const declaresLatin = (bytes: Buffer): boolean => {
  const head = bytes.toString("latin1", 0, 400);
  const cookie = /^(?:(?:[ \t\f]*(?:#.*)?)\r?\n)?[ \t\f]*#.*?coding[:=][ \t]*([-\w.]+)/.exec(head);
  return cookie !== null && /^(latin|iso-?8859-?1|cp1252)/i.test(cookie[1]);
};

class Files {
  private readonly sources = new Map<string, Source>();
  readonly problems: Located[] = [];

  constructor(
    private readonly root: string,
    private readonly language: (file: string) => Language,
  ) {}

  source(file: string): Source {
    let source = this.sources.get(file);
    if (source === undefined) {
      source = this.read(file);
      this.sources.set(file, source);
    }
    return source;
  }

  private read(file: string): Source {
    let bytes: Buffer;
    try {
      bytes = readFileSync(path.join(this.root, file));
    } catch (error) {
      this.problem(file, `\`${file}\` cannot be read: ${(error as Error).message}`);
      return makeSource(file, "");
    }
    const text = decode(bytes, this.language(file));
    if (text === undefined) this.problem(file, `\`${file}\` is not UTF-8 text and declares no other encoding`);
    return makeSource(file, text ?? "");
  }

  private problem(file: string, message: string): void {
    this.problems.push({ path: file, diagnostic: { code: "TR0001", severity: "refusal", span: { file: 0, start: 0, end: 0 }, message } });
  }
}

const executable = (file: string): boolean => {
  try {
    return (statSync(file).mode & 0o111) !== 0;
  } catch {
    return false;
  }
};

const head = (file: string): Buffer => {
  try {
    return readFileSync(file).subarray(0, HEAD);
  } catch {
    return Buffer.alloc(0);
  }
};

/** Where the files lie: a folder with all below it, or the given files with the folder that holds them all. */
const locate = (
  inputs: readonly string[],
  options: DiscoverOptions,
): { root: string; files: string[]; skipped: Skipped[]; entries: string[] } => {
  const absolute = inputs.map((input) => path.resolve(input));
  const folders = absolute.filter((input) => statSync(input).isDirectory());
  if (absolute.length === 1 && folders.length === 1) {
    const walked = walk(absolute[0], options.include, options.exclude);
    return { root: absolute[0], files: [...walked.files], skipped: [...walked.skipped], entries: [] };
  }
  const tops = absolute.map((input) => (folders.includes(input) ? input : path.dirname(input)));
  const root = tops.reduce((shared, top) => {
    let common = shared;
    while (top !== common && !top.startsWith(common === "/" ? "/" : `${common}/`)) common = path.dirname(common);
    return common;
  });
  const walked = walk(root, options.include, options.exclude);
  const inside = (file: string) => folders.some((folder) => path.join(root, file).startsWith(`${folder}/`));
  const entries = [
    ...absolute.filter((input) => !folders.includes(input)).map((input) => path.relative(root, input)),
    ...walked.files.filter(inside).map((file) => file),
  ].map((file) => file.split(path.sep).join("/"));
  return { root, files: [...new Set([...walked.files, ...entries])].sort(), skipped: [], entries };
};

/** Finds the programs of a project. `inputs` is one folder, or files (which then are the entry points). */
export const discover = (inputs: readonly string[], options: DiscoverOptions = {}): Discovery => {
  const { root, files, skipped, entries } = locate(inputs, options);
  const languages = new Map<string, Language>();
  for (const file of files) {
    const language = languageOf(file, () => head(path.join(root, file)));
    if (language === undefined) continue;
    if (options.languages && !options.languages.includes(language)) skipped.push({ path: file, reason: `not asked for (${language})` });
    else languages.set(file, language);
  }
  const of = (language: Language): string[] => files.filter((file) => languages.get(file) === language);
  const read = new Files(root, (file) => languages.get(file) ?? "c");
  const textOf = (file: string): string => read.source(file).text;
  const named = [...entries, ...(options.entries ?? [])];
  const namedIn = (language: Language): string[] => named.filter((file) => languages.get(file) === language);
  const some = (language: Language): boolean => entries.length === 0 || namedIn(language).length > 0;

  const commands = readCompileCommands(root);
  const python = some("python") ? groupPython(of("python"), textOf, namedIn("python")) : { programs: [], skipped: [] };
  const c = some("c")
    ? groupC(of("c"), textOf, {
        flagsOf: (file) => commands.get(file) ?? makeFlagsOf(root, file),
        includeFolders: includeFolders(options.cFlags),
        entries: namedIn("c"),
      })
    : { programs: [], skipped: [] };
  if (some("shell")) {
    const others = new Set(files.filter((file) => !languages.has(file) && extensionOf(file) !== "md"));
    for (const file of sourcedFiles(of("shell"), textOf, others)) languages.set(file, "shell");
  }
  const shell = some("shell")
    ? groupShell(of("shell"), textOf, (file) => executable(path.join(root, file)), namedIn("shell"))
    : { programs: [], skipped: [] };
  const found: { language: Language; group: Group; flags: readonly string[]; units?: number }[] = [
    ...python.programs.map((group) => ({ language: "python" as const, group, flags: [] })),
    ...c.programs.map((group) => ({
      language: "c" as const,
      group,
      flags: [...(options.cFlags ?? []), ...group.flags],
      units: group.units,
    })),
    ...shell.programs.map((group) => ({ language: "shell" as const, group, flags: [] })),
  ];
  found.sort((a, b) => (a.group.entry < b.group.entry ? -1 : 1));
  const names = nameCrates(found.map(({ language, group }) => ({ language, entry: group.entry })));
  const programs = found.map(({ language, group, flags, units }, index): Program => {
    const sources = group.files.map((file) => read.source(file));
    const dialect = options.dialect ?? dialectOf(group.entry, sources[0].bytes);
    return {
      names: names[index],
      entry: group.entry,
      targets: language === "c" ? targetsOf(root, group.entry) : [],
      sources,
      input: {
        language,
        name: names[index].binary,
        entry: 0,
        files: sources.map(({ path: file, text }) => ({ path: file, text })),
        options: {
          root,
          ...(language === "shell" ? { dialect } : {}),
          ...(language === "python" && group.importRoot !== undefined ? { importRoot: group.importRoot } : {}),
          ...(language === "c" ? { flags, units } : {}),
          ...(options.allowPartial ? { allowPartial: true } : {}),
        },
      },
    };
  });
  const broken = new Set(read.problems.map((problem) => problem.path));
  return {
    root,
    programs: programs.filter((program) => !program.sources.some((source) => broken.has(source.path))),
    skipped: [...skipped, ...python.skipped, ...c.skipped, ...shell.skipped],
    problems: read.problems,
  };
};

/** The Makefile beside a file, or in the root: its text, its folder, and what it calls the file. */
function makefileOf(root: string, file: string): { readonly text: string; readonly place: string; readonly stem: string } | undefined {
  const folder = path.posix.dirname(file);
  for (const place of [folder, "."])
    for (const name of ["GNUmakefile", "makefile", "Makefile"]) {
      const found = path.join(root, place, name);
      if (existsSync(found))
        return { text: readFileSync(found, "utf8"), place, stem: path.posix.relative(place, file).replace(/\.c$/, "") };
    }
  return undefined;
}

/** What a Makefile builds from an entry. */
const targetsOf = (root: string, entry: string): string[] => {
  const makefile = makefileOf(root, entry);
  return makefile ? makeTargets(makefile.text, makefile.stem).map((target) => path.posix.normalize(`${makefile.place}/${target}`)) : [];
};

/** What a Makefile tells the preprocessor of a file. */
const makeFlagsOf = (root: string, file: string): string[] => {
  const makefile = makefileOf(root, file);
  return makefile ? preprocessorFlags(makeFlags(makefile.text, makefile.stem), path.join(root, makefile.place), root) : [];
};

const includeFolders = (flags: readonly string[] = []): string[] =>
  flags.filter((flag) => flag.startsWith("-I")).map((flag) => flag.slice(2));
