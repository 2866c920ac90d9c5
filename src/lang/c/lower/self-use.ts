/** Variables that their own initial values name. */
import type { Expression } from "../../../ir/index.ts";
import type { Expr, Init, Sym } from "../ast.ts";

/** `T *x = make(x);`: what it holds before it has a value is handed to a call. `T *x = x = make();`: it is given one on the way. */
export function isHanded(sym: Sym, init: Init): boolean {
  let e = init.kind === "value" ? init.value : undefined;
  while (e?.kind === "cast") e = e.value;
  if (e?.kind === "assign" || e?.kind === "assignOp") return named(e.target) === sym;
  return e?.kind === "call" && e.args.some((arg) => named(arg) === sym);
}

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
