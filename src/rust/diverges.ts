/** Where control does not come out of a tree. */
import type { RustBlock, RustExpr, RustStatement } from "./ast.ts";
import { tPath } from "./make.ts";

/** Expressions that stand as statements without a semicolon: the last one is the block's value. */
const BLOCK_LIKE = new Set<RustExpr["kind"]>(["for", "while", "loop", "if", "match", "block"]);

/** Does control never reach the end of the statements, and does the compiler see that? */
export function diverges(statements: readonly RustStatement[]): boolean {
  const last = statements.findLast((s) => s.kind !== "empty");
  if (last?.kind === "expression" && BLOCK_LIKE.has(last.value.kind)) return divergesExpr(last.value);
  return statements.some((s) => s.kind === "expression" && divergesExpr(s.value));
}

/** Does control never come out of the expression? */
export function divergesExpr(expr: RustExpr): boolean {
  switch (expr.kind) {
    case "return":
    case "break":
    case "continue":
      return true;
    case "call":
      return expr.callee.kind === "path" && /^rt::(?:raise|sys::exit(?:_with|_if|_saying)?)$/.test(expr.callee.path);
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

/** The block up to where control leaves it, if what follows names no variable (whose type it might tell) and has no comments. */
export function reachable(block: RustBlock): RustBlock {
  const end = block.statements.findIndex((s) => s.kind === "expression" && divergesExpr(s.value)) + 1;
  if (end === 0 || (end === block.statements.length && !block.value)) return block;
  // The value tells the type of a closure.
  if (block.value && (block.statements[end - 1] as RustStatement<"expression">).value.kind !== "return") return block;
  const rest = block.statements.slice(end);
  if (block.valueComments?.length || block.valueTrailing || dependsOn([rest, block.value])) return block;
  return { ...block, statements: block.statements.slice(0, end), value: undefined };
}

/** `|x| { raise(…); 0_i64 }` → `|x| -> i64 { raise(…); }` */
export function withoutUnreached(closure: RustExpr<"closure">): RustExpr<"closure"> {
  const { body } = closure;
  const value = body.kind === "block" ? body.block.value : undefined;
  const type = value?.kind === "literal" ? /^[\d.]+_([iuf]\d+)$/.exec(value.text)?.[1] : undefined;
  const missing =
    value?.kind === "call" && value.callee.kind === "path" && value.callee.path === "rt::missing" ? value.callee.args?.[0] : undefined;
  const result = type ? tPath(type) : missing;
  if (body.kind !== "block" || closure.result || !result || !diverges(body.block.statements)) return closure;
  return { ...closure, result, body: { ...body, block: { ...body.block, value: undefined } } };
}

/** Does it read a variable, or hold a comment? */
function dependsOn(root: unknown): boolean {
  const stack = [root];
  while (stack.length > 0) {
    const node = stack.pop();
    if (typeof node !== "object" || node === null) continue;
    const { kind, path, text, comments, trailing } = node as Record<string, unknown>;
    if ((comments as readonly string[] | undefined)?.length || trailing) return true;
    if (kind === "path" && /^[a-z_]\w*$/.test(path as string)) return true;
    if (kind === "literal" && /\{[a-z_]/.test(text as string)) return true;
    for (const [key, value] of Object.entries(node)) if (key !== "type" && typeof value === "object") stack.push(value);
  }
  return false;
}
