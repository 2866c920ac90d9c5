/** Expressions of the IR. Evaluation order is left to right, arguments before the call. */
import type { Span } from "../base/span.ts";
import type { ClassId, Type } from "./types.ts";
import type { Block, LocalId } from "./statements.ts";

export type FunctionId = number;
export type GlobalId = number;

/** How integer (and float) arithmetic behaves when the mathematical result does not fit. */
export type Arithmetic =
  /** `exact` operands: never wrong; on `i64` a plain operator under overflow-checks, on `Int` exact. */
  | "exact"
  /** Two's complement wrap (unsigned C, shell, `-fwrapv`). */
  | "wrapping"
  /** Proven not to overflow, or overflow is the program's error: a plain operator. */
  | "plain"
  | "float";

export type BinaryOperator = "add" | "sub" | "mul" | "div" | "rem" | "and" | "or" | "xor" | "shl" | "shr";
export type CompareOperator = "eq" | "ne" | "lt" | "le" | "gt" | "ge";

/** One piece of a compiled format: literal text, or a value shown by Rust's `{}` with a Rust format spec (without the colon). */
export type FormatPiece = string | { readonly value: Expression; readonly spec: string };

export interface ClosureParam {
  readonly local: LocalId;
  /** How the caller hands it over: by value, `&T`, `&mut T`. */
  readonly passing: Passing;
}

/** How a value travels into a function or row. */
export type Passing = "own" | "ref" | "mut";

/** `for … in … if …` of a comprehension. */
export type Clause =
  { readonly kind: "for"; readonly pattern: Pattern; readonly iterable: Expression } | { readonly kind: "if"; readonly test: Expression };

/** What a `for` or unpacking binds. `ignore` is `_`. */
export type Pattern =
  | { readonly kind: "local"; readonly local: LocalId }
  | { readonly kind: "tuple"; readonly elems: readonly Pattern[] }
  | { readonly kind: "ignore" };

/** Every expression, by kind. A new line breaks the build until each table handles it. */
export interface ExpressionFields {
  // --- constants
  unit: object;
  bool: { readonly value: boolean };
  /** Type `int` or `exact`. */
  int: { readonly value: bigint };
  /** `text` is Rust-ready (`1.0`, `f64::INFINITY` is written by emit from `value`). */
  float: { readonly value: number };
  str: { readonly value: string };
  bytes: { readonly value: Uint8Array };
  /** `None`, NULL: type `option` (or `ptr`). */
  none: object;
  /** The zero value of a C type: `0`, null, a zeroed record or array. */
  zero: object;

  // --- places and names
  local: { readonly local: LocalId };
  global: { readonly global: GlobalId };
  /** A function as a value: type `func` or `fnptr`. */
  function: { readonly function: FunctionId };
  /** A field of an `instance`, `record` (through a value, not a pointer). */
  field: { readonly object: Expression; readonly name: string };
  /** An element of a C array or of what `index` is proven in range for: `a[i]`; on `ptr`, `*p.offset(i)`. Index has type `int`. */
  index: { readonly object: Expression; readonly index: Expression };
  /** `*p` of a C pointer. */
  deref: { readonly pointer: Expression };
  /** `&place`: type `ptr`. An array place decays to a pointer to its first element when the type says so. */
  addressOf: { readonly place: Expression };
  tupleGet: { readonly tuple: Expression; readonly index: number };

