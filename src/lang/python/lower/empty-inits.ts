/** Modules whose code does nothing when it runs need no function for it. */
import { walk, type Statement } from "../../../ir/index.ts";
import type { Prog } from "./context.ts";

/** Drops the functions of such modules, and the calls of them at the top of functions. */
export function dropEmptyInits(p: Prog): void {
  const inits = new Set<number>();

  for (const { init } of p.modules.slice(0, -1)) if (init?.ir !== undefined) inits.add(init.ir);
  if (inits.size === 0) return;
  const empty = new Set<number>();
  const isGone = (s: Statement): boolean =>
    s.kind === "expression" && !s.comments?.length && s.value.kind === "call" && s.value.args.length === 0 && empty.has(s.value.function);
  for (let changed = true; changed;) {
    changed = false;
    for (const id of inits) {
      const fn = p.irFunctions[id];
      if (!fn || empty.has(id) || fn.body.trailing?.length || fn.comments?.length || !fn.body.statements.every(isGone)) continue;
      empty.add(id);
      changed = true;
    }
  }
  for (const id of p.irFunctions.keys()) {
    const fn = p.irFunctions[id];
    if (!fn?.body.statements.some(isGone)) continue;
    p.irFunctions[id] = { ...fn, body: { ...fn.body, statements: fn.body.statements.filter((s) => !isGone(s)) } };
  }
  if (empty.size === 0) return;
  const called = new Set<number>();
  for (const fn of p.irFunctions)
    if (fn)
      walk(fn.body, (node) => {
        if (node.kind === "call" || node.kind === "function") called.add(node.function);
      });
  const kept = p.items.filter((item) => item.kind !== "function" || !empty.has(item.id) || called.has(item.id));
  p.items.splice(0, p.items.length, ...kept);
}
