/** Arithmetic on intervals of integers, in doubles: exact up to 2^53, rounded outwards enough beyond it, unbounded past 64 bits. */

export interface Interval {
  readonly lo: number;
  readonly hi: number;
}

/** No value: code that is not reached, or not yet known. */
export const NOTHING: Interval = { lo: Infinity, hi: -Infinity };
export const EVERYTHING: Interval = { lo: -Infinity, hi: Infinity };

/** Beyond this an `i64` is not proven. Below 2^63 by more than a double's rounding. */
export const SMALL_LIMIT = 9.2e18;
/** The same for an `i128`, in which what lies between is computed. */
const WIDE_LIMIT = 1.6e38;
/** Steps that a program takes in minutes, for counters and for the number of things in memory. */
export const STEPS = 2 ** 30;

export const interval = (lo: number, hi: number): Interval => ({
  lo: lo < -WIDE_LIMIT ? -Infinity : lo,
  hi: hi > WIDE_LIMIT ? Infinity : hi,
});
/** What a variable keeps of it: past 64 bits it is of any size. */
export const stored = (x: Interval): Interval => ({
  lo: x.lo < -SMALL_LIMIT ? -Infinity : x.lo,
  hi: x.hi > SMALL_LIMIT ? Infinity : x.hi,
});
export const constant = (value: bigint): Interval => interval(Number(value), Number(value));
export const isEmpty = (x: Interval): boolean => x.lo > x.hi;
export const isSmall = (x: Interval): boolean => isEmpty(x) || (x.lo >= -SMALL_LIMIT && x.hi <= SMALL_LIMIT);
export const join = (a: Interval, b: Interval): Interval => ({ lo: Math.min(a.lo, b.lo), hi: Math.max(a.hi, b.hi) });

/** 0 times infinity is 0 here: a factor that is zero makes zero. */
const times = (a: number, b: number): number => (a === 0 || b === 0 ? 0 : a * b);

const corners = (a: Interval, b: Interval, f: (x: number, y: number) => number): Interval => {
  const all = [f(a.lo, b.lo), f(a.lo, b.hi), f(a.hi, b.lo), f(a.hi, b.hi)];
  return interval(Math.min(...all), Math.max(...all));
};

/** Largest magnitude. */
const size = (x: Interval): number => Math.max(Math.abs(x.lo), Math.abs(x.hi));

/** The smallest 2^k - 1 that is at least x. */
const allOnes = (x: number): number => (x <= 0 ? 0 : x === Infinity ? Infinity : 2 ** Math.ceil(Math.log2(x + 1)) - 1);

export const negate = (a: Interval): Interval => (isEmpty(a) ? a : { lo: -a.hi, hi: -a.lo });
export const absolute = (a: Interval): Interval => (isEmpty(a) ? a : a.lo >= 0 ? a : { lo: 0, hi: size(a) });

type Operation = (a: Interval, b: Interval) => Interval;

