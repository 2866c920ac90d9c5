/**
 * `enum.Enum` classes. Members are objects made once, where the class body runs, each in the variable of its name; `name` and `value` are fields.
 * Members are told apart by identity and hashed by their names. Those of an `IntEnum` or a `StrEnum` stand for their values in operators and calls.
 */
import { mapMembers } from "../../../base/nodes.ts";
import type { Span } from "../../../base/span.ts";
import { refuse } from "../../../diagnostics/diagnostic.ts";
import { bool, str, type Expression } from "../../../ir/index.ts";
import type { Expr } from "../ast/nodes.ts";
import { findMethod, type ClassAttribute, type ClassInfo, type FieldInfo } from "../infer/classes.ts";
import { flow, INT, newCell, STR, type Atom, type Ty } from "../infer/types.ts";
import { attributeGlobal, classAttributeVal } from "./class-attributes.ts";
import { asType, convert, dead, withTempVal } from "./convert.ts";
import { ex, get, inBlock, newLocal, push, site, siteCell, type Cx, type Val } from "./context.ts";
import { equality } from "./equality.ts";
import { expr } from "./expressions.ts";
import { displayPieces } from "./format.ts";
import { bindArguments } from "./arguments.ts";
import { callInstance, instantiate } from "./functions.ts";
import type { Instance } from "../infer/instances.ts";
import { irCell, irClass, irType, isGhost } from "./ir-types.ts";
import { callMethod } from "./methods.ts";
import { noteProtocols } from "./protocols.ts";
import { callRow, type ArgVal } from "./rows.ts";

const instTy = (cls: ClassInfo): Ty => [{ k: "inst", cls }];
const text = (cx: Cx, value: string, span: Span): Val => ({ ty: STR, e: ex(cx, "str", str, span, { value }) });

/** Do members stand for their values? */
export const isValueEnum = (cls: ClassInfo): boolean => cls.enum === true && (cls.builtin === "IntEnum" || cls.builtin === "StrEnum");

/** The members of an enumeration in order; further names of one value are not among them. */
function members(cls: ClassInfo): ClassAttribute[] {
  const { flags } = cls.node;
  // Several bits are a further name of these.
  if (flags) return namedMembers(cls).filter(({ name }) => flags.some((flag) => flag.name === name && isBit(flag.value)));
  return [...cls.attributes.values()].filter((attribute) => isMember(attribute) && aliasOf(cls, attribute) === undefined);
}

const isBit = (value: bigint): boolean => value > 0n && (value & (value - 1n)) === 0n;

/** The members with all further names. */
function namedMembers(cls: ClassInfo): ClassAttribute[] {
  const { flags } = cls.node;
  return [...cls.attributes.values()].filter((each) => (flags ? flags.some(({ name }) => name === each.name) : isMember(each)));
}

/** Is a class a set of flags with members? */
export const hasFlags = (cls: ClassInfo): boolean => cls.mro.some((each) => each.node.flags !== undefined);

export const isNumberEnum = (atom: Atom): boolean =>
  atom.k === "inst" && (hasFlags(atom.cls) ? atom.cls.mro.some((each) => each.name === "IntFlag") : atom.cls.builtin === "IntEnum");

const isMember = (attribute: ClassAttribute): boolean =>
  attribute.value !== undefined && attribute.value.kind !== "lambda" && !/^_.*_$|^__/.test(attribute.name);

/** The member that an attribute is another name of: the one that is its value, the first one with its constant value. */
function aliasOf(cls: ClassInfo, attribute: ClassAttribute): ClassAttribute | undefined {
  const named = attribute.value!.kind === "name" ? earlier(cls, attribute, (attribute.value as Expr<"name">).id) : undefined;
  if (named) return aliasOf(cls, named) ?? named;
  if (findMethod(cls, "__init__")) return undefined;
  const own = constant(cls, attribute);
  if (own === undefined) return undefined;
  const first = [...cls.attributes.values()].find((each) => isMember(each) && constant(cls, each) === own);
  return first === attribute ? undefined : first;
}

