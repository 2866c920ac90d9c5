/** Live locals through one function: the sets, loops, expressions and what closures capture. */
import {
  isExpression,
  patternLocals,
  type Block,
  type Expression,
  type IrFunction,
  type Label,
  type LocalId,
  type Node,
  type Statement,
} from "../ir/index.ts";
import { isPlain } from "../ir/plain.ts";
import { isChange, storedLocal } from "./dead-stores.ts";
import { lowerBound, mentionsOf, type Flat } from "./flat.ts";
import { statement } from "./liveness-statements.ts";

export type Set32 = Int32Array;

export class FunctionLiveness {
  readonly used: Uint8Array;
  private readonly flat: Flat;
  private readonly fn: IrFunction;
  private readonly last: Uint8Array;
  readonly words: number;
  live: Set32;
  /** May not be killed: a handler around, or a closure that runs again, can read them. */
  sticky: Set32;
  readonly breaks = new Map<Label, Set32>();
  readonly continues = new Map<Label, Set32>();
  private readonly heads = new Map<number, Set32>();
  private marking = false;

  constructor(flat: Flat, fn: IrFunction, last: Uint8Array) {
    this.flat = flat;
    this.fn = fn;
    this.last = last;
    this.words = (fn.locals.length + 31) >> 5;
    this.used = new Uint8Array(fn.locals.length);
    this.live = new Int32Array(this.words);
    this.sticky = new Int32Array(this.words);
  }

  run(): void {
    this.marking = true;
    // What the caller handed over as a place is live at every end.
    for (const param of this.fn.params) if (param.passing === "inout") this.add(this.sticky, param.local);
    this.live.set(this.sticky);
    this.block(this.fn.body);
  }

  private add(set: Set32, i: number): void {
    set[i >> 5] |= 1 << (i & 31);
  }

  private has(set: Set32, i: number): boolean {
    return (set[i >> 5] & (1 << (i & 31))) !== 0;
  }

  union(into: Set32, other: Set32): void {
    for (let i = 0; i < this.words; i++) into[i] |= other[i];
  }

  copy(set: Set32): Set32 {
    return set.slice();
  }

  kill(local: number): void {
    if (this.has(this.sticky, local)) this.used[local] = 1;
    else this.live[local >> 5] &= ~(1 << (local & 31));
  }

  /** An assignment: nothing reads what it assigns where the variable is not live behind it. */
  store(node: number, local: LocalId): void {
    if (this.marking && !this.has(this.live, local) && !this.has(this.sticky, local)) this.last[node] = 1;
  }

  /** A branch after which the pointer that it tests is not needed any more is the last use of it, as its readings are. */
  branch(node: number, test: Expression): void {
    let at = test;
    while (at.kind === "not") at = at.operand;
    const tested = at.kind === "isNone" ? at.value : at.kind === "compare" && at.left.kind === "local" ? at.left : undefined;
    if (tested?.kind === "local") this.store(node, tested.local);
  }

  /** An assignment to a member of a variable that is not live behind it, of which nothing is read. */
  storeMember({ id, place, value }: Statement<"assign">): boolean {
    const { program } = this.flat;
    const local = program.safe || !isPlain(value) ? undefined : storedLocal(program, place);
    if (local === undefined || this.has(this.live, local) || this.has(this.sticky, local)) return false;
    this.store(id, local);
    return true;
  }

  /** A change of a number that nothing reads behind it. */
  storeChange(node: Statement<"update">): boolean {
    const { place } = node;
    if (this.flat.program.safe || place.kind !== "local" || !isChange(node)) return false;
    if (this.has(this.live, place.local) || this.has(this.sticky, place.local)) return false;
    this.store(node.id, place.local);
    return true;
  }

  private read(node: number, local: LocalId): void {
    if (this.marking) {
      this.used[local] = 1;
      if (!this.has(this.live, local) && !this.has(this.sticky, local)) this.last[node] = 1;
    }
    this.add(this.live, local);
  }

  block(block: Block): void {
    this.statements(block.statements);
  }

  private statements(list: readonly Statement[]): void {
    for (let i = list.length - 1; i >= 0; i--) statement(this, list[i]);
  }

