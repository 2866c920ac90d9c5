/** Names: reading and binding variables. */
import type { Span } from "../../../base/span.ts";
import { refuse } from "../../../diagnostics/diagnostic.ts";
import { bool, str, type Expression, type LocalId, type Type } from "../../../ir/index.ts";
import type { Expr } from "../ast/nodes.ts";
import type { Instance } from "../infer/instances.ts";
import type { GlobalInfo, ModuleInfo } from "../infer/modules.ts";
import { flow, flowWhole, newCell, NOT_IMPLEMENTED, STR, type Cell, type Ty } from "../infer/types.ts";
import type { Binding, Frame, Variable } from "../scope.ts";
import { builtinName } from "./builtins.ts";
import { convert } from "./convert.ts";
import { ex, get, newLocal, occurs, push, webCell, type Cx, type Val } from "./context.ts";
import { irCell, irType, isGhost } from "./ir-types.ts";
import { settle } from "./iteration.ts";
import { expr } from "./expressions.ts";
import { callRow } from "./rows.ts";
import { attributeGlobal, classAttribute } from "./class-attributes.ts";
import { staticValue } from "./definitions.ts";
import { keptView } from "./views.ts";

/** Number of a web in the whole program. */
export const webId = (module: ModuleInfo, web: number): number => module.index * 1_000_000 + web;
export const webKey = (module: ModuleInfo, web: number): string => `w${webId(module, web)}`;

/** Is the variable stored as a global of its module? Others of a module are locals of its code. */
export const isGlobal = (module: ModuleInfo, variable: Variable): boolean =>
  variable.frame.module && !variable.own && (variable.captured || module.exported.has(variable));

export function globalOf(cx: Cx, module: ModuleInfo, variable: Variable): GlobalInfo {
  let found = module.globals.get(variable);
  if (!found) {
    found = { variable, module, cell: newCell(cx.p.w) };
    module.globals.set(variable, found);
  }
  return found;
}

/** The number of a global in the IR, registered at its first use. */
export function irGlobal(cx: Cx, info: GlobalInfo, span: Span): number {
  if (info.ir === undefined) {
    info.ir = cx.p.irGlobals.length;
    const at = span.start;
    cx.p.irGlobals.push({
      id: info.ir,
      name: info.variable.name,
      module: info.module.index,
      span,
      type: irCell(cx.p, info.cell),
      constant: false,
      ...(info.module.early.has(info.variable) ? { unset: `NameError: name '${info.variable.name}' is not defined` } : {}),
    });
    cx.p.items.push({ kind: "global", id: info.ir, module: info.module.index, at });
  }
  return info.ir;
}

/** The instance in whose frame a variable lives: the given one or one around it, or the one in which the function that has the frame is written out. */
export function ownerOf(given: Instance, variable: Variable): Instance {
  for (let frame: Frame | undefined = variable.frame; frame; frame = frame.parent)
    for (let inst: Instance | undefined = given; inst; inst = inst.parent)
      if (frame.node === inst.fn?.def || frame.node === inst.init) return inst;
  return given;
}

export const cellOfVariable = (cx: Cx, variable: Variable, web: number): Cell =>
  webCell(cx, ownerOf(cx.inst, variable), webId(cx.module, web));

/** The local of a web, made at its first occurrence. */
export function localOf(cx: Cx, binding: Binding & { kind: "variable" }, span: Span): LocalId {
  const key = webKey(cx.module, binding.web);
  let local = cx.webLocals.get(key);
  if (local === undefined) {
    const inner = irCell(cx.p, cellOfVariable(cx, binding.variable, binding.web));
    const type: Type = isUnbound(cx, binding) ? { kind: "option", inner } : inner;
    local = newLocal(cx, binding.variable.name, type, span);
    cx.webLocals.set(key, local);
  }
  return local;
}

/** May an inner function read the variable before it is bound? */
const isEarly = (cx: Cx, variable: Variable): boolean => !variable.frame.module && cx.module.early.has(variable);

export const isUnbound = (cx: Cx, binding: Binding & { kind: "variable" }): boolean =>
  (isEarly(cx, binding.variable) || (cx.module.scopes.unbound(binding.web) && !binding.variable.captured)) &&
  !isGhost(get(cx, cellOfVariable(cx, binding.variable, binding.web)));

/** What a name stands for. */
export function nameVal(cx: Cx, node: Expr<"name">): Val {
  const binding = cx.module.scopes.binding(node);
  return bindingVal(cx, binding, node.id, node.span);
}

