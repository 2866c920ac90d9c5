/** `array[…]`: reading, storing, changing. */
import type { Span } from "../../../../base/span.ts";
import { refuse } from "../../../../diagnostics/diagnostic.ts";
import type { Expression, Type } from "../../../../ir/index.ts";
import type { BinaryOp, Expr } from "../../ast/nodes.ts";
import { show } from "../../infer/show.ts";
import { NONE } from "../../infer/types.ts";
import { ex, push, type Cx, type Val } from "../context.ts";
import { dead, withTempVal } from "../convert.ts";
import { expr } from "../expressions.ts";
import { irType } from "../ir-types.ts";
import { numpyOperator, changeInPlace } from "./operators.ts";
import { arrayIn, arrayTy, irNumber, MOST_AXES, type Shape } from "./types.ts";
import { asArray, arrayAs, called, isUnknown, made, numberAs, numOf, plainNumber, wrapped, type Num } from "./values.ts";

/** One part of an index, evaluated. */
type Part =
  | { readonly kind: "at"; readonly value: () => Val }
  | { readonly kind: "slice" | "new" | "rest"; readonly e: Expression }
  | { readonly kind: "picks" | "mask"; readonly rank: number; readonly value: () => Val };

interface Index {
  readonly parts: readonly Part[];
  /** How many axes the result has. */
  readonly rank: number;
  /** Does it have arrays in it, so that the result is a copy? */
  readonly picking: boolean;
}

const INDEX: Type = { kind: "runtime", path: "numpy::Index", args: [] };

function slicePart(cx: Cx, node: Expr<"slice">, span: Span): Part {
  const bound = (e: Expr | undefined): Expression => {
    if (!e || e.kind === "none") return ex(cx, "unit", { kind: "unit" }, span, {});
    const val = plainNumber(cx, expr(cx, e), span);
    if (val.ty.length > 0 && !val.ty.every((atom) => atom.k === "int" || atom.k === "none"))
      refuse("PY0308", span, `an array is sliced by a value of type ${show(val.ty)}`);
    return val.e;
  };
  if (!node.start && !node.stop && !node.step) return { kind: "slice", e: called(cx, "all", [], INDEX, span) };
  return { kind: "slice", e: called(cx, "slice", [bound(node.start), bound(node.stop), bound(node.step)], INDEX, span) };
}

/** An index as its parts; undefined where it is not known yet. */
function indexOf(cx: Cx, shape: Shape, node: Expr, span: Span): Index | undefined {
  const nodes = node.kind === "tuple" ? node.elems : [node];
  const parts: Part[] = [];
  let unknown = false;
  const value = (val: Val, at: Expr): void => {
    if (val.ty.length === 0) {
      unknown = true;
      return;
    }
    const [atom] = val.ty;
    if (val.ty.length === 1 && atom.k === "none") {
      parts.push({ kind: "new", e: called(cx, "new_axis", [], INDEX, span) });
      return;
    }
    if (val.ty.length === 1 && atom.k === "tuple") {
      withTempVal(cx, val, span, (again) => {
        atom.elems.forEach((ty, i) => value({ ty, e: ex(cx, "tupleGet", irType(cx.p, ty), span, { tuple: again().e, index: i }) }, at));
        return val;
      });
      return;
    }
    const plain = numOf(val);
    const num = plain ?? asArray(cx, val, at, span);
    if (isUnknown(num)) unknown = true;
    else if (num.kind === "array" && num.rank > 0) {
      if (num.dtype === "bool") parts.push({ kind: "mask", rank: num.rank, value: () => num.val });
      else if (num.dtype[0] === "i" || num.dtype[0] === "u") parts.push({ kind: "picks", rank: num.rank, value: () => num.val });
      else refuse("PY0308", span, `an array is indexed by an array of type ${num.dtype}`);
    } else if (num.dtype === "bool" || !(num.dtype[0] === "i" || num.dtype[0] === "u"))
      refuse("PY0308", span, `an array is indexed by a value of type ${show(val.ty)}`);
    else {
      const one = num.kind === "array" ? wrapped(cx, num.dtype, numberAs(cx, num, num.dtype, span), span) : val;
      const index = plainNumber(cx, one, span);
      parts.push({ kind: "at", value: () => index });
    }
  };
  for (const part of nodes) {
    if (part.kind === "slice") parts.push(slicePart(cx, part, span));
    else if (part.kind === "ellipsis") parts.push({ kind: "rest", e: called(cx, "rest", [], INDEX, span) });
    else value(expr(cx, part), part);
  }
  if (unknown) return undefined;
  let used = 0;
  let kept = 0;
  let picked = 0;
  for (const part of parts) {
    if (part.kind === "at") used++;
    else if (part.kind === "slice") {
      used++;
      kept++;
    } else if (part.kind === "new") kept++;
    else if (part.kind === "picks") {
      used++;
      picked = Math.max(picked, part.rank);
    } else if (part.kind === "mask") {
      used += part.rank;
      picked = Math.max(picked, 1);
    }
  }
  if (used > shape.rank) return refuse("PY0308", span, `an array of ${shape.rank} axes is indexed along ${used}`);
  const rank = kept + picked + shape.rank - used;
  if (rank > MOST_AXES) return refuse("PY0704", span, `an array of ${rank} axes`);
  return { parts, rank, picking: parts.some((part) => part.kind === "picks" || part.kind === "mask") };
}

/** Integers alone, one an axis: one number. */
const numbersOf = ({ parts, rank }: Index): readonly (() => Val)[] | undefined => {
  const values = parts.flatMap((part) => (part.kind === "at" ? [part.value] : []));
  return rank === 0 && values.length === parts.length && values.length > 0 && values.length <= 3 ? values : undefined;
};

