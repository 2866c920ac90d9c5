/**
 * Rows: what the IR knows of library functions. A language's tables (src/lang/x/stdlib, libc, builtins) fill them; passes and emit read
 * nothing else about a library. A row's id is `language.type.name`, e.g. `py.list.pop`.
 */
import type { Passing } from "./expressions.ts";

/** A part of a call: an argument, the elements (keys, values) inside it, the result. */
export type FlowEnd =
  | `${number}`
  | `${number}.elem`
  | `${number}.key`
  | `${number}.value`
  | `${number}.${number}`
  | `result.${number}`
  | "result"
  | "result.elem"
  | "result.key"
  | "result.value";

/**
 * How ranges compute the integers of a row's result from its arguments: `count` is a length, index or number of things; `same` one of the
 * arguments; `index` counts on from argument 1; `sum` adds the elements of argument 0; `range` elements between arguments 0 and 1; the rest is arithmetic on arguments 0 and 1
 * (`powmod`: modulo argument 2; `divmod`: a tuple; `below`: from 0 to one of the integers among the arguments; `digit`: the number that argument 0 is written for
 * in base argument 1: below the base for one character; `whole`: the
 * float argument 0, cut or rounded).
 */
export type IntegerRule =
  | "count"
  | "same"
  | "index"
  | "sum"
  | "range"
  | "abs"
  | "neg"
  | "add"
  | "sub"
  | "mul"
  | "floordiv"
  | "mod"
  | "divmod"
  | "pow"
  | "below"
  | "digit"
  | "whole"
  | "powmod"
  | "gcd"
  | "shl"
  | "shr"
  | "and"
  | "or"
  | "bits";

/** What a row is in terms of Rust's own library. Emit has a form for each and uses it where the facts allow. */
export type Native =
  /** A container with the items of argument 0, which is one of the same type. */
  | "copy"
  /** How many items argument 0 has. */
  | "length"
  /** The item of argument 0 at place argument 1, which may count from the end. */
  | "element"
  /** The same, of what is never changed; fails in another way. */
  | "item"
  /** Is argument 1 among the items of argument 0? */
  | "holds"
  /** Stores argument 2 at that place. */
  | "store"
  /** The integers from argument 0 to below argument 1 by steps of argument 2. */
  | "range"
  /** The items of argument 0, as often as argument 1 says. */
  | "repeat"
  /** Argument 1 behind argument 0, both texts. */
  | "concat"
  /** Stores argument 2 under the key argument 1. */
  | "put"
  /** The value of the key argument 1, or argument 2. */
  | "getOr"
  /** The items from argument 1 to argument 2 of argument 0, by steps of argument 3. */
  | "stepSlice"
  /** Puts argument 3 in the place of those items. */
  | "putSlice"
  /** Argument 0 by argument 1, as a float; fails where that is 0. */
  | "quotient"
  /** Exchanges the items of argument 0 at places 1 and 2. */
  | "swap"
  /** Has argument 0 the key argument 1? */
  | "has"
  /** The items of argument 0, each behind its number, which counts from argument 1. */
  | "enumerate"
  /** Pairs of the items of arguments 0 and 1. */
  | "zip"
  /** The sum of the integers, or the floats, of argument 0 and of argument 1. */
  | "sum"
  | "sumFloats"
  /** Is one of argument 0 true, are all? */
  | "any"
  | "all"
  /** The larger, the smaller of the arguments, or of the items of the only one; the distance from 0: of integers as Rust's methods. */
  | "max"
  | "min"
  | "abs";

/** How a row borrows what a pointer argument points to. `any`: whatever the elements are; of `numbers` the bytes are looked at. */
export interface RowLend {
  readonly shape: "one" | "slice";
  readonly access: "read" | "write";
  readonly nullable?: boolean;
  /** Another argument says how many bytes: of none, NULL is as good as any place. */
  readonly counted?: boolean;
  readonly any?: true | "numbers";
  /** A constant text, handed over as a C string. */
  readonly literal?: boolean;
}

/** Which containers inside a result are made by the row itself, along the types inside. */
export interface MadeInside {
  readonly container: boolean;
  readonly parts: readonly (MadeInside | undefined)[];
}

