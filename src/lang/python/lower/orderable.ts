/** Which types have an order among all of their values, and comparisons of those that may have none. */
import type { Span } from "../../../base/span.ts";
import { refuse } from "../../../diagnostics/diagnostic.ts";
import type { CompareOp } from "../ast/nodes.ts";
import { show } from "../infer/show.ts";
import { dissolve } from "../infer/dynamic.ts";
import { DUNDER, ordering } from "./compare.ts";
import { eachKind, withMethod } from "./dynamic.ts";
import { scalarOf } from "./numpy/types.ts";
import { attempt, memberNode } from "./operators.ts";
import { need } from "./protocols.ts";
import { callRow } from "./rows.ts";
import { ANY, type Ty } from "../infer/types.ts";
import { get, type Cx, type Val } from "./context.ts";

const NUMBERS = ["int", "float", "bool"];

/** The type with what has no order, or an order only by chance, as `any`; the type itself where all values are ordered. */
export function orderable(cx: Cx, ty: Ty, depth = 0): Ty {
  if (depth > 4 || ty.length === 0 || ty.every((atom) => atom.k === "inst")) return ty;
  if (ty.length > 1) return ty.every((atom) => NUMBERS.includes(atom.k) || scalarOf(atom)) ? ty : ANY;
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

/** Are there several classes whose objects are dynamic values and have an order of their own? */
export const severalOrders = (cx: Cx): boolean => {
  const classes = withMethod(cx, "__lt__", "__gt__").flatMap((atom) => (atom.k === "inst" ? [atom.cls] : []));
  return classes.length > 1;
};

/** `left < right` where one is dynamic: values of the runtime's types by their own methods, others as the runtime finds. */
export function dynamicOrdering(cx: Cx, op: CompareOp, left: Val, right: Val, node: object, span: Span): Val {
  const plain = (l: Val, r: Val): Val => callRow(cx, `any.${DUNDER[op]}`, [{ value: l }, { value: r }], node, span);
  const having = withMethod(cx, DUNDER[op]!);
  // Objects of one class are compared where they lie; those of several by the method of the left one.
  const kinds = having.filter((atom) => atom.k === "rt" || (atom.k === "inst" && severalOrders(cx)));
  const isLeft = left.ty[0].k === "any";
  return eachKind(
    cx,
    isLeft ? left : right,
    kinds,
    span,
    (one) => (isLeft ? plain(one, right) : plain(left, one)),
    (one) => attempt(() => ordering(cx, op, isLeft ? one : left, isLeft ? right : one, memberNode(cx, node, one), span)),
  );
}

/** Containers whose items may have no order between them: the runtime finds out. */
export function lateOrdering(cx: Cx, op: CompareOp, left: Val, right: Val, node: object, span: Span): Val {
  for (const atom of [...left.ty, ...right.ty]) dissolve(cx.p.w, atom);
  return callRow(cx, `any.${DUNDER[op]}`, [{ value: left }, { value: right }], node, span);
}

/** Refuses an order of containers whose items have none. */
export function checkOrdered(cx: Cx, ty: Ty, op: string, span: Span): void {
  if (!cx.p.emitting) return;
  for (const atom of ty) {
    if (atom.k === "tuple") atom.elems.forEach((e) => checkElement(cx, e, op, span));
    else if ("elem" in atom) checkElement(cx, get(cx, atom.elem), op, span);
  }
}

const checkElement = (cx: Cx, ty: Ty, op: string, span: Span): void => {
  const numbers = ty.every((atom) => NUMBERS.includes(atom.k));
  if ((ty.length > 1 && !numbers) || (ty[0] && ["dict", "none", "func"].includes(ty[0].k)))
    refuse("PY0302", span, `\`${op}\` between containers of ${show(ty)}`);
  if (ty[0]?.k === "inst") need(cx, ty, "order", span);
  checkOrdered(cx, ty, op, span);
};
