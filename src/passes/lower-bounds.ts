/**
 * What tests and loops say of integers that are variables: below which value each cannot be where it is read. Ranges keep one interval for
 * a variable's whole life; here `while j >= 0` holds in its body, and a counter that only grows stays above its start.
 */
import type { Block, Expression, IrFunction, Label, LocalId, Row, Statement } from "../ir/index.ts";
import { eachChild, isExpression, patternLocals, walk } from "../ir/walk.ts";
import type { Interval } from "./interval.ts";
import { assignedApart, assignedIn, joined, least, LIMIT, refine, without, type Bound, type State } from "./lower-bounds-states.ts";

interface Exits {
  readonly breaks: Map<Label, State>;
  readonly continues: Map<Label, State>;
}

/** Bounds of expressions by id, where they are better than the intervals. */
export function lowerBounds(
  functions: readonly IrFunction[],
  interval: (node: number) => Interval,
  celled: (fn: number, local: LocalId) => boolean,
  rows: (id: string) => Row,
): Map<number, number> {
  const found = new Map<number, number>();
  for (const fn of functions) if (!fn.extern && tests(fn)) new Bounds(fn, functions, interval, celled, rows, found).run();
  return found;
}

/** Is there a test or a loop that says something? */
function tests(fn: IrFunction): boolean {
  let found = false;
  walk(fn.body, (node) => {
    if (node.kind === "compare" || node.kind === "forRange") found = true;
    return !found;
  });
  return found;
}

/** Nested loops of which each tries what holds in it; those further in start from nothing. */
const TRIALS = 2;

class Bounds {
  private exits: Exits = { breaks: new Map(), continues: new Map() };
  /** Rounds that only try an assumption write nothing. */
  private trying = 0;
  /** Closures assign them: at any time. */
  private readonly apartAssigned = new Set<LocalId>();
  readonly fn: IrFunction;
  readonly functions: readonly IrFunction[];
  readonly interval: (node: number) => Interval;
  readonly celled: (fn: number, local: LocalId) => boolean;
  readonly rows: (id: string) => Row;
  readonly found: Map<number, number>;

  constructor(
    fn: IrFunction,
    functions: readonly IrFunction[],
    interval: (node: number) => Interval,
    celled: (fn: number, local: LocalId) => boolean,
    rows: (id: string) => Row,
    found: Map<number, number>,
  ) {
    for (const local of assignedApart(fn)) this.apartAssigned.add(local);
    this.fn = fn;
    this.functions = functions;
    this.interval = interval;
    this.celled = celled;
    this.rows = rows;
    this.found = found;
  }

  run(): void {
    this.block(this.fn.body, new Map());
  }

  tracked(local: LocalId): boolean {
    return !this.apartAssigned.has(local) && this.fn.locals[local].type.kind === "exact" && !this.celled(this.fn.id, local);
  }

  // --- expressions

  /** Evaluates an expression: its bound, and the state after it. */
  private eval(e: Expression, state: State): { bound: Bound; state: State } {
    if (state === null) return { bound: undefined, state };
    switch (e.kind) {
      case "logical": {
        const left = this.eval(e.left, state);
        const right = this.eval(e.right, refine(this, e.left, left.state, e.op === "and"));
        return { bound: undefined, state: joined(left.state, right.state) };
      }
      case "conditional": {
        const test = this.eval(e.test, state);
        const then = this.eval(e.then, refine(this, e.test, test.state, true));
        const orElse = this.eval(e.orElse, refine(this, e.test, test.state, false));
        return this.note(e, least(then.bound, orElse.bound), joined(then.state, orElse.state));
      }
      case "closure":
        this.apart(e.body);
        return { bound: undefined, state };
      case "comprehension":
        return { bound: undefined, state: this.comprehension(e, state) };
      case "block": {
        let at: State = state;
        for (const s of e.body) at = this.statement(s, at);
        const value = this.eval(e.value, at);
        return this.note(e, value.bound, value.state);
      }
      default: {
        let at: State = state;
        const bounds: Bound[] = [];
        eachChild(e, (child) => {
          if (!isExpression(child)) return;
          const made = this.eval(child, at);
          bounds.push(made.bound);
          at = made.state;
        });
        return this.note(e, this.computed(e, bounds, state), this.afterCall(e, at));
      }
    }
  }

  /** A function that takes a variable itself may assign it. */
  private afterCall(e: Expression, state: State): State {
    if (e.kind !== "call" || state === null) return state;
    let at: State = state;
    e.args.forEach((arg, i) => {
      if (arg.kind === "local" && this.functions[e.function].params[i]?.passing === "inout") at = without(at, [arg.local]);
    });
    return at;
  }

