/** `str`: runtime/py/src/str.rs and str/. Formats (`%`, `.format`, f-strings) are fmt.rs. */
import { COUNT, fallible, PLACE, row, type PyRow, type PyTable } from "./row.ts";

const test = (name: string): PyRow => row("(self: str) -> bool", `str::${name}`);
const map = (name: string): PyRow => row("(self: str) -> str", `str::${name}`);

const strip = (name: string): readonly PyRow[] => [
  row("(self: str) -> str", `str::${name}`),
  row("(self: str, chars: None) -> str", `str::${name}_space`),
  row("(self: str, chars: str) -> str", `str::${name}_chars`),
];

const affix = (name: string): readonly PyRow[] => [
  row("(self: str, affix: str) -> bool", `str::${name}`),
  row("(self: str, affixes: tuple[str,...]) -> bool", `str::${name}`),
  row("(self: str, affix: str, start: bound, stop: bound = None) -> bool", `str::${name}_in`),
];

const search = (name: string, run: string, fails: boolean): readonly PyRow[] => {
  const make = fails ? fallible : row;
  return [
    make("(self: str, other: str) -> int", `str::${run}`, { range: PLACE }),
    make("(self: str, other: str, start: bound, stop: bound = None) -> int", `str::${run}_in`, { range: PLACE, doc: name }),
  ];
};

const pad = (name: string): PyRow => fallible('(self: str, width: int, fill: str = " ") -> str', `str::${name}`);

/** A view of a text that is asked by index: src/lang/python/text-views.ts. */
export const characters: PyTable = {
  __len__: row("(self: rt[str::Characters]) -> int", "str::characters_len", { range: COUNT }),
  __getitem__: fallible("(self: rt[str::Characters], index: int) -> str", "str::at", { characters: "result" }),
  getslice: row("(self: rt[str::Characters], start: bound, stop: bound) -> str", "str::part_of"),
};

export const str: PyTable = {
  characters: row("(self: str) -> rt[str::Characters]", "str::characters"),
  __len__: row("(self: str) -> int", "str::len", { range: COUNT }),
  __getitem__: fallible("(self: str, index: int) -> str", "str::index", { characters: "result" }),
  getslice: row("(self: str, start: bound, stop: bound) -> str", "str::slice"),
  getslice_step: fallible("(self: str, start: bound, stop: bound, step: int) -> str", "str::slice_step"),
  __contains__: row("(self: str, other: str) -> bool", "str::contains"),
  __iter__: row("(self: str) -> iter[str]", "str::iter", { characters: "items" }),
  __add__: row("(self: str, other: str) -> str", "str::concat", { native: "concat" }),
  __mul__: row("(self: str, times: int) -> str", "str::repeat", { counted: [1] }),
  __rmul__: row("(self: str, times: int) -> str", "str::repeat"),
  split: [
    row("(self: str) -> list[str]", "str::split"),
    row("(self: str, sep: None, maxsplit: int = -1) -> list[str]", "str::split_space"),
    fallible("(self: str, sep: str) -> list[str]", "str::split_by"),
    fallible("(self: str, sep: str, maxsplit: int) -> list[str]", "str::split_by_most"),
    row("(self: str, *, maxsplit: int) -> list[str]", "str::split_most"),
  ],
  rsplit: [
    row("(self: str) -> list[str]", "str::split"),
    row("(self: str, sep: None, maxsplit: int = -1) -> list[str]", "str::rsplit_space"),
    fallible("(self: str, sep: str, maxsplit: int = -1) -> list[str]", "str::rsplit_by_most"),
    row("(self: str, *, maxsplit: int) -> list[str]", "str::rsplit_most"),
  ],
  partition: fallible("(self: str, sep: str) -> tuple[str,str,str]", "str::partition"),
  rpartition: fallible("(self: str, sep: str) -> tuple[str,str,str]", "str::rpartition"),
  splitlines: row("(self: str, keepends: bool = False) -> list[str]", "str::splitlines"),
  /** Items that may be no texts: the first that is none raises. */
  join_any: fallible("(self: str, items: iter[any]) -> str", "any::join", { args: ["ref", "own"] }),
  join: row("(self: str, items: iter[str]) -> str", "str::join"),
  strip: strip("strip"),
  lstrip: strip("lstrip"),
  rstrip: strip("rstrip"),
  removeprefix: row("(self: str, prefix: str) -> str", "str::removeprefix"),
  removesuffix: row("(self: str, suffix: str) -> str", "str::removesuffix"),
  startswith: affix("startswith"),
  endswith: affix("endswith"),
  find: search("find", "find", false),
  rfind: search("rfind", "rfind", false),
  index: search("index", "index_of", true),
  rindex: search("rindex", "rindex_of", true),
  count: search("count", "count", false),
  replace: [
    row("(self: str, old: str, new: str) -> str", "str::replace"),
    row("(self: str, old: str, new: str, count: int) -> str", "str::replace_most"),
  ],
  expandtabs: row("(self: str, tabsize: int = 8) -> str", "str::expandtabs"),
  ljust: pad("ljust"),
  rjust: pad("rjust"),
  center: pad("center"),
  zfill: row("(self: str, width: int) -> str", "str::zfill"),
  upper: map("upper"),
  lower: map("lower"),
  casefold: map("casefold"),
  swapcase: map("swapcase"),
  capitalize: map("capitalize"),
  title: map("title"),
  isalpha: test("isalpha"),
  isdigit: test("isdigit"),
  isdecimal: test("isdecimal"),
  isnumeric: test("isnumeric"),
  isalnum: test("isalnum"),
  isspace: test("isspace"),
  isascii: test("isascii"),
  isprintable: test("isprintable"),
  isidentifier: test("isidentifier"),
  isupper: test("isupper"),
  islower: test("islower"),
  istitle: test("istitle"),
  encode: [
    fallible('(self: str, encoding: str = "utf-8") -> bytes', "str::encode"),
    fallible("(self: str, encoding: str, errors: str) -> bytes", "str::encode_with"),
  ],
  translate: row("(self: str, table: dict[int,V]) -> str", "str::translate"),
  maketrans: [
    fallible("(from: str, to: str) -> dict[int,int]", "str::maketrans", { range: [0n, 0x10ffffn] }),
    fallible("(from: str, to: str, gone: str) -> dict[int,int | None]", "str::maketrans_without", { range: [0n, 0x10ffffn] }),
    row("(table: dict[str,V]) -> dict[int,V]", "str::maketrans_of"),
  ],
};
