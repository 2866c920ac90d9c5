/** Parameters that take a shared object and only look into it: `&C` is enough for them, so that those who have no handle can call, too. */
import type { Expression, FunctionId, IrFunction } from "../ir/index.ts";
import { walk } from "../ir/walk.ts";
import type { ProgramContext } from "./context.ts";
import { isSharedInstance } from "./types.ts";

const known = new WeakMap<ProgramContext, Set<string>>();

/** Does the function only read and assign fields of this parameter, and hand it to parameters of the same kind? */
export function looksInto(unit: ProgramContext, fn: FunctionId, index: number): boolean {
  let found = known.get(unit);
  if (!found) known.set(unit, (found = solve(unit)));
  return found.has(`${fn}/${index}`);
}

/** Is the expression a local that is such a parameter? */
export function isLookedInto(unit: ProgramContext, fn: IrFunction, e: Expression): boolean {
  if (e.kind !== "local") return false;
  const index = fn.params.findIndex((param) => param.local === e.local);
  return index >= 0 && looksInto(unit, fn.id, index);
}

function solve(unit: ProgramContext): Set<string> {
  const { program, facts } = unit;
  const found = new Set<string>();
  const dependants: { readonly key: string; readonly on: string }[] = [];
  for (const fn of program.functions) {
    if (fn.extern || fn.yields || fn.callback) continue;
    const candidates = new Map<number, string>();
    fn.params.forEach((param, i) => {
      const { type } = fn.locals[param.local];
      if (param.passing !== "value" || !isSharedInstance(type, unit)) return;
      if (facts.param(fn.id, i) !== "ref" || facts.cell(fn.id, param.local) !== "none") return;
      candidates.set(param.local, `${fn.id}/${i}`);
    });
    if (candidates.size === 0) continue;
    const allowed = new Set<number>();
    const spoiled = new Set<number>();
    const pairs: { readonly local: number; readonly on: string }[] = [];
    walk(fn.body, (node) => {
      switch (node.kind) {
        case "field":
          if (node.object.kind === "local") allowed.add(node.object.id);
          break;
        case "identical":
          for (const side of [node.left, node.right]) if (side.kind === "local" && isSharedInstance(side.type, unit)) allowed.add(side.id);
          break;
        case "call":
          node.args.forEach((arg, i) => {
            if (arg.kind !== "local" || !candidates.has(arg.local)) return;
            allowed.add(arg.id);
            pairs.push({ local: arg.local, on: `${node.function}/${i}` });
          });
          break;
        case "closure":
        case "comprehension":
          // What is captured is kept by its handle.
          if (node.kind === "comprehension" && node.type.kind !== "iter") break;
          walk(node, (inner) => {
            if (inner.kind === "local") spoiled.add(inner.local);
          });
          break;
        case "local":
          if (!allowed.has(node.id)) spoiled.add(node.local);
          break;
        default:
      }
    });
    for (const [local, key] of candidates) {
      if (spoiled.has(local)) continue;
      found.add(key);
      for (const pair of pairs) if (pair.local === local) dependants.push({ key, on: pair.on });
    }
  }
  for (let changed = true; changed;) {
    changed = false;
    for (const { key, on } of dependants)
      if (found.has(key) && !found.has(on)) {
        found.delete(key);
        changed = true;
      }
  }
  return found;
}