  private computed(e: Expression, [a, b]: readonly Bound[], state: ReadonlyMap<LocalId, number>): Bound {
    switch (e.kind) {
      case "int":
        return Number(e.value);
      case "local":
        return state.get(e.local);
      case "binary":
        if (e.op === "add") return a !== undefined && b !== undefined ? a + b : undefined;
        if (e.op === "mul") return a !== undefined && b !== undefined && a >= 0 && b >= 0 ? a * b : undefined;
        if (e.op === "sub") {
          return a === undefined ? undefined : a - this.interval(e.right.id).hi;
        }
        return undefined;
      case "runtime": {
        const divisor = e.args[1];
        if (this.rows(e.row).integer !== "floordiv" || divisor?.kind !== "int" || divisor.value <= 0n || a === undefined) return undefined;
        return Math.floor(a / Number(divisor.value));
      }
      default:
        return undefined;
    }
  }

  /** The better of what is computed and what ranges know; written where it is better than theirs. */
  private note(e: Expression, computed: Bound, state: State): { bound: Bound; state: State } {
    if (e.type.kind !== "exact") return { bound: undefined, state };
    const known = this.interval(e.id).lo;
    // Where doubles are not exact, nothing is claimed.
    if (computed === undefined || known >= computed || Math.abs(computed) > LIMIT)
      return { bound: known < -LIMIT ? undefined : known, state };
    if (this.trying === 0) this.found.set(e.id, computed);
    return { bound: computed, state };
  }

  /** The bound of an expression where nothing of it is evaluated again. */
  boundOf(e: Expression, state: State): Bound {
    this.trying++;
    const { bound } = this.eval(e, state);
    this.trying--;
    return bound;
  }

  /** Code that runs at another time. */
  private apart(body: Block): void {
    const outer = this.exits;
    this.exits = { breaks: new Map(), continues: new Map() };
    this.block(body, new Map());
    this.exits = outer;
  }

  private comprehension(e: Expression<"comprehension">, state: State): State {
    const [first] = e.clauses;
    let after = state;
    if (first?.kind === "for") after = this.eval(first.iterable, state).state;
    // A lazy one runs later; in others nothing but its own variables changes, unless it assigns.
    let inner: State = e.type.kind === "iter" ? new Map() : after;
    e.clauses.forEach((clause, i) => {
      if (clause.kind === "for") {
        if (i > 0) inner = this.eval(clause.iterable, inner).state;
        inner = without(inner, patternLocals(clause.pattern));
        inner = without(inner, assignedIn([e]));
      } else {
        const test = this.eval(clause.test, inner);
        inner = refine(this, clause.test, test.state, true);
      }
    });
    if (e.key) inner = this.eval(e.key, inner).state;
    this.eval(e.element, inner);
    return without(after, assignedIn([e]));
  }

  // --- statements

  private block(body: Block | undefined, state: State): State {
    let at = state;
    for (const s of body?.statements ?? []) at = this.statement(s, at);
    return at;
  }

  private set(local: LocalId, bound: Bound, state: State): State {
    if (state === null) return state;
    const now = new Map(state);
    if (bound === undefined || !(bound >= -LIMIT && bound <= LIMIT) || !this.tracked(local)) now.delete(local);
    else now.set(local, bound);
    return now;
  }

