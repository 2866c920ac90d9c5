/** Arithmetic, bitwise and sequence operators. */
import type { Span } from "../../../base/span.ts";
import { refuse } from "../../../diagnostics/diagnostic.ts";
import { bool, f64, rewriteBlock, type BinaryOperator, type Expression, type Statement } from "../../../ir/index.ts";
import type { BinaryOp, Expr } from "../ast/nodes.ts";
import { BOOL, flow, FLOAT, INT, join, type Atom, type Ty } from "../infer/types.ts";
import { show } from "../infer/show.ts";
import { rowsOf, widening } from "../stdlib/types.ts";
import { eachKind, valueKinds, withMethod } from "./dynamic.ts";
import { convert, dead, has, raises, toFloat, toInt, tupleAsList, withTempVal, without } from "./convert.ts";
import { ex, get, siteCell, type Cx, type Val } from "./context.ts";
import { expr } from "./expressions.ts";
import { bytesPercent } from "./bytes-format.ts";
import { computedPercent } from "./computed-format.ts";
import { percentFormat } from "./templates.ts";
import { enumValue } from "./enums.ts";
import { irType, memberIndex } from "./ir-types.ts";
import { callMethod } from "./methods.ts";
import { isArithmetic, numpyOperator, numpyUnary, takesNumpy } from "./numpy/operators.ts";
import { isNumpy, plainNumber } from "./numpy/values.ts";
import { instanceOperator } from "./instance-operators.ts";
import { viewOperator } from "./views.ts";
import { fractionPower, isFraction, power } from "./powers.ts";
import { isSum } from "./sums.ts";
import { callRow, hasRow, rowFits } from "./rows.ts";
import { operatorError, unaryError } from "./undefined-operations.ts";
import { atomName, failureFor, NONE, operandFailure, pyName, type Failure } from "./type-errors.ts";

export const DUNDER: Readonly<Record<BinaryOp, string>> = {
  "+": "add",
  "-": "sub",
  "*": "mul",
  "/": "truediv",
  "//": "floordiv",
  "%": "mod",
  "**": "pow",
  "@": "matmul",
  "&": "and",
  "|": "or",
  "^": "xor",
  "<<": "lshift",
  ">>": "rshift",
};
const PLAIN: Partial<Record<BinaryOp, BinaryOperator>> = { "+": "add", "-": "sub", "*": "mul" };
const BITS: Partial<Record<BinaryOp, BinaryOperator>> = { "&": "and", "|": "or", "^": "xor" };

/** `left op right`. */
export function binaryExpr(cx: Cx, node: Expr<"binary">): Val {
  if (node.op === "%" && node.left.kind === "str") return percentFormat(cx, node.left.value, expr(cx, node.right), node.right, node.span);
  if (node.op === "%" && node.left.kind === "bytes") return bytesPercent(cx, node, node.left.value, expr(cx, node.right));
  const left = expr(cx, node.left);
  const right = expr(cx, node.right);
  if (node.op === "%" && left.ty.length === 1 && left.ty[0].k === "str" && right.ty.length > 0)
    return computedPercent(cx, left, right, node.span);
  return binary(cx, node.op, left, right, node, node.span, node.right);
}

const numeric = (atom: Atom): boolean => atom.k === "int" || atom.k === "float" || atom.k === "bool";

