/** `bytes` and `range`: runtime/py/src/{bytes,range}.rs. */
import { COUNT, fallible, PLACE, row, WORD, type PyRow, type PyTable } from "./row.ts";

const BYTE: readonly [bigint, bigint] = [0n, 255n];

const test = (name: string): PyRow => row("(self: bytes) -> bool", `bytes::${name}`);
const map = (name: string): PyRow => row("(self: bytes) -> bytes", `bytes::${name}`);
const pad = (name: string): PyRow => fallible('(self: bytes, width: int, fill: bytes = " ") -> bytes', `bytes::${name}`);
const strip = (name: string): readonly PyRow[] => [map(name), row("(self: bytes, chars: bytes) -> bytes", `bytes::${name}_chars`)];
const affix = (name: string): readonly PyRow[] => [
  row("(self: bytes, affix: bytes) -> bool", `bytes::${name}`),
  row("(self: bytes, affixes: tuple[bytes,...]) -> bool", `bytes::${name}_any`),
];
const search = (name: string, run: string, fails: boolean): readonly PyRow[] => {
  const make = fails ? fallible : row;
  return [
    make("(self: bytes, other: bytes) -> int", `bytes::${run}`, { range: PLACE }),
    make("(self: bytes, other: bytes, start: bound, stop: bound = None) -> int", `bytes::${run}_in`, { range: PLACE, doc: name }),
    fallible("(self: bytes, byte: int, start: bound = None, stop: bound = None) -> int", `bytes::${run}_byte`, { range: PLACE }),
  ];
};

export const bytes: PyTable = {
  __len__: row("(self: bytes) -> int", "builtins::len", { range: COUNT, native: "length" }),
  __getitem__: fallible("(self: bytes, index: int) -> int", "bytes::index", { range: BYTE }),
  getslice: row("(self: bytes, start: bound, stop: bound) -> bytes", "bytes::slice"),
  getslice_step: fallible("(self: bytes, start: bound, stop: bound, step: int) -> bytes", "bytes::slice_step"),
  __contains__: [
    row("(self: bytes, other: bytes) -> bool", "bytes::contains"),
    row("(self: bytes, byte: int) -> bool", "bytes::contains_byte"),
  ],
  __iter__: row("(self: bytes) -> iter[int]", "bytes::iter", { range: BYTE }),
  __add__: row("(self: bytes, other: bytes) -> bytes", "bytes::concat"),
  __mul__: row("(self: bytes, times: int) -> bytes", "bytes::repeat", { counted: [1] }),
  __rmul__: row("(self: bytes, times: int) -> bytes", "bytes::repeat"),
  __repr__: row("(self: bytes) -> str", "bytes::repr"),
  decode: [
    fallible('(self: bytes, encoding: str = "utf-8") -> str', "bytes::decode"),
    fallible("(self: bytes, encoding: str, errors: str) -> str", "bytes::decode_with"),
  ],
  find: search("find", "find", false),
  rfind: search("rfind", "rfind", false),
  index: search("index", "index_of", true),
  rindex: search("rindex", "rindex_of", true),
  count: search("count", "count", false),
  startswith: affix("startswith"),
  endswith: affix("endswith"),
  hex: [row("(self: bytes) -> str", "bytes::hex"), row("(self: bytes, sep: str, bytes_per_sep: int = 1) -> str", "bytes::hex_with")],
  fromhex: fallible("(text: str) -> bytes", "bytes::fromhex"),
  join: row("(self: bytes, items: iter[bytes]) -> bytes", "bytes::join"),
  replace: [
    row("(self: bytes, old: bytes, new: bytes) -> bytes", "bytes::replace"),
    row("(self: bytes, old: bytes, new: bytes, count: int) -> bytes", "bytes::replace_most"),
  ],
  split: [
    row("(self: bytes) -> list[bytes]", "bytes::split"),
    fallible("(self: bytes, sep: bytes) -> list[bytes]", "bytes::split_by"),
    fallible("(self: bytes, sep: bytes, maxsplit: int) -> list[bytes]", "bytes::split_by_most"),
  ],
  rsplit: [
    row("(self: bytes) -> list[bytes]", "bytes::split"),
    fallible("(self: bytes, sep: bytes, maxsplit: int = -1) -> list[bytes]", "bytes::rsplit_by_most"),
  ],
  splitlines: row("(self: bytes, keepends: bool = False) -> list[bytes]", "bytes::splitlines"),
  partition: fallible("(self: bytes, sep: bytes) -> tuple[bytes,bytes,bytes]", "bytes::partition"),
  rpartition: fallible("(self: bytes, sep: bytes) -> tuple[bytes,bytes,bytes]", "bytes::rpartition"),
  removeprefix: row("(self: bytes, prefix: bytes) -> bytes", "bytes::removeprefix"),
  removesuffix: row("(self: bytes, suffix: bytes) -> bytes", "bytes::removesuffix"),
  strip: strip("strip"),
  lstrip: strip("lstrip"),
  rstrip: strip("rstrip"),
  ljust: pad("ljust"),
  rjust: pad("rjust"),
  center: pad("center"),
  zfill: row("(self: bytes, width: int) -> bytes", "bytes::zfill"),
  expandtabs: row("(self: bytes, tabsize: int = 8) -> bytes", "bytes::expandtabs"),
  translate: [
    fallible("(self: bytes, table: bytes) -> bytes", "bytes::translate"),
    fallible("(self: bytes, table: bytes, delete: bytes) -> bytes", "bytes::translate_without"),
    row("(self: bytes, table: None, delete: bytes) -> bytes", "bytes::without"),
  ],
  maketrans: fallible("(from: bytes, to: bytes) -> bytes", "bytes::maketrans"),
  upper: map("upper"),
  lower: map("lower"),
  swapcase: map("swapcase"),
  capitalize: map("capitalize"),
  title: map("title"),
  isalpha: test("isalpha"),
  isdigit: test("isdigit"),
  isalnum: test("isalnum"),
  isspace: test("isspace"),
  isascii: test("isascii"),
  isupper: test("isupper"),
  islower: test("islower"),
  istitle: test("istitle"),
};

