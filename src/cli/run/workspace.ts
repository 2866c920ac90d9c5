import { spawn } from "node:child_process";
import { existsSync } from "node:fs";
import path from "node:path";
import type { Lock } from "../../crate/plan.ts";
import { readLock } from "../../crate/write.ts";
import { readConfig, type Config } from "../config.ts";
import { discover, type Discovery } from "../discover/index.ts";
import { UsageError } from "../version.ts";

/** A generated workspace with the project that it came from. */
export interface Workspace {
  readonly out: string;
  readonly lock: Lock;
  readonly discovery: Discovery;
  readonly config: Config;
}

/** Opens a workspace that transpile wrote. */
export const openWorkspace = (folder: string): Workspace => {
  const out = path.resolve(folder);
  const lock = readLock(out);
  if (lock === undefined) throw new UsageError(`${folder} was not written by transpile: it has no transpile.lock.json`);
  const root = path.resolve(out, lock.source);
  if (!existsSync(root)) throw new UsageError(`the sources of ${folder} are gone: ${root}`);
  const config = readConfig(root);
  const found = discover([root], {
    include: config.include,
    exclude: config.exclude,
    entries: config.entries,
    dialect: config.dialect,
    cFlags: config.cFlags,
  });
  // The workspace may have been made from some files of the folder: only what it holds or refused is of interest.
  return { out, lock, discovery: found, config };
};

export interface CommandResult {
  readonly status: number;
  readonly stdout: string;
  readonly stderr: string;
}

/** Runs a tool to its end and collects what it says; rejects when the tool is missing. */
export const tool = (command: string, args: readonly string[], cwd: string, env: NodeJS.ProcessEnv = process.env): Promise<CommandResult> =>
  new Promise((resolve, reject) => {
    const child = spawn(command, args, { cwd, env, stdio: ["ignore", "pipe", "pipe"] });
    const chunks: [Buffer[], Buffer[]] = [[], []];
    child.stdout.on("data", (chunk: Buffer) => chunks[0].push(chunk));
    child.stderr.on("data", (chunk: Buffer) => chunks[1].push(chunk));
    child.on("error", (error: NodeJS.ErrnoException) =>
      reject(error.code === "ENOENT" ? new UsageError(`${command} is not installed`) : error),
    );
    child.on("close", (code) =>
      resolve({ status: code ?? 1, stdout: Buffer.concat(chunks[0]).toString(), stderr: Buffer.concat(chunks[1]).toString() }),
    );
  });

interface CargoMessage {
  readonly reason: string;
  readonly executable?: string | null;
  readonly target?: { readonly name: string; readonly kind?: readonly string[] };
  readonly message?: { readonly level: string; readonly rendered?: string };
}

export interface Built {
  readonly status: number;
  /** Path of each program's binary, by its name. */
  readonly binaries: ReadonlyMap<string, string>;
  /** What the compiler said. */
  readonly messages: string;
}

/** Builds the programs of a workspace: all of them, or those of some packages. */
export const buildWorkspace = async (out: string, release: boolean, packages?: readonly string[]): Promise<Built> => {
  const which = packages?.flatMap((name) => ["-p", name]) ?? ["--workspace"];
  const args = ["build", ...which, "--bins", "--keep-going", "--message-format=json", ...(release ? ["--release"] : [])];
  const { status, stdout, stderr } = await tool("cargo", args, out, { ...process.env, CARGO_TERM_COLOR: "never" });
  const binaries = new Map<string, string>();
  let messages = "";
  for (const line of stdout.split("\n")) {
    if (!line.startsWith("{")) continue;
    const message = JSON.parse(line) as CargoMessage;
    if (message.reason === "compiler-artifact" && message.executable) binaries.set(message.target?.name ?? "", message.executable);
    if (message.reason === "compiler-message") messages += message.message?.rendered ?? "";
  }
  return { status, binaries, messages: messages === "" && status !== 0 ? stderr : messages };
};
