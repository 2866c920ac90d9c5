/** Operators on arrays and on numbers out of them. */
import type { Span } from "../../../../base/span.ts";
import { refuse } from "../../../../diagnostics/diagnostic.ts";
import { bool, type Expression } from "../../../../ir/index.ts";
import type { BinaryOp, CompareOp } from "../../ast/nodes.ts";
import { show } from "../../infer/show.ts";
import { NONE } from "../../infer/types.ts";
import { ex, push, type Cx, type Val } from "../context.ts";
import { dead } from "../convert.ts";
import { irType } from "../ir-types.ts";
import { arrayOf, arrayTy, irNumber, isFloat, isInteger, resultTy, scalarOf, type DType } from "./types.ts";
import { product } from "./products.ts";
import { asArray, arrayAs, called, commonType, isNumpy, isUnknown, made, numberAs, numOf, operandAs, wrapped, type Num } from "./values.ts";

/** Rows of operators: the runtime's name. */
const ROWS: Readonly<Record<Exclude<BinaryOp, "@">, string>> = {
  "+": "add",
  "-": "sub",
  "*": "mul",
  "/": "div",
  "//": "floor_div",
  "%": "modulo",
  "**": "power",
  "&": "bit_and",
  "|": "bit_or",
  "^": "bit_xor",
  "<<": "shift_left",
  ">>": "shift_right",
};

/** What changes the left operand. */
const CHANGES: Readonly<Record<Exclude<BinaryOp, "@">, string>> = {
  "+": "add_to",
  "-": "sub_from",
  "*": "mul_by",
  "/": "div_by",
  "//": "floor_div_by",
  "%": "modulo_by",
  "**": "power_by",
  "&": "bit_and_by",
  "|": "bit_or_by",
  "^": "bit_xor_by",
  "<<": "shift_left_by",
  ">>": "shift_right_by",
};

/** Operators that Rust has for floats. */
const FLOAT_OPS: Partial<Record<BinaryOp, "add" | "sub" | "mul" | "div">> = { "+": "add", "-": "sub", "*": "mul", "/": "div" };

/** Does an operator have an operand of NumPy's? */
export const isArithmetic = (a: Val, b: Val): boolean => isNumpy(a.ty) || isNumpy(b.ty);

/** Is each operand a number, an array, or lists that become one? A number out of an array beside a text or a list is a number of Python's. */
export const takesNumpy = (a: Val, b: Val): boolean =>
  [a, b].every(
    (val) => numOf(val) !== undefined || ((isArray(a) || isArray(b)) && ["list", "tuple", "vartuple", "range"].includes(val.ty[0]?.k)),
  );

const isArray = (val: Val): boolean => val.ty.length === 1 && arrayOf(val.ty[0]) !== undefined;

/** The ids of a row by what its operands are: arrays are lent, numbers handed over. */
export const operandRow = (name: string, a: Num, b: Num): string =>
  `${name}${a.kind === "array" ? "" : "_left"}${b.kind === "array" ? "" : "_right"}`;

/** The type in which an operator computes. */
function typeFor(op: BinaryOp, nums: readonly Num[], span: Span): DType {
  const dtype = commonType(nums);
  const wrong = (): never => refuse("PY0302", span, `\`${op}\` of arrays of type ${dtype}`);
  if (op === "/") return isFloat(dtype) || dtype === "c128" ? dtype : "f64";
  if (["&", "|", "^"].includes(op)) return dtype === "bool" || isInteger(dtype) ? dtype : wrong();
  if (op === "<<" || op === ">>") return dtype === "bool" ? "i64" : isInteger(dtype) ? dtype : wrong();
  if (op === "//" || op === "%") return dtype === "bool" ? "i8" : dtype === "c128" ? wrong() : dtype;
  if (op === "**") return dtype === "bool" ? "i8" : dtype;
  if (op === "-" && dtype === "bool") return wrong();
  return dtype;
}

/** `left op right`, one of which is NumPy's. */
export function numpyOperator(cx: Cx, op: BinaryOp, left: Val, right: Val, node: object, span: Span): Val {
  const [a, b] = [left, right].map((val) => asArray(cx, val, node, span));
  if (isUnknown(a) || isUnknown(b)) return dead(cx, span, left, right);
  if (op === "@") return product(cx, a, b, span);
  const dtype = typeFor(op, [a, b], span);
  if (op === "**" && isInteger(dtype)) negativePower(b, span);
  return pairwise(cx, ROWS[op], a, b, dtype, span, op);
}

/** Integers to the power of a negative one are an error: it has to be plain that it is none. */
function negativePower(b: Num, span: Span): void {
  const { e } = b.val;
  if (e.kind === "unary" && e.op === "neg") refuse("PY0302", span, "integers to the power of a negative integer");
}

/** A function of two operands, of a type, number by number. */
export function pairwise(cx: Cx, row: string, a: Num, b: Num, dtype: DType, span: Span, op?: BinaryOp, result: DType = dtype): Val {
  const rank = Math.max(a.rank, b.rank);
  if (a.kind !== "array" && b.kind !== "array") {
    const [x, y] = [a, b].map((num) => numberAs(cx, num, dtype, span));
    const plain = op && isFloat(dtype) ? FLOAT_OPS[op] : undefined;
    const type = irNumber(result);
    const e = plain
      ? ex(cx, "binary", type, span, { op: plain, arithmetic: "float", left: x, right: y })
      : called(cx, `${row}_one`, [x, y], type, span, [irNumber(dtype)]);
    return wrapped(cx, result, e, span);
  }
  const args = [a, b].map((num) => operandAs(cx, num, dtype, span));
  const array = made(cx, arrayTy(result, rank), operandRow(row, a, b), args, span);
  return unpacked(cx, array, span);
}

