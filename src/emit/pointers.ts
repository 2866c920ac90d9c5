/** Raw pointers: addresses and moves. */
import { type Expression, type Type, sameType } from "../ir/index.ts";
import type { RustExpr } from "../rust/ast.ts";
import { call, cast, lit, method, path } from "../rust/make.ts";
import { cellAddress } from "./cells.ts";
import { type FunctionContext, classOf, classPath } from "./context.ts";
import { fieldName } from "./names.ts";
import { emitExpression } from "./expressions.ts";
import { isKeptBorrow, rustType } from "./types.ts";
import { danger } from "./unsafe.ts";
import { isUnionMember, throughUnion } from "./places.ts";
import { asUsize, own, withSuffix } from "./values.ts";

export const nullPointer = (cx: FunctionContext, type: Type<"ptr">): RustExpr =>
  call({
    kind: "path",
    path: type.mutable ? "std::ptr::null_mut" : "std::ptr::null",
    args: cx.suffix ? [pointerTarget(cx, type)] : undefined,
  });

/** A pointer that is looked behind. rustc refuses NULL there if it can see it; C programs end themselves so. */
export function pointee(cx: FunctionContext, pointer: Expression): RustExpr {
  const value = own(cx, pointer);
  if (pointer.kind !== "none" || pointer.type.kind !== "ptr") return value;
  return call(
    "std::hint::black_box",
    withSuffix(cx, true, () => own(cx, pointer)),
  );
}

const pointerTarget = (cx: FunctionContext, type: Type<"ptr">) => {
  const full = rustType(type, cx.unit, cx.module);
  return full.kind === "pointer" ? full.inner : full;
};

/** A pointer moved by an index. */
export function moved(cx: FunctionContext, pointer: RustExpr, index: Expression): RustExpr {
  if (index.kind === "int") {
    if (index.value === 0n) return pointer;
    return danger(method(pointer, index.value > 0n ? "add" : "sub", lit(String(index.value > 0n ? index.value : -index.value))));
  }
  let at: Expression = index as Expression;
  if (at.kind === "cast" && at.value.type.kind === "int" && !at.value.type.signed) at = at.value;
  if (at.type.kind === "int" && !at.type.signed) return danger(method(pointer, "add", asUsize(cx, at)));
  return danger(method(pointer, "offset", offsetOf(cx, index)));
}

export function offsetOf(cx: FunctionContext, index: Expression): RustExpr {
  if (index.kind === "int") return lit(String(index.value));
  const expr = withSuffix(cx, true, () => own(cx, index));
  return index.type.kind === "int" && index.type.width === "size" && index.type.signed
    ? expr
    : cast(expr, { kind: "path", path: "isize", args: [] });
}

export function addressOf(cx: FunctionContext, e: Expression<"addressOf">): RustExpr {
  const type = e.type as Type<"ptr">;
  // a variable that nothing changes by name, and what is lent to be read, is none that could be borrowed mutably
  if (type.mutable && isFixed(cx, e.place)) return method(addressOf(cx, { ...e, type: { ...type, mutable: false } }), "cast_mut");
  const word = type.mutable ? "raw mut" : "raw const";
  // `&*p` is p, and needs no access
  if (e.place.kind === "deref") {
    const pointer = own(cx, e.place.pointer);
    return sameTarget(e.place.pointer.type, type) ? pointer : cast(pointer, rustType(type, cx.unit, cx.module));
  }
  if (e.place.kind === "index" && e.place.object.type.kind === "ptr") {
    const element = moved(cx, own(cx, e.place.object), e.place.index);
    return sameType(e.place.object.type.target, type.target) ? element : cast(element, rustType(type, cx.unit, cx.module));
  }
  // `&a[i]` may point behind the end, so it is computed from the start
  if (e.place.kind === "index" && e.place.object.type.kind === "array" && e.place.index.kind !== "int") {
    const start = elementPointer(cx, e.place.object, type, word);
    return moved(cx, start, e.place.index);
  }
  const decays = e.place.type.kind === "array" && !sameType(e.place.type, type.target);
  const inCell = decays ? undefined : cellAddress(cx, e.place, type, (place) => ({ kind: "borrow", word, operand: rawPlace(cx, place) }));
  if (inCell) return inCell;
  if (decays) return elementPointer(cx, e.place, type, word);
  const made: RustExpr = { kind: "borrow", word, operand: rawPlace(cx, e.place) };
  return isKeptBorrow(type, cx.unit) ? method(made, "cast") : made;
}

function isFixed(cx: FunctionContext, place: Expression): boolean {
  let at = place;
  while (at.kind === "field" || (at.kind === "index" && at.object.type.kind === "array")) at = at.object;
  // what is lent to be read, too
  const pointer = at.kind === "deref" ? at.pointer : at.kind === "index" ? at.object : undefined;
  if (pointer?.kind === "local" && pointer.type.kind === "ptr")
    return cx.unit.facts.pointers.lift(cx.fn.id, pointer.local)?.access === "read";
  return at.kind === "local" && cx.fn.id >= 0 && !cx.unit.facts.mutated(cx.fn.id, at.local);
}

/** A pointer to the first element of an array place. */
function elementPointer(cx: FunctionContext, array: Expression, type: Type<"ptr">, word: "raw mut" | "raw const"): RustExpr {
  const whole: Type<"ptr"> = { ...type, target: array.type };
  const plain = (place: Expression): RustExpr => ({ kind: "borrow", word, operand: rawPlace(cx, place) });
  const pointer = cellAddress(cx, array, whole, plain) ?? plain(array);
  return { kind: "method", object: pointer, name: "cast", typeArgs: [rustType(type.target, cx.unit, cx.module)], args: [] };
}

/** A place whose address is taken: naming a static for that needs no `unsafe`. */
function rawPlace(cx: FunctionContext, place: Expression): RustExpr {
  const { expr } = emitExpression(cx, place, "place");
  if (place.kind === "global") return { ...expr, danger: false };
  // members of unions are named without `unsafe` where nothing follows them
  let at: Expression = place as Expression;
  while (at.kind === "field" && isUnionMember(cx, at)) at = at.object;
  return throughUnion(cx, at) ? danger(expr) : expr;
}

const sameTarget = (a: Type, b: Type<"ptr">): boolean => a.kind === "ptr" && sameType(a, b);

/**
 * `&p->member` for its place in numbers: nothing is looked at, so the link may be NULL, as it is where a program asks how far a member lies from
 * the start of its struct.
 */
export function memberAddress(cx: FunctionContext, e: Expression): RustExpr | undefined {
  let at = e;
  while (at.kind === "cast" && at.value.type.kind === "ptr") at = at.value;
  if (at.kind !== "addressOf" || at.place.kind !== "field" || at.place.object.kind !== "deref") return undefined;
  const { object, name } = at.place;
  const link = object.pointer;
  if (link.type.kind !== "runtime" || link.type.path !== "heap::Link" || object.type.kind !== "record") return undefined;
  const member = fieldName(classOf(cx.unit, object.type.class), name);
  const offset: RustExpr = {
    kind: "macro",
    name: "std::mem::offset_of",
    args: [path(classPath(cx.unit, cx.module, object.type.class)), path(member)],
  };
  return method(method(own(cx, link), "as_mut_ptr"), "wrapping_byte_add", offset);
}
