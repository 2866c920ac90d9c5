import { mkdirSync, writeFileSync } from "node:fs";
import path from "node:path";
import type { Crash } from "../pool/job.ts";
import type { Program } from "./discover/index.ts";
import { VERSION } from "./version.ts";

/** Leaves what is needed to see an internal error again: the input, the command and the trace. Gives the folder. */
export const writeBug = (program: Program, crash: Crash): string => {
  const folder = path.join("transpile-bug", program.names.package);
  for (const source of program.sources) {
    const file = path.join(folder, "input", source.path);
    mkdirSync(path.dirname(file), { recursive: true });
    writeFileSync(file, source.bytes);
  }
  const command = ["transpile", ...process.argv.slice(2)]
    .map((word) => (/^[\w./=:-]+$/.test(word) ? word : JSON.stringify(word)))
    .join(" ");
  const about = [
    `transpile ${VERSION}, node ${process.version}, ${process.platform}-${process.arch}`,
    `command: ${command}`,
    `program: ${program.entry}`,
    "",
    crash.stack,
    "",
  ];
  mkdirSync(folder, { recursive: true });
  writeFileSync(path.join(folder, "error.txt"), about.join("\n"));
  return folder;
};
