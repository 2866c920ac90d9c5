/** The forms in which an expression comes out, and the ways from them to what a place wants. */
import { changedBy } from "./aliases.ts";
import { collectionOf, gathered } from "./chains.ts";
import { divergesExpr } from "../rust/diverges.ts";
import type { Expression, Type } from "../ir/index.ts";
import type { RustExpr } from "../rust/ast.ts";
import { borrow, borrowMut, call, cast, lit, method, unary, path } from "../rust/make.ts";
import { typeText } from "../rust/types.ts";
import { hoist, type FunctionContext } from "./context.ts";
import { emitExpression } from "./expressions.ts";
import { isWordPower, roundsPlainly } from "./integers.ts";
import { lengthOf } from "./natives.ts";
import { intTypeName, isBig, isCopy, isSharedContainer, isSharedInstance, rustType } from "./types.ts";

/** How an expression is wanted: a value of its own, a borrow, a mutable borrow, or the left of `=`. */
export type Mode = "own" | "ref" | "mut" | "place";

export interface Value {
  readonly expr: RustExpr;
  /** `own`: a temporary. `place`: an lvalue of the type. `ref`: of type `&T` (`&str`, `&[T]`; `&mut T` in mode mut). `guard`: a cell's borrow. */
  readonly form: "own" | "place" | "ref" | "guard";
  /** Evaluating it leaves a cell borrowed until the end of the statement. */
  readonly holds?: boolean;
}

export const owned = (expr: RustExpr): Value => ({ expr, form: "own" });
export const placed = (expr: RustExpr): Value => ({ expr, form: "place" });

/** An integer literal (or an operation on literals) whose Rust type its surroundings must fix. */
export function anchored(cx: FunctionContext, e: Expression): boolean {
  switch (e.kind) {
    case "int":
    case "float":
      return false;
    case "unary":
      return anchored(cx, e.operand);
    case "binary": {
      let at: Expression = e;
      while (at.kind === "binary") {
        if (at.op !== "shl" && at.op !== "shr" && anchored(cx, at.right)) return true;
        at = at.left;
      }
      return anchored(cx, at);
    }
    case "conditional":
      // a function on one side is no pointer yet
      if (e.type.kind === "fnptr" || (e.type.kind === "option" && e.type.inner.kind === "fnptr"))
        return anchored(cx, e.then) && anchored(cx, e.orElse);
      return anchored(cx, e.then) || anchored(cx, e.orElse);
    case "runtime":
      // Rows are generic over the forms of integers; what becomes an operator is as its operands.
      if (e.type.kind !== "exact") return true;
      return (
        (roundsPlainly(cx, e) && e.args.some((arg) => anchored(cx, arg))) ||
        (isWordPower(cx, e) && (cx.unit.program.rows(e.row).integer === "pow" || anchored(cx, e.args[0]))) ||
        lengthOf(cx, e) !== undefined ||
        cx.unit.program.rows(e.row).native === "sum"
      );
    case "tuple":
    case "list":
    case "array":
    case "set":
      return e.elems.length > 0 && e.elems.every((elem) => anchored(cx, elem));
    case "some":
      return anchored(cx, e.value);
    case "tupleGet":
      return e.tuple.kind === "tuple" ? anchored(cx, e.tuple.elems[e.index]) : true;
    case "block":
      return anchored(cx, e.value);
    case "none":
    case "dict":
    case "zero":
    case "comprehension":
      return false;
    case "function":
      // Each function has a type of its own, which becomes a pointer's only where that is asked for.
      return e.type.kind !== "fnptr";
    default:
      return true;
  }
}

/** Runs with the flag that asks for explicit integer types set as told. */
export function withSuffix<T>(cx: FunctionContext, on: boolean, run: () => T): T {
  const before = cx.suffix;
  cx.suffix = on;
  try {
    return run();
  } finally {
    cx.suffix = before;
  }
}

/** A value of its own, of the wanted type. */
export function own(cx: FunctionContext, given: Expression, want: Type = given.type): RustExpr {
  const e = retyped(given, want);
  if (want.kind === "str" && cx.unit.facts.fixedText(want) && !cx.unit.facts.fixedText(e.type)) return emitExpression(cx, e, "ref").expr;
  const value = emitExpression(cx, e, "own");
  return coerce(cx, ownValue(cx, e, value), e.type, want);
}

