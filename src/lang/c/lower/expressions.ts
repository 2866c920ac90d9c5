/** Values: one row a kind of C expression. */
import { refuse } from "../../../diagnostics/diagnostic.ts";
import {
  bool,
  int,
  sameType,
  type CompareOperator,
  type BinaryOperator,
  type Expression,
  type Statement,
  type Type,
} from "../../../ir/index.ts";
import { isPlace } from "../../../ir/walk.ts";
import type { BinaryOp, CompareOp, Expr, ExprKind } from "../ast.ts";
import { evalFloat, evalInt, isNullConstant } from "../check/constant.ts";
import { sizeOf } from "../types/layout.ts";
import { integerOf, type CType, type PointerType } from "../types/types.ts";
import { lowerAssign, lowerAssignOp, lowerStep } from "./assignments.ts";
import { lowerCondition, truthOf } from "./conditions.ts";
import { lowerBuiltin } from "./builtins.ts";
import { lowerCall } from "./calls.ts";
import { blockOf, expr, intOf, isize, isPure, runtime, spanOf, unitValue, type FunctionContext } from "./context.ts";
import { extremeQuotient, withoutMadeNaN } from "./extremes.ts";
import { operandsInOrder } from "./order.ts";
import { convertValue, functionValue, nullOf } from "./conversions.ts";
import { lowerLabelAddress } from "./machine.ts";
import { lowerInit } from "./initialisers.ts";
import { refuseCode } from "./machine-code.ts";
import { addressOfPlace, lowerPlace, readPlace } from "./places.ts";
import { isErrno, keepObject, knownLetter } from "./values.ts";
import { isShared, loadShared } from "./atomics.ts";
import { isPunned } from "./punning.ts";
import { lowerEffect, lowerStatements } from "./statements.ts";
import { variableLength } from "../check/operators.ts";
import { sizeOfVariable, strideOf, variableArrayPointer, variableOffset } from "./variable-arrays.ts";
import { lowerVaArg, lowerVaCopy, lowerVaStart } from "./variadic.ts";

type Row<K extends ExprKind> = (cx: FunctionContext, e: Expr<K>) => Expression;

export const arithmetic: Readonly<Record<BinaryOp, BinaryOperator>> = {
  "+": "add",
  "-": "sub",
  "*": "mul",
  "/": "div",
  "%": "rem",
  "&": "and",
  "|": "or",
  "^": "xor",
  "<<": "shl",
  ">>": "shr",
};
export const comparisons: Readonly<Record<CompareOp, CompareOperator>> = {
  "==": "eq",
  "!=": "ne",
  "<": "lt",
  "<=": "le",
  ">": "gt",
  ">=": "ge",
};

export const typeOf = (cx: FunctionContext, type: CType): Type => cx.program.records.typeOf(type);

/** The type of the arithmetic node. */
export const flavour = (type: CType): "float" | "wrapping" => (type.kind === "float" ? "float" : "wrapping");

/** Is it a part of an object, and not of a value that is made for the expression? */
const staysPut = (place: Expression): boolean =>
  place.kind === "field" || (place.kind === "index" && place.object.type.kind === "array") ? staysPut(place.object) : isPlace(place);

const place: Row<ExprKind> = (cx, e) => {
  if (isShared(cx, e)) return loadShared(cx, e);
  if (isErrno(e)) return runtime(cx, "c.errno.get", int(32), e.at);
  const letter = knownLetter(cx, e);
  if (letter) return letter;
  const made = lowerPlace(cx, e);
  if (made.kind === "place" && isPunned(cx, e) && staysPut(made.place)) {
    const pointer = { kind: "ptr" as const, target: made.place.type, mutable: false, rep: cx.program.reps.fresh() };
    const read = runtime(cx, "c.bits.reread", made.place.type, e.at, expr(cx, "addressOf", pointer, e.at, { place: made.place }));
    // a `*mut` that goes where a `*const` is wanted would make rustc look for a place of that type
    return made.place.type.kind === "ptr" ? { ...read, typeArgs: [made.place.type] } : read;
  }
  return readPlace(cx, made);
};

const condition: Row<ExprKind> = (cx, e) => convertBool(cx, lowerCondition(cx, e), e.type, e.at);

/** A truth value as C's int. */
const convertBool = (cx: FunctionContext, test: Expression, type: CType, at: number): Expression =>
  test.kind === "bool" ? intOf(cx, test.value ? 1 : 0, typeOf(cx, type), at) : expr(cx, "cast", typeOf(cx, type), at, { value: test });

