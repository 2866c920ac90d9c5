/**
 * The program as flat tables, made once and read by every pass: nodes by id, parents, the order of evaluation, and how each parent uses
 * each child. Passes loop over these arrays instead of recursing along trees.
 */
import {
  eachChild,
  isContainer,
  isExpression,
  placeInside,
  type Expression,
  type FunctionId,
  type IrFunction,
  type LocalId,
  type Node,
  type Program,
  type Row,
  type Type,
} from "../ir/index.ts";

import { isCopied } from "./copied.ts";
import { isFixedText } from "./texts.ts";
import { isEnumeration } from "./enumerations.ts";

/** How a parent uses the value of a child. */
export const Use = {
  /** Not an expression, or a test or number that is only looked at. */
  none: 0,
  /** Wants a value of its own. */
  own: 1,
  /** Borrows for the moment. */
  ref: 2,
  /** Borrows mutably for the moment. */
  mut: 3,
  /** Left of `=`: the old value is replaced. */
  store: 4,
  /** Left of `op=`. */
  update: 5,
  /** A call's argument: the callee's parameter decides. */
  arg: 6,
  /** The parent is a place inside this one (`object` of a field): mutable when the parent is. */
  path: 7,
  /** The parent hands its own use on (branches, block values, unwrap). */
  pass: 8,
  /** What a loop goes over. */
  iterate: 9,
  /** A value that nobody reads. */
  drop: 10,
} as const;
export type UseCode = (typeof Use)[keyof typeof Use];

export interface Flat {
  readonly program: Program;
  /** By node id; ids that no tree has are undefined. */
  readonly nodes: readonly (Node | undefined)[];
  readonly parent: Int32Array;
  /** Function of a node, -1 in a global's initial value. */
  readonly owner: Int32Array;
  /** One clock for the program: when evaluation enters and leaves a node. */
  readonly enter: Int32Array;
  readonly exit: Int32Array;
  readonly use: Uint8Array;
  /** Node ids, parents first; those of function `f` are `order[first[f]] .. order[first[f + 1] - 1]`. Globals' values come last. */
  readonly order: Int32Array;
  readonly first: Int32Array;
  readonly rows: (id: string) => Row;
}

/** Builds the tables. */
export function flatten(program: Program): Flat {
  const count = program.nodeCount;
  const nodes: (Node | undefined)[] = new Array<Node | undefined>(count).fill(undefined);
  const parent = new Int32Array(count).fill(-1);
  const owner = new Int32Array(count).fill(-1);
  const enter = new Int32Array(count);
  const exit = new Int32Array(count);
  const use = new Uint8Array(count);
  const order = new Int32Array(count);
  const first = new Int32Array(program.functions.length + 2);
  const rowCache = new Map<string, Row>();
  const rows = (id: string): Row => {
    let row = rowCache.get(id);
    if (!row) rowCache.set(id, (row = program.rows(id)));
    return row;
  };
  let clock = 0;
  let length = 0;
  const stack: Node[] = [];
  // Children that are entered wait here; a node stays on the stack, marked in `open`, until its children are done.
  const open: boolean[] = [];
  let current: Node;
  let from = 0;
  const push = (child: Node): void => {
    stack.push(child);
    open.push(false);
    parent[child.id] = current.id;
  };
  const run = (roots: readonly Node[], fn: number): void => {
    for (const root of roots) {
      stack.push(root);
      open.push(false);
      while (stack.length > 0) {
        const top = stack.length - 1;
        current = stack[top];
        if (open[top]) {
          exit[current.id] = clock++;
          stack.pop();
          open.pop();
          continue;
        }
        open[top] = true;
        nodes[current.id] = current;
        owner[current.id] = fn;
        enter[current.id] = clock++;
        order[length++] = current.id;
        from = stack.length;
        eachChild(current, push);
        classify(current, use, rows);
        for (let low = from, high = stack.length - 1; low < high; low++, high--) {
          const swap = stack[low];
          stack[low] = stack[high];
          stack[high] = swap;
        }
      }
    }
  };
  for (const fn of program.functions) {
    first[fn.id] = length;
    run(fn.body.statements, fn.id);
  }
  first[program.functions.length] = length;
  for (const each of program.globals) {
    if (!each.value) continue;
    use[each.value.id] = Use.own;
    run([each.value], -1);
  }
  first[program.functions.length + 1] = length;
  return { program, nodes, parent, owner, enter, exit, use, order: order.subarray(0, length), first, rows };
}

