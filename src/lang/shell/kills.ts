/** What calls of functions may assign besides locals of their own: behind a call those names hold no value that is known. */
import { IS_NAME, literalText } from "./integer-words.ts";
import type { Command, List } from "./parse/index.ts";
import { firstWord, walk } from "./lower/scan.ts";

export type Kills = ReadonlyMap<string, ReadonlySet<string>>;

/** By the name of each function: what a call of it may assign, itself or by what it calls. */
export function assignedByCalls(body: List): Kills {
  const kills = new Map<string, Set<string>>();
  const calls = new Map<string, Set<string>>();
  walk(body, (node) => {
    if (node.kind !== "function") return;
    const fn = node as unknown as Command<"function">;
    const names = kills.get(fn.name) ?? new Set<string>();
    const called = calls.get(fn.name) ?? new Set<string>();
    const { assigned, locals } = assignedIn(fn.body, called);
    for (const name of assigned) if (!locals.has(name)) names.add(name);
    kills.set(fn.name, names);
    calls.set(fn.name, called);
  });
  for (let changed = true; changed;) {
    changed = false;
    for (const [fn, called] of calls) {
      const names = kills.get(fn) as Set<string>;
      const before = names.size;
      for (const other of called) for (const name of kills.get(other) ?? []) names.add(name);
      changed ||= names.size > before;
    }
  }
  return kills;
}

/** The names that a piece of syntax assigns, those that it declares, and what it calls. */
function assignedIn(tree: object, called: Set<string>): { readonly assigned: ReadonlySet<string>; readonly locals: ReadonlySet<string> } {
  const assigned = new Set<string>();
  const locals = new Set<string>();
  walk(tree, (node) => {
    if (typeof node.append === "boolean" || node.kind === "for" || node.kind === "select") assigned.add(node.name as string);
    else if (node.kind === "assign" || node.kind === "step") assigned.add((node.target as { name: string }).name);
    if (node.kind !== "simple") return;
    const c = node as unknown as Command<"simple">;
    const name = firstWord(c) ?? "";
    called.add(name);
    for (const word of c.words.slice(1)) {
      const text = "assignment" in word ? word.assignment.name : literalText(word);
      if (name === "local") locals.add(text);
      else if (name === "read" && IS_NAME.test(text)) assigned.add(text);
    }
  });
  return { assigned, locals };
}

/** What a piece of syntax may assign by calls. */
export function killedIn(tree: unknown, kills: Kills): ReadonlySet<string> {
  const out = new Set<string>();
  if (!kills.size) return out;
  walk(tree, (node) => {
    if (node.kind === "function") return false;
    if (node.kind === "simple") for (const name of kills.get(firstWord(node as unknown as Command<"simple">) ?? "") ?? []) out.add(name);
    return true;
  });
  return out;
}
