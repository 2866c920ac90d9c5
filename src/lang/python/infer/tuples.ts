/** Tuples of several lengths in one place. */
import { BOTTOM, findCell, flow, join, newCell, type Atom, type Ty, type World } from "./types.ts";

/** Tuples of several lengths whose items are all of one type are one tuple of unknown length. */
export const joinTuples = (w: World, current: Ty, atom: Atom): Ty | undefined => {
  const tuples = (a: Atom): boolean => (a.k === "tuple" && !a.names) || a.k === "vartuple";
  if (!tuples(atom)) return undefined;
  const others = current.filter(tuples);
  if (others.length === 0) return undefined;
  const all = [...others, atom];
  const items = all
    .flatMap((a): readonly Ty[] => (a.k === "tuple" ? a.elems : a.k === "vartuple" ? [findCell(a.elem).ty] : []))
    .filter((ty) => ty.length > 0 || !w.frozen);
  const known = all.find((a) => a.k === "vartuple");
  if (!known && (items.some((ty) => ty.length !== 1) || new Set(items.map((ty) => ty[0].k)).size > 1)) return undefined;
  const elem = known?.k === "vartuple" ? known.elem : newCell(w, w.frozen ? items.reduce((ty, each) => join(w, ty, each), BOTTOM) : BOTTOM);
  for (const ty of items) flow(w, elem, ty);
  return [...current.filter((a) => !tuples(a)), known ?? { k: "vartuple", elem }];
};
