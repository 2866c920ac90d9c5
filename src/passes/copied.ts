/**
 * Classes whose objects are small, never change and are told apart by nothing but what is in them: copying one is cheaper than a handle to it,
 * and nobody can tell the copy from the original, so they are Rust structs that are `Copy`.
 */
import type { ClassId, Expression, Implementation, Program, Type } from "../ir/index.ts";
import { isExpression } from "../ir/walk.ts";
import { isEnumeration } from "./enumerations.ts";
import type { Flat } from "./flat.ts";

/** Machine words up to which an object is copied. */
const MOST_WORDS = 8;

const known = new WeakMap<Program, ReadonlySet<ClassId>>();

/** Is the class one of those that `findCopied` found? */
export const isCopied = (program: Program, cls: ClassId): boolean => known.get(program)?.has(cls) === true;

/** Finds the classes, given which types are copied by bits (once it is known which integers are small); `isCopied` has the answers from then on. */
export function findCopied(flat: Flat, copies: (type: Type) => boolean): void {
  const { program, nodes, order } = flat;
  const found = new Set<ClassId>();
  known.set(program, found);
  if (!program.safe) return;
  const candidates = new Set<ClassId>();
  for (const cls of program.classes)
    if (cls.flavour === "class" && cls.fields.length > 0 && !isEnumeration(program, cls.id) && !cls.implements.some(isUnfit))
      candidates.add(cls.id);
  if (candidates.size === 0) return;
  const strike = (type: Type): void => {
    if (type.kind === "instance") candidates.delete(type.class);
    else if (type.kind === "option") strike(type.inner);
    else if (type.kind === "tuple") type.elems.forEach(strike);
    else if (type.kind === "union") for (const member of program.unions[type.union].members) strike(member.type);
  };
  for (const id of order) {
    const node = nodes[id]!;
    if (!isExpression(node)) {
      if (node.kind === "assign" || node.kind === "update") for (const holder of holders(node.place)) strike(holder.type);
      continue;
    }
    if (node.kind === "call") {
      const { params } = program.functions[node.function];
      node.args.forEach((arg, i) => params[i]?.passing === "inout" && holders(arg).forEach((holder) => strike(holder.type)));
    } else if (node.kind === "identical") {
      strike(node.left.type);
      strike(node.right.type);
    } else if (node.kind === "toAny") strike(node.value.type);
    else if (node.kind === "fromAny") strike(node.type);
  }
  // A class that holds others is looked at after them; one that holds itself is none.
  const words = new Map<ClassId, number>();
  const sizeOf = (type: Type): number => {
    switch (type.kind) {
      case "option":
        return 1 + sizeOf(type.inner);
      case "tuple":
        return type.elems.reduce((sum, each) => sum + sizeOf(each), 0);
      case "instance":
        return found.has(type.class) ? words.get(type.class)! : 1;
      case "str":
        return 2;
      case "float":
      case "exact":
      case "bool":
      case "int":
        return 1;
      default:
        return MOST_WORDS + 1;
    }
  };
  for (let again = true; again;) {
    again = false;
    for (const id of candidates) {
      const { fields } = program.classes[id];
      if (found.has(id) || !fields.every((field) => copies(field.type))) continue;
      const size = fields.reduce((sum, field) => sum + sizeOf(field.type), 0);
      if (size > MOST_WORDS) continue;
      words.set(id, size);
      found.add(id);
      again = true;
    }
  }
}

/** The objects in which a place that is assigned lies. */
function holders(place: Expression): Expression[] {
  const all: Expression[] = [];
  for (
    let at = place;
    at.kind === "field" || at.kind === "index" || at.kind === "tupleGet" || at.kind === "unwrap" || at.kind === "project";
  ) {
    at = at.kind === "field" || at.kind === "index" ? at.object : at.kind === "tupleGet" ? at.tuple : at.value;
    all.push(at);
  }
  return all;
}

/** What tells objects apart, or is asked for by handle. */
const isUnfit = ({ by, lasting }: Implementation): boolean => by === "identity" || lasting === true;
