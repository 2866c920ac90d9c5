/**
 * Which exact integers are `i64`: intervals over the whole program, one for each representation class, found by rounds over all flows.
 * (a) An interval that settles is a proof. (b) What still grows by at most the same amount a round is a counter: it moves once a step, so it
 * stays below its step times `STEPS` (2^30 rounds of a loop take a Python program minutes; and a tripped overflow check is an error, never a wrong
 * value). (d) What grows faster, and what comes from outside, is not bounded: `Int`. Values that bound a repetition are taken to be
 * countable, since the program could not finish otherwise.
 */
import { exactReps, isExpression, type Expression, type Node, type Rep, type Type } from "../ir/index.ts";
import { elementType, flowEnd, type RepClasses } from "./classes.ts";
import type { Flat } from "./flat.ts";
import {
  apply,
  constant,
  EVERYTHING,
  isEmpty,
  isSmall,
  join,
  NOTHING,
  overTime,
  STEPS,
  stored,
  type Interval,
  between,
} from "./interval.ts";
import { createCharacters } from "./characters.ts";
import { countable } from "./ranges-counted.ts";
import { createFloats, wholeOf, type Floats } from "./ranges-floats.ts";
import { End } from "./ranges-growth.ts";
import { guarded, guards, type Guard } from "./ranges-guarded.ts";
import { localUses, type Definition } from "./ranges-locals.ts";
import { straightDefinitions } from "./ranges-straight.ts";
import { Totals, type Total } from "./ranges-totals.ts";
import { Rounds, joined, type Joined } from "./ranges-rounds.ts";
import { closureResult, computation, fixedInterval, isPlace, madeReps, ruleInterval } from "./ranges-rules.ts";

export interface Ranges {
  readonly small: (rep: Rep) => boolean;
  /** Of an expression of type `exact`. */
  readonly interval: (node: number) => Interval;
}

/** Rounds of an epoch: enough to tell steady growth from growing growth. After the last epoch what still grows is unbounded. */
const ROUNDS = 4;
const EPOCHS = 6;

/** Nested calls of one function: the recursion limit and the stack bound them. */
const DEPTH = 1n << 20n;

class Solver {
  readonly flat: Flat;
  readonly find: (rep: Rep) => Rep;
  readonly lo: Float64Array;
  readonly hi: Float64Array;
  /** Classes that flows read: what a class of its own computed is not carried from round to round. */
  readonly read: Uint8Array;
  readonly nodeLo: Float64Array;
  readonly nodeHi: Float64Array;
  private readonly rounds = new Rounds();
  private readonly counted: (node: number) => boolean;
  /** By class: arguments that a function is called with from elsewhere. */
  private readonly entries: Joined;
  /** By class: the returns of a function that do not call it again. */
  private readonly bases: Joined;
  private readonly totals = new Totals();
  /** The value of an update has changed in this round. */
  private unsettled = false;
  private readonly isCharacter: (e: Expression) => boolean;
  private readonly floats: Floats;
  private readonly straight: ReadonlyMap<number, readonly Definition[]>;
  private readonly guards: ReadonlyMap<number, readonly Guard[]>;

  constructor(flat: Flat, classes: RepClasses) {
    this.flat = flat;
    this.isCharacter = createCharacters(flat);
    const locals = localUses(flat);
    this.straight = straightDefinitions(flat, locals);
    this.guards = guards(flat, locals);
    this.floats = createFloats(flat, (e) => this.value(e));
    this.find = classes.find;
    const { reps, nodeCount } = flat.program;
    this.lo = new Float64Array(reps.count).fill(Infinity);
    this.hi = new Float64Array(reps.count).fill(-Infinity);
    this.read = new Uint8Array(reps.count);
    this.nodeLo = new Float64Array(nodeCount).fill(Infinity);
    this.nodeHi = new Float64Array(nodeCount).fill(-Infinity);
    this.counted = countable(flat, classes);
    this.entries = joined(this.rounds, reps.count + nodeCount);
    this.bases = joined(this.rounds, 2 * reps.count + nodeCount);
    this.rounds.keys = 3 * reps.count + nodeCount;
    this.collect();
  }

  /** The interval of a class. */
  class(rep: Rep): Interval {
    const at = this.find(rep);
    this.read[at] = 1;
    this.rounds.read(at);
    return { lo: this.lo[at]!, hi: this.hi[at]! };
  }