/** As `own`, where nothing around fixes the type of an integer. */
export const ownLoose = (cx: FunctionContext, e: Expression, want?: Type): RustExpr => withSuffix(cx, true, () => own(cx, e, want));
/** As `own`, where the type is written beside it. */
export const ownTyped = (cx: FunctionContext, e: Expression, want?: Type): RustExpr => {
  const before = cx.typed;
  cx.typed = retyped(e, want ?? e.type);
  try {
    return withSuffix(cx, false, () => own(cx, cx.typed!, want));
  } finally {
    cx.typed = before;
  }
};

/** A literal takes the form of integers and containers that is wanted of it. */
function retyped(e: Expression, want: Type): Expression {
  if (want === e.type || want.kind !== e.type.kind) return e;
  switch (e.kind) {
    case "int":
    case "list":
    case "set":
    case "dict":
    case "tuple":
    case "comprehension":
    case "some":
    case "none":
    case "conditional":
      return { ...e, type: want };
    default:
      return e;
  }
}

export function ownValue(cx: FunctionContext, e: Expression, value: Value): RustExpr {
  const expr = duplicate(cx, e, value);
  if ((value.holds || value.form === "guard") && cx.dirty) return hoist(cx, expr, "value");
  return expr;
}

function duplicate(cx: FunctionContext, e: Expression, { expr, form }: Value): RustExpr {
  if (form === "own" || (e.type.kind === "str" && cx.unit.facts.fixedText(e.type))) return expr;
  const copy = isCopy(e.type, cx.unit);
  if (form === "place") {
    // What a block was made for leaves it.
    let at = e;
    while (at.kind === "block") at = at.value;
    if (copy || (at.kind === "local" && cx.unit.facts.lastUse(at.id) && !cx.held?.has(at.local))) return expr;
    return method(expr, "clone");
  }
  if (copy) return unary("*", expr);
  if (form === "ref" && e.type.kind === "str") return method(expr, "to_owned");
  if (form === "ref" && (e.type.kind === "bytes" || (e.type.kind === "list" && !isSharedContainer(e.type, cx.unit))))
    return method(expr, "to_vec");
  return method(expr, "clone");
}

/** From one type's Rust form to another's, where facts made them differ. */
export function coerce(cx: FunctionContext, expr: RustExpr, from: Type, want: Type): RustExpr {
  if (want.kind === "exact" && from.kind === "exact") {
    const big = isBig(want, cx.unit);
    if (big === isBig(from, cx.unit)) return expr;
    return big ? toBig(expr) : toSmall(expr);
  }
  if (want.kind === "option" && from.kind !== "option" && from.kind !== "never" && from.kind !== "any" && from.kind !== "ptr") {
    return call("Some", coerce(cx, expr, from, want.inner));
  }
  if (want.kind === "str" && from.kind === "str")
    return cx.unit.facts.fixedText(from) && !cx.unit.facts.fixedText(want) ? method(expr, "to_owned") : expr;
  const deep = deepForm(cx, expr, from, want);
  if (deep) return deep;
  if (want.kind === "option" && from.kind === "option" && needsCoercion(cx, from.inner, want.inner)) {
    return method(expr, "map", {
      kind: "closure",
      params: [{ pattern: { kind: "name", name: "value" } }],
      body: coerce(cx, path("value"), from.inner, want.inner),
    });
  }
  return expr;
}