  private statement(s: Statement, state: State): State {
    if (state === null) return state;
    switch (s.kind) {
      case "let": {
        if (!s.value) return without(state, [s.local]);
        const value = this.eval(s.value, state);
        return this.set(s.local, value.bound, value.state);
      }
      case "assign": {
        if (s.place.kind === "local") {
          const value = this.eval(s.value, state);
          return this.set(s.place.local, value.bound, value.state);
        }
        const value = this.eval(s.value, state);
        return this.eval(s.place, value.state).state;
      }
      case "update": {
        const value = this.eval(s.value, state);
        if (s.place.kind !== "local") return this.eval(s.place, value.state).state;
        const old = this.boundOf(s.place, value.state);
        return this.set(s.place.local, this.updated(s, old, value.bound), value.state);
      }
      case "letPattern":
        return without(this.eval(s.value, state).state, patternLocals(s.pattern));
      case "expression":
      case "yield":
        return this.eval(s.value, state).state;
      case "return":
      case "raise":
        if (s.value) this.eval(s.value, state);
        return null;
      case "break":
        this.leave(this.exits.breaks, s.label, state);
        return null;
      case "continue":
        this.leave(this.exits.continues, s.label, state);
        return null;
      case "if": {
        const test = this.eval(s.test, state);
        const then = this.block(s.then, refine(this, s.test, test.state, true));
        const orElse = this.block(s.orElse, refine(this, s.test, test.state, false));
        return joined(then, orElse);
      }
      case "while":
      case "doWhile":
      case "loop":
      case "forEach":
      case "forRange":
        return this.loop(s, state);
      case "switch": {
        let after: State = null;
        const subject = this.eval(s.subject, state).state;
        for (const each of s.cases) after = joined(after, this.block(each.body, subject));
        return joined(after, this.block(s.orElse, subject));
      }
      case "labelled": {
        const end = this.block(s.body, state);
        return joined(end, this.taken(this.exits.breaks, s.label));
      }
      case "block":
        return this.block(s.body, state);
      case "guarded": {
        // Whatever the body had assigned when it failed.
        const kept = without(state, assignedIn([s]));
        this.block(s.body, state);
        for (const handler of s.handlers) {
          if (handler.test) this.eval(handler.test, kept);
          this.block(handler.body, kept);
        }
        this.block(s.orElse, kept);
        this.block(s.final, kept);
        return kept;
      }
    }
  }

  private updated(s: Statement<"update">, old: Bound, value: Bound): Bound {
    if (old === undefined) return undefined;
    if (s.op === "sub") return old - this.interval(s.value.id).hi;
    if (value === undefined) return undefined;
    if (s.op === "add") return old + value;
    return s.op === "mul" && old >= 0 && value >= 0 ? old * value : undefined;
  }

  private leave(exits: Map<Label, State>, label: Label, state: State): void {
    exits.set(label, exits.has(label) ? joined(exits.get(label)!, state) : state);
  }

  private taken(exits: Map<Label, State>, label: Label): State {
    const state = exits.get(label) ?? null;
    exits.delete(label);
    return state;
  }

  /** A loop: what holds before it and again at the end of each round holds in it. */
  private loop(s: Statement<"while" | "doWhile" | "loop" | "forEach" | "forRange">, before: State): State {
    let start = before;
    if (s.kind === "forEach") start = this.eval(s.iterable, start).state;
    if (s.kind === "forRange") for (const each of [s.start, s.stop, s.step]) start = this.eval(each, start).state;
    const own = s.kind === "forEach" ? patternLocals(s.pattern) : s.kind === "forRange" ? [s.local] : [];
    let head = without(start, own);
    const assigned = assignedIn([s]);
    if (this.trying >= TRIALS) head = without(head, assigned);
    this.trying++;
    while (this.trying <= TRIALS) {
      const end = this.round(s, head, start);
      this.taken(this.exits.breaks, s.label);
      const lost = assigned.filter((local) => {
        const bound = head?.get(local);
        return bound !== undefined && end !== null && !(end.get(local)! >= bound);
      });
      if (lost.length === 0) break;
      head = without(head, lost);
    }
    this.trying--;
    this.round(s, head, start);
    const left = this.taken(this.exits.breaks, s.label);
    let after: State = head;
    if (s.kind === "loop" || (s.kind === "while" && s.test.kind === "bool" && s.test.value)) after = null;
    else if (s.kind === "while") {
      this.trying++;
      after = refine(this, s.test, this.eval(s.test, head).state, false);
      this.trying--;
    } else if (s.kind === "doWhile") after = without(head, assigned);
    if ("orElse" in s) after = this.block(s.orElse, after);
    return joined(after, left);
  }

  /** One round from the head to where the next begins. */
  private round(s: Statement<"while" | "doWhile" | "loop" | "forEach" | "forRange">, head: State, start: State): State {
    let at = head;
    if (s.kind === "while") {
      const test = this.eval(s.test, at);
      at = refine(this, s.test, test.state, true);
    } else if (s.kind === "forRange") {
      const step = s.step.kind === "int" ? s.step.value : undefined;
      const bound = step !== undefined && step > 0n ? this.boundOf(s.start, start) : undefined;
      at = this.set(s.local, bound, at);
    } else if (s.kind === "forEach") at = without(at, patternLocals(s.pattern));
    let end = joined(this.block(s.body, at), this.taken(this.exits.continues, s.label));
    if (s.kind === "while") end = this.block(s.step, end);
    if (s.kind === "doWhile") end = this.eval(s.test, end).state;
    return end;
  }
}
