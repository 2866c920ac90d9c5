/**
 * One round of ownership's questions about aliases: which reads would make a second owner, which locals can be borrows of the place that
 * they were read from, which loops and calls borrow what they change. What a borrow cannot express is demoted.
 */
import { patternLocals, type Expression, type FunctionId, type LocalId, type Node, type Statement, type Type } from "../ir/index.ts";
import { stepsInto, Use, type Flat } from "./flat.ts";
import { Mode, type OwnershipPass } from "./ownership.ts";

/** One mention of a local. */
interface Mention {
  readonly time: number;
  readonly id: number;
  /** Fields between the local and what is used, e.g. `.items`. */
  readonly chain: string;
  /** Changed, replaced or moved away. */
  readonly write: boolean;
  readonly mode: number;
}

interface Candidate {
  readonly local: LocalId;
  /** The `let` or the only assignment. */
  readonly definition: Statement;
  readonly value: Expression;
}

const byRef = 0;
const byMut = 1;
const byOwn = 2;

const overlaps = (a: string, b: string): boolean => a === b || a.startsWith(`${b}.`) || b.startsWith(`${a}.`) || a === "" || b === "";

export class Loans {
  private readonly pass: OwnershipPass;
  private readonly flat: Flat;

  constructor(pass: OwnershipPass) {
    this.pass = pass;
    this.flat = pass.flat;
  }

  /** Optimistic: every local with one definition that reads a place is a borrow until something speaks against it. */
  start(): void {
    for (const fn of this.pass.program.functions) new FunctionLoans(this.pass, this.flat, fn.id).start();
  }

  run(): void {
    for (const fn of this.pass.program.functions) new FunctionLoans(this.pass, this.flat, fn.id).run();
  }
}

class FunctionLoans {
  private readonly pass: OwnershipPass;
  private readonly flat: Flat;
  private readonly fn: FunctionId;
  private readonly from: number;
  private readonly to: number;
  private mentionTable: Map<LocalId, Mention[]> | undefined;
  private readonly borrowers = new Map<LocalId, LocalId[]>();
  private readonly ends = new Map<LocalId, number>();
  private readonly candidates = new Map<LocalId, Candidate>();

  constructor(pass: OwnershipPass, flat: Flat, fn: FunctionId) {
    this.pass = pass;
    this.flat = flat;
    this.fn = fn;
    this.from = flat.first[fn];
    this.to = flat.first[fn + 1];
  }

  private type(local: LocalId): Type {
    return this.pass.program.functions[this.fn].locals[local].type;
  }

  start(): void {
    this.findCandidates();
    for (const { local } of this.candidates.values()) this.pass.bindings[this.fn][local] = byRef;
    for (let i = this.from; i < this.to; i++) this.startPatterns(i);
  }

  run(): void {
    this.findCandidates();
    for (const candidate of this.candidates.values()) {
      if (this.pass.bindings[this.fn][candidate.local] === byOwn) continue;
      const { root } = this.pass.place(candidate.value);
      if (root.kind !== "local") continue;
      const list = this.borrowers.get(root.local);
      if (list) list.push(candidate.local);
      else this.borrowers.set(root.local, [candidate.local]);
    }
    for (const candidate of this.candidates.values()) this.checkBinding(candidate);
    const { nodes, order } = this.flat;
    for (let i = this.from; i < this.to; i++) {
      const node = nodes[order[i]]!;
      if (!("type" in node)) {
        if (node.kind === "forEach") this.checkLoop(node.pattern, node.iterable, this.flat.exit[node.id]);
        continue;
      }
      if (node.kind === "comprehension") {
        for (const clause of node.clauses) if (clause.kind === "for") this.checkLoop(clause.pattern, clause.iterable, this.flat.exit[node.id]);
      } else if (node.kind === "call") this.checkCall(node);
      else if (node.kind === "runtime") {
        this.checkCall(node);
        this.checkRow(node);
      }
      if (this.pass.mode[node.id] === Mode.own) this.checkOwnRead(node);
    }
  }

