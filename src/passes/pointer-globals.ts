/** Globals that pointers lead to: one that nothing changes is lent as it is; one that something does change, as cells. */
import type { Expression, GlobalId } from "../ir/index.ts";
import { couldBeLone, holdsPointer } from "./places.ts";
import type { Solution } from "./pointers.ts";

export interface LentGlobals {
  /** Changed by name, or through pointers. */
  readonly celled: Set<GlobalId>;
  /** A member of the global itself is written by name. */
  readonly inside: Set<GlobalId>;
  /** Lent as cells by the run at hand. */
  readonly lent: Set<GlobalId>;
}

export const createGlobals = (): LentGlobals => ({ celled: new Set(), inside: new Set(), lent: new Set() });

/** Notes what a statement writes. */
export function noteWritten(globals: LentGlobals, place: Expression): void {
  let at = place;
  while (at.kind === "field" || (at.kind === "index" && at.object.type.kind === "array")) at = at.object;
  if (at.kind !== "global") return;
  globals.celled.add(at.global);
  if (place.kind === "field") globals.inside.add(at.global);
}

/** How a global is lent; nothing when there are only raw pointers to it. */
export function globalForm({ program, globals }: Solution, id: GlobalId): "plain" | "cells" | undefined {
  const global = program.globals[id];
  if (global.extern || !global.value) return undefined;
  if (!globals.celled.has(id) && !holdsPointer(program, global.type)) return "plain";
  return !program.threads && couldBeLone(program, global, globals.inside.has(id)) ? "cells" : undefined;
}

export const markCelled = (solution: Solution, id: GlobalId): void => {
  if (solution.globals.celled.has(id)) return;
  solution.globals.celled.add(id);
  solution.changed = true;
};
