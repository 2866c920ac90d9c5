/** `collections`, `copy`, `random`, `string`, `statistics`, `textwrap`: runtime/py/src/<module>.rs. `defaultdict` and `namedtuple` are lowered. */
import { changing, fallible, row, type PyTable } from "../row.ts";

export const collections: PyTable = {
  deque: [row("() -> deque[T]", "deque::empty"), row("(items: iter[T]) -> deque[T]", "deque::of_items")],
  Counter: [
    row("() -> dict[K,int]", "counter::empty", { integer: "count" }),
    row("(other: dict[K,N]) -> dict[K,N]", "dict::copy"),
    row("(items: iter[K]) -> dict[K,int]", "counter::of_items", { integer: "count" }),
  ],
  OrderedDict: [row("(other: dict[K,V]) -> dict[K,V]", "dict::copy"), row("(pairs: iter[tuple[K,V]]) -> dict[K,V]", "dict::of_pairs")],
};

export const random: PyTable = {
  seed: [
    row("(n: int) -> None", "random::seed", { io: true }),
    row("(text: str) -> None", "random::seed_text", { io: true }),
    row("() -> None", "random::seed_by_time", { io: true }),
  ],
  random: row("() -> float", "random::random", { io: true }),
  uniform: row("(a: float, b: float) -> float", "random::uniform", { io: true }),
  getrandbits: row("(bits: int) -> int", "random::getrandbits", { io: true }),
  randint: fallible("(a: int, b: int) -> int", "random::randint", { io: true }),
  randrange: [
    fallible("(stop: int) -> int", "random::randrange", { io: true, range: [0n, 1n << 62n] }),
    fallible("(start: int, stop: int) -> int", "random::randrange_from", { io: true, integer: "range" }),
    fallible("(start: int, stop: int, step: int) -> int", "random::randrange_step", { io: true }),
  ],
  choice: [
    fallible("(items: list[T]) -> T", "random::choice", { io: true }),
    fallible("(text: str) -> str", "random::choice_char", { io: true }),
    fallible("(items: range) -> int", "random::choice_range", { io: true }),
  ],
  choices: [
    fallible("(items: list[T], *, k: int = 1) -> list[T]", "random::choices", { io: true }),
    fallible("(items: list[T], weights: list[float], *, k: int = 1) -> list[T]", "random::choices_weighted", { io: true }),
  ],
  shuffle: changing("(items: list[T]) -> None", "random::shuffle", { io: true }),
  sample: [
    fallible("(items: list[T], k: int) -> list[T]", "random::sample", { io: true }),
    fallible("(items: iter[T], k: int) -> list[T]", "random::sample_items", { io: true }),
  ],
  gauss: row("(mu: float = 0.0, sigma: float = 1.0) -> float", "random::gauss", { io: true }),
  normalvariate: row("(mu: float = 0.0, sigma: float = 1.0) -> float", "random::normalvariate", { io: true }),
  expovariate: row("(rate: float = 1.0) -> float", "random::expovariate", { io: true }),
  triangular: row("(low: float = 0.0, high: float = 1.0) -> float", "random::triangular", { io: true }),
};

/** Constants of `string`. */
export const stringConstants: Readonly<Record<string, string>> = {
  ascii_lowercase: "abcdefghijklmnopqrstuvwxyz",
  ascii_uppercase: "ABCDEFGHIJKLMNOPQRSTUVWXYZ",
  ascii_letters: "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ",
  digits: "0123456789",
  hexdigits: "0123456789abcdefABCDEF",
  octdigits: "01234567",
  punctuation: "!\"#$%&'()*+,-./:;<=>?@[\\]^_`{|}~",
  whitespace: " \t\n\r\v\f",
  printable: "0123456789abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ!\"#$%&'()*+,-./:;<=>?@[\\]^_`{|}~ \t\n\r\v\f",
};

export const string: PyTable = {
  capwords: row("(text: str) -> str", "string::capwords"),
};

export const copy: PyTable = {
  copy: row("(value: T) -> T", "copy::copy"),
  deepcopy: row("(value: T) -> T", "copy::deepcopy"),
};

/** Functions whose result is a float for all numbers; others give what they are given, integers too. */
export const statistics: PyTable = {
  fmean: fallible("(items: iter[float]) -> float", "statistics::mean"),
  mode: fallible("(items: iter[T]) -> T", "statistics::mode"),
  stdev: fallible("(items: iter[float]) -> float", "statistics::stdev"),
  pstdev: fallible("(items: iter[float]) -> float", "statistics::pstdev"),
};

export const textwrap: PyTable = {
  wrap: row("(text: str, width: int = 70) -> list[str]", "textwrap::wrap"),
  fill: row("(text: str, width: int = 70) -> str", "textwrap::fill"),
  dedent: row("(text: str) -> str", "textwrap::dedent"),
  indent: row("(text: str, prefix: str) -> str", "textwrap::indent"),
  shorten: row('(text: str, width: int, *, placeholder: str = " [...]") -> str', "textwrap::shorten"),
};
