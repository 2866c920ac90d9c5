/** Which recursive functions count their calls: all but those whose depth the arguments of the outermost call bound. */
import { walk, type Expression, type FunctionId, type IrFunction, type LocalId } from "../ir/index.ts";
import type { Calls } from "./calls.ts";
import type { Facts } from "./facts.ts";
import type { Flat } from "./flat.ts";

/** Far below any recursion limit. */
const SHALLOW = 500;

export function analyseDepth(flat: Flat, calls: Calls, interval: Facts["interval"]): (fn: FunctionId) => boolean {
  const known = new Map<FunctionId, boolean>();
  return (id) => {
    let counted = known.get(id);
    if (counted === undefined) {
      const fn = flat.program.functions[id];
      counted = calls.recursive(id) && !fn.yields && !fn.extern && callsItself(flat, calls, id) && !countsDown(flat, calls, interval, fn);
      known.set(id, counted);
    }
    return counted;
  };
}

/** Does a chain of calls that are written out lead back to the function? (What the library may call does not count.) */
function callsItself(flat: Flat, calls: Calls, id: FunctionId): boolean {
  const component = calls.component[id];
  const seen = new Set<FunctionId>();
  const work = [id];
  for (let at = work.pop(); at !== undefined; at = work.pop())
    for (const site of calls.callSites[at]) {
      const caller = flat.owner[site];
      if (caller === id) return true;
      if (caller < 0 || seen.has(caller) || calls.component[caller] !== component) continue;
      seen.add(caller);
      work.push(caller);
    }
  return false;
}

/** `if n < 2: return …` stands first, and each call of the function itself is handed `n` less a constant: the first `n` bounds the depth. */
function countsDown(flat: Flat, calls: Calls, interval: Facts["interval"], fn: IrFunction): boolean {
  const { id } = fn;
  if (calls.components[calls.component[id]].length > 1 || calls.addressTaken[id] || calls.byTrait[id]) return false;
  return fn.params.some(({ local }, index) => {
    if (fn.locals[local].type.kind !== "exact") return false;
    const end = endOf(fn, local);
    if (end === undefined || isAssigned(fn, local)) return false;
    return calls.callSites[id].every((site) => {
      const call = flat.nodes[site] as Expression<"call">;
      const arg = call.args[index];
      if (flat.owner[site] === id) {
        if (arg?.kind !== "binary" || arg.op !== "sub" || arg.left.kind !== "local" || arg.left.local !== local) return false;
        return arg.right.kind === "int" && arg.right.value > 0n && (!end.exact || arg.right.value === 1n);
      }
      if (!arg) return false;
      const { lo, hi } = interval(arg.id);
      return Number(hi) - Number(end.at) < SHALLOW && (!end.exact || Number(lo) >= Number(end.at));
    });
  });
}

/** The number at which the function returns at once: at it (`exact`) or below it. */
function endOf(fn: IrFunction, local: LocalId): { readonly at: bigint; readonly exact: boolean } | undefined {
  const first = fn.body.statements[0];
  if (first?.kind !== "if" || first.then.statements[first.then.statements.length - 1]?.kind !== "return") return undefined;
  const { test } = first;
  if (test.kind !== "compare" || test.left.kind !== "local" || test.left.local !== local || test.right.kind !== "int") return undefined;
  if (test.op === "lt" || test.op === "le") return { at: test.right.value, exact: false };
  return test.op === "eq" ? { at: test.right.value, exact: true } : undefined;
}

function isAssigned(fn: IrFunction, local: LocalId): boolean {
  let found = false;
  walk(fn.body, (node) => {
    if ((node.kind === "assign" || node.kind === "update") && node.place.kind === "local" && node.place.local === local) found = true;
    return !found;
  });
  return found;
}
