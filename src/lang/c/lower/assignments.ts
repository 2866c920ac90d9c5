/** `=`, `op=`, `++`, `--`: statements, with a value where one is asked for. */
import { refuse } from "../../../diagnostics/diagnostic.ts";
import { int, type Expression, type Statement } from "../../../ir/index.ts";
import type { Expr } from "../ast.ts";
import { intType, sameCType, type CType, type PointerType } from "../types/types.ts";
import { isPure, keep, intOf, isize, expr, runtime, spanOf, stmt, type FunctionContext } from "./context.ts";
import { isShared, loadShared, storeShared, updateShared } from "./atomics.ts";
import { convertValue } from "./conversions.ts";
import { arithmetic, binaryOf, flavour, indexOf, lowerExpr, offsetPointer, typeOf } from "./expressions.ts";
import { lowerPlace, readPlace, stablePlace, writePlace } from "./places.ts";
import { variableLength } from "../check/operators.ts";
import { variableOffset } from "./variable-arrays.ts";
import { truth } from "./conditions.ts";
import { isErrno } from "./values.ts";

/** A value that can be evaluated again at no cost. */
const isSimple = (e: Expression): boolean =>
  e.kind === "local" || e.kind === "int" || e.kind === "float" || e.kind === "bool" || e.kind === "none";

/** A number that only the function itself can change: after `(n = f())` it is read where the value is asked for. */
function ownVariable(cx: FunctionContext, target: Expr): (() => Expression) | undefined {
  if (target.kind !== "variable" || target.sym.addressed || (target.type.kind !== "int" && target.type.kind !== "float")) return undefined;
  const place = lowerPlace(cx, target);
  if (place.kind !== "place" || place.place.kind !== "local") return undefined;
  return () => (lowerPlace(cx, target) as typeof place).place;
}

export function lowerAssign(cx: FunctionContext, e: Expr<"assign">, out: Statement[], wanted: boolean): Expression | undefined {
  if (isShared(cx, e.target)) {
    out.push(stmt(cx, "expression", e.at, { value: storeShared(cx, e.target, e.value) }));
    return wanted ? loadShared(cx, e.target) : undefined;
  }
  if (isErrno(e.target)) {
    const value = runtime(cx, "c.errno.set", { kind: "unit" }, e.at, lowerExpr(cx, e.value));
    out.push(stmt(cx, "expression", e.at, { value }));
    return wanted ? runtime(cx, "c.errno.get", int(32), e.at) : undefined;
  }
  if (!wanted) {
    const value = lowerExpr(cx, e.value);
    const bits = e.target.kind === "member" && e.target.field.bit !== undefined;
    writePlace(cx, bits ? stablePlace(cx, e.target, out)() : lowerPlace(cx, e.target), value, e.at, out);
    return undefined;
  }
  const value = lowerExpr(cx, e.value);
  const variable = ownVariable(cx, e.target);
  if (variable && !isSimple(value)) {
    out.push(stmt(cx, "assign", e.at, { place: variable(), value }));
    return variable();
  }
  const read = isSimple(value) && e.value.kind !== "variable" ? () => lowerExpr(cx, e.value) : keep(cx, value, "value", e.at, out);
  const place =
    e.target.kind === "member" && e.target.field.bit !== undefined ? stablePlace(cx, e.target, out)() : lowerPlace(cx, e.target);
  writePlace(cx, place, read(), e.at, out);
  // A bit-field's value is what fits into it.
  if (place.kind === "bits") return readPlace(cx, isPure(e.target) ? lowerPlace(cx, e.target) : place);
  return read();
}

export function lowerAssignOp(cx: FunctionContext, e: Expr<"assignOp">, out: Statement[], wanted: boolean): Expression | undefined {
  const type = e.target.type;
  const plain = typeOf(cx, type);
  const shared = isShared(cx, e.target) ? updateShared(cx, e.target, e.op, e.value, false) : undefined;
  if (shared) return effectOf(cx, shared, e.at, out, wanted);
  // In place where the computation has the place's own type.
  const direct = type.kind !== "pointer" && type.kind !== "bool" && !wanted && (sameCType(e.compute, type) || narrowable(e));
  if (direct) {
    const target = lowerPlace(cx, e.target);
    if (target.kind === "place") {
      const shift = e.op === "<<" || e.op === ">>";
      const value = shift ? shiftCount(cx, e, plain) : convertValue(cx, lowerExpr(cx, e.value), e.value.type, type, e.at);
      const constantShift = shift && value.kind === "int";
      const safe = (e.op === "/" || e.op === "%") && value.kind === "int" && value.value !== 0n && value.value !== -1n;
      const mode = constantShift || safe || "&|^".includes(e.op) ? "plain" : flavour(type);
      out.push(stmt(cx, "update", e.at, { place: target.place, op: arithmetic[e.op], arithmetic: mode, value }));
      return undefined;
    }
  }
  const place = stablePlace(cx, e.target, out);
  const current = readPlace(cx, place());
  let result: Expression;
  if (type.kind === "pointer") {
    const to = (type as PointerType).to;
    result = offsetPointer(
      cx,
      current,
      variableLength(to) ? variableOffset(cx, to, e.value) : indexOf(cx, e.value),
      to,
      e.op === "-",
      e.at,
    );
  } else {
    const left = convertValue(cx, current, type, e.compute, e.at);
    const made = binaryOf(cx, e.op, e.compute, left, lowerExpr(cx, e.value), typeOf(cx, e.compute), e.at);
    result = type.kind === "bool" ? truth(cx, made, e.at) : convertValue(cx, made, e.compute, type, e.at);
  }
  writePlace(cx, place(), result, e.at, out);
  return wanted ? readPlace(cx, place()) : undefined;
}

