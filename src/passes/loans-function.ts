/** The borrows of one function: candidates, how long each is in use, and what speaks against it. */
import { isContainer, type Expression, type FunctionId, type LocalId, type Node, type Statement, type Type } from "../ir/index.ts";
import { stepsInto, type Flat } from "./flat.ts";
import { consumer } from "./lazy.ts";
import { Mode } from "./ownership-modes.ts";
import type { OwnershipPass } from "./ownership.ts";
import { Declarations, isLoop, type Stretch } from "./loans-declarations.ts";
import { checkLoop } from "./loans-loops.ts";
import { checkCaptures, checkItems, goesOver } from "./loans-items.ts";
import { checkCall, checkRow } from "./loans-calls.ts";
import { isLent } from "./lenders.ts";
import { checkOwnRead, copiesUnseen } from "./loans-reads.ts";

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

export const byRef = 0;
export const byMut = 1;
export const byOwn = 2;

export const overlaps = (a: string, b: string): boolean =>
  a === b || a.startsWith(`${b}.`) || b.startsWith(`${a}.`) || a === "" || b === "";

export class FunctionLoans {
  readonly pass: OwnershipPass;
  readonly flat: Flat;
  readonly fn: FunctionId;
  private readonly from: number;
  private readonly to: number;
  private mentionTable: Map<LocalId, Mention[]> | undefined;
  private readonly borrowers = new Map<LocalId, LocalId[]>();
  private readonly ends = new Map<LocalId, number>();
  private readonly candidates = new Map<LocalId, Candidate>();
  private readonly declarations: Declarations;

  constructor(pass: OwnershipPass, flat: Flat, fn: FunctionId) {
    this.pass = pass;
    this.flat = flat;
    this.fn = fn;
    this.from = flat.first[fn];
    this.to = flat.first[fn + 1];
    this.declarations = new Declarations(flat, fn);
  }

  loopsOf(local: LocalId): readonly Stretch[] {
    return this.declarations.loopsOf(local);
  }

  type(local: LocalId): Type {
    return this.pass.program.functions[this.fn].locals[local].type;
  }

