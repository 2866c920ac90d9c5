/**
 * `async for`, and comprehensions that wait. Before names are resolved, a loop over an asynchronous iterator is written with `aiter` and `anext`, and a
 * comprehension that waits as a loop in front of its statement.
 */
import type { Span } from "../../base/span.ts";
import type { Clause, Expr, ModuleNode, Stmt } from "./ast/nodes.ts";
import { replaced } from "./ast/replaced.ts";
import { exprsOf, innerExprs, withBlocks } from "./scope-tree.ts";

const name = (id: string, span: Span): Expr<"name"> => ({ kind: "name", id, span });

const call = (callee: Expr, args: readonly Expr[], span: Span): Expr => ({
  kind: "call",
  callee,
  args: args.map((value) => ({ value })),
  span,
});

const expression = (value: Expr): Stmt => ({ kind: "expr", value, span: value.span });

/** Numbers the names that are made up in a module. */
interface Count {
  made: number;
}

/** `async for x in xs: body` as `it = aiter(xs)`, and a loop that awaits `anext(it)` until that raises StopAsyncIteration. */
function plainLoop(s: Stmt<"for">, count: Count): Stmt[] {
  const { span } = s.iterable;
  const made = `async_iterator${count.made++ || ""}`;
  const at = s.target.span;
  const next: Expr = { kind: "await", value: call(name("anext", at), [name(made, at)], at), span: at };
  const handler = { type: name("StopAsyncIteration", at), body: [{ kind: "break", span: at } as const], span: at };
  return [
    {
      kind: "assign",
      targets: [name(made, span)],
      value: call(name("aiter", span), [s.iterable], span),
      span,
      ...(s.comments ? { comments: s.comments } : {}),
    },
    {
      kind: "while",
      test: { kind: "bool", value: true, span },
      body: [
        {
          kind: "try",
          body: [{ kind: "assign", targets: [s.target], value: next, span: at }],
          handlers: [handler],
          orElse: [],
          final: [],
          span: at,
        },
        ...inBody(s.body, count),
      ],
      orElse: [],
      span: s.span,
    },
  ];
}

/** Does the expression wait, functions inside of it left aside? */
export const waits = (e: Expr): boolean =>
  e.kind === "await" ||
  (e.kind === "comprehension" && e.clauses.some((clause) => clause.async)) ||
  (e.kind !== "lambda" && innerExprs(e).some((inner) => inner !== undefined && waits(inner)));

/** The first comprehension that waits in an expression, and is no generator. */
function waiting(e: Expr): Expr<"comprehension"> | undefined {
  if (e.kind === "lambda") return undefined;
  if (e.kind === "comprehension" && e.of !== "generator" && waits(e)) return e;
  for (const inner of innerExprs(e)) {
    const found = inner && waiting(inner);
    if (found) return found;
  }
  return undefined;
}

/** The statements that fill `into` with the items of a comprehension. */
function filled(comprehension: Expr<"comprehension">, into: string): Stmt[] {
  const { key, element, span } = comprehension;
  const target = name(into, span);
  const add: Stmt = key
    ? { kind: "assign", targets: [{ kind: "subscript", object: target, index: key, span }], value: element, span }
    : expression(
        call({ kind: "attribute", object: target, name: comprehension.of === "list" ? "append" : "add", span }, [element], element.span),
      );
  const loop = (clause: Clause, body: Stmt): Stmt => {
    const tested = clause.tests.reduceRight((inner, test): Stmt => ({ kind: "if", test, body: [inner], orElse: [], span }), body);
    return { kind: "for", target: clause.target, iterable: clause.iterable, body: [tested], orElse: [], async: clause.async, span };
  };
  const empty: Expr =
    comprehension.of === "list"
      ? { kind: "list", elems: [], span }
      : comprehension.of === "dict"
        ? { kind: "dict", entries: [], span }
        : call(name("set", span), [], span);
  const start: Stmt = { kind: "assign", targets: [name(into, span)], value: empty, span };
  return [start, comprehension.clauses.reduceRight((body, clause) => loop(clause, body), add)];
}

/** Statements whose expressions are evaluated once, before anything else of them. */
const ONCE = new Set<Stmt["kind"]>(["expr", "assign", "augmented", "annotated", "return", "raise", "if", "for", "with", "match"]);

function inBody(body: readonly Stmt[], count: Count): Stmt[] {
  return body.flatMap((s): Stmt[] => {
    if (s.kind === "def") return [{ ...s, fn: { ...s.fn, body: inBody(s.fn.body, count) } }];
    if (s.kind === "class") return [{ ...s, cls: { ...s.cls, body: inBody(s.cls.body, count) } }];
    const found = ONCE.has(s.kind) ? exprsOf(s).flatMap((e) => (e ? (waiting(e) ?? []) : []))[0] : undefined;
    if (found) {
      const into = `items${count.made++ || ""}`;
      return inBody([...filled(found, into), replaced(s, new Map([[found, name(into, found.span)]])) as Stmt], count);
    }
    if (s.kind === "for" && s.async && s.orElse.length === 0) return plainLoop(s, count);
    return [withBlocks(s, (block) => inBody(block, count))];
  });
}

/** The module without `async for` and without comprehensions that wait; itself where it has nothing asynchronous. */
export function withPlainLoops(module: ModuleNode, text: string): ModuleNode {
  return /\basync\s+def\b/.test(text) && /\basync\s+for\b|\bawait\b/.test(text)
    ? { ...module, body: inBody(module.body, { made: 0 }) }
    : module;
}
