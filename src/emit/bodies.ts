/** Bodies of functions and closures: the last `return` becomes the value. */
import type { Block, Type } from "../ir/index.ts";
import type { RustBlock, RustExpr, RustStatement } from "../rust/ast.ts";
import { call, path, unitValue } from "../rust/make.ts";
import { type FunctionContext, frameOf } from "./context.ts";
import { emitInto } from "./statements.ts";

/** The body of a function or closure: its last `return` becomes the value. */
export function emitBody(cx: FunctionContext, body: Block, result: Type): RustBlock {
  const block = emitInto(cx, body);
  return finishBody(cx, block, result);
}

/** Gives a body its value: the last `return`, `Ok(())`, or nothing. */
export function finishBody(cx: FunctionContext, block: RustBlock, result: Type): RustBlock {
  const frame = frameOf(cx);
  const procedure = result.kind === "unit" || frame.kind === "generator";
  if (procedure && !frame.fallible) return dropTailReturn(block);
  if (diverges(block.statements)) return tailValue(block);
  if (procedure || frame.kind === "guard")
    return tailValue({ ...block, value: call("Ok", frame.returns ? path("rt::Flow::Next") : unitValue) });
  if (result.kind === "never") return block;
  if (result.kind === "option") return { ...block, value: frame.fallible ? call("Ok", path("None")) : path("None") };
  return { ...block, value: { kind: "macro", name: "unreachable", args: [] } };
}

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

const joined = (a: readonly string[] | undefined, b: readonly string[] | undefined): readonly string[] | undefined =>
  a?.length ? (b?.length ? [...a, ...b] : a) : b;

/** The last `return value;` as the block's value, also at the ends of `if` and `match`. */
function tailValue(block: RustBlock): RustBlock {
  if (block.value) return block;
  const index = block.statements.length - 1;
  const last = block.statements[index];
  if (!last || last.kind !== "expression") return block;
  const value = tailOf(last.value);
  if (!value) return block;
  // A block at the end of a block is its end.
  if (value.kind === "block" && !value.label && !value.word && value.block.value && !last.trailing) {
    const { block: inner } = value;
    const [first, ...others] = inner.statements;
    const head = first ? [{ ...first, comments: joined(last.comments, first.comments) }] : [];
    return {
      ...inner,
      statements: [...block.statements.slice(0, -1), ...head, ...others],
      valueComments: first ? inner.valueComments : joined(last.comments, inner.valueComments),
      trailing: joined(inner.trailing, block.trailing),
    };
  }
  return {
    ...block,
    statements: block.statements.slice(0, -1),
    value,
    valueAt: last.at,
    valueComments: last.comments,
    valueTrailing: last.trailing,
  };
}

function tailOf(expr: RustExpr): RustExpr | undefined {
  switch (expr.kind) {
    case "return":
      return expr.value ?? unitValue;
    case "if": {
      if (!expr.orElse) return undefined;
      const orElse = tailOf(expr.orElse);
      return orElse ? { ...expr, then: tailValue(expr.then), orElse } : undefined;
    }
    case "block":
      return expr.label ? undefined : { ...expr, block: tailValue(expr.block) };
    case "match":
      return { ...expr, arms: expr.arms.map((arm) => ({ ...arm, body: tailOf(arm.body) ?? arm.body })) };
    case "call":
    case "loop":
      return divergesExpr(expr) ? expr : undefined;
    default:
      return undefined;
  }
}

function dropTailReturn(block: RustBlock): RustBlock {
  const last = block.statements[block.statements.length - 1];
  if (block.value || last?.kind !== "expression") return block;
  const rest = block.statements.slice(0, -1);
  const { value } = last;
  if (value.kind === "return" && !value.value) {
    const comments = [...(last.comments ?? []), ...(last.trailing ? [last.trailing] : [])];
    return { ...block, statements: comments.length ? [...rest, { kind: "empty", comments }] : rest };
  }
  if (value.kind === "match" || value.kind === "if") return { ...block, statements: [...rest, { ...last, value: dropInside(value) }] };
  return block;
}

/** The same at the ends of branches. */
function dropInside(expr: RustExpr): RustExpr {
  switch (expr.kind) {
    case "match":
      return { ...expr, arms: expr.arms.map((arm) => ({ ...arm, body: dropInside(arm.body) })) };
    case "if":
      return { ...expr, then: dropTailReturn(expr.then), orElse: expr.orElse && dropInside(expr.orElse) };
    case "block":
      return expr.label ? expr : { ...expr, block: dropTailReturn(expr.block) };
    default:
      return expr;
  }
}
