/** Calls: of functions of the program, of the library, and through pointers. */
import { refuse } from "../../../diagnostics/diagnostic.ts";
import { sameType, type Expression, type Statement, type Type } from "../../../ir/index.ts";
import type { Expr, Sym } from "../ast.ts";
import { libraryRow, type LibraryRow } from "../libc/rows.ts";
import { refusedFunctions } from "../libc/refused.ts";
import { ulongType, type CType, type FunctionType } from "../types/types.ts";
import { blockOf, expr, readLocal, runtime, spanOf, type FunctionContext } from "./context.ts";
import { lowerEffect } from "./statements.ts";
import { convertValue } from "./conversions.ts";
import { lowerExpr, typeOf } from "./expressions.ts";
import { chosenFormat } from "./formats.ts";
import { refuseMachineCode } from "./machine-code.ts";
import { captureArguments } from "./nested.ts";
import { longJumps, lowerLongJump } from "./protected.ts";
import { lowerConstantCall, lowerPrint } from "./printing.ts";
import { inOrder } from "./order.ts";
import { allocateInFrame } from "./variable-arrays.ts";
import { lowerScan } from "./scanning.ts";
import { argumentList, lowerListCall, tagged } from "./variadic.ts";

/** The function that a callee names, when it is no pointer. */
const named = (callee: Expr): Sym | undefined =>
  callee.kind === "addressOf" && callee.place.kind === "function" ? callee.place.sym : undefined;

export function lowerCall(cx: FunctionContext, e: Expr<"call">): Expression {
  const chosen = chosenFormat(e);
  if (chosen) return lowerExpr(cx, chosen);
  const sym = named(e.callee);
  if (sym) return callFunction(cx, e, sym);
  const fn = e.fn;
  const inner = cx.program.records.functionType(
    fn.unprototyped ? { ...fn, unprototyped: undefined, params: e.args.map((arg) => ({ type: arg.type, at: arg.at })) } : fn,
  );
  const value = lowerExpr(cx, e.callee);
  const option: Type = { kind: "option", inner };
  const pointer = sameType(value.type, option) ? value : expr(cx, "cast", option, e.at, { value });
  const callee = expr(cx, "unwrap", inner, e.at, { value: pointer });
  const out: Statement[] = [];
  const args = argumentsOf(cx, e, fn, fn.variadic, out);
  return blockOf(cx, out, expr(cx, "callValue", resultOf(cx, fn), e.at, { callee, args }), e.at);
}

const resultOf = (cx: FunctionContext, fn: FunctionType): Type => (fn.noreturn ? { kind: "never" } : typeOf(cx, fn.result));

/** Arguments with the parameters' types; what goes to `...` of a function in Rust is one list. */
function argumentsOf(cx: FunctionContext, e: Expr<"call">, fn: FunctionType, list: boolean, out: Statement[]): Expression[] {
  const n = fn.params.length;
  const given = e.args.slice(0, fn.variadic || fn.unprototyped ? e.args.length : n);
  const values = given.map((arg, i) => {
    if (i < n || !fn.variadic) return adapted(cx, arg, i < n ? fn.params[i].type : undefined);
    return list ? tagged(cx, arg) : variadicArgument(cx, arg);
  });
  const args = [...inOrder(cx, given, values, e.at, out)];
  if (fn.variadic && list) args.push(argumentList(cx, args.splice(n), e.at));
  return args;
}

function adapted(cx: FunctionContext, arg: Expr, to: CType | undefined): Expression {
  const value = lowerExpr(cx, arg);
  if (to === undefined || to.kind === "record" || to.kind === "valist") return value;
  return convertValue(cx, value, arg.type, to, arg.at);
}

function variadicArgument(cx: FunctionContext, arg: Expr): Expression {
  if (arg.type.kind === "float" && arg.type.size === 16)
    refuse("C0306", spanOf(cx, arg.at), "a long double is passed to a function of the library");
  if (arg.type.kind === "record") refuse("C0202", spanOf(cx, arg.at), "a struct is passed through ‘...’ to a function of the library");
  return lowerExpr(cx, arg);
}

const usesLongDouble = (fn: FunctionType): boolean =>
  [fn.result, ...fn.params.map((p) => p.type)].some((t) => t.kind === "float" && t.size === 16);

