/**
 * Assignments to locals that nothing reads, and whose values are nothing to compute: C sets pointers to NULL behind `free`, and moves them once
 * more at the end. They are left out, where no pointer may lead to the variable.
 */
import type { Expression, IrFunction, LocalId, Statement } from "../ir/index.ts";
import { walk } from "../ir/walk.ts";

/** Values that computing changes nothing, and cannot fail. */
export function isPlain(e: Expression): boolean {
  switch (e.kind) {
    case "int":
    case "float":
    case "bool":
    case "bytes":
    case "none":
    case "zero":
    case "local":
      return true;
    case "cast":
      return isPlain(e.value);
    case "unary":
      return isPlain(e.operand);
    case "runtime":
      return e.args.length === 0
        ? e.row.endsWith(".null")
        : (e.row === "c.pointer.offset" || e.row === "c.slice.offset") && e.args.every(isPlain);
    default:
      return false;
  }
}

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
