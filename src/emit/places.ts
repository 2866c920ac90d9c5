/** Places: locals, globals, fields, and what unwrapping and narrowing reach. */
import type { Expression, Global, IrClass } from "../ir/index.ts";
import type { RustExpr } from "../rust/ast.ts";
import { borrow, call, field, lit, macro, method, path, stringLiteral, unary, unitValue } from "../rust/make.ts";
import { addressOfLifted } from "./addresses.ts";
import { memberCell } from "./cells.ts";
import { type FunctionContext, classOf, globalPath, unionOf, variantPath } from "./context.ts";
import { accessorName, memberOf } from "./enumerations.ts";
import { emitExpression } from "./expressions.ts";
import { raiseExpression } from "./failures.ts";
import { fieldName } from "./names.ts";
import { narrowedValue } from "./narrowing.ts";
import { isCopy, isSharedInstance, rustType } from "./types.ts";
import { danger } from "./unsafe.ts";
import { emitVariant } from "./variants.ts";
import { type Mode, type Value, anchored, ascribe, owned, placed } from "./values.ts";

export function emitLocal(cx: FunctionContext, e: Expression<"local">, mode: Mode): Value {
  const storage = cx.locals.get(e.local)!;
  const name = path(storage.name);
  const address = storage.type.kind === "ptr" ? addressOfLifted(cx, e.local, storage.type) : undefined;
  if (address) return owned(address);
  if (storage.cell === "cell") return storage.deferred ? owned(method(method(name, "get"), "unwrap")) : owned(method(name, "get"));
  if (storage.cell === "refcell") {
    const guard = method(name, mode === "mut" || mode === "place" ? "borrow_mut" : "borrow");
    if (!storage.deferred) return { expr: guard, form: "guard", holds: true };
    return { expr: method(method(guard, mode === "mut" ? "as_mut" : "as_ref"), "unwrap"), form: "ref", holds: true };
  }
  if (storage.deferred) {
    if (isCopy(e.type, cx.unit) && mode !== "mut" && mode !== "place") return owned(method(name, "unwrap"));
    return { expr: method(method(name, mode === "mut" || mode === "place" ? "as_mut" : "as_ref"), "unwrap"), form: "ref" };
  }
  if (storage.borrow === "own") return placed(name);
  return mode === "place" ? placed(unary("*", name)) : { expr: name, form: "ref" };
}

export function emitGlobal(cx: FunctionContext, e: Expression<"global">, mode: Mode): Value {
  const global = cx.unit.program.globals[e.global];
  const member = memberOf(cx.unit, cx.module, e.global);
  if (member) return owned(member);
  const name = path(globalPath(cx.unit, cx.module, e.global));
  switch (cx.unit.facts.global(e.global)) {
    case "const":
      if (e.type.kind === "str" || e.type.kind === "bytes" || e.type.kind === "list") return { expr: name, form: "ref" };
      return owned(name);
    case "static":
      if (e.type.kind === "str" || e.type.kind === "bytes") return { expr: name, form: "ref" };
      return placed(name);
    case "lazy":
      return placed(unary("*", name));
    case "thread":
      return owned(method(name, "with", path("Clone::clone")));
    case "cell":
      return owned(method(name, "get"));
    case "refcell":
      if (!global.value && global.unset === undefined && cx.unit.program.safe) return owned(call("rt::global", borrow(name)));
      return owned(
        global.value ? method(name, "with_borrow", path("Clone::clone")) : unset(global, method(name, "with_borrow", path("Clone::clone"))),
      );
    case "lone":
      return memberCell(cx, e) && mode !== "place" ? owned(method(name, "get")) : placed(name);
    case "raw":
      void mode;
      return placed(danger(name));
  }
}

/** The value of a variable that may not have one yet. */
const unset = (global: Global, value: RustExpr): RustExpr =>
  global.unset === undefined
    ? method(value, "unwrap")
    : method(value, "unwrap_or_else", { kind: "closure", params: [], body: call("rt::missing", lit(stringLiteral(global.unset))) });

export function emitField(cx: FunctionContext, e: Expression<"field">, mode: Mode): Value {
  const type = e.object.type;
  const cls = type.kind === "instance" || type.kind === "record" ? type.class : -1;
  const sharedObject = isSharedInstance(type, cx.unit);
  const object = emitExpression(cx, e.object, sharedObject ? "ref" : mode === "own" ? "ref" : mode);
  if (cls >= 0 && cx.unit.facts.enumeration(cls) !== undefined) {
    const value = method(object.expr, accessorName(cx.unit, classOf(cx.unit, cls), e.name));
    return { expr: value, form: e.type.kind === "str" ? "ref" : "own", holds: object.holds || object.form === "guard" };
  }
  const name = fieldName(cls >= 0 ? classOf(cx.unit, cls) : undefined, e.name);
  const bits = cls >= 0 ? classOf(cx.unit, cls).fields.find((each) => each.name === e.name)?.bits : undefined;
  if (bits) return owned(method(object.expr, name));
  const holds = object.holds || object.form === "guard";
  // references are followed by themselves
  const followed =
    !cx.unit.program.safe && object.expr.kind === "unary" && object.expr.op === "*" && !object.expr.danger
      ? object.expr.operand
      : object.expr;
  if (cls >= 0 && classOf(cx.unit, cls).variants) return emitVariant(classOf(cx.unit, cls), e.name, followed, mode, holds);
  const at = field(followed, name);
  if (cls >= 0 && classOf(cx.unit, cls).cells && mode !== "place") return { expr: method(at, "get"), form: "own", holds };
  if (cls >= 0 && classOf(cx.unit, cls).flavour === "union") return { expr: mode === "place" ? at : danger(at), form: "place", holds };
  if (type.kind === "instance" && classOf(cx.unit, cls).flavour === "class") {
    switch (cx.unit.facts.field(cls, e.name)) {
      case "cell":
        return { expr: method(at, "get"), form: "own", holds };
      case "refcell":
        return { expr: method(at, mode === "mut" || mode === "place" ? "borrow_mut" : "borrow"), form: "guard", holds: true };
    }
  }
  return { expr: at, form: "place", holds };
}

