/** Closed unions: an enum each, with the traits that all members have. */
import type { Program, Type, Union } from "../ir/index.ts";
import { walk } from "../ir/walk.ts";
import type { RustItem } from "../rust/ast.ts";
import { variantName, type ProgramContext } from "./context.ts";
import { visibility } from "./items.ts";
import { hasTrait, rustType } from "./types.ts";

/** What the runtime lets a union do when all its members can. */
type UnionTrait = "Show" | "Format" | "Truth" | "Key" | "Json" | "Equal" | "Order" | "Copied";

const unionTraits: readonly UnionTrait[] = ["Show", "Format", "Truth", "Key", "Json", "Equal", "Order", "Copied"];

/** Does a type have what a trait of unions asks of members? */
function memberCan(unit: ProgramContext, type: Type, trait: UnionTrait, open: ReadonlySet<number> = new Set()): boolean {
  const all = (types: readonly Type[], which: UnionTrait = trait): boolean => types.every((inner) => memberCan(unit, inner, which, open));
  switch (type.kind) {
    case "bool":
    case "exact":
    case "float":
    case "str":
    case "any":
      return true;
    case "bytes":
      return trait !== "Format" && trait !== "Json" && trait !== "Copied";
    case "list":
      return trait === "Key" ? false : all([type.elem], trait === "Format" || trait === "Truth" ? "Show" : trait);
    case "deque":
    case "set":
      return (
        trait !== "Key" &&
        trait !== "Order" &&
        trait !== "Format" &&
        trait !== "Json" &&
        all([type.elem], trait === "Truth" ? "Show" : trait)
      );
    case "dict":
      return trait !== "Key" && trait !== "Order" && all([type.key, type.value], trait === "Format" || trait === "Truth" ? "Show" : trait);
    case "tuple":
      return (
        all(type.elems, trait === "Format" || trait === "Truth" ? "Show" : trait) &&
        (trait !== "Format" || type.elems.length <= 4) &&
        (trait !== "Copied" || type.elems.length <= 8) &&
        (trait !== "Json" || type.elems.length <= 3)
      );
    case "option":
      return all([type.inner]);
    case "union":
      return (
        open.has(type.union) ||
        unit.program.unions[type.union].members.every((member) => memberCan(unit, member.type, trait, new Set([...open, type.union])))
      );
    case "instance": {
      const has = (name: string): boolean => unit.program.classes[type.class].implements.some((each) => each.trait.endsWith(name));
      if (trait === "Show") return has("Repr") && has("Str");
      if (trait === "Equal") return hasTrait(type, "PartialEq", unit) || has("PartialEq");
      return trait === "Order" ? has("PartialOrd") : has(trait);
    }
    case "runtime":
      return type.can?.includes(trait) ?? false;
    default:
      return false;
  }
}

const madeOf = new WeakMap<Program, ReadonlySet<string>>();

/** The members, as `union.member`, of which a program makes a value: the compiler warns of the others. */
function madeMembers(program: Program): ReadonlySet<string> {
  const known = madeOf.get(program);
  if (known) return known;
  const made = new Set<string>();
  for (const fn of program.functions)
    if (!fn.extern)
      walk(fn.body, (node) => {
        if (node.kind === "inject" && node.type.kind === "union") made.add(`${node.type.union}.${node.member}`);
      });
  madeOf.set(program, made);
  return made;
}

/** The items of a union, and the unions that these name. */
export interface MadeUnion {
  readonly id: number;
  readonly items: readonly RustItem[];
  readonly names: ReadonlySet<number>;
}

export function makeUnion(unit: ProgramContext, union: Union): MadeUnion {
  const outer = unit.named;
  unit.named = new Set();
  const items = emitUnion(unit, union);
  const names = unit.named;
  unit.named = outer;
  return { id: union.id, items, names };
}

/** Items of unions that the code does not name, directly or through others: narrowing thinks of more types than are written. */
export function unnamedUnions(unit: ProgramContext, made: readonly MadeUnion[]): ReadonlySet<RustItem> {
  const byId = new Map(made.map((each) => [each.id, each]));
  const reached = new Set(unit.named);
  for (const id of reached) for (const inner of byId.get(id)?.names ?? []) reached.add(inner);
  return new Set(made.flatMap((each) => (reached.has(each.id) ? [] : each.items)));
}

function emitUnion(unit: ProgramContext, union: Union): RustItem[] {
  const type: Type = { kind: "union", union: union.id };
  const name = unit.names.unions[union.id];
  const traits = unionTraits.filter((trait) => union.members.every((member) => memberCan(unit, member.type, trait)));
  const can = traits.filter((trait) => (trait !== "Order" && trait !== "Key") || traits.includes("Equal"));
  const derives = hasTrait(type, "Clone", unit) ? ["Clone"] : [];
  const made = madeMembers(unit.program);
  const all = union.members.every((_, i) => made.has(`${union.id}.${i}`));
  const numbers = union.members.filter(
    ({ type: each }) => ["exact", "float", "bool"].includes(each.kind) || (each.kind === "runtime" && each.number === true),
  );
  const items: RustItem[] = [
    {
      kind: "enum",
      name,
      variants: union.members.map((member) => ({
        name: variantName(member.name),
        types: member.type.kind === "unit" ? [] : [rustType(member.type, unit, union.module)],
      })),
      // Members that can do nothing in common are told apart, and perhaps looked into no further.
      attributes: [...(derives.length ? [`derive(${derives.join(", ")})`] : []), ...(can.length > 0 && all ? [] : ["allow(dead_code)"])],
      visibility: visibility(unit, union.module),
    },
  ];
  if (can.length) {
    const list = (members: readonly { readonly name: string }[]): string =>
      members.length ? `{ ${members.map((member) => variantName(member.name)).join(" ")} }` : "{}";
    items.push({
      kind: "macroItem",
      text: `rt::union_traits! { ${name} ${list(union.members)} numbers ${list(numbers)} ${can.join(" ")} }`,
    });
  }
  return items;
}
