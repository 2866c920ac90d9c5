import crateToml from "../../templates/crate.toml.hbs";
import rustfmtToml from "../../templates/rustfmt.toml.hbs";
import workspaceToml from "../../templates/workspace.toml.hbs";
import type { CrateInput, Dependency, RuntimeUse } from "./program.ts";

/** The compiler that generated code is written for and tested with. */
export const RUST_VERSION = "1.95";

const toml = (value: string): string => JSON.stringify(value);
const list = (values: readonly string[]): string => `[${[...values].sort().map(toml).join(", ")}]`;

const runtime = ({ crate, features }: RuntimeUse): string => {
  const wanted = features.length > 0 ? `, features = ${list(features)}` : "";
  return `rt = { package = "transpile-rt-${crate}", path = "../runtime/${crate}"${wanted} }`;
};

const dependency = ({ name, version, features }: Dependency): string =>
  features && features.length > 0 ? `${name} = { version = ${toml(version)}, features = ${list(features)} }` : `${name} = ${toml(version)}`;

export const renderWorkspace = (tool: string, members: readonly string[], languages: ReadonlySet<string>): string =>
  workspaceToml({ tool, members, c: languages.has("c"), python: languages.has("python"), rustVersion: RUST_VERSION });

export const renderRustfmt = (): string => rustfmtToml({});

/** The manifest of one program's crate. */
export const renderCrate = (crate: CrateInput, bench: boolean): string => {
  const { program } = crate;
  const dependencies = [...program.runtime.map(runtime), ...program.dependencies.map(dependency)].sort();
  return crateToml({
    package: crate.package,
    binary: crate.binary,
    entry: crate.entry.replace(/["\\]/g, "_"),
    safe: crate.language !== "c",
    test: program.files.some((file) => file.text.includes("#[test]")),
    dependencies,
    bench: bench ? { name: crate.package.replaceAll("-", "_") } : undefined,
  });
};

/** The start of each generated file: where it came from. */
export const renderHeader = (tool: string, crate: CrateInput, { path, text }: CrateInput["program"]["files"][number]): string => {
  const source = path === "main.rs" ? crate.entry : (sourceOf(crate, path) ?? crate.entry);
  return `// Generated from ${source} by transpile ${tool}.\n${"\n".repeat(headerLines(text) - 1)}`;
};

/** How many lines that takes: what is no comment itself and no attribute stands apart from it. */
export const headerLines = (text: string): number => (/^(?:\/\/|#!\[)/.test(text) ? 1 : 2);

/** The source file that a Rust file mostly comes from, by its line map. */
const sourceOf = (crate: CrateInput, file: string): string | undefined => {
  const lines = crate.program.lineMap[file] as CrateInput["program"]["lineMap"][string] | undefined;
  const first = lines?.[0]?.[1];
  return first === undefined ? undefined : crate.sources.at(first)?.path;
};
