/** Which types may share a parameter of one instance of a function. */
import { findCell, findSite, sameCallable, sameSlot, type Atom, type Ty } from "./types.ts";

/** Could these two be the same parameter? What is not known yet, and None beside a type, fit anything. */
export const compatible = (a: Ty, b: Ty, depth = 0): boolean => {
  if (a === b || depth > 5) return true;
  const left = a.filter((atom) => atom.k !== "none");
  const right = b.filter((atom) => atom.k !== "none");
  if (left.length === 0 || right.length === 0) return true;
  if (left.length !== right.length) return ofOneFamily(left, right);
  return left.every((x) => right.some((y) => compatibleAtoms(x, y, depth)));
};

/** Objects of several classes, of which one side has some more: what is known of a value while types are solved grows. */
const ofOneFamily = (a: Ty, b: Ty): boolean => {
  const [fewer, more] = a.length < b.length ? [a, b] : [b, a];
  return fewer.length > 1 && more.every((x) => x.k === "inst") && fewer.every((x) => more.some((y) => compatibleAtoms(x, y, 0)));
};

/** Does a parameter take every member of an argument's type? */
export const takes = (param: Ty, arg: Ty): boolean => arg.every((x) => param.some((y) => compatibleAtoms(y, x, 0)));

/** As `takes`, for a value that is converted: into `any`, tuples item by item. */
export const takesConverted = (param: Ty, arg: Ty): boolean =>
  (param.length === 1 && param[0].k === "any") ||
  arg.every((x) =>
    param.some(
      (y) =>
        compatibleAtoms(y, x, 0) ||
        (x.k === "tuple" && y.k === "tuple" && sameSlot(y, x) && y.elems.every((elem, i) => takesConverted(elem, x.elems[i]))),
    ),
  );

const compatibleAtoms = (a: Atom, b: Atom, depth: number): boolean => {
  if (a.k !== b.k) return false;
  switch (a.k) {
    case "list":
    case "set":
    case "frozenset":
    case "deque":
    case "iter":
    case "vartuple":
      return compatible(findCell(a.elem).ty, findCell((b as typeof a).elem).ty, depth + 1);
    case "dict": {
      const other = b as typeof a;
      if (a.flavour !== other.flavour) return false;
      return (
        compatible(findCell(a.key).ty, findCell(other.key).ty, depth + 1) &&
        compatible(findCell(a.value).ty, findCell(other.value).ty, depth + 1)
      );
    }
    case "tuple":
      return sameSlot(a, b) && a.elems.every((e, i) => compatible(e, (b as typeof a).elems[i], depth + 1));
    case "fn":
      return sameCallable(a.fn, (b as typeof a).fn);
    case "func":
      return findSite(a.site).params.length === findSite((b as typeof a).site).params.length;
    case "rt":
      return (
        sameSlot(a, b) && a.args.every((arg, i) => compatible(findCell(arg).ty, findCell((b as typeof a).args[i] ?? arg).ty, depth + 1))
      );
    default:
      return sameSlot(a, b);
  }
};
