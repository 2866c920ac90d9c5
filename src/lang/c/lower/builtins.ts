/** Compiler builtins. */
import { refuse } from "../../../diagnostics/diagnostic.ts";
import { bool, int, type Expression, type Type } from "../../../ir/index.ts";
import type { Expr } from "../ast.ts";
import { lowerAtomic } from "./atomics.ts";
import { expr, intOf, runtime, spanOf, type FunctionContext } from "./context.ts";
import { lowerExpr, typeOf } from "./expressions.ts";
import { allocateInFrame } from "./variable-arrays.ts";

const asInt = (cx: FunctionContext, value: Expression, at: number): Expression => expr(cx, "cast", int(32), at, { value });
const u32: Type = int(32, false);

export function lowerBuiltin(cx: FunctionContext, e: Expr<"builtin">): Expression {
  const arg = (i: number): Expression => lowerExpr(cx, e.args[i]);
  const at = e.at;
  if (e.name.startsWith("atomic_")) return lowerAtomic(cx, e);
  switch (e.name) {
    case "alloca":
      return allocateInFrame(cx, arg(0), at);
    case "trap":
      return runtime(cx, "c.trap", { kind: "never" }, at);
    case "popcount":
      return asInt(cx, runtime(cx, "c.int.count_ones", u32, at, arg(0)), at);
    case "clz":
      return asInt(cx, runtime(cx, "c.int.leading_zeros", u32, at, arg(0)), at);
    case "ctz":
      return asInt(cx, runtime(cx, "c.int.trailing_zeros", u32, at, arg(0)), at);
    case "parity":
      return asInt(
        cx,
        expr(cx, "binary", u32, at, {
          op: "and",
          arithmetic: "plain",
          left: runtime(cx, "c.int.count_ones", u32, at, arg(0)),
          right: intOf(cx, 1, u32, at),
        }),
        at,
      );
    case "ffs": {
      const value = arg(0);
      return runtime(
        cx,
        "c.int.ffs",
        int(32),
        at,
        value.type.kind === "int" && value.type.width === 64 ? value : expr(cx, "cast", int(64), at, { value }),
      );
    }
    case "bswap16":
    case "bswap32":
    case "bswap64":
      return runtime(cx, "c.int.swap_bytes", typeOf(cx, e.type), at, arg(0));
    case "isnan":
    case "isinf":
    case "isfinite":
    case "isnormal":
    case "signbit":
      return asInt(cx, runtime(cx, `c.float.${e.name}`, bool, at, arg(0)), at);
    case "isunordered":
    case "islessgreater":
      return asInt(cx, runtime(cx, `c.float.${e.name}`, bool, at, arg(0), arg(1)), at);
    case "fpclassify": {
      const value = arg(5);
      return runtime(
        cx,
        "c.float.classify",
        int(32),
        at,
        arg(0),
        arg(1),
        arg(2),
        arg(3),
        arg(4),
        value.type.kind === "float" && value.type.width === 64 ? value : expr(cx, "cast", { kind: "float", width: 64 }, at, { value }),
      );
    }
    default:
      return refuse("C0201", spanOf(cx, at), `the builtin ‘${e.name}’`);
  }
}
