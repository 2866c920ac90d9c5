/** `numpy.random`: a generator's methods, and functions of the module that draw from its own. */
import type { Span } from "../../../../base/span.ts";
import { refuse } from "../../../../diagnostics/diagnostic.ts";
import { f64, type Expression } from "../../../../ir/index.ts";
import { show } from "../../infer/show.ts";
import { INT, NONE, type Atom, type Ty } from "../../infer/types.ts";
import { ex, get, type Cx, type Val } from "../context.ts";
import { dead, toInt, withTempVal } from "../convert.ts";
import { irType } from "../ir-types.ts";
import type { ArgVal } from "../rows.ts";
import { shapeArgument } from "./construct.ts";
import { arrayIn, arrayTy, irNumber, type DType } from "./types.ts";
import {
  arrayAs,
  asArray,
  bindArguments,
  called,
  flagOf,
  I64,
  isNone,
  isUnknown,
  literal,
  made,
  numberAs,
  numOf,
  plainNumber,
  truthLiteral,
  unpackedList,
  wrapped,
  type Bound,
  type Given,
} from "./values.ts";

const STATE: Ty = [{ k: "rt", path: "numpy::RandomState", args: [] }];
const GENERATOR: Ty = [{ k: "rt", path: "numpy::Generator", args: [] }];

/** Is it a generator of one of the two kinds? */
export const isGenerator = (atom: Atom): boolean =>
  atom.k === "rt" && (atom.path === "numpy::RandomState" || atom.path === "numpy::Generator");

/** What the rows of a generator begin with. */
const prefixOf = (state: Val): "" | "pcg_" => (state.ty[0].k === "rt" && state.ty[0].path === "numpy::Generator" ? "pcg_" : "");

/** What `default_rng` gives has only these. */
const OF_GENERATOR = new Set("random uniform normal standard_normal integers choice permutation shuffle".split(" "));

/** Is there such a method of a generator? */
export const hasDraw = (atom: Atom, name: string): boolean =>
  atom.k === "rt" && (atom.path === "numpy::Generator" ? OF_GENERATOR.has(name) : name !== "integers" && isDraw(name));

const NAMES: Readonly<Record<string, readonly string[]>> = {
  random_sample: ["size"],
  random: ["size"],
  sample: ["size"],
  ranf: ["size"],
  standard_normal: ["size"],
  uniform: ["low", "high", "size"],
  normal: ["loc", "scale", "size"],
  exponential: ["scale", "size"],
  standard_exponential: ["size"],
  randint: ["low", "high", "size", "dtype"],
  integers: ["low", "high", "size", "dtype", "endpoint"],
  choice: ["a", "size", "replace", "p"],
  permutation: ["x"],
  shuffle: ["x"],
  seed: ["seed"],
};

/** Functions of `numpy.random` that are known. */
export const isDraw = (name: string): boolean => name in NAMES || name === "rand" || name === "randn";

/** `RandomState(seed)` */
export function randomState(cx: Cx, args: readonly ArgVal[], node: object, span: Span): Val {
  const bound = bindArguments(["seed"], args, node, "RandomState", span);
  if (!bound.seed || isNone(bound.seed)) return made(cx, STATE, "state", [], span);
  const { val } = bound.seed;
  if (val.ty.length === 0) return dead(cx, span, val);
  const [atom] = val.ty;
  if (atom.k === "list") {
    const elem = get(cx, atom.elem);
    if (elem.length === 1 && elem[0].k === "int") return made(cx, STATE, "state_of_all", [val.e], span);
  }
  const plain = plainNumber(cx, val, span);
  if (plain.ty.length !== 1 || plain.ty[0].k !== "int") return refuse("PY0702", span, `\`RandomState\` of a value of type ${show(val.ty)}`);
  return made(cx, STATE, "state_of", [plain.e], span);
}

/** `default_rng(seed)` */
export function defaultRng(cx: Cx, args: readonly ArgVal[], node: object, span: Span): Val {
  const bound = bindArguments(["seed"], args, node, "default_rng", span);
  if (!bound.seed || isNone(bound.seed)) return made(cx, GENERATOR, "generator", [], span);
  const { val } = bound.seed;
  if (val.ty.length === 0) return dead(cx, span, val);
  if (val.ty.length === 1 && isGenerator(val.ty[0])) return val;
  const plain = plainNumber(cx, val, span);
  if (plain.ty.length !== 1 || plain.ty[0].k !== "int") return refuse("PY0702", span, `\`default_rng\` of a value of type ${show(val.ty)}`);
  return made(cx, GENERATOR, "generator_of", [plain.e], span);
}

