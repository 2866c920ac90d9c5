/** Indexes that are computed from what is indexed. */
import { someNode } from "../base/nodes.ts";
import type { RustExpr } from "../rust/ast.ts";
import { type FunctionContext, hoist } from "./context.ts";
import { mentions } from "./unread.ts";

/** Does the expression borrow something of that name? */
const borrows = (root: RustExpr, name: string): boolean => someNode<RustExpr>(root, (e) => e.kind === "borrow" && mentions([e], name));

/** `v[length(&v[..])]` as a place that is changed: the index stands before, for a vector is borrowed to be changed before its index is computed. */
export function withIndexesApart(cx: FunctionContext, place: RustExpr): RustExpr {
  if (place.kind === "field") {
    const object = withIndexesApart(cx, place.object);
    return object === place.object ? place : { ...place, object };
  }
  if (place.kind !== "index" || place.danger) return place;
  const object = withIndexesApart(cx, place.object);
  let root = object;
  while (root.kind === "field" || root.kind === "index") root = root.object;
  const index = root.kind === "path" && borrows(place.index, root.path) ? hoist(cx, place.index, "at") : place.index;
  return object === place.object && index === place.index ? place : { ...place, object, index };
}
