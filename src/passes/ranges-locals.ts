/** Where the locals of exact integers are bound, changed and read, by function. */
import { isExpression, patternLocals, type Expression, type LocalId, type Node, type Statement } from "../ir/index.ts";
import type { Flat } from "./flat.ts";

export type Definition = Statement<"let"> | Statement<"assign"> | Statement<"update">;

export interface KnownLocal {
  /** Something else binds it, too. */
  bound: boolean;
  readonly lets: Statement<"let">[];
  readonly later: Definition[];
  readonly reads: (Expression<"local"> | Statement<"update">)[];
}

const LEVELS = new Set<Node["kind"]>(["while", "doWhile", "loop", "forEach", "forRange", "comprehension", "closure"]);

export interface Locals {
  readonly all: Iterable<KnownLocal>;
  /** Of the local that an expression reads. */
  readonly of: (read: Expression<"local">) => KnownLocal | undefined;
  /** The innermost loop or closure around a node, -1 outside of all. */
  readonly levelOf: (node: Node) => number;
  /** The innermost closure around a node, -1 outside of all. */
  readonly closureOf: (node: Node) => number;
  /** Is the local lent to a function that changes it? */
  readonly isLent: (read: Node) => boolean;
}

/** Gathers them. */
export function localUses(flat: Flat): Locals {
  const { nodes, owner, parent, program } = flat;
  const known = new Map<string, KnownLocal>();
  const knownOf = (node: Node, local: LocalId): KnownLocal => {
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
  const around = (id: number, is: (kind: Node["kind"]) => boolean): number => {
    let at = parent[id]!;
    while (at >= 0 && !is(nodes[at]!.kind)) at = parent[at]!;
    return at;
  };
  return {
    all: known.values(),
    of: (read) => known.get(`${owner[read.id]} ${read.local}`),
    levelOf: ({ id }) => around(id, (kind) => LEVELS.has(kind)),
    closureOf: ({ id }) => around(id, (kind) => kind === "closure"),
    isLent: ({ id }) => {
      const above = nodes[parent[id]!];
      if (above?.kind !== "call") return false;
      return program.functions[above.function]!.params.some((param, i) => param.passing === "inout" && above.args[i]?.id === id);
    },
  };
}
