/** What the `__init__` does that a dataclass has of its own: fields from arguments and defaults. */
import type { Span } from "../../../base/span.ts";
import { refuse } from "../../../diagnostics/diagnostic.ts";
import type { Expression } from "../../../ir/index.ts";
import type { Expr } from "../ast/nodes.ts";
import { findMethod, type ClassInfo } from "../infer/classes.ts";
import { NONE, type Ty } from "../infer/types.ts";
import { callValue } from "./call.ts";
import { keepField } from "./classes.ts";
import { convert } from "./convert.ts";
import { ex, type Cx, type Val } from "./context.ts";
import { dataFields, dataParameters, fieldCall, type DataField } from "./dataclass-fields.ts";
import { expr } from "./expressions.ts";
import { qualifiedClass } from "./format.ts";
import { irType } from "./ir-types.ts";
import { misfit } from "./misfits.ts";
import type { ArgVal } from "./rows.ts";

/** The arguments by the fields that they are for. */
export function dataArguments(cls: ClassInfo, members: readonly DataField[], args: readonly ArgVal[], span: Span): Map<string, Val> {
  const given = new Map<string, Val>();
  const initial = members.filter((member) => member.init);
  const placed = initial.filter((member) => !member.named);
  let next = 0;
  for (const arg of args) {
    if (arg.star) return refuse("PY0310", span, "unpacked arguments of a dataclass");
    const name = arg.name ?? placed[next++]?.name;
    if (name === undefined || !initial.some((m) => m.name === name) || given.has(name))
      return refuse("PY0312", span, `\`${cls.name}\` has no field for this argument`);
    given.set(name, arg.value);
  }
  return given;
}

/** What CPython raises where the arguments are not those of the fields. */
export function dataMisfit(cls: ClassInfo, args: readonly ArgVal[]): string | undefined {
  if (args.some((arg) => arg.star)) return undefined;
  const params = dataParameters(cls);
  const error = misfit(params, args);
  return error === undefined ? undefined : `TypeError: ${qualifiedClass(cls)}.__init__() ${error}`;
}

/** The dataclass among the bases of a class whose `__init__` follows that of `owner`; undefined where none has one. */
export const dataBase = (cls: ClassInfo, owner: ClassInfo | undefined): ClassInfo | undefined =>
  cls.mro.slice(owner ? cls.mro.indexOf(owner) + 1 : 0).find((each) => each.dataclass);

/** `super().__init__(…)` of a class that is derived from a dataclass. `assigned`: gets the names of the fields. */
export function superDataInit(
  cx: Cx,
  cls: ClassInfo,
  owner: ClassInfo | undefined,
  call: Expr<"call">,
  span: Span,
  assigned: Set<string>,
): void {
  const base = dataBase(cls, owner);
  const { building } = cx;
  if (!base || !building) return;
  if (findMethod(cls, "__post_init__"))
    refuse("PY0406", span, `\`super().__init__\` of the dataclass \`${base.name}\`, which has a \`__post_init__\``);
  const members = dataFields(base);
  const args = call.args.map((arg) => ({ name: arg.name, star: arg.star, value: expr(cx, arg.value) }));
  const given = dataArguments(base, members, args, span);
  for (const member of members) {
    if (!member.init) continue;
    let val = given.get(member.name);
    if (!val && !member.value) return refuse("PY0312", span, `\`${base.name}\` is made without its field \`${member.name}\``);
    val ??= dataDefault(cx, base, member.value!, span);
    keepField(cx, building, member.name, val, member.span, span);
    assigned.add(member.name);
  }
}

/** The default of a field. */
export function dataDefault(cx: Cx, cls: ClassInfo, value: Expr, span: Span): Val {
  const outer = cx.module;
  cx.module = cls.module;
  const body = cx.classBody;
  cx.classBody = cls;
  try {
    const call = fieldCall(value);
    if (call) {
      const factory = call.args.find((a) => a.name === "default_factory")?.value;
      if (factory) return callValue(cx, expr(cx, factory), [], factory, span);
      const plain = call.args.find((a) => a.name === "default")?.value;
      if (plain) return expr(cx, plain);
      return refuse("PY0409", value.span, "a `field(…)` without a default");
    }
    return expr(cx, value);
  } finally {
    cx.module = outer;
    cx.classBody = body;
  }
}

/** What stands in a field until `__post_init__` assigns it. */
export function emptyValue(cx: Cx, ty: Ty, name: string, span: Span): Val {
  const [atom] = ty;
  const some = (e: Expression): Val => ({ ty, e });
  if (ty.some((each) => each.k === "none")) return { ty: [{ k: "none" }], e: ex(cx, "unit", { kind: "unit" }, span, {}) };
  const type = irType(cx.p, ty);
  if (ty.length === 1 && atom.k === "int") return some(ex(cx, "int", type, span, { value: 0n }));
  if (ty.length === 1 && atom.k === "float") return some(ex(cx, "float", { kind: "float", width: 64 }, span, { value: 0 }));
  if (ty.length === 1 && atom.k === "bool") return some(ex(cx, "bool", { kind: "bool" }, span, { value: false }));
  if (ty.length === 1 && atom.k === "str") return some(ex(cx, "str", { kind: "str" }, span, { value: "" }));
  if (ty.length === 1 && (atom.k === "list" || atom.k === "set")) return some(ex(cx, atom.k, type, span, { elems: [] } as never));
  if (ty.length === 1 && atom.k === "dict" && !atom.flavour) return some(ex(cx, "dict", type, span, { entries: [] }));
  if (atom?.k === "any") return some(convert(cx, { ty: NONE, e: ex(cx, "unit", { kind: "unit" }, span, {}) }, ty, span));
  const plain = ty.length > 1 ? ty.find((each) => ["int", "float", "bool", "str"].includes(each.k)) : undefined;
  if (plain) return some(convert(cx, emptyValue(cx, [plain], name, span), ty, span));
  return refuse("PY0410", span, `the field \`${name}\` has no value before \`__post_init__\``);
}
