/** Which values hold something that can change. */
import type { Program, Rep, Type } from "../ir/index.ts";
import { isCopied } from "./copied.ts";
import { isEnumeration } from "./enumerations.ts";

/** Calls `visit` for each heap value that a value of this type holds directly (not inside another heap value). */
export function eachOuterRep(program: Program, type: Type, visit: (rep: Rep, type: Type) => void, depth = 0): void {
  switch (type.kind) {
    case "list":
    case "deque":
    case "dict":
    case "set":
    case "func":
      return visit(type.rep, type);
    case "instance":
      return isEnumeration(program, type.class) || isCopied(program, type.class) ? undefined : visit(type.rep, type);
    case "tuple":
      for (const each of type.elems) eachOuterRep(program, each, visit, depth);
      return;
    case "option":
      return eachOuterRep(program, type.inner, visit, depth);
    case "iter":
    case "array":
      return eachOuterRep(program, type.elem, visit, depth);
    case "runtime":
      if (type.shared) return;
      for (const each of type.args) eachOuterRep(program, each, visit, depth);
      return;
    case "union":
      if (depth > 4) return;
      for (const member of program.unions[type.union].members) eachOuterRep(program, member.type, visit, depth + 1);
      return;
    default:
      return;
  }
}

/** Does a value of this type hold something that can change: a container, an instance, a function? */
export function isHeavy(program: Program, type: Type): boolean {
  let found = false;
  eachOuterRep(program, type, () => (found = true));
  return found;
}
