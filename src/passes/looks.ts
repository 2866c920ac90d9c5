/** Parameters that take a shared object and only look into it: `&C` is enough for them, so that those who have no handle can call, too. */
import { walk, type FunctionId, type Program, type Type } from "../ir/index.ts";
import type { Facts } from "./facts.ts";

/** Does the function only read and assign fields of this parameter, and hand it to parameters of the same kind? */
export function analyseLooks(
  program: Program,
  facts: Pick<Facts, "param" | "cell" | "representation" | "passing">,
): (fn: FunctionId, index: number) => boolean {
  const isShared = (type: Type): boolean => type.kind === "instance" && facts.representation(type.rep) === "shared";
  const found = new Set<string>();
  const dependants: { readonly key: string; readonly on: string }[] = [];
  for (const fn of program.functions) {
    if (fn.extern || fn.yields || fn.callback) continue;
    const candidates = new Map<number, string>();
    fn.params.forEach((param, i) => {
      const { type } = fn.locals[param.local];
      if (param.passing !== "value" || !isShared(type)) return;
      if (facts.param(fn.id, i) !== "ref" || facts.cell(fn.id, param.local) !== "none") return;
      candidates.set(param.local, `${fn.id}/${i}`);
    });
    if (candidates.size === 0) continue;
    const allowed = new Set<number>();
    const spoiled = new Set<number>();
    const pairs: { readonly local: number; readonly on: string }[] = [];
    walk(fn.body, (node) => {
      switch (node.kind) {
        case "field":
          if (node.object.kind === "local") allowed.add(node.object.id);
          break;
        case "identical":
          for (const side of [node.left, node.right]) if (side.kind === "local" && isShared(side.type)) allowed.add(side.id);
          break;
        case "call":
          node.args.forEach((arg, i) => {
            if (arg.kind !== "local" || !candidates.has(arg.local)) return;
            allowed.add(arg.id);
            pairs.push({ local: arg.local, on: `${node.function}/${i}` });
          });
          break;
        case "closure":
        case "comprehension":
          // What is captured is kept by its handle, but where it is used up at once.
          if (node.kind === "comprehension" && (node.type.kind !== "iter" || facts.passing(node.id))) break;
          walk(node, (inner) => {
            if (inner.kind === "local") spoiled.add(inner.local);
          });
          break;
        case "local":
          if (!allowed.has(node.id)) spoiled.add(node.local);
          break;
        default:
      }
    });
    for (const [local, key] of candidates) {
      if (spoiled.has(local)) continue;
      found.add(key);
      for (const pair of pairs) if (pair.local === local) dependants.push({ key, on: pair.on });
    }
  }
  for (let changed = true; changed;) {
    changed = false;
    for (const { key, on } of dependants)
      if (found.has(key) && !found.has(on)) {
        found.delete(key);
        changed = true;
      }
  }
  return (fn, index) => found.has(`${fn}/${index}`);
}
