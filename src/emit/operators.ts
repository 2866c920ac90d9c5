/** Operators, comparisons, conversions. */
import type { BinaryOperator, Expression, Type } from "../ir/index.ts";
import type { RustBlock, RustExpr } from "../rust/ast.ts";
import { boundLogical } from "./conditions.ts";
import { joined } from "./range-tests.ts";
import { binary, borrow, call, cast, lit, method, path, tPath, tUnit, unary } from "../rust/make.ts";
import { insideHandle } from "./calls.ts";
import { danger } from "./unsafe.ts";
import { textPointer } from "./c-pointers.ts";
import { atLimit } from "./limits.ts";
import { memberAddress } from "./pointers.ts";
import { pointerPair } from "../ir/pointers.ts";
import { typeText } from "../rust/types.ts";
import { capture, classPath, importName, type FunctionContext } from "./context.ts";
import { emitExpression, negate } from "./expressions.ts";
import { testsNull } from "./null-tests.ts";
import { compareSigns, compareWithFloat, compareWithWord, wide } from "./integers.ts";
import { lendsMut } from "./iteration.ts";
import { emitEmptiness } from "./natives.ts";
import { cursorValue } from "./cursors.ts";
import { comparePointers } from "./pointer-compare.ts";
import { ordered } from "./order.ts";
import { isBig, isCopy, isSharedContainer, isSharedInstance, rustType } from "./types.ts";
import { changedBy } from "./aliases.ts";
import { asksForLiterals, textCompare, textOperand } from "./text-compare.ts";
import {
  ascribe,
  anchored,
  coerce,
  own,
  owned,
  ownLoose,
  read,
  readBefore,
  receiver,
  refTo,
  toBig,
  withSuffix,
  type Value,
} from "./values.ts";

export const operatorSigns: Readonly<Record<BinaryOperator, string>> = {
  add: "+",
  sub: "-",
  mul: "*",
  div: "/",
  rem: "%",
  and: "&",
  or: "|",
  xor: "^",
  shl: "<<",
  shr: ">>",
};

/** Operators that cannot overflow have no `wrapping_` form. */
const wraps = (op: BinaryOperator): boolean => op !== "and" && op !== "or" && op !== "xor";

const isBigOperation = (cx: FunctionContext, e: Expression<"binary">): boolean =>
  isBig(e.type, cx.unit) || isBig(e.left.type, cx.unit) || isBig(e.right.type, cx.unit);

export function emitBinary(cx: FunctionContext, e: Expression<"binary">): Value {
  if (cx.unit.facts.pointers.lifted(e.id)) {
    const [left, right] = pointerPair(cx.unit.program, e)!;
    return owned(cast(binary("-", cursorValue(cx, left, true), cursorValue(cx, right, true)), rustType(e.type, cx.unit, cx.module)));
  }
  // down the left side in a loop: chains may be thousands of operators long
  const spine: Expression<"binary">[] = [e];
  let bottom = e.left;
  while (bottom.kind === "binary" && !cx.unit.facts.pointers.lifted(bottom.id)) {
    spine.push(bottom);
    bottom = bottom.left;
  }
  const lowest = spine[spine.length - 1];
  const loose = cx.suffix && !anchored(cx, e);
  let left: RustExpr | undefined;
  for (let i = spine.length - 1; i >= 0; i--) {
    const node = spine[i];
    const from = left;
    const shift = node.op === "shl" || node.op === "shr";
    const methodForm = node.arithmetic === "wrapping" && wraps(node.op);
    const first = node === lowest;
    const leftLoose = loose || (methodForm && !anchored(cx, node.left));
    const [a, b] = ordered(
      cx,
      [
        () => (first ? withSuffix(cx, leftLoose, () => operand(cx, node, node.left)) : lift(cx, node, from!)),
        () => withSuffix(cx, shift && node.right.type.kind !== node.left.type.kind, () => operand(cx, node, node.right)),
      ],
      [node.left, node.right],
    );
    left = finish(cx, node, a, b);
  }
  return owned(left!);
}

/** An operand in the form that the operation works in: a copy, or a borrow of an `Int`. */
function operand(cx: FunctionContext, e: Expression<"binary">, side: Expression): RustExpr {
  if (!isBigOperation(cx, e)) return own(cx, side);
  if (isBig(side.type, cx.unit)) return bigOperand(cx, side);
  // an `Int` takes what is small on its right as it is
  return side === e.right ? withSuffix(cx, false, () => own(cx, side)) : toBig(ownLoose(cx, side));
}

