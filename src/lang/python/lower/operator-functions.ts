/** The functions of `operator` that stand for operators: they are lowered as these. */
import type { Span } from "../../../base/span.ts";
import { refuse } from "../../../diagnostics/diagnostic.ts";
import { bool } from "../../../ir/index.ts";
import type { BinaryOp, CompareOp } from "../ast/nodes.ts";
import { BOOL } from "../infer/types.ts";
import { callable, ghost } from "./builtins.ts";
import { comparison } from "./compare.ts";
import { ex, type Cx, type Val } from "./context.ts";
import { binary, unary } from "./operators.ts";
import { truth } from "./truth.ts";
import type { ArgVal } from "./rows.ts";

const BINARY: Readonly<Record<string, BinaryOp | undefined>> = {
  add: "+",
  concat: "+",
  sub: "-",
  mul: "*",
  truediv: "/",
  floordiv: "//",
  mod: "%",
  pow: "**",
  matmul: "@",
  and_: "&",
  or_: "|",
  xor: "^",
  lshift: "<<",
  rshift: ">>",
};

const COMPARISONS: Readonly<Record<string, CompareOp | undefined>> = {
  lt: "<",
  le: "<=",
  eq: "==",
  ne: "!=",
  gt: ">",
  ge: ">=",
  is_: "is",
  is_not: "is not",
};

const UNARY: Readonly<Record<string, "-" | "+" | "~" | undefined>> = { neg: "-", pos: "+", inv: "~", invert: "~" };

const OTHERS: Readonly<Record<string, number | undefined>> = { contains: 2, not_: 1, truth: 1 };

/** The names of all of them, without the module's. */
export const operatorNames = [BINARY, COMPARISONS, UNARY, OTHERS].flatMap((table) => Object.keys(table));

/** The function of `operator` that does what the method of a type does: `int.__add__`. */
export const operatorOfDunder = (name: string): string | undefined => {
  const inner = /^__(\w+)__$/.exec(name)?.[1];
  if (inner === undefined) return undefined;
  const known = inner === "and" || inner === "or" ? `${inner}_` : inner;
  return BINARY[known] || COMPARISONS[known] || UNARY[known] ? known : undefined;
};

/** How many operands `operator.name` takes; undefined when it stands for no operator. */
export const operandsOf = (name: string): number | undefined => (BINARY[name] || COMPARISONS[name] ? 2 : UNARY[name] ? 1 : OTHERS[name]);

/** `operator.name` as a value. */
export const operatorFunction = (cx: Cx, name: string, span: Span): Val =>
  ghost(
    cx,
    callable<"special">(cx.p, `operator ${name}`, operandsOf(name) ?? 1, { kind: "special", name, special: `operator ${name}` }),
    span,
  );

/** `operator.name(…)`: the operator that it stands for, on the arguments. */
export function callOperator(cx: Cx, name: string, args: readonly ArgVal[], node: object, span: Span): Val {
  if (args.length !== operandsOf(name) || args.some((arg) => arg.name !== undefined || arg.star))
    return refuse("PY0702", span, `\`operator.${name}\` with these arguments`);
  const [left, right] = args.map((arg) => arg.value);
  const [sign, order, prefix] = [BINARY[name], COMPARISONS[name], UNARY[name]];
  if (sign) return binary(cx, sign, left, right, node, span);
  if (order) return comparison(cx, order, left, right, node, span);
  if (prefix) return unary(cx, prefix, left, node, span);
  if (name === "contains") return comparison(cx, "in", right, left, node, span);
  const value: Val = { ty: BOOL, e: truth(cx, left, span) };
  return name === "truth" ? value : { ty: BOOL, e: ex(cx, "not", bool, span, { operand: value.e }) };
}
