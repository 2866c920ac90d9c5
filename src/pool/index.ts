import { availableParallelism } from "node:os";
import { fileURLToPath } from "node:url";
import type { CompileOptions } from "../compile.ts";
import type { ProgramInput } from "../lang/front-end.ts";
import { translateOne, type Job, type Outcome } from "./job.ts";
import { prepare } from "./prepare.ts";

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

/** A nesting that is deeper than a thread's usual stack gets one of this size. */
const STACK = 256;
const DEEP_STACK = 1900;

const overflowed = (outcome: Outcome): boolean =>
  "crash" in outcome && outcome.crash.message.startsWith("Maximum call stack size exceeded");

type Settle = (index: number, outcome: Outcome) => void;

/** Translates the given programs in worker threads. */
const inWorkers = async (
  { programs, options }: TranslateAll,
  places: readonly (string | undefined)[],
  groups: readonly (readonly number[])[],
  workers: number,
  stack: number,
  settle: Settle,
): Promise<void> => {
  const { Piscina } = await import("piscina");
  const filename = fileURLToPath(new URL("./worker.js", import.meta.url));
  const limits = { stackSizeMb: stack };
  const pool = new Piscina<Job, Outcome[]>({
    filename,
    minThreads: workers,
    maxThreads: workers,
    concurrentTasksPerWorker: 1,
    resourceLimits: limits,
  });
  try {
    await Promise.all(
      groups.map(async (indexes) => {
        const job = { programs: indexes.map((index) => programs[index]), options, places: indexes.map((index) => places[index]) };
        const results = await pool.run(job);
        indexes.forEach((index, at) => settle(index, results[at]));
      }),
    );
  } finally {
    // Never destroyed while busy: that aborts the process inside native code.
    await pool.close();
  }
};

/** Translates all programs, in this thread or in workers. The outcomes are in the order of the programs, whatever the number of workers. */
export const translateAll = async (all: TranslateAll): Promise<Outcome[]> => {
  const { programs, options, jobs, progress } = all;
  const workers = Math.min(jobs ?? availableParallelism(), programs.length);
  const bytes = programs.reduce((sum, program) => sum + sizeOf(program), 0);
  const outcomes = new Array<Outcome>(programs.length);
  const settle: Settle = (index, outcome) => {
    outcomes[index] = outcome;
    progress?.(index, outcome);
  };
  const alone = workers <= 1 || (bytes < WORTH_IT && jobs === undefined);
  const groups = alone ? [[...programs.keys()]] : batches(programs, workers);
  const { places, end } = prepare(programs, groups.flat(), workers);
  try {
    if (alone) programs.forEach((program, index) => settle(index, translateOne(program, options, places[index])));
    else await inWorkers(all, places, groups, workers, STACK, settle);
  } finally {
    end();
  }
  const deep = outcomes.flatMap((outcome, index) => (overflowed(outcome) ? [[index]] : []));
  if (deep.length > 0) await inWorkers(all, [], deep, 1, DEEP_STACK, settle);
  return outcomes;
};
