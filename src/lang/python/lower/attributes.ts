/** Attributes: reading and writing. */
import type { Span } from "../../../base/span.ts";
import { namedtupleMember } from "./collections.ts";
import { memberOf, namedTupleProperty } from "./named-tuples.ts";
import { freeName } from "../decorated-methods.ts";
import { namespaceField, setNamespaceField } from "./argparse.ts";
import { refuse } from "../../../diagnostics/diagnostic.ts";
import { str, type Comment, type Expression } from "../../../ir/index.ts";
import type { Expr } from "../ast/nodes.ts";
import { findAttribute, findMethod, type ClassInfo } from "../infer/classes.ts";
import { ANY, flow, flowWhole, newCell, NONE, STR, type Ty } from "../infer/types.ts";
import { makeDynamic } from "../infer/dynamic.ts";
import { show } from "../infer/show.ts";
import { isMethodOf, rowsOf } from "../stdlib/types.ts";
import { classAttributeVal, ownAttribute } from "./class-attributes.ts";
import { fieldOf } from "./classes.ts";
import { dataFields } from "./dataclass-fields.ts";
import { convert, dead, has, raises, withTempVal, without } from "./convert.ts";
import { basesOf, classAsDynamic, classValues } from "./class-values.ts";
import { assignHook, readClassDescriptor, readDescriptor } from "./attribute-hooks.ts";
import { isShutOut, missingAttribute } from "./class-hooks.ts";
import { assignDynamic, assignEach } from "./attribute-of-each.ts";
import { bearers, dynamicClasses, eachKind, isDynamic, noAttribute } from "./dynamic.ts";
import { ex, get, occurs, push, type Cx, type Val } from "./context.ts";
import { enumAttribute, enumClass, memberDict } from "./enums.ts";
import { expr } from "./expressions.ts";
import { checkName, docVal, dynamicDoc, functionAttribute, functionPlace, soleFunction } from "./function-attributes.ts";
import { callUser, escaped, functionValues } from "./functions.ts";
import { readField } from "./object-fields.ts";
import { pendingField } from "./pending-fields.ts";
import { metaAttribute } from "./metaclasses.ts";
import { moduleMember } from "./imports.ts";
import { callable, ghost } from "./builtins.ts";
import { irCell, irType, isGhost } from "./ir-types.ts";
import { baseOf, exceptionAttribute, isException } from "./exception-objects.ts";
import { attempt, eachMember, memberNode } from "./operators.ts";
import { operatorFunction, operatorOfDunder } from "./operator-functions.ts";
import { classOfValue, isExitClass, numberBeside } from "./reflection.ts";
import { pyName } from "./type-errors.ts";
import { structAttribute } from "./struct.ts";
import { argumentsOf } from "./exceptions.ts";
import { callRow, hasRow } from "./rows.ts";
import { dynamicDict, isLookedAt, objectDict } from "./object-dicts.ts";
import { methodName } from "./method-names.ts";
import { pathOf } from "./conditions.ts";
import { boundMethod, unboundMethod } from "./class-members.ts";

/** The name of a value's class: `type(value).__name__`. */
function className(cx: Cx, val: Val, span: Span): Val {
  if (val.ty.length === 1 && val.ty[0].k === "exception") return callRow(cx, "exception.class_name", [{ value: val }], span, span);
  if (has(val.ty, "none") && val.ty.length > 1)
    return withTempVal(cx, val, span, (again) => {
      const rest = without(val.ty, "none");
      const test = ex(cx, "isNone", { kind: "bool" }, span, { value: again().e, negated: false });
      const some: Val = { ty: rest, e: ex(cx, "unwrap", irType(cx.p, rest), span, { value: again().e }) };
      const then = ex(cx, "str", str, span, { value: "NoneType" });
      return { ty: STR, e: ex(cx, "conditional", str, span, { test, then, orElse: className(cx, some, span).e }) };
    });
  if (isDynamic(val.ty)) return callRow(cx, "any.type_name", [{ value: val }], span, span);
  return eachMember(cx, val, span, "", (one) =>
    one.ty[0]?.k === "exception"
      ? className(cx, one, span)
      : { ty: STR, e: ex(cx, "str", str, span, { value: one.ty[0]?.k === "fn" ? "type" : pyName(one.ty).split(".").pop()! }) },
  );
}

/** The value whose class an expression asks for: `type(value)`, `value.__class__`. */
const classOf = (node: Expr): Expr | undefined => {
  if (node.kind === "attribute" && node.name === "__class__") return node.object;
  if (node.kind === "call" && node.callee.kind === "name" && node.callee.id === "type" && node.args.length === 1) return node.args[0].value;
  return undefined;
};

