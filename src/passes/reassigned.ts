/** Which locals are assigned where they may already hold a value: forward over the structured control flow. */
import { patternLocals, type Expression, type IrFunction, type Label, type Statement } from "../ir/index.ts";
import { lowerBound, type Flat } from "./flat.ts";

/** Locals that are assigned where they may hold a value already: those need `let mut`. `dead`: assignments that are left out. */
export function findReassigned(flat: Flat, fn: IrFunction, dead: ReadonlySet<number>): Uint8Array {
  const found = new Uint8Array(fn.locals.length);
  const words = (fn.locals.length + 31) >> 5;
  let maybe = new Int32Array(words);
  for (const param of fn.params) maybe[param.local >> 5] |= 1 << (param.local & 31);
  const set = (local: number): void => {
    if (maybe[local >> 5] & (1 << (local & 31))) found[local] = 1;
    maybe[local >> 5] |= 1 << (local & 31);
  };
  const unset = (local: number): void => void (maybe[local >> 5] &= ~(1 << (local & 31)));
  /** What may be assigned where a label is left, and where its next round is begun. */
  const ends = new Map<Label, Int32Array>();
  const rounds = new Map<Label, Int32Array>();
  const leave = (to: Map<Label, Int32Array>, label: Label): void => {
    const known = to.get(label);
    if (known) union(known, maybe);
    else to.set(label, maybe.slice());
    maybe.fill(0);
  };
  /** The end of a round, behind which the next one may begin though what comes last leaves the loop. */
  const keep = (label: Label): void => {
    const known = rounds.get(label);
    if (known) union(known, maybe);
    else rounds.set(label, maybe.slice());
  };
  const join = (from: ReadonlyMap<Label, Int32Array>, label: Label): void => {
    const known = from.get(label);
    if (known) union(maybe, known);
  };
  const union = (into: Int32Array, other: Int32Array): void => {
    for (let i = 0; i < words; i++) into[i] |= other[i];
  };
  /** Statements inside expressions: found by a walk, since they are rare. Whatever they assign counts as assigned twice. */
  const insideExpression = (root: Expression): void => {
    if (!hasStatements(flat, root)) return;
    const { order, nodes, enter, exit } = flat;
    let at = lowerBound(flat, enter[root.id]);
    // Variables that a closure declares and assigns later are told as those of a function are.
    const own = new Set<number>();
    let end = -1;
    for (; at < order.length && enter[order[at]] < exit[root.id]; at++) {
      const node = nodes[order[at]]!;
      if (node.kind === "closure" && enter[node.id] > end) {
        const before = own.size;
        for (const each of node.body.statements) if (each.kind === "let" && !each.value) own.add(each.local);
        if (own.size > before) {
          end = exit[node.id];
          const outside = maybe.slice();
          block(node.body.statements);
          maybe = outside;
        }
      }
      if ((node.kind === "assign" || node.kind === "update") && !dead.has(node.id)) {
        if (node.place.kind === "local" && !own.has(node.place.local)) {
          set(node.place.local);
          if (insideClosureOrLoop(flat, node.id, root.id)) found[node.place.local] = 1;
        }
      } else if (node.kind === "let" && node.value) maybe[node.local >> 5] |= 1 << (node.local & 31);
    }
  };
  const block = (list: readonly Statement[]): void => {
    for (const each of list) statement(each);
  };
  let depth = 0;
  const loopBody = (node: Statement, run: () => void): void => {
    const before = maybe.slice();
    if (depth < 3 && "label" in node) {
      // a first walk finds what is assigned where the next round begins
      depth++;
      run();
      join(rounds, node.label);
      union(maybe, before);
      run();
      depth--;
      union(maybe, before);
      join(rounds, node.label);
      join(ends, node.label);
      return;
    }
    // What the loop assigns is assigned again in its next round, unless its `let` is inside.
    const declared = new Set<number>();
    const { order, nodes, enter, exit } = flat;
    for (let at = lowerBound(flat, enter[node.id]); at < order.length && enter[order[at]] < exit[node.id]; at++) {
      const each = nodes[order[at]]!;
      if (each.kind === "let") declared.add(each.local);
      else if (each.kind === "assign" && each.place.kind === "local" && !declared.has(each.place.local))
        maybe[each.place.local >> 5] |= 1 << (each.place.local & 31);
    }
    run();
    union(maybe, before);
    if (!("label" in node)) return;
    join(rounds, node.label);
    join(ends, node.label);
  };
  const statement = (node: Statement): void => {
    switch (node.kind) {
      case "let":
        if (node.value) insideExpression(node.value);
        unset(node.local);
        // a zero that stands for no value yet is left out, or needs `mut` for another reason
        if (node.value && (flat.program.safe || node.value.kind !== "zero")) maybe[node.local >> 5] |= 1 << (node.local & 31);
        return;
      case "letPattern":
        insideExpression(node.value);
        for (const local of patternLocals(node.pattern)) maybe[local >> 5] |= 1 << (local & 31);
        return;
      case "assign":
        insideExpression(node.value);
        if (node.place.kind === "local" && !dead.has(node.id)) set(node.place.local);
        return;
      case "update":
        insideExpression(node.value);
        if (node.place.kind === "local" && !dead.has(node.id)) found[node.place.local] = 1;
        return;
      case "expression":
      case "yield":
        return insideExpression(node.value);
      case "raise":
        insideExpression(node.value);
        return void maybe.fill(0);
      case "return":
        if (node.value) insideExpression(node.value);
        return void maybe.fill(0);
      case "break":
        return leave(ends, node.label);
      case "continue":
        return leave(rounds, node.label);
      case "if": {
        insideExpression(node.test);
        const before = maybe.slice();
        block(node.then.statements);
        const other = maybe;
        maybe = before;
        if (node.orElse) block(node.orElse.statements);
        union(maybe, other);
        return;
      }
      case "while":
        return loopBody(node, () => {
          insideExpression(node.test);
          block(node.body.statements);
          join(rounds, node.label);
          if (node.step) block(node.step.statements);
          keep(node.label);
          if (node.orElse) block(node.orElse.statements);
        });
      case "doWhile":
        return loopBody(node, () => {
          block(node.body.statements);
          join(rounds, node.label);
          insideExpression(node.test);
        });
      case "loop":
        return loopBody(node, () => block(node.body.statements));
      case "forEach":
        insideExpression(node.iterable);
        return loopBody(node, () => {
          for (const local of patternLocals(node.pattern)) {
            unset(local);
            maybe[local >> 5] |= 1 << (local & 31);
          }
          block(node.body.statements);
          keep(node.label);
          if (node.orElse) block(node.orElse.statements);
        });
      case "forRange":
        return loopBody(node, () => {
          unset(node.local);
          maybe[node.local >> 5] |= 1 << (node.local & 31);
          block(node.body.statements);
          keep(node.label);
          if (node.orElse) block(node.orElse.statements);
        });
      case "switch": {
        insideExpression(node.subject);
        const before = maybe.slice();
        if (node.orElse) block(node.orElse.statements);
        const all = maybe;
        for (const each of node.cases) {
          maybe = before.slice();
          block(each.body.statements);
          union(all, maybe);
        }
        union(all, before);
        maybe = all;
        return;
      }
      case "labelled":
        block(node.body.statements);
        return join(ends, node.label);
      case "block":
        return block(node.body.statements);
      case "guarded": {
        const before = maybe.slice();
        block(node.body.statements);
        const normal = maybe;
        // A handler may find anything that the body assigns already assigned.
        const inside = before.slice();
        union(inside, normal);
        markAssigned(flat, node, inside);
        const ends = [] as Int32Array[];
        for (const handler of node.handlers) {
          maybe = inside.slice();
          block(handler.body.statements);
          ends.push(maybe);
        }
        maybe = normal;
        if (node.orElse) block(node.orElse.statements);
        for (const end of ends) union(maybe, end);
        if (node.final) {
          union(maybe, inside);
          block(node.final.statements);
        }
        return;
      }
    }
  };
  block(fn.body.statements);
  return found;
}

