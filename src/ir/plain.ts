/** Values that computing changes nothing, and cannot fail: an assignment of one that nothing reads can be left out. */
import type { Expression } from "./expressions.ts";

export function isPlain(e: Expression): boolean {
  switch (e.kind) {
    case "int":
    case "float":
    case "bool":
    case "bytes":
    case "none":
    case "zero":
    case "local":
      return true;
    case "cast":
      return isPlain(e.value);
    case "unary":
      return isPlain(e.operand);
    case "runtime":
      return e.args.length === 0
        ? e.row.endsWith(".null")
        : (e.row === "c.pointer.offset" || e.row === "c.slice.offset") && e.args.every(isPlain);
    default:
      return false;
  }
}
