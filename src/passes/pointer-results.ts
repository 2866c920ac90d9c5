/**
 * Functions whose result is a place in what one of their parameters points into: `char *skip(char *s)`. They give an index from where the parameter
 * pointed, or nothing for NULL. Which parameter that is is told by form, and the uses of the function decide whether it stays so.
 */
import type { Expression, FunctionId, IrFunction, LocalId, Program } from "../ir/index.ts";
import { samePointee } from "../ir/pointers.ts";
import { walk } from "../ir/walk.ts";

export interface PlaceResult {
  /** Which of the arguments. */
  readonly index: number;
  readonly param: LocalId;
  readonly nullable: boolean;
  alive: boolean;
}

/** What a pointer is made of: parameters by their locals, and NULL. */
interface Roots {
  readonly params: Set<LocalId>;
  nullable: boolean;
  /** Something else. */
  other: boolean;
}

/** The call that a pointer is, under its casts and blocks. */
export function callOf(value: Expression): Expression<"call"> | undefined {
  let at = value;
  while (at.kind === "block" || (at.kind === "cast" && samePointee(at.type, at.value.type))) at = at.value;
  return at.kind === "call" ? at : undefined;
}

/** The call of a function that gives a place in what it is handed. */
export function placeCall(
  results: ReadonlyMap<FunctionId, PlaceResult>,
  value: Expression,
): { readonly call: Expression<"call">; readonly result: PlaceResult } | undefined {
  const call = callOf(value);
  const result = call && results.get(call.function);
  return call && result?.alive ? { call, result } : undefined;
}

export function findPlaceResults(program: Program, addressed: ReadonlySet<FunctionId>): Map<FunctionId, PlaceResult> {
  const found = new Map<FunctionId, PlaceResult>();
  const able = program.functions.filter(
    (fn) =>
      !fn.extern &&
      !fn.exported &&
      !fn.callback &&
      !addressed.has(fn.id) &&
      fn.id !== program.start.entry &&
      fn.result.kind === "ptr" &&
      fn.result.target.kind !== "unit" &&
      fn.result.target.kind !== "fnptr" &&
      fn.params.some(({ local }) => samePointee(fn.locals[local].type, fn.result)),
  );
  if (able.length === 0) return found;
  for (let changed = true; changed;) {
    changed = false;
    for (const fn of able) {
      if (found.has(fn.id)) continue;
      const roots = rootsOf(program, fn, found);
      const [param] = roots.params;
      if (roots.other || roots.params.size !== 1) continue;
      const index = fn.params.findIndex(({ local }) => local === param);
      if (index < 0 || !samePointee(fn.locals[param].type, fn.result)) continue;
      found.set(fn.id, { index, param, nullable: roots.nullable, alive: true });
      changed = true;
    }
  }
  return found;
}

function rootsOf(program: Program, fn: IrFunction, known: ReadonlyMap<FunctionId, PlaceResult>): Roots {
  const roots: Roots = { params: new Set(), nullable: false, other: false };
  const values = new Map<LocalId, Expression[]>();
  const returned: Expression[] = [];
  let guarded = false;
  walk(fn.body, (node) => {
    if (node.kind === "let" && node.value) values.set(node.local, [...(values.get(node.local) ?? []), node.value]);
    else if (node.kind === "assign" && node.place.kind === "local")
      values.set(node.place.local, [...(values.get(node.place.local) ?? []), node.value]);
    else if (node.kind === "return" && node.value) returned.push(node.value);
    else if (node.kind === "closure") guarded = true;
  });
  if (guarded) roots.other = true;
  const params = new Set(fn.params.map(({ local }) => local));
  const seen = new Set<LocalId>();
  const follow = (e: Expression): void => {
    switch (e.kind) {
      case "none":
      case "zero":
        roots.nullable = true;
        return;
      case "local":
        if (params.has(e.local)) roots.params.add(e.local);
        if (seen.has(e.local)) return;
        seen.add(e.local);
        if (!params.has(e.local) && !values.has(e.local)) roots.other = true;
        values.get(e.local)?.forEach(follow);
        return;
      case "cast":
        if (samePointee(e.type, e.value.type) || e.value.kind === "none" || e.value.kind === "zero") follow(e.value);
        else roots.other = true;
        return;
      case "conditional":
        follow(e.then);
        return follow(e.orElse);
      case "block":
        return follow(e.value);
      case "runtime": {
        const { memory } = program.rows(e.row);
        if (memory === "find") roots.nullable = true;
        if (memory === "offset" || memory === "find") follow(e.args[0]);
        else roots.other = true;
        return;
      }
      case "addressOf":
        if (e.place.kind === "deref" && samePointee(e.place.pointer.type, e.type)) follow(e.place.pointer);
        else if (e.place.kind === "index" && samePointee(e.place.object.type, e.type)) follow(e.place.object);
        else roots.other = true;
        return;
      case "call": {
        if (e.function === fn.id) return;
        const result = known.get(e.function);
        if (!result) {
          roots.other = true;
          return;
        }
        roots.nullable ||= result.nullable;
        return follow(e.args[result.index]);
      }
      default:
        roots.other = true;
    }
  };
  returned.forEach(follow);
  return roots;
}
