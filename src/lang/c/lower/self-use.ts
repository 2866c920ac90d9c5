/** Variables that their own initial values name. */
import type { Expression } from "../../../ir/index.ts";
import type { Expr, Init, Sym } from "../ast.ts";

/** `T *x = x = make();` is `T *x = make();` */
export const withoutSelf = (sym: Sym, init: Init | undefined): Init | undefined =>
  init?.kind === "value" && init.value.kind === "assign" && named(init.value.target) === sym
    ? withoutSelf(sym, { ...init, value: init.value.value })
    : init;

const named = (e: Expr): Sym | undefined => (e.kind === "cast" ? named(e.value) : e.kind === "variable" ? e.sym : undefined);

/** Is the local named in the value? */
export function mentions(value: Expression, local: number): boolean {
  const visit = (node: unknown): boolean => {
    if (Array.isArray(node)) return node.some(visit);
    if (node === null || typeof node !== "object") return false;
    const each = node as Record<string, unknown>;
    if (each.kind === "local" && each.local === local) return true;
    for (const key in each) if (key !== "span" && key !== "type" && visit(each[key])) return true;
    return false;
  };
  return visit(value);
}
