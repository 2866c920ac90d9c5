/** Generators: `yield`, `yield from`. */
import { refuse } from "../../../diagnostics/diagnostic.ts";
import type { Comment } from "../../../ir/index.ts";
import type { Expr } from "../ast/nodes.ts";
import { flow, NONE } from "../infer/types.ts";
import { convert } from "./convert.ts";
import { ex, get, inBlock, newLabel, newLocal, push, type Cx, type Val } from "./context.ts";
import { expr } from "./expressions.ts";
import { irType } from "./ir-types.ts";
import { elemOf, toLoop } from "./iteration.ts";

/** `yield value` as a statement. */
export function yieldStatement(cx: Cx, node: Expr<"yield"> | Expr<"yieldFrom">, comments?: readonly Comment[]): void {
  if (cx.managed && node.kind === "yield") {
    cx.managed(node.value ? expr(cx, node.value) : { ty: NONE, e: ex(cx, "unit", { kind: "unit" }, node.span, {}) });
    return;
  }
  const cell = cx.inst.yields;
  if (!cell) return refuse("PY0001", node.span, "`yield` outside a function");
  if (node.kind === "yield") {
    const val: Val = node.value ? expr(cx, node.value) : { ty: NONE, e: ex(cx, "unit", { kind: "unit" }, node.span, {}) };
    flow(cx.p.w, cell, val.ty);
    push(cx, "yield", node.span, { value: convert(cx, val, get(cx, cell), node.span) }, comments);
    return;
  }
  const loop = toLoop(cx, expr(cx, node.value), node, node.span);
  const elem = elemOf(cx, loop.ty) ?? [];
  flow(cx.p.w, cell, elem);
  const want = get(cx, cell);
  const local = newLocal(cx, "item", irType(cx.p, elem), node.span);
  cx.declared.add(local);
  const label = newLabel(cx);
  const body = inBlock(cx, () =>
    push(cx, "yield", node.span, {
      value: convert(cx, { ty: elem, e: ex(cx, "local", irType(cx.p, elem), node.span, { local }) }, want, node.span),
    }),
  );
  push(cx, "forEach", node.span, { label, pattern: { kind: "local", local }, iterable: loop.e, body: { statements: body } }, comments);
}

export const yieldExpr = (_: Cx, node: Expr<"yield">): Val =>
  refuse("PY0208", node.span, "the value that is sent into a generator is used");
export const yieldFromExpr = (_: Cx, node: Expr<"yieldFrom">): Val =>
  refuse("PY0208", node.span, "the value that `yield from` returns is used");
export const awaitExpr = (_: Cx, node: Expr<"await">): Val => refuse("PY0103", node.span, "`await`");
