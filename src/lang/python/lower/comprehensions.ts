/** Comprehensions and generator expressions. */
import { refuse } from "../../../diagnostics/diagnostic.ts";
import type { Clause, Pattern } from "../../../ir/index.ts";
import type { Expr } from "../ast/nodes.ts";
import { flow, INT, type Ty } from "../infer/types.ts";
import { refuseUndefined } from "./builtins.ts";
import { condition } from "./conditions.ts";
import { convert } from "./convert.ts";
import { ex, get, inBlock, newLocal, push, site, siteCell, type Cx, type Val } from "./context.ts";
import { tellApart } from "./function-identity.ts";
import { eachExpr } from "../scope-tree.ts";
import { forget, isGlobal, webKey } from "./names.ts";
import { expr } from "./expressions.ts";
import { irType } from "./ir-types.ts";
import { elemOf, toLoop } from "./iteration.ts";
import { loopPattern } from "./loop-targets.ts";
import { callRow } from "./rows.ts";

/** Forgets what was known of the names that `:=` binds inside: the next item finds what this one left. */
function forgetNamed(cx: Cx, node: Expr<"comprehension">): void {
  eachExpr(node, (inner) => {
    if (inner.kind !== "walrus") return;
    const binding = cx.module.scopes.binding(inner.target);
    if (binding.kind !== "variable") return;
    forget(cx, isGlobal(cx.module, binding.variable) ? `g${cx.module.index}.${binding.variable.name}` : webKey(cx.module, binding.web));
  });
}

export function comprehensionExpr(cx: Cx, node: Expr<"comprehension">): Val {
  forgetNamed(cx, node);
  if (cx.p.emitting) refuseUndefined(cx, node);
  const outer = cx.env;
  const clauses: Clause[] = [];
  let never = false;
  for (const [i, clause] of node.clauses.entries()) {
    if (clause.async) return refuse("PY0103", node.span, "an asynchronous comprehension");
    const at = site(cx, node, `clause ${i}`, () => ({}));
    const loop = unpacked(cx, toLoop(cx, expr(cx, clause.iterable), at, clause.iterable.span), clause.target, at);
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
    tellApart(cx, keyCell);
    flow(cx.p.w, elem, value.ty);
    const ty: Ty = [{ k: "dict", key: keyCell, value: elem }];
    result = {
      ty,
      e: ex(cx, "comprehension", irType(cx.p, ty), node.span, {
        clauses,
        key: convert(cx, keyVal, get(cx, keyCell), node.span),
        element: convert(cx, value, get(cx, elem), node.span),
      }),
    };
  } else {
    const value = expr(cx, node.element);
    flow(cx.p.w, elem, value.ty);
    const k = node.of === "generator" ? "iter" : (node.of as "list" | "set");
    if (k === "set") tellApart(cx, elem);
    const ty: Ty = [{ k, elem }];
    result = {
      ty,
      e: ex(cx, "comprehension", irType(cx.p, ty), node.span, { clauses, element: convert(cx, value, get(cx, elem), node.span) }),
    };
  }
  cx.env = outer;
  return result;
}

/** Items that are lists, taken apart by the target, as tuples. */
function unpacked(cx: Cx, loop: Val, target: Expr, at: object): Val {
  const elem = elemOf(cx, loop.ty) ?? [];
  const inner = elem[0];
  if ((target.kind !== "tuple" && target.kind !== "list") || target.elems.some((e) => e.kind === "starred")) return loop;
  if (elem.length !== 1 || (inner.k !== "list" && inner.k !== "vartuple" && inner.k !== "str")) return loop;
  const { span } = target;
  const item = newLocal(cx, "item", irType(cx.p, elem), span);
  cx.declared.add(item);
  const source: Val = { ty: elem, e: ex(cx, "local", irType(cx.p, elem), span, { local: item }) };
  const count: Val = { ty: INT, e: ex(cx, "int", irType(cx.p, INT), span, { value: BigInt(target.elems.length) }) };
  const made = callRow(cx, "builtins.unpack", [{ value: toLoop(cx, source, at, span) }, { value: count }], at, span);
  const part = elemOf(cx, made.ty) ?? [];
  const ty: Ty = [{ k: "tuple", elems: target.elems.map(() => part) }];
  const cell = siteCell(cx, at, "unpacked");
  flow(cx.p.w, cell, ty);
  const result: Ty = [{ k: "iter", elem: cell }];
  if (!cx.p.emitting) return { ty: result, e: loop.e };
  const parts = newLocal(cx, "parts", made.e.type, span);
  cx.declared.add(parts);
  let tuple!: Val["e"];
  const body = inBlock(cx, () => {
    push(cx, "let", span, { local: parts, value: made.e });
    const elems = target.elems.map(
      (_, i) =>
        callRow(
          cx,
          "list.__getitem__",
          [
            { value: { ty: made.ty, e: ex(cx, "local", irType(cx.p, made.ty), span, { local: parts }) } },
            { value: { ty: INT, e: ex(cx, "int", irType(cx.p, INT), span, { value: BigInt(i) }) } },
          ],
          at,
          span,
        ).e,
    );
    tuple = ex(cx, "tuple", irType(cx.p, ty), span, { elems });
  });
  const element = ex(cx, "block", tuple.type, span, { body, value: tuple });
  return {
    ty: result,
    e: ex(cx, "comprehension", irType(cx.p, result), span, {
      clauses: [{ kind: "for", pattern: { kind: "local", local: item }, iterable: loop.e }],
      element,
    }),
  };
}

/** The target of a clause: always fresh locals of the types of the elements. */
function comprehensionPattern(cx: Cx, target: Expr, elem: Ty): Pattern {
  const made = loopPattern(cx, target, elem, "own scope");
  if (!made)
    return refuse("PY0206", target.span, "a target of a comprehension that is no name or tuple of names, or is seen by functions later");
  return made;
}
