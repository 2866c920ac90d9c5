/** A Rust syntax tree: what emit builds and the printer writes. It has never heard of the IR. */

/** A place in a source file that a Rust line came from. */
export interface Origin {
  readonly file: number;
  readonly start: number;
}

export interface RustTypeFields {
  /** `std::rc::Rc<T>`; no arguments: a plain name. */
  path: { readonly path: string; readonly args: readonly RustType[] };
  ref: { readonly mutable: boolean; readonly inner: RustType; readonly lifetime?: string };
  pointer: { readonly mutable: boolean; readonly inner: RustType };
  slice: { readonly elem: RustType };
  array: { readonly elem: RustType; readonly length: string };
  tuple: { readonly elems: readonly RustType[] };
  /** `unsafe extern "C" fn(A, ...) -> R` */
  fn: { readonly params: readonly RustType[]; readonly result?: RustType; readonly prefix: string; readonly variadic: boolean };
  /** `dyn Fn(A) -> R + 'a`, `impl Iterator<Item = T>`: one bound, call sugar when `params` is there. */
  bound: {
    readonly word: "dyn" | "impl";
    readonly path: string;
    readonly params?: readonly RustType[];
    readonly result?: RustType;
    readonly args?: readonly (RustType | readonly [string, RustType])[];
    readonly plus?: readonly string[];
  };
  never: object;
  infer: object;
}
export type RustTypeKind = keyof RustTypeFields;
export type RustType<K extends RustTypeKind = RustTypeKind> = { [P in K]: { readonly kind: P } & Readonly<RustTypeFields[P]> }[K];

export interface PatternFields {
  wild: object;
  rest: object;
  /** `mut name`, `ref name`, `name @ …` */
  name: { readonly name: string; readonly mutable?: boolean; readonly byRef?: boolean; readonly sub?: RustPattern };
  ref: { readonly inner: RustPattern };
  tuple: { readonly elems: readonly RustPattern[] };
  slice: { readonly elems: readonly RustPattern[] };
  /** `Some(x)`, `Value::Int(x)`, without elements a path. */
  variant: { readonly path: string; readonly elems?: readonly RustPattern[] };
  literal: { readonly text: string };
  range: { readonly from: string; readonly to: string };
  or: { readonly options: readonly RustPattern[] };
}
export type PatternKind = keyof PatternFields;
export type RustPattern<K extends PatternKind = PatternKind> = { [P in K]: { readonly kind: P } & Readonly<PatternFields[P]> }[K];

export interface RustClosureParam {
  readonly pattern: RustPattern;
  readonly type?: RustType;
}

export interface Arm {
  readonly pattern: RustPattern;
  readonly guard?: RustExpr;
  readonly body: RustExpr;
  readonly comments?: readonly string[];
}

export interface RustExprFields {
  /** A literal or any other text that binds as tightly as one. */
  literal: { readonly text: string };
  /** `name`, `a::b`, `Vec::<T>::new`; generic arguments stand in the text or in `args` (printed as `::<…>`). */
  path: { readonly path: string; readonly args?: readonly RustType[] };
  /** `text`: `*` of a `&&str`, which clippy takes for one that rustc follows by itself: what is called would then give something else.
   *  `kept`: `&*` of a `&mut` that an operator takes, which is not defined on that. */
  unary: { readonly op: "-" | "!" | "*"; readonly operand: RustExpr; readonly text?: boolean; readonly kept?: boolean };
  /** `&x`, `&mut x`, `&raw mut x` */
  borrow: { readonly word: "" | "mut" | "raw mut" | "raw const"; readonly operand: RustExpr };
  /** `total`: a comparison of what is always in order, so that `!(a < b)` is `a >= b`; `unsigned`: of what is never negative; `mixed`: of two types. */
  binary: {
    readonly op: string;
    readonly left: RustExpr;
    readonly right: RustExpr;
    readonly total?: boolean;
    readonly unsigned?: boolean;
    readonly mixed?: boolean;
  };
  /** `a = b`, `a += b` */
  assign: { readonly op: string; readonly left: RustExpr; readonly right: RustExpr };
  /** `plain`: an attempt that does nothing but one call, which gives its failure back: of this class. */
  call: { readonly callee: RustExpr; readonly args: readonly RustExpr[]; readonly plain?: string };
  /** `own`: a method of the program, of which the name says nothing. */
  method: {
    readonly object: RustExpr;
    readonly name: string;
    readonly typeArgs?: readonly RustType[];
    readonly args: readonly RustExpr[];
    readonly own?: true;
  };
  field: { readonly object: RustExpr; readonly name: string };
  index: { readonly object: RustExpr; readonly index: RustExpr };
  /** `name!(args)`, with `[]` for `vec`. */
  /** `repeat`: `vec![value; length]`. */
  macro: { readonly name: string; readonly args: readonly RustExpr[]; readonly bracket?: boolean; readonly repeat?: boolean };
  cast: { readonly value: RustExpr; readonly type: RustType };
  try: { readonly value: RustExpr };
  await: { readonly value: RustExpr };
  closure: {
    readonly params: readonly RustClosureParam[];
    readonly result?: RustType;
    readonly body: RustExpr;
    readonly word?: "move" | "async move";
  };
  struct: {
    readonly path: string;
    readonly fields: readonly { readonly name: string; readonly value: RustExpr }[];
    readonly rest?: RustExpr;
  };
  tuple: { readonly elems: readonly RustExpr[] };
  array: { readonly elems: readonly RustExpr[] };
  repeat: { readonly value: RustExpr; readonly length: string };
  range: { readonly from?: RustExpr; readonly to?: RustExpr; readonly inclusive: boolean };
  block: { readonly block: RustBlock; readonly word?: "unsafe" | "async" | "async move" | "const"; readonly label?: string };
  /** The test may be a `let` expression. */
  /** `at`: where a test behind `else` comes from. */
  if: { readonly test: RustExpr; readonly then: RustBlock; readonly orElse?: RustExpr; readonly at?: Origin };
  /** `by`: the value is an option whose content is copied, or one whose content (or which itself) is borrowed. */
  let: { readonly pattern: RustPattern; readonly value: RustExpr; readonly by?: "copy" | "lend" };
  match: { readonly subject: RustExpr; readonly arms: readonly Arm[] };
  loop: { readonly body: RustBlock; readonly label?: string };
  while: { readonly test: RustExpr; readonly body: RustBlock; readonly label?: string };
  for: { readonly pattern: RustPattern; readonly iterable: RustExpr; readonly body: RustBlock; readonly label?: string };
  return: { readonly value?: RustExpr };
  break: { readonly label?: string; readonly value?: RustExpr };
  continue: { readonly label?: string };
}
export type RustExprKind = keyof RustExprFields;
/** `danger`: evaluating it needs an `unsafe` block around. */
export type RustExpr<K extends RustExprKind = RustExprKind> = {
  [P in K]: { readonly kind: P; readonly danger?: boolean } & Readonly<RustExprFields[P]>;
}[K];

