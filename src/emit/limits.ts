/** Comparisons with the least or the greatest value of a type, in the words that leave nothing to wonder at. */
import type { Expression, Type } from "../ir/index.ts";
import { walk } from "../ir/walk.ts";

const limitsOf = ({ width, signed }: Type<"int">): readonly [bigint, bigint] => {
  const bits = BigInt(width === "size" ? 64 : width);
  return signed ? [-(1n << (bits - 1n)), (1n << (bits - 1n)) - 1n] : [0n, (1n << bits) - 1n];
};

const mirrored = { lt: "gt", le: "ge", gt: "lt", ge: "le" } as const;

/** Does evaluating the expression do nothing but read? */
function onlyReads(e: Expression): boolean {
  let all = true;
  walk(e, (node) => {
    if (node.kind === "call" || node.kind === "callValue" || node.kind === "runtime" || node.kind === "block" || node.kind === "closure")
      all = false;
    return all;
  });
  return all;
}

/** `x <= 0` of what is never negative as `x == 0`, `x < 0` of it as false; undefined for a comparison like any other. */
export function atLimit(e: Expression<"compare">): Expression<"compare"> | boolean | undefined {
  if (e.op !== "lt" && e.op !== "le" && e.op !== "gt" && e.op !== "ge") return undefined;
  const swapped = e.left.kind === "int";
  const [value, limit, op] = swapped ? [e.right, e.left, mirrored[e.op]] : [e.left, e.right, e.op];
  if (value.type.kind !== "int" || limit.kind !== "int") return undefined;
  const [least, most] = limitsOf(value.type);
  if (limit.value !== least && limit.value !== most) return undefined;
  const isLeast = limit.value === least;
  // equal to the limit is the only way left
  if (op === (isLeast ? "le" : "ge")) return { ...e, op: "eq" };
  if (!onlyReads(value)) return undefined;
  if (op === (isLeast ? "lt" : "gt")) return false;
  return op === (isLeast ? "ge" : "le") ? true : undefined;
}
