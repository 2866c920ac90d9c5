import { availableParallelism } from "node:os";
import { fileURLToPath } from "node:url";
import type { CompileOptions } from "../compile.ts";
import type { ProgramInput } from "../lang/front-end.ts";
import { translateOne, type Job, type Outcome } from "./job.ts";

/** Below this many bytes of source the threads cost more than they bring. */
const WORTH_IT = 256 * 1024;
const BATCH = 160 * 1024;

const sizeOf = (program: ProgramInput): number => program.files.reduce((sum, file) => sum + file.text.length, 0);

/** Programs in batches of about BATCH bytes, the largest first, so that no worker ends long after the others. */
export const batches = (programs: readonly ProgramInput[], workers: number): number[][] => {
  const sizes = programs.map(sizeOf);
  const order = programs.map((_, index) => index).sort((a, b) => sizes[b] - sizes[a] || a - b);
  const total = sizes.reduce((sum, size) => sum + size, 0);
  const limit = Math.min(BATCH, total / (workers * 4));
  const made: number[][] = [];
  let open: number[] = [];
  let size = 0;
  for (const index of order) {
    open.push(index);
    size += sizes[index];
    if (size >= limit) {
      made.push(open);
      open = [];
      size = 0;
    }
  }
  if (open.length > 0) made.push(open);
  return made;
};

export interface TranslateAll {
  readonly programs: readonly ProgramInput[];
  readonly options: CompileOptions;
  /** Number of workers; by default one for each processor. */
  readonly jobs?: number;
  /** Called after each program, in no particular order. */
  readonly progress?: (index: number, outcome: Outcome) => void;
}

/** Translates all programs, in this thread or in workers. The outcomes are in the order of the programs, whatever the number of workers. */
export const translateAll = async ({ programs, options, jobs, progress }: TranslateAll): Promise<Outcome[]> => {
  const workers = Math.min(jobs ?? availableParallelism(), programs.length);
  const bytes = programs.reduce((sum, program) => sum + sizeOf(program), 0);
  const outcomes = new Array<Outcome>(programs.length);
  const settle = (index: number, outcome: Outcome): void => {
    outcomes[index] = outcome;
    progress?.(index, outcome);
  };
  if (workers <= 1 || (bytes < WORTH_IT && jobs === undefined)) {
    programs.forEach((program, index) => settle(index, translateOne(program, options)));
    return outcomes;
  }
  const { Piscina } = await import("piscina");
  const filename = fileURLToPath(new URL("./worker.js", import.meta.url));
  const pool = new Piscina<Job, Outcome[]>({ filename, minThreads: workers, maxThreads: workers, concurrentTasksPerWorker: 1 });
  try {
    await Promise.all(
      batches(programs, workers).map(async (indexes) => {
        const results = await pool.run({ programs: indexes.map((index) => programs[index]), options });
        indexes.forEach((index, at) => settle(index, results[at]));
      }),
    );
  } finally {
    // Never destroyed while busy: that aborts the process inside native code.
    await pool.close();
  }
  return outcomes;
};
