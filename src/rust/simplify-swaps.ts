/** `let t = a[i]; a[i] = a[j]; a[j] = t;` as `a.swap(i, j)`. */
import type { RustBlock, RustExpr, RustStatement } from "./ast.ts";
import { exprStmt, method } from "./make.ts";
import { names, reads } from "./simplify-statements.ts";

/** The block, whose parts are simple already. */
export function withSwaps(block: RustBlock): RustBlock {
  let made = block;
  for (let i = made.statements.length - 3; i >= 0; i--) {
    const swap = swapped(made.statements, i);
    if (!swap || reads(made, i + 3, swap.name)) continue;
    made = { ...made, statements: [...made.statements.slice(0, i), swap.statement, ...made.statements.slice(i + 3)] };
  }
  return made;
}

/** An element whose index is computed without effect. */
const elementOf = (e: RustExpr | undefined): RustExpr<"index"> | undefined =>
  e?.kind === "index" && !e.danger && isPlace(e.object) && isIndex(e.index) ? e : undefined;

const isPlace = (e: RustExpr): boolean =>
  !e.danger &&
  (e.kind === "path" || (e.kind === "field" && isPlace(e.object)) || (e.kind === "index" && isPlace(e.object) && isIndex(e.index)));

const isIndex = (e: RustExpr): boolean =>
  e.kind === "path" ||
  e.kind === "literal" ||
  (e.kind === "cast" && isIndex(e.value)) ||
  (e.kind === "binary" && isIndex(e.left) && isIndex(e.right)) ||
  (e.kind === "method" && e.name.startsWith("wrapping_") && isIndex(e.object) && e.args.every(isIndex));

const same = (a: RustExpr, b: RustExpr): boolean => JSON.stringify(a) === JSON.stringify(b);

function swapped(list: readonly RustStatement[], at: number): { readonly name: string; readonly statement: RustStatement } | undefined {
  if (at + 3 > list.length) return undefined;
  const [kept, first, second] = list.slice(at, at + 3);
  if (kept.kind !== "let" || kept.pattern.kind !== "name" || kept.orElse || first.kind !== "expression" || second.kind !== "expression")
    return undefined;
  const [a, b] = [first.value, second.value];
  if (a.kind !== "assign" || b.kind !== "assign" || a.op !== "=" || b.op !== "=") return undefined;
  const { name } = kept.pattern;
  const [one, other] = [elementOf(kept.value), elementOf(a.right)];
  if (!one || !other || b.right.kind !== "path" || b.right.path !== name) return undefined;
  if (!same(one, a.left) || !same(other, b.left) || !same(one.object, other.object) || names([one, other], name)) return undefined;
  const comments = [kept, first, second].flatMap((each) => each.comments ?? []);
  const statement = { ...exprStmt(method(one.object, "swap", one.index, other.index)), at: kept.at };
  return {
    name,
    statement: { ...statement, ...(comments.length ? { comments } : {}), ...(second.trailing ? { trailing: second.trailing } : {}) },
  };
}
