/**
 * Assignments to locals and their members that nothing reads, and whose values are nothing to compute: C sets pointers to NULL behind `free`, and
 * moves them once more at the end. They are left out, where no pointer may lead to the variable, and so is `x = x`.
 */
import type { Expression, IrFunction, LocalId, Program, Statement } from "../ir/index.ts";
import { isPlain } from "../ir/plain.ts";
import { walk } from "../ir/walk.ts";

/** The local that a place is, or is a member of. */
export function storedLocal(program: Program, place: Expression): LocalId | undefined {
  let at = place;
  while (at.kind === "field" && at.object.type.kind === "record" && !program.classes[at.object.type.class].cells) at = at.object;
  return at.kind === "local" ? at.local : undefined;
}

/** Are the two one local, or one member of it? */
function isSame(a: Expression, b: Expression): boolean {
  if (a.kind === "local") return b.kind === "local" && a.local === b.local;
  return a.kind === "field" && b.kind === "field" && a.name === b.name && isSame(a.object, b.object);
}

/** Which assignments of the function are left out. `unread`: those whose value nothing reads. */
export function findDeadStores(program: Program, fn: IrFunction, unread: (assignment: Statement) => boolean): ReadonlySet<number> {
  const found = new Map<number, LocalId>();
  const still = new Set<number>();
  walk(fn.body, (node) => {
    if (node.kind !== "assign") return;
    if (isSame(node.place, node.value)) still.add(node.id);
    const local = storedLocal(program, node.place);
    if (local !== undefined && isPlain(node.value) && unread(node)) found.set(node.id, local);
  });
  if (found.size > 0)
    walk(fn.body, (node) => {
      if (node.kind === "addressOf") {
        let at = node.place;
        while (at.kind === "field" || at.kind === "index") at = at.object;
        if (at.kind === "local") for (const [id, local] of found) if (local === at.local) found.delete(id);
      }
    });
  return new Set([...still, ...found.keys()]);
}
