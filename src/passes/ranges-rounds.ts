/** Rounds over steps, in their order, that leave out each step whose inputs are as they were when it last ran. */
import type { Rep } from "../ir/index.ts";
import { join, NOTHING, type Interval } from "./interval.ts";

type Step = () => void;

/**
 * What steps read and write is named by keys: numbers from 0. The keys of a step are recorded when it first runs; they are the same
 * each time. A step also runs again when the place that it flows into was moved from outside (`moved`), since that may have lowered it.
 */
export class Rounds {
  /** Number of keys; set before the first round. */
  keys = 0;
  /** A place that only grows has changed since the round began. */
  changed = false;
  private readonly steps: Step[] = [];
  /** Keys of all steps, and where those of each step end. Targets are stored as their complements. */
  private readonly used: number[] = [];
  private readonly ends: number[] = [];
  private recording = false;
  /** Counts steps that ran, so that times can be compared. */
  private now = 0;
  private ran = new Float64Array(0);
  private written = new Float64Array(0);
  private replaced = new Float64Array(0);

  add(step: Step): void {
    this.steps.push(step);
  }

  read(key: number): void {
    if (this.recording) this.used.push(key);
  }

  target(key: number): void {
    if (this.recording) this.used.push(~key);
  }

  write(key: number): void {
    // After the step itself: one that reads what it writes runs again.
    if (this.now > 0) this.written[key] = this.now + 0.5;
  }

  /** A place was set from outside, between rounds. */
  moved(key: number): void {
    this.now++;
    this.written[key] = this.now;
    this.replaced[key] = this.now;
  }

  /** Runs what has to run; says whether `changed` was set. */
  round(): boolean {
    if (this.now === 0) {
      this.ran = new Float64Array(this.steps.length);
      this.written = new Float64Array(this.keys);
      this.replaced = new Float64Array(this.keys);
    }
    this.changed = false;
    const { steps, ran } = this;
    for (let i = 0; i < steps.length; i++) {
      if (ran[i]! > 0) {
        if (!this.stale(i)) continue;
        ran[i] = ++this.now;
        steps[i]!();
        continue;
      }
      ran[i] = ++this.now;
      this.recording = true;
      steps[i]!();
      this.recording = false;
      this.ends.push(this.used.length);
    }
    return this.changed;
  }

  private stale(step: number): boolean {
    const { used, ends, written, replaced } = this;
    const time = this.ran[step]!;
    for (let i = step === 0 ? 0 : ends[step - 1]!; i < ends[step]!; i++) {
      const key = used[i]!;
      if ((key >= 0 ? written[key]! : replaced[~key]!) > time) return true;
    }
    return false;
  }
}

/** Intervals by class that are joined over the rounds. */
export interface Joined {
  get(rep: Rep): Interval;
  join(rep: Rep, value: Interval): void;
}

/** Joined intervals whose keys begin at `from`. */
export function joined(rounds: Rounds, from: number): Joined {
  const known = new Map<Rep, Interval>();
  return {
    get: (rep) => {
      rounds.read(from + rep);
      return known.get(rep) ?? NOTHING;
    },
    join: (rep, value) => {
      const before = known.get(rep);
      const after = join(before ?? NOTHING, value);
      if (before !== undefined && before.lo === after.lo && before.hi === after.hi) return;
      known.set(rep, after);
      rounds.write(from + rep);
    },
  };
}
