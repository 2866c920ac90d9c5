import { isNoisy, ratioOf, type Results, type Row } from "./row.ts";

/** How a side of a row has changed against an earlier run. */
export interface Change {
  readonly name: string;
  readonly side: string;
  /** Times the original's time, before and now; missing where it is not measured. */
  readonly before?: number;
  readonly now?: number;
  readonly verdict: "slower" | "faster" | "lost" | "noisy";
}

/** Changes below this are where things lie in memory: they come and go between runs, outside of the intervals of each. */
const LEAST = 0.02;

const key = (row: Row): string => [row.program, row.case, ...row.args].join(" ");

/**
 * What has changed beyond the intervals of both runs. Each side is taken against the original of its own run, so that runs of a slower or
 * busier machine can be compared; the original itself has nothing to be compared with. A side that is no longer measured is lost. Rows
 * that only one of the runs has say nothing.
 */
export const changesSince = (old: Results, now: Results): Change[] => {
  const before = new Map(old.rows.map((row) => [key(row), row]));
  return now.rows.flatMap((row) => {
    const earlier = before.get(key(row));
    return earlier === undefined ? [] : changesOf(earlier, row);
  });
};

const changesOf = (old: Row, now: Row): Change[] => {
  const [baseline, current] = [old.sides.original, now.sides.original];
  if (baseline === undefined || current === undefined) return [];
  return Object.entries(old.sides).flatMap(([side, measured]): Change[] => {
    if (side === "original" || measured === undefined) return [];
    const again = now.sides[side];
    const before = ratioOf(measured, baseline);
    if (again === undefined) return [{ name: key(now), side, before: before.value, verdict: "lost" }];
    const after = ratioOf(again, current);
    const change = { name: key(now), side, before: before.value, now: after.value };
    const slower = after.low > before.high;
    const small = Math.abs(after.value / before.value - 1) < LEAST;
    if (small || (!slower && after.high >= before.low)) return [];
    if (isNoisy(old) || isNoisy(now)) return [{ ...change, verdict: "noisy" }];
    return [{ ...change, verdict: slower ? "slower" : "faster" }];
  });
};

/** Changes that a check has to fail for. */
export const regressions = (changes: readonly Change[]): Change[] =>
  changes.filter(({ verdict }) => verdict === "slower" || verdict === "lost");

/** A line for a change. */
export const describeChange = ({ name, side, before, now, verdict }: Change): string => {
  const share = (value: number | undefined): string => (value === undefined ? "not measured" : value.toFixed(4));
  const what = { slower: "slower", faster: "faster", lost: "no longer measured", noisy: "changed, but too noisy to tell" }[verdict];
  return `${name}, ${side}: ${what}: ${share(before)} of the original's time before, ${share(now)} now`;
};
