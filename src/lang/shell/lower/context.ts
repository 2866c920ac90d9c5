/** What a lowering knows while it works, and the small functions that make IR nodes of it. */
import type { Span } from "../../../base/span.ts";
import type {
  Block,
  Builder,
  CompareOperator,
  Expression,
  FunctionId,
  IrFunction,
  Label,
  Local,
  LocalId,
  Passing,
  Reps,
  Statement,
  Type,
} from "../../../ir/index.ts";
import { walk } from "../../../ir/walk.ts";
import { bool, bytes, i64, int, str, unit } from "../../../ir/index.ts";
import { refuse } from "../../../diagnostics/diagnostic.ts";
import type { DirectFunction } from "../direct.ts";
import type { FreeFunction } from "../free-reader.ts";
import type { LoopVariable, Natives } from "../owned.ts";
import type { RowId } from "../builtins/index.ts";
import { handed, shortCall } from "./short.ts";
import { returnFromBranches } from "./tails.ts";
import type { CommentQueue } from "./comments.ts";
import type { Touchy } from "./touchy.ts";
import type { Command, Place } from "../parse/index.ts";

export const runtimeType = (path: string, copy = false): Type => ({ kind: "runtime", path, args: [], copy });
export const SHELL = runtimeType("Shell");
/** What a function without a shell writes to. */
export const OUT: Type = { kind: "runtime", path: "Out", args: [], dyn: true };
export const STATUS = runtimeType("Status", true);
export const WORDS = runtimeType("Words");
/** What `argv!` makes: a list of words. */
export const ARGV = runtimeType("Argv");
export const ARRAY: Type = { kind: "runtime", path: "Array", args: [], zero: "Array::new", borrowed: true };
export const PAT = runtimeType("Pat");
export const PARAM = runtimeType("Param");
export const FLOW = runtimeType("Flow", true);
/** The local that holds the shell, in functions and (shadowed) in closures. */
export const SH = 0;
export const [u32, i32] = [int(32, false), int(32)];

/** What is known of the whole program. */
export interface Unit {
  readonly builder: Builder;
  readonly reps: Reps;
  readonly functions: (IrFunction | undefined)[];
  /** `set -e` or an ERR trap can be on. */
  readonly strict: boolean;
  /** Any assignment may fail: variables are read-only, integers or references. */
  readonly touchy: Touchy;
  /** The script is one for dash. */
  readonly dash: boolean;
  /** The locale is C from the start: characters are bytes. */
  readonly bytes: boolean;
  /** All functions of the program. */
  readonly functionBodies: readonly Command<"function">[];
  /** IFS is assigned somewhere: numbers may be split. */
  readonly assignsIfs: boolean;
  /** It may have digits. */
  readonly splitsDigits: boolean;
  /** The source of functions is asked for: `declare -f`, `type`, `export -f`. */
  readonly showsFunctions: boolean;
  /** Names of functions that the program defines. */
  readonly functionNames: ReadonlySet<string>;
  /** Does a subshell look at or change what a process has only one of: its id, its limits? */
  readonly wantsProcess: (tree: object) => boolean;
  /** A text has a subscript with commands or expansions in it: `'a[$(…)]'` is read when it runs. */
  readonly evaluatesSubscripts: boolean;
  /** Aliases are expanded: a text that is evaluated is read when it runs. */
  readonly aliased: boolean;
  /** `set -u` can be on: a missing variable is a message with its line. */
  readonly nounset: boolean;
  /** A variable may refer to another one by its name. */
  readonly refers: boolean;
  /** It has associative arrays: a subscript may be a key. */
  readonly associates: boolean;
  /** It sets traps: `exit` and `return` may run in one. */
  readonly traps: boolean;
  /** It sets RETURN traps, which see the status from before `return`. */
  readonly returnTraps: boolean;
  /** Where functions stand is asked for: `declare -F` under `extdebug`. */
  readonly showsPlaces: boolean;
  /** `$_` is read: what a test or a comparison had last counts. */
  readonly readsLastWord: boolean;
  /** `nocasematch` can be on. */
  readonly foldsCase: boolean;
  /** No option and no locale but the first one changes what patterns match, and nobody asks what an expression matched. */
  readonly plainTexts: boolean;
  /** `set -x` can be on: commands are shown before they run. */
  readonly traces: boolean;
  /** `break` or `continue` is the value of a variable. */
  readonly jumpsByName: boolean;
  /** A text has `break` or `continue` in it that is no command of the program. */
  readonly jumpsByText: boolean;
  /** `text`: BASH_COMMAND is read; `trap`: a DEBUG trap may run before each command. */
  readonly stops: "none" | "text" | "trap";
  /** A function reads `$?` before it sets it. */
  readonly functionsReadStatus: boolean;
  readonly natives?: Natives;
  /** Functions that are called as Rust functions, and their numbers once something calls them. */
  readonly direct: ReadonlyMap<string, DirectFunction>;
  readonly directIds: Map<string, FunctionId>;
  /** Of them, those that need no shell; the types of constant texts that they return. */
  readonly free: ReadonlyMap<string, FreeFunction>;
  readonly freeTexts: Map<FreeFunction, Type>;
  readonly source: (path: string, span: Span) => { readonly id: FunctionId; readonly leaves: ReadonlySet<number> } | undefined;
}

