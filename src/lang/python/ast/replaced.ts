/** Trees with other nodes in the place of some. */
import { mapMembers } from "../../../base/nodes.ts";

/** The tree in which the nodes of `made` are replaced by what it has for them. */
export const replaced = (node: unknown, made: ReadonlyMap<unknown, unknown>): unknown =>
  made.get(node) ?? mapMembers(node, (value) => replaced(value, made));