  flow(rep: Rep, given: Interval): void {
    const at = this.find(rep);
    const value = stored(given);
    this.rounds.target(at);
    if (!(value.lo < this.lo[at]! || value.hi > this.hi[at]!)) return;
    if (value.lo < this.lo[at]!) this.lo[at] = value.lo;
    if (value.hi > this.hi[at]!) this.hi[at] = value.hi;
    this.rounds.write(at);
    this.rounds.changed = true;
  }

  /** The interval of an expression of type `exact`. */
  value(node: Expression): Interval {
    return node.type.kind === "exact" && isPlace(node) ? this.place(node.id, node.type.rep) : this.noted(node.id);
  }

  /** What a place holds where a node reads or updates it. */
  private place(id: number, rep: Rep): Interval {
    const before = this.straight.get(id);
    const value = before ? this.reaching(before) : this.class(rep);
    return this.guards.get(id)?.reduce((now, guard) => guarded(now, guard, this.value(guard.bound)), value) ?? value;
  }

  private noted(id: number): Interval {
    this.rounds.read(this.lo.length + id);
    return { lo: this.nodeLo[id]!, hi: this.nodeHi[id]! };
  }

  /** What the definitions of a local that reach a place give it. */
  private reaching(definitions: readonly Definition[]): Interval {
    return definitions.map((each) => (each.kind === "update" ? this.noted(each.id) : this.value(each.value!))).reduce(join, NOTHING);
  }

  private put(node: Expression, value: Interval): void {
    const now = value.lo === -Infinity && value.hi === Infinity && this.counted(node.id) ? { lo: -STEPS, hi: STEPS } : value;
    if (this.note(node.id, now) && !isSmall(now)) this.rounds.changed = true; // which its class does not tell
    if (node.type.kind === "exact") this.flow(node.type.rep, now);
  }

  /** Keeps the interval of a node; is it another one than before? */
  private note(id: number, now: Interval): boolean {
    const key = this.lo.length + id;
    // Two steps may put values on one node, the later over the earlier: each then runs after the other.
    this.rounds.read(key);
    const changed = this.nodeLo[id] !== now.lo || this.nodeHi[id] !== now.hi;
    if (changed) this.rounds.write(key);
    this.nodeLo[id] = now.lo;
    this.nodeHi[id] = now.hi;
    return changed;
  }

  /** A value flows into a place of a type. */
  private into(type: Type | undefined, value: Expression | undefined): void {
    if (type === undefined || value === undefined) return;
    const target = type.kind === "option" ? type.inner : type;
    if (target.kind !== "exact" || value.type.kind !== "exact") return;
    this.rounds.add(() => this.flow(target.rep, this.value(value)));
  }

  private collect(): void {
    const { program, nodes, order, owner } = this.flat;
    for (const each of program.globals) this.into(each.type, each.value);
    // Parameters that callers outside the program fill.
    for (const fn of program.functions) {
      if (!fn.exported || fn.id === program.start.entry) continue;
      for (const param of fn.params) for (const rep of exactReps(fn.locals[param.local]!.type)) this.flow(rep, EVERYTHING);
    }
    for (let i = order.length - 1; i >= 0; i--) {
      const node = nodes[order[i]!]!;
      if (isExpression(node)) this.expression(node);
      else this.statement(node, owner[node.id]!);
    }
  }

  private statement(node: Exclude<Node, Expression>, owner: number): void {
    const fn = this.flat.program.functions[owner];
    switch (node.kind) {
      case "let":
        this.totals.begin(owner, node.local, node.value);
        return this.into(fn?.locals[node.local]?.type, node.value);
      case "assign":
        if (node.place.kind === "local") this.totals.begin(owner, node.place.local, node.value);
        return this.into(node.place.type, node.value);
      case "update": {
        const { place, op, value } = node;
        if (place.type.kind !== "exact" || value.type.kind !== "exact") return;
        const { rep } = place.type;
        const total = place.kind === "local" ? this.totals.update(owner, place.local, op, value) : undefined;
        this.rounds.add(() => {
          const made = (total && this.summed(total, value)) ?? apply(op, this.place(node.id, rep), this.value(value));
          if (this.note(node.id, made)) this.rounds.changed = this.unsettled = true;
          this.flow(rep, made);
        });
        return;
      }
      case "forRange": {
        const type = fn?.locals[node.local]?.type;
        if (type?.kind === "exact")
          this.rounds.add(() => this.flow(type.rep, between(this.value(node.start), this.value(node.stop), this.value(node.step))));
        return;
      }
      case "return":
        if (node.value && fn) this.returned(owner, fn.result, node.value, closureResult(this.flat, node));
        return;
      case "yield":
        return this.into(fn?.yields, node.value);
      default:
    }
  }

