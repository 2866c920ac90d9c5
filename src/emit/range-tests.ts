/** Two comparisons of one value with constants are one test of a range. */
import type { RustExpr } from "../rust/ast.ts";
import { binary, borrow, method, unary } from "../rust/make.ts";

/** Two tests; of one value against constants they are one test of a range. */
export function joined(op: "&&" | "||", left: RustExpr, right: RustExpr): RustExpr {
  const before = left.kind === "binary" && left.op === op ? left.right : left;
  const range = rangeTest(op, before, right);
  if (!range) return binary(op, left, right);
  return before === left ? range : binary(op, (left as RustExpr<"binary">).left, range);
}

/** `x >= 0 && x < n` as `(0..n).contains(&x)`: the number says that these are plain numbers. */
function betweenBounds(within: boolean, low: RustExpr<"binary">, high: RustExpr<"binary">): RustExpr | undefined {
  if (low.right.kind !== "literal" || !/^\d+$/.test(low.right.text) || low.op !== (within ? ">=" : "<")) return undefined;
  if (high.op !== (within ? "<" : ">=") && high.op !== (within ? "<=" : ">")) return undefined;
  const inclusive = high.op === (within ? "<=" : ">");
  const test = method({ kind: "range", from: low.right, to: high.right, inclusive }, "contains", borrow(low.left));
  return within ? test : unary("!", test);
}

const mirrored: Readonly<Record<string, string>> = { "<": ">", "<=": ">=", ">": "<", ">=": "<=" };

/** `10 <= x` as `x >= 10`. */
const valueFirst = (e: RustExpr): RustExpr =>
  e.kind === "binary" && e.left.kind === "literal" && e.right.kind === "path" && mirrored[e.op]
    ? { ...e, op: mirrored[e.op], left: e.right, right: e.left }
    : e;

function rangeTest(op: "&&" | "||", first: RustExpr, second: RustExpr): RustExpr | undefined {
  const [a, b] = [valueFirst(first), valueFirst(second)];
  if (
    a.kind !== "binary" ||
    b.kind !== "binary" ||
    a.mixed ||
    b.mixed ||
    a.left.kind !== "path" ||
    b.left.kind !== "path" ||
    a.left.path !== b.left.path
  )
    return undefined;
  if (![a.right, b.right].every((bound) => bound.kind === "literal" || (bound.kind === "path" && !bound.args))) return undefined;
  const within = op === "&&";
  if (a.right.kind === "path" || b.right.kind === "path") return betweenBounds(within, a, b);
  if (a.right.kind !== "literal" || b.right.kind !== "literal") return undefined;
  // a NaN is outside of neither bound
  if (!within && (a.right.text.includes(".") || b.right.text.includes("."))) return undefined;
  const [low, high] = a.op.startsWith(within ? ">" : "<") ? [a, b] : [b, a];
  const fits = within ? low.op === ">=" && (high.op === "<" || high.op === "<=") : low.op === "<" && (high.op === ">" || high.op === ">=");
  if (!fits || Number(literalNumber(low.right)) > Number(literalNumber(high.right)) || Number.isNaN(Number(literalNumber(low.right))))
    return undefined;
  const test = method(
    { kind: "range", from: low.right, to: high.right, inclusive: high.op === (within ? "<=" : ">") },
    "contains",
    borrow(low.left),
  );
  return within ? test : unary("!", test);
}

const literalNumber = (expr: RustExpr): string => (expr.kind === "literal" ? expr.text.replace(/_?[iuf](8|16|32|64|128|size)$/, "") : "");
