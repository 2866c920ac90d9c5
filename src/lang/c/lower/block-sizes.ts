/** Is a block as long as a whole number of structs? One that has something else behind a struct is bytes. */
import type { Expression, LocalId, Program, Type } from "../../../ir/index.ts";
import { sizeOf } from "../../../ir/pointers.ts";
import { walk } from "../../../ir/walk.ts";
import type { Block } from "./slice-flows.ts";

/** Does the block hold nothing but whole elements of the type? Numbers and pointers may have bytes behind the last, which nothing can be laid into. */
export function holdsWhole(program: Program, fn: number, { allocates, resizes }: Block, type: Type): boolean {
  if (type.kind !== "record") return true;
  const size = sizeOf(program, type);
  if (size === 0n) return false;
  const isMultiple = (e: Expression, open: ReadonlySet<LocalId>): boolean => {
    switch (e.kind) {
      case "int":
        return e.value % size === 0n;
      case "cast":
        return isMultiple(e.value, open);
      case "conditional":
        return isMultiple(e.then, open) && isMultiple(e.orElse, open);
      case "binary":
        if (e.op === "mul") return isMultiple(e.left, open) || isMultiple(e.right, open);
        return (e.op === "add" || e.op === "sub") && isMultiple(e.left, open) && isMultiple(e.right, open);
      case "local":
        return open.has(e.local) || assignedMultiples(e.local, new Set([...open, e.local]));
      default:
        return false;
    }
  };
  /** Is all that the variable is ever given a multiple? */
  const assignedMultiples = (local: LocalId, open: ReadonlySet<LocalId>): boolean => {
    const { params, body } = program.functions[fn];
    if (params.some((param) => param.local === local)) return false;
    let all = true;
    walk(body, (node) => {
      if (node.kind === "let" && node.local === local) all &&= !node.value || isMultiple(node.value, open);
      else if ((node.kind === "assign" || node.kind === "update") && node.place.kind === "local" && node.place.local === local)
        all &&= (node.kind === "assign" || node.op === "mul") && isMultiple(node.value, open);
      else if (node.kind === "addressOf" && node.place.kind === "local" && node.place.local === local) all = false;
      return all;
    });
    return all;
  };
  if (resizes) return isMultiple(resizes.to, new Set());
  return !allocates || allocates.args.some((arg) => isMultiple(arg, new Set()));
}
