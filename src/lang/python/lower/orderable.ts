/** Which types have an order among all of their values. */
import { ANY, type Ty } from "../infer/types.ts";
import { get, type Cx } from "./context.ts";

const NUMBERS = ["int", "float", "bool"];

/** The type with what has no order, or an order only by chance, as `any`; the type itself where all values are ordered. */
export function orderable(cx: Cx, ty: Ty, depth = 0): Ty {
  if (depth > 4 || ty.length === 0 || ty.every((atom) => atom.k === "inst")) return ty;
  if (ty.length > 1) return ty.every((atom) => NUMBERS.includes(atom.k)) ? ty : ANY;
  const [atom] = ty;
  if (atom.k === "none" || atom.k === "dict" || atom.k === "func" || atom.k === "fn") return ANY;
  if (atom.k === "tuple") {
    const elems = atom.elems.map((elem) => orderable(cx, elem, depth + 1));
    return elems.every((elem, i) => elem === atom.elems[i]) ? ty : [{ ...atom, elems }];
  }
  if (atom.k === "list" || atom.k === "vartuple") {
    const elem = get(cx, atom.elem);
    if (orderable(cx, elem, depth + 1) !== elem) return ANY;
  }
  return ty;
}
