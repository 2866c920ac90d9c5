/** Runs the C preprocessor for many units beside the translation, by a few small shells: a process as large as ours is slow to copy. */
import { spawn } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { decode } from "../base/text.ts";
import { isUnit, type ProgramInput } from "../lang/front-end.ts";
import { preprocessor } from "./host.ts";

/** With fewer units than this nothing is gained. */
const WORTH_IT = 4;
/** So many units at most: their texts lie in the temporary folder until they are read. */
const MOST = 4000;
/** Milliseconds after which a unit is preprocessed by whoever wants it. */
const PATIENCE = 60_000;

export interface Prepared {
  /** Where the units of each program lie: a path to which the number of the file is added. */
  readonly places: readonly (string | undefined)[];
  /** Removes what was not read. */
  readonly end: () => void;
}

const NOTHING: Prepared = { places: [], end: () => undefined };

const quoted = (text: string): string => `'${text.replaceAll("'", "'\\''")}'`;

/** Starts preprocessing the units of the programs, in the given order, in as many shells as there are to be workers. */
export const prepare = (programs: readonly ProgramInput[], order: readonly number[], shells: number): Prepared => {
  const units = order.flatMap((index) =>
    programs[index].language === "c" ? unitsOf(programs[index]).map((file) => ({ index, file })) : [],
  );
  if (units.length < WORTH_IT || process.platform === "win32") return NOTHING;
  const folder = mkdtempSync(path.join(tmpdir(), "transpile-units-"));
  const places: (string | undefined)[] = [];
  const lines: string[][] = Array.from({ length: shells }, () => []);
  units.slice(0, MOST).forEach(({ index, file }, i) => {
    const place = (places[index] ??= path.join(folder, `${index}-`)) + String(file);
    const { command, args, cwd } = preprocessor(programs[index], file);
    const words = [command, ...args].map(quoted).join(" ");
    lines[i % shells].push(
      `(cd ${quoted(cwd)} && exec ${words}) </dev/null >${quoted(place)} 2>${quoted(`${place}.err`)}; echo $? >${quoted(`${place}.status`)}`,
    );
  });
  const children = lines.map((script, i) => {
    // Read from a file: nobody would fill a pipe while this thread translates. An interrupt reaches the shells too, and they clean up.
    const file = path.join(folder, `${i}.sh`);
    writeFileSync(file, [`trap "rm -rf ${folder}; exit 130" INT TERM HUP`, ...script, ""].join("\n"));
    const child = spawn("/bin/sh", [file], { stdio: "ignore" });
    // Without a shell each unit is preprocessed by whoever wants it.
    child.on("error", () => undefined);
    child.unref();
    return child;
  });
  const remove = (): void => rmSync(folder, { recursive: true, force: true });
  process.once("exit", remove);
  return {
    places,
    end: () => {
      for (const child of children) child.kill();
      process.removeListener("exit", remove);
      remove();
    },
  };
};

const unitsOf = (program: ProgramInput): number[] => [...program.files.keys()].filter((file) => isUnit(program, file));

const read = (file: string): string | undefined => {
  try {
    return decode(readFileSync(file));
  } catch {
    return undefined;
  }
};

const sleeper = new Int32Array(new SharedArrayBuffer(4));

/** The text of a unit that is being prepared; undefined when it is not to be had. Throws with the compiler's message. */
export const awaitUnit = (place: string): string | undefined => {
  const begin = performance.now();
  let status: string | undefined;
  while (!(status = read(`${place}.status`))?.endsWith("\n")) {
    if (performance.now() - begin > PATIENCE) return undefined;
    Atomics.wait(sleeper, 0, 0, 2);
  }
  // 126 and 127: there is no such compiler.
  if (/^12[67]\n/.test(status)) return undefined;
  if (status !== "0\n") throw new Error((read(`${place}.err`) ?? "").trim());
  const text = read(place);
  for (const suffix of ["", ".err"]) rmSync(place + suffix, { force: true });
  return text;
};