  // --- candidates

  private findCandidates(): void {
    const { nodes, order } = this.flat;
    const definitions = new Map<LocalId, Candidate | null>();
    const define = (local: LocalId, definition: Statement | undefined, value: Expression | undefined): void => {
      if (definitions.has(local)) definitions.set(local, null);
      else definitions.set(local, definition && value ? { local, definition, value } : null);
    };
    for (let i = this.from; i < this.to; i++) {
      const node = nodes[order[i]]!;
      // Only a variable that starts as a borrow and stays it.
      if (node.kind === "let") define(node.local, node, node.value);
      else if ((node.kind === "assign" || node.kind === "update") && node.place.kind === "local") definitions.set(node.place.local, null);
    }
    for (const param of this.pass.program.functions[this.fn].params) definitions.set(param.local, null);
    for (const candidate of definitions.values()) if (candidate && this.mayBorrow(candidate)) this.candidates.set(candidate.local, candidate);
  }

  private mayBorrow({ local, value }: Candidate): boolean {
    const type = this.type(local);
    if (this.pass.isCopy(type) || type.kind === "exact" || type.kind === "iter" || type.kind === "func" || type.kind === "any" || type.kind === "union") return false;
    if (type.kind === "runtime") return false;
    if (value.kind === "local" && this.pass.liveness.lastUse(value.id)) return false;
    // The declared type has to be the place's own: an option made of a plain value is a new one.
    if (value.type.kind !== type.kind) return false;
    // Conversions on the way (`unwrap` of an option that is no place) need an owner.
    const { root } = this.pass.place(value);
    if (value === root && value.kind !== "local") return false;
    return root.kind === "local" && this.pass.captured[this.fn][local] !== 2;
  }

  private startPatterns(index: number): void {
    const node = this.flat.nodes[this.flat.order[index]]!;
    if (node.kind === "forEach" && this.loopBorrows(node.iterable) && !this.usesUp(node.iterable)) this.startPattern(node.pattern);
    else if ("type" in node && node.kind === "comprehension") for (const clause of node.clauses) if (clause.kind === "for" && this.loopBorrows(clause.iterable) && !this.usesUp(clause.iterable)) this.startPattern(clause.pattern);
  }

  private startPattern(pattern: Statement<"forEach">["pattern"]): void {
    if (pattern.kind !== "local") return;
    const type = this.type(pattern.local);
    const declaration = this.declaration(pattern.local);
    // A variable that a `let` declares gets the element as a value of its own.
    if (declaration?.kind === "let" || declaration?.kind === "letPattern") return;
    if (!this.pass.isCopy(type) && type.kind !== "exact" && type.kind !== "any" && type.kind !== "func" && type.kind !== "iter" && this.definedOnce(pattern.local)) this.pass.bindings[this.fn][pattern.local] = byRef;
  }

  private definedOnce(local: LocalId): boolean {
    return this.pass.captured[this.fn][local] !== 2 && !this.pass.liveness.reassigned(this.fn, local) && this.pass.effects.cell(this.fn, local) === "none";
  }

  /** Is it the last use of a variable that owns its value, so that the loop takes the items? */
  private usesUp(iterable: Expression): boolean {
    if (iterable.kind !== "local" || !this.pass.liveness.lastUse(iterable.id) || this.pass.effects.cell(this.fn, iterable.local) !== "none") return false;
    return this.pass.bindings[this.fn][iterable.local] === byOwn && !this.pass.program.functions[this.fn].params.some((param) => param.local === iterable.local);
  }

  /** Does a loop over this borrow a place (and not consume a temporary)? */
  private loopBorrows(iterable: Expression): boolean {
    const { kind } = iterable.type;
    if (kind !== "list" && kind !== "deque" && kind !== "set" && kind !== "dict" && kind !== "array") return false;
    return this.pass.place(iterable).root.kind === "local";
  }

  // --- mentions

