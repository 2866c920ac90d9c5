/** What the rounds of ownership decided, as the facts that emission asks for. */
import type { Expression, FunctionId, LocalId, Rep } from "../ir/index.ts";
import type { Facts } from "./facts.ts";
import { betweenThreads, globalChanges } from "./handed.ts";
import { eachChange, eachHolder, fieldKey } from "./changes.ts";
import { isCopy, mentionsOf, stepsInto } from "./flat.ts";
import { constantInteger, isLiteral } from "./literals.ts";
import type { OwnershipPass } from "./ownership.ts";
import { Mode } from "./ownership-modes.ts";

export type PassingCode = 0 | 1 | 2;
export const passings = ["ref", "mut", "own"] as const;

export interface Ownership {
  readonly representation: (rep: Rep) => "value" | "box" | "shared" | "raw";
  readonly param: (fn: FunctionId, index: number) => "own" | "ref" | "mut";
  readonly optional: (fn: FunctionId, index: number) => boolean;
  readonly binding: (fn: FunctionId, local: LocalId) => "own" | "ref" | "mut";
  readonly field: (cls: number, name: string) => "plain" | "cell" | "refcell";
  readonly global: Facts["global"];
  /** The local is written through (not: assigned): `let mut` when it owns the value. */
  readonly writtenThrough: (fn: FunctionId, local: LocalId) => boolean;
  readonly writes: (fn: FunctionId, cls: number, field: string) => boolean;
  readonly rewrites: Facts["rewrites"];
  /** The argument stays borrowed in its cell during the call. */
  readonly held: (node: number) => boolean;
  readonly snapshot: (node: number) => boolean;
  /** The place is assigned, or what it holds is changed in place. */
  readonly changes: (node: number) => boolean;
  /** The read stands behind one of the same local that may have left a cell inside it borrowed until the statement ends. */
  readonly guarded: (node: number) => boolean;
  readonly reason: (rep: Rep) => string | undefined;
}

/** The facts after the last round. */
export function result(pass: OwnershipPass, small: (rep: Rep) => boolean): Ownership {
  const { program } = pass;
  const writtenThrough = program.functions.map((fn) => new Uint8Array(fn.locals.length));
  // Fields of this round only: a field that is a handle by now is not written.
  const fieldWritten = new Set<string>();
  const { owner } = pass.flat;
  eachChange(pass, (place) => {
    // Assignments of a local are the liveness pass's.
    if (place.kind === "local" && (pass.mode[place.id] === Mode.store || pass.mode[place.id] === Mode.update)) return;
    eachHolder(pass, place, (holder) => {
      const field = fieldKey(holder);
      if (field !== undefined) fieldWritten.add(field);
      if (holder.kind === "local" && owner[holder.id] >= 0) writtenThrough[owner[holder.id]][holder.local] = 1;
    });
  });
  return {
    representation: (rep) => {
      const root = pass.classes.find(rep);
      return pass.shared[root] ? "shared" : pass.boxed.has(root) ? "box" : "value";
    },
    param: (fn, index) => passings[pass.params[fn][index] as PassingCode] ?? "own",
    optional: (fn, index) => pass.takesOption(fn, index),
    binding: (fn, local) => passings[pass.bindings[fn][local] as PassingCode] ?? "own",
    field: (cls, name) => {
      const declared = program.classes[cls];
      if (declared.flavour !== "class" || !fieldWritten.has(`${cls}.${name}`) || !pass.classShared(cls)) return "plain";
      const type = declared.fields.find((each) => each.name === name)?.type;
      return type && isCopy(program, type, small) ? "cell" : "refcell";
    },
    global: (id) => {
      const global = program.globals[id];
      if (global.extern) return "raw";
      if (!global.constant || !global.value) return isCopy(program, global.type, small) && global.value ? "cell" : "refcell";
      if (globalChanges(pass, id)) return "thread";
      const named = (inner: number): boolean => constantNumber(pass, small, inner);
      const slice = global.type.kind === "list" && !pass.isShared(global.type) && isCopy(program, global.type.elem, small);
      if (slice && global.value.kind === "list" && global.value.elems.every((elem) => isConstant(pass, elem, named))) return "const";
      const one = global.type.kind === "exact" || global.type.kind === "tuple" ? isCopy(program, global.type, small) : true;
      if (one && isConstant(pass, global.value, named)) return "const";
      return betweenThreads(pass, global.type) ? "lazy" : "thread";
    },
    writtenThrough: (fn, local) => writtenThrough[fn][local] === 1,
    writes: (fn, cls, field) => pass.reach.changes(fn, `${cls}.${field}`),
    changes: (node) => pass.mode[node] === Mode.mut || pass.mode[node] === Mode.store || pass.mode[node] === Mode.update,
    rewrites: (fn, place) => rewrites(pass, fn, place),
    held: (node) => pass.held.has(node),
    snapshot: (node) => pass.snapshots.has(node),
    guarded: (node) => guarded(pass, node) || pass.lentBefore(node),
    reason: (rep) => pass.reasons.get(pass.classes.find(rep)),
  };
}

