/** Borrows of containers whose items a row or a lazy sequence goes over. */
import { isContainer, type Expression } from "../ir/index.ts";
import { stepsInto } from "./flat.ts";
import { consumer, takesItems } from "./lazy.ts";
import type { FunctionLoans } from "./loans-function.ts";
import { Mode } from "./ownership-modes.ts";

/** The containers that a row takes the items of. */
export function checkItems(loans: FunctionLoans, node: Expression<"runtime">): void {
  for (const arg of node.args) {
    if (!isContainer(arg) || !isPlace(loans, arg)) continue;
    if (!takesItems(loans.flat, node, arg.id) && !lends(loans, node, arg)) continue;
    const end = node.type.kind === "iter" ? consumer(loans.flat, node.id) : node;
    goesOver(loans, arg, end && loans.flat.exit[end.id], node.row);
  }
}

/** A lazy row that refers to a container while it runs. */
function lends(loans: FunctionLoans, node: Expression<"runtime">, arg: Expression): boolean {
  return node.type.kind === "iter" && loans.pass.mode[arg.id] === Mode.ref;
}

/** The items of a place are handed out until `end` (undefined: nobody knows until when). */
export function goesOver(loans: FunctionLoans, arg: Expression, end: number | undefined, by: string): void {
  const { pass } = loans;
  if (loans.usesUp(arg)) return;
  const elem = pass.elementType(arg.type);
  const heavy = elem !== undefined && pass.heavy(elem);
  if (heavy) pass.demote(elem, `taken out of its container by ${by}`);
  if (pass.isShared(arg.type)) return;
  const { root, chain } = pass.place(arg);
  if (end === undefined) pass.demote(arg.type, `kept by ${by}, which goes over it later`);
  else if (loans.cellOnTheWay(arg)) pass.demote(arg.type, "something goes over it inside a shared object");
  else if (root.kind === "local" && loans.conflict(root.local, chain, loans.flat.exit[arg.id], end, false))
    pass.demote(arg.type, `changes while ${by} goes over it`);
}

function isPlace(loans: FunctionLoans, node: Expression): boolean {
  return node.kind === "local" || node.kind === "global" || stepsInto(loans.flat, node) !== undefined;
}

/** What a lazy sequence that is used up in its statement reads must not change meanwhile. */
export function checkCaptures(loans: FunctionLoans, sequence: Expression<"comprehension">): void {
  const { pass, flat } = loans;
  const end = consumer(flat, sequence.id);
  if (!end || pass.effects.escapes(sequence.id)) return;
  const from = flat.enter[sequence.id];
  const to = flat.exit[sequence.id];
  const [first] = sequence.clauses;
  const since = first?.kind === "for" ? flat.exit[first.iterable.id] : from;
  for (const each of pass.effects.captures[loans.fn]) {
    if (each.closure !== sequence.id || !pass.heavy(loans.type(each.local)) || pass.isShared(loans.type(each.local))) continue;
    const during = loans.mentions(each.local).filter((mention) => mention.time > from && mention.time < flat.exit[end.id]);
    const inside = during.filter((mention) => mention.time > since && mention.time < to);
    if (inside.length === 0) continue;
    const others = during.filter((mention) => !inside.includes(mention));
    if (inside.some((mention) => mention.write) ? others.length > 0 : others.some((mention) => mention.write))
      pass.demote(loans.type(each.local), "read by a lazy sequence while it changes");
  }
}
