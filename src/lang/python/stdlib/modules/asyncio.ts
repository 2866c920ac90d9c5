/** `asyncio`: runtime/py/src/asyncio.rs. What is built of these is in library/asyncio_parts.py. */
import { COUNT, PLACE, fallible, row, type PyTable } from "../row.ts";

const acts = { pure: false } as const;
const awaitable = (result: string): string => `rt[generator::Coroutine,None,None,${result}]`;
const A = awaitable("R");
const TASK = "rt[asyncio::Task,R]";
const LISTENER = "rt[asyncio::Listener]";
const STREAM = "rt[asyncio::Stream]";
const net = { ...acts, feature: "net" } as const;
const PORT: readonly [bigint, bigint] = [0n, 65535n];
const method = { ...net, form: "method" } as const;
const runs = { ...acts, invokes: true } as const;

export const asyncio: PyTable = {
  run: fallible(`(main: ${A}) -> R`, "asyncio::run", runs),
  sleep: [
    row(`(delay: float) -> ${awaitable("None")}`, "asyncio::sleep", acts),
    row(`(delay: float, result: R) -> ${A}`, "asyncio::sleep_giving", acts),
  ],
  create_task: [
    row(`(coroutine: ${A}, *, name: str) -> ${TASK}`, "asyncio::create_named_task", acts),
    row(`(coroutine: ${A}) -> ${TASK}`, "asyncio::create_task", acts),
  ],
  ensure_future: row(`(coroutine: ${A}) -> ${TASK}`, "asyncio::create_task", acts),
  shield: row(`(task: ${TASK}) -> ${TASK}`, "asyncio::shield", acts),
  gather: row(`(tasks: list[${TASK}]) -> ${awaitable("list[R]")}`, "asyncio::gather", { ...acts, args: ["own"] }),
  wait_for: row(`(task: ${TASK}, timeout: float | None) -> ${A}`, "asyncio::wait_for", acts),
  as_completed: row(`(tasks: list[${TASK}]) -> list[${A}]`, "asyncio::as_completed", { ...acts, args: ["own"] }),
  /** Coroutines as tasks. */
  tasks_of: row(`(coroutines: iter[${A}]) -> list[${TASK}]`, "asyncio::tasks_of", acts),
  get_event_loop: row("() -> rt[asyncio::Loop]", "asyncio::get_loop", acts),
  new_event_loop: row("() -> rt[asyncio::Loop]", "asyncio::get_loop", acts),
  get_running_loop: row("() -> rt[asyncio::Loop]", "asyncio::get_loop", acts),
  set_event_loop: row("(loop: rt[asyncio::Loop]) -> None", "asyncio::set_loop", { ...acts, args: ["own"] }),
  Waiters: row("() -> rt[asyncio::Waiters]", "asyncio::Waiters::new", acts),
  deadline: row("(seconds: float | None) -> rt[asyncio::Deadline]", "asyncio::deadline", acts),
  Group: row("() -> rt[asyncio::Group]", "asyncio::Group::new", acts),
  listen: fallible(`(host: str | None, port: int, backlog: int, limit: int) -> ${LISTENER}`, "asyncio::listen", net),
  connect: row(`(host: str | None, port: int, limit: int) -> ${awaitable(STREAM)}`, "asyncio::connect", net),
  in_background: row(`(coroutine: ${awaitable("None")}) -> None`, "asyncio::in_background", net),
  /** What a server's callback returns: a coroutine becomes a task (lower/awaiting.ts). */
  begin_handler: row(`(coroutine: ${awaitable("None")}) -> None`, "asyncio::in_background", net),
};

export const task: PyTable = {
  __await__: row(`(self: ${TASK}) -> ${A}`, "asyncio::wait", acts),
  result: fallible(`(self: ${TASK}) -> R`, "asyncio::task_result", acts),
  exception: fallible(`(self: ${TASK}) -> exception | None`, "asyncio::task_exception", acts),
  add_done_callback: row(`(self: ${TASK}, callback: func[[${TASK}],Q]) -> None`, "asyncio::add_done_callback", {
    ...acts,
    args: ["ref", "own"],
    calls: [],
    keeps: [1],
  }),
  done: row(`(self: ${TASK}) -> bool`, "done", { ...acts, form: "method" }),
  cancelled: row(`(self: ${TASK}) -> bool`, "cancelled", { ...acts, form: "method" }),
  cancel: row(`(self: ${TASK}) -> bool`, "cancel", { ...acts, form: "method" }),
  get_name: row(`(self: ${TASK}) -> str`, "get_name", { ...acts, form: "method" }),
  set_name: row(`(self: ${TASK}, name: str) -> None`, "set_name", { ...acts, form: "method" }),
};

