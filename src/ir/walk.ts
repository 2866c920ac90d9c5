/**
 * Traversal of IR trees. Nothing here recurses along the tree, so 20,000 nested operators overflow no stack.
 * Children come in evaluation order; blocks are flattened to their statements.
 */
import type { Clause, Expression, Pattern } from "./expressions.ts";
import type { Block, LocalId, Statement } from "./statements.ts";

export type Node = Expression | Statement;

/** Statements have no type. (`block` is a kind of both, so the kind alone does not tell.) */
export function isExpression(node: Node): node is Expression {
  return (node as { readonly type?: unknown }).type !== undefined;
}

/** Every direct child of an expression or a statement, in evaluation order. Total: a new kind breaks the build here. */
export function eachChild(node: Node, visit: (child: Node) => void): void {
  if (isExpression(node)) eachChildOfExpression(node, visit);
  else eachChildOfStatement(node, visit);
}

function all(nodes: readonly Node[], visit: (child: Node) => void): void {
  for (const node of nodes) visit(node);
}

function eachClause(clauses: readonly Clause[], visit: (child: Node) => void): void {
  for (const clause of clauses) visit(clause.kind === "for" ? clause.iterable : clause.test);
}

function eachChildOfExpression(node: Expression, visit: (child: Node) => void): void {
  switch (node.kind) {
    case "unit":
    case "bool":
    case "int":
    case "float":
    case "str":
    case "bytes":
    case "none":
    case "zero":
    case "local":
    case "global":
    case "function":
      return;
    case "field":
      return visit(node.object);
    case "index":
      visit(node.object);
      return visit(node.index);
    case "deref":
      return visit(node.pointer);
    case "addressOf":
      return visit(node.place);
    case "tupleGet":
      return visit(node.tuple);
    case "binary":
    case "compare":
    case "identical":
    case "logical":
      visit(node.left);
      return visit(node.right);
    case "unary":
    case "not":
      return visit(node.operand);
    case "conditional":
      visit(node.test);
      visit(node.then);
      return visit(node.orElse);
    case "cast":
    case "some":
    case "isNone":
    case "unwrap":
    case "inject":
    case "isMember":
    case "project":
    case "toAny":
    case "fromAny":
      return visit(node.value);
    case "call":
    case "runtime":
      return all(node.args, visit);
    case "callValue":
      visit(node.callee);
      return all(node.args, visit);
    case "closure":
      return all(node.body.statements, visit);
    case "tuple":
    case "list":
    case "set":
    case "array":
      return all(node.elems, visit);
    case "dict":
      for (const [key, value] of node.entries) {
        visit(key);
        visit(value);
      }
      return;
    case "construct":
      for (const [, value] of node.fields) visit(value);
      return;
    case "comprehension":
      eachClause(node.clauses, visit);
      if (node.key) visit(node.key);
      return visit(node.element);
    case "block":
      all(node.body, visit);
      return visit(node.value);
    case "format":
      for (const piece of node.pieces) if (typeof piece !== "string") visit(piece.value);
      return;
    default:
      return unreachable(node);
  }
}