/** What `break`, `continue` and `return` have to cross: native loops, closures, and what runs as a shell of its own. */
export type Frame =
  | { readonly kind: "loop"; readonly label: Label; readonly crossings: Set<number>; readonly status?: LocalId; readonly kept?: boolean }
  | { readonly kind: "closure" }
  | { readonly kind: "process" };

/** One function (or closure) body in progress. */
export interface Scope {
  readonly unit: Unit;
  readonly file: number;
  readonly text: string;
  /** Its places are those of the command that has the text as an argument. */
  readonly fixed?: boolean;
  /** The handler of a condition, whose lines count from the one where it runs. */
  readonly trapLines?: boolean;
  readonly locals: Local[];
  readonly out: Statement[];
  readonly frames: readonly Frame[];
  readonly labels: { next: number };
  /** The documentation of the function that is defined next. */
  readonly doc?: string;
  /** The shell function's name. */
  readonly fn?: string;
  /** It is called directly. */
  readonly direct?: DirectFunction;
  /** It needs no shell. */
  readonly free?: FreeFunction;
  /** Variables that are not 0 here. */
  readonly nonzero?: ReadonlySet<string>;
  /** The same, by the condition around it. */
  readonly guarded?: ReadonlySet<string>;
  /** The list of all of its parameters. */
  readonly list?: LocalId;
  /** In a shell function (or sourced file): `return` is meaningful. */
  readonly inFunction: boolean;
  /** A sourced file: levels of loops around its `source` that it leaves (negative: goes on with). */
  readonly leaves?: Set<number>;
  /** Variables that are integers of their own here. */
  readonly native: ReadonlyMap<string, LocalId>;
  /** Variables that are texts of their own here. */
  readonly texts: ReadonlyMap<string, LocalId>;
  /** Variables that are indexed arrays of their own here. */
  readonly arrays: ReadonlyMap<string, LocalId>;
  /** Variables that each loop over them has of its own. */
  readonly loops: ReadonlyMap<string, LoopVariable>;
  /** Of them, those that the function has declared at its start. */
  readonly branched: ReadonlySet<LocalId>;
  /** It stands in a condition, which has no statements before it. */
  readonly inline?: boolean;
  /** A word is built of parts of one call. */
  readonly bits?: boolean;
  /** Texts of `$(…)` are bound before the command that they stand in. */
  readonly binds?: boolean;
  /** Everything here runs under ignored `set -e`. */
  readonly ignored: boolean;
  readonly comments: CommentQueue;
}

export const spanOf = (scope: Scope, place: Place): Span => ({ file: scope.file, start: place.start, end: place.end });

export function refuseAt(scope: Scope, code: string, place: Place, message: string): never {
  return refuse(code, spanOf(scope, place), message);
}

// --- nodes
const INVERSE: Readonly<Record<CompareOperator, CompareOperator>> = { eq: "ne", ne: "eq", lt: "ge", le: "gt", gt: "le", ge: "lt" };

/** Makes nodes that stand for one place of the source. */
export class Node {
  readonly span: Span;
  readonly expr: Builder["expr"];
  readonly stmt: Builder["stmt"];
  private readonly scope: Scope;
  private readonly at: number;

