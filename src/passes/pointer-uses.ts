/** One run over a function: which of its pointers are used in a way that a reference, a slice or an index cannot express. */
import type { Expression, FunctionId, IrFunction, Statement } from "../ir/index.ts";
import { chosen, isStorage, pointerPair } from "../ir/pointers.ts";
import { isExpression, walk } from "../ir/walk.ts";
import { allocationOf, findOf, type Candidate } from "./pointer-candidates.ts";
import { call, callValue, row } from "./pointer-lends.ts";
import {
  arrayOf,
  asFirst,
  asNullable,
  asSigned,
  asSlice,
  demoteAll,
  isElement,
  isElementOrWhole,
  isScalar,
  keepAll,
  look,
  peek,
  take,
  takeRaw,
  writes,
  type Run,
} from "./pointer-state.ts";
import { isOptional, placeTarget, resultTarget, targetOf, type Target } from "./pointer-targets.ts";
import { placeCall } from "./pointer-results.ts";
import { markCelled } from "./pointer-globals.ts";
import type { Solution } from "./pointers.ts";

export function scanFunction(solution: Solution, fn: IrFunction): void {
  const run: Run = { solution, fn, taken: new Set(), values: new Set(), finds: new Map() };
  walk(fn.body, (node) => {
    if (isExpression(node)) return expression(run, node);
    run.statement = node;
    statement(run, node);
  });
}

/** The pointer expression at hand is one that stays raw: what it comes from cannot be lifted either. */
function escapes(run: Run, e: Expression, reason: string): void {
  if (e.kind === "local") {
    const candidate = run.solution.candidates[run.fn.id][e.local];
    if (candidate?.alive && !candidate.raw) keepAll(run, candidate, reason);
    return;
  }
  if (e.kind === "addressOf") {
    let at = e.place;
    for (;;) {
      if (at.kind === "field" || (at.kind === "index" && at.object.type.kind === "array")) at = at.object;
      else break;
    }
    if (at.kind === "local") {
      const candidate = run.solution.candidates[run.fn.id][at.local];
      if (candidate) demoteAll(run, candidate, "its address is taken");
      takeRaw(run, at.local);
    } else if (at.kind === "global") markCelled(run.solution, at.global);
    else if (at.kind === "deref") derived(run, at.pointer, reason);
    else if (at.kind === "index") derived(run, at.object, reason);
  }
}

/** A raw pointer is made of this one. */
function derived(run: Run, pointer: Expression, reason: string): void {
  const target = targetOf(run.solution, run.fn, pointer);
  if (target?.root) keepAll(run, target.root, reason);
  else if (target?.local !== undefined) takeRaw(run, target.local);
  else if (target?.global !== undefined) markCelled(run.solution, target.global);
  if (target?.bare !== undefined) {
    const candidate = run.solution.candidates[run.fn.id][target.bare];
    if (candidate) keepAll(run, candidate, reason);
  }
}

function expression(run: Run, node: Expression): void {
  const { solution, fn } = run;
  switch (node.kind) {
    case "deref": {
      const target = targetOf(solution, fn, node.pointer);
      if (target && target.kind !== "null" && !target.flat && isHeld(run, target, node)) {
        look(run, target, false);
        asFirst(run, target);
      }
      return;
    }
    case "index": {
      if (node.object.type.kind !== "ptr") return;
      const target = targetOf(solution, fn, node.object);
      if (target && target.kind !== "null" && !target.flat && isHeld(run, target, node)) {
        look(run, target, true);
        if (node.index.kind === "int" && node.index.value === 0n) asFirst(run, target);
      }
      return;
    }
    case "call":
      call(run, node);
      if (!run.taken.has(node.id) && !run.values.has(node.id)) spoil(run, node.function);
      return;
    case "callValue":
      return callValue(run, node);
    case "runtime":
      return row(run, node);
    case "isNone":
      return nullTest(run, node.value);
    case "compare":
      if (node.left.type.kind === "ptr") compare(run, node.left, node.right);
      return;
    case "binary":
      return difference(run, node);
    case "closure":
      // what it captures could not be lent while it lives
      walk(node.body, (inner) => {
        if (inner.kind === "local" && !node.params.some((param) => param.local === inner.local)) {
          const candidate = solution.candidates[fn.id][inner.local];
          if (candidate) demoteAll(run, candidate, "used by a closure");
          else takeRaw(run, inner.local);
        }
      });
      return;
    case "local":
      if (node.type.kind === "ptr" && !run.taken.has(node.id))
        escapes(run, node, "its value is stored, returned or handed to something raw");
      return;
    case "addressOf":
      if (!run.taken.has(node.id)) escapes(run, node, "a raw pointer is made of it");
      return;
    default:
      return;
  }
}

