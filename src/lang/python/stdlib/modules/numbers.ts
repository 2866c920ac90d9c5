/** `fractions`: runtime/py/src/fractions.rs. */
import { fallible, row, type PyRow, type PyTable } from "../row.ts";

const F = "rt[fractions::Fraction]";
const two = (name: string, fails = false): readonly PyRow[] => [
  (fails ? fallible : row)(`(self: ${F}, other: ${F}) -> ${F}`, `fractions::${name}`),
  row(`(self: ${F}, n: int) -> ${F}`, `fractions::${name}_int`),
];
const right = (name: string): PyRow => row(`(self: ${F}, n: int) -> ${F}`, `fractions::${name}`);
const order = (name: string, mixed: boolean): readonly PyRow[] => [
  row(`(self: ${F}, other: ${F}) -> bool`, `fractions::${name}`),
  ...(mixed ? [row(`(self: ${F}, n: int) -> bool`, `fractions::${name}_int`)] : []),
];

export const fractions: PyTable = {
  Fraction: [
    row(`(n: int) -> ${F}`, "fractions::of_int"),
    fallible(`(n: int, d: int) -> ${F}`, "fractions::new"),
    row(`(other: ${F}) -> ${F}`, "fractions::copy"),
    fallible(`(text: str) -> ${F}`, "fractions::parse"),
    fallible(`(x: float) -> ${F}`, "fractions::of_float"),
  ],
};

export const fraction: PyTable = {
  __add__: two("add"),
  __radd__: right("radd_int"),
  __sub__: two("sub"),
  __rsub__: right("rsub_int"),
  __mul__: two("mul"),
  __rmul__: right("rmul_int"),
  __truediv__: two("div", true),
  __rtruediv__: right("rdiv_int"),
  __floordiv__: fallible(`(self: ${F}, other: ${F}) -> int`, "fractions::floor_div"),
  __mod__: fallible(`(self: ${F}, other: ${F}) -> ${F}`, "fractions::modulo"),
  __pow__: fallible(`(self: ${F}, n: int) -> ${F}`, "fractions::pow"),
  __neg__: row(`(self: ${F}) -> ${F}`, "fractions::neg"),
  __abs__: row(`(self: ${F}) -> ${F}`, "fractions::abs"),
  __eq__: order("eq", true),
  __lt__: order("lt", true),
  __gt__: order("gt", true),
  __le__: order("le", false),
  __ge__: order("ge", false),
  __bool__: row(`(self: ${F}) -> bool`, "truth::test", { args: ["ref"] }),
  __float__: fallible(`(self: ${F}) -> float`, "fractions::to_float"),
  __int__: row(`(self: ${F}) -> int`, "fractions::to_int"),
  numerator: row(`(self: ${F}) -> int`, "fractions::numerator"),
  denominator: row(`(self: ${F}) -> int`, "fractions::denominator"),
  limit_denominator: fallible(`(self: ${F}, most: int = 1000000) -> ${F}`, "fractions::limit_denominator"),
};
