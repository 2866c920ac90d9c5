/**
 * Generators that only look at the object they are made of, and that every caller uses up where it makes them: they borrow it. Others keep a
 * handle of it.
 */
import type { Expression, FunctionId } from "../ir/index.ts";
import type { Calls } from "./calls.ts";
import { rootOf, type Flat } from "./flat.ts";
import { consumer } from "./lazy.ts";
import type { FunctionLoans } from "./loans-function.ts";
import { Mode } from "./ownership-modes.ts";
import { byOwn, byRef, type OwnershipPass } from "./ownership.ts";

/** The parameter that a generator may borrow, by function; -1: none. */
export function findLenders(pass: OwnershipPass, calls: Calls): Int32Array {
  const found = new Int32Array(pass.program.functions.length).fill(-1);
  for (const fn of pass.program.functions) {
    if (!fn.yields || fn.extern || fn.exported || calls.addressTaken[fn.id] || calls.byTrait[fn.id]) continue;
    if (fn.params.some((param) => param.passing === "inout" || pass.effects.cell(fn.id, param.local) !== "none")) continue;
    const heavy = fn.params.flatMap((param, i) => (pass.heavy(fn.locals[param.local].type) ? [i] : []));
    if (heavy.length !== 1 || pass.captured[fn.id][fn.params[heavy[0]].local] === 2) continue;
    const sites = calls.callSites[fn.id];
    if (sites.length > 0 && sites.every((site) => isUsedUp(pass.flat, site, heavy[0]))) [found[fn.id]] = heavy;
  }
  return found;
}

/** Is the generator of a call used up where it stands, and the object a variable's or a part of one? */
function isUsedUp(flat: Flat, site: number, index: number): boolean {
  const arg = (flat.nodes[site] as Expression<"call">).args[index];
  const end = consumer(flat, site);
  // A handle of the runtime may go on with it later.
  if (!end || ("type" in end && (end.type.kind === "runtime" || end.type.kind === "any"))) return false;
  const object = arg.kind === "some" ? arg.value : arg;
  return object.kind === "none" || rootOf(flat, object).kind === "local";
}

/** After a round: what a generator does more than look at, it keeps. */
export function settleLenders(pass: OwnershipPass): void {
  pass.lenders.forEach((index, fn) => {
    if (index < 0) return;
    const { params, locals } = pass.program.functions[fn];
    const { type } = locals[params[index].local];
    const object = type.kind === "option" ? type.inner : type;
    if (!pass.isShared(object) && pass.params[fn][index] === byRef) return;
    if (!pass.isShared(object)) pass.demote(type, "a generator keeps it");
    pass.params[fn][index] = byOwn;
  });
}

/** Does a generator borrow this parameter? */
export const isLent = (pass: OwnershipPass, fn: FunctionId, index: number): boolean =>
  index >= 0 && pass.lenders[fn] === index && pass.params[fn][index] === byRef;

/** What a generator goes over must stay as it is until it is used up. */
export function checkLender(loans: FunctionLoans, call: Expression<"call">): void {
  const { pass, flat } = loans;
  const index = pass.lenders[call.function];
  if (index < 0) return;
  const arg = pass.lentContent(call, index) ?? call.args[index];
  if (pass.isShared(arg.type) || arg.kind === "none") return;
  const { root, chain } = pass.place(arg);
  const end = consumer(flat, call.id);
  if (!end || root.kind !== "local" || pass.mode[arg.id] !== Mode.ref) pass.demote(arg.type, "a generator keeps it");
  else if (loans.cellOnTheWay(arg)) pass.demote(arg.type, "a generator goes over it inside a shared object");
  else if (loans.conflict(root.local, chain, flat.exit[arg.id], flat.exit[end.id], false))
    pass.demote(arg.type, "changes while a generator goes over it");
}
