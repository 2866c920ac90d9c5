/** Attributes and methods of arrays, of numbers out of them, of generators; iteration, truth, conversions. */
import type { Span } from "../../../../base/span.ts";
import { refuse } from "../../../../diagnostics/diagnostic.ts";
import { bool, str, type Expression } from "../../../../ir/index.ts";
import { BOOL, INT, NONE, type Atom, type Ty } from "../../infer/types.ts";
import { ex, type Cx, type Val } from "../context.ts";
import { dead } from "../convert.ts";
import { irType } from "../ir-types.ts";
import { callRow, type ArgVal } from "../rows.ts";
import { dtypeOf } from "./construct.ts";
import { clip, unaryNamed } from "./elementwise.ts";
import { asked, entryMethod, isEntry, reduced } from "./library.ts";
import { draw, hasDraw, isGenerator } from "./random.ts";
import { PARAMETERS } from "./reductions.ts";
import * as shapes from "./shapes.ts";
import { arrayIn, arrayOf, arrayTy, dtypeName, irNumber, scalarIn, scalarOf, scalarTy } from "./types.ts";
import {
  arrayAs,
  bindArguments,
  called,
  isNone,
  literal,
  made,
  number,
  numberAs,
  numOf,
  plainNumber,
  wrapped,
  type Num,
} from "./values.ts";

/** Is a value an array, a number out of one, or a generator of NumPy's? */
export const isMember = (atom: Atom): boolean =>
  atom.k === "rt" && (arrayOf(atom) !== undefined || scalarOf(atom) !== undefined || isGenerator(atom));

/** `value.name`; undefined where it is a method. */
export function numpyAttribute(cx: Cx, object: Val, name: string, span: Span): Val | undefined {
  const num = numOf(object);
  if (!num) return undefined;
  switch (name) {
    case "shape":
    case "ndim":
    case "size":
      return asked(cx, name, num, span);
    case "T":
      return num.kind === "array" ? made(cx, object.ty, "transposed", [object.e], span) : object;
    case "real":
    case "imag":
      return unaryNamed(cx, name, num, span);
    case "dtype":
      return made(
        cx,
        [{ k: "rt", path: "numpy::DType", args: [] }],
        "dtype",
        [ex(cx, "str", str, span, { value: dtypeName(num.dtype) })],
        span,
      );
    case "itemsize":
    case "nbytes": {
      const size = ex(cx, "int", irType(cx.p, INT), span, { value: BigInt(num.dtype === "bool" ? 1 : Number(num.dtype.slice(1)) / 8) });
      if (name === "itemsize") return { ty: INT, e: size };
      return {
        ty: INT,
        e: ex(cx, "binary", irType(cx.p, INT), span, { op: "mul", arithmetic: "exact", left: asked(cx, "size", num, span).e, right: size }),
      };
    }
    case "flat":
      return num.kind === "array" ? made(cx, arrayTy(num.dtype, 1), "ravel", [object.e], span) : undefined;
    default:
      return undefined;
  }
}

/** `object.name(args)` of an array, a number out of one, or a generator. */
export function numpyMethod(cx: Cx, object: Val, name: string, args: readonly ArgVal[], node: object, span: Span): Val {
  const [atom] = object.ty;
  if (args.some((arg) => arg.value.ty.length === 0)) return dead(cx, span, object, ...args.map((arg) => arg.value));
  if (isGenerator(atom))
    return hasDraw(atom, name) ? draw(cx, object, name, args, node, span) : refuse("PY0307", span, `a generator's method \`${name}\``);
  const num = numOf(object)!;
  if (name in PARAMETERS && name !== "median") return reduced(cx, name, num, bindArguments(PARAMETERS[name], args, node, name, span), span);
  switch (name) {
    case "astype": {
      const bound = bindArguments(["dtype", "copy"], args, node, name, span);
      const dtype = dtypeOf(bound.dtype, span) ?? num.dtype;
      if (num.kind !== "array") return wrapped(cx, dtype, numberAs(cx, num, dtype, span), span);
      return dtype === num.dtype ? made(cx, object.ty, "copy", [object.e], span) : arrayAs(cx, num, dtype, span);
    }
    case "item": {
      if (args.length > 0) return refuse("PY0702", span, "`item` of a place");
      if (num.kind !== "array") return plainNumber(cx, object, span);
      return plainNumber(cx, wrapped(cx, num.dtype, called(cx, "item", [object.e], irNumber(num.dtype), span), span), span);
    }
    case "tolist":
      return shapes.tolist(cx, num, node, span);
    case "flatten":
      if (num.kind === "array") return made(cx, arrayTy(num.dtype, 1), "flatten", [object.e], span);
      break;
    case "fill": {
      const value = numOf(args[0].value);
      if (num.kind !== "array" || !value || value.rank > 0) break;
      return made(cx, NONE, "put_right", [object.e, numberAs(cx, value, num.dtype, span)], span);
    }
    case "sort": {
      const bound = bindArguments(["axis", "kind"], args, node, name, span);
      const axis = bound.axis ? numberAs(cx, numOf(bound.axis.val)!, "i64", span) : literal(cx, -1, span);
      return made(cx, NONE, "sort_inside", [object.e, axis], span);
    }
    case "reshape": {
      if (num.kind !== "array") break;
      const nodes = (node as { args?: readonly { value: never }[] }).args;
      const sizes = args.map((arg, i) => ({ val: arg.value, node: nodes?.[i]?.value }));
      return shapes.reshape(cx, num, sizes, span);
    }
    case "transpose": {
      const nodes = (node as { args?: readonly { value: never }[] }).args;
      return shapes.transpose(
        cx,
        num,
        args.map((arg, i) => ({ val: arg.value, node: nodes?.[i]?.value })),
        span,
      );
    }
    case "clip": {
      const bound = bindArguments(["min", "max"], args, node, name, span);
      const [low, high] = [bound.min, bound.max].map((each) => (isNone(each) ? undefined : numOf(each!.val)));
      return clip(cx, num, low, high, span);
    }
    case "conj":
    case "conjugate":
      return unaryNamed(cx, "conj", num, span)!;
    default:
      if (isEntry(name) && !NO_METHODS.has(name)) {
        const array: Num =
          num.kind === "array" ? num : { kind: "array", dtype: num.dtype, rank: 0, val: arrayAs(cx, num, num.dtype, span) };
        if (name === "round" && num.kind !== "array") return entryMethod(cx, name, num, args, node, span);
        return entryMethod(cx, name, array, args, node, span);
      }
  }
  return refuse("PY0307", span, `an array's method \`${name}\``);
}

