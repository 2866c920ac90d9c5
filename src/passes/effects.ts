/** What each function reads and writes, whether it does input or output, and what its closures capture. */
import { patternLocals, type ClassId, type FunctionId, type GlobalId, type LocalId } from "../ir/index.ts";
import type { Calls } from "./calls.ts";
import { expressionAt, mentionsOf, stepsInto, Use, type Flat } from "./flat.ts";
import { consumer } from "./lazy.ts";

export interface Capture {
  /** The closure expression. */
  readonly closure: number;
  readonly local: LocalId;
  /** Assigned inside the closure. */
  readonly assigned: boolean;
}

export interface Effects {
  /** Number of a field; -1 when the class has none of that name. */
  readonly fieldIndex: (cls: ClassId, name: string) => number;
  /** May `fn`, or what it calls, write this field? */
  readonly writesField: (fn: FunctionId, field: number) => boolean;
  /** Some code writes this field after construction. */
  readonly fieldWritten: (cls: ClassId, name: string) => boolean;
  readonly writesGlobal: (fn: FunctionId, global: GlobalId) => boolean;
  readonly readsGlobal: (fn: FunctionId, global: GlobalId) => boolean;
  /** Functions that write a global themselves (assignment, or a mutable use). */
  readonly globalWriters: readonly ReadonlySet<FunctionId>[];
  readonly globalReaders: readonly ReadonlySet<FunctionId>[];
  /** Arguments of calls that are containers in globals: whether they change there is ownership's to say. */
  readonly handed: readonly Handed[];
  readonly io: (fn: FunctionId) => boolean;
  /** No effect but the result: no io, writes nothing that it was not the owner of, raises at most. */
  readonly pure: (fn: FunctionId) => boolean;
  readonly captures: readonly (readonly Capture[])[];
  /** The closure that outlives its statement (it is not just called by the row that takes it). */
  readonly escapes: (closure: number) => boolean;
  readonly cell: (fn: FunctionId, local: LocalId) => "none" | "cell" | "refcell";
}

/** A container in a global that a call is handed. */
export interface Handed {
  readonly global: GlobalId;
  readonly arg: number;
}

class Bits {
  readonly words: Int32Array;
  constructor(size: number) {
    this.words = new Int32Array((size + 31) >> 5);
  }
  add(i: number): void {
    this.words[i >> 5] |= 1 << (i & 31);
  }
  has(i: number): boolean {
    return (this.words[i >> 5] & (1 << (i & 31))) !== 0;
  }
  addAll(other: Bits): void {
    for (let i = 0; i < this.words.length; i++) this.words[i] |= other.words[i];
  }
}

