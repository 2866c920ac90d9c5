/** What the passes prove, keyed by ids of the IR; emit reads nothing else. Each fact keeps its reason for `transpile explain`. */
import type { Expression, FunctionId, GlobalId, LocalId, Passing, Rep, ClassId, Type } from "../ir/index.ts";
import type { Enumeration } from "./enumerations.ts";
import type { Interval } from "./interval.ts";
import type { Unnatural } from "./natural.ts";

export type { Interval } from "./interval.ts";

/** `value`: plain, moved (Vec, struct). `box`: `Box<T>`. `shared`: `Rc<RefCell<…>>` for containers, `Rc<Class>` with cells for instances. `raw`: C pointer. */
export type Representation = "value" | "box" | "shared" | "raw" | "ref" | "slice";

export interface Facts {
  /** Ownership: the handle of a class of heap values. */
  representation(rep: Rep): Representation;
  /** Ranges: is this exact integer an `i64` (true) or the runtime's `Int`? */
  small(rep: Rep): boolean;
  /** Ranges: where the value of an exact integer (expression id) lies. */
  interval(node: number): Interval;
  /** Calls that take a number for a natural one which may be negative. */
  readonly unnatural: readonly Unnatural[];
  /** Ownership: how a parameter is taken. Copy types are always "own". */
  param(fn: FunctionId, index: number): Passing;
  /** Ownership: a parameter of type `Option<C>` that is taken as `Option<&C>`. */
  optional(fn: FunctionId, index: number): boolean;
  /** Ownership: `ref`/`mut` locals are bound to a borrow of the place that they were read from. */
  binding(fn: FunctionId, local: LocalId): Passing;
  /** Effects: captured by a closure that outlives the statement and written after: lives in `Rc<Cell>`/`Rc<RefCell>`. */
  cell(fn: FunctionId, local: LocalId): "none" | "cell" | "refcell";
  /** Layout of a field of a shared class: never written after construction, Copy and written, else. */
  field(cls: ClassId, name: string): "plain" | "cell" | "refcell";
  /** Effects: may running the function write this field of some object, or change what is in it? */
  writes(fn: FunctionId, cls: ClassId, field: string): boolean;
  /** Recursion: its calls are counted, since nothing bounds their depth. */
  counted(fn: FunctionId): boolean;
  /** Nothing in the program calls itself or lies in itself without end: any thread's stack does. */
  readonly shallow: boolean;
  /** Effects: may running the function (undefined: one that is not known) change what the place holds, by another way than its arguments? */
  rewrites(fn: FunctionId | undefined, place: Expression): boolean;
  /** How a global is stored. A `const` list is a slice; `thread`: never assigned, one for each thread, since it is a handle or holds one.
   *  `lone`: a static of cells, in a program of one thread. */
  global(id: GlobalId): "const" | "static" | "lazy" | "thread" | "cell" | "refcell" | "lone" | "raw";
  /** A static array of characters in which the program lays other objects. */
  aligned(id: GlobalId): boolean;
  /** Liveness: this read (expression id) is the last use of the local: move, do not clone. */
  lastUse(node: number): boolean;
  /** Liveness: needs `let mut`. */
  mutated(fn: FunctionId, local: LocalId): boolean;
  /** Liveness: read at least once. */
  used(fn: FunctionId, local: LocalId): boolean;
  /** Liveness: an assignment (statement id) that is left out, for nothing reads its value, which is nothing to compute. */
  dead(assignment: number): boolean;
  /** Liveness: an assignment (statement id) of which only the value is computed. */
  unread(assignment: number): boolean;
  /** Liveness: are there assignments to variables of the function that only pointers to them may read? */
  readBehind(fn: FunctionId): boolean;
  /** Effects: a lazy sequence (expression id) that is used up where it stands, so that it may borrow; else something keeps it. */
  passing(node: number): boolean;
  /** Ownership: the parameter takes a shared object and only looks into it: `&C` is enough. */
  looks(fn: FunctionId, index: number): boolean;
  /** Ownership: the cell that this argument (expression id) lies in may stay borrowed during the call. */
  held(node: number): boolean;
  /** Ownership: this text (expression id) changes while a loop goes over it, which has a copy. */
  snapshot(node: number): boolean;
  /** Ownership: this place (expression id) is assigned, or what it holds is changed in place. */
  changes(node: number): boolean;
  /** Failures: returns `Result<T, program.exception>`. */
  fails(fn: FunctionId): boolean;
  /** Enumerations: all objects that a class has, each made once from constants. */
  enumeration(cls: ClassId): Enumeration | undefined;
  /** Copied: objects of the class are small and never change: a Rust struct that is `Copy`. */
  copied(cls: ClassId): boolean;
  /** Texts: a text that is always a literal: `&'static str`. */
  fixedText(type: Type): boolean;
  /** Enumerations: the member of a class that the global stands for. */
  member(id: GlobalId): { readonly cls: ClassId; readonly member: number } | undefined;
  /** Which C pointers are references, slices, indexes or owners. */
  readonly pointers: Pointers;
  /** Why: the chain of flows or the rule, for reports. */
  reason(key: string): string | undefined;
}

