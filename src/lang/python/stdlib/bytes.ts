/** `bytes` and `range`: runtime/py/src/{bytes,range}.rs. */
import { COUNT, fallible, PLACE, row, WORD, type PyRow, type PyTable } from "./row.ts";

const BYTE: readonly [bigint, bigint] = [0n, 255n];

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
  __repr__: row("(self: bytes) -> str", "bytes::repr"),
  decode: [
    fallible('(self: bytes, encoding: str = "utf-8") -> str', "bytes::decode"),
    fallible("(self: bytes, encoding: str, errors: str) -> str", "bytes::decode_with"),
  ],
  find: row("(self: bytes, other: bytes) -> int", "bytes::find", { range: PLACE }),
  index: fallible("(self: bytes, other: bytes) -> int", "bytes::index_of", { range: PLACE }),
  count: row("(self: bytes, other: bytes) -> int", "bytes::count", { range: COUNT }),
  startswith: row("(self: bytes, prefix: bytes) -> bool", "bytes::startswith"),
  endswith: row("(self: bytes, suffix: bytes) -> bool", "bytes::endswith"),
  hex: row("(self: bytes) -> str", "bytes::hex"),
  fromhex: fallible("(text: str) -> bytes", "bytes::fromhex"),
  join: row("(self: bytes, items: iter[bytes]) -> bytes", "bytes::join"),
  replace: row("(self: bytes, old: bytes, new: bytes) -> bytes", "bytes::replace"),
  split: [row("(self: bytes) -> list[bytes]", "bytes::split"), fallible("(self: bytes, sep: bytes) -> list[bytes]", "bytes::split_by")],
  strip: row("(self: bytes) -> bytes", "bytes::strip"),
  upper: row("(self: bytes) -> bytes", "bytes::upper"),
  lower: row("(self: bytes) -> bytes", "bytes::lower"),
};

export const range: PyTable = {
  __len__: row("(self: range) -> int", "range::len", { range: COUNT }),
  __getitem__: fallible("(self: range, index: int) -> int", "range::index", { range: WORD }),
  getslice_step: fallible("(self: range, start: bound, stop: bound, step: int) -> range", "range::slice"),
  __contains__: row("(self: range, value: int) -> bool", "range::contains"),
  __iter__: row("(self: range) -> iter[int]", "range::iter", { range: WORD }),
  /** The items of a range that is walked where it is made. */
  steps: row("(start: int, stop: int, step: int) -> iter[int]", "range::range", { integer: "range", native: "range", counted: [0, 1] }),
  index: fallible("(self: range, value: int) -> int", "range::find", { range: COUNT }),
  start: row("(self: range) -> int", "range::start", { range: WORD }),
  stop: row("(self: range) -> int", "range::stop", { range: WORD }),
  step: row("(self: range) -> int", "range::step", { range: WORD }),
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
