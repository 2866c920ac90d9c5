/** What lowering knows: the program under construction, and the function in hand. */
import type { Span } from "../../../base/span.ts";
import type { Diagnostic } from "../../../diagnostics/diagnostic.ts";
import {
  int,
  unit as irUnit,
  usize,
  type Builder,
  type Comment,
  type Expression,
  type ExpressionFields,
  type ExpressionKind,
  type Label,
  type Local,
  type LocalId,
  type Reps,
  type Statement,
  type StatementFields,
  type StatementKind,
  type Type,
} from "../../../ir/index.ts";
import type { FunctionType } from "../types/types.ts";
import type { Expr, FunctionBody, Sym } from "../ast.ts";
import type { Unit } from "../unit.ts";
import type { Entities, Entity } from "./entities.ts";
import type { Records } from "./records.ts";
import type { BodyComments } from "./commenting.ts";

export interface ProgramContext {
  /** Module of the entry: the crate's root. */
  readonly root: number;
  readonly build: Builder;
  readonly reps: Reps;
  readonly units: readonly Unit[];
  readonly entities: Entities;
  readonly records: Records;
  readonly report: (d: Diagnostic) => void;
  /** Functions that give globals the values that are known only when the program runs. */
  readonly lateGlobals: Map<Sym, Entity>;
  /** The program starts threads. */
  readonly threads: boolean;
}

/** Where `break` and `continue` go. */
export type Target = { readonly kind: "label"; readonly label: Label } | { readonly kind: "state"; readonly state: number };

export interface FunctionContext {
  readonly program: ProgramContext;
  readonly unit: Unit;
  readonly body?: FunctionBody;
  /** For the initial value of a static variable: the function that it stands in. */
  readonly owner?: Sym;
  readonly type?: FunctionType;
  readonly locals: Local[];
  readonly symbols: Map<Sym, LocalId>;
  /** Pointers to the variables of functions around this one. */
  readonly captured: Map<Sym, LocalId>;
  /** Locals that were declared ahead of their place: the declaration only assigns. */
  /** How many expressions with statements inside are open. */
  inExpression: number;
  /** Names of variables inside expressions, and how often each was given. */
  readonly taken: Map<string, number>;
  readonly hoisted: Set<Sym>;
  /** Lengths of variable-length arrays, kept where their types were declared. */
  readonly lengths: Map<Expr, () => Expression>;
  /** Variable-length arrays that are declared ahead of their places: the vector, its first element, and the lengths. */
  readonly variableArrays: Map<Sym, { readonly storage: LocalId; readonly start: LocalId; readonly lengths: ReadonlyMap<Expr, LocalId> }>;
  nextLabel: number;
  breaks: Target[];
  continues: Target[];
  /** Labels that are left by `break` or gone back to by `continue`. */
  readonly gotos: Map<string, { readonly kind: "break" | "continue"; readonly label: Label }[]>;
  /** The state machine, when the function is one. `guarded`: it runs in a closure, and leaves its result in a variable. */
  machine?: {
    readonly label: Label;
    readonly state: LocalId;
    readonly labels: Map<string, number>;
    readonly cases: Map<object, number>;
    /** The blocks that some jump goes on at. */
    readonly reached: Set<number>;
    readonly guarded?: { readonly result?: LocalId };
  };
  /** Where the values of `setjmp` are. */
  readonly jumps: Map<Expr, LocalId>;
  /** Labels that some `break` or `continue` names. */
  readonly used: Set<Label>;
  /** Loops that some `break` leaves. */
  readonly broken: Set<Label>;
  /** Variables that are assigned before they are read: declared without a value. */
  readonly late: Set<Sym>;
  readonly comments?: BodyComments;
  /** Comments of statements that left nothing. */
  readonly pending: Comment[];
  /** The list of arguments of a variadic function. */
  variadic?: LocalId;
  /** What `alloca` gives memory from. */
  frame?: LocalId;
  /** Declarations that stand at the head of the function. */
  readonly head: Statement[];
  /** Initial values of compound literals that the expression at hand needs first. */
  readonly hiddenInits: Statement[];
  /** The value must be known while compiling: initial values of statics. */
  constant: boolean;
}

export const spanOf = (cx: FunctionContext, at: number, to?: number): Span => cx.unit.map.spanOf(at, to);

export const expr = <K extends ExpressionKind>(
  cx: FunctionContext,
  kind: K,
  type: Type,
  at: number,
  fields: ExpressionFields[K],
): Expression<K> => cx.program.build.expr(kind, type, spanOf(cx, at), fields);

