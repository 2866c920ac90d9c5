/** Statements of the IR: structured control flow only. Labels are unique per function; `break` and `continue` always name one. */
import type { Span } from "../base/span.ts";
import type { Clause, Expression, Pattern } from "./expressions.ts";

/** Dense per function. */
export type LocalId = number;
export type Label = number;

export interface Block {
  readonly statements: readonly Statement[];
  /** Comments that stand after the last statement. */
  readonly trailing?: readonly Comment[];
}

/** Text without the comment signs, one entry a line; `own`: on lines of its own, before the node; else at the end of its line. */
export interface Comment {
  readonly text: string;
  readonly own: boolean;
  readonly span: Span;
}

export interface Handler {
  /** The local that holds the exception (type of the program's exceptions) while test and body run. */
  readonly binding: number;
  /** Does this handler take it? Absent: always. */
  readonly test?: Expression;
  readonly body: Block;
}

export type Completion = "normal" | "raise" | "return" | "yield" | `break ${Label}` | `continue ${Label}`;

export interface SwitchCase {
  /** Constants (`int`, `str`, `bool`) or inclusive ranges. */
  readonly values: readonly (Expression | readonly [Expression, Expression])[];
  readonly body: Block;
}

/** Every statement, by kind. A new line breaks the build until each table handles it. */
export interface StatementFields {
  /** Declares a local; without a value it is assigned on every path before it is read. */
  let: { readonly local: LocalId; readonly value?: Expression };
  /** `let (a, b) = value`: all fresh. */
  letPattern: { readonly pattern: Pattern; readonly value: Expression };
  /** `place = value`; place is local, global, field, index, deref or tupleGet. */
  assign: { readonly place: Expression; readonly value: Expression };
  /** `place op= value`, with the place evaluated once. */
  update: {
    readonly place: Expression;
    readonly op: import("./expressions.ts").BinaryOperator;
    readonly arithmetic: import("./expressions.ts").Arithmetic;
    readonly value: Expression;
  };
  expression: { readonly value: Expression };
  if: { readonly test: Expression; readonly then: Block; readonly orElse?: Block };
  /** Tests before each round; `orElse` runs when the test fails, not after `break`. `step` runs before each re-test, also after `continue`. */
  while: { readonly label: Label; readonly test: Expression; readonly body: Block; readonly step?: Block; readonly orElse?: Block };
  /** Tests after each round; `continue` goes to the test. */
  doWhile: { readonly label: Label; readonly body: Block; readonly test: Expression };
  loop: { readonly label: Label; readonly body: Block };
  /** Over a list, set, dict (keys), str (characters as str), tuple, iter … */
  forEach: {
    readonly label: Label;
    readonly pattern: Pattern;
    readonly iterable: Expression;
    readonly body: Block;
    readonly orElse?: Block;
  };
  /** `for local in range(start, stop, step)`; evaluated once; step is a non-zero constant, or any value where `dynamicStep`. */
  forRange: {
    readonly label: Label;
    readonly local: LocalId;
    readonly start: Expression;
    readonly stop: Expression;
    readonly step: Expression;
    /** The stop is the last value; only of fixed-width integers, by a constant step. */
    readonly through?: boolean;
    readonly body: Block;
    readonly orElse?: Block;
  };
  /** Without fall-through. */
  switch: { readonly subject: Expression; readonly cases: readonly SwitchCase[]; readonly orElse?: Block };
  /** A block that `break label` leaves. */
  labelled: { readonly label: Label; readonly body: Block };
  break: { readonly label: Label };
  continue: { readonly label: Label };
  return: { readonly value?: Expression };
  /** Leaves with a failure; the value has the program's exception type. */
  raise: { readonly value: Expression };
  /** `try`, `with`, `finally`, redirections: body, handlers for its raise, `orElse` after its normal end, `final` on every way out. */
  guarded: {
    readonly body: Block;
    readonly handlers: readonly Handler[];
    readonly orElse?: Block;
    readonly final?: Block;
  };
  /** Hands a value to the consumer of the generator that this function is. */
  yield: { readonly value: Expression };
  block: { readonly body: Block };
}

export type StatementKind = keyof StatementFields;
export interface StatementBase {
  readonly id: number;
  readonly span: Span;
  readonly comments?: readonly Comment[];
}
export type Statement<K extends StatementKind = StatementKind> = {
  [P in K]: { readonly kind: P } & StatementBase & Readonly<StatementFields[P]>;
}[K];
export type { Clause };