/** Parts of what lies in a cell as a whole have no place of their own. */
const isHeld = ({ solution }: Run, target: Target, node: Expression): boolean => !target.cells || isScalar(solution.program, node.type);

/** The result of the function is used in a way that an index cannot express. */
function spoil({ solution }: Run, fn: FunctionId): void {
  const result = solution.results.get(fn);
  if (!result?.alive) return;
  result.alive = false;
  solution.changed = true;
}

/** What a function gives that gives places. */
function returned(run: Run, value: Expression): void {
  const { solution, fn } = run;
  const result = solution.results.get(fn.id);
  if (!result?.alive) return;
  const param = solution.candidates[fn.id][result.param];
  if (!param?.alive || param.raw || param.nullable) return spoil(run, fn.id);
  const either = chosen(value);
  if (either) {
    returned(run, either.then);
    return returned(run, either.orElse);
  }
  const find = findOf(solution.program, value);
  const place = placeCall(solution.results, value);
  const target = find
    ? targetOf(solution, fn, find.args[0])
    : place
      ? resultTarget(solution, fn, place.call, place.result)
      : targetOf(solution, fn, value);
  if (target?.kind === "null") return take(run, target);
  const isWhole = target?.path.length === 1 && !target.moving && param.target.kind === "record";
  if (target?.root !== param || target.flat || isWhole || !isElementOrWhole(target)) return spoil(run, fn.id);
  if (find) {
    run.finds.set(find.id, param);
    for (let at = value; at !== find; at = (at as Expression<"cast">).value) run.taken.add(at.id);
  }
  indexed(run, target);
}

function nullTest(run: Run, pointer: Expression): void {
  const place = placeCall(run.solution.results, pointer);
  if (place) {
    const tested = place.result.nullable && resultTarget(run.solution, run.fn, place.call, place.result);
    if (tested) take(run, tested);
    return;
  }
  const target = targetOf(run.solution, run.fn, pointer);
  if (target && target.kind !== "null") take(run, target);
}

function compare(run: Run, left: Expression, right: Expression): void {
  const a = targetOf(run.solution, run.fn, left);
  const b = targetOf(run.solution, run.fn, right);
  if (!a || !b) return;
  if (a.kind === "null" || b.kind === "null") {
    if (placeCall(run.solution.results, left) ?? placeCall(run.solution.results, right)) return;
    take(run, a);
    take(run, b);
    return;
  }
  if (sameArray(a, b)) return indexed(run, a, b);
  // the addresses are compared, and not kept
  peek(run, a);
  peek(run, b);
}

/** Both point to elements of one array. */
const sameArray = (a: Target, b: Target): boolean =>
  a.kind !== "text" &&
  // rows of one array and arrays of different blocks, all of them in cells, look the same here
  a.path[0] !== "cells" &&
  !a.flat &&
  !b.flat &&
  arrayOf(a) !== undefined &&
  arrayOf(a) === arrayOf(b) &&
  (a.root ? a.root === b.root : a.local === b.local);

function indexed(run: Run, ...targets: readonly Target[]): void {
  for (const target of targets) {
    take(run, target);
    // an array inside of what the root leads to is indexed there
    if (target.root && (target.path.length === 1 || isElement(target))) asSlice(run, target.root);
    if (target.signed) signedGroup(run, target);
  }
}

function signedGroup(run: Run, target: Target): void {
  if (target.root) asSigned(run, target.root.group);
  const cursor = target.bare === undefined ? undefined : run.solution.candidates[run.fn.id][target.bare];
  if (cursor) asSigned(run, cursor.group);
  for (const each of run.solution.candidates[run.fn.id])
    if (each?.root?.kind === "place" && isUnder(target, each.root.key)) asSigned(run, each.group);
}

