/** Comprehensions and generator expressions. */
import { refuse } from "../../../diagnostics/diagnostic.ts";
import { bool, type Clause, type Pattern } from "../../../ir/index.ts";
import type { Expr } from "../ast/nodes.ts";
import { assignTarget } from "./assign.ts";
import { flow, INT, type Ty } from "../infer/types.ts";
import { refuseUndefined } from "./builtins.ts";
import { condition } from "./conditions.ts";
import { convert } from "./convert.ts";
import { ex, get, inBlock, newLocal, occurs, push, site, siteCell, type Cx, type Val } from "./context.ts";
import { tellApart } from "./function-identity.ts";
import { waits } from "../asynchronous.ts";
import { eachExpr } from "../scope-tree.ts";
import type { Binding } from "../scope.ts";
import { escaped } from "./functions.ts";
import { cellOfVariable, forget, isGlobal, localOf, webKey } from "./names.ts";
import { iterated } from "./default-items.ts";
import { expr } from "./expressions.ts";
import { irType, isGhost } from "./ir-types.ts";
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

/** The variables of the targets that outlive the round. */
function keptTargets(cx: Cx, node: Expr<"comprehension">): (Binding & { kind: "variable" })[] {
  const kept: (Binding & { kind: "variable" })[] = [];
  const look = (target: Expr): void => {
    if (target.kind === "starred") look(target.value);
    else if (target.kind === "tuple" || target.kind === "list") target.elems.forEach(look);
    else if (target.kind === "name") {
      const binding = cx.module.scopes.binding(target);
      if (binding.kind === "variable" && binding.variable.kept) kept.push(binding);
    }
  };
  for (const { target } of node.clauses) look(target);
  return kept;
}

export function comprehensionExpr(cx: Cx, node: Expr<"comprehension">): Val {
  const kept = cx.p.emitting ? keptTargets(cx, node) : [];
  if (kept.length === 0) return itemsOf(cx, node);
  let made!: Val;
  const body = inBlock(cx, () => {
    for (const binding of kept)
      if (!isGhost(get(cx, cellOfVariable(cx, binding.variable, binding.web)))) occurs(cx, localOf(cx, binding, node.span));
    made = itemsOf(cx, node);
  });
  return { ty: made.ty, e: ex(cx, "block", made.e.type, node.span, { body, value: made.e }) };
}

function itemsOf(cx: Cx, node: Expr<"comprehension">): Val {
  forgetNamed(cx, node);
  if (cx.p.emitting) refuseUndefined(cx, node);
  if (waits(node)) return refuse("PY0103", node.span, "a generator expression that waits");
  const outer = cx.env;
  const clauses: Clause[] = [];
  let never = false;
  for (const [i, clause] of node.clauses.entries()) {
    const at = site(cx, node, `clause ${i}`, () => ({}));
    const loop = unpacked(cx, toLoop(cx, iterated(cx, clause.iterable), at, clause.iterable.span), clause.target, at);
    const elem = elemOf(cx, loop.ty) ?? [];
    if (cx.env === outer && outer) cx.env = new Map(outer);
    const { pattern, store } = bindClause(cx, clause.target, elem);
    clauses.push({ kind: "for", pattern, iterable: loop.e }, ...(store ? [store] : []));
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
    flow(cx.p.w, elem, escaped(cx, value.ty));
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
    flow(cx.p.w, elem, escaped(cx, value.ty));
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

/**
 * The target of a clause: fresh locals of the types of the elements where a pattern can declare them; else a test that always holds stores the
 * element in them first.
 */
function bindClause(cx: Cx, target: Expr, elem: Ty): { readonly pattern: Pattern; readonly store?: Clause } {
  const pattern = loopPattern(cx, target, elem, "own scope");
  if (pattern) return { pattern };
  const { span } = target;
  // What is never iterated has no parts.
  if (cx.p.emitting && elem.length === 0) return { pattern: { kind: "ignore" } };
  const item = newLocal(cx, "item", irType(cx.p, elem), span);
  cx.declared.add(item);
  const element: Val = { ty: elem, e: ex(cx, "local", irType(cx.p, elem), span, { local: item }) };
  const body = inBlock(cx, () => assignTarget(cx, target, element, span));
  const test = ex(cx, "block", bool, span, { body, value: ex(cx, "bool", bool, span, { value: true }) });
  return { pattern: { kind: "local", local: item }, store: { kind: "if", test } };
}
