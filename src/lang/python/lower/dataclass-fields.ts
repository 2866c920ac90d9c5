/** Fields of dataclasses with their options, and the functions of `dataclasses`. */
import type { Span } from "../../../base/span.ts";
import { refuse } from "../../../diagnostics/diagnostic.ts";
import { str } from "../../../ir/index.ts";
import type { Expr, Parameter } from "../ast/nodes.ts";
import type { ClassInfo } from "../infer/classes.ts";
import { flow, STR, type Ty } from "../infer/types.ts";
import { readAttribute } from "./attributes.ts";
import { constructClass } from "./classes.ts";
import { constant } from "./compare.ts";
import { convert, withTempVal } from "./convert.ts";
import { ex, get, newLocal, site, siteCell, type Cx, type Val } from "./context.ts";
import { irType } from "./ir-types.ts";
import { elemOf } from "./iteration.ts";
import { callRow, type ArgVal } from "./rows.ts";

export interface DataField {
  readonly name: string;
  readonly value?: Expr;
  readonly span: Span;
  readonly init: boolean;
  readonly repr: boolean;
  readonly compare: boolean;
  /** Its argument is given by name. */
  readonly named: boolean;
  /** `InitVar[…]`: an argument that `__post_init__` gets, and no field. */
  readonly passing: boolean;
}

/** The call of `field(…)` that a class-level value is. */
export const fieldCall = (value: Expr | undefined): Expr<"call"> | undefined =>
  value?.kind === "call" &&
  ((value.callee.kind === "name" && value.callee.id === "field") || (value.callee.kind === "attribute" && value.callee.name === "field"))
    ? value
    : undefined;

const OPTIONS = new Set(["default", "default_factory", "init", "repr", "compare", "metadata", "kw_only"]);

function optionOf(call: Expr<"call"> | undefined, name: string, otherwise = true): boolean {
  const given = call?.args.find((arg) => arg.name === name)?.value;
  if (!given) return otherwise;
  return given.kind === "bool" ? given.value : refuse("PY0409", given.span, `\`${name}\` of a field is computed`);
}

const isNamed = (annotation: Expr, name: string): boolean =>
  (annotation.kind === "name" && annotation.id === name) || (annotation.kind === "attribute" && annotation.name === name);

/** `_: KW_ONLY`: the fields behind it are given by name. */
const isMark = (annotation: Expr): boolean => isNamed(annotation, "KW_ONLY");

/** `ClassVar[…]`, or the mark `KW_ONLY`: no field. */
export const isClassVar = (annotation: Expr): boolean =>
  isNamed(annotation.kind === "subscript" ? annotation.object : annotation, "ClassVar") || isMark(annotation);

const isPassing = (annotation: Expr): boolean => isNamed(annotation.kind === "subscript" ? annotation.object : annotation, "InitVar");

const known = new WeakMap<ClassInfo, readonly DataField[]>();
const kept = new WeakMap<readonly DataField[], readonly DataField[]>();

/** The fields of a dataclass, inherited ones first. */
export function dataFields(cls: ClassInfo): readonly DataField[] {
  const members = dataMembers(cls);
  let fields = kept.get(members);
  if (!fields) kept.set(members, (fields = members.filter((member) => !member.passing)));
  return fields;
}

/** The fields of a dataclass and what its `__init__` takes besides. */
export function dataMembers(cls: ClassInfo): readonly DataField[] {
  let fields = known.get(cls);
  if (fields) return fields;
  if (!cls.mro.some((each) => each.dataclass)) return [];
  const found = new Map<string, DataField>();
  for (const each of [...cls.mro].reverse()) {
    if (!each.dataclass) continue;
    let behind = each.dataclass.keywords;
    for (const { name, value, annotation, span } of each.attributes.values()) {
      if (annotation && isMark(annotation)) behind = true;
      if (!annotation || isClassVar(annotation)) continue;
      const call = fieldCall(value);
      const strange = call?.args.find((arg) => !OPTIONS.has(arg.name ?? ""));
      if (strange) refuse("PY0409", strange.value.span, `\`field\` with \`${strange.name ?? "an argument"}\``);
      const [init, repr, compare] = ["init", "repr", "compare"].map((option) => optionOf(call, option));
      found.set(name, { name, value, span, init, repr, compare, named: optionOf(call, "kw_only", behind), passing: isPassing(annotation) });
    }
  }
  fields = [...found.values()];
  known.set(cls, fields);
  return fields;
}

