/** `collections`, `copy`, `random`, `string`, `statistics`: runtime/py/src/<module>.rs. `defaultdict` and `namedtuple` are lowered. */
import { changing, fallible, row, type PyRow, type PyTable } from "../row.ts";

export const collections: PyTable = {
  deque: [row("() -> deque[T]", "deque::empty"), row("(items: iter[T]) -> deque[T]", "deque::of_items")],
  Counter: [
    row("() -> dict[K,int]", "counter::empty", { integer: "count" }),
    row("(other: dict[K,N]) -> dict[K,N]", "dict::copy"),
    row("(items: iter[K]) -> dict[K,int]", "counter::of_items", { integer: "count" }),
  ],
  OrderedDict: [
    row("(other: dict[K,V]) -> dict[K,V]", "dict::copy", { native: "copy" }),
    row("(pairs: iter[tuple[K,V]]) -> dict[K,V]", "dict::of_pairs"),
  ],
};

export const random: PyTable = {
  seed: [
    row("(n: int) -> None", "random::seed", { io: true }),
    row("(text: str) -> None", "random::seed_text", { io: true }),
    row("() -> None", "random::seed_by_time", { io: true }),
    row("(nothing: None) -> None", "random::seed_by_chance", { io: true }),
    row("(x: float) -> None", "random::seed_float", { io: true }),
  ],
  random: row("() -> float", "random::random", { io: true, real: "unit" }),
  uniform: row("(a: float, b: float) -> float", "random::uniform", { io: true, real: "between" }),
  getrandbits: row("(bits: int) -> int", "random::getrandbits", { io: true }),
  randbytes: row("(n: int) -> bytes", "random::randbytes", { io: true }),
  randint: fallible("(a: int, b: int) -> int", "random::randint", { io: true, integer: "same" }),
  randrange: [
    fallible("(stop: int) -> int", "random::randrange", { io: true, integer: "below" }),
    fallible("(start: int, stop: int) -> int", "random::randrange_from", { io: true, integer: "same" }),
    fallible("(start: int, stop: int, step: int) -> int", "random::randrange_step", { io: true, integer: "same" }),
  ],
  choice: [
    fallible("(items: list[T]) -> T", "random::choice", { io: true }),
    fallible("(items: tuple[T, ...]) -> T", "random::choice", { io: true }),
    fallible("(text: str) -> str", "random::choice_char", { io: true }),
    fallible("(items: range) -> int", "random::choice_range", { io: true }),
  ],
  choices: [
    fallible("(items: list[T], *, k: int = 1) -> list[T]", "random::choices", { io: true }),
    fallible("(items: iter[T], *, k: int = 1) -> list[T]", "random::choices_of", { io: true }),
    fallible("(items: iter[T], weights: iter[float], *, k: int = 1) -> list[T]", "random::choices_by", { io: true }),
  ],
  shuffle: changing("(items: list[T]) -> None", "random::shuffle", { io: true }),
  sample: [
    fallible("(items: list[T], k: int) -> list[T]", "random::sample", { io: true }),
    fallible("(items: iter[T], k: int) -> list[T]", "random::sample_items", { io: true }),
  ],
  gauss: row("(mu: float = 0.0, sigma: float = 1.0) -> float", "random::gauss", { io: true }),
  normalvariate: row("(mu: float = 0.0, sigma: float = 1.0) -> float", "random::normalvariate", { io: true }),
  expovariate: row("(rate: float = 1.0) -> float", "random::expovariate", { io: true }),
  gammavariate: row("(alpha: float, beta: float) -> float", "random::gammavariate", { io: true }),
  betavariate: row("(alpha: float, beta: float) -> float", "random::betavariate", { io: true }),
  lognormvariate: row("(mu: float = 0.0, sigma: float = 1.0) -> float", "random::lognormvariate", { io: true }),
  paretovariate: row("(alpha: float) -> float", "random::paretovariate", { io: true }),
  weibullvariate: row("(alpha: float, beta: float) -> float", "random::weibullvariate", { io: true }),
  /** Numbers of the system: a generator that nobody seeds. */
  SystemRandom: row("() -> rt[random::Random]", "random::object", { io: true }),
  Random: [
    row("() -> rt[random::Random]", "random::object", { io: true }),
    row("(x: int) -> rt[random::Random]", "random::object_of", { io: true }),
    row("(x: str) -> rt[random::Random]", "random::object_of_text", { io: true }),
  ],
  triangular: row("(low: float = 0.0, high: float = 1.0) -> float", "random::triangular", { io: true }),
};

/** A function of the module as a method of `random.Random`, which draws from the object's own generator. */
const drawn = ({ signature, run, args, io, fails, integer, real, generics }: PyRow): PyRow =>
  row(`(self: rt[random::Random], ${signature.slice(1)}`.replace(", )", ")"), run.slice("random::".length), {
    form: "method",
    args: ["ref", ...args],
    io,
    fails,
    integer,
    real,
    generics,
  });

export const generator: PyTable = Object.fromEntries(
  Object.entries(random)
    .filter(([name]) => name !== "Random" && name !== "SystemRandom")
    .map(([name, rows]) => [name, Array.isArray(rows) ? (rows as readonly PyRow[]).map(drawn) : drawn(rows as PyRow)]),
);

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
  capwords: [
    row("(s: str, sep: None = None) -> str", "string::capwords", { args: ["ref", "own"] }),
    fallible("(s: str, sep: str) -> str", "string::capwords_by", { args: ["ref", "ref"] }),
  ],
};

export const copy: PyTable = {
  copy: row("(value: T) -> T", "copy::copy"),
  deepcopy: row("(value: T) -> T", "copy::deepcopy"),
};

const floats = (name: string): PyRow => fallible("(items: iter[float]) -> float", `statistics::${name}`);
/** Of integers the result may be one: the lowering asks the measure. */
const measured = (name: string): PyTable => ({
  [name]: floats(name),
  [`${name}_of_ints`]: fallible("(items: iter[int]) -> rt[statistics::Measure]", `statistics::${name}_of_ints`),
});

export const statistics: PyTable = {
  ...measured("mean"),
  ...measured("median"),
  ...measured("variance"),
  ...measured("pvariance"),
  fmean: floats("fmean"),
  stdev: floats("stdev"),
  pstdev: floats("pstdev"),
  harmonic_mean: floats("harmonic_mean"),
  geometric_mean: floats("geometric_mean"),
  mode: fallible("(items: iter[T]) -> T", "statistics::mode"),
  median_low: fallible("(items: iter[T]) -> T", "statistics::median_low"),
  median_high: fallible("(items: iter[T]) -> T", "statistics::median_high"),
  multimode: row("(items: iter[T]) -> list[T]", "statistics::multimode"),
};

export const measure: PyTable = {
  is_whole: row("(self: rt[statistics::Measure]) -> bool", "statistics::is_whole"),
  whole: row("(self: rt[statistics::Measure]) -> int", "statistics::whole_value", { generics: ["int"] }),
  value: fallible("(self: rt[statistics::Measure]) -> float", "statistics::value"),
};