const bigOperand = (cx: FunctionContext, side: Expression): RustExpr => {
  const value = emitExpression(cx, side, "ref");
  if (value.form === "own") return value.expr;
  if ((value.form === "guard" || value.holds) && cx.dirty) return own(cx, side);
  if (value.form === "guard") return borrow(unary("*", value.expr));
  // rustc would take the operator's result as what the arms should give
  if (value.expr.kind === "match" || value.expr.kind === "if") return own(cx, side);
  // Operators are not defined on `&mut Int`.
  if (value.form === "ref" && isLentMut(cx, side)) return borrow({ kind: "unary", op: "*", operand: value.expr, kept: true });
  return value.form === "ref" ? value.expr : borrow(value.expr);
};

/** A variable of type `&mut`, what a match has found in one, or what a row lends to be changed. */
const isLentMut = (cx: FunctionContext, e: Expression): boolean => {
  if (e.kind === "project" || e.kind === "unwrap") return isLentMut(cx, e.value);
  return e.kind === "local" ? cx.locals.get(e.local)?.borrow === "mut" : lendsMut(cx, e);
};

/** The result of the operation below in the form that this one works in. */
const lift = (cx: FunctionContext, e: Expression<"binary">, left: RustExpr): RustExpr =>
  isBigOperation(cx, e) && !isBig(e.left.type, cx.unit) ? toBig(left) : left;

function finish(cx: FunctionContext, e: Expression<"binary">, left: RustExpr, right: RustExpr): RustExpr {
  if (e.arithmetic === "wrapping" && wraps(e.op)) {
    const amount = e.op === "shl" || e.op === "shr" ? shiftAmount(cx, e.right, right) : right;
    return method(left, `wrapping_${e.op}`, amount);
  }
  const result = binary(operatorSigns[e.op], left, right);
  return isBigOperation(cx, e) && !isBig(e.type, cx.unit) ? coerce(cx, result, { kind: "exact", rep: bigRep(cx, e) }, e.type) : result;
}

const bigRep = (cx: FunctionContext, e: Expression<"binary">): number => {
  const side = isBig(e.left.type, cx.unit) ? e.left.type : e.right.type;
  return (side as Type<"exact">).rep;
};

export const shiftAmount = (_cx: FunctionContext, e: Expression, amount: RustExpr): RustExpr => {
  if (e.kind === "int") return lit(String(e.value));
  return e.type.kind === "int" && e.type.width === 32 && !e.type.signed ? amount : cast(amount, tPath("u32"));
};

export function emitUnary(cx: FunctionContext, e: Expression<"unary">): Value {
  const big = isBig(e.operand.type, cx.unit);
  const value = big
    ? bigOperand(cx, e.operand)
    : e.arithmetic === "wrapping" && !anchored(cx, e.operand)
      ? ownLoose(cx, e.operand)
      : own(cx, e.operand);
  if (e.op === "inv") return owned(coerce(cx, unary("!", value), e.operand.type, e.type));
  if (e.arithmetic === "wrapping") return owned(method(value, "wrapping_neg"));
  if (!big && isBig(e.type, cx.unit)) return owned(unary("-", toBig(value)));
  return owned(coerce(cx, unary("-", value), e.operand.type, e.type));
}