export const stmt = <K extends StatementKind>(
  cx: FunctionContext,
  kind: K,
  at: number,
  fields: StatementFields[K],
  to?: number,
): Statement<K> => cx.program.build.stmt(kind, spanOf(cx, at, to), fields);

/** A new local variable. */
export function newLocal(cx: FunctionContext, name: string, type: Type, at: number): LocalId {
  const id = cx.locals.length;
  cx.locals.push({ id, name: cx.inExpression > 0 ? distinct(cx, name) : name, type, span: spanOf(cx, at) });
  return id;
}

/** A new variable that expressions use: its name is given once. */
export const newTemporary = (cx: FunctionContext, name: string, type: Type, at: number): LocalId =>
  newLocal(cx, cx.inExpression > 0 ? name : distinct(cx, name), type, at);

/** A name that no other variable of expressions has: their statements may end up side by side. */
function distinct(cx: FunctionContext, name: string): string {
  const count = (cx.taken.get(name) ?? 0) + 1;
  cx.taken.set(name, count);
  return count === 1 ? name : `${name}_${count}`;
}

export const readLocal = (cx: FunctionContext, id: LocalId, at: number): Expression<"local"> =>
  expr(cx, "local", cx.locals[id].type, at, { local: id });

export const intOf = (cx: FunctionContext, value: bigint | number, type: Type, at: number): Expression =>
  expr(cx, "int", type, at, { value: BigInt(value) });

/** Keeps a value in a new variable: the statement goes to `out`, the reads come back. */
export function keep(cx: FunctionContext, value: Expression, name: string, at: number, out: Statement[]): () => Expression {
  const id = newTemporary(cx, name, value.type, at);
  out.push(stmt(cx, "let", at, { local: id, value }));
  return () => readLocal(cx, id, at);
}

/** Statements followed by a value; the value alone when there are none. */
export const blockOf = (cx: FunctionContext, body: readonly Statement[], value: Expression, at: number): Expression =>
  body.length === 0 ? value : expr(cx, "block", value.type, at, { body, value });

export const unitValue = (cx: FunctionContext, at: number): Expression => expr(cx, "unit", irUnit, at, {});

export const runtime = (cx: FunctionContext, row: string, type: Type, at: number, ...args: Expression[]): Expression =>
  expr(cx, "runtime", type, at, { row, args });

export const freshLabel = (cx: FunctionContext): Label => cx.nextLabel++;

export const isize = int("size", true);
export { usize };

/** Long chains of operators ask at every level: each answer is kept. */
const purity = new WeakMap<Expr, boolean>();

/** Evaluating it changes nothing and can be done twice. */
export function isPure(e: Expr): boolean {
  const known = purity.get(e);
  if (known !== undefined) return known;
  const pure = hasNoEffect(e);
  purity.set(e, pure);
  return pure;
}

function hasNoEffect(e: Expr): boolean {
  switch (e.kind) {
    case "int":
    case "float":
    case "string":
    case "variable":
    case "function":
    case "labelAddress":
      return true;
    case "binary":
    case "compare":
    case "logical":
    case "difference":
    case "comma":
      return isPure(e.left) && isPure(e.right);
    case "not":
    case "negate":
    case "complement":
      return isPure(e.operand);
    case "offset":
      return isPure(e.pointer) && isPure(e.index);
    case "conditional":
      return isPure(e.test) && isPure(e.then) && isPure(e.orElse);
    case "cast":
      return isPure(e.value);
    case "decay":
      return isPure(e.array);
    case "addressOf":
      return isPure(e.place);
    case "deref":
      return isPure(e.pointer);
    case "index":
      return isPure(e.base) && isPure(e.index);
    case "member":
      return isPure(e.object);
    case "sizeOfVariable":
      return true;
    default:
      return false;
  }
}

/** The context of a function, or of a global's value. */
export function createContext(program: ProgramContext, unit: Unit, entity: Entity, comments?: BodyComments): FunctionContext {
  const sym = entity.sym;
  return {
    program,
    unit,
    body: sym.body,
    owner: sym.owner,
    type: sym.type.kind === "function" ? sym.type : undefined,
    locals: [],
    symbols: new Map(),
    captured: new Map(),
    jumps: new Map(),
    inExpression: 0,
    taken: new Map(),
    hoisted: new Set(),
    lengths: new Map(),
    variableArrays: new Map(),
    nextLabel: 0,
    breaks: [],
    continues: [],
    gotos: new Map(),
    used: new Set(),
    broken: new Set(),
    late: new Set(),
    comments,
    pending: [] as Comment[],
    head: [],
    hiddenInits: [],
    constant: false,
  };
}
