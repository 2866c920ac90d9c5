import { mkdirSync, writeFileSync } from "node:fs";
import path from "node:path";
import { summarise } from "./statistics.ts";

export const BASELINE = "python_baseline";

/** The name that criterion gives a benchmark's folder. */
const safe = (name: string): string => name.replace(/[?"/\\*<>:|^]/g, "_").slice(0, 64);

const estimate = (point: number, low: number, high: number, error: number) => ({
  confidence_interval: { confidence_level: 0.95, lower_bound: low, upper_bound: high },
  point_estimate: point,
  standard_error: error,
});

/**
 * Stores the times of an original (wall clock, seconds) where criterion looks for a baseline, so that `cargo bench -- --baseline
 * python_baseline` compares the translated program with it.
 */
export const writeBaseline = (criterion: string, group: string, name: string, seconds: readonly number[]): void => {
  const folder = path.join(criterion, safe(group), safe(name), BASELINE);
  mkdirSync(folder, { recursive: true });
  const times = seconds.map((value) => value * 1e9);
  const { median, mean, deviation, low, high, count } = summarise(times);
  const error = deviation / Math.sqrt(count);
  const deviations = summarise(times.map((value) => Math.abs(value - median)));
  const estimates = {
    mean: estimate(mean, mean - 1.96 * error, mean + 1.96 * error, error),
    median: estimate(median, low, high, error * 1.2533),
    median_abs_dev: estimate(deviations.median * 1.4826, deviations.low * 1.4826, deviations.high * 1.4826, error),
    slope: null,
    std_dev: estimate(deviation, deviation, deviation, error / Math.SQRT2),
  };
  const write = (file: string, value: unknown): void => writeFileSync(path.join(folder, file), JSON.stringify(value));
  write("estimates.json", estimates);
  write("sample.json", { sampling_mode: "Flat", iters: times.map(() => 1), times });
  const sorted = [...times].sort((a, b) => a - b);
  const quartile = (fraction: number): number => sorted[Math.min(count - 1, Math.floor(fraction * count))];
  const range = quartile(0.75) - quartile(0.25);
  write("tukey.json", [quartile(0.25) - 3 * range, quartile(0.25) - 1.5 * range, quartile(0.75) + 1.5 * range, quartile(0.75) + 3 * range]);
  const id = `${group}/${name}`;
  write("benchmark.json", {
    group_id: group,
    function_id: name,
    value_str: null,
    throughput: null,
    full_id: id,
    directory_name: `${safe(group)}/${safe(name)}`,
    title: id,
  });
};