  private mentions(local: LocalId): readonly Mention[] {
    if (!this.mentionTable) {
      this.mentionTable = new Map();
      const { nodes, order, parent } = this.flat;
      for (let i = this.from; i < this.to; i++) {
        const node = nodes[order[i]]!;
        if (node.kind !== "local") continue;
        let chain = "";
        let at: Expression = node;
        for (;;) {
          const above: Node | undefined = parent[at.id] >= 0 ? nodes[parent[at.id]]! : undefined;
          if (!above || !("type" in above) || stepsInto(this.flat, above) !== at) break;
          if (above.kind === "field") chain += `.${above.name}`;
          else if (above.kind === "tupleGet") chain += `.${above.index}`;
          else break;
          if (this.pass.isShared(at.type)) break;
          at = above;
        }
        const mode = this.pass.mode[node.id];
        const moved = mode === Mode.own && this.pass.liveness.lastUse(node.id) && !this.pass.isCopy(node.type);
        const write = mode === Mode.mut || mode === Mode.store || mode === Mode.update || moved;
        const mention = { time: this.flat.enter[node.id], id: node.id, chain, write, mode };
        const list = this.mentionTable.get(node.local);
        if (list) list.push(mention);
        else this.mentionTable.set(node.local, [mention]);
      }
    }
    return this.mentionTable.get(local) ?? [];
  }

  /** Until when a borrow that `local` holds from `since` on is in use. */
  private regionEnd(local: LocalId, since: number): number {
    const known = this.ends.get(local);
    if (known !== undefined) return known;
    this.ends.set(local, since);
    let end = since;
    for (const mention of this.mentions(local)) {
      if (mention.mode === Mode.store) continue;
      if (mention.time < since) {
        end = Number.MAX_SAFE_INTEGER;
        break;
      }
      end = Math.max(end, mention.time);
      for (let at = this.flat.parent[mention.id]; at >= 0; at = this.flat.parent[at]) {
        const node = this.flat.nodes[at]!;
        if (this.flat.enter[at] < since) break;
        if (isLoop(node.kind)) end = Math.max(end, this.flat.exit[at]);
      }
      // The statement that uses it holds it to its end.
      const statement = this.statementOf(mention.id);
      if (statement >= 0) end = Math.max(end, this.simpleEnd(statement, this.pass.holdsShared(this.type(local))));
    }
    for (const borrower of this.borrowers.get(local) ?? []) {
      const candidate = this.candidates.get(borrower);
      if (candidate) end = Math.max(end, this.regionEnd(borrower, this.flat.exit[candidate.definition.id]));
    }
    this.ends.set(local, end);
    return end;
  }

  private statementOf(id: number): number {
    for (let at = id; at >= 0; at = this.flat.parent[at]) if (!("type" in this.flat.nodes[at]!)) return at;
    return -1;
  }

  /** End of a statement without blocks; for others the mention alone counts. */
  private simpleEnd(id: number, guards: boolean): number {
    switch (this.flat.nodes[id]!.kind) {
      // A cell that is read for the value stays borrowed while the place is found.
      case "let":
      case "assign":
      case "update":
        return guards ? this.flat.exit[id] : 0;
      case "expression":
      case "return":
      case "raise":
        return this.flat.exit[id];
      default:
        return 0;
    }
  }

  /** Is the place written (or, for a mutable loan, mentioned) between the two times? */
  private conflict(root: LocalId, chain: string, from: number, to: number, mutable: boolean): boolean {
    for (const mention of this.mentions(root)) {
      if (mention.time <= from) continue;
      if (mention.time >= to) break;
      if ((mutable || mention.write) && overlaps(mention.chain, chain)) return true;
    }
    return false;
  }

  private sharedOnTheWay(value: Expression): boolean {
    for (let at = stepsInto(this.flat, value); at; at = stepsInto(this.flat, at)) if (this.pass.isShared(at.type)) return true;
    return false;
  }

  // --- bindings

