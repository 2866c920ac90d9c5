/** Calls of methods: of the program's classes, of library types, of modules. */
import type { Span } from "../../../base/span.ts";
import { refuse } from "../../../diagnostics/diagnostic.ts";
import { findAttribute, findMethod, type ClassInfo } from "../infer/classes.ts";
import { findSite, flow, NONE, STR, type Atom, type Ty } from "../infer/types.ts";
import { show } from "../infer/show.ts";
import { hasMember } from "../stdlib/members.ts";
import { isMember, numpyMethod } from "./numpy/members.ts";
import { refuseDerived } from "./builtin-bases.ts";
import { rowsOf } from "../stdlib/types.ts";
import type { Expr } from "../ast/nodes.ts";
import { callable } from "./builtins.ts";
import { bytearrayMethod } from "./bytearray-methods.ts";
import { parserMethod } from "./argparse.ts";
import { readAttribute } from "./attributes.ts";
import { callValue, comparisonOf } from "./call.ts";
import { classAsDynamic, mroOf, subclassesOf } from "./class-values.ts";
import { classMember } from "./class-members.ts";
import { apartClasses, need } from "./protocols.ts";
import { bearers, eachKind, noAttribute } from "./dynamic.ts";
import { coroutineMethod } from "./coroutines.ts";
import { convert, dead, has, isSimple, isStill, raises, withTempVal } from "./convert.ts";
import { irType } from "./ir-types.ts";
import { ex, get, push, site, siteCell, type Cx, type Val } from "./context.ts";
import { writerMethod } from "./csv.ts";
import { severalArguments } from "./several-arguments.ts";
import { namedtupleMethod, namedtupleOf } from "./collections.ts";
import { operatorFunction, operatorOfDunder } from "./operator-functions.ts";
import { getItem } from "./subscripts.ts";
import { callNamedTupleMember, keyOfAtom } from "./named-tuples.ts";
import { computedFormat } from "./computed-format.ts";
import { displayOf } from "./format.ts";
import { findAll } from "./regex.ts";
import { strFormat } from "./templates.ts";
import { soleFunction } from "./function-attributes.ts";
import { callUser } from "./functions.ts";
import { moduleMember } from "./imports.ts";
import { libraryCall } from "./library-calls.ts";
import { enumValue, isValueEnum } from "./enums.ts";
import { eachExceptionClass } from "./exception-objects.ts";
import { attempt, eachMember, memberNode } from "./operators.ts";
import { pyName } from "./type-errors.ts";
import { callRow, hasRow, type ArgVal } from "./rows.ts";
import { structMethod } from "./struct.ts";
import { viewAsSet } from "./views.ts";
import { unittestMethod } from "./unittest.ts";
import { suiteMethod } from "./unittest-suites.ts";

/** Calls a method of an instance of a class of the program. */
export function callMethod(
  cx: Cx,
  receiver: Val,
  name: string,
  args: readonly ArgVal[],
  cls: ClassInfo,
  span: Span,
  after?: ClassInfo,
): Val {
  const method = findMethod(cls, name, after);
  if (!method) return refuse("PY0307", span, `\`${cls.name}\` has no method \`${name}\``);
  switch (method.kind) {
    case "static":
      return callUser(cx, method.fn, args, span);
    case "class":
      return callUser(cx, method.fn, args, span, { cls, receiver: undefined });
    case "property":
    case "cachedProperty":
      return callValue(cx, callUser(cx, method.fn, [], span, { cls, receiver }), args, method, span);
    default:
      return callUser(cx, method.fn, args, span, { cls, receiver });
  }
}

export const rowPrefix = (atom: Atom): string | undefined => {
  switch (atom.k) {
    case "list":
    case "deque":
    case "set":
    case "frozenset":
    case "str":
    case "bytes":
    case "int":
    case "float":
    case "range":
    case "exception":
    case "any":
      return atom.k;
    case "bool":
      return "int";
    case "vartuple":
    case "tuple":
      return "tuple";
    case "iter":
      return "iter";
    case "dict":
      return "dict";
    case "rt":
      return rowsOf(atom.path);
    default:
      return undefined;
  }
};

/** Methods of builtin classes that may be called on an object. */
const OF_CLASSES: Readonly<Partial<Record<Atom["k"], string>>> = {
  dict: "fromkeys",
  str: "maketrans",
  bytes: "maketrans",
  int: "from_bytes",
  float: "fromhex",
};

