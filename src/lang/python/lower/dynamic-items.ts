/** Items of dynamic values. */
import type { Span } from "../../../base/span.ts";
import { dissolve } from "../infer/dynamic.ts";
import { INT } from "../infer/types.ts";
import { convert } from "./convert.ts";
import type { Cx, Val } from "./context.ts";
import { eachKind, withMethod } from "./dynamic.ts";
import { methodCall } from "./methods.ts";
import { attempt, memberNode } from "./operators.ts";
import { callRow } from "./rows.ts";
import { isNative } from "../infer/natives.ts";

/** `object[key] = value` */
export function storeDynamic(cx: Cx, object: Val, key: Val, value: Val, node: object, span: Span): Val {
  for (const each of [...key.ty, ...value.ty]) dissolve(cx.p.w, each);
  return eachKind(
    cx,
    object,
    withMethod(cx, "__setitem__"),
    span,
    (one) => callRow(cx, "any.__setitem__", [{ value: one }, { value: key }, { value }], node, span),
    (one) => {
      const at = memberNode(cx, node, one);
      const [atom] = one.ty;
      if (isNative(atom) && (atom.k === "dict" || atom.k === "deque")) {
        // Counts are whole numbers.
        const stored: Val = atom.k === "dict" && atom.flavour === "counter" ? { ty: INT, e: convert(cx, value, INT, span) } : value;
        return attempt(() => callRow(cx, `${atom.k}.__setitem__`, [{ value: one }, { value: key }, { value: stored }], at, span));
      }
      return attempt(() => methodCall(cx, one, "__setitem__", () => [{ value: key }, { value }], at, span));
    },
  );
}
