/** Classes derived from builtin types: they inherit from a class of library/builtin_bases, whose objects hold a value of the type. */
import type { Span } from "../../../base/span.ts";
import type { Expr, FunctionNode, Stmt } from "../ast/nodes.ts";
import type { UserFunction } from "../infer/callables.ts";
import type { ClassInfo } from "../infer/classes.ts";
import { refuse } from "../../../diagnostics/diagnostic.ts";
import type { Atom, Ty } from "../infer/types.ts";
import { ABSTRACT_BASES, ABSTRACT_MODULE, BUILTIN_BASES } from "../library/index.ts";
import { readAttribute } from "./attributes.ts";
import type { Cx, Val } from "./context.ts";
import { classInfo } from "./definitions.ts";
import { callsInit } from "../builtin-new.ts";

/** The attribute that has the value. */
const HELD = "builtin_value";

const isStandIn = (cls: ClassInfo): boolean => cls.module.name.startsWith("builtin bases.");

/** The class that stands for a builtin type as a base; `type` is its name, or that of the library. */
export function standIn(cx: Cx, type: string): ClassInfo | undefined {
  const module = cx.p.byName.get(BUILTIN_BASES[type.replace(/^collections\./, "")] ?? "");
  const s = module?.node.body.find((each): each is Stmt<"class"> => each.kind === "class");
  return module && s && classInfo(cx, module, s);
}

/** The class that stands for one of `collections.abc` as a base. */
export function abstractBase(cx: Cx, name: string): ClassInfo | undefined {
  const module = ABSTRACT_BASES.has(name) ? cx.p.byName.get(ABSTRACT_MODULE) : undefined;
  const called = name === "AbstractSet" ? "Set" : name;
  const s = module?.node.body.find((each): each is Stmt<"class"> => each.kind === "class" && each.cls.name === called);
  return module && s && classInfo(cx, module, s);
}

/** The class by which `cls` is derived from the builtin type. */
const derivation = (cls: ClassInfo, type: string): ClassInfo | undefined => {
  const name = BUILTIN_BASES[type.replace(/^collections\./, "")];
  return name === undefined ? undefined : cls.mro.find((each) => each.module.name === name);
};

/** Is a value an object of a class that is derived from the builtin type? */
export const isDerived = (atom: Atom, type: string): boolean =>
  atom.k === "inst" && (derivation(atom.cls, type) !== undefined || (type === "dict" && derivation(atom.cls, "OrderedDict") !== undefined));

/** Refuses objects of such classes where the runtime would have to know them for what they are derived from. */
export function refuseDerived(ty: Ty, where: string, span: Span): void {
  for (const atom of ty)
    if (atom.k === "inst" && atom.cls.mro.some(isStandIn)) refuse("PY0409", span, `objects of \`${atom.cls.name}\` ${where}`);
}

/** The class before the builtin type in the order of `cls`: its methods come after. */
export function beforeBuiltin(cls: ClassInfo, type: string): ClassInfo | undefined {
  const found = derivation(cls, type);
  return found && cls.mro[cls.mro.indexOf(found) - 1];
}

/** Is it the attribute with the value of the builtin type, which is there from the start? */
export const isHeld = (cls: ClassInfo, name: string): boolean => name === HELD && cls.mro.some(isStandIn);

/** The call by which an object gets its builtin value where its class's `__init__` leaves that to `__new__`. */
export function builtinInit(
  cls: ClassInfo,
  def: FunctionNode,
  owner: ClassInfo | undefined,
  body: readonly Stmt[],
): { readonly fn: UserFunction; readonly call: Expr<"call"> } | undefined {
  const base = cls.mro.find(isStandIn);
  const init = base?.methods.get("__init__");
  if (!base || !init || owner === base || callsInit(body)) return undefined;
  const { span } = def;
  return { fn: init.fn, call: { kind: "call", callee: { kind: "name", id: base.name, span }, args: [], span } };
}

/** The builtin value of an object whose class is derived from a builtin type; any other value itself. */
export function heldValue(cx: Cx, val: Val, span: Span): Val {
  const [atom] = val.ty;
  return val.ty.length === 1 && atom.k === "inst" && atom.cls.mro.some(isStandIn) ? readAttribute(cx, val, HELD, span) : val;
}

/** The tuple that an object of a class derived from `tuple` is; any other value itself. */
export const heldTuple = (cx: Cx, val: Val, span: Span): Val =>
  val.ty.length === 1 && isDerived(val.ty[0], "tuple") ? heldValue(cx, val, span) : val;

/** The tuple where the class's objects are gone over as it. */
export function iteratedTuple(cx: Cx, val: Val, span: Span): Val {
  const [atom] = val.ty;
  if (val.ty.length !== 1 || atom.k !== "inst" || !isDerived(atom, "tuple")) return val;
  const owner = atom.cls.mro.find((cls) => cls.methods.has("__iter__"));
  return owner && isStandIn(owner) ? heldValue(cx, val, span) : val;
}
