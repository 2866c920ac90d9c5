/** What the test of a loop says of a local until the round changes it: `while x <= n:` … `x *= 2` doubles nothing above n. */
import type { CompareOperator, Expression, Node } from "../ir/index.ts";
import type { Flat } from "./flat.ts";
import { isEmpty, type Interval } from "./interval.ts";
import type { KnownLocal, Locals } from "./ranges-locals.ts";

/** The local lies on this side of a bound: `margin` 1 where it does not reach it. */
export interface Guard {
  readonly bound: Expression;
  readonly side: "below" | "above";
  readonly margin: 0 | 1;
  /** It is read for the next value: that may be as large as the bound allows, which need not be found round by round. */
  readonly moves: boolean;
}

const SIDES: Partial<Record<CompareOperator, Pick<Guard, "side" | "margin">>> = {
  lt: { side: "below", margin: 1 },
  le: { side: "below", margin: 0 },
  gt: { side: "above", margin: 1 },
  ge: { side: "above", margin: 0 },
};
const MIRRORED: Partial<Record<CompareOperator, CompareOperator>> = { lt: "gt", le: "ge", gt: "lt", ge: "le" };

/** The comparisons that hold when a test does. */
const conjuncts = (test: Expression): Expression<"compare">[] => {
  if (test.kind === "logical" && test.op === "and") return [...conjuncts(test.left), ...conjuncts(test.right)];
  return test.kind === "compare" ? [test] : [];
};

/**
 * By node: the guard of a read or update of a local of exact integers. It stands in the body of a `while` that compares the local with
 * something, and before or inside of the only statement of that body that changes it, which no inner loop repeats.
 */
export function guards(flat: Flat, locals: Locals): ReadonlyMap<number, readonly Guard[]> {
  const { nodes, enter, exit } = flat;
  const found = new Map<number, Guard[]>();
  for (const loop of nodes) {
    if (loop?.kind !== "while") continue;
    const last = [...loop.body.statements, ...(loop.step?.statements ?? [])].at(-1);
    if (!last) continue;
    const [from, to] = [exit[loop.test.id]!, exit[last.id]!];
    const within = ({ id }: Node): boolean => enter[id]! > from && exit[id]! <= to;
    const add = (read: Expression, op: CompareOperator | undefined, bound: Expression): void => {
      const side = op && SIDES[op];
      if (!side || read.kind !== "local" || read.type.kind !== "exact" || bound.type.kind !== "exact") return;
      const known = locals.of(read);
      if (!known || known.bound || known.lets.some(within)) return;
      const changes = known.later.filter(within);
      const [change] = changes;
      if (changes.length !== 1 || !change || locals.levelOf(change) !== loop.id || !isSteady(known, change, locals)) return;
      for (const place of known.reads) {
        if (!within(place) || exit[place.id]! > exit[change.id]! || locals.closureOf(place) !== locals.closureOf(change)) continue;
        const guard = { bound, ...side, moves: enter[place.id]! >= enter[change.id]! };
        found.set(place.id, [...(found.get(place.id) ?? []), guard]);
      }
    };
    for (const { op, left, right } of conjuncts(loop.test)) {
      add(left, op, right);
      add(right, MIRRORED[op], left);
    }
  }
  return found;
}

/** Does nothing change the local behind the back of its function: no closure, no call? */
const isSteady = ({ lets, later, reads }: KnownLocal, change: Node, locals: Locals): boolean => {
  const closure = locals.closureOf(change);
  return [...lets, ...later].every((each) => locals.closureOf(each) === closure) && !reads.some(locals.isLent);
};

/** An interval under a guard whose bound has another one. Empty where the guard cannot hold. */
export const guarded = (value: Interval, { side, margin, moves }: Guard, bound: Interval): Interval => {
  if (isEmpty(value) || isEmpty(bound)) return value;
  const limit = side === "below" ? bound.hi - margin : bound.lo + margin;
  if (!Number.isFinite(limit)) return value;
  if (side === "below") return { lo: value.lo, hi: moves ? limit : Math.min(value.hi, limit) };
  return { lo: moves ? limit : Math.max(value.lo, limit), hi: value.hi };
};