function callFunction(cx: FunctionContext, e: Expr<"call">, sym: Sym): Expression {
  const entity = cx.program.entities.of(sym);
  const target = entity.sym;
  const type = target.type as FunctionType;
  if (!target.body) {
    const jumped = cx.jumps.get(e);
    if (jumped !== undefined) return readLocal(cx, jumped, e.at);
    if (longJumps.has(entity.symbol)) return lowerLongJump(cx, e);
    if (entity.symbol === "atexit" && e.args.length === 1)
      return runtime(cx, "c.start.at_exit", resultOf(cx, type), e.at, adapted(cx, e.args[0], type.params[0]?.type));
    if (entity.symbol === "alloca" && e.args.length === 1) return allocateInFrame(cx, adapted(cx, e.args[0], ulongType), e.at);
    const why = refusedFunctions[entity.symbol];
    if (why) refuse(why.code, spanOf(cx, e.at), why.what);
    refuseMachineCode(cx, e, entity.symbol);
    const constant = lowerConstantCall(cx, e, target, entity.symbol);
    if (constant) return constant;
    const row = libraryRow(entity.symbol, target);
    if (row && row.arguments === e.args.length && agrees(cx, row, type)) {
      const values = e.args.map((arg, i) => convertTo(cx, adapted(cx, arg, type.params[i]?.type), row.params[i]));
      const out: Statement[] = [];
      const args = inOrder(cx, e.args, values, e.at, out);
      return blockOf(cx, out, runtime(cx, row.row, row.result.kind === "ptr" ? resultOf(cx, type) : row.result, e.at, ...args), e.at);
    }
    const made = lowerPrint(cx, e, target, entity.symbol) ?? lowerScan(cx, e, target, entity.symbol);
    if (made) return made;
    if (usesLongDouble(type)) {
      const twin = longDoubleTwin(cx, e, entity.symbol);
      if (twin) return twin;
      refuse("C0306", spanOf(cx, e.at), `‘${sym.name}’ takes or gives a long double`);
    }
    const list = lowerListCall(cx, e, entity.symbol);
    if (list) return list;
  }
  const id = cx.program.entities.function(sym);
  const known: FunctionType = target.body
    ? { ...type, params: target.body.params.map((p) => ({ name: p.name, type: p.type, at: p.at })), unprototyped: undefined }
    : type;
  if (target.body && !known.variadic && e.args.length < known.params.length)
    refuse("C0204", spanOf(cx, e.at), `‘${sym.name}’ is called with too few arguments`);
  const out: Statement[] = [];
  // what an old definition does not name is computed, from the last on
  if (target.body && !known.variadic) for (const arg of e.args.slice(known.params.length).reverse()) lowerEffect(cx, arg, out);
  const args = argumentsOf(cx, e, known, target.body !== undefined, out);
  const captures = captureArguments(cx, target, e.at);
  if (captures.length) args.splice(known.params.length, 0, ...captures);
  const made = expr(cx, "call", resultOf(cx, known), e.at, { function: id, args });
  // Another unit may have declared it with a type of its own: a struct of the same name, `int` where there is no declaration.
  const here = PLAIN.has(made.type.kind) && e.type.kind !== "void" ? typeOf(cx, e.type) : made.type;
  return blockOf(cx, out, PLAIN.has(here.kind) ? convertTo(cx, made, here) : made, e.at);
}

/** Types between which a cast goes. */
const PLAIN: ReadonlySet<Type["kind"]> = new Set(["ptr", "int", "float"]);

/** Does the program declare the function as the row has it? Only pointers make a difference. */
function agrees(cx: FunctionContext, row: LibraryRow, type: FunctionType): boolean {
  const all = [...row.params, row.result];
  if (!all.some((each) => each.kind === "ptr")) return true;
  const own = [...type.params.map((param) => param.type), type.result].map((each) => typeOf(cx, each));
  return !type.unprototyped && own.length === all.length && own.every((each, i) => sameType(each, all[i]));
}

const convertTo = (cx: FunctionContext, value: Expression, type: Type): Expression =>
  sameType(value.type, type) ? value : cx.program.build.expr("cast", type, value.span, { value });

/** `sqrtl` and its kin: computed as doubles. */
function longDoubleTwin(cx: FunctionContext, e: Expr<"call">, symbol: string): Expression | undefined {
  if (!symbol.endsWith("l")) return undefined;
  const row = libraryRow(symbol.slice(0, -1), undefined);
  if (!row || row.arguments !== e.args.length) return undefined;
  return runtime(cx, row.row, row.result, e.at, ...e.args.map((arg, i) => convertTo(cx, lowerExpr(cx, arg), row.params[i])));
}
