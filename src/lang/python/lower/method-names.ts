/** `object.method.__name__` and the like: what a method is called, or what a decorator of the program made of it. */
import type { Expr, FunctionNode } from "../ast/nodes.ts";
import { isDecoratedName } from "../decorated-methods.ts";
import { refuse } from "../../../diagnostics/diagnostic.ts";
import { str } from "../../../ir/index.ts";
import { findAttribute, findMethod } from "../infer/classes.ts";
import { STR } from "../infer/types.ts";
import { readAttribute } from "./attributes.ts";
import { ex, type Cx, type Val } from "./context.ts";
import { qualified } from "./dynamic-functions.ts";
import { expr } from "./expressions.ts";
import { docVal } from "./function-attributes.ts";

const NAMES: ReadonlySet<string> = new Set(["__name__", "__qualname__", "__doc__"]);

/** What a method hands its arguments on to that a decorator of the program made. */
function decorated(fn: FunctionNode): Expr<"name"> | undefined {
  const [only, ...more] = fn.body;
  if (more.length > 0 || only?.kind !== "return" || only.value?.kind !== "call" || only.value.callee.kind !== "name") return undefined;
  return isDecoratedName(only.value.callee.id) ? only.value.callee : undefined;
}

/** Can what it is be looked up without being evaluated? */
const isStill = (node: Expr): boolean => node.kind === "name" || (node.kind === "attribute" && isStill(node.object));

/** `object.method.__name__`, `Class.method.__doc__`: undefined where it is no method. */
export function methodName(cx: Cx, node: Expr<"attribute">): Val | undefined {
  const { object, name, span } = node;
  if (!NAMES.has(name) || object.kind !== "attribute" || !isStill(object.object)) return undefined;
  const receiver = expr(cx, object.object);
  if (receiver.ty.length !== 1) return undefined;
  const [atom] = receiver.ty;
  const cls = atom.k === "inst" ? atom.cls : atom.k === "fn" && atom.fn.kind === "class" ? atom.fn.cls : undefined;
  const method = cls && !cls.fields.has(object.name) && !findAttribute(cls, object.name) ? findMethod(cls, object.name) : undefined;
  if (!method || method.kind === "property" || method.kind === "cachedProperty") return undefined;
  const made = decorated(method.fn.def);
  if (made) {
    if (method.fn.module !== cx.module) return refuse("PY0503", span, `\`${name}\` of a method that another module decorates`);
    return readAttribute(cx, expr(cx, made), name, span);
  }
  const fn = method.fn.wraps ?? method.fn;
  if (name === "__doc__") return docVal(cx, fn.def.body, span);
  const value = name === "__name__" ? fn.name : qualified(fn);
  return { ty: STR, e: ex(cx, "str", str, span, { value }) };
}
