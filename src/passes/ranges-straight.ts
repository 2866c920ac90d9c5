/** What straight code reads of a local: only the definitions that stand before, where no loop leads back to a later one. */
import type { Flat } from "./flat.ts";
import type { Definition, Locals } from "./ranges-locals.ts";

/**
 * By node: the definitions that may reach a read of a local, or an update of it (before it). Only for locals of exact integers with one declaration, and for
 * what stands in the same round of the same loops as that does: `d = int(c)` … `d *= 2` inside of a loop starts anew each time.
 */
export function straightDefinitions({ enter, exit }: Flat, locals: Locals): ReadonlyMap<number, readonly Definition[]> {
  const found = new Map<number, readonly Definition[]>();
  for (const { bound, lets, later, reads } of locals.all) {
    const [first] = lets;
    if (bound || lets.length !== 1 || later.length === 0 || first?.value?.type.kind !== "exact") continue;
    const level = locals.levelOf(first);
    const closure = locals.closureOf(first);
    if (later.some((each) => locals.closureOf(each) !== closure) || reads.some(locals.isLent)) continue;
    for (const read of reads)
      if (locals.levelOf(read) === level) found.set(read.id, [first, ...later.filter((each) => exit[each.id]! < enter[read.id]!)]);
  }
  return found;
}
