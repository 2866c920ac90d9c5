/**
 * Functions that are told apart: looked for among others, compared, kept as keys. Such functions are `any`, which knows which function it is; one
 * that is made wherever it is named (a method of an object, a function inside of another) cannot be told from its twin.
 */
import type { Span } from "../../../base/span.ts";
import { refuse } from "../../../diagnostics/diagnostic.ts";
import type { UserFunction } from "../infer/callables.ts";
import { dissolve } from "../infer/dynamic.ts";
import { ANY, flow, type Cell, type Kind, type Ty } from "../infer/types.ts";
import { get, type Cx, type Prog, type Val } from "./context.ts";

const LOOKS = /^(?:(?:list|deque)\.(?:index|remove|count|__contains__)|(?:set|frozenset|dict)\.\w+|builtins\.(?:set|frozenset))$/;

/** Programs that tell functions apart. */
const comparing = new WeakSet<Prog>();
/** Where functions that are made by running a `def` become values. */
const places = new WeakMap<object, Set<number>>();

export const isFunction = (ty: Ty): boolean => ty.some((a) => a.k === "func" || (a.k === "fn" && a.fn.kind === "function"));

/** Notes that functions of the cell are told apart. */
export function tellApart(cx: Cx, cell: Cell, item: Ty = []): void {
  if (cx.p.emitting || (!isFunction(get(cx, cell)) && !isFunction(item))) return;
  comparing.add(cx.p);
  flow(cx.p.w, cell, ANY);
}

/** Notes what a row tells apart. */
export function tellApartInRow(cx: Cx, row: string, container: Ty, item: Ty = []): void {
  if (cx.p.emitting || !LOOKS.test(row)) return;
  for (const atom of container)
    if ("elem" in atom) tellApart(cx, atom.elem, item);
    else if (atom.k === "dict") tellApart(cx, atom.key, row === "dict.update" ? [] : item);
}

/** Is a function, of which one side is a value that holds one, compared with another? Then both are `any`, which knows. */
export function comparedFunctions(cx: Cx, left: Val, right: Val): boolean {
  const holds = ({ ty }: Val, ...kinds: readonly Kind[]): boolean => ty.some((a) => kinds.includes(a.k));
  const late = (one: Val, other: Val): boolean => holds(one, "any") && holds(other, "fn");
  if (!holds(left, "func") && !holds(right, "func") && !late(left, right) && !late(right, left)) return false;
  comparing.add(cx.p);
  for (const { ty } of [left, right]) for (const atom of ty) if (atom.k === "fn" || atom.k === "func") dissolve(cx.p.w, atom);
  return true;
}

/** Which function it is, for functions of which there is one; refuses those that look new wherever they are named. */
export function identityOf(cx: Cx, fn: UserFunction, local: boolean, span: Span): string | undefined {
  if (!cx.p.emitting || !comparing.has(cx.p)) return undefined;
  if (!local) return fn.key;
  let seen = places.get(fn.def);
  if (!seen) places.set(fn.def, (seen = new Set()));
  // Where it is written it is made once each time.
  const { start, end } = fn.def.span;
  if (!fn.def.lambda || span.start > start || span.end < end) seen.add(span.start);
  return seen.size > 1 ? refuse("PY0506", span, `\`${fn.name}\`, which is made inside of another function`) : undefined;
}

/** Refuses a method of an object where functions are told apart. */
export function refuseMethod(cx: Cx, name: string, span: Span): void {
  if (cx.p.emitting && comparing.has(cx.p)) refuse("PY0506", span, `\`${name}\`, a method of an object`);
}

/** Functions and classes inside of containers are shown as what they are: as `any`, which knows that. */
export function showFunctions(cx: Cx, ty: Ty, depth = 0): void {
  if (cx.p.emitting || depth > 3) return;
  const inside = (cell: Cell): void => {
    const held = get(cx, cell);
    if (held.some((a) => a.k === "func" || a.k === "fn")) flow(cx.p.w, cell, ANY);
    else showFunctions(cx, held, depth + 1);
  };
  for (const atom of ty) {
    if ("elem" in atom && atom.k !== "iter") inside(atom.elem);
    else if (atom.k === "dict") [atom.key, atom.value].forEach(inside);
    else if (atom.k === "tuple") for (const elem of atom.elems) showFunctions(cx, elem, depth + 1);
  }
}