const table: { readonly [K in ExprKind]: Row<K> } = {
  int: (cx, e) =>
    e.type.kind === "bool" ? expr(cx, "bool", bool, e.at, { value: e.value !== 0n }) : intOf(cx, e.value, typeOf(cx, e.type), e.at),
  float: (cx, e) => expr(cx, "float", typeOf(cx, e.type), e.at, { value: e.value }),
  string: (cx, e) => lowerInit(cx, { kind: "value", value: e }, e.type, e.at),
  variable: place,
  function: (cx, e) => functionValue(cx, e.sym, e.at),
  binary: (cx, e) => {
    const type = typeOf(cx, e.type);
    const folded = foldSmall(cx, e) ?? extremeQuotient(cx, e);
    if (folded) return folded;
    const out: Statement[] = [];
    const [left, right] = operandsInOrder(cx, e, lowerExpr(cx, e.left), lowerExpr(cx, e.right), out);
    return blockOf(cx, out, binaryOf(cx, e.op, e.type, left, right, type, e.at), e.at);
  },
  compare: condition,
  logical: condition,
  not: condition,
  negate: (cx, e) => {
    const value = e.operand.kind === "int" || e.operand.kind === "float" ? undefined : lowerExpr(cx, e.operand);
    if (value === undefined) {
      const known = e.type.kind === "float" ? evalFloat(e) : evalInt(e);
      if (typeof known === "bigint") return intOf(cx, known, typeOf(cx, e.type), e.at);
      if (known !== undefined) return expr(cx, "float", typeOf(cx, e.type), e.at, { value: known });
    }
    return expr(cx, "unary", typeOf(cx, e.type), e.at, {
      op: "neg",
      arithmetic: flavour(e.type),
      operand: value ?? lowerExpr(cx, e.operand),
    });
  },
  complement: (cx, e) => expr(cx, "unary", typeOf(cx, e.type), e.at, { op: "inv", arithmetic: "plain", operand: lowerExpr(cx, e.operand) }),
  offset: (cx, e) => {
    const to = (e.pointer.type as PointerType).to;
    if (variableLength(to)) return offsetPointer(cx, lowerExpr(cx, e.pointer), variableOffset(cx, to, e.index), to, e.minus, e.at);
    return offsetPointer(cx, lowerExpr(cx, e.pointer), indexOf(cx, e.index), to, e.minus, e.at);
  },
  difference: (cx, e) => {
    const long = int(64);
    const address = (pointer: Expr): Expression => {
      const value = lowerExpr(cx, pointer);
      if (value.kind === "cast" && value.value.kind === "int") return intOf(cx, value.value.value, long, e.at);
      return value.kind === "none" ? intOf(cx, 0, long, e.at) : expr(cx, "cast", long, e.at, { value });
    };
    const distance = expr(cx, "binary", long, e.at, { op: "sub", arithmetic: "wrapping", left: address(e.left), right: address(e.right) });
    const to = (e.left.type as PointerType).to;
    const size = sizeOf(to);
    if (size === undefined)
      return expr(cx, "binary", long, e.at, { op: "div", arithmetic: "wrapping", left: distance, right: strideOf(cx, to, e.at) });
    return size <= 1
      ? distance
      : expr(cx, "binary", long, e.at, { op: "div", arithmetic: "plain", left: distance, right: intOf(cx, irSize(to, size), long, e.at) });
  },
  conditional: (cx, e) => {
    const known = truthOf(e.test);
    if (known !== undefined && isPure(e.test)) return lowerExpr(cx, known ? e.then : e.orElse);
    if (e.type.kind === "void") {
      const out: Statement[] = [];
      lowerEffect(cx, e, out);
      return blockOf(cx, out, unitValue(cx, e.at), e.at);
    }
    return expr(cx, "conditional", typeOf(cx, e.type), e.at, {
      test: lowerCondition(cx, e.test),
      then: lowerExpr(cx, e.then),
      orElse: lowerExpr(cx, e.orElse),
    });
  },
  comma: (cx, e) => {
    const out: Statement[] = [];
    lowerEffect(cx, e.left, out);
    return blockOf(cx, out, lowerExpr(cx, e.right), e.at);
  },
  assign: (cx, e) => {
    const out: Statement[] = [];
    const value = lowerAssign(cx, e, out, true)!;
    return blockOf(cx, out, value, e.at);
  },
  assignOp: (cx, e) => {
    const out: Statement[] = [];
    const value = lowerAssignOp(cx, e, out, true)!;
    return blockOf(cx, out, value, e.at);
  },
  step: (cx, e) => {
    const out: Statement[] = [];
    const value = lowerStep(cx, e, out, true)!;
    return blockOf(cx, out, value, e.at);
  },
  cast: (cx, e) => {
    if (e.type.kind === "void") {
      const out: Statement[] = [];
      lowerEffect(cx, e.value, out);
      return blockOf(cx, out, unitValue(cx, e.at), e.at);
    }
    if (e.type.kind === "pointer" && isNullConstant(e.value)) return nullOf(cx, e.type, e.at);
    refuseCode(cx, e);
    if (e.type.kind === "float" && e.value.kind === "negate" && Number.isNaN(evalFloat(e.value.operand) ?? 0))
      return expr(cx, "unary", typeOf(cx, e.type), e.at, {
        op: "neg",
        arithmetic: "float",
        operand: expr(cx, "float", typeOf(cx, e.type), e.at, { value: NaN }),
      });
    const number = e.type.kind === "float" ? withoutMadeNaN(e) : integerOf(e.type) ? evalInt(e) : undefined;
    if (number !== undefined && isPure(e.value)) {
      if (typeof number === "bigint")
        return e.type.kind === "bool"
          ? expr(cx, "bool", bool, e.at, { value: number !== 0n })
          : intOf(cx, number, typeOf(cx, e.type), e.at);
      return expr(cx, "float", typeOf(cx, e.type), e.at, { value: number });
    }
    if (e.type.kind === "bool") return lowerCondition(cx, e.value);
    return convertValue(cx, lowerExpr(cx, e.value), e.value.type, e.type, e.at);
  },
  decay: (cx, e) => {
    if (e.array.kind === "string") return stringPointer(cx, e.array);
    if (variableLength(e.array.type)) return variableArrayPointer(cx, e.array);
    const kept = keepObject(cx, e.array);
    if (kept) return blockOf(cx, kept.before, lowerExpr(cx, { ...e, array: kept.e }), e.at);
    const made = lowerPlace(cx, unchecked(e.array));
    const array = made.kind === "place" ? made.place : materialise(cx, e.array, made);
    return expr(cx, "addressOf", typeOf(cx, e.type), e.at, { place: array });
  },
  addressOf: (cx, e) => {
    if (e.place.type.kind === "function") {
      if (e.place.kind === "function") return functionValue(cx, e.place.sym, e.at);
      if (e.place.kind === "deref") return lowerExpr(cx, e.place.pointer);
      return lowerExpr(cx, e.place);
    }
    if (variableLength(e.place.type)) return variableArrayPointer(cx, e.place);
    if (e.place.kind === "index") {
      const base = e.place.base;
      const pointer =
        base.type.kind === "array"
          ? lowerExpr(cx, { kind: "decay", type: { kind: "pointer", to: base.type.of }, at: e.at, array: base })
          : lowerExpr(cx, base);
      return offsetPointer(cx, pointer, indexOf(cx, e.place.index), e.place.type, false, e.at);
    }
    if (e.place.kind === "string")
      return convertValue(
        cx,
        stringPointer(cx, e.place),
        { kind: "pointer", to: (e.place.type as { of: CType }).of } as CType,
        e.type,
        e.at,
      );
    const made = lowerPlace(cx, unchecked(e.place));
    if (made.kind === "bits") refuse("C0001", spanOf(cx, e.at), "the address of a bit-field is taken");
    return addressOfPlace(cx, made, typeOf(cx, e.type), e.at);
  },
  deref: place,
  index: place,
  member: place,
  call: lowerCall,
  compound: (cx, e) => {
    // The value alone needs no object; its address is taken through its place.
    if (!e.static) return lowerInit(cx, e.init, e.type, e.at);
    return readPlace(cx, lowerPlace(cx, e));
  },
  statements: (cx, e) => lowerStatementExpression(cx, e),
  vaStart: lowerVaStart,
  vaArg: lowerVaArg,
  vaEnd: (cx, e) => unitValue(cx, e.at),
  vaCopy: lowerVaCopy,
  builtin: lowerBuiltin,
  labelAddress: lowerLabelAddress,
  sizeOfVariable: (cx, e) => sizeOfVariable(cx, e.of, e.at),
};

