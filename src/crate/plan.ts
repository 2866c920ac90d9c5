import { hashOf } from "./hash.ts";
import type { CrateInput, RuntimeUse } from "./program.ts";
import { headerLines, renderCrate, renderHeader, renderRustfmt, renderWorkspace } from "./render.ts";

/** A workspace as data: every file with its text, by path from the output folder. */
export type Files = ReadonlyMap<string, string | Buffer>;

export const LOCK = "transpile.lock.json";

/** What came from where; the last file to be written. */
export interface Lock {
  readonly version: 1;
  readonly tool: string;
  /** Path from the output folder to the folder of the sources. */
  readonly source: string;
  readonly programs: readonly LockedProgram[];
  /** Hash of every file that we wrote. */
  readonly files: Readonly<Record<string, string>>;
}

export interface LockedProgram {
  readonly package: string;
  readonly binary: string;
  readonly language: "python" | "c" | "shell";
  readonly entry: string;
  readonly targets?: readonly string[];
  readonly partial: boolean;
  readonly sources: readonly { readonly path: string; readonly hash: string }[];
}

export interface PlanInput {
  readonly tool: string;
  readonly source: string;
  readonly crates: readonly CrateInput[];
  /** The files of a runtime crate by path within it. */
  readonly runtimeFiles: (crate: RuntimeUse["crate"] | "bench") => Files;
  /** Programs that have cases: their benchmark glue. */
  readonly benches?: ReadonlyMap<string, string>;
  readonly report: unknown;
}

const byName = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0);

/** Lays out the workspace. Pure, and the same input gives the same bytes. */
export const plan = (input: PlanInput): { files: Files; lock: Lock } => {
  const files = new Map<string, string | Buffer>();
  const crates = [...input.crates].sort((a, b) => byName(a.package, b.package));
  files.set(
    "Cargo.toml",
    renderWorkspace(
      input.tool,
      crates.map((crate) => crate.package),
      new Set(crates.map((crate) => crate.language)),
    ),
  );
  files.set("rustfmt.toml", renderRustfmt());
  files.set(".gitignore", "/target/\n");
  for (const crate of crates) {
    const bench = input.benches?.get(crate.package);
    files.set(`${crate.package}/Cargo.toml`, renderCrate(crate, bench !== undefined));
    if (bench !== undefined) files.set(`${crate.package}/benches/${crate.package.replaceAll("-", "_")}.rs`, bench);
    for (const file of crate.program.files)
      files.set(`${crate.package}/src/${file.path}`, renderHeader(input.tool, crate, file) + file.text);
    files.set(`${crate.package}/line-map.json`, lineMap(crate));
  }
  const used = new Set<RuntimeUse["crate"] | "bench">(crates.flatMap((crate) => crate.program.runtime.map((use) => use.crate)));
  if (crates.some((crate) => input.benches?.has(crate.package))) used.add("bench");
  for (const name of used) {
    for (const [path, content] of input.runtimeFiles(name)) files.set(`runtime/${name}/${path}`, content);
  }
  files.set("transpile.report.json", `${JSON.stringify(input.report, null, 2)}\n`);
  const hashes = [...files].map(([path, content]): [string, string] => [path, hashOf(content)]).sort((a, b) => byName(a[0], b[0]));
  const lock: Lock = {
    version: 1,
    tool: input.tool,
    source: input.source,
    programs: crates.map(({ package: name, binary, language, entry, targets, partial, sources }) => ({
      package: name,
      binary,
      language,
      entry,
      ...(targets?.length ? { targets } : {}),
      partial,
      sources,
    })),
    files: Object.fromEntries(hashes),
  };
  return { files, lock };
};

/** One line a Rust file, shifted by the header that was put in front. */
const lineMap = (crate: CrateInput): string => {
  const rows = Object.entries(crate.program.lineMap)
    .sort(([a], [b]) => byName(a, b))
    .map(([file, lines]) => {
      const shift = headerLines(crate.program.files.find(({ path }) => path === file)?.text ?? "");
      return `    ${JSON.stringify(file)}: ${JSON.stringify(lines.map(([rust, source, line]) => [rust + shift, source, line]))}`;
    });
  const sources = crate.sources.map((source) => JSON.stringify(source.path)).join(", ");
  return `{\n  "sources": [${sources}],\n  "lines": {\n${rows.join(",\n")}\n  }\n}\n`;
};
