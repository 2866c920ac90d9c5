/** Failures: raising, and calls that may fail. */
import type { Statement } from "../ir/index.ts";
import type { RustExpr } from "../rust/ast.ts";
import { call } from "../rust/make.ts";
import { frameOf, type FunctionContext, type ProgramContext } from "./context.ts";

/** An expression that raises; it diverges. */
export function raiseExpression(cx: FunctionContext, error: RustExpr): RustExpr {
  if (frameOf(cx).fallible) return { kind: "return", value: call("Err", error) };
  return call("rt::raise", error);
}

/** The value of a `Result`: its failure goes on to the caller. */
export const propagate = (cx: FunctionContext, result: RustExpr): RustExpr =>
  frameOf(cx).fallible ? { kind: "try", value: result } : call("rt::unwrap", result);

/** Does nothing come after the statement? */
export const endsProgram = ({ program }: ProgramContext, s: Statement): boolean =>
  s.kind === "expression" && (s.value.type.kind === "never" || (s.value.kind === "runtime" && program.rows(s.value.row).ends === true));