  constructor(scope: Scope, place: Place) {
    this.span = { file: scope.file, start: place.start, end: place.end };
    this.scope = scope;
    this.at = place.line;
    this.expr = scope.unit.builder.expr;
    this.stmt = scope.unit.builder.stmt;
  }

  sh(): Expression {
    return this.expr("local", SHELL, this.span, { local: SH });
  }

  local(local: LocalId): Expression {
    return this.expr("local", this.scope.locals[local].type, this.span, { local });
  }

  /** A call of a row. */
  call(row: RowId, type: Type, ...args: Expression[]): Expression {
    return this.expr("runtime", type, this.span, { row, args: handed(this, this.scope.unit, row, args) });
  }

  /** A call of a row with the shell as its first argument. */
  shell(row: RowId, type: Type, ...args: Expression[]): Expression {
    args.unshift(this.sh());
    return this.expr("runtime", type, this.span, shortCall(row, handed(this, this.scope.unit, row, args)));
  }

  /** Byte text as a constant: `str` when it is UTF-8. */
  text(value: string): Expression {
    if (ASCII.test(value)) return this.name(value);
    const buffer = Buffer.from(value, "latin1");
    const decoded = buffer.toString("utf8");
    return Buffer.from(decoded, "utf8").equals(buffer) ? this.name(decoded) : this.bytes(value);
  }

  bytes(value: string): Expression {
    return this.expr("bytes", bytes, this.span, { value: new Uint8Array(Buffer.from(value, "latin1")) });
  }

  name(value: string): Expression {
    return this.expr("str", str, this.span, { value });
  }

  number(value: bigint | number, type: Type = i64): Expression {
    return this.expr("int", type, this.span, { value: BigInt(value) });
  }

  line(): Expression {
    if (this.scope.trapLines) return this.shell("sh.trap_line", u32, this.number(this.at - 1, u32));
    return this.expr("int", u32, this.span, { value: BigInt(this.at) });
  }

  bool(value: boolean): Expression {
    return this.expr("bool", bool, this.span, { value });
  }

  /** Comparisons of integers are turned round. */
  not(operand: Expression): Expression {
    if (operand.kind === "compare" && operand.left.type.kind === "int")
      return this.expr("compare", bool, operand.span, { op: INVERSE[operand.op], left: operand.left, right: operand.right });
    return operand.kind === "not" ? operand.operand : this.expr("not", bool, this.span, { operand });
  }

  status(value: number): Expression {
    return this.expr("runtime", STATUS, this.span, { row: "sh.status.new", args: [this.number(value, u8)] });
  }

  listOf(elem: Type): Type {
    return { kind: "list", elem, rep: this.scope.unit.reps.fresh() };
  }
}

const ASCII = /^[\x00-\x7f]*$/;
const u8 = int(8, false);

export const at = (scope: Scope, place: Place): Node => new Node(scope, place);

export function push(scope: Scope, statement: Statement): void {
  scope.out.push(statement);
}

export function effect(scope: Scope, n: Node, value: Expression): void {
  push(scope, n.stmt("expression", n.span, { value }));
}

export function newLocal(scope: Scope, name: string, type: Type, span: Span): LocalId {
  const id = scope.locals.length;
  scope.locals.push({ id, name, type, span });
  return id;
}

/** `let name = value`, and reads of it. */
export function bind(scope: Scope, n: Node, name: string, value: Expression): () => Expression {
  const local = newLocal(scope, name, value.type, n.span);
  push(scope, n.stmt("let", n.span, { local, value }));
  return () => n.local(local);
}

const CONSTANTS = new Set(["str", "bytes", "int", "bool", "local", "none"]);

/** A value that is handed to a call of the shell: computed before the call when it needs the shell itself. */
export function hoist(scope: Scope, n: Node, value: Expression, name = "text"): Expression {
  return hoistable(value) ? bind(scope, n, name, value)() : value;
}

/** A text for what takes any: bound only when it is the text of a substitution. */
export const loose = (scope: Scope, n: Node, value: Expression): Expression => (isCapture(value) ? hoist(scope, n, value) : value);

/** Is it the text of a substitution? */
export const isCapture = (value: Expression): boolean =>
  value.kind === "runtime" && (value.row === "sh.capture" || value.row === "sh.capture.process");

/** Has it to be computed before a call of the shell begins? */
export const hoistable = (value: Expression): boolean => usesShell(value) || isCall(value);

