import { spawnSync } from "node:child_process";
import type { Host, ProgramInput } from "../lang/front-end.ts";

/** What the front ends need from the machine. */
export const host: Host = {
  preprocess(input: ProgramInput, file: number): string {
    const compiler = process.env.CC ?? "cc";
    const flags = input.options.flags ?? [];
    const args = ["-E", "-dD", "-x", "c", ...flags, input.files[file].path];
    const run = spawnSync(compiler, args, { cwd: input.options.root, encoding: "utf8", maxBuffer: 1 << 30 });
    if (run.error) throw new Error(`\`${compiler}\` cannot be run: ${run.error.message}`);
    if (run.status !== 0) throw new Error(run.stderr.trim());
    return run.stdout;
  },
};
