/** Texts of one character: items of texts, and what is bound to them. `int(c)` of one is a digit. */
import { isExpression, type Expression, type Pattern } from "../ir/index.ts";
import type { Flat } from "./flat.ts";

/** What the items of something are: characters, tuples that hold some, or anything. */
type Items = "character" | readonly Items[] | undefined;

/** Is an expression a text of one character? Locals count that are bound to nothing else. */
export function createCharacters(flat: Flat): (e: Expression) => boolean {
  let known: ReadonlySet<string> | undefined;
  return (e) => {
    known ??= charactersOf(flat);
    return isCharacter(flat, e, known);
  };
}

const NONE: ReadonlySet<string> = new Set();

const keyOf = (owner: number, local: number): string => `${owner} ${local}`;

function isCharacter(flat: Flat, e: Expression, known: ReadonlySet<string>): boolean {
  if (e.kind === "local") return known.has(keyOf(flat.owner[e.id], e.local));
  if (e.kind === "str") return [...e.value].length === 1;
  return e.kind === "runtime" && flat.rows(e.row).characters === "result";
}

/** The locals that patterns and parameters bind to characters, and that nothing assigns. */
function charactersOf(flat: Flat): ReadonlySet<string> {
  const found = new Set<string>();
  const assigned = new Set<string>();
  const bind = (owner: number, pattern: Pattern, items: Items): void => {
    if (pattern.kind === "tuple")
      pattern.elems.forEach((each, i) => bind(owner, each, Array.isArray(items) ? (items as Items[])[i] : undefined));
    else if (pattern.kind === "local") (items === "character" ? found : assigned).add(keyOf(owner, pattern.local));
  };
  for (const node of flat.nodes) {
    if (!node) continue;
    const owner = flat.owner[node.id];
    if (node.kind === "forEach") bind(owner, node.pattern, itemsOf(flat, node.iterable));
    else if (node.kind === "comprehension") {
      for (const clause of node.clauses) if (clause.kind === "for") bind(owner, clause.pattern, itemsOf(flat, clause.iterable));
    } else if (node.kind === "closure") {
      const given = node.params.length === 1 ? givenItems(flat, node) : undefined;
      for (const { local } of node.params) bind(owner, { kind: "local", local }, given);
    } else if (node.kind === "let") {
      const made = node.value && isCharacter(flat, node.value, NONE);
      bind(owner, { kind: "local", local: node.local }, made ? "character" : undefined);
    } else if ((node.kind === "assign" || node.kind === "update") && node.place.kind === "local")
      assigned.add(keyOf(owner, node.place.local));
  }
  for (const local of assigned) found.delete(local);
  return found;
}

/** What a closure is called with that a row calls for each item of another argument. */
function givenItems(flat: Flat, closure: Expression<"closure">): Items {
  const above = flat.nodes[flat.parent[closure.id]];
  if (!above || !isExpression(above) || above.kind !== "runtime") return undefined;
  const { calls, items } = flat.rows(above.row);
  if (!calls?.some((at) => above.args[at] === closure) || items?.length !== 1) return undefined;
  return itemsOf(flat, above.args[items[0]]);
}

function itemsOf(flat: Flat, e: Expression): Items {
  if (e.type.kind === "str") return "character";
  if (e.kind !== "runtime") return undefined;
  const { characters, native, flows } = flat.rows(e.row);
  if (characters === "items") return "character";
  if (native === "enumerate") return [undefined, itemsOf(flat, e.args[0])];
  if (native === "zip") return e.args.map((arg) => itemsOf(flat, arg));
  return flows?.length === 1 && flows[0][0] === "0.elem" && flows[0][1] === "result.elem" ? itemsOf(flat, e.args[0]) : undefined;
}
