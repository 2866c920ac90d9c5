/** `strtol` and its kin: the number at the start of a text, and where it ends. */
import { f64, int, sameType, type Expression, type Statement } from "../../../ir/index.ts";
import type { Expr, Sym } from "../ast.ts";
import { isNullConstant } from "../check/constant.ts";
import { integerOf } from "../types/types.ts";
import { blockOf, expr, isPure, keep, readLocal, runtime, stmt, type FunctionContext } from "./context.ts";
import { lowerExpr } from "./expressions.ts";
import { visitTree } from "./tree.ts";

/** The functions, by the row that computes the same. */
const readers: Readonly<Record<string, string>> = {
  strtol: "strtol",
  strtoll: "strtol",
  strtoul: "strtoul",
  strtoull: "strtoul",
  strtod: "strtod",
};

/** The value before it took the parameter's type. */
const unconverted = (e: Expr): Expr => (e.kind === "cast" && e.type.kind === "pointer" ? unconverted(e.value) : e);

function mentions(e: Expr, sym: Sym): boolean {
  let found = false;
  visitTree(e, (each) => {
    if (each.kind === "variable" && each.sym === sym) found = true;
  });
  return found;
}

/** The call, when nobody asks where the number ends, or a variable is told. */
export function lowerNumberText(cx: FunctionContext, e: Expr<"call">, symbol: string): Expression | undefined {
  const name = Object.hasOwn(readers, symbol) ? readers[symbol] : undefined;
  const [given, asked, ...base] = e.args;
  if (name === undefined || !asked || given.type.kind !== "pointer" || integerOf(given.type.to)?.size !== 1) return undefined;
  const isFloat = name === "strtod";
  if (base.length !== (isFloat ? 0 : 1)) return undefined;
  const read = (row: string, type: Expression["type"]): Expression =>
    runtime(cx, `c.lib.${row}`, type, e.at, lowerExpr(cx, given), ...base.map((arg) => lowerExpr(cx, arg)));
  const result = isFloat ? f64 : int(64, name === "strtol");
  const end = unconverted(asked);
  if (isNullConstant(end)) return read(name, result);
  if (end.kind !== "addressOf" || end.place.kind !== "variable" || ![given, ...base].every((arg) => isPure(arg))) return undefined;
  const local = cx.symbols.get(end.place.sym);
  const text = lowerExpr(cx, given);
  if (local === undefined || text.type.kind !== "ptr") return undefined;
  const place = readLocal(cx, local, e.at);
  if (place.type.kind !== "ptr" || !sameType(place.type.target, text.type.target)) return undefined;
  const out: Statement[] = [];
  // the text may begin where the last one ended
  const moves = mentions(given, end.place.sym);
  const value = moves ? keep(cx, read(name, result), "number", e.at, out) : () => read(name, result);
  const length = expr(cx, "cast", int("size", true), e.at, { value: read(isFloat ? "strtod_length" : "strtol_length", int(64, false)) });
  const behind = runtime(cx, "c.pointer.offset", text.type, e.at, text, length);
  const pointer = sameType(text.type, place.type) ? behind : expr(cx, "cast", place.type, e.at, { value: behind });
  out.push(stmt(cx, "assign", e.at, { place, value: pointer }));
  return blockOf(cx, out, value(), e.at);
}
