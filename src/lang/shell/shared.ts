/** Globals that functions share with the main script where all of these functions are Rust functions: each is handed what it uses. */
import { findDirect, type DirectFunction } from "./direct.ts";
import { findNatives } from "./integers.ts";
import { namesOf, type Natives } from "./owned.ts";
import type { Command, List } from "./parse/index.ts";
import { firstWord, walk } from "./lower/scan.ts";

interface Found {
  readonly natives: Natives | undefined;
  readonly direct: ReadonlyMap<string, DirectFunction>;
}

interface Options {
  readonly nounset: boolean;
  readonly strict: boolean;
  readonly assignsIfs: boolean;
  /** Functions may be called as Rust functions. */
  readonly direct: boolean;
  /** Functions are listed, so that the shell has to know them all. */
  readonly shows: boolean;
}

/** How many parameters a function has at most, the shell among them. */
const MOST = 7;

/** The variables of a program's own, and its functions that are called directly. */
export function findOwn(body: List, text: string, options: Options): Found {
  const attempt = (shared: ReadonlySet<string>): Found => {
    const natives = findNatives(body, { texts: true, nounset: options.nounset, shared });
    return { natives, direct: options.direct ? findDirect(body, text, natives, options) : new Map() };
  };
  const plain = attempt(new Set());
  if (!plain.natives || !plain.direct.size || options.shows) return plain;
  let names = candidates(body, plain.natives, plain.direct);
  while (names.size) {
    const found = attempt(names);
    const left = fitting(names, found);
    if (left.size === names.size) return found;
    names = left;
  }
  return plain;
}

/** Globals of functions that are called directly and by nothing else. */
function candidates(body: List, natives: Natives, direct: ReadonlyMap<string, DirectFunction>): ReadonlySet<string> {
  const bodies = new Map<string, Command>();
  const callers = new Map<string, Set<string>>();
  walk(body, (node) => {
    if (node.kind !== "function") return;
    const { name, body: own } = node as unknown as Command<"function">;
    bodies.set(name, own);
    walk(own, (inner) => {
      const called = inner.kind === "simple" ? firstWord(inner as unknown as Command<"simple">) : undefined;
      if (called !== undefined) callers.set(called, (callers.get(called) ?? new Set()).add(name));
    });
  });
  const out = new Set<string>();
  const unfit = new Set<string>();
  for (const [fn, names] of natives.globals) {
    const users = new Set([fn]);
    for (const user of users) for (const caller of callers.get(user) ?? []) users.add(caller);
    const fits = [...users].every((user) => isAlways(direct.get(user)));
    const own = bodies.get(fn);
    const owned = own ? namesOf(natives.inFunction(own)) : new Set();
    for (const name of names) if (!owned.has(name)) (fits ? out : unfit).add(name);
  }
  return new Set([...out].filter((name) => !unfit.has(name)));
}

/** Those that turned out to be variables that can be handed over. */
function fitting(names: ReadonlySet<string>, { natives, direct }: Found): ReadonlySet<string> {
  if (!natives) return new Set();
  const main = namesOf(natives.main);
  const left = new Set([...names].filter((name) => main.has(name)));
  for (const [fn, handed] of natives.handed) {
    const known = direct.get(fn);
    if (!isAlways(known)) for (const name of handed.keys()) left.delete(name);
    else for (const name of [...handed.keys()].slice(MOST - 1 - known.count)) left.delete(name);
  }
  return left;
}

const isAlways = (known: DirectFunction | undefined): known is DirectFunction => known?.always === true && !known.list;
