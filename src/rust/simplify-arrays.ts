/** Vectors that never grow and that nothing takes as such are arrays. */
import type { RustBlock, RustExpr, RustStatement } from "./ast.ts";

/** Methods of slices that leave the items where they are. */
const METHODS: ReadonlySet<string> = new Set(["iter", "len", "is_empty", "first", "last", "get", "contains", "to_vec", "concat", "join"]);

/** Longer ones do not belong on the stack. */
const LONGEST = 32;

/** `let xs = vec![a, b]; … xs[i] … for x in &xs …` as `let xs = [a, b];` */
export function withArrays(block: RustBlock): RustBlock {
  let statements: RustStatement[] | undefined;
  block.statements.forEach((s, i) => {
    if (s.kind !== "let" || s.pattern.kind !== "name" || s.pattern.mutable || s.type || !isShortVec(s.value)) return;
    if (!onlyLooksInto([block.statements.slice(i + 1), block.value], s.pattern.name)) return;
    statements ??= [...block.statements];
    statements[i] = { ...s, value: { kind: "array", elems: s.value.args } };
  });
  return statements ? { ...block, statements } : block;
}

const isShortVec = (e: RustExpr | undefined): e is RustExpr<"macro"> =>
  e?.kind === "macro" && e.name === "vec" && !e.repeat && e.args.length > 0 && e.args.length <= LONGEST;

const isPath = (e: RustExpr, name: string): boolean => e.kind === "path" && e.path === name;

/** Is each mention of the variable one that takes an array as well as a vector? */
function onlyLooksInto(root: unknown, name: string): boolean {
  const shown = new RegExp(`\\{${name}\\b`);
  const stack: unknown[] = [root];
  let looks = false;
  while (stack.length > 0) {
    const node = stack.pop();
    if (typeof node !== "object" || node === null) continue;
    const e = node as RustExpr | { readonly kind: "name"; readonly name: string };
    if (e.kind === "path" && e.path === name) return false;
    // Another variable of that name, or one that a format shows.
    if (e.kind === "name" && e.name === name) return false;
    if (e.kind === "literal" && shown.test(e.text)) return false;
    const into =
      (e.kind === "index" && isPath(e.object, name) && e.index) ||
      (e.kind === "method" && METHODS.has(e.name) && isPath(e.object, name) && e.args);
    if (into) {
      looks = true;
      stack.push(into);
    } else if (e.kind === "for" && e.iterable.kind === "borrow" && e.iterable.word === "" && isPath(e.iterable.operand, name)) {
      looks = true;
      stack.push(e.pattern, e.body);
    } else stack.push(...Object.values(node));
  }
  return looks;
}
