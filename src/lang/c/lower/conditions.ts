/** Tests: C values as truth values. */

import { bool, sameType, type Expression, type Statement } from "../../../ir/index.ts";
import type { Expr, Sym } from "../ast.ts";
import { evalFloat, evalInt, isNullConstant } from "../check/constant.ts";

import { integerOf, isFunctionPointer } from "../types/types.ts";

import { blockOf, expr, intOf, isPure, usize, type FunctionContext } from "./context.ts";
import { convertValue } from "./conversions.ts";

import { visitTree } from "./tree.ts";
import { lowerFound } from "./found.ts";
import { unconverted } from "./printing.ts";
import { lowerEffect } from "./statements.ts";

import { comparisons, lowerExpr } from "./expressions.ts";

export const truthOf = (e: Expr): boolean | undefined => {
  if (e.type.kind === "float") {
    const f = evalFloat(e);
    return f === undefined ? undefined : f !== 0;
  }
  const v = evalInt(e);
  return v === undefined ? undefined : v !== 0n;
};

/** The truth of a value: type bool. */
export function lowerCondition(cx: FunctionContext, e: Expr): Expression {
  const at = e.at;
  const line = lowerFound(cx, e);
  if (line) return line;
  switch (e.kind) {
    case "int":
      return expr(cx, "bool", bool, at, { value: e.value !== 0n });
    case "compare": {
      if (isFunctionPointer(unconverted(e.left).type) || isFunctionPointer(unconverted(e.right).type)) return compareFunctions(cx, e);
      const negated = e.op === "!=";
      if ((e.op === "==" || negated) && e.left.type.kind === "pointer") {
        const asked = isNullConstant(unconverted(e.right)) ? e.left : isNullConstant(unconverted(e.left)) ? e.right : undefined;
        const read = asked && lowerFound(cx, asked);
        if (read) return negated ? read : expr(cx, "not", bool, at, { operand: read });
        if (isNullConstant(e.right)) return nullTest(cx, lowerExpr(cx, e.left), negated, at);
        if (isNullConstant(e.left)) return nullTest(cx, lowerExpr(cx, e.right), negated, at);
      }
      const left = lowerExpr(cx, e.left);
      let right = lowerExpr(cx, e.right);
      if ((e.op === "==" || negated) && right.kind === "none") return nullTest(cx, left, negated, at);
      if ((e.op === "==" || negated) && left.kind === "none") return nullTest(cx, right, negated, at);
      if (!sameType(left.type, right.type)) right = convertValue(cx, right, e.right.type, e.left.type, at);
      return expr(cx, "compare", bool, at, { op: comparisons[e.op], left, right });
    }
    case "logical": {
      const [first, second] = testsIndexLate(e) ? [e.right, e.left] : [e.left, e.right];
      return expr(cx, "logical", bool, at, {
        op: e.op === "&&" ? "and" : "or",
        left: lowerCondition(cx, first),
        right: lowerCondition(cx, second),
      });
    }
    case "not": {
      const inner = lowerCondition(cx, e.operand);
      if (inner.kind === "bool") return expr(cx, "bool", bool, at, { value: !inner.value });
      if (inner.kind === "isNone") return expr(cx, "isNone", bool, at, { value: inner.value, negated: !inner.negated });
      return expr(cx, "not", bool, at, { operand: inner });
    }
    case "comma": {
      const out: Statement[] = [];
      lowerEffect(cx, e.left, out);
      return blockOf(cx, out, lowerCondition(cx, e.right), at);
    }
    case "cast":
      // The truth of a value survives a widening.
      if (e.value.type.kind === "bool") return lowerCondition(cx, e.value);
      if (integerOf(e.type) && integerOf(e.value.type) && integerOf(e.type)!.size >= integerOf(e.value.type)!.size)
        return lowerCondition(cx, e.value);
      break;
    case "decay":
      if (e.array.kind === "string") return expr(cx, "bool", bool, at, { value: true });
      break;
  }
  const value = lowerExpr(cx, e);
  return truth(cx, value, at);
}