/** The generator of the module's own functions. */
export const moduleState = (cx: Cx, span: Span): Val => made(cx, STATE, "module_state", [], span);

/** A method of a generator. */
export function draw(cx: Cx, state: Val, name: string, args: readonly ArgVal[], node: object, span: Span): Val {
  if (args.some((arg) => arg.value.ty.length === 0)) return dead(cx, span, state, ...args.map((arg) => arg.value));
  if (name === "rand" || name === "randn") {
    const row = name === "rand" ? "random" : "standard_normal";
    if (args.length === 0) return wrappedFloat(cx, called(cx, row, [state.e], f64, span));
    const sizes = unpackedList(
      cx,
      args.map((arg) => plainNumber(cx, arg.value, span)),
      span,
    );
    return made(cx, arrayTy("f64", args.length), `${row}_array`, [state.e, sizes], span);
  }
  const bound = bindArguments(NAMES[name], args, node, `numpy.random.${name}`, span);
  const prefix = prefixOf(state);
  const float = (given: Given | undefined, otherwise: number): Expression => {
    if (!given) return ex(cx, "float", f64, span, { value: otherwise });
    const num = numOf(given.val);
    return !num || num.rank > 0 ? refuse("PY0702", span, `\`${name}\` with arrays of parameters`) : numberAs(cx, num, "f64", span);
  };
  /** One float, or an array of them. */
  const floats = (row: string, params: readonly Expression[]): Val => {
    if (isNone(bound.size)) return wrappedFloat(cx, called(cx, `${prefix}${row}`, [state.e, ...params], f64, span));
    const shape = shapeArgument(cx, bound.size!, span);
    return shape
      ? made(cx, arrayTy("f64", shape.rank), `${prefix}${row}_array`, [state.e, ...params, shape.list], span)
      : dead(cx, span, state);
  };
  switch (name) {
    case "seed":
      if (isNone(bound.seed)) return refuse("PY0702", span, "`seed` without a seed");
      return made(cx, NONE, "reseed", [state.e, plainNumber(cx, bound.seed!.val, span).e], span);
    case "uniform":
      return floats("uniform", [float(bound.low, 0), float(bound.high, 1)]);
    case "normal":
      return floats("normal", [float(bound.loc, 0), float(bound.scale, 1)]);
    case "exponential":
      return floats("exponential", [float(bound.scale, 1)]);
    case "standard_exponential":
      return floats("exponential", [float(undefined, 1)]);
    case "standard_normal":
      return floats("standard_normal", []);
    case "integers":
    case "randint":
      return randint(cx, state, bound, span);
    case "choice":
      return choice(cx, state, bound, node, span);
    case "permutation":
    case "shuffle":
      return reordered(cx, state, name, bound.x!.val, node, span);
    default:
      return floats("random", []);
  }
}

/** A float of Python: single draws are no numbers of NumPy's. */
const wrappedFloat = (cx: Cx, e: Expression): Val => {
  void cx;
  return { ty: [{ k: "float" }], e };
};

function randint(cx: Cx, state: Val, bound: Bound, span: Span): Val {
  const integer = (given: Given): Expression => toInt(cx, plainNumber(cx, given.val, span), span);
  if (bound.dtype) return refuse("PY0702", span, "`randint` of another type");
  const zero = ex(cx, "int", irType(cx.p, INT), span, { value: 0n });
  const prefix = prefixOf(state);
  const above = (e: Expression): Expression =>
    flagOf(bound.endpoint, false, "endpoint", span)
      ? ex(cx, "binary", irType(cx.p, INT), span, {
          op: "add",
          arithmetic: "exact",
          left: e,
          right: ex(cx, "int", irType(cx.p, INT), span, { value: 1n }),
        })
      : e;
  const ends = isNone(bound.high) ? [zero, above(integer(bound.low!))] : [integer(bound.low!), above(integer(bound.high!))];
  if (isNone(bound.size) && prefix) return wrapped(cx, "i64", called(cx, `${prefix}randint`, [state.e, ...ends], I64, span), span);
  if (isNone(bound.size)) return { ty: INT, e: called(cx, "randint", [state.e, ...ends], irType(cx.p, INT), span) };
  const shape = shapeArgument(cx, bound.size!, span);
  return shape
    ? made(cx, arrayTy("i64", shape.rank), `${prefix}randint_array`, [state.e, ...ends, shape.list], span)
    : dead(cx, span, state);
}