/** Operations on two operands that are not empty. */
const operations = {
  add: (a, b) => interval(a.lo + b.lo, a.hi + b.hi),
  sub: (a, b) => interval(a.lo - b.hi, a.hi - b.lo),
  mul: (a, b) => corners(a, b, times),
  /** Rounds towards minus infinity; the divisor is at least 1 away from 0. */
  floordiv: (a, b) => {
    if (b.lo > 0)
      return interval(
        Math.floor(a.lo >= 0 ? (a.lo === Infinity ? a.lo : a.lo / b.hi) : a.lo / b.lo),
        Math.floor(a.hi >= 0 ? a.hi / b.lo : a.hi / b.hi),
      );
    return { lo: -size(a), hi: size(a) };
  },
  /** Takes the sign of the divisor. */
  mod: (a, b) => {
    const hi = b.hi > 0 ? b.hi - 1 : 0;
    const lo = b.lo < 0 ? b.lo + 1 : 0;
    // A dividend below the divisor stays as it is.
    if (a.lo >= 0 && b.lo > 0) return { lo: 0, hi: Math.min(hi, a.hi) };
    return { lo, hi };
  },
  /** Rounds towards zero. */
  div: (a) => ({ lo: -size(a), hi: size(a) }),
  /** Takes the sign of the dividend. */
  rem: (a, b) => {
    const most = Math.min(Math.max(size(b) - 1, 0), size(a));
    return { lo: a.lo < 0 ? -most : 0, hi: a.hi > 0 ? most : 0 };
  },
  and: (a, b) => {
    if (a.lo >= 0 && b.lo >= 0) return { lo: 0, hi: Math.min(a.hi, b.hi) };
    if (a.lo >= 0) return { lo: 0, hi: a.hi };
    if (b.lo >= 0) return { lo: 0, hi: b.hi };
    return bits(a, b);
  },
  or: (a, b) => bits(a, b),
  xor: (a, b) => bits(a, b),
  shl: (a, b) =>
    b.lo < 0 || b.hi > 1000 ? (a.lo === 0 && a.hi === 0 ? a : EVERYTHING) : corners(a, { lo: 2 ** b.lo, hi: 2 ** b.hi }, times),
  shr: (a, b) =>
    b.lo < 0
      ? { lo: Math.min(a.lo, -1), hi: Math.max(a.hi, 0) }
      : { lo: a.lo < 0 ? a.lo : 0, hi: Math.max(a.hi < 0 ? -1 : Math.floor(a.hi / 2 ** Math.min(b.lo, 1000)), a.lo < 0 ? -1 : 0) },
  /** An exponent below 0 makes a fraction, which is no integer. */
  pow: (a, b) => {
    if (b.hi > 200) return a.lo >= -1 && a.hi <= 1 ? { lo: Math.min(a.lo, 0), hi: 1 } : EVERYTHING;
    const most = size(a) ** Math.max(b.hi, 0);
    return interval(a.lo < 0 ? -Math.max(most, 1) : 0, Math.max(most, 1));
  },
  gcd: (a, b) => ({ lo: 0, hi: Math.max(size(a), size(b)) }),
} as const satisfies Record<string, Operation>;

function bits(a: Interval, b: Interval): Interval {
  const most = allOnes(Math.max(size(a), size(b)));
  return interval(a.lo < 0 || b.lo < 0 ? -most - 1 : 0, most);
}

export type IntervalOperation = keyof typeof operations;

/** Applies an operation; nothing in, nothing out. */
export function apply(operation: IntervalOperation, a: Interval, b: Interval): Interval {
  if (isEmpty(a) || isEmpty(b)) return NOTHING;
  const { lo, hi } = operations[operation](a, b);
  return Number.isNaN(lo) || Number.isNaN(hi) ? EVERYTHING : interval(lo, hi);
}

/** A value repeated or added once a step, for as long as a program runs. */
export const overTime = (x: Interval): Interval =>
  isEmpty(x) ? x : interval(times(Math.min(x.lo, 0), STEPS), times(Math.max(x.hi, 0), STEPS));

/**
 * Values of a loop from start towards stop; it makes at most `STEPS` rounds. Where the direction is known each value lies before the stop,
 * the start too: `range(n - 1, -1, -1)` gives nothing below 0, though n may be 0.
 */
export function between(start: Interval, stop: Interval, step: Interval): Interval {
  const most = Math.max(Math.abs(step.lo), Math.abs(step.hi), 1) * STEPS;
  const up = Math.min(stop.hi - 1, start.hi + most);
  const down = Math.max(stop.lo + 1, start.lo - most);
  const hi = step.lo > 0 ? up : step.hi > 0 ? Math.max(start.hi, up) : start.hi;
  const lo = step.hi < 0 ? down : step.lo < 0 ? Math.min(start.lo, down) : start.lo;
  return interval(lo, hi);
}
