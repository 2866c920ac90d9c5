/**
 * Ownership: every class of heap values starts as a plain value and is demoted to a shared handle by a use that a value cannot express.
 * Rounds of: how each expression is used (given what is shared), how parameters are taken, which locals can be borrows, and what must be
 * demoted. Demotion only goes down, so the rounds end.
 */
import {
  eachChild,
  isExpression,
  patternLocals,
  type Expression,
  type FunctionId,
  type GlobalId,
  type LocalId,
  type Pattern,
  type Program,
  type Rep,
  type Type,
} from "../ir/index.ts";
import type { Calls } from "./calls.ts";
import { elementType, flowEnd, type RepClasses } from "./classes.ts";
import type { Effects } from "./effects.ts";
import { isCopy, mentionsOf, rootOf, stepsInto, type Flat } from "./flat.ts";
import { eachOuterRep, isHeavy } from "./heavy.ts";
import type { Liveness } from "./liveness.ts";
import { checkHanded, globalChanges } from "./handed.ts";
import { Loans } from "./loans.ts";
import { Mode, solveModes } from "./ownership-modes.ts";
import { findLenders, settleLenders } from "./lenders.ts";
import { findOptional } from "./optional.ts";
import { Reach } from "./reach.ts";
import { result, type Ownership } from "./ownership-result.ts";

export const byRef = 0;
export const byMut = 1;
export const byOwn = 2;

/** A list of nothing but constants: `[None]`. */
const holdsConstants = (e: Expression | undefined): boolean =>
  e?.kind === "list" && e.elems.every((elem) => ["none", "bool", "int", "float", "str"].includes(elem.kind));

/** Runs the pass. */
export function analyseOwnership(
  flat: Flat,
  calls: Calls,
  effects: Effects,
  liveness: Liveness,
  classes: RepClasses,
  small: (rep: Rep) => boolean = () => false,
): Ownership {
  const pass = new OwnershipPass(flat, calls, effects, liveness, classes);
  pass.run();
  return result(pass, small);
}

export class OwnershipPass {
  readonly flat: Flat;
  readonly program: Program;
  readonly calls: Calls;
  readonly effects: Effects;
  readonly liveness: Liveness;
  readonly classes: RepClasses;
  readonly shared: Uint8Array;
  readonly boxed = new Set<Rep>();
  readonly reasons = new Map<Rep, string>();
  readonly mode: Uint8Array;
  /** Changed through its handle, which itself is only read. */
  readonly through: Uint8Array;
  /** What lies in cells that stay borrowed while a function of the program runs, which cannot reach them: arguments by id. */
  readonly held = new Set<number>();
  /** Globals that a call may change or keep. */
  readonly changing = new Set<GlobalId>();
  /** Texts that change while a loop goes over them, by id: the loop has a copy. */
  readonly snapshots = new Set<number>();
  readonly reach = new Reach(this);
  readonly params: Uint8Array[];
  readonly bindings: Uint8Array[];
  /** Parameters that generators may borrow, by function. */
  readonly lenders: Int32Array;
  /** Parameters that may be options of references. */
  readonly optional: (fn: FunctionId, index: number) => boolean;
  /** Functions that a row calls with more than their type as values says: what it has of those arguments is lent to them. */
  readonly borrowing = new Set<FunctionId>();
  /** Captured by a closure (of any kind) in the function. */
  readonly captured: Uint8Array[];
  private readonly heavyTypes = new Map<Type, boolean>();
  changed = false;

  constructor(flat: Flat, calls: Calls, effects: Effects, liveness: Liveness, classes: RepClasses) {
    this.flat = flat;
    this.program = flat.program;
    this.calls = calls;
    this.effects = effects;
    this.liveness = liveness;
    this.classes = classes;
    this.shared = new Uint8Array(flat.program.reps.count + flat.program.classes.length);
    this.mode = new Uint8Array(flat.program.nodeCount);
    this.through = new Uint8Array(flat.program.nodeCount);
    this.params = flat.program.functions.map((fn) => new Uint8Array(fn.params.length));
    this.bindings = flat.program.functions.map((fn) => new Uint8Array(fn.locals.length).fill(byOwn));
    this.optional = findOptional(flat, calls);
    this.captured = flat.program.functions.map((fn) => {
      const set = new Uint8Array(fn.locals.length);
      for (const each of effects.captures[fn.id]) set[each.local] = effects.escapes(each.closure) ? 2 : Math.max(1, set[each.local]);
      return set;
    });
    this.lenders = findLenders(this, calls);
  }

  heavy(type: Type): boolean {
    let known = this.heavyTypes.get(type);
    if (known === undefined) this.heavyTypes.set(type, (known = isHeavy(this.program, type)));
    return known;
  }

  isShared(type: Type): boolean {
    return "rep" in type && type.kind !== "exact" && type.kind !== "ptr" && this.shared[this.classes.find(type.rep)] === 1;
  }

