/** Functions behind pointers of one type take their parameters alike: what one of them cannot have none of them has. */
import type { Candidate } from "./pointer-candidates.ts";
import { pointedFunctions } from "../ir/pointed-functions.ts";
import { asNullable, asSlice, giveUp, raise, type Run } from "./pointer-state.ts";
import type { Solution } from "./pointers.ts";

/** Gives the parameters of such functions the same forms. */
export function alignPointed(solution: Solution): void {
  const { program } = solution;
  for (const group of pointedFunctions(program).groups) {
    const run: Run = { solution, fn: program.functions[group[0]], taken: new Set(), values: new Set(), finds: new Map() };
    program.functions[group[0]].params.forEach((_, i) => {
      const all = group.map((id) => solution.candidates[id][program.functions[id].params[i].local]);
      align(run, all);
    });
  }
}

function align(run: Run, all: readonly (Candidate | undefined)[]): void {
  const some = all.filter((each) => each !== undefined);
  if (some.length === 0) return;
  const set = (key: "escaping" | "first" | "back"): void => {
    if (!some.some((each) => each[key])) return;
    for (const each of some)
      if (!each[key]) {
        each[key] = true;
        run.solution.changed = true;
      }
  };
  for (const from of some) {
    for (const to of some) raise(run, to, from.access);
    if (from.shape === "slice") for (const to of some) asSlice(run, to);
    if (from.nullable) for (const to of some) asNullable(run, to);
    if (!from.certain)
      for (const to of some)
        if (to.certain) {
          to.certain = false;
          run.solution.changed = true;
        }
  }
  set("escaping");
  set("first");
  set("back");
  if (some.length < all.length || some.some((each) => !each.alive))
    for (const each of some) giveUp(run, each, "another function behind the same pointers takes a raw one");
}
