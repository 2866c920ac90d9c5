/** Trees with other nodes in the place of some. */

/** The tree in which the nodes of `made` are replaced by what it has for them; nodes of other kinds are copied. */
export function replaced(node: unknown, made: ReadonlyMap<unknown, unknown>): unknown {
  const found = made.get(node);
  if (found !== undefined) return found;
  if (Array.isArray(node)) return node.map((each: unknown) => replaced(each, made));
  if (node === null || typeof node !== "object" || node instanceof Uint8Array) return node;
  return Object.fromEntries(
    Object.entries(node).map(([key, value]) => [key, key === "span" || key === "comments" ? (value as unknown) : replaced(value, made)]),
  );
}