export function bindingVal(cx: Cx, binding: Binding, name: string, span: Span): Val {
  if (binding.kind === "builtin") {
    if (name === "__name__")
      return {
        ty: STR,
        e: ex(cx, "str", str, span, { value: cx.module === cx.p.modules[cx.p.modules.length - 1] ? "__main__" : cx.module.name }),
      };
    if (name === "__file__") return callRow(cx, "sys.source", [], span, span);
    if (name === "__doc__")
      return cx.module.node.rawDoc === undefined
        ? { ty: [{ k: "none" }], e: ex(cx, "unit", { kind: "unit" }, span, {}) }
        : { ty: STR, e: ex(cx, "str", str, span, { value: cx.module.node.rawDoc }) };
    if (name === "NotImplemented") return { ty: NOT_IMPLEMENTED, e: ex(cx, "unit", { kind: "unit" }, span, {}) };
    if (name === "__debug__") return { ty: [{ k: "bool" }], e: ex(cx, "bool", bool, span, { value: true }) };
    return builtinName(cx, name, span);
  }
  if (binding.kind === "class") {
    const cls = cx.classBody;
    if (!cls) return refuse("PY0401", span, `\`${name}\` of a class body is read from a scope inside it`);
    return classAttribute(cx, cls, name, span) ?? refuse("PY0401", span, `\`${name}\` is not bound in the class body yet`);
  }
  const { variable } = binding;
  const view = keptView(cx, variable);
  if (view) return expr(cx, view);
  // The object that is being made is not there yet: only its fields are, as locals.
  if (cx.building && !cx.building.done && cx.building.selves.has(variable))
    return { ty: [{ k: "inst", cls: cx.building.cls }], e: ex(cx, "unit", { kind: "unit" }, span, {}) };
  const known = staticValue(cx, cx.module, variable, span);
  if (known) return known;
  if (isGlobal(cx.module, variable)) return globalVal(cx, cx.module, variable, span);
  return localVal(cx, binding, span);
}

export function globalVal(cx: Cx, module: ModuleInfo, variable: Variable, span: Span): Val {
  const info = globalOf(cx, module, variable);
  const ty = get(cx, info.cell);
  if (!cx.p.emitting || isGhost(ty))
    return { ty: narrowed(cx, `g${module.index}.${variable.name}`, ty), e: ex(cx, "unit", { kind: "unit" }, span, {}) };
  const e = ex(cx, "global", irCell(cx.p, info.cell), span, { global: irGlobal(cx, info, span) });
  const known = narrowed(cx, `g${module.index}.${variable.name}`, ty);
  return { ty: known, e: known === ty ? e : convert(cx, { ty, e }, known, span) };
}

const narrowed = (cx: Cx, key: string, ty: Ty): Ty => cx.env?.get(key) ?? ty;

function localVal(cx: Cx, binding: Binding & { kind: "variable" }, span: Span): Val {
  const cell = cellOfVariable(cx, binding.variable, binding.web);
  const ty = get(cx, cell);
  const known = narrowed(cx, webKey(cx.module, binding.web), ty);
  const unit = { kind: "unit" } as const;
  if (!cx.p.emitting || isGhost(ty)) return { ty: known, e: ex(cx, "unit", unit, span, {}) };
  const local = localOf(cx, binding, span);
  if (isUnbound(cx, binding)) hoist(cx, local);
  else occurs(cx, local);
  outsideLoops(cx, binding, local);
  let e: Expression = ex(cx, "local", cx.locals[local].type, span, { local });
  if (isUnbound(cx, binding)) {
    const { name, frame } = binding.variable;
    const own = frame.node === cx.inst.fn?.def || frame.node === cx.inst.init;
    const error = frame.module
      ? `NameError: name '${name}' is not defined`
      : own
        ? `UnboundLocalError: cannot access local variable '${name}' where it is not associated with a value`
        : `NameError: cannot access free variable '${name}' where it is not associated with a value in enclosing scope`;
    e = ex(cx, "unwrap", irCell(cx.p, cell), span, { value: e, unproven: error });
  }
  return { ty: known, e: known === ty ? e : convert(cx, { ty, e }, known, span) };
}

/** Puts the declaration of what functions keep seeing before the loops that it is bound in. */
export function outsideLoops(cx: Cx, { variable }: Binding & { kind: "variable" }, local: LocalId): void {
  const place = variable.kept && !variable.own ? cx.places.get(local) : undefined;
  if (place) place.outside = true;
}

function hoist(cx: Cx, local: LocalId): void {
  occurs(cx, local);
  const place = cx.places.get(local);
  if (place) place.hoist = true;
}