/** Is something on the way to the place in reach of the function? */
function rewrites(pass: OwnershipPass, fn: FunctionId | undefined, place: Expression): boolean {
  for (let at: Expression | undefined = place; at; at = stepsInto(pass.flat, at)) {
    const field = fieldKey(at);
    if (at.kind === "global" && (fn === undefined || pass.effects.writesGlobal(fn, at.global))) return true;
    if (field !== undefined && (fn === undefined || pass.reach.changes(fn, field))) return true;
    if (at !== place && "rep" in at.type && at.type.kind !== "exact" && at.type.kind !== "instance" && pass.isShared(at.type))
      if (fn === undefined || pass.reach.changes(fn, pass.classes.find(at.type.rep))) return true;
  }
  return false;
}

function guarded(pass: OwnershipPass, id: number): boolean {
  const { nodes, parent, enter } = pass.flat;
  const node = nodes[id]!;
  if (node.kind !== "local" || !pass.holdsShared(node.type)) return false;
  let statement = id;
  while (parent[statement] >= 0 && "type" in nodes[statement]!) statement = parent[statement];
  const read = mentionsOf(pass.flat, node.local, enter[statement], enter[id]);
  return read.some((other) => parent[other] !== parent[id]);
}

/** Global numbers that are constants. */
function constantNumber(pass: OwnershipPass, small: (rep: Rep) => boolean, id: number): boolean {
  const { constant, value, type, extern } = pass.program.globals[id];
  if (extern || !constant || !value || globalChanges(pass, id)) return false;
  if (type.kind !== "float" && !(type.kind === "exact" && small(type.rep))) return false;
  return isConstant(pass, value, (inner) => constantNumber(pass, small, inner));
}

/** A constant that Rust can write as `const`; `named`: so are these globals. */
function isConstant(pass: OwnershipPass, value: Expression, named: (global: number) => boolean): boolean {
  switch (value.kind) {
    case "global":
      return (value.type.kind === "float" || value.type.kind === "exact") && named(value.global);
    case "binary":
      // Of integers each step has to have 64 bits.
      if (value.type.kind !== "float") break;
      return (
        (value.op === "add" || value.op === "sub" || value.op === "mul") &&
        isConstant(pass, value.left, named) &&
        isConstant(pass, value.right, named)
      );
    case "cast":
      return value.type.kind === "float" && value.value.kind === "int" && isLiteral(value.value);
    case "tuple":
      return value.elems.every((elem) => isConstant(pass, elem, named));
    default:
  }
  return (
    isLiteral(value) || constantInteger(pass.program, value, (id) => (named(id) ? pass.program.globals[id].value : undefined)) !== undefined
  );
}