/** Runs the pass. */
export function analyseEffects(flat: Flat, calls: Calls, isCopyLocal: (fn: FunctionId, local: LocalId) => boolean): Effects {
  const { program, nodes, owner, order, first, use } = flat;
  const count = program.functions.length;
  const fieldIds = new Map<string, number>();
  for (const cls of program.classes) for (const field of cls.fields) fieldIds.set(`${cls.id}.${field.name}`, fieldIds.size);
  const fieldIndex = (cls: ClassId, name: string): number => fieldIds.get(`${cls}.${name}`) ?? -1;
  const fields = Array.from({ length: count }, () => new Bits(fieldIds.size));
  const globalsWritten = Array.from({ length: count }, () => new Bits(program.globals.length));
  const globalsRead = Array.from({ length: count }, () => new Bits(program.globals.length));
  const globalWriters = program.globals.map(() => new Set<FunctionId>());
  const globalReaders = program.globals.map(() => new Set<FunctionId>());
  const handed: Handed[] = [];
  const written = new Bits(fieldIds.size);
  const io = new Uint8Array(count);
  const impure = new Uint8Array(count);
  const captures: Capture[][] = Array.from({ length: count }, () => []);
  const cells: (Map<LocalId, "cell" | "refcell"> | undefined)[] = [];

  /** Marks what a write to (or a mutable borrow of) the place changes: its own field and global, and what it lies inside. */
  const markWrite = (fn: number, place: number, argument = false): void => {
    let at = expressionAt(flat, place);
    for (;;) {
      if (at.kind === "field" && (at.object.type.kind === "instance" || at.object.type.kind === "record")) {
        const field = fieldIndex(at.object.type.class, at.name);
        if (field >= 0) {
          written.add(field);
          if (fn >= 0) fields[fn].add(field);
        }
      }
      const inner = at.kind === "deref" ? at.pointer : stepsInto(flat, at);
      if (!inner) break;
      at = inner;
    }
    if (at.kind === "global") {
      if (argument) handed.push({ global: at.global, arg: place });
      else globalWriters[at.global].add(fn);
      if (fn >= 0) globalsWritten[fn].add(at.global);
    }
    if (fn >= 0 && (at.kind !== "local" || program.functions[fn].params.some((each) => each.local === at.local))) impure[fn] = 1;
  };

  const functionRange = first[count];
  for (let i = 0; i < order.length; i++) {
    const node = nodes[order[i]]!;
    const fn = i < functionRange ? owner[node.id] : -1;
    switch (node.kind) {
      case "global":
        globalReaders[node.global].add(fn);
        if (fn >= 0) globalsRead[fn].add(node.global);
        if (use[node.id] === Use.mut) markWrite(fn, node.id);
        break;
      case "assign":
      case "update":
        markWrite(fn, node.place.id);
        break;
      case "addressOf":
        markWrite(fn, node.place.id);
        break;
      case "runtime": {
        const row = flat.rows(node.row);
        if (fn >= 0) {
          if (row.io) io[fn] = 1;
          else if (!row.pure && !row.args.includes("mut")) impure[fn] = 1;
        }
        for (const arg of node.args) if (use[arg.id] === Use.mut) markWrite(fn, arg.id);
        break;
      }
      case "call": {
        // A method may change what it is given; until ownership knows the passing, a heap argument counts as written.
        node.args.forEach((arg) => {
          if (
            arg.kind !== "local" &&
            (arg.type.kind === "list" || arg.type.kind === "dict" || arg.type.kind === "set" || arg.type.kind === "deque")
          )
            markWrite(fn, arg.id, true);
        });
        break;
      }
      case "yield":
      case "callValue":
      case "deref":
        if (fn >= 0) impure[fn] = 1;
        break;
      default:
        break;
    }
  }
  for (const fn of program.functions) if (fn.extern) io[fn.id] = impure[fn.id] = 1;

  // Closures: what they mention of the function's locals that they do not declare themselves.
  const escaping = new Uint8Array(program.nodeCount);
  for (const fn of program.functions) {
    const found = new Map<number, Map<LocalId, boolean>>();
    const closures: { id: number; own: Set<LocalId> }[] = [];
    const end = first[fn.id + 1];
    let any = false;
    for (let i = first[fn.id]; i < end; i++) {
      const node = nodes[order[i]]!;
      while (closures.length > 0 && flat.exit[closures[closures.length - 1].id] < flat.enter[node.id]) closures.pop();
      if (node.kind === "closure") {
        any = true;
        closures.push({ id: node.id, own: new Set(node.params.map((each) => each.local)) });
        found.set(node.id, new Map());
      } else if (node.kind === "comprehension") {
        // A lazy one is a closure too.
        if (node.type.kind === "iter") {
          any = true;
          closures.push({ id: node.id, own: new Set() });
          found.set(node.id, new Map());
        }
        if (closures.length > 0)
          for (const clause of node.clauses)
            if (clause.kind === "for") for (const local of patternLocals(clause.pattern)) closures[closures.length - 1].own.add(local);
      }
      if (closures.length === 0) continue;
      const innermost = closures[closures.length - 1].own;
      if (node.kind === "let") innermost.add(node.local);
      else if (node.kind === "letPattern" || node.kind === "forEach") for (const local of patternLocals(node.pattern)) innermost.add(local);
      else if (node.kind === "forRange") innermost.add(node.local);
      else if (node.kind === "guarded") for (const handler of node.handlers) innermost.add(handler.binding);
      else if (node.kind === "local") {
        const stored = use[node.id] === Use.store || use[node.id] === Use.update;
        for (let depth = closures.length - 1; depth >= 0 && !closures[depth].own.has(node.local); depth--) {
          const map = found.get(closures[depth].id)!;
          map.set(node.local, stored || map.get(node.local) === true);
        }
      }
    }
    if (!any) continue;
    for (const [closure, map] of found) {
      escaping[closure] = escapesFrom(flat, closure, map) ? 1 : 0;
      for (const [local, assigned] of map) captures[fn.id].push({ closure, local, assigned });
    }
    cells[fn.id] = cellsOf(flat, fn.id, captures[fn.id], escaping, isCopyLocal);
  }

  // Callees first, each component as one.
  for (const members of calls.components) {
    const [head] = members;
    for (const fn of members) {
      for (const callee of [...calls.callees[fn], ...(fn === head ? [] : [fn])]) {
        fields[head].addAll(fields[callee]);
        globalsWritten[head].addAll(globalsWritten[callee]);
        globalsRead[head].addAll(globalsRead[callee]);
        io[head] |= io[callee];
        impure[head] |= impure[callee];
      }
    }
    for (const fn of members) {
      fields[fn] = fields[head];
      globalsWritten[fn] = globalsWritten[head];
      globalsRead[fn] = globalsRead[head];
      io[fn] = io[head];
      impure[fn] = impure[head];
    }
  }

  return {
    fieldIndex,
    writesField: (fn, field) => field >= 0 && fields[fn].has(field),
    fieldWritten: (cls, name) => {
      const field = fieldIndex(cls, name);
      return field < 0 || written.has(field);
    },
    writesGlobal: (fn, global) => globalsWritten[fn].has(global),
    readsGlobal: (fn, global) => globalsRead[fn].has(global),
    globalWriters,
    globalReaders,
    handed,
    io: (fn) => io[fn] === 1,
    pure: (fn) => io[fn] === 0 && impure[fn] === 0,
    captures,
    escapes: (closure) => escaping[closure] === 1,
    cell: (fn, local) => cells[fn]?.get(local) ?? "none",
  };
}

