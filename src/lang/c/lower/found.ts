/** Calls of the library of which only is asked whether they found something: `if (strchr(set, c))`, `while (fgets(line, n, stdin))`. */
import { bool, int, sameType, type Expression } from "../../../ir/index.ts";
import type { Expr } from "../ast.ts";
import type { FunctionType } from "../types/types.ts";
import { blockOf, runtime, type FunctionContext } from "./context.ts";
import { convertValue } from "./conversions.ts";
import { lowerExpr, typeOf } from "./expressions.ts";
import { inOrder } from "./order.ts";
import { lowerLine } from "./printing.ts";

/** The rows that tell it. */
const finders: ReadonlyMap<string, string> = new Map([
  ["strchr", "c.lib.holds"],
  ["strrchr", "c.lib.holds"],
  ["strstr", "c.lib.contains"],
  ["strpbrk", "c.lib.holds_any"],
]);

const text = { kind: "ptr", target: int(8), mutable: false, rep: -1 } as const;

/** Did the call find something? Undefined for other expressions. */
export function lowerFound(cx: FunctionContext, given: Expr): Expression | undefined {
  const line = lowerLine(cx, given);
  if (line) return line;
  let e = given;
  while (e.kind === "cast" && e.type.kind === "pointer") e = e.value;
  if (e.kind !== "call" || e.callee.kind !== "addressOf" || e.callee.place.kind !== "function" || e.args.length !== 2) return undefined;
  const { sym } = e.callee.place;
  const row = sym.system && !cx.program.entities.of(sym).sym.body ? finders.get(sym.name) : undefined;
  const type = sym.type as FunctionType;
  if (row === undefined || type.unprototyped || type.params.length !== 2) return undefined;
  const wanted = type.params.map((param) => typeOf(cx, param.type));
  if (!sameType(wanted[0], text) || !sameType(wanted[1], row === "c.lib.holds" ? int(32) : text)) return undefined;
  const values = e.args.map((arg, i) => convertValue(cx, lowerExpr(cx, arg), arg.type, type.params[i].type, arg.at));
  const out: Parameters<typeof inOrder>[4] = [];
  const args = inOrder(cx, e.args, values, e.at, out);
  return blockOf(cx, out, runtime(cx, row, bool, e.at, ...args), e.at);
}
