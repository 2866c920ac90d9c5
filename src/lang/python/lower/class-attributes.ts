/** Attributes of classes. */
import type { Span } from "../../../base/span.ts";
import { findAttribute, type ClassAttribute, type ClassInfo } from "../infer/classes.ts";
import { ghost } from "./builtins.ts";
import { ex, get, type Cx, type Val } from "./context.ts";
import { irCell, isGhost } from "./ir-types.ts";

/** The global that holds an attribute of a class. */
export function attributeGlobal(cx: Cx, cls: ClassInfo, attribute: ClassAttribute): number {
  if (attribute.global === undefined) {
    attribute.global = cx.p.irGlobals.length;
    cx.p.irGlobals.push({
      id: attribute.global,
      name: `${cls.name}_${attribute.name}`,
      module: cls.module.index,
      span: attribute.span,
      type: irCell(cx.p, attribute.cell),
      constant: false,
      ...(attribute.late ? { unset: `AttributeError: type object '${cls.name}' has no attribute '${attribute.name}'` } : {}),
    });
    cx.p.items.push({ kind: "global", id: attribute.global, module: cls.module.index, at: attribute.span.start });
  }
  return attribute.global;
}

/** An attribute in its own class body. */
export const classAttribute = (cx: Cx, cls: ClassInfo, name: string, span: Span): Val | undefined => classAttributeVal(cx, cls, name, span);

/** `Class.name` of a class attribute. */
export function classAttributeVal(cx: Cx, cls: ClassInfo, name: string, span: Span): Val | undefined {
  const attribute = findAttribute(cls, name);
  if (!attribute) {
    const method = cls.methods.get(name);
    if (method && cx.classBody === cls) return ghost(cx, method.fn, span);
    return undefined;
  }
  const owner = cls.mro.find((each) => each.attributes.get(name) === attribute)!;
  const ty = get(cx, attribute.cell);
  if (!cx.p.emitting || isGhost(ty)) return { ty, e: ex(cx, "unit", { kind: "unit" }, span, {}) };
  return { ty, e: ex(cx, "global", irCell(cx.p, attribute.cell), span, { global: attributeGlobal(cx, owner, attribute) }) };
}
