/** Time per phase, in milliseconds of wall clock: a pure program of one thread spends it as CPU. */
export type PhaseTimes = Readonly<Record<string, number>>;

export interface Timer {
  /** Runs and adds the time to the phase; nested phases count in both. */
  readonly time: <T>(phase: string, run: () => T) => T;
  readonly times: PhaseTimes;
}

export function createTimer(): Timer {
  const times: Record<string, number> = {};
  return {
    times,
    time: (phase, run) => {
      const start = performance.now();
      try {
        return run();
      } finally {
        times[phase] = (times[phase] ?? 0) + performance.now() - start;
      }
    },
  };
}
