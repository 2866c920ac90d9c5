/** Rewriting IR trees bottom-up, in loops: a tree may be deeper than the stack. Unchanged nodes stay the same objects. */
import type { Clause, Expression, FormatPiece } from "./expressions.ts";
import type { Block, Statement } from "./statements.ts";
import { isExpression, type Node, preorder } from "./walk.ts";

/**
 * Rebuilds a block bottom-up. `expression` and `statement` see nodes whose children are already rewritten and return the node itself, a
 * replacement, or (statements) several. Unchanged parts are shared with the input; a node whose children changed keeps its id.
 */
export function rewriteBlock(block: Block, rules: Rewriter): Block {
  const done = new Map<Node, Node | readonly Statement[]>();
  const order = preorder(block);
  const map: ChildMap = {
    expression: (child) => (done.get(child) as Expression | undefined) ?? child,
    statements: (list) => mapStatements(list, done),
  };
  for (let i = order.length - 1; i >= 0; i--) {
    const node = order[i];
    if (isExpression(node)) {
      const rebuilt = mapExpression(node, map);
      const result = rules.expression ? rules.expression(rebuilt) : rebuilt;
      if (result !== node) done.set(node, result);
    } else {
      const rebuilt = mapStatement(node, map);
      const result = rules.statement ? rules.statement(rebuilt) : rebuilt;
      if (result !== node) done.set(node, result);
    }
  }
  return mapBlock(block, map);
}

export interface Rewriter {
  readonly expression?: (node: Expression) => Expression;
  readonly statement?: (node: Statement) => Statement | readonly Statement[];
}

interface ChildMap {
  readonly expression: (child: Expression) => Expression;
  readonly statements: (list: readonly Statement[]) => readonly Statement[];
}

function mapStatements(list: readonly Statement[], done: ReadonlyMap<Node, Node | readonly Statement[]>): readonly Statement[] {
  if (!list.some((each) => done.has(each))) return list;
  return list.flatMap((each) => (done.get(each) as Statement | readonly Statement[] | undefined) ?? each);
}

function mapBlock(block: Block, map: ChildMap): Block {
  const statements = map.statements(block.statements);
  return statements === block.statements ? block : { ...block, statements };
}

function mapList<T>(list: readonly T[], map: (each: T) => T): readonly T[] {
  let changed = false;
  const out = list.map((each) => {
    const mapped = map(each);
    if (mapped !== each) changed = true;
    return mapped;
  });
  return changed ? out : list;
}

/** Replaces every value of `node` for which `change` has another one; the same node when none differs. */
function withFields<N extends Node>(node: N, change: Record<string, unknown>): N {
  for (const key in change) if (change[key] !== (node as unknown as Record<string, unknown>)[key]) return { ...node, ...change };
  return node;
}

function mapClause(clause: Clause, map: ChildMap): Clause {
  if (clause.kind === "for") {
    const iterable = map.expression(clause.iterable);
    return iterable === clause.iterable ? clause : { ...clause, iterable };
  }
  const test = map.expression(clause.test);
  return test === clause.test ? clause : { ...clause, test };
}

function mapPiece(piece: FormatPiece, map: ChildMap): FormatPiece {
  if (typeof piece === "string") return piece;
  const value = map.expression(piece.value);
  return value === piece.value ? piece : { ...piece, value };
}

function mapPair<A>(pair: readonly [A, Expression], map: ChildMap): readonly [A, Expression] {
  const value = map.expression(pair[1]);
  return value === pair[1] ? pair : [pair[0], value];
}

