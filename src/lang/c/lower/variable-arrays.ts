/**
 * Arrays whose length is known only when the program runs. Such an object is a vector, and a pointer to its first element stands for it; rows of rows
 * are counted in elements of the innermost type whose size is constant.
 */
import { refuse } from "../../../diagnostics/diagnostic.ts";
import { int, unit, type Expression, type LocalId, type Statement, type Type } from "../../../ir/index.ts";
import type { Expr, Sym } from "../ast.ts";
import { variableLength } from "../check/operators.ts";
import { sizeOf } from "../types/layout.ts";
import type { CType } from "../types/types.ts";
import { expr, intOf, isPure, isize, keep, newLocal, readLocal, runtime, spanOf, stmt, usize, type FunctionContext } from "./context.ts";
import { lowerExpr, offsetPointer, typeOf } from "./expressions.ts";
import { zeroValue } from "./initialisers.ts";

/** The innermost element type of constant size. */
export const baseOf = (type: CType): CType => (type.kind === "array" && variableLength(type) ? baseOf(type.of) : type);

/** Evaluates the lengths of a declared type, outer ones first, and keeps them. */
export function keepLengths(cx: FunctionContext, type: CType, at: number, out: Statement[]): void {
  if (type.kind === "pointer") return keepLengths(cx, type.to, at, out);
  if (type.kind !== "array" || !variableLength(type)) return;
  if (type.variable && !cx.lengths.has(type.variable)) {
    const value = keep(cx, lowerExpr(cx, type.variable), "length", at, out);
    cx.lengths.set(type.variable, value);
  }
  keepLengths(cx, type.of, at, out);
}

/** How many base elements an object of the type has, as i64. */
function elements(cx: FunctionContext, type: CType, at: number): Expression {
  const long = int(64);
  if (type.kind !== "array" || !variableLength(type)) return intOf(cx, 1, long, at);
  const own = type.variable ? (cx.lengths.get(type.variable)?.() ?? fresh(cx, type.variable)) : intOf(cx, type.length ?? 0, long, at);
  const inner = elements(cx, type.of, at);
  if (inner.kind === "int" && inner.value === 1n) return own;
  return expr(cx, "binary", long, at, { op: "mul", arithmetic: "wrapping", left: own, right: inner });
}

function fresh(cx: FunctionContext, length: Expr): Expression {
  if (!isPure(length)) refuse("C0303", spanOf(cx, length.at), "a length with an effect of its own");
  return lowerExpr(cx, length);
}

/** The locals of an object: the vector, and the pointer that stands for it. */
function localsOf(cx: FunctionContext, sym: Sym, at: number): { readonly storage: LocalId; readonly start: LocalId } {
  const elem = typeOf(cx, baseOf(sym.type));
  const storage = newLocal(cx, sym.name, { kind: "runtime", path: "std:vec::Vec", args: [elem], zero: "std:vec::Vec::new" }, at);
  const pointer: Type = { kind: "ptr", target: elem, mutable: true, rep: cx.program.reps.fresh() };
  return { storage, start: newLocal(cx, `${sym.name}_start`, pointer, at) };
}

/** Declares the object at its place, or makes it there where it was declared ahead. */
export function declareVariableArray(cx: FunctionContext, sym: Sym, at: number, out: Statement[]): void {
  const ahead = cx.variableArrays.get(sym);
  const { storage, start } = ahead ?? localsOf(cx, sym, at);
  const put = (local: LocalId, value: Expression): void =>
    void out.push(ahead ? stmt(cx, "assign", at, { place: readLocal(cx, local, at), value }) : stmt(cx, "let", at, { local, value }));
  if (ahead) for (const length of lengthsOf(sym.type)) put(ahead.lengths.get(length)!, lowerExpr(cx, length));
  else keepLengths(cx, sym.type, at, out);
  const { type } = readLocal(cx, storage, at);
  const count = expr(cx, "cast", usize, at, { value: elements(cx, sym.type, at) });
  put(storage, runtime(cx, "c.array.variable", type, at, zeroValue(cx, baseOf(sym.type), at), count));
  put(start, runtime(cx, "c.array.start", readLocal(cx, start, at).type, at, readLocal(cx, storage, at)));
  cx.symbols.set(sym, start);
}

