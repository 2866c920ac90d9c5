/**
 * Assignments to locals and their members that nothing reads, and whose values are nothing to compute: C sets pointers to NULL behind `free`, and
 * moves them once more at the end. They are left out, where no pointer may lead to the variable, and so is `x = x`.
 */
import type { Expression, IrFunction, LocalId, Program, Statement, Type } from "../ir/index.ts";
import { isPlain } from "../ir/plain.ts";
import { walk } from "../ir/walk.ts";

/** The local that a place is, or is a member of. */
export function storedLocal(program: Program, place: Expression): LocalId | undefined {
  let at = place;
  while (at.kind === "field" && at.object.type.kind === "record" && !program.classes[at.object.type.class].cells) at = at.object;
  return at.kind === "local" ? at.local : undefined;
}

/** `n++`, `n |= f()`: what changes a variable, and cannot fail besides its value. */
export const isChange = ({ place, op }: Statement<"update">): boolean =>
  place.kind === "local" && op !== "div" && op !== "rem" && isNumber(place.type);

const isNumber = (type: Type): boolean => type.kind === "int" || type.kind === "float" || type.kind === "bool";

/** Are the two one local, or one member of it? */
function isSame(a: Expression, b: Expression): boolean {
  if (a.kind === "local") return b.kind === "local" && a.local === b.local;
  return a.kind === "field" && b.kind === "field" && a.name === b.name && isSame(a.object, b.object);
}

export interface DeadStores {
  /** The assignments that are left out. */
  readonly left: ReadonlySet<number>;
  /** Those of which the value is computed, and not kept. */
  readonly computed: ReadonlySet<number>;
  /** Are there some that nothing reads by the variable's name, and pointers that may? */
  readonly behind: boolean;
}

/** Which assignments of the function are left out. `unread`: those whose value nothing reads. */
export function findDeadStores(program: Program, fn: IrFunction, unread: (assignment: Statement) => boolean): DeadStores {
  const found = new Map<number, LocalId>();
  const computed = new Map<number, LocalId>();
  const others = new Set<LocalId>();
  const still = new Set<number>();
  walk(fn.body, (node) => {
    if (node.kind === "update" && node.place.kind === "local" && isChange(node) && unread(node))
      (isPlain(node.value, false) ? found : computed).set(node.id, node.place.local);
    if (node.kind !== "assign") return;
    if (isSame(node.place, node.value)) still.add(node.id);
    const local = storedLocal(program, node.place);
    if (local === undefined || !unread(node)) return;
    if (isPlain(node.value)) found.set(node.id, local);
    else {
      others.add(local);
      if (node.place.kind === "local" && isNumber(node.place.type)) computed.set(node.id, local);
    }
  });
  let behind = false;
  if (found.size + others.size + computed.size > 0)
    walk(fn.body, (node) => {
      if (node.kind !== "addressOf") return;
      let at = node.place;
      while (at.kind === "field" || at.kind === "index") at = at.object;
      if (at.kind !== "local") return;
      if (others.has(at.local)) behind = true;
      for (const set of [found, computed])
        for (const [id, local] of set)
          if (local === at.local) {
            set.delete(id);
            behind = true;
          }
    });
  return { left: new Set([...still, ...found.keys()]), computed: new Set(computed.keys()), behind };
}