  // --- operators (operands have one common type; conversions are explicit `cast`s)
  binary: { readonly op: BinaryOperator; readonly arithmetic: Arithmetic; readonly left: Expression; readonly right: Expression };
  /** `neg` arithmetic, `inv` bitwise complement. */
  unary: { readonly op: "neg" | "inv"; readonly arithmetic: Arithmetic; readonly operand: Expression };
  /** By value; operands of one type. For containers and classes, structural (`PartialEq`/`PartialOrd`). */
  compare: { readonly op: CompareOperator; readonly left: Expression; readonly right: Expression };
  /** Same object: `is`, pointer equality. */
  identical: { readonly left: Expression; readonly right: Expression; readonly negated: boolean };
  /** Short circuit on `bool`. */
  logical: { readonly op: "and" | "or"; readonly left: Expression; readonly right: Expression };
  not: { readonly operand: Expression };
  conditional: { readonly test: Expression; readonly then: Expression; readonly orElse: Expression };
  /** A numeric, pointer or boolean conversion with C's meaning (`as`); `exact`→float is correctly rounded. */
  cast: { readonly value: Expression };

  // --- calls
  call: { readonly function: FunctionId; readonly args: readonly Expression[] };
  /** Calls a value of type `func` or `fnptr`. */
  callValue: { readonly callee: Expression; readonly args: readonly Expression[] };
  /** A library function: a row of the program's table (`rows.ts`). */
  runtime: { readonly row: string; readonly args: readonly Expression[]; readonly typeArgs?: readonly Type[] };
  /** `|params| body`; what it captures is found by the effects pass. `result` is the type of its value. `fails`: it gives `Result<result, program.exception>`. */
  closure: { readonly params: readonly ClosureParam[]; readonly result: Type; readonly body: Block; readonly fails?: boolean };

  // --- construction
  tuple: { readonly elems: readonly Expression[] };
  /** `fixed`: it is never changed. */
  list: { readonly elems: readonly Expression[]; readonly fixed?: true };
  set: { readonly elems: readonly Expression[] };
  dict: { readonly entries: readonly (readonly [Expression, Expression])[] };
  array: { readonly elems: readonly Expression[] };
  /** A struct literal with all fields (of an `instance` or `record`; a C union has one). */
  construct: { readonly class: ClassId; readonly fields: readonly (readonly [string, Expression])[] };
  /** `[element for …]` of type list, set, dict (`key`) or, lazily, iter. */
  comprehension: { readonly clauses: readonly Clause[]; readonly key?: Expression; readonly element: Expression };

  // --- options, unions, any
  some: { readonly value: Expression };
  isNone: { readonly value: Expression; readonly negated: boolean };
  /** The value of an option that narrowing has proven present; `unproven`: the runtime raises `message` when absent. */
  unwrap: { readonly value: Expression; readonly unproven?: string };
  /** A member value into its union. */
  inject: { readonly value: Expression; readonly member: number };
  /** Is the union value of one of these members? */
  isMember: { readonly value: Expression; readonly members: readonly number[] };
  /** The member value of a union that narrowing has proven; a row-level failure otherwise (`unproven` message). */
  project: { readonly value: Expression; readonly member: number; readonly unproven?: string };
  /** `native`: a value of a type that `any` has no variant for; values of one `id` have one type, which is shown as `shape` tells. */
  toAny: {
    readonly value: Expression;
    readonly native?: {
      readonly id: number;
      readonly class: string;
      readonly shape: string;
      readonly as?: "key" | "ordered" | "number" | "mapping";
    };
  };
  /** A checked downcast to the expression's type; raises TypeError-like `message`. */
  fromAny: { readonly value: Expression; readonly message: string; readonly native?: number };

  // --- other
  /** Statements, then a value. */
  block: { readonly body: readonly import("./statements.ts").Statement[]; readonly value: Expression };
  /** Text from compiled pieces: type `str` (or `bytes` when the type says so). */
  format: { readonly pieces: readonly FormatPiece[] };
}

export type ExpressionKind = keyof ExpressionFields;
export interface ExpressionBase {
  /** Dense per program; facts are keyed by it. */
  readonly id: number;
  readonly span: Span;
  readonly type: Type;
}
export type Expression<K extends ExpressionKind = ExpressionKind> = {
  [P in K]: { readonly kind: P } & ExpressionBase & Readonly<ExpressionFields[P]>;
}[K];
