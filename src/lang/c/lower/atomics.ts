/** Atomic operations, on the integer that lies behind a pointer; and the plain operators on `_Atomic` objects where there are threads. */
import { bool, int, sameType, type BinaryOperator, type Expression, type Statement, type Type } from "../../../ir/index.ts";
import type { BinaryOp, Expr } from "../ast.ts";
import { integerOf, pointerTo, ucharType, ulongType, unqualified, type CType, type IntType, type PointerType } from "../types/types.ts";
import { blockOf, expr, keep, runtime, type FunctionContext } from "./context.ts";
import { convertValue } from "./conversions.ts";
import { lowerExpr } from "./expressions.ts";

/** The integer as which an object is changed. */
const wordOf = (type: CType): IntType => (type.kind === "bool" ? ucharType : (integerOf(type) ?? ulongType));

const operators: Readonly<Record<string, BinaryOperator>> = { add: "add", sub: "sub", and: "and", or: "or", xor: "xor" };

export function lowerAtomic(cx: FunctionContext, e: Expr<"builtin">): Expression {
  const type = unqualified((e.args[0].type as PointerType).to);
  return atomic(cx, e.name.slice("atomic_".length), type, lowerExpr(cx, e.args[0]), e.args.slice(1), e.at);
}

function atomic(cx: FunctionContext, name: string, type: CType, pointer: Expression, args: readonly Expr[], at: number): Expression {
  const word = wordOf(type);
  const ir: Type = int((word.size * 8) as 8 | 16 | 32 | 64, word.signed);
  const asPlace = (value: Expression): Expression =>
    value.type.kind === "ptr" && value.type.mutable && sameType(value.type.target, ir)
      ? value
      : expr(cx, "cast", { kind: "ptr", target: ir, mutable: true, rep: cx.program.reps.fresh() }, at, { value });
  const place = asPlace(pointer);
  const value = (i: number): Expression => convertValue(cx, lowerExpr(cx, args[i]), args[i].type, word, at);
  const back = (made: Expression): Expression => convertValue(cx, made, word, type, at);
  switch (name) {
    case "load":
      return back(runtime(cx, "c.atomic.load", ir, at, place));
    case "store":
      return runtime(cx, "c.atomic.store", { kind: "unit" }, at, place, value(0));
    case "compare":
      return runtime(cx, "c.atomic.compare", bool, at, place, asPlace(lowerExpr(cx, args[0])), value(1));
    case "sync_compare":
      return runtime(cx, "c.atomic.sync_compare", bool, at, place, value(0), value(1));
    case "sync_swap":
      return back(runtime(cx, "c.atomic.sync_swap", ir, at, place, value(0), value(1)));
    case "exchange":
    case "fetch_add":
    case "fetch_sub":
    case "fetch_and":
    case "fetch_or":
    case "fetch_xor":
    case "fetch_nand":
      return back(runtime(cx, `c.atomic.${name}`, ir, at, place, value(0)));
    default: {
      // `add_fetch`: the new value.
      const op = name.replace("_fetch", "");
      const out: Statement[] = [];
      const operand = keep(cx, value(0), "operand", at, out);
      const old = runtime(cx, `c.atomic.fetch_${op}`, ir, at, place, operand());
      const made = expr(cx, "binary", ir, at, {
        op: operators[op],
        arithmetic: op === "add" || op === "sub" ? "wrapping" : "plain",
        left: old,
        right: operand(),
      });
      return blockOf(cx, out, back(made), at);
    }
  }
}

const named: Partial<Readonly<Record<BinaryOp, string>>> = { "+": "add", "-": "sub", "&": "and", "|": "or", "^": "xor" };

/** Is it an `_Atomic` integer that several threads may reach? */
export const isShared = (cx: FunctionContext, e: Expr): boolean =>
  cx.program.threads && e.type.atomic === true && (integerOf(e.type) !== undefined || e.type.kind === "pointer");

const addressOf = (cx: FunctionContext, e: Expr): Expression =>
  lowerExpr(cx, { kind: "addressOf", type: pointerTo(e.type), at: e.at, place: e });

export const loadShared = (cx: FunctionContext, e: Expr): Expression => atomic(cx, "load", unqualified(e.type), addressOf(cx, e), [], e.at);

export const storeShared = (cx: FunctionContext, target: Expr, value: Expr): Expression =>
  atomic(cx, "store", unqualified(target.type), addressOf(cx, target), [value], target.at);

/** `a += b`, `a++`: the new value; undefined where there is no such operation. */
export function updateShared(cx: FunctionContext, target: Expr, op: BinaryOp, value: Expr, old: boolean): Expression | undefined {
  const name = named[op];
  if (name === undefined || !integerOf(target.type) || target.type.kind === "bool") return undefined;
  return atomic(cx, old ? `fetch_${name}` : `${name}_fetch`, unqualified(target.type), addressOf(cx, target), [value], target.at);
}
