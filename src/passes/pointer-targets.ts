/** What a pointer expression points to, told from its form. */
import type { Expression, GlobalId, IrFunction, LocalId, Program } from "../ir/index.ts";
import { sameType, type Type } from "../ir/index.ts";
import { isFirstRow, isFlattening, samePointee } from "../ir/pointers.ts";
import type { Candidate } from "./pointer-candidates.ts";
import { globalForm } from "./pointer-globals.ts";
import type { PlaceResult } from "./pointer-results.ts";
import type { Solution } from "./pointers.ts";

export interface Target {
  readonly kind: "candidate" | "object" | "text" | "null";
  /** The parameter or owner that is pointed into. */
  readonly root?: Candidate;
  /** The local object that is pointed into. */
  readonly local?: LocalId;
  /** Root, fields and `[]` for elements. */
  readonly path: readonly string[];
  /** The address may be one behind the last element. */
  readonly element: boolean;
  /** Elements around it can be reached. */
  readonly many: boolean;
  /** The pointer expressions on the way. */
  readonly nodes: readonly number[];
  /** The pointer is just the variable. */
  readonly bare?: LocalId;
  /** An index that may be negative is added. */
  readonly signed: boolean;
  /** A cursor or a moved pointer is read on the way. */
  readonly moving: boolean;
  /** The first row of an array of arrays, from which C programs walk through all of it. */
  readonly flat?: boolean;
  /** Its elements are cells already, and stay where they are. */
  readonly cells?: boolean;
  /** There are raw pointers to it. */
  readonly taken?: boolean;
  /** The variable may be NULL instead. */
  readonly optional?: boolean;
  /** The global that is pointed into. */
  readonly global?: GlobalId;
}

const none = { element: false, many: false, signed: false, moving: false } as const;

/** An array that is part of a value in a cell: it has no place of its own, but what only reads it may read a copy. */
export function copiedTarget(solution: Solution, e: Expression): Target | undefined {
  if (e.kind === "cast" && e.type.kind === "ptr" && e.value.type.kind === "ptr" && samePointee(e.type, e.value.type)) {
    const inner = copiedTarget(solution, e.value);
    return inner && { ...inner, nodes: [e.id, ...inner.nodes] };
  }
  if (e.kind !== "addressOf" || e.type.kind !== "ptr" || e.place.kind !== "field") return undefined;
  const { place } = e;
  if (place.type.kind !== "array" || place.type.length === 0 || !sameType(place.type.elem, e.type.target)) return undefined;
  if (isCelled(solution, place) || !isCelledRoot(solution, place.object)) return undefined;
  return { kind: "object", ...none, many: true, path: ["copied"], nodes: [e.id] };
}

/** Is it the value of a variable that may be NULL? */
export const isOptional = (target: Target): boolean => target.optional === true && target.bare !== undefined;

export function isNegative(index: Expression): boolean {
  if (index.kind === "int") return index.value < 0n;
  let at: Expression = index as Expression;
  while (at.kind === "cast" && at.value.type.kind === "int") at = at.value;
  return !(at.type.kind === "int" && !at.type.signed);
}