  private checkBinding(candidate: Candidate): void {
    const { pass, fn } = this;
    const { local, definition, value } = candidate;
    const binding = pass.bindings[fn][local];
    if (binding === byOwn) return;
    const type = this.type(local);
    const reject = (reason: string): void => {
      pass.bindings[fn][local] = byOwn;
      pass.changed = true;
      if (pass.heavy(type) && !(value.kind === "local" && this.copiesUnseen(value))) pass.demote(type, reason);
    };
    if (this.sharedOnTheWay(value)) return reject("kept after it was read out of a shared object");
    if (pass.effects.cell(fn, local) !== "none") return reject("lives in a cell");
    const { root, chain } = pass.place(value);
    if (root.kind !== "local") return reject("read out of something that is not a local");
    if (pass.effects.cell(fn, root.local) !== "none" || pass.captured[fn][root.local] === 2) return reject("read out of a captured variable");
    if (pass.program.functions[fn].yields !== undefined) return reject("a generator keeps it");
    let mutable = false;
    for (const mention of this.mentions(local)) {
      if (mention.mode === Mode.own && mention.chain === "" && pass.heavy(type) && !pass.isShared(type)) {
        // Once it is shared, handing it on is another handle; the borrow of the first may stay.
        if (type.kind !== "instance" && type.kind !== "list" && type.kind !== "dict" && type.kind !== "set" && type.kind !== "deque") return reject(`read into ${this.name(local)} and handed on`);
        pass.demote(type, `read into ${this.name(local)} and handed on`);
      }
      if (mention.mode === Mode.mut || (mention.mode === Mode.update && mention.chain !== "")) mutable = true;
    }
    if (pass.isShared(type)) {
      // A handle is changed through what it points to.
      mutable = false;
      if (binding === byMut) {
        pass.bindings[fn][local] = byRef;
        pass.changed = true;
      }
    }
    if (mutable && binding === byRef) {
      pass.bindings[fn][local] = byMut;
      pass.changed = true;
    }
    if (!this.outlives(root.local, definition, local)) return reject(`${this.name(local)} outlives what it was read from`);
    const since = this.flat.exit[definition.id];
    const end = this.regionEnd(local, since);
    if (end === Number.MAX_SAFE_INTEGER) return reject(`${this.name(local)} is kept from one round to the next`);
    if (this.conflict(root.local, chain, since, end, mutable)) return reject(`${this.name(local)} is an alias of something that changes`);
    // A loop around that changes the root before the definition runs again is fine: the borrow has ended.
  }

  private name(local: LocalId): string {
    return this.pass.program.functions[this.fn].locals[local].name;
  }

  /** Is `root` declared around `borrower`'s declaration? */
  private outlives(root: LocalId, definition: Statement, borrower: LocalId): boolean {
    const declaration = this.declaration(borrower) ?? definition;
    const rootDeclaration = this.declaration(root);
    if (!rootDeclaration) return true;
    const block = "label" in rootDeclaration && isLoop(rootDeclaration.kind) ? rootDeclaration.id : this.flat.parent[rootDeclaration.id];
    if (block < 0) return true;
    return this.flat.enter[block] <= this.flat.enter[declaration.id] && this.flat.exit[declaration.id] <= this.flat.exit[block];
  }

  /** The loops and comprehensions that bind a local. */
  private readonly loops = new Map<LocalId, { readonly from: number; readonly to: number }[]>();
  private addLoop(local: LocalId, loop: { readonly from: number; readonly to: number }): void {
    const list = this.loops.get(local);
    if (list) list.push(loop);
    else this.loops.set(local, [loop]);
  }

  private loopsOf(local: LocalId): readonly { readonly from: number; readonly to: number }[] {
    this.declaration(local);
    return this.loops.get(local) ?? [];
  }

