/**
 * Types while they are being inferred: sets of atoms. Containers are sites whose element types are cells; joining two sites unifies their cells, so
 * that aliases always agree. Cells only grow; whoever read a cell runs again when it does.
 */
import type { ClassInfo } from "./classes.ts";
import type { Callable } from "./callables.ts";
import { dissolve, makeDynamic, mixesContainers } from "./dynamic.ts";
import { joinTuples } from "./tuples.ts";
import { sameAtom, sameAtoms, sameSlot } from "./same.ts";

export { sameAtom, sameAtoms, sameSlot };

/** Something that reads cells and runs again when they grow: a function instance, a function value. */
export interface Unit {
  dirty: boolean;
}

export interface Cell {
  readonly id: number;
  parent: Cell | undefined;
  ty: Ty;
  readonly readers: Set<Unit>;
}

export type Atom =
  | { readonly k: "float"; /** Of `sum`, which gives the integer 0 where there is nothing: `-0.0` stands for it. */ readonly sum?: boolean }
  | { readonly k: "int" | "bool" | "str" | "bytes" | "none" | "any" | "exception" | "range" | "slice" | "notImplemented" }
  | {
      readonly k: "list" | "set" | "frozenset" | "deque" | "iter" | "vartuple";
      readonly elem: Cell;
      /** Of `iter`: `d.keys()` and the like, which can be read again. */ readonly view?: "keys" | "values" | "items";
      /** Such a view of an `OrderedDict`. */ readonly ordered?: boolean;
    }
  | {
      readonly k: "dict";
      readonly key: Cell;
      readonly value: Cell;
      readonly flavour?: "defaultdict" | "counter" | "ordered";
      readonly factory?: Callable;
    }
  | {
      readonly k: "tuple";
      readonly elems: readonly Ty[];
      readonly names?: readonly string[];
      /** Of a named tuple. */ readonly label?: string;
    }
  | { readonly k: "inst"; readonly cls: ClassInfo }
  /** A type of the runtime, by path. */
  | {
      readonly k: "rt";
      readonly path: string;
      readonly args: readonly Cell[];
      /** What tells objects of one type apart while translating: namespaces of one parser. */ readonly family?: Cell;
    }
  /** One known function, class, bound method or library function: nothing of it exists at run time. */
  | { readonly k: "fn"; readonly fn: Callable }
  /** A function value: `site` has the types of its calls. */
  | { readonly k: "func"; readonly site: FuncSite }
  | { readonly k: "module"; readonly module: string };

export type Kind = Atom["k"];

export type Ty = readonly Atom[];

/** A function value's calls: parameter types from its callers, result from its targets. */
export interface FuncSite extends Unit {
  readonly id: number;
  parent: FuncSite | undefined;
  /** Positional ones first, then those that calls name. */
  params: Cell[];
  /** Names of the last parameters. */
  names: readonly string[];
  /** A call has fixed how many there are, and their names. */
  shaped: boolean;
  /** Who made values of it runs again when its shape changes. */
  shape: Cell;
  result: Cell;
  targets: Callable[];
  /** Called in ways that no one Rust function type has: its values are `any`. */
  dynamic?: boolean;
}

const simple = <K extends Kind>(k: K): Ty => [{ k } as Atom];

export const INT = simple("int");

export const FLOAT = simple("float");

/** What `sum` makes of floats. */
export const SUM: Ty = [{ k: "float", sum: true }];

const marked = (a: Atom): boolean => (a.k === "float" && a.sum === true) || (a.k === "tuple" && a.elems.some((e) => e.some(marked)));

/** A type without the mark of sums. */
export const settledSum = (ty: Ty): Ty =>
  ty.some(marked)
    ? ty.map((a) => (a.k === "float" ? FLOAT[0] : a.k === "tuple" && marked(a) ? { ...a, elems: a.elems.map(settledSum) } : a))
    : ty;

export const BOOL = simple("bool");

export const STR = simple("str");

export const BYTES = simple("bytes");

export const NONE = simple("none");

export const ANY = simple("any");

export const EXCEPTION = simple("exception");

export const RANGE = simple("range");

export const SLICE = simple("slice");

export const NOT_IMPLEMENTED = simple("notImplemented");

/** No value: not known yet, or code that is not reached. */
export const BOTTOM: Ty = [];

/** More members than this become `any`. */
const LIMIT = 9;

