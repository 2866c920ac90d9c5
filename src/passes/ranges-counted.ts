/** Integers that bound a repetition: the stop of a loop, the length of a new list. Found backwards along the flows of values. */
import { isExpression, type Expression, type Node, type Rep, type Type } from "../ir/index.ts";
import type { RepClasses } from "./classes.ts";
import type { Flat } from "./flat.ts";

/** Is the value of this expression used as a count, directly or through sums, choices and places? */
export function countable(flat: Flat, classes: RepClasses): (node: number) => boolean {
  const { program, nodes, order, owner } = flat;
  const marked = new Uint8Array(program.nodeCount);
  /** Expressions that flow into a class, by class. */
  const sources = new Map<Rep, Expression[]>();
  const done = new Set<Rep>();
  const work: Expression[] = [];

  const source = (type: Type | undefined, value: Expression | undefined): void => {
    const target = type?.kind === "option" ? type.inner : type;
    if (target?.kind !== "exact" || value?.type.kind !== "exact") return;
    const rep = classes.find(target.rep);
    const list = sources.get(rep);
    if (list) list.push(value);
    else sources.set(rep, [value]);
  };

  for (const each of program.globals) source(each.type, each.value);
  for (const id of order) flows(nodes[id]!, owner[id]!);

  for (let node = work.pop(); node; node = work.pop()) {
    if (marked[node.id]) continue;
    marked[node.id] = 1;
    for (const part of parts(node)) work.push(part);
    if (node.type.kind !== "exact") continue;
    const rep = classes.find(node.type.rep);
    if (done.has(rep)) continue;
    done.add(rep);
    work.push(...(sources.get(rep) ?? []));
  }
  return (node) => marked[node] === 1;

  function flows(node: Node, fnId: number): void {
    const fn = program.functions[fnId];
    if (!isExpression(node)) {
      if (node.kind === "let") source(fn?.locals[node.local]?.type, node.value);
      else if (node.kind === "assign") source(node.place.type, node.value);
      else if (node.kind === "return") source(fn?.result, node.value);
      else if (node.kind === "forRange") work.push(node.start, node.stop);
      return;
    }
    if (node.kind === "call") {
      const callee = program.functions[node.function]!;
      callee.params.forEach((param, i) => source(callee.locals[param.local]!.type, node.args[i]));
    } else if (node.kind === "construct") {
      const fields = new Map(program.classes[node.class]!.fields.map((field) => [field.name, field.type]));
      for (const [name, value] of node.fields) source(fields.get(name), value);
    } else if (node.kind === "runtime") {
      const row = flat.rows(node.row);
      for (const at of row.counted ?? []) if (node.args[at]) work.push(node.args[at]);
      if (row.integer === "range") work.push(...node.args);
    }
  }

  /** Parts of an expression that are large when it is. */
  function parts(node: Expression): readonly Expression[] {
    switch (node.kind) {
      case "binary":
        return node.op === "add" || node.op === "sub" || node.op === "div" || node.op === "shr" ? [node.left, node.right] : [];
      case "unary":
        return [node.operand];
      case "conditional":
        return [node.then, node.orElse];
      case "block":
        return [node.value];
      case "cast":
        return [node.value];
      case "runtime": {
        const rule = flat.rows(node.row).integer;
        return rule === "same" || rule === "floordiv" || rule === "abs" || rule === "add" || rule === "sub" ? node.args : [];
      }
      default:
        return [];
    }
  }
}
