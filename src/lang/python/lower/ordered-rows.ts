/** Rows that order the items they are given. */
import type { Span } from "../../../base/span.ts";
import { refuse } from "../../../diagnostics/diagnostic.ts";
import type { Ty } from "../infer/types.ts";
import { preludeFunction, type PreludeName } from "../prelude.ts";
import { ghost } from "./builtins.ts";
import { get, type Cx, type Val } from "./context.ts";
import { userFunction } from "./definitions.ts";
import { callPrelude, elemOf } from "./iteration.ts";
import { severalOrders } from "./orderable.ts";
import { need } from "./protocols.ts";
import { callRow, type ArgVal } from "./rows.ts";

/** Rows whose items, or their keys, are ordered. */
export const ORDERING = /^(builtins\.(sorted|min|max)|list\.sort|heapq\..*|bisect\..*)$/;

/** Objects of classes need an order in Rust. */
export function needOrder(cx: Cx, ty: Ty, span: Span, depth = 0): void {
  if (!cx.p.emitting || depth > 4) return;
  for (const atom of ty) {
    if (atom.k === "inst") need(cx, [atom], "order", span);
    if (atom.k === "tuple") for (const e of atom.elems) needOrder(cx, e, span, depth + 1);
    else if ("elem" in atom) needOrder(cx, get(cx, atom.elem), span, depth + 1);
  }
}

/** What `bisect` finds by a key, or in what is no list. */
const PLACES: Readonly<Record<string, PreludeName | undefined>> = {
  "bisect.bisect": "right_place",
  "bisect.bisect_right": "right_place",
  "bisect.bisect_left": "left_place",
  "bisect.insort": "insert_right",
  "bisect.insort_right": "insert_right",
  "bisect.insort_left": "insert_left",
};

/** `bisect` with a key, or on what is no list. */
export function placeOf(cx: Cx, name: string, args: readonly ArgVal[], span: Span): Val | undefined {
  const place = PLACES[name];
  const [items, ...rest] = args;
  if (!place || args.length === 0 || items.name || items.star || items.value.ty.length === 0) return undefined;
  const plain = items.value.ty.every((atom) => atom.k === "list" || atom.k === "any");
  return plain && !rest.some((each) => each.name === "key") ? undefined : callPrelude(cx, place, items.value, span, rest);
}

/** Notes the order that a row asks for. Objects of several classes are compared by their own methods: then the call is another one. */
export function orderedRow(cx: Cx, name: string, args: readonly ArgVal[], node: object, span: Span): Val | undefined {
  if (!ORDERING.test(name) || args.some((each) => each.name === "key")) return undefined;
  const plain = args.filter((each) => !each.name);
  for (const arg of args) needOrder(cx, plain.length === 1 ? (elemOf(cx, arg.value.ty) ?? []) : arg.value.ty, span);
  const items = plain.flatMap(({ value }, i) =>
    (i === 0 && (plain.length === 1 || !name.startsWith("builtins."))) || name === "heapq.merge" ? (elemOf(cx, value.ty) ?? []) : value.ty,
  );
  if (
    !items.some((atom) => atom.k === "inst") ||
    name === "heapq.nlargest" ||
    name === "heapq.nsmallest" ||
    new Set(items.map((atom) => (atom.k === "inst" ? atom.cls : atom.k))).size < 2
  )
    return undefined;
  return byMethods(cx, name, args, node, span);
}

/** Dynamic items among which there may be objects of several classes with an order: the methods of these are asked. */
export function lateOrder(cx: Cx, name: string, args: readonly ArgVal[], node: object, span: Span): Val | undefined {
  if (!/^(builtins\.(sorted|min|max)|list\.sort)$/.test(name) || args.some((each) => each.name === "key" || each.name === "default"))
    return undefined;
  const plain = args.filter((each) => !each.name);
  if (plain.length !== 1 || !elemOf(cx, plain[0].value.ty)?.some((atom) => atom.k === "any")) return undefined;
  const known = preludeFunction(cx.p.modules[cx.p.modules.length - 1].node, "order_of");
  return known && severalOrders(cx) ? byMethods(cx, name, args, node, span) : undefined;
}

function byMethods(cx: Cx, name: string, args: readonly ArgVal[], node: object, span: Span): Val {
  const plain = args.filter((each) => !each.name);
  if (name === "builtins.min" && plain.length === 1) return callPrelude(cx, "least_of", plain[0].value, span);
  if (name === "builtins.max" && plain.length === 1) return callPrelude(cx, "greatest_of", plain[0].value, span);
  if (name !== "builtins.sorted" && name !== "list.sort")
    return refuse("PY0302", span, `\`${name.replace("builtins.", "")}\` orders objects of several classes`);
  const entry = cx.p.modules[cx.p.modules.length - 1];
  const compare = ghost(cx, userFunction(cx, entry, preludeFunction(entry.node, "order_of")!), span);
  const row = name === "builtins.sorted" ? "functools.sorted_by_compare" : "functools.sort_by_compare";
  const [first, ...rest] = args;
  return callRow(cx, row, [first, { value: compare }, ...rest], node, span);
}
