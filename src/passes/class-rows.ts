/** What flows through a row of a runtime: which parts of its arguments and result are of one class. */
import { elementType, flowEnd, innerTypes, type Expression, type Type } from "../ir/index.ts";
import type { Flat } from "./flat.ts";

export function unifyRow(flat: Flat, node: Expression<"runtime">, unify: (a: Type, b: Type, inner?: boolean) => boolean): void {
  const row = flat.rows(node.row);
  for (const [from, to] of row.flows ?? []) {
    const a = flowEnd(node, from);
    const b = flowEnd(node, to);
    if (!a || !b) continue;
    // What comes out of a container has its storage's form.
    unify(a, b, from.includes(".") && (to.includes(".") || to === "result"));
    if (sameShape(a, b)) continue;
    // An end stands for all that is below it: `iter[tuple[int, T]]` holds T one level deeper.
    const inA = deepParts(a);
    const inB = deepParts(b);
    for (const part of inB) if (sameShape(part, a)) unify(part, a, true);
    for (const part of inA) if (sameShape(part, b)) unify(part, b, true);
    // Both hold it: `list[Task[R]]` gives `list[R]`.
    if (!inB.some((part) => sameShape(part, a)) && !inA.some((part) => sameShape(part, b)))
      for (const part of inA) for (const other of inB) if (sameShape(part, other)) unify(part, other, true);
  }
  // A row that looks something up compares it with what the container holds: one form.
  const [container, ...others] = node.args;
  if (container) {
    const parts = partsOf(container.type);
    others.forEach((other, k) => {
      const passing = row.args[Math.min(k + 1, row.args.length - 1)];
      if (passing !== "ref" || parts[0] === container.type) return;
      // A text is looked up as any text.
      for (const part of parts) if (part.kind !== "str" && sameShape(part, other.type)) unify(part, other.type, true);
      // Two containers of one kind: `a | b`, `a == b`, `a.issubset(b)`.
      if (other.type.kind === container.type.kind && sameShape(container.type, other.type)) unifyParts(container.type, other.type, unify);
    });
  }
  // A callback sees the elements of the other arguments: its parameters have their storage where the types agree.
  for (const index of row.calls ?? []) {
    const callback = node.args[index];
    if (callback?.type.kind !== "func") continue;
    for (const param of [...callback.type.params, callback.type.result]) {
      for (let k = 0; k < node.args.length; k++) {
        if (k === index) continue;
        // `reduce(f, rows, [])`: what it begins with is handed to the function whole.
        if (row.flows?.some(([from, to]) => from === String(k) && to === "result") && sameShape(node.args[k].type, param))
          unify(node.args[k].type, param, true);
        for (const part of partsOf(node.args[k].type)) if (sameShape(part, param)) unify(part, param, true);
      }
      for (const part of partsOf(node.type)) if (sameShape(part, param)) unify(part, param, true);
    }
    // What the callback returns may lie deeper: `groupby` gives pairs of a key and a group.
    const { result } = callback.type;
    for (const part of deepParts(node.type)) if (sameShape(part, result)) unify(part, result, true);
  }
  // What is made of a function that is kept holds what is in the results of that.
  for (const index of row.keeps ?? []) {
    const kept = node.args[index];
    if (kept?.type.kind !== "func") continue;
    for (const part of innerTypes(node.type))
      for (const other of innerTypes(kept.type.result)) if (sameShape(part, other)) unify(part, other, true);
  }
}

/** Everything inside a type, all levels. */
function deepParts(type: Type): readonly Type[] {
  return innerTypes(type).flatMap((inner) => [inner, ...deepParts(inner)]);
}

function unifyParts(a: Type, b: Type, unify: (a: Type, b: Type, inner?: boolean) => boolean): void {
  const from = partsOf(a);
  const to = partsOf(b);
  for (let i = 0; i < from.length && i < to.length; i++) unify(from[i], to[i], true);
}

function partsOf(type: Type): readonly Type[] {
  if (type.kind === "dict") return [type.key, type.value];
  const elem = elementType(type);
  return elem ? [elem] : [type];
}

function sameShape(a: Type, b: Type): boolean {
  if (a.kind !== b.kind) return false;
  switch (a.kind) {
    case "exact":
      return true;
    case "instance":
      return a.class === (b as Type<"instance">).class;
    case "tuple":
      return (
        a.elems.length === (b as Type<"tuple">).elems.length && a.elems.every((each, i) => sameShape(each, (b as Type<"tuple">).elems[i]))
      );
    case "dict":
      return sameShape(a.key, (b as Type<"dict">).key) && sameShape(a.value, (b as Type<"dict">).value);
    case "option":
      return sameShape(a.inner, (b as Type<"option">).inner);
    case "list":
    case "deque":
    case "set":
    case "iter":
      return sameShape(a.elem, (b as Type<"list">).elem);
    default:
      return true;
  }
}