/** `path.open(mode)` */
function openPath(cx: Cx, object: Val, args: readonly ArgVal[], node: Expr<"call">, span: Span): Val {
  const call = site(cx, node, "open", () => ({ args: [{ value: node.callee }, ...node.args] }));
  return libraryCall(cx, "builtins.open", [{ value: object }, ...args], call, span);
}

/** `object.name(args)`. */
export function methodCall(cx: Cx, object: Val, name: string, args: () => readonly ArgVal[], node: object, span: Span): Val {
  if (object.ty.length === 0) return dead(cx, span, object, ...args().map((arg) => arg.value));
  if (object.ty.length > 1) {
    const values = args();
    return eachMember(
      cx,
      object,
      span,
      (type) => `AttributeError: '${type}' object has no attribute '${name}'`,
      (one) => attempt(() => methodCall(cx, one, name, () => values, memberNode(cx, node, one), span)),
    );
  }
  const atom = object.ty[0];
  switch (atom.k) {
    case "any": {
      const values = args();
      return eachKind(
        cx,
        object,
        bearers(cx, name),
        span,
        (one) => noAttribute(cx, one, name, span),
        (one) =>
          attempt(() => {
            const at = memberNode(cx, node, one);
            return settle(
              cx,
              methodCall(cx, one, name, () => values, at, span),
              at,
              span,
            );
          }),
      );
    }
    case "module":
      return callValue(cx, moduleMember(cx, atom.module, name, span), args(), node, span);
    case "fn": {
      const packed = atom.fn.kind === "special" ? structMethod(cx, atom.fn.special, name, args, node, span) : undefined;
      if (packed) return packed;
      const [items] = atom.fn.kind === "special" && name === "_make" ? args() : [];
      if (items && atom.fn.kind === "special" && atom.fn.special.startsWith("namedtuple "))
        return namedtupleOf(cx, atom.fn.special, items.value, node, span);
      const suite = suiteMethod(cx, atom.fn, name, args, span);
      if (suite) return suite;
      if (name === "mro" && atom.fn.kind === "class" && !findMethod(atom.fn.cls, name)) return mroOf(cx, atom.fn.cls, node, span);
      if (name === "__subclasses__" && atom.fn.kind === "class") return subclassesOf(cx, atom.fn.cls, node, span);
      const member = classMember(cx, atom.fn, name, args, node, span);
      if (member) return member;
      return callValue(cx, readAttribute(cx, object, name, span), args(), node, span);
    }
    case "func":
      if (!name.startsWith("__")) {
        const cls = classAsDynamic(cx, object);
        if (cls) return methodCall(cx, cls, name, args, node, span);
      }
      if (soleFunction(atom)) return callValue(cx, readAttribute(cx, object, name, span), args(), node, span);
      break;
    case "rt":
      if (atom.path === "argparse::Namespace") return callValue(cx, readAttribute(cx, object, name, span), args(), node, span);
      break;
    case "inst": {
      const test = unittestMethod(cx, object, name, args, node, span);
      if (test) return test;
      if (findMethod(atom.cls, name)) return callMethod(cx, object, name, args(), atom.cls, span);
      if (isValueEnum(atom.cls) && !atom.cls.attributes.has(name))
        return methodCall(cx, enumValue(cx, object, span), name, args, node, span);
      if (name === "open" && findMethod(atom.cls, "__fspath__")) return openPath(cx, object, args(), node as Expr<"call">, span);
      const read = readAttribute(cx, object, name, span);
      // A function in the class body is a method, however it came there.
      const bound =
        !atom.cls.fields.has(name) && findAttribute(atom.cls, name) !== undefined && read.ty.length > 0 && read.ty.every(isFunction);
      return callValue(cx, read, bound ? [{ value: object }, ...args()] : args(), node, span);
    }
    default:
  }
  const values = args();
  if (values.some((arg) => arg.value.ty.length === 0)) return dead(cx, span, object, ...values.map((arg) => arg.value));
  if (atom.k === "str" && name === "format_map" && values.length === 1)
    return methodCall(cx, object, "format", () => [{ star: 2, value: values[0].value }], node, span);
  // `{}.fromkeys(keys)`, `text.maketrans(…)`: the object itself is not looked at.
  if (OF_CLASSES[atom.k] === name) {
    if (cx.p.emitting && !isStill(object.e)) push(cx, "expression", span, { value: object.e });
    const made = classMember(
      cx,
      callable<"type">(cx.p, `type ${atom.k}`, 1, { kind: "type", name: atom.k, type: atom.k }),
      name,
      () => values,
      node,
      span,
    );
    if (made) return made;
  }
  if (atom.k === "str" && name === "format") {
    if (object.e.kind === "str" || !cx.p.emitting) {
      const format = object.e.kind === "str" ? object.e.value : constantText(node);
      const star = values.findIndex((arg) => arg.star === 1);
      const packed = star >= 0 ? values[star].value.ty : [];
      if (format !== undefined && packed.length === 1 && packed[0].k === "tuple") {
        const { elems } = packed[0];
        return withTempVal(cx, values[star].value, span, (again) =>
          strFormat(
            cx,
            format,
            [
              ...values.slice(0, star),
              ...elems.map((ty, i) => ({ value: { ty, e: ex(cx, "tupleGet", irType(cx.p, ty), span, { tuple: again().e, index: i }) } })),
              ...values.slice(star + 1),
            ],
            span,
          ),
        );
      }
      if (format !== undefined) {
        const fields = [...format.matchAll(/\{(\w+)/g)].map((m) => m[1]);
        const i = new Set(fields).size < fields.length ? values.findIndex((arg) => cx.p.emitting && !isSimple(arg.value.e)) : -1;
        if (i >= 0)
          return withTempVal(cx, values[i].value, span, (again) =>
            methodCall(cx, object, name, () => values.map((arg, j) => (j === i ? { ...arg, value: again() } : arg)), node, span),
          );
        return strFormat(cx, format, values, span);
      }
    }
    return computedFormat(cx, object, values, span);
  }
  if (atom.k === "str" && name === "join" && values.length === 1) {
    const elem = elemOf(cx, values[0].value.ty);
    refuseDerived(elem ?? [], "are joined", span);
    // Items of other types are found by the runtime, which knows which one it was.
    if (elem && elem.length > 0 && !(elem.length === 1 && elem[0].k === "str"))
      return callRow(cx, "str.join_any", [{ value: object }, ...values], node, span);
  }
  if (atom.k === "dict" && atom.flavour === "counter" && hasRow(cx, `counter.${name}`))
    return callRow(cx, `counter.${name}`, [{ value: object }, ...values], node, span);
  if (atom.k === "dict" && (name === "get" || name === "pop") && has(get(cx, atom.value), "none") && get(cx, atom.value).length > 1) {
    const none: Val = { ty: NONE, e: ex(cx, "unit", { kind: "unit" }, span, {}) };
    const given = values.length === 2 ? values[1].value : name === "get" && values.length === 1 ? none : undefined;
    if (given && given.ty.length === 1 && given.ty[0].k === "none")
      return callRow(cx, `dict.${name}_or`, [{ value: object }, values[0], { value: given }], node, span);
  }
  if (atom.k === "dict" && name === "copy") {
    const made = callRow(cx, "dict.copy", [{ value: object }], node, span);
    return { ty: object.ty, e: made.e };
  }
  const several = severalArguments(cx, object, name, values, node, span);
  if (several) return several;
  const named = namedtupleMethod(cx, object, name, values, node, span);
  if (named) return named;
  const key = keyOfAtom(atom);
  const own = key === undefined ? undefined : callNamedTupleMember(cx, key, name, object, values, span);
  if (own) return own;
  if (atom.k === "tuple" && atom.names?.includes(name)) return callValue(cx, readAttribute(cx, object, name, span), values, node, span);
  if (atom.k === "vartuple" || atom.k === "tuple") {
    if (name === "index" || name === "count") {
      const elem = siteCell(cx, node, "tuple elem");
      if (atom.k === "tuple") for (const e of atom.elems) flow(cx.p.w, elem, e);
      else flow(cx.p.w, elem, get(cx, atom.elem));
      for (const each of ["equal", "repr"] as const) need(cx, object.ty, each, span);
      const list: Val = {
        ty: [{ k: "list", elem: atom.k === "tuple" ? elem : atom.elem }],
        e: convert(cx, object, [{ k: "vartuple", elem: atom.k === "tuple" ? elem : atom.elem }], span),
      };
      return callRow(cx, name === "index" ? "list.tuple_index" : "list.count", [{ value: list }, ...values], node, span);
    }
  }
  if (atom.k === "none")
    return raises(cx, `AttributeError: 'NoneType' object has no attribute '${name}'`, span, object, ...values.map((arg) => arg.value));
  if (atom.k === "list" && name === "sort") {
    const compare = comparisonOf(values);
    if (compare) {
      const rest = values.filter((arg) => arg.name !== "key");
      return callRow(cx, "functools.sort_by_compare", [{ value: object }, { value: compare }, ...rest], node, span);
    }
  }
  if (isMember(atom)) return numpyMethod(cx, object, name, values, node, span);
  if (atom.k === "rt" && atom.path === "csv::Writer") {
    const made = writerMethod(cx, object, name, values, node, span);
    if (made) return made;
  }
  if (atom.k === "rt" && atom.path === "re::Pattern" && name === "findall")
    return findAll(cx, "pattern.findall", [{ value: object }, ...values], node, span);
  if (atom.k === "rt" && atom.family && atom.path.startsWith("argparse::")) {
    const made = parserMethod(cx, object, name, values, node as Expr<"call">, span);
    if (made) return made;
  }
  const shared = bytearrayMethod(cx, object, name, values, node, span);
  if (shared) return shared;
  const set = viewAsSet(cx, object, name, node, span);
  if (set) return methodCall(cx, set, name, () => values, node, span);
  const talked = coroutineMethod(cx, object, name, values, node, span);
  if (talked) return talked;
  if (name === "__getitem__" && values.length === 1) return getItem(cx, object, values[0].value, node, span);
  const prefix = rowPrefix(atom);
  const operator = prefix && hasRow(cx, `${prefix}.${name}`) ? undefined : operatorOfDunder(name);
  if (operator && values.length === 1 && takesItself(atom, values[0].value.ty))
    return callValue(cx, operatorFunction(cx, operator, span), [{ value: object }, ...values], node, span);
  if (["index", "remove", "count"].includes(name)) apartClasses(cx, atom);
  if (["index", "remove", "count"].includes(name)) for (const each of ["equal", "repr"] as const) need(cx, object.ty, each, span);
  if (prefix && hasRow(cx, `${prefix}.${name}`)) {
    if (IN_PLACE.test(name)) return changedInPlace(cx, object, `${prefix}.${name}`, values, node, span);
    const made = callRow(cx, `${prefix}.${name}`, [{ value: object }, ...values], node, span);
    if (atom.k !== "dict" || (name !== "keys" && name !== "values" && name !== "items")) return made;
    const [view] = made.ty;
    return view?.k === "iter"
      ? {
          ty: [{ ...view, view: name, ...(atom.k === "dict" && atom.flavour === "ordered" ? { ordered: true } : {}) }],
          e: made.e,
          viewed: object,
        }
      : made;
  }
  if (atom.k === "exception") {
    const found = eachExceptionClass(cx, object, name, span, (one) =>
      methodCall(cx, one, name, () => values, memberNode(cx, node, one), span),
    );
    if (found) return found;
  }
  if (hasMember(atom.k, name) === false && !(atom.k === "dict" && atom.flavour))
    return raises(cx, `AttributeError: '${pyName(object.ty)}' object has no attribute '${name}'`, span, object);
  if (name === "__str__" || name === "__repr__") return { ty: STR, e: displayOf(cx, object, name === "__str__" ? "s" : "r", span) };
  return refuse("PY0307", span, `a value of type ${show(object.ty)} has no method \`${name}\` in the library tables`);
}

/** Does the method of an operator take a value of the type? One of another type makes it `NotImplemented`. */
const takesItself = (atom: Atom, [other, more]: Ty): boolean =>
  !more && (other.k === atom.k || (atom.k === "float" && (other.k === "int" || other.k === "bool")));

const IN_PLACE = /^__i(add|sub|mul|and|or|xor)__$/;

/** `object.__iadd__(other)`: the object, which has changed. */
const changedInPlace = (cx: Cx, object: Val, row: string, values: readonly ArgVal[], node: object, span: Span): Val =>
  withTempVal(cx, object, span, (again) => {
    const { e } = callRow(cx, row, [{ value: again() }, ...values], node, span);
    if (!cx.p.emitting) return { ty: object.ty, e };
    const body = [cx.p.builder.stmt("expression", span, { value: e })];
    return { ty: object.ty, e: ex(cx, "block", irType(cx.p, object.ty), span, { body, value: again().e }) };
  });

/** Is it a function of the program, which an object binds? */
const isFunction = (atom: Atom): boolean =>
  (atom.k === "fn" && atom.fn.kind === "function") ||
  (atom.k === "func" && findSite(atom.site).targets.every((target) => target.kind === "function"));

/** The constant text that a `.format` is called on, while nodes are not made. */
const constantText = (node: object): string | undefined => {
  const call = node as { callee?: { kind: string; object?: { kind: string; value?: string } } };
  return call.callee?.object?.kind === "str" ? call.callee.object.value : undefined;
};

import { elemOf, settle } from "./iteration.ts";
