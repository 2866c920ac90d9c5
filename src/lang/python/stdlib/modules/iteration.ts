/** `itertools`, `functools`, `operator`, `bisect`, `heapq`: runtime/py/src/{itertools,functools,operator,bisect,heapq}.rs. */
import { changing, COUNT, fallible, row, type PyRow, type PyTable } from "../row.ts";

/** `zip_longest(*rows)` */
const longest = (rows: "iter" | "list"): PyRow =>
  row(`(rows: iter[${rows}[T]], *, fillvalue: None = None) -> iter[tuple[T | None,...]]`, "itertools::zip_longest_rows");
const longestFilled = (rows: "iter" | "list"): PyRow =>
  row(`(rows: iter[${rows}[T]], *, fillvalue: T) -> iter[tuple[T,...]]`, "itertools::zip_longest_rows_with");

export const itertools: PyTable = {
  count: [
    row("(start: int = 0, step: int = 1) -> iter[int]", "itertools::count", { integer: "count" }),
    row("(start: float, step: float = 1.0) -> iter[float]", "itertools::count_floats"),
  ],
  cycle: row("(items: iter[T]) -> iter[T]", "itertools::cycle", { repeats: ["0.elem"] }),
  repeat: [
    row("(item: T) -> iter[T]", "itertools::repeat", { repeats: ["0"] }),
    row("(item: T, times: int) -> iter[T]", "itertools::repeat_times", { repeats: ["0"] }),
  ],
  chain: [
    row("(a: iter[T], b: iter[T]) -> iter[T]", "itertools::chain"),
    row("(a: iter[T], b: iter[T], c: iter[T]) -> iter[T]", "itertools::chain3"),
    row("(a: iter[T]) -> iter[T]", "builtins::iter"),
  ],
  /** `chain.from_iterable(rows)`, `chain(*rows)` */
  chain_from_iterable: row("(rows: iter[list[T]]) -> iter[T]", "itertools::flatten"),
  islice: [
    row("(items: iter[T], stop: int) -> iter[T]", "itertools::islice_to"),
    row("(items: iter[T], start: bound, stop: bound, step: bound = None) -> iter[T]", "itertools::islice"),
  ],
  takewhile: row("(test: func[[T],bool], items: iter[T]) -> iter[T]", "itertools::takewhile"),
  dropwhile: row("(test: func[[T],bool], items: iter[T]) -> iter[T]", "itertools::dropwhile"),
  filterfalse: row("(test: func[[T],bool], items: iter[T]) -> iter[T]", "itertools::filterfalse"),
  starmap: row("(function: func[[A,B],R], items: iter[tuple[A,B]]) -> iter[R]", "itertools::starmap"),
  compress: [
    row("(items: iter[T], selectors: iter[bool]) -> iter[T]", "itertools::compress"),
    row("(items: iter[T], selectors: iter[int]) -> iter[T]", "itertools::compress_ints"),
  ],
  accumulate: [
    row("(items: iter[int]) -> iter[int]", "itertools::accumulate", { integer: "sum" }),
    row("(items: iter[float]) -> iter[float]", "itertools::accumulate_floats"),
    row("(items: iter[T], function: func[[T,T],T]) -> iter[T]", "itertools::accumulate_by"),
    row("(items: iter[int], *, initial: int) -> iter[int]", "itertools::accumulate_after", { generics: ["int"] }),
    row("(items: iter[T], function: func[[T,T],T], *, initial: T) -> iter[T]", "itertools::accumulate_from"),
  ],
  pairwise: row("(items: iter[T]) -> iter[tuple[T,T]]", "itertools::pairwise", { repeats: ["0.elem"] }),
  groupby: [
    row("(items: iter[T]) -> iter[tuple[T,list[T]]]", "itertools::groupby"),
    row("(items: iter[T], key: func[[T],K]) -> iter[tuple[K,list[T]]]", "itertools::groupby_key"),
  ],
  zip_longest_iters: longest("iter"),
  zip_longest_rows: longest("list"),
  /** With a value that fills in. */
  zip_longest_iters_filled: longestFilled("iter"),
  zip_longest_rows_filled: longestFilled("list"),
  zip_longest_filled: [
    row("(a: iter[T], b: iter[T], *, fillvalue: T) -> iter[tuple[T,T]]", "itertools::zip_longest_with"),
    row("(a: iter[T], b: iter[T], c: iter[T], *, fillvalue: T) -> iter[tuple[T,T,T]]", "itertools::zip_longest3_with"),
  ],
  zip_longest: [
    row("(a: iter[A], b: iter[B], *, fillvalue: None = None) -> iter[tuple[A | None,B | None]]", "itertools::zip_longest"),
    row(
      "(a: iter[A], b: iter[B], c: iter[C], *, fillvalue: None = None) -> iter[tuple[A | None,B | None,C | None]]",
      "itertools::zip_longest3",
    ),
  ],
  product: [
    row("(a: iter[A], b: iter[B]) -> iter[tuple[A,B]]", "itertools::product2", { repeats: ["0.elem", "1.elem"] }),
    row("(a: iter[A], b: iter[B], c: iter[C]) -> iter[tuple[A,B,C]]", "itertools::product3", { repeats: ["0.elem", "1.elem", "2.elem"] }),
    row("(a: iter[A], b: iter[B], c: iter[C], d: iter[D]) -> iter[tuple[A,B,C,D]]", "itertools::product4", {
      repeats: ["0.elem", "1.elem", "2.elem", "3.elem"],
    }),
    row("(items: iter[T], *, repeat: int) -> iter[tuple[T,...]]", "itertools::product_repeat", { repeats: ["0.elem"] }),
  ],
  /** `product(*rows)` */
  product_rows: row("(rows: iter[list[T]]) -> iter[tuple[T,...]]", "itertools::product_rows"),
  permutations: [
    row("(items: iter[T]) -> iter[tuple[T,...]]", "itertools::permutations", { repeats: ["0.elem"] }),
    row("(items: iter[T], r: int) -> iter[tuple[T,...]]", "itertools::permutations_of", { repeats: ["0.elem"] }),
  ],
  combinations: row("(items: iter[T], r: int) -> iter[tuple[T,...]]", "itertools::combinations", { repeats: ["0.elem"] }),
  combinations_with_replacement: row("(items: iter[T], r: int) -> iter[tuple[T,...]]", "itertools::combinations_with_replacement", {
    repeats: ["0.elem"],
  }),
  tee: row("(items: iter[T]) -> tuple[iter[T],iter[T]]", "itertools::tee"),
};