/** `read`: a reference; `view`: what others may change meanwhile is copied out; `write`: a mutable reference; `cell`: cells. */
export type Access = "read" | "view" | "write" | "cell";

/** How an argument is lent: a reference to one object, or to the elements of a slice. */
export interface Lend {
  readonly shape: "one" | "slice";
  readonly access: Access;
  /** NULL is handed over as `None`. */
  readonly nullable?: boolean;
  /** NULL is handed over as nothing at all. */
  readonly counted?: boolean;
  /** What is read is copied for the call: it is part of a value that lies in a cell. */
  readonly copied?: boolean;
  /** Bytes are taken for characters, or the other way about. */
  readonly signs?: boolean;
}

/** How a pointer variable that is not raw is held. */
export interface Lift extends Lend {
  readonly kind: "param" | "cursor" | "vec";
  /** Inside of the function it is a raw pointer, made at its start. */
  readonly raw?: boolean;
  /** A slice parameter that moves: an index stands beside it. */
  readonly moved: boolean;
  /** Its first object is reached, however many there are. */
  readonly first: boolean;
  /** Cursors of one object share this: may an index be computed below its start? */
  readonly group: { readonly signed: boolean };
  /** What a cursor is an index into. */
  readonly root?: CursorRoot;
}

export type CursorRoot =
  | { readonly kind: "local"; readonly local: LocalId }
  /** An array that a place names. */
  | { readonly kind: "place"; readonly key: string; readonly place: Expression };

export interface Pointers {
  lift(fn: FunctionId, local: LocalId): Lift | undefined;
  /** The function gives an index into what this parameter points into: from where that pointed when it was called. */
  result(fn: FunctionId): { readonly index: number; readonly param: LocalId; readonly nullable: boolean } | undefined;
  /** The expression is handed over as a borrow: no address of it is taken. */
  lent(node: number): Lend | undefined;
  /** The pointer expression has become a place, a borrow or an index. */
  lifted(node: number): boolean;
  /** Cells of one object are lent more than once by this call: the keys of such objects. */
  cells(call: number): ReadonlySet<string> | undefined;
  /** The key of the object that a lent argument is a part of. */
  object(node: number): string | undefined;
  /** The global is lent as cells: they may be changed. */
  celled(global: GlobalId): boolean;
  /** The local is changed through a borrow of it. */
  written(fn: FunctionId, local: LocalId): boolean;
  reason(fn: FunctionId, local: LocalId): string | undefined;
  /** The functions behind pointers of the type, where they are all known: they take their parameters alike. */
  behind(type: Type<"fnptr">): readonly FunctionId[] | undefined;
}
