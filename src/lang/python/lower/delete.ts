/** `del`. */
import type { Span } from "../../../base/span.ts";
import { refuse } from "../../../diagnostics/diagnostic.ts";
import type { Expr, Stmt } from "../ast/nodes.ts";
import { rowsOf } from "../stdlib/types.ts";
import type { Binding } from "../scope.ts";
import { ex, push, type Cx, type Val } from "./context.ts";
import { deleteAttribute } from "./deleted-attributes.ts";
import { eachKind, withMethod } from "./dynamic.ts";
import { expr } from "./expressions.ts";
import { callMethod, methodCall } from "./methods.ts";
import { forget, isGlobal, isUnbound, localOf, webKey } from "./names.ts";
import { attempt, eachMember, memberNode } from "./operators.ts";
import { callRow } from "./rows.ts";
import { sliceParts, sliceValue } from "./subscripts.ts";

/** `del object[key]` of a dynamic value. */
const deleteDynamic = (cx: Cx, object: Val, key: Val, node: object, span: Span): Val =>
  eachKind(
    cx,
    object,
    withMethod(cx, "__delitem__"),
    span,
    (one) => callRow(cx, "any.__delitem__", [{ value: one }, { value: key }], node, span),
    (one) => attempt(() => methodCall(cx, one, "__delitem__", () => [{ value: key }], memberNode(cx, node, one), span)),
  );

/** `del name`: what reads it afterwards finds nothing. */
function deleteName(cx: Cx, binding: Binding & { kind: "variable" }, target: Expr<"name">): void {
  const { span } = target;
  const { variable, web } = binding;
  forget(cx, webKey(cx.module, web));
  if (isGlobal(cx.module, variable) || variable.captured) {
    if (variable.frame.module || variable.writtenInside) refuse("PY0207", span, `\`${target.id}\`, which functions read, is deleted`);
    return;
  }
  const unbound = isUnbound(cx, binding);
  if (!cx.p.emitting) return;
  const local = localOf(cx, binding, span);
  const { type } = cx.locals[local];
  // A generator is closed when its last name is gone.
  if (!unbound && type.kind === "iter") {
    const value = ex(cx, "runtime", { kind: "unit" }, span, { row: "py.builtins.dropped", args: [expr(cx, target).e] });
    push(cx, "expression", span, { value });
  }
  if (!unbound) return;
  push(cx, "assign", span, { place: ex(cx, "local", type, span, { local }), value: ex(cx, "none", type, span, {}) });
}

/** `del a, b[i]`. */
export function deleteStatement(cx: Cx, s: Stmt<"delete">): void {
  for (const target of s.targets) {
    if (target.kind === "name") {
      const binding = cx.module.scopes.binding(target);
      if (binding.kind === "variable") deleteName(cx, binding, target);
      continue;
    }
    if (target.kind === "attribute") {
      deleteAttribute(cx, target, s.span);
      continue;
    }
    if (target.kind !== "subscript") return refuse("PY0207", target.span, "an attribute is deleted");
    const object = expr(cx, target.object);
    if (object.ty.length === 0) {
      if (target.index.kind !== "slice") expr(cx, target.index);
      continue;
    }
    const failure = (type: string): string => `TypeError: '${type}' object doesn't support item deletion`;
    const made =
      object.ty.length > 1
        ? eachMember(cx, object, s.span, failure, (one) => attempt(() => deleteItem(cx, one, target, memberNode(cx, target, one), s.span)))
        : deleteItem(cx, object, target, target, s.span);
    push(cx, "expression", s.span, { value: made.e }, s.comments);
  }
}

/** `del object[index]` of an object of one type. */
function deleteItem(cx: Cx, object: Val, target: Expr<"subscript">, node: object, span: Span): Val {
  const atom = object.ty[0];
  const kind = atom.k === "rt" ? rowsOf(atom.path) : atom.k;
  if (target.index.kind === "slice") {
    if (atom.k === "inst") return callMethod(cx, object, "__delitem__", [{ value: sliceValue(cx, target.index) }], atom.cls, span);
    const { start, stop, step } = sliceParts(cx, target.index);
    return callRow(
      cx,
      `${kind}.delslice${step ? "_step" : ""}`,
      [{ value: object }, { value: start }, { value: stop }, ...(step ? [{ value: step }] : [])],
      node,
      span,
    );
  }
  const index = expr(cx, target.index);
  if (atom.k === "any") return deleteDynamic(cx, object, index, node, span);
  if (atom.k === "inst") return callMethod(cx, object, "__delitem__", [{ value: index }], atom.cls, span);
  return callRow(cx, `${kind}.__delitem__`, [{ value: object }, { value: index }], node, span);
}