/** The node over its rewritten children; the node itself when none changed. */
function mapExpression(node: Expression, map: ChildMap): Expression {
  switch (node.kind) {
    case "closure":
      return withFields(node, { body: mapBlock(node.body, map) });
    case "dict":
      return withFields(node, {
        entries: mapList(node.entries, ([key, value]) => {
          const newKey = map.expression(key);
          const newValue = map.expression(value);
          return newKey === key && newValue === value ? ([key, value] as const) : ([newKey, newValue] as const);
        }),
      });
    case "construct":
      return withFields(node, { fields: mapList(node.fields, (pair) => mapPair(pair, map)) });
    case "comprehension":
      return withFields(node, {
        clauses: mapList(node.clauses, (clause) => mapClause(clause, map)),
        ...(node.key ? { key: map.expression(node.key) } : {}),
        element: map.expression(node.element),
      });
    case "block":
      return withFields(node, { body: map.statements(node.body), value: map.expression(node.value) });
    case "format":
      return withFields(node, { pieces: mapList(node.pieces, (piece) => mapPiece(piece, map)) });
    case "call":
    case "runtime":
      return withFields(node, { args: mapList(node.args, map.expression) });
    case "callValue":
      return withFields(node, { callee: map.expression(node.callee), args: mapList(node.args, map.expression) });
    case "tuple":
    case "list":
    case "set":
    case "array":
      return withFields(node, { elems: mapList(node.elems, map.expression) });
    default:
      return mapPlain(node, map);
  }
}

/** Expressions whose children are all direct fields. */
const plainFields = [
  "object",
  "index",
  "pointer",
  "place",
  "tuple",
  "left",
  "right",
  "operand",
  "test",
  "then",
  "orElse",
  "value",
] as const;

function mapPlain(node: Expression, map: ChildMap): Expression {
  let out: Record<string, unknown> | undefined;
  const record = node as unknown as Record<string, unknown>;
  for (const name of plainFields) {
    const child = record[name];
    // `tupleGet.index` is a number, constants have a `value` that is no node.
    if (typeof child !== "object" || child === null || !("kind" in child)) continue;
    const mapped = map.expression(child as Expression);
    if (mapped !== child) (out ??= {})[name] = mapped;
  }
  return out ? ({ ...node, ...out } as Expression) : node;
}

function mapStatement(node: Statement, map: ChildMap): Statement {
  const block = (each: Block | undefined): Block | undefined => each && mapBlock(each, map);
  const change: Record<string, unknown> = {};
  switch (node.kind) {
    case "let":
    case "return":
      if (node.value) change.value = map.expression(node.value);
      break;
    case "letPattern":
    case "expression":
    case "raise":
    case "yield":
      change.value = map.expression(node.value);
      break;
    case "assign":
    case "update":
      change.place = map.expression(node.place);
      change.value = map.expression(node.value);
      break;
    case "if":
      change.test = map.expression(node.test);
      change.then = block(node.then);
      change.orElse = block(node.orElse);
      break;
    case "while":
      change.test = map.expression(node.test);
      change.body = block(node.body);
      change.step = block(node.step);
      change.orElse = block(node.orElse);
      break;
    case "doWhile":
      change.body = block(node.body);
      change.test = map.expression(node.test);
      break;
    case "loop":
    case "labelled":
    case "block":
      change.body = block(node.body);
      break;
    case "forEach":
      change.iterable = map.expression(node.iterable);
      change.body = block(node.body);
      change.orElse = block(node.orElse);
      break;
    case "forRange":
      change.start = map.expression(node.start);
      change.stop = map.expression(node.stop);
      change.step = map.expression(node.step);
      change.body = block(node.body);
      change.orElse = block(node.orElse);
      break;
    case "switch":
      change.subject = map.expression(node.subject);
      change.cases = mapList(node.cases, (each) => {
        const body = mapBlock(each.body, map);
        return body === each.body ? each : { ...each, body };
      });
      change.orElse = block(node.orElse);
      break;
    case "guarded":
      change.body = block(node.body);
      change.handlers = mapList(node.handlers, (handler) => {
        const test = handler.test && map.expression(handler.test);
        const body = mapBlock(handler.body, map);
        return test === handler.test && body === handler.body ? handler : { ...handler, ...(test ? { test } : {}), body };
      });
      change.orElse = block(node.orElse);
      change.final = block(node.final);
      break;
    case "break":
    case "continue":
      return node;
  }
  return withFields(node, change);
}
