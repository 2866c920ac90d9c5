/** Steps down: what a use takes away from a pointer. Each is taken once, so the runs over the functions come to an end. */
import type { IrFunction, Program, Statement, Type } from "../ir/index.ts";
import { isSmallRecord } from "../ir/pointers.ts";
import type { Access } from "./facts.ts";
import type { Candidate } from "./pointer-candidates.ts";
import type { Target } from "./pointer-targets.ts";
import { markCelled } from "./pointer-globals.ts";
import type { Solution } from "./pointers.ts";

/** One run over a function. */
export interface Run {
  readonly solution: Solution;
  readonly fn: IrFunction;
  /** Pointer expressions that their parents took. */
  readonly taken: Set<number>;
  /** Calls whose results nothing uses. */
  readonly values: Set<number>;
  /** Searches whose places cursors are given. */
  readonly finds: Map<number, Candidate>;
  /** The statement at hand. */
  statement?: Statement;
}

/** What serves for both. */
function joined(a: Access, b: Access): Access {
  if (a === b || b === "read") return a;
  return a === "read" ? b : "cell";
}

/** Does the access bear that others change what is behind the pointer? */
export const sharesCells = (access: Access): boolean => access === "view" || access === "cell";

/** A parameter that could be a view or cells becomes raw at the start of its function; the others are raw from the start. */
export function demote(run: Run, candidate: Candidate, reason: string): void {
  if (!candidate.alive || candidate.raw) return;
  if (candidate.kind !== "param" || !isScalar(run.solution.program, candidate.target)) return giveUp(run, candidate, reason);
  candidate.raw = true;
  candidate.reason = reason;
  run.solution.changed = true;
  keep(run, candidate);
}

/** Raw pointers that are made of a parameter may be kept: others may change what is behind it from now on. */
export function keep(run: Run, candidate: Candidate, access?: Access): void {
  if (!candidate.alive || candidate.escaping) return;
  if (candidate.kind !== "param" || !isScalar(run.solution.program, candidate.target))
    return giveUp(run, candidate, "a raw pointer is made of it");
  candidate.escaping = true;
  run.solution.changed = true;
  asSlice(run, candidate);
  const { type } = run.solution.program.functions[candidate.fn].locals[candidate.local];
  raise(run, candidate, type.kind === "ptr" && type.mutable && access !== "view" ? "cell" : "view");
}

/** A raw pointer is made of the value of a pointer that is none: what it points into has others that lead to it. */
export function keepAll(run: Run, candidate: Candidate, reason: string): void {
  if (candidate.kind === "vec") return giveUp(run, candidate, reason);
  if (candidate.kind === "param") return keep(run, candidate);
  keepRoot(run, candidate, reason);
}

function keepRoot(run: Run, { root }: Candidate, reason: string): void {
  if (root?.kind === "local") {
    const owner = run.solution.candidates[run.fn.id][root.local];
    if (owner) keepAll(run, owner, reason);
  } else if (root) {
    let at = root.place;
    while (at.kind === "field") at = at.object;
    if (at.kind === "deref" && at.pointer.kind === "local") {
      const owner = run.solution.candidates[run.fn.id][at.pointer.local];
      if (owner) keepAll(run, owner, reason);
    }
    if (at.kind !== "local") return;
    takeRaw(run, at.local);
    markWritten(run, at.local);
  }
}

/** A pointer that is raw: what it pointed into has others that lead to it. */
export function demoteAll(run: Run, candidate: Candidate, reason: string): void {
  demote(run, candidate, reason);
  keepRoot(run, candidate, reason);
}

export function giveUp(run: Run, candidate: Candidate, reason: string): void {
  if (!candidate.alive) return;
  candidate.alive = false;
  candidate.reason = reason;
  run.solution.changed = true;
}

export function raise(run: Run, candidate: Candidate, access: Access): void {
  const both = joined(candidate.access, access);
  if (both === candidate.access) return;
  candidate.access = both;
  run.solution.changed = true;
  if (sharesCells(both) && (!isScalar(run.solution.program, candidate.target) || candidate.kind !== "param"))
    giveUp(run, candidate, "two pointers may be one object");
}

