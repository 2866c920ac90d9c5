import benchRs from "../../templates/bench.rs.hbs";

/** A case as the benchmark of a crate needs it. */
export interface BenchCase {
  readonly name: string;
  readonly args: readonly string[];
  readonly stdin: string | { readonly file: string };
  readonly env: Readonly<Record<string, string>>;
  readonly files: readonly string[];
  readonly cwd: string;
}

/** A Rust string literal. */
const literal = (text: string): string => {
  const escaped = [...text].map((character) => {
    if (character === '"' || character === "\\") return `\\${character}`;
    if (character === "\n") return "\\n";
    if (character === "\t") return "\\t";
    if (character === "\r") return "\\r";
    return character < " " || character === "\x7f" ? `\\x${character.charCodeAt(0).toString(16).padStart(2, "0")}` : character;
  });
  return `"${escaped.join("")}"`;
};

/** The text of `benches/NAME.rs`. `source` is the path from the workspace to the project's root. */
export const renderBench = (
  crate: { package: string; binary: string; entry: string },
  source: string,
  cases: readonly BenchCase[],
): string =>
  benchRs({
    entry: crate.entry,
    package: literal(crate.package),
    binary: literal(`CARGO_BIN_EXE_${crate.binary}`),
    source: literal(`/../${source}`),
    cases: cases.map((one) => ({
      name: literal(one.name),
      args: one.args.map(literal).join(", "),
      stdin: typeof one.stdin === "string" ? `Stdin::Text(${literal(one.stdin)})` : `Stdin::File(${literal(one.stdin.file)})`,
      env: Object.entries(one.env)
        .map(([name, value]) => `(${literal(name)}, ${literal(value)})`)
        .join(", "),
      files: one.files.map(literal).join(", "),
      cwd: literal(one.cwd),
    })),
  });
