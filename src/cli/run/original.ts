import { isUnit } from "../../lang/front-end.ts";
import { execFile, execFileSync } from "node:child_process";
import path from "node:path";
import { promisify } from "node:util";
import type { Program } from "../discover/index.ts";

const run = promisify(execFile);

/** A tool that a run needs is missing: never a pass. */
export class MissingTool extends Error {}

/** How to start an original program; its files lie below `@CWD@` as they do in the project. */
export interface Original {
  readonly command: readonly string[];
  readonly env: Readonly<Record<string, string>>;
}

const inPackage = (program: Program): boolean => {
  const folder = program.entry.includes("/") ? program.entry.slice(0, program.entry.lastIndexOf("/")) : "";
  return folder !== "" && program.sources.some((source) => source.path === `${folder}/__init__.py`);
};

/** Compiles a C program with the system's compiler; gives the path of the binary. */
export const compileOriginal = async (program: Program, root: string, folder: string, optimise: "-O1" | "-O2"): Promise<string> => {
  const binary = path.join(folder, `${program.names.package}-original`);
  const units = program.sources.map((source) => source.path).filter((_, file) => isUnit(program.input, file));
  const textual = program.input.options.flags ?? [];
  try {
    await run(process.env.CC ?? "cc", [optimise, "-w", ...textual, "-o", binary, ...units, "-lm", "-lpthread"], {
      cwd: root,
      maxBuffer: 1 << 26,
    });
  } catch (error) {
    const { code, stderr } = error as { code?: unknown; stderr?: string };
    if (code === "ENOENT") throw new MissingTool("no C compiler: install cc");
    throw new MissingTool(`the original of ${program.entry} does not compile: ${(stderr ?? "").trim().split("\n").slice(0, 3).join(" ")}`);
  }
  return binary;
};

/** The command of an original; `binary` is the compiled one of a C program. */
export const originalCommand = (program: Program, binary?: string): Original => {
  const file = `@CWD@/${program.entry}`;
  switch (program.input.language) {
    case "python": {
      const env = { PYTHONPATH: "@CWD@" };
      if (!inPackage(program)) return { command: [python(), file], env };
      // A package's own __main__ uses relative imports: it is started by the package's name.
      const module = program.entry
        .replace(/\.py$/, "")
        .replace(/\/__main__$/, "")
        .replaceAll("/", ".");
      return { command: [python(), "-m", module], env };
    }
    case "c":
      return { command: [binary ?? ""], env: {} };
    case "shell":
      return { command: [program.input.options.dialect === "sh" ? shellFor() : "bash", file], env: {} };
  }
};

/** What stands for `sh`: dash, whose behaviour is meant. */
const shellFor = (): string => process.env.TRANSPILE_SH ?? "dash";

let interpreter: string | undefined;

/** The interpreter itself: `python3` may be a wrapper that takes longer than the program. */
const python = (): string => {
  if (interpreter !== undefined) return interpreter;
  try {
    interpreter = execFileSync("python3", ["-c", "import sys; print(sys.executable)"], { encoding: "utf8" }).trim() || "python3";
  } catch {
    throw new MissingTool("no python3: install Python 3");
  }
  return interpreter;
};