/** A text that a function makes: one that stands by itself needs no borrow of a temporary. */
const isCall = (value: Expression): boolean => value.kind === "runtime" && value.type.kind === "bytes" && value.row !== "sh.word";

/** A value that is used after statements that come: bound when they could change what it reads. */
export function freeze(scope: Scope, n: Node, value: Expression, name = "value"): Expression {
  if (usesShell(value)) return bind(scope, n, name, value)();
  const natives = new Set([...scope.native.values(), ...scope.texts.values(), ...scope.arrays.values()]);
  let reads = false;
  if (natives.size)
    walk([value], (node) => {
      if (node.kind === "local" && natives.has(node.local)) reads = true;
    });
  return reads ? bind(scope, n, name, value)() : value;
}

function usesShell(e: Expression): boolean {
  if (CONSTANTS.has(e.kind)) return false;
  switch (e.kind) {
    case "runtime":
      return e.args.some((arg) => (arg.kind === "local" && arg.type === SHELL) || usesShell(arg));
    case "call":
      return e.args.some((arg) => (arg.kind === "local" && arg.type === SHELL) || usesShell(arg));
    case "some":
      return usesShell(e.value);
    case "unary":
      return usesShell(e.operand);
    case "binary":
    case "compare":
    case "logical":
      return usesShell(e.left) || usesShell(e.right);
    case "function":
    case "closure":
      return false;
    default:
      return true;
  }
}

/** How a command ended up: a value that is still to be evaluated (running the command), `$?` set, or nowhere. */
export type Outcome = { readonly kind: "value"; readonly value: Expression } | { readonly kind: "set" } | { readonly kind: "never" };
export const SET: Outcome = { kind: "set" };
export const NEVER: Outcome = { kind: "never" };
export const valued = (value: Expression): Outcome => ({ kind: "value", value });

/** The outcome's status as an expression. */
export function statusOf(n: Node, outcome: Outcome): Expression {
  return outcome.kind === "value" ? outcome.value : n.shell("sh.status", STATUS);
}

export function discard(scope: Scope, n: Node, outcome: Outcome): void {
  if (outcome.kind === "value") effect(scope, n, outcome.value);
}

export const inner = (scope: Scope, more: Partial<Scope> = {}): Scope => ({ ...scope, out: [], ...more });
export const blockOf = (scope: Scope): Block => ({ statements: scope.out });

/** `|sh| { … }`: a closure over a command; `run` fills the scope it is given. */
export function closure(
  scope: Scope,
  n: Node,
  run: (scope: Scope) => Outcome,
  boundary: "closure" | "process",
  more: Partial<Scope> = {},
): Expression {
  const body = inner(scope, { frames: [...scope.frames, { kind: boundary }], inline: false, binds: false, bits: false, ...more });
  const outcome = run(body);
  if (outcome.kind !== "never" && !(outcome.kind === "set" && returnFromBranches(n, body.out)))
    push(body, n.stmt("return", n.span, { value: statusOf(n, outcome) }));
  return closureOf(scope, n, STATUS, body);
}

/** `|sh| value`: a closure over an expression of another type. */
export function closureValue(scope: Scope, n: Node, run: (scope: Scope) => Expression): Expression {
  const body = inner(scope, { frames: [...scope.frames, { kind: "closure" }], inline: true, binds: false, bits: false });
  const value = run(body);
  push(body, n.stmt("return", n.span, { value }));
  return closureOf(scope, n, value.type, body);
}

function closureOf(scope: Scope, n: Node, result: Type, body: Scope): Expression {
  const type: Type = { kind: "func", params: [SHELL], result, rep: scope.unit.reps.fresh() };
  const passing: Passing = "mut";
  const local = usesSh(body) ? SH : newLocal(scope, "sh", SHELL, n.span);
  return n.expr("closure", type, n.span, { params: [{ local, passing }], result, body: blockOf(body), fails: true });
}

/** Does the body name the shell itself (closures inside have their own)? */
export function usesSh(body: Scope): boolean {
  let found = false;
  walk(body.out, (node) => {
    if (node.kind === "local" && node.local === SH && node.type === SHELL) found = true;
    return node.kind !== "closure" && !found;
  });
  return found;
}

export { bool, bytes, i64, str, unit };