  /** An argument; where a function calls itself with its own parameter moved by a constant, the depth of the recursion bounds it. */
  private argument(type: Type, value: Expression | undefined, inside: boolean): void {
    if (type.kind !== "exact" || value?.type.kind !== "exact") return this.into(type, value);
    const rep = this.find(type.rep);
    const own = (part: Expression): boolean => part.type.kind === "exact" && part.kind === "local" && this.find(part.type.rep) === rep;
    if (inside && own(value)) return;
    if (inside && value.kind === "binary" && own(value.left) && value.right.kind === "int" && (value.op === "add" || value.op === "sub")) {
      const by = constant((value.op === "add" ? 1n : -1n) * value.right.value * DEPTH);
      this.rounds.add(() => this.flow(rep, apply("add", this.entries.get(rep), join({ lo: 0, hi: 0 }, by))));
      return;
    }
    this.rounds.add(() => {
      this.entries.join(rep, this.value(value));
      this.flow(rep, this.value(value));
    });
  }

  /** A sum of calls of the function itself grows by what its other returns give, once a call: bounded over time. */
  private returned(owner: number, result: Type, value: Expression, closure: Type | undefined): void {
    const target = closure ?? result;
    if (target.kind !== "exact" || value.type.kind !== "exact") return this.into(target, value);
    const rep = this.find(target.rep);
    const terms: Expression[] = [];
    let calls = 0;
    const walk = [value];
    for (let node = walk.pop(); node; node = walk.pop()) {
      if (node.kind === "binary" && node.op === "add") walk.push(node.left, node.right);
      else if (node.kind === "call" && node.type.kind === "exact" && this.find(node.type.rep) === rep) calls++;
      else terms.push(node);
    }
    if (calls < 2)
      return this.rounds.add(() => {
        const now = this.value(value);
        if (calls === 0 && !this.totals.of(owner, value)?.again) this.bases.join(rep, now);
        this.flow(rep, now);
      });
    this.rounds.add(() => {
      const rest = terms.reduce<Interval>((sum, term) => apply("add", sum, this.value(term)), { lo: 0, hi: 0 });
      this.flow(rep, overTime(join(this.bases.get(rep), rest)));
    });
  }

  /** What a total reaches to which calls of the function itself are added: each adds once what it was given. */
  private summed(total: Total, call: Expression): Interval | undefined {
    if (!total.again || total.other || call.kind !== "call" || call.type.kind !== "exact") return undefined;
    const parts = total.parts.map((each) => this.value(each));
    return overTime(parts.reduce(join, join({ lo: 0, hi: 0 }, this.bases.get(this.find(call.type.rep)))));
  }

  private expression(node: Expression): void {
    const { program } = this.flat;
    switch (node.kind) {
      case "call": {
        const callee = program.functions[node.function]!;
        const inside = this.flat.owner[node.id] === node.function;
        callee.params.forEach((param, i) => this.argument(callee.locals[param.local]!.type, node.args[i], inside));
        return;
      }
      case "callValue":
        if (node.callee.type.kind === "func") node.callee.type.params.forEach((type, i) => this.into(type, node.args[i]));
        return;
      case "list":
      case "set":
      case "array":
        for (const each of node.elems) this.into(elementType(node.type), each);
        return;
      case "tuple":
        if (node.type.kind === "tuple") node.type.elems.forEach((type, i) => this.into(type, node.elems[i]));
        return;
      case "dict":
        if (node.type.kind !== "dict") return;
        for (const [key, value] of node.entries) {
          this.into(node.type.key, key);
          this.into(node.type.value, value);
        }
        return;
      case "construct": {
        const fields = new Map(program.classes[node.class]!.fields.map((field) => [field.name, field.type]));
        for (const [name, value] of node.fields) this.into(fields.get(name), value);
        return;
      }
      case "comprehension":
        this.into(node.type.kind === "dict" ? node.type.value : elementType(node.type), node.element);
        if (node.type.kind === "dict") this.into(node.type.key, node.key);
        return;
      case "some":
        return this.into(node.type, node.value);
      case "inject":
        return this.into(node.type.kind === "union" ? program.unions[node.type.union]?.members[node.member]?.type : undefined, node.value);
      case "closure":
        return this.closure(node);
      case "runtime":
        return this.row(node);
      default:
        if (node.type.kind === "exact" && !isPlace(node)) {
          const compute = computation(node, (e) => this.value(e));
          this.rounds.add(() => this.put(node, compute()));
        } else if (node.kind === "fromAny") this.unknown(node.type);
    }
  }

  private unknown(type: Type): void {
    for (const rep of exactReps(type)) this.flow(rep, EVERYTHING);
  }

