import path from "node:path";
import { readdirSync } from "node:fs";
import { collect } from "./collect.ts";

interface CargoMessage {
  readonly reason: string;
  readonly target?: { readonly name: string };
  readonly message?: { readonly level: string; readonly rendered?: string; readonly code?: { readonly code: string } | null };
}

/** What rustc, clippy (its default lints) and rustfmt say of the crates of a workspace, by crate; nothing of those that they accept. */
export const lint = async (
  out: string,
  packages: readonly string[],
  env: NodeJS.ProcessEnv,
  jobs: readonly string[],
): Promise<Map<string, string>> => {
  const said = new Map<string, string>();
  const add = (name: string, text: string): void => void said.set(name, (said.get(name) ?? "") + text);
  const clippy = await collect("cargo", ["clippy", "--workspace", "--bins", "--keep-going", "--message-format=json", ...jobs], out, env);
  for (const line of clippy.stdout.split("\n")) {
    if (!line.startsWith("{")) continue;
    const { reason, target, message } = JSON.parse(line) as CargoMessage;
    // What sums up has no code.
    if (reason !== "compiler-message" || !message?.code || !packages.includes(target?.name ?? "")) continue;
    add(target!.name, message.rendered ?? "");
  }
  const files = packages.flatMap((name) => readdirSync(path.join(out, name, "src")).map((file) => path.join(out, name, "src", file)));
  const format = await collect(
    "rustfmt",
    ["--check", "--edition", "2024", "--config-path", path.join(out, "rustfmt.toml"), "--color", "never", ...files],
    out,
    env,
  );
  let name = "";
  for (const line of `${format.stdout}${format.stderr}`.split("\n")) {
    const at = /^(?:Diff in |error.*?)(\S+\.rs)/.exec(line);
    if (at) name = path.relative(out, at[1]).split(path.sep)[0];
    if (name !== "" && line !== "") add(name, `${line}\n`);
  }
  return said;
};
