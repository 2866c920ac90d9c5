import { execFileSync, spawnSync } from "node:child_process";
import { cpus, loadavg, release, totalmem } from "node:os";
import { VERSION } from "../version.ts";

/** Where and with what something was measured. */
export interface Environment {
  readonly date: string;
  readonly machine: { readonly processor: string; readonly processors: number; readonly memoryGiB: number; readonly system: string };
  /** First line of what each tool says of itself. */
  readonly versions: Readonly<Record<string, string>>;
  /** Of the measured sources; a `+` behind it: with changes. */
  readonly commit?: string;
  /** Load averages of the last minute, before and after. */
  readonly load: readonly [before: number, after: number];
}

const TOOLS = ["python3", "pypy3", "cc", "bash", "rustc"] as const;

/** Is there such a command? */
export const isInstalled = (command: string): boolean => spawnSync(command, ["--version"], { stdio: "ignore" }).error === undefined;

export const load = (): number => Number(loadavg()[0].toFixed(2));

const commitOf = (folder: string): string | undefined => {
  const git = (args: readonly string[]): string =>
    execFileSync("git", args, { cwd: folder, stdio: ["ignore", "pipe", "ignore"] }).toString();
  try {
    return git(["rev-parse", "--short=12", "HEAD"]).trim() + (git(["status", "--porcelain", "-uno"]) === "" ? "" : "+");
  } catch {
    return undefined;
  }
};

/** Describes this machine, its tools and the commit of a folder; `before` is the load at the beginning. */
export const environmentOf = (folder: string, before: number): Environment => {
  const versions = TOOLS.map((name): [string, string] => {
    const { stdout } = spawnSync(name, ["--version"], { encoding: "utf8" });
    return [name, (stdout as string | null)?.split("\n")[0].trim() ?? ""];
  });
  const [first] = cpus();
  return {
    date: new Date().toISOString(),
    machine: {
      processor: first.model.trim(),
      processors: cpus().length,
      memoryGiB: Math.round(totalmem() / 2 ** 30),
      system: `${process.platform} ${release()}`,
    },
    versions: Object.fromEntries([["transpile", VERSION], ["node", process.version], ...versions.filter(([, text]) => text !== "")]),
    commit: commitOf(folder),
    load: [before, load()],
  };
};