/**
 * `a[i] > key && i >= 0`: the element is read before its index is tested. What lies outside the array makes no difference to C; here the index
 * is tested first, which gives the same value, since neither side has an effect.
 */
function testsIndexLate(e: Expr<"logical">): boolean {
  const bound = e.right;
  if (bound.kind !== "compare" || !isPure(e)) return false;
  if (!integerOf(bound.left.type) && (bound.op === "==" || bound.op === "!=")) return false;
  const tested = scalars(bound);
  if (tested === undefined || tested.size === 0) return false;
  let late = false;
  let plain = true;
  visitTree(e.left, (each) => {
    const index = each.kind === "index" || each.kind === "offset" ? each.index : each.kind === "deref" ? each.pointer : undefined;
    if (index && mentions(index, tested)) late = true;
    if (each.kind === "variable" && each.sym.type.volatile) plain = false;
    if (each.kind === "binary" && (each.op === "/" || each.op === "%")) plain = false;
  });
  return late && plain;
}

/** The variables of a test that reads nothing else; undefined when it does. */
function scalars(test: Expr): ReadonlySet<Sym> | undefined {
  const found = new Set<Sym>();
  let plain = true;
  visitTree(test, (each) => {
    if (each.kind === "variable") {
      if (each.sym.type.volatile) plain = false;
      found.add(each.sym);
    } else if (
      !["int", "binary", "negate", "cast", "compare", "offset", "decay"].includes(each.kind) ||
      (each.kind === "binary" && "/%".includes(each.op))
    )
      plain = false;
  });
  return plain ? found : undefined;
}

function mentions(e: Expr, syms: ReadonlySet<Sym>): boolean {
  let found = false;
  visitTree(e, (each) => {
    if (each.kind === "variable" && syms.has(each.sym)) found = true;
  });
  return found;
}

/** Is the pointer null? */
function nullTest(cx: FunctionContext, value: Expression, negated: boolean, at: number): Expression {
  if (value.kind === "none") return expr(cx, "bool", bool, at, { value: !negated });
  if (value.kind === "block") return blockOf(cx, value.body, nullTest(cx, value.value, negated, at), at);
  if (value.kind === "addressOf" || value.kind === "some") return expr(cx, "bool", bool, at, { value: negated });
  return expr(cx, "isNone", bool, at, { value, negated });
}

/** `value != 0` */
export function truth(cx: FunctionContext, value: Expression, at: number): Expression {
  switch (value.type.kind) {
    case "bool":
      return value;
    case "ptr":
    case "option":
      return nullTest(cx, value, true, at);
    case "float":
      return expr(cx, "compare", bool, at, { op: "ne", left: value, right: expr(cx, "float", value.type, at, { value: 0 }) });
    default:
      return expr(cx, "compare", bool, at, { op: "ne", left: value, right: intOf(cx, 0, value.type, at) });
  }
}

function compareFunctions(cx: FunctionContext, e: Expr<"compare">): Expression {
  const negated = e.op === "!=";
  const [left, right] = [unconverted(e.left), unconverted(e.right)];
  if (isNullConstant(right)) return nullTest(cx, lowerExpr(cx, left), negated, e.at);
  if (isNullConstant(left)) return nullTest(cx, lowerExpr(cx, right), negated, e.at);
  const address = (x: Expr): Expression => {
    const value = lowerExpr(cx, x);
    return value.type.kind === "option" || value.type.kind === "ptr"
      ? expr(cx, "cast", usize, e.at, { value })
      : convertValue(cx, value, x.type, { kind: "int", size: 8, signed: false, rank: 4 }, e.at);
  };
  return expr(cx, "compare", bool, e.at, { op: comparisons[e.op], left: address(left), right: address(right) });
}
