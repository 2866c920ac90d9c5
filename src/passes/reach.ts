/** Which cells running a function may change or look into: containers behind a handle, and fields of shared objects that are written. */
import { innerTypes, type Expression, type FunctionId, type Type } from "../ir/index.ts";
import { stepsInto } from "./flat.ts";
import type { OwnershipPass } from "./ownership.ts";
import { Mode } from "./ownership-modes.ts";
import { eachChange, eachHolder, fieldKey } from "./changes.ts";

/** A cell: the class of a shared container, or a field as `class.name`. */
export type CellId = number | string;

export class Reach {
  private readonly pass: OwnershipPass;
  /** Fields that are written or changed in place after construction; grows only. */
  readonly written = new Set<string>();
  /** Classes of containers that something is changed in; grows only. */
  private readonly altered = new Set<number>();
  private changed: Set<CellId>[] = [];
  private readonly seen = new Map<FunctionId, ReadonlySet<number>>();

  constructor(pass: OwnershipPass) {
    this.pass = pass;
  }

  /** Looks at the modes again. */
  update(): void {
    const { flat, program, calls } = this.pass;
    const { nodes, order, owner } = flat;
    this.seen.clear();
    const own: Set<CellId>[] = program.functions.map(() => new Set());
    const cellsOf = (id: number): Set<CellId> | undefined => (owner[id] >= 0 ? own[owner[id]] : undefined);
    // What lies behind a handle is changed through it.
    for (let i = 0; i < order.length; i++) {
      const node = nodes[order[i]]!;
      if ("type" in node && this.pass.through[node.id] && "rep" in node.type) cellsOf(node.id)?.add(this.pass.classes.find(node.type.rep));
    }
    eachChange(this.pass, (place) => {
      const cells = cellsOf(place.id);
      const stored = this.pass.mode[place.id] === Mode.store;
      eachHolder(this.pass, place, (holder) => {
        if ("rep" in holder.type && holder.type.kind !== "exact" && !(stored && holder === place))
          this.altered.add(this.pass.classes.find(holder.type.rep));
        const field = fieldKey(holder);
        if (field === undefined) return;
        this.written.add(field);
        cells?.add(field);
      });
    });
    this.changed = own;
    // Callees first, each component as one.
    for (const members of calls.components) {
      const all = new Set<CellId>();
      for (const fn of members) {
        for (const cell of own[fn]) all.add(cell);
        for (const callee of calls.callees[fn])
          if (calls.component[callee] !== calls.component[fn]) for (const cell of own[callee]) all.add(cell);
      }
      for (const fn of members) own[fn] = all;
    }
  }

  /** Is something changed in a container of the type, anywhere? */
  alters(type: Type): boolean {
    return "rep" in type && type.kind !== "exact" && this.altered.has(this.pass.classes.find(type.rep));
  }

  /** The cells that stay borrowed while the place is borrowed; a shared container at the end is none of them. */
  cellsOf(place: Expression): CellId[] {
    const cells: CellId[] = [];
    for (let at: Expression | undefined = place; at;) {
      if (at.kind === "field" && at.object.type.kind === "instance" && this.pass.isShared(at.object.type)) {
        const key = `${at.object.type.class}.${at.name}`;
        if (this.written.has(key)) cells.push(key);
      }
      const next: Expression | undefined = stepsInto(this.pass.flat, at);
      if (next && next.type.kind !== "instance" && this.pass.isShared(next.type) && "rep" in next.type)
        cells.push(this.pass.classes.find(next.type.rep));
      at = next;
    }
    return cells;
  }

  /** May running `fn` change what is in the cell? */
  changes(fn: FunctionId, cell: CellId): boolean {
    return this.changed[fn]?.has(cell) ?? true;
  }

  /** May running `fn` so much as look into a container of this class? Asked for those that are lent to be changed. */
  touches(fn: FunctionId, cls: number): boolean {
    const { calls } = this.pass;
    const done = new Set<FunctionId>([fn]);
    const work = [fn];
    for (let next = work.pop(); next !== undefined; next = work.pop()) {
      if (this.classesIn(next).has(cls)) return true;
      for (const callee of calls.callees[next])
        if (!done.has(callee)) {
          done.add(callee);
          work.push(callee);
        }
    }
    return false;
  }

  /** The classes of all values that a function's expressions have, with what lies inside them. */
  private classesIn(fn: FunctionId): ReadonlySet<number> {
    const known = this.seen.get(fn);
    if (known) return known;
    const found = new Set<number>();
    const types = new Set<Type>();
    const visit = (type: Type): void => {
      if (types.has(type)) return;
      types.add(type);
      if ("rep" in type && type.kind !== "exact") {
        const root = this.pass.classes.find(type.rep);
        if (type.kind === "instance" && found.has(root)) return;
        found.add(root);
      }
      if (type.kind === "instance") for (const field of this.pass.program.classes[type.class].fields) visit(field.type);
      else if (type.kind === "union") for (const member of this.pass.program.unions[type.union].members) visit(member.type);
      else for (const inner of innerTypes(type)) visit(inner);
    };
    const { nodes, order, first } = this.pass.flat;
    for (let i = first[fn]; i < first[fn + 1]; i++) {
      const node = nodes[order[i]]!;
      if ("type" in node) visit(node.type);
    }
    this.seen.set(fn, found);
    return found;
  }
}
