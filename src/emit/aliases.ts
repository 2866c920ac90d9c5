/** Which arguments of a call could notice each other. */
import type { Expression, Passing } from "../ir/index.ts";
import { isExpression, walk } from "../ir/walk.ts";

import { passingOf } from "./calls.ts";
import type { FunctionContext } from "./context.ts";
import { isCopy, isSharedContainer } from "./types.ts";

/** Arguments that get a variable of their own first: another one changes what they read, or borrows it mutably until the call. */
export function argumentsInAdvance(cx: FunctionContext, e: Expression<"call">): readonly boolean[] {
  const passings = e.args.map((_, i) => passingOf(cx, e.function, i));
  const none = e.args.map(() => false);
  if (e.args.length < 2) return none;
  const roots = e.args.map((arg, i) => (passings[i] === "own" ? undefined : rootOf(arg)));
  return e.args.map((arg, j) => {
    if (isStillArg(cx, arg) && passings[j] !== "mut") return false;
    return e.args.some((_, i) => {
      if (i === j) return false;
      if (passings[i] === "mut")
        return (
          roots[i] !== undefined &&
          passings[j] !== "mut" &&
          mentionsRoot(arg, roots[i]!) &&
          (passings[j] === "ref" || !isCopyPlace(cx, arg))
        );
      // An element that is lent, and a later argument that changes its container.
      return i > j && passings[j] === "ref" && roots[j] !== undefined && changesRoot(cx, e.args[i], roots[j]!);
    });
  });
}

const isCopyPlace = (cx: FunctionContext, arg: Expression): boolean =>
  arg.kind === "field" && arg.object.kind === "local" && isCopy(arg.type, cx.unit);

function mentionsRoot(e: Expression, root: string): boolean {
  let found = false;
  walk(e, (node) => {
    if ((node.kind === "local" && `local ${node.local}` === root) || (node.kind === "global" && `global ${node.global}` === root))
      found = true;
    return !found;
  });
  return found;
}

function changesRoot(cx: FunctionContext, e: Expression, root: string): boolean {
  let found = false;
  walk(e, (node) => {
    if (node.kind === "runtime") {
      const { args } = cx.unit.program.rows(node.row);
      if (node.args.some((arg, i) => args[Math.min(i, args.length - 1)] === "mut" && rootOf(arg) === root)) found = true;
    } else if (node.kind === "call") {
      if (node.args.some((arg, i) => passingOf(cx, node.function, i) === "mut" && rootOf(arg) === root)) found = true;
    } else if ((node.kind === "assign" || node.kind === "update") && rootOf(node.place) === root) found = true;
    return !found;
  });
  return found;
}

/** Does the expression assign a local, or change what it holds? */
export const changesLocal = (cx: FunctionContext, e: Expression, local: number): boolean => changesRoot(cx, e, `local ${local}`);

/** Is this a place inside of what one of the others, evaluated later, changes? */
export function changedBy(cx: FunctionContext, e: Expression, later: readonly Expression[]): boolean {
  // A number that a call returned is nobody's place.
  if (e.kind === "runtime" && cx.unit.program.rows(e.row).result !== "ref" && isCopy(e.type, cx.unit)) return false;
  const root = later.length > 0 ? rootOf(e) : undefined;
  return root !== undefined && later.some((other) => changesRoot(cx, other, root));
}

/** Does evaluating the expression call into the program or change anything? */
export function isBusy(cx: { readonly unit: FunctionContext["unit"] }, e: Expression): boolean {
  let busy = false;
  walk(e, (node) => {
    if (busy) return false;
    switch (node.kind) {
      case "call":
      case "callValue":
      case "yield":
        busy = true;
        return false;
      case "closure":
        return false;
      case "runtime": {
        const row = cx.unit.program.rows(node.row);
        if (row.calls?.length || row.args.includes("mut")) busy = true;
        return;
      }
      default:
        return;
    }
  });
  return busy;
}

/** Constants and plain locals: evaluating them earlier or later is the same. */
export function isStillArg(cx: FunctionContext, arg: Expression): boolean {
  switch (arg.kind) {
    case "int":
    case "float":
    case "str":
    case "bytes":
    case "bool":
    case "none":
    case "unit":
    case "zero":
    case "closure":
    case "function":
      return true;
    case "local": {
      const storage = cx.locals.get(arg.local)!;
      return storage.cell !== "refcell";
    }
    case "unary":
      return isStillArg(cx, arg.operand);
    case "binary":
      return isCopy(arg.type, cx.unit) && isStillArg(cx, arg.left) && isStillArg(cx, arg.right);
    case "cast":
    case "some":
      return isStillArg(cx, arg.value);
    default:
      return false;
  }
}

/** Will a borrow of a cell be alive while the other arguments are evaluated? */
export function borrowsCell(cx: FunctionContext, arg: Expression, passing: Passing): boolean {
  if (passing === "own") return false;
  if (isSharedContainer(arg.type, cx.unit)) return true;
  let found = false;
  let at: Expression | undefined = arg;
  while (at && !found) {
    if (isSharedContainer(at.type, cx.unit)) return true;
    if (at.kind === "local") {
      found = cx.locals.get(at.local)!.cell === "refcell";
      at = undefined;
    } else if (at.kind === "field") {
      const type = at.object.type;
      if (type.kind === "instance" && cx.unit.facts.field(type.class, at.name) === "refcell") found = true;
      at = at.object;
    } else if (at.kind === "index") at = at.object;
    else if (at.kind === "tupleGet") at = at.tuple;
    else if (at.kind === "unwrap" || at.kind === "project") at = at.value;
    else if (at.kind === "runtime" && cx.unit.program.rows(at.row).result === "ref") at = at.args[0];
    else at = undefined;
  }
  return found;
}

/** Does evaluating an argument read the object that another argument changes? */
export function mayAlias(cx: FunctionContext, e: Expression<"runtime">, index: number, passing: readonly Passing[]): boolean {
  const arg = e.args[index];
  return e.args.some((other, i) => {
    if (i === index || passing[i] !== "mut") return false;
    const through = borrowsCell(cx, other, "mut");
    const root = rootOf(other);
    let found = false;
    walk(arg, (node) => {
      if (found || node.kind === "closure") return false;
      if (!isExpression(node)) return;
      if (node.kind === "local" && root === `local ${node.local}` && !through) found = true;
      if (node.kind === "global" && root === `global ${node.global}`) found = true;
      // another name may stand for the same shared object
      const shares = (inner: Expression): boolean => inner.type.kind === "any" || isSharedContainer(inner.type, cx.unit);
      if (through && node.kind === "runtime" && node.args.some(shares)) found = true;
      if (through && node.kind === "field") found = true;
      // a sequence that goes over it
      if (through && node !== arg && node.kind === "local" && isSharedContainer(node.type, cx.unit)) found = true;
      return;
    });
    return found || (through && passing[index] === "ref" && isSharedContainer(arg.type, cx.unit));
  });
}

function rootOf(e: Expression): string | undefined {
  let at = e;
  for (;;) {
    switch (at.kind) {
      case "local":
        return `local ${at.local}`;
      case "global":
        return `global ${at.global}`;
      case "field":
      case "index":
        at = at.object;
        break;
      case "tupleGet":
        at = at.tuple;
        break;
      case "unwrap":
      case "project":
        at = at.value;
        break;
      case "runtime":
        if (!at.args.length) return undefined;
        at = at.args[0];
        break;
      default:
        return undefined;
    }
  }
}
