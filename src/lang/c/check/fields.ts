/** Arithmetic on bit-fields that are wider than an `int`: gcc computes it in as many bits as the widest of them has. */
import type { BinaryOp, Expr } from "../ast.ts";
import { make } from "../parse/state.ts";
import { promote } from "../types/conversions.ts";
import { integerOf, type CType } from "../types/types.ts";
import { bitsOf } from "./convert.ts";

const WORD = 64;

function width(e: Expr): number {
  const bits = bitsOf(e);
  return bits !== undefined && bits > 32 ? bits : 8 * (integerOf(promote(e.type, bits))?.size ?? 8);
}

/** The bits, fewer than its type has, that something without a sign is computed in. */
function narrow(type: CType, from: readonly Expr[]): number | undefined {
  const bits = Math.max(...from.map(width));
  return type.kind !== "int" || type.signed || bits <= 32 || bits >= WORD ? undefined : bits;
}

/** The operation on operands that were converted to its type, cut to the bits that `from`, as they were before, are computed in. */
export function narrowed(op: BinaryOp, type: CType, at: number, operands: readonly [Expr, Expr], from: readonly Expr[]): Expr {
  const [left, right] = operands;
  const bits = narrow(type, from);
  if (bits === undefined || !"+-*<<".includes(op)) return make("binary", type, at, { op, left, right, bits });
  const whole = make("binary", type, at, { op, left, right });
  return make("binary", type, at, { op: "&", left: whole, right: ones(type, at, bits), bits });
}

/** `-e`, `~e` of such a field, whose promoted value is `operand`. */
export function narrowedUnary(kind: "negate" | "complement", operand: Expr, e: Expr): Expr | undefined {
  const { type, at } = operand;
  const bits = narrow(type, [e]);
  if (bits === undefined) return undefined;
  if (kind === "negate") return narrowed("-", type, at, [make("int", type, at, { value: 0n }), operand], [e]);
  return make("binary", type, at, { op: "^", left: operand, right: ones(type, at, bits), bits });
}

const ones = (type: CType, at: number, bits: number): Expr => make("int", type, at, { value: (1n << BigInt(bits)) - 1n });