export function emitCompare(cx: FunctionContext, e: Expression<"compare">): RustExpr {
  const limit = atLimit(e);
  if (limit !== undefined) return typeof limit === "boolean" ? lit(String(limit)) : emitCompare(cx, limit);
  const sign = compareSigns[e.op];
  const { left, right } = e;
  const pointers = left.type.kind === "ptr" ? comparePointers(cx, e, sign) : undefined;
  if (pointers) return pointers;
  const emptiness = emitEmptiness(cx, e) ?? compareWithFloat(cx, e);
  if (emptiness) return emptiness;
  if (left.type.kind === "exact" && right.type.kind === "exact" && (isArithmetic(cx, left) || isArithmetic(cx, right))) {
    const [a, b] = [wide(cx, left), wide(cx, right)];
    if (a && b) return binary(sign, a, b);
  }
  if (left.type.kind === "ptr" && right.type.kind === "ptr" && left.type.mutable !== right.type.mutable) {
    const sides = [() => own(cx, left), () => cast(own(cx, right), rustType(left.type, cx.unit, cx.module))];
    const [a, b] = ordered(cx, sides, [left, right]);
    return binary(sign, a, b);
  }
  const mixed = compareWithWord(cx, e);
  if (mixed) return mixed;
  const shared = [left, right].map((side) => isSharedContainer(side.type, cx.unit));
  if (left.type.kind === right.type.kind && shared[0] !== shared[1] && !isLiteral(left) && !isLiteral(right)) {
    // what the handle refers to, with what has none
    const sides = [left, right].map((side, i) => () => (shared[i] ? unary("*", method(own(cx, side), "borrow")) : read(cx, side)));
    const [a, b] = ordered(cx, sides, [left, right]);
    return binary(sign, a, b);
  }
  if (differ(cx, left.type, right.type)) {
    // a literal takes the other's form, else the right side is brought to the left one's
    const literal = isLiteral(left) && !isLiteral(right);
    const other = literal ? left.type : right.type;
    const wanted = literal ? right.type : left.type;
    const target = asksForLiterals(cx, wanted, other) ? other : wanted;
    const sides = [left, right].map((side) => () => (side.type === target ? read(cx, side) : own(cx, side, target)));
    const [a, b] = ordered(cx, sides, [left, right]);
    return binary(sign, a, b);
  }
  if ((e.op === "eq" || e.op === "ne") && left.type.kind === "bool" && right.kind === "bool") {
    const test = read(cx, left);
    return right.value === (e.op === "eq") ? test : negate(test);
  }
  const free = !anchored(cx, left) && !anchored(cx, right);
  const empty = (side: Expression): boolean => isLiteral(side) && !anchored(cx, side);
  const strings = left.type.kind === "str" || left.type.kind === "bytes";
  const [a, b] = ordered(
    cx,
    [
      () =>
        withSuffix(cx, free || empty(left), () =>
          strings && !changedBy(cx, left, [right]) ? textOperand(cx, left) : readBefore(cx, left, [right]),
        ),
      () => withSuffix(cx, empty(right) && right.type.kind !== "option", () => (strings ? textOperand(cx, right) : read(cx, right))),
    ],
    [left, right],
  );
  // a vector compares with an array as well
  const bare =
    b.kind === "macro" && b.name === "vec" && !b.repeat && b.args.length > 0 && (sign === "==" || sign === "!=")
      ? ({ kind: "array", elems: b.args } as const)
      : b;
  // literals of bytes are arrays of their own lengths
  if (left.kind === "bytes" && right.kind === "bytes") return binary(sign, method(a, "as_slice"), method(b, "as_slice"));
  const literals = [left, right].every((side) => side.kind === "str" || cx.unit.facts.fixedText(side.type));
  return strings ? textCompare(sign, a, b, literals) : binary(sign, a, bare);
}

/** Steps between small integers that leave 64 bits. */
const isArithmetic = (cx: FunctionContext, e: Expression): boolean => isBig(e.type, cx.unit) && e.kind !== "local";

/** Have the two types different Rust types because of what the facts say? */
const differ = (cx: FunctionContext, a: Type, b: Type): boolean =>
  a.kind === b.kind &&
  (a.kind === "list" || a.kind === "dict" || a.kind === "set" || a.kind === "tuple" || a.kind === "option" || a.kind === "deque") &&
  typeText(rustType(a, cx.unit, cx.module)) !== typeText(rustType(b, cx.unit, cx.module));

const isLiteral = (e: Expression): boolean =>
  e.kind === "list" ||
  e.kind === "tuple" ||
  e.kind === "dict" ||
  e.kind === "set" ||
  e.kind === "comprehension" ||
  e.kind === "some" ||
  e.kind === "none";

/** Is the expression a parameter that is only looked into, so that there is no handle of it? */
function isLookedInto(cx: FunctionContext, e: Expression): boolean {
  const index = e.kind === "local" ? cx.fn.params.findIndex((param) => param.local === e.local) : -1;
  return index >= 0 && cx.unit.facts.looks(cx.fn.id, index);
}

