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
import { isException, objectOf, toException } from "./exception-objects.ts";
import { ghost } from "./builtins.ts";
import { classBearers, isClass } from "./class-values.ts";
import { classText } from "./exceptions.ts";
import { isRaisable } from "./raisable.ts";
import { dynamicFunction } from "./dynamic-functions.ts";
import { isValueEnum } from "./enums.ts";
import { isNative, nativeKey } from "../infer/natives.ts";
import { shapeOf } from "./format-shape.ts";
import { pyName } from "./type-errors.ts";
import { abilitiesOf, rowsOf } from "../stdlib/types.ts";
import { irType, memberIndex } from "./ir-types.ts";
import { keyOfAtom, memberOf } from "./named-tuples.ts";
import { distinct } from "./operators.ts";
import { isHashable, need } from "./protocols.ts";
import { callRow, hasRow } from "./rows.ts";

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

/** Those of them that have an attribute or method of this name. */
export const withAttribute = (cx: Cx, name: string): (Atom & { k: "inst" })[] =>
  dynamicClasses(cx).filter((atom) => classHas(atom.cls, name));

/** What a dynamic value may be so that it has an attribute or method of this name. */
export function bearers(cx: Cx, name: string): Ty {
  const natives = get(cx, cx.p.w.objects).filter((atom) => isNative(atom) && nativeHas(cx, atom, name));
  const builtin = kindsWith(name)
    .flatMap((kind) => kindAtom(cx, kind) ?? [])
    .filter((atom) => isSeen(cx, atom));
  return [...withAttribute(cx, name), ...natives, ...builtin, ...classBearers(cx, name)];
}

/** Classes with a method of one of these names. */
export const withMethod = (cx: Cx, ...names: readonly string[]): Ty =>
  get(cx, cx.p.w.objects).filter((atom) =>
    names.some((name) => (atom.k === "inst" ? findMethod(atom.cls, name) !== undefined : isNative(atom) && nativeHas(cx, atom, name))),
  );

/** What a dynamic value may be that operators of the library's own types take: a number, a text, another of these types. */
export const valueKinds = (cx: Cx): Ty => [
  ...get(cx, cx.p.w.objects).filter((atom) => atom.k === "rt"),
  ...(["int", "float", "bool", "str"] as const).flatMap((kind) => kindAtom(cx, kind) ?? []),
];

/** What containers of the runtime answer to. */
const CONTAINER = new Set(["__len__", "__iter__", "__getitem__", "__contains__"]);

/** Has a value of a type of the runtime an attribute or method of this name? */
function nativeHas(cx: Cx, atom: Atom, name: string): boolean {
  switch (atom.k) {
    case "tuple":
      return (
        CONTAINER.has(name) ||
        (atom.names?.includes(name) ?? false) ||
        ["_asdict", "_replace", "index", "count"].includes(name) ||
        memberOf(cx, keyOfAtom(atom) ?? "", name) !== undefined
      );
    case "dict":
      return (
        CONTAINER.has(name) ||
        name === "__setitem__" ||
        name === "__delitem__" ||
        hasMember("dict", name) === true ||
        (atom.flavour === "counter" && hasRow(cx, `counter.${name}`))
      );
    case "deque":
      return CONTAINER.has(name) || name === "__setitem__" || hasRow(cx, `deque.${name}`);
    case "rt":
      return hasRow(cx, `${rowsOf(atom.path)}.${name}`);
    default:
      return false;
  }
}

/** The number of a type of the runtime among those whose values become `any`. */
const nativeId = (cx: Cx, atom: Atom): number => get(cx, cx.p.w.objects).findIndex((each) => nativeKey(each) === nativeKey(atom));

const NAMES: Partial<Record<Kind, string>> = { vartuple: "tuple", none: "NoneType", func: "function", iter: "generator" };

/** Is the value of this kind? */
export function isKind(cx: Cx, val: Val, atom: Atom, span: Span): Expression {
  if (!cx.p.emitting) return val.e;
  if (atom.k === "fn" && atom.fn.kind === "class") return isClass(cx, val, atom.fn.cls, span);
  if (atom.k === "inst" && isException(atom.cls)) return isRaisable(cx, val, [classText(atom.cls).split(" ")[0]], "is_exactly", span);
  if (atom.k === "inst")
    return ex(cx, "runtime", bool, span, {
      row: "py.any.is_object",
      args: [val.e, ex(cx, "int", irType(cx.p, INT), span, { value: BigInt(atom.cls.id) })],
    });
  if (isNative(atom))
    return ex(cx, "runtime", bool, span, {
      row: "py.any.is_native",
      args: [val.e, ex(cx, "int", irType(cx.p, INT), span, { value: BigInt(nativeId(cx, atom)) })],
    });
  const name: Val = { ty: STR, e: ex(cx, "str", str, span, { value: NAMES[atom.k] ?? atom.k }) };
  return ex(cx, "runtime", bool, span, { row: "py.any.is_kind", args: [val.e, name.e] });
}

/** The value as one of this kind, which it is. An object of an exception's class is in its exception. */
export function asKind(cx: Cx, val: Val, atom: Atom, span: Span): Val {
  if (atom.k === "inst" && isException(atom.cls)) return objectOf(cx, asKind(cx, val, EXCEPTION[0], span), atom.cls, span);
  if (atom.k === "fn") return ghost(cx, atom.fn, span);
  const value = val.e;
  const message = `TypeError: ${show([atom])} expected`;
  const native = isNative(atom) ? { native: nativeId(cx, atom) } : {};
  return { ty: [atom], e: ex(cx, "fromAny", irType(cx.p, [atom]), span, { value, message, ...native }) };
}

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

