/** Variables declared without a value whose first use, right behind the declaration, gives them one. */
import type { Expr, Stmt, Sym } from "../ast.ts";
import { isScalar } from "../types/types.ts";
import { eachStatement } from "./jumps.ts";

/** Is the variable named anywhere in this tree? */
function names(node: unknown, sym: Sym): boolean {
  if (Array.isArray(node)) return node.some((each) => names(each, sym));
  if (node === null || typeof node !== "object") return false;
  const each = node as Record<string, unknown>;
  if (each.sym === sym) return true;
  for (const key in each) {
    if (key === "type" || key === "sym" || key === "field" || key === "fn") continue;
    const value = each[key];
    if (value !== null && typeof value === "object" && names(value instanceof Map ? [...value.values()] : value, sym)) return true;
  }
  return false;
}

const assigns = (e: Expr | undefined, sym: Sym): boolean =>
  e?.kind === "assign" && e.target.kind === "variable" && e.target.sym === sym && !names(e.value, sym);

/** Does the statement give the variable a value before it reads it, on every way through? */
function settles(s: Stmt, sym: Sym): boolean {
  switch (s.kind) {
    case "expression":
      return assigns(s.value, sym) || (s.value.kind === "comma" && commaSettles(s.value, sym));
    case "block": {
      for (const each of s.body) {
        if (settles(each, sym)) return true;
        if (names(each, sym)) return false;
      }
      return false;
    }
    case "if":
      return !names(s.test, sym) && s.orElse !== undefined && settles(s.then, sym) && settles(s.orElse, sym);
    case "for":
      return s.init.length > 0 && settles(s.init[0], sym);
    default:
      return false;
  }
}

const commaSettles = (e: Expr<"comma">, sym: Sym): boolean =>
  assigns(e.left, sym) ||
  (e.left.kind === "comma" && commaSettles(e.left, sym)) ||
  (!names(e.left, sym) && (assigns(e.right, sym) || (e.right.kind === "comma" && commaSettles(e.right, sym))));

export function lateVariables(block: Stmt<"block">): Set<Sym> {
  const found = new Set<Sym>();
  eachStatement(block, (s) => {
    if (s.kind !== "block") return;
    s.body.forEach((each, i) => {
      if (each.kind !== "declare" || each.sym.init || each.sym.addressed || !isScalar(each.sym.type)) return;
      for (let j = i + 1; j < s.body.length; j++) {
        if (s.body[j].kind === "label" || s.body[j].kind === "case") return;
        if (settles(s.body[j], each.sym)) {
          found.add(each.sym);
          return;
        }
        if (names(s.body[j], each.sym)) return;
      }
    });
  });
  return found;
}