/** What owns the cells of one program: work list and the unit that is running. */
export interface World {
  cells: number;
  sites: number;
  current: Unit | undefined;
  /** Units to run again. */
  readonly queue: Unit[];
  /** In the last round nothing may grow. */
  frozen: boolean;
  /** The items of every container that `any` holds. */
  readonly dynamic: Cell;
  /** What becomes `any` and is not to be expected everywhere: objects of the program's classes, bytes, sets. */
  readonly objects: Cell;
}

const cell = (id: number, ty: Ty): Cell => ({ id, parent: undefined, ty, readers: new Set() });

export const createWorld = (): World => ({
  cells: 2,
  sites: 0,
  current: undefined,
  queue: [],
  frozen: false,
  dynamic: cell(0, ANY),
  objects: cell(1, BOTTOM),
});

export const newCell = (w: World, ty: Ty = BOTTOM): Cell => ({ id: w.cells++, parent: undefined, ty, readers: new Set() });

export const findCell = (cell: Cell): Cell => {
  while (cell.parent) {
    if (cell.parent.parent) cell.parent = cell.parent.parent;
    cell = cell.parent;
  }
  return cell;
};

export const findSite = (site: FuncSite): FuncSite => {
  while (site.parent) site = site.parent;
  return site;
};

export const touch = (w: World, unit: Unit): void => {
  if (unit.dirty) return;
  unit.dirty = true;
  w.queue.push(unit);
};

/** The type in a cell; the running unit runs again when it grows. */
export const read = (w: World, cell: Cell): Ty => {
  const root = findCell(cell);
  if (w.current && !w.frozen) root.readers.add(w.current);
  return root.ty;
};

/** Tuples inside tuples deeper than this are `any`: a tree of tuples has no greatest depth. */
const DEEPEST = 4;

/** The type with what lies too deep in tuples as `any`; the type itself where nothing does. */
export function capped(ty: Ty, depth = 0): Ty {
  let result: Atom[] | undefined;
  for (let i = 0; i < ty.length; i++) {
    const atom = ty[i];
    if (atom.k !== "tuple") continue;
    if (depth >= DEEPEST) return ANY;
    const elems = atom.elems.map((elem) => capped(elem, depth + 1));
    if (elems.every((elem, k) => elem === atom.elems[k])) continue;
    (result ??= [...ty])[i] = { ...atom, elems };
  }
  return result ?? ty;
}

/** Lets a type flow into a cell. Containers and parameters hold plain floats, not sums. */
export const flow = (w: World, cell: Cell, ty: Ty): void => flowWhole(w, cell, settledSum(ty));

/** Lets a type flow into a variable, a field or a result, which may be a sum. */
export const flowWhole = (w: World, cell: Cell, ty: Ty): void => {
  if (ty.length === 0 || w.frozen) return;
  const root = findCell(cell);
  if (root.ty === ty) return;
  if (ty[0].k === "any") {
    if (root.ty[0]?.k === "any") return;
    // Known before what was in it is looked at: that may hold the cell itself.
    const before = root.ty;
    root.ty = ANY;
    for (const atom of before) dissolve(w, atom);
    for (const reader of root.readers) touch(w, reader);
    return;
  }
  const joined = capped(join(w, root.ty, ty));
  // Joining may have unified this very cell.
  const now = findCell(root);
  if (sameAtoms(now.ty, joined)) {
    if (now.ty !== joined && now.ty.length === 0) now.ty = joined;
    return;
  }
  now.ty = capped(join(w, now.ty, joined));
  for (const reader of now.readers) touch(w, reader);
};

/** Makes two cells one. */
export const unify = (w: World, a: Cell, b: Cell): void => {
  a = findCell(a);
  b = findCell(b);
  if (a === b || w.frozen) return;
  const [keep, drop] = a.id < b.id ? [a, b] : [b, a];
  const before = keep.ty;
  const other = drop.ty;
  drop.parent = keep;
  const joined = join(w, before, other);
  const root = findCell(keep);
  const result = capped(root === keep && root.ty === before ? joined : join(w, root.ty, joined));
  root.ty = result;
  const grown = !sameAtoms(result, before);
  const grownOther = !sameAtoms(result, other);
  if (grown) for (const reader of root.readers) touch(w, reader);
  if (grownOther) for (const reader of drop.readers) touch(w, reader);
  for (const reader of drop.readers) root.readers.add(reader);
};

