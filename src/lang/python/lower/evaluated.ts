/** Values that are all there before the first of them is used. */
import type { Span } from "../../../base/span.ts";
import { ex, inBlock, isBusy, newLocal, push, type Cx, type Val } from "./context.ts";
import { irType } from "./ir-types.ts";

const LITERALS = new Set(["int", "float", "str", "bool", "unit", "none"]);
const PLACES = new Set(["local", "global", "field"]);
const FIXED = new Set(["int", "float", "str", "bool", "none", "bytes"]);

/**
 * Makes something of values as if all of them were evaluated before the first is looked at: what a later one changes of an object, an earlier one
 * shows. Values move into locals of their own only where one that can change is followed by one that may change it.
 */
export function evaluatedFirst(cx: Cx, values: readonly Val[], span: Span, make: (values: readonly Val[]) => Val): Val {
  const changeable = (val: Val): boolean => val.ty.some((atom) => !FIXED.has(atom.k));
  const first = values.findIndex(changeable);
  if (!cx.p.emitting || first < 0 || !values.slice(first + 1).some((val) => isBusy(val.e))) return make(values);
  let made!: Val;
  const body = inBlock(cx, () => {
    const kept = values.map((val): Val => {
      const { e, ty } = val;
      if (LITERALS.has(e.kind) || (PLACES.has(e.kind) && changeable(val))) return val;
      if (e.type.kind === "unit") {
        push(cx, "expression", span, { value: e });
        return { ty, e: ex(cx, "unit", { kind: "unit" }, span, {}) };
      }
      const local = newLocal(cx, "value", e.type, span);
      cx.declared.add(local);
      push(cx, "let", span, { local, value: e });
      return { ty, e: ex(cx, "local", irType(cx.p, ty), span, { local }) };
    });
    made = make(kept);
  });
  return { ty: made.ty, e: ex(cx, "block", irType(cx.p, made.ty), span, { body, value: made.e }) };
}
