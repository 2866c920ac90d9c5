/**
 * Last uses, reassignment and use of locals: backward over the structured control flow, with one set of live locals per path. A loop is
 * walked twice: once for what it reads before it writes (which is live at its head), once for the marks. Expressions without inner control
 * flow are read backwards from the evaluation order, so only blocks and branches cost stack.
 */
import type { FunctionId, LocalId } from "../ir/index.ts";
import type { Flat } from "./flat.ts";
import { FunctionLiveness } from "./liveness-function.ts";
import { findDeadStores } from "./dead-stores.ts";
import { findReassigned } from "./reassigned.ts";

const none: ReadonlySet<number> = new Set();

export interface Liveness {
  readonly lastUse: (node: number) => boolean;
  readonly used: (fn: FunctionId, local: LocalId) => boolean;
  /** An assignment (its id) that is left out: nothing reads its value. */
  readonly dead: (assignment: number) => boolean;
  /** Are there assignments to variables of the function that only pointers to them may read? */
  readonly readBehind: (fn: FunctionId) => boolean;
  /** An assignment of a number whose value is computed, and read by nothing. */
  readonly unread: (assignment: number) => boolean;
  /** Assigned where it may already hold a value. */
  readonly reassigned: (fn: FunctionId, local: LocalId) => boolean;
}

/** Runs the pass. */
export function analyseLiveness(flat: Flat): Liveness {
  const last = new Uint8Array(flat.program.nodeCount);
  const used: Uint8Array[] = [];
  const dead = new Set<number>();
  const unread = new Set<number>();
  const behind = new Set<FunctionId>();
  const reassigned: Uint8Array[] = [];
  for (const fn of flat.program.functions) {
    const pass = new FunctionLiveness(flat, fn, last);
    pass.run();
    used.push(pass.used);
    // elsewhere an assignment may let go of an object, which can be seen
    const stores = flat.program.safe || fn.extern ? undefined : findDeadStores(flat.program, fn, (each) => last[each.id] === 1);
    for (const id of stores?.left ?? none) dead.add(id);
    for (const id of stores?.computed ?? none) unread.add(id);
    if (stores?.behind) behind.add(fn.id);
    reassigned.push(findReassigned(flat, fn, stores ? new Set([...stores.left, ...stores.computed]) : none));
  }
  return {
    lastUse: (node) => last[node] === 1,
    used: (fn, local) => used[fn][local] === 1,
    dead: (assignment) => dead.has(assignment),
    unread: (assignment) => unread.has(assignment),
    readBehind: (fn) => behind.has(fn),
    reassigned: (fn, local) => reassigned[fn][local] === 1,
  };
}
