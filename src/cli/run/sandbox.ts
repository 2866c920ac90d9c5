import { spawn } from "node:child_process";
import { cpSync, lstatSync, mkdirSync, readFileSync, readdirSync, readlinkSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { hashOf } from "../../crate/hash.ts";

export interface Limits {
  /** Seconds of wall clock. */
  readonly timeout: number;
  /** Seconds of processor time; by default as many as of wall clock. */
  readonly cpu?: number;
}

export interface RunRequest {
  readonly command: readonly string[];
  /** Folders and files to copy into the fresh working folder: from, to. */
  readonly copies: readonly (readonly [from: string, to: string])[];
  /** Where to start, below the working folder. */
  readonly cwd?: string;
  readonly stdin: string | Buffer;
  /** Values may hold `@CWD@`, the fresh working folder. */
  readonly env: Readonly<Record<string, string>>;
  readonly limits: Limits;
  /** Runs with the same slot use the same paths, so that paths in their outputs are equal. They must not overlap in time. */
  readonly slot: string;
}

export interface RunResult {
  readonly stdout: Buffer;
  readonly stderr: Buffer;
  /** As a shell counts it: 128 + the signal's number for a death by signal. */
  readonly status: number;
  readonly timedOut: boolean;
  /** Files that the run made or changed, by path: a hash, or null for those it removed. */
  readonly files: Readonly<Record<string, string | null>>;
  /** Wall clock, seconds. */
  readonly seconds: number;
}

const SIGNALS: Readonly<Record<string, number>> = {
  SIGHUP: 1,
  SIGINT: 2,
  SIGQUIT: 3,
  SIGILL: 4,
  SIGTRAP: 5,
  SIGABRT: 6,
  SIGBUS: 7,
  SIGFPE: 8,
  SIGKILL: 9,
  SIGSEGV: 11,
  SIGPIPE: 13,
  SIGALRM: 14,
  SIGTERM: 15,
  SIGXCPU: 24,
  SIGXFSZ: 25,
};

/** What each file below a folder is, by path. */
const snapshot = (root: string): Map<string, string> => {
  const found = new Map<string, string>();
  const visit = (folder: string): void => {
    for (const entry of readdirSync(path.join(root, folder), { withFileTypes: true })) {
      const file = folder === "" ? entry.name : `${folder}/${entry.name}`;
      const full = path.join(root, file);
      if (entry.isDirectory()) {
        if (entry.name === "__pycache__") continue;
        found.set(file, "folder");
        visit(file);
      } else if (entry.isSymbolicLink()) found.set(file, `link ${readlinkSync(full)}`);
      else if (entry.isFile()) found.set(file, readable(full));
      else found.set(file, "special");
    }
  };
  visit("");
  return found;
};

const readable = (file: string): string => {
  try {
    return hashOf(readFileSync(file));
  } catch {
    return `size ${lstatSync(file).size}`;
  }
};

const changes = (before: ReadonlyMap<string, string>, after: ReadonlyMap<string, string>): Record<string, string | null> => {
  const changed: Record<string, string | null> = {};
  for (const [file, what] of after) if (before.get(file) !== what) changed[file] = what;
  for (const file of before.keys()) if (!after.has(file)) changed[file] = null;
  return changed;
};

/** At most this much of each stream is kept; more ends the run. */
const OUTPUT_LIMIT = 256 << 20;

/** Limits as the shell sets them: processor seconds, file size in blocks, core files off; memory in kilobytes. */
const LIMITER =
  'ulimit -c 0; ulimit -t "$1"; ulimit -f 2097152; ulimit -v 16777216 2>/dev/null; ulimit -u 4096 2>/dev/null; shift; exec "$@"';

/**
 * Runs a command with a fresh copy of its files as working folder, an empty home and temporary folder, a fixed environment and limits, in
 * a process group of its own that is killed whole at the end.
 */
export const runIsolated = async (request: RunRequest): Promise<RunResult> => {
  const base = path.join(tmpdir(), `transpile-run-${process.pid}-${request.slot.replace(/[^\w.-]/g, "_")}`);
  rmSync(base, { recursive: true, force: true });
  const work = path.join(base, "work");
  for (const folder of ["work", "home", "tmp"]) mkdirSync(path.join(base, folder), { recursive: true });
  try {
    for (const [from, to] of request.copies) {
      mkdirSync(path.dirname(path.join(work, to)), { recursive: true });
      cpSync(from, path.join(work, to), { recursive: true, preserveTimestamps: true, verbatimSymlinks: true });
    }
    const before = snapshot(work);
    const env: Record<string, string> = {
      PATH: process.env.PATH ?? "/usr/local/bin:/usr/bin:/bin",
      HOME: path.join(base, "home"),
      TMPDIR: path.join(base, "tmp"),
      LC_ALL: "C.UTF-8",
      TZ: "UTC",
      PYTHONHASHSEED: "0",
      PYTHONDONTWRITEBYTECODE: "1",
    };
    for (const [name, value] of Object.entries(request.env)) env[name] = value.replaceAll("@CWD@", work);
    const command = request.command.map((word) => word.replaceAll("@CWD@", work));
    const result = await start(command, path.join(work, request.cwd ?? "."), env, request);
    return { ...result, files: changes(before, snapshot(work)) };
  } finally {
    rmSync(base, { recursive: true, force: true, maxRetries: 3 });
  }
};

const start = (
  command: readonly string[],
  cwd: string,
  env: Record<string, string>,
  request: RunRequest,
): Promise<Omit<RunResult, "files">> =>
  new Promise((resolve, reject) => {
    const begin = performance.now();
    const cpu = String(Math.ceil(request.limits.cpu ?? request.limits.timeout) + 1);
    const child = spawn("/bin/sh", ["-c", LIMITER, "limits", cpu, ...command], {
      cwd,
      env,
      detached: true,
      stdio: ["pipe", "pipe", "pipe"],
    });
    const streams: [Buffer[], Buffer[]] = [[], []];
    let size = 0;
    let timedOut = false;
    const killGroup = (): void => {
      try {
        if (child.pid !== undefined) process.kill(-child.pid, "SIGKILL");
      } catch {
        // The group is gone already.
      }
    };
    const timer = setTimeout(() => {
      timedOut = true;
      killGroup();
    }, request.limits.timeout * 1000);
    for (const [index, stream] of [child.stdout, child.stderr].entries()) {
      stream.on("data", (chunk: Buffer) => {
        size += chunk.length;
        if (size > OUTPUT_LIMIT) killGroup();
        else streams[index].push(chunk);
      });
    }
    child.stdin.on("error", () => undefined);
    child.stdin.end(request.stdin);
    child.on("error", (error) => {
      clearTimeout(timer);
      reject(error);
    });
    // Children that the program left behind may hold its pipes open: they get a moment after it has ended.
    child.on("exit", () => setTimeout(killGroup, 200).unref());
    child.on("close", (code, signal) => {
      clearTimeout(timer);
      killGroup();
      const status = code ?? 128 + (SIGNALS[signal ?? ""] ?? 0);
      resolve({
        stdout: Buffer.concat(streams[0]),
        stderr: Buffer.concat(streams[1]),
        status,
        timedOut,
        seconds: (performance.now() - begin) / 1000,
      });
    });
  });
