/** Generators: `yield`, `yield from`. */
import { refuse } from "../../../diagnostics/diagnostic.ts";
import type { Comment } from "../../../ir/index.ts";
import type { Expr } from "../ast/nodes.ts";
import { flow, NONE } from "../infer/types.ts";
import { convert } from "./convert.ts";
import { awaited } from "./awaiting.ts";
import { delegated, received, resumed } from "./coroutines.ts";
import { ex, get, inBlock, push, type Cx, type Val } from "./context.ts";
import { expr } from "./expressions.ts";
import { escaped } from "./functions.ts";

/** `yield value` as a statement. */
export function yieldStatement(cx: Cx, node: Expr<"yield"> | Expr<"yieldFrom"> | Expr<"await">, comments?: readonly Comment[]): void {
  if (cx.managed && node.kind === "yield") {
    cx.managed(node.value ? expr(cx, node.value) : { ty: NONE, e: ex(cx, "unit", { kind: "unit" }, node.span, {}) });
    return;
  }
  const cell = cx.inst.yields;
  if (!cell) return refuse("PY0001", node.span, "`yield` outside a function");
  if (node.kind === "yield") {
    const val: Val = node.value ? expr(cx, node.value) : { ty: NONE, e: ex(cx, "unit", { kind: "unit" }, node.span, {}) };
    if (cx.inst.fn?.def.async && val.ty.some((atom) => atom.k === "none"))
      return refuse("PY0103", node.span, "an asynchronous generator gives `None`");
    flow(cx.p.w, cell, escaped(cx, val.ty));
    push(cx, "yield", node.span, { value: convert(cx, val, get(cx, cell), node.span) }, comments);
    resumed(cx, node, node.span);
    return;
  }
  const val = node.kind === "await" ? awaitExpr(cx, node) : delegated(cx, expr(cx, node.value), node, node.span);
  if (!cx.p.emitting) return;
  if (val.e.kind !== "block") return push(cx, "expression", node.span, { value: val.e }, comments);
  val.e.body.forEach((s, i) =>
    cx.block.statements.push(i === 0 && comments ? { ...s, comments: [...comments, ...(s.comments ?? [])] } : s),
  );
  if (val.e.value.kind !== "unit") push(cx, "expression", node.span, { value: val.e.value });
}

/** `yield value`: what is sent in. */
export function yieldExpr(cx: Cx, node: Expr<"yield">): Val {
  const cell = cx.inst.yields;
  if (!cell || !cx.inst.sent) return refuse("PY0208", node.span, "the value that is sent into a generator is used");
  const val: Val = node.value ? expr(cx, node.value) : { ty: NONE, e: ex(cx, "unit", { kind: "unit" }, node.span, {}) };
  flow(cx.p.w, cell, escaped(cx, val.ty));
  let got!: Val;
  const body = inBlock(cx, () => {
    push(cx, "yield", node.span, { value: convert(cx, val, get(cx, cell), node.span) });
    got = received(cx, node, node.span);
  });
  return { ty: got.ty, e: ex(cx, "block", got.e.type, node.span, { body, value: got.e }) };
}

/** `yield from source`: what the source returns. */
export function yieldFromExpr(cx: Cx, node: Expr<"yieldFrom">): Val {
  if (!cx.inst.yields) return refuse("PY0001", node.span, "`yield` outside a function");
  return delegated(cx, expr(cx, node.value), node, node.span);
}

/** `await value`: what the coroutine, task or object returns in the end. */
export const awaitExpr = (cx: Cx, node: Expr<"await">): Val => awaited(cx, expr(cx, node.value), node, node.span);
