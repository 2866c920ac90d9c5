/**
 * Metaclasses of the program, derived from `type`: what they do when a class is made and when it is called, and what they lend to classes. Their methods are
 * compiled for each class, as class methods are.
 */
import type { Span } from "../../../base/span.ts";
import { refuse } from "../../../diagnostics/diagnostic.ts";
import type { Expr, FunctionNode, Stmt } from "../ast/nodes.ts";
import { findAttribute, findMethod, type ClassInfo } from "../infer/classes.ts";
import { NONE, STR } from "../infer/types.ts";
import { str } from "../../../ir/index.ts";
import { blocksOf, exprsOf, innerExprs } from "../scope-tree.ts";
import { ghost } from "./builtins.ts";
import { classAttributeVal } from "./class-attributes.ts";
import { classCallable, constructClass } from "./classes.ts";
import { ex, push, type Cx, type Val } from "./context.ts";
import { expr } from "./expressions.ts";
import { callUser } from "./functions.ts";
import { dataParameters } from "./dataclass-fields.ts";
import type { ArgVal } from "./rows.ts";
import { withSpread } from "./spread.ts";

/** Classes that make classes. */
const TYPES = ["type", "ABCMeta"];

/** Is a class one whose objects are classes? */
const isMetaclass = (cls: ClassInfo): boolean => cls.builtin !== undefined && TYPES.includes(cls.builtin);

/** The metaclass of the program that a class statement names; undefined where it names none, or one of the library. */
export function metaclassOf(cx: Cx, s: Stmt<"class">): ClassInfo | undefined {
  const named = s.cls.bases.find((base) => base.name === "metaclass");
  if (!named) return undefined;
  const [atom] = expr(cx, named.value).ty;
  if (atom?.k === "fn" && atom.fn.kind === "class" && isMetaclass(atom.fn.cls)) return checked(atom.fn.cls, named.value.span);
  const known =
    atom?.k === "fn" &&
    ((atom.fn.kind === "special" && ["abc ABCMeta", "EnumMeta", "EnumType"].includes(atom.fn.special)) ||
      (atom.fn.kind === "type" && atom.fn.type === "type"));
  return known ? undefined : refuse("PY0412", named.value.span, `\`${s.cls.name}\` has a metaclass of its own`);
}

/** Methods of a metaclass that would change what its classes are. */
const REFUSED = /^__(?!new__|init__|call__|repr__|str__)\w+__$/;

function checked(meta: ClassInfo, span: Span): ClassInfo {
  for (const each of meta.mro)
    for (const { name, fn, kind } of each.methods.values()) {
      if (REFUSED.test(name) || kind !== "instance") refuse("PY0412", span, `the metaclass \`${meta.name}\` has a \`${name}\``);
      if (name === "__new__" || name === "__init__") checkNamespace(fn.def);
    }
  return meta;
}

/** The bases and the names of a class body may only be handed on to `type`. */
function checkNamespace(def: FunctionNode): void {
  const given = new Set(def.params.slice(2).map((param) => param.name));
  const look = (e: Expr): void => {
    if (e.kind === "call" && e.callee.kind === "attribute" && e.callee.name === def.name) {
      for (const { value } of e.args) if (value.kind !== "name") look(value);
      return;
    }
    if (e.kind === "name" && given.has(e.id)) refuse("PY0412", e.span, `\`${def.name}\` of a metaclass looks at \`${e.id}\``);
    for (const inner of innerExprs(e)) if (inner) look(inner);
  };
  const visit = (body: readonly Stmt[]): void => {
    for (const s of body) {
      for (const e of exprsOf(s)) if (e) look(e);
      blocksOf(s).forEach(visit);
    }
  };
  visit(def.body);
}

/** The metaclass of the program that a class has. */
export const metaOf = (cls: ClassInfo): ClassInfo | undefined => cls.mro.find((each) => each.meta)?.meta;

/** Runs what a metaclass does when a class is made. */
export function makeClass(cx: Cx, cls: ClassInfo, span: Span): void {
  const meta = metaOf(cls);
  if (!meta) return;
  const none = (): ArgVal => ({ value: { ty: NONE, e: ex(cx, "unit", { kind: "unit" }, span, {}) } });
  const name = (): ArgVal => ({ value: { ty: STR, e: ex(cx, "str", str, span, { value: cls.name }) } });
  const self = (): Val => ghost(cx, classCallable(cx, cls), span);
  for (const method of ["__new__", "__init__"]) {
    const found = findMethod(meta, method);
    if (!found) continue;
    const receiver = method === "__new__" ? ghost(cx, classCallable(cx, meta), span) : self();
    const named = found.fn.def.params.length;
    if (named !== 4 && !found.fn.def.params.some((param) => param.kind === "double" || param.kind === "star"))
      refuse("PY0412", span, `the \`${method}\` of the metaclass \`${meta.name}\` takes other arguments`);
    const made = callUser(cx, found.fn, [name(), none(), none()], span, { cls, receiver });
    push(cx, "expression", span, { value: made.e });
  }
}

/** `super().method(…)` in a metaclass, of which `cls` is an object; undefined where the method stands in another class. */
export function metaSuper(cx: Cx, owner: ClassInfo, cls: ClassInfo, name: string, args: readonly ArgVal[], span: Span): Val | undefined {
  if (!isMetaclass(owner)) return undefined;
  const meta = metaOf(cls);
  const method = meta && findMethod(meta, name, owner);
  const self = ghost(cx, classCallable(cx, cls), span);
  if (method) {
    const receiver = name === "__new__" ? ghost(cx, classCallable(cx, meta), span) : self;
    return callUser(cx, method.fn, name === "__new__" ? args.slice(1) : args, span, { cls, receiver });
  }
  if (name === "__new__") return self;
  if (name === "__init__") return { ty: NONE, e: ex(cx, "unit", { kind: "unit" }, span, {}) };
  if (name !== "__call__") return refuse("PY0406", span, `\`super().${name}\` is a method of \`type\``);
  return typeCall(cx, cls, args, span);
}

/** `type.__call__(cls, …)`: an object of the class, past its metaclass. */
export function typeCall(cx: Cx, cls: ClassInfo, args: readonly ArgVal[], span: Span): Val {
  const params = findMethod(cls, "__init__")?.fn.def.params.slice(1) ?? dataParameters(cls);
  return withSpread(cx, args, span, (given) => constructClass(cx, cls, given, cls.node, span, true), params);
}

/** The call of a class whose metaclass has a `__call__`; undefined for other classes. */
export function metaCall(cx: Cx, cls: ClassInfo, args: readonly ArgVal[], span: Span): Val | undefined {
  const meta = metaOf(cls);
  const method = meta && findMethod(meta, "__call__");
  return method && callUser(cx, method.fn, args, span, { cls, receiver: undefined });
}

/** `Class.name` of an attribute that its metaclass has. */
export function metaAttribute(cx: Cx, cls: ClassInfo, name: string, span: Span): Val | undefined {
  const meta = metaOf(cls);
  return meta && findAttribute(meta, name) ? classAttributeVal(cx, meta, name, span) : undefined;
}

/** `Class.name(args)` of a method that its metaclass has. */
export function metaMethod(cx: Cx, cls: ClassInfo, name: string, args: () => readonly ArgVal[], span: Span): Val | undefined {
  const meta = metaOf(cls);
  const method = meta && findMethod(meta, name);
  return method && callUser(cx, method.fn, args(), span, { cls, receiver: undefined });
}