  private declarations: Map<LocalId, Statement> | undefined;
  private declaration(local: LocalId): Statement | undefined {
    if (!this.declarations) {
      this.declarations = new Map();
      const { nodes, order } = this.flat;
      for (let i = this.from; i < this.to; i++) {
        const node = nodes[order[i]]!;
        if (node.kind === "let") this.declarations.set(node.local, node);
        else if (node.kind === "forEach") {
          const loop = { from: this.flat.enter[node.id], to: this.flat.exit[node.id] };
          for (const each of patternLocals(node.pattern)) {
            if (!this.declarations.has(each)) this.declarations.set(each, node);
            this.addLoop(each, loop);
          }
        } else if ("type" in node && node.kind === "comprehension") {
          const loop = { from: this.flat.enter[node.id], to: this.flat.exit[node.id] };
          for (const clause of node.clauses) if (clause.kind === "for") for (const each of patternLocals(clause.pattern)) this.addLoop(each, loop);
        } else if (node.kind === "letPattern") for (const each of patternLocals(node.pattern)) this.declarations.set(each, node);
        else if (node.kind === "forRange") this.declarations.set(node.local, node);
        else if (node.kind === "guarded") for (const handler of node.handlers) this.declarations.set(handler.binding, node);
      }
    }
    return this.declarations.get(local);
  }

  // --- loops

  private checkLoop(pattern: Statement<"forEach">["pattern"], iterable: Expression, end: number): void {
    const { pass, fn } = this;
    const elem = pass.elementType(iterable.type);
    if (!elem) return;
    const locals = patternLocals(pattern);
    const borrowed = locals.some((local) => pass.bindings[fn][local] !== byOwn);
    const give = (reason: string): void => {
      for (const local of locals) {
        if (pass.bindings[fn][local] === byOwn) continue;
        pass.bindings[fn][local] = byOwn;
        pass.changed = true;
      }
      if (pass.heavy(elem)) pass.demote(elem, reason);
    };
    const { root, chain } = pass.place(iterable);
    const place = root.kind === "local" && this.loopBorrows(iterable);
    const shared = pass.isShared(iterable.type) || this.sharedOnTheWay(iterable);
    // No cell stays borrowed while the body runs.
    if (!pass.isShared(iterable.type) && this.sharedOnTheWay(iterable)) pass.demote(iterable.type, "a loop goes over it inside a shared object");
    if (borrowed && shared) give("an element of a shared container is kept while the loop goes on");
    if (root.kind !== "local" && root.kind !== "global") {
      if (root !== iterable && pass.heavy(elem)) give("an element of something inside a temporary");
      return;
    }
    if (!place) {
      // An iterator over something, or a global: elements are handed out one by one.
      if (iterable.type.kind !== "iter" && pass.heavy(elem)) give("an element is read out of its container");
      return;
    }
    if (root.kind !== "local") return;
    const consumed = this.usesUp(iterable) && !borrowed;
    const since = this.flat.exit[iterable.id];
    if (!shared && !consumed && this.conflict(root.local, chain, since, end, false)) {
      give("its container changes while a loop goes over it");
      pass.demote(iterable.type, "changes while a loop goes over it");
      return;
    }
    if (pattern.kind !== "local" || pass.bindings[fn][pattern.local] === byOwn) {
      // Elements are copied out of the container.
      if (!consumed && !shared && locals.some((local) => pass.heavy(this.type(local)))) give("an element is read out of its container");
      if (shared && pass.heavy(elem)) give("an element is read out of its container");
      return;
    }
    const { local } = pattern;
    const type = this.type(local);
    let mutable = false;
    for (const mention of this.mentions(local)) {
      if (mention.mode === Mode.own && mention.chain === "" && pass.heavy(type) && !pass.isShared(type)) {
        if (type.kind !== "instance" && type.kind !== "list" && type.kind !== "dict" && type.kind !== "set" && type.kind !== "deque") return give(`${this.name(local)} is kept outside of its container`);
        pass.demote(type, `${this.name(local)} is kept outside of its container`);
      }
      if (mention.mode === Mode.store && mention.chain === "") return give(`${this.name(local)} is assigned`);
      if (mention.mode === Mode.mut || mention.mode === Mode.update || mention.mode === Mode.store) mutable = true;
      // Used after its loop, it has outlived the borrow.
      if (!this.loopsOf(local).some((each) => each.from < mention.time && mention.time < each.to)) return give(`${this.name(local)} is used after its loop`);
    }
    if (pass.isShared(type)) {
      mutable = false;
      if (pass.bindings[fn][local] === byMut) {
        pass.bindings[fn][local] = byRef;
        pass.changed = true;
      }
    }
    if (!mutable) return;
    if (iterable.type.kind !== "list" && iterable.type.kind !== "deque" && iterable.type.kind !== "array") return give(`${this.name(local)} is changed inside its container`);
    if (this.conflict(root.local, chain, since, end, true)) return give(`${this.name(local)} is changed while its container is in use`);
    if (pass.bindings[fn][local] === byRef) {
      pass.bindings[fn][local] = byMut;
      pass.changed = true;
    }
    this.raiseIterated(iterable);
  }

