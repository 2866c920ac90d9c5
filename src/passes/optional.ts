/**
 * Parameters of type `Option<C>` that are only tested, looked into and lent on: `Option<&C>`, so that a caller with an object writes
 * `f(Some(&x))` and makes no option of its own.
 */
import type { Expression, FunctionId, LocalId, Program } from "../ir/index.ts";
import type { Calls } from "./calls.ts";
import type { Flat } from "./flat.ts";

/** May the parameter be an option of a reference, whatever its class is in the end? */
export function findOptional(flat: Flat, calls: Calls): (fn: FunctionId, index: number) => boolean {
  const { program } = flat;
  const found = new Set<string>();
  const pairs: { readonly key: string; readonly on: string }[] = [];
  for (const fn of program.functions) {
    if (fn.extern || fn.exported || calls.addressTaken[fn.id] || calls.byTrait[fn.id]) continue;
    const keys = new Map<LocalId, string>();
    fn.params.forEach((param, i) => {
      if (param.passing === "value" && isOptionalObject(program, fn.locals[param.local].type)) keys.set(param.local, `${fn.id}/${i}`);
    });
    if (keys.size > 0) findIn(flat, fn.id, keys, found, pairs);
  }
  for (let changed = found.size > 0; changed;) {
    changed = false;
    for (const { key, on } of pairs) if (found.has(key) && !found.has(on)) changed = found.delete(key);
  }
  return (fn, index) => found.size > 0 && found.has(`${fn}/${index}`);
}

const isOptionalObject = (program: Program, type: Expression["type"]): boolean =>
  type.kind === "option" && type.inner.kind === "instance" && program.classes[type.inner.class].flavour === "class";

/** Adds the parameters of a function that nothing speaks against but that what they are lent to wants more. */
function findIn(
  flat: Flat,
  fn: FunctionId,
  keys: ReadonlyMap<LocalId, string>,
  found: Set<string>,
  pairs: { readonly key: string; readonly on: string }[],
): void {
  const { nodes, order, first, parent } = flat;
  const spoiled = new Set<LocalId>();
  for (let i = first[fn]; i < first[fn + 1]; i++) {
    const node = nodes[order[i]]!;
    if (!("type" in node)) continue;
    if (node.kind === "closure" || node.kind === "comprehension") spoil(flat, i, spoiled);
    if (node.kind !== "local") continue;
    const key = keys.get(node.local);
    if (key === undefined) continue;
    const above = nodes[parent[node.id]];
    if (above?.kind === "isNone" || above?.kind === "unwrap") continue;
    if (above?.kind === "call") pairs.push({ key, on: `${above.function}/${above.args.findIndex((arg) => arg.id === node.id)}` });
    else spoiled.add(node.local);
  }
  for (const [local, key] of keys) if (!spoiled.has(local)) found.add(key);
}

/** What a closure or a comprehension mentions stays as it is: it may be captured. */
function spoil(flat: Flat, index: number, spoiled: Set<LocalId>): void {
  const { nodes, order, exit, enter } = flat;
  const end = exit[order[index]];
  for (let i = index + 1; i < order.length && enter[order[i]] < end; i++) {
    const node = nodes[order[i]]!;
    if (node.kind === "local") spoiled.add(node.local);
  }
}
