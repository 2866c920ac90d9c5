/** `list` and `deque`: runtime/py/src/{list,slice,sort,deque}.rs. */
import { changing, COUNT, fallible, row, type PyTable } from "./row.ts";

export const list: PyTable = {
  __len__: row("(self: list[T]) -> int", "builtins::len", { range: COUNT, native: "length" }),
  __getitem__: fallible("(self: list[T], index: int) -> T", "list::index", {
    result: "ref",
    mut: "list::index_mut",
    native: "element",
    raises: "IndexError",
  }),
  tuple_item: fallible("(self: list[T], index: int) -> T", "list::tuple_item", { result: "ref", native: "item", raises: "IndexError" }),
  getslice: row("(self: list[T], start: bound, stop: bound) -> list[T]", "list::slice"),
  getslice_step: fallible("(self: list[T], start: bound, stop: bound, step: int) -> list[T]", "list::slice_step", { native: "stepSlice" }),
  __setitem__: fallible("(self: list[T], index: int, value: T) -> None", "list::set", { args: ["mut", "own", "own"] }),
  setslice: changing("(self: list[T], start: bound, stop: bound, items: iter[T]) -> None", "list::set_slice", { native: "putSlice" }),
  setslice_step: fallible("(self: list[T], start: bound, stop: bound, step: int, items: iter[T]) -> None", "list::set_slice_step", {
    args: ["mut", "own"],
  }),
  __delitem__: fallible("(self: list[T], index: int) -> None", "list::delete", { args: ["mut", "own"] }),
  delslice: changing("(self: list[T], start: bound, stop: bound) -> None", "list::delete_slice"),
  delslice_step: fallible("(self: list[T], start: bound, stop: bound, step: int) -> None", "list::delete_slice_step", {
    args: ["mut", "own"],
  }),
  __contains__: row("(self: list[T], item: T) -> bool", "list::contains", { args: ["ref", "ref"], native: "holds" }),
  __iter__: row("(self: list[T]) -> iter[T]", "list::iter"),
  __add__: row("(self: list[T], other: list[T]) -> list[T]", "list::concat"),
  __iadd__: changing("(self: list[T], items: iter[T]) -> None", "list::extend"),
  __mul__: row("(self: list[T], times: int) -> list[T]", "list::repeat", { counted: [1], native: "repeat", repeats: ["0.elem"] }),
  __rmul__: row("(self: list[T], times: int) -> list[T]", "list::repeat", { repeats: ["0.elem"] }),
  __imul__: changing("(self: list[T], times: int) -> None", "list::repeat_in_place", { repeats: ["0.elem"] }),
  /** The items for `f(*items)`, when they are as many as the parameters `names` that `given` arguments before them leave. */
  spread: fallible("(items: iter[T], function: str, given: int, names: str) -> list[T]", "list::spread"),
  append: changing("(self: list[T], item: T) -> None", "push", { form: "method" }),
  extend: changing("(self: list[T], items: iter[T]) -> None", "extend", { form: "method" }),
  insert: changing("(self: list[T], index: int, item: T) -> None", "list::insert"),
  pop: [
    fallible("(self: list[T]) -> T", "list::pop", { args: ["mut"], raises: "IndexError" }),
    fallible("(self: list[T], index: int) -> T", "list::pop_at", { args: ["mut", "own"] }),
  ],
  remove: fallible("(self: list[T], item: T) -> None", "list::remove", { args: ["mut", "ref"] }),
  index: [
    fallible("(self: list[T], item: T) -> int", "list::find", { args: ["ref", "ref"], range: COUNT }),
    fallible("(self: list[T], item: T, start: int, stop: int = 9223372036854775807) -> int", "list::find_in", {
      args: ["ref", "ref", "own", "own"],
      range: COUNT,
    }),
  ],
  /** `index` of a tuple */
  tuple_index: [
    fallible("(self: list[T], item: T) -> int", "list::tuple_index", { args: ["ref", "ref"], range: COUNT }),
    fallible("(self: list[T], item: T, start: int, stop: int = 9223372036854775807) -> int", "list::tuple_index_in", {
      args: ["ref", "ref", "own", "own"],
      range: COUNT,
    }),
  ],
  /** `self[i], self[j] = self[j], self[i]` */
  swap: fallible("(self: list[T], i: int, j: int) -> None", "list::swap", { args: ["mut", "own", "own"], native: "swap" }),
  count: row("(self: list[T], item: T) -> int", "list::count", { args: ["ref", "ref"], range: COUNT }),
  clear: changing("(self: list[T]) -> None", "clear", { form: "method" }),
  copy: row("(self: list[T]) -> list[T]", "list::copy", { native: "copy" }),
  reverse: changing("(self: list[T]) -> None", "reverse", { form: "method" }),
  sort: [
    changing("(self: list[T]) -> None", "list::sort"),
    changing("(self: list[T], *, key: None = None, reverse: bool = False) -> None", "list::sort_in_order", { args: ["mut", "own", "own"] }),
    changing("(self: list[T], *, key: func[[T],K], reverse: bool = False) -> None", "list::sort_by_key_in"),
  ],
};

