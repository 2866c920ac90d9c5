/** Bodies of functions and closures: the last `return` becomes the value. */
import type { Block, Type } from "../ir/index.ts";
import type { RustBlock, RustExpr } from "../rust/ast.ts";
import { diverges, divergesExpr } from "../rust/diverges.ts";
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