/** Forgets what was known of a variable and of what hangs from it. */
export function forget(cx: Cx, key: string): void {
  if (!cx.env) return;
  cx.env.delete(key);
  const prefix = `${key}.`;
  for (const other of [...cx.env.keys()]) if (other.startsWith(prefix)) cx.env.delete(other);
}

/** Forgets what calls may change: attributes and globals. */
export function forgetCalls(cx: Cx): void {
  if (!cx.env) return;
  for (const key of [...cx.env.keys()]) if (key.includes(".")) cx.env.delete(key);
}

/** Binds a name to a value. */
export function bindName(
  cx: Cx,
  binding: Binding,
  name: string,
  val: Val,
  span: Span,
  comments?: import("../../../ir/index.ts").Comment[] | readonly import("../../../ir/index.ts").Comment[],
): void {
  if (binding.kind === "builtin") return refuse("PY0203", span, `\`${name}\` cannot be bound here`);
  val = settle(cx, val, span, span);
  if (binding.kind === "class") {
    const attribute = cx.classBody?.attributes.get(name);
    if (!attribute) return;
    flow(cx.p.w, attribute.cell, val.ty);
    const ty = get(cx, attribute.cell);
    const value = convert(cx, val, ty, span);
    if (cx.p.emitting && !isGhost(ty))
      push(
        cx,
        "assign",
        span,
        { place: ex(cx, "global", irCell(cx.p, attribute.cell), span, { global: attributeGlobal(cx, cx.classBody!, attribute) }), value },
        comments,
      );
    return;
  }
  const { variable } = binding;
  if (isGlobal(cx.module, variable)) {
    const info = globalOf(cx, cx.module, variable);
    flowWhole(cx.p.w, info.cell, val.ty);
    const key = `g${cx.module.index}.${variable.name}`;
    forget(cx, key);
    const ty = get(cx, info.cell);
    if (cx.env && val.ty.length) cx.env.set(key, narrowTo(ty, val.ty));
    const value = convert(cx, val, ty, span);
    if (!cx.p.emitting || isGhost(ty)) {
      if (cx.p.emitting && value.kind !== "unit") push(cx, "expression", span, { value }, comments);
      return;
    }
    const id = irGlobal(cx, info, span);
    const early = cx.module.early.has(variable);
    if (
      !early &&
      variable.bindings === 1 &&
      !variable.writtenInside &&
      ["int", "float", "bool", "str"].includes(value.kind) &&
      cx.inst.init
    ) {
      cx.p.irGlobals[id] = { ...cx.p.irGlobals[id], value, constant: true, span, comments };
      return;
    }
    push(cx, "assign", span, { place: ex(cx, "global", irCell(cx.p, info.cell), span, { global: id }), value }, comments);
    return;
  }
  const cell = cellOfVariable(cx, variable, binding.web);
  flowWhole(cx.p.w, cell, val.ty);
  const key = webKey(cx.module, binding.web);
  forget(cx, key);
  const ty = get(cx, cell);
  if (cx.env && val.ty.length && !variable.writtenInside) cx.env.set(key, narrowTo(ty, val.ty));
  const value = convert(cx, val, ty, span);
  if (!cx.p.emitting) return;
  if (isGhost(ty)) {
    if (value.kind !== "unit") push(cx, "expression", span, { value }, comments);
    return;
  }
  const local = localOf(cx, binding, span);
  if (isUnbound(cx, binding)) {
    hoist(cx, local);
    push(
      cx,
      "assign",
      span,
      { place: ex(cx, "local", cx.locals[local].type, span, { local }), value: ex(cx, "some", cx.locals[local].type, span, { value }) },
      comments,
    );
    return;
  }
  occurs(cx, local, true);
  push(cx, "assign", span, { place: ex(cx, "local", cx.locals[local].type, span, { local }), value }, comments);
}

/** The members of a variable's type that a value has. */
const narrowTo = (declared: Ty, value: Ty): Ty => {
  if (declared === value || declared.length <= 1) return declared;
  const found = declared.filter((a) =>
    value.some(
      (b) =>
        a.k === b.k &&
        (a.k !== "inst" || a.cls === (b as typeof a).cls) &&
        (a.k !== "tuple" || a.elems.length === (b as typeof a).elems.length),
    ),
  );
  return found.length && found.length < declared.length ? found : declared;
};

/** The type of an expression that nothing is known of. */
export const unknownType = (cx: Cx): Type => irType(cx.p, []);
