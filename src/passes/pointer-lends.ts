/** Calls: which of their pointer arguments are lent, how, and which of them may be one object. */
import { sameType, type Expression, type IrFunction, type LocalId, type Type } from "../ir/index.ts";
import { walk } from "../ir/walk.ts";
import type { Lend } from "./facts.ts";
import type { Candidate } from "./pointer-candidates.ts";
import { arrayOf, asNullable, asSlice, demote, isElement, isElementOrWhole, raise, take, writes, type Run } from "./pointer-state.ts";
import { overlap, targetOf, type Target } from "./pointer-targets.ts";

export function row(run: Run, node: Expression<"runtime">): void {
  const { solution, fn } = run;
  const row = solution.program.rows(node.row);
  if (row.memory === "release") {
    const target = targetOf(solution, fn, node.args[0], true);
    if (target?.root?.kind === "vec" && target.bare !== undefined) {
      take(run, target);
      solution.lifted.add(node.id);
    }
    return;
  }
  if (!row.lends || (row.unused && !run.values.has(node.id))) return;
  const lends = node.args.map((arg, i): [Target, Lend] | undefined => {
    const want = row.lends![i];
    if (want?.literal && arg.kind === "bytes") return [targetOf(solution, fn, arg)!, want];
    const target = want && targetOf(solution, fn, arg, want.any);
    return target && lendable(target, want) ? [target, want] : undefined;
  });
  const free = node.args.filter((_, i) => row.lends![i]?.any).map(pointeeOf);
  if (free.length > 0 && !(free.length > 1 ? free.every((each) => sameType(each, free[0])) : isNumeric(free[0]))) return;
  // all of its pointers, or none
  if (lends.some((each, i) => row.lends![i] && !each) || clashes(lends).length > 0) return;
  node.args.forEach((arg, i) => {
    const lend = lends[i];
    if (lend) handOver(run, arg, ...lend);
  });
  solution.lifted.add(node.id);
}

/** What a pointer points to before it became `void *`. */
function pointeeOf(e: Expression): Type {
  let at = e;
  while (at.kind === "cast" && at.value.type.kind === "ptr") at = at.value;
  return at.type.kind === "ptr" ? at.type.target : at.type;
}

/** Numbers, and arrays of them: any bytes are a value. */
const isNumeric = (type: Type): boolean => type.kind === "int" || type.kind === "float" || (type.kind === "array" && isNumeric(type.elem));

/** Can this object be borrowed so? */
function lendable(target: Target, want: Lend): boolean {
  if (target.kind === "null") return want.nullable === true;
  if (target.kind === "text") return want.access === "read";
  if (target.flat && (want.access === "cell" || want.shape === "one")) return false;
  if (target.root?.nullable && target.bare !== undefined && target.path.length === 1 && !want.nullable) return true;
  if (target.root?.access === "cell") return want.access === "cell" && isElementOrWhole(target);
  return true;
}

function handOver(run: Run, arg: Expression, target: Target, want: Lend): void {
  take(run, target);
  run.solution.lent.set(arg.id, want);
  if (target.kind !== "candidate" && target.kind !== "object") return;
  run.solution.objects.set(arg.id, objectKey(target));
  if (want.access !== "read") writes(run, target, want.access);
  if (target.root && (isElement(target) || (want.shape === "slice" && target.path.length === 1))) asSlice(run, target.root);
}

/** Names the object: elements of one array have one name. */
const objectKey = ({ path }: Target): string => (path[path.length - 1] === "[]" ? path.slice(0, -1) : path).join(".");

/** The pairs of arguments that are lent parts of one object, one of them to be written. */
function clashes(lends: readonly ([Target, Lend] | undefined)[]): [number, number][] {
  const found: [number, number][] = [];
  for (let i = 0; i < lends.length; i++)
    for (let j = i + 1; j < lends.length; j++) {
      const a = lends[i];
      const b = lends[j];
      if (!a || !b || (a[1].access === "read" && b[1].access === "read")) continue;
      if (overlap(a[0].path, b[0].path)) found.push([i, j]);
    }
  return found;
}

export function call(run: Run, node: Expression<"call">): void {
  const { solution, fn } = run;
  const { functions } = solution.program;
  const callee = functions[node.function];
  if (callee.extern) return;
  const lends = node.args.map((arg, i): [Target, Candidate] | undefined => {
    const param = callee.params[i];
    const want = param && solution.candidates[callee.id][param.local];
    if (!want?.alive) return undefined;
    const target = targetOf(solution, fn, arg);
    // a text that may be NULL, where the function asks
    if (target?.kind === "text" && arg.kind === "runtime" && asksForNull(callee, param.local)) asNullable(run, want);
    if (target) adapt(run, want, target);
    const fits = target && want.alive && lendable(target, want);
    if (!fits) demote(run, want, "a call hands over a pointer that is raw");
    return fits ? [target, want] : undefined;
  });
  for (const [i, j] of clashes(lends)) {
    const same = objectKey(lends[i]![0]) === objectKey(lends[j]![0]);
    for (const each of [lends[i]!, lends[j]!]) {
      // elements of one array can be cells; what lies deeper cannot
      if (!same || each[0].flat || (each[0].path.length > 1 && arrayOf(each[0]) === undefined))
        demote(run, each[1], "two pointers may be one object");
      else raise(run, each[1], "cell");
    }
  }
  const seen = new Map<string, number>();
  node.args.forEach((arg, i) => {
    const lend = lends[i];
    if (!lend?.[1].alive) return;
    const [target, want] = lend;
    handOver(run, arg, target, { shape: want.shape, access: want.access, nullable: want.nullable });
    if (want.access === "cell") {
      const key = objectKey(target);
      seen.set(key, (seen.get(key) ?? 0) + 1);
    }
  });
  const shared = new Set([...seen].filter(([, count]) => count > 1).map(([key]) => key));
  if (shared.size > 0) solution.cells.set(node.id, shared);
}

const asking = new WeakMap<IrFunction, ReadonlySet<LocalId>>();

/** Does the function test the parameter for NULL? */
function asksForNull(fn: IrFunction, local: LocalId): boolean {
  let found = asking.get(fn);
  if (!found) {
    const made = new Set<LocalId>();
    walk(fn.body, (node) => {
      if (node.kind === "isNone" && node.value.kind === "local") made.add(node.value.local);
    });
    asking.set(fn, (found = made));
  }
  return found.has(local);
}

/** The parameter takes the form that the argument needs. */
function adapt(run: Run, want: Candidate, target: Target): void {
  if (target.kind === "null") return asNullable(run, want);
  if (target.root?.nullable && target.path.length === 1 && !target.moving) asNullable(run, want);
  if (target.flat || (target.element && want.shape === "one" && !want.certain)) asSlice(run, want);
  if (target.root?.access === "cell") raise(run, want, "cell");
}
