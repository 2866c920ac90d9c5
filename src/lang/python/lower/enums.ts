/** `enum.Enum` classes. */
import type { Span } from "../../../base/span.ts";
import { refuse } from "../../../diagnostics/diagnostic.ts";
import type { Expression } from "../../../ir/index.ts";
import type { Expr } from "../ast/nodes.ts";
import type { ClassInfo } from "../infer/classes.ts";
import type { Cx, Val } from "./context.ts";
import type { ArgVal } from "./rows.ts";

export function callEnum(_: Cx, cls: ClassInfo, __: readonly ArgVal[], span: Span): Val {
  return refuse("PY0411", span, `a member of the enumeration \`${cls.name}\` is looked up by its value`);
}
export function enumText(_: Cx, val: Val, __: string, span: Span): Expression | undefined {
  const atom = val.ty[0];
  return atom?.k === "inst" && atom.cls.enum ? refuse("PY0411", span, `a member of the enumeration \`${atom.cls.name}\``) : undefined;
}
export function enumAttribute(_: Cx, object: Val, __: string, span: Span): Val | undefined {
  const atom = object.ty[0];
  return atom?.k === "inst" && atom.cls.enum ? refuse("PY0411", span, `a member of the enumeration \`${atom.cls.name}\``) : undefined;
}
export function enumMethod(_: Cx, __: Val, ___: string, ____: Span): Val | undefined {
  return undefined;
}
/** `list[int]` as an expression: the type itself. */
export function classSubscript(_: Cx, object: Val, node: Expr<"subscript">): Val | undefined {
  const atom = object.ty[0];
  if (object.ty.length !== 1 || atom.k !== "fn") return undefined;
  if (atom.fn.kind === "type" || atom.fn.kind === "special") return object;
  if (atom.fn.kind === "class" && !atom.fn.cls.enum) return object;
  return refuse("PY0411", node.span, "a member of an enumeration is looked up by its name");
}
