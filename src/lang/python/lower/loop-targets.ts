/** The targets of loops and comprehensions: patterns that declare their variables. */
import type { Span } from "../../../base/span.ts";
import type { Pattern } from "../../../ir/index.ts";
import type { Expr } from "../ast/nodes.ts";
import { flow, type Ty } from "../infer/types.ts";
import type { Binding } from "../scope.ts";
import { get, newLocal, type Cx } from "./context.ts";
import { irType, isGhost, keyOf } from "./ir-types.ts";
import { cellOfVariable, isGlobal, webKey } from "./names.ts";

/** Positions of a file. */
export interface Extent {
  readonly start: number;
  readonly end: number;
}

type LocalBinding = Binding & { kind: "variable" };

/** Gives the variables of a target what elements of a type hold, as far as names and tuples of names go. */
function flowInto(cx: Cx, target: Expr, elem: Ty): void {
  const names = targetsOf(target, elem);
  for (const { name, ty } of names ?? []) {
    const binding = variableOf(cx, name);
    if (!binding) continue;
    flow(cx.p.w, cellOfVariable(cx, binding.variable, binding.web), ty);
    cx.env?.delete(webKey(cx.module, binding.web));
  }
}

/** The names of a target with their parts of an element; undefined for a target of another shape. */
function targetsOf(target: Expr, elem: Ty): { readonly name: Expr<"name">; readonly ty: Ty }[] | undefined {
  if (target.kind === "name") return [{ name: target, ty: elem }];
  if ((target.kind !== "tuple" && target.kind !== "list") || target.elems.some((e) => e.kind === "starred")) return undefined;
  const parts = elem.length === 1 && elem[0].k === "tuple" ? elem[0].elems : undefined;
  if (elem.length > 0 && (!parts || parts.length !== target.elems.length)) return undefined;
  const inner = target.elems.map((each, i) => targetsOf(each, parts?.[i] ?? []));
  return inner.every((each) => each !== undefined) ? inner.flat() : undefined;
}

/** The local variable that a name of a target is. */
function variableOf(cx: Cx, name: Expr<"name">): LocalBinding | undefined {
  const binding = cx.module.scopes.binding(name);
  return binding.kind === "variable" && !isGlobal(cx.module, binding.variable) ? binding : undefined;
}

/**
 * A pattern that declares the target's variables, for elements of a type; `within` is where these are the loop's own. Undefined where a variable lives beyond the loop, has a wider type, or the
 * target has another shape: then the element is bound to a local of its own and assigned in the body.
 */
export function loopPattern(cx: Cx, target: Expr, elem: Ty, within: Extent | "own scope", span = target.span): Pattern | undefined {
  flowInto(cx, target, elem);
  const names = targetsOf(target, elem);
  if (!names?.every(({ name, ty }) => isDeclared(cx, name, ty, within))) return undefined;
  return cx.p.emitting ? declaring(cx, target, span) : { kind: "ignore" };
}

/** Can a pattern declare the variable, for the loop alone? */
function isDeclared(cx: Cx, name: Expr<"name">, elem: Ty, within: Extent | "own scope"): boolean {
  const binding = variableOf(cx, name);
  if (!binding) return false;
  const ty = get(cx, cellOfVariable(cx, binding.variable, binding.web));
  if (!cx.p.emitting || isGhost(ty)) return true;
  if (keyOf(ty) !== keyOf(elem) && elem.length > 0) return false;
  if (binding.variable.kept) return false;
  return within === "own scope" || (onlyInside(cx, binding, within) && !cx.module.scopes.unbound(binding.web));
}

/** The pattern of a target whose variables it declares. */
function declaring(cx: Cx, target: Expr, span: Span): Pattern {
  if (target.kind !== "name") return { kind: "tuple", elems: (target as Expr<"tuple">).elems.map((each) => declaring(cx, each, span)) };
  const binding = variableOf(cx, target)!;
  const ty = get(cx, cellOfVariable(cx, binding.variable, binding.web));
  if (isGhost(ty)) return { kind: "ignore" };
  const local = newLocal(cx, target.id, irType(cx.p, ty), span);
  cx.declared.add(local);
  cx.webLocals.set(webKey(cx.module, binding.web), local);
  return { kind: "local", local };
}

/** Are all occurrences of a loop's variable inside the loop that binds it? */
function onlyInside(cx: Cx, { variable, web }: LocalBinding, within: Extent): boolean {
  const { scopes } = cx.module;
  // A closure sees one variable, whatever webs it has.
  if (variable.captured && (variable.frame.module || variable.webs.some((each) => scopes.web(each) !== scopes.web(web)))) return false;
  const extent = scopes.extent(web);
  return extent.start >= within.start && extent.end <= within.end;
}
