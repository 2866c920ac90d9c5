/** Dynamic values with a spec: the classes and types that have a `__format__` are tried. */
import type { Span } from "../../../base/span.ts";
import { str, type FormatPiece } from "../../../ir/index.ts";
import { STR } from "../infer/types.ts";
import { ex, type Cx, type Val } from "./context.ts";
import { eachKind, isDynamic, withMethod } from "./dynamic.ts";
import { formatted } from "./format.ts";

/** A dynamic value in a format; undefined where nothing that it may be has a method for that. */
export function lateFormat(cx: Cx, value: Val, spec: Val | string | undefined, span: Span): FormatPiece[] | undefined {
  if (!isDynamic(value.ty)) return undefined;
  const having = withMethod(cx, "__format__");
  if (having.length === 0) return undefined;
  const text = (one: Val, plainly: boolean): Val => ({
    ty: STR,
    e: ex(cx, "format", str, span, { pieces: formatted(cx, one, undefined, spec, span, plainly) }),
  });
  const made = eachKind(
    cx,
    value,
    having,
    span,
    (one) => text(one, true),
    (one) => text(one, false),
  );
  return [{ value: made.e, spec: "" }];
}