export const deadline: PyTable = {
  end: row("(self: rt[asyncio::Deadline]) -> bool", "end", { ...acts, form: "method" }),
  passed: row("(self: rt[asyncio::Deadline]) -> bool", "passed", { ...acts, form: "method" }),
};

export const asyncgroup: PyTable = {
  create_task: row(`(self: rt[asyncio::Group], coroutine: ${A}) -> ${TASK}`, "asyncio::create_task_of", acts),
  join: row(`(self: rt[asyncio::Group]) -> ${awaitable("None")}`, "asyncio::join", acts),
  stop: row("(self: rt[asyncio::Group]) -> None", "stop", { ...acts, form: "method" }),
  stopped: row("(self: rt[asyncio::Group]) -> bool", "stopped", { ...acts, form: "method" }),
  failures: row("(self: rt[asyncio::Group]) -> int", "failures", { ...acts, form: "method", range: COUNT }),
};

export const waiters: PyTable = {
  wait: row(`(self: rt[asyncio::Waiters]) -> ${awaitable("None")}`, "wait", { ...acts, form: "method" }),
  count: row("(self: rt[asyncio::Waiters]) -> int", "count", { ...acts, form: "method", range: COUNT }),
  wake: row("(self: rt[asyncio::Waiters]) -> bool", "wake", { ...acts, form: "method" }),
  wake_all: row("(self: rt[asyncio::Waiters]) -> None", "wake_all", { ...acts, form: "method" }),
};

const L = "rt[asyncio::Loop]";

export const loop: PyTable = {
  run_until_complete: fallible(`(self: ${L}, main: ${A}) -> R`, "asyncio::complete", { ...runs, args: ["own", "ref"] }),
  create_task: row(`(self: ${L}, coroutine: ${A}) -> ${TASK}`, "asyncio::create_task_in", { ...acts, args: ["own", "ref"] }),
  time: row(`(self: ${L}) -> float`, "asyncio::time", { ...acts, args: ["own"] }),
  close: row(`(self: ${L}) -> None`, "asyncio::close", { ...acts, args: ["own"] }),
};

export const asynclistener: PyTable = {
  host: row(`(self: ${LISTENER}) -> str`, "host", method),
  port: row(`(self: ${LISTENER}) -> int`, "port", { ...method, range: PORT }),
  is_open: row(`(self: ${LISTENER}) -> bool`, "is_open", method),
  begin: row(`(self: ${LISTENER}) -> None`, "begin", method),
  close: row(`(self: ${LISTENER}) -> None`, "close", method),
  connections: row(`(self: ${LISTENER}) -> ${awaitable(`list[${STREAM}]`)}`, "asyncio::connections", net),
};

export const asyncstream: PyTable = {
  begin: row(`(self: ${STREAM}) -> None`, "begin", method),
  at_eof: row(`(self: ${STREAM}) -> bool`, "at_eof", method),
  is_closing: row(`(self: ${STREAM}) -> bool`, "is_closing", method),
  close: row(`(self: ${STREAM}) -> None`, "close", method),
  abort: row(`(self: ${STREAM}) -> None`, "abort", method),
  host: row(`(self: ${STREAM}) -> str`, "host", method),
  port: row(`(self: ${STREAM}) -> int`, "port", { ...method, range: PORT }),
  peer_host: row(`(self: ${STREAM}) -> str`, "peer_host", method),
  peer_port: row(`(self: ${STREAM}) -> int`, "peer_port", { ...method, range: PORT }),
  ahead: row(`(self: ${STREAM}) -> int`, "asyncio::ahead", { ...net, range: COUNT }),
  place_of: row(`(self: ${STREAM}, separator: bytes) -> int`, "asyncio::place_of", { ...net, range: PLACE }),
  discard: row(`(self: ${STREAM}, count: int) -> None`, "asyncio::discard", net),
  read: row(`(self: ${STREAM}, n: int) -> ${awaitable("bytes")}`, "asyncio::read", net),
  read_up_to: row(`(self: ${STREAM}, n: int) -> ${awaitable("bytes")}`, "asyncio::read_up_to", net),
  read_until: row(`(self: ${STREAM}, separator: bytes, caller: str) -> ${awaitable("bytes | None")}`, "asyncio::read_until", net),
  write: fallible(`(self: ${STREAM}, data: bytes) -> None`, "asyncio::write", net),
  write_eof: row(`(self: ${STREAM}) -> None`, "asyncio::write_eof", net),
  drain: row(`(self: ${STREAM}) -> ${awaitable("None")}`, "asyncio::drain", net),
  wait_closed: row(`(self: ${STREAM}) -> ${awaitable("None")}`, "asyncio::wait_closed", net),
};
