/** Functions of `numpy`: which one is called, and with what. */
import type { Span } from "../../../../base/span.ts";
import { refuse } from "../../../../diagnostics/diagnostic.ts";
import { f64, type Expression } from "../../../../ir/index.ts";
import { FLOAT, NONE, type Ty } from "../../infer/types.ts";
import { ex, nothing, type Cx, type Val } from "../context.ts";
import { attempt, eachMember, memberNode } from "../operators.ts";
import { dead, toInt, without, withTempVal } from "../convert.ts";
import { irType } from "../ir-types.ts";
import type { ArgVal } from "../rows.ts";
import { array, arange, dtypeOf, eye, filled, full, like, linspace } from "./construct.ts";
import { ALIASES, binaryNamed, clip, close, OF_FLOATS, unaryNamed, where } from "./elementwise.ts";
import { ENTRIES, second, withOther } from "./entries.ts";
import { interp } from "./numerical.ts";
import { isOfModule, moduleCall } from "./linalg.ts";
import { pairwise } from "./operators.ts";
import { einsum } from "./products.ts";
import { defaultRng, draw, isDraw, moduleState, randomState } from "./random.ts";
import { PARAMETERS as REDUCED, reduction } from "./reductions.ts";
import * as shapes from "./shapes.ts";
import { type DType } from "./types.ts";
import {
  arrayAs,
  arrayIs,
  asArray,
  bindArguments,
  called,
  isNone,
  isUnknown,
  literal,
  made,
  numberAs,
  numOf,
  plainNumber,
  wrapped,
  type Bound,
  type Num,
} from "./values.ts";

/** Functions whose arguments are no arrays, or several of one kind. */
const CALLS: Readonly<Record<string, readonly [names: string, make: (cx: Cx, bound: Bound, node: object, span: Span) => Val]>> = {
  zeros: ["shape dtype order", (cx, bound, _, span) => filled(cx, "zeros", bound, span)],
  ones: ["shape dtype order", (cx, bound, _, span) => filled(cx, "ones", bound, span)],
  empty: ["shape dtype order", (cx, bound, _, span) => filled(cx, "empty", bound, span)],
  full: ["shape fill_value dtype", (cx, bound, _, span) => full(cx, bound, span)],
  zeros_like: ["a dtype", (cx, bound, node, span) => like(cx, "zeros_like", bound, node, span)],
  ones_like: ["a dtype", (cx, bound, node, span) => like(cx, "ones_like", bound, node, span)],
  empty_like: ["a dtype", (cx, bound, node, span) => like(cx, "empty_like", bound, node, span)],
  full_like: ["a fill_value dtype", (cx, bound, node, span) => like(cx, "full_like", bound, node, span)],
  array: ["object dtype copy ndmin", (cx, bound, node, span) => array(cx, bound, true, node, span)],
  asarray: ["object dtype", (cx, bound, node, span) => array(cx, bound, false, node, span)],
  arange: ["start stop step dtype", (cx, bound, _, span) => arange(cx, bound, span)],
  linspace: ["start stop num endpoint retstep dtype", (cx, bound, _, span) => linspace(cx, bound, span)],
  eye: ["N M k dtype", (cx, bound, _, span) => eye(cx, bound, span)],
  identity: ["N dtype", (cx, bound, _, span) => eye(cx, bound, span)],
  concatenate: ["arrays axis", (cx, bound, node, span) => shapes.joining(cx, "concatenate", bound, node, span)],
  stack: ["arrays axis", (cx, bound, node, span) => shapes.joining(cx, "stack", bound, node, span)],
  vstack: ["arrays", (cx, bound, node, span) => shapes.joining(cx, "vstack", bound, node, span)],
  hstack: ["arrays", (cx, bound, node, span) => shapes.joining(cx, "hstack", bound, node, span)],
  column_stack: ["arrays", (cx, bound, node, span) => shapes.joining(cx, "column_stack", bound, node, span)],
  meshgrid: [
    "x y indexing",
    (cx, bound, node, span) => {
      const [x, y] = [second(cx, bound, "x", node, span), second(cx, bound, "y", node, span)];
      return isUnknown(x) || isUnknown(y) ? dead(cx, span, x.val, y.val) : shapes.meshgrid(cx, x, y, bound, span);
    },
  ],
  where: [
    "condition x y",
    (cx, bound, node, span) => {
      const nums = [bound.condition, bound.x, bound.y].flatMap((each) => (each ? [asArray(cx, each.val, node, span)] : []));
      if (nums.some(isUnknown)) return dead(cx, span, ...nums.map((num) => num.val));
      return nums.length === 3 ? where(cx, nums[0], nums[1], nums[2], span) : shapes.nonzero(cx, nums[0], span);
    },
  ],
  clip: [
    "a a_min a_max min max",
    (cx, bound, node, span) => {
      const num = asArray(cx, bound.a!.val, node, span);
      const [low, high] = [bound.a_min ?? bound.min, bound.a_max ?? bound.max].map((each) =>
        each && !isNone(each) ? asArray(cx, each.val, node, span) : undefined,
      );
      return [num, low, high].some((each) => each && isUnknown(each)) ? dead(cx, span, num.val) : clip(cx, num, low, high, span);
    },
  ],
  interp: ["x xp fp", (cx, bound, node, span) => interp(cx, bound, node, span)],
  logspace: [
    "start stop num endpoint",
    (cx, bound, _, span) => {
      const ten: Num = { kind: "weak", dtype: "f64", rank: 0, val: { ty: FLOAT, e: ex(cx, "float", f64, span, { value: 10 }) } };
      const exponents = numOf(linspace(cx, bound, span));
      return exponents ? pairwise(cx, "power", ten, exponents, "f64", span) : dead(cx, span);
    },
  ],
  isclose: ["a b rtol atol", (cx, bound, node, span) => closeCall(cx, "isclose", bound, node, span)],
  allclose: ["a b rtol atol", (cx, bound, node, span) => closeCall(cx, "allclose", bound, node, span)],
  set_printoptions: [
    "precision threshold edgeitems linewidth suppress",
    (cx, bound, _, span) => {
      const none = (): Expression => ex(cx, "unit", { kind: "unit" }, span, {});
      const args = ["precision", "threshold", "edgeitems", "linewidth"].map((name) =>
        bound[name] ? plainNumber(cx, bound[name].val, span).e : none(),
      );
      const suppress = bound.suppress ? toInt(cx, bound.suppress.val, span) : none();
      return made(cx, NONE, "set_printoptions", [...args, suppress], span);
    },
  ],
  unravel_index: [
    "indices shape",
    (cx, bound, _, span) => {
      const shape = shapes.sizesOf(cx, bound.shape!, span);
      if (!shape || bound.indices!.val.ty.length === 0) return dead(cx, span, bound.shape!.val);
      return shapes.unravel(cx, toInt(cx, plainNumber(cx, bound.indices!.val, span), span), shape.rank, shape.list, span);
    },
  ],
};

