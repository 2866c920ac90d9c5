/**
 * Parameters that take a handle of a shared object which every caller goes on using: the callee copies the handle where it keeps one, so that callers
 * write `f(&x)` and not `f(x.clone())`.
 */
import { walk, type Expression, type FunctionId, type IrFunction, type LocalId } from "../ir/index.ts";
import type { Calls } from "./calls.ts";
import type { Facts } from "./facts.ts";
import type { Flat } from "./flat.ts";

/** Is the parameter lent by all callers, though the function wants a handle of its own? */
export function analyseKept(
  flat: Flat,
  calls: Calls,
  facts: Pick<Facts, "param" | "cell" | "representation" | "lastUse">,
): (fn: FunctionId, index: number) => boolean {
  const known = new Map<number, readonly boolean[]>();
  return (id, index) => {
    let params = known.get(id);
    if (!params) {
      const fn = flat.program.functions[id];
      known.set(id, (params = fn.params.map((_, i) => isKept(flat, calls, facts, fn, i))));
    }
    return params[index];
  };
}

function isKept(flat: Flat, calls: Calls, facts: Parameters<typeof analyseKept>[2], fn: IrFunction, index: number): boolean {
  const { id } = fn;
  const { local, passing } = fn.params[index];
  const { type } = fn.locals[local];
  if (type.kind !== "instance" || passing !== "value" || facts.representation(type.rep) !== "shared") return false;
  if (fn.owner?.method === "instance" && index === 0) return false;
  if (fn.yields || fn.extern || fn.exported || calls.addressTaken[id] || calls.byTrait[id]) return false;
  if (facts.param(id, index) !== "own" || facts.cell(id, local) !== "none" || !staysPut(fn, local)) return false;
  const sites = calls.callSites[id];
  return sites.length > 0 && sites.every((site) => lends(flat, facts, flat.nodes[site] as Expression<"call">, index));
}

/** Is the variable neither assigned nor captured? */
function staysPut(fn: IrFunction, local: LocalId): boolean {
  let put = true;
  walk(fn.body, (node) => {
    if (node.kind === "assign" && node.place.kind === "local" && node.place.local === local) put = false;
    if (node.kind === "closure" || node.kind === "comprehension" || node.kind === "guarded")
      walk(node, (inner) => {
        if (inner.kind === "local" && inner.local === local) put = false;
      });
    return put;
  });
  return put;
}

/** Is the argument a variable of the caller that is used again, and that no other argument hands over? */
function lends(flat: Flat, facts: Parameters<typeof analyseKept>[2], call: Expression<"call">, index: number): boolean {
  const arg = call.args[index];
  const owner = flat.owner[call.id];
  if (arg?.kind !== "local" || arg.type.kind !== "instance" || owner < 0) return false;
  if (facts.lastUse(arg.id) || facts.cell(owner, arg.local) !== "none") return false;
  return call.args.every((other, i) => {
    let apart = true;
    if (i !== index)
      walk(other, (node) => {
        if (node.kind === "local" && node.local === arg.local) apart = false;
      });
    return apart;
  });
}
