/** Borrows for the time of a call or a row of a runtime. */
import type { Expression } from "../ir/index.ts";
import { Use } from "./flat.ts";
import { Mode } from "./ownership-modes.ts";
import { checkLender } from "./lenders.ts";
import { checkLending } from "./loans-lending.ts";
import { byOwn, type FunctionLoans, overlaps } from "./loans-function.ts";

export function checkCall(loans: FunctionLoans, node: Expression<"call"> | Expression<"runtime">): void {
  const { pass } = loans;
  if (node.kind === "call") {
    checkLending(loans, node);
    checkLender(loans, node);
  }
  const given = (index: number): Expression => (node.kind === "call" && pass.lentContent(node, index)) || node.args[index];
  for (let i = 0; i < node.args.length; i++) {
    const arg = given(i);
    const lent = pass.mode[arg.id] === Mode.mut || pass.mode[arg.id] === Mode.ref;
    // Of a variable the change is seen; what lies in another object is the same one though its place holds something else by then.
    const waits = node.kind === "call" || (pass.mode[arg.id] === Mode.ref && arg.kind !== "local");
    if (waits && lent && i + 1 < node.args.length && pass.heavy(arg.type)) {
      const place = pass.place(arg);
      const last = node.args[node.args.length - 1];
      if (
        place.root.kind === "local" &&
        loans.conflict(place.root.local, place.chain, loans.flat.exit[arg.id], loans.flat.exit[last.id], false)
      )
        pass.demote(arg.type, "handed to a call while another argument changes it");
    }
    if (pass.mode[arg.id] !== Mode.mut || (i === 0 && loans.flat.use[arg.id] === Use.path)) continue;
    const { root, chain } = pass.place(arg);
    if (root.kind !== "local") continue;
    for (let j = 0; j < node.args.length; j++) {
      if (i === j) continue;
      const other = given(j);
      if (other.kind === "closure") {
        if (pass.effects.captures[loans.fn].some((each) => each.closure === other.id && each.local === root.local))
          pass.demote(arg.type, "a callback reads what the call changes");
        continue;
      }
      const mode = pass.mode[other.id];
      if (mode !== Mode.ref && mode !== Mode.mut) continue;
      if (pass.isCopy(other.type) || other.type.kind === "exact") continue;
      const place = pass.place(other);
      if (place.root.kind !== "local" || place.root.local !== root.local || !overlaps(chain, place.chain)) continue;
      if (place.chain.length > chain.length || (other !== place.root && arg === root)) {
        if (pass.heavy(other.type)) pass.demote(other.type, "handed to a call that changes what it is part of");
      } else pass.demote(arg.type, "handed twice to one call that changes it");
    }
  }
}

/** A row that copies elements out of a place makes a second owner of each. */
export function checkRow(loans: FunctionLoans, node: Expression<"runtime">): void {
  const { pass } = loans;
  const row = loans.flat.rows(node.row);
  if (!row.flows || row.result === "ref") return;
  for (const [from, to] of row.flows) {
    const arg = node.args[Number.parseInt(from, 10)];
    if (!arg || from === "result") continue;
    const mode = pass.mode[arg.id];
    if (mode !== Mode.ref && !(mode === Mode.mut && !from.includes("."))) continue;
    // What pops or takes moves out; a borrow that is handed on copies.
    const type = pass.flowEnd(node, from);
    if (!type || !pass.heavy(type) || to === from) continue;
    const { root } = pass.place(arg);
    if (root.kind !== "local" && root.kind !== "global") continue;
    if (
      arg.kind === "local" &&
      pass.liveness.lastUse(arg.id) &&
      pass.bindings[loans.fn][arg.local] === byOwn &&
      !loans.isBorrowedParam(arg.local)
    )
      continue;
    if (mode === Mode.ref && loans.flat.use[arg.id] === Use.mut) continue;
    pass.demote(type, `copied by ${node.row}`);
  }
}
