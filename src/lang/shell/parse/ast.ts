/**
 * The syntax tree of a shell script: plain data. All text is "byte text": one UTF-16 unit (0-255) a byte, so that string indexes are byte
 * offsets and no byte is lost. Positions are byte offsets in the file; `line` is what bash calls the line of the command.
 */

export interface Place {
  readonly start: number;
  readonly end: number;
  readonly line: number;
}

/** Every part of a word, by kind. */
export interface PartFields {
  /** Unquoted source text: subject to brace expansion, tilde, globbing. */
  literal: { readonly text: string; /** A tilde prefix, whatever stands before it. */ readonly tilde?: boolean };
  /** Quoted text: `'…'`, `$'…'`, `\c`. */
  quoted: { readonly text: string };
  /** `"…"` */
  double: { readonly parts: readonly Part[] };
  parameter: Parameter;
  /** `$(…)`, `` `…` `` */
  command: { readonly body: List; readonly place: Place };
  /** `$((…))`, `$[…]` */
  arithmetic: { readonly expression: ArithmeticText; readonly place: Place };
  /** `<(…)`, `>(…)` */
  process: { readonly direction: "in" | "out"; readonly body: List; readonly place: Place };
}
export type PartKind = keyof PartFields;
export type Part<K extends PartKind = PartKind> = { [P in K]: { readonly kind: P } & Readonly<PartFields[P]> }[K];

export type Subscript = { readonly kind: "all" } | { readonly kind: "star" } | { readonly kind: "text"; readonly word: Word };

export interface Parameter {
  /** A name, digits, or one of `@*#?-$!_`. */
  readonly name: string;
  readonly subscript?: Subscript;
  /** `${!name…}` */
  readonly indirect?: boolean;
  readonly operation?: Operation;
  readonly place: Place;
  /** Its elements with blanks between them, as `echo` writes them. */
  readonly spaced?: boolean;
  /** Written with braces. */
  readonly braced: boolean;
}

export type Operation =
  | { readonly kind: "length" }
  /** `${!name[@]}`, `${!name[*]}` */
  | { readonly kind: "keys"; readonly star: boolean }
  /** `${!prefix@}`, `${!prefix*}` */
  | { readonly kind: "names"; readonly star: boolean }
  /** `-`, `=`, `?`, `+`; `colon` when written `:-` … */
  | { readonly kind: "default"; readonly operator: "-" | "=" | "?" | "+"; readonly colon: boolean; readonly word: Word }
  | { readonly kind: "trim"; readonly operator: "#" | "##" | "%" | "%%"; readonly pattern: Word }
  | { readonly kind: "replace"; readonly operator: "/" | "//" | "/#" | "/%"; readonly pattern: Word; readonly with?: Word }
  | { readonly kind: "slice"; readonly offset: ArithmeticText; readonly length?: ArithmeticText }
  | { readonly kind: "case"; readonly operator: "^" | "^^" | "," | ",," | "~" | "~~"; readonly pattern?: Word }
  | { readonly kind: "transform"; readonly operator: string }
  /** What bash calls a bad substitution, once it is reached: the source text. */
  | { readonly kind: "bad"; readonly text: string };

export interface Word {
  readonly parts: readonly Part[];
  readonly place: Place;
}

/** An arithmetic expression: its words (for evaluation as text) and, where its shape does not depend on expansions, its tree. */
export interface ArithmeticText {
  readonly word: Word;
  readonly tree?: Arithmetic;
  /** The source text. */
  readonly text: string;
  /** The builtin that evaluates it, for messages: `local -i n=text`. */
  readonly builtin?: string;
}

export interface Target {
  readonly name: string;
  /** Evaluated as a key or as arithmetic, as the array demands. */
  readonly subscript?: Word;
}

/** Every arithmetic expression, by kind. */
export type Arithmetic =
  | { readonly kind: "number"; readonly value: bigint }
  | { readonly kind: "variable"; readonly target: Target }
  /** `$x`, `${…}`, `$(…)` as an operand: an operand only if its text is one number. */
  | { readonly kind: "expansion"; readonly part: Part }
  | { readonly kind: "unary"; readonly operator: "-" | "+" | "!" | "~"; readonly operand: Arithmetic }
  | { readonly kind: "binary"; readonly operator: string; readonly left: Arithmetic; readonly right: Arithmetic; readonly token: string }
  | { readonly kind: "logical"; readonly operator: "&&" | "||"; readonly left: Arithmetic; readonly right: Arithmetic }
  | { readonly kind: "conditional"; readonly test: Arithmetic; readonly then: Arithmetic; readonly orElse: Arithmetic }
  /** operator is "" for `=`. */
  | { readonly kind: "assign"; readonly operator: string; readonly target: Target; readonly value: Arithmetic; readonly token: string }
  | { readonly kind: "step"; readonly target: Target; readonly by: 1 | -1; readonly prefix: boolean }
  | { readonly kind: "comma"; readonly left: Arithmetic; readonly right: Arithmetic };