export function targetOf(solution: Solution, fn: IrFunction, e: Expression, any = false): Target | undefined {
  switch (e.kind) {
    case "local": {
      const candidate = solution.candidates[fn.id][e.local];
      if (!candidate?.alive || candidate.raw) return undefined;
      const base = { kind: "candidate" as const, ...none, nodes: [e.id], bare: e.local };
      if (candidate.kind !== "cursor")
        return {
          ...base,
          root: candidate,
          path: [`p${e.local}`],
          element: candidate.moved,
          many: candidate.kind === "vec",
          moving: candidate.moved,
        };
      const root = candidate.root!;
      const optional = candidate.nullable ? { optional: true } : {};
      if (root.kind === "local") {
        const owner = solution.candidates[fn.id][root.local];
        if (!owner?.alive || owner.raw) return undefined;
        return { ...base, ...optional, root: owner, path: [`p${root.local}`, "[]"], element: true, many: true, moving: true };
      }
      const array = placeTarget(solution, fn, root.place);
      return (
        array && {
          ...array,
          ...optional,
          path: [...array.path, "[]"],
          element: true,
          many: true,
          moving: true,
          nodes: [e.id],
          bare: e.local,
        }
      );
    }
    case "runtime": {
      const row = solution.program.rows(e.row);
      if (row.memory === "cells") return { kind: "object", ...none, many: true, path: ["cells", "[]"], nodes: [e.id], cells: true };
      if (row.memory === "text") return { kind: "text", ...none, many: true, path: ["text"], nodes: [e.id] };
      if (row.memory !== "offset") return undefined;
      const base = targetOf(solution, fn, e.args[0], any);
      if (!base || base.kind === "null") return undefined;
      return {
        ...base,
        path: base.path[base.path.length - 1] === "[]" ? base.path : [...base.path, "[]"],
        element: true,
        many: true,
        nodes: [e.id, ...base.nodes],
        bare: undefined,
        signed: base.signed || isNegative(e.args[1]),
      };
    }
    case "cast": {
      if (e.type.kind !== "ptr" || e.value.type.kind !== "ptr") return undefined;
      if (isFlattening(e)) {
        const rows = targetOf(solution, fn, e.value);
        if (!rows || rows.kind === "null" || rows.flat || rows.element || rows.moving || rows.cells || rows.optional) return undefined;
        return { ...rows, many: true, nodes: [e.id, ...rows.nodes], bare: undefined, flat: true };
      }
      if (!samePointee(e.type, e.value.type) && !(any && e.type.target.kind === "unit")) return undefined;
      const base = targetOf(solution, fn, e.value);
      return base && { ...base, nodes: [e.id, ...base.nodes] };
    }
    case "block": {
      const base = targetOf(solution, fn, e.value, any);
      // NULL behind statements is not looked for where pointers are tested and handed over
      return base && base.kind !== "null" ? { ...base, nodes: [e.id, ...base.nodes] } : undefined;
    }
    case "call": {
      const result = solution.results.get(e.function);
      return result?.alive && !result.nullable ? resultTarget(solution, fn, e, result) : undefined;
    }
    case "bytes":
      return e.type.kind === "ptr" ? { kind: "text", ...none, many: true, path: ["text"], nodes: [e.id] } : undefined;
    case "none":
    case "zero":
      return e.type.kind === "ptr" ? { kind: "null", ...none, path: ["null"], nodes: [e.id] } : undefined;
    case "addressOf": {
      if (e.type.kind !== "ptr") return undefined;
      const base = placeTarget(solution, fn, e.place);
      if (!base) return undefined;
      const decays = e.place.type.kind === "array" && sameType(e.place.type.elem, e.type.target) && !sameType(e.place.type, e.type.target);
      if (decays) {
        // a row that lies in cells as a whole
        if (base.cells && !isCelled(solution, e.place)) return undefined;
        // members without a length of their own lie behind their struct
        if (e.place.type.kind === "array" && e.place.type.length === 0) return undefined;
        if (isFirstRow(e.place)) {
          const all = placeTarget(solution, fn, (e.place as Expression<"index">).object);
          return (
            all && {
              ...all,
              path: [...all.path, "[]"],
              element: false,
              many: true,
              nodes: [e.id, ...all.nodes],
              bare: undefined,
              flat: true,
            }
          );
        }
        return { ...base, path: [...base.path, "[]"], element: false, many: true, nodes: [e.id, ...base.nodes], bare: undefined };
      }
      if (!sameType(e.place.type, e.type.target)) return undefined;
      return { ...base, nodes: [e.id, ...base.nodes], bare: e.place.kind === "deref" ? base.bare : undefined };
    }
    default:
      return undefined;
  }
}

/** A place that a function gives in what it is handed. */
export function resultTarget(solution: Solution, fn: IrFunction, e: Expression<"call">, result: PlaceResult): Target | undefined {
  const base = targetOf(solution, fn, e.args[result.index]);
  const param = solution.candidates[e.function][result.param];
  if (!base || !param?.alive || base.kind === "null" || base.flat || isOptional(base) || base.root?.nullable) return undefined;
  // a single variable has no elements
  if (!base.root && !base.many) return undefined;
  return {
    ...base,
    path: base.kind === "text" || base.path[base.path.length - 1] === "[]" ? base.path : [...base.path, "[]"],
    element: true,
    many: true,
    moving: true,
    nodes: [e.id, ...base.nodes],
    bare: undefined,
    signed: base.signed || param.group.signed,
  };
}

