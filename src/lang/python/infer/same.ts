/** When types are equal: cells and sites by identity. */
import { findCell, findSite, sameCallable, type Atom, type Ty } from "./types.ts";

/** Do two atoms share one place in a union (so that they are joined, not listed side by side)? */
export const sameSlot = (a: Atom, b: Atom): boolean => {
  if (a.k !== b.k) return (a.k === "fn" && b.k === "func") || (a.k === "func" && b.k === "fn");
  switch (a.k) {
    case "tuple":
      return a.elems.length === (b as typeof a).elems.length && a.names?.join() === (b as typeof a).names?.join();
    case "inst":
      return a.cls === (b as typeof a).cls;
    case "rt":
      return a.path === (b as typeof a).path;
    case "module":
      return a.module === (b as typeof a).module;
    default:
      return true;
  }
};

/** Are two types the same set of atoms, cells compared by identity? */
export const sameAtoms = (a: Ty, b: Ty): boolean => {
  if (a === b) return true;
  if (a.length !== b.length) return false;
  return a.every((x) => b.some((y) => sameAtom(x, y)));
};

export const sameAtom = (a: Atom, b: Atom): boolean => {
  if (a === b) return true;
  if (a.k !== b.k) return false;
  switch (a.k) {
    case "list":
    case "set":
    case "frozenset":
    case "deque":
    case "iter":
    case "vartuple":
      return findCell(a.elem) === findCell((b as typeof a).elem);
    case "dict":
      return findCell(a.key) === findCell((b as typeof a).key) && findCell(a.value) === findCell((b as typeof a).value);
    case "tuple":
      return a.elems.length === (b as typeof a).elems.length && a.elems.every((e, i) => sameAtoms(e, (b as typeof a).elems[i]));
    case "inst":
      return a.cls === (b as typeof a).cls;
    case "rt":
      return (
        a.path === (b as typeof a).path &&
        a.args.every((e, i) => findCell(e) === findCell((b as typeof a).args[i])) &&
        (!a.family || findCell(a.family) === findCell((b as typeof a).family ?? a.family))
      );
    case "fn":
      return sameCallable(a.fn, (b as typeof a).fn);
    case "func":
      return findSite(a.site) === findSite((b as typeof a).site);
    case "module":
      return a.module === (b as typeof a).module;
    case "float":
      return !a.sum === !(b as typeof a).sum;
    default:
      return true;
  }
};
