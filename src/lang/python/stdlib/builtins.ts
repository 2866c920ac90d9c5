/** The builtin functions and constructors: runtime/py/src/builtins.rs and the files of the types. */
import { COUNT, fallible, row, WORD, type PyRow, type PyTable } from "./row.ts";

const extreme = (name: "min" | "max"): readonly PyRow[] => [
  row("(a: T, b: T) -> T", `builtins::${name}_of`, { native: name }),
  fallible("(items: iter[T]) -> T", `builtins::${name}`),
  fallible("(items: iter[T], *, key: func[[T],K]) -> T", `builtins::${name}_by_key`),
  row("(items: iter[T], *, default: T) -> T", `builtins::${name}_or`),
  row("(items: iter[T], *, default: None) -> T | None", `builtins::${name}_or_none`),
  row("(items: iter[T], *, key: func[[T],K], default: T) -> T", `builtins::${name}_by_key_or`),
  fallible("(*items: T) -> T", `builtins::${name}`, { args: ["own"], native: name }),
  fallible("(*items: T, key: func[[T],K]) -> T", `builtins::${name}_by_key`, { args: ["own", "own"] }),
];

export const builtins: PyTable = {
  abs: [row("(x: int) -> int", "integer::abs", { integer: "abs", native: "abs" }), row("(x: float) -> float", "builtins::abs_float")],
  all: row("(items: iter[bool]) -> bool", "builtins::all", { native: "all" }),
  any: row("(items: iter[bool]) -> bool", "builtins::any", { native: "any" }),
  ascii: row("(value: T) -> str", "builtins::ascii", { args: ["ref"] }),
  bin: row("(n: int) -> str", "integer::bin"),
  oct: row("(n: int) -> str", "integer::oct"),
  hex: row("(n: int) -> str", "integer::hex"),
  chr: fallible("(code: int) -> str", "integer::chr"),
  ord: [
    fallible("(c: str) -> int", "str::ord", { range: [0n, 0x10ffffn] }),
    fallible("(c: bytes) -> int", "bytes::ord", { range: [0n, 255n] }),
  ],
  divmod: [
    fallible("(a: int, b: int) -> tuple[int,int]", "integer::divmod", { integer: "divmod" }),
    fallible("(a: float, b: float) -> tuple[float,float]", "float::divmod"),
  ],
  enumerate: row("(items: iter[T], start: int = 0) -> iter[tuple[int,T]]", "builtins::enumerate", {
    integer: "index",
    native: "enumerate",
  }),
  filter: [
    row("(function: func[[T],bool], items: iter[T]) -> iter[T]", "builtins::filter"),
    row("(function: None, items: iter[T]) -> iter[T]", "builtins::filter_true"),
  ],
  format: [
    row("(value: T) -> str", "builtins::str", { args: ["ref"] }),
    fallible("(value: T, spec: str) -> str", "fmt::format", { args: ["ref", "ref"] }),
  ],
  hash: row("(value: T) -> int", "builtins::hash", { args: ["ref"], range: WORD }),
  id: row("(value: T) -> int", "builtins::id", { args: ["ref"], range: WORD }),
  input: [
    fallible("() -> str", "file::input", { io: true }),
    fallible("(prompt: T) -> str", "file::input_with", { io: true, args: ["ref"] }),
  ],
  iter: row("(items: iter[T]) -> iter[T]", "builtins::iter"),
  /** `iter(function, sentinel)` */
  iter_until: row("(function: func[[],T], sentinel: T) -> iter[T]", "builtins::iter_until"),
  len: row("(value: T) -> int", "builtins::len", { args: ["ref"], range: COUNT, native: "length" }),
  map: [
    row("(function: func[[A],R], items: iter[A]) -> iter[R]", "builtins::map"),
    row("(function: func[[A,B],R], a: iter[A], b: iter[B]) -> iter[R]", "builtins::map2"),
    row("(function: func[[A,B,C],R], a: iter[A], b: iter[B], c: iter[C]) -> iter[R]", "builtins::map3"),
  ],
  max: extreme("max"),
  min: extreme("min"),
  next: [
    fallible("(items: iter[T]) -> T", "builtins::next", { args: ["mut"] }),
    row("(items: iter[T], default: None) -> T | None", "builtins::next_or_none", { args: ["mut", "own"] }),
    row("(items: iter[T], default: T) -> T", "builtins::next_or", { args: ["mut", "own"] }),
  ],
  pow: [
    fallible("(a: int, b: int) -> int", "integer::pow", { integer: "pow", natural: 1 }),
    fallible("(a: float, b: float) -> float", "float::pow", { real: "power" }),
    fallible("(a: int, b: int, modulus: int) -> int", "integer::pow_mod", { integer: "powmod" }),
  ],
  range: [
    row("(stop: int) -> range", "range::to", { counted: [0] }),
    row("(start: int, stop: int) -> range", "range::between", { counted: [0, 1] }),
    fallible("(start: int, stop: int, step: int) -> range", "range::new", { counted: [0, 1] }),
  ],
  repr: row("(value: T) -> str", "builtins::repr", { args: ["ref"] }),
  reversed: row("(items: iter[T]) -> iter[T]", "builtins::reversed"),
  /** `del name` of what does something when it goes. */
  dropped: row("(value: T) -> None", "builtins::dropped", { args: ["own"], io: true }),
  round: [
    fallible("(number: float) -> int", "float::round", { integer: "whole" }),
    row("(number: float, ndigits: int) -> float", "float::round_to"),
    row("(number: int) -> int", "integer::round_whole", { integer: "same" }),
    row("(number: int, ndigits: int) -> int", "integer::round_to"),
  ],
  sorted: [
    row("(items: iter[T]) -> list[T]", "builtins::sorted"),
    row("(items: iter[T], *, reverse: bool) -> list[T]", "builtins::sorted_in"),
    row("(items: iter[T], *, key: func[[T],K], reverse: bool = False) -> list[T]", "builtins::sorted_by_key"),
    row("(items: iter[T], *, key: None, reverse: bool = False) -> list[T]", "builtins::sorted_in_order"),
  ],
  /** Of an asynchronous generator, which is an iterator in which `None` says that it waits. */
  aiter: row("(items: iter[T]) -> iter[T]", "builtins::iter"),
  anext: row("(items: iter[T | None]) -> rt[generator::Coroutine,None,None,T]", "asyncio::next_of", { pure: false, args: ["ref"] }),
  str: [row("() -> str", "str::empty"), row("(value: T) -> str", "builtins::str", { args: ["ref"] })],
  sum: [
    row("(items: iter[bool]) -> int", "builtins::sum_bools", { range: COUNT }),
    row("(items: iter[int], start: int = 0) -> int", "builtins::sum", { integer: "sum", native: "sum" }),
    row("(items: iter[float], start: float = 0.0) -> float", "builtins::sum_floats", { native: "sumFloats" }),
    row("(items: iter[list[T]], start: list[T]) -> list[T]", "builtins::sum_lists", { args: ["own", "own"] }),
  ],
  /** `sum(floats)` where nothing, which is the integer 0, has to be told from 0.0: it is `-0.0`. */
  sum_or_zero: row("(items: iter[float]) -> float", "builtins::sum_or_zero"),
  /** The text of such a sum. */
  sum_text: row("(x: float) -> str", "builtins::sum_text"),
  zip: [
    row("(a: iter[A]) -> iter[tuple[A]]", "builtins::zip1"),
    row("(a: iter[A], b: iter[B]) -> iter[tuple[A,B]]", "builtins::zip", { native: "zip" }),
    row("(a: iter[A], b: iter[B], c: iter[C]) -> iter[tuple[A,B,C]]", "builtins::zip3"),
    row("(a: iter[A], b: iter[B], c: iter[C], d: iter[D]) -> iter[tuple[A,B,C,D]]", "builtins::zip4"),
    fallible("(a: iter[A], b: iter[B], *, strict: bool) -> list[tuple[A,B]]", "builtins::zip_strict_if"),
  ],
  /** `zip(*rows)`: tuples of any length. */
  zip_rows: row("(rows: iter[list[T]]) -> iter[tuple[T,...]]", "builtins::zip_rows"),
  zip_iters: row("(rows: iter[iter[T]]) -> iter[tuple[T,...]]", "builtins::zip_rows"),

  // --- constructors
  bool: row("(value: T) -> bool", "truth::test", { args: ["ref"] }),
  int: [
    row("(x: bool) -> int", "integer::of_bool", { range: [0n, 1n] }),
    row("(x: int) -> int", "integer::same", { integer: "same" }),
    fallible("(x: float) -> int", "float::to_int", { integer: "whole" }),
    fallible("(x: str, base: int = 10) -> int", "integer::parse", { integer: "digit", raises: "ValueError" }),
    fallible("(x: bytes, base: int = 10) -> int", "integer::parse_bytes", { integer: "digit" }),
    row("(x: rt[fractions::Fraction]) -> int", "fractions::to_int"),
  ],
  float: [
    row("(x: float) -> float", "float::same"),
    fallible("(x: int) -> float", "float::of_int"),
    fallible("(x: str) -> float", "float::parse", { raises: "ValueError" }),
    fallible("(x: rt[fractions::Fraction]) -> float", "fractions::to_float"),
  ],
  list: row("(items: iter[T]) -> list[T]", "list::of_items"),
  tuple: row("(items: iter[T]) -> tuple[T,...]", "list::of_items"),
  set: [row("(other: set[T]) -> set[T]", "set::copy"), row("(items: iter[T]) -> set[T]", "set::of_items")],
  frozenset: [row("(other: set[T]) -> frozenset[T]", "set::copy"), row("(items: iter[T]) -> frozenset[T]", "set::of_items")],
  dict: [
    row("(other: dict[K,V]) -> dict[K,V]", "dict::copy", { native: "copy" }),
    row("(pairs: iter[tuple[K,V]]) -> dict[K,V]", "dict::of_pairs"),
  ],
  bytes: [
    row("() -> bytes", "bytes::empty"),
    row("(other: bytes) -> bytes", "bytes::copy"),
    fallible("(count: int) -> bytes", "bytes::zeros"),
    fallible("(items: iter[int]) -> bytes", "bytes::of_items"),
    fallible("(text: str, encoding: str) -> bytes", "str::encode"),
  ],

  // --- unpacking and printing, for lowerings
  /** `a, b = items`: fails when there are not `count` of them. */
  unpack: fallible("(items: iter[T], count: int) -> list[T]", "list::unpack_exact"),
  /** `a, *rest, b = items`: fails when there are fewer than `least`. */
  unpack_least: fallible("(items: iter[T], least: int) -> list[T]", "list::unpack_least"),
  print: row("(text: str) -> None", "println", { form: "macro", io: true }),
  /** Formatted text with values and a Rust format each: `print(…)` compiled. The program's start is row `py.builtins.start`. */
  start: row("(entry: T) -> None", "main", { io: true }),
  print_part: row("(text: str) -> None", "print", { form: "macro", io: true }),
  /** `print(…, flush=True)`, behind what it prints. */
  print_flush: row("() -> None", "stdout::flush", { io: true }),
  print_error: row("(text: str) -> None", "eprintln", { form: "macro", io: true }),
  print_error_part: row("(text: str) -> None", "eprint", { form: "macro", io: true }),
  /** A value inside a compiled format, as `str` shows it; integers and texts need none. */
  shown: row("(value: T) -> rt[show::Text]", "str", { args: ["ref"], view: true }),
  /** `{x:.2f}` inside a compiled format: takes Rust's specification. */
  real: row("(x: float) -> rt[show::Text]", "real"),
  /** `{n:,}`, `{x:,.2f}`, in the same way. */
  grouped: row("(x: T) -> rt[show::Text]", "grouped", { args: ["ref"], view: true }),
  /** As `shown_repr`, for values whose Rust type does not tell the Python type: shapes as runtime/py/src/shape.rs describes them. */
  shaped: row("(value: T, shape: str) -> str", "shape::shaped", { args: ["ref", "ref"] }),
  tuple_repr: row("(value: tuple[T,...]) -> str", "shape::tuple_repr"),
  /** Does the text of the object begin here? Not inside of itself. */
  enter_repr: row("(value: T) -> bool", "show::enter", { args: ["ref"], io: true }),
  /** The text of the object that was entered last. */
  leave_repr: row("(text: str) -> str", "show::leave", { args: ["own"], io: true }),
  /** `id(object)` of the program's classes: its address. */
  address: row("(value: T) -> int", "show::address", { args: ["ref"], range: WORD }),
  shown_repr: row("(value: T) -> rt[show::Text]", "repr", { args: ["ref"], view: true }),
};
