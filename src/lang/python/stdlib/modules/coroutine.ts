/** Generators that are talked to: runtime/py/src/generator/coroutine.rs. What they do when is in lower/coroutines.ts. */
import { fallible, row, type PyTable } from "../row.ts";

const C = "rt[generator::Channel,S,R]";
const G = "rt[generator::Coroutine,T,S,R]";
const acts = { pure: false } as const;
const waits = { ...acts, form: "await", invokes: true } as const;

export const channel: PyTable = {
  new: row(`() -> ${C}`, "generator::channel", acts),
  received: fallible(`(self: ${C}) -> S`, "generator::received", acts),
  resumed: fallible(`(self: ${C}) -> None`, "generator::resumed", acts),
  finish: row(`(self: ${C}, value: R) -> None`, "generator::finish", { ...acts, flows: [["1", "0.1"]] }),
  relay: row(`(self: ${C}, inner: rt[generator::Coroutine,T,S,Q]) -> None`, "generator::relay", { ...acts, flows: [["0.0", "1.1"]] }),
};

export const coroutine: PyTable = {
  new: row(`(items: iter[T], channel: ${C}) -> ${G}`, "generator::coroutine", { ...acts, args: ["own", "own"] }),
  advance: fallible(`(self: ${G}) -> bool`, "generator::advance", { ...acts, invokes: true }),
  item: row(`(self: ${G}) -> T`, "generator::item", acts),
  result: row(`(self: ${G}) -> R`, "generator::result", acts),
  put: fallible(`(self: ${G}, value: S) -> None`, "generator::put", { ...acts, flows: [["1", "0.1"]] }),
  put_some: fallible(`(self: ${G}, value: S) -> None`, "generator::put_some", { ...acts, flows: [["1", "0.1"]] }),
  throw_in: fallible(`(self: ${G}, error: exception) -> None`, "generator::throw_in", { ...acts, args: ["ref", "own"] }),
  /** `await`, in a coroutine and in a generator that awaits. */
  until: row(`(channel: rt[generator::Channel,S,Q], self: ${G}) -> R`, "generator::until", waits),
  until_given_up: row(`(self: ${G}) -> R`, "generator::until_given_up", waits),
  close: fallible(`(self: ${G}) -> None`, "generator::close", { ...acts, invokes: true }),
  __iter__: row(`(self: ${G}) -> iter[T]`, "generator::items", { ...acts, apart: true }),
};
