/** Tests of pointers for NULL. */
import type { Expression } from "../ir/index.ts";
import type { FunctionContext } from "./context.ts";
import { isNullPointer, liftOf } from "./lifted.ts";

/** The parameter that a test asks for NULL: `p == NULL`, `!p`. */
export function testedPointer(cx: FunctionContext, test: Expression): { local: number; present: boolean } | undefined {
  let at = test;
  let present = false;
  while (at.kind === "not") {
    at = at.operand;
    present = !present;
  }
  let pointer: Expression;
  if (at.kind === "isNone") {
    pointer = at.value;
    if (at.negated) present = !present;
  } else if (at.kind === "compare" && (at.op === "eq" || at.op === "ne") && at.left.type.kind === "ptr") {
    if (isNullPointer(at.right)) pointer = at.left;
    else if (isNullPointer(at.left)) pointer = at.right;
    else return undefined;
    if (at.op === "ne") present = !present;
  } else return undefined;
  if (pointer.kind !== "local") return undefined;
  const lift = liftOf(cx, pointer.local);
  // one that is given another place would be told apart from the one that was asked for
  if (lift?.kind === "cursor" && cx.unit.facts.mutated(cx.fn.id, pointer.local)) return undefined;
  return lift?.nullable && lift.access !== "write" && !cx.present.has(pointer.local) ? { local: pointer.local, present } : undefined;
}
