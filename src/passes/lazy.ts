/** Lazy sequences: which are used up where they stand, and until when. */
import type { Expression, Node } from "../ir/index.ts";
import type { Flat } from "./flat.ts";

/** The node that uses up the lazy sequence `id` before anything else can hold it; undefined where it is kept. */
export function consumer(flat: Flat, id: number): Node | undefined {
  let at = id;
  for (;;) {
    const above = flat.parent[at] < 0 ? undefined : flat.nodes[flat.parent[at]];
    if (!above) return undefined;
    if (above.kind === "forEach") return above.iterable.id === at ? above : undefined;
    if (above.kind === "comprehension") {
      if (!above.clauses.some((clause) => clause.kind === "for" && clause.iterable.id === at)) return undefined;
    } else if (above.kind !== "runtime" || !takesItems(flat, above, at)) return undefined;
    if (above.type.kind !== "iter") return above;
    at = above.id;
  }
}

/** Does the row go over the items of this argument (and not hand the sequence itself on)? */
export function takesItems(flat: Flat, call: Expression<"runtime">, arg: number): boolean {
  return flat.rows(call.row).items?.includes(call.args.findIndex((each) => each.id === arg)) ?? false;
}