export interface Element {
  readonly key?: Word;
  readonly append?: boolean;
  readonly value: Word;
}

export interface Assignment {
  readonly name: string;
  readonly subscript?: Word;
  readonly append: boolean;
  /** Absent: `name=( … )`. */
  readonly value?: Word;
  readonly elements?: readonly Element[];
  readonly place: Place;
}

export type RedirectOperator = "<" | ">" | ">>" | ">|" | "<>" | "<&" | ">&" | "&>" | "&>>" | "<<<" | "<<";
export interface Redirect {
  readonly operator: RedirectOperator;
  readonly fd?: number;
  /** `{name}>…` */
  readonly variable?: string;
  /** The target; for `<<` the body. */
  readonly word: Word;
  /** How a here-document is written. */
  readonly here?: { readonly delimiter: string; readonly quoted: boolean; readonly strip: boolean; readonly body: string };
  readonly place: Place;
}

export interface CaseClause {
  readonly patterns: readonly Word[];
  readonly body: List;
  readonly end: ";;" | ";&" | ";;&";
}

export type TestExpression = { readonly bracketed?: boolean } & (
  | { readonly kind: "unary"; readonly operator: string; readonly operand: Word }
  | { readonly kind: "binary"; readonly operator: string; readonly left: Word; readonly right: Word }
  | { readonly kind: "word"; readonly word: Word }
  | { readonly kind: "not"; readonly operand: TestExpression }
  | { readonly kind: "and" | "or"; readonly left: TestExpression; readonly right: TestExpression }
);

/** Every command, by kind. */
export interface CommandFields {
  simple: { readonly assignments: readonly Assignment[]; readonly words: readonly Argument[] };
  /** `stderr[i]`: `|&` after stage i. */
  pipeline: {
    readonly stages: readonly Command[];
    readonly stderr: readonly boolean[];
    readonly negated: boolean;
    readonly time?: "plain" | "posix";
  };
  and: { readonly left: Command; readonly right: Command };
  or: { readonly left: Command; readonly right: Command };
  subshell: { readonly body: List };
  group: { readonly body: List };
  if: { readonly arms: readonly { readonly test: List; readonly body: List }[]; readonly orElse?: List };
  while: { readonly until: boolean; readonly test: List; readonly body: List };
  /** Without words: `"$@"`. */
  for: { readonly name: string; readonly words?: readonly Word[]; readonly body: List };
  select: { readonly name: string; readonly words?: readonly Word[]; readonly body: List };
  arithmeticFor: { readonly init?: ArithmeticText; readonly test?: ArithmeticText; readonly step?: ArithmeticText; readonly body: List };
  case: { readonly subject: Word; readonly clauses: readonly CaseClause[] };
  function: { readonly name: string; readonly body: Command };
  test: { readonly expression: TestExpression };
  arithmetic: { readonly expression: ArithmeticText };
  coproc: { readonly name?: string; readonly body: Command };
}
export type CommandKind = keyof CommandFields;
export type Command<K extends CommandKind = CommandKind> = {
  [P in K]: { readonly kind: P; readonly place: Place; readonly redirects: readonly Redirect[] } & Readonly<CommandFields[P]>;
}[K];

/** A word of a command, or `name=value` given to a declaration builtin. */
export type Argument = Word | { readonly assignment: Assignment; readonly place: Place };

export interface ListItem {
  readonly command: Command;
  readonly background: boolean;
  /** The last item of a line: where a complete command ends. */
  readonly newline: boolean;
}
export interface List {
  readonly items: readonly ListItem[];
  readonly place: Place;
}

export interface ShellComment {
  readonly start: number;
  readonly end: number;
  /** Without the sign. */
  readonly text: string;
  /** Alone on its line. */
  readonly own: boolean;
}

export interface Script {
  readonly body: List;
  readonly comments: readonly ShellComment[];
  /** The byte text that positions refer to. */
  readonly text: string;
  /** It defines aliases that are expanded. */
  readonly aliased?: boolean;
  /** The mistake that ends the script: what stands before its complete command runs. */
  readonly mistake?: Mistake;
}

export interface Mistake {
  readonly start: number;
  readonly line: number;
  readonly message: string;
  /** It stands in `[[ … ]]`: `$?` stays what it was. */
  readonly conditional: boolean;
  /** It stands in `name=( … )`: `$?` is 1. */
  readonly inList: boolean;
}