/** A container of another form, made item by item; undefined where nothing differs or nothing can be done. */
function deepForm(cx: FunctionContext, expr: RustExpr, from: Type, want: Type): RustExpr | undefined {
  if (from === want || from.kind !== want.kind) return undefined;
  if (typeText(rustType(from, cx.unit, cx.module)) === typeText(rustType(want, cx.unit, cx.module))) return undefined;
  const item = path("item");
  const each = (a: Type, b: Type): RustExpr => ({
    kind: "closure",
    params: [{ pattern: { kind: "name", name: "item" } }],
    body: coerce(cx, item, a, b),
  });
  if (from.kind === "tuple" && want.kind === "tuple") {
    const whole = expr.kind === "path" ? expr : hoist(cx, expr, "pair");
    return {
      kind: "tuple",
      elems: from.elems.map((elem, i) => coerce(cx, { kind: "field", object: whole, name: String(i) }, elem, want.elems[i])),
    };
  }
  if (
    (from.kind === "list" && want.kind === "list") ||
    (from.kind === "set" && want.kind === "set") ||
    (from.kind === "deque" && want.kind === "deque")
  ) {
    const plain = isSharedContainer(from, cx.unit) ? method(method(expr, "borrow"), "clone") : expr;
    const same = typeText(rustType(from.elem, cx.unit, cx.module)) === typeText(rustType(want.elem, cx.unit, cx.module));
    const mapped = method(method(plain, "into_iter"), "map", each(from.elem, want.elem));
    const made = same ? plain : gathered(mapped, collectionOf(cx, want.kind), 1);
    return isSharedContainer(want, cx.unit) ? call("rt::Shared::new", made) : made;
  }
  return undefined;
}

const needsCoercion = (cx: FunctionContext, from: Type, want: Type): boolean =>
  from.kind === "str"
    ? cx.unit.facts.fixedText(from) && !cx.unit.facts.fixedText(want)
    : from.kind === "exact" && want.kind === "exact" && isBig(from, cx.unit) !== isBig(want, cx.unit);

const FITS = lit('"an integer within 64 bits"');

/** An `Int` that is proven to fit. */
export const toSmall = (expr: RustExpr): RustExpr => method(method(expr, "to_i64"), "expect", FITS);

/** The `Int` that an expression computes and `toSmall` made small. */
function computedBig(expr: RustExpr): RustExpr | undefined {
  const made = expr.kind === "method" && expr.args[0] === FITS && expr.object.kind === "method" ? expr.object.object : undefined;
  return made?.kind === "binary" ? made : undefined;
}

export const toBig = (expr: RustExpr): RustExpr =>
  computedBig(expr) ??
  // What never comes to an end has no value to convert.
  (divergesExpr(expr)
    ? expr
    : expr.kind === "literal"
      ? call("rt::Int::from", expr.text.includes("_i64") ? lit(expr.text.replace("_i64", "")) : expr)
      : call("rt::Int::from", expr));

/** `&T` of the value itself: for functions of the program. */
export function refTo(cx: FunctionContext, e: Expression): RustExpr {
  const value = emitExpression(cx, e, "ref");
  if (e.type.kind === "str" && cx.unit.facts.fixedText(e.type)) return ownValue(cx, e, value);
  if (value.form === "ref")
    return value.holds && cx.dirty
      ? borrow(hoist(cx, ownAgain(cx, e, value), "value"))
      : isElement(e) && !isSharedContainer(e.type, cx.unit)
        ? method(value.expr, "as_slice")
        : elementText(e, value.expr);
  if (value.form === "guard" || (value.holds && value.form === "own")) {
    return cx.dirty ? borrow(hoist(cx, duplicate(cx, e, value), "value")) : borrow(value.expr);
  }
  // A handle that lies in a cell is taken out before a function runs that may change what is there.
  if (value.holds && cx.dirty && isSharedInstance(e.type, cx.unit)) return borrow(hoist(cx, duplicate(cx, e, value), nameFor(e)));
  return borrow(value.expr);
}

const ownAgain = (cx: FunctionContext, e: Expression, value: Value): RustExpr => duplicate(cx, e, value);

/** `&mut T` of the value itself. */
export function mutTo(cx: FunctionContext, e: Expression): RustExpr {
  // Nothing else says what is not in an empty container.
  const value = withSuffix(cx, cx.suffix || isEmpty(e), () => emitExpression(cx, e, "mut"));
  return value.form === "ref" ? value.expr : borrowMut(value.expr);
}

const isEmpty = (e: Expression): boolean =>
  ((e.kind === "list" || e.kind === "set") && e.elems.length === 0) || (e.kind === "dict" && e.entries.length === 0);

/** `&T` of what a row works on: the content of a shared container. */
export function contentRef(cx: FunctionContext, e: Expression): RustExpr {
  const value = emitExpression(cx, e, "ref");
  if (isSharedContainer(e.type, cx.unit)) return borrow(method(settle(cx, e, value), "borrow"));
  if (e.type.kind === "str" && cx.unit.facts.fixedText(e.type)) return ownValue(cx, e, value);
  if (value.form === "ref") return isElement(e) ? method(value.expr, "as_slice") : elementText(e, value.expr);
  return borrow(value.expr);
}

