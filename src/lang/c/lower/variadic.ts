/** `...`: functions of the program take their further arguments as one list of tagged values. */
import { refuse } from "../../../diagnostics/diagnostic.ts";
import { f64, int, type Expression, type Statement, type Type } from "../../../ir/index.ts";
import type { Expr } from "../ast.ts";
import { integerOf, isFunctionPointer, isPointer, type CType } from "../types/types.ts";
import { blockOf, expr, keep, readLocal, runtime, spanOf, stmt, type FunctionContext } from "./context.ts";
import { lowerExpr, typeOf } from "./expressions.ts";
import { lowerPlace } from "./places.ts";
import { convertValue } from "./conversions.ts";
import { vaList } from "./records.ts";

const argument: Type<"runtime"> = { kind: "runtime", path: "va::Arg", args: [], copy: true };
const voidPointer = (cx: FunctionContext): Type<"ptr"> => ({
  kind: "ptr",
  target: { kind: "unit" },
  mutable: true,
  rep: cx.program.reps.fresh(),
});

/** The arguments behind the named ones, tagged each. */
export function argumentList(cx: FunctionContext, elems: readonly Expression[], at: number): Expression {
  return runtime(cx, "c.va.list", vaList, at, expr(cx, "array", { kind: "array", elem: argument, length: elems.length }, at, { elems }));
}

/** One argument with its kind. */
export function tagged(cx: FunctionContext, arg: Expr): Expression {
  const value = lowerExpr(cx, arg);
  const type = arg.type;
  if (type.kind === "float")
    return runtime(
      cx,
      "c.va.double",
      argument,
      arg.at,
      value.type.kind === "float" && value.type.width === 64 ? value : expr(cx, "cast", f64, arg.at, { value }),
    );
  if (isPointer(type)) return runtime(cx, "c.va.pointer", argument, arg.at, toVoid(cx, value, type, arg.at));
  if (isObject(type)) {
    // By a pointer to a copy that lives as long as the call.
    const pointer: Type = { kind: "ptr", target: value.type, mutable: true, rep: cx.program.reps.fresh() };
    const out: Statement[] = [];
    const copy = keep(cx, value, "argument", arg.at, out);
    const address = expr(cx, "addressOf", pointer, arg.at, { place: copy() });
    return runtime(
      cx,
      "c.va.pointer",
      argument,
      arg.at,
      blockOf(cx, out, expr(cx, "cast", voidPointer(cx), arg.at, { value: address }), arg.at),
    );
  }
  if (integerOf(type)) {
    return runtime(
      cx,
      "c.va.int",
      argument,
      arg.at,
      value.type.kind === "int" && value.type.width === 64 && value.type.signed ? value : expr(cx, "cast", int(64), arg.at, { value }),
    );
  }
  return refuse("C0202", spanOf(cx, arg.at), "a value of this type is passed through ‘...’");
}

/** Too large for a number of the list. */
const isObject = (type: CType): boolean => type.kind === "record" || integerOf(type)?.size === 16;

const toVoid = (cx: FunctionContext, value: Expression, type: CType, at: number): Expression =>
  convertValue(cx, value, type, { kind: "pointer", to: { kind: "void" } }, at);

function listPlace(cx: FunctionContext, list: Expr): Expression {
  const made = lowerPlace(cx, list);
  if (made.kind === "bits") return refuse("C0202", spanOf(cx, list.at), "a list of arguments in a bit-field");
  let at = made.place;
  while (at.kind === "field" || (at.kind === "index" && at.object.type.kind === "array")) at = at.object;
  // it borrows what a call of the function was handed
  if (at.kind === "global" || at !== made.place) return refuse("C0202", spanOf(cx, list.at), "a list of arguments in a global or a struct");
  return made.place;
}

export function lowerVaStart(cx: FunctionContext, e: Expr<"vaStart">): Expression {
  if (cx.variadic === undefined) return refuse("C0202", spanOf(cx, e.at), "‘va_start’ in a function without ‘...’");
  const out: Statement[] = [stmt(cx, "assign", e.at, { place: listPlace(cx, e.list), value: readLocal(cx, cx.variadic, e.at) })];
  return blockOf(cx, out, expr(cx, "unit", { kind: "unit" }, e.at, {}), e.at);
}

export function lowerVaCopy(cx: FunctionContext, e: Expr<"vaCopy">): Expression {
  const out: Statement[] = [stmt(cx, "assign", e.at, { place: listPlace(cx, e.target), value: listPlace(cx, e.source) })];
  return blockOf(cx, out, expr(cx, "unit", { kind: "unit" }, e.at, {}), e.at);
}

export function lowerVaArg(cx: FunctionContext, e: Expr<"vaArg">): Expression {
  const list = listPlace(cx, e.list);
  const type = e.type;
  if (type.kind === "float")
    return convertValue(cx, runtime(cx, "c.va.next_double", f64, e.at, list), { kind: "float", size: 8 }, type, e.at);
  if (isPointer(type)) {
    const value = runtime(cx, "c.va.next_pointer", voidPointer(cx), e.at, list);
    return isFunctionPointer(type)
      ? expr(cx, "cast", typeOf(cx, type), e.at, { value })
      : convertValue(cx, value, { kind: "pointer", to: { kind: "void" } }, type, e.at);
  }
  if (isObject(type)) {
    const pointer: Type = { kind: "ptr", target: typeOf(cx, type), mutable: true, rep: cx.program.reps.fresh() };
    const value = runtime(cx, "c.va.next_pointer", voidPointer(cx), e.at, list);
    return expr(cx, "deref", typeOf(cx, type), e.at, { pointer: expr(cx, "cast", pointer, e.at, { value }) });
  }
  if (integerOf(type))
    return convertValue(cx, runtime(cx, "c.va.next_int", int(64), e.at, list), { kind: "int", size: 8, signed: true, rank: 4 }, type, e.at);
  return refuse("C0202", spanOf(cx, e.at), "‘va_arg’ of such a type");
}

const formatters: Readonly<Record<string, string>> = {
  vprintf: "c.va.vprintf",
  vfprintf: "c.va.vfprintf",
  vsprintf: "c.va.vsprintf",
  vsnprintf: "c.va.vsnprintf",
  vasprintf: "c.va.vasprintf",
  vdprintf: "c.va.vdprintf",
};

/** A list of arguments, also where a program declares that the function takes something else. */
function listOf(arg: Expr): Expr | undefined {
  const e = arg.kind === "cast" && arg.implied ? arg.value : arg;
  return e.type.kind === "valist" ? e : undefined;
}

/** `vprintf` and its kin, which take a list of arguments. */
export function lowerListCall(cx: FunctionContext, e: Expr<"call">, symbol: string): Expression | undefined {
  const isPointed = e.fn.params.some(({ type }) => type.kind === "pointer" && type.to.kind === "valist");
  if (!isPointed && !e.args.some(listOf)) return undefined;
  const row = formatters[symbol];
  if (!row) return refuse("C0202", spanOf(cx, e.at), `‘${symbol}’ takes a list of arguments`);
  const args = e.args.map((arg) => {
    const list = listOf(arg);
    return list ? listPlace(cx, list) : lowerExpr(cx, arg);
  });
  return runtime(cx, row, int(32), e.at, ...args);
}