function closeCall(cx: Cx, row: "isclose" | "allclose", bound: Bound, node: object, span: Span): Val {
  const [a, b] = [bound.a!, bound.b!].map((each) => asArray(cx, each.val, node, span));
  return isUnknown(a) || isUnknown(b) ? dead(cx, span, a.val, b.val) : close(cx, row, a, b, bound, span);
}

const BINARY = new Set(
  (
    "add subtract multiply divide power floor_divide mod maximum minimum bitwise_and bitwise_or bitwise_xor shift_left shift_right " +
    "equal not_equal less less_equal greater greater_equal logical_and logical_or logical_xor arctan2 hypot"
  ).split(" "),
);
const UNARY = new Set([
  ...OF_FLOATS,
  ..."absolute negative square sign floor ceil trunc rint reciprocal invert isnan isfinite isinf logical_not conj real imag angle".split(
    " ",
  ),
]);

/** Functions that only ask for the shape. */
const ASKED = new Set(["shape", "ndim", "size"]);

/** Is there such a function of `numpy`? The name is without the module's. */
export function isFunction(given: string): boolean {
  const name = ALIASES[given] ?? given;
  return (
    name in ENTRIES ||
    name in CALLS ||
    name in REDUCED ||
    BINARY.has(name) ||
    UNARY.has(name) ||
    ASKED.has(name) ||
    isOfModule(name) ||
    ["einsum", "random.RandomState", "random.default_rng", "ptp", "errstate", "seterr", "array2string", "average"].includes(name) ||
    (name.startsWith("random.") && name !== "random.integers" && isDraw(name.slice(7)))
  );
}

/** Are values of several types told apart before the call? */
const apart = (ty: Ty): boolean =>
  ty.every((atom) => atom.k !== "none" && (numOf({ ty: [atom], e: nothing }) ?? ["list", "tuple"].includes(atom.k)));

/** A call for each type that one of its arguments may have. */
function eachOf(
  cx: Cx,
  several: Val,
  args: readonly ArgVal[],
  node: object,
  span: Span,
  make: (args: readonly ArgVal[], node: object) => Val,
): Val {
  return eachMember(cx, several, span, "TypeError: an array or a number is needed", (one) => {
    const at = Object.assign(memberNode(cx, node, one), { args: (node as { args?: unknown }).args });
    return attempt(() =>
      make(
        args.map((arg) => (arg.value === several ? { ...arg, value: one } : arg)),
        at,
      ),
    );
  });
}