  /** Live at the head of a loop: what a round reads first, and all that is live after the loop. */
  loop(id: number, label: Label, after: Set32, round: () => void): void {
    const wasMarking = this.marking;
    let head = this.heads.get(id);
    if (!head) {
      // First walk, with nothing live behind: what the loop itself needs.
      this.marking = false;
      const outerBreak = this.breaks.get(label);
      this.breaks.set(label, new Int32Array(this.words));
      this.continues.set(label, new Int32Array(this.words));
      const saved = this.live;
      this.live = new Int32Array(this.words);
      this.live.set(this.sticky);
      round();
      head = this.live;
      this.heads.set(id, head);
      this.live = saved;
      this.marking = wasMarking;
      if (outerBreak) this.breaks.set(label, outerBreak);
    }
    const entry = this.copy(head);
    this.union(entry, after);
    // A jump out of this loop to a label around it.
    for (const set of this.breaks.values()) this.union(entry, set);
    for (const set of this.continues.values()) this.union(entry, set);
    if (wasMarking) {
      this.breaks.set(label, this.copy(after));
      this.continues.set(label, entry);
      this.live = this.copy(entry);
      round();
      this.union(this.live, entry);
    } else {
      this.live = entry;
    }
    this.breaks.delete(label);
    this.continues.delete(label);
  }

  /** Backwards through an expression. Chains of plain operators go by the evaluation order; branches and closures are taken apart. */
  expression(root: Expression): void {
    const work: (Node | (() => void))[] = [root];
    while (work.length > 0) {
      const node = work.pop() as Node | (() => void);
      if (typeof node === "function") {
        node();
        continue;
      }
      if (!isExpression(node)) {
        statement(this, node);
        continue;
      }
      switch (node.kind) {
        case "local":
          this.read(node.id, node.local);
          break;
        case "logical": {
          // The right side may not run.
          let spared: Set32;
          work.push(
            node.left,
            () => this.union(this.live, spared),
            node.right,
            () => (spared = this.copy(this.live)),
          );
          break;
        }
        case "conditional": {
          let after: Set32;
          let other: Set32;
          work.push(
            node.test,
            () => this.union(this.live, other),
            node.then,
            () => {
              other = this.live;
              this.live = after;
            },
            node.orElse,
            () => {
              after = this.copy(this.live);
              this.branch(node.id, node.test);
            },
          );
          break;
        }
        case "closure":
          this.captured(node, () => this.block(node.body));
          break;
        case "comprehension": {
          const [firstClause] = node.clauses;
          const start = firstClause?.kind === "for" ? firstClause.iterable : undefined;
          this.captured(node, () => {
            for (const local of heldOuter(this.flat, node)) this.add(this.live, local);
            this.expression(node.element);
            if (node.key) this.expression(node.key);
            for (let i = node.clauses.length - 1; i >= 0; i--) {
              const clause = node.clauses[i];
              if (clause.kind === "if") this.expression(clause.test);
              else {
                for (const local of patternLocals(clause.pattern)) this.kill(local);
                if (clause.iterable !== start) this.expression(clause.iterable);
              }
            }
          });
          if (start) work.push(start);
          break;
        }
        case "block":
          // Last statement last on the stack.
          for (const each of node.body) work.push(each);
          work.push(node.value);
          break;
        default:
          pushChildren(node, work);
      }
    }
  }

