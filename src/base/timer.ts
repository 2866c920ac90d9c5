/** Time per phase, in milliseconds of wall clock: a pure program of one thread spends it as CPU. */
export type PhaseTimes = Readonly<Record<string, number>>;

export interface Timer {
  /** Runs and adds the time to the phase; nested phases count in both. */
  readonly time: <T>(phase: string, run: () => T) => T;
  readonly add: (phase: string, milliseconds: number) => void;
  readonly times: PhaseTimes;
}

export function createTimer(): Timer {
  const times: Record<string, number> = {};
  const add = (phase: string, milliseconds: number): void => {
    times[phase] = (times[phase] ?? 0) + milliseconds;
  };
  return {
    times,
    add,
    time: (phase, run) => {
      const start = performance.now();
      try {
        return run();
      } finally {
        add(phase, performance.now() - start);
      }
    },
  };
}