/** The parts as a list for the runtime. */
function listed(cx: Cx, { parts }: Index, span: Span): Expression {
  const elems = parts.map((part) => {
    switch (part.kind) {
      case "at":
        return called(cx, "at", [part.value().e], INDEX, span);
      case "picks":
        return called(cx, "picks", [part.value().e], INDEX, span);
      case "mask":
        return called(cx, "mask", [part.value().e], INDEX, span);
      default:
        return part.e;
    }
  });
  return ex(cx, "list", { kind: "list", elem: INDEX, rep: cx.p.reps.fresh() }, span, { elems });
}

const GET = ["", "get", "get2", "get3"];
const SET = ["", "set", "set2", "set3"];

function read(cx: Cx, array: Val, shape: Shape, index: Index, span: Span): Val {
  const numbers = numbersOf(index);
  const type = irNumber(shape.dtype);
  if (numbers)
    return wrapped(cx, shape.dtype, called(cx, GET[numbers.length], [array.e, ...numbers.map((value) => value().e)], type, span), span);
  const [first] = index.parts;
  const row = index.picking ? "select" : index.parts.length === 1 && first.kind === "at" ? "row" : "view";
  const arg = row === "row" && first.kind === "at" ? first.value().e : listed(cx, index, span);
  const whole = made(cx, arrayTy(shape.dtype, index.rank), row, [array.e, arg], span);
  if (index.rank > 0) return whole;
  return wrapped(cx, shape.dtype, called(cx, "only", [whole.e], type, span), span);
}

/** `array[index]` */
export function arrayItem(cx: Cx, array: Val, node: Expr, span: Span): Val {
  const shape = arrayIn(array.ty)!;
  const index = indexOf(cx, shape, node, span);
  return index ? read(cx, array, shape, index, span) : dead(cx, span, array);
}

/** `array[index] = value` as a value without a result. */
function stored(cx: Cx, array: Val, shape: Shape, index: Index, value: Num, span: Span): Expression {
  const unit = irType(cx.p, NONE);
  const numbers = numbersOf(index);
  if (value.rank > index.rank && value.rank > 0 && index.rank === 0)
    return refuse("PY0308", span, "an array is stored in the place of one number");
  const one = value.kind !== "array" || value.rank === 0;
  if (numbers && one)
    return called(
      cx,
      SET[numbers.length],
      [array.e, ...numbers.map((value) => value().e), numberAs(cx, value, shape.dtype, span)],
      unit,
      span,
    );
  const operand = one ? numberAs(cx, value, shape.dtype, span) : arrayAs(cx, value, shape.dtype, span).e;
  const suffix = one ? "_right" : "";
  if (index.picking) return called(cx, `assign${suffix}`, [array.e, listed(cx, index, span), operand], unit, span);
  const [first] = index.parts;
  const place =
    index.parts.length === 1 &&
    (first.kind === "rest" || (first.kind === "slice" && first.e.kind === "runtime" && first.e.row.endsWith(".all")))
      ? array
      : index.parts.length === 1 && first.kind === "at"
        ? made(cx, arrayTy(shape.dtype, index.rank), "row", [array.e, first.value().e], span)
        : made(cx, arrayTy(shape.dtype, index.rank), "view", [array.e, listed(cx, index, span)], span);
  return called(cx, `put${suffix}`, [place.e, operand], unit, span);
}

/** `array[index] = value` */
export function storeItem(cx: Cx, array: Val, node: Expr, value: Val, at: object, span: Span): Expression {
  const shape = arrayIn(array.ty)!;
  const index = indexOf(cx, shape, node, span);
  if (!index || value.ty.length === 0) return dead(cx, span, array, value).e;
  const num = asArray(cx, value, at, span);
  return isUnknown(num) ? dead(cx, span, array, value).e : stored(cx, array, shape, index, num, span);
}

/** A value that is used several times, in a local. */
function kept(cx: Cx, val: Val, span: Span, use: (again: () => Val) => Expression): Expression {
  return withTempVal(cx, val, span, (again) => ({ ty: NONE, e: use(again) })).e;
}

/** `array[index] op= right` */
export function changeItem(cx: Cx, array: Val, node: Expr, op: BinaryOp, right: () => Val, at: object, span: Span): Expression {
  const shape = arrayIn(array.ty)!;
  return kept(cx, array, span, (again) => {
    const index = indexOf(cx, shape, node, span);
    if (!index) return dead(cx, span, array, right()).e;
    const value = right();
    if (value.ty.length === 0) return dead(cx, span, array, value).e;
    const numbers = numbersOf(index);
    const whole = (parts: Index): Expression => {
      const current = read(cx, again(), shape, parts, span);
      if (parts.rank > 0 && !parts.picking) return changeInPlace(cx, op, current, value, at, span)!;
      const done = numpyOperator(cx, op, current, value, at, span);
      const num = numOf(done)!;
      return stored(cx, again(), shape, parts, num, span);
    };
    if (!numbers && !index.picking) return whole(index);
    // What the index holds is looked at twice.
    const settle = (left: readonly Part[], done: readonly Part[]): Expression => {
      const [first, ...rest] = left;
      if (!left.length) return whole({ ...index, parts: done });
      if ("value" in first) return kept(cx, first.value(), span, (value) => settle(rest, [...done, { ...first, value }]));
      return settle(rest, [...done, first]);
    };
    return settle(index.parts, []);
  });
}

/** A statement that is done for its effect. */
export const effect = (cx: Cx, e: Expression, span: Span, comments: Parameters<typeof push>[4]): void =>
  push(cx, "expression", span, { value: e }, comments);