/** Writes how `node` uses each of its children. */
function classify(node: Node, use: Uint8Array, rows: (id: string) => Row): void {
  if (!isExpression(node)) {
    switch (node.kind) {
      case "let":
      case "return":
        if (node.value) use[node.value.id] = Use.own;
        return;
      case "letPattern":
      case "raise":
      case "yield":
        use[node.value.id] = Use.own;
        return;
      case "assign":
        use[node.place.id] = Use.store;
        use[node.value.id] = Use.own;
        return;
      case "update":
        use[node.place.id] = Use.update;
        use[node.value.id] = Use.ref;
        return;
      case "expression":
        use[node.value.id] = Use.drop;
        return;
      case "forEach":
        use[node.iterable.id] = Use.iterate;
        return;
      case "switch":
        use[node.subject.id] = Use.ref;
        return;
      default:
        return;
    }
  }
  switch (node.kind) {
    case "field":
    case "index":
      use[node.object.id] = Use.path;
      return;
    case "tupleGet":
      use[node.tuple.id] = Use.path;
      return;
    case "deref":
      use[node.pointer.id] = Use.ref;
      return;
    case "addressOf":
      use[node.place.id] = Use.mut;
      return;
    case "binary":
    case "compare":
    case "identical":
      use[node.left.id] = Use.ref;
      use[node.right.id] = Use.ref;
      return;
    case "unary":
      use[node.operand.id] = Use.ref;
      return;
    case "conditional":
      use[node.then.id] = Use.pass;
      use[node.orElse.id] = Use.pass;
      return;
    case "cast":
    case "isNone":
    case "isMember":
      use[node.value.id] = Use.ref;
      return;
    case "unwrap":
    case "project":
      use[node.value.id] = Use.path;
      return;
    case "block":
      use[node.value.id] = Use.pass;
      return;
    case "call":
      for (const arg of node.args) use[arg.id] = Use.arg;
      return;
    case "callValue":
      use[node.callee.id] = Use.ref;
      for (const arg of node.args) use[arg.id] = Use.own;
      return;
    case "runtime": {
      const row = rows(node.row);
      const { args } = row;
      for (let i = 0; i < node.args.length; i++) {
        const passing = args[i < args.length ? i : args.length - 1] ?? "ref";
        use[node.args[i].id] =
          i === 0 && row.result === "ref" && passing === "ref"
            ? Use.path
            : passing === "own"
              ? row.items?.includes(i) && isContainer(node.args[i])
                ? Use.iterate
                : Use.own
              : passing === "mut"
                ? Use.mut
                : Use.ref;
      }
      return;
    }
    case "tuple":
    case "list":
    case "set":
    case "array":
      for (const each of node.elems) use[each.id] = Use.own;
      return;
    case "dict":
      for (const [key, value] of node.entries) {
        use[key.id] = Use.own;
        use[value.id] = Use.own;
      }
      return;
    case "construct":
      for (const [, value] of node.fields) use[value.id] = Use.own;
      return;
    case "comprehension":
      for (const clause of node.clauses) if (clause.kind === "for") use[clause.iterable.id] = Use.iterate;
      if (node.key) use[node.key.id] = Use.own;
      use[node.element.id] = Use.own;
      return;
    case "some":
    case "inject":
    case "toAny":
    case "fromAny":
      use[node.value.id] = Use.own;
      return;
    case "format":
      for (const piece of node.pieces) if (typeof piece !== "string") use[piece.value.id] = Use.ref;
      return;
    default:
      return;
  }
}

/** Is this node a place inside its first child (so that borrowing it borrows that)? */
export const stepsInto = (flat: Flat, node: Expression): Expression | undefined => placeInside(flat.rows, node);

/** The local, global or other expression at the bottom of a place. */
export function rootOf(flat: Flat, node: Expression): Expression {
  let at = node;
  for (;;) {
    const next = stepsInto(flat, at);
    if (!next) return at;
    at = next;
  }
}

export function expressionAt(flat: Flat, id: number): Expression {
  return flat.nodes[id] as Expression;
}

export function functionOf(flat: Flat, id: FunctionId): IrFunction {
  return flat.program.functions[id];
}

/** The nearest node above `id` for which `stop` holds, or undefined. */
export function ancestor(flat: Flat, id: number, stop: (node: Node) => boolean): Node | undefined {
  for (let at = flat.parent[id]; at >= 0; at = flat.parent[at]) {
    const node = flat.nodes[at] as Node;
    if (stop(node)) return node;
  }
  return undefined;
}

/** Values of these types are copied by reading them: no move, no clone, no borrow. `small`: which exact integers are plain. */
export function isCopy(program: Program, type: Type, small?: (rep: number) => boolean): boolean {
  switch (type.kind) {
    case "unit":
    case "never":
    case "bool":
    case "int":
    case "float":
    case "ptr":
    case "fnptr":
      return true;
    case "exact":
      return small?.(type.rep) ?? false;
    case "str":
      return isFixedText(program, type);
    case "option":
      return isCopy(program, type.inner, small);
    case "tuple":
      return type.elems.every((each) => isCopy(program, each, small));
    case "array":
      return isCopy(program, type.elem, small);
    case "record":
      return true;
    case "instance":
      return isEnumeration(program, type.class) || isCopied(program, type.class);
    case "runtime":
      return type.copy === true && type.args.every((each) => isCopy(program, each, small));
    default:
      return false;
  }
}

/** The first place in `order` whose node begins at or after a time (the last place when there is none). */
export function lowerBound(flat: Flat, time: number): number {
  const { order, enter } = flat;
  let low = 0;
  for (let high = order.length - 1; low < high;) {
    const middle = (low + high) >> 1;
    if (enter[order[middle]] < time) low = middle + 1;
    else high = middle;
  }
  return low;
}

/** The reads and writes of a local of one function that begin within a span of time. */
export function mentionsOf(flat: Flat, local: LocalId, from: number, to: number): number[] {
  const { order, enter, nodes } = flat;
  const found: number[] = [];
  for (let i = lowerBound(flat, from); i < order.length && enter[order[i]] < to; i++) {
    const node = nodes[order[i]]!;
    if (node.kind === "local" && node.local === local) found.push(node.id);
  }
  return found;
}