/** The parameters of the `__init__` of a dataclass, without `self`. */
export function dataParameters(cls: ClassInfo): readonly Parameter[] {
  const fields = dataMembers(cls).filter((field) => field.init);
  const params = [...fields.filter((field) => !field.named), ...fields.filter((field) => field.named)];
  return params.map(({ name, named, value, span }) => {
    const call = fieldCall(value);
    const empty = call && !call.args.some((arg) => arg.name === "default" || arg.name === "default_factory");
    return { name, kind: named ? "keyword" : "normal", span, default: empty ? undefined : value };
  });
}

/** Are all fields of a dataclass compared? */
export const comparesAll = (cls: ClassInfo): boolean => dataFields(cls).every((field) => field.compare);

/** The compared fields of an object as a tuple. */
export function comparedFields(cx: Cx, object: () => Val, cls: ClassInfo, span: Span): Val {
  const vals = dataFields(cls)
    .filter((field) => field.compare)
    .map((field) => readAttribute(cx, object(), field.name, span));
  const ty: Ty = [{ k: "tuple", elems: vals.map((val) => val.ty) }];
  return { ty, e: ex(cx, "tuple", irType(cx.p, ty), span, { elems: vals.map((val) => val.e) }) };
}

const isData = (val: Val): ClassInfo | undefined => {
  const [atom] = val.ty;
  return val.ty.length === 1 && atom.k === "inst" && dataFields(atom.cls).length > 0 ? atom.cls : undefined;
};

/** Does a container of the type hold dataclasses? */
function holdsData(cx: Cx, ty: Ty, depth = 0): boolean {
  return (
    depth < 4 &&
    ty.some((atom) =>
      "elem" in atom
        ? get(cx, atom.elem).some((each) => each.k === "inst" && dataFields(each.cls).length > 0) ||
          holdsData(cx, get(cx, atom.elem), depth + 1)
        : atom.k === "dict" && get(cx, atom.value).some((each) => each.k === "inst" && dataFields(each.cls).length > 0),
    )
  );
}

/** `asdict(object)`, `astuple(object)`. `around`: the classes whose fields are being taken. */
function taken(cx: Cx, val: Val, asDict: boolean, node: object, span: Span, around: readonly ClassInfo[] = []): Val {
  const cls = isData(val);
  if (!cls) return val;
  if (around.includes(cls)) return refuse("PY0702", span, `\`asdict\` of \`${cls.name}\`, whose objects hold others of the class`);
  const inside = [...around, cls];
  return withTempVal(cx, val, span, (again) => {
    const parts = dataFields(cls).map((field, i): Val => {
      const value = readAttribute(cx, again(), field.name, span);
      const at = site(cx, node, `field ${i}`, () => ({}));
      if (holdsData(cx, value.ty)) return takenItems(cx, value, asDict, at, span, field.name, inside);
      return taken(cx, value, asDict, at, span, inside);
    });
    if (!asDict) {
      const ty: Ty = [{ k: "tuple", elems: parts.map((part) => part.ty) }];
      return { ty, e: ex(cx, "tuple", irType(cx.p, ty), span, { elems: parts.map((part) => part.e) }) };
    }
    const key = siteCell(cx, node, "key");
    const value = siteCell(cx, node, "value");
    flow(cx.p.w, key, STR);
    for (const part of parts) flow(cx.p.w, value, part.ty);
    const ty: Ty = [{ k: "dict", key, value }];
    const entries = parts.map(
      (part, i) =>
        [
          convert(cx, { ty: STR, e: ex(cx, "str", str, span, { value: dataFields(cls)[i].name }) }, get(cx, key), span),
          convert(cx, part, get(cx, value), span),
        ] as const,
    );
    return { ty, e: ex(cx, "dict", irType(cx.p, ty), span, { entries }) };
  });
}