  /** Code that may run any number of times: what it mentions from outside stays live all through it. */
  private captured(node: Expression<"closure"> | Expression<"comprehension">, body: () => void): void {
    const outer = this.sticky;
    const after = this.copy(this.live);
    const own = new Set<LocalId>(
      node.kind === "closure"
        ? node.params.map((each) => each.local)
        : node.clauses.flatMap((each) => (each.kind === "for" ? patternLocals(each.pattern) : [])),
    );
    const { flat } = this;
    const mentioned = new Int32Array(this.words);
    // The nodes of a subtree are consecutive in the order; its start is found through the position table.
    for (
      let i = lowerBound(this.flat, this.flat.enter[node.id]);
      i < flat.order.length && flat.enter[flat.order[i]] < flat.exit[node.id];
      i++
    ) {
      const each = flat.nodes[flat.order[i]]!;
      if (each.kind === "let") own.add(each.local);
      else if (each.kind === "letPattern" || each.kind === "forEach") for (const local of patternLocals(each.pattern)) own.add(local);
      else if (each.kind === "forRange") own.add(each.local);
      else if (each.kind === "guarded") for (const handler of each.handlers) own.add(handler.binding);
      else if (each.kind === "closure") for (const param of each.params) own.add(param.local);
      else if (each.kind === "comprehension") {
        for (const clause of each.clauses) if (clause.kind === "for") for (const local of patternLocals(clause.pattern)) own.add(local);
      } else if (each.kind === "local" && !own.has(each.local)) {
        this.add(mentioned, each.local);
        if (this.marking) this.used[each.local] = 1;
      }
    }
    // The first iterable of a comprehension runs once and before: it is walked outside.
    this.sticky = this.copy(outer);
    this.union(this.sticky, mentioned);
    if (node.kind === "comprehension") this.union(this.sticky, after);
    this.live = this.copy(this.sticky);
    body();
    this.sticky = outer;
    this.live = after;
    if (node.kind === "comprehension") this.unmention(node, mentioned);
    this.union(this.live, mentioned);
  }

  /** Takes out of `mentioned` what only the first iterable of a comprehension reads. */
  private unmention(node: Expression<"comprehension">, mentioned: Set32): void {
    const [start] = node.clauses;
    if (start?.kind !== "for") return;
    const { flat } = this;
    const from = flat.enter[start.iterable.id];
    const to = flat.exit[start.iterable.id];
    const again = new Set<LocalId>();
    const once = new Set<LocalId>();
    for (
      let i = lowerBound(this.flat, this.flat.enter[node.id]);
      i < flat.order.length && flat.enter[flat.order[i]] < flat.exit[node.id];
      i++
    ) {
      const each = flat.nodes[flat.order[i]]!;
      if (each.kind !== "local") continue;
      if (flat.enter[each.id] >= from && flat.enter[each.id] < to) once.add(each.local);
      else again.add(each.local);
    }
    for (const local of once) if (!again.has(local)) mentioned[local >> 5] &= ~(1 << (local & 31));
  }
}

/** The names of a comprehension's outer loops that its inner ones read: these run again, so that no reading there is the last. */
function heldOuter(flat: Flat, { clauses, element, key }: Expression<"comprehension">): LocalId[] {
  const outer: LocalId[] = [];
  const held: LocalId[] = [];
  clauses.forEach((clause, i) => {
    if (clause.kind !== "for") return;
    const inner = [
      element,
      ...(key ? [key] : []),
      ...clauses.slice(i + 1).map((each) => (each.kind === "for" ? each.iterable : each.test)),
    ];
    held.push(...outer.filter((local) => inner.some((e) => mentionsOf(flat, local, flat.enter[e.id], flat.exit[e.id]).length > 0)));
    outer.push(...patternLocals(clause.pattern));
  });
  return held;
}

function pushChildren(node: Expression, work: (Node | (() => void))[]): void {
  switch (node.kind) {
    case "binary":
    case "compare":
    case "identical":
      work.push(node.left, node.right);
      return;
    case "call":
    case "runtime":
      for (const each of node.args) work.push(each);
      return;
    case "callValue":
      work.push(node.callee);
      for (const each of node.args) work.push(each);
      return;
    case "tuple":
    case "list":
    case "set":
    case "array":
      for (const each of node.elems) work.push(each);
      return;
    case "dict":
      for (const [key, value] of node.entries) work.push(key, value);
      return;
    case "construct":
      for (const [, value] of node.fields) work.push(value);
      return;
    case "format":
      for (const piece of node.pieces) if (typeof piece !== "string") work.push(piece.value);
      return;
    case "index":
      work.push(node.object, node.index);
      return;
    case "field":
      work.push(node.object);
      return;
    case "deref":
      work.push(node.pointer);
      return;
    case "addressOf":
      work.push(node.place);
      return;
    case "tupleGet":
      work.push(node.tuple);
      return;
    case "unary":
    case "not":
      work.push(node.operand);
      return;
    case "cast":
    case "some":
    case "isNone":
    case "unwrap":
    case "inject":
    case "isMember":
    case "project":
    case "toAny":
    case "fromAny":
      work.push(node.value);
      return;
    default:
      return;
  }
}
