/**
 * How the globals of a program with raw memory are stored. An object that no pointer can reach and that is copied whole is a cell; one that nothing
 * writes is a plain static; the rest are static places that only unsafe code touches.
 */
import type { Expression, FunctionId, Global, GlobalId, LocalId, Program, Type } from "../ir/index.ts";
import { sizeOf } from "../ir/pointers.ts";
import { walk } from "../ir/walk.ts";
import type { Facts } from "./facts.ts";

/** The place that a pointer is the address of, or into which it is moved. */
function pointedTo(program: Program, e: Expression): Expression | undefined {
  if (e.kind === "addressOf") return e.place;
  if (e.kind === "cast") return e.type.kind === "ptr" && e.value.type.kind === "ptr" ? pointedTo(program, e.value) : undefined;
  return e.kind === "runtime" && program.rows(e.row).memory === "offset" ? pointedTo(program, e.args[0]) : undefined;
}

/** The global or local that a place is part of; through a pointer that is kept somewhere it is another object. */
function rootOf(program: Program, place: Expression): { global?: GlobalId; local?: LocalId; whole: boolean } | undefined {
  let whole = true;
  for (let at = place; ; whole = false) {
    if (at.kind === "global") return { global: at.global, whole };
    if (at.kind === "local") return { local: at.local, whole };
    if (at.kind === "field") at = at.object;
    else if (at.kind === "index" && at.object.type.kind === "array") at = at.object;
    else {
      const inside = at.kind === "deref" ? pointedTo(program, at.pointer) : at.kind === "index" ? pointedTo(program, at.object) : undefined;
      if (!inside) return undefined;
      at = inside;
    }
  }
}

/** Is a member that is a cell written, or a part of one? */
function liesInCell(program: Program, place: Expression): boolean {
  for (let at = place; at.kind === "field" || at.kind === "index"; at = at.object)
    if (at.kind === "field" && at.object.type.kind === "record" && program.classes[at.object.type.class].cells) return true;
  return false;
}

export interface Places {
  readonly global: Facts["global"];
  /** Changed in part, or by way of a pointer: needs `mut` though nothing assigns it whole. */
  readonly touched: (fn: FunctionId, local: LocalId) => boolean;
}

export function analysePlaces(program: Program, { pointers, dead }: Pick<Facts, "pointers" | "dead">): Places {
  const touched = program.functions.map((fn) => new Uint8Array(fn.locals.length));
  let current = -1;
  const touch = (local: LocalId | undefined): void => {
    if (local !== undefined && current >= 0) touched[current][local] = 1;
  };
  const addressed = new Set<GlobalId>();
  const written = new Set<GlobalId>();
  const parts = new Set<GlobalId>();
  /** Members are written one by one. */
  const inside = new Set<GlobalId>();
  const visit = (node: Parameters<typeof walk>[0]): void => {
    walk(node, (each) => {
      // What an expression assigns on the way is assigned a second time.
      if (each.kind === "block" && "type" in each) {
        walk(each, (inside) => {
          if ((inside.kind === "assign" && !dead(inside.id)) || inside.kind === "update") touch(rootOf(program, inside.place)?.local);
        });
      }
      if (each.kind === "addressOf") {
        if (pointers.lifted(each.id)) return;
        const root = rootOf(program, each.place);
        if (root?.global !== undefined) addressed.add(root.global);
        if (each.type.kind === "ptr" && each.type.mutable) touch(root?.local);
      } else if (each.kind === "assign" || each.kind === "update") {
        if (dead(each.id)) return;
        const root = rootOf(program, each.place);
        if (root?.global !== undefined) (root.whole ? written : parts).add(root.global);
        if (root?.global !== undefined && each.place.kind === "field") inside.add(root.global);
        if (root && !root.whole && !liesInCell(program, each.place)) touch(root.local);
      } else if (each.kind === "runtime") {
        const row = program.rows(each.row);
        each.args.forEach((arg, i) => {
          const passing = row.args[Math.min(i, row.args.length - 1)];
          const root = passing === "mut" ? rootOf(program, arg) : undefined;
          if (root?.global !== undefined) parts.add(root.global);
          touch(root?.local);
        });
      }
    });
  };
  for (const fn of program.functions) {
    current = fn.id;
    for (const statement of fn.body.statements) visit(statement);
  }
  current = -1;
  for (const global of program.globals) if (global.value) visit(global.value);
  const global = (id: GlobalId): ReturnType<Facts["global"]> => {
    const global = program.globals[id];
    const lent = pointers.celled(id);
    if (isScalar(global.type)) {
      // one that nothing writes, and that holds a pointer, is no constant of Rust's
      const held = !written.has(id) && holdsPointer(program, global.type);
      const slice = global.type.kind === "runtime" && global.type.path === "heap::Slice";
      if ((lent || held || slice || addressed.has(id)) && !program.threads && couldBeLone(program, global, false)) return "lone";
    } else if (isLone(program, global, inside.has(id), lent || addressed.has(id) || parts.has(id) || written.has(id))) return "lone";
    if (global.extern || addressed.has(id) || parts.has(id)) return "raw";
    if (written.has(id)) return isScalar(global.type) && !program.threads ? "cell" : "raw";
    return holdsPointer(program, global.type) ? "raw" : isScalar(global.type) ? "const" : "static";
  };
  return { global, touched: (fn, local) => fn >= 0 && touched[fn][local] === 1 };
}

