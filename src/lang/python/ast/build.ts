/** Builds the syntax tree of a file from the flat tree of the grammar. */
import type { Span } from "../../../base/span.ts";
import {
  childByField,
  childrenByField,
  children,
  end,
  errors,
  firstChild,
  isNamed,
  next,
  parts,
  start,
  symbol,
  text,
  type FlatTree,
} from "../../../base/tree.ts";
import { slice } from "../../../base/text.ts";
import { refuse } from "../../../diagnostics/diagnostic.ts";
import type { Comment } from "../../../ir/index.ts";
import { commentNodes, indentation, opensLine } from "./comments.ts";
import { F, NAMES, S, T } from "../syntax.gen.ts";
import { buildClass, buildFunction, buildType } from "./definitions.ts";
import { buildPattern } from "./patterns.ts";
import { cleanDoc } from "./text.ts";
import type { BinaryOp, Expr, ModuleNode, Stmt, ExceptClause, ImportName } from "./nodes.ts";
import { buildExpr } from "./build-expressions.ts";

/** What the builders of one file share. */
export interface Building {
  readonly tree: FlatTree;
  readonly file: number;
  span(node: number): Span;
  expr(node: number): Expr;
  /** The functions whose bodies are being read: a `yield` marks the innermost. */
  readonly open: { generator: boolean }[];
  /** Comments that stand before the first statement of a block, by the block's node. */
  readonly leading: Map<number, Comment[]>;
  /** The text that `\N{name}` stands for. */
  readonly characterNamed?: (name: string) => string | undefined;
}

/** Reads a file. Refuses (throws) at the first thing that is not Python 3. */
export function buildModule(tree: FlatTree, file: number, path: string, characterNamed?: (name: string) => string | undefined): ModuleNode {
  const wrong = errors(tree);
  const spanOf = (node: number): Span => ({ file, start: start(tree, node), end: end(tree, node) });
  if (wrong.length > 0) refuse("PY0001", spanOf(wrong[0]), "the parser does not understand this");
  const b: Building = { tree, file, span: spanOf, expr: (node) => buildExpr(b, node), open: [], leading: new Map(), characterNamed };
  const comments: Comment[] = [];
  const body = buildBlock(b, 0, comments);
  const [first] = body;
  return {
    scopeOf: "module",
    file,
    path,
    body,
    doc: docOf(body),
    rawDoc: first?.kind === "expr" && first.value.kind === "str" ? first.value.value : undefined,
    comments,
    all: commentNodes(tree).map((node) => commentAt(b, node, opensLine(tree, start(tree, node)))),
  };
}

export const docOf = (body: readonly Stmt[]): string | undefined => {
  const first = body[0];
  return first?.kind === "expr" && first.value.kind === "str" ? cleanDoc(first.value.value) : undefined;
};

