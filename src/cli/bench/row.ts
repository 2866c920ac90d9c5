import type { Summary } from "./statistics.ts";

/** What one case measured; times in seconds, memory in KiB. */
export interface Row {
  readonly program: string;
  readonly case: string;
  /** What it is compared with: `python3`, `cc -O2`, `bash`. */
  readonly baseline: string;
  readonly package: string;
  readonly original: Side;
  readonly translated: Side;
  /** Of processor time: how many times faster the translated program is. */
  readonly ratio: number;
}

export interface Side {
  readonly wall: Summary;
  readonly cpu: Summary;
  readonly memory: number;
}
