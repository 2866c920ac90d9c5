/** Attributes of functions: `__doc__`, and those that the program gives them. */
import type { Span } from "../../../base/span.ts";
import { refuse } from "../../../diagnostics/diagnostic.ts";
import { str } from "../../../ir/index.ts";
import type { FunctionNode } from "../ast/nodes.ts";
import type { Callable, UserFunction } from "../infer/callables.ts";
import { findMethod } from "../infer/classes.ts";
import type { Instance } from "../infer/instances.ts";
import { findSite, flow, newCell, NONE, STR, type Atom, type Cell, type Ty } from "../infer/types.ts";
import { raises } from "./convert.ts";
import { ex, get, type Cx, type Prog, type Val } from "./context.ts";
import { dynamicClasses, eachKind } from "./dynamic.ts";
import { callable } from "./builtins.ts";
import { qualified } from "./dynamic-functions.ts";
import { irCell, isGhost } from "./ir-types.ts";
import { callRow } from "./rows.ts";

/** Where an attribute of one function is kept. */
interface Store {
  readonly cell: Cell;
  assigned: boolean;
  global?: number;
}

const stores = new WeakMap<Prog, Map<string, Store>>();

function storeOf(cx: Cx, fn: UserFunction, name: string): Store {
  let known = stores.get(cx.p);
  if (!known) stores.set(cx.p, (known = new Map()));
  const key = `${fn.key}.${name}`;
  let found = known.get(key);
  if (!found) known.set(key, (found = { cell: newCell(cx.p.w), assigned: false }));
  return found;
}

/** Calls that run at most once each time the code around them does, by the place of the call. */
const single = new WeakMap<Span, Instance>();
const callers = new WeakMap<Instance, Set<Span>>();

/** Notes a decorator, or a call that is all of a statement's value. */
export function noteSingle(cx: Cx, span: Span): void {
  if (cx.loops.length === 0 && !cx.closure) single.set(span, cx.inst);
}

/** Notes who calls an instance. */
export function noteCaller(inst: Instance, span: Span): void {
  const known = callers.get(inst);
  if (known) known.add(span);
  else callers.set(inst, new Set([span]));
}

/** Does the code of an instance run at most once? Then a function that it defines is one object. */
function runsOnce(inst: Instance): boolean {
  if (inst.init) return true;
  const [span, ...others] = callers.get(inst) ?? [];
  const around = others.length === 0 && span ? single.get(span) : undefined;
  return around !== undefined && around !== inst && runsOnce(around);
}

/** The function of the program that a value is, where that is one. */
export function soleFunction(atom: Atom): UserFunction | undefined {
  const targets: readonly Callable[] = atom.k === "fn" ? [atom.fn] : atom.k === "func" ? findSite(atom.site).targets : [];
  return targets.length === 1 && targets[0].kind === "function" ? targets[0] : undefined;
}

/** The function whose name another one is given: that of a method, too. */
export function wrappedFunction(atom: Atom): UserFunction | undefined {
  return atom.k === "fn" && atom.fn.kind === "unbound" ? findMethod(atom.fn.cls, atom.fn.method)?.fn : soleFunction(atom);
}

function place(cx: Cx, fn: UserFunction, name: string, store: Store, span: Span): Val {
  const ty = get(cx, store.cell);
  if (!cx.p.emitting || isGhost(ty)) return { ty, e: ex(cx, "unit", { kind: "unit" }, span, {}) };
  if (fn.parent && !runsOnce(fn.parent))
    refuse("PY0307", span, `an attribute of the function \`${fn.name}\`, of which there may be several objects`);
  if (store.global === undefined) {
    store.global = cx.p.irGlobals.length;
    cx.p.irGlobals.push({
      id: store.global,
      name: `${fn.def.name}_${name}`,
      module: fn.module.index,
      span: fn.def.span,
      type: irCell(cx.p, store.cell),
      constant: false,
      unset: `AttributeError: 'function' object has no attribute '${name}'`,
    });
    cx.p.items.push({ kind: "global", id: store.global, module: fn.module.index, at: fn.def.span.start });
  }
  return { ty, e: ex(cx, "global", irCell(cx.p, store.cell), span, { global: store.global }) };
}

/** Functions under the name of another one, of which there are several. */
const named = new WeakSet<FunctionNode>();
const namedIn = new WeakSet<Prog>();

/** Notes that the function has its name by `functools.wraps` of one of several. */
export function nameUnknown(cx: Cx, fn: UserFunction): void {
  named.add(fn.def);
  namedIn.add(cx.p);
}

/** Refuses to tell what a function is called where that is not known. */
export function checkName(cx: Cx, atom: Atom, span: Span): void {
  const known = atom.k === "fn" ? atom.fn.kind !== "function" || !named.has(atom.fn.def) : !namedIn.has(cx.p);
  if (!known && cx.p.emitting) refuse("PY0307", span, "the name of a function that `functools.wraps` gives that of one of several");
}

/** The docstring of a function or class, as it is. */
export function docVal(cx: Cx, body: FunctionNode["body"], span: Span): Val {
  const [first] = body;
  return first?.kind === "expr" && first.value.kind === "str"
    ? { ty: STR, e: ex(cx, "str", str, span, { value: first.value.value }) }
    : { ty: NONE, e: ex(cx, "unit", { kind: "unit" }, span, {}) };
}

/** `__doc__` of a function or object whose type is not known. */
export const dynamicDoc = (cx: Cx, object: Val, node: object, span: Span): Val =>
  eachKind(
    cx,
    object,
    dynamicClasses(cx),
    span,
    (one) => callRow(cx, "any.function_doc", [{ value: one }], node, span),
    (one) => docVal(cx, (one.ty[0] as Atom & { k: "inst" }).cls.node.body, span),
  );

/** `fn.name`, without `__name__`. */
export function functionAttribute(cx: Cx, fn: UserFunction, name: string, span: Span): Val | undefined {
  if (name === "__doc__") return docVal(cx, (fn.wraps ?? fn).def.body, span);
  if (name === "__qualname__") return { ty: STR, e: ex(cx, "str", str, span, { value: qualified(fn) }) };
  if (name.startsWith("__")) return undefined;
  const store = storeOf(cx, fn, name);
  if (store.assigned || !cx.p.emitting) return place(cx, fn, name, store, span);
  if (fn.wraps && storeOf(cx, fn.wraps, name).assigned)
    return refuse("PY0307", span, `the attribute \`${name}\` that \`functools.wraps\` copies`);
  return raises(cx, `AttributeError: 'function' object has no attribute '${name}'`, span);
}

/** The place `fn.name` for an assignment of a value of this type. */
export function functionPlace(cx: Cx, fn: UserFunction, name: string, value: Ty, span: Span): Val {
  if (name.startsWith("__")) return refuse("PY0307", span, `\`${name}\` of a function is assigned`);
  const store = storeOf(cx, fn, name);
  store.assigned = true;
  flow(cx.p.w, store.cell, value);
  return place(cx, fn, name, store, span);
}

/** The function `fn` under the name of the one that it wraps. */
export function wrapping(cx: Cx, fn: UserFunction, wraps: UserFunction): Callable {
  const { key, site: _, ...rest } = fn;
  return callable<"function">(cx.p, `${key} for ${wraps.key}`, fn.def.params.length, {
    ...rest,
    name: wraps.name,
    wraps: wraps.wraps ?? wraps,
  });
}
