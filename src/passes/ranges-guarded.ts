/**
 * What a test says of a local until that changes: `while x <= n:` … `x *= 2` doubles nothing above n, and behind `if child < n:` a child is
 * the number of an item.
 */
import type { Block, CompareOperator, Expression, Node, Statement } from "../ir/index.ts";
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

const REVERSED: Partial<Record<CompareOperator, CompareOperator>> = { lt: "ge", le: "gt", gt: "le", ge: "lt" };

type Comparison = Pick<Expression<"compare">, "op" | "left" | "right">;

const LEAVING: ReadonlySet<Statement["kind"]> = new Set(["return", "raise", "break", "continue"]);

/** The comparisons that hold when a test does. */
const conjuncts = (test: Expression): Comparison[] => {
  if (test.kind === "logical" && test.op === "and") return [...conjuncts(test.left), ...conjuncts(test.right)];
  return test.kind === "compare" ? [test] : [];
};

/** The comparisons that hold when a test does not. */
const refuted = (test: Expression): Comparison[] => {
  if (test.kind === "logical" && test.op === "or") return [...refuted(test.left), ...refuted(test.right)];
  const op = test.kind === "compare" ? REVERSED[test.op] : undefined;
  return test.kind === "compare" && op ? [{ ...test, op }] : [];
};

/** Where comparisons hold as long as nothing changes what they compare: after `from` and up to `to`, in the order of evaluation. */
interface Region {
  readonly holds: readonly Comparison[];
  readonly from: number;
  readonly to: number;
  readonly at: Node;
}

/** Does control leave the block otherwise than at its end? */
function leaves({ statements }: Block): boolean {
  const last = statements.at(-1);
  if (last?.kind === "if") return leaves(last.then) && last.orElse !== undefined && leaves(last.orElse);
  return last !== undefined && LEAVING.has(last.kind);
}

/** The branches of an `if`, and what follows one that leaves. */
function branches(flat: Flat, node: Statement<"if">): Region[] {
  const { enter, exit, nodes, parent } = flat;
  const found: Region[] = [];
  const add = (holds: readonly Comparison[], from: number, last: Statement | undefined): void => {
    if (last && holds.length > 0) found.push({ holds, from, to: exit[last.id]!, at: node });
  };
  const { test, then, orElse } = node;
  add(conjuncts(test), exit[test.id]!, then.statements.at(-1));
  const no = refuted(test);
  if (no.length === 0) return found;
  const above = nodes[parent[node.id]!] ?? flat.program.functions[flat.owner[node.id]!]!;
  const block = (each: unknown): each is Block => (each as Partial<Block> | undefined)?.statements?.includes(node) ?? false;
  // What follows a branch that leaves is a part of the other one.
  const last = leaves(then) ? Object.values(above).find(block)?.statements.at(-1) : orElse?.statements.at(-1);
  add(no, orElse?.statements[0] ? enter[orElse.statements[0].id]! - 1 : exit[node.id]!, last);
  return found;
}

/**
 * By node: the guards of a read or update of a local of exact integers. It stands where a comparison with something holds (in the body
 * of a `while`, in a branch), and before or inside of the only statement there that changes it, which no inner loop repeats.
 */
export function guards(flat: Flat, locals: Locals): ReadonlyMap<number, readonly Guard[]> {
  const { nodes, enter, exit } = flat;
  const found = new Map<number, Guard[]>();
  const addAll = ({ holds, from, to, at }: Region): void => {
    const isLoop = at.kind === "while";
    const within = ({ id }: Node): boolean => enter[id]! > from && exit[id]! <= to;
    const add = (read: Expression, op: CompareOperator | undefined, bound: Expression): void => {
      const side = op && SIDES[op];
      if (!side || read.kind !== "local" || read.type.kind !== "exact" || bound.type.kind !== "exact") return;
      const known = locals.of(read);
      if (!known || known.bound || known.lets.some(within)) return;
      const changes = known.later.filter(within);
      const [change] = changes;
      if (changes.length > 1 || (change ? locals.levelOf(change) !== (isLoop ? at.id : locals.levelOf(at)) : isLoop)) return;
      if (!isSteady(known, at, locals)) return;
      for (const place of known.reads) {
        if (!within(place) || locals.closureOf(place) !== locals.closureOf(at)) continue;
        if (change && exit[place.id]! > exit[change.id]!) continue;
        const moves = isLoop && change !== undefined && enter[place.id]! >= enter[change.id]!;
        found.set(place.id, [...(found.get(place.id) ?? []), { bound, ...side, moves }]);
      }
    };
    for (const { op, left, right } of holds) {
      add(left, op, right);
      add(right, MIRRORED[op], left);
    }
  };
  for (const node of nodes) {
    if (node?.kind === "if") branches(flat, node).forEach(addAll);
    if (node?.kind !== "while") continue;
    const last = [...node.body.statements, ...(node.step?.statements ?? [])].at(-1);
    if (last) addAll({ holds: conjuncts(node.test), from: exit[node.test.id]!, to: exit[last.id]!, at: node });
  }
  return found;
}

/** Does nothing change the local behind the back of the code around a node: no closure, no call? */
const isSteady = ({ lets, later, reads }: KnownLocal, at: Node, locals: Locals): boolean => {
  const closure = locals.closureOf(at);
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