  /** A loop that changes elements needs its container mutable. */
  private raiseIterated(iterable: Expression): void {
    const { root } = this.pass.place(iterable);
    if (root.kind !== "local") return;
    const { params } = this.pass.program.functions[this.fn];
    const index = params.findIndex((param) => param.local === root.local);
    if (index >= 0 && this.pass.params[this.fn][index] === byRef && !this.sharedOnTheWay(iterable)) {
      this.pass.params[this.fn][index] = byMut;
      this.pass.changed = true;
    }
  }

  // --- calls and rows

  private checkCall(node: Expression<"call"> | Expression<"runtime">): void {
    const { pass } = this;
    for (let i = 0; i < node.args.length; i++) {
      const arg = node.args[i];
      // No cell stays borrowed while a function of the program runs: what lies inside one has to be a handle.
      const lent = pass.mode[arg.id] === Mode.mut || pass.mode[arg.id] === Mode.ref;
      if (node.kind === "call" && lent && pass.heavy(arg.type) && this.sharedOnTheWay(arg)) pass.demote(arg.type, "handed to a function while it lies inside a shared object");
      if (node.kind === "call" && lent && i + 1 < node.args.length && pass.heavy(arg.type)) {
        const place = pass.place(arg);
        const last = node.args[node.args.length - 1];
        if (place.root.kind === "local" && this.conflict(place.root.local, place.chain, this.flat.exit[arg.id], this.flat.exit[last.id], false)) pass.demote(arg.type, "handed to a call while another argument changes it");
      }
      if (pass.mode[arg.id] !== Mode.mut || (i === 0 && this.flat.use[arg.id] === Use.path)) continue;
      const { root, chain } = pass.place(arg);
      if (root.kind !== "local") continue;
      for (let j = 0; j < node.args.length; j++) {
        if (i === j) continue;
        const other = node.args[j];
        if (other.kind === "closure") {
          if (pass.effects.captures[this.fn].some((each) => each.closure === other.id && each.local === root.local)) pass.demote(this.handleOf(arg), "a callback reads what the call changes");
          continue;
        }
        const mode = pass.mode[other.id];
        if (mode !== Mode.ref && mode !== Mode.mut) continue;
        if (pass.isCopy(other.type) || other.type.kind === "exact") continue;
        const place = pass.place(other);
        if (place.root.kind !== "local" || place.root.local !== root.local || !overlaps(chain, place.chain)) continue;
        if (place.chain.length > chain.length || (other !== place.root && arg === root)) {
          if (pass.heavy(other.type)) pass.demote(other.type, "handed to a call that changes what it is part of");
        } else pass.demote(this.handleOf(arg), "handed twice to one call that changes it");
      }
    }
  }

  private handleOf(arg: Expression): Type {
    return arg.type;
  }

