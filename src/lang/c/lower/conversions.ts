/** Conversions between C's types, as the IR's casts. */
import { refuse } from "../../../diagnostics/diagnostic.ts";
import { f64, int, sameType, type Expression, type Type } from "../../../ir/index.ts";
import type { Sym } from "../ast.ts";
import { isFunctionPointer, isPointer, type CType, type FunctionType, type PointerType } from "../types/types.ts";
import { blockOf, expr, intOf, runtime, spanOf, type FunctionContext } from "./context.ts";
import { truth } from "./conditions.ts";
import { libraryValue } from "./library-values.ts";
import { refuseTrampoline } from "./nested.ts";
import { wrapInt } from "../check/constant.ts";

export const nullOf = (cx: FunctionContext, type: CType, at: number): Expression =>
  expr(cx, "none", cx.program.records.typeOf(type), at, {});

/** A function as a pointer. */
export function functionValue(cx: FunctionContext, named: Sym, at: number): Expression {
  const sym = libraryValue(cx, cx.program.entities.of(named), at) ?? named;
  const entity = cx.program.entities.of(sym);
  const type = entity.sym.type as FunctionType;
  if (type.variadic && !entity.sym.body) refuse("C0202", spanOf(cx, at), `a pointer to the variadic function ‘${sym.name}’ of the library`);
  refuseTrampoline(cx, entity.sym, at);
  const id = cx.program.entities.function(sym);
  cx.program.entities.of(sym).sym.addressed = true;
  const inner = cx.program.records.functionType({ ...type, noreturn: undefined, ...(type.unprototyped && !entity.sym.body ? {} : {}) });
  return expr(cx, "some", { kind: "option", inner }, at, { value: expr(cx, "function", inner, at, { function: id }) });
}

/** A value converted from one C type to another; both are scalars. */
export function convertValue(cx: FunctionContext, value: Expression, from: CType, to: CType, at: number): Expression {
  if (to.kind === "bool") return truth(cx, value, at);
  const target = cx.program.records.typeOf(to);
  if (sameType(value.type, target)) return value;
  // A null pointer alone does not say what it points to.
  if (value.kind === "block" && value.value.kind === "none")
    return blockOf(cx, value.body, convertValue(cx, value.value, from, to, at), at);
  if (value.kind === "bytes" && target.kind === "ptr" && value.type.kind === "ptr" && sameType(value.type.target, target.target))
    return { ...value, type: target };
  if (value.kind === "int" && target.kind === "int") return intOf(cx, wrapInt(value.value, to), target, at);
  if (isFunctionPointer(from) || isFunctionPointer(to)) {
    if (isPointer(from) && isPointer(to)) return expr(cx, "cast", target, at, { value });
    // Through an address: a function pointer is no integer in Rust.
    const voidPointer = { kind: "ptr" as const, target: { kind: "unit" as const }, mutable: true, rep: cx.program.reps.fresh() };
    if (isFunctionPointer(from))
      return convertNumber(
        cx,
        expr(cx, "cast", int("size", false), at, { value: expr(cx, "cast", voidPointer, at, { value }) }),
        target,
        at,
      );
    return expr(cx, "cast", target, at, {
      value: expr(cx, "cast", voidPointer, at, { value: expr(cx, "cast", int("size", false), at, { value }) }),
    });
  }
  if (from.kind === "valist") return refuse("C0202", spanOf(cx, at), "a list of arguments is made something else");
  if (value.type.kind === "bool" && target.kind === "float")
    return expr(cx, "cast", target, at, { value: expr(cx, "cast", int(32), at, { value }) });
  if (isPointer(to) && from.kind !== "pointer") {
    const wide =
      value.type.kind === "int" && value.type.width === "size"
        ? value
        : expr(cx, "cast", int("size", false), at, {
            value:
              value.type.kind === "int" && value.type.signed && value.type.width !== 64 ? expr(cx, "cast", int(64), at, { value }) : value,
          });
    return expr(cx, "cast", target, at, { value: wide });
  }
  if (isPointer(from) && !isPointer(to)) {
    if (target.kind === "float") refuse("C0001", spanOf(cx, at), "a pointer is converted to a floating number");
    if (value.kind === "none" && target.kind === "int") return intOf(cx, 0, target, at);
    const address = expr(cx, "cast", int("size", false), at, { value });
    return convertNumber(cx, address, target, at);
  }
  if (value.type.kind === "float" && target.kind === "int") return truncated(cx, value, target, at);
  return expr(cx, "cast", target, at, { value });
}