  /** Makes the heap values that a value of this type holds shared. */
  demote(type: Type, reason: string): void {
    eachOuterRep(this.program, type, (rep) => {
      const root = this.classes.find(rep);
      if (this.shared[root]) return;
      this.shared[root] = 1;
      this.reasons.set(root, reason);
      this.changed = true;
    });
  }

  run(): void {
    this.initialDemotions();
    this.initialParams();
    const loans = new Loans(this);
    loans.start();
    do {
      this.changed = false;
      solveModes(this);
      checkHanded(this);
      settleLenders(this);
      this.reach.update();
      this.held.clear();
      this.snapshots.clear();
      loans.run();
    } while (this.changed);
    this.findBoxes();
  }

  /** Function values, identity tests, globals that change, captures by closures that stay. */
  private initialDemotions(): void {
    const { program, flat } = this;
    const { nodes, order } = flat;
    for (let i = 0; i < order.length; i++) {
      const node = nodes[order[i]]!;
      switch (node.kind) {
        case "identical":
          this.demote(node.left.type, "compared by identity");
          this.demote(node.right.type, "compared by identity");
          break;
        case "toAny":
        case "fromAny":
          this.demoteDeep(node.kind === "toAny" ? node.value.type : node.type, "flows into a dynamic value");
          break;
        case "closure":
        case "function":
          this.demote(node.type, "a function value");
          if (
            node.kind === "function" &&
            node.type.kind === "fnptr" &&
            node.type.params.length < program.functions[node.function].params.length
          )
            this.borrowing.add(node.function);
          break;
        case "runtime": {
          for (const end of program.rows(node.row).repeats ?? []) {
            const type = this.flowEnd(node, end);
            if (type && !(end.endsWith(".elem") && holdsConstants(node.args[Number.parseInt(end, 10)])))
              this.demote(type, `put into several places by ${node.row}`);
          }
          break;
        }
        default:
          break;
      }
    }
    for (const cls of program.classes)
      if (cls.implements.some((each) => each.lasting === true || (each.by === "identity" && each.trait === "std::cmp::PartialEq")))
        this.demote({ kind: "instance", class: cls.id, rep: program.reps.count + cls.id }, "told apart by identity");
    for (const global of program.globals)
      if (!global.constant || globalChanges(this, global.id)) this.demote(global.type, "a global that changes");
    for (const fn of program.functions) {
      for (const each of this.effects.captures[fn.id]) {
        // A lazy sequence holds what it reads of its own: a handle, since a copy would cost what the sequence is to save.
        if (
          nodes[each.closure]!.kind === "comprehension" &&
          this.effects.escapes(each.closure) &&
          this.readsLater(each.closure, each.local)
        )
          this.demote(fn.locals[each.local].type, "read by a lazy sequence");
        if (this.effects.escapes(each.closure))
          this.demote(fn.locals[each.local].type, "captured by a closure that outlives the statement");
      }
      for (const local of fn.locals) if (local.type.kind === "func") this.demote(local.type, "a function value");
    }
  }

  /** Does a comprehension read the local after its first iterable? */
  private readsLater(comprehension: number, local: LocalId): boolean {
    const { nodes, enter, exit } = this.flat;
    const node = nodes[comprehension] as Expression<"comprehension">;
    const [first] = node.clauses;
    const from = first?.kind === "for" ? exit[first.iterable.id] : enter[comprehension];
    return mentionsOf(this.flat, local, from, exit[comprehension]).length > 0;
  }

  private demoteDeep(type: Type, reason: string): void {
    this.demote(type, reason);
    switch (type.kind) {
      case "list":
      case "deque":
      case "set":
      case "iter":
        return this.demoteDeep(type.elem, reason);
      case "dict":
        this.demoteDeep(type.key, reason);
        return this.demoteDeep(type.value, reason);
      case "option":
        return this.demoteDeep(type.inner, reason);
      case "tuple":
        for (const each of type.elems) this.demoteDeep(each, reason);
        return;
      default:
        return;
    }
  }

  private initialParams(): void {
    const kept = (fn: FunctionId, i: number): boolean => this.program.functions[fn].yields !== undefined && this.lenders[fn] !== i;
    for (const fn of this.program.functions) {
      fn.params.forEach((param, i) => {
        const { type } = fn.locals[param.local];
        const cell = this.effects.cell(fn.id, param.local) !== "none";
        if (param.passing === "inout") this.params[fn.id][i] = byMut;
        else if (
          isCopy(this.program, type) ||
          type.kind === "exact" ||
          type.kind === "iter" ||
          type.kind === "any" ||
          cell ||
          kept(fn.id, i) ||
          fn.extern ||
          this.captured[fn.id][param.local] === 2
        )
          this.params[fn.id][i] = byOwn;
        else if (type.kind === "runtime" && !type.shared && !type.borrowed) this.params[fn.id][i] = byOwn;
        if (kept(fn.id, i) && this.heavy(type)) this.demote(type, "a generator keeps it");
      });
    }
  }