/** A value of the expression's type. */
export function lowerExpr(cx: FunctionContext, e: Expr): Expression {
  return (table[e.kind] as Row<ExprKind>)(cx, e as never);
}

/** Rust's distance of two neighbours: `long double` is a double there. */
export const irSize = (to: CType, size: number): number =>
  to.kind === "float" && to.size === 16 ? 8 : to.kind === "array" && to.of.kind === "float" && to.of.size === 16 ? size / 2 : size;

/** Integer constants are computed here: Rust would refuse those that overflow. */
function foldSmall(cx: FunctionContext, e: Expr<"binary">): Expression | undefined {
  const value = isPure(e) ? evalInt(e) : undefined;
  return value === undefined ? undefined : intOf(cx, value, typeOf(cx, e.type), e.at);
}

/** Arithmetic on values that are already of the right type. */
export function binaryOf(
  cx: FunctionContext,
  op: BinaryOp,
  type: CType,
  left: Expression,
  right: Expression,
  ir: Type,
  at: number,
): Expression {
  if (op === "<<" || op === ">>") {
    const bits = (sizeOf(type) ?? 4) * 8;
    const constant = right.kind === "int" && right.value >= 0n && right.value < BigInt(bits);
    const count =
      right.kind === "int"
        ? intOf(cx, right.value & BigInt(bits - 1), int(32, false), at)
        : sameType(right.type, int(32, false))
          ? right
          : expr(cx, "cast", int(32, false), at, { value: right });
    // `<<` loses bits in both languages; only a count beyond the width has to be cut.
    return expr(cx, "binary", ir, at, { op: arithmetic[op], arithmetic: constant ? "plain" : "wrapping", left, right: count });
  }
  if ("&|^".includes(op)) return expr(cx, "binary", ir, at, { op: arithmetic[op], arithmetic: "plain", left, right });
  const safe = (op === "/" || op === "%") && right.kind === "int" && right.value !== 0n && right.value !== -1n;
  return expr(cx, "binary", ir, at, { op: arithmetic[op], arithmetic: safe ? "plain" : flavour(type), left, right });
}