/** Applies a member's operation to each member of a value that is one of several types. */
export function eachMember(cx: Cx, val: Val, span: Span, failure: Failure, apply: (one: Val) => Val | undefined): Val {
  lastRefusal = undefined;
  if (val.ty.length < 2) return apply(val) ?? refusedAll(cx) ?? dead(cx, span, val);
  if (has(val.ty, "none")) {
    const rest = without(val.ty, "none");
    const some = ex(cx, "unwrap", irType(cx.p, rest), span, { value: val.e, unproven: failureFor(failure, NONE) });
    return eachMember(cx, { ty: rest, e: some }, span, failure, apply);
  }
  return withTempVal(cx, val, span, (again) => {
    const results: { member: number; val: Val }[] = [];
    let found = false;
    for (const atom of val.ty) {
      const member = memberIndex(val.ty, atom);
      const base = again();
      const made = apply({ ty: [atom], e: ex(cx, "project", irType(cx.p, [atom]), span, { value: base.e, member }) });
      found ||= made !== undefined;
      results.push({ member, val: made ?? raises(cx, failureFor(failure, atomName(atom)), span) });
    }
    if (!found) refusedAll(cx);
    const ty = results.reduce((all, each) => join(cx.p.w, all, each.val.ty), [] as Ty);
    if (!cx.p.emitting) return { ty, e: val.e };
    let e: Val["e"] | undefined;
    const seen = new Set<number>();
    for (const each of results.reverse()) {
      const value = distinct(cx, convert(cx, each.val, ty, span), seen);
      e = e
        ? ex(cx, "conditional", irType(cx.p, ty), span, {
            test: ex(cx, "isMember", bool, span, { value: again().e, members: [each.member] }),
            then: value,
            orElse: e,
          })
        : value;
    }
    return { ty, e: e! };
  });
}

/** What several branches have in common (arguments, mostly) is evaluated in one of them: each has nodes of its own. */
export function distinct(cx: Cx, e: Expression, seen: Set<number>): Expression {
  const { builder } = cx.p;
  const own = <N extends Expression | Statement>(node: N): N => {
    if (seen.has(node.id)) return builder.again(node);
    seen.add(node.id);
    return node;
  };
  const holder = builder.stmt("expression", e.span, { value: e });
  const { statements } = rewriteBlock({ statements: [holder] }, { expression: own, statement: own });
  return (statements[0] as Statement<"expression">).value;
}

/** An operator on two values. `node` keeps the types of results. */
export function binary(cx: Cx, op: BinaryOp, left: Val, right: Val, node: object, span: Span, rightNode?: Expr): Val {
  if (left.ty.length === 0 || right.ty.length === 0) return dead(cx, span, left, right);
  if (left.ty.length > 1 || right.ty.length > 1) {
    if (left.ty.length > 1)
      return withTempVal(cx, right, span, (again) =>
        eachMember(
          cx,
          left,
          span,
          (type) => operandFailure(op, type, pyName(right.ty), cx.assigning),
          (one) => attempt(() => binary(cx, op, one, again(), memberNode(cx, node, one), span, rightNode)),
        ),
      );
    return withTempVal(cx, left, span, (again) =>
      eachMember(
        cx,
        right,
        span,
        (type) => operandFailure(op, pyName(left.ty), type, cx.assigning),
        (one) => attempt(() => binary(cx, op, again(), one, memberNode(cx, node, one), span, rightNode)),
      ),
    );
  }
  const a = left.ty[0];
  const b = right.ty[0];
  if (a.k === "inst" || b.k === "inst") {
    const [l, r] = [enumValue(cx, left, span), enumValue(cx, right, span)];
    if (l !== left || r !== right) return binary(cx, op, l, r, node, span, rightNode);
    return instanceOperator(cx, op, left, right, span);
  }
  if (a.k === "any" || b.k === "any") return dynamicOperator(cx, op, left, right, node, span);
  if (isArithmetic(left, right) && takesNumpy(left, right)) return numpyOperator(cx, op, left, right, node, span);
  if (numeric(a) && numeric(b)) return arithmetic(cx, op, left, right, node, span, rightNode);
  if (op === "**" && isFraction(a) && isFraction(b)) return fractionPower(cx, left, right, node, span);
  const [l, r] = [plainNumber(cx, left, span), plainNumber(cx, right, span)];
  if (l !== left || r !== right) return binary(cx, op, l, r, node, span, rightNode);
  return viewOperator(cx, op, left, right, node, span) ?? sequenceOperator(cx, op, left, right, node, span);
}

