/** The pointers that may be lifted, before their uses are looked at. */
import { sameType, type Expression, type FunctionId, type IrFunction, type LocalId, type Program, type Type } from "../ir/index.ts";
import { isStorage, sizeOf } from "../ir/pointers.ts";
import { walk } from "../ir/walk.ts";
import { comesBefore, followedBack } from "./pointer-back.ts";
import { findPlaceResults, placeCall, type PlaceResult } from "./pointer-results.ts";
import { readBeyond } from "./pointer-bounds.ts";
import type { Access, CursorRoot } from "./facts.ts";
import { pointedFunctions } from "../ir/pointed-functions.ts";
import { noteWritten, type LentGlobals } from "./pointer-globals.ts";

export interface Candidate {
  readonly kind: "param" | "cursor" | "vec";
  readonly fn: number;
  readonly local: LocalId;
  readonly target: Type;
  alive: boolean;
  shape: "one" | "slice";
  access: Access;
  nullable: boolean;
  moved: boolean;
  /** Inside of the function it is a raw pointer. */
  raw: boolean;
  /** Raw pointers that are made of it may be kept. */
  escaping: boolean;
  /** What lies before the place that it points to is reached. */
  back: boolean;
  readonly group: { signed: boolean };
  /** Dereferenced whenever the function is called: an element that is lent must exist. */
  certain: boolean;
  /** Its first object is reached without a test: a block of none has one all the same, as the C library's have. */
  first: boolean;
  readonly root?: CursorRoot;
  reason?: string;
}

/** Pointers to these can be borrowed; `void` and functions say nothing of what is behind. */
const isObject = (type: Type): boolean =>
  type.kind !== "unit" &&
  type.kind !== "never" &&
  type.kind !== "fnptr" &&
  (type.kind !== "runtime" || (type.copy === true && type.zero !== undefined));

export function createCandidates(
  program: Program,
  globals: LentGlobals,
): { readonly candidates: (Candidate | undefined)[][]; readonly results: Map<FunctionId, PlaceResult> } {
  const addressed = new Set<number>();
  /** Those of which all calls through pointers are known. */
  const known = new Set(pointedFunctions(program).groups.flat());
  const look = (root: Parameters<typeof walk>[0]): void =>
    walk(root, (node) => {
      if (node.kind === "function") addressed.add(node.function);
      else if (node.kind === "runtime" && program.rows(node.row).memory === "static") noteWritten(globals, node.args[0]);
      else if (node.kind === "assign" || node.kind === "update") noteWritten(globals, node.place);
    });
  for (const fn of program.functions) if (!fn.extern) look(fn.body);
  for (const global of program.globals) {
    if (!global.value) continue;
    look(global.value);
    walk(global.value, (node) => {
      if (node.kind === "addressOf") noteWritten(globals, node.place);
    });
  }
  const beyond = readBeyond(program);
  const back = followedBack(program);
  const results = findPlaceResults(program, addressed);
  const candidates = program.functions.map((fn) => {
    const found: (Candidate | undefined)[] = fn.locals.map(() => undefined);
    if (fn.extern) return found;
    const params = new Set(fn.params.map((param) => param.local));
    const free = (addressed.has(fn.id) ? known.has(fn.id) : !fn.callback) && !fn.exported && fn.id !== program.start.entry;
    const values = assignedValues(fn);
    for (const local of fn.locals) {
      if (local.type.kind !== "ptr" || !isObject(local.type.target)) continue;
      const base = {
        fn: fn.id,
        local: local.id,
        target: local.type.target,
        alive: true,
        nullable: false,
        moved: false,
        raw: false,
        escaping: false,
        first: false,
        back: back.has(`${fn.id}:${local.id}`),
      };
      const group = { signed: false };
      if (params.has(local.id)) {
        if (free && !beyond.has(`${fn.id}:${local.id}`))
          found[local.id] = { ...base, group, kind: "param", shape: "one", access: "read", certain: certainly(fn, local.id) };
      } else {
        const given = values.get(local.id);
        if (!given?.length) continue;
        const block = given.length === 1 ? allocationOf(program, given[0]) : undefined;
        const stored = given.every((value) => isStorage(program, value));
        if (stored || (block && sizeOf(program, local.type.target) > 0n && !isTailed(program, local.type.target, block)))
          found[local.id] = { ...base, group, kind: "vec", shape: "slice", access: "write", certain: false };
        else
          found[local.id] = {
            ...base,
            group,
            kind: "cursor",
            shape: "slice",
            access: "read",
            certain: false,
            nullable: given.some(
              (value) =>
                isNullPointer(value) || findOf(program, value) !== undefined || placeCall(results, value)?.result.nullable === true,
            ),
          };
      }
    }
    findRoots(program, results, fn, found, values);
    return found;
  });
  return { candidates, results };
}

