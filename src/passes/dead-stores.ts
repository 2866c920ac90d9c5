/**
 * Assignments to locals that nothing reads, and whose values are nothing to compute: C sets pointers to NULL behind `free`, and moves them once
 * more at the end. They are left out, where no pointer may lead to the variable.
 */
import type { IrFunction, LocalId, Statement } from "../ir/index.ts";
import { isPlain } from "../ir/plain.ts";
import { walk } from "../ir/walk.ts";

/** Which assignments of the function are left out. `unread`: those whose value nothing reads. */
export function findDeadStores(fn: IrFunction, unread: (assignment: Statement) => boolean): ReadonlySet<number> {
  const found = new Map<number, LocalId>();
  walk(fn.body, (node) => {
    if (node.kind === "assign" && node.place.kind === "local" && isPlain(node.value) && unread(node)) found.set(node.id, node.place.local);
  });
  if (found.size > 0)
    walk(fn.body, (node) => {
      if (node.kind === "addressOf") {
        let at = node.place;
        while (at.kind === "field" || at.kind === "index") at = at.object;
        if (at.kind === "local") for (const [id, local] of found) if (local === at.local) found.delete(id);
      }
    });
  return new Set(found.keys());
}