export function emitIdentical(cx: FunctionContext, e: Expression<"identical">): RustExpr {
  const type = e.left.type;
  let test: RustExpr;
  const [a, b] = ordered(cx, [() => throughGuard(refTo(cx, e.left)), () => throughGuard(refTo(cx, e.right))], [e.left, e.right]);
  if (isLookedInto(cx, e.left) || isLookedInto(cx, e.right)) {
    const object = (side: Expression, given: RustExpr): RustExpr =>
      given.kind === "call" && isSharedInstance(side.type, cx.unit) && !isLookedInto(cx, side) ? insideHandle(given) : given;
    const name = path("rt::key::same_object", tPath(classPath(cx.unit, cx.module, (type as Type<"instance">).class)));
    test = call(name, object(e.left, a), object(e.right, b));
  } else if (isSharedInstance(type, cx.unit) && isSharedInstance(e.right.type, cx.unit))
    test = call(`${importName(cx.unit, cx.module, "std::rc::Rc")}::ptr_eq`, a, b);
  else if (isSharedContainer(type, cx.unit)) test = call("rt::Shared::ptr_eq", a, b);
  else if (type.kind === "ptr" || isCopy(type, cx.unit)) {
    test = binary("==", plain(a), plain(b));
    return e.negated ? negate(test) : test;
  } else test = call(holdsHandle(cx, type) ? "rt::key::same" : "rt::identical", a, b);
  return e.negated ? unary("!", test) : test;
}
/** A generic function does not look through a cell's guard by itself. */
const throughGuard = (expr: RustExpr): RustExpr =>
  expr.kind === "borrow" && expr.operand.kind === "method" && expr.operand.name === "borrow" ? borrow(unary("*", expr.operand)) : expr;
const holdsHandle = (cx: FunctionContext, type: Type): boolean =>
  type.kind === "option" && (isSharedInstance(type.inner, cx.unit) || isSharedContainer(type.inner, cx.unit));
const plain = (expr: RustExpr): RustExpr => (expr.kind === "borrow" && expr.word === "" ? expr.operand : unary("*", expr));

export function emitLogical(cx: FunctionContext, e: Expression<"logical">): RustExpr {
  const bound = boundLogical(cx, e);
  if (bound) return bound;
  // left-leaning chains in a loop
  const spine: Expression<"logical">[] = [e];
  let bottom = e.left;
  while (bottom.kind === "logical") {
    spine.push(bottom);
    bottom = bottom.left;
  }
  let result = own(cx, bottom);
  for (let i = spine.length - 1; i >= 0; i--) {
    const node = spine[i];
    const right = capture(cx, () => own(cx, node.right));
    const expr: RustExpr = right.statements.length
      ? { kind: "block", block: { statements: right.statements, value: right.value } satisfies RustBlock }
      : right.value;
    result = joined(node.op === "and" ? "&&" : "||", result, expr);
  }
  return result;
}