function choice(cx: Cx, state: Val, bound: Bound, node: object, span: Span): Val {
  const from = asArray(cx, bound.a!.val, node, span);
  if (isUnknown(from)) return from.val;
  const shape = isNone(bound.size) ? undefined : shapeArgument(cx, bound.size!, span);
  if (!isNone(bound.size) && !shape) return dead(cx, span, state);
  const sizes = shape?.list ?? unpackedList(cx, [], span);
  const rank = shape?.rank ?? 0;
  if (from.rank > 1) return refuse("PY0702", span, "`choice` among arrays of several axes");
  const prefix = prefixOf(state);
  if (prefix && bound.replace && !(bound.replace.node?.kind === "bool" && bound.replace.node.value))
    return refuse("PY0702", span, "`choice` of `default_rng` without replacement");
  const shares = bound.p && !isNone(bound.p) ? asArray(cx, bound.p.val, node, span) : undefined;
  if (shares && (isUnknown(shares) || shares.rank !== 1)) return dead(cx, span, state);
  if (shares && bound.replace && !(bound.replace.node?.kind === "bool" && bound.replace.node.value))
    return refuse("PY0702", span, "`choice` by shares without replacement");
  const placed = (count: () => Expression): Val => {
    if (prefix && shares) return refuse("PY0702", span, "`choice` of `default_rng` by shares");
    if (prefix)
      return made(
        cx,
        arrayTy("i64", rank),
        "pcg_randint_array",
        [state.e, ex(cx, "int", irType(cx.p, INT), span, { value: 0n }), count(), sizes],
        span,
      );
    return shares
      ? made(cx, arrayTy("i64", rank), "choice_by", [state.e, arrayAs(cx, shares, "f64", span).e, sizes], span)
      : made(cx, arrayTy("i64", rank), "choice", [state.e, count(), sizes, bound.replace?.val.e ?? truthLiteral(cx, true, span)], span);
  };
  const one = (array: Val, dtype: DType): Expression => called(cx, "only", [array.e], irNumber(dtype), span);
  if (from.kind !== "array") {
    const places = placed(() => plainNumber(cx, from.val, span).e);
    if (prefix && rank === 0) return wrapped(cx, "i64", one(places, "i64"), span);
    return rank > 0 ? places : { ty: INT, e: called(cx, "int", [one(places, "i64")], irType(cx.p, INT), span) };
  }
  return withTempVal(cx, from.val, span, (again) => {
    const places = placed(() => called(cx, "size", [again().e], irType(cx.p, INT), span));
    const chosen = made(cx, arrayTy(from.dtype, rank), "take", [again().e, places.e, literal(cx, 0, span)], span);
    return rank > 0 ? chosen : wrapped(cx, from.dtype, one(chosen, from.dtype), span);
  });
}

function reordered(cx: Cx, state: Val, name: "permutation" | "shuffle", val: Val, node: object, span: Span): Val {
  const [atom] = val.ty;
  if (name === "shuffle") {
    if (atom.k === "list") return made(cx, NONE, `${prefixOf(state)}shuffle_list`, [state.e, val.e], span);
    if (arrayIn(val.ty)) return made(cx, NONE, `${prefixOf(state)}shuffle`, [state.e, val.e], span);
    return refuse("PY0702", span, `\`shuffle\` of a value of type ${show(val.ty)}`);
  }
  const num = asArray(cx, val, node, span);
  if (isUnknown(num)) return num.val;
  if (num.kind === "array") return made(cx, num.val.ty, `${prefixOf(state)}permutation_of`, [state.e, num.val.e], span);
  return made(cx, arrayTy("i64", 1), `${prefixOf(state)}permutation`, [state.e, plainNumber(cx, val, span).e], span);
}
