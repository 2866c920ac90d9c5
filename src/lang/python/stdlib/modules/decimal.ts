/** `decimal`, `complex` and `cmath`: runtime/py/src/{decimal,complex}.rs. */
import { fallible, row, type PyRow, type PyTable, type RowOptions } from "../row.ts";

const feature = "decimal";
const D = "rt[decimal::Decimal]";
const X = "rt[decimal::Context]";
const plain = (signature: string, run: string, options: RowOptions = {}): PyRow =>
  row(signature, `decimal::${run}`, { feature, ...options });
const failing = (signature: string, run: string, options: RowOptions = {}): PyRow =>
  fallible(signature, `decimal::${run}`, { feature, ...options });
const WORDS = { range: [-(1n << 62n), 1n << 62n] } as const;
const settings = { io: true } as const;

/** What takes a `Decimal` takes an integer in its place: the lowering makes one of it by `of_int`. */
export const decimal: PyTable = {
  Decimal: [
    plain(`() -> ${D}`, "zero"),
    plain(`(value: int) -> ${D}`, "of_int"),
    plain(`(value: float) -> ${D}`, "of_float"),
    failing(`(value: str) -> ${D}`, "parse"),
    plain(`(value: ${D}) -> ${D}`, "copy"),
  ],
  "Decimal.from_float": plain(`(value: float) -> ${D}`, "of_float"),
  getcontext: plain(`() -> ${X}`, "getcontext"),
  localcontext: [
    plain(`() -> ${X}`, "localcontext", settings),
    plain(`(ctx: ${X}) -> ${X}`, "localcontext_of", { ...settings, args: ["own"] }),
  ],
  setcontext: plain(`(context: ${X}) -> None`, "setcontext", { ...settings, args: ["own"] }),
  Context: failing(`(prec: int = 28, rounding: str = "ROUND_HALF_EVEN") -> ${X}`, "context", settings),
};

const two = (run: string, fails = true): PyRow => (fails ? failing : plain)(`(self: ${D}, other: ${D}) -> ${D}`, run);
const one = (run: string, fails = true): PyRow => (fails ? failing : plain)(`(self: ${D}) -> ${D}`, run);
const ask = (run: string): PyRow => plain(`(self: ${D}) -> bool`, run);
const order = (name: string): readonly PyRow[] => [
  row(`(self: ${D}, other: ${D}) -> bool`, `operator::${name}`, { feature }),
  plain(`(self: ${D}, x: float) -> bool`, `${name}_float`),
];

export const decimalMethods: PyTable = {
  __add__: two("add"),
  __sub__: two("sub"),
  __mul__: two("mul"),
  __truediv__: two("div"),
  __floordiv__: two("floor_div"),
  __mod__: two("modulo"),
  __pow__: two("pow"),
  __divmod__: failing(`(self: ${D}, other: ${D}) -> tuple[${D},${D}]`, "divmod"),
  __neg__: one("neg"),
  __pos__: one("pos"),
  __abs__: one("abs"),
  __eq__: order("eq"),
  __lt__: order("lt"),
  __le__: order("le"),
  __gt__: order("gt"),
  __ge__: order("ge"),
  __bool__: row(`(self: ${D}) -> bool`, "truth::test", { feature, args: ["ref"] }),
  __int__: failing(`(self: ${D}) -> int`, "to_int", { generics: ["int"] }),
  __float__: plain(`(self: ${D}) -> float`, "to_float"),
  __floor__: failing(`(self: ${D}) -> int`, "floor", { generics: ["int"] }),
  __ceil__: failing(`(self: ${D}) -> int`, "ceil", { generics: ["int"] }),
  __trunc__: failing(`(self: ${D}) -> int`, "to_int", { generics: ["int"] }),
  __round__: [failing(`(self: ${D}) -> int`, "round", { generics: ["int"] }), failing(`(self: ${D}, ndigits: int) -> ${D}`, "round_to")],
  sqrt: [one("sqrt"), failing(`(self: ${D}, context: ${X}) -> ${D}`, "sqrt_within", { args: ["ref", "own"] })],
  exp: one("exp"),
  ln: one("ln"),
  log10: one("log10"),
  normalize: one("normalize"),
  quantize: [
    failing(`(self: ${D}, exp: ${D}) -> ${D}`, "quantize"),
    failing(`(self: ${D}, exp: ${D}, rounding: str) -> ${D}`, "quantize_by"),
    failing(`(self: ${D}, exp: ${D}, *, context: ${X}) -> ${D}`, "quantize_within", { args: ["ref", "ref", "own"] }),
  ],
  to_integral_value: [plain(`(self: ${D}) -> ${D}`, "to_integral"), failing(`(self: ${D}, rounding: str) -> ${D}`, "to_integral_by")],
  to_integral: [plain(`(self: ${D}) -> ${D}`, "to_integral"), failing(`(self: ${D}, rounding: str) -> ${D}`, "to_integral_by")],
  compare: two("compare"),
  max: two("max"),
  min: two("min"),
  scaleb: failing(`(self: ${D}, places: int) -> ${D}`, "scaleb"),
  copy_abs: one("copy_abs", false),
  copy_negate: one("copy_negate", false),
  copy_sign: two("copy_sign", false),
  adjusted: plain(`(self: ${D}) -> int`, "adjusted", WORDS),
  as_tuple: plain(`(self: ${D}) -> tuple[int,tuple[int,...],int]`, "as_tuple", WORDS),
  as_integer_ratio: plain(`(self: ${D}) -> tuple[int,int]`, "as_integer_ratio", { generics: ["int"] }),
  to_eng_string: plain(`(self: ${D}) -> str`, "to_eng_string"),
  is_nan: ask("is_nan"),
  is_infinite: ask("is_infinite"),
  is_finite: ask("is_finite"),
  is_zero: ask("is_zero"),
  is_signed: ask("is_signed"),
};