  /** A value class that holds itself needs a box where it does; a shared one does not. */
  private findBoxes(): void {
    const { classes } = this.program;
    const state = new Uint8Array(classes.length);
    const visit = (cls: number, via: (rep: Rep) => void): void => {
      if (state[cls] === 2) return;
      state[cls] = 1;
      for (const field of classes[cls].fields)
        inlineInstances(this.program, field.type, (type) => {
          if (this.isShared(type) || this.boxed.has(this.classes.find(type.rep))) return;
          if (state[type.class] === 1) this.boxed.add(this.classes.find(type.rep));
          else visit(type.class, via);
        });
      state[cls] = 2;
    };
    for (const cls of classes) if (cls.flavour === "class") visit(cls.id, () => {});
  }

  /** Does an earlier argument of a call around this read borrow the same local? */
  lentBefore(id: number): boolean {
    const { nodes, parent } = this.flat;
    const node = nodes[id]!;
    if (node.kind !== "local") return false;
    let from = id;
    for (let at = parent[id]; at >= 0; at = parent[at]) {
      const above = nodes[at]!;
      if (!("type" in above)) return false;
      if (
        above.kind === "call" ||
        above.kind === "runtime" ||
        above.kind === "format" ||
        above.kind === "compare" ||
        above.kind === "binary"
      ) {
        let before = true;
        let lent = false;
        eachChild(above, (arg) => {
          if (arg.id === from) before = false;
          if (!before || lent || !isExpression(arg)) return;
          const mode = this.mode[arg.id];
          const view = arg.kind === "runtime" && this.flat.rows(arg.row).view === true;
          if ((mode !== Mode.ref && mode !== Mode.mut) || (isCopy(this.program, arg.type) && !view)) return;
          let shown = arg;
          while (shown.kind === "runtime" && this.flat.rows(shown.row).view && shown.args.length > 0) [shown] = shown.args;
          const root = rootOf(this.flat, shown);
          if (root.kind === "local" && root.local === node.local) lent = true;
        });
        if (lent) return true;
      }
      from = at;
    }
    return false;
  }

  /** Is there a cell somewhere inside a value of this type? */
  holdsShared(type: Type, depth = 0): boolean {
    if (this.isShared(type)) return true;
    if (type.kind === "instance")
      return depth < 5 && this.program.classes[type.class].fields.some((field) => this.holdsShared(field.type, depth + 1));
    switch (type.kind) {
      case "list":
      case "deque":
      case "set":
        return this.holdsShared(type.elem, depth + 1);
      case "dict":
        return this.holdsShared(type.value, depth + 1);
      case "option":
        return this.holdsShared(type.inner, depth + 1);
      case "tuple":
        return type.elems.some((each) => this.holdsShared(each, depth + 1));
      case "union":
        return true;
      default:
        return false;
    }
  }

  patternBinds(fn: FunctionId, pattern: Pattern, passing: number): boolean {
    return fn >= 0 && patternLocals(pattern).some((local) => this.bindings[fn][local] === passing);
  }

  /** Is the parameter an option of a reference? */
  takesOption(fn: FunctionId, index: number): boolean {
    if (!this.optional(fn, index) || this.params[fn][index] !== byRef) return false;
    const { params, locals } = this.program.functions[fn];
    const { type } = locals[params[index].local];
    return type.kind === "option" && !this.isShared(type.inner);
  }

  /** The object that an argument `Some(x)` is a reference to. */
  lentContent(call: Expression<"call">, index: number): Expression | undefined {
    const arg = call.args[index];
    if (arg?.kind !== "some" || !this.takesOption(call.function, index)) return undefined;
    const { root } = this.place(arg.value);
    return root.kind === "local" && this.reach.cellsOf(arg.value).length === 0 ? arg.value : undefined;
  }

  classShared(cls: number): boolean {
    return this.shared[this.classes.find(this.program.reps.count + cls)] === 1;
  }

  // --- what loans asks

  /** A borrow of a place: its root and the fields on the way, up to the first step that is no field. */
  place(node: Expression): { root: Expression; chain: string } {
    const root = rootOf(this.flat, node);
    const names: string[] = [];
    let at = node;
    while (at !== root) {
      if (at.kind === "field") names.push(`.${at.name}`);
      else if (at.kind === "tupleGet") names.push(`.${at.index}`);
      else names.length = 0;
      at = stepsInto(this.flat, at) as Expression;
    }
    return { root, chain: names.reverse().join("") };
  }

  elementType = elementType;
  flowEnd = flowEnd;
  isCopy(type: Type): boolean {
    return isCopy(this.program, type);
  }
}

function inlineInstances(program: Program, type: Type, visit: (type: Type<"instance">) => void, depth = 0): void {
  switch (type.kind) {
    case "instance":
      return visit(type);
    case "option":
      return inlineInstances(program, type.inner, visit, depth);
    case "tuple":
      for (const each of type.elems) inlineInstances(program, each, visit, depth);
      return;
    case "union":
      if (depth > 4) return;
      for (const member of program.unions[type.union].members) inlineInstances(program, member.type, visit, depth + 1);
      return;
    default:
      return;
  }
}
