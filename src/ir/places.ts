/** Places: expressions that name a part of another value. */
import type { Expression } from "./expressions.ts";
import type { Row } from "./rows.ts";

/** A container whose items a row or a loop can go over. */
export const isContainer = (e: Expression): boolean =>
  e.type.kind === "list" || e.type.kind === "deque" || e.type.kind === "set" || e.type.kind === "dict";

/** The expression that this one is a place inside of, so that borrowing it borrows that. */
export function placeInside(rows: (id: string) => Row, node: Expression): Expression | undefined {
  switch (node.kind) {
    case "field":
    case "index":
      return node.object;
    case "tupleGet":
      return node.tuple;
    case "unwrap":
    case "project":
      return node.value;
    case "runtime":
      return rows(node.row).result === "ref" ? node.args[0] : undefined;
    default:
      return undefined;
  }
}
