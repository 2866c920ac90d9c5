/** What may stay borrowed while a function of the program runs: a cell that it cannot reach. */
import { isExpression, walk, type Expression, type FunctionId } from "../ir/index.ts";
import type { FunctionLoans } from "./loans-function.ts";
import { Mode } from "./ownership-modes.ts";
import type { CellId } from "./reach.ts";

/** Arguments that are lent out of cells, and handles that are lent as what they point to. */
export function checkLending(loans: FunctionLoans, node: Expression<"call">): void {
  const { pass } = loans;
  const callee = pass.program.functions[node.function];
  node.args.forEach((arg, i) => {
    const mode = pass.mode[arg.id];
    if (mode !== Mode.mut && mode !== Mode.ref) return;
    const param = callee.params[i];
    const want = param && callee.locals[param.local].type;
    if (want && pass.classes.lent[node.function][i] && want.kind === arg.type.kind && "rep" in arg.type) {
      const cell = pass.classes.find(arg.type.rep);
      if (pass.isShared(want) && !pass.isShared(arg.type)) pass.demote(arg.type, `\`${callee.name}\` takes it as a handle`);
      else if (pass.isShared(arg.type) && !pass.isShared(want) && !mayHold(loans, node, i, [cell]))
        pass.demote(want, "what it is lent may change meanwhile");
    }
    // A handle is copied out of its cell first.
    if (!pass.heavy(arg.type) || pass.isShared(arg.type)) return;
    const cells = pass.reach.cellsOf(arg);
    if (cells.length === 0) return;
    if (mayHold(loans, node, i, cells)) pass.held.add(arg.id);
    else pass.demote(arg.type, "handed to a function while it lies inside a shared object");
  });
}

/** Can these cells stay borrowed for an argument of a call until it returns? */
function mayHold(loans: FunctionLoans, node: Expression<"call">, index: number, cells: readonly CellId[]): boolean {
  const { pass } = loans;
  const arg = node.args[index];
  const changing = isChanged(loans, arg);
  const { root } = pass.place(arg);
  if (arg !== root && isBusy(loans, arg)) return false;
  for (const [k, other] of node.args.entries()) {
    if (k === index) continue;
    const lent = pass.mode[other.id] === Mode.ref || pass.mode[other.id] === Mode.mut;
    if (k > index && isBusy(loans, other)) {
      // It is evaluated before, into a variable: what it changes must not be what this argument is read from.
      if (arg !== root || pass.mode[other.id] === Mode.mut || (lent && pass.place(other).root !== other)) return false;
    }
    if (!lent || !(changing || isChanged(loans, other))) continue;
    const others = pass.reach.cellsOf(other);
    if ("rep" in other.type) others.push(pass.classes.find(other.type.rep));
    if (others.some((cell) => cells.includes(cell))) return false;
  }
  return cells.every((cell) => free(loans, node.function, cell, changing));
}

const isChanged = (loans: FunctionLoans, arg: Expression): boolean =>
  loans.pass.mode[arg.id] === Mode.mut || loans.pass.through[arg.id] === 1;

/** Does the callee keep away from the cell? */
function free(loans: FunctionLoans, callee: FunctionId, cell: CellId, changing: boolean): boolean {
  const { reach } = loans.pass;
  if (!changing) return !reach.changes(callee, cell);
  return typeof cell === "number" && !reach.touches(callee, cell);
}

/** Does evaluating the expression run code of the program, or change anything? */
function isBusy(loans: FunctionLoans, e: Expression): boolean {
  let busy = false;
  walk(e, (node) => {
    if (busy || node.kind === "closure") return false;
    if (!isExpression(node) || node.kind === "call" || node.kind === "callValue") busy = true;
    else if (node.kind === "runtime") {
      const row = loans.flat.rows(node.row);
      if (row.calls?.length || row.args.includes("mut")) busy = true;
    }
    return !busy;
  });
  return busy;
}
