/**
 * Last uses, reassignment and use of locals: backward over the structured control flow, with one set of live locals per path. A loop is
 * walked twice: once for what it reads before it writes (which is live at its head), once for the marks. Expressions without inner control
 * flow are read backwards from the evaluation order, so only blocks and branches cost stack.
 */
import { isExpression, patternLocals, type Block, type Expression, type FunctionId, type IrFunction, type Label, type LocalId, type Node, type Statement } from "../ir/index.ts";
import type { Flat } from "./flat.ts";

export interface Liveness {
  readonly lastUse: (node: number) => boolean;
  readonly used: (fn: FunctionId, local: LocalId) => boolean;
  /** Assigned where it may already hold a value. */
  readonly reassigned: (fn: FunctionId, local: LocalId) => boolean;
}

/** Runs the pass. */
export function analyseLiveness(flat: Flat): Liveness {
  const last = new Uint8Array(flat.program.nodeCount);
  const used: Uint8Array[] = [];
  const reassigned: Uint8Array[] = [];
  for (const fn of flat.program.functions) {
    const pass = new FunctionLiveness(flat, fn, last);
    pass.run();
    used.push(pass.used);
    reassigned.push(findReassigned(flat, fn));
  }
  return {
    lastUse: (node) => last[node] === 1,
    used: (fn, local) => used[fn][local] === 1,
    reassigned: (fn, local) => reassigned[fn][local] === 1,
  };
}

type Set32 = Int32Array;

class FunctionLiveness {
  readonly used: Uint8Array;
  private readonly flat: Flat;
  private readonly fn: IrFunction;
  private readonly last: Uint8Array;
  private readonly words: number;
  private live: Set32;
  /** May not be killed: a handler around, or a closure that runs again, can read them. */
  private sticky: Set32;
  private readonly breaks = new Map<Label, Set32>();
  private readonly continues = new Map<Label, Set32>();
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

  private union(into: Set32, other: Set32): void {
    for (let i = 0; i < this.words; i++) into[i] |= other[i];
  }

  private copy(set: Set32): Set32 {
    return set.slice();
  }

  private kill(local: number): void {
    if (!this.has(this.sticky, local)) this.live[local >> 5] &= ~(1 << (local & 31));
  }

  private read(node: number, local: LocalId): void {
    if (this.marking) {
      this.used[local] = 1;
      if (!this.has(this.live, local) && !this.has(this.sticky, local)) this.last[node] = 1;
    }
    this.add(this.live, local);
  }

  private block(block: Block): void {
    this.statements(block.statements);
  }

  private statements(list: readonly Statement[]): void {
    for (let i = list.length - 1; i >= 0; i--) this.statement(list[i]);
  }

