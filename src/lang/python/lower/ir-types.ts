/** Inferred types as types of the IR. */
import { any, bool, bytes, f64, type Type } from "../../../ir/index.ts";
import type { ClassInfo } from "../infer/classes.ts";
import { ANY, findCell, findSite, flow, sameAtoms, type Atom, type Cell, type Ty } from "../infer/types.ts";
import { abilitiesOf, isCopied } from "../stdlib/types.ts";
import type { Prog } from "./context.ts";
import { basePath, isNumbers, memberOfPath } from "./numpy/paths.ts";
import { irNumber, type DType } from "./numpy/types.ts";
import { need } from "./protocols.ts";

/** A type whose values do not exist at run time. */
export const isGhost = (ty: Ty): boolean => ty.length === 1 && (ty[0].k === "fn" || ty[0].k === "module" || ty[0].k === "notImplemented");

export const exceptionType: Type = {
  kind: "runtime",
  path: "exception::Exception",
  args: [],
  shared: true,
  can: ["Show", "Truth", "Equal"],
};

const cyclic = new Map<Cell, string>();

/** A text that is equal for types of the same structure. */
export function keyOf(ty: Ty, open: readonly Cell[] = []): string {
  if (ty.length === 0) return "int";
  return [...new Set(ty.map((atom) => keyOfAtom(atom, open)))].sort().join("|");
}

const keyOfCell = (cell: Cell, open: readonly Cell[]): string => {
  const root = findCell(cell);
  const depth = open.indexOf(root);
  if (depth >= 0) {
    cyclic.set(root, "");
    return `^${open.length - depth}`;
  }
  return keyOf(root.ty, [...open, root]);
};

function keyOfAtom(a: Atom, open: readonly Cell[]): string {
  switch (a.k) {
    case "list":
    case "set":
    case "frozenset":
    case "deque":
    case "iter":
    case "vartuple":
      return `${a.k}<${keyOfCell(a.elem, open)}>`;
    case "dict":
      return `${a.flavour ?? "dict"}<${keyOfCell(a.key, open)},${keyOfCell(a.value, open)}>`;
    case "tuple":
      return `(${a.elems.map((e) => keyOf(e, open)).join(",")})${a.names?.join() ?? ""}`;
    case "inst":
      return `${a.cls.name}#${a.cls.id}`;
    case "rt":
      return `${a.path}<${a.args.map((arg) => keyOfCell(arg, open)).join()}>`;
    case "fn":
      return `fn ${a.fn.key}`;
    case "func": {
      const site = findSite(a.site);
      if (site.dynamic) return "func any";
      return `func(${site.params.map((p) => keyOfCell(p, open)).join()})->${keyOfCell(site.result, open)}`;
    }
    case "module":
      return `module ${a.module}`;
    case "float":
      return a.sum ? "float of a sum" : "float";
    default:
      return a.k;
  }
}

const inProgress = new Map<Cell, Type | undefined>();

/** The IR type of what is in a cell. */
export function irCell(p: Prog, cell: Cell): Type {
  const root = findCell(cell);
  const members = root.ty.filter((a) => a.k !== "none");
  if (members.length > 1) return irUnion(p, root.ty, root);
  if (inProgress.has(root)) {
    // A container of itself has no type that ends: its items are `any`, wherever it is met.
    flow(p.w, root, ANY);
    return any;
  }
  inProgress.set(root, undefined);
  try {
    return irType(p, root.ty);
  } finally {
    inProgress.delete(root);
  }
}

/** The IR type of values of a type. Each call writes fresh representation variables. */
export function irType(p: Prog, ty: Ty): Type {
  if (ty.length === 0) return { kind: "exact", rep: p.reps.fresh() };
  if (ty.length === 1) return irAtom(p, ty[0]);
  const rest = ty.filter((a) => a.k !== "none");
  if (rest.length < ty.length) {
    const inner = irType(p, rest);
    return rest[0].k === "any" ? inner : { kind: "option", inner };
  }
  return irUnion(p, ty);
}

/** The cell inside of a type that holds the type itself; undefined where it does not come back to itself. */
function comesBack(ty: Ty, whole: Ty, seen: Set<Cell>): Cell | undefined {
  const cells: Cell[] = [];
  for (const atom of ty) {
    if ("elem" in atom) cells.push(findCell(atom.elem));
    else if (atom.k === "dict") cells.push(findCell(atom.value), findCell(atom.key));
    else if (atom.k === "tuple")
      for (const elem of atom.elems) {
        const found = comesBack(elem, whole, seen);
        if (found) return found;
      }
  }
  for (const cell of cells) {
    if (seen.has(cell)) continue;
    seen.add(cell);
    const items = cell.ty.filter((a) => a.k !== "none");
    const found = sameAtoms(items, whole) ? cell : comesBack(items, whole, seen);
    if (found) return found;
  }
  return undefined;
}

