/** What the program changes, once it is known how each expression is used. */
import type { Expression } from "../ir/index.ts";
import { stepsInto } from "./flat.ts";
import { byMut } from "./loans-function.ts";
import type { OwnershipPass } from "./ownership.ts";
import { Mode } from "./ownership-modes.ts";

/** Visits each place that is assigned, changed, or gone over so that its items may be changed. */
export function eachChange(pass: OwnershipPass, visit: (place: Expression) => void): void {
  const { nodes, order, owner } = pass.flat;
  for (let i = 0; i < order.length; i++) {
    const node = nodes[order[i]]!;
    if (!("type" in node)) {
      if (node.kind === "forEach" && pass.patternBinds(owner[node.id], node.pattern, byMut)) visit(node.iterable);
      continue;
    }
    if (node.kind === "comprehension")
      for (const clause of node.clauses)
        if (clause.kind === "for" && pass.patternBinds(owner[node.id], clause.pattern, byMut)) visit(clause.iterable);
    const mode = pass.mode[node.id];
    if (mode === Mode.mut || mode === Mode.store || mode === Mode.update) visit(node);
  }
}

/** From a place that changes down to what holds it, as far as it is one value: a shared object's field is a cell of it, whatever holds the object. */
export function eachHolder(pass: OwnershipPass, place: Expression, visit: (holder: Expression) => void): void {
  let at: Expression | undefined = place;
  while (at) {
    visit(at);
    const next: Expression | undefined = stepsInto(pass.flat, at);
    if (!next || pass.isShared(next.type)) return;
    at = next;
  }
}

/** The field that a place is, as `class.name`. */
export const fieldKey = (place: Expression): string | undefined =>
  place.kind === "field" && (place.object.type.kind === "instance" || place.object.type.kind === "record")
    ? `${place.object.type.class}.${place.name}`
    : undefined;