const nodes = new WeakMap<object, Map<string, object>>();
/** A key for the results of one member of a union, so that members do not share them. */
export function memberNode(cx: Cx, node: object, one: Val): object {
  void cx;
  const atom = one.ty[0];
  if (!atom) return node;
  const tag =
    atom.k === "inst" ? `inst${atom.cls.id}` : atom.k === "tuple" ? `tuple${atom.elems.length}` : atom.k === "rt" ? atom.path : atom.k;
  let byTag = nodes.get(node);
  if (!byTag) nodes.set(node, (byTag = new Map()));
  let found = byTag.get(tag);
  if (!found) byTag.set(tag, (found = {}));
  return found;
}

/** A refusal inside one member of a union is a failure at run time. */
export function attempt(make: () => Val): Val | undefined {
  try {
    return make();
  } catch (error) {
    if (!(error instanceof Refusal) || !["PY0302", "PY0702", "PY0303", "PY0307", "PY0308"].includes(error.diagnostic.code)) throw error;
    lastRefusal = error;
    return undefined;
  }
}

let lastRefusal: Refusal | undefined;

/** What no member of a value has is refused as it is for a value of one type: whether Python has it is not known. */
function refusedAll(cx: Cx): undefined {
  if (cx.p.emitting && lastRefusal?.diagnostic.code === "PY0702") throw lastRefusal;
  return undefined;
}

/** An operator with a dynamic value on one side: a class that defines it, or what the runtime makes of it. */
function dynamicOperator(cx: Cx, op: BinaryOp, left: Val, right: Val, node: object, span: Span): Val {
  const plain = (l: Val, r: Val): Val => callRow(cx, `any.__${DUNDER[op]}__`, [{ value: l }, { value: r }], node, span);
  const byRight = (l: Val, r: Val): Val =>
    r.ty[0].k === "any"
      ? eachKind(
          cx,
          r,
          // What the library's own types take on their right is told by their rows.
          l.ty[0].k === "rt" ? valueKinds(cx) : withMethod(cx, `__r${DUNDER[op]}__`),
          span,
          (one) => plain(l, one),
          (one) => attempt(() => binary(cx, op, l, one, memberNode(cx, node, one), span)),
        )
      : plain(l, r);
  if (left.ty[0].k !== "any") return byRight(left, right);
  return eachKind(
    cx,
    left,
    withMethod(cx, `__${DUNDER[op]}__`),
    span,
    (one) => byRight(one, right),
    (one) => attempt(() => binary(cx, op, one, right, memberNode(cx, node, one), span)),
  );
}

function arithmetic(cx: Cx, op: BinaryOp, left: Val, right: Val, node: object, span: Span, rightNode?: Expr): Val {
  const float = left.ty[0].k === "float" || right.ty[0].k === "float";
  const plain = PLAIN[op];
  if (plain) {
    if (float) {
      // `-0.0` for an empty sum shows only where it is multiplied or subtracted from.
      const hidden = (val: Val, i: number): boolean => isSum(val.ty) && (op === "+" || (op === "-" && i === 1));
      const [l, r] = [left, right].map((val, i) => (hidden(val, i) ? val.e : toFloat(cx, val, span)));
      return { ty: FLOAT, e: ex(cx, "binary", f64, span, { op: plain, arithmetic: "float", left: l, right: r }) };
    }
    return {
      ty: INT,
      e: ex(cx, "binary", irType(cx.p, INT), span, {
        op: plain,
        arithmetic: "exact",
        left: toInt(cx, left, span),
        right: toInt(cx, right, span),
      }),
    };
  }
  const bits = BITS[op];
  if (bits) {
    if (float) return raises(cx, operatorError(op, left.ty[0], right.ty[0], cx.assigning)!, span, left, right);
    if (left.ty[0].k === "bool" && right.ty[0].k === "bool")
      return { ty: BOOL, e: ex(cx, "binary", bool, span, { op: bits, arithmetic: "plain", left: left.e, right: right.e }) };
    return {
      ty: INT,
      e: ex(cx, "binary", irType(cx.p, INT), span, {
        op: bits,
        arithmetic: "exact",
        left: toInt(cx, left, span),
        right: toInt(cx, right, span),
      }),
    };
  }
  const args = (val: Val): { value: Val } => ({
    value: float ? { ty: FLOAT, e: toFloat(cx, val, span) } : { ty: INT, e: toInt(cx, val, span) },
  });
  const error = operatorError(op, left.ty[0], right.ty[0], cx.assigning);
  if (error) return raises(cx, error, span, left, right);
  if (
    op === "**" &&
    !float &&
    rightNode?.kind === "unary" &&
    rightNode.op === "-" &&
    rightNode.operand.kind === "int" &&
    rightNode.operand.value > 0
  )
    return callRow(cx, "int.pow_float", [args(left), args(right)], node, span);
  if (op === "**" && !float) return power(cx, args(left).value, args(right).value, node, span);
  // `sum(xs) / len(xs)` of nothing is a division of integers.
  if (op === "/" && isSum(left.ty) && right.ty[0].k === "int") return callRow(cx, "float.sum_div", [args(left), args(right)], node, span);
  return callRow(cx, `${float ? "float" : "int"}.__${DUNDER[op]}__`, [args(left), args(right)], node, span);
}

