import type { Environment } from "./environment.ts";
import type { Plan, Sample } from "./measure.ts";
import { summarise, type Summary } from "./statistics.ts";

export const LANGUAGES = ["python", "c", "shell"] as const;
export const BASELINES = { python: "python3", c: "cc -O2", shell: "the shell" } as const;

/** What one program measured; times in seconds, memory in KiB. */
export interface Side {
  readonly wall: Summary;
  readonly cpu: Summary;
  readonly memory: number;
}

/** What one case measured. */
export interface Row {
  readonly program: string;
  readonly case: string;
  readonly language: (typeof LANGUAGES)[number];
  /** The arguments that were timed. */
  readonly args: readonly string[];
  readonly package?: string;
  /** By name: `original`, `translated`, `twin`, `twin simd`, `pypy3`; only those that exist and gave the same output. */
  readonly sides: Readonly<Record<string, Side | undefined>>;
  /** Why a side is missing: `refused: PY0101`, a difference. */
  readonly problem?: string;
  /** Load average when the row began. */
  readonly load: number;
}

/** A whole run, as it is stored. */
export interface Results {
  readonly format: 1;
  readonly environment: Environment;
  readonly plan: Plan;
  /** Start-up of the bare interpreters, by language: what an empty program costs. */
  readonly startup: Readonly<Record<string, Side | undefined>>;
  readonly rows: readonly Row[];
}

export const sideOf = (samples: readonly Sample[]): Side => ({
  wall: summarise(samples.map(([wall]) => wall)),
  cpu: summarise(samples.map(([, cpu]) => cpu)),
  memory: Math.max(...samples.map(([, , memory]) => memory)),
});

/** A run shorter than the clock's step counts as one step. */
const STEP = 1e-4;

/** A ratio with the interval that the intervals of both medians leave. */
export interface Ratio {
  readonly value: number;
  readonly low: number;
  readonly high: number;
}

/** How many times longer `side` takes than `than`, in processor time or by the wall clock. */
export const ratioOf = (side: Side, than: Side, clock: "cpu" | "wall" = "cpu"): Ratio => {
  const [a, b] = [side[clock], than[clock]];
  const quotient = (x: number, y: number): number => Math.max(x, STEP) / Math.max(y, STEP);
  return { value: quotient(a.median, b.median), low: quotient(a.low, b.high), high: quotient(a.high, b.low) };
};

/** Is the interval of a median wider than a tenth of it? Differences below a step of the clock do not count. */
export const isNoisy = (row: Row): boolean =>
  Object.values(row.sides).some((side) => side !== undefined && side.cpu.high - side.cpu.low > Math.max(STEP, side.cpu.median / 10));

/** The fastest of the twin's forms by the wall clock, with its name. */
export const fastestTwin = (row: Row): readonly [name: string, side: Side] | undefined =>
  Object.entries(row.sides)
    .filter((entry): entry is [string, Side] => entry[0].startsWith("twin") && entry[1] !== undefined)
    .sort(([, a], [, b]) => a.wall.median - b.wall.median)
    .at(0);
