/** Classes as values: which of them become dynamic, and what they then answer to. */
import type { Span } from "../../../base/span.ts";
import { str, type Expression } from "../../../ir/index.ts";
import { findAttribute, findMethod, type ClassInfo } from "../infer/classes.ts";
import { makeDynamic } from "../infer/dynamic.ts";
import { ANY, findSite, flow, STR, touch, type Atom, type Ty } from "../infer/types.ts";
import { callable, ghost } from "./builtins.ts";
import { classCallable } from "./classes.ts";
import { ex, get, site, siteCell, type Cx, type Val } from "./context.ts";
import { classSet } from "./class-sets.ts";
import { convert } from "./convert.ts";
import { irCell, irType } from "./ir-types.ts";
import { pendingField } from "./pending-fields.ts";
import { callRow } from "./rows.ts";

const values = classSet();

/** Notes that a class becomes a dynamic value. */
export function noteClassValue(cx: Cx, cls: ClassInfo): void {
  if (!cx.p.w.frozen) values.add(cx, cls);
}

const atomOf = (cx: Cx, cls: ClassInfo): Atom => ({ k: "fn", fn: classCallable(cx, cls) });

/** The classes that are dynamic values. */
export const classValues = (cx: Cx): Ty => values.all(cx).map((cls) => atomOf(cx, cls));

/** Those of them that have an attribute, or a function in their body, of this name. */
export const classBearers = (cx: Cx, name: string): Ty =>
  classValues(cx).filter((atom) => {
    if (atom.k !== "fn" || atom.fn.kind !== "class") return false;
    const { cls } = atom.fn;
    if (!cx.p.emitting) get(cx, pendingField(cx, cls, name));
    const kind = findMethod(cls, name)?.kind;
    return (kind !== undefined && kind !== "property" && kind !== "cachedProperty") || findAttribute(cls, name) !== undefined;
  });

/** Is the dynamic value this class? */
export function isClass(cx: Cx, val: Val, cls: ClassInfo, span: Span): Expression {
  const name: Val = { ty: STR, e: ex(cx, "str", str, span, { value: cls.name }) };
  return callRow(cx, "any.is_class", [{ value: val }, { value: name }], cls.fields, span).e;
}

/** A function value that is one of several classes, as a dynamic value: more is asked of it than to make an object. */
export function classAsDynamic(cx: Cx, object: Val): Val | undefined {
  const [atom] = object.ty;
  if (object.ty.length !== 1 || atom.k !== "func") return undefined;
  const site = findSite(atom.site);
  get(cx, site.shape);
  if (!site.targets.some((target) => target.kind === "class")) return undefined;
  makeDynamic(cx.p.w, site);
  return { ty: ANY, e: object.e };
}

/** `Class.__subclasses__()` */
export function subclassesOf(cx: Cx, cls: ClassInfo, node: object, span: Span): Val {
  if (!cx.p.emitting) get(cx, pendingField(cx, cls, "__subclasses__"));
  const direct = cx.p.classList
    .filter((each) => each !== cls && each.node.bases.length > 0 && each.bases.includes(cls))
    .sort((a, b) => a.module.index - b.module.index || a.node.span.start - b.node.span.start);
  return classList(cx, direct, node, span);
}

/** `Class.mro()`: the class, and what it is derived from in the order in which attributes are looked up. */
export const mroOf = (cx: Cx, cls: ClassInfo, node: object, span: Span): Val => classList(cx, [...cls.mro, undefined], node, span);

/** `Class.__mro__`, `Class.__bases__` */
export function basesOf(cx: Cx, cls: ClassInfo, name: string, span: Span): Val | undefined {
  // What stands for a builtin class is no class of the program.
  if (cls.mro.some((each) => each.builtin ?? each.module.library)) return undefined;
  const classes = name === "__mro__" ? [...cls.mro, undefined] : cls.bases.length ? cls.bases : [undefined];
  const made = classList(
    cx,
    classes,
    site(cx, span, name, () => ({})),
    span,
  );
  const [atom] = made.ty;
  return atom.k === "list" ? { ty: [{ k: "vartuple", elem: atom.elem }], e: made.e } : made;
}

/** A list of classes; one that is left out is `object`. */
function classList(cx: Cx, classes: readonly (ClassInfo | undefined)[], node: object, span: Span): Val {
  const object = callable<"type">(cx.p, "type object", 1, { kind: "type", name: "object", type: "object" });
  const callables = classes.map((each) => (each ? classCallable(cx, each) : object));
  const elem = siteCell(cx, node, "classes");
  for (const fn of callables) flow(cx.p.w, elem, [{ k: "fn", fn }]);
  const ty: Ty = [{ k: "list", elem }];
  const want = get(cx, elem);
  const elems = callables.map((fn) => convert(cx, ghost(cx, fn, span), want, span));
  if (cx.p.emitting) irCell(cx.p, elem);
  return { ty, e: ex(cx, "list", irType(cx.p, ty), span, { elems: cx.p.emitting ? elems : [] }) };
}

/** A class has been read: who asked for the classes derived from its bases asks again. */
export function noteSubclass(cx: Cx, cls: ClassInfo): void {
  for (const base of cls.bases) for (const reader of pendingField(cx, base, "__subclasses__").readers) touch(cx.p.w, reader);
}