/** The member of that name before an attribute. */
function earlier(cls: ClassInfo, attribute: ClassAttribute, name: string): ClassAttribute | undefined {
  const other = cls.attributes.get(name);
  const names = [...cls.attributes.values()];
  return other && isMember(other) && names.indexOf(other) < names.indexOf(attribute) ? other : undefined;
}

const plainValues = new WeakMap<ClassAttribute, Expr>();

/** What a member is made of: names of earlier members in it stand for their values, as in the body of the class. */
function plainValue(cls: ClassInfo, attribute: ClassAttribute): Expr {
  let made = plainValues.get(attribute);
  if (!made) plainValues.set(attribute, (made = replaced(attribute.value!) as Expr));
  return made;

  function replaced(node: unknown): unknown {
    const e = node as Expr | null | undefined;
    const other = e?.kind === "name" ? earlier(cls, attribute, e.id) : undefined;
    if (e && other) {
      const value = plainValue(cls, other);
      return isAuto(value) ? { kind: "int", value: automatic(cls, other), span: e.span } : value;
    }
    return mapMembers(node, replaced);
  }
}

const isAuto = (value: Expr): boolean =>
  value.kind === "call" &&
  value.args.length === 0 &&
  ((value.callee.kind === "name" && value.callee.id === "auto") || (value.callee.kind === "attribute" && value.callee.name === "auto"));

/** The number that `auto()` gives: one more than the last number before. */
function automatic(cls: ClassInfo, attribute: ClassAttribute): bigint {
  let last = 0n;
  for (const each of cls.attributes.values()) {
    if (each === attribute) return last + 1n;
    if (!isMember(each)) continue;
    if (isAuto(each.value!)) last += 1n;
    else if (each.value!.kind === "int") last = (each.value as Expr<"int">).value;
  }
  return last + 1n;
}

/** A constant value as a text that is equal for equal values. */
function constant(cls: ClassInfo, attribute: ClassAttribute): string | undefined {
  const value = plainValue(cls, attribute);
  if (isAuto(value)) return cls.builtin === "StrEnum" ? `str ${attribute.name.toLowerCase()}` : `int ${automatic(cls, attribute)}`;
  switch (value.kind) {
    case "int":
      return `int ${value.value}`;
    case "bool":
      return `int ${value.value ? 1 : 0}`;
    case "str":
      return `str ${value.value}`;
    default:
      return undefined;
  }
}

/** `name` and `value`. */
function hiddenField(cx: Cx, cls: ClassInfo, name: "name" | "value"): FieldInfo {
  let field = cls.fields.get(name);
  if (!field) {
    field = {
      name,
      cell: newCell(cx.p.w, name === "name" ? STR : []),
      lazy: findMethod(cls, "__init__") !== undefined,
      span: cls.node.span,
    };
    cls.fields.set(name, field);
  }
  return field;
}

/** The class body's members: each is made and kept in its variable. */
export function makeMember(cx: Cx, cls: ClassInfo, attribute: ClassAttribute): void {
  const { span } = attribute;
  if (!isMember(attribute)) {
    const val = expr(cx, attribute.value!);
    flow(cx.p.w, attribute.cell, val.ty);
    store(cx, cls, attribute, val, span);
    return;
  }
  const alias = aliasOf(cls, attribute);
  flow(cx.p.w, attribute.cell, instTy(cls));
  if (alias) {
    const val = classAttributeVal(cx, cls, alias.name, span);
    if (val) store(cx, cls, attribute, val, span);
    return;
  }
  const source = plainValue(cls, attribute);
  if (isAuto(source) && cls.mixed && cls.builtin === "StrEnum") return refuse("PY0409", span, "`auto()` in an enumeration of texts");
  const value: Val = !isAuto(source)
    ? expr(cx, source)
    : cls.builtin === "StrEnum"
      ? text(cx, attribute.name.toLowerCase(), span)
      : { ty: INT, e: ex(cx, "int", irType(cx.p, INT), span, { value: automatic(cls, attribute) }) };
  const name = hiddenField(cx, cls, "name");
  const held = hiddenField(cx, cls, "value");
  flow(cx.p.w, held.cell, value.ty);
  if (value.ty.length === 0) return;
  noteProtocols(cx, cls, span);
  const init = findMethod(cls, "__init__");
  if (init) return makeWithInit(cx, cls, attribute, value, init.fn);
  const fields: (readonly [string, Expression])[] = [];
  for (const [key, field] of cls.fields) {
    const ty = get(cx, field.cell);
    if (isGhost(ty)) continue;
    if (field === name) fields.push([key, text(cx, attribute.name, span).e]);
    else if (field === held) fields.push([key, convert(cx, value, ty, span)]);
    else if (field.lazy) fields.push([key, ex(cx, "none", { kind: "option", inner: irCell(cx.p, field.cell) }, span, {})]);
    else return refuse("PY0411", span, `the field \`${key}\` of the members of \`${cls.name}\``);
  }
  const e = ex(cx, "construct", irType(cx.p, instTy(cls)), span, { class: cx.p.emitting ? irClass(cx.p, cls) : 0, fields });
  store(cx, cls, attribute, { ty: instTy(cls), e }, span);
}

