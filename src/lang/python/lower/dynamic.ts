/**
 * Values whose type is only known at run time (`any`). What an operation means for each kind of value is chosen where it stands: the program's
 * classes and the builtin types that have it are tried one by one, each with the code that a typed value gets; the runtime does the rest.
 */
import type { Span } from "../../../base/span.ts";
import { refuse } from "../../../diagnostics/diagnostic.ts";
import { any, bool, str, type Expression } from "../../../ir/index.ts";
import { findAttribute, findMethod, type ClassInfo } from "../infer/classes.ts";
import { ANY, INT, join, STR, type Atom, type Kind, type Ty } from "../infer/types.ts";
import { dissolve } from "../infer/dynamic.ts";
import { show } from "../infer/show.ts";
import { hasMember, kindsWith } from "../stdlib/members.ts";
import { convert, has, never, tupleAsList, withTemp, withTempVal, without } from "./convert.ts";
import { ex, get, type Cx, type Val } from "./context.ts";
import { EXCEPTION } from "../infer/types.ts";
import { isException, toException } from "./exception-objects.ts";
import { dynamicFunction } from "./dynamic-functions.ts";
import { irType, memberIndex } from "./ir-types.ts";
import { distinct } from "./operators.ts";
import { need } from "./protocols.ts";
import { callRow } from "./rows.ts";

export const isDynamic = (ty: Ty): boolean => ty.length === 1 && ty[0].k === "any";

/** A builtin type as what `any` holds of it: containers of `any`. */
export function kindAtom(cx: Cx, kind: Kind): Atom | undefined {
  const { dynamic } = cx.p.w;
  switch (kind) {
    case "int":
    case "float":
    case "bool":
    case "str":
    case "bytes":
    case "none":
    case "exception":
      return { k: kind };
    case "list":
    case "set":
    case "frozenset":
    case "vartuple":
      return { k: kind, elem: dynamic };
    case "tuple":
      return { k: "vartuple", elem: dynamic };
    case "dict":
      return { k: "dict", key: dynamic, value: dynamic };
    default:
      return undefined;
  }
}

/** May a dynamic value be of this kind at all? */
export const isSeen = (cx: Cx, atom: Atom): boolean =>
  !["bytes", "set", "frozenset"].includes(atom.k) || get(cx, cx.p.w.objects).some((each) => each.k === atom.k);

/** The classes of the program whose objects become dynamic values. */
export const dynamicClasses = (cx: Cx): (Atom & { k: "inst" })[] => get(cx, cx.p.w.objects).filter((atom) => atom.k === "inst");

/** Does an object of a class have an attribute, property or method of this name? */
const classHas = (cls: ClassInfo, name: string): boolean =>
  cls.fields.has(name) || findMethod(cls, name) !== undefined || findAttribute(cls, name) !== undefined;

/** What a dynamic value may be so that it has an attribute or method of this name. */
export function bearers(cx: Cx, name: string): Ty {
  const builtin = kindsWith(name)
    .flatMap((kind) => kindAtom(cx, kind) ?? [])
    .filter((atom) => isSeen(cx, atom));
  return [...dynamicClasses(cx).filter((atom) => classHas(atom.cls, name)), ...builtin];
}

/** Classes with a method of one of these names. */
export const withMethod = (cx: Cx, ...names: readonly string[]): Ty =>
  dynamicClasses(cx).filter((atom) => names.some((name) => findMethod(atom.cls, name)));

const NAMES: Partial<Record<Kind, string>> = { vartuple: "tuple", none: "NoneType", func: "function" };

/** Is the value of this kind? */
export function isKind(cx: Cx, val: Val, atom: Atom, span: Span): Expression {
  if (!cx.p.emitting) return val.e;
  if (atom.k === "inst")
    return ex(cx, "runtime", bool, span, {
      row: "py.any.is_object",
      args: [val.e, ex(cx, "int", irType(cx.p, INT), span, { value: BigInt(atom.cls.id) })],
    });
  const name: Val = { ty: STR, e: ex(cx, "str", str, span, { value: NAMES[atom.k] ?? atom.k }) };
  return ex(cx, "runtime", bool, span, { row: "py.any.is_kind", args: [val.e, name.e] });
}

/** The value as one of this kind, which it is. */
const asKind = (cx: Cx, val: Val, atom: Atom, span: Span): Val => ({
  ty: [atom],
  e: ex(cx, "fromAny", irType(cx.p, [atom]), span, { value: val.e, message: `TypeError: ${show([atom])} expected` }),
});

