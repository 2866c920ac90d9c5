import { readFileSync } from "node:fs";
import path from "node:path";
import { parse, type TomlTable, type TomlValue } from "smol-toml";

export const CONFIG = "transpile.toml";

/** How outputs are compared: byte for byte, with lines sorted, or numbers within a tolerance. */
export type Expect = "exact" | "sorted" | { readonly float: number };

/** One way to run a program. */
export interface Case {
  /** Unique within the program. */
  readonly name: string;
  /** Path of the entry from the root. */
  readonly program: string;
  readonly args: readonly string[];
  /** Text (`input`), or the file of the project that holds it (`stdin`). */
  readonly stdin: string | { readonly file: string };
  readonly env: Readonly<Record<string, string>>;
  /** Files and folders of the project that the run needs beside it. */
  readonly files: readonly string[];
  /** Folder to start in, from the root. */
  readonly cwd: string;
  readonly expect: Expect;
  /** Seconds of wall clock. */
  readonly timeout: number;
  /** Wanted in `transpile bench`; arguments for it where they differ (a bigger size). */
  readonly bench: boolean | readonly string[];
}

export interface Config {
  readonly include: readonly string[];
  readonly exclude: readonly string[];
  readonly entries: readonly string[];
  readonly dialect?: "bash" | "sh";
  readonly cFlags: readonly string[];
  readonly cases: readonly Case[];
}

/** A mistake in transpile.toml, with the key that holds it. */
export class ConfigError extends Error {}

const EMPTY: Config = { include: [], exclude: [], entries: [], cFlags: [], cases: [] };

class Table {
  private readonly read = new Set<string>();

  constructor(
    private readonly table: TomlTable,
    private readonly where: string,
  ) {}

  private get(key: string): TomlValue | undefined {
    this.read.add(key);
    return Object.hasOwn(this.table, key) ? this.table[key] : undefined;
  }

  private wrong(key: string, wanted: string): never {
    throw new ConfigError(`${this.where}: \`${key}\` has to be ${wanted}`);
  }

  text(key: string): string | undefined {
    const value = this.get(key);
    if (value !== undefined && typeof value !== "string") this.wrong(key, "a string");
    return value;
  }

  number(key: string): number | undefined {
    const value = this.get(key);
    if (value !== undefined && typeof value !== "number") this.wrong(key, "a number");
    return value;
  }

  texts(key: string): string[] {
    const value = this.get(key) ?? [];
    if (!Array.isArray(value)) this.wrong(key, "a list of strings");
    return value.map((item) =>
      typeof item === "string" || typeof item === "number" ? String(item) : this.wrong(key, "a list of strings"),
    );
  }

  map(key: string): Record<string, string> {
    const value = this.get(key) ?? {};
    if (typeof value !== "object" || Array.isArray(value) || value instanceof Date) this.wrong(key, "a table of strings");
    return Object.fromEntries(Object.entries(value).map(([name, item]) => [name, String(item)]));
  }

  tables(key: string): TomlTable[] {
    const value = this.get(key) ?? [];
    if (!Array.isArray(value)) this.wrong(key, "a list of tables");
    return value.map((item) =>
      typeof item === "object" && !Array.isArray(item) && !(item instanceof Date) ? item : this.wrong(key, "a list of tables"),
    );
  }

  /** A value of several shapes, for the caller to look at. */
  any(key: string): TomlValue | undefined {
    return this.get(key);
  }

  /** Complains about keys that nobody asked for: a misspelt key is never silently ignored. */
  end(): void {
    const unknown = Object.keys(this.table).find((key) => !this.read.has(key));
    if (unknown !== undefined) throw new ConfigError(`${this.where}: unknown key \`${unknown}\``);
  }
}

const expectOf = (value: TomlValue | undefined, where: string): Expect => {
  if (value === undefined || value === "exact") return "exact";
  if (value === "sorted") return "sorted";
  const text = typeof value === "string" ? /^float\s*=\s*(.+)$/.exec(value)?.[1] : undefined;
  const tolerance =
    typeof value === "object" && !Array.isArray(value) && !(value instanceof Date)
      ? value.float
      : text === undefined
        ? undefined
        : Number(text);
  if (typeof tolerance === "number" && tolerance >= 0) return { float: tolerance };
  throw new ConfigError(`${where}: \`expect\` is "exact", "sorted" or { float = 1e-9 }`);
};

const caseOf = (raw: TomlTable, index: number): Case => {
  const where = `${CONFIG}, case ${index + 1}`;
  const table = new Table(raw, where);
  const program = table.text("program");
  if (program === undefined) throw new ConfigError(`${where}: \`program\` is missing`);
  const stdin = table.text("stdin");
  const input = table.text("input");
  const bench = table.any("bench");
  const found: Case = {
    program: path.posix.normalize(program),
    name: table.text("name") ?? `case-${index + 1}`,
    args: table.texts("args"),
    stdin: stdin === undefined ? (input ?? "") : { file: stdin },
    env: table.map("env"),
    files: table.texts("files"),
    cwd: table.text("cwd") ?? ".",
    expect: expectOf(table.any("expect"), where),
    timeout: table.number("timeout") ?? 30,
    bench: Array.isArray(bench) ? bench.map(String) : bench !== false,
  };
  table.end();
  return found;
};

/** Reads the settings of a project from text. Throws ConfigError. */
export const parseConfig = (text: string): Config => {
  let raw: TomlTable;
  try {
    raw = parse(text);
  } catch (error) {
    throw new ConfigError(`${CONFIG}: ${(error as Error).message}`);
  }
  const table = new Table(raw, CONFIG);
  const dialect = table.text("dialect");
  if (dialect !== undefined && dialect !== "bash" && dialect !== "sh") throw new ConfigError(`${CONFIG}: \`dialect\` is "bash" or "sh"`);
  const config: Config = {
    include: table.texts("include"),
    exclude: table.texts("exclude"),
    entries: table.texts("entry-points").map((entry) => path.posix.normalize(entry)),
    ...(dialect === undefined ? {} : { dialect }),
    cFlags: table.texts("cc-flags"),
    cases: table.tables("case").map(caseOf),
  };
  table.end();
  const names = new Set<string>();
  for (const { program, name } of config.cases) {
    const key = `${program}\0${name}`;
    if (names.has(key)) throw new ConfigError(`${CONFIG}: two cases of ${program} are named ${name}`);
    names.add(key);
  }
  return config;
};

/** The settings of a project; none when it has no transpile.toml. */
export const readConfig = (root: string): Config => {
  let text: string;
  try {
    text = readFileSync(path.join(root, CONFIG), "utf8");
  } catch {
    return EMPTY;
  }
  return parseConfig(text);
};