/** A member whose `__init__` takes the value apart. */
function makeWithInit(
  cx: Cx,
  cls: ClassInfo,
  attribute: ClassAttribute,
  value: Val,
  init: import("../infer/callables.ts").UserFunction,
): void {
  const { span } = attribute;
  const type = (): Expression["type"] => irType(cx.p, instTy(cls));
  const held = newLocal(cx, "value", value.e.type, span);
  cx.declared.add(held);
  push(cx, "let", span, { local: held, value: value.e });
  const again = (): Val => ({ ty: value.ty, e: ex(cx, "local", irType(cx.p, value.ty), span, { local: held }) });
  const atom = value.ty[0];
  const parts: ArgVal[] =
    value.ty.length === 1 && atom.k === "tuple"
      ? atom.elems.map((ty, index) => ({ value: { ty, e: ex(cx, "tupleGet", irType(cx.p, ty), span, { tuple: again().e, index }) } }))
      : [{ value: again() }];
  const self: ArgVal = { value: { ty: instTy(cls), e: ex(cx, "unit", { kind: "unit" }, span, {}) } };
  const vals = bindArguments(cx, init, [self, ...parts], span);
  if (vals.some((val) => val.ty.length === 0)) return;
  const inst = instantiate(
    cx,
    init,
    vals.map((val) => val.ty),
    cls,
    cls,
  );
  const made = callInstance(cx, { ...inst, params: inst.params.slice(1) } as Instance, vals.slice(1), span, inst);
  const object = newLocal(cx, attribute.name.toLowerCase(), type(), span);
  cx.declared.add(object);
  push(cx, "let", span, { local: object, value: made.e });
  for (const [key, val] of [
    ["name", text(cx, attribute.name, span)],
    ["value", again()],
  ] as const) {
    const field = hiddenField(cx, cls, key);
    const inner = irCell(cx.p, field.cell);
    const place = ex(cx, "field", { kind: "option", inner }, span, {
      object: ex(cx, "local", type(), span, { local: object }),
      name: key,
    });
    const option = ex(cx, "some", { kind: "option", inner }, span, { value: convert(cx, val, get(cx, field.cell), span) });
    push(cx, "assign", span, { place, value: option });
  }
  store(cx, cls, attribute, { ty: instTy(cls), e: ex(cx, "local", type(), span, { local: object }) }, span);
}

function store(cx: Cx, cls: ClassInfo, attribute: ClassAttribute, val: Val, span: Span): void {
  const ty = get(cx, attribute.cell);
  if (!cx.p.emitting || isGhost(ty)) return;
  const value = convert(cx, val, ty, span);
  const place = ex(cx, "global", irCell(cx.p, attribute.cell), span, { global: attributeGlobal(cx, cls, attribute) });
  push(cx, "assign", span, { place, value });
}

const memberVal = (cx: Cx, cls: ClassInfo, name: string, span: Span): Val => {
  const found = classAttributeVal(cx, cls, name, span);
  return found && found.ty.length ? found : { ty: instTy(cls), e: ex(cx, "unit", { kind: "unit" }, span, {}) };
};