/** Values that are copied out of cells and put back whole: numbers, pointers, and structs of a few of them. */
export const isScalar = (program: Program, type: Type): boolean =>
  type.kind === "int" ||
  type.kind === "float" ||
  type.kind === "bool" ||
  type.kind === "ptr" ||
  (type.kind === "runtime" && type.copy === true && type.zero !== undefined) ||
  (type.kind === "record" && isSmallRecord(program, type.class));

export function asSlice(run: Run, candidate: Candidate): void {
  if (candidate.shape === "slice") return;
  candidate.shape = "slice";
  run.solution.changed = true;
}

export function asNullable(run: Run, candidate: Candidate): void {
  if (candidate.nullable) return;
  candidate.nullable = true;
  run.solution.changed = true;
}

/** The first object behind a pointer is reached, however many there are. */
export function asFirst(run: Run, { root, path, moving }: Target): void {
  if (!root || root.first || path.length > 1 || moving) return;
  root.first = true;
  run.solution.changed = true;
}

export function asSigned(run: Run, group: { signed: boolean }): void {
  if (group.signed) return;
  group.signed = true;
  run.solution.changed = true;
}

/** The pointer expressions of a target are accounted for. */
export function take(run: Run, target: Target): void {
  for (const node of target.nodes) {
    run.taken.add(node);
    run.solution.lifted.add(node);
  }
}

/** The address of a target is looked at, by something that does not keep it. */
export function peek(run: Run, target: Target): void {
  // a part of what is copied out has no address
  const isPart = target.path.length > (target.path[1] === "[]" ? 2 : 1);
  if (target.root && isPart && sharesCells(target.root.access)) giveUp(run, target.root, "the address of a part of it is taken");
  for (const node of target.nodes) run.taken.add(node);
  if (target.local !== undefined) markWritten(run, target.local);
  if (target.global !== undefined && !target.cells) markCelled(run.solution, target.global);
}

/** A use of what a pointer points to. */
export function look(run: Run, target: Target, many: boolean): void {
  take(run, target);
  if (target.root && (many || (target.many && isElement(target)))) asSlice(run, target.root);
}

/** Is it an element of what the root itself points to? */
export const isElement = (target: Target): boolean => target.path[1] === "[]";

export function writes(run: Run, target: Target, access: Access): void {
  if (target.root?.kind === "vec") markWritten(run, target.root.local);
  if (target.global !== undefined) markCelled(run.solution, target.global);
  else if (target.root) raise(run, target.root, access === "cell" ? "write" : access);
  else if (target.local !== undefined) markWritten(run, target.local);
}

export function markWritten(run: Run, local: number): void {
  run.solution.written[run.fn.id][local] = 1;
}

/** The array whose elements the pointer moves along; nothing when the elements lie in elements. */
export function arrayOf(target: Target): string | undefined {
  const path = target.path[target.path.length - 1] === "[]" ? target.path.slice(0, -1) : target.path;
  if (path.includes("[]")) return undefined;
  return path.length > 1 || target.root || target.path.length > 1 ? path.join(".") : undefined;
}

/** One step from the variable: all of it, or an element. */
export const isElementOrWhole = (target: Target): boolean =>
  !target.flat &&
  (target.kind === "candidate" || target.kind === "object") &&
  target.path.length <= 2 &&
  (target.path.length === 1 || target.path[1] === "[]");

/** Raw pointers to a local are made. */
export function takeRaw(run: Run, local: number): void {
  const taken = run.solution.taken[run.fn.id];
  if (taken[local]) return;
  taken[local] = 1;
  run.solution.changed = true;
}

/** Raw pointers to what a local is, or leads to, are made for the length of a call. */
export function markPassed(run: Run, local: number): void {
  const passed = run.solution.passed[run.fn.id];
  if (passed[local]) return;
  passed[local] = 1;
  run.solution.changed = true;
}
