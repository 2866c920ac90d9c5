import { spawnSync } from "node:child_process";
import path from "node:path";
import { commonFolder, type Host, type ProgramInput } from "../lang/front-end.ts";

/** What the front ends need from the machine. */
export const host: Host = {
  preprocess(input: ProgramInput, file: number): string {
    const compiler = process.env.CC ?? "cc";
    // As a build in the program's own folder would have it: `__FILE__` is the path from there.
    const root = path.resolve(input.options.root ?? ".");
    const folder = path.resolve(root, commonFolder(input.files));
    const here = (name: string): string => path.relative(folder, path.resolve(root, name)) || ".";
    const flags = (input.options.flags ?? []).map((flag, i, all) =>
      /^-I./.test(flag) ? `-I${here(flag.slice(2))}` : i > 0 && all[i - 1] === "-I" ? here(flag) : flag,
    );
    // Character classes as functions: the header's macros would look into the C library's tables.
    const args = ["-E", "-dD", "-D__NO_CTYPE", "-x", "c", ...flags, here(input.files[file].path)];
    const run = spawnSync(compiler, args, { cwd: folder, encoding: "utf8", maxBuffer: 1 << 30 });
    if (run.error) throw new Error(`\`${compiler}\` cannot be run: ${run.error.message}`);
    if (run.status !== 0) throw new Error(run.stderr.trim());
    return run.stdout;
  },
};