export const range: PyTable = {
  __len__: row("(self: range) -> int", "range::len", { range: COUNT }),
  __getitem__: fallible("(self: range, index: int) -> int", "range::index", { range: WORD }),
  getslice: row("(self: range, start: bound, stop: bound) -> range", "range::part"),
  count: row("(self: range, value: int) -> int", "range::count", { range: COUNT }),
  getslice_step: fallible("(self: range, start: bound, stop: bound, step: int) -> range", "range::slice"),
  __contains__: row("(self: range, value: int) -> bool", "range::contains"),
  __iter__: row("(self: range) -> iter[int]", "range::iter", { range: WORD }),
  /** The items of a range that is walked where it is made. */
  steps: row("(start: int, stop: int, step: int) -> iter[int]", "range::range", { integer: "range", native: "range", counted: [0, 1] }),
  index: fallible("(self: range, value: int) -> int", "range::find", { range: COUNT }),
  start: row("(self: range) -> int", "range::start", { attribute: true, range: WORD }),
  stop: row("(self: range) -> int", "range::stop", { attribute: true, range: WORD }),
  step: row("(self: range) -> int", "range::step", { attribute: true, range: WORD }),
};

const S = "rt[slice::Slice]";
const end = { attribute: true, args: ["own"], range: WORD } as const;

/** `slice` objects: runtime/py/src/slice/object.rs. */
export const slice: PyTable = {
  start: row(`(self: ${S}) -> int | None`, "slice::start", end),
  stop: row(`(self: ${S}) -> int | None`, "slice::stop", end),
  step: row(`(self: ${S}) -> int | None`, "slice::step", end),
  stride: row(`(self: ${S}) -> int`, "slice::stride", { args: ["own"], range: WORD }),
  indices: fallible(`(self: ${S}, length: int) -> tuple[int,int,int]`, "slice::indices", { args: ["own", "own"], range: WORD }),
};

/** `slice(…)`, for the builtins. */
export const makeSlice: readonly PyRow[] = [
  row(`(stop: bound) -> ${S}`, "slice::up_to"),
  row(`(start: bound, stop: bound) -> ${S}`, "slice::between"),
  row(`(start: bound, stop: bound, step: bound) -> ${S}`, "slice::of_bounds"),
];