/** The object that a place is part of. */
export function placeTarget(solution: Solution, fn: IrFunction, place: Expression): Target | undefined {
  switch (place.kind) {
    case "local":
      if ((place.type.kind === "runtime" && !place.type.copy) || isLifted(solution.candidates[fn.id][place.local])) return undefined;
      return {
        kind: "object",
        local: place.local,
        ...none,
        path: [`l${place.local}`],
        nodes: [],
        ...(solution.taken[fn.id][place.local] ? { taken: true } : {}),
      };
    case "global":
      return globalTarget(solution, place);
    case "field": {
      if (isCelled(solution, place)) return cellTarget(place);
      if (isCelledRoot(solution, place.object)) return undefined;
      if (place.object.type.kind !== "record" || !borrowable(solution.program, place.object.type.class)) return undefined;
      const base = placeTarget(solution, fn, place.object);
      if (base?.cells) return undefined;
      return base && { ...base, path: [...base.path, place.name], element: false, many: false, bare: undefined };
    }
    case "index": {
      if (isCelled(solution, place)) return cellTarget(place);
      const fixed =
        place.index.kind === "int" && place.object.type.kind === "array" && place.index.value < BigInt(place.object.type.length);
      const base = place.object.type.kind === "ptr" ? targetOf(solution, fn, place.object) : placeTarget(solution, fn, place.object);
      if (!base || base.kind === "null" || base.flat) return undefined;
      // a row of what lies in cells has no cells by itself
      if (base.cells && place.object.type.kind === "array") return undefined;
      const steps = place.object.type.kind === "ptr" && base.path[base.path.length - 1] === "[]" ? base.path : [...base.path, "[]"];
      return { ...base, path: steps, element: !fixed, many: true, bare: undefined };
    }
    case "deref": {
      if (isCelled(solution, place)) return cellTarget(place);
      const base = targetOf(solution, fn, place.pointer);
      return base?.kind === "null" || base?.flat ? undefined : base;
    }
    default:
      return undefined;
  }
}

const isLifted = (candidate: Candidate | undefined): boolean => candidate?.alive === true && !candidate.raw;

/** A place in a cell: no two of them are told apart. */
const cellTarget = (place: Expression): Target => ({
  kind: "object",
  ...none,
  path: ["cells"],
  nodes: [],
  cells: true,
  many: place.kind === "index",
  ...globalOf(place),
});

/** The global that the place is an element of. */
function globalOf(place: Expression): Pick<Target, "global"> {
  let at = place;
  while (at.kind === "index" && at.object.type.kind === "array") at = at.object;
  return at.kind === "global" ? { global: at.global } : {};
}

/** A part of what lies in a cell as a whole has no cell of its own. */
function isCelledRoot(solution: Solution, place: Expression): boolean {
  if (isCelled(solution, place)) return true;
  return (place.kind === "field" || (place.kind === "index" && place.object.type.kind === "array")) && isCelledRoot(solution, place.object);
}

function globalTarget(solution: Solution, place: Expression<"global">): Target | undefined {
  const form = globalForm(solution, place.global);
  return form && { kind: "object", ...none, path: [`g${place.global}`], nodes: [], global: place.global, cells: form === "cells" };
}

/** Is the place a cell: of a linked object, of a global, of a block, or an element of an array in one? */
function isCelled(solution: Solution, place: Expression): boolean {
  switch (place.kind) {
    case "field":
      return place.object.type.kind === "record" && solution.program.classes[place.object.type.class].cells === true;
    case "global":
      return globalForm(solution, place.global) === "cells";
    case "deref":
      return isSlice(place.pointer.type);
    case "index":
      return isSlice(place.object.type) || (place.object.type.kind === "array" && isCelled(solution, place.object));
    default:
      return false;
  }
}

const isSlice = (type: Type): boolean => type.kind === "runtime" && type.path === "heap::Slice";

/** Members of unions and of packed structs have no references. */
const borrowable = (program: Program, cls: number): boolean => {
  const { cells, flavour, layout } = program.classes[cls];
  return flavour === "struct" && !cells && layout?.packed !== true;
};

/** May the two be parts of one object? */
export function overlap(a: readonly string[], b: readonly string[]): boolean {
  for (let i = 0; i < a.length && i < b.length; i++) if (a[i] !== b[i]) return false;
  return true;
}
