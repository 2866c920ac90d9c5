/** Iterators in variables that `any` and `all` ask item by item: Rust's methods of these names borrow the iterator, and so change the variable. */
import type { Flat } from "./flat.ts";

/** Is the variable asked in such a way? */
export function testedIterators(flat: Flat): (fn: number, local: number) => boolean {
  const found = new Set<string>();
  for (const id of flat.order) {
    const node = flat.nodes[id];
    if (node?.kind !== "runtime") continue;
    const [source] = node.args;
    if (source?.kind !== "comprehension" || source.clauses.length !== 1) continue;
    const { native } = flat.rows(node.row);
    const [first] = source.clauses;
    if ((native !== "any" && native !== "all") || first.kind !== "for" || first.iterable.kind !== "local") continue;
    if (first.iterable.type.kind === "iter") found.add(`${flat.owner[id]}.${first.iterable.local}`);
  }
  return (fn, local) => found.has(`${fn}.${local}`);
}
