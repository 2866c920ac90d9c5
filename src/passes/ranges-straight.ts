/** What straight code reads of a local: only the definitions that stand before, where no loop leads back to a later one. */
import { isExpression, patternLocals, type Expression, type LocalId, type Node, type Statement } from "../ir/index.ts";
import type { Flat } from "./flat.ts";

export type Definition = Statement<"let"> | Statement<"assign"> | Statement<"update">;

interface Known {
  /** Something else binds it, too. */
  bound: boolean;
  readonly lets: Statement<"let">[];
  readonly later: Definition[];
  readonly reads: (Expression<"local"> | Statement<"update">)[];
}

const LEVELS = new Set<Node["kind"]>(["while", "doWhile", "loop", "forEach", "forRange", "comprehension", "closure"]);

/**
 * By node: the definitions that may reach a read of a local, or an update of it (before it). Only for locals of exact integers with one declaration, and for
 * what stands in the same round of the same loops as that does: `d = int(c)` … `d *= 2` inside of a loop starts anew each time.
 */
export function straightDefinitions(flat: Flat): ReadonlyMap<number, readonly Definition[]> {
  const { nodes, owner, parent, enter, exit, program } = flat;
  const known = new Map<string, Known>();
  const knownOf = (node: Node, local: LocalId): Known => {
    const key = `${owner[node.id]} ${local}`;
    let found = known.get(key);
    if (!found) known.set(key, (found = { bound: false, lets: [], later: [], reads: [] }));
    return found;
  };
  for (const node of nodes) {
    if (!node) continue;
    if (node.kind === "let") knownOf(node, node.local).lets.push(node);
    else if (node.kind === "forRange") knownOf(node, node.local).bound = true;
    else if (node.kind === "forEach" || node.kind === "letPattern")
      for (const local of patternLocals(node.pattern)) knownOf(node, local).bound = true;
    else if (isExpression(node)) {
      if (node.kind === "local" && node.type.kind === "exact") knownOf(node, node.local).reads.push(node);
    } else if ((node.kind === "assign" || node.kind === "update") && node.place.kind === "local") {
      const at = knownOf(node, node.place.local);
      at.later.push(node);
      if (node.kind === "update") at.reads.push(node);
    }
  }
  const levelOf = (node: Node): number => {
    let at = parent[node.id]!;
    while (at >= 0 && !LEVELS.has(nodes[at]!.kind)) at = parent[at]!;
    return at;
  };
  const closureOf = (level: number): number => {
    let at = level;
    while (at >= 0 && nodes[at]!.kind !== "closure") at = parent[at]!;
    return at;
  };
  /** Is the local lent to a function that changes it? */
  const isLent = ({ id }: Node): boolean => {
    const above = nodes[parent[id]!];
    if (above?.kind !== "call") return false;
    return program.functions[above.function]!.params.some((param, i) => param.passing === "inout" && above.args[i]?.id === id);
  };
  const found = new Map<number, readonly Definition[]>();
  for (const { bound, lets, later, reads } of known.values()) {
    const [first] = lets;
    if (bound || lets.length !== 1 || later.length === 0 || first?.value?.type.kind !== "exact") continue;
    const level = levelOf(first);
    const closure = closureOf(level);
    if (later.some((each) => closureOf(levelOf(each)) !== closure) || reads.some(isLent)) continue;
    for (const read of reads)
      if (levelOf(read) === level) found.set(read.id, [first, ...later.filter((each) => exit[each.id]! < enter[read.id]!)]);
  }
  return found;
}