/** `char c; c += x`: the low bits of a sum, product or bit operation do not depend on the higher ones. */
const narrowable = (e: Expr<"assignOp">): boolean =>
  e.target.type.kind === "int" &&
  e.compute.kind === "int" &&
  e.compute.size > e.target.type.size &&
  (e.op === "+" || e.op === "-" || e.op === "*" || e.op === "&" || e.op === "|" || e.op === "^");

function shiftCount(cx: FunctionContext, e: Expr<"assignOp">, type: Expression["type"]): Expression {
  const count = lowerExpr(cx, e.value);
  const bits = type.kind === "int" && typeof type.width === "number" ? type.width : 64;
  const u32 = { kind: "int" as const, width: 32 as const, signed: false };
  if (count.kind === "int") return intOf(cx, count.value & BigInt(bits - 1), u32, e.at);
  return count.type.kind === "int" && count.type.width === 32 && !count.type.signed ? count : expr(cx, "cast", u32, e.at, { value: count });
}

export function lowerStep(cx: FunctionContext, e: Expr<"step">, out: Statement[], wanted: boolean): Expression | undefined {
  const type = e.target.type;
  if (isShared(cx, e.target)) {
    const by: Expr = { kind: "int", type: intType, at: e.at, value: 1n };
    const shared = updateShared(cx, e.target, e.by > 0 ? "+" : "-", by, wanted && !e.prefix);
    if (shared) return effectOf(cx, shared, e.at, out, wanted);
  }
  if (!wanted && type.kind !== "pointer" && type.kind !== "bool") {
    const target = lowerPlace(cx, e.target);
    if (target.kind === "place") {
      out.push(
        stmt(cx, "update", e.at, {
          place: target.place,
          op: e.by > 0 ? "add" : "sub",
          arithmetic: flavour(type),
          value: one(cx, type, e.at),
        }),
      );
      return undefined;
    }
  }
  const place = stablePlace(cx, e.target, out);
  const old = wanted && !e.prefix ? keep(cx, readPlace(cx, place()), "old", e.at, out) : undefined;
  const current = old ? old() : readPlace(cx, place());
  writePlace(cx, place(), stepped(cx, current, type, e.by, e.at), e.at, out);
  if (!wanted) return undefined;
  return old ? old() : readPlace(cx, place());
}

function effectOf(cx: FunctionContext, value: Expression, at: number, out: Statement[], wanted: boolean): Expression | undefined {
  if (wanted) return value;
  out.push(stmt(cx, "expression", at, { value }));
  return undefined;
}

const one = (cx: FunctionContext, type: CType, at: number): Expression =>
  type.kind === "float" ? expr(cx, "float", typeOf(cx, type), at, { value: 1 }) : intOf(cx, 1, typeOf(cx, type), at);

function stepped(cx: FunctionContext, current: Expression, type: CType, by: 1 | -1, at: number): Expression {
  if (type.kind === "pointer" && variableLength(type.to)) {
    const index = { kind: "int" as const, type: { kind: "int" as const, size: 8 as const, signed: true, rank: 4 }, at, value: BigInt(by) };
    return offsetPointer(cx, current, variableOffset(cx, type.to, index), type.to, false, at);
  }
  if (type.kind === "pointer") return offsetPointer(cx, current, intOf(cx, by, isize, at), type.to, false, at);
  if (type.kind === "bool") {
    // `b++` makes it true, `b--` turns it over.
    return by > 0 ? expr(cx, "bool", current.type, at, { value: true }) : expr(cx, "not", current.type, at, { operand: current });
  }
  if (type.kind === "record" || type.kind === "array") return refuse("C0001", spanOf(cx, at), "++ of something that is no number");
  return expr(cx, "binary", typeOf(cx, type), at, {
    op: by > 0 ? "add" : "sub",
    arithmetic: flavour(type),
    left: current,
    right: one(cx, type, at),
  });
}