const isScalar = (type: Type): boolean =>
  type.kind === "int" ||
  type.kind === "float" ||
  type.kind === "bool" ||
  type.kind === "ptr" ||
  type.kind === "option" ||
  (type.kind === "runtime" && type.zero !== undefined);

/** A struct or array that can be a cell, or holds cells: one that is written, or that could not be a plain static. */
function isLone(program: Program, global: Global, inside: boolean, changed: boolean): boolean {
  if (global.extern || program.threads || !global.value) return false;
  const { type } = global;
  if (type.kind !== "array" && type.kind !== "record") return false;
  if (hasCells(program, type)) return true;
  return couldBeLone(program, global, inside) && (changed || holdsPointer(program, type));
}

/** Could it be one cell? `inside`: its members are written one by one. */
export function couldBeLone(program: Program, { type, value }: Global, inside: boolean): boolean {
  if (isScalar(type)) return value !== undefined && isCopied(program, type, new Set());
  if ((type.kind !== "array" && type.kind !== "record") || hasCells(program, type)) return false;
  return isCopied(program, type, new Set()) && !(inside && sizeOf(program, elementOf(type)) > 64n);
}

const elementOf = (type: Type): Type => (type.kind === "array" ? elementOf(type.elem) : type);

const hasCells = (program: Program, type: Type): boolean => {
  const of = elementOf(type);
  return of.kind === "record" && program.classes[of.class].cells === true;
};

/** Is a value of the type copied bit by bit? */
function isCopied(program: Program, type: Type, open: Set<number>): boolean {
  switch (type.kind) {
    case "array":
      return isCopied(program, type.elem, open);
    case "runtime":
      return type.copy === true;
    case "record": {
      if (open.has(type.class)) return true;
      open.add(type.class);
      const cls = program.classes[type.class];
      return !cls.cells && cls.fields.length > 0 && cls.fields.every((field) => !field.bits && isCopied(program, field.type, open));
    }
    default:
      return true;
  }
}

/** Statics with raw pointers are not shared between threads, so Rust allows them only as places of unsafe code. */
export function holdsPointer(program: Program, type: Type, open = new Set<number>()): boolean {
  switch (type.kind) {
    case "ptr":
      return true;
    case "runtime":
      return type.sync !== true;
    case "array":
      return holdsPointer(program, type.elem, open);
    case "record":
      if (open.has(type.class)) return false;
      open.add(type.class);
      return program.classes[type.class].fields.some((field) => holdsPointer(program, field.type, open));
    default:
      return false;
  }
}
