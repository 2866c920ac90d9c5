/**
 * Which C pointers need not be raw. A parameter that is only looked through, stepped along and handed on is borrowed for the call: `&T`, `&[T]`,
 * or, where it is written through, `&mut`; where two of them may be one object, `&Cell<T>`. A local that only moves along one object is an index
 * into it (a cursor). A local that holds a fresh block of memory and gives it away nowhere owns a `Vec`. Every pointer starts lifted and is demoted
 * by the first use that has no such form; a demotion demotes what depends on it, so the solution is the largest consistent one.
 */
import type { FunctionId, LocalId, Program } from "../ir/index.ts";
import type { Lend, Pointers } from "./facts.ts";
import { createCandidates, type Candidate } from "./pointer-candidates.ts";
import { createGlobals, type LentGlobals } from "./pointer-globals.ts";
import { alignPointed } from "./pointer-aligned.ts";
import { findKept, type KeptPointers } from "./pointer-kept.ts";
import { pointedFunctions } from "../ir/pointed-functions.ts";
import type { PlaceResult } from "./pointer-results.ts";
import { scanFunction } from "./pointer-uses.ts";

/** What the runs over the functions find out; a run in which `changed` stays false is the last. */
export interface Solution {
  readonly program: Program;
  readonly candidates: readonly (readonly (Candidate | undefined)[])[];
  /** Functions that give places in what they are handed. */
  readonly results: ReadonlyMap<FunctionId, PlaceResult>;
  /** Locals of which raw pointers exist. */
  readonly taken: readonly Uint8Array[];
  /** Locals of which raw pointers are made that are gone when the call is over for which they were made. */
  readonly passed: readonly Uint8Array[];
  readonly written: readonly Uint8Array[];
  readonly lent: Map<number, Lend>;
  readonly lifted: Set<number>;
  readonly objects: Map<number, string>;
  readonly cells: Map<number, ReadonlySet<string>>;
  readonly globals: LentGlobals;
  readonly kept: KeptPointers;
  changed: boolean;
}

export function analysePointers(program: Program): Pointers {
  const flags = (): Uint8Array[] => program.functions.map((fn) => new Uint8Array(fn.locals.length));
  const globals = createGlobals();
  const pointed = pointedFunctions(program);
  const solution: Solution = {
    program,
    ...createCandidates(program, globals),
    taken: flags(),
    passed: flags(),
    written: flags(),
    lent: new Map(),
    lifted: new Set(),
    objects: new Map(),
    cells: new Map(),
    globals,
    kept: findKept(program),
    changed: true,
  };
  alignPointed(solution);
  while (solution.changed) {
    solution.changed = false;
    for (const each of solution.written) each.fill(0);
    solution.lent.clear();
    solution.lifted.clear();
    solution.objects.clear();
    solution.cells.clear();
    globals.lent.clear();
    for (const fn of program.functions) if (!fn.extern) scanFunction(solution, fn);
    alignPointed(solution);
  }
  const at = (fn: FunctionId, local: LocalId): Candidate | undefined => solution.candidates[fn]?.[local];
  return {
    lift(fn, local) {
      const found = at(fn, local);
      return found?.alive ? found : undefined;
    },
    result(fn) {
      const found = solution.results.get(fn);
      return found?.alive ? found : undefined;
    },
    lent: (node) => solution.lent.get(node),
    lifted: (node) => solution.lifted.has(node),
    object: (node) => solution.objects.get(node),
    cells: (call) => solution.cells.get(call),
    celled: (global) => globals.lent.has(global),
    written: (fn, local) => solution.written[fn]?.[local] === 1,
    reason: (fn, local) => at(fn, local)?.reason,
    behind: (type) => pointed.behind(type),
  };
}

/** Nothing is lifted: sound for every program. */
export const rawPointers: Pointers = {
  lift: () => undefined,
  result: () => undefined,
  lent: () => undefined,
  lifted: () => false,
  object: () => undefined,
  cells: () => undefined,
  celled: () => false,
  written: () => false,
  reason: () => undefined,
  behind: () => undefined,
};