  start(): void {
    for (let i = this.from; i < this.to; i++) this.startPatterns(i);
    this.findCandidates();
    for (const { local } of this.candidates.values()) this.pass.bindings[this.fn][local] = byRef;
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
        if (node.kind === "forEach") checkLoop(this, node.pattern, node.iterable, this.flat.exit[node.id]);
        continue;
      }
      if (node.kind === "comprehension") {
        this.checkComprehension(node);
      } else if (node.kind === "call") checkCall(this, node);
      else if (node.kind === "runtime") {
        checkCall(this, node);
        checkRow(this, node);
        checkItems(this, node);
      }
      if (this.pass.mode[node.id] === Mode.own) checkOwnRead(this, node);
    }
  }

  private checkComprehension(node: Expression<"comprehension">): void {
    const end = node.type.kind === "iter" ? consumer(this.flat, node.id) : node;
    const kept = !end || (node.type.kind === "iter" && this.pass.effects.escapes(node.id));
    for (const [i, clause] of node.clauses.entries()) {
      if (clause.kind !== "for") continue;
      // The first container is looked at before the sequence begins, and stays in use until it ends.
      if (kept && i === 0 && isContainer(clause.iterable)) goesOver(this, clause.iterable, undefined, "a lazy sequence");
      checkLoop(this, clause.pattern, clause.iterable, this.flat.exit[end?.id ?? node.id]);
    }
    if (node.type.kind === "iter") checkCaptures(this, node);
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
    for (const { local } of this.pass.program.functions[this.fn].params) definitions.set(local, null);
    for (const candidate of definitions.values())
      if (candidate && (this.pass.bindings[this.fn][candidate.local] !== byOwn || this.mayBorrow(candidate)))
        this.candidates.set(candidate.local, candidate);
  }

  private mayBorrow({ local, value }: Candidate): boolean {
    const type = this.type(local);
    if (
      this.pass.isCopy(type) ||
      type.kind === "exact" ||
      type.kind === "iter" ||
      type.kind === "func" ||
      type.kind === "any" ||
      type.kind === "union"
    )
      return false;
    if (type.kind === "runtime") return false;
    // What owns its value hands it over with its last use; a borrow is lent on.
    if (value.kind === "local" && this.pass.liveness.lastUse(value.id) && !this.mayBeBorrow(value.local)) return false;
    // The declared type has to be the place's own: an option made of a plain value is a new one.
    if (value.type.kind !== type.kind) return false;
    // Conversions on the way (`unwrap` of an option that is no place) need an owner.
    const { root } = this.pass.place(value);
    if (value === root && value.kind !== "local") return false;
    return root.kind === "local" && this.pass.captured[this.fn][local] !== 2;
  }

  /** Does the variable own its value, so that a loop over it, its last use, takes the items? */
  private owns(local: LocalId): boolean {
    const own = this.pass.bindings[this.fn][local] === byOwn && this.pass.effects.cell(this.fn, local) === "none";
    return own && !this.isBorrowedParam(local);
  }

  private mayBeBorrow(local: LocalId): boolean {
    return this.pass.bindings[this.fn][local] !== byOwn || this.paramOf(local) >= 0;
  }

  private paramOf(local: LocalId): number {
    return this.pass.program.functions[this.fn].params.findIndex((param) => param.local === local);
  }

  private startPatterns(index: number): void {
    const node = this.flat.nodes[this.flat.order[index]]!;
    if (node.kind === "forEach" && this.loopBorrows(node.iterable) && !this.usesUp(node.iterable)) this.startPattern(node.pattern);
    else if ("type" in node && node.kind === "comprehension")
      for (const clause of node.clauses)
        if (clause.kind === "for" && this.loopBorrows(clause.iterable) && !this.usesUp(clause.iterable)) this.startPattern(clause.pattern);
  }

  private startPattern(pattern: Statement<"forEach">["pattern"]): void {
    if (pattern.kind !== "local") return;
    const type = this.type(pattern.local);
    const declaration = this.declarations.of(pattern.local);
    // A variable that a `let` declares gets the element as a value of its own.
    if (declaration?.kind === "let" || declaration?.kind === "letPattern") return;
    if (
      !this.pass.isCopy(type) &&
      type.kind !== "exact" &&
      type.kind !== "any" &&
      type.kind !== "func" &&
      type.kind !== "iter" &&
      this.definedOnce(pattern.local)
    )
      this.pass.bindings[this.fn][pattern.local] = byRef;
  }

  private definedOnce(local: LocalId): boolean {
    return (
      this.pass.captured[this.fn][local] !== 2 &&
      !this.pass.liveness.reassigned(this.fn, local) &&
      this.pass.effects.cell(this.fn, local) === "none"
    );
  }

  /** Is it the last use of a variable that owns its value, so that the loop takes the items? */
  usesUp(iterable: Expression): boolean {
    if (iterable.kind !== "local" || !this.pass.liveness.lastUse(iterable.id)) return false;
    return this.owns(iterable.local) && this.paramOf(iterable.local) < 0;
  }

  /** Does a loop over this borrow a place (and not consume a temporary)? */
  loopBorrows(iterable: Expression): boolean {
    const { kind } = iterable.type;
    if (kind !== "list" && kind !== "deque" && kind !== "set" && kind !== "dict" && kind !== "array") return false;
    return this.pass.place(iterable).root.kind === "local";
  }

  // --- mentions

  mentions(local: LocalId): readonly Mention[] {
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
        const moved =
          (mode === Mode.own || (mode === Mode.iterate && this.owns(node.local))) &&
          this.pass.liveness.lastUse(node.id) &&
          !this.pass.isCopy(node.type);
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
  conflict(root: LocalId, chain: string, from: number, to: number, mutable: boolean): boolean {
    for (const mention of this.mentions(root)) {
      if (mention.time <= from) continue;
      if (mention.time >= to) break;
      if ((mutable || mention.write) && overlaps(mention.chain, chain)) return true;
    }
    return false;
  }

  /** Is there a cell on the way to the place, which stays borrowed as long as the place is? */
  cellOnTheWay(value: Expression): boolean {
    return this.pass.reach.cellsOf(value).length > 0;
  }

  throughHandle(value: Expression): boolean {
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
    const last = value.kind === "local" && pass.liveness.lastUse(value.id);
    const reject = (reason: string): void => {
      pass.bindings[fn][local] = byOwn;
      pass.changed = true;
      // The last use of a variable may still hand it over; if it cannot, that is found where the value is read.
      if (pass.heavy(type) && !last && !(value.kind === "local" && copiesUnseen(this, value))) pass.demote(type, reason);
    };
    if (this.cellOnTheWay(value)) return reject("kept after it was read out of a shared object");
    if (pass.effects.cell(fn, local) !== "none") return reject("lives in a cell");
    const { root, chain } = pass.place(value);
    if (root.kind !== "local") return reject("read out of something that is not a local");
    if (pass.effects.cell(fn, root.local) !== "none" || pass.captured[fn][root.local] === 2)
      return reject("read out of a captured variable");
    if (pass.program.functions[fn].yields !== undefined && !isLent(pass, fn, this.paramOf(root.local)))
      return reject("a generator keeps it");
    let mutable = false;
    for (const mention of this.mentions(local)) {
      if (mention.mode === Mode.own && mention.chain === "" && pass.heavy(type) && !pass.isShared(type)) {
        // Once it is shared, handing it on is another handle; the borrow of the first may stay.
        if (
          last ||
          (type.kind !== "instance" && type.kind !== "list" && type.kind !== "dict" && type.kind !== "set" && type.kind !== "deque")
        )
          return reject(`read into ${this.name(local)} and handed on`);
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

  name(local: LocalId): string {
    return this.pass.program.functions[this.fn].locals[local].name;
  }

  /** Is `root` declared around `borrower`'s declaration? */
  private outlives(root: LocalId, definition: Statement, borrower: LocalId): boolean {
    const declaration = this.declarations.of(borrower) ?? definition;
    const rootDeclaration = this.declarations.of(root);
    if (!rootDeclaration) return true;
    const block = "label" in rootDeclaration && isLoop(rootDeclaration.kind) ? rootDeclaration.id : this.flat.parent[rootDeclaration.id];
    if (block < 0) return true;
    return this.flat.enter[block] <= this.flat.enter[declaration.id] && this.flat.exit[declaration.id] <= this.flat.exit[block];
  }

  isBorrowedParam(local: LocalId): boolean {
    const index = this.paramOf(local);
    return index >= 0 && this.pass.params[this.fn][index] !== byOwn;
  }
}