export interface Row {
  /** Path below `rt::` (`list::pop`), or with `std:` a std path; for form `method`, the method's name; for `macro`, the macro's path. */
  readonly run: string;
  /** `function` (default): `rt::run(args)`. `method`: `args[0].run(rest)`. `macro`: `run!(args)`, a leading `format` argument is spliced.
   *  `values`: `run!(args)` of any number of plain values: a leading text is a value, not a format. `await`: `rt::run(&out, args).await`,
   *  in a generator, which may hand out values meanwhile. */
  readonly form?: "function" | "method" | "macro" | "values" | "await";
  /** With form `values`: the macro is called by its name alone, with a `use` of it. */
  readonly short?: boolean;
  /** How each argument is handed over; the last entry repeats. Lists by `ref` arrive as `&[T]`, by `mut` as `&mut Vec<T>`; str by `ref` as `&str`.
   *  Containers that are shared are borrowed for the call (`&xs.borrow()`), so a row never sees `Rc`. */
  readonly args: readonly Passing[];
  /** What it takes by `ref` it takes as a value, too: one that is made for the call is handed over as it is. */
  readonly loose?: boolean;
  /** The types of its parameters are all written out in the runtime: what is handed over as a literal, or is missing, needs none. */
  readonly fixed?: boolean;
  /** `ref`: returns a reference into argument 0 (`&T`), copied or cloned where an owned value is wanted. Default `own`. */
  readonly result?: "own" | "ref";
  /** With `result: "ref"`: the function that returns `&mut T`, for use as a place. */
  readonly mut?: string;
  /** The result refers to argument 0 and is only shown: it lives no longer than the format that it stands in. */
  readonly view?: boolean;
  /** A lazy result that borrows nothing of its arguments: it has handles of its own. */
  readonly apart?: boolean;
  /** `never` (default). `try`: `run` unwinds on failure and `try_run` (last path segment prefixed) returns `Result`. `result`: always returns `Result`. */
  readonly fails?: "never" | "try" | "result";
  /** The class of all its failures, which it gives back where its arguments are numbers and texts: nothing unwinds. */
  readonly raises?: string;
  /** Values that are stored: `["1", "0.elem"]` for append, `["0.elem", "result"]` for an index read. */
  readonly flows?: readonly (readonly [FlowEnd, FlowEnd])[];
  /** Ends whose texts are `String` in the function itself. */
  readonly texts?: readonly FlowEnd[];
  /** What of its arguments is in the result several times: it is one object in all of these places. */
  readonly repeats?: readonly FlowEnd[];
  /** No effect but its result; may be dropped, repeated, reordered with other pure code. */
  readonly pure?: boolean;
  /** Input or output. */
  readonly io?: boolean;
  /** Arguments whose items are gone over: of a container only the items are handed on; a lazy result goes over them later. */
  readonly items?: readonly number[];
  /** Arguments that are called during the call. */
  readonly calls?: readonly number[];
  /** Arguments that are functions and are called later, by rows that have `invokes`. */
  readonly keeps?: readonly number[];
  /** Calls a function that is `any`, or that a row keeps: each closure that became one may run. */
  readonly invokes?: boolean;
  /** Interval of an integer result, when it has one that does not depend on the arguments (`len`: 0..2^48). */
  readonly range?: readonly [bigint, bigint];
  /** What an integer result is, where it follows from the arguments. */
  readonly integer?: IntegerRule;
  /** Between which bounds a float result lies: the root of argument 0, argument 0 to the power of argument 1, from 0 to 1, between the last two arguments. */
  readonly real?: "root" | "power" | "unit" | "between";
  /** A text of one character: the result, or each of its items. */
  readonly characters?: "result" | "items";
  /** Never returns. */
  readonly ends?: boolean;
  /** The argument that must not be negative: the result would be of another type. */
  readonly natural?: number;
  /** What it is in terms of Rust's own library. */
  readonly native?: Native;
  /** Places in the tuples of the result that hold integers of the row's own making, beside what flows into them. */
  readonly made?: readonly number[];
  /** Containers inside the result that the row makes: they are plain, whatever form the program has for them. */
  readonly makes?: MadeInside;
  /** The function's type arguments, where calls do not always determine them: `int` is the form of the integers in the result. */
  readonly generics?: readonly ("int" | "_")[];
  /** Arguments that count or bound a repetition: a program could not finish if they were large. */
  readonly counted?: readonly number[];
  /** The function is an `unsafe fn`: its arguments are raw pointers. */
  readonly unsafe?: boolean;
  /** The result borrows what is handed over: where it stands in a variable, that stands in one too. */
  readonly borrows?: boolean;
  /** Pointers that it is handed are gone after the call. */
  readonly passes?: boolean;
  /** What it does with memory: moves a pointer by elements, finds a place from a pointer on (NULL where there is none), gives a fresh block (of bytes; of items of a size), gives one back; the address of
   *  constant text, of cells in a block; takes a literal, or an array that is a global, as it stands; the address of a vector that is a variable
   *  of its own. */
  readonly memory?: "offset" | "find" | "allocate" | "release" | "text" | "cells" | "literal" | "static" | "storage";
  /** Pointer arguments that are borrowed for the call where the pointers pass can tell how; `raw` is called where it cannot. */
  readonly lends?: readonly (RowLend | undefined)[];
  /** `run` gives nothing: where the result is used, `raw` is called. */
  readonly unused?: boolean;
  /** The twin of `run` for what others may change meanwhile: it takes views and cells. */
  readonly cells?: string;
  /** The twin of `run` for raw pointers, an `unsafe fn`. */
  readonly raw?: string;
  /** The argument that this twin takes by its address. */
  readonly address?: number;
  /** Cargo feature of the runtime crate that it needs. */
  readonly feature?: string;
  /** One line for the documentation. */
  readonly doc?: string;
}

export type RowTable = Readonly<Record<string, Row>>;