/** The lengths of a type that are known only when the program runs, outer ones first. */
const lengthsOf = (type: CType): Expr[] =>
  type.kind === "array" && variableLength(type) ? [...(type.variable ? [type.variable] : []), ...lengthsOf(type.of)] : [];

/** Declares the object ahead of its place, without elements. */
export function hoistVariableArray(cx: FunctionContext, sym: Sym, out: Statement[]): void {
  const { at } = sym;
  const { storage, start } = localsOf(cx, sym, at);
  const lengths = new Map<Expr, LocalId>();
  for (const length of lengthsOf(sym.type)) {
    const type = typeOf(cx, length.type);
    const local = newLocal(cx, "length", type, at);
    out.push(stmt(cx, "let", at, { local }));
    lengths.set(length, local);
    cx.lengths.set(length, () => readLocal(cx, local, at));
  }
  for (const local of [storage, start]) out.push(stmt(cx, "let", at, { local }));
  cx.variableArrays.set(sym, { storage, start, lengths });
  cx.symbols.set(sym, start);
}

/** A pointer to the first base element of a variable-length array. */
export function variableArrayPointer(cx: FunctionContext, e: Expr): Expression {
  switch (e.kind) {
    case "variable": {
      const local = cx.symbols.get(e.sym);
      if (local !== undefined) return readLocal(cx, local, e.at);
      break;
    }
    case "deref":
      return lowerExpr(cx, e.pointer);
    case "index": {
      const base = e.base.type.kind === "array" ? variableArrayPointer(cx, e.base) : lowerExpr(cx, e.base);
      return offsetPointer(cx, base, variableOffset(cx, e.type, e.index), e.type, false, e.at);
    }
  }
  return refuse("C0303", spanOf(cx, e.at), "a variable-length array of this kind");
}

/** An index in units of a variable-length type, counted in base elements. */
export function variableOffset(cx: FunctionContext, type: CType, index: Expr): Expression {
  const long = int(64);
  const count = lowerExpr(cx, index);
  const wide = count.type.kind === "int" && count.type.width === 64 ? count : expr(cx, "cast", long, index.at, { value: count });
  const left = wide.type.kind === "int" && wide.type.signed ? wide : expr(cx, "cast", long, index.at, { value: wide });
  const product = expr(cx, "binary", long, index.at, { op: "mul", arithmetic: "wrapping", left, right: elements(cx, type, index.at) });
  return expr(cx, "cast", isize, index.at, { value: product });
}

/** `sizeof` of a variable-length array. */
export function sizeOfVariable(cx: FunctionContext, type: CType, at: number): Expression {
  const long = int(64, false);
  const count = expr(cx, "cast", long, at, { value: elements(cx, type, at) });
  return expr(cx, "binary", long, at, {
    op: "mul",
    arithmetic: "wrapping",
    left: count,
    right: intOf(cx, sizeOf(baseOf(type)) ?? 1, long, at),
  });
}

/** Bytes from one element of a variable-length type to the next. */
export const strideOf = (cx: FunctionContext, type: CType, at: number): Expression =>
  expr(cx, "cast", int(64), at, { value: sizeOfVariable(cx, type, at) });

/** `alloca(size)`: memory that the function's frame owns. */
export function allocateInFrame(cx: FunctionContext, size: Expression, at: number): Expression {
  const frame: Type = { kind: "runtime", path: "frame::Frame", args: [] };
  if (cx.frame === undefined) {
    cx.frame = newLocal(cx, "frame", frame, at);
    cx.head.push(stmt(cx, "let", at, { local: cx.frame, value: runtime(cx, "c.frame.new", frame, at) }));
  }
  const pointer: Type = { kind: "ptr", target: unit, mutable: true, rep: cx.program.reps.fresh() };
  return runtime(cx, "c.frame.allocate", pointer, at, readLocal(cx, cx.frame, at), size);
}