/** Applies an operation to each of the kinds that the value may be; `otherwise` is what any other value does. */
export function eachKind(cx: Cx, val: Val, kinds: Ty, span: Span, otherwise: (one: Val) => Val, apply: (one: Val) => Val | undefined): Val {
  if (kinds.length === 0) return otherwise(val);
  return withTempVal(cx, val, span, (again) => {
    const results = kinds.flatMap((atom) => {
      const made = apply(asKind(cx, again(), atom, span));
      return made ? [{ atom, made }] : [];
    });
    const rest = otherwise(again());
    const ty = [...results.map((each) => each.made), rest].reduce((all, each) => join(cx.p.w, all, each.ty), [] as Ty);
    if (!cx.p.emitting) return { ty, e: val.e };
    const seen = new Set<number>();
    let e = distinct(cx, convert(cx, rest, ty, span), seen);
    for (const { atom, made } of results.reverse())
      e = ex(cx, "conditional", irType(cx.p, ty), span, {
        test: isKind(cx, again(), atom, span),
        then: distinct(cx, convert(cx, made, ty, span), seen),
        orElse: e,
      });
    return { ty, e };
  });
}

/** Reading a name that the value does not have. */
export function noAttribute(cx: Cx, val: Val, name: string, span: Span): Val {
  const text: Val = { ty: STR, e: ex(cx, "str", str, span, { value: name }) };
  return never(cx, callRow(cx, "any.no_attribute", [{ value: val }, { value: text }], span, span).e, span);
}

/** Containers that are more than their items: what makes them so would be lost. */
const special = (atom: Atom): string | undefined =>
  atom.k === "dict" && atom.flavour && atom.flavour !== "ordered" ? atom.flavour : undefined;

/** The value as `any`. Containers and instances stay the objects that they are. */
export function toDynamic(cx: Cx, val: Val, span: Span): Expression {
  const { ty } = val;
  if (ty.length > 1) return membersToDynamic(cx, val, span);
  const atom = ty[0];
  const plain = (value: Expression): Expression => ex(cx, "toAny", any, span, { value });
  const row = (name: string, value: Val): Expression => callRow(cx, `any.${name}`, [{ value }], span, span).e;
  switch (atom.k) {
    case "any":
      return val.e;
    case "vartuple":
      return row("of_tuple", { ty: [{ k: "list", elem: cx.p.w.dynamic }], e: itemsOf(cx, val, span) });
    case "tuple":
      if (atom.names) refuse("PY0504", span, `a named tuple (${show(ty)}) becomes a value whose type is only known at run time`);
      return row("of_tuple", { ty: [{ k: "list", elem: cx.p.w.dynamic }], e: tupleAsList(cx, val, cx.p.w.dynamic, span) });
    case "frozenset":
      return row("of_frozenset", { ty: [{ k: "set", elem: atom.elem }], e: val.e });
    case "inst":
      if (isException(atom.cls)) return toDynamic(cx, { ty: EXCEPTION, e: toException(cx, val, atom.cls, span) }, span);
      if (atom.cls.enum) refuse("PY0504", span, `a member of \`${atom.cls.name}\` becomes a value whose type is only known at run time`);
      for (const each of ["repr", "equal", "dynamic"] as const) need(cx, ty, each, span);
      if (!findMethod(atom.cls, "__eq__") || findMethod(atom.cls, "__hash__")) need(cx, ty, "key", span);
      need(cx, ty, "order", span);
      return plain(val.e);
    case "iter":
      return row("of_iter", { ty: [{ k: "iter", elem: cx.p.w.dynamic }], e: itemsOf(cx, val, span) });
    case "fn":
    case "func":
      return dynamicFunction(cx, val, span);
    case "module":
    case "rt":
    case "slice":
    case "deque":
    case "notImplemented":
      return refuse("PY0504", span, `a value of type ${show(ty)} becomes one whose type is only known at run time`);
    default:
      if (special(atom)) refuse("PY0504", span, `a ${special(atom)} becomes a value whose type is only known at run time`);
      return plain(val.e);
  }
}

/** The items of a tuple of unknown length, or of an iterator, as `any` each. */
function itemsOf(cx: Cx, val: Val, span: Span): Expression {
  return toIterable(cx, val, ANY, span, span);
}