function sequenceOperator(cx: Cx, op: BinaryOp, left: Val, right: Val, node: object, span: Span): Val {
  const a = left.ty[0];
  const b = right.ty[0];
  const wrong = (): Val => {
    const error = operatorError(op, a, b, cx.assigning);
    return error
      ? raises(cx, error, span, left, right)
      : refuse("PY0302", span, `\`${op}\` is not defined for ${show(left.ty)} and ${show(right.ty)}`);
  };
  if (operatorError(op, a, b, cx.assigning)) return wrong();
  const name = `__${DUNDER[op]}__`;
  if (op === "+" && a.k === "tuple" && b.k === "tuple") {
    const ty: Ty = [{ k: "tuple", elems: [...a.elems, ...b.elems] }];
    if (!cx.p.emitting) return { ty, e: left.e };
    return withTempVal(cx, left, span, (l) =>
      withTempVal(cx, right, span, (r) => ({
        ty,
        e: ex(cx, "tuple", irType(cx.p, ty), span, {
          elems: [
            ...a.elems.map((e, i) => ex(cx, "tupleGet", irType(cx.p, e), span, { tuple: l().e, index: i })),
            ...b.elems.map((e, i) => ex(cx, "tupleGet", irType(cx.p, e), span, { tuple: r().e, index: i })),
          ],
        }),
      })),
    );
  }
  if ((a.k === "tuple" || a.k === "vartuple") && (b.k === "tuple" || b.k === "vartuple" || b.k === "int" || b.k === "bool")) {
    const elem = siteCell(cx, node, "tuple elem");
    const asList = (val: Val): Val => {
      const atom = val.ty[0];
      if (atom.k === "tuple") for (const e of atom.elems) flow(cx.p.w, elem, e);
      else if (atom.k === "vartuple") flow(cx.p.w, elem, get(cx, atom.elem));
      else return val;
      const ty: Ty = [{ k: "list", elem: atom.k === "vartuple" ? atom.elem : elem }];
      return { ty, e: atom.k === "tuple" ? tupleAsList(cx, val, elem, span) : val.e };
    };
    const l = asList(left);
    const r = asList(right);
    const made = callRow(cx, `list.${name}`, [{ value: l }, { value: r }], node, span);
    const list = made.ty[0];
    return list?.k === "list" ? { ty: [{ k: "vartuple", elem: list.elem }], e: made.e } : made;
  }
  if (op === "*" && (a.k === "int" || a.k === "bool") && (b.k === "tuple" || b.k === "vartuple"))
    return withTempVal(cx, left, span, (times) => sequenceOperator(cx, op, right, times(), node, span));
  const kindOf = (atom: Atom): string | undefined =>
    atom.k === "dict"
      ? atom.flavour === "counter" && hasRow(cx, `counter.${name}`)
        ? "counter"
        : "dict"
      : atom.k === "rt"
        ? rowsOf(atom.path)
        : atom.k;
  const args = [{ value: left }, { value: right }];
  const first = `${kindOf(a)}.${name}`;
  if (hasRow(cx, first) && rowFits(cx, first, args)) {
    const made = callRow(cx, first, args, node, span);
    return a.k === "dict" && a.flavour && made.ty[0]?.k === "dict" ? { ty: [{ ...made.ty[0], flavour: a.flavour }], e: made.e } : made;
  }
  const wide = b.k === "rt" && widening(b.path, a.k) ? `${rowsOf(b.path)}.${name}` : undefined;
  if (wide && hasRow(cx, wide) && rowFits(cx, wide, args)) return callRow(cx, wide, args, node, span);
  const other = `${kindOf(b)}.__r${DUNDER[op]}__`;
  if (hasRow(cx, other)) {
    const swapped = [{ value: right }, { value: left }];
    if (rowFits(cx, other, swapped)) return callRow(cx, other, swapped, node, span);
  }
  return wrong();
}

