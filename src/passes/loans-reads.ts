/** Reads that want a value of their own. */
import type { Expression, LocalId } from "../ir/index.ts";
import { stepsInto, type Flat } from "./flat.ts";
import { Mode } from "./ownership-modes.ts";
import { byOwn, type FunctionLoans } from "./loans-function.ts";

/**
 * `v = u` of two variables through which nothing is ever changed in place, and which nothing else gets to hold: a copy cannot be told
 * from the same object.
 */
export function copiesUnseen(loans: FunctionLoans, node: Expression<"local">): boolean {
  const { pass } = loans;
  const elem = pass.elementType(node.type);
  if (!elem || (node.type.kind !== "list" && node.type.kind !== "set") || pass.heavy(elem)) return false;
  const above = loans.flat.nodes[loans.flat.parent[node.id]];
  const target = above?.kind === "let" ? above.local : above?.kind === "assign" && above.place.kind === "local" ? above.place.local : -1;
  return target >= 0 && onlyRead(loans, node.local, node.id) && onlyRead(loans, target, -1);
}

function onlyRead(loans: FunctionLoans, local: LocalId, except: number): boolean {
  const { pass, fn } = loans;
  if (
    pass.captured[fn][local] === 2 ||
    pass.effects.cell(fn, local) !== "none" ||
    pass.program.functions[fn].params.some((param) => param.local === local)
  )
    return false;
  return loans.mentions(local).every((mention) => {
    if (mention.id === except || mention.mode === Mode.ref || mention.mode === Mode.iterate) return true;
    if (mention.mode === Mode.store) return mention.chain === "";
    // The last read may hand it on: no one is left to see a difference, unless the other still lives then.
    const above = loans.flat.nodes[loans.flat.parent[mention.id]];
    if (mention.mode !== Mode.own || !above) return false;
    if (above.kind === "return") return true;
    // A row that only takes the elements out keeps no hold of the list.
    return (
      above.kind === "runtime" &&
      above.type.kind !== "any" &&
      !loans.flat.rows(above.row).flows?.some(([from]) => /^\d+$/.test(from) && above.args[Number(from)]?.id === mention.id)
    );
  });
}

export function checkOwnRead(loans: FunctionLoans, node: Expression): void {
  const { pass } = loans;
  if (!isPlaceRead(loans.flat, node) || !pass.heavy(node.type)) return;
  const { root } = pass.place(node);
  if (node === root) {
    if (node.kind === "global" && pass.reach.alters(node.type)) pass.demote(node.type, "a constant of which a second owner is changed");
    if (node.kind !== "local") return;
    const borrowed = pass.bindings[loans.fn][node.local] !== byOwn || loans.isBorrowedParam(node.local);
    if (!borrowed && pass.liveness.lastUse(node.id) && !pass.lentBefore(node.id)) return;
    if (!borrowed && copiesUnseen(loans, node)) return;
    pass.demote(node.type, `${loans.name(node.local)} has a second owner while it is still in use`);
    return;
  }
  // Out of a temporary that dies here nothing else can see the copy, unless it only handed out a handle.
  if (root.kind !== "local" && root.kind !== "global" && !loans.throughHandle(node)) return;
  pass.demote(node.type, "read out of its place into a second owner");
}

function isPlaceRead(flat: Flat, node: Expression): boolean {
  switch (node.kind) {
    case "local":
    case "global":
    case "field":
    case "index":
    case "tupleGet":
      return true;
    case "unwrap":
    case "project":
    case "runtime":
      return stepsInto(flat, node) !== undefined;
    default:
      return false;
  }
}
