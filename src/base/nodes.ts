/** Walks over trees of plain data whose kinds do not matter to the walk: nodes, lists of nodes, and what they hold. */

/** A node as the walks see it; what a test asks for may be missing. */
type Tree = Readonly<Record<string, unknown>>;

/** What a test answers to leave out what is inside of a node. */
export const SKIP = Symbol("skip");

/**
 * Does a node of the tree pass the test? Nodes are tried in no order that counts; lists are gone through and not tried.
 * `for … in`, for `Object.values` makes a list of each node and takes three times as long.
 */
export function someNode<N extends object>(root: unknown, test: (node: N) => boolean | undefined | typeof SKIP): boolean {
  const stack: unknown[] = [root];
  while (stack.length > 0) {
    const node = stack.pop();
    if (typeof node !== "object" || node === null) continue;
    if (Array.isArray(node)) {
      for (const each of node as readonly unknown[]) if (typeof each === "object") stack.push(each);
      continue;
    }
    const answer = test(node as N);
    if (answer === true) return true;
    if (answer === SKIP) continue;
    for (const key in node) {
      const value = (node as Tree)[key];
      if (typeof value === "object") stack.push(value);
    }
  }
  return false;
}

/** Visits every node of a tree, in no order that counts; `SKIP` leaves out what is inside of one. */
export function eachNode<N extends object>(root: unknown, visit: (node: N) => void | typeof SKIP): void {
  someNode<N>(root, (node) => visit(node) ?? false);
}

/**
 * A node with its members mapped, or a list with its items: itself where nothing changes. A changed node has its members in the
 * order of the old one, so that code that reads both stays fast.
 */
export function mapMembers<T>(node: T, map: (value: unknown, key: string) => unknown): T {
  if (Array.isArray(node)) {
    let items: unknown[] | undefined;
    for (let i = 0; i < node.length; i++) {
      const now = map(node[i], "");
      if (now !== node[i]) (items ??= [...(node as readonly unknown[])])[i] = now;
    }
    return (items ?? node) as T;
  }
  if (typeof node !== "object" || node === null || node instanceof Uint8Array || node instanceof Map) return node;
  let made: Record<string, unknown> | undefined;
  for (const key in node) {
    const value: unknown = node[key];
    const now = map(value, key);
    if (now !== value) (made ??= { ...(node as Tree) })[key] = now;
  }
  return (made as T | undefined) ?? node;
}
