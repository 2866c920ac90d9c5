/** What is known of a function's integers at one place, and what a test adds to it. */
import type { Expression, IrFunction, LocalId, Statement } from "../ir/index.ts";
import { isExpression, patternLocals, walk } from "../ir/walk.ts";

export type Bound = number | undefined;
/** Lower bounds of variables that are better than what ranges know; `null`: control does not come here. */
export type State = ReadonlyMap<LocalId, number> | null;

/** Integers that doubles hold exactly, with room. */
export const LIMIT = 2 ** 50;

/** Whom a test asks: for the bounds of its sides, and which variables have bounds. */
interface Known {
  boundOf(e: Expression, state: State): Bound;
  tracked(local: LocalId): boolean;
}

export const least = (a: Bound, b: Bound): Bound => (a === undefined || b === undefined ? undefined : a < b ? a : b);

export function joined(a: State, b: State): State {
  if (a === null) return b;
  if (b === null || a === b) return a;
  const out = new Map<LocalId, number>();
  for (const [local, bound] of a) {
    const other = b.get(local);
    if (other !== undefined) out.set(local, bound < other ? bound : other);
  }
  return out;
}

export function without(state: State, locals: readonly LocalId[]): State {
  if (state === null || !locals.some((local) => state.has(local))) return state;
  const now = new Map(state);
  for (const local of locals) now.delete(local);
  return now;
}

/** Locals that closures and comprehensions assign. */
export function assignedApart(fn: IrFunction): LocalId[] {
  const out: LocalId[] = [];
  walk(fn.body, (node) => {
    if (!isExpression(node)) return;
    if (node.kind === "closure") out.push(...assignedIn(node.body.statements));
    else if (node.kind === "comprehension") out.push(...assignedIn([node]));
  });
  return out;
}

/** Locals that the statements assign, or declare. */
export function assignedIn(nodes: readonly (Statement | Expression)[]): LocalId[] {
  const out = new Set<LocalId>();
  for (const root of nodes)
    walk(root, (node) => {
      if (isExpression(node)) {
        if (node.kind === "call") for (const arg of node.args) if (arg.kind === "local") out.add(arg.local);
        return;
      }
      switch (node.kind) {
        case "let":
        case "forRange":
          out.add(node.local);
          return;
        case "letPattern":
        case "forEach":
          for (const local of patternLocals(node.pattern)) out.add(local);
          return;
        case "assign":
        case "update":
          if (node.place.kind === "local") out.add(node.place.local);
          return;
        default:
          return;
      }
    });
  return [...out];
}

type Comparison = "eq" | "ne" | "lt" | "le" | "gt" | "ge";
const contraries: Readonly<Record<Comparison, Comparison>> = { eq: "ne", ne: "eq", lt: "ge", ge: "lt", gt: "le", le: "gt" };

/** The state where a test holds, or does not. */
export function refine(bounds: Known, test: Expression, state: State, holds: boolean): State {
  if (state === null) return state;
  switch (test.kind) {
    case "bool":
      return test.value === holds ? state : null;
    case "not":
      return refine(bounds, test.operand, state, !holds);
    case "logical":
      // Both hold, or neither does.
      return (test.op === "and") === holds ? refine(bounds, test.right, refine(bounds, test.left, state, holds), holds) : state;
    case "compare": {
      if (test.left.type.kind !== "exact" || test.right.type.kind !== "exact") return state;
      const op = holds ? test.op : contraries[test.op];
      const [left, right] = [bounds.boundOf(test.left, state), bounds.boundOf(test.right, state)];
      switch (op) {
        case "eq":
          return above(bounds, test.left, right, above(bounds, test.right, left, state));
        case "ge":
          return above(bounds, test.left, right, state);
        case "gt":
          return above(bounds, test.left, right === undefined ? undefined : right + 1, state);
        case "le":
          return above(bounds, test.right, left, state);
        case "lt":
          return above(bounds, test.right, left === undefined ? undefined : left + 1, state);
        default:
          return state;
      }
    }
    default:
      return state;
  }
}

/** The state in which the variable is not below the bound. */
function above(bounds: Known, e: Expression, bound: Bound, state: State): State {
  if (state === null || bound === undefined || e.kind !== "local") return state;
  if (!bounds.tracked(e.local) || !(Math.abs(bound) <= LIMIT)) return state;
  const known = state.get(e.local);
  return known !== undefined && known >= bound ? state : new Map(state).set(e.local, bound);
}