/** `-x`, `+x`, `~x`. */
export function unaryExpr(cx: Cx, node: Expr<"unary">): Val {
  const { span } = node;
  if (node.op === "-" && node.operand.kind === "int")
    return { ty: INT, e: ex(cx, "int", irType(cx.p, INT), span, { value: -node.operand.value }) };
  if (node.op === "-" && node.operand.kind === "float") return { ty: FLOAT, e: ex(cx, "float", f64, span, { value: -node.operand.value }) };
  const val = expr(cx, node.operand);
  return unary(cx, node.op, val, node, span);
}

/** `-value`, `+value`, `~value`. */
export function unary(cx: Cx, op: "-" | "+" | "~", val: Val, node: object, span: Span): Val {
  if (val.ty.length === 0) return dead(cx, span, val);
  if (val.ty.length > 1)
    return eachMember(
      cx,
      val,
      span,
      (type) => `TypeError: bad operand type for unary ${op}: '${type}'`,
      (one) => attempt(() => unary(cx, op, one, memberNode(cx, node, one), span)),
    );
  if (isNumpy(val.ty)) return numpyUnary(cx, op, val, span);
  const stands = enumValue(cx, val, span);
  if (stands !== val) return unary(cx, op, stands, node, span);
  const atom = val.ty[0];
  if (atom.k === "inst") {
    const name = op === "-" ? "__neg__" : op === "+" ? "__pos__" : "__invert__";
    return callMethod(cx, val, name, [], atom.cls, span);
  }
  if (atom.k === "float" && op !== "~")
    return op === "+" ? val : { ty: FLOAT, e: ex(cx, "unary", f64, span, { op: "neg", arithmetic: "float", operand: val.e }) };
  if (atom.k === "int" || atom.k === "bool") {
    const operand = toInt(cx, val, span);
    if (op === "+") return { ty: INT, e: operand };
    return { ty: INT, e: ex(cx, "unary", irType(cx.p, INT), span, { op: op === "-" ? "neg" : "inv", arithmetic: "exact", operand }) };
  }
  if (atom.k === "dict" && atom.flavour === "counter") return refuse("PY0302", span, "a sign before a Counter");
  if (atom.k === "any") {
    const name = op === "-" ? "__neg__" : op === "+" ? "__pos__" : "__invert__";
    return eachKind(
      cx,
      val,
      withMethod(cx, name),
      span,
      (one) => callRow(cx, `any.${name}`, [{ value: one }], node, span),
      (one) => attempt(() => unary(cx, op, one, memberNode(cx, node, one), span)),
    );
  }
  if (atom.k === "rt") {
    const row = `${rowsOf(atom.path)}.${op === "-" ? "__neg__" : op === "+" ? "__pos__" : "__invert__"}`;
    if (hasRow(cx, row)) return callRow(cx, row, [{ value: val }], node, span);
  }
  const error = unaryError(op, atom);
  if (error) return raises(cx, error, span, val);
  return refuse("PY0302", span, `\`${op}\` is not defined for ${show(val.ty)}`);
}

import { Refusal } from "../../../diagnostics/diagnostic.ts";