export function attributeExpr(cx: Cx, node: Expr<"attribute">): Val {
  const of = node.name === "__name__" || node.name === "__qualname__" ? classOf(node.object) : undefined;
  if (of) {
    const val = expr(cx, of);
    return val.ty.length ? className(cx, val, node.span) : { ty: STR, e: ex(cx, "str", str, node.span, { value: "" }) };
  }
  const named = methodName(cx, node);
  if (named) return named;
  const object = expr(cx, node.object);
  if (node.name === "__name__" && object.ty.length === 1 && object.ty[0].k === "exception" && isExitClass(cx, node.object))
    return className(cx, object, node.span);
  const val = readAttribute(cx, object, node.name, node.span, node);
  const path = pathOf(cx, node);
  const known = path ? cx.env?.get(path) : undefined;
  return known && known !== val.ty ? { ty: known, e: convert(cx, val, known, node.span) } : val;
}

/** `object.name`. */
export function readAttribute(cx: Cx, object: Val, name: string, span: Span, node: object = span): Val {
  if (object.ty.length === 0) return dead(cx, span, object);
  if (name === "__class__") return classOfValue(cx, object, span);
  if (object.ty.length > 1)
    return eachMember(
      cx,
      object,
      span,
      (type) => `AttributeError: '${type}' object has no attribute '${name}'`,
      (one) => attempt(() => readAttribute(cx, one, name, span, node)),
    );
  const atom = object.ty[0];
  if (name === "__name__") checkName(cx, atom, span);
  switch (atom.k) {
    case "any":
      if (name === "__name__") return callRow(cx, "any.function_name", [{ value: object }], node, span);
      if (name === "__doc__") return dynamicDoc(cx, object, node, span);
      if (name === "__dict__") return dynamicDict(cx, object, node, span);
      return eachKind(
        cx,
        object,
        bearers(cx, name),
        span,
        (one) => noAttribute(cx, one, name, span),
        (one) => attempt(() => readAttribute(cx, one, name, span, memberNode(cx, node, one))),
      );
    case "module":
      return moduleMember(cx, atom.module, name, span);
    case "inst": {
      const special = enumAttribute(cx, object, name, span);
      if (special) return special;
      return instanceAttribute(cx, object, atom.cls, name, span, node);
    }
    case "fn":
      if (atom.fn.kind === "class") {
        if (enumClass(object.ty) && name === "__members__") return memberDict(cx, atom.fn.cls, span);
        const bases = name === "__mro__" || name === "__bases__" ? basesOf(cx, atom.fn.cls, name, span) : undefined;
        if (bases) return bases;
        const attribute = findAttribute(atom.fn.cls, name);
        if (attribute?.descriptor) return readClassDescriptor(cx, atom.fn.cls, attribute, span);
        const found = classAttributeVal(cx, atom.fn.cls, name, span) ?? metaAttribute(cx, atom.fn.cls, name, span);
        if (found) return found;
        const method = findMethod(atom.fn.cls, name);
        if (method && method.kind !== "property") return unboundMethod(cx, atom.fn.cls, method, span);
        // Something may still make it.
        if (!cx.p.emitting && !name.startsWith("__")) {
          get(cx, pendingField(cx, atom.fn.cls, name));
          return { ty: [], e: object.e };
        }
      }
      if (name === "__name__") return { ty: STR, e: ex(cx, "str", str, span, { value: atom.fn.name }) };
      if (atom.fn.kind === "class" && name === "__doc__") return docVal(cx, atom.fn.cls.node.body, span);
      if (atom.fn.kind === "unbound" && name === "__doc__" && !findMethod(atom.fn.cls, freeName(atom.fn.method)))
        return docVal(cx, findMethod(atom.fn.cls, atom.fn.method)!.fn.def.body, span);
      if (atom.fn.kind === "function") {
        const found = functionAttribute(cx, atom.fn, name, span);
        if (found) return found;
      }
      if (atom.fn.kind === "type" && operatorOfDunder(name)) return operatorFunction(cx, operatorOfDunder(name)!, span);
      if (atom.fn.kind === "type")
        return {
          ty: [{ k: "fn", fn: callable<"special">(cx.p, `method ${name}`, 1, { kind: "special", name, special: `method ${name}` }) }],
          e: ex(cx, "unit", { kind: "unit" }, span, {}),
        };
      const layout = atom.fn.kind === "special" ? structAttribute(cx, atom.fn.special, name, node, span) : undefined;
      if (layout) return layout;
      if (atom.fn.kind === "special" && atom.fn.special.startsWith("namedtuple ")) {
        const found = namedtupleMember(cx, atom.fn.special, name, span);
        if (found) return found;
        const member = memberOf(cx, atom.fn.special, name);
        if (member && member.kind !== "class" && member.kind !== "property") return ghost(cx, member.fn, span);
      }
      if (atom.fn.kind === "library" && atom.fn.row === "itertools.chain" && name === "from_iterable") {
        const fn = callable<"special">(cx.p, "chain.from_iterable", 1, { kind: "special", name, special: "chain.from_iterable" });
        return { ty: [{ k: "fn", fn }], e: object.e };
      }
      if (atom.fn.kind === "library" && hasRow(cx, `${atom.fn.row}.${name}`)) {
        const row = `${atom.fn.row}.${name}`;
        if (cx.p.library.rows(row)![0].attribute) return callRow(cx, row, [], node, span);
        return { ty: [{ k: "fn", fn: callable<"library">(cx.p, row, 1, { kind: "library", name, row }) }], e: object.e };
      }
      return refuse("PY0503", span, `\`${name}\` of ${show(object.ty)}`);
    case "tuple": {
      const i = atom.names?.indexOf(name) ?? -1;
      if (i >= 0) return { ty: atom.elems[i], e: ex(cx, "tupleGet", irType(cx.p, atom.elems[i]), span, { tuple: object.e, index: i }) };
      const property = namedTupleProperty(cx, object, name, span);
      if (property) return property;
      break;
    }
    case "int":
      if (name === "real" || name === "numerator") return object;
      if (name === "imag") return numberBeside(cx, object, "int", 0, span);
      if (name === "denominator") return numberBeside(cx, object, "int", 1, span);
      break;
    case "float":
      if (name === "real") return object;
      if (name === "imag") return numberBeside(cx, object, "float", 0, span);
      break;
    case "deque":
      if (name === "maxlen") return { ty: [{ k: "none" }], e: ex(cx, "unit", { kind: "unit" }, span, {}) };
      break;
    case "func": {
      const cls = name.startsWith("__") ? undefined : classAsDynamic(cx, object);
      if (cls) return readAttribute(cx, cls, name, span, node);
      const sole = name === "__name__" ? undefined : soleFunction(atom);
      const found = sole && functionAttribute(cx, sole, name, span);
      if (found) return found;
      if (name !== "__name__" && name !== "__doc__") break;
      makeDynamic(cx.p.w, atom.site);
      return callRow(cx, name === "__doc__" ? "any.function_doc" : "any.function_name", [{ value: { ty: ANY, e: object.e } }], node, span);
    }
    case "exception":
      if (name === "exception") return object;
      if (name === "args")
        return argumentsOf(cx, object, node, span) ?? { ty: [{ k: "rt", path: "exception::Exception", args: [] }], e: object.e };
      return exceptionAttribute(cx, object, name, span, node);
    case "range":
    case "rt": {
      if (atom.k === "rt" && atom.path === "argparse::Namespace") return namespaceField(cx, object, name, node, span);
      const row = `${atom.k === "rt" ? rowsOf(atom.path) : atom.k}.${name}`;
      const found = cx.p.library.rows(row);
      if (found && (atom.k === "rt" ? !isMethodOf(atom.path, name) : found[0].attribute))
        return callRow(cx, row, [{ value: object }], node, span);
      break;
    }
    default:
  }
  return boundMethod(cx, object, name, node, span);
}

