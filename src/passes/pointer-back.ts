/**
 * Parameters that are followed to what lies before the place where they point: `p[-1]`, `--p`. A slice begins where the pointer points, so they take
 * none that begins in the middle of an array.
 */
import type { Expression, IrFunction, LocalId, Program } from "../ir/index.ts";
import { walk } from "../ir/walk.ts";
import type { Target } from "./pointer-targets.ts";

const stripped = (e: Expression): Expression => (e.kind === "cast" ? stripped(e.value) : e);

/** Is it a number below zero, or one that is negated? */
function isBelow(index: Expression): boolean {
  const at = stripped(index);
  return at.kind === "int" ? at.value < 0n : at.kind === "unary" && at.op === "neg";
}

/** Variables that begin at a number and are tested against no other from above, with the least of such numbers. */
function countersOf(fn: IrFunction): ReadonlyMap<LocalId, bigint> {
  const found = new Map<LocalId, bigint>();
  const tested = new Set<LocalId>();
  const begins = (local: LocalId, value: Expression): void => {
    const at = stripped(value);
    if (at.kind === "int" && at.value < (found.get(local) ?? at.value + 1n)) found.set(local, at.value);
  };
  const test = (e: Expression, than: Expression): void => {
    const at = stripped(e);
    if (at.kind === "local" && stripped(than).kind === "int") tested.add(at.local);
  };
  walk(fn.body, (node) => {
    if (node.kind === "let" && node.value) begins(node.local, node.value);
    else if (node.kind === "assign" && node.place.kind === "local") begins(node.place.local, node.value);
    else if (node.kind === "forRange") begins(node.local, node.start);
    else if (node.kind === "compare") {
      if (node.op !== "lt" && node.op !== "le") test(node.left, node.right);
      if (node.op !== "gt" && node.op !== "ge") test(node.right, node.left);
    }
  });
  for (const local of tested) found.delete(local);
  return found;
}

/** `i - 1` of a counter that begins at 0. */
function startsBelow(index: Expression, counters: () => ReadonlyMap<LocalId, bigint>): boolean {
  const at = stripped(index);
  if (at.kind !== "binary" || at.op !== "sub") return false;
  const [from, by] = [stripped(at.left), stripped(at.right)];
  if (from.kind !== "local" || by.kind !== "int") return false;
  const first = counters().get(from.local);
  return first !== undefined && first < by.value;
}

/** Pointers that are followed backwards, as `function:local`. */
export function followedBack(program: Program): ReadonlySet<string> {
  const found = new Set<string>();
  for (const fn of program.functions) {
    if (fn.extern) continue;
    const note = (local: LocalId): void => void found.add(`${fn.id}:${local}`);
    let known: ReadonlyMap<LocalId, bigint> | undefined;
    const counters = (): ReadonlyMap<LocalId, bigint> => (known ??= countersOf(fn));
    const offset = (e: Expression): Expression<"runtime"> | undefined =>
      e.kind === "runtime" && program.rows(e.row).memory === "offset" && isBelow(e.args[1]) ? e : undefined;
    walk(fn.body, (node) => {
      if (node.kind === "index") {
        const pointer = stripped(node.object);
        if (pointer.kind === "local" && node.object.type.kind === "ptr" && (isBelow(node.index) || startsBelow(node.index, counters)))
          note(pointer.local);
      } else if (node.kind === "runtime") {
        const from = offset(node);
        const pointer = from && stripped(from.args[0]);
        if (pointer?.kind === "local") note(pointer.local);
      } else if (node.kind === "assign" && node.place.kind === "local" && offset(stripped(node.value))) note(node.place.local);
    });
  }
  return found;
}

/**
 * Does a cursor that is followed back begin where the pointer points, and may it come before that? One that is told from the pointer by its place,
 * `while (p > start)`, stays behind it.
 */
export function comesBefore(fn: IrFunction, cursor: LocalId, pointer: LocalId, values: readonly Expression[]): boolean {
  if (!values.some((value) => stripped(value).kind === "local")) return false;
  let guarded = false;
  const is = (e: Expression, local: LocalId): boolean => {
    const at = stripped(e);
    return at.kind === "local" && at.local === local;
  };
  walk(fn.body, (node) => {
    if (node.kind !== "compare" || node.op === "eq" || node.op === "ne") return;
    const [left, right] = node.op === "gt" || node.op === "ge" ? [node.left, node.right] : [node.right, node.left];
    if (is(left, cursor) && is(right, pointer)) guarded = true;
  });
  return !guarded;
}

/** May the pointer lead into the middle of an array? */
export const isInside = (target: Target): boolean => target.element || target.moving || target.path[0] === "cells";
