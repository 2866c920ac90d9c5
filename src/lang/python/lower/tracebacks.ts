/** `traceback`: what it prints of an exception goes to the error output. */
import type { Span } from "../../../base/span.ts";
import { refuse } from "../../../diagnostics/diagnostic.ts";
import type { UserFunction } from "../infer/callables.ts";
import { EXCEPTION, NONE } from "../infer/types.ts";
import { ex, type Cx, type Val } from "./context.ts";
import { convert } from "./convert.ts";
import { exceptionType } from "./ir-types.ts";
import { callRow, type ArgVal } from "./rows.ts";

/** The exception that is being handled; undefined where none is known to be. */
export const handledException = (cx: Cx, span: Span): Val | undefined =>
  cx.handling === undefined ? undefined : { ty: EXCEPTION, e: ex(cx, "local", exceptionType, span, { local: cx.handling }) };

/** The arguments of `logger.exception(…)`, or of a message with `exc_info=True`: the exception that is being handled is among them. */
export function loggedFailure(cx: Cx, fn: UserFunction, args: readonly ArgVal[], span: Span): readonly ArgVal[] {
  if (!fn.module.library || fn.module.name !== "logging") return args;
  const at = args.findIndex((arg) => arg.name === "exc_info");
  if (at < 0 ? fn.def.name !== "exception" : args[at].value.ty[0]?.k !== "bool") return args;
  const { e } = args[at]?.value ?? {};
  const left = e?.kind === "bool" && !e.value ? undefined : handledException(cx, span);
  const value = left ?? { ty: NONE, e: ex(cx, "unit", { kind: "unit" }, span, {}) };
  return [...args.filter((_, i) => i !== at), { name: "exc_info", value }];
}

/** `traceback.print_exc()`, `traceback.print_exception(error)`. */
export function printTraceback(cx: Cx, row: string, args: readonly ArgVal[], node: object, span: Span): Val {
  if (row === "traceback.shown" && args.length === 1) return callRow(cx, row, args, node, span);
  if (args.some((arg) => arg.name === "file")) return refuse("PY0701", span, `\`${row}\` to a file`);
  const plain = args.filter((arg) => arg.name === undefined && !arg.star).map((arg) => arg.value);
  const error = row === "traceback.print_exc" ? handledException(cx, span) : plain.length > 1 ? plain[1] : plain[0];
  if (!error) return refuse("PY0701", span, `\`${row}\` outside of a handler`);
  if (error.ty.length === 0) return { ty: NONE, e: error.e };
  return callRow(cx, "traceback.print_exc", [{ value: { ty: EXCEPTION, e: convert(cx, error, EXCEPTION, span) } }], node, span);
}
