/** What `keys()`, `values()` and `items()` of a dict give: kept in a variable they stay views, and those of keys and items are sets to operators. */
import type { Span } from "../../../base/span.ts";
import type { BinaryOp, CompareOp, Expr, Stmt } from "../ast/nodes.ts";
import type { Variable } from "../scope.ts";
import type { Atom, Ty } from "../infer/types.ts";
import { site, type Cx, type Val } from "./context.ts";
import { comparison } from "./compare.ts";
import { isUnbound } from "./names.ts";
import { binary } from "./operators.ts";
import { callRow } from "./rows.ts";

export const isView = (atom: Atom | undefined): boolean => atom?.k === "iter" && atom.view !== undefined;

/** A view that can be taken for a set. */
const isSetView = (ty: Ty): boolean => ty.length === 1 && ty[0].k === "iter" && (ty[0].view === "keys" || ty[0].view === "items");

const isSet = (ty: Ty): boolean => ty.length === 1 && (ty[0].k === "set" || ty[0].k === "frozenset");

/** The items of a view, or of what an operator takes beside one, as a set. */
function asSet(cx: Cx, val: Val, node: object, tag: string, span: Span): Val {
  if (isSet(val.ty)) return val;
  const [atom] = val.ty;
  const items: Val = isView(atom) && atom.k === "iter" ? { ty: [{ k: "iter", elem: atom.elem }], e: val.e } : val;
  return callRow(
    cx,
    "builtins.set",
    [{ value: items }],
    site(cx, node, tag, () => ({})),
    span,
  );
}

/** `d.keys() & other` and the like: a set. */
export function viewOperator(cx: Cx, op: BinaryOp, left: Val, right: Val, node: object, span: Span): Val | undefined {
  if (!["&", "|", "-", "^"].includes(op) || !(isSetView(left.ty) || isSetView(right.ty))) return undefined;
  if (left.ty.length !== 1 || right.ty.length !== 1) return undefined;
  return binary(cx, op, asSet(cx, left, node, "left", span), asSet(cx, right, node, "right", span), node, span);
}

/** A comparison of a view with a set, or another view. */
export function viewComparison(cx: Cx, op: CompareOp, left: Val, right: Val, node: object, span: Span): Val | undefined {
  const views = [left, right].filter((val) => isSetView(val.ty)).length;
  const sets = [left, right].filter((val) => isSet(val.ty)).length;
  if (views === 0 || views + sets < 2) return undefined;
  return comparison(cx, op, asSet(cx, left, node, "left", span), asSet(cx, right, node, "right", span), node, span);
}

/** `d.keys().isdisjoint(other)` */
export const viewAsSet = (cx: Cx, object: Val, name: string, node: object, span: Span): Val | undefined =>
  isSetView(object.ty) && name === "isdisjoint" ? asSet(cx, object, node, "view", span) : undefined;

/** The view that a statement keeps in a variable which is bound by it alone, as is the variable with the dict: then one stands for the other. */
export function keepView(cx: Cx, s: Stmt<"assign">, val: Val): boolean {
  const [target] = s.targets;
  const { value } = s;
  if (s.targets.length !== 1 || target.kind !== "name" || val.ty.length !== 1 || !isView(val.ty[0])) return false;
  if (value.kind !== "call" || value.args.length > 0 || value.callee.kind !== "attribute" || value.callee.object.kind !== "name")
    return false;
  const kept = cx.module.scopes.binding(target);
  const dict = cx.module.scopes.binding(value.callee.object);
  if (kept.kind !== "variable" || dict.kind !== "variable") return false;
  if (kept.variable.captured || kept.variable.bindings !== 1 || isUnbound(cx, kept)) return false;
  if (dict.variable.bindings > 1 || dict.variable.writtenInside || kept.variable === dict.variable) return false;
  site(cx, kept.variable, "view", () => value);
  return true;
}

/** What gives the view that a variable stands for. */
export const keptView = (cx: Cx, variable: Variable): Expr | undefined => cx.inst.sites.get(variable)?.get("view") as Expr | undefined;