/** Does the key name something inside of what the target points into? */
const isUnder = ({ local, root }: Target, key: string): boolean =>
  local !== undefined ? key.startsWith(String(local)) : root !== undefined && key.startsWith(`${root.local}*`);

/** `((p as i64) - (q as i64)) / size`, of pointers into one array. */
function difference(run: Run, node: Expression<"binary">): void {
  const pair = pointerPair(run.solution.program, node);
  if (!pair) return;
  const a = targetOf(run.solution, run.fn, pair[0]);
  const b = targetOf(run.solution, run.fn, pair[1]);
  if (!a || !b || a.kind === "null" || !sameArray(a, b)) return;
  indexed(run, { ...a, signed: true }, { ...b, signed: true });
  run.solution.lifted.add(node.id);
}

function statement(run: Run, node: Statement): void {
  const { solution, fn } = run;
  if (node.kind === "expression") run.values.add(node.value.id);
  if (node.kind === "let" || (node.kind === "assign" && node.place.kind === "local")) {
    const local = node.kind === "let" ? node.local : (node.place as Expression<"local">).local;
    const candidate = solution.candidates[fn.id][local];
    if (!candidate?.alive || candidate.raw || !node.value) return;
    if (store(run, candidate, node.value) && node.kind === "assign") run.taken.add(node.place.id);
    return;
  }
  if (node.kind === "return" && node.value) return returned(run, node.value);
  if (node.kind !== "assign" && node.kind !== "update") return;
  // what is written: the object of the last pointer on the way
  let at = node.place;
  while (at.kind === "field" || (at.kind === "index" && at.object.type.kind === "array")) at = at.object;
  const pointer = at.kind === "deref" ? at.pointer : at.kind === "index" ? at.object : undefined;
  const target = pointer && targetOf(solution, fn, pointer);
  if (target) writes(run, target, "write");
}

/** A pointer variable is given a value. */
function store(run: Run, candidate: Candidate, value: Expression): boolean {
  const { solution, fn } = run;
  if (candidate.kind === "vec") {
    if (!allocationOf(solution.program, value) && !isStorage(solution.program, value)) return false;
    solution.lifted.add(value.id);
    return true;
  }
  const find = candidate.kind === "cursor" ? findOf(solution.program, value) : undefined;
  const place = placeCall(solution.results, value);
  const missing = place?.result.nullable === true;
  const target = missing ? resultTarget(solution, fn, place.call, place.result) : targetOf(solution, fn, find ? find.args[0] : value);
  if (find) run.finds.set(find.id, candidate);
  if (target?.kind === "null" && candidate.kind === "cursor" && candidate.nullable) {
    take(run, target);
    return true;
  }
  if (target && isOptional(target) && candidate.kind === "cursor") asNullable(run, candidate);
  const same =
    target &&
    !(isOptional(target) && candidate.kind === "param") &&
    !(missing && !candidate.nullable) &&
    (candidate.kind === "param"
      ? target.root === candidate && isElementOrWhole(target)
      : candidate.root?.kind === "local"
        ? target.root === solution.candidates[fn.id][candidate.root.local] && isElementOrWhole(target)
        : (target.local !== undefined || target.root !== undefined) && !target.flat && arrayOf(target) === arrayOfRoot(run, candidate));
  if (!same) {
    demoteAll(run, candidate, "points now into one object, now into another");
    return false;
  }
  indexed(run, target);
  if (find) for (let at = value; at !== find; at = (at as Expression<"cast">).value) run.taken.add(at.id);
  if (target.signed) asSigned(run, candidate.group);
  if (candidate.kind === "param" && !candidate.moved) {
    candidate.moved = true;
    solution.changed = true;
    asSlice(run, candidate);
  }
  return true;
}

const arrayOfRoot = (run: Run, candidate: Candidate): string | undefined => {
  const place = candidate.root?.kind === "place" ? placeTarget(run.solution, run.fn, candidate.root.place) : undefined;
  return place && place.path.join(".");
};