function eachChildOfStatement(node: Statement, visit: (child: Node) => void): void {
  switch (node.kind) {
    case "let":
    case "return":
      if (node.value) visit(node.value);
      return;
    case "letPattern":
    case "expression":
    case "raise":
    case "yield":
      return visit(node.value);
    case "assign":
    case "update":
      // The value is evaluated first, as in every source language that assigns; the place's own operands come after it.
      visit(node.value);
      return visit(node.place);
    case "if":
      visit(node.test);
      all(node.then.statements, visit);
      if (node.orElse) all(node.orElse.statements, visit);
      return;
    case "while":
      visit(node.test);
      all(node.body.statements, visit);
      if (node.step) all(node.step.statements, visit);
      if (node.orElse) all(node.orElse.statements, visit);
      return;
    case "doWhile":
      all(node.body.statements, visit);
      return visit(node.test);
    case "loop":
    case "labelled":
    case "block":
      return all(node.body.statements, visit);
    case "forEach":
      visit(node.iterable);
      all(node.body.statements, visit);
      if (node.orElse) all(node.orElse.statements, visit);
      return;
    case "forRange":
      visit(node.start);
      visit(node.stop);
      visit(node.step);
      all(node.body.statements, visit);
      if (node.orElse) all(node.orElse.statements, visit);
      return;
    case "switch":
      visit(node.subject);
      for (const each of node.cases) {
        for (const value of each.values) {
          if (isRange(value)) all(value, visit);
          else visit(value);
        }
        all(each.body.statements, visit);
      }
      if (node.orElse) all(node.orElse.statements, visit);
      return;
    case "guarded":
      all(node.body.statements, visit);
      for (const handler of node.handlers) {
        if (handler.test) visit(handler.test);
        all(handler.body.statements, visit);
      }
      if (node.orElse) all(node.orElse.statements, visit);
      if (node.final) all(node.final.statements, visit);
      return;
    case "break":
    case "continue":
      return;
    default:
      return unreachable(node);
  }
}

function isRange(value: Expression | readonly [Expression, Expression]): value is readonly [Expression, Expression] {
  return Array.isArray(value);
}

function unreachable(node: never): never {
  throw new Error(`unknown IR node ${JSON.stringify((node as Node).kind)}`);
}

/** What to walk: a node, a block, or several. */
export type Root = Node | Block | readonly Node[];

function rootNodes(root: Root): readonly Node[] {
  if (Array.isArray(root)) return root as readonly Node[];
  if ("statements" in root) return root.statements;
  return [root as Node];
}

/** Calls `visit` for every node below (and including) the root, parents first, in evaluation order. `false` skips the children. */
export function walk(root: Root, visit: (node: Node) => boolean | void): void {
  const stack: Node[] = rootNodes(root).slice().reverse();
  const push = (child: Node): void => void stack.push(child);
  while (stack.length > 0) {
    const node = stack.pop() as Node;
    if (visit(node) === false) continue;
    const from = stack.length;
    eachChild(node, push);
    reverseFrom(stack, from);
  }
}

function reverseFrom(array: Node[], from: number): void {
  for (let low = from, high = array.length - 1; low < high; low++, high--) {
    const swap = array[low];
    array[low] = array[high];
    array[high] = swap;
  }
}

/** As `walk`, with `leave` called after the children of a node. */
export function walkBoth(root: Root, enter: (node: Node) => boolean | void, leave: (node: Node) => void): void {
  // A null on the stack means: the node below it is to be left.
  const stack: (Node | null)[] = rootNodes(root).slice().reverse();
  const kids: Node[] = [];
  const push = (child: Node): void => void kids.push(child);
  while (stack.length > 0) {
    const node = stack.pop() as Node | null;
    if (node === null) {
      leave(stack.pop() as Node);
      continue;
    }
    if (enter(node) === false) continue;
    stack.push(node, null);
    kids.length = 0;
    eachChild(node, push);
    for (let i = kids.length - 1; i >= 0; i--) stack.push(kids[i]);
  }
}

/** The nodes below the root, children after their parents; read backwards it has children first. */
export function preorder(root: Root): Node[] {
  const out: Node[] = [];
  walk(root, (node) => void out.push(node));
  return out;
}

/** The locals that a pattern binds, left to right. */
export function patternLocals(pattern: Pattern, out: LocalId[] = []): LocalId[] {
  const stack: Pattern[] = [pattern];
  while (stack.length > 0) {
    const each = stack.pop() as Pattern;
    if (each.kind === "local") out.push(each.local);
    else if (each.kind === "tuple") for (let i = each.elems.length - 1; i >= 0; i--) stack.push(each.elems[i]);
  }
  return out;
}

/** Can this expression stand left of `=` and be borrowed in place? (Index reads and writes of a library are rows: see `Row.result`.) */
export function isPlace(node: Expression): boolean {
  switch (node.kind) {
    case "local":
    case "global":
    case "field":
    case "index":
    case "deref":
    case "tupleGet":
      return true;
    default:
      return false;
  }
}
