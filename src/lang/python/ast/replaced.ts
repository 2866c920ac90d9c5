/** Trees with other nodes in the place of some. */
import { mapMembers } from "../../../base/nodes.ts";

/** The tree in which the nodes of `made` are replaced by what it has for them. */
export const replaced = (node: unknown, made: ReadonlyMap<unknown, unknown>): unknown =>
  made.get(node) ?? mapMembers(node, (value) => replaced(value, made));

/** The same tree in nodes of its own; their places, by which calls are told apart, are objects of their own, too. */
export function copied(node: unknown): unknown {
  if (Array.isArray(node)) return node.map(copied);
  if (node === null || typeof node !== "object" || node instanceof Uint8Array) return node;
  return Object.fromEntries(Object.entries(node).map(([key, value]) => [key, key === "comments" ? (value as unknown) : copied(value)]));
}