export interface RustBlock {
  readonly statements: readonly RustStatement[];
  /** The block's value. */
  readonly value?: RustExpr;
  readonly valueAt?: Origin;
  readonly valueComments?: readonly string[];
  readonly valueTrailing?: string;
  /** Comments before the closing brace. */
  readonly trailing?: readonly string[];
}

interface StatementBase {
  readonly at?: Origin;
  /** Comment lines above, each with its `//`. */
  readonly comments?: readonly string[];
  /** A comment at the end of the line, with its `//`. */
  readonly trailing?: string;
}
export interface RustStatementFields {
  let: { readonly pattern: RustPattern; readonly type?: RustType; readonly value?: RustExpr; readonly orElse?: RustBlock };
  expression: { readonly value: RustExpr; readonly semicolon: boolean };
  item: { readonly item: RustItem };
  /** Nothing but its comments. */
  empty: object;
}
export type RustStatementKind = keyof RustStatementFields;
export type RustStatement<K extends RustStatementKind = RustStatementKind> = {
  [P in K]: { readonly kind: P } & StatementBase & Readonly<RustStatementFields[P]>;
}[K];

export interface RustParam {
  readonly pattern: RustPattern;
  readonly type: RustType;
}

interface ItemBase {
  readonly at?: Origin;
  readonly doc?: readonly string[];
  readonly comments?: readonly string[];
  /** `#[derive(…)]` and others, without `#[]`. */
  readonly attributes?: readonly string[];
  /** `pub`, `pub(crate)` or nothing. */
  readonly visibility?: string;
}
export interface RustItemFields {
  use: { readonly path: string };
  mod: { readonly name: string };
  fn: {
    readonly name: string;
    /** `const`, `unsafe`, `extern "C"` in order, each followed by a space. */
    readonly prefix: string;
    readonly generics: readonly string[];
    /** `self`, `&self`, `&mut self`, `self: &Rc<Self>`; not among `params`. */
    readonly self?: string;
    readonly params: readonly RustParam[];
    readonly variadic?: boolean;
    readonly result?: RustType;
    /** Absent in `extern` blocks and traits. */
    readonly body?: RustBlock;
  };
  struct: { readonly name: string; readonly fields: readonly RustField[]; readonly union?: boolean };
  enum: { readonly name: string; readonly variants: readonly RustVariant[] };
  impl: { readonly trait?: string; readonly type: string; readonly items: readonly RustItem[] };
  const: { readonly word: "const" | "static" | "static mut"; readonly name: string; readonly type: RustType; readonly value?: RustExpr };
  type: { readonly name: string; readonly type: RustType };
  /** `thread_local! { static NAME: T = value; }` */
  threadLocal: { readonly name: string; readonly type: RustType; readonly value: RustExpr; readonly constant: boolean };
  externBlock: { readonly items: readonly RustItem[]; /** Unwinds may pass through. */ readonly unwind?: boolean };
  /** `name! { … }` of one line of text. */
  macroItem: { readonly text: string };
}
export interface RustField {
  readonly name: string;
  readonly type: RustType;
  readonly visibility?: string;
  readonly doc?: readonly string[];
  readonly comments?: readonly string[];
  readonly trailing?: string;
}
export interface RustVariant {
  readonly name: string;
  readonly types: readonly RustType[];
}
export type RustItemKind = keyof RustItemFields;
export type RustItem<K extends RustItemKind = RustItemKind> = {
  [P in K]: { readonly kind: P } & ItemBase & Readonly<RustItemFields[P]>;
}[K];

export interface RustFile {
  /** `#![…]` */
  readonly attributes: readonly string[];
  readonly doc: readonly string[];
  /** Comment lines above everything. */
  readonly header: readonly string[];
  readonly items: readonly RustItem[];
  readonly trailing?: readonly string[];
}