/** A value of a type of the runtime as `any`. */
function nativeToDynamic(cx: Cx, val: Val, span: Span): Expression {
  const [atom] = val.ty;
  const id = nativeId(cx, atom);
  const known = get(cx, cx.p.w.objects)[id];
  const shape = atom.k === "rt" || atom.k === "deque" ? undefined : shapeOf(cx, [known]);
  if (atom.k !== "rt" && atom.k !== "deque" && shape === undefined)
    return refuse("PY0504", span, `a value of type ${show(val.ty)} becomes one whose type is only known at run time`);
  const name =
    atom.k === "tuple"
      ? (atom.label ?? "tuple")
      : atom.k === "dict"
        ? atom.flavour === "counter"
          ? "Counter"
          : atom.flavour === "ordered"
            ? "OrderedDict"
            : "defaultdict"
        : pyName([atom]);
  for (const each of ["repr", "equal"] as const) need(cx, [known], each, span);
  const key = atom.k === "rt" || (known.k === "tuple" && known.elems.every((elem) => elem.every((one) => HASHED.has(one.k))));
  const { can, number } = atom.k === "rt" ? abilitiesOf(atom.path) : {};
  const as = key
    ? number
      ? "number"
      : can?.includes("Order")
        ? "ordered"
        : "key"
    : known.k === "dict" && [known.key, known.value].every((cell) => isPlainly(cx, get(cx, cell)))
      ? "mapping"
      : undefined;
  const made = (value: Expression): Expression => native(convert(cx, { ty: val.ty, e: value }, [known], span));
  const native = (value: Expression): Expression =>
    ex(cx, "toAny", any, span, {
      value,
      native: {
        id,
        class: name.replace(/^.*\./, ""),
        shape: shape ?? (atom.k === "deque" ? (shapeOf(cx, [known]) ?? "") : ""),
        ...(as ? { as } : {}),
      },
    });
  if (atom.k !== "tuple" || !cx.p.emitting) return made(val.e);
  return withTemp(cx, val, span, (again) => {
    const plain = toDynamic(cx, { ty: [{ k: "tuple", elems: atom.elems }], e: again() }, span);
    const args = [made(again()), plain].map((e) => ({ value: { ty: ANY, e } }));
    return callRow(cx, "any.named", args, span, span).e;
  });
}

/** Has the runtime a dynamic value for each value of the type? */
function isPlainly(cx: Cx, ty: Ty): boolean {
  const [atom] = ty;
  if (ty.length !== 1) return false;
  switch (atom.k) {
    case "list":
    case "set":
      return isPlainly(cx, get(cx, atom.elem));
    case "dict":
      return isPlainly(cx, get(cx, atom.key)) && isPlainly(cx, get(cx, atom.value));
    default:
      return atom.k === "any" || HASHED.has(atom.k);
  }
}

/** Kinds of items that make a tuple a key. */
const HASHED: ReadonlySet<Kind> = new Set(["int", "float", "bool", "str", "none"]);

/** The value as `any`. Containers and instances stay the objects that they are. */
export function toDynamic(cx: Cx, val: Val, span: Span): Expression {
  const { ty } = val;
  if (ty.length > 1) return membersToDynamic(cx, val, span);
  const atom = ty[0];
  if (isNative(atom)) return nativeToDynamic(cx, val, span);
  const plain = (value: Expression): Expression => ex(cx, "toAny", any, span, { value });
  const row = (name: string, value: Val): Expression => callRow(cx, `any.${name}`, [{ value }], span, span).e;
  switch (atom.k) {
    case "any":
      return val.e;
    case "vartuple":
      return row("of_tuple", { ty: [{ k: "list", elem: cx.p.w.dynamic }], e: itemsOf(cx, val, span) });
    case "tuple":
      return row("of_tuple", { ty: [{ k: "list", elem: cx.p.w.dynamic }], e: tupleAsList(cx, val, cx.p.w.dynamic, span) });
    case "frozenset":
      return row("of_frozenset", { ty: [{ k: "set", elem: atom.elem }], e: val.e });
    case "inst":
      if (isException(atom.cls)) return toDynamic(cx, { ty: EXCEPTION, e: toException(cx, val, atom.cls, span) }, span);
      if (isValueEnum(atom.cls))
        refuse("PY0504", span, `a member of \`${atom.cls.name}\` becomes a value whose type is only known at run time`);
      for (const each of ["repr", "equal", "dynamic"] as const) need(cx, ty, each, span);
      if (isHashable(atom.cls)) need(cx, ty, "key", span);
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

const isObject = (atom: Atom): boolean => atom.k === "inst" && isException(atom.cls);

/** The value of a type that narrowing has proven, or that typed code asks for: a checked downcast. */
export function fromDynamic(cx: Cx, val: Val, to: Ty, span: Span): Expression {
  const type = irType(cx.p, to);
  const message = `TypeError: ${show(to)} expected`;
  const rest = without(to, "none");
  if (rest.length < 2 && !rest.some((atom) => atom.k === "tuple" || atom.k === "func" || isNative(atom) || isObject(atom)))
    return ex(cx, "fromAny", type, span, { value: val.e, message });
  if (rest.length === 1 && rest.length === to.length) return asKind(cx, val, rest[0], span).e;
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

export { hasMember };

import { toIterable } from "./iteration.ts";

/** While types are being solved: what becomes dynamic with the value. */
export function noteDynamic(cx: Cx, val: Val, span: Span): void {
  for (const atom of val.ty) {
    const one: Val = { ty: [atom], e: val.e };
    if (atom.k === "fn" || atom.k === "func") dynamicFunction(cx, one, span);
    else if (atom.k === "tuple" && !atom.names) tupleAsList(cx, one, cx.p.w.dynamic, span);
    else dissolve(cx.p.w, atom);
  }
}