/** A method of a context: the operation with its settings in force. */
const within = (run: string, names: readonly string[]): PyRow =>
  failing(`(self: ${X}, ${names.map((name) => `${name}: ${D}`).join(", ")}) -> ${D}`, `${run}_within`, {
    args: ["own", ...names.map(() => "ref" as const)],
  });

/** The most digits that a context may ask for. */
const LIMIT = 999_999_999_999_999_999n;

/** `getcontext()` and `with localcontext() as context`. */
export const decimalContext: PyTable = {
  prec: plain(`(self: ${X}) -> int`, "precision", { ...settings, ...WORDS, args: ["own"] }),
  set_prec: failing(`(self: ${X}, value: int) -> None`, "set_precision", { ...settings, args: ["own"] }),
  rounding: plain(`(self: ${X}) -> str`, "rounding", { ...settings, args: ["own"] }),
  set_rounding: failing(`(self: ${X}, value: str) -> None`, "set_rounding", { ...settings, args: ["own", "ref"] }),
  create_decimal: [within("plus", ["num"]), failing(`(self: ${X}, num: str) -> ${D}`, "parse_within", { args: ["own", "ref"] })],
  plus: within("plus", ["x"]),
  add: within("add", ["a", "b"]),
  subtract: within("sub", ["a", "b"]),
  multiply: within("mul", ["a", "b"]),
  divide: within("div", ["a", "b"]),
  power: within("pow", ["a", "b"]),
  remainder: within("modulo", ["a", "b"]),
  quantize: within("quantized", ["a", "b"]),
  minus: within("neg", ["a"]),
  abs: within("abs", ["a"]),
  sqrt: within("root", ["a"]),
  exp: within("exp", ["a"]),
  ln: within("ln", ["a"]),
  log10: within("log10", ["a"]),
  set_Emax: failing(`(self: ${X}, value: int) -> None`, "set_limit", { ...settings, args: ["own"] }),
  set_Emin: failing(`(self: ${X}, value: int) -> None`, "set_limit", { ...settings, args: ["own"] }),
  copy: plain(`(self: ${X}) -> ${X}`, "copy_context", { ...settings, args: ["own"] }),
  close: plain(`(self: ${X}) -> None`, "restore", { ...settings, args: ["own"] }),
};

export const decimalConstants: Readonly<Record<string, string | bigint>> = {
  ...Object.fromEntries(
    ["HALF_EVEN", "HALF_UP", "HALF_DOWN", "UP", "DOWN", "CEILING", "FLOOR", "05UP"].map((name) => [`ROUND_${name}`, `ROUND_${name}`]),
  ),
  MAX_PREC: LIMIT,
  MAX_EMAX: LIMIT,
  MIN_EMIN: -LIMIT,
};

const C = "rt[complex::Complex]";
const complexRow = (signature: string, run: string, fails = false): PyRow =>
  (fails ? fallible : row)(signature, `complex::${run}`, { args: ["own"] });
const pair = (run: string, fails = false): PyRow => complexRow(`(self: ${C}, other: ${C}) -> ${C}`, run, fails);
const map = (run: string, fails = false): PyRow => complexRow(`(z: ${C}) -> ${C}`, run, fails);
const test = (run: string): PyRow => complexRow(`(z: ${C}) -> bool`, run);

/** Constructors of `complex`, for the builtins. */
export const makeComplex: readonly PyRow[] = [
  complexRow(`(real: float = 0.0, imag: float = 0.0) -> ${C}`, "new"),
  complexRow(`(real: ${C}) -> ${C}`, "same"),
  fallible(`(real: str) -> ${C}`, "complex::parse"),
  complexRow(`(real: ${C}, imag: ${C}) -> ${C}`, "of_parts"),
];

export const complex: PyTable = {
  of_real: complexRow(`(real: float) -> ${C}`, "of_real"),
  real: complexRow(`(self: ${C}) -> float`, "real"),
  imag: complexRow(`(self: ${C}) -> float`, "imag"),
  conjugate: map("conjugate"),
  __add__: pair("add"),
  __sub__: pair("sub"),
  __mul__: pair("mul"),
  __truediv__: pair("div", true),
  __pow__: pair("pow", true),
  __neg__: map("neg"),
  __pos__: map("same"),
  __abs__: complexRow(`(self: ${C}) -> float`, "abs", true),
  __eq__: complexRow(`(self: ${C}, other: ${C}) -> bool`, "eq"),
  __bool__: complexRow(`(self: ${C}) -> bool`, "truth"),
};

export const cmath: PyTable = {
  sqrt: map("sqrt"),
  exp: map("exp", true),
  log: [map("log", true), complexRow(`(z: ${C}, base: ${C}) -> ${C}`, "log_base", true)],
  log10: map("log10", true),
  sin: map("sin"),
  cos: map("cos"),
  tan: map("tan"),
  asin: map("asin"),
  acos: map("acos"),
  atan: map("atan"),
  sinh: map("sinh"),
  cosh: map("cosh"),
  tanh: map("tanh"),
  asinh: map("asinh"),
  acosh: map("acosh"),
  atanh: map("atanh"),
  phase: complexRow(`(z: ${C}) -> float`, "phase"),
  polar: complexRow(`(z: ${C}) -> tuple[float,float]`, "polar"),
  rect: complexRow(`(r: float, phi: float) -> ${C}`, "rect"),
  isclose: complexRow(`(a: ${C}, b: ${C}, *, rel_tol: float = 1e-09, abs_tol: float = 0.0) -> bool`, "isclose"),
  isnan: test("isnan"),
  isinf: test("isinf"),
  isfinite: test("isfinite"),
};
