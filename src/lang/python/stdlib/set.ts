/** `set` and `frozenset`: runtime/py/src/set.rs. */
import { changing, COUNT, fallible, row, type PyRow, type PyTable } from "./row.ts";

/** What both kinds have; results are of the kind of `self`. */
const common = (kind: "set" | "frozenset"): Record<string, PyRow | readonly PyRow[]> => {
  const self = `${kind}[T]`;
  const pair = (name: string): readonly PyRow[] => [
    row(`(self: ${self}, other: set[T]) -> ${self}`, `set::${name}`),
    row(`(self: ${self}, items: iter[T]) -> ${self}`, `set::${name}_items`),
  ];
  return {
    __len__: row(`(self: ${self}) -> int`, "builtins::len", { range: COUNT, native: "length" }),
    __contains__: row(`(self: ${self}, item: T) -> bool`, "set::contains", { args: ["ref", "ref"] }),
    __iter__: row(`(self: ${self}) -> iter[T]`, "set::iter"),
    __or__: row(`(self: ${self}, other: set[T]) -> ${self}`, "set::union"),
    __and__: row(`(self: ${self}, other: set[T]) -> ${self}`, "set::intersection"),
    __sub__: row(`(self: ${self}, other: set[T]) -> ${self}`, "set::difference"),
    __xor__: row(`(self: ${self}, other: set[T]) -> ${self}`, "set::symmetric_difference"),
    union: [row(`(self: ${self}) -> ${self}`, "set::copy"), ...pair("union")],
    intersection: pair("intersection"),
    difference: pair("difference"),
    symmetric_difference: pair("symmetric_difference"),
    issubset: [
      row(`(self: ${self}, other: set[T]) -> bool`, "set::issubset"),
      row(`(self: ${self}, items: iter[T]) -> bool`, "set::issubset_items"),
    ],
    issuperset: [
      row(`(self: ${self}, other: set[T]) -> bool`, "set::issuperset"),
      row(`(self: ${self}, items: iter[T]) -> bool`, "set::issuperset_items"),
    ],
    isdisjoint: [
      row(`(self: ${self}, other: set[T]) -> bool`, "set::isdisjoint"),
      row(`(self: ${self}, items: iter[T]) -> bool`, "set::isdisjoint_items"),
    ],
    __le__: row(`(self: ${self}, other: set[T]) -> bool`, "set::issubset"),
    __ge__: row(`(self: ${self}, other: set[T]) -> bool`, "set::issuperset"),
    __lt__: row(`(self: ${self}, other: set[T]) -> bool`, "set::is_proper_subset"),
    __gt__: row(`(self: ${self}, other: set[T]) -> bool`, "set::is_proper_superset"),
    copy: row(`(self: ${self}) -> ${self}`, "set::copy"),
  };
};

export const frozenset: PyTable = common("frozenset");

export const set: PyTable = {
  ...common("set"),
  add: changing("(self: set[T], item: T) -> None", "set::add"),
  remove: fallible("(self: set[T], item: T) -> None", "set::remove", { args: ["mut", "ref"] }),
  discard: changing("(self: set[T], item: T) -> None", "set::discard", { args: ["mut", "ref"] }),
  pop: fallible("(self: set[T]) -> T", "set::pop", { args: ["mut"] }),
  clear: changing("(self: set[T]) -> None", "clear", { form: "method" }),
  update: [
    changing("(self: set[T], other: set[T]) -> None", "set::update"),
    changing("(self: set[T], items: iter[T]) -> None", "set::update_items"),
  ],
  intersection_update: [
    changing("(self: set[T], other: set[T]) -> None", "set::intersection_update"),
    changing("(self: set[T], items: iter[T]) -> None", "set::intersection_update_items"),
  ],
  difference_update: [
    changing("(self: set[T], other: set[T]) -> None", "set::difference_update"),
    changing("(self: set[T], items: iter[T]) -> None", "set::difference_update_items"),
  ],
  symmetric_difference_update: [
    changing("(self: set[T], other: set[T]) -> None", "set::symmetric_difference_update"),
    changing("(self: set[T], items: iter[T]) -> None", "set::symmetric_difference_update_items"),
  ],
  __ior__: changing("(self: set[T], other: set[T]) -> None", "set::update"),
  __iand__: changing("(self: set[T], other: set[T]) -> None", "set::intersection_update"),
  __isub__: changing("(self: set[T], other: set[T]) -> None", "set::difference_update"),
  __ixor__: changing("(self: set[T], other: set[T]) -> None", "set::symmetric_difference_update"),
};
