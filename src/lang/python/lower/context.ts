/**
 * What the lowering of one program and of one function carries. The same walk serves inference and lowering: while types are being solved it makes no
 * nodes (`emitting` is false); once they are final it runs a last time over what is reached and makes the IR.
 */
import type { Span } from "../../../base/span.ts";
import type { Diagnostic } from "../../../diagnostics/diagnostic.ts";
import type {
  Builder,
  Expression,
  ExpressionFields,
  ExpressionKind,
  FormatPiece,
  Global,
  IrClass,
  IrFunction,
  Local,
  LocalId,
  Reps,
  Row,
  Statement,
  StatementFields,
  StatementKind,
  Type,
  Union,
  Comment,
} from "../../../ir/index.ts";
import { walk } from "../../../ir/walk.ts";
import type { Callable } from "../infer/callables.ts";
import type { ClassInfo } from "../infer/classes.ts";
import type { Sign } from "../../front-end.ts";
import type { Instance } from "../infer/instances.ts";
import type { ModuleInfo } from "../infer/modules.ts";
import type { SignedRow } from "../infer/signature.ts";
import type { Cell, Ty, World } from "../infer/types.ts";
import { newCell, read } from "../infer/types.ts";
import type { Variable } from "../scope.ts";
import type { ClassNode, FunctionNode } from "../ast/nodes.ts";

export interface Library {
  /** The overloads of a row, tried in order; undefined where there is none. */
  rows(name: string): readonly SignedRow[] | undefined;
  hasModule(name: string): boolean;
}

export interface Prog {
  readonly w: World;
  readonly name: string;
  readonly modules: ModuleInfo[];
  readonly byName: Map<string, ModuleInfo>;
  readonly library: Library;
  readonly functions: Map<string, Instance[]>;
  readonly callables: Map<string, Callable>;
  /** Nesting of instances that are being solved. */
  depth: number;
  readonly instances: Instance[];
  readonly classes: Map<ClassNode, ClassInfo[]>;
  readonly classList: ClassInfo[];
  emitting: boolean;
  /** What waits for the items of a container to be known, when everything else is. */
  readonly waiting: Set<Instance>;
  /** Containers whose items are not known yet stay empty. */
  settling: boolean;
  readonly builder: Builder;
  readonly reps: Reps;
  // --- what is made
  readonly irFunctions: (IrFunction | undefined)[];
  readonly pending: Instance[];
  readonly irClasses: (IrClass | undefined)[];
  readonly irClassInfos: ClassInfo[];
  readonly unions: Union[];
  readonly unionIds: Map<string, number>;
  readonly irGlobals: Global[];
  readonly usedRows: Map<string, Row>;
  readonly diagnostics: Diagnostic[];
  readonly items: { kind: "function" | "class" | "union" | "global"; id: number; module: number; at: number }[];
  readonly names: Set<string>;
  readonly unittest: { used: boolean };
  /** Every generator may be sent values, or be thrown exceptions. */
  readonly talkative: boolean;
  /** The program reads the arguments of exceptions. */
  readonly readsArguments: boolean;
  /** The program reads `StopIteration.value`. */
  readonly stopValues: boolean;
  /** Is `__context__` read? Beside a cause it is seen by nothing else. */
  readonly readsContext: boolean;
  /** The program reads the documentation of functions. */
  readonly documents: boolean;
  /** Tuples that are only used as sequences (`sequence-tuples.ts`). */
  readonly tables: ReadonlySet<object>;
  /** Signs of exponents, by place, where they are not always natural numbers. */
  readonly signs: ReadonlyMap<string, Sign>;
  /** The program asks for the path of its source. */
  namesSource: boolean;
}

/** A block of statements that is being made. */
export interface BlockInfo {
  readonly parent: BlockInfo | undefined;
  readonly depth: number;
  /** Place in the parent. */
  readonly at: number;
  readonly statements: Statement[];
}

interface Place {
  block: BlockInfo;
  at: number;
  /** The first occurrence is an assignment that can declare the local. */
  declares: boolean;
  hoist: boolean;
  /** One variable for all rounds of the loops around. */
  outside?: boolean;
}

export type Env = Map<string, Ty>;

export interface Loop {
  readonly label: number;
  readonly breaks: Env[];
  used: boolean;
}

export interface Cx {
  readonly p: Prog;
  readonly inst: Instance;
  module: ModuleInfo;
  block: BlockInfo;
  /** What is known of variables here; undefined in code that is not reached. */
  env: Env | undefined;
  readonly locals: Local[];
  readonly webLocals: Map<string, LocalId>;
  readonly places: Map<LocalId, Place>;
  readonly declared: Set<LocalId>;
  loops: Loop[];
  labels: { next: number };
  /** The exception being handled. */
  handling: LocalId | undefined;
  /** While the fields of a new object are collected: field locals by name. */
  building?: {
    readonly cls: ClassInfo;
    readonly self: string;
    readonly fields: Map<string, LocalId>;
    readonly selves: Set<Variable>;
    done: boolean;
  };
  /** Inside the closure of an inner function: what its `return` gives. */
  closure?: { readonly result: Ty | undefined; readonly returned: (ty: Ty) => void };
  /** The class whose body is being run. */
  classBody?: ClassInfo;
  /** The operator at hand is that of an augmented assignment. */
  assigning?: boolean;
  /** Inside the text of a context manager's generator: what its `yield` stands for. */
  managed?: (val: Val) => void;
  /** In the steps of a generator that is talked to: its channel. */
  channel?: LocalId;
  /** Functions whose text is being read in place of a call. */
  readonly inlined: FunctionNode[];
}