/** The place with elements of arrays named by pointers: an address may lie one behind the end. */
function unchecked(e: Expr): Expr {
  if (e.kind === "member") {
    const object = unchecked(e.object);
    return object === e.object ? e : { ...e, object };
  }
  if (e.kind !== "index" || e.base.type.kind !== "array" || variableLength(e.base.type) || evalInt(e.index) !== undefined) return e;
  const pointer = { kind: "pointer" as const, to: e.base.type.of };
  const start: Expr = { kind: "decay", type: pointer, at: e.at, array: e.base };
  return {
    kind: "deref",
    type: e.type,
    at: e.at,
    pointer: { kind: "offset", type: pointer, at: e.at, pointer: start, index: e.index, minus: false },
  };
}

/** An index as `isize`. */
export function indexOf(cx: FunctionContext, index: Expr): Expression {
  const known = evalInt(index);
  if (known !== undefined && isPure(index)) return intOf(cx, known, isize, index.at);
  return expr(cx, "cast", isize, index.at, { value: lowerExpr(cx, index) });
}

/** An index of whatever integer type it has. */
export function plainIndex(cx: FunctionContext, index: Expr): Expression {
  const known = evalInt(index);
  if (known !== undefined && isPure(index)) return intOf(cx, known, isize, index.at);
  return lowerExpr(cx, index);
}

/** `pointer + index` elements. */
export function offsetPointer(
  cx: FunctionContext,
  pointer: Expression,
  index: Expression,
  to: CType,
  minus: boolean,
  at: number,
): Expression {
  if (index.kind === "int" && index.value === 0n) return pointer;
  if (pointer.type.kind === "option") refuse("C0503", spanOf(cx, at), "arithmetic on a function pointer");
  const moved = minus
    ? index.kind === "int"
      ? intOf(cx, -index.value, isize, at)
      : expr(cx, "unary", isize, at, { op: "neg", arithmetic: "wrapping", operand: index })
    : index;
  void to;
  return runtime(cx, "c.pointer.offset", pointer.type, at, pointer, moved);
}

/** A literal as a pointer to its first character. */
export function stringPointer(cx: FunctionContext, e: Expr<"string">): Expression {
  const of = (e.type as { of: CType }).of;
  const type = typeOf(cx, { kind: "pointer", to: of });
  if (integerOf(of)?.size === 1) return expr(cx, "bytes", type, e.at, { value: Uint8Array.from(e.units.slice(0, -1)) });
  const elem = typeOf(cx, of);
  const array = expr(cx, "array", { kind: "array", elem, length: e.units.length }, e.at, {
    elems: e.units.map((unit) => intOf(cx, unit, elem, e.at)),
  });
  return runtime(cx, "c.pointer.literal", type, e.at, array);
}

/** An array value that has no place (a member of a returned struct) gets one. */
function materialise(cx: FunctionContext, e: Expr, made: { readonly kind: string }): Expression {
  void made;
  return refuse("C0203", spanOf(cx, e.at), "an array inside a value that is no object");
}

function lowerStatementExpression(cx: FunctionContext, e: Expr<"statements">): Expression {
  const body = e.block.body;
  const last = body[body.length - 1];
  const out: Statement[] = [];
  cx.inExpression++;
  try {
    if (e.type.kind === "void" || last?.kind !== "expression") {
      lowerStatements(cx, body, out);
      return blockOf(cx, out, unitValue(cx, e.at), e.at);
    }
    lowerStatements(cx, body.slice(0, -1), out);
    return blockOf(cx, out, lowerExpr(cx, decayed(last.value)), e.at);
  } finally {
    cx.inExpression--;
  }
}

const decayed = (e: Expr): Expr =>
  e.type.kind === "array" ? { kind: "decay", type: { kind: "pointer", to: e.type.of }, at: e.at, array: e } : e;
