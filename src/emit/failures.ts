/** Failures: raising, and calls that may fail. */
import type { RustExpr } from "../rust/ast.ts";
import { call } from "../rust/make.ts";
import { frameOf, type FunctionContext } from "./context.ts";

/** An expression that raises; it diverges. */
export function raiseExpression(cx: FunctionContext, error: RustExpr): RustExpr {
  if (frameOf(cx).fallible) return { kind: "return", value: call("Err", error) };
  return call("rt::raise", error);
}

/** The value of a `Result`: its failure goes on to the caller. */
export const propagate = (cx: FunctionContext, result: RustExpr): RustExpr =>
  frameOf(cx).fallible ? { kind: "try", value: result } : call("rt::unwrap", result);