/** A function of `numpy` by its name without the module's, called. */
export function numpyCall(cx: Cx, given: string, args: readonly ArgVal[], node: object, span: Span): Val {
  const name = ALIASES[given] ?? given;
  if (given.startsWith("dtype ")) return conversion(cx, given.slice(6) as DType, args, node, span);
  if (args.some((arg) => arg.value.ty.length === 0 && !arg.star)) return dead(cx, span, ...args.map((arg) => arg.value));
  const several = args.find(
    (arg, i) => arg.value.ty.length > 1 && !arg.star && apart(i === 0 ? without(arg.value.ty, "none") : arg.value.ty),
  );
  if (several) return eachOf(cx, several.value, args, node, span, (each, at) => numpyCall(cx, given, each, at, span));
  const what = `numpy.${given}`;
  if (name === "random.RandomState") return randomState(cx, args, node, span);
  if (name === "random.default_rng") return defaultRng(cx, args, node, span);
  if (name.startsWith("random.")) return draw(cx, moduleState(cx, span), name.slice(7), args, node, span);
  if (isOfModule(name)) return moduleCall(cx, name, args, node, span);
  if (name === "seterr") return { ty: NONE, e: ex(cx, "unit", { kind: "unit" }, span, {}) };
  if (name === "einsum") {
    const first = (node as { args?: readonly { value: { kind: string; value?: string } }[] }).args?.[0]?.value;
    if (first?.kind !== "str") return refuse("PY0704", span, "`einsum` with subscripts that are not written down");
    const nums = args.slice(1).map((arg) => arrayIs(cx, arg.value, node, span));
    return nums.some(isUnknown) ? dead(cx, span, ...nums.map((num) => num.val)) : einsum(cx, first.value!, nums, span);
  }
  if (name in CALLS) {
    const [names, make] = CALLS[name];
    return make(cx, bindArguments(names.split(" "), args, node, what, span), node, span);
  }
  if (BINARY.has(name)) {
    const bound = bindArguments(["a", "b"], args, node, what, span);
    const [a, b] = [bound.a!, bound.b!].map((each) => asArray(cx, each.val, node, span));
    return isUnknown(a) || isUnknown(b) ? dead(cx, span, a.val, b.val) : (binaryNamed(cx, name, a, b, span) ?? unknown(what, span));
  }
  if (UNARY.has(name)) {
    const bound = bindArguments(["x"], args, node, what, span);
    return withOther(cx, bound.x!.val, node, span, (num) => unaryNamed(cx, name, num, span) ?? unknown(what, span));
  }
  if (name in REDUCED) {
    const bound = bindArguments(["a", ...REDUCED[name]], args, node, what, span);
    return withOther(cx, bound.a!.val, node, span, (num) => reduced(cx, name, num, bound, span));
  }
  if (ASKED.has(name)) return withOther(cx, args[0].value, node, span, (num) => asked(cx, name, num, span));
  if (name in ENTRIES) {
    const [names, make] = ENTRIES[name];
    const all = names.split(" ");
    const bound = bindArguments(all, args, node, what, span);
    const first = bound[all[0]];
    if (!first) return refuse("PY0702", span, `\`${what}\` without its array`);
    const num = arrayIs(cx, first.val, node, span);
    return isUnknown(num) ? num.val : make(cx, num, bound, node, span, args);
  }
  return unknown(what, span);
}

const unknown = (what: string, span: Span): never => refuse("PY0702", span, `\`${what}\` for these arguments`);

/** A reduction by name; `ptp` is the difference of two. */
export function reduced(cx: Cx, name: string, num: Num, bound: Bound, span: Span): Val {
  const dtype = dtypeOf(bound.dtype, span);
  if (name !== "ptp") return reduction(cx, name, num, bound, span, dtype);
  return withTempVal(cx, num.val, span, (again) => {
    const [high, low] = ["max", "min"].map((each) => numOf(reduction(cx, each, { ...num, val: again() }, bound, span))!);
    return pairwise(cx, "sub", high, low, num.dtype, span, "-");
  });
}

/** `a.shape`, `a.ndim`, `a.size` */
export function asked(cx: Cx, name: string, num: Num, span: Span): Val {
  const int = irType(cx.p, [{ k: "int" }]);
  const array = arrayAs(cx, num, num.dtype, span);
  if (name === "ndim") return { ty: [{ k: "int" }], e: ex(cx, "int", int, span, { value: BigInt(num.rank) }) };
  if (name === "size") return { ty: [{ k: "int" }], e: called(cx, "size", [array.e], int, span) };
  return shapes.shapeTuple(cx, { ...num, kind: "array", val: array } as Num, span);
}

/** `numpy.float32(x)` and the like. */
function conversion(cx: Cx, dtype: DType, args: readonly ArgVal[], node: object, span: Span): Val {
  const [first] = args;
  if (!first)
    return wrapped(
      cx,
      dtype,
      numberAs(cx, { kind: "weak", dtype: "i64", rank: 0, val: { ty: [{ k: "int" }], e: literal(cx, 0, span) } }, dtype, span),
      span,
    );
  if (first.value.ty.length === 0) return dead(cx, span, first.value);
  const num = asArray(cx, first.value, node, span);
  if (isUnknown(num)) return num.val;
  return num.kind === "array" && num.rank > 0 ? arrayAs(cx, num, dtype, span) : wrapped(cx, dtype, numberAs(cx, num, dtype, span), span);
}

/** Methods of arrays that are functions of the library under the same name. */
export const isEntry = (name: string): boolean => name in ENTRIES;

/** A method of an array that is a function of the library. */
export function entryMethod(cx: Cx, name: string, num: Num, args: readonly ArgVal[], node: object, span: Span): Val {
  const [names, make] = ENTRIES[name];
  return make(cx, num, bindArguments(names.split(" ").slice(1), args, node, name, span), node, span, args);
}