/** A container of dataclasses as one of dicts or tuples. */
function takenItems(cx: Cx, val: Val, asDict: boolean, node: object, span: Span, name: string, around: readonly ClassInfo[]): Val {
  const [atom] = val.ty;
  if (val.ty.length !== 1 || !["list", "vartuple", "dict"].includes(atom.k))
    return refuse("PY0702", span, `\`asdict\` of a field that holds dataclasses (\`${name}\`)`);
  const inner = (tag: string): object => site(cx, node, tag, () => ({}));
  const pairs = atom.k === "dict" ? callRow(cx, "dict.items", [{ value: val }], inner("pairs"), span) : val;
  const elem = elemOf(cx, pairs.ty) ?? [];
  const local = newLocal(cx, "item", irType(cx.p, elem), span);
  cx.declared.add(local);
  const item: Val = { ty: elem, e: ex(cx, "local", irType(cx.p, elem), span, { local }) };
  const one = (each: Val): Val =>
    holdsData(cx, each.ty)
      ? takenItems(cx, each, asDict, inner("items"), span, name, around)
      : taken(cx, each, asDict, inner("item"), span, around);
  let made = item;
  if (atom.k !== "dict") made = one(item);
  else if (elem[0]?.k === "tuple") {
    const [key, value] = elem[0].elems;
    const at = (ty: Ty, index: number): Val => ({
      ty,
      e: ex(cx, "tupleGet", irType(cx.p, ty), span, { tuple: ex(cx, "local", irType(cx.p, elem), span, { local }), index }),
    });
    const kept = one(at(value, 1));
    const ty: Ty = [{ k: "tuple", elems: [key, kept.ty] }];
    made = { ty, e: ex(cx, "tuple", irType(cx.p, ty), span, { elems: [at(key, 0).e, kept.e] }) };
  }
  const result = siteCell(cx, node, "result");
  flow(cx.p.w, result, made.ty);
  const items = ex(cx, "comprehension", { kind: "iter", elem: irType(cx.p, get(cx, result)) }, span, {
    clauses: [{ kind: "for", pattern: { kind: "local", local }, iterable: pairs.e }],
    element: convert(cx, made, get(cx, result), span),
  });
  const list: Val = { ty: [{ k: "iter", elem: result }], e: items };
  return callRow(cx, `builtins.${atom.k === "vartuple" ? "tuple" : atom.k}`, [{ value: list }], inner("list"), span);
}

/** `fields(class)`: of each field its name. */
function fieldsOf(cx: Cx, cls: ClassInfo, node: object, span: Span): Val {
  const field: Ty = [{ k: "tuple", elems: [STR], names: ["name"], label: "Field" }];
  const elem = siteCell(cx, node, "fields");
  flow(cx.p.w, elem, field);
  const elems = dataFields(cls).map(({ name }) =>
    ex(cx, "tuple", irType(cx.p, field), span, { elems: [ex(cx, "str", str, span, { value: name })] }),
  );
  const list: Ty = [{ k: "list", elem }];
  return { ty: [{ k: "vartuple", elem }], e: ex(cx, "list", irType(cx.p, list), span, { elems }) };
}

/** A function of `dataclasses`; undefined where it is another, or its argument is no dataclass. */
export function dataclassCall(cx: Cx, name: string, args: readonly ArgVal[], node: object, span: Span): Val | undefined {
  const [first, ...rest] = args;
  const [atom] = first?.value.ty ?? [];
  const itself = atom?.k === "fn" && atom.fn.kind === "class" && dataFields(atom.fn.cls).length > 0 ? atom.fn.cls : undefined;
  if (name === "is_dataclass" && first && first.value.ty.length < 2 && atom?.k !== "any")
    return constant(cx, itself !== undefined || isData(first.value) !== undefined, span, first.value);
  const cls = first && (isData(first.value) ?? (name === "fields" ? itself : undefined));
  if (!cls || first.name !== undefined) return undefined;
  if (name === "fields" && rest.length === 0) return fieldsOf(cx, cls, node, span);
  if (name === "asdict" && rest.length === 0) return taken(cx, first.value, true, node, span);
  if (name === "astuple" && rest.length === 0) return taken(cx, first.value, false, node, span);
  if (name !== "replace" || rest.some((arg) => arg.name === undefined)) return undefined;
  if (dataMembers(cls).length > dataFields(cls).length)
    return refuse("PY0702", span, `\`replace\` of \`${cls.name}\`, which has an InitVar`);
  return withTempVal(cx, first.value, span, (again) => {
    const values = dataFields(cls)
      .filter((field) => field.init)
      .map((field) => ({
        name: field.name,
        value: rest.find((arg) => arg.name === field.name)?.value ?? readAttribute(cx, again(), field.name, span),
      }));
    return constructClass(cx, cls, values, node, span);
  });
}
