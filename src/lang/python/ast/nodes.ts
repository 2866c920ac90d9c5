/** The Python syntax tree as plain data: what the grammar's tree means, with spans in bytes and nothing resolved. */
import type { Span } from "../../../base/span.ts";
import type { Comment } from "../../../ir/index.ts";
import type { NamedTupleClass } from "../named-tuples.ts";

export type BinaryOp = "+" | "-" | "*" | "/" | "//" | "%" | "**" | "@" | "&" | "|" | "^" | "<<" | ">>";
export type CompareOp = "<" | "<=" | "==" | "!=" | ">=" | ">" | "in" | "not in" | "is" | "is not";

export interface Argument {
  /** Absent: positional. */
  readonly name?: string;
  /** `*value`, `**value`. */
  readonly star?: 1 | 2;
  readonly value: Expr;
}

export interface Parameter {
  readonly name: string;
  readonly span: Span;
  readonly annotation?: Expr;
  readonly default?: Expr;
  readonly kind: "positional" | "normal" | "star" | "keyword" | "double";
}

export interface Clause {
  readonly target: Expr;
  readonly iterable: Expr;
  readonly tests: readonly Expr[];
  readonly async: boolean;
}

export type FStringPart =
  | string
  | {
      readonly value: Expr;
      readonly conversion?: string;
      readonly spec?: readonly FStringPart[];
      /** Text of `{x=}`. */ readonly label?: string;
    };

export interface ExprFields {
  name: { id: string };
  int: { value: bigint };
  float: { value: number };
  imaginary: { value: number };
  str: { value: string };
  bytes: { value: Uint8Array };
  fstring: { parts: readonly FStringPart[] };
  bool: { value: boolean };
  none: object;
  ellipsis: object;
  tuple: { elems: readonly Expr[] };
  list: { elems: readonly Expr[] };
  set: { elems: readonly Expr[] };
  /** A pair without a key is `**value`. */
  dict: { entries: readonly { readonly key?: Expr; readonly value: Expr }[] };
  binary: { op: BinaryOp; left: Expr; right: Expr };
  unary: { op: "-" | "+" | "~"; operand: Expr };
  not: { operand: Expr };
  logical: { op: "and" | "or"; left: Expr; right: Expr };
  compare: { left: Expr; rest: readonly { readonly op: CompareOp; readonly right: Expr }[] };
  call: { callee: Expr; args: readonly Argument[] };
  attribute: { object: Expr; name: string };
  subscript: { object: Expr; index: Expr };
  slice: { start?: Expr; stop?: Expr; step?: Expr };
  lambda: { fn: FunctionNode };
  conditional: { test: Expr; then: Expr; orElse: Expr };
  comprehension: { of: "list" | "set" | "dict" | "generator"; key?: Expr; element: Expr; clauses: readonly Clause[]; scope: ScopeNode };
  yield: { value?: Expr };
  yieldFrom: { value: Expr };
  await: { value: Expr };
  walrus: { target: Expr<"name">; value: Expr };
  starred: { value: Expr };
}
export type ExprKind = keyof ExprFields;
export type Expr<K extends ExprKind = ExprKind> = { [P in K]: { readonly kind: P; readonly span: Span } & Readonly<ExprFields[P]> }[K];

/** What opens a scope. Filled by `scope.ts`, keyed by identity. */
export interface ScopeNode {
  readonly scopeOf: "module" | "function" | "class" | "comprehension";
}

export interface FunctionNode extends ScopeNode {
  readonly name: string;
  /** `__name__`, of a function that is bound to another name. */
  readonly called?: string;
  readonly span: Span;
  readonly params: readonly Parameter[];
  readonly returns?: Expr;
  readonly body: readonly Stmt[];
  readonly doc?: string;
  readonly async: boolean;
  /** Contains `yield`. */
  readonly generator: boolean;
  readonly lambda: boolean;
}

/** A member of a set of flags. */
export interface FlagMember {
  readonly name: string;
  readonly value: bigint;
}