/** Functions that never give anything below zero. */
const natural = new Set(["sqrt", "fabs", "exp", "hypot"].map((name) => `c.math.${name}`));

/** Functions that stay as near to zero as their argument, but for the next integer. */
const near = new Set(["floor", "ceil", "trunc", "round", "rint", "nearbyint", "fabs"].map((name) => `c.math.${name}`));
const unit = new Set(["sin", "cos", "tanh"].map((name) => `c.math.${name}`));

/** How far from zero a floating number may be; infinite, where nothing is known of it. */
function magnitude(e: Expression): number {
  switch (e.kind) {
    case "float":
      return Number.isNaN(e.value) ? Infinity : Math.abs(e.value);
    case "cast":
      if (e.value.type.kind === "float") return magnitude(e.value);
      if (e.value.kind === "int") return Math.abs(Number(e.value.value));
      return e.value.type.kind === "int" && e.value.type.width !== "size"
        ? 2 ** (e.value.type.width - (e.value.type.signed ? 1 : 0)) - 1
        : Infinity;
    case "unary":
      return magnitude(e.operand);
    case "conditional":
      return Math.max(magnitude(e.then), magnitude(e.orElse));
    case "binary": {
      const [left, right] = [magnitude(e.left), magnitude(e.right)];
      if (e.op === "add" || e.op === "sub") return left + right;
      if (e.op === "mul") return left * right;
      const divisor = e.right.kind === "cast" ? e.right.value : e.right;
      const isNumber = divisor.kind === "float" || divisor.kind === "int";
      return e.op === "div" && isNumber && right > 0 ? left / right : Infinity;
    }
    case "runtime":
      if (unit.has(e.row)) return 1;
      if (e.row === "c.math.sqrt") return Math.sqrt(magnitude(e.args[0]));
      return near.has(e.row) ? magnitude(e.args[0]) + 1 : Infinity;
    default:
      return Infinity;
  }
}

/**
 * A floating number cut to an integer, as the processor does it: what an `int` or a `long` cannot hold is the least of them, what a narrow or an
 * unsigned one cannot hold is taken from a wider one.
 */
function truncated(cx: FunctionContext, value: Expression, target: Type<"int">, at: number): Expression {
  const { width, signed } = target;
  const small = width === 8 || width === 16;
  const cut = (type: Type): Expression => expr(cx, "cast", type, at, { value });
  const wide = (): Expression => (value.type.kind === "float" && value.type.width === 64 ? value : expr(cx, "cast", f64, at, { value }));
  if (value.kind === "float" || width === 128) return cut(target);
  if (signed && !small) {
    const bits = width === 32 ? 32 : 64;
    if (magnitude(value) < 2 ** (bits - 1)) return cut(target);
    const made = runtime(cx, bits === 32 ? "c.float.int" : "c.float.long", int(bits), at, wide());
    return convertNumber(cx, made, target, at);
  }
  if (small) return expr(cx, "cast", target, at, { value: truncated(cx, value, int(32), at) });
  if (width === 32) return expr(cx, "cast", target, at, { value: cut(int(64)) });
  const isNatural =
    (value.kind === "runtime" && natural.has(value.row)) ||
    (value.kind === "cast" && value.value.type.kind === "int" && !value.value.type.signed);
  return isNatural ? cut(target) : runtime(cx, "c.float.unsigned", target, at, wide());
}

const convertNumber = (cx: FunctionContext, value: Expression, target: Expression["type"], at: number): Expression =>
  sameType(value.type, target) ? value : expr(cx, "cast", target, at, { value });

export const targetOf = (type: CType): CType => (type as PointerType).to;
