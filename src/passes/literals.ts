/** Values that Rust writes as literals. */
import type { Expression } from "../ir/index.ts";

/** A number of 64 bits, a truth value or a text, or such a number behind a sign. */
export function isLiteral(value: Expression): boolean {
  switch (value.kind) {
    case "int":
      return value.value >= -(2n ** 63n) && value.value < 2n ** 63n;
    case "bool":
    case "float":
    case "str":
      return true;
    case "unary":
      return value.operand.kind === "int" || value.operand.kind === "float";
    default:
      return false;
  }
}