/** Text that a row refers to: without a word, rustc would look for `str` elements. */
const elementText = (e: Expression, expr: RustExpr): RustExpr =>
  e.kind !== "runtime" ? expr : e.type.kind === "str" ? method(expr, "as_str") : e.type.kind === "bytes" ? method(expr, "as_slice") : expr;

/** A list that a row refers to: rustc would take the slice that another row wants for the element type of this one. */
const isElement = (e: Expression): boolean => e.kind === "runtime" && e.type.kind === "list";

/** `&mut` of what a row works on; `slice`: the row gives a place inside it. rustc must see the list, not the slice, as what another row refers to. */
export function contentMutSlice(cx: FunctionContext, e: Expression, slice: boolean): RustExpr {
  const content = contentMut(cx, e);
  if (!isElement(e) || isSharedContainer(e.type, cx.unit) || content.kind === "borrow") return content;
  return slice ? method(content, "as_mut_slice") : borrowMut(unary("*", content));
}

/** `&mut T` of what a row works on. */
export function contentMut(cx: FunctionContext, e: Expression): RustExpr {
  if (isSharedContainer(e.type, cx.unit)) {
    const value = emitExpression(cx, e, "ref");
    return borrowMut(method(settle(cx, e, value), "borrow_mut"));
  }
  return mutTo(cx, e);
}

/** The object that `borrow` is called on: a handle behind a guard is copied out first. */
export function settle(cx: FunctionContext, e: Expression, value: Value): RustExpr {
  if (value.form === "guard" || value.holds) return hoist(cx, duplicate(cx, e, value), nameFor(e));
  return value.expr;
}

/** An operand of a comparison or a macro: any form that is auto-referenced. */
export function read(cx: FunctionContext, e: Expression): RustExpr {
  const value = emitExpression(cx, e, "ref");
  if ((value.holds || value.form === "guard") && cx.dirty) return hoist(cx, duplicate(cx, e, value), "value");
  if (value.form === "ref" && e.type.kind !== "str") return isCopy(e.type, cx.unit) || true ? unary("*", value.expr) : value.expr;
  if (value.form === "guard") return unary("*", value.expr);
  return value.expr;
}

/** As `read`, where others are evaluated before the value is used: what they change is copied out first. */
export const readBefore = (cx: FunctionContext, e: Expression, later: readonly Expression[]): RustExpr =>
  changedBy(cx, e, later) ? hoist(cx, ownLoose(cx, e), nameFor(e)) : read(cx, e);

/** What a method of the value is called on. */
export function receiver(cx: FunctionContext, e: Expression, mode: Mode = "ref"): RustExpr {
  if (mode === "own") return own(cx, e);
  const value = emitExpression(cx, e, mode);
  if ((value.holds || value.form === "guard") && cx.dirty) return hoist(cx, duplicate(cx, e, value), nameFor(e));
  return value.expr;
}

/** A name for a value that gets a variable of its own. */
export function nameFor(e: Expression): string {
  switch (e.kind) {
    case "field":
      return /^[a-z_]\w*$/.test(e.name) ? e.name : "value";
    default:
      return e.type.kind === "list" || e.type.kind === "set" ? "items" : "value";
  }
}

/** `T` written where it must be: `std::convert::identity::<i64>(x)`. */
export const ascribe = (cx: FunctionContext, expr: RustExpr, type: Type): RustExpr =>
  call(path("std::convert::identity", rustType(type, cx.unit, cx.module)), expr);

export const asUsize = (cx: FunctionContext, e: Expression): RustExpr => {
  if (e.kind === "int") return e.value < 0n ? method(lit("0_usize"), "wrapping_sub", lit(String(-e.value))) : lit(String(e.value));
  const expr = ownLoose(cx, e);
  return e.type.kind === "int" && e.type.width === "size" && !e.type.signed ? expr : cast(expr, { kind: "path", path: "usize", args: [] });
};

export const suffixed = (cx: FunctionContext, text: string, type: Type<"int"> | Type<"exact">): string =>
  cx.suffix ? `${text}_${intTypeName(type)}` : text;
