/** Instructions as data: what the translated program consists of is not what the original does. */
import { refuse } from "../../../diagnostics/diagnostic.ts";
import type { Expr } from "../ast.ts";
import { evalInt } from "../check/constant.ts";
import { isFunctionPointer } from "../types/types.ts";
import { spanOf, type FunctionContext } from "./context.ts";

const EXECUTABLE = 4n;
/** Functions of the library that read or write memory as bytes. */
const copying = new Set(["memcpy", "memmove", "memcmp", "mempcpy", "fwrite", "write"]);

/** Refuses a call that makes memory executable, or that copies a function. */
export function refuseMachineCode(cx: FunctionContext, e: Expr<"call">, symbol: string): void {
  if (symbol === "mmap" || symbol === "mprotect") {
    const rights = e.args[2] && evalInt(e.args[2]);
    if (rights === undefined || rights & EXECUTABLE) refuse("C0504", spanOf(cx, e.at), "memory that instructions are run from");
  }
  if (copying.has(symbol))
    for (const arg of e.args)
      if (isFunctionPointer(origin(arg).type)) refuse("C0504", spanOf(cx, arg.at), "a function is read as an object");
}

/** Refuses an object that is taken for a function. */
export function refuseCode(cx: FunctionContext, e: Expr<"cast">): void {
  if (!isFunctionPointer(e.type)) return;
  const from = origin(e.value);
  if (from.type.kind === "pointer" && from.type.to.kind !== "void" && from.type.to.kind !== "function")
    refuse("C0504", spanOf(cx, e.at), "an object is taken for a function");
}

/** The value before it was cast from pointer to pointer. */
function origin(e: Expr): Expr {
  let at = e;
  while (at.kind === "cast" && at.type.kind === "pointer" && at.value.type.kind === "pointer") at = at.value;
  return at;
}