/** What each local is given. */
function assignedValues(fn: IrFunction): Map<LocalId, Expression[]> {
  const out = new Map<LocalId, Expression[]>();
  const add = (local: LocalId, value: Expression): void => void out.set(local, [...(out.get(local) ?? []), value]);
  walk(fn.body, (node) => {
    if (node.kind === "let" && node.value) add(node.local, node.value);
    else if (node.kind === "assign" && node.place.kind === "local") add(node.place.local, node.value);
  });
  return out;
}

/** `(T *)malloc(n)` */
export function allocationOf(program: Program, value: Expression): Expression<"runtime"> | undefined {
  let at = value;
  while (at.kind === "cast") at = at.value;
  return at.kind === "runtime" && program.rows(at.row).memory === "allocate" ? at : undefined;
}

/** NULL under its casts. */
const isNullPointer = (value: Expression): boolean =>
  value.kind === "none" || value.kind === "zero" || (value.kind === "cast" && isNullPointer(value.value));

/** The search for a place that a pointer is given: NULL where there is none. */
export function findOf(program: Program, value: Expression): Expression<"runtime"> | undefined {
  let at = value;
  while (at.kind === "block" || (at.kind === "cast" && at.value.type.kind === "ptr")) at = at.value;
  return at.kind === "runtime" && program.rows(at.row).memory === "find" ? at : undefined;
}

/** `struct { …; char text[1]; }` in a block that goes on behind it: the last member is longer than it says. */
function isTailed(program: Program, target: Type, block: Expression<"runtime">): boolean {
  if (target.kind !== "record") return false;
  const last = program.classes[target.class].fields.at(-1)?.type;
  if (last?.kind !== "array" || last.length > 1) return false;
  const [bytes] = block.args;
  return block.args.length !== 1 || bytes.kind !== "int" || bytes.value !== sizeOf(program, target);
}

/** The array or parameter that a pointer points into, when only its form has to be looked at. */
function rootOf(
  program: Program,
  results: ReadonlyMap<FunctionId, PlaceResult>,
  found: readonly (Candidate | undefined)[],
  roots: ReadonlyMap<LocalId, CursorRoot>,
  isSteady: (local: LocalId) => boolean,
  e: Expression,
): CursorRoot | undefined {
  let at = e;
  for (;;) {
    switch (at.kind) {
      case "local": {
        const candidate = found[at.local];
        if (!candidate) return undefined;
        return candidate.kind === "cursor" ? roots.get(at.local) : { kind: "local", local: at.local };
      }
      case "runtime":
        if (program.rows(at.row).memory !== "offset" && program.rows(at.row).memory !== "find") return undefined;
        at = at.args[0];
        break;
      case "call": {
        const result = results.get(at.function);
        if (!result) return undefined;
        at = at.args[result.index];
        break;
      }
      case "block":
        at = at.value;
        break;
      case "cast":
        if (at.type.kind !== "ptr" || at.value.type.kind !== "ptr" || !sameType(at.type.target, at.value.type.target)) return undefined;
        at = at.value;
        break;
      case "addressOf": {
        const { place, type } = at;
        if (place.type.kind === "array" && type.kind === "ptr" && sameType(place.type.elem, type.target)) {
          const key = placeKey(place, isSteady);
          return key === undefined || place.type.length === 0 ? undefined : { kind: "place", key, place };
        }
        if (place.kind === "index" && place.object.type.kind === "array") {
          const key = placeKey(place.object, isSteady);
          return key === undefined || place.object.type.length === 0 ? undefined : { kind: "place", key, place: place.object };
        }
        if ((place.kind === "index" && place.object.type.kind === "ptr") || place.kind === "deref") {
          at = place.kind === "index" ? place.object : place.pointer;
          break;
        }
        return undefined;
      }
      default:
        return undefined;
    }
  }
}

