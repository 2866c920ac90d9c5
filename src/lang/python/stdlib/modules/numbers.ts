/** `fractions`: runtime/py/src/fractions.rs. */
import { fallible, row, type PyRow, type PyTable } from "../row.ts";

const F = "rt[fractions::Fraction]";
const two = (name: string, fails = false): readonly PyRow[] => [
  (fails ? fallible : row)(`(self: ${F}, other: ${F}) -> ${F}`, `fractions::${name}`),
  row(`(self: ${F}, n: int) -> ${F}`, `fractions::${name}_int`),
  (fails ? fallible : row)(`(self: ${F}, x: float) -> float`, `fractions::${name}_float`),
];
const right = (name: string, fails = false): readonly PyRow[] => [
  row(`(self: ${F}, n: int) -> ${F}`, `fractions::${name}_int`),
  (fails ? fallible : row)(`(self: ${F}, x: float) -> float`, `fractions::${name}_float`),
];
const order = (name: string, mixed: boolean): readonly PyRow[] => [
  row(`(self: ${F}, other: ${F}) -> bool`, `fractions::${name}`),
  ...(mixed ? [row(`(self: ${F}, n: int) -> bool`, `fractions::${name}_int`)] : []),
  fallible(`(self: ${F}, x: float) -> bool`, `fractions::${name}_float`),
];

export const fractions: PyTable = {
  Fraction: [
    row(`() -> ${F}`, "fractions::zero"),
    row(`(n: int) -> ${F}`, "fractions::of_int"),
    fallible(`(n: int, d: int) -> ${F}`, "fractions::new"),
    row(`(other: ${F}) -> ${F}`, "fractions::copy"),
    fallible(`(n: ${F}, d: ${F}) -> ${F}`, "fractions::div"),
    row(`(n: ${F}, d: int) -> ${F}`, "fractions::div_int"),
    fallible(`(n: int, d: ${F}) -> ${F}`, "fractions::int_div"),
    fallible(`(text: str) -> ${F}`, "fractions::parse"),
    fallible(`(x: float) -> ${F}`, "fractions::of_float"),
  ],
};

export const fraction: PyTable = {
  __add__: two("add"),
  __radd__: right("radd"),
  __sub__: two("sub"),
  __rsub__: right("rsub"),
  __mul__: two("mul"),
  __rmul__: right("rmul"),
  __truediv__: two("div", true),
  __rtruediv__: right("rdiv", true),
  __floordiv__: [
    fallible(`(self: ${F}, other: ${F}) -> int`, "fractions::floor_div"),
    fallible(`(self: ${F}, n: int) -> int`, "fractions::floor_div_int"),
  ],
  __rfloordiv__: fallible(`(self: ${F}, n: int) -> int`, "fractions::rfloor_div_int"),
  __mod__: [
    fallible(`(self: ${F}, other: ${F}) -> ${F}`, "fractions::modulo"),
    fallible(`(self: ${F}, n: int) -> ${F}`, "fractions::modulo_int"),
  ],
  __rmod__: fallible(`(self: ${F}, n: int) -> ${F}`, "fractions::rmodulo_int"),
  __divmod__: [
    fallible(`(self: ${F}, other: ${F}) -> tuple[int,${F}]`, "fractions::divmod"),
    fallible(`(self: ${F}, n: int) -> tuple[int,${F}]`, "fractions::divmod_int"),
  ],
  __floor__: row(`(self: ${F}) -> int`, "fractions::floor"),
  __ceil__: row(`(self: ${F}) -> int`, "fractions::ceil"),
  __trunc__: row(`(self: ${F}) -> int`, "fractions::to_int"),
  __round__: [row(`(self: ${F}) -> int`, "fractions::round"), row(`(self: ${F}, digits: int) -> ${F}`, "fractions::round_to")],
  as_integer_ratio: row(`(self: ${F}) -> tuple[int,int]`, "fractions::as_integer_ratio"),
  __pow__: [
    fallible(`(self: ${F}, n: int) -> ${F}`, "fractions::pow"),
    fallible(`(self: ${F}, x: float) -> float`, "fractions::pow_float"),
  ],
  /** Has it the denominator 1? */
  is_integer: row(`(self: ${F}) -> bool`, "fractions::is_integer"),
  __neg__: row(`(self: ${F}) -> ${F}`, "fractions::neg"),
  __abs__: row(`(self: ${F}) -> ${F}`, "fractions::abs"),
  __eq__: order("eq", true),
  __lt__: order("lt", true),
  __gt__: order("gt", true),
  __le__: order("le", true),
  __ge__: order("ge", true),
  __bool__: row(`(self: ${F}) -> bool`, "truth::test", { args: ["ref"] }),
  __float__: fallible(`(self: ${F}) -> float`, "fractions::to_float"),
  __int__: row(`(self: ${F}) -> int`, "fractions::to_int"),
  numerator: row(`(self: ${F}) -> int`, "fractions::numerator"),
  denominator: row(`(self: ${F}) -> int`, "fractions::denominator"),
  limit_denominator: fallible(`(self: ${F}, most: int = 1000000) -> ${F}`, "fractions::limit_denominator"),
};
