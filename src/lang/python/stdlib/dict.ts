/** `dict`: runtime/py/src/dict.rs. */
import { changing, COUNT, fallible, row, type PyTable } from "./row.ts";

export const dict: PyTable = {
  __len__: row("(self: dict[K,V]) -> int", "builtins::len", { range: COUNT, native: "length" }),
  __getitem__: fallible("(self: dict[K,V], key: K) -> V", "dict::index", {
    args: ["ref", "ref"],
    result: "ref",
    mut: "dict::index_mut",
    raises: "KeyError",
  }),
  __setitem__: changing("(self: dict[K,V], key: K, value: V) -> None", "dict::set", { native: "put" }),
  __delitem__: fallible("(self: dict[K,V], key: K) -> None", "dict::delete", { args: ["mut", "ref"], raises: "KeyError" }),
  __contains__: row("(self: dict[K,V], key: K) -> bool", "dict::contains", { native: "has", args: ["ref", "ref"] }),
  __iter__: row("(self: dict[K,V]) -> iter[K]", "dict::iter"),
  __reversed__: row("(self: dict[K,V]) -> iter[K]", "dict::reversed"),
  __or__: row("(self: dict[K,V], other: dict[K,V]) -> dict[K,V]", "dict::union"),
  __ior__: changing("(self: dict[K,V], other: dict[K,V]) -> None", "dict::update"),
  get: [
    row("(self: dict[K,V], key: K) -> V | None", "dict::get_or_none", { args: ["ref", "ref"] }),
    row("(self: dict[K,V], key: K, default: None) -> V | None", "dict::get_default_none", { args: ["ref", "ref", "own"] }),
    row("(self: dict[K,V], key: K, default: V) -> V", "dict::get_or", { args: ["ref", "ref", "own"], native: "getOr" }),
  ],
  /** `get` and `pop` of values that may be None themselves. */
  get_or: row("(self: dict[K,V], key: K, default: V) -> V", "dict::get_or", { args: ["ref", "ref", "own"] }),
  pop_or: row("(self: dict[K,V], key: K, default: V) -> V", "dict::pop_or", { args: ["mut", "ref", "own"] }),
  setdefault: changing("(self: dict[K,V], key: K, default: V) -> V", "dict::setdefault_mut", {
    result: "ref",
    mut: "dict::setdefault_mut",
  }),
  pop: [
    fallible("(self: dict[K,V], key: K) -> V", "dict::pop", { args: ["mut", "ref"], raises: "KeyError" }),
    row("(self: dict[K,V], key: K, default: None) -> V | None", "dict::pop_default_none", { args: ["mut", "ref", "own"] }),
    row("(self: dict[K,V], key: K, default: V) -> V", "dict::pop_or", { args: ["mut", "ref", "own"] }),
  ],
  popitem: [
    fallible("(self: dict[K,V]) -> tuple[K,V]", "dict::popitem", { args: ["mut"] }),
    fallible("(self: dict[K,V], last: bool) -> tuple[K,V]", "dict::popitem_at", { args: ["mut", "own"] }),
  ],
  update: [
    changing("(self: dict[K,V], other: dict[K,V]) -> None", "dict::update"),
    changing("(self: dict[K,V], pairs: iter[tuple[K,V]]) -> None", "dict::update_pairs"),
  ],
  keys: row("(self: dict[K,V]) -> iter[K]", "dict::iter"),
  values: row("(self: dict[K,V]) -> iter[V]", "dict::values"),
  items: row("(self: dict[K,V]) -> iter[tuple[K,V]]", "dict::items"),
  /** `sorted(self.items())` */
  sorted_items: row("(items: iter[tuple[K,V]]) -> list[tuple[K,V]]", "dict::sorted_items"),
  clear: changing("(self: dict[K,V]) -> None", "clear", { form: "method" }),
  /** `==` of two that keep their order (`OrderedDict`) */
  equal_in_order: row("(self: dict[K,V], other: dict[K,V]) -> bool", "dict::equal_in_order"),
  copy: row("(self: dict[K,V]) -> dict[K,V]", "dict::copy", { native: "copy" }),
  /** The two items of one of the pairs that `dict` is given, behind `done` others. */
  pair: fallible("(items: iter[T], done: int) -> list[T]", "dict::pair"),
  fromkeys: row("(keys: iter[K], value: V) -> dict[K,V]", "dict::fromkeys", { repeats: ["1"] }),
  move_to_end: fallible("(self: dict[K,V], key: K, last: bool = True) -> None", "dict::move_to_end", { args: ["mut", "ref", "own"] }),
};

