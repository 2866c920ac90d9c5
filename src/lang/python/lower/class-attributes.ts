/** Attributes of classes. */
import type { Span } from "../../../base/span.ts";
import { refuse } from "../../../diagnostics/diagnostic.ts";
import { bool } from "../../../ir/index.ts";
import { findAttribute, type ClassAttribute, type ClassInfo } from "../infer/classes.ts";
import { join } from "../infer/types.ts";
import { ghost } from "./builtins.ts";
import { ex, get, type Cx, type Val } from "./context.ts";
import { pendingField } from "./pending-fields.ts";
import { convert } from "./convert.ts";
import { irCell, irType, isGhost } from "./ir-types.ts";

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
  // Something may still give the class one of its own.
  if (!cx.p.emitting && cls.mro.length > 1) get(cx, pendingField(cx, cls, name));
  const attribute = findAttribute(cls, name);
  if (!attribute) {
    const method = cls.methods.get(name);
    if (method && cx.classBody === cls) return ghost(cx, method.fn, span);
    return undefined;
  }
  const owner = cls.mro.find((each) => each.attributes.get(name) === attribute)!;
  if (attribute.over) return overVal(cx, owner, attribute, span);
  return ownAttribute(cx, owner, attribute, span);
}

/** What an attribute holds that hides the one of a base as soon as it is assigned. */
function overVal(cx: Cx, cls: ClassInfo, attribute: ClassAttribute, span: Span): Val {
  const own = ownAttribute(cx, cls, attribute, span);
  const base = classAttributeVal(
    cx,
    cls.mro.find((each) => each !== cls && each.attributes.has(attribute.name))!,
    attribute.name,
    span,
  )!;
  const rest = own.ty.filter((atom) => atom.k !== "none");
  if (rest.length === 0 || base.ty.length === 0) return base;
  if (base.ty.some((atom) => atom.k === "none" || atom.k === "any"))
    return refuse("PY0401", span, `\`${attribute.name}\`, which may be None, is assigned for \`${cls.name}\` alone`);
  const ty = join(cx.p.w, base.ty, rest);
  const test = ex(cx, "isNone", bool, span, { value: own.e, negated: false });
  const kept: Val = { ty: rest, e: ex(cx, "unwrap", irType(cx.p, rest), span, { value: ownAttribute(cx, cls, attribute, span).e }) };
  const orElse = convert(cx, kept, ty, span);
  return { ty, e: ex(cx, "conditional", irType(cx.p, ty), span, { test, then: convert(cx, base, ty, span), orElse }) };
}

/** The variable that an attribute is. */
export function ownAttribute(cx: Cx, owner: ClassInfo, attribute: ClassAttribute, span: Span): Val {
  const ty = get(cx, attribute.cell);
  if (!cx.p.emitting || isGhost(ty)) return { ty, e: ex(cx, "unit", { kind: "unit" }, span, {}) };
  return { ty, e: ex(cx, "global", irCell(cx.p, attribute.cell), span, { global: attributeGlobal(cx, owner, attribute) }) };
}
