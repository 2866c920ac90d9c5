/**
 * The typed syntax tree of C: names are resolved, conversions are explicit nodes, every expression has its C type. `at` and `to` are token
 * indexes (first, one past the last); positions in the original files come from the token table.
 */
import type { CType, FunctionType, PlacedField, RecordType } from "./types/types.ts";

export type Storage = "static" | "extern" | "auto" | "register" | "none";

/** A name: object, function, typedef or enumeration constant. */
export interface Sym {
  readonly kind: "variable" | "function" | "typedef" | "constant";
  readonly name: string;
  type: CType;
  storage: Storage;
  readonly fileScope: boolean;
  /** The name in the definition, or in the first declaration. */
  at: number;
  /** Declared in a system header. */
  readonly system: boolean;
  /** Enumeration constant. */
  value?: bigint;
  init?: Init;
  /** Function with a body. */
  body?: FunctionBody;
  /** Variable that is defined here: with a value or tentatively. */
  defined?: boolean;
  parameter?: boolean;
  /** Its address is taken, or it decays to a pointer. */
  addressed?: boolean;
  /** The type that the program knows it by, where the initial value makes it larger. */
  seenAs?: CType;
  /** Its initial value names it. */
  selfUsed?: boolean;
  /** Written after its initial value. */
  written?: boolean;
  /** `asm("name")`. */
  symbol?: string;
  /** For what is declared in a function: that function. A nested function has one too. */
  owner?: Sym;
  readonly unit: number;
  weak?: boolean;
  /** A function that each unit may define for itself: `inline`, and nowhere `extern`. */
  inline?: boolean;
  /** The alignment that was asked for. */
  aligned?: number;
  /** `_Thread_local` */
  perThread?: boolean;
  /** Runs before `main`. */
  constructor_?: boolean;
  /** Runs when the program ends. */
  destructor?: boolean;
}

export interface FunctionBody {
  readonly params: readonly Sym[];
  readonly block: Stmt<"block">;
  readonly labels: ReadonlySet<string>;
  /** Labels whose address is taken, in order. */
  readonly addressedLabels: readonly string[];
  /** Variables of functions around this one that it names, and nested functions that it names. */
  readonly outer: ReadonlySet<Sym>;
  readonly nested: ReadonlySet<Sym>;
  /** Every local variable of automatic storage, in order of declaration. */
  readonly locals: readonly Sym[];
}

/** An initialiser: one value, or places inside the object with theirs (by offset order not guaranteed; later ones win). */
export type Init =
  | { readonly kind: "value"; readonly value: Expr }
  | { readonly kind: "list"; readonly at: number; readonly entries: ReadonlyMap<number, Init>; readonly type: CType };

export type BinaryOp = "+" | "-" | "*" | "/" | "%" | "&" | "|" | "^" | "<<" | ">>";
export type CompareOp = "==" | "!=" | "<" | "<=" | ">" | ">=";

export interface ExprFields {
  int: { readonly value: bigint };
  float: { readonly value: number };
  /** An array object; `units` hold its elements, the NUL included. */
  string: { readonly units: readonly number[] };
  variable: { readonly sym: Sym };
  function: { readonly sym: Sym };
  /** Arithmetic on operands of one type (`<<`, `>>`: of the left one's). */
  binary: {
    readonly op: BinaryOp;
    readonly left: Expr;
    readonly right: Expr;
    /** Narrower than its type: it is made of bit-fields. */
    readonly bits?: number;
  };
  compare: { readonly op: CompareOp; readonly left: Expr; readonly right: Expr };
  logical: { readonly op: "&&" | "||"; readonly left: Expr; readonly right: Expr };
  not: { readonly operand: Expr };
  negate: { readonly operand: Expr };
  complement: { readonly operand: Expr };
  /** Pointer plus (or minus) integer. */
  offset: { readonly pointer: Expr; readonly index: Expr; readonly minus: boolean };
  /** Pointer minus pointer, in elements. */
  difference: { readonly left: Expr; readonly right: Expr };
  conditional: { readonly test: Expr; readonly then: Expr; readonly orElse: Expr };
  comma: { readonly left: Expr; readonly right: Expr };
  assign: { readonly target: Expr; readonly value: Expr };
  /** `target op= value`: computed in type `compute`, then converted. `pointer`: moves a pointer. */
  assignOp: { readonly op: BinaryOp; readonly target: Expr; readonly value: Expr; readonly compute: CType };
  step: { readonly target: Expr; readonly by: 1 | -1; readonly prefix: boolean };
  /** A conversion, written or implied. */
  cast: { readonly value: Expr; readonly implied: boolean };
  /** Array to pointer to its first element. */
  decay: { readonly array: Expr };
  addressOf: { readonly place: Expr };
  deref: { readonly pointer: Expr };
  /** `base[index]`: base is an array place or a pointer. */
  index: { readonly base: Expr; readonly index: Expr };
  /** A member of a record place or value. */
  member: { readonly object: Expr; readonly field: PlacedField };
  call: { readonly callee: Expr; readonly args: readonly Expr[]; readonly fn: FunctionType };
  compound: { readonly init: Init; readonly static: boolean; sym: Sym };
  statements: { readonly block: Stmt<"block"> };
  vaStart: { readonly list: Expr };
  vaArg: { readonly list: Expr };
  vaEnd: { readonly list: Expr };
  vaCopy: { readonly target: Expr; readonly source: Expr };
  /** A compiler builtin that is no function of the library. */
  builtin: { readonly name: string; readonly args: readonly Expr[] };
  labelAddress: { readonly label: string };
  /** Size of a variable-length array type. */
  sizeOfVariable: { readonly of: CType };
}
export type ExprKind = keyof ExprFields;
export type Expr<K extends ExprKind = ExprKind> = {
  [P in K]: { readonly kind: P; readonly type: CType; readonly at: number } & ExprFields[P];
}[K];

export interface StmtFields {
  block: { readonly body: readonly Stmt[] };
  /** Declarations of objects; typedefs and prototypes leave nothing. */
  declare: { readonly sym: Sym };
  expression: { readonly value: Expr };
  if: { readonly test: Expr; readonly then: Stmt; readonly orElse?: Stmt };
  while: { readonly test: Expr; readonly body: Stmt };
  do: { readonly body: Stmt; readonly test: Expr };
  for: { readonly init: readonly Stmt[]; readonly test?: Expr; readonly step?: Expr; readonly body: Stmt };
  switch: { readonly subject: Expr; readonly body: Stmt; readonly cases: readonly Stmt<"case">[] };
  /** `case low:`, `case low ... high:` or, without values, `default:`, in front of a statement. */
  case: { readonly low?: bigint; readonly high?: bigint; readonly body: Stmt };
  label: { readonly name: string; readonly body: Stmt };
  goto: { readonly name: string };
  gotoComputed: { readonly target: Expr };
  break: object;
  continue: object;
  return: { readonly value?: Expr };
  empty: object;
}
export type StmtKind = keyof StmtFields;
export type Stmt<K extends StmtKind = StmtKind> = {
  [P in K]: { readonly kind: P; readonly at: number; to: number } & Readonly<StmtFields[P]>;
}[K];

export const recordOf = (type: CType): RecordType | undefined => (type.kind === "record" ? type : undefined);
