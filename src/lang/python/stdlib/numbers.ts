/** `int`, `float`, `bool`: runtime/py/src/{integer,float}.rs. The operators `+ - * & | ^` and comparisons are IR operators. */
import { COUNT, fallible, row, type PyTable } from "./row.ts";

export const int: PyTable = {
  __floordiv__: fallible("(a: int, b: int) -> int", "integer::floor_div", { integer: "floordiv" }),
  __mod__: fallible("(a: int, b: int) -> int", "integer::floor_mod", { integer: "mod" }),
  __divmod__: fallible("(a: int, b: int) -> tuple[int,int]", "integer::divmod", { integer: "divmod" }),
  __truediv__: fallible("(a: int, b: int) -> float", "float::int_div", { native: "quotient" }),
  /** For an exponent that is not negative. */
  __pow__: fallible("(a: int, b: int) -> int", "integer::pow", { integer: "pow", natural: 1 }),
  /** For an exponent that is negative. */
  pow_float: fallible("(a: int, b: int) -> float", "integer::pow_float"),
  pow_mod: fallible("(a: int, b: int, modulus: int) -> int", "integer::pow_mod", { integer: "powmod" }),
  __lshift__: fallible("(a: int, b: int) -> int", "integer::shl", { integer: "shl" }),
  __rshift__: fallible("(a: int, b: int) -> int", "integer::shr", { integer: "shr" }),
  __abs__: row("(a: int) -> int", "integer::abs", { integer: "abs" }),
  __hash__: row("(a: int) -> int", "builtins::hash", { args: ["ref"], range: [-(1n << 61n), 1n << 61n] }),
  bit_length: row("(self: int) -> int", "integer::bit_length", { range: COUNT }),
  bit_count: row("(self: int) -> int", "integer::bit_count", { range: COUNT }),
  to_bytes: fallible('(self: int, length: int = 1, byteorder: str = "big", *, signed: bool = False) -> bytes', "integer::to_bytes"),
  from_bytes: [
    row('(bytes: bytes, byteorder: str = "big", *, signed: bool = False) -> int', "integer::from_bytes"),
    fallible('(bytes: iter[int], byteorder: str = "big", *, signed: bool = False) -> int', "integer::from_items"),
  ],
  /** The value as a position: the failure of `range(10**30)`. */
  index: fallible("(self: int) -> int", "integer::index", { range: [-(1n << 63n), (1n << 63n) - 1n] }),
};

export const float: PyTable = {
  __truediv__: fallible("(a: float, b: float) -> float", "float::div", { native: "quotient" }),
  /** Of a sum, which is the integer 0 where there is nothing to add. */
  sum_div: fallible("(a: float, b: float) -> float", "float::sum_div", { native: "quotient" }),
  __floordiv__: fallible("(a: float, b: float) -> float", "float::floor_div"),
  __mod__: fallible("(a: float, b: float) -> float", "float::floor_mod"),
  __divmod__: fallible("(a: float, b: float) -> tuple[float,float]", "float::divmod"),
  __pow__: fallible("(a: float, b: float) -> float", "float::pow", { real: "power" }),
  __abs__: row("(a: float) -> float", "builtins::abs_float"),
  is_integer: row("(self: float) -> bool", "float::is_integer"),
  as_integer_ratio: fallible("(self: float) -> tuple[int,int]", "float::as_integer_ratio"),
  hex: row("(self: float) -> str", "float::hex"),
  fromhex: fallible("(text: str) -> float", "float::fromhex"),
  /** Exact comparison of an integer with a float: `int < float` and so on. */
  int_lt: row("(a: int, b: float) -> bool", "float::int_lt"),
  int_le: row("(a: int, b: float) -> bool", "float::int_le"),
  int_gt: row("(a: int, b: float) -> bool", "float::int_gt"),
  int_ge: row("(a: int, b: float) -> bool", "float::int_ge"),
  int_eq: row("(a: int, b: float) -> bool", "float::int_eq"),
};