/** What every exception has. */
const EXCEPTION_ATTRIBUTES = new Set(["args", "__cause__", "__context__", "__traceback__", "with_traceback", "add_note"]);

function instanceAttribute(cx: Cx, object: Val, cls: ClassInfo, name: string, span: Span, node: object): Val {
  const method = findMethod(cls, name);
  if (method && (method.kind === "property" || method.kind === "cachedProperty"))
    return callUser(cx, method.fn, [], span, { cls, receiver: object });
  const building = cx.building;
  if (building && !building.done && building.cls === cls && object.e.kind === "unit" && building.fields.has(name)) {
    const field = cls.fields.get(name)!;
    const ty = get(cx, field.cell);
    const local = building.fields.get(name)!;
    if (cx.p.emitting) occurs(cx, local);
    return { ty, e: ex(cx, "local", irType(cx.p, ty), span, { local }) };
  }
  const known = findAttribute(cls, name);
  if (known?.descriptor) return readDescriptor(cx, object, cls, known, span);
  const kept = readField(cx, object, cls, name, span);
  if (kept) return kept;
  if (method) return boundMethod(cx, object, name, node, span);
  if (name === "__doc__") return docVal(cx, cls.node.body, span);
  if (name === "__dict__" && isLookedAt(node)) return objectDict(cx, object, cls, node, span);
  if (findAttribute(cls, name)) {
    const found = classAttributeVal(cx, cls, name, span);
    if (found) return found;
  }
  if (isException(cls) && (EXCEPTION_ATTRIBUTES.has(name) || hasRow(cx, `exception.${name}`)))
    return readAttribute(cx, baseOf(cx, object, cls, span), name, span, node);
  if (cls.builtin === "unittest.TestCase") return boundMethod(cx, object, name, node, span);
  const missing = missingAttribute(cx, object, cls, name, span);
  if (missing) {
    if (!cx.p.emitting) get(cx, pendingField(cx, cls, name));
    return missing;
  }
  // Assigned later, or nowhere: not known yet while types are being solved.
  if (!cx.p.emitting) {
    get(cx, pendingField(cx, cls, name));
    return { ty: [], e: object.e };
  }
  if (name.startsWith("__") || (cls.builtin !== undefined && cls.builtin !== "object") || cls.mro.some((each) => each.module.library))
    return refuse("PY0307", span, `\`${cls.name}\` has no attribute \`${name}\``);
  // Nothing in the program makes it.
  return raises(cx, `AttributeError: '${pyName(object.ty)}' object has no attribute '${name}'`, span, object);
}