/** The field of a member. */
export function fieldVal(cx: Cx, object: Val, cls: ClassInfo, name: "name" | "value", span: Span): Val {
  const field = hiddenField(cx, cls, name);
  const ty = get(cx, field.cell);
  const inner = irCell(cx.p, field.cell);
  if (!field.lazy) return { ty, e: ex(cx, "field", inner, span, { object: object.e, name }) };
  return { ty, e: ex(cx, "unwrap", inner, span, { value: ex(cx, "field", { kind: "option", inner }, span, { object: object.e, name }) }) };
}

/** `Class(value)`: the member of that value. */
export function callEnum(cx: Cx, cls: ClassInfo, args: readonly ArgVal[], span: Span): Val {
  if (args.length !== 1 || args[0].star || args[0].name) return refuse("PY0411", span, `\`${cls.name}\` is called other than with a value`);
  const { value } = args[0];
  if (value.ty.length === 0) return dead(cx, span, value);
  if (value.ty.length === 1 && value.ty[0].k === "inst" && value.ty[0].cls === cls) return value;
  return lookUp(
    cx,
    cls,
    value,
    span,
    (member, again) => equality(cx, "==", again(), fieldVal(cx, member, cls, "value", span), cls, span),
    (again) => raised(cx, "ValueError", [...displayPieces(cx, again(), span, "r"), ` is not a valid ${cls.name}`], span),
    members(cls),
    findMethod(cls, "_missing_") && ((again) => missingMember(cx, cls, again, span)),
  );
}

/** What `_missing_` makes of a value; None is no member. */
function missingMember(cx: Cx, cls: ClassInfo, again: () => Val, span: Span): Val {
  const ty = instTy(cls);
  const self: Val = { ty, e: ex(cx, "unit", { kind: "unit" }, span, {}) };
  const made = callMethod(cx, self, "_missing_", [{ value: again() }], cls, span);
  const error = (): Expression => raised(cx, "ValueError", [...displayPieces(cx, again(), span, "r"), ` is not a valid ${cls.name}`], span);
  if (!cx.p.emitting || !made.ty.some((atom) => atom.k === "none")) return { ty, e: convert(cx, made, ty, span) };
  if (made.ty.length === 1) return { ty, e: asType(cx, { ty: [], e: error() }, ty, span) };
  return withTempVal(cx, made, span, (found) => {
    const test = ex(cx, "isNone", bool, span, { value: found().e, negated: false });
    const then = asType(cx, { ty: [], e: error() }, ty, span);
    return { ty, e: ex(cx, "conditional", irType(cx.p, ty), span, { test, then, orElse: convert(cx, found(), ty, span) }) };
  });
}

/** A chain of tests over the members. */
function lookUp(
  cx: Cx,
  cls: ClassInfo,
  value: Val,
  span: Span,
  test: (member: Val, again: () => Val, attribute: ClassAttribute) => Val,
  missing: (again: () => Val) => Expression,
  among = members(cls),
  late?: (again: () => Val) => Val,
): Val {
  const ty = instTy(cls);
  return withTempVal(cx, value, span, (again) => {
    const tests = among.map((member) => test(memberVal(cx, cls, member.name, span), again, member).e);
    const otherwise = late?.(again);
    if (!cx.p.emitting) return { ty, e: value.e };
    let e = otherwise?.e ?? asType(cx, { ty: [], e: missing(again) }, ty, span);
    among
      .map((member, i) => ({ member, test: tests[i] }))
      .reverse()
      .forEach((each) => {
        e = ex(cx, "conditional", irType(cx.p, ty), span, {
          test: each.test,
          then: memberVal(cx, cls, each.member.name, span).e,
          orElse: e,
        });
      });
    return { ty, e };
  });
}