export function emitCast(cx: FunctionContext, e: Expression<"cast">): RustExpr {
  const from = e.value.type;
  const to = e.type;
  const big = isBig(from, cx.unit);
  const typed = (): RustExpr => rustCast(ownLoose(cx, e.value), to, cx);
  switch (to.kind) {
    case "bool":
      if (from.kind === "bool") return own(cx, e.value);
      if (from.kind === "ptr") return negate(testsNull(own(cx, e.value)));
      if (from.kind === "option") return method(receiver(cx, e.value), "is_some");
      if (from.kind === "float") return binary("!=", own(cx, e.value), lit("0.0"));
      if (big) return unary("!", method(receiver(cx, e.value), "is_zero"));
      return binary("!=", ownLoose(cx, e.value), lit("0"));
    case "float":
      {
        const steps = big && e.value.kind !== "local" ? wide(cx, e.value) : undefined;
        if (steps) return cast(steps, rustType(to, cx.unit, cx.module));
      }
      if (big)
        return to.width === 64 ? method(receiver(cx, e.value), "to_f64") : cast(method(receiver(cx, e.value), "to_f64"), tPath("f32"));
      if (from.kind === "bool") return cast(call("u8::from", own(cx, e.value)), rustType(to, cx.unit, cx.module));
      if (from.kind === "float" && from.width === to.width) return own(cx, e.value);
      return typed();
    case "exact":
      if (from.kind === "exact") return own(cx, e.value, to);
      if (from.kind === "bool")
        return isBig(to, cx.unit) ? toBig(call("i64::from", own(cx, e.value))) : call("i64::from", own(cx, e.value));
      if (from.kind === "int") {
        if (isBig(to, cx.unit))
          return toBig(from.width === 64 && from.signed ? ownLoose(cx, e.value) : cast(ownLoose(cx, e.value), tPath("i64")));
        return from.width === 64 && from.signed ? ownLoose(cx, e.value) : cast(ownLoose(cx, e.value), tPath("i64"));
      }
      return isBig(to, cx.unit) ? toBig(cast(own(cx, e.value), tPath("i64"))) : cast(own(cx, e.value), tPath("i64"));
    case "int":
      if (big)
        return cast(method(method(receiver(cx, e.value), "to_i64"), "unwrap_or", path("i64::MAX")), rustType(to, cx.unit, cx.module));
      if (from.kind === "bool") return call(path(`${intName(to)}::from`), own(cx, e.value));
      if (from.kind === "int" && from.width === to.width && from.signed === to.signed) return own(cx, e.value);
      // a literal takes the type at once
      if (e.value.kind === "int" && fits(e.value.value, to)) return lit(`${e.value.value}_${intName(to)}`);
      if (from.kind === "option" && from.inner.kind === "fnptr")
        return to.width === "size" && !to.signed
          ? functionAddress(cx, e.value)
          : cast(functionAddress(cx, e.value), rustType(to, cx.unit, cx.module));
      if (from.kind === "ptr" && !(to.width === "size"))
        return cast(cast(memberAddress(cx, e.value) ?? own(cx, e.value), tPath("usize")), rustType(to, cx.unit, cx.module));
      return typed();
    case "ptr":
      if (e.value.kind === "bytes") {
        const text = textPointer(e.value.value, to.mutable);
        return to.target.kind === "int" && to.target.width === 8 && to.target.signed ? text : cast(text, rustType(to, cx.unit, cx.module));
      }
      if (from.kind === "option" && from.inner.kind === "fnptr") {
        // the address of a function that is named is a constant
        const named = e.value.kind === "some" && e.value.value.kind === "function" ? own(cx, e.value.value) : undefined;
        return cast(named ?? functionAddress(cx, e.value), rustType(to, cx.unit, cx.module));
      }
      if (from.kind === "array") return cast(own(cx, e.value), rustType(to, cx.unit, cx.module));
      if (from.kind === "ptr") {
        const pointer = ownLoose(cx, e.value);
        const target = rustType(to, cx.unit, cx.module);
        return cast(pointer, target);
      }
      if (from.kind === "option")
        return danger(
          call(path("std::mem::transmute", rustType(from, cx.unit, cx.module), rustType(to, cx.unit, cx.module)), own(cx, e.value)),
        );
      return cast(
        from.kind === "int" && from.width === "size" ? ownLoose(cx, e.value) : cast(ownLoose(cx, e.value), tPath("usize")),
        rustType(to, cx.unit, cx.module),
      );
    case "option":
    case "fnptr":
      return danger(
        call(path("std::mem::transmute", rustType(from, cx.unit, cx.module), rustType(to, cx.unit, cx.module)), own(cx, e.value)),
      );
    default:
      return own(cx, e.value, to);
  }
}

/** The address of a C function, 0 for none. */
const functionAddress = (cx: FunctionContext, e: Expression): RustExpr => {
  if (e.kind === "some" && e.value.kind === "function")
    return cast(cast(own(cx, e.value), { kind: "pointer", mutable: false, inner: tUnit }), tPath("usize"));
  const body = cast(path("function"), tPath("usize"));
  const value = own(cx, e);
  return method(anchored(cx, e) ? value : ascribe(cx, value, e.type), "map_or", lit("0"), {
    kind: "closure",
    params: [{ pattern: { kind: "name", name: "function" } }],
    body,
  });
};

const intName = (type: Type<"int">): string => `${type.signed ? "i" : "u"}${type.width === "size" ? "size" : type.width}`;

function fits(value: bigint, type: Type<"int">): boolean {
  const bits = BigInt(type.width === "size" ? 64 : type.width);
  return type.signed ? value >= -(1n << (bits - 1n)) && value < 1n << (bits - 1n) : value >= 0n && value < 1n << bits;
}

const rustCast = (value: RustExpr, to: Type, cx: FunctionContext): RustExpr => cast(value, rustType(to, cx.unit, cx.module));
