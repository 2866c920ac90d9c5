/** What the passes prove, keyed by ids of the IR; emit reads nothing else. Each fact keeps its reason for `transpile explain`. */
import type { FunctionId, GlobalId, LocalId, Passing, Rep, ClassId } from "../ir/index.ts";
import type { Interval } from "./interval.ts";

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
  /** Ownership: how a parameter is taken. Copy types are always "own". */
  param(fn: FunctionId, index: number): Passing;
  /** Ownership: `ref`/`mut` locals are bound to a borrow of the place that they were read from. */
  binding(fn: FunctionId, local: LocalId): Passing;
  /** Effects: captured by a closure that outlives the statement and written after: lives in `Rc<Cell>`/`Rc<RefCell>`. */
  cell(fn: FunctionId, local: LocalId): "none" | "cell" | "refcell";
  /** Layout of a field of a shared class: never written after construction, Copy and written, else. */
  field(cls: ClassId, name: string): "plain" | "cell" | "refcell";
  /** How a global is stored. A `const` list is a slice; `thread`: never assigned, one for each thread, since it is a handle or holds one. */
  global(id: GlobalId): "const" | "static" | "lazy" | "thread" | "cell" | "refcell" | "raw";
  /** Liveness: this read (expression id) is the last use of the local: move, do not clone. */
  lastUse(node: number): boolean;
  /** Liveness: needs `let mut`. */
  mutated(fn: FunctionId, local: LocalId): boolean;
  /** Liveness: read at least once. */
  used(fn: FunctionId, local: LocalId): boolean;
  /** Effects: a lazy sequence (expression id) that is used up where it stands, so that it may borrow; else something keeps it. */
  passing(node: number): boolean;
  /** Ownership: the cell that this argument (expression id) lies in may stay borrowed during the call. */
  held(node: number): boolean;
  /** Failures: returns `Result<T, program.exception>`. */
  fails(fn: FunctionId): boolean;
  /** Why: the chain of flows or the rule, for reports. */
  reason(key: string): string | undefined;
}
