/** `math`: runtime/py/src/math.rs. */
import { fallible, row, WORD, type PyRow, type PyTable } from "../row.ts";

const failing = (name: string): PyRow => fallible("(x: float) -> float", `math::${name}`);
const plain = (name: string): PyRow => row("(x: float) -> float", `math::${name}`);
const log = (name: string): readonly PyRow[] => [fallible("(n: int) -> float", `math::${name}_of_int`), failing(name)];

export const math: PyTable = {
  sqrt: { ...failing("sqrt"), real: "root" },
  exp: failing("exp"),
  exp2: failing("exp2"),
  expm1: failing("expm1"),
  sin: failing("sin"),
  cos: failing("cos"),
  tan: failing("tan"),
  asin: failing("asin"),
  acos: failing("acos"),
  atan: plain("atan"),
  sinh: failing("sinh"),
  cosh: failing("cosh"),
  tanh: plain("tanh"),
  asinh: plain("asinh"),
  acosh: failing("acosh"),
  atanh: failing("atanh"),
  atan2: row("(y: float, x: float) -> float", "math::atan2"),
  log: [...log("log"), fallible("(x: float, base: float) -> float", "math::log_base")],
  log2: log("log2"),
  log10: log("log10"),
  log1p: failing("log1p"),
  pow: fallible("(x: float, y: float) -> float", "math::pow", { real: "power" }),
  fmod: fallible("(x: float, y: float) -> float", "math::fmod"),
  remainder: fallible("(x: float, y: float) -> float", "math::remainder"),
  floor: [
    row("(x: int) -> int", "integer::same", { integer: "same" }),
    fallible("(x: float) -> int", "float::floor", { integer: "whole" }),
  ],
  ceil: [row("(x: int) -> int", "integer::same", { integer: "same" }), fallible("(x: float) -> int", "float::ceil", { integer: "whole" })],
  trunc: [
    row("(x: int) -> int", "integer::same", { integer: "same" }),
    fallible("(x: float) -> int", "float::to_int", { integer: "whole" }),
  ],
  fabs: plain("fabs"),
  cbrt: plain("cbrt"),
  degrees: plain("degrees"),
  radians: plain("radians"),
  ulp: plain("ulp"),
  copysign: row("(x: float, y: float) -> float", "math::copysign"),
  isnan: row("(x: float) -> bool", "math::isnan"),
  isinf: row("(x: float) -> bool", "math::isinf"),
  isfinite: row("(x: float) -> bool", "math::isfinite"),
  isclose: row("(a: float, b: float, *, rel_tol: float = 1e-09, abs_tol: float = 0.0) -> bool", "math::isclose"),
  factorial: fallible("(n: int) -> int", "math::factorial"),
  gcd: [row("(a: int, b: int) -> int", "math::gcd", { integer: "gcd" }), row("(*items: int) -> int", "math::gcd_all", { args: ["own"] })],
  lcm: [row("(a: int, b: int) -> int", "math::lcm"), row("(*items: int) -> int", "math::lcm_all", { args: ["own"] })],
  isqrt: fallible("(n: int) -> int", "math::isqrt"),
  comb: fallible("(n: int, k: int) -> int", "math::comb"),
  perm: [fallible("(n: int, k: int) -> int", "math::perm"), fallible("(n: int) -> int", "math::factorial")],
  prod: [
    row("(items: iter[int], *, start: int = 1) -> int", "math::prod"),
    row("(items: iter[float], *, start: float = 1.0) -> float", "math::prod_floats"),
  ],
  fsum: fallible("(items: iter[float]) -> float", "math::fsum"),
  hypot: row("(*items: float) -> float", "math::hypot", { args: ["own"] }),
  /** `gcd(*items)` and others, of items whose number is not known */
  gcd_of: row("(items: iter[int]) -> int", "math::gcd_all"),
  lcm_of: row("(items: iter[int]) -> int", "math::lcm_all"),
  hypot_of: row("(items: iter[float]) -> float", "math::hypot"),
  dist: fallible("(p: iter[float], q: iter[float]) -> float", "math::dist"),
  modf: row("(x: float) -> tuple[float,float]", "math::modf"),
  frexp: row("(x: float) -> tuple[float,int]", "math::frexp", { range: [-2000n, 2000n] }),
  ldexp: fallible("(x: float, i: int) -> float", "math::ldexp"),
  gamma: failing("gamma"),
  lgamma: failing("lgamma"),
  erf: plain("erf"),
  erfc: plain("erfc"),
};

/** Constants of modules. */
export const mathConstants: Readonly<Record<string, number>> = { pi: Math.PI, e: Math.E, tau: 2 * Math.PI, inf: Infinity, nan: NaN };

export const time: PyTable = {
  time: row("() -> float", "time::time", { io: true }),
  time_ns: row("() -> int", "time::time_ns", { io: true, range: WORD }),
  perf_counter: row("() -> float", "time::perf_counter", { io: true }),
  perf_counter_ns: row("() -> int", "time::perf_counter_ns", { io: true, range: WORD }),
  monotonic_ns: row("() -> int", "time::perf_counter_ns", { io: true, range: WORD }),
  process_time_ns: row("() -> int", "time::process_time_ns", { io: true, range: WORD }),
  monotonic: row("() -> float", "time::perf_counter", { io: true }),
  process_time: row("() -> float", "time::process_time", { io: true }),
  sleep: [row("(seconds: int) -> None", "time::sleep_whole", { io: true }), row("(seconds: float) -> None", "time::sleep", { io: true })],
};
