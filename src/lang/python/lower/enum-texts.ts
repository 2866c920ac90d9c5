/** Members of enumerations as texts, and their hashes. */
import type { Span } from "../../../base/span.ts";
import { str, type Expression } from "../../../ir/index.ts";
import { findMethod, type ClassInfo } from "../infer/classes.ts";
import { STR } from "../infer/types.ts";
import { withTempVal } from "./convert.ts";
import { ex, type Cx, type Val } from "./context.ts";
import { fieldVal, isValueEnum } from "./enums.ts";
import { displayPieces } from "./format.ts";
import { callMethod } from "./methods.ts";
import { callRow } from "./rows.ts";

/** A member as text: `Color.RED`, `<Color.RED: 1>`; those that stand for their values as these. */
export function enumText(cx: Cx, val: Val, conversion: string, span: Span): Expression | undefined {
  const atom = val.ty[0];
  if (atom?.k !== "inst" || !atom.cls.enum) return undefined;
  const { cls } = atom;
  const method = conversion === "s" ? "__str__" : "__repr__";
  if (findMethod(cls, method)) return callMethod(cx, val, method, [], cls, span).e;
  if (conversion === "s" && isValueEnum(cls) && !cls.mixed)
    return ex(cx, "format", str, span, { pieces: displayPieces(cx, fieldVal(cx, val, cls, "value", span), span) });
  return withTempVal(cx, val, span, (again) => {
    const name = { value: fieldVal(cx, again(), cls, "name", span).e, spec: "" };
    const value = conversion === "s" ? [] : displayPieces(cx, fieldVal(cx, again(), cls, "value", span), span, "r");
    const pieces = conversion === "s" ? [`${cls.name}.`, name] : [`<${cls.name}.`, name, ": ", ...value, ">"];
    return { ty: STR, e: ex(cx, "format", str, span, { pieces }) };
  }).e;
}

/** `hash(member)`: that of its name. */
export const enumHash = (cx: Cx, self: Val, cls: ClassInfo): Expression =>
  callRow(cx, "builtins.hash", [{ value: fieldVal(cx, self, cls, "name", cls.node.span) }], cls.fields, cls.node.span).e;
