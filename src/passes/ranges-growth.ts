/** How the ends of intervals move from round to round, and where that leads. */
import { SMALL_LIMIT, STEPS } from "./interval.ts";

/**
 * Where an end may still lead: anywhere as it grows so far; as far as a test of numbers and lengths lets anything through (`if child < n:`
 * of a child twice as large), once; out of all bounds.
 */
export type Farthest = "anywhere" | "guard" | "beyond";

/** The lower or upper ends of all classes: how they grow from round to round. `sign` turns lower ends into upper ones. */
export class End {
  /** Values before the newest round and before the one before it. */
  private before: Float64Array;
  private earlier: Float64Array;
  /** Values at the end of the last epoch. */
  private readonly settled: Float64Array;
  /** Was taken for a counter. */
  private readonly counter: Uint8Array;

  constructor(count: number) {
    this.before = new Float64Array(count).fill(-Infinity);
    this.earlier = new Float64Array(count).fill(-Infinity);
    this.settled = new Float64Array(count).fill(-Infinity);
    this.counter = new Uint8Array(count);
  }

  note(values: Float64Array, sign: number): void {
    [this.before, this.earlier] = [this.earlier, this.before];
    for (let i = 0; i < values.length; i++) this.before[i] = sign * values[i]!;
  }

  /**
   * Replaces what still grows, and is `read` again, by where it leads, and tells which that are; says whether anything is new since the
   * last epoch. `farthest`: how far an end may still lead.
   */
  settle(values: Float64Array, sign: number, read: Uint8Array, farthest: Farthest, replaced: (at: number) => void): boolean {
    let moved = false;
    for (let i = 0; i < values.length; i++) {
      const now = sign * values[i]!;
      const value = now > this.before[i]! && read[i] ? this.lead(i, now, farthest) : now;
      if (value !== now) replaced(i);
      values[i] = sign * value;
      if (value !== this.settled[i]) moved = true;
      this.settled[i] = value;
    }
    return moved;
  }

  private lead(i: number, now: number, farthest: Farthest): number {
    const settled = this.settled[i]!;
    // A counter's own step, or another counter's, on top of its bound is within the slack of that bound.
    if (this.counter[i] && now - settled <= Math.max(Math.abs(settled) / 4, STEPS)) return settled;
    if (farthest !== "anywhere") return farthest === "guard" && now < STEPS ? STEPS : Infinity;
    // What a counter's bound has just flowed into moves on by that counter's step, unless the next epoch shows more.
    if (!this.counter[i] && Number.isFinite(settled) && now - settled >= STEPS) {
      this.counter[i] = 1;
      return now;
    }
    const growth = now - this.before[i]!;
    const ratio = growth / (this.before[i]! - this.earlier[i]!);
    // A counter that is added moves on by its own step meanwhile.
    if (!(ratio <= 1.001)) return now;
    // Shrinking growth adds up to a limit.
    if (ratio <= 0.8) return now + growth * 4;
    this.counter[i] = 1;
    const bound = now + growth * STEPS;
    return bound > SMALL_LIMIT ? Infinity : bound;
  }
}
