/** What becomes `any`, and what becomes so with it. */
import { nativeKey, isNative, noteNative } from "./natives.ts";
import { ANY, findCell, findSite, flow, sameSlot, touch, type Atom, type FuncSite, type Kind, type Ty, type World } from "./types.ts";

/** Makes the values of a function type `any`: they are called with arguments that are bound at run time. */
export function makeDynamic(w: World, first: FuncSite): void {
  const site = findSite(first);
  if (w.frozen) return;
  const known = site.dynamic;
  site.dynamic = true;
  flow(w, site.result, ANY);
  for (const param of site.params) flow(w, param, ANY);
  if (!known) for (const reader of findCell(site.shape).readers) touch(w, reader);
}

const SCALARS: ReadonlySet<Kind> = new Set(["int", "float", "bool", "str", "bytes", "none", "exception"]);
const CONTAINERS: ReadonlySet<Kind> = new Set(["list", "dict", "set", "frozenset", "tuple", "vartuple", "func", "deque"]);

/** Can values of this kind be `any`? */
const canBeDynamic = (atom: Atom): boolean => {
  if (SCALARS.has(atom.k)) return true;
  switch (atom.k) {
    case "dict":
    case "deque":
      return true;
    case "rt":
      return nativeKey(atom) !== undefined;
    case "tuple":
      return atom.elems.every((elem) => elem.every(canBeDynamic));
    case "inst":
      return !atom.cls.enum || atom.cls.builtin === "Enum";
    case "fn":
      return atom.fn.kind !== "special" || atom.fn.special.startsWith("operator ");
    default:
      return CONTAINERS.has(atom.k);
  }
};

/**
 * Containers (or functions) beside something else: a closed enum would have to know what each operation does to each of the containers inside the
 * containers, and which of them are one object. Such values are `any`; numbers, texts and objects of the program's classes make enums.
 */
export const mixesContainers = (ty: Ty): boolean => {
  const some = ty.filter((atom) => atom.k !== "none");
  return some.length > 1 && some.some((atom) => CONTAINERS.has(atom.k)) && some.every(canBeDynamic);
};

/** Kinds that a use of `any` need not think of unless such a value became one. */
const SEEN: ReadonlySet<Kind> = new Set(["inst", "bytes", "set", "frozenset"]);

/** What flows into `any` holds `any` itself, so that the object can be shared. */
export const dissolve = (w: World, atom: Atom): void => {
  if (isNative(atom)) {
    noteNative(w, atom);
    // The tuple that a named one is equal to holds the same objects.
    if (atom.k === "tuple") for (const e of atom.elems) for (const inner of e) dissolve(w, inner);
    return;
  }
  const kind = "elem" in atom ? ({ k: atom.k, elem: w.dynamic } as Atom) : atom;
  if (!w.frozen && SEEN.has(atom.k) && !w.objects.ty.some((each) => sameSlot(each, kind))) {
    w.objects.ty = [...w.objects.ty, kind];
    for (const reader of w.objects.readers) touch(w, reader);
  }
  switch (atom.k) {
    case "list":
    case "set":
    case "frozenset":
    case "deque":
    case "iter":
    case "vartuple":
      flow(w, atom.elem, ANY);
      break;
    case "dict":
      flow(w, atom.key, ANY);
      flow(w, atom.value, ANY);
      break;
    case "tuple":
      for (const e of atom.elems) for (const inner of e) dissolve(w, inner);
      break;
    case "func":
      makeDynamic(w, atom.site);
      break;
    default:
  }
};