/** An expression that raises: the message is put together where it fails. */
function raised(cx: Cx, name: string, pieces: readonly (string | { value: Expression; spec: string })[], span: Span): Expression {
  const body = inBlock(cx, () => {
    const message: Val = { ty: STR, e: ex(cx, "format", str, span, { pieces }) };
    const error = callRow(cx, "exception.new", [{ value: text(cx, name, span) }, { value: message }], span, span).e;
    push(cx, "raise", span, { value: error });
  });
  return ex(cx, "block", irType(cx.p, []), span, { body, value: ex(cx, "int", irType(cx.p, []), span, { value: 0n }) });
}

/** `member.name`, `member.value`. */
export function enumAttribute(cx: Cx, object: Val, name: string, span: Span): Val | undefined {
  const atom = object.ty[0];
  if (atom?.k !== "inst" || !atom.cls.enum) return undefined;
  const plain = name === "_name_" || name === "_value_" ? name.slice(1, -1) : name;
  return plain === "name" || plain === "value" ? fieldVal(cx, object, atom.cls, plain, span) : undefined;
}

/** The value that a member of an `IntEnum` or `StrEnum` stands for; other values as they are. */
export function enumValue(cx: Cx, val: Val, span: Span): Val {
  const atom = val.ty.length === 1 ? val.ty[0] : undefined;
  return atom?.k === "inst" && isValueEnum(atom.cls) ? fieldVal(cx, val, atom.cls, "value", span) : val;
}

/** The enumeration that a value is the class of. */
export const enumClass = (ty: Ty): ClassInfo | undefined => {
  const atom: Atom | undefined = ty.length === 1 ? ty[0] : undefined;
  return atom?.k === "fn" && atom.fn.kind === "class" && (atom.fn.cls.enum || hasFlags(atom.fn.cls)) ? atom.fn.cls : undefined;
};

/** The members as a list, for loops and library calls. */
export function memberList(cx: Cx, cls: ClassInfo, node: object, span: Span): Val {
  const at = site(cx, node, `members ${cls.id}`, () => ({}));
  const elem = siteCell(cx, at, "elem");
  flow(cx.p.w, elem, instTy(cls));
  const elems = members(cls).map((member) => memberVal(cx, cls, member.name, span).e);
  return { ty: [{ k: "list", elem }], e: ex(cx, "list", irType(cx.p, [{ k: "list", elem }]), span, { elems }) };
}

/** `Class.__members__`: names to members, further names too. */
export function memberDict(cx: Cx, cls: ClassInfo, span: Span): Val {
  const at = site(cx, span, `members ${cls.id}`, () => ({}));
  const key = siteCell(cx, at, "key");
  const value = siteCell(cx, at, "value");
  flow(cx.p.w, key, STR);
  flow(cx.p.w, value, instTy(cls));
  const ty: Ty = [{ k: "dict", key, value }];
  const entries = namedMembers(cls).map((each) => [text(cx, each.name, span).e, memberVal(cx, cls, each.name, span).e] as const);
  return { ty, e: ex(cx, "dict", irType(cx.p, ty), span, { entries }) };
}

/** `Class["NAME"]`; `list[int]` as an expression is the type itself. */
export function classSubscript(cx: Cx, object: Val, node: Expr<"subscript">): Val | undefined {
  const atom = object.ty[0];
  if (object.ty.length !== 1 || atom.k !== "fn") return undefined;
  if (atom.fn.kind === "type" || atom.fn.kind === "special") return object;
  if (atom.fn.kind !== "class" || !(atom.fn.cls.enum || hasFlags(atom.fn.cls))) return object;
  const { cls } = atom.fn;
  const { span } = node;
  const name = expr(cx, node.index);
  if (name.ty.length === 0) return dead(cx, span, name);
  return lookUp(
    cx,
    cls,
    name,
    span,
    (_, again, { name }) => equality(cx, "==", again(), text(cx, name, span), cls, span),
    (again) => {
      const body = inBlock(cx, () => {
        const error = callRow(cx, "exception.new", [{ value: text(cx, "KeyError", span) }, { value: again() }], span, span).e;
        push(cx, "raise", span, { value: error });
      });
      return ex(cx, "block", irType(cx.p, []), span, { body, value: ex(cx, "int", irType(cx.p, []), span, { value: 0n }) });
    },
    namedMembers(cls),
  );
}