/** A look at the dict, by the closure that the view is made of. */
const asks = { invokes: true } as const;

const view = (name: string, type: string): PyTable => {
  const V = `rt[dict::${type},T]`;
  return {
    new: row(`(items: func[[],list[T]]) -> ${V}`, `dict::${name}_view`, { calls: [], keeps: [0] }),
    /** Of an `OrderedDict`. */
    ordered: row(`(self: ${V}) -> ${V}`, "dict::ordered_view", { args: ["own"] }),
    __len__: row(`(self: ${V}) -> int`, "dict::view_len", { ...asks, range: COUNT }),
    __iter__: row(`(self: ${V}) -> iter[T]`, "dict::view_iter", asks),
    __reversed__: row(`(self: ${V}) -> iter[T]`, "dict::view_reversed", asks),
    __contains__: row(`(self: ${V}, item: T) -> bool`, "dict::view_contains", { ...asks, args: ["ref", "ref"] }),
  };
};

/** Views that are kept: runtime/py/src/dict/view.rs. */
export const views: Readonly<Record<string, PyTable>> = {
  keysView: view("keys", "Keys"),
  valuesView: view("values", "Values"),
  itemsView: view("items", "Items"),
};

/** `collections.defaultdict`: the factory's call is a closure that the lowering hands over at each read. */
export const defaultdict: PyTable = {
  __getitem__: row("(self: dict[K,V], key: K, make: func[[],V]) -> V", "dict::index_or_make", {
    args: ["mut", "own", "own"],
    result: "ref",
    mut: "dict::index_or_make",
  }),
};

/** `collections.Counter`: a dict whose values are counts. */
export const counter: PyTable = {
  __getitem__: row("(self: dict[K,N], key: K) -> N", "counter::index", { args: ["ref", "ref"] }),
  most_common: [
    row("(self: dict[K,N]) -> list[tuple[K,N]]", "counter::most_common"),
    row("(self: dict[K,N], count: int) -> list[tuple[K,N]]", "counter::most_common_first"),
  ],
  elements: row("(self: dict[K,N]) -> iter[K]", "counter::elements"),
  total: row("(self: dict[K,N]) -> N", "counter::total"),
  update: [
    changing("(self: dict[K,N], other: dict[K,N]) -> None", "counter::add_all"),
    changing("(self: dict[K,N], items: iter[K]) -> None", "counter::count_more"),
  ],
  subtract: [
    changing("(self: dict[K,N], other: dict[K,N]) -> None", "counter::subtract_all"),
    changing("(self: dict[K,N], items: iter[K]) -> None", "counter::count_less"),
  ],
  __eq__: row("(self: dict[K,N], other: dict[K,N]) -> bool", "counter::equal"),
  __le__: row("(self: dict[K,N], other: dict[K,N]) -> bool", "counter::within"),
  __ge__: row("(self: dict[K,N], other: dict[K,N]) -> bool", "counter::holds"),
  __lt__: row("(self: dict[K,N], other: dict[K,N]) -> bool", "counter::strictly_within"),
  __gt__: row("(self: dict[K,N], other: dict[K,N]) -> bool", "counter::strictly_holds"),
  __add__: row("(self: dict[K,N], other: dict[K,N]) -> dict[K,N]", "counter::plus"),
  __sub__: row("(self: dict[K,N], other: dict[K,N]) -> dict[K,N]", "counter::minus"),
  __and__: row("(self: dict[K,N], other: dict[K,N]) -> dict[K,N]", "counter::lower"),
  __or__: row("(self: dict[K,N], other: dict[K,N]) -> dict[K,N]", "counter::upper"),
};