/** The place `object.name` for an assignment, with the type of what it holds. */
export function attributePlace(
  cx: Cx,
  object: Val,
  name: string,
  value: Ty,
  span: Span,
): { ty: Ty; lazy: boolean; e: Expression; setter?: (val: Val) => void } | undefined {
  if (object.ty.length === 0) return undefined;
  const some = object.ty.filter((a) => a.k !== "none");
  if (some.length === 0) return raising(cx, object, value, `AttributeError: 'NoneType' object has no attribute '${name}'`, span);
  if (some.length > 1) return { ty: value, lazy: false, e: object.e, setter: (val) => assignEach(cx, object, name, val, span) };
  if (some.length < object.ty.length)
    object = {
      ty: some,
      e: ex(cx, "unwrap", irType(cx.p, some), span, {
        value: object.e,
        unproven: `AttributeError: 'NoneType' object has no attribute '${name}'`,
      }),
    };
  const atom = some[0];
  if (atom.k === "fn" && atom.fn.kind === "class") {
    let attribute = findAttribute(atom.fn.cls, name);
    if (atom.fn.cls.enum && attribute) return raising(cx, object, value, `AttributeError: cannot reassign member '${name}'`, span);
    if (!attribute) {
      if (findMethod(atom.fn.cls, name))
        return refuse("PY0401", span, `the method \`${atom.fn.name}.${name}\` is replaced outside the class body`);
      attribute = { name, cell: newCell(cx.p.w), span, late: true };
      atom.fn.cls.attributes.set(name, attribute);
      for (const each of cx.p.classList) if (each.mro.includes(atom.fn.cls)) flow(cx.p.w, pendingField(cx, each, name), [{ k: "none" }]);
    }
    if (!atom.fn.cls.attributes.has(name)) {
      attribute = { name, cell: newCell(cx.p.w, NONE), span, entry: true, over: true };
      atom.fn.cls.attributes.set(name, attribute);
      for (const each of cx.p.classList) if (each.mro.includes(atom.fn.cls)) flow(cx.p.w, pendingField(cx, each, name), NONE);
    }
    if (attribute.over && has(value, "none"))
      return refuse("PY0401", span, `\`${name}\` of \`${atom.fn.name}\`, which hides that of a base, is assigned None`);
    flow(cx.p.w, attribute.cell, value);
    const found = ownAttribute(cx, atom.fn.cls, attribute, span);
    return { ty: found.ty, lazy: false, e: found.e };
  }
  const cls = classAsDynamic(cx, { ty: some, e: object.e });
  if (cls) return { ty: value, lazy: false, e: object.e, setter: (val) => assignDynamic(cx, cls, name, val, span, classValues(cx)) };
  const fn = soleFunction(atom);
  if (fn) {
    const found = functionPlace(cx, fn, name, escaped(cx, value), span);
    return { ty: found.ty, lazy: false, e: found.e };
  }
  if (atom.k === "rt" && atom.path === "argparse::Namespace") {
    const namespace = object;
    const setter = (val: Val): void => push(cx, "expression", span, { value: setNamespaceField(cx, namespace, name, val, span) });
    return { ty: value, lazy: false, e: object.e, setter };
  }
  if (atom.k === "rt" && hasRow(cx, `${rowsOf(atom.path)}.set_${name}`)) {
    const row = `${rowsOf(atom.path)}.set_${name}`;
    const owner = object;
    const setter = (val: Val): void =>
      push(cx, "expression", span, { value: callRow(cx, row, [{ value: owner }, { value: val }], span, span).e });
    return { ty: value, lazy: false, e: object.e, setter };
  }
  if (atom.k === "any" && dynamicClasses(cx).length + classValues(cx).length > 0)
    return { ty: value, lazy: false, e: object.e, setter: (val) => assignDynamic(cx, object, name, val, span) };
  if (atom.k === "module" && hasRow(cx, `${atom.module}.set_${name}`)) {
    const setter = (val: Val): void =>
      push(cx, "expression", span, { value: callRow(cx, `${atom.module}.set_${name}`, [{ value: val }], span, span).e });
    return { ty: value, lazy: false, e: object.e, setter };
  }
  if (atom.k !== "inst") return refuse("PY0307", span, `an attribute of ${show(object.ty)} is assigned`);
  const hook = assignHook(cx, object, atom.cls, name, span);
  if (hook) return { ty: value, lazy: false, e: object.e, setter: hook };
  const method = findMethod(atom.cls, name);
  if (method?.kind === "property") {
    if (!method.setter)
      return raising(cx, object, value, `AttributeError: property '${name}' of '${atom.cls.name}' object has no setter`, span);
    const { setter } = method;
    return {
      ty: value,
      lazy: false,
      e: object.e,
      setter: (val) => void pushCall(cx, callUser(cx, setter, [{ value: val }], span, { cls: atom.cls, receiver: object }), span),
    };
  }
  if (atom.cls.mro.some((each) => each.dataclass?.frozen) && dataFields(atom.cls).some((field) => field.name === name))
    return raising(cx, object, value, `dataclasses.FrozenInstanceError AttributeError: cannot assign to field '${name}'`, span);
  return fieldPlace(cx, object, atom.cls, name, value, span);
}