export interface Val {
  readonly ty: Ty;
  readonly e: Expression;
  /** Of a view of keys, values or items: the dict. It stands in `e`, too: one of the two is used. */
  readonly viewed?: Val;
  /** The text that it is, where it is the name of an attribute. */
  readonly text?: string;
}

const NOTHING = { kind: "unit", id: -1, span: { file: 0, start: 0, end: 0 }, type: { kind: "unit" } } as Expression;

/** Makes an expression, or a placeholder while types are being solved. */
export function ex<K extends ExpressionKind>(cx: Cx, kind: K, type: Type, span: Span, fields: ExpressionFields[K]): Expression {
  if (!cx.p.emitting) return NOTHING;
  if (kind === "format") {
    const { pieces } = fields as ExpressionFields["format"];
    if (type.kind === "str" && pieces.length > 0 && pieces.every((piece) => typeof piece === "string"))
      return cx.p.builder.expr("str", type, span, { value: pieces.join("") });
    return cx.p.builder.expr("format", type, span, { pieces: settledPieces(pieces) });
  }
  return cx.p.builder.expr(kind, type, span, fields) as Expression;
}

const BUSY = new Set(["block", "call", "callValue", "conditional", "comprehension", "closure"]);
const CHANGING = /\.(pop|popitem|popleft|append|add|remove|update|setdefault|sort|extend|insert|clear|next|__iadd__|__setitem__)(#\d+)?$/;

/** Does evaluating it take statements of its own, or change anything? */
export function isBusy(e: Expression): boolean {
  let busy = false;
  walk(e, (node) => {
    if (BUSY.has(node.kind) || (node.kind === "runtime" && CHANGING.test(node.row))) busy = true;
    return !busy;
  });
  return busy;
}

const OWNED: Readonly<Record<string, string>> = { "py.builtins.shown": "py.builtins.str#1", "py.builtins.shown_repr": "py.builtins.repr" };

/** Values that are shown in place become texts of their own where another piece of the format could get between. */
function settledPieces(pieces: readonly FormatPiece[]): readonly FormatPiece[] {
  const values = pieces.filter((piece) => typeof piece !== "string");
  if (values.length < 2) return pieces;
  const busy = values.some((piece) => isBusy(piece.value));
  const settled = (piece: FormatPiece): FormatPiece => {
    if (typeof piece === "string") return piece;
    // `repr(x)` among others is a format of its own.
    if (piece.value.kind === "format") return { ...piece, value: { ...piece.value, pieces: piece.value.pieces.map(settled) } };
    if (piece.value.kind !== "runtime") return piece;
    const shown = piece.value.args[0]?.type.kind;
    if (!busy && (shown === "float" || shown === "bool")) return piece;
    const row = OWNED[piece.value.row];
    return row ? { ...piece, value: { ...piece.value, row, type: { kind: "str" } } } : piece;
  };
  return pieces.map(settled);
}

export function push<K extends StatementKind>(
  cx: Cx,
  kind: K,
  span: Span,
  fields: StatementFields[K],
  comments?: readonly Comment[],
): void {
  if (!cx.p.emitting) return;
  cx.block.statements.push(cx.p.builder.stmt(kind, span, fields, comments) as Statement);
}

export const nothing = NOTHING;

/** Runs `make` with a new block; what it pushes is the block. */
export function inBlock(cx: Cx, make: () => void): Statement[] {
  const outer = cx.block;
  const statements: Statement[] = [];
  cx.block = { parent: outer, depth: outer.depth + 1, at: outer.statements.length, statements };
  try {
    make();
  } finally {
    cx.block = outer;
  }
  return statements;
}

/** A new local of the function. */
export function newLocal(cx: Cx, name: string, type: Type, span: Span): LocalId {
  const id = cx.locals.length;
  cx.locals.push({ id, name, type, span });
  return id;
}

/** Remembers that a local occurs here, so that its declaration can be put where all of its uses see it. */
export function occurs(cx: Cx, local: LocalId, declares = false): void {
  if (!cx.p.emitting || cx.declared.has(local)) return;
  const place = cx.places.get(local);
  const here = cx.block;
  if (!place) {
    cx.places.set(local, { block: here, at: here.statements.length, declares, hoist: false });
    return;
  }
  let a = place.block;
  let at = place.at;
  let b = here;
  let moved = false;
  while (a !== b) {
    if (a.depth >= b.depth) {
      at = a.at;
      a = a.parent!;
      moved = true;
    } else b = b.parent!;
  }
  place.block = a;
  place.at = at;
  if (moved) place.declares = false;
}

export const newLabel = (cx: Cx): number => cx.labels.next++;

/** The cell of a web of this instance. */
export function webCell(cx: Cx, inst: Instance, web: number): Cell {
  let cell = inst.webs.get(web);
  if (!cell) {
    cell = newCell(cx.p.w);
    inst.webs.set(web, cell);
  }
  return cell;
}

/** A thing of this instance that belongs to a node: the same one in each run. */
export function site<T>(cx: Cx, node: object, tag: string, make: () => T): T {
  let byTag = cx.inst.sites.get(node);
  if (!byTag) cx.inst.sites.set(node, (byTag = new Map()));
  let found = byTag.get(tag) as T | undefined;
  if (found === undefined) {
    found = make();
    byTag.set(tag, found);
  }
  return found;
}

/** A cell that belongs to a node of this instance. */
export const siteCell = (cx: Cx, node: object, tag: string): Cell => site(cx, node, tag, () => newCell(cx.p.w));

export const get = (cx: Cx, cell: Cell): Ty => read(cx.p.w, cell);
