/** Variables of the main script that one complete command alone uses are declared in it. */
import type { Expression, Statement } from "../../../ir/index.ts";
import { walk } from "../../../ir/walk.ts";

/** Moves declarations without a value from the start of the statements into the one closure that uses them. `end`: what follows the statements. */
export function sinkDeclarations(out: readonly Statement[], end: Expression | undefined): Statement[] {
  /** Where each local is used: the only statement, or -1 for several. */
  const uses = new Map<number, number>();
  const note = (local: number, i: number): void => {
    const known = uses.get(local);
    uses.set(local, known === undefined || known === i ? i : -1);
  };
  const count = out.findIndex((s) => s.kind !== "let");
  const first = count < 0 ? out.length : count;
  out.forEach((statement, i) => {
    if (i < first && statement.kind === "let" && !statement.value) return;
    walk([statement], (node) => {
      if (node.kind === "local" || node.kind === "let") note(node.local, i);
    });
  });
  if (end)
    walk([end], (node) => {
      if (node.kind === "local") note(node.local, -1);
    });
  const moved = new Map<number, Statement[]>();
  const kept = out.filter((statement, i) => {
    if (i >= first || statement.kind !== "let" || statement.value) return true;
    const at = uses.get(statement.local) ?? -1;
    if (at < 0 || !closureIn(out[at])) return true;
    moved.set(at, [...(moved.get(at) ?? []), statement]);
    return false;
  });
  if (!moved.size) return kept;
  return kept.map((statement) => {
    const declarations = moved.get(out.indexOf(statement));
    return declarations ? within(statement, declarations) : statement;
  });
}

/** The closure of a complete command that runs on its own. */
function closureIn(s: Statement) {
  const value = s.kind === "expression" && s.value.kind === "runtime" && s.value.row === "sh.top" ? s.value.args[1] : undefined;
  return value?.kind === "closure" ? value : undefined;
}

function within(s: Statement, declarations: readonly Statement[]): Statement {
  const closure = closureIn(s);
  if (!closure || s.kind !== "expression" || s.value.kind !== "runtime") return s;
  const body = { ...closure.body, statements: [...declarations, ...closure.body.statements] };
  return { ...s, value: { ...s.value, args: [s.value.args[0], { ...closure, body }] } };
}