function membersToDynamic(cx: Cx, val: Val, span: Span): Expression {
  if (has(val.ty, "none")) {
    const rest = without(val.ty, "none");
    return withTemp(cx, val, span, (again) =>
      ex(cx, "conditional", any, span, {
        test: ex(cx, "isNone", bool, span, { value: again(), negated: false }),
        then: ex(cx, "toAny", any, span, { value: ex(cx, "unit", { kind: "unit" }, span, {}) }),
        orElse: toDynamic(cx, { ty: rest, e: ex(cx, "unwrap", irType(cx.p, rest), span, { value: again() }) }, span),
      }),
    );
  }
  return withTemp(cx, val, span, (again) => {
    let result: Expression | undefined;
    for (const atom of [...val.ty].reverse()) {
      const i = memberIndex(val.ty, atom);
      const one = toDynamic(cx, { ty: [atom], e: ex(cx, "project", irType(cx.p, [atom]), span, { value: again(), member: i }) }, span);
      result = result
        ? ex(cx, "conditional", any, span, {
            test: ex(cx, "isMember", bool, span, { value: again(), members: [i] }),
            then: one,
            orElse: result,
          })
        : one;
    }
    return result!;
  });
}

/** The value of a type that narrowing has proven, or that typed code asks for: a checked downcast. */
export function fromDynamic(cx: Cx, val: Val, to: Ty, span: Span): Expression {
  const type = irType(cx.p, to);
  const message = `TypeError: ${show(to)} expected`;
  const rest = without(to, "none");
  if (rest.length < 2 && !rest.some((atom) => atom.k === "tuple" || atom.k === "func"))
    return ex(cx, "fromAny", type, span, { value: val.e, message });
  if (rest.length === 1) return ex(cx, "fromAny", type, span, { value: val.e, message });
  return withTemp(cx, val, span, (again) => {
    let result: Expression | undefined;
    for (const atom of [...rest].reverse()) {
      const made = convert(cx, asKind(cx, { ty: ANY, e: again() }, atom, span), to, span);
      result = result
        ? ex(cx, "conditional", irType(cx.p, to), span, {
            test: isKind(cx, { ty: ANY, e: again() }, atom, span),
            then: made,
            orElse: result,
          })
        : made;
    }
    if (rest.length === to.length) return result!;
    return ex(cx, "conditional", irType(cx.p, to), span, {
      test: isKind(cx, { ty: ANY, e: again() }, { k: "none" }, span),
      then: ex(cx, "none", irType(cx.p, to), span, {}),
      orElse: result!,
    });
  });
}

/** Every kind of value that `any` can hold, for class tests. */
export function everyKind(cx: Cx): Ty {
  const builtin = (
    ["int", "float", "bool", "str", "bytes", "none", "list", "dict", "set", "frozenset", "tuple", "exception"] as const
  ).flatMap((kind) => kindAtom(cx, kind) ?? []);
  return [...dynamicClasses(cx), ...builtin, { k: "func", site: undefined as never }];
}

/** Kinds whose values typed code takes over without a loss: no copy, and nothing else passes the same test. */
const NARROWED: ReadonlySet<Kind> = new Set(["float", "bool", "str", "bytes", "none", "list", "dict", "inst"]);

/** What is known of a dynamic value of one of these kinds. */
export function narrowed(kinds: Ty): Ty {
  if (kinds.length === 1 && NARROWED.has(kinds[0].k)) return kinds;
  return kinds.length > 0 && kinds.every((atom) => atom.k === "inst") ? kinds : ANY;
}

/** Is the value of one of these kinds? */
export function isOneOf(cx: Cx, val: Val, kinds: Ty, span: Span): Expression {
  if (kinds.length === 0) return ex(cx, "bool", bool, span, { value: false });
  return withTemp(cx, val, span, (again) =>
    kinds
      .map((atom) => isKind(cx, { ty: ANY, e: again() }, atom, span))
      .reduce((left, right) => ex(cx, "logical", bool, span, { op: "or", left, right })),
  );
}

export { hasMember };

import { toIterable } from "./iteration.ts";

/** While types are being solved: what becomes dynamic with the value. */
export function noteDynamic(cx: Cx, val: Val, span: Span): void {
  for (const atom of val.ty) {
    const one: Val = { ty: [atom], e: val.e };
    if (atom.k === "fn" || atom.k === "func") dynamicFunction(cx, one, span);
    else if (atom.k === "tuple") tupleAsList(cx, one, cx.p.w.dynamic, span);
    else dissolve(cx.p.w, atom);
  }
}
