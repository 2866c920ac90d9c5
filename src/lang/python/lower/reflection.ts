/** `type(value)`, and `getattr` and `hasattr` with names that are written as constants: what a value's class is and has is known while translating. */
import type { Expr, FunctionNode } from "../ast/nodes.ts";
import type { Span } from "../../../base/span.ts";
import { refuse } from "../../../diagnostics/diagnostic.ts";
import { bool, f64 } from "../../../ir/index.ts";
import { findAttribute, findMethod, type ClassInfo } from "../infer/classes.ts";
import { BOOL, join, type Atom, type Kind, type Ty } from "../infer/types.ts";
import { show } from "../infer/show.ts";
import { readAttribute } from "./attributes.ts";
import { namespaceHas } from "./argparse-defaults.ts";
import { eachExceptionClass } from "./exception-objects.ts";
import { pendingField } from "./pending-fields.ts";
import { callable, ghost } from "./builtins.ts";
import { isShutOut } from "./class-hooks.ts";
import { classCallable } from "./classes.ts";
import { dataFields } from "./dataclass-fields.ts";
import { convert, dead, has, isSimple, isStill, without, withTempVal } from "./convert.ts";
import { constant } from "./compare.ts";
import { dynamicClasses, eachKind, isSeen, kindAtom } from "./dynamic.ts";
import { memberCondition, type Condition } from "./conditions.ts";
import { callRow, hasRow } from "./rows.ts";
import { ex, get, site, type Cx, type Val } from "./context.ts";
import { irCell, irType, isGhost } from "./ir-types.ts";
import { distinct, eachMember, memberNode } from "./operators.ts";
import { atomName } from "./type-errors.ts";
import { isView } from "./views.ts";

/** The atoms whose class is one of the builtin ones, by the name that `atomName` gives. */
const BUILTIN = new Set(["none", "int", "float", "bool", "str", "bytes", "list", "dict", "set", "frozenset", "tuple", "vartuple", "range"]);

/** `type(value)` */
export function classOfValue(cx: Cx, val: Val, span: Span): Val {
  if (val.ty.length === 0) return dead(cx, span, val);
  const [atom] = val.ty;
  if (val.ty.length > 1 || (atom.k !== "inst" && !isView(atom) && (!BUILTIN.has(atom.k) || (atom.k === "dict" && atom.flavour))))
    return callRow(
      cx,
      "any.type_of",
      [{ value: val }],
      site(cx, span, "type", () => ({})),
      span,
    );
  const name = atomName(atom);
  const made = ghost(
    cx,
    atom.k === "inst" ? classCallable(cx, atom.cls) : callable<"type">(cx.p, `type ${name}`, 1, { kind: "type", name, type: name }),
    span,
  );
  if (!cx.p.emitting || isStill(val.e)) return made;
  const body = [cx.p.builder.stmt("expression", span, { value: val.e })];
  return { ...made, e: ex(cx, "block", { kind: "unit" }, span, { body, value: made.e }) };
}

/** What every object has, and what one without `__slots__` has besides. */
const OF_OBJECTS: ReadonlySet<string> = new Set(
  [
    "class",
    "doc",
    "module",
    "init",
    "new",
    "eq",
    "ne",
    "lt",
    "le",
    "gt",
    "ge",
    "hash",
    "repr",
    "str",
    "format",
    "dir",
    "reduce",
    "sizeof",
  ].map((name) => `__${name}__`),
);

/** Has an object the attribute always, never, or from its first assignment on? */
function presence(cx: Cx, cls: ClassInfo, name: string): "always" | "never" | "assigned" {
  if (OF_OBJECTS.has(name) || (name === "__dict__" && !isShutOut(cls, ""))) return "always";
  const field = cls.fields.get(name);
  if (!cx.p.emitting) get(cx, pendingField(cx, cls, name));
  if (field && !isGhost(get(cx, field.cell))) return field.lazy ? "assigned" : "always";
  if (findMethod(cls, name) || findAttribute(cls, name) || dataFields(cls).some((each) => each.name === name)) return "always";
  return "never";
}

/** Is a field that is assigned late there by now? */
function isThere(cx: Cx, object: Val, cls: ClassInfo, name: string, span: Span): Val["e"] {
  const inner = irCell(cx.p, cls.fields.get(name)!.cell);
  const value = ex(cx, "field", { kind: "option", inner }, span, { object: object.e, name });
  return ex(cx, "isNone", bool, span, { value, negated: true });
}

const CONTAINERS = ["str", "bytes", "list", "tuple", "vartuple", "dict", "set", "frozenset", "deque", "range"];
const NUMBERS = ["int", "float", "bool"];

