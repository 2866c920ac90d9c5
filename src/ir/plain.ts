/** Values that computing changes nothing, and cannot fail: an assignment of one that nothing reads can be left out. */
import type { Expression } from "./expressions.ts";

const WRAPS: ReadonlySet<string> = new Set(["add", "sub", "mul", "and", "or", "xor"]);

/** Is it one? `reads`: variables may be read. */
export function isPlain(e: Expression, reads = true): boolean {
  switch (e.kind) {
    case "int":
    case "float":
    case "bool":
    case "bytes":
    case "none":
    case "zero":
      return true;
    case "local":
      return reads;
    case "cast":
      return isPlain(e.value, reads);
    case "unary":
      return isPlain(e.operand, reads);
    case "binary":
      // integers of the machine wrap
      return e.type.kind === "int" && WRAPS.has(e.op) && isPlain(e.left, reads) && isPlain(e.right, reads);
    case "runtime":
      return e.args.length === 0
        ? e.row.endsWith(".null")
        : (e.row === "c.pointer.offset" || e.row === "c.slice.offset") && e.args.every((arg) => isPlain(arg, reads));
    default:
      return false;
  }
}