function irUnion(p: Prog, ty: Ty, origin?: Cell): Type {
  // A recursive type is known by the cell that it comes back to, from wherever it is looked at.
  const whole = ty.filter((a) => a.k !== "none");
  origin = comesBack(whole, whole, new Set()) ?? origin;
  const none = ty.some((a) => a.k === "none");
  const members = sortedMembers(whole);
  const key = keyOf(members, origin ? [origin] : []);
  let id = p.unionIds.get(key);
  if (id === undefined) {
    id = p.unions.length;
    p.unionIds.set(key, id);
    p.unions.push({ id, name: "", module: 0, members: [] });
    const found = members.map((atom) => ({ name: memberName(atom), type: irAtom(p, atom) }));
    const used = new Map<string, number>();
    const named = found.map((member) => {
      const n = (used.get(member.name) ?? 0) + 1;
      used.set(member.name, n);
      return n === 1 ? member : { ...member, name: `${member.name}${n}` };
    });
    p.unions[id] = {
      id,
      name: unionName(
        p,
        named.map((m) => m.name),
      ),
      module: p.modules.length - 1,
      members: named,
    };
  }
  const type: Type = { kind: "union", union: id };
  return none ? { kind: "option", inner: type } : type;
}

/** Members in an order that does not depend on how they were found. */
export const sortedMembers = (ty: Ty): Ty => [...ty].sort((a, b) => (rank(a) < rank(b) ? -1 : rank(a) > rank(b) ? 1 : 0));

const rank = (a: Atom): string =>
  a.k === "inst"
    ? `inst ${String(a.cls.id).padStart(6, "0")}`
    : a.k === "tuple"
      ? `tuple ${a.elems.length} ${a.names?.join() ?? ""}`
      : a.k === "rt"
        ? `rt ${a.path}`
        : a.k === "module"
          ? `module ${a.module}`
          : a.k;

/** The number of an atom's member in the union of a type. */
export const memberIndex = (ty: Ty, atom: Atom): number => {
  const key = rank(atom);
  return sortedMembers(ty.filter((a) => a.k !== "none")).findIndex((each) => rank(each) === key);
};

const unionName = (p: Prog, names: readonly string[]): string => {
  const base = names.length <= 3 ? names.join("Or") : `Any${names.length}Of${names[0]}`;
  let name = base;
  for (let i = 2; p.names.has(name); i++) name = `${base}${i}`;
  p.names.add(name);
  return name;
};

const memberName = (a: Atom): string => {
  switch (a.k) {
    case "inst":
      return a.cls.name;
    case "rt":
      return memberOfPath(a.path);
    case "func":
      return "Function";
    case "vartuple":
      return "Tuple";
    default:
      return a.k[0].toUpperCase() + a.k.slice(1);
  }
};

/** The IR class of a class, registered at its first use. */
export function irClass(p: Prog, cls: ClassInfo): number {
  if (cls.ir === undefined) {
    cls.ir = p.irClasses.length;
    p.irClasses.push(undefined);
    p.irClassInfos.push(cls);
  }
  return cls.ir;
}

/** Objects that are keys are hashed and compared. */
function hashed(p: Prog, key: Cell): void {
  const { ty } = findCell(key);
  const cls = p.emitting ? classInside(ty) : undefined;
  if (cls) need({ p }, ty, "key", cls.node.span);
}

const classInside = (ty: Ty): ClassInfo | undefined => {
  for (const atom of ty) {
    const found = atom.k === "inst" ? atom.cls : atom.k === "tuple" ? atom.elems.map(classInside).find((cls) => cls) : undefined;
    if (found) return found;
  }
  return undefined;
};

function irAtom(p: Prog, a: Atom): Type {
  switch (a.k) {
    case "int":
      return { kind: "exact", rep: p.reps.fresh() };
    case "float":
      return f64;
    case "bool":
      return bool;
    case "str":
      return { kind: "str", text: p.reps.fresh() };
    case "bytes":
      return bytes;
    case "none":
    case "fn":
    case "module":
    case "notImplemented":
      return { kind: "unit" };
    case "any":
      return any;
    case "exception":
      return exceptionType;
    case "range":
      return { kind: "runtime", path: "range::Range", args: [], copy: true };
    case "slice":
      return { kind: "runtime", path: "slice::Slice", args: [], copy: true };
    case "list":
      return { kind: "list", elem: irCell(p, a.elem), rep: p.reps.fresh() };
    case "vartuple":
      // A tuple whose length is not known: the same storage as a list; where the difference shows, the lowering knows it.
      return { kind: "list", elem: irCell(p, a.elem), rep: p.reps.fresh() };
    case "deque":
      return { kind: "deque", elem: irCell(p, a.elem), rep: p.reps.fresh() };
    case "set":
    case "frozenset":
      hashed(p, a.elem);
      return { kind: "set", elem: irCell(p, a.elem), rep: p.reps.fresh() };
    case "iter":
      return { kind: "iter", elem: irCell(p, a.elem) };
    case "dict":
      hashed(p, a.key);
      return { kind: "dict", key: irCell(p, a.key), value: irCell(p, a.value), rep: p.reps.fresh() };
    case "tuple":
      return { kind: "tuple", elems: a.elems.map((e) => irType(p, e)) };
    case "inst":
      return { kind: "instance", class: irClass(p, a.cls), rep: p.reps.fresh() };
    case "rt":
      return {
        kind: "runtime",
        path: basePath(a.path),
        args: isNumbers(a.path) ? [irNumber(a.path.split("/")[1] as DType)] : a.args.map((arg) => irCell(p, arg)),
        ...(isCopied(a.path) ? { copy: true } : { shared: true }),
        ...abilitiesOf(a.path),
      };
    case "func": {
      const site = findSite(a.site);
      if (site.dynamic) return any;
      return { kind: "func", params: site.params.map((param) => irCell(p, param)), result: irCell(p, site.result), rep: p.reps.fresh() };
    }
  }
}