  /** A row that copies elements out of a place makes a second owner of each. */
  private checkRow(node: Expression<"runtime">): void {
    const { pass } = this;
    const row = this.flat.rows(node.row);
    if (!row.flows || row.result === "ref") return;
    for (const [from, to] of row.flows) {
      const arg = node.args[Number.parseInt(from, 10)];
      if (!arg || from === "result") continue;
      const mode = pass.mode[arg.id];
      if (mode !== Mode.ref && !(mode === Mode.mut && !from.includes("."))) continue;
      // What pops or takes moves out; a borrow that is handed on copies.
      const type = pass.flowEnd(node, from);
      if (!type || !pass.heavy(type) || to === from) continue;
      const { root } = pass.place(arg);
      if (root.kind !== "local" && root.kind !== "global") continue;
      if (arg.kind === "local" && pass.liveness.lastUse(arg.id) && pass.bindings[this.fn][arg.local] === byOwn && !this.isBorrowedParam(arg.local)) continue;
      if (mode === Mode.ref && this.flat.use[arg.id] === Use.mut) continue;
      pass.demote(type, `copied by ${node.row}`);
    }
  }

  private isBorrowedParam(local: LocalId): boolean {
    const { params } = this.pass.program.functions[this.fn];
    const index = params.findIndex((param) => param.local === local);
    return index >= 0 && this.pass.params[this.fn][index] !== byOwn;
  }

  // --- reads that want a value of their own

  /**
   * `v = u` of two variables through which nothing is ever changed in place, and which nothing else gets to hold: a copy cannot be told
   * from the same object.
   */
  private copiesUnseen(node: Expression<"local">): boolean {
    const { pass } = this;
    const elem = pass.elementType(node.type);
    if (!elem || (node.type.kind !== "list" && node.type.kind !== "set") || pass.heavy(elem)) return false;
    const above = this.flat.nodes[this.flat.parent[node.id]];
    const target = above?.kind === "let" ? above.local : above?.kind === "assign" && above.place.kind === "local" ? above.place.local : -1;
    return target >= 0 && this.onlyRead(node.local, node.id) && this.onlyRead(target, -1);
  }

  private onlyRead(local: LocalId, except: number): boolean {
    const { pass, fn } = this;
    if (pass.captured[fn][local] === 2 || pass.effects.cell(fn, local) !== "none" || pass.program.functions[fn].params.some((param) => param.local === local)) return false;
    return this.mentions(local).every((mention) => {
      if (mention.id === except || mention.mode === Mode.ref || mention.mode === Mode.iterate) return true;
      if (mention.mode === Mode.store) return mention.chain === "";
      // The last read may hand it on: no one is left to see a difference, unless the other still lives then.
      const above = this.flat.nodes[this.flat.parent[mention.id]];
      if (mention.mode !== Mode.own || !above) return false;
      if (above.kind === "return") return true;
      // A row that only takes the elements out keeps no hold of the list.
      return above.kind === "runtime" && above.type.kind !== "any" && !this.flat.rows(above.row).flows?.some(([from]) => /^\d+$/.test(from) && above.args[Number(from)]?.id === mention.id);
    });
  }

  private checkOwnRead(node: Expression): void {
    const { pass } = this;
    if (!isPlaceRead(this.flat, node) || !pass.heavy(node.type)) return;
    const { root } = pass.place(node);
    if (node === root) {
      if (node.kind !== "local") return;
      const borrowed = pass.bindings[this.fn][node.local] !== byOwn || this.isBorrowedParam(node.local);
      if (!borrowed && pass.liveness.lastUse(node.id) && !pass.lentBefore(node.id)) return;
      if (!borrowed && this.copiesUnseen(node)) return;
      pass.demote(node.type, `${this.name(node.local)} has a second owner while it is still in use`);
      return;
    }
    // Out of a temporary that dies here nothing else can see the copy, unless it only handed out a handle.
    if (root.kind !== "local" && root.kind !== "global" && !this.sharedOnTheWay(node)) return;
    pass.demote(node.type, "read out of its place into a second owner");
  }
}

function isLoop(kind: string): boolean {
  return kind === "while" || kind === "doWhile" || kind === "loop" || kind === "forEach" || kind === "forRange";
}

function isPlaceRead(flat: Flat, node: Expression): boolean {
  switch (node.kind) {
    case "local":
    case "global":
    case "field":
    case "index":
    case "tupleGet":
      return true;
    case "unwrap":
    case "project":
    case "runtime":
      return stepsInto(flat, node) !== undefined;
    default:
      return false;
  }
}
