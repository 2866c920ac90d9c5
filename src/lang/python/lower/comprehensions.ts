/** Comprehensions and generator expressions. */
import { refuse } from "../../../diagnostics/diagnostic.ts";
import type { Clause, Pattern } from "../../../ir/index.ts";
import type { Expr } from "../ast/nodes.ts";
import { flow, type Ty } from "../infer/types.ts";
import { condition } from "./conditions.ts";
import { convert } from "./convert.ts";
import { ex, get, site, siteCell, type Cx, type Val } from "./context.ts";
import { expr } from "./expressions.ts";
import { irType } from "./ir-types.ts";
import { elemOf, toLoop } from "./iteration.ts";
import { loopPattern } from "./loops.ts";

export function comprehensionExpr(cx: Cx, node: Expr<"comprehension">): Val {
  const outer = cx.env;
  const clauses: Clause[] = [];
  let never = false;
  for (const [i, clause] of node.clauses.entries()) {
    if (clause.async) return refuse("PY0103", node.span, "an asynchronous comprehension");
    const at = site(cx, node, `clause ${i}`, () => ({}));
    const loop = toLoop(cx, expr(cx, clause.iterable), at, clause.iterable.span);
    const elem = elemOf(cx, loop.ty) ?? [];
    if (cx.env === outer && outer) cx.env = new Map(outer);
    const pattern = comprehensionPattern(cx, clause.target, elem);
    clauses.push({ kind: "for", pattern, iterable: loop.e });
    for (const test of clause.tests) {
      const made = condition(cx, test);
      if (!made.whenTrue) never = true;
      cx.env = made.whenTrue ?? cx.env;
      clauses.push({ kind: "if", test: made.e });
    }
  }
  const elem = siteCell(cx, node, "elem");
  void never;
  let result: Val;
  if (node.key) {
    const keyCell = siteCell(cx, node, "key");
    const keyVal = expr(cx, node.key);
    const value = expr(cx, node.element);
    flow(cx.p.w, keyCell, keyVal.ty);
    flow(cx.p.w, elem, value.ty);
    const ty: Ty = [{ k: "dict", key: keyCell, value: elem }];
    result = { ty, e: ex(cx, "comprehension", irType(cx.p, ty), node.span, { clauses, key: convert(cx, keyVal, get(cx, keyCell), node.span), element: convert(cx, value, get(cx, elem), node.span) }) };
  } else {
    const value = expr(cx, node.element);
    flow(cx.p.w, elem, value.ty);
    const k = node.of === "generator" ? "iter" : (node.of as "list" | "set");
    const ty: Ty = [{ k, elem }];
    result = { ty, e: ex(cx, "comprehension", irType(cx.p, ty), node.span, { clauses, element: convert(cx, value, get(cx, elem), node.span) }) };
  }
  cx.env = outer;
  return result;
}

/** The target of a clause: always fresh locals of the types of the elements. */
function comprehensionPattern(cx: Cx, target: Expr, elem: Ty): Pattern {
  const made = loopPattern(cx, target, elem, true);
  if (!made) return refuse("PY0206", target.span, "a target of a comprehension that is no name or tuple of names");
  return made;
}