function markAssigned(flat: Flat, node: Statement<"guarded">, into: Int32Array): void {
  const { statements } = node.body;
  if (statements.length === 0) return;
  const end = flat.exit[statements[statements.length - 1].id];
  for (let at = lowerBound(flat, flat.enter[node.id]); at < flat.order.length && flat.enter[flat.order[at]] < end; at++) {
    const each = flat.nodes[flat.order[at]]!;
    if (each.kind === "assign" && each.place.kind === "local") into[each.place.local >> 5] |= 1 << (each.place.local & 31);
  }
}

/** Only closures and block expressions hold statements. */
function hasStatements(flat: Flat, root: Expression): boolean {
  if (root.kind === "local" || root.kind === "int" || root.kind === "str") return false;
  for (let at = lowerBound(flat, flat.enter[root.id]); at < flat.order.length && flat.enter[flat.order[at]] < flat.exit[root.id]; at++) {
    const { kind } = flat.nodes[flat.order[at]]!;
    if (kind === "block" || kind === "closure") return true;
  }
  return false;
}

function insideClosureOrLoop(flat: Flat, id: number, stop: number): boolean {
  for (let at = flat.parent[id]; at >= 0 && at !== flat.parent[stop]; at = flat.parent[at]) {
    const { kind } = flat.nodes[at]!;
    if (
      kind === "closure" ||
      kind === "comprehension" ||
      kind === "while" ||
      kind === "loop" ||
      kind === "forEach" ||
      kind === "forRange" ||
      kind === "doWhile"
    )
      return true;
  }
  return false;
}