/** A local array, or one inside a local struct, or inside of what a pointer leads to that stays as it is: it stays where it is. */
function placeKey(place: Expression, isSteady: (local: LocalId) => boolean): string | undefined {
  let suffix = "";
  for (let at = place; ;) {
    if (at.kind === "local") return at.type.kind === "ptr" ? undefined : `${at.local}${suffix}`;
    if (at.kind === "deref" && suffix !== "" && at.pointer.kind === "local")
      return isSteady(at.pointer.local) ? `${at.pointer.local}*${suffix}` : undefined;
    if (at.kind !== "field") return undefined;
    suffix = `.${at.name}${suffix}`;
    at = at.object;
  }
}

/** Cursors: locals all of whose values point into one object. */
function findRoots(
  program: Program,
  results: ReadonlyMap<FunctionId, PlaceResult>,
  fn: IrFunction,
  found: (Candidate | undefined)[],
  values: ReadonlyMap<LocalId, readonly Expression[]>,
): void {
  const roots = new Map<LocalId, CursorRoot>();
  const isSteady = (local: LocalId): boolean => found[local]?.kind === "param" && !values.has(local);
  for (let changed = true; changed;) {
    changed = false;
    for (const [local, given] of values) {
      if (found[local]?.kind !== "cursor" || roots.has(local)) continue;
      for (const value of given) {
        const root = rootOf(program, results, found, roots, isSteady, value);
        if (!root) continue;
        roots.set(local, root);
        changed = true;
        break;
      }
    }
  }
  const groups = new Map<string, { signed: boolean }>();
  for (const local of fn.locals) {
    const candidate = found[local.id];
    if (candidate?.kind !== "cursor") continue;
    const root = roots.get(local.id);
    if (!root) {
      found[local.id] = undefined;
      continue;
    }
    const owner = root.kind === "local" ? found[root.local] : undefined;
    if (owner && candidate.back && comesBefore(fn, local.id, owner.local, values.get(local.id) ?? [])) owner.back = true;
    const key = root.kind === "local" ? `p${root.local}` : root.key;
    const group = owner?.group ?? groups.get(key) ?? candidate.group;
    groups.set(key, group);
    found[local.id] = { ...candidate, root, group };
  }
}

/** Is the parameter looked through before the function can branch? */
function certainly(fn: IrFunction, local: LocalId): boolean {
  let found = false;
  const look = (e: Expression): void =>
    walk(e, (node) => {
      if (node.kind === "logical") {
        look(node.left);
        return false;
      }
      if (node.kind === "conditional") {
        look(node.test);
        return false;
      }
      const pointer = node.kind === "deref" ? node.pointer : node.kind === "index" ? node.object : undefined;
      if (pointer?.kind === "local" && pointer.local === local) found = true;
      return !found;
    });
  for (const s of fn.body.statements) {
    if (s.kind === "let" || s.kind === "expression" || s.kind === "return") {
      if (s.value) look(s.value);
    } else if (s.kind === "assign" || s.kind === "update") {
      look(s.value);
      look(s.place);
    } else if (s.kind === "if" || (s.kind === "while" && !s.label)) look(s.test);
    if (found) return true;
    if (s.kind !== "let" && s.kind !== "expression" && s.kind !== "assign" && s.kind !== "update") return false;
  }
  return false;
}