/** What a place of an object is: how its value is stored. */
type Place = NonNullable<ReturnType<typeof attributePlace>>;

/** The field of an object, past what its class does with assignments. */
export function fieldPlace(cx: Cx, object: Val, cls: ClassInfo, name: string, value: Ty, span: Span): Place {
  if (isShutOut(cls, name)) return raising(cx, object, value, `AttributeError: '${cls.name}' object has no attribute '${name}'`, span);
  if (name === "__dict__" || name === "__class__") return refuse("PY0307", span, `the \`${name}\` of an object is assigned`);
  const field = fieldOf(cx, cls, name, span);
  flowWhole(cx.p.w, field.cell, field.built ? escaped(cx, value) : functionValues(value));
  const ty = get(cx, field.cell);
  const inner = irCell(cx.p, field.cell);
  return { ty, lazy: field.lazy, e: ex(cx, "field", field.lazy ? { kind: "option", inner } : inner, span, { object: object.e, name }) };
}

/** `object.name = value` with evaluated parts; gives the type of the place where it is one that keeps values. */
export function storeAttribute(cx: Cx, object: Val, name: string, val: Val, span: Span, comments?: readonly Comment[]): Ty | undefined {
  const place = attributePlace(cx, object, name, val.ty, span);
  return place && storeIn(cx, place, val, span, comments);
}

/** Stores a value in a place; gives its type where it is one that keeps values. */
export function storeIn(cx: Cx, place: Place, val: Val, span: Span, comments?: readonly Comment[]): Ty | undefined {
  if (place.setter) {
    place.setter(val);
    return undefined;
  }
  if (isGhost(place.ty)) {
    if (cx.p.emitting && val.e.kind !== "unit") push(cx, "expression", span, { value: val.e }, comments);
    return place.ty;
  }
  const value = convert(cx, val, place.ty, span);
  push(cx, "assign", span, { place: place.e, value: place.lazy ? ex(cx, "some", place.e.type, span, { value }) : value }, comments);
  return place.ty;
}

/** An assignment that always fails, once the value is there. */
const raising = (cx: Cx, object: Val, value: Ty, message: string, span: Span): Place => ({
  ty: value,
  lazy: false,
  e: object.e,
  setter: (val) => push(cx, "expression", span, { value: raises(cx, message, span, val).e }),
});

const pushCall = (cx: Cx, val: Val, span: Span): void => push(cx, "expression", span, { value: val.e });
