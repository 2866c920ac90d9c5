/** Fields of dataclasses with their options, and the functions of `dataclasses`. */
import type { Span } from "../../../base/span.ts";
import { refuse } from "../../../diagnostics/diagnostic.ts";
import { str } from "../../../ir/index.ts";
import type { Expr } from "../ast/nodes.ts";
import type { ClassInfo } from "../infer/classes.ts";
import { flow, STR, type Ty } from "../infer/types.ts";
import { readAttribute } from "./attributes.ts";
import { constructClass } from "./classes.ts";
import { convert, withTempVal } from "./convert.ts";
import { ex, get, site, siteCell, type Cx, type Val } from "./context.ts";
import { irType } from "./ir-types.ts";
import type { ArgVal } from "./rows.ts";

export interface DataField {
  readonly name: string;
  readonly value?: Expr;
  readonly span: Span;
  readonly init: boolean;
  readonly repr: boolean;
  readonly compare: boolean;
}

/** The call of `field(…)` that a class-level value is. */
export const fieldCall = (value: Expr | undefined): Expr<"call"> | undefined =>
  value?.kind === "call" &&
  ((value.callee.kind === "name" && value.callee.id === "field") || (value.callee.kind === "attribute" && value.callee.name === "field"))
    ? value
    : undefined;

const OPTIONS = new Set(["default", "default_factory", "init", "repr", "compare", "metadata", "kw_only"]);

function optionOf(call: Expr<"call"> | undefined, name: string): boolean {
  const given = call?.args.find((arg) => arg.name === name)?.value;
  if (!given) return true;
  return given.kind === "bool" ? given.value : refuse("PY0409", given.span, `\`${name}\` of a field is computed`);
}

/** `ClassVar[…]`: no field. */
export const isClassVar = (annotation: Expr): boolean => {
  const of = annotation.kind === "subscript" ? annotation.object : annotation;
  return (of.kind === "name" && of.id === "ClassVar") || (of.kind === "attribute" && of.name === "ClassVar");
};

const known = new WeakMap<ClassInfo, readonly DataField[]>();

/** The fields of a dataclass, inherited ones first. */
export function dataFields(cls: ClassInfo): readonly DataField[] {
  let fields = known.get(cls);
  if (fields) return fields;
  if (!cls.mro.some((each) => each.dataclass)) return [];
  const found = new Map<string, DataField>();
  for (const each of [...cls.mro].reverse()) {
    if (!each.dataclass) continue;
    for (const { name, value, annotation, span } of each.attributes.values()) {
      if (!annotation || isClassVar(annotation)) continue;
      const call = fieldCall(value);
      const strange = call?.args.find((arg) => !OPTIONS.has(arg.name ?? ""));
      if (strange) refuse("PY0409", strange.value.span, `\`field\` with \`${strange.name ?? "an argument"}\``);
      const [init, repr, compare] = ["init", "repr", "compare"].map((option) => optionOf(call, option));
      found.set(name, { name, value, span, init, repr, compare });
    }
  }
  fields = [...found.values()];
  known.set(cls, fields);
  return fields;
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

/** `asdict(object)`, `astuple(object)`. */
function taken(cx: Cx, val: Val, asDict: boolean, node: object, span: Span): Val {
  const cls = isData(val);
  if (!cls) return val;
  return withTempVal(cx, val, span, (again) => {
    const parts = dataFields(cls).map((field, i): Val => {
      const value = readAttribute(cx, again(), field.name, span);
      if (holdsData(cx, value.ty)) return refuse("PY0702", span, `\`asdict\` of a field that holds dataclasses (\`${field.name}\`)`);
      const at = site(cx, node, `field ${i}`, () => ({}));
      return taken(cx, value, asDict, at, span);
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

/** A function of `dataclasses`; undefined where it is another, or its argument is no dataclass. */
export function dataclassCall(cx: Cx, name: string, args: readonly ArgVal[], node: object, span: Span): Val | undefined {
  const [first, ...rest] = args;
  const cls = first && isData(first.value);
  if (!cls || first.name !== undefined) return undefined;
  if (name === "asdict" && rest.length === 0) return taken(cx, first.value, true, node, span);
  if (name === "astuple" && rest.length === 0) return taken(cx, first.value, false, node, span);
  if (name !== "replace" || rest.some((arg) => arg.name === undefined)) return undefined;
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
