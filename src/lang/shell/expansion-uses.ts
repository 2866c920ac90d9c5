/** What expansions ask of a variable. */
import { IS_NAME } from "./integer-words.ts";
import type { Parameter } from "./parse/index.ts";

/** Operations on the text of a variable, which ask for nothing but the text. */
const ON_TEXTS = new Set(["trim", "replace", "case", "slice", "length"]);

/** Does an expansion need only the text of a variable that has one? */
export function isText(p: Parameter): boolean {
  const { operation } = p;
  if (p.subscript || p.indirect || !operation || !IS_NAME.test(p.name)) return false;
  return operation.kind === "default" ? operation.operator === "-" || operation.operator === "+" : ON_TEXTS.has(operation.kind);
}

/** Does an expansion ask an indexed array for no more than elements, subscripts and lengths? */
export function isArrayUse(p: Parameter): boolean {
  const { operation, subscript } = p;
  if (p.indirect || !IS_NAME.test(p.name)) return false;
  if (operation?.kind === "keys") return true;
  if (!subscript) return false;
  if (operation?.kind === "default") return subscript.kind === "text" && (operation.operator === "-" || operation.operator === "+");
  return !operation || ON_TEXTS.has(operation.kind);
}