export const deque: PyTable = {
  __len__: row("(self: deque[T]) -> int", "builtins::len", { range: COUNT, native: "length" }),
  __getitem__: fallible("(self: deque[T], index: int) -> T", "deque::index", { result: "ref", mut: "deque::index_mut" }),
  __setitem__: fallible("(self: deque[T], index: int, value: T) -> None", "deque::set", { args: ["mut", "own", "own"] }),
  __delitem__: fallible("(self: deque[T], index: int) -> None", "deque::delete", { args: ["mut", "own"] }),
  __contains__: row("(self: deque[T], item: T) -> bool", "deque::contains", { args: ["ref", "ref"] }),
  __iter__: row("(self: deque[T]) -> iter[T]", "deque::iter"),
  __reversed__: row("(self: deque[T]) -> iter[T]", "deque::reversed"),
  __iadd__: changing("(self: deque[T], items: iter[T]) -> None", "deque::extend"),
  append: changing("(self: deque[T], item: T) -> None", "push_back", { form: "method" }),
  appendleft: changing("(self: deque[T], item: T) -> None", "push_front", { form: "method" }),
  extend: changing("(self: deque[T], items: iter[T]) -> None", "extend", { form: "method" }),
  extendleft: changing("(self: deque[T], items: iter[T]) -> None", "deque::extendleft"),
  pop: fallible("(self: deque[T]) -> T", "deque::pop", { args: ["mut"] }),
  popleft: fallible("(self: deque[T]) -> T", "deque::popleft", { args: ["mut"] }),
  remove: fallible("(self: deque[T], item: T) -> None", "deque::remove", { args: ["mut", "ref"] }),
  insert: changing("(self: deque[T], index: int, item: T) -> None", "deque::insert"),
  __add__: row("(self: deque[T], other: deque[T]) -> deque[T]", "deque::concat"),
  __mul__: row("(self: deque[T], times: int) -> deque[T]", "deque::repeat", { counted: [1], repeats: ["0.elem"] }),
  index: [
    fallible("(self: deque[T], item: T) -> int", "deque::find", { args: ["ref", "ref"], range: COUNT }),
    fallible("(self: deque[T], item: T, start: int, stop: int = 9223372036854775807) -> int", "deque::find_in", {
      args: ["ref", "ref", "own", "own"],
      range: COUNT,
    }),
  ],
  count: row("(self: deque[T], item: T) -> int", "deque::count", { args: ["ref", "ref"], range: COUNT }),
  clear: changing("(self: deque[T]) -> None", "clear", { form: "method" }),
  copy: row("(self: deque[T]) -> deque[T]", "deque::copy"),
  reverse: changing("(self: deque[T]) -> None", "deque::reverse"),
  rotate: changing("(self: deque[T], steps: int = 1) -> None", "deque::rotate"),
};

const B = "rt[deque::Bounded,T]";
const stores = { flows: [["1", "0.elem"]] } as const;
const looks = { args: ["ref", "ref"] } as const;

/** `deque(…, maxlen=n)`: an object of the runtime, runtime/py/src/deque/bounded.rs. */
export const bounded: PyTable = {
  new: fallible(`(items: iter[T], most: int) -> ${B}`, "deque::bounded"),
  __len__: row(`(self: ${B}) -> int`, "deque::bounded_len", { range: COUNT }),
  maxlen: row(`(self: ${B}) -> int`, "deque::maxlen", { range: COUNT }),
  __getitem__: fallible(`(self: ${B}, index: int) -> T`, "deque::bounded_index"),
  __setitem__: fallible(`(self: ${B}, index: int, value: T) -> None`, "deque::bounded_set", { flows: [["2", "0.elem"]], pure: false }),
  __contains__: row(`(self: ${B}, item: T) -> bool`, "deque::bounded_contains", looks),
  __iter__: row(`(self: ${B}) -> iter[T]`, "deque::bounded_iter"),
  __eq__: row(`(self: ${B}, other: ${B}) -> bool`, "deque::bounded_eq"),
  append: row(`(self: ${B}, item: T) -> None`, "deque::bounded_append", { ...stores, pure: false }),
  appendleft: row(`(self: ${B}, item: T) -> None`, "deque::bounded_appendleft", { ...stores, pure: false }),
  extend: row(`(self: ${B}, items: iter[T]) -> None`, "deque::bounded_extend", { flows: [["1.elem", "0.elem"]], pure: false }),
  extendleft: row(`(self: ${B}, items: iter[T]) -> None`, "deque::bounded_extendleft", { flows: [["1.elem", "0.elem"]], pure: false }),
  insert: fallible(`(self: ${B}, index: int, item: T) -> None`, "deque::bounded_insert", { flows: [["2", "0.elem"]], pure: false }),
  pop: fallible(`(self: ${B}) -> T`, "deque::bounded_pop", { pure: false }),
  popleft: fallible(`(self: ${B}) -> T`, "deque::bounded_popleft", { pure: false }),
  remove: fallible(`(self: ${B}, item: T) -> None`, "deque::bounded_remove", { ...looks, pure: false }),
  index: fallible(`(self: ${B}, item: T) -> int`, "deque::bounded_find", { ...looks, range: COUNT }),
  count: row(`(self: ${B}, item: T) -> int`, "deque::bounded_count", { ...looks, range: COUNT }),
  clear: row(`(self: ${B}) -> None`, "deque::bounded_clear", { pure: false }),
  copy: row(`(self: ${B}) -> ${B}`, "deque::bounded_copy"),
  reverse: row(`(self: ${B}) -> None`, "deque::bounded_reverse", { pure: false }),
  rotate: row(`(self: ${B}, steps: int = 1) -> None`, "deque::bounded_rotate", { pure: false }),
};
