/** Where control does not come out of a tree. */
import type { RustBlock, RustExpr, RustStatement } from "./ast.ts";

/** Does control never reach the end of the statements? */
export function diverges(statements: readonly RustStatement[]): boolean {
  for (let i = statements.length - 1; i >= 0; i--) {
    const last = statements[i];
    if (last.kind === "empty") continue;
    return last.kind === "expression" && divergesExpr(last.value);
  }
  return false;
}

/** Does control never come out of the expression? */
export function divergesExpr(expr: RustExpr): boolean {
  switch (expr.kind) {
    case "return":
    case "break":
    case "continue":
      return true;
    case "call":
      return expr.callee.kind === "path" && expr.callee.path === "rt::raise";
    case "if": {
      let at: RustExpr | undefined = expr;
      while (at?.kind === "if") {
        if (!divergesBlock(at.then)) return false;
        at = at.orElse;
      }
      return at !== undefined && divergesExpr(at);
    }
    case "block":
      return !expr.label && divergesBlock(expr.block);
    case "match":
      return expr.arms.length > 0 && expr.arms.every((arm) => divergesExpr(arm.body));
    case "loop":
      return !leavesLoop(expr);
    case "macro":
      return expr.name === "unreachable";
    default:
      return false;
  }
}

const divergesBlock = (block: RustBlock): boolean => (block.value ? divergesExpr(block.value) : diverges(block.statements));

/** Is there a `break` out of this loop? Labels name it; bare ones count outside nested loops. */
function leavesLoop(loop: RustExpr<"loop">): boolean {
  let found = false;
  const visit = (node: unknown, nested: boolean): void => {
    if (found || typeof node !== "object" || node === null) return;
    if (Array.isArray(node)) {
      for (const each of node) visit(each, nested);
      return;
    }
    const { kind } = node as { kind?: string };
    if (kind === "break") {
      const { label } = node as RustExpr<"break">;
      if (label ? label === loop.label : !nested) found = true;
    }
    if (kind === "closure") return;
    const inner = nested || kind === "loop" || kind === "while" || kind === "for";
    for (const value of Object.values(node)) visit(value, inner);
  };
  visit(loop.body, false);
  return found;
}