  /** Live at the head of a loop: what a round reads first, and all that is live after the loop. */
  private loop(id: number, label: Label, after: Set32, round: () => void): void {
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

  private statement(node: Statement): void {
    switch (node.kind) {
      case "let":
        if (node.value) {
          this.kill(node.local);
          this.expression(node.value);
        } else this.kill(node.local);
        return;
      case "letPattern":
        for (const local of patternLocals(node.pattern)) this.kill(local);
        return this.expression(node.value);
      case "assign":
        if (node.place.kind === "local") this.kill(node.place.local);
        else this.expression(node.place);
        return this.expression(node.value);
      case "update":
        this.expression(node.place);
        return this.expression(node.value);
      case "expression":
      case "yield":
        return this.expression(node.value);
      case "if": {
        const after = this.copy(this.live);
        if (node.orElse) this.block(node.orElse);
        const other = this.live;
        this.live = after;
        this.block(node.then);
        this.union(this.live, other);
        return this.expression(node.test);
      }
      case "while": {
        const after = this.copy(this.live);
        if (node.orElse) this.block(node.orElse);
        const exit = this.live;
        this.union(exit, after);
        this.loop(node.id, node.label, exit, () => {
          if (node.step) {
            this.block(node.step);
            this.continues.set(node.label, this.copy(this.live));
          }
          this.block(node.body);
          this.union(this.live, exit);
          this.expression(node.test);
        });
        return;
      }
      case "doWhile": {
        const after = this.copy(this.live);
        this.loop(node.id, node.label, after, () => {
          this.union(this.live, after);
          this.expression(node.test);
          this.continues.set(node.label, this.copy(this.live));
          this.block(node.body);
        });
        return;
      }
      case "loop":
        this.loop(node.id, node.label, this.copy(this.live), () => this.block(node.body));
        return;
      case "forEach": {
        const after = this.copy(this.live);
        if (node.orElse) this.block(node.orElse);
        const exit = this.live;
        this.union(exit, after);
        const locals = patternLocals(node.pattern);
        this.loop(node.id, node.label, exit, () => {
          this.block(node.body);
          for (const local of locals) this.kill(local);
        });
        return this.expression(node.iterable);
      }
      case "forRange": {
        const after = this.copy(this.live);
        if (node.orElse) this.block(node.orElse);
        const exit = this.live;
        this.union(exit, after);
        this.loop(node.id, node.label, exit, () => {
          this.block(node.body);
          this.kill(node.local);
        });
        this.expression(node.step);
        this.expression(node.stop);
        return this.expression(node.start);
      }
      case "switch": {
        const after = this.copy(this.live);
        if (node.orElse) this.block(node.orElse);
        const all = this.live;
        for (const each of node.cases) {
          this.live = this.copy(after);
          this.block(each.body);
          this.union(all, this.live);
        }
        this.live = all;
        return this.expression(node.subject);
      }
      case "labelled": {
        this.breaks.set(node.label, this.copy(this.live));
        this.block(node.body);
        this.breaks.delete(node.label);
        return;
      }
      case "break":
        this.live = this.copy(this.breaks.get(node.label) ?? new Int32Array(this.words));
        this.union(this.live, this.sticky);
        return;
      case "continue":
        this.live = this.copy(this.continues.get(node.label) ?? new Int32Array(this.words));
        this.union(this.live, this.sticky);
        return;
      case "return":
        this.live = this.copy(this.sticky);
        if (node.value) this.expression(node.value);
        return;
      case "raise":
        this.live = this.copy(this.sticky);
        return this.expression(node.value);
      case "guarded":
        return this.guarded(node);
      case "block":
        return this.block(node.body);
    }
  }

  private guarded(node: Statement<"guarded">): void {
    const outer = this.sticky;
    const after = this.copy(this.live);
    let finalLive: Set32 | undefined;
    if (node.final) {
      this.block(node.final);
      finalLive = this.copy(this.live);
    }
    const end = this.copy(this.live);
    if (finalLive) {
      // Handlers and body may leave early through `final`, and what is live behind it stays live there too.
      this.sticky = this.copy(outer);
      this.union(this.sticky, finalLive);
      this.union(this.sticky, after);
    }
    const raised = this.copy(this.sticky);
    this.union(raised, end);
    for (const handler of node.handlers) {
      this.live = this.copy(end);
      this.block(handler.body);
      if (handler.test) this.expression(handler.test);
      this.kill(handler.binding);
      this.union(raised, this.live);
    }
    this.live = end;
    if (node.orElse) this.block(node.orElse);
    const inside = this.copy(this.sticky);
    if (node.handlers.length > 0) this.union(inside, raised);
    this.sticky = inside;
    this.union(this.live, inside);
    this.block(node.body);
    this.sticky = outer;
  }

  /** Backwards through an expression. Chains of plain operators go by the evaluation order; branches and closures are taken apart. */
  private expression(root: Expression): void {
    const work: (Node | (() => void))[] = [root];
    while (work.length > 0) {
      const node = work.pop() as Node | (() => void);
      if (typeof node === "function") {
        node();
        continue;
      }
      if (!isExpression(node)) {
        this.statement(node);
        continue;
      }
      switch (node.kind) {
        case "local":
          this.read(node.id, node.local);
          break;
        case "logical": {
          // The right side may not run.
          let spared: Set32;
          work.push(node.left, () => this.union(this.live, spared), node.right, () => (spared = this.copy(this.live)));
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
            () => (after = this.copy(this.live)),
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
    const own = new Set<LocalId>(node.kind === "closure" ? node.params.map((each) => each.local) : node.clauses.flatMap((each) => (each.kind === "for" ? patternLocals(each.pattern) : [])));
    const { flat } = this;
    const mentioned = new Int32Array(this.words);
    // The nodes of a subtree are consecutive in the order; its start is found through the position table.
    for (let i = this.position(node.id); i < flat.order.length && flat.enter[flat.order[i]] < flat.exit[node.id]; i++) {
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
    for (let i = this.position(node.id); i < flat.order.length && flat.enter[flat.order[i]] < flat.exit[node.id]; i++) {
      const each = flat.nodes[flat.order[i]]!;
      if (each.kind !== "local") continue;
      if (flat.enter[each.id] >= from && flat.enter[each.id] < to) once.add(each.local);
      else again.add(each.local);
    }
    for (const local of once) if (!again.has(local)) mentioned[local >> 5] &= ~(1 << (local & 31));
  }

  private position(id: number): number {
    // `order` is sorted by `enter`.
    const { order, enter } = this.flat;
    let low = 0;
    let high = order.length - 1;
    while (low < high) {
      const middle = (low + high) >> 1;
      if (enter[order[middle]] < enter[id]) low = middle + 1;
      else high = middle;
    }
    return low;
  }
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

/** Locals that are assigned where they may hold a value already: those need `let mut`. */
function findReassigned(flat: Flat, fn: IrFunction): Uint8Array {
  const found = new Uint8Array(fn.locals.length);
  const words = (fn.locals.length + 31) >> 5;
  let maybe = new Int32Array(words);
  for (const param of fn.params) maybe[param.local >> 5] |= 1 << (param.local & 31);
  const set = (local: number): void => {
    if (maybe[local >> 5] & (1 << (local & 31))) found[local] = 1;
    maybe[local >> 5] |= 1 << (local & 31);
  };
  const unset = (local: number): void => void (maybe[local >> 5] &= ~(1 << (local & 31)));
  const union = (into: Int32Array, other: Int32Array): void => {
    for (let i = 0; i < words; i++) into[i] |= other[i];
  };
  /** Statements inside expressions: found by a walk, since they are rare. Whatever they assign counts as assigned twice. */
  const insideExpression = (root: Expression): void => {
    if (!hasStatements(flat, root)) return;
    const { order, nodes, enter, exit } = flat;
    let at = lowerBound(flat, enter[root.id]);
    for (; at < order.length && enter[order[at]] < exit[root.id]; at++) {
      const node = nodes[order[at]]!;
      if (node.kind === "assign" || node.kind === "update") {
        if (node.place.kind === "local") {
          set(node.place.local);
          if (insideClosureOrLoop(flat, node.id, root.id)) found[node.place.local] = 1;
        }
      } else if (node.kind === "let" && node.value) maybe[node.local >> 5] |= 1 << (node.local & 31);
    }
  };
  const block = (list: readonly Statement[]): void => {
    for (const each of list) statement(each);
  };
  const loopBody = (node: Statement, run: () => void): void => {
    // What the loop assigns is assigned again in its next round, unless its `let` is inside.
    const before = maybe.slice();
    const declared = new Set<number>();
    const { order, nodes, enter, exit } = flat;
    for (let at = lowerBound(flat, enter[node.id]); at < order.length && enter[order[at]] < exit[node.id]; at++) {
      const each = nodes[order[at]]!;
      if (each.kind === "let") declared.add(each.local);
      else if (each.kind === "assign" && each.place.kind === "local" && !declared.has(each.place.local)) maybe[each.place.local >> 5] |= 1 << (each.place.local & 31);
    }
    run();
    union(maybe, before);
  };
  const statement = (node: Statement): void => {
    switch (node.kind) {
      case "let":
        if (node.value) insideExpression(node.value);
        unset(node.local);
        if (node.value) maybe[node.local >> 5] |= 1 << (node.local & 31);
        return;
      case "letPattern":
        insideExpression(node.value);
        for (const local of patternLocals(node.pattern)) maybe[local >> 5] |= 1 << (local & 31);
        return;
      case "assign":
        insideExpression(node.value);
        if (node.place.kind === "local") set(node.place.local);
        return;
      case "update":
        insideExpression(node.value);
        if (node.place.kind === "local") found[node.place.local] = 1;
        return;
      case "expression":
      case "yield":
        return insideExpression(node.value);
      case "raise":
        insideExpression(node.value);
        return void maybe.fill(0);
      case "return":
        if (node.value) insideExpression(node.value);
        return void maybe.fill(0);
      case "break":
      case "continue":
        // Stays as it is: the label's end has the union of all ways.
        return;
      case "if": {
        insideExpression(node.test);
        const before = maybe.slice();
        block(node.then.statements);
        const other = maybe;
        maybe = before;
        if (node.orElse) block(node.orElse.statements);
        union(maybe, other);
        return;
      }
      case "while":
        return loopBody(node, () => {
          insideExpression(node.test);
          block(node.body.statements);
          if (node.step) block(node.step.statements);
          if (node.orElse) block(node.orElse.statements);
        });
      case "doWhile":
        return loopBody(node, () => {
          block(node.body.statements);
          insideExpression(node.test);
        });
      case "loop":
        return loopBody(node, () => block(node.body.statements));
      case "forEach":
        insideExpression(node.iterable);
        return loopBody(node, () => {
          for (const local of patternLocals(node.pattern)) {
            unset(local);
            maybe[local >> 5] |= 1 << (local & 31);
          }
          block(node.body.statements);
          if (node.orElse) block(node.orElse.statements);
        });
      case "forRange":
        return loopBody(node, () => {
          unset(node.local);
          maybe[node.local >> 5] |= 1 << (node.local & 31);
          block(node.body.statements);
          if (node.orElse) block(node.orElse.statements);
        });
      case "switch": {
        insideExpression(node.subject);
        const before = maybe.slice();
        if (node.orElse) block(node.orElse.statements);
        const all = maybe;
        for (const each of node.cases) {
          maybe = before.slice();
          block(each.body.statements);
          union(all, maybe);
        }
        union(all, before);
        maybe = all;
        return;
      }
      case "labelled":
      case "block":
        return block(node.body.statements);
      case "guarded": {
        const before = maybe.slice();
        block(node.body.statements);
        const normal = maybe;
        // A handler may find anything that the body assigns already assigned.
        const inside = before.slice();
        union(inside, normal);
        markAssigned(flat, node, inside);
        const ends = [] as Int32Array[];
        for (const handler of node.handlers) {
          maybe = inside.slice();
          block(handler.body.statements);
          ends.push(maybe);
        }
        maybe = normal;
        if (node.orElse) block(node.orElse.statements);
        for (const end of ends) union(maybe, end);
        if (node.final) {
          union(maybe, inside);
          block(node.final.statements);
        }
        return;
      }
    }
  };
  block(fn.body.statements);
  return found;
}

function markAssigned(flat: Flat, node: Statement<"guarded">, into: Int32Array): void {
  const { statements } = node.body;
  if (statements.length === 0) return;
  const end = flat.exit[statements[statements.length - 1].id];
  for (let at = lowerBound(flat, flat.enter[node.id]); at < flat.order.length && flat.enter[flat.order[at]] < end; at++) {
    const each = flat.nodes[flat.order[at]]!;
    if (each.kind === "assign" && each.place.kind === "local") into[each.place.local >> 5] |= 1 << (each.place.local & 31);
  }
}

function lowerBound(flat: Flat, enter: number): number {
  let low = 0;
  let high = flat.order.length - 1;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (flat.enter[flat.order[middle]] < enter) low = middle + 1;
    else high = middle;
  }
  return low;
}

/** Only closures and block expressions hold statements. */
function hasStatements(flat: Flat, root: Expression): boolean {
  if (root.kind === "local" || root.kind === "int" || root.kind === "str") return false;
  for (let at = lowerBound(flat, flat.enter[root.id]); at < flat.order.length && flat.enter[flat.order[at]] < flat.exit[root.id]; at++) {
    const { kind } = flat.nodes[flat.order[at]]!;
    if (kind === "block" || kind === "closure") return true;
  }
  return false;
}

function insideClosureOrLoop(flat: Flat, id: number, stop: number): boolean {
  for (let at = flat.parent[id]; at >= 0 && at !== flat.parent[stop]; at = flat.parent[at]) {
    const { kind } = flat.nodes[at]!;
    if (kind === "closure" || kind === "comprehension" || kind === "while" || kind === "loop" || kind === "forEach" || kind === "forRange" || kind === "doWhile") return true;
  }
  return false;
}

