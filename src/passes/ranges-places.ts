/** Parts of results. */
import { exactReps, type Rep, type Type } from "../ir/index.ts";
import { elementType } from "./classes.ts";

/** The integers at these places of the tuples inside a type. */
export function madeReps(type: Type, places: readonly number[]): Rep[] {
  if (type.kind === "tuple") return places.flatMap((place) => exactReps(type.elems[place]!));
  const inner = elementType(type);
  return inner ? madeReps(inner, places) : [];
}
