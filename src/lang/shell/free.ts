/**
 * Functions that need no shell. One whose calls are all `$(name …)` and whose every path ends by writing one line is a function of its parameters
 * that returns the line; one that writes nothing and ends with a test or a constant status returns the answer. Nothing in them may ask for more than
 * their parameters and locals. `lower/free.ts` makes them.
 */
import type { DirectFunction } from "./direct.ts";
import { FreeReader, isValue, type FreeFunction, type FreeOptions } from "./free-reader.ts";
import { callIn, isQuietCall, mapOf } from "./free-words.ts";
import type { Natives } from "./owned.ts";
import type { Command, List, Part } from "./parse/index.ts";
import { firstWord, walk } from "./lower/scan.ts";

/** What no function without a shell may stand beside: other ways to write, `-e` inside of `$(…)`. */
const FORBIDDEN = /\b(?:xpg_echo|inherit_errexit|posix|failglob|enable)\b/;

/** What must be bash's own. */
const BUILTINS = ["echo", "printf", "[", "test", "local", "return"];

/** The functions that need no shell, of those that are called directly. */
export function findFree(
  body: List,
  text: string,
  direct: ReadonlyMap<string, DirectFunction>,
  natives: Natives | undefined,
  options: FreeOptions,
): ReadonlyMap<string, FreeFunction> {
  /** Undefined: not read yet, so it may be anything. */
  const candidates = new Map<string, FreeFunction | undefined>();
  if (!natives || FORBIDDEN.test(text)) return new Map();
  const functions = new Map<string, Command<"function">>();
  walk(body, (node) => {
    if (node.kind === "function") functions.set(node.name as string, node as unknown as Command<"function">);
  });
  if (BUILTINS.some((name) => functions.has(name))) return new Map();
  for (const [name, each] of direct) if (each.always && !options.excluded.has(name)) candidates.set(name, undefined);
  for (let changed = true; changed;) {
    changed = false;
    for (const name of candidates.keys()) {
      const fn = functions.get(name) as Command<"function">;
      const reader = (): FreeReader => new FreeReader(fn, direct.get(name) as DirectFunction, natives, candidates, options);
      let made = reader().read();
      if (!made || (isValue(made.result) && !isLent(body, functions, natives, name, made, options.nounset))) made = reader().readWriter();
      if (!made) {
        candidates.delete(name);
        changed = true;
        continue;
      }
      const old = candidates.get(name);
      changed ||= old?.result !== made.result || old.files !== made.files;
      candidates.set(name, made);
    }
  }
  return candidates as ReadonlyMap<string, FreeFunction>;
}

/** Are all calls of a function that writes a value such that the value can be handed over? */
function isLent(
  body: List,
  functions: ReadonlyMap<string, Command<"function">>,
  natives: Natives,
  name: string,
  made: FreeFunction,
  nounset: boolean,
): boolean {
  const contexts: { readonly tree: object; readonly native: ReadonlyMap<string, unknown> }[] = [
    { tree: body, native: mapOf(natives.main.integers) },
    ...[...functions.values()].map((fn) => ({ tree: fn.body, native: mapOf(natives.inFunction(fn.body).integers) })),
  ];
  return contexts.every(({ tree, native }) => {
    const captured = new Set<object>();
    let fits = true;
    walk(tree, (node) => {
      // Functions are contexts of their own.
      if (node.kind === "function") return false;
      const call = node.kind === "command" ? callIn(node as unknown as Part<"command">) : undefined;
      if (call && isQuietCall(call, native, nounset)) captured.add(call);
      if (node.kind === "simple" && firstWord(node as unknown as Command<"simple">) === name && !captured.has(node))
        fits &&= made.line !== undefined;
      return true;
    });
    return fits;
  });
}