export interface ClassNode extends ScopeNode {
  readonly name: string;
  /** `__name__`, of a class that is bound to another name. */
  readonly called?: string;
  readonly span: Span;
  readonly bases: readonly Argument[];
  readonly body: readonly Stmt[];
  readonly doc?: string;
  /** The class of what `object()` makes. */
  readonly bare?: true;
  /** The members of a class of flags. */
  readonly flags?: readonly FlagMember[];
}

export type MatchPattern =
  | { readonly kind: "wildcard"; readonly span: Span }
  | { readonly kind: "capture"; readonly span: Span; readonly name: Expr<"name"> }
  | { readonly kind: "value"; readonly span: Span; readonly value: Expr }
  | { readonly kind: "sequence"; readonly span: Span; readonly patterns: readonly MatchPattern[] }
  | { readonly kind: "star"; readonly span: Span; readonly name?: Expr<"name"> }
  | {
      readonly kind: "mapping";
      readonly span: Span;
      readonly entries: readonly { readonly key: Expr; readonly pattern: MatchPattern }[];
      readonly rest?: Expr<"name">;
    }
  | {
      readonly kind: "class";
      readonly span: Span;
      readonly class: Expr;
      readonly positional: readonly MatchPattern[];
      readonly keywords: readonly { readonly name: string; readonly pattern: MatchPattern }[];
    }
  | { readonly kind: "or"; readonly span: Span; readonly patterns: readonly MatchPattern[] }
  | { readonly kind: "as"; readonly span: Span; readonly pattern: MatchPattern; readonly name: Expr<"name"> };

export interface ImportName {
  readonly name: string;
  readonly as?: string;
}

export interface StmtFields {
  expr: { value: Expr };
  assign: { targets: readonly Expr[]; value: Expr };
  augmented: { target: Expr; op: BinaryOp; value: Expr };
  annotated: { target: Expr; annotation: Expr; value?: Expr };
  return: { value?: Expr };
  delete: { targets: readonly Expr[] };
  pass: object;
  break: object;
  continue: object;
  if: { test: Expr; body: readonly Stmt[]; orElse: readonly Stmt[] };
  while: { test: Expr; body: readonly Stmt[]; orElse: readonly Stmt[] };
  for: { target: Expr; iterable: Expr; body: readonly Stmt[]; orElse: readonly Stmt[]; async: boolean };
  try: { body: readonly Stmt[]; handlers: readonly ExceptClause[]; orElse: readonly Stmt[]; final: readonly Stmt[] };
  with: { items: readonly { readonly value: Expr; readonly target?: Expr }[]; body: readonly Stmt[]; async: boolean };
  def: { fn: FunctionNode; decorators: readonly Expr[] };
  class: { cls: ClassNode; decorators: readonly Expr[] };
  /** `guarded`: nothing happens where the module is not there. */
  import: { names: readonly ImportName[]; guarded?: true };
  /** `level` leading dots; names empty: `*`. */
  importFrom: { module: string; level: number; names: readonly ImportName[]; star: boolean; guarded?: true };
  global: { names: readonly string[] };
  nonlocal: { names: readonly string[] };
  assert: { test: Expr; message?: Expr };
  raise: { value?: Expr; cause?: Expr };
  match: { subject: Expr; cases: readonly { readonly pattern: MatchPattern; readonly guard?: Expr; readonly body: readonly Stmt[] }[] };
  typeAlias: { name: string };
}
export interface ExceptClause {
  readonly type?: Expr;
  readonly name?: Expr<"name">;
  readonly body: readonly Stmt[];
  readonly span: Span;
}
export type StmtKind = keyof StmtFields;
export type Stmt<K extends StmtKind = StmtKind> = {
  [P in K]: { readonly kind: P; readonly span: Span; readonly comments?: readonly Comment[] } & Readonly<StmtFields[P]>;
}[K];

export interface ModuleNode extends ScopeNode {
  /** Index of the file in the program. */
  readonly file: number;
  readonly path: string;
  readonly body: readonly Stmt[];
  readonly doc?: string;
  /** The docstring as it is. */
  readonly rawDoc?: string;
  /** Those behind the last statement. */
  readonly comments: readonly Comment[];
  /** All comments of the file, in order. */
  readonly all: readonly Comment[];
  /** Its classes that are named tuples. */
  readonly namedTuples?: readonly NamedTupleClass[];
}