export const unifySites = (w: World, first: FuncSite, second: FuncSite): void => {
  const [a, b] = [findSite(first), findSite(second)];
  if (a === b || w.frozen) return;
  const [keep, drop] = a.id < b.id ? [a, b] : [b, a];
  drop.parent = keep;
  unify(w, keep.shape, drop.shape);
  if (drop.shaped !== keep.shaped) {
    const [known, open] = keep.shaped ? [keep, drop] : [drop, keep];
    resize(w, open, known.params.length - known.names.length, known.names);
    for (const reader of findCell(keep.shape).readers) touch(w, reader);
  }
  for (let i = 0; i < Math.min(keep.params.length, drop.params.length); i++) unify(w, keep.params[i], drop.params[i]);
  if (drop.params.length > keep.params.length) keep.params = [...keep.params, ...drop.params.slice(keep.params.length)];
  unify(w, keep.result, drop.result);
  if (drop.dynamic || keep.dynamic) {
    drop.dynamic = true;
    makeDynamic(w, keep);
  }
  for (const target of drop.targets) if (!keep.targets.some((each) => sameCallable(each, target))) keep.targets.push(target);
  touch(w, keep);
};

/** Gives a function value's calls a shape: so many positional arguments, and these names. Returns whether it changed. */
export function resize(w: World, site: FuncSite, positional: number, names: readonly string[]): boolean {
  const first = !site.shaped;
  site.shaped = true;
  const count = positional + names.length;
  if (site.params.length === count && site.names.join() === names.join()) return first;
  const kept = site.params.slice(0, Math.min(positional, site.params.length - site.names.length));
  site.params = [...kept, ...Array.from({ length: count - kept.length }, () => newCell(w))];
  site.names = names;
  return true;
}

export const sameCallable = (a: Callable, b: Callable): boolean => a === b || a.key === b.key;

/** Joins two atoms of one slot. */
const joinAtom = (w: World, a: Atom, b: Atom): Atom => {
  switch (a.k) {
    case "list":
    case "set":
    case "frozenset":
    case "deque":
    case "iter":
    case "vartuple":
      unify(w, a.elem, (b as typeof a).elem);
      return a;
    case "dict": {
      const other = b as typeof a;
      unify(w, a.key, other.key);
      unify(w, a.value, other.value);
      return a.flavour === other.flavour || !other.flavour ? a : other;
    }
    case "tuple": {
      const other = b as typeof a;
      if (sameAtom(a, b)) return a;
      return { k: "tuple", elems: a.elems.map((e, i) => join(w, e, other.elems[i])), names: a.names, label: a.label };
    }
    case "rt":
      a.args.forEach((arg, i) => unify(w, arg, (b as typeof a).args[i]));
      if (a.family && (b as typeof a).family) unify(w, a.family, (b as typeof a).family!);
      return a;
    case "fn": {
      if (b.k === "fn" && sameCallable(a.fn, b.fn)) return a;
      const site = a.fn.site();
      if (b.k === "func") unifySites(w, site, b.site);
      else unifySites(w, site, (b as typeof a).fn.site());
      return { k: "func", site: findSite(site) };
    }
    case "float":
      return a.sum ? a : b;
    case "func":
      unifySites(w, a.site, b.k === "fn" ? b.fn.site() : (b as typeof a).site);
      return a;
    default:
      return a;
  }
};

/** The join of two types. Returns `a` itself where it already holds `b`. */
export const join = (w: World, a: Ty, b: Ty): Ty => {
  if (a === b || b.length === 0) return a;
  if (a.length === 0) return b;
  if (a[0].k === "any") {
    for (const atom of b) dissolve(w, atom);
    return a;
  }
  if (b[0].k === "any") {
    for (const atom of a) dissolve(w, atom);
    return b;
  }
  let result: Atom[] | undefined;
  for (const atom of b) {
    const current = result ?? a;
    const i = current.findIndex((each) => sameSlot(each, atom));
    const other = i < 0 ? joinTuples(w, current, atom) : undefined;
    if (other) {
      if (!sameAtoms(other, current)) result = [...other];
    } else if (i < 0) result = [...current, atom];
    else {
      const joined = joinAtom(w, current[i], atom);
      if (!sameAtom(joined, current[i])) {
        result = [...current];
        result[i] = joined;
      }
    }
  }
  if (!result) return a;
  if (result.length > LIMIT || mixesContainers(result)) {
    for (const atom of result) dissolve(w, atom);
    return ANY;
  }
  return result;
};
