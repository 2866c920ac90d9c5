/** Pointers that are handed to something which takes raw ones and keeps none of them: the object stays what it is. */
import type { Expression, IrFunction, RowLend, Type } from "../ir/index.ts";
import { RETURNS } from "./pointer-library.ts";
import { asSlice, markPassed, peek, sharesCells, writes, type Run } from "./pointer-state.ts";
import { targetOf, type Target } from "./pointer-targets.ts";

/** A row is handed addresses, of which it keeps none. */
export function addresses(run: Run, args: readonly Expression[], wants: readonly (RowLend | undefined)[]): void {
  args.forEach((arg, i) => {
    const target = wants[i] && objectOf(run, arg);
    if (!target || target.kind === "null" || target.kind === "text") return;
    peek(run, target);
    if (target.root && wants[i]!.shape === "slice") asSlice(run, target.root);
    if (wants[i]!.access === "write") writes(run, target, "write");
  });
}

/** A function of the library is handed addresses: it keeps none of them. */
export function address(run: Run, callee: IrFunction, args: readonly Expression[]): void {
  if (!RETURNS.has(callee.extern!.symbol)) return;
  args.forEach((arg, i) => {
    const param = callee.params[i];
    const type = param ? callee.locals[param.local].type : arg.type;
    pass(run, arg, type, !param);
  });
}

/** A row is handed addresses, of which it keeps none. */
export function passed(run: Run, args: readonly Expression[]): void {
  for (const arg of args) pass(run, arg, arg.type);
}

function pass(run: Run, arg: Expression, type: Type, isWritten = false): void {
  const target = type.kind === "ptr" ? objectOf(run, arg) : undefined;
  if (!target || target.kind === "null" || target.kind === "text") return;
  peek(run, target);
  // of a text, or of numbers, the library looks at more than one
  if (target.root && target.path.length === 1 && target.root.target.kind !== "record") asSlice(run, target.root);
  if (isWritten || (type.kind === "ptr" && type.mutable)) writes(run, target, "write");
}

/** What a pointer leads to, whatever it is taken for. */
function objectOf({ solution, fn }: Run, pointer: Expression): Target | undefined {
  for (let at = pointer; ; at = at.value) {
    const target = targetOf(solution, fn, at, true);
    if (target || at.kind !== "cast" || at.value.type.kind !== "ptr") return target;
  }
}

/** A pointer is handed to something that takes a raw one and keeps none: its address is made for the call. */
export function handRaw(run: Run, arg: Expression): Target | undefined {
  const target = objectOf(run, arg);
  if (!target || target.kind === "text" || target.kind === "null") return undefined;
  // what others change besides has raw pointers anyway
  if (target.root && sharesCells(target.root.access)) return undefined;
  peek(run, target);
  const isWritten = arg.type.kind === "ptr" && arg.type.mutable;
  if (isWritten) writes(run, target, "write");
  const local = target.local ?? (isWritten ? target.root?.local : undefined);
  if (local !== undefined) markPassed(run, local);
  return target;
}
