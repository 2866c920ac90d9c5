/** The ends of functions and closures. */
import type { Block, Statement } from "../../../ir/index.ts";
import { STATUS, type Node } from "./context.ts";

/** The command with which the statements end returns its status, each branch of an `if` its own; false where one of them ends otherwise. */
export function returnFromBranches(n: Node, out: Statement[]): boolean {
  const last = out.at(-1);
  if (last?.kind === "expression" && endsWithStatus(last)) {
    out[out.length - 1] = returning(n, last);
    return true;
  }
  if (last?.kind !== "if" || !last.orElse || !endsWithStatus(last)) return false;
  out[out.length - 1] = returning(n, last);
  return true;
}

function endsWithStatus(s: Statement | undefined): boolean {
  switch (s?.kind) {
    case "expression":
      return s.value.type === STATUS;
    case "return":
    case "raise":
      return true;
    case "if":
      return s.orElse !== undefined && endsWithStatus(s.then.statements.at(-1)) && endsWithStatus(s.orElse.statements.at(-1));
    default:
      return false;
  }
}

function returning(n: Node, s: Statement): Statement {
  if (s.kind === "expression") return { ...n.stmt("return", s.span, { value: s.value }), comments: s.comments };
  if (s.kind !== "if" || !s.orElse) return s;
  const within = (block: Block): Block => ({
    ...block,
    statements: block.statements.map((each, i, all) => (i === all.length - 1 ? returning(n, each) : each)),
  });
  return { ...s, then: within(s.then), orElse: within(s.orElse) };
}