/** The kinds of builtin values that have a special method. */
const SPECIAL: Readonly<Record<string, readonly string[]>> = {
  __iter__: [...CONTAINERS, "iter"],
  __next__: ["iter"],
  __len__: CONTAINERS,
  __contains__: CONTAINERS,
  __getitem__: ["str", "bytes", "list", "tuple", "vartuple", "dict", "deque", "range"],
  __setitem__: ["list", "dict", "deque"],
  __call__: ["fn", "func"],
  __code__: ["func"],
  __name__: ["fn", "func"],
  __add__: [...NUMBERS, "str", "bytes", "list", "tuple", "vartuple"],
  __mul__: [...NUMBERS, "str", "bytes", "list", "tuple", "vartuple"],
  __sub__: [...NUMBERS, "set", "frozenset"],
  __lt__: [...CONTAINERS, ...NUMBERS, "none"],
  __eq__: [...CONTAINERS, ...NUMBERS, "none", "fn", "func"],
  __hash__: [...CONTAINERS, ...NUMBERS, "none", "fn", "func"],
  __str__: [...CONTAINERS, ...NUMBERS, "none", "fn", "func"],
  __repr__: [...CONTAINERS, ...NUMBERS, "none", "fn", "func"],
  __class__: [...CONTAINERS, ...NUMBERS, "none", "fn", "func"],
  __dict__: ["fn", "func"],
  real: NUMBERS,
  imag: NUMBERS,
  numerator: ["int", "bool"],
  denominator: ["int", "bool"],
};
/** The builtin types of dynamic values. */
const ANY_KINDS: readonly Kind[] = ["bool", "int", "float", "str", "bytes", "list", "tuple", "dict", "set", "frozenset", "none"];
/** The methods of tuples, and of what the rows of lists stand for. */
const TUPLE = new Set(["count", "index"]);
const KNOWN = new Set([...CONTAINERS, ...NUMBERS, "none", "iter", "func"]);

/** Has a builtin value the attribute? Undefined where that is not known. */
function builtinHas(cx: Cx, atom: Atom, name: string): boolean | undefined {
  if (!KNOWN.has(atom.k) || (atom.k === "dict" && atom.flavour)) return undefined;
  const kinds = SPECIAL[name] as readonly string[] | undefined;
  if (kinds) return kinds.includes(atom.k);
  if (name.startsWith("_")) return undefined;
  if (atom.k === "tuple" || atom.k === "vartuple") return TUPLE.has(name) || (atom.k === "tuple" && atom.names?.includes(name) === true);
  if (atom.k === "none" || atom.k === "iter") return false;
  if (atom.k === "func") return undefined;
  return hasRow(cx, `${atom.k}.${name}`);
}

/** Does a module have a name? Undefined where that is not known. */
function moduleHas(cx: Cx, name: string, member: string): boolean | undefined {
  const module = cx.p.byName.get(name);
  if (module?.scopes.moduleVariable(member)) return true;
  if (module && !module.library) return member === "__name__";
  return hasRow(cx, `${name}.${member}`) ? true : undefined;
}

/** Has a value of the type the attribute? Undefined where that is seen when the program runs. */
export function knownPresence(cx: Cx, atom: Atom, name: string): boolean | undefined {
  if (atom.k !== "inst") return builtinHas(cx, atom, name);
  const there = presence(cx, atom.cls, name);
  return there === "assigned" ? undefined : there === "always";
}

/** `hasattr(value, "name")` of a value of several types, each of which has it or has it not; `key` is the place that it is read from. */
export function attributeCondition(cx: Cx, object: Val, name: string, key: string | undefined, span: Span): Condition | undefined {
  const known = object.ty.map((atom) => knownPresence(cx, atom, name));
  if (known.includes(undefined)) return undefined;
  const among = (wanted: boolean): Ty => object.ty.filter((_, i) => known[i] === wanted);
  return memberCondition(cx, object, among(true), among(false), key, false, { span });
}

/** `hasattr(object, "name")` */
export function hasAttribute(cx: Cx, object: Val, name: string, span: Span): Val {
  if (object.ty.length === 0) return { ty: BOOL, e: ex(cx, "bool", bool, span, { value: false }) };
  if (object.ty.length > 1)
    return (
      attributeCondition(cx, object, name, undefined, span)?.val ??
      eachMember(cx, object, span, "", (one) => hasAttribute(cx, one, name, span))
    );
  if (object.ty[0].k === "any") {
    const builtin = ANY_KINDS.flatMap((kind) => kindAtom(cx, kind) ?? []).filter((atom) => isSeen(cx, atom) && builtinHas(cx, atom, name));
    const classes = dynamicClasses(cx).filter((atom) => presence(cx, atom.cls, name) !== "never");
    return eachKind(
      cx,
      object,
      [...classes, ...builtin],
      span,
      () => constant(cx, false, span),
      (one) => (one.ty[0].k === "inst" ? hasAttribute(cx, one, name, span) : constant(cx, true, span)),
    );
  }
  if (object.ty[0].k === "rt" && object.ty[0].path === "argparse::Namespace") {
    const has = namespaceHas(cx, object, name, span);
    if (has) return has;
  }
  if (object.ty[0].k !== "inst") {
    const [atom] = object.ty;
    const has = atom.k === "module" ? moduleHas(cx, atom.module, name) : builtinHas(cx, atom, name);
    if (has === undefined) return refuse("PY0503", span, `\`hasattr\` of ${show(object.ty)}`);
    return constant(cx, has, span, object);
  }
  const { cls } = object.ty[0];
  const there = presence(cx, cls, name);
  if (there === "assigned") return { ty: BOOL, e: isThere(cx, object, cls, name, span) };
  return { ty: BOOL, e: ex(cx, "bool", bool, span, { value: there === "always" }) };
}

