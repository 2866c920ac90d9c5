/** Steps down: what a use takes away from a pointer. Each is taken once, so the runs over the functions come to an end. */
import type { IrFunction } from "../ir/index.ts";
import type { Access } from "./facts.ts";
import type { Candidate } from "./pointer-candidates.ts";
import type { Target } from "./pointer-targets.ts";
import type { Solution } from "./pointers.ts";

/** One run over a function. */
export interface Run {
  readonly solution: Solution;
  readonly fn: IrFunction;
  /** Pointer expressions that their parents took. */
  readonly taken: Set<number>;
  /** Calls whose results nothing uses. */
  readonly values: Set<number>;
}

const strength: Readonly<Record<Access, number>> = { read: 0, write: 1, cell: 2 };

export function demote(run: Run, candidate: Candidate, reason: string): void {
  if (!candidate.alive) return;
  candidate.alive = false;
  candidate.reason = reason;
  run.solution.changed = true;
}

export function raise(run: Run, candidate: Candidate, access: Access): void {
  if (strength[access] <= strength[candidate.access]) return;
  candidate.access = access;
  run.solution.changed = true;
  if (access === "cell" && (!isScalar(candidate) || candidate.nullable || candidate.kind !== "param"))
    demote(run, candidate, "two pointers may be one object");
}

const isScalar = ({ target }: Candidate): boolean => target.kind === "int" || target.kind === "float" || target.kind === "bool";

export function asSlice(run: Run, candidate: Candidate): void {
  if (candidate.shape === "slice") return;
  candidate.shape = "slice";
  run.solution.changed = true;
}

export function asNullable(run: Run, candidate: Candidate): void {
  if (candidate.nullable) return;
  candidate.nullable = true;
  run.solution.changed = true;
  if (candidate.access === "cell") demote(run, candidate, "two pointers may be one object");
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

/** A use of what a pointer points to. */
export function look(run: Run, target: Target, many: boolean): void {
  take(run, target);
  if (target.root && (many || (target.many && isElement(target)))) asSlice(run, target.root);
}

/** Is it an element of what the root itself points to? */
export const isElement = (target: Target): boolean => target.path[1] === "[]";

export function writes(run: Run, target: Target, access: Access): void {
  if (target.root?.kind === "vec") markWritten(run, target.root.local);
  if (target.root) raise(run, target.root, target.root.access === "cell" ? "cell" : access === "cell" ? "write" : access);
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
