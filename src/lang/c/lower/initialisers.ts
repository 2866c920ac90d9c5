/** Initial values of objects. */
import { int, type Expression, type Statement, type Type } from "../../../ir/index.ts";
import type { Expr, Init } from "../ast.ts";
import { integerOf, type ArrayType, type CType, type RecordType } from "../types/types.ts";
import { blockOf, expr, intOf, isPure, keep, newTemporary, readLocal, runtime, stmt, usize, type FunctionContext } from "./context.ts";
import { lowerExpr, typeOf } from "./expressions.ts";
import { asDeclared, writePlace } from "./places.ts";

/** Arrays with more elements than this are filled one by one when most of them are zero. */
const WRITTEN_OUT = 64;
/** Texts are written with as many zeros behind, and arrays of nothing but zeros element by element up to this length. */
const WRITTEN_PADDING = 4;
const WRITTEN_ZEROS = 4096;

export const zeroValue = (cx: FunctionContext, type: CType, at: number): Expression => expr(cx, "zero", typeOf(cx, type), at, {});

/** The value of an initialiser for an object of a type. */
export function lowerInit(cx: FunctionContext, init: Init | undefined, type: CType, at: number): Expression {
  if (init === undefined) return zeroValue(cx, type, at);
  if (init.kind === "value") {
    if (type.kind === "array") {
      if (init.value.kind === "string") return stringArray(cx, init.value, type);
      return lowerExpr(cx, init.value);
    }
    return lowerExpr(cx, init.value);
  }
  if (type.kind === "array") return arrayValue(cx, init, type, at);
  if (type.kind === "record") return recordValue(cx, init, type, at);
  return zeroValue(cx, type, at);
}

/** A string as the elements of an array. */
function stringArray(cx: FunctionContext, e: Expr<"string">, type: ArrayType): Expression {
  const length = type.length ?? e.units.length;
  const ir = { kind: "array" as const, elem: typeOf(cx, type.of), length };
  const units = e.units.slice(0, length);
  const isEmpty = length > 0 && length <= WRITTEN_ZEROS && units.every((unit) => unit === 0);
  if (integerOf(type.of)?.size === 1 && !isEmpty) {
    const value = new Uint8Array(length <= units.length + WRITTEN_PADDING ? length : units.length);
    value.set(units.slice(0, value.length));
    const bytes = expr(cx, "bytes", { kind: "array", elem: int(8, false), length: value.length }, e.at, { value });
    const signed = integerOf(type.of)!.signed;
    if (value.length === length)
      return signed ? runtime(cx, "c.array.chars", ir, e.at, bytes) : runtime(cx, "c.array.bytes", ir, e.at, bytes);
    return runtime(cx, signed ? "c.array.chars_padded" : "c.array.bytes_padded", ir, e.at, bytes);
  }
  const elems = units.map((unit) => intOf(cx, unit, ir.elem, e.at));
  while (elems.length < length) elems.push(intOf(cx, 0, ir.elem, e.at));
  return expr(cx, "array", ir, e.at, { elems });
}

function arrayValue(cx: FunctionContext, init: Extract<Init, { kind: "list" }>, type: ArrayType, at: number): Expression {
  const length = type.length ?? 0;
  const ir = typeOf(cx, { ...type, length });
  const set = [...init.entries.keys()].sort((a, b) => a - b);
  if (set.length === 0) return zeroValue(cx, { ...type, length }, at);
  if (length <= WRITTEN_OUT || set.length * 2 > length) {
    const elems: Expression[] = [];
    const out: Statement[] = [];
    let last: { entry: Init; again?: () => Expression } | undefined;
    for (let i = 0; i < length; i++) {
      const entry = init.entries.get(i);
      // The value of a range is computed once.
      if (last?.entry === entry && last?.again) elems.push(last.again());
      else {
        const value = entry ? lowerInit(cx, entry, type.of, at) : zeroValue(cx, type.of, at);
        const isShared = entry?.kind === "value" && init.entries.get(i + 1) === entry && !isPure(entry.value);
        last = entry && { entry, again: isShared ? keep(cx, value, "element", at, out) : undefined };
        elems.push(last?.again?.() ?? value);
      }
    }
    return blockOf(cx, out, expr(cx, "array", ir, at, { elems }), at);
  }
  const local = newTemporary(cx, "table", ir, at);
  const out: Statement[] = [stmt(cx, "let", at, { local, value: zeroValue(cx, { ...type, length }, at) })];
  for (const i of set) {
    const place = expr(cx, "index", typeOf(cx, type.of), at, { object: readLocal(cx, local, at), index: intOf(cx, i, usize, at) });
    out.push(stmt(cx, "assign", at, { place, value: lowerInit(cx, init.entries.get(i), type.of, at) }));
  }
  return blockOf(cx, out, readLocal(cx, local, at), at);
}

function recordValue(cx: FunctionContext, init: Extract<Init, { kind: "list" }>, type: RecordType, at: number): Expression {
  const record = type.record;
  const ir = typeOf(cx, type) as Type<"record">;
  const fields = record.fields ?? [];
  if (init.entries.size === 0) return zeroValue(cx, type, at);
  const hasBits = fields.some((f) => f.bit !== undefined);
  if (record.union || hasBits) {
    // Zero first, since a union's first member need not cover it, then the members.
    const local = newTemporary(cx, record.union ? "union_value" : "record", ir, at);
    const out: Statement[] = [stmt(cx, "let", at, { local, value: zeroValue(cx, type, at) })];
    for (const [i, entry] of init.entries) {
      const field = fields[i];
      const home = cx.program.records.home(record, field);
      const value = lowerInit(cx, entry, field.type, at);
      if (home.kind === "plain") {
        const place = expr(cx, "field", typeOf(cx, field.type), at, { object: readLocal(cx, local, at), name: home.name });
        out.push(stmt(cx, "assign", at, { place, value }));
      } else {
        const storage = (): Expression =>
          expr(cx, "field", { kind: "array", elem: int(8, false), length: home.bytes }, at, {
            object: readLocal(cx, local, at),
            name: home.storage,
          });
        writePlace(cx, { kind: "bits", storage, first: home.first, width: home.width, type: field.type, at }, value, at, out);
      }
    }
    return blockOf(cx, out, readLocal(cx, local, at), at);
  }
  const values: [string, Expression][] = [];
  const classFields = cx.program.records.classes[ir.class].fields;
  const given = new Map<string, Expression>();
  for (const [i, entry] of init.entries) {
    const home = cx.program.records.home(record, fields[i]);
    const { name } = home as { name: string };
    const declared = classFields.find((field) => field.name === name)?.type;
    // A member that was refused.
    if (!declared) continue;
    given.set(name, asDeclared(cx, lowerInit(cx, entry, fields[i].type, at), typeOf(cx, fields[i].type), declared));
  }
  for (const field of classFields) values.push([field.name, given.get(field.name) ?? expr(cx, "zero", field.type, at, {})]);
  return expr(cx, "construct", ir, at, { class: ir.class, fields: values });
}

/** Can Rust compute the value before the program starts? */
export function isConstant(e: Expression): boolean {
  switch (e.kind) {
    case "call":
    case "callValue":
    case "deref":
      return false;
    case "cast":
      // An address is no number while compiling.
      return !(e.type.kind === "int" && (e.value.type.kind === "ptr" || e.value.type.kind === "option")) && isConstant(e.value);
    case "array":
      return e.elems.every(isConstant);
    case "construct":
      return e.fields.every(([, value]) => isConstant(value));
    case "binary":
      return isConstant(e.left) && isConstant(e.right);
    default:
      return true;
  }
}
