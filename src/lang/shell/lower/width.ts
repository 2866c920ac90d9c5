/** About how wide a call is when it is printed. */
import type { Expression } from "../../../ir/index.ts";
import { row } from "../builtins/index.ts";

/** The columns of an expression on one line. */
export function widthOf(e: Expression): number {
  const list = (all: readonly Expression[]): number => all.reduce((sum, each) => sum + widthOf(each) + 2, 0);
  switch (e.kind) {
    case "str":
      return e.value.length + 2;
    case "int":
      return String(e.value).length;
    case "local":
      return 4;
    case "runtime": {
      const { run, fails } = row(e.row);
      return run.length + list(e.args) + (fails === "result" ? 3 : 2);
    }
    case "closure":
      return 5 + e.body.statements.reduce((sum, s) => sum + (s.kind === "return" && s.value ? widthOf(s.value) : 80), 0);
    case "binary":
      return widthOf(e.left) + widthOf(e.right) + 15;
    case "unary":
      return widthOf(e.operand) + 15;
    case "call":
      return 12 + list(e.args);
    default:
      return 20;
  }
}
