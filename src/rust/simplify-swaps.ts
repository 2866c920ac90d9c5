/** Values that change places. */
import type { RustBlock, RustExpr, RustStatement } from "./ast.ts";
import { exprStmt, method } from "./make.ts";
import { names, reads } from "./simplify-statements.ts";

/** `let t = a[i]; a[i] = a[j]; a[j] = t;` as `a.swap(i, j)`, in a block whose parts are simple already. */
export function withSwaps(block: RustBlock): RustBlock {
  let made = block;
  for (let i = made.statements.length - 3; i >= 0; i--) {
    const swap = swapped(made.statements, i);
    if (!swap || reads(made, i + 3, swap.name)) continue;
    made = { ...made, statements: [...made.statements.slice(0, i), swap.statement, ...made.statements.slice(i + 3)] };
  }
  return made;
}

/** `let a_2 = b.clone(); let b_2 = &a + &b; a = a_2; b = b_2;` as `let b_2 = &a + &b; a = b; b = b_2;`: each value moves on. */
export function withShifts(block: RustBlock): RustBlock {
  let made = block;
  for (let i = made.statements.length - 4; i >= 0; i--) {
    const shift = shifted(made.statements.slice(i, i + 4));
    if (!shift || shift.gone.some((name) => reads(made, i + 4, name))) continue;
    made = { ...made, statements: [...made.statements.slice(0, i), ...shift.statements, ...made.statements.slice(i + 4)] };
  }
  return made;
}

function shifted([kept, next, first, second]: readonly RustStatement[]):
  { readonly gone: readonly string[]; readonly statements: readonly RustStatement[] } | undefined {
  if (kept.kind !== "let" || next.kind !== "let" || kept.pattern.kind !== "name" || next.pattern.kind !== "name") return undefined;
  if (first.kind !== "expression" || second.kind !== "expression" || !kept.value || !next.value || kept.orElse || next.orElse)
    return undefined;
  const [a, b] = [first.value, second.value];
  if (a.kind !== "assign" || b.kind !== "assign" || a.op !== "=" || b.op !== "=") return undefined;
  const gone = [kept.pattern.name, next.pattern.name];
  // `let a_2 = &b; … a = a_2.to_owned();` of texts
  const text = kept.value.kind === "borrow" && kept.value.word === "" && a.right.kind === "method" && a.right.name === "to_owned";
  const cloned = kept.value.kind === "method" && kept.value.name === "clone" ? kept.value.object : undefined;
  const source = text && kept.value.kind === "borrow" ? kept.value.operand : cloned;
  const handed = text && a.right.kind === "method" ? a.right.object : a.right;
  const isNamed = (e: RustExpr | undefined, name?: string): e is RustExpr<"path"> =>
    e?.kind === "path" && !e.args && !e.danger && !e.path.includes("::") && (name === undefined || e.path === name);
  if (!isNamed(source) || !isNamed(a.left) || a.left.path === source.path) return undefined;
  if (!isNamed(handed, gone[0]) || !isNamed(b.left, source.path) || !isNamed(b.right, gone[1])) return undefined;
  if (names(next.value, gone[0]) || !onlyLooks(next.value, source.path)) return undefined;
  const given: RustStatement = { ...next, comments: [...(kept.comments ?? []), ...(next.comments ?? [])], at: kept.at };
  const moved: RustStatement = { ...first, value: { ...a, right: source } };
  return { gone, statements: [given, moved, second] };
}

/** Arithmetic and calls of the runtime in which a variable is only borrowed. */
function onlyLooks(e: RustExpr, name: string): boolean {
  switch (e.kind) {
    case "borrow":
      return e.word === "" && e.operand.kind === "path";
    case "binary":
      return onlyLooks(e.left, name) && onlyLooks(e.right, name);
    case "call":
      return e.callee.kind === "path" && e.callee.path.startsWith("rt::str::") && e.args.every((arg) => onlyLooks(arg, name));
    case "path":
      return e.path !== name;
    case "literal":
      return true;
    default:
      return !names(e, name);
  }
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
