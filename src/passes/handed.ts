/** Tables: containers in globals that the functions they are handed to only look at. */
import { innerTypes, type GlobalId, type Type } from "../ir/index.ts";
import type { OwnershipPass } from "./ownership.ts";
import { Mode } from "./ownership-modes.ts";

/** Is the container in a global changed somewhere, or kept by what it is handed to? */
export const globalChanges = (pass: OwnershipPass, global: GlobalId): boolean =>
  pass.changing.has(global) || pass.effects.globalWriters[global].size > 0;

/** A table that functions only look at is lent to them; else it is a handle. */
export function checkHanded(pass: OwnershipPass): void {
  for (const { global, arg } of pass.effects.handed) {
    if (pass.changing.has(global)) continue;
    const { type } = pass.program.globals[global];
    if (pass.mode[arg] === Mode.ref && !pass.isShared(type) && betweenThreads(pass, type)) continue;
    pass.changing.add(global);
    pass.demote(type, "a global that changes");
  }
}

/** May a value of the type be seen by every thread? Handles may not. */
export function betweenThreads(pass: OwnershipPass, type: Type): boolean {
  switch (type.kind) {
    case "any":
    case "func":
    case "iter":
    case "runtime":
    case "union":
    case "instance":
      return false;
    default:
      return !pass.isShared(type) && innerTypes(type).every((inner) => betweenThreads(pass, inner));
  }
}
