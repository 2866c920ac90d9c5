/** What a series of measurements says. */
export interface Summary {
  readonly count: number;
  readonly median: number;
  /** 95 % interval of the median. */
  readonly low: number;
  readonly high: number;
  readonly p95: number;
  readonly mean: number;
  readonly deviation: number;
}

const RESAMPLES = 2000;

const at = (sorted: readonly number[], fraction: number): number => {
  const position = fraction * (sorted.length - 1);
  const below = Math.floor(position);
  const above = Math.min(below + 1, sorted.length - 1);
  return sorted[below] + (sorted[above] - sorted[below]) * (position - below);
};

/** Numbers below a bound, the same at every run: equal measurements give equal intervals (xorshift of 32 bits). */
const ranks = (): ((bound: number) => number) => {
  let state = 0x9e3779b9;
  return (bound) => {
    state ^= state << 13;
    state ^= state >>> 17;
    state ^= state << 5;
    return Math.floor(((state >>> 0) / 2 ** 32) * bound);
  };
};

/** 95 % interval of the median: the medians of samples that are drawn from the sample, with replacement (percentile bootstrap). */
const bootstrap = (sorted: readonly number[]): [low: number, high: number] => {
  const n = sorted.length;
  const draw = ranks();
  const drawn = new Uint32Array(n);
  const medians: number[] = [];
  for (let round = 0; round < RESAMPLES; round++) {
    drawn.fill(0);
    for (let i = 0; i < n; i++) drawn[draw(n)]++;
    // The values at the two middle ranks: the series is sorted, so counting finds them.
    let seen = 0;
    let lower: number | undefined;
    for (let i = 0; i < n; i++) {
      seen += drawn[i];
      if (lower === undefined && seen > (n - 1) >> 1) lower = sorted[i];
      if (lower !== undefined && seen > n >> 1) {
        medians.push((lower + sorted[i]) / 2);
        break;
      }
    }
  }
  medians.sort((a, b) => a - b);
  return [at(medians, 0.025), at(medians, 0.975)];
};

/** Summarises a series. */
export const summarise = (values: readonly number[]): Summary => {
  const sorted = [...values].sort((a, b) => a - b);
  const n = sorted.length;
  const mean = sorted.reduce((sum, value) => sum + value, 0) / n;
  const deviation = n < 2 ? 0 : Math.sqrt(sorted.reduce((sum, value) => sum + (value - mean) ** 2, 0) / (n - 1));
  const [low, high] = n < 2 ? [sorted[0], sorted[0]] : bootstrap(sorted);
  return { count: n, median: at(sorted, 0.5), low, high, p95: at(sorted, 0.95), mean, deviation };
};

export const geometricMean = (values: readonly number[]): number =>
  Math.exp(values.reduce((sum, value) => sum + Math.log(value), 0) / values.length);
