/** Values that Rust writes as literals. */
import type { Expression, GlobalId, Program } from "../ir/index.ts";

const fits = (value: bigint): boolean => value >= -(2n ** 63n) && value < 2n ** 63n;

/** A number of 64 bits, a truth value or a text, or such a number behind a sign. */
export function isLiteral(value: Expression): boolean {
  switch (value.kind) {
    case "int":
      return fits(value.value);
    case "bool":
    case "float":
    case "str":
      return true;
    case "unary":
      return value.operand.kind === "int" || value.operand.kind === "float";
    default:
      return false;
  }
}

/** What an integer operator makes of constants, where Rust's own makes the same of them; undefined where it is another. */
const OPERATIONS: Readonly<Record<string, (a: bigint, b: bigint) => bigint | undefined>> = {
  add: (a, b) => a + b,
  sub: (a, b) => a - b,
  mul: (a, b) => a * b,
  and: (a, b) => a & b,
  or: (a, b) => a | b,
  xor: (a, b) => a ^ b,
  floordiv: (a, b) => (a >= 0n && b > 0n ? a / b : undefined),
  mod: (a, b) => (a >= 0n && b > 0n ? a % b : undefined),
  pow: (a, b) => (b >= 0n && b < 64n ? a ** b : undefined),
  shl: (a, b) => (b >= 0n && b < 63n ? a << b : undefined),
  shr: (a, b) => (b >= 0n && b < 64n ? a >> b : undefined),
};
const LITERAL_RIGHT = new Set(["pow", "shl", "shr"]);

/**
 * The value of an expression of any-size integers that is made of literals and of constants, where it and each of its steps have 64 bits: neither
 * can anything fail in it, nor does Rust need more than `const` for it.
 */
export function constantInteger(
  program: Program,
  e: Expression,
  valueOf: (global: GlobalId) => Expression | undefined,
  depth = 0,
): bigint | undefined {
  if (e.type.kind !== "exact" || depth > 30) return undefined;
  const part = (inner: Expression): bigint | undefined => constantInteger(program, inner, valueOf, depth + 1);
  const done = (op: string, left: Expression, right: Expression): bigint | undefined => {
    if (LITERAL_RIGHT.has(op) && right.kind !== "int") return undefined;
    const [a, b] = [part(left), part(right)];
    const value = a !== undefined && b !== undefined ? OPERATIONS[op]?.(a, b) : undefined;
    return value !== undefined && fits(value) ? value : undefined;
  };
  switch (e.kind) {
    case "int":
      return fits(e.value) ? e.value : undefined;
    case "unary": {
      const value = e.op === "neg" ? part(e.operand) : undefined;
      return value !== undefined && fits(-value) ? -value : undefined;
    }
    case "binary":
      return done(e.op, e.left, e.right);
    case "runtime": {
      const { integer } = program.rows(e.row);
      return integer !== undefined && e.args.length === 2 ? done(integer, e.args[0], e.args[1]) : undefined;
    }
    case "global": {
      const value = valueOf(e.global);
      return value && part(value);
    }
    default:
      return undefined;
  }
}
