/** Types as Python writes them, for messages. */
import { type Atom, type Ty, findCell } from "./types.ts";

/** A type as Python writes it, for messages. */
export const show = (ty: Ty, depth = 0): string => {
  if (ty.length === 0) return "unknown";
  if (depth > 4) return "…";
  return ty.map((atom) => showAtom(atom, depth)).join(" | ");
};

const showAtom = (a: Atom, depth: number): string => {
  switch (a.k) {
    case "none":
      return "None";
    case "list":
    case "set":
    case "frozenset":
    case "deque":
    case "iter":
      return `${a.k}[${show(findCell(a.elem).ty, depth + 1)}]`;
    case "vartuple":
      return `tuple[${show(findCell(a.elem).ty, depth + 1)}, ...]`;
    case "dict":
      return `dict[${show(findCell(a.key).ty, depth + 1)}, ${show(findCell(a.value).ty, depth + 1)}]`;
    case "tuple":
      return `tuple[${a.elems.map((e) => show(e, depth + 1)).join(", ")}]`;
    case "inst":
      return a.cls.name;
    case "rt":
      return a.path;
    case "fn":
      return `function ${a.fn.name}`;
    case "func":
      return "function";
    case "module":
      return `module ${a.module}`;
    default:
      return a.k;
  }
};
