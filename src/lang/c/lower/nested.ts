/** Functions inside functions: they stand beside the one around them, and what they use of it comes as pointers. */
import { refuse } from "../../../diagnostics/diagnostic.ts";
import type { Expression } from "../../../ir/index.ts";
import type { Sym } from "../ast.ts";
import { variableLength } from "../check/operators.ts";
import { expr, newLocal, readLocal, spanOf, type FunctionContext } from "./context.ts";
import { typeOf } from "./expressions.ts";

/** The variables that a nested function needs from outside, in order of declaration. */
export function capturesOf(sym: Sym): readonly Sym[] {
  const found = new Set<Sym>();
  const seen = new Set<Sym>();
  const visit = (fn: Sym): void => {
    if (seen.has(fn) || !fn.body) return;
    seen.add(fn);
    for (const each of fn.body.outer) found.add(each);
    for (const each of fn.body.nested) visit(each);
  };
  visit(sym);
  // What belongs to functions inside this one, or to itself, is there.
  const inner = new Set<Sym>([sym]);
  for (const each of seen) if (isInside(each, sym)) inner.add(each);
  return [...found].filter((each) => !inner.has(each.owner!)).sort((a, b) => a.at - b.at);
}

const isInside = (fn: Sym, around: Sym): boolean => fn.owner !== undefined && (fn.owner === around || isInside(fn.owner, around));

/** Gives a nested function its further parameters. */
export function captureParameters(cx: FunctionContext, sym: Sym): number[] {
  if (!sym.owner) return [];
  return capturesOf(sym).map((each) => {
    if (variableLength(each.type))
      refuse("C0402", spanOf(cx, sym.at), `the nested function ‘${sym.name}’ uses the variable-length array ‘${each.name}’`);
    const local = newLocal(cx, each.name, typeOf(cx, { kind: "pointer", to: each.type }), each.at);
    cx.captured.set(each, local);
    return local;
  });
}

/** What a call of a nested function hands over besides its arguments. */
export const captureArguments = (cx: FunctionContext, sym: Sym, at: number): Expression[] =>
  sym.owner
    ? capturesOf(sym).map((each) => {
        const pointer = cx.captured.get(each);
        if (pointer !== undefined) return readLocal(cx, pointer, at);
        const local = cx.symbols.get(each);
        if (local === undefined) return refuse("C0402", spanOf(cx, at), `‘${sym.name}’ is called before ‘${each.name}’ is declared`);
        return expr(cx, "addressOf", typeOf(cx, { kind: "pointer", to: each.type }), at, { place: readLocal(cx, local, at) });
      })
    : [];

/** Refuses a pointer to a nested function that needs more than its arguments. */
export function refuseTrampoline(cx: FunctionContext, sym: Sym, at: number): void {
  if (sym.owner && capturesOf(sym).length) refuse("C0402", spanOf(cx, at), `a pointer to the nested function ‘${sym.name}’`);
}
