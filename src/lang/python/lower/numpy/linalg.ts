/** `numpy.linalg` and `numpy.fft`. */
import type { Span } from "../../../../base/span.ts";
import { refuse } from "../../../../diagnostics/diagnostic.ts";
import { f64, type Expression } from "../../../../ir/index.ts";
import { ex, type Cx, type Val } from "../context.ts";
import { dead, toInt } from "../convert.ts";
import type { ArgVal } from "../rows.ts";
import { unpacked } from "./operators.ts";
import { axisOf } from "./reductions.ts";
import { arrayTy, irNumber } from "./types.ts";
import {
  arrayAs,
  arrayIs,
  bindArguments,
  called,
  flagOf,
  integerOf,
  isNone,
  isUnknown,
  literal,
  made,
  numberAs,
  numOf,
  plainNumber,
  truthLiteral,
  word,
  wrapped,
  type Given,
  type Num,
} from "./values.ts";

const PARAMETERS: Readonly<Record<string, readonly string[]>> = {
  "linalg.solve": ["a", "b"],
  "linalg.inv": ["a"],
  "linalg.det": ["a"],
  "linalg.cholesky": ["a"],
  "linalg.norm": ["x", "ord", "axis", "keepdims"],
  "linalg.matrix_power": ["a", "n"],
  "fft.fft": ["a", "n", "axis"],
  "fft.ifft": ["a", "n", "axis"],
  "fft.rfft": ["a", "n", "axis"],
  "fft.irfft": ["a", "n", "axis"],
  "fft.fftfreq": ["n", "d"],
  "fft.rfftfreq": ["n", "d"],
  "fft.fftshift": ["x"],
  "fft.ifftshift": ["x"],
};

/** Is it a function of `numpy.linalg` or `numpy.fft` that is known? */
export const isOfModule = (name: string): boolean => name in PARAMETERS;

/** A call of a function of `numpy.linalg` or `numpy.fft`. */
export function moduleCall(cx: Cx, name: string, args: readonly ArgVal[], node: object, span: Span): Val {
  if (args.some((arg) => arg.value.ty.length === 0)) return dead(cx, span, ...args.map((arg) => arg.value));
  const bound = bindArguments(PARAMETERS[name], args, node, `numpy.${name}`, span);
  const float = (given: Given | undefined, otherwise: number): Expression =>
    given ? numberAs(cx, numOf(given.val)!, "f64", span) : ex(cx, "float", f64, span, { value: otherwise });
  if (name === "fft.fftfreq" || name === "fft.rfftfreq") {
    const n = toInt(cx, plainNumber(cx, bound.n!.val, span), span);
    return made(cx, arrayTy("f64", 1), name.slice(4), [n, float(bound.d, 1)], span);
  }
  const num = arrayIs(cx, (bound.a ?? bound.x)!.val, node, span);
  if (isUnknown(num)) return num.val;
  if (name.startsWith("fft.")) return transform(cx, name.slice(4), num, bound.n, bound.axis, span);
  if (name === "linalg.norm") return norm(cx, num, bound, span);
  if (num.dtype === "f32" || num.dtype === "c128") return refuse("PY0702", span, `\`${name}\` of such numbers`);
  if (num.rank !== 2) return refuse("PY0702", span, `\`${name}\` of an array of ${num.rank} axes`);
  const a = arrayAs(cx, num, "f64", span).e;
  switch (name) {
    case "linalg.solve": {
      const b = arrayIs(cx, bound.b!.val, node, span);
      if (isUnknown(b)) return b.val;
      if (b.rank < 1 || b.rank > 2 || b.dtype === "f32" || b.dtype === "c128")
        return refuse("PY0702", span, "`solve` for such a right side");
      return made(cx, arrayTy("f64", b.rank), "solve", [a, arrayAs(cx, b, "f64", span).e], span);
    }
    case "linalg.det":
      return wrapped(cx, "f64", called(cx, "det", [a], f64, span), span);
    case "linalg.matrix_power": {
      const n = integerOf(bound.n);
      if (n === undefined || n < 0) return refuse("PY0702", span, "`matrix_power` with a power that is not written down, or negative");
      return made(cx, num.val.ty, "matrix_power", [num.val.e, literal(cx, n, span)], span);
    }
    default:
      return made(cx, arrayTy("f64", 2), name.slice(7), [a], span);
  }
}

function norm(cx: Cx, num: Num, bound: ReturnType<typeof bindArguments>, span: Span): Val {
  const dtype = num.dtype === "f32" ? "f32" : "f64";
  if (num.dtype === "c128") return refuse("PY0702", span, "`norm` of complex numbers");
  const array = arrayAs(cx, num, dtype, span).e;
  const keep = flagOf(bound.keepdims, false, "keepdims", span);
  if (isNone(bound.ord) || (integerOf(bound.ord) === 2 && (num.rank === 1 || !isNone(bound.axis)))) {
    if (isNone(bound.axis)) return wrapped(cx, dtype, called(cx, "norm", [array], irNumber(dtype), span), span);
    const rank = keep ? num.rank : num.rank - 1;
    return unpacked(
      cx,
      made(cx, arrayTy(dtype, rank), "norm_along", [array, axisOf(cx, bound.axis!, span), truthLiteral(cx, keep, span)], span),
      span,
    );
  }
  const order = numOf(bound.ord!.val);
  if (!order || num.rank !== 1 || !isNone(bound.axis)) return refuse("PY0702", span, "`norm` of another order");
  const double = arrayAs(cx, num, "f64", span).e;
  return wrapped(cx, "f64", called(cx, "norm_of", [double, numberAs(cx, order, "f64", span)], f64, span), span);
}

function transform(cx: Cx, name: string, num: Num, n: Given | undefined, axis: Given | undefined, span: Span): Val {
  if (name === "fftshift" || name === "ifftshift")
    return made(cx, num.val.ty, "fftshift", [num.val.e, truthLiteral(cx, name === "ifftshift", span)], span);
  if (num.dtype === "f32" || num.rank < 1) return refuse("PY0702", span, `\`${name}\` of such numbers`);
  if (name === "rfft" && num.dtype === "c128") return refuse("PY0702", span, "`rfft` of complex numbers");
  const size = n && !isNone(n) ? word(cx, n.val, span) : ex(cx, "unit", { kind: "unit" }, span, {});
  const along = axis ? axisOf(cx, axis, span) : literal(cx, -1, span);
  const array = num.dtype === "c128" ? num.val.e : arrayAs(cx, num, "f64", span).e;
  return made(cx, arrayTy(name === "irfft" ? "f64" : "c128", num.rank), name, [array, size, along], span);
}