const NO_METHODS = new Set(
  "tile flip fliplr flipud flatnonzero argwhere count_nonzero unique diff diag tril triu inner vdot matmul outer cross".split(" "),
);

/** Builtin functions of NumPy's values; undefined for others. */
export function numpyBuiltin(cx: Cx, row: string, args: readonly ArgVal[], node: object, span: Span): Val | undefined {
  if (row === "builtins.len" && args.length === 1) return arrayLength(cx, args[0].value, span);
  return row === "builtins.abs" || row === "builtins.round" ? converted(cx, row.slice(9), args, node, span) : undefined;
}

/** `len(array)` */
function arrayLength(cx: Cx, val: Val, span: Span): Val | undefined {
  const shape = arrayIn(val.ty);
  if (!shape) return undefined;
  if (shape.rank === 0) return refuse("PY0302", span, "`len` of an array without axes");
  return { ty: INT, e: called(cx, "len", [val.e], irType(cx.p, INT), span) };
}

/** What iteration over an array gives; undefined for what is no array. */
export function itemOfArray(atom: Atom): Ty | undefined {
  const shape = arrayOf(atom);
  if (!shape || shape.rank === 0) return undefined;
  return shape.rank === 1 ? scalarTy(shape.dtype) : arrayTy(shape.dtype, shape.rank - 1);
}

/** The arrays, or numbers, along the first axis, one after the other; of a type of the IR. */
export const overArray = (cx: Cx, val: Val, elem: Ty, span: Span): Expression =>
  called(cx, arrayIn(val.ty)!.rank === 1 ? "numbers" : "rows", [val.e], { kind: "iter", elem: irType(cx.p, elem) }, span);

/** `bool(value)` of an array or a number out of one, as Rust's; undefined for other values. */
export function numpyTruth(cx: Cx, val: Val, span: Span): Expression | undefined {
  const scalar = scalarIn(val.ty);
  if (scalar === "bool") return number(cx, val, span);
  if (scalar) return called(cx, "holds", [number(cx, val, span)], bool, span);
  return arrayIn(val.ty) ? called(cx, "truth", [val.e], bool, span) : undefined;
}

/** `float(value)`, `int(value)`, `bool(value)`, `complex(value)`, `abs(value)`, `round(value)` of NumPy's values; undefined where it is none. */
export function converted(cx: Cx, type: string, args: readonly ArgVal[], node: object, span: Span): Val | undefined {
  const val = args.length >= 1 ? args[0].value : undefined;
  if (!val || (!arrayIn(val.ty) && !scalarIn(val.ty))) return undefined;
  const num = numOf(val)!;
  const one = (): Val =>
    num.kind === "array" ? wrapped(cx, num.dtype, called(cx, "item", [val.e], irNumber(num.dtype), span), span) : val;
  const as = (dtype: "f64" | "i64" | "c128"): Val => {
    const single = numOf(one())!;
    return plainNumber(cx, wrapped(cx, dtype, numberAs(cx, single, dtype, span), span), span);
  };
  switch (type) {
    case "float":
      return as("f64");
    case "complex":
      return as("c128");
    case "int": {
      const single = numOf(one())!;
      const from = single.dtype;
      if (from === "f64" || from === "f32") return callRow(cx, "builtins.int", [{ value: as("f64") }], node, span);
      return as("i64");
    }
    case "bool":
      return { ty: BOOL, e: numpyTruth(cx, val, span)! };
    case "abs":
      return unaryNamed(cx, "absolute", num, span);
    case "round": {
      if (num.kind === "array") return entryMethod(cx, "round", num, args.slice(1), { args: [] }, span);
      return args.length > 1 ? entryMethod(cx, "round", num, args.slice(1), { args: [] }, span) : undefined;
    }
    default:
      return undefined;
  }
}
