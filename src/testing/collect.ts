import { spawn } from "node:child_process";

/** Runs a command; gives what it wrote. */
export const collect = (
  command: string,
  args: readonly string[],
  cwd: string,
  env: NodeJS.ProcessEnv,
): Promise<{ stdout: string; stderr: string }> =>
  new Promise((resolve, reject) => {
    const child = spawn(command, args, { cwd, env, stdio: ["ignore", "pipe", "pipe"] });
    const chunks: [Buffer[], Buffer[]] = [[], []];
    child.stdout.on("data", (chunk: Buffer) => chunks[0].push(chunk));
    child.stderr.on("data", (chunk: Buffer) => chunks[1].push(chunk));
    child.on("error", reject);
    child.on("close", () => resolve({ stdout: Buffer.concat(chunks[0]).toString(), stderr: Buffer.concat(chunks[1]).toString() }));
  });