/** A closure stays inside its statement when a row only calls it; a lazy sequence when it is used up there and nothing changes what it reads. */
function escapesFrom(flat: Flat, id: number, captured: ReadonlyMap<LocalId, boolean>): boolean {
  let sequence = id;
  if (flat.nodes[id]!.kind === "closure") {
    const above = flat.parent[id] < 0 ? undefined : flat.nodes[flat.parent[id]];
    if (above?.kind !== "runtime") return true;
    const index = above.args.findIndex((arg) => arg.id === id);
    if (!flat.rows(above.row).calls?.includes(index)) return true;
    if (above.type.kind !== "iter") return false;
    sequence = above.id;
  }
  const end = consumer(flat, sequence);
  if (!end) return true;
  // What it assigns must not be read by others on the way, nor what it reads be assigned.
  for (const [local, assigned] of captured)
    for (const mention of mentionsOf(flat, local, flat.enter[id], flat.exit[end.id])) {
      if (flat.enter[mention] < flat.exit[id]) continue;
      const stored = flat.use[mention] === Use.store || flat.use[mention] === Use.update;
      if (assigned || stored) return true;
    }
  return false;
}

/** What runs its parts again and again. */
const repeats = new Set(["while", "doWhile", "loop", "forEach", "forRange", "comprehension"]);

/** Which captured locals live in a cell: written while an escaping closure can still see them, or by it. */
function cellsOf(
  flat: Flat,
  fn: FunctionId,
  captures: readonly Capture[],
  escaping: Uint8Array,
  isCopyLocal: (fn: FunctionId, local: LocalId) => boolean,
): Map<LocalId, "cell" | "refcell"> {
  const cells = new Map<LocalId, "cell" | "refcell">();
  const firstCapture = new Map<LocalId, number>();
  const put = (local: LocalId): void => void cells.set(local, isCopyLocal(fn, local) ? "cell" : "refcell");
  if (!captures.some(({ closure }) => escaping[closure])) return cells;
  const declaredIn = new Map<LocalId, number>();
  const end = flat.first[fn + 1];
  for (let i = flat.first[fn]; i < end; i++) {
    const node = flat.nodes[flat.order[i]]!;
    if (node.kind === "let") declaredIn.set(node.local, flat.enter[node.id]);
  }
  for (const { closure, local, assigned } of captures) {
    if (!escaping[closure]) continue;
    if (assigned) put(local);
    // A loop around the closure runs what stands before it again; where the variable is declared inside of the loop, each round has one of its own.
    let since = flat.enter[closure];
    const declared = declaredIn.get(local) ?? -1;
    for (let at = flat.parent[closure]; at >= 0 && flat.enter[at] > declared; at = flat.parent[at])
      if (repeats.has(flat.nodes[at]!.kind)) since = flat.enter[at];
    firstCapture.set(local, Math.min(since, firstCapture.get(local) ?? since));
  }
  for (let i = flat.first[fn]; i < end; i++) {
    const node = flat.nodes[flat.order[i]]!;
    if (node.kind !== "assign" && node.kind !== "update" && node.kind !== "let") continue;
    const local = node.kind === "let" ? (node.value ? node.local : -1) : node.place.kind === "local" ? node.place.local : -1;
    const from = firstCapture.get(local);
    if (from === undefined) continue;
    if (node.kind !== "let" && flat.exit[node.id] > from) put(local);
    // A closure that names itself is stored in a cell: it exists before its variable has a value.
    if (
      node.kind === "let" &&
      node.value &&
      captures.some(
        (each) => each.local === local && flat.enter[each.closure] > flat.enter[node.id] && flat.exit[each.closure] < flat.exit[node.id],
      )
    )
      put(local);
  }
  return cells;
}