export const functools: PyTable = {
  reduce: [
    fallible("(function: func[[T,T],T], items: iter[T]) -> T", "functools::reduce", { flows: [["1.elem", "result"]] }),
    row("(function: func[[A,T],A], items: iter[T], initial: A) -> A", "functools::reduce_from", { flows: [["2", "result"]] }),
  ],
  sorted_by_compare: row("(items: iter[T], compare: func[[T,T],int], reverse: bool = False) -> list[T]", "functools::sorted_by_compare"),
  /** `xs.sort(key=cmp_to_key(compare))` and the same of `sorted` */
  sort_by_compare: changing("(self: list[T], compare: func[[T,T],int], reverse: bool = False) -> None", "list::sort_by_compare"),
};

const bisect_ = (name: string): readonly PyRow[] => [
  row("(a: list[T], x: T) -> int", `bisect::${name}`, { args: ["ref", "ref"], range: COUNT }),
  fallible("(a: list[T], x: T, lo: int = 0, hi: bound = None) -> int", `bisect::${name}_in`, {
    args: ["ref", "ref", "own", "own"],
    range: COUNT,
  }),
];

const insort = (name: string): readonly PyRow[] => [
  changing("(a: list[T], x: T) -> None", `bisect::insort_${name}`),
  changing("(a: list[T], x: T, lo: int = 0, hi: bound = None) -> None", `bisect::insort_${name}_in`, { fails: "try" }),
];

/** With a key, or on what is no list: see `prelude.ts`. */
export const bisect: PyTable = {
  bisect: bisect_("right"),
  bisect_right: bisect_("right"),
  bisect_left: bisect_("left"),
  insort: insort("right"),
  insort_right: insort("right"),
  insort_left: insort("left"),
};

export const heapq: PyTable = {
  heapify: changing("(heap: list[T]) -> None", "heapq::heapify"),
  heappush: changing("(heap: list[T], item: T) -> None", "heapq::push"),
  heappop: fallible("(heap: list[T]) -> T", "heapq::pop", { args: ["mut"] }),
  heappushpop: changing("(heap: list[T], item: T) -> T", "heapq::pushpop"),
  heapreplace: fallible("(heap: list[T], item: T) -> T", "heapq::replace", { args: ["mut", "own"] }),
  nlargest: [
    row("(n: int, items: iter[T]) -> list[T]", "heapq::nlargest"),
    row("(n: int, items: iter[T], key: func[[T],K]) -> list[T]", "heapq::nlargest_by_key"),
  ],
  nsmallest: [
    row("(n: int, items: iter[T]) -> list[T]", "heapq::nsmallest"),
    row("(n: int, items: iter[T], key: func[[T],K]) -> list[T]", "heapq::nsmallest_by_key"),
  ],
  /** `merge(*rows)` */
  merge_rows: row("(rows: iter[list[T]]) -> iter[T]", "heapq::merge_rows"),
  merge: row("(a: iter[T], b: iter[T]) -> iter[T]", "heapq::merge"),
};
