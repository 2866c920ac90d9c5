/** What `keys()`, `values()` and `items()` of a dict give: kept in a variable they stay views, and those of keys and items are sets to operators. */
import type { Span } from "../../../base/span.ts";
import { eachNode } from "../../../base/nodes.ts";
import type { BinaryOp, CompareOp, Expr, FunctionNode, Stmt } from "../ast/nodes.ts";
import type { Variable } from "../scope.ts";
import type { Atom, Ty } from "../infer/types.ts";
import type { Expression } from "../../../ir/index.ts";
import { ex, inBlock, newLocal, push, site, type Cx, type Val } from "./context.ts";
import { irType } from "./ir-types.ts";
import { comparison } from "./compare.ts";
import { isUnbound } from "./names.ts";
import { binary } from "./operators.ts";
import { callRow } from "./rows.ts";

const PATHS = { keys: "dict::Keys", values: "dict::Values", items: "dict::Items" } as const;

const isPassing = (atom: Atom | undefined): atom is Atom & { k: "iter" } => atom?.k === "iter" && atom.view !== undefined;

/** What a view shows: one that is about to be gone over, or one that is kept. */
const shownBy = (atom: Atom): string | undefined =>
  atom.k === "iter" ? atom.view : atom.k === "rt" ? Object.entries(PATHS).find(([, path]) => path === atom.path)?.[0] : undefined;

export const isView = (atom: Atom): boolean => shownBy(atom) !== undefined;

/** A view that can be taken for a set. */
const isSetView = (ty: Ty): boolean => ty.length === 1 && ["keys", "items"].includes(shownBy(ty[0]) ?? "");

/** A view as an object of its own, which shows what is in the dict whenever it is looked at. */
export function viewObject(cx: Cx, val: Val, dict: Val, node: object, span: Span): Val {
  const [atom] = val.ty as readonly [Atom & { k: "iter" }];
  const shown = atom.view!;
  const ty: Ty = [{ k: "rt", path: PATHS[shown], args: [atom.elem] }];
  const held = newLocal(cx, "dict", irType(cx.p, dict.ty), span);
  cx.declared.add(held);
  const made: Ty = [{ k: "list", elem: atom.elem }];
  const result = irType(cx.p, made);
  const at = site(cx, node, "items", () => ({}));
  let value!: Expression;
  const body = inBlock(cx, () => {
    push(cx, "let", span, { local: held, value: dict.e });
    const statements = inBlock(cx, () => {
      const again: Val = { ty: dict.ty, e: ex(cx, "local", irType(cx.p, dict.ty), span, { local: held }) };
      const items = callRow(cx, `dict.${shown}`, [{ value: again }], at, span);
      const list = callRow(cx, "builtins.list", [{ value: { ty: [{ k: "iter", elem: atom.elem }], e: items.e } }], at, span);
      push(cx, "return", span, { value: list.e });
    });
    const type = { kind: "func", params: [], result, rep: cx.p.reps.fresh() } as const;
    const ask = ex(cx, "closure", type, span, { params: [], result, body: { statements } });
    value = ex(cx, "runtime", irType(cx.p, ty), span, { row: `py.${shown}View.new`, args: [ask] });
    if (atom.ordered) value = ex(cx, "runtime", value.type, span, { row: `py.${shown}View.ordered`, args: [value] });
  });
  return { ty, e: ex(cx, "block", value.type, span, { body, value }) };
}

const isSet = (ty: Ty): boolean => ty.length === 1 && (ty[0].k === "set" || ty[0].k === "frozenset");

const GOING_OVER: ReadonlySet<string> = new Set([
  ...["all", "any", "enumerate", "filter", "frozenset", "len", "list", "map", "max", "min", "set", "sorted", "sum", "tuple", "zip"],
]);

/** Does a function only go over what its parameter is? Then a list of the items is as good as the view. */
export function onlyGoesOver(fn: FunctionNode, name: string): boolean {
  let uses = 0;
  let passes = 0;
  const isIt = (node: Expr | undefined): boolean => node?.kind === "name" && node.id === name;
  eachNode<Expr | Stmt>([fn.body], (node) => {
    if (node.kind === "name" && node.id === name) uses++;
    if (node.kind === "for" && isIt(node.iterable)) passes++;
    if (node.kind === "comprehension") passes += node.clauses.filter((clause) => isIt(clause.iterable)).length;
    if (node.kind === "compare") passes += node.rest.filter(({ op, right }) => (op === "in" || op === "not in") && isIt(right)).length;
    if (node.kind === "call" && node.callee.kind === "name" && GOING_OVER.has(node.callee.id))
      passes += node.args.filter((arg) => isIt(arg.value)).length;
    if (node.kind === "call" && node.callee.kind === "attribute" && node.callee.name === "join")
      passes += node.args.filter((arg) => isIt(arg.value)).length;
  });
  return uses === passes;
}

/** The items of a view, or of what an operator takes beside one, as a set. */
function asSet(cx: Cx, val: Val, node: object, tag: string, span: Span): Val {
  if (isSet(val.ty)) return val;
  const [atom] = val.ty;
  const items: Val = isPassing(atom) ? { ty: [{ k: "iter", elem: atom.elem }], e: val.e } : val;
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
  if (s.targets.length !== 1 || target.kind !== "name" || val.ty.length !== 1 || !isPassing(val.ty[0])) return false;
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