/** The same of an exception: each class of the program that has the name is asked. */
function exceptionOr(cx: Cx, object: Val, name: string, otherwise: Val, node: object, span: Span): Val {
  if (ALWAYS.has(name)) return readAttribute(cx, object, name, span, node);
  if (SOMETIMES.has(name)) return refuse("PY0503", span, `\`getattr\` of \`${name}\` of an exception with a default`);
  const apply = (one: Val): Val => attributeOr(cx, one, name, otherwise, memberNode(cx, node, one), span);
  return eachExceptionClass(cx, object, name, span, apply, () => otherwise) ?? otherwise;
}

/** The same of a value that may be None, which has no such attribute. */
function attributeOfPresent(cx: Cx, object: Val, name: string, otherwise: Val, node: object, span: Span): Val {
  return withTempVal(cx, object, span, (again) => {
    const rest = without(object.ty, "none");
    const some: Val = { ty: rest, e: ex(cx, "unwrap", irType(cx.p, rest), span, { value: again().e }) };
    const found = attributeOr(cx, some, name, otherwise, node, span);
    const ty = join(cx.p.w, found.ty, otherwise.ty);
    const seen = new Set<number>();
    const test = ex(cx, "isNone", bool, span, { value: again().e, negated: false });
    const then = distinct(cx, convert(cx, otherwise, ty, span), seen);
    const orElse = distinct(cx, convert(cx, found, ty, span), seen);
    return { ty, e: ex(cx, "conditional", irType(cx.p, ty), span, { test, then, orElse }) };
  });
}

/** What every exception has, and what only some of the library's have. */
const ALWAYS: ReadonlySet<string> = new Set(["args", "__cause__", "__context__", "__suppress_context__"]);
const SOMETIMES: ReadonlySet<string> = new Set(["errno", "strerror", "filename"]);

/** `getattr(object, "name", otherwise)` */
export function attributeOr(cx: Cx, object: Val, name: string, otherwise: Val, node: object, span: Span): Val {
  if (object.ty.length === 0 || otherwise.ty.length === 0) return dead(cx, span, object, otherwise);
  const absent = (): Val => (isSimple(object.e) ? otherwise : withTempVal(cx, object, span, () => otherwise));
  if (object.ty.length > 1 && object.ty.every((atom) => knownPresence(cx, atom, name) === false)) return absent();
  if (object.ty.length > 1 && object.ty.every((atom) => atom.k === "inst" || builtinHas(cx, atom, name) !== undefined)) {
    if (has(object.ty, "none")) return attributeOfPresent(cx, object, name, otherwise, node, span);
    return eachMember(cx, object, span, "", (one) => attributeOr(cx, one, name, otherwise, memberNode(cx, node, one), span));
  }
  const atom = object.ty[0];
  if (object.ty.length === 1 && atom.k === "exception") return exceptionOr(cx, object, name, otherwise, node, span);
  if (object.ty.length === 1 && atom.k !== "inst" && builtinHas(cx, atom, name) !== undefined) {
    if (builtinHas(cx, atom, name)) return readAttribute(cx, object, name, span, node);
    return absent();
  }
  if (object.ty.length > 1 || atom.k !== "inst") return refuse("PY0503", span, `\`getattr\` with a default of ${show(object.ty)}`);
  const there = presence(cx, atom.cls, name);
  if (there === "never") return otherwise;
  if (there === "always") return readAttribute(cx, object, name, span, node);
  return withTempVal(cx, object, span, (again) => {
    const test = isThere(cx, again(), atom.cls, name, span);
    const found = readAttribute(cx, again(), name, span, node);
    const ty = join(cx.p.w, found.ty, otherwise.ty);
    const then = convert(cx, found, ty, span);
    return { ty, e: ex(cx, "conditional", irType(cx.p, ty), span, { test, then, orElse: convert(cx, otherwise, ty, span) }) };
  });
}

/** A number that an attribute always is, behind the object that it is asked of. */
export function numberBeside(cx: Cx, object: Val, k: "int" | "float", value: number, span: Span): Val {
  const ty: Ty = [{ k }];
  const e = k === "int" ? ex(cx, "int", irType(cx.p, ty), span, { value: BigInt(value) }) : ex(cx, "float", f64, span, { value });
  if (!cx.p.emitting || isSimple(object.e)) return { ty, e };
  const body = [cx.p.builder.stmt("expression", span, { value: object.e })];
  return { ty, e: ex(cx, "block", e.type, span, { body, value: e }) };
}

/** The class that `__exit__` is told of: the exception itself stands for it. */
export function isExitClass(cx: Cx, node: Expr): boolean {
  const binding = node.kind === "name" ? cx.module.scopes.binding(node) : undefined;
  if (binding?.kind !== "variable" || binding.variable.frame.module) return false;
  const { name, params } = binding.variable.frame.node as FunctionNode;
  return name === "__exit__" && params[1]?.name === binding.variable.name;
}
