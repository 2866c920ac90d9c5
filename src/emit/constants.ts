/** Literals and zero values. */
import type { Expression, Type } from "../ir/index.ts";
import type { RustExpr } from "../rust/ast.ts";
import { assign, call, exprStmt, letStmt, lit, method, path, stringLiteral } from "../rust/make.ts";
import { typeText as typeTextOf } from "../rust/types.ts";
import { type FunctionContext, classOf, classPath, importName, runtimePath } from "./context.ts";
import { fieldName } from "./names.ts";
import { nullPointer } from "./pointers.ts";
import { isBig, isCopy, isSharedContainer, rustType } from "./types.ts";
import { own, suffixed, withSuffix } from "./values.ts";

export function intLiteral(cx: FunctionContext, e: Expression<"int">): RustExpr {
  const text = String(e.value);
  if (e.type.kind === "exact") {
    if (isBig(e.type, cx.unit)) {
      return e.value >= -(2n ** 63n) && e.value < 2n ** 63n
        ? call("rt::Int::from", lit(text))
        : call("rt::int::literal", lit(stringLiteral(text)));
    }
    return lit(suffixed(cx, text, e.type));
  }
  if (e.type.kind === "int") return lit(suffixed(cx, text, e.type));
  return lit(text);
}

export function floatLiteral(cx: FunctionContext, e: Expression<"float">): RustExpr {
  const width = e.type.kind === "float" ? e.type.width : 64;
  if (Number.isNaN(e.value)) return path(`f${width}::NAN`);
  if (!Number.isFinite(e.value)) return path(e.value > 0 ? `f${width}::INFINITY` : `f${width}::NEG_INFINITY`);
  let text = Object.is(e.value, -0) ? "-0" : String(width === 32 ? shortF32(e.value) : e.value).replace("e+", "e");
  if (!/[.e]/.test(text)) text += ".0";
  // A bare literal is an `f64` wherever nothing else decides.
  return lit(width === 32 ? `${text}_f32` : cx.suffix ? `${text}_f64` : text);
}

/** The shortest decimal that reads back as the same `f32`. */
function shortF32(value: number): number {
  for (let digits = 1; digits <= 9; digits++) {
    const text = Number(value.toPrecision(digits));
    if (Math.fround(text) === value) return text;
  }
  return value;
}

/** `name::new`, with the types of what it holds where nothing else tells them: `rt::Dict::<String, i64>::new`. */
export const emptyOf = (cx: FunctionContext, name: string, ...held: readonly Type[]): RustExpr =>
  call(cx.suffix ? `${name}::<${held.map((type) => typeTextOf(rustType(type, cx.unit, cx.module))).join(", ")}>::new` : `${name}::new`);

const holdsRecords = (type: Type): boolean => (type.kind === "array" ? holdsRecords(type.elem) : type.kind === "record");

/** Are there several elements, all of them zero, as one says it once? */
export const isZeros = (elems: readonly Expression[]): boolean =>
  elems.length > 3
    ? elems.every((e) => e.kind === "zero" || (e.kind === "int" && e.value === 0n) || (e.kind === "float" && Object.is(e.value, 0)))
    : elems.length > 1 && elems.every((e) => e.kind === "zero");

/** The zero value of a C type. */
export function zeroOf(cx: FunctionContext, type: Type): RustExpr {
  switch (type.kind) {
    case "bool":
      return lit("false");
    case "int":
      return lit(suffixed(cx, "0", type));
    case "exact":
      return isBig(type, cx.unit) ? call("rt::Int::from", lit("0")) : lit("0");
    case "float":
      return lit(type.width === 32 ? "0.0_f32" : "0.0");
    case "ptr":
      return nullPointer(cx, type);
    case "option":
      return path("None");
    case "array":
      // a constant may stand for elements that are no copies of each other
      if (isCopy(type.elem, cx.unit) || type.elem.kind === "record")
        return { kind: "repeat", value: zeroOf(cx, type.elem), length: String(type.length) };
      if (holdsRecords(type.elem)) {
        const row: RustExpr = { kind: "block", block: { statements: [], value: zeroOf(cx, type.elem) }, word: "const" };
        return { kind: "repeat", value: row, length: String(type.length) };
      }
      return call("std::array::from_fn", { kind: "closure", params: [{ pattern: { kind: "wild" } }], body: zeroOf(cx, type.elem) });
    case "record":
      return path(`${classPath(cx.unit, cx.module, type.class)}::ZERO`);
    case "runtime":
      return call(type.zero ? runtimePath(cx.unit, cx.module, type.zero) : "Default::default");
    case "str":
      return cx.unit.facts.fixedText(type) ? lit('""') : call("String::new");
    case "bytes":
      return call("Vec::new");
    default:
      return call("Default::default");
  }
}

/** A record with bit-fields is made from zero, field by field. */
export function bitRecord(cx: FunctionContext, e: Expression<"construct">, values: readonly RustExpr[]): RustExpr {
  const cls = classOf(cx.unit, e.class);
  const name = path("record");
  const statements = e.fields.map(([field], i) => {
    const bits = cls.fields.find((each) => each.name === field)?.bits;
    return exprStmt(
      bits
        ? method(name, `set_${fieldName(cls, field).replace(/^r#/, "")}`, values[i])
        : assign({ kind: "field", object: name, name: fieldName(cls, field) }, values[i]),
    );
  });
  const start = letStmt({ kind: "name", name: "record", mutable: true }, path(`${classPath(cx.unit, cx.module, e.class)}::ZERO`));
  return { kind: "block", block: { statements: [start, ...statements], value: name } };
}

/** A value in the container that its type's representation asks for. */
export function share(cx: FunctionContext, type: Type, expr: RustExpr): RustExpr {
  if (isSharedContainer(type, cx.unit)) return call("rt::Shared::new", expr);
  return expr;
}

export function inCell(cx: FunctionContext, cls: number, name: string, value: RustExpr): RustExpr {
  const { cells, flavour } = classOf(cx.unit, cls);
  if (cells) return call(`${importName(cx.unit, cx.module, "std::cell::Cell")}::new`, value);
  if (flavour !== "class") return value;
  switch (cx.unit.facts.field(cls, name)) {
    case "cell":
      return call(`${importName(cx.unit, cx.module, "std::cell::Cell")}::new`, value);
    case "refcell":
      return call(`${importName(cx.unit, cx.module, "std::cell::RefCell")}::new`, value);
    default:
      return value;
  }
}

/** Is the type of the numbers in an expression plain once it is written with suffixes? */
function tells(e: Expression): boolean {
  switch (e.kind) {
    case "int":
    case "float":
    case "str":
    case "bool":
      return true;
    case "unary":
      return tells(e.operand);
    case "tuple":
      return e.elems.every(tells);
    case "list":
    case "array":
      return e.elems.length > 0 && tells(e.elems[0]);
    default:
      return false;
  }
}

/** The items of a list that is written out: the first one may tell the type of all, `[(1_i64, 2_i64), (3, 4)]`. */
export const elementsOf = (cx: FunctionContext, elems: readonly Expression[], want: Type): (() => RustExpr)[] =>
  elems.map((elem, i) => () => withSuffix(cx, cx.suffix && !(i > 0 && tells(elems[0])), () => own(cx, elem, want)));
