/** The fields of objects as they are, past what classes do with attributes: `self.__dict__[name]` and what stands for it. */
import type { Span } from "../../../base/span.ts";
import { bool, type Expression } from "../../../ir/index.ts";
import type { Expr } from "../ast/nodes.ts";
import type { ClassInfo } from "../infer/classes.ts";
import { BOOL, join, NONE, type Ty } from "../infer/types.ts";
import { fieldOf } from "./classes.ts";
import { constant } from "./compare.ts";
import { convert, dead, raises, withTempVal } from "./convert.ts";
import { ex, get, type Cx, type Val } from "./context.ts";
import { dataFields } from "./dataclass-fields.ts";
import { expr } from "./expressions.ts";
import { irCell, irType, isGhost } from "./ir-types.ts";
import { knownText } from "./known-texts.ts";
import { pendingField } from "./pending-fields.ts";

/** The field of an object; undefined where nothing makes it one. `error`: what is raised where it has no value yet. */
export function readField(
  cx: Cx,
  object: Val,
  cls: ClassInfo,
  name: string,
  span: Span,
  error = `AttributeError: '${cls.name}' object has no attribute '${name}'`,
): Val | undefined {
  const field =
    cls.fields.get(name) ??
    (!cx.p.emitting && dataFields(cls).some((member) => member.name === name) ? fieldOf(cx, cls, name, span) : undefined);
  // Something may still make it a field.
  if (!field && !cx.p.emitting) get(cx, pendingField(cx, cls, name));
  if (!field) return undefined;
  const ty = get(cx, field.cell);
  if (isGhost(ty)) return { ty, e: ex(cx, "unit", { kind: "unit" }, span, {}) };
  const inner = irCell(cx.p, field.cell);
  if (!field.lazy) return { ty, e: ex(cx, "field", inner, span, { object: object.e, name }) };
  const e: Expression = ex(cx, "field", { kind: "option", inner }, span, { object: object.e, name });
  return { ty, e: ex(cx, "unwrap", inner, span, { value: e, unproven: error }) };
}

/** Has the field of an object a value? */
function isThere(cx: Cx, object: Val, cls: ClassInfo, name: string, span: Span): Val {
  const field = cls.fields.get(name);
  if (!field && !cx.p.emitting) get(cx, pendingField(cx, cls, name));
  if (!field || (cx.p.emitting && isGhost(get(cx, field.cell)))) return constant(cx, false, span, object);
  if (!field.lazy) return constant(cx, true, span, object);
  const inner = irCell(cx.p, field.cell);
  const value = ex(cx, "field", { kind: "option", inner }, span, { object: object.e, name });
  return { ty: BOOL, e: ex(cx, "isNone", bool, span, { value, negated: true }) };
}

/** The field where it has a value, `otherwise` where it has none. */
export function fieldOr(cx: Cx, object: Val, cls: ClassInfo, name: string, span: Span, otherwise: () => Val): Val {
  const field = cls.fields.get(name);
  if (!field && !cx.p.emitting) get(cx, pendingField(cx, cls, name));
  if (!field) return otherwise();
  return withTempVal(cx, object, span, (again) => {
    const found = readField(cx, again(), cls, name, span)!;
    if (!field.lazy) return found;
    const instead = otherwise();
    const ty: Ty = join(cx.p.w, found.ty, instead.ty);
    const test = isThere(cx, again(), cls, name, span).e;
    const then = convert(cx, found, ty, span);
    return { ty, e: ex(cx, "conditional", irType(cx.p, ty), span, { test, then, orElse: convert(cx, instead, ty, span) }) };
  });
}

/** The object whose dict an expression is: `x.__dict__`, `vars(x)`. */
export function dictOwner(e: Expr): Expr | undefined {
  if (e.kind === "attribute" && e.name === "__dict__") return e.object;
  return e.kind === "call" && e.callee.kind === "name" && e.callee.id === "vars" && e.args.length === 1 ? e.args[0].value : undefined;
}

/** An entry of an object's dict by a name that is known: the object and its class. */
function entry(
  cx: Cx,
  dict: Expr,
  key: Expr,
): { readonly object: Val; readonly cls: ClassInfo | undefined; readonly name: string } | undefined {
  const owner = dictOwner(dict);
  const name = owner && knownText(cx, key);
  if (name === undefined) return undefined;
  const object = expr(cx, owner!);
  if (object.ty.length === 0) return { object, cls: undefined, name };
  const [atom] = object.ty;
  return object.ty.length === 1 && atom.k === "inst" ? { object, cls: atom.cls, name } : undefined;
}

/** `x.__dict__[name]`; undefined where it is something else. */
export function dictItem(cx: Cx, node: Expr<"subscript">): Val | undefined {
  const found = entry(cx, node.object, node.index);
  if (!found) return undefined;
  const { object, cls, name } = found;
  const { span } = node;
  if (!cls) return dead(cx, span, object);
  const error = `KeyError: ${name}`;
  const val = readField(cx, object, cls, name, span, error);
  return val ?? (cx.p.emitting ? raises(cx, error, span, object) : { ty: [], e: object.e });
}

/** `x.__dict__.get(name)`, `x.__dict__.get(name, otherwise)`; undefined where it is something else. */
export function dictGet(cx: Cx, node: Expr<"call">): Val | undefined {
  const { callee, args, span } = node;
  if (callee.kind !== "attribute" || callee.name !== "get" || args.length === 0 || args.some((arg) => arg.name ?? arg.star))
    return undefined;
  const found = entry(cx, callee.object, args[0].value);
  if (!found) return undefined;
  const { object, cls, name } = found;
  if (!cls) return dead(cx, span, object);
  return fieldOr(cx, object, cls, name, span, () =>
    args.length > 1 ? expr(cx, args[1].value) : { ty: NONE, e: ex(cx, "unit", { kind: "unit" }, span, {}) },
  );
}

/** `name in x.__dict__`; undefined where it is something else. */
export function dictHas(cx: Cx, key: Expr, dict: Expr, span: Span): Val | undefined {
  const found = entry(cx, dict, key);
  if (!found) return undefined;
  return found.cls ? isThere(cx, found.object, found.cls, found.name, span) : dead(cx, span, found.object);
}