const commentAt = (b: Building, node: number, own: boolean): Comment => ({
  text: text(b.tree, node)
    .replace(/^#!?:? ?/, "")
    .trimEnd(),
  own,
  span: b.span(node),
});

/** Statements of a block or module with their comments; those after the last statement go to `trailing`. */
function buildBlock(b: Building, node: number, trailing: Comment[]): Stmt[] {
  const t = b.tree;
  const result: Stmt[] = [];
  let pending: Comment[] = b.leading.get(node) ?? [];
  /** Of the statements of the block that begin a line. */
  let indent: number | undefined;
  for (const child of children(t, node)) {
    if (symbol(t, child) === S.comment) {
      const last = result[result.length - 1];
      const between = last ? slice(t.source, last.span.end, start(t, child)) : "\n";
      if (last && !between.includes("\n") && pending.length === 0) {
        (last as { comments?: Comment[] }).comments = [...(last.comments ?? []), commentAt(b, child, false)];
      } else pending.push(commentAt(b, child, true));
      continue;
    }
    if (!isNamed(t, child)) continue;
    if (symbol(t, child) === S.line_continuation) continue;
    const inner = headComments(b, child);
    const column = indentation(t, start(t, child));
    if (column !== undefined && column !== (indent ??= node === 0 ? 0 : column))
      refuse("PY0001", b.span(child), "the indentation does not match");
    const stmt = buildStmt(b, child);
    if (stmt === undefined) continue;
    if (pending.length || inner.length) {
      (stmt as { comments?: Comment[] }).comments = [...pending, ...inner, ...(stmt.comments ?? [])];
      pending = [];
    }
    result.push(stmt);
  }
  trailing.push(...pending);
  return result;
}

/** Comments inside a statement that stand in no block of its own; those on lines before a block are the block's. */
function headComments(b: Building, node: number): Comment[] {
  const t = b.tree;
  const found: Comment[] = [];
  for (let i = node + 1, stop = next(t, node); i < stop;) {
    const kind = symbol(t, i);
    if (kind === S.block) {
      i = next(t, i);
      continue;
    }
    if (kind !== S.comment) {
      i++;
      continue;
    }
    const group: Comment[] = [];
    for (; i < stop && symbol(t, i) === S.comment; i = next(t, i)) {
      if (opensLine(t, start(t, i))) group.push(commentAt(b, i, true));
      else found.push(commentAt(b, i, true));
    }
    if (i < stop && symbol(t, i) === S.block) b.leading.set(i, group);
    else found.push(...group);
  }
  return found;
}

export function blockOf(b: Building, node: number): Stmt[] {
  if (node < 0) return [];
  const trailing: Comment[] = [];
  const body = buildBlock(b, node, trailing);
  const last = body[body.length - 1];
  if (last && trailing.length) (last as { comments?: Comment[] }).comments = [...(last.comments ?? []), ...trailing];
  return body;
}

const namesOf = (b: Building, node: number): ImportName[] =>
  childrenByField(b.tree, node, F.name).map((child) => {
    if (symbol(b.tree, child) !== S.aliased_import) return { name: dotted(b, child) };
    return { name: dotted(b, childByField(b.tree, child, F.name)), as: text(b.tree, childByField(b.tree, child, F.alias)) };
  });

const dotted = (b: Building, node: number): string => text(b.tree, node).replace(/\s+/g, "");

function elseBody(b: Building, node: number): Stmt[] {
  const body = childByField(b.tree, node, F.body);
  return blockOf(b, body);
}

function buildIf(b: Building, node: number): Stmt {
  const t = b.tree;
  const alternatives = childrenByField(t, node, F.alternative);
  let orElse: Stmt[] = [];
  for (const alternative of alternatives.reverse()) {
    if (symbol(t, alternative) === S.else_clause) orElse = elseBody(b, alternative);
    else {
      const body = blockOf(b, childByField(t, alternative, F.consequence));
      orElse = [{ kind: "if", span: b.span(alternative), test: b.expr(childByField(t, alternative, F.condition)), body, orElse }];
    }
  }
  return {
    kind: "if",
    span: b.span(node),
    test: b.expr(childByField(t, node, F.condition)),
    body: blockOf(b, childByField(t, node, F.consequence)),
    orElse,
  };
}

function buildTry(b: Building, node: number): Stmt {
  const t = b.tree;
  const handlers: ExceptClause[] = [];
  let orElse: Stmt[] = [];
  let final: Stmt[] = [];
  for (const child of parts(t, node)) {
    const kind = symbol(t, child);
    if (kind === S.except_clause) {
      if (children(t, child).some((token) => symbol(t, token) === T["*"]))
        refuse("PY0101", b.span(child), "`except*` takes exception groups apart");
      const inner = parts(t, child);
      let value = childByField(t, child, F.value);
      let name = childByField(t, child, F.alias);
      if (value >= 0 && symbol(t, value) === S.as_pattern) {
        name = childByField(t, value, F.alias);
        value = firstChild(t, value);
      }
      if (name >= 0 && symbol(t, name) === S.as_pattern_target) name = firstChild(t, name);
      handlers.push({
        span: b.span(child),
        type: value >= 0 ? b.expr(value) : undefined,
        name: name >= 0 ? (b.expr(name) as Expr<"name">) : undefined,
        body: blockOf(b, inner[inner.length - 1]),
      });
    } else if (kind === S.else_clause) orElse = elseBody(b, child);
    else if (kind === S.finally_clause) final = blockOf(b, parts(t, child)[0]);
  }
  return { kind: "try", span: b.span(node), body: blockOf(b, childByField(t, node, F.body)), handlers, orElse, final };
}

function buildImportFrom(b: Building, node: number): Stmt {
  const t = b.tree;
  const from = childByField(t, node, F.module_name);
  let level = 0;
  let module = "";
  if (symbol(t, from) === S.relative_import) {
    for (const part of parts(t, from)) {
      if (symbol(t, part) === S.import_prefix) level = text(t, part).replace(/\s/g, "").length;
      else module = dotted(b, part);
    }
  } else module = dotted(b, from);
  const star = parts(t, node).some((child) => symbol(t, child) === S.wildcard_import);
  return { kind: "importFrom", span: b.span(node), module, level, names: namesOf(b, node), star };
}

export const isAsync = (b: Building, node: number): boolean => symbol(b.tree, node + 1) === T.async;

function buildDefinition(b: Building, node: number, decorators: readonly Expr[], span: Span): Stmt {
  if (symbol(b.tree, node) === S.class_definition) return { kind: "class", span, cls: buildClass(b, node), decorators };
  return { kind: "def", span, fn: buildFunction(b, node), decorators };
}

function buildExpressionStatement(b: Building, node: number): Stmt {
  const t = b.tree;
  const span = b.span(node);
  const inner = parts(t, node);
  if (inner.length > 1) return { kind: "expr", span, value: { kind: "tuple", span, elems: inner.map(b.expr) } };
  let child = inner[0];
  const kind = symbol(t, child);
  if (kind === S.augmented_assignment) {
    const operator = text(t, childByField(t, child, F.operator)).slice(0, -1) as BinaryOp;
    return {
      kind: "augmented",
      span,
      target: b.expr(childByField(t, child, F.left)),
      op: operator,
      value: b.expr(childByField(t, child, F.right)),
    };
  }
  if (kind !== S.assignment) {
    // A single expression with a comma after it is a tuple.
    if (children(t, node).some((token) => symbol(t, token) === T[","]))
      return { kind: "expr", span, value: { kind: "tuple", span, elems: [b.expr(child)] } };
    return { kind: "expr", span, value: b.expr(child) };
  }
  const annotation = childByField(t, child, F.type);
  if (annotation >= 0) {
    const value = childByField(t, child, F.right);
    return {
      kind: "annotated",
      span,
      target: b.expr(childByField(t, child, F.left)),
      annotation: buildType(b, annotation),
      value: value >= 0 ? b.expr(value) : undefined,
    };
  }
  const targets: Expr[] = [];
  for (;;) {
    targets.push(b.expr(childByField(t, child, F.left)));
    const right = childByField(t, child, F.right);
    if (symbol(t, right) !== S.assignment) return { kind: "assign", span, targets, value: b.expr(right) };
    child = right;
  }
}

/** One statement; undefined for what has no meaning of its own. */
function buildStmt(b: Building, node: number): Stmt | undefined {
  const t = b.tree;
  const span = b.span(node);
  const at = (f: number): number => childByField(t, node, f);
  switch (symbol(t, node)) {
    case S.expression_statement:
      return buildExpressionStatement(b, node);
    case S.return_statement: {
      const value = parts(t, node)[0];
      return { kind: "return", span, value: value === undefined ? undefined : b.expr(value) };
    }
    case S.delete_statement: {
      const target = b.expr(parts(t, node)[0]);
      return { kind: "delete", span, targets: target.kind === "tuple" ? target.elems : [target] };
    }
    case S.pass_statement:
      return { kind: "pass", span };
    case S.break_statement:
      return { kind: "break", span };
    case S.continue_statement:
      return { kind: "continue", span };
    case S.if_statement:
      return buildIf(b, node);
    case S.while_statement:
    case S.for_statement: {
      const alternative = at(F.alternative);
      const body = blockOf(b, at(F.body));
      const orElse = alternative >= 0 ? elseBody(b, alternative) : [];
      if (symbol(t, node) === S.while_statement) return { kind: "while", span, test: b.expr(at(F.condition)), body, orElse };
      return { kind: "for", span, target: b.expr(at(F.left)), iterable: b.expr(at(F.right)), body, orElse, async: isAsync(b, node) };
    }
    case S.try_statement:
      return buildTry(b, node);
    case S.with_statement: {
      const clause = parts(t, node)[0];
      let items = parts(t, clause).map((item) => {
        const value = childByField(t, item, F.value);
        if (symbol(t, value) !== S.as_pattern) return { value: b.expr(value) };
        return { value: b.expr(firstChild(t, value)), target: b.expr(firstChild(t, childByField(t, value, F.alias))) };
      });
      // `with (a as b, c as d):` is read by the grammar as a tuple of items.
      if (items.length === 1 && items[0].value.kind === "tuple" && !items[0].target)
        items = items[0].value.elems.map((value) => ({ value }));
      return { kind: "with", span, items, body: blockOf(b, at(F.body)), async: isAsync(b, node) };
    }
    case S.function_definition:
    case S.class_definition:
      return buildDefinition(b, node, [], span);
    case S.decorated_definition: {
      const decorators = parts(t, node)
        .filter((child) => symbol(t, child) === S.decorator)
        .map((child) => b.expr(parts(t, child)[0]));
      return buildDefinition(b, at(F.definition), decorators, span);
    }
    case S.import_statement:
      return { kind: "import", span, names: namesOf(b, node) };
    case S.import_from_statement:
      return buildImportFrom(b, node);
    case S.future_import_statement:
      return { kind: "pass", span };
    case S.global_statement:
    case S.nonlocal_statement:
      return {
        kind: symbol(t, node) === S.global_statement ? "global" : "nonlocal",
        span,
        names: parts(t, node).map((child) => text(t, child)),
      };
    case S.assert_statement: {
      const [test, message] = parts(t, node);
      return { kind: "assert", span, test: b.expr(test), message: message === undefined ? undefined : b.expr(message) };
    }
    case S.raise_statement: {
      const cause = at(F.cause);
      const value = parts(t, node)[0];
      return {
        kind: "raise",
        span,
        value: value === undefined || value === cause ? undefined : b.expr(value),
        cause: cause >= 0 ? b.expr(cause) : undefined,
      };
    }
    case S.match_statement: {
      const subjects = childrenByField(t, node, F.subject).map(b.expr);
      const cases = childrenByField(t, at(F.body), F.alternative).map((child) => {
        const guard = childByField(t, child, F.guard);
        const patterns = parts(t, child).filter((part) => symbol(t, part) === S.case_pattern);
        return {
          pattern: buildPattern(b, patterns, b.span(child)),
          guard: guard >= 0 ? b.expr(parts(t, guard)[0]) : undefined,
          body: blockOf(b, childByField(t, child, F.consequence)),
        };
      });
      return { kind: "match", span, subject: subjects.length === 1 ? subjects[0] : { kind: "tuple", span, elems: subjects }, cases };
    }
    case S.type_alias_statement:
      return { kind: "typeAlias", span, name: text(t, at(F.left)) };
    case S.print_statement:
    case S.exec_statement:
      return refuse("PY0002", span, "this is a statement of Python 2");
    default:
      return refuse("PY0001", span, `a ${NAMES[symbol(t, node)] ?? "node"} cannot stand here`);
  }
}
