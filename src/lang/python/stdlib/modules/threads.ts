/** Threads, and those that wait: runtime/py/src/threads.rs. What `threading`, `queue` and `concurrent.futures` have is built of these, in library/. */
import { COUNT, row, type PyTable } from "../row.ts";

const acts = { pure: false } as const;
/** Other threads run meanwhile. */
const waits = { ...acts, invokes: true } as const;
const W = "rt[threads::Waiters]";

export const threads: PyTable = {
  /** The number of the thread that runs: 0 is the main thread. */
  number: row("() -> int", "threads::number", { ...acts, range: COUNT }),
  spawn: row("(run: func[[],None], daemon: bool) -> None", "threads::spawn", {
    ...waits,
    args: ["own", "own"],
    calls: [],
    keeps: [0],
    feature: "threads",
  }),
  Waiters: row(`() -> ${W}`, "threads::Waiters::new", acts),
};

export const threadWaiters: PyTable = {
  wait: row(`(self: ${W}, timeout: float | None) -> bool`, "threads::wait", waits),
  wake: row(`(self: ${W}) -> bool`, "threads::wake", acts),
  count: row(`(self: ${W}) -> int`, "threads::waiting", { ...acts, range: COUNT }),
};

/** `time` of a program that has threads. */
export const threadTime: PyTable = {
  sleep: [
    row("(seconds: int) -> None", "threads::sleep_whole", { ...waits, io: true }),
    row("(seconds: float) -> None", "threads::sleep", { ...waits, io: true }),
  ],
};
