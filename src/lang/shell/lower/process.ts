/** Bodies of processes of their own. */
import type { LocalId, Type } from "../../../ir/index.ts";
import { bytes, i64, newLocal, type Node, type Scope } from "./context.ts";

/** The scope of a process's body, with the variables that are its own. */
export function processScope(to: Scope, n: Node, of: object): Scope {
  const owned = to.unit.natives?.inProcess(of);
  if (!owned) return to;
  const made = (names: ReadonlySet<string>, type: Type, known: ReadonlyMap<string, LocalId>): ReadonlyMap<string, LocalId> => {
    const all = new Map(known);
    for (const name of names) {
      if (owned.loops.get(name)?.besides === false) continue;
      const local = newLocal(to, name, type, n.span);
      all.set(name, local);
      const value = type === bytes && owned.inherited.has(name) ? n.shell("sh.get", bytes, n.name(name)) : undefined;
      to.out.push(n.stmt("let", n.span, { local, value }));
    }
    return all;
  };
  return {
    ...to,
    loops: new Map([...to.loops, ...owned.loops]),
    native: made(owned.integers, i64, to.native),
    texts: made(owned.texts, bytes, to.texts),
  };
}
