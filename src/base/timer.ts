/** Milliseconds by phase: processor time where the clock gives it. */
export type PhaseTimes = Readonly<Record<string, number>>;

/** What a timer reads; handed in, since only the edges know the process. */
export interface Clock {
  /** Milliseconds since some point: of processor time, or of the wall clock. */
  readonly now: () => number;
  /** Bytes of memory that the process holds. */
  readonly memory: () => number;
}

export const wallClock: Clock = { now: () => performance.now(), memory: () => 0 };

export interface Timer {
  /** Runs and adds the time to the phase; nested phases count in both. */
  readonly time: <T>(phase: string, run: () => T) => T;
  readonly times: PhaseTimes;
  /** Bytes held at the end of each phase. */
  readonly memory: Readonly<Record<string, number>>;
}

/** Phases that wait for another process: measured by the wall clock. */
const OUTSIDE = new Set(["preprocess"]);

/** A timer that reads a clock; without one it only runs the phases. */
export function createTimer(clock: Clock | undefined): Timer {
  if (clock === undefined) return { times: {}, memory: {}, time: (_, run) => run() };
  const times: Record<string, number> = {};
  const memory: Record<string, number> = {};
  return {
    times,
    memory,
    time: (phase, run) => {
      const { now } = OUTSIDE.has(phase) ? wallClock : clock;
      const start = now();
      try {
        return run();
      } finally {
        times[phase] = (times[phase] ?? 0) + now() - start;
        memory[phase] = Math.max(memory[phase] ?? 0, clock.memory());
      }
    },
  };
}
