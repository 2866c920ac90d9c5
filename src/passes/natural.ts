/**
 * Arguments that rows take for natural numbers, and that may be negative. Ranges know no relation between two variables, so sums are compared with
 * the loops around them: in `for i in range(n)` the number `n - 1 - i` is natural. What a loop changes meanwhile is not looked at, for the runtime
 * stops at a negative number that was taken for a natural one.
 */
import { isExpression, type Expression, type Node, type Pattern } from "../ir/index.ts";
import type { Flat } from "./flat.ts";
import { isEmpty, type Interval } from "./interval.ts";

/** A call whose result has the type that it says only for a natural argument. */
export interface Unnatural {
  readonly call: Expression<"runtime">;
  /** The argument is negative whenever the call is reached. */
  readonly always: boolean;
}

/** A sum of terms, each with its factor, and of a number. */
interface Sum {
  readonly terms: Map<string, { readonly factor: number; readonly interval: Interval }>;
  number: number;
}

/** The least and the greatest value of a loop's variable, as expressions and what is added to them. */
interface Ends {
  readonly local: number;
  readonly least: readonly [Expression, number];
  readonly greatest: readonly [Expression | undefined, number];
  /** The greatest value depends on how many items this has. */
  readonly counted?: Expression;
}

type Ranges = (node: number) => Interval;

/** The calls of the program whose argument is not known to be natural. */
export function unnaturalCalls(flat: Flat, interval: Ranges): Unnatural[] {
  const { program, nodes } = flat;
  const found: Unnatural[] = [];
  let values: Map<string, Expression | undefined> | undefined;
  for (const node of nodes) {
    if (!node || !isExpression(node) || node.kind !== "runtime") continue;
    const { natural } = program.rows(node.row);
    const argument = natural === undefined ? undefined : node.args[natural];
    if (!argument) continue;
    const known = interval(argument.id);
    if (isEmpty(known) || known.lo >= 0) continue;
    values ??= onlyValues(flat);
    if (known.hi < 0 || !isNaturalInLoops(flat, interval, values, argument)) found.push({ call: node, always: known.hi < 0 });
  }
  return found;
}

/** The values of the variables that are assigned once, by function and number. */
function onlyValues({ nodes, owner }: Flat): Map<string, Expression | undefined> {
  const values = new Map<string, Expression | undefined>();
  const note = (id: number, local: number, value: Expression | undefined): void => {
    const key = `${owner[id]}.${local}`;
    values.set(key, values.has(key) ? undefined : value);
  };
  for (const node of nodes) {
    if (!node || isExpression(node)) continue;
    if (node.kind === "let" && node.value) note(node.id, node.local, node.value);
    else if (node.kind === "assign" && node.place.kind === "local") note(node.id, node.place.local, node.value);
    else if (node.kind === "update" && node.place.kind === "local") note(node.id, node.place.local, undefined);
  }
  return values;
}

function isNaturalInLoops(flat: Flat, interval: Ranges, values: Map<string, Expression | undefined>, argument: Expression): boolean {
  const sum: Sum = { terms: new Map(), number: 0 };
  const fn = flat.owner[argument.id];

  function add(e: Expression, factor: number, depth = 0): void {
    const { integer, native } = e.kind === "runtime" ? flat.program.rows(e.row) : {};
    if (e.kind === "int") sum.number += factor * Number(e.value);
    else if (e.kind === "binary" && (e.op === "add" || e.op === "sub")) {
      add(e.left, factor, depth);
      add(e.right, e.op === "add" ? factor : -factor, depth);
    } else if (e.kind === "local") {
      const value = values.get(`${fn}.${e.local}`);
      if (value && depth < 8) add(value, factor, depth + 1);
      else term(`${e.local}`, factor, interval(e.id));
    } else if (e.kind === "runtime" && native === "length" && integer === undefined) addLength(e.args[0], factor, interval(e.id));
    else term(`#${e.id}`, factor, interval(e.id));
  }

  function addLength(of: Expression, factor: number, known: Interval): void {
    term(of.kind === "local" ? `len ${of.local}` : `len #${of.id}`, factor, known);
  }

  function term(key: string, factor: number, known: Interval): void {
    const all = (sum.terms.get(key)?.factor ?? 0) + factor;
    if (all === 0) sum.terms.delete(key);
    else sum.terms.set(key, { factor: all, interval: known });
  }

  /** Puts the end of a loop's variable that makes the sum smallest in its place. */
  function replace({ local, least, greatest, counted }: Ends): void {
    const own = sum.terms.get(`${local}`);
    if (!own) return;
    sum.terms.delete(`${local}`);
    const [end, more] = own.factor > 0 ? least : greatest;
    if (end) add(end, own.factor);
    if (counted && own.factor < 0) addLength(counted, own.factor, { lo: 0, hi: Infinity });
    sum.number += own.factor * more;
  }

  const isNatural = (): boolean =>
    [...sum.terms.values()].reduce((lo, { factor, interval: each }) => lo + factor * (factor > 0 ? each.lo : each.hi), sum.number) >= 0;
  add(argument, 1);
  for (let at = flat.parent[argument.id]!; at >= 0; at = flat.parent[at]!)
    for (const ends of loopEnds(flat, flat.nodes[at]!)) {
      replace(ends);
      if (isNatural()) return true;
    }
  return isNatural();
}

/** The ends of the variables that a loop or comprehension binds to numbers, the innermost first. */
function loopEnds(flat: Flat, node: Node): Ends[] {
  if (!isExpression(node)) {
    if (node.kind === "forRange") return rangeEnds(node.local, node.start, node.stop, node.step);
    return node.kind === "forEach" ? itemEnds(flat, node.pattern, node.iterable) : [];
  }
  if (node.kind !== "comprehension") return [];
  return node.clauses.flatMap((each) => (each.kind === "for" ? itemEnds(flat, each.pattern, each.iterable) : [])).reverse();
}

function rangeEnds(local: number, start: Expression, stop: Expression, step: Expression): Ends[] {
  if (step.kind !== "int") return [];
  return [step.value > 0n ? { local, least: [start, 0], greatest: [stop, -1] } : { local, least: [stop, 1], greatest: [start, 0] }];
}

function itemEnds({ program }: Flat, pattern: Pattern, iterable: Expression): Ends[] {
  if (iterable.kind !== "runtime") return [];
  const { native } = program.rows(iterable.row);
  const [first, second, third] = iterable.args;
  if (native === "range" && pattern.kind === "local" && third) return rangeEnds(pattern.local, first, second, third);
  const counter = native === "enumerate" && pattern.kind === "tuple" ? pattern.elems[0] : undefined;
  if (counter?.kind !== "local") return [];
  return [{ local: counter.local, least: [second, 0], greatest: [second, -1], counted: first }];
}