  private closure(node: Expression<"closure">): void {
    const { nodes, parent, owner, program } = this.flat;
    const above = nodes[parent[node.id]!];
    const fn = program.functions[owner[node.id]!];
    if (!above || !isExpression(above) || above.kind !== "runtime" || !fn) return;
    const sources = above.args.filter((arg) => arg !== node).flatMap((arg) => exactReps(arg.type));
    for (const param of node.params) {
      for (const rep of exactReps(fn.locals[param.local]!.type)) {
        if (sources.length === 0) this.flow(rep, EVERYTHING);
        else for (const source of sources) this.rounds.add(() => this.flow(rep, this.class(source)));
        for (const result of exactReps(node.result)) this.rounds.add(() => this.flow(rep, this.class(result)));
      }
    }
  }

  private row(node: Expression<"runtime">): void {
    const row = this.flat.rows(node.row);
    const reached = new Set<string>();
    for (const [from, to] of row.flows ?? []) {
      const source = flowEnd(node, from);
      const target = flowEnd(node, to);
      if (to.startsWith("result")) reached.add(to);
      if (source?.kind !== "exact" || target?.kind !== "exact") continue;
      const arg = from.includes(".") || from === "result" ? undefined : node.args[Number(from)];
      const take = arg ? () => this.value(arg) : () => this.class(source.rep);
      if (to === "result") this.rounds.add(() => this.put(node, join(this.value(node), take())));
      else this.rounds.add(() => this.flow(target.rep, take()));
    }
    const exact = exactReps(node.type);
    if (exact.length === 0) return;
    const arg = (i: number): Interval =>
      node.args[i]?.type.kind === "exact" ? this.value(node.args[i]) : node.args[i]?.type.kind === "bool" ? { lo: 0, hi: 1 } : EVERYTHING;
    const rule = fixedInterval(this.flat.program, row, node.args, this.isCharacter);
    const made = row.made && madeReps(node.type, row.made);
    if (rule === undefined && row.integer === undefined && reached.size > 0 && !made?.length) return;
    const results = [...(row.calls ?? []), ...(row.keeps ?? [])].flatMap((at) => {
      const callee = node.args[at];
      return callee?.type.kind === "func" ? exactReps(callee.type.result) : [];
    });
    const compute = (place = 0): Interval => {
      if (rule) return rule;
      if (row.integer === "whole") return wholeOf(this.floats(node.args[0]!));
      if (row.integer === undefined)
        return results.length ? results.reduce<Interval>((all, rep) => join(all, this.class(rep)), NOTHING) : EVERYTHING;
      const elements = (): Interval => exactReps(node.args[0]!.type).reduce<Interval>((all, rep) => join(all, this.class(rep)), NOTHING);
      const exactArgs = node.args.flatMap((each, i) => (each.type.kind === "exact" ? [arg(i)] : []));
      return ruleInterval(row.integer, node.args.length, arg, exactArgs, elements, place);
    };
    if (node.type.kind === "exact") this.rounds.add(() => this.put(node, compute()));
    else this.rounds.add(() => (made ?? exact).forEach((rep, i) => this.flow(rep, compute(i))));
  }

  /** Epochs of a few rounds over all flows; at the end of each, ends that still move are extrapolated together; after enough of them, to infinity. */
  solve(): void {
    const count = this.lo.length;
    const ends = [new End(count), new End(count)] as const;
    for (let epoch = 0; epoch < 2 * EPOCHS; epoch++) {
      for (let round = 0; round < ROUNDS; round++) {
        ends[0].note(this.lo, -1);
        ends[1].note(this.hi, 1);
        this.unsettled = false;
        if (!this.rounds.round()) return;
      }
      const farthest = epoch < EPOCHS - 1 ? "anywhere" : epoch < EPOCHS ? "guard" : "beyond";
      const settled = (at: number): void => this.rounds.moved(at);
      const moved = [ends[0].settle(this.lo, -1, this.read, farthest, settled), ends[1].settle(this.hi, 1, this.read, farthest, settled)];
      if (!moved.includes(true) && !this.unsettled) return;
    }
  }
}

/** Runs the pass. */
export function analyseRanges(flat: Flat, classes: RepClasses): Ranges {
  const solver = new Solver(flat, classes);
  solver.solve();
  return {
    small: (rep) => isSmall(solver.class(rep)),
    interval: (id) => {
      const node = flat.nodes[id];
      const value = node && isExpression(node) && node.type.kind === "exact" ? solver.value(node) : EVERYTHING;
      // What never got a value proves nothing.
      return isEmpty(value) ? EVERYTHING : value;
    },
  };
}
