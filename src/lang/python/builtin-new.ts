/**
 * `__new__` of classes that are derived from builtin types whose values do not change. Where it makes the object with one call of the base's
 * `__new__`, it says what `__init__` says of other classes, and is written so before names are resolved.
 */
import type { ClassNode, Expr, FunctionNode, ModuleNode, Stmt } from "./ast/nodes.ts";
import { blocksOf, eachExpr, exprsOf } from "./scope-tree.ts";

const BASES = new Set(["tuple", "str", "int", "float"]);

/** The arguments behind the class of `super().__new__(cls, …)`, `tuple.__new__(cls, …)`. */
function madeBy(e: Expr | undefined, cls: string): Expr<"call">["args"] | undefined {
  if (e?.kind !== "call" || e.callee.kind !== "attribute" || e.callee.name !== "__new__") return undefined;
  const { object } = e.callee;
  const base = object.kind === "call" ? object.callee : object;
  if (base.kind !== "name" || !(object.kind === "call" ? base.id === "super" : BASES.has(base.id))) return undefined;
  const [first, ...rest] = e.args;
  return first?.value.kind === "name" && first.value.id === cls ? rest : undefined;
}

/** How often a name is used in statements. */
function uses(body: readonly Stmt[], name: string): number {
  let count = 0;
  for (const s of body) {
    for (const e of exprsOf(s)) if (e) eachExpr(e, (inner) => (count += inner.kind === "name" && inner.id === name ? 1 : 0));
    for (const inner of blocksOf(s)) count += uses(inner, name);
  }
  return count;
}

/** `super().__init__(…)` in place of a statement. */
function init(s: Stmt, args: Expr<"call">["args"]): Stmt {
  const { span } = s;
  const base: Expr = { kind: "call", callee: { kind: "name", id: "super", span }, args: [], span };
  const value: Expr = { kind: "call", callee: { kind: "attribute", object: base, name: "__init__", span }, args, span };
  return { kind: "expr", value, span, ...(s.comments ? { comments: s.comments } : {}) };
}

/** Do statements call an `__init__` somewhere? */
export const callsInit = (body: readonly Stmt[]): boolean =>
  body.some((s) => {
    let found = false;
    for (const e of exprsOf(s)) if (e) eachExpr(e, (inner) => (found ||= inner.kind === "attribute" && inner.name === "__init__"));
    return found || blocksOf(s).some(callsInit);
  });

/** An `__init__` that leaves the value to `__new__`, which takes what the class is called with. */
function withValue(fn: FunctionNode): FunctionNode {
  const [, first] = fn.params;
  const [start] = fn.body;
  if (!first || !start || callsInit(fn.body)) return fn;
  const { comments: _, ...at } = start;
  return { ...fn, body: [init(at as Stmt, [{ value: { kind: "name", id: first.name, span: first.span } }]), ...fn.body] };
}

/** The `__init__` that a `__new__` comes to; undefined where it does more. */
function asInit(fn: FunctionNode): FunctionNode | undefined {
  const [first, ...params] = fn.params;
  const last = fn.body[fn.body.length - 1];
  if (!first || last?.kind !== "return") return undefined;
  const before = fn.body.slice(0, -1);
  const made = madeBy(last.value, first.name);
  if (made) {
    if (uses(fn.body, first.name) !== 1 || uses(fn.body, "self") > 0 || params.some((param) => param.name === "self")) return undefined;
    return { ...fn, name: "__init__", params: [{ ...first, name: "self" }, ...params], body: [...before, init(last, made)] };
  }
  if (last.value?.kind !== "name") return undefined;
  const self = last.value.id;
  const isSelf = (s: Stmt): s is Stmt<"assign"> =>
    s.kind === "assign" && s.targets.length === 1 && s.targets[0].kind === "name" && s.targets[0].id === self;
  const makers = before.filter(isSelf);
  const args = makers.length === 1 ? madeBy(makers[0].value, first.name) : undefined;
  if (!args || uses(fn.body, first.name) !== 1) return undefined;
  const body = before.map((s) => (s === makers[0] ? init(s, args) : s));
  return { ...fn, name: "__init__", params: [{ ...first, name: self }, ...params], body };
}

const inClass = (cls: ClassNode): ClassNode =>
  cls.bases.some((base) => base.value.kind === "name" && BASES.has(base.value.id)) ? inTupleClass(cls) : cls;

/** The same of a class whose base is derived from such a type. */
export function inTupleClass(cls: ClassNode): ClassNode {
  const named = (name: string): Stmt<"def"> | undefined => cls.body.find((s): s is Stmt<"def"> => s.kind === "def" && s.fn.name === name);
  const maker = named("__new__");
  const own = named("__init__");
  if (own && !maker) return { ...cls, body: cls.body.map((s) => (s === own ? { ...own, fn: withValue(own.fn) } : s)) };
  const init = maker && !own ? asInit(maker.fn) : undefined;
  return init ? { ...cls, body: cls.body.map((s) => (s === maker ? { ...maker, fn: init, decorators: [] } : s)) } : cls;
}

/** The module with such methods written as `__init__`; itself when it has none. */
export function withBuiltinNew(module: ModuleNode, text: string): ModuleNode {
  if (!/\b__(new|init)__\b/.test(text)) return module;
  return { ...module, body: module.body.map((s) => (s.kind === "class" ? { ...s, cls: inClass(s.cls) } : s)) };
}
