/** Values of the runtime's own types as `any`: their storage stays typed, and `any` finds it again by the number of the type. */
import { findCell, join, touch, unify, type Atom, type World } from "./types.ts";

/** Types of the runtime whose values are shown and compared by Rust itself. */
const RUNTIME = new Set([
  "complex::Complex",
  "datetime::Date",
  "datetime::DateTime",
  "datetime::Time",
  "datetime::TimeDelta",
  "datetime::TimeZone",
  "decimal::Decimal",
  "fractions::Fraction",
]);

/** What tells such types apart: all that have one key are one type of the program. */
export function nativeKey(atom: Atom): string | undefined {
  switch (atom.k) {
    case "deque":
      return "deque";
    case "dict":
      return atom.flavour;
    case "tuple":
      return atom.names ? `${atom.label ?? ""}(${atom.names.join()})` : undefined;
    case "rt":
      return RUNTIME.has(atom.path) ? atom.path : undefined;
    default:
      return undefined;
  }
}

export const isNative = (atom: Atom): boolean => nativeKey(atom) !== undefined;

/** Notes that a value of the type becomes `any`: what values of one type hold becomes of one type too. */
export function noteNative(w: World, atom: Atom): void {
  if (w.frozen) return;
  const key = nativeKey(atom);
  const { objects } = w;
  const at = objects.ty.findIndex((each) => nativeKey(each) === key);
  const before = objects.ty[at] as Atom | undefined;
  let joined = atom;
  if (before?.k === "deque" && atom.k === "deque") unify(w, before.elem, atom.elem);
  else if (before?.k === "dict" && atom.k === "dict") {
    unify(w, before.key, atom.key);
    unify(w, before.value, atom.value);
  } else if (before?.k === "tuple" && atom.k === "tuple")
    joined = { ...before, elems: before.elems.map((elem, i) => join(w, elem, atom.elems[i])) };
  if (
    before &&
    (joined === atom || (joined.k === "tuple" && before.k === "tuple" && joined.elems.every((elem, i) => elem === before.elems[i])))
  )
    return;
  objects.ty = at < 0 ? [...objects.ty, joined] : objects.ty.map((each, i) => (i === at ? joined : each));
  for (const reader of findCell(objects).readers) touch(w, reader);
}
