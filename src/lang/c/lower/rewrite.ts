/** Rewriting of IR trees: what does not change is kept as it is, so that most of a program is not copied. */

/** The node with its parts rewritten; itself when none of them changes. */
export function withParts<T extends object>(node: T, part: (key: string, value: object) => unknown): T {
  let out: Record<string, unknown> | undefined;
  for (const key in node) {
    const value = node[key];
    if (typeof value !== "object" || value === null || key === "span" || key === "comments" || value instanceof Uint8Array) continue;
    const made = part(key, value);
    if (made === value) continue;
    out ??= { ...node } as Record<string, unknown>;
    out[key] = made;
  }
  return (out as T | undefined) ?? node;
}

/** The list with its items rewritten; itself when none of them changes. */
export function withItems<T>(items: readonly T[], one: (item: T) => T): readonly T[] {
  let out: T[] | undefined;
  for (let i = 0; i < items.length; i++) {
    const made = one(items[i]);
    if (made === items[i]) continue;
    out ??= [...items];
    out[i] = made;
  }
  return out ?? items;
}
