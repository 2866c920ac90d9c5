/** `match`: tests and bindings. */
import { refuse } from "../../../diagnostics/diagnostic.ts";
import type { Cx } from "./context.ts";
import type { Stmt } from "../ast/nodes.ts";

export function matchStatement(_: Cx, s: Stmt<"match">): void {
  return refuse("PY0105", s.span, "`match`");
}
