import { execFileSync, spawn } from "node:child_process";
import { cpSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import type { RunRequest } from "../run/sandbox.ts";
import measurer from "./measure.c";

/** One run: wall clock and processor time in seconds, peak memory in KiB. */
export type Sample = readonly [wall: number, cpu: number, memory: number];

export interface Plan {
  readonly warmup: number;
  readonly iterations: number;
  /** After this many seconds no further round begins. */
  readonly seconds: number;
}

/** Times several ways to do the same, interleaved in blocks of runs, each way in a folder of its own. Gives the samples of each. */
export const measure = async (sides: readonly RunRequest[], plan: Plan): Promise<Sample[][]> => {
  const base = mkdtempSync(path.join(tmpdir(), "transpile-bench-"));
  try {
    const prepared = sides.map((side, index) => {
      const work = path.join(base, String(index));
      mkdirSync(path.join(work, "home"), { recursive: true });
      const tree = path.join(work, "tree");
      mkdirSync(tree);
      for (const [from, to] of side.copies) {
        mkdirSync(path.dirname(path.join(tree, to)), { recursive: true });
        cpSync(from, path.join(tree, to), { recursive: true });
      }
      const stdin = path.join(work, "stdin");
      writeFileSync(stdin, side.stdin);
      const env: Record<string, string> = {
        PATH: process.env.PATH ?? "",
        HOME: path.join(work, "home"),
        LC_ALL: "C.UTF-8",
        TZ: "UTC",
        PYTHONHASHSEED: "0",
      };
      for (const [name, value] of Object.entries(side.env)) env[name] = value.replaceAll("@CWD@", tree);
      return { command: side.command.map((word) => word.replaceAll("@CWD@", tree)), cwd: path.join(tree, side.cwd ?? "."), env, stdin };
    });
    const source = path.join(base, "measure.c");
    const binary = path.join(base, "measure");
    writeFileSync(source, measurer);
    execFileSync(process.env.CC ?? "cc", ["-O2", "-o", binary, source], { stdio: ["ignore", "ignore", "pipe"] });
    const words = [plan.warmup, plan.iterations, plan.seconds, prepared.length, ...prepared.flatMap(wordsOf)];
    return await runMeasurer(binary, words.map((word) => `${word}\0`).join(""), prepared.length);
  } finally {
    rmSync(base, { recursive: true, force: true });
  }
};

interface Prepared {
  readonly command: readonly string[];
  readonly cwd: string;
  readonly env: Readonly<Record<string, string>>;
  readonly stdin: string;
}

/** A side in the measurer's own format. */
const wordsOf = ({ command, cwd, env, stdin }: Prepared): (string | number)[] => {
  const variables = Object.entries(env).map(([name, value]) => `${name}=${value}`);
  return [cwd, stdin, command.length, ...command, variables.length, ...variables];
};

const runMeasurer = (binary: string, input: string, sides: number): Promise<Sample[][]> =>
  new Promise((resolve, reject) => {
    const child = spawn(binary, [], { stdio: ["pipe", "pipe", "inherit"] });
    const chunks: Buffer[] = [];
    child.stdout.on("data", (chunk: Buffer) => chunks.push(chunk));
    child.on("error", reject);
    child.on("close", (status) => {
      const samples: Sample[][] = Array.from({ length: sides }, () => []);
      for (const line of Buffer.concat(chunks).toString().trim().split("\n")) {
        const [side, wall, cpu, memory] = line.split(" ").map(Number);
        samples[side].push([wall, cpu, memory]);
      }
      if (status === 0) resolve(samples);
      else reject(new Error(`timing failed with status ${status}`));
    });
    child.stdin.end(input);
  });
