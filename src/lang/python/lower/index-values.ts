/** Objects that say which number they stand for: `__index__`. */
import type { Span } from "../../../base/span.ts";
import { findMethod } from "../infer/classes.ts";
import type { Cx, Val } from "./context.ts";
import { callMethod } from "./methods.ts";
import { plainNumber } from "./numpy/values.ts";

/** The number that an object, or one of NumPy's numbers, stands for; other values as they are. */
export function indexValue(cx: Cx, val: Val, span: Span): Val {
  const [atom] = val.ty;
  if (val.ty.length !== 1 || atom.k !== "inst" || !findMethod(atom.cls, "__index__")) return plainNumber(cx, val, span);
  return callMethod(cx, val, "__index__", [], atom.cls, span);
}
