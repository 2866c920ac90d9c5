/** Walks over the syntax tree that need not know its kinds. */
import type { Expr } from "../ast.ts";

const skipped = new Set(["type", "sym", "field", "fn", "compute"]);

/** Calls `visit` for each node inside, statements and expressions alike; `false` leaves a node's parts out. Types are not looked into. */
export function visitTree(node: unknown, visit: (e: Expr) => boolean | void): void {
  if (node instanceof Map) for (const each of node.values()) visitTree(each, visit);
  else if (Array.isArray(node)) for (const each of node) visitTree(each, visit);
  else if (node !== null && typeof node === "object") {
    if ("kind" in node && visit(node as Expr) === false) return;
    for (const key in node) if (!skipped.has(key)) visitTree((node as Record<string, unknown>)[key], visit);
  }
}

/** What a pointer leads to: `*p`, `p[i]`. */
export const isPointee = (e: Expr): boolean => e.kind === "deref" || (e.kind === "index" && e.base.type.kind !== "array");