/** An array without axes as the number that it holds. */
export function unpacked(cx: Cx, array: Val, span: Span): Val {
  const shape = arrayOf(array.ty[0]);
  if (shape?.rank !== 0) return array;
  return wrapped(cx, shape.dtype, called(cx, "only", [array.e], irNumber(shape.dtype), span), span);
}

const COMPARISONS: Partial<Record<CompareOp, readonly [string, "eq" | "ne" | "lt" | "le" | "gt" | "ge"]>> = {
  "==": ["equal", "eq"],
  "!=": ["not_equal", "ne"],
  "<": ["less", "lt"],
  "<=": ["less_equal", "le"],
  ">": ["greater", "gt"],
  ">=": ["greater_equal", "ge"],
};

/** A comparison of which one side is NumPy's; undefined where the operator is another, or a side can be compared with none. */
export function numpyComparison(cx: Cx, op: CompareOp, left: Val, right: Val, node: object, span: Span): Val | undefined {
  const row = COMPARISONS[op];
  if (!row || !isArithmetic(left, right) || left.ty.length !== 1 || right.ty.length !== 1) return undefined;
  const other = isNumpy(left.ty) ? right : left;
  if (!numOf(other) && !["list", "tuple", "vartuple"].includes(other.ty[0].k)) return undefined;
  const [a, b] = [left, right].map((val) => asArray(cx, val, node, span));
  if (isUnknown(a) || isUnknown(b)) return dead(cx, span, left, right);
  const dtype = commonType([a, b]);
  if (a.kind !== "array" && b.kind !== "array") {
    const [x, y] = [a, b].map((num) => numberAs(cx, num, dtype, span));
    const e =
      dtype === "c128" || dtype === "bool"
        ? called(cx, `${row[0]}_one`, [x, y], bool, span)
        : ex(cx, "compare", bool, span, { op: row[1], left: x, right: y });
    return wrapped(cx, "bool", e, span);
  }
  return pairwise(cx, row[0], a, b, dtype, span, undefined, "bool");
}

/** `-x`, `+x`, `~x` */
export function numpyUnary(cx: Cx, op: "-" | "+" | "~", val: Val, span: Span): Val {
  const num = numOf(val)!;
  const { dtype } = num;
  if (op === "+") return num.kind === "array" ? made(cx, val.ty, "copy", [val.e], span) : val;
  if ((op === "-" && dtype === "bool") || (op === "~" && dtype !== "bool" && !isInteger(dtype)))
    return refuse("PY0302", span, `\`${op}\` is not defined for ${show(val.ty)}`);
  const row = op === "-" ? "negative" : "invert";
  if (num.kind === "array") return unpacked(cx, made(cx, val.ty, row, [val.e], span), span);
  const e = numberAs(cx, num, dtype, span);
  if (op === "-" && isFloat(dtype))
    return wrapped(cx, dtype, ex(cx, "unary", irNumber(dtype), span, { op: "neg", arithmetic: "float", operand: e }), span);
  return wrapped(cx, dtype, called(cx, `${row}_one`, [e], irNumber(dtype), span), span);
}

/** Can a result of the type be stored among numbers of another, as NumPy lets it? */
function storable(from: DType, to: DType): boolean {
  const kinds = (dtype: DType): number => (dtype === "bool" ? 0 : isInteger(dtype) ? 1 : isFloat(dtype) ? 2 : 3);
  return kinds(from) <= kinds(to);
}

/** `array op= right`: the array changes, for all who have it. Undefined where the left side is no array. */
export function changeInPlace(cx: Cx, op: BinaryOp, left: Val, right: Val, node: object, span: Span): Expression | undefined {
  const shape = left.ty.length === 1 ? arrayOf(left.ty[0]) : undefined;
  if (!shape || right.ty.length === 0) return undefined;
  const a: Num = { kind: "array", ...shape, val: left };
  const b = asArray(cx, right, node, span);
  const unit = irType(cx.p, NONE);
  if (isUnknown(b)) return dead(cx, span, left, right).e;
  if (op === "@") {
    const done = product(cx, a, b, span);
    return called(cx, "put", [left.e, done.e], unit, span);
  }
  const dtype = typeFor(op, [a, b], span);
  if (!storable(dtype, shape.dtype))
    return refuse("PY0302", span, `\`${op}=\` makes numbers of type ${dtype}, which an array of type ${shape.dtype} does not hold`);
  if (b.rank > a.rank) return refuse("PY0302", span, `\`${op}=\` has more axes on its right than on its left`);
  if (dtype !== shape.dtype) {
    // Computed in the wider type, then stored.
    const wide = pairwise(cx, ROWS[op], a, b, dtype, span, op);
    const back = made(cx, arrayTy(shape.dtype, a.rank), "astype", [wide.e], span, [irNumber(shape.dtype)]);
    return called(cx, "put", [left.e, back.e], unit, span);
  }
  const operand = operandAs(cx, b, dtype, span);
  return called(cx, `${CHANGES[op]}${b.kind === "array" ? "" : "_right"}`, [left.e, operand], unit, span);
}

/** Pushes `array op= right`; false where the left side is no array. */
export function inPlaceStatement(
  cx: Cx,
  op: BinaryOp,
  left: Val,
  right: Val,
  node: object,
  span: Span,
  comments: Parameters<typeof push>[4],
): boolean {
  const done = changeInPlace(cx, op, left, right, node, span);
  if (!done) return false;
  push(cx, "expression", span, { value: done }, comments);
  return true;
}

export { arrayAs, resultTy, scalarOf };