/** Is the place a part of a packed struct, to which there is no reference? */
export const throughPacked = (cx: FunctionContext, e: Expression): boolean => liesIn(cx, e, (record) => record.layout?.packed === true);

/** Is the place a part of a union's member? */
export const throughUnion = (cx: FunctionContext, e: Expression): boolean => liesIn(cx, e, isBare);

/** Is it a member of a union itself? */
export const isUnionMember = (cx: FunctionContext, e: Expression<"field">): boolean =>
  e.object.type.kind === "record" && isBare(classOf(cx.unit, e.object.type.class));

/** A union of which nothing tells which member it holds. */
const isBare = ({ flavour, variants }: IrClass): boolean => flavour === "union" && !variants;

/** Does the place lie in a record of a kind, at whatever depth? */
function liesIn(cx: FunctionContext, e: Expression, test: (record: IrClass) => boolean): boolean {
  for (let at = e; ; at = at.object) {
    if (at.kind !== "field" && at.kind !== "index") return false;
    if (at.kind === "field" && at.object.type.kind === "record" && test(classOf(cx.unit, at.object.type.class))) return true;
  }
}

export function emitUnwrap(cx: FunctionContext, e: Expression<"unwrap">, mode: Mode): Value {
  const from = e.value.type;
  if (from.kind !== "option") return emitExpression(cx, e.value, mode);
  const known = narrowedValue(cx, e, mode);
  if (known) return known;
  if (e.value.kind === "none")
    return owned(
      call(path("rt::missing", rustType(e.type, cx.unit, cx.module)), lit(stringLiteral(e.unproven ?? "RuntimeError: no value"))),
    );
  const emitted = emitExpression(cx, e.value, mode);
  const value = from.inner.kind === "fnptr" && !anchored(cx, e.value) ? { ...emitted, expr: ascribe(cx, emitted.expr, from) } : emitted;
  const end = (expr: RustExpr): RustExpr =>
    e.unproven === undefined
      ? cx.unit.program.safe
        ? method(expr, "unwrap")
        : method(expr, "unwrap_or_else", path("rt::heap::null"))
      : method(expr, "unwrap_or_else", { kind: "closure", params: [], body: call("rt::missing", lit(stringLiteral(e.unproven))) });
  if (value.form === "own") return { expr: end(value.expr), form: "own", holds: value.holds };
  if (isCopy(from, cx.unit) && mode !== "mut" && mode !== "place") {
    return {
      expr: end(value.form === "place" ? value.expr : unary("*", value.expr)),
      form: "own",
      holds: value.holds || value.form === "guard",
    };
  }
  const inner = method(value.expr, mode === "mut" || mode === "place" ? "as_mut" : "as_ref");
  return { expr: end(inner), form: "ref", holds: value.holds || value.form === "guard" };
}

export function emitProject(cx: FunctionContext, e: Expression<"project">, mode: Mode): Value {
  const type = e.value.type;
  if (type.kind !== "union") return emitExpression(cx, e.value, mode);
  const known = narrowedValue(cx, e);
  if (known) return known;
  const union = unionOf(cx.unit, type.union);
  const member = union.members[e.member];
  const variant = variantPath(cx.unit, cx.module, union.id, e.member);
  const value = emitExpression(cx, e.value, mode === "own" ? "ref" : mode);
  const subject =
    value.form === "ref"
      ? value.expr
      : value.form === "guard"
        ? borrow(unary("*", value.expr))
        : mode === "mut" || mode === "place"
          ? { kind: "borrow" as const, word: "mut" as const, operand: value.expr }
          : borrow(value.expr);
  if (member.type.kind === "unit") return owned(unitValue);
  const others: RustExpr =
    e.unproven === undefined ? macro("unreachable") : raiseExpression(cx, call("rt::missing", lit(stringLiteral(e.unproven))));
  const arms = [
    { pattern: { kind: "variant" as const, path: variant, elems: [{ kind: "name" as const, name: "value" }] }, body: path("value") },
  ];
  const all = union.members.length > 1 ? [...arms, { pattern: { kind: "wild" as const }, body: others }] : arms;
  return { expr: { kind: "match", subject, arms: all }, form: "ref", holds: value.holds || value.form === "guard" };
}
