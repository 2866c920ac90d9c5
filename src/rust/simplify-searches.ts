/** Loops that only look for an item: `find`, `any` and `all`. */
import type { RustBlock, RustExpr, RustPattern } from "./ast.ts";
import { contrary, leaves } from "./simplify-expressions.ts";
import { gives } from "./simplify-iterators.ts";

/**
 * The body of a function whose last loop returns at the first item that passes a test, and which has a constant for there being none:
 * `for x in xs.iter() { if test { return true; } } false` is `xs.iter().any(|x| test)`.
 */
export function searched(body: RustBlock): RustBlock {
  const last = body.statements.at(-1);
  if (!body.value || last?.kind !== "expression" || last.value.kind !== "for" || last.trailing || body.valueComments?.length) return body;
  const loop = last.value;
  const only = loop.body.statements.length === 1 && !loop.body.value && !loop.body.trailing?.length ? loop.body.statements[0] : undefined;
  if (loop.label || only?.kind !== "expression" || only.comments?.length || only.trailing || only.value.kind !== "if") return body;
  const { test, then, orElse } = only.value;
  const given = returned(then);
  if (orElse || !given || hasLet(test) || leaves(test)) return body;
  const items = itemsOf(loop);
  const value = items && search(items, loop.pattern, test, given, body.value);
  return value
    ? {
        ...body,
        statements: body.statements.slice(0, -1),
        value,
        valueAt: last.at ?? body.valueAt,
        valueComments: last.comments,
      }
    : body;
}

function search(items: Items, pattern: RustPattern, test: RustExpr, given: RustExpr, none: RustExpr): RustExpr | undefined {
  const closure = (shown: RustPattern, body: RustExpr): RustExpr => ({ kind: "closure", params: [{ pattern: shown }], body });
  if (given.kind === "literal" && none.kind === "literal") {
    if (given.text === "true" && none.text === "false")
      return { kind: "method", object: items.expr, name: "any", args: [closure(pattern, test)] };
    const tested = given.text === "false" && none.text === "true" ? (contrary(test) ?? negated(test)) : undefined;
    return tested && { kind: "method", object: items.expr, name: "all", args: [closure(pattern, tested)] };
  }
  // Only of items that are copied out of what lends them.
  if (none.kind !== "path" || none.path !== "None" || given.kind !== "call" || given.args.length !== 1) return undefined;
  if (given.callee.kind !== "path" || given.callee.path !== "Some" || !items.lent || pattern.kind !== "ref") return undefined;
  const { inner } = pattern;
  if (inner.kind !== "name" || inner.mutable || !gives(inner, given.args[0])) return undefined;
  const found: RustExpr = { kind: "method", object: items.expr, name: "find", args: [closure({ kind: "ref", inner: pattern }, test)] };
  return { kind: "method", object: found, name: "copied", args: [] };
}

interface Items {
  readonly expr: RustExpr;
  /** The items are references into a container. */
  readonly lent: boolean;
}

const lending = /^(?:iter|keys|values)$/;
const chains = new Set([
  "map",
  "filter",
  "zip",
  "copied",
  "cloned",
  "enumerate",
  "rev",
  "skip",
  "take",
  "chain",
  "each",
  "into_iter",
  "into_keys",
]);

const iterators = /^rt::(?:dict::(?:items|values|iter)|str::chars)$/;

/** What the loop goes over, as an iterator; undefined where the text does not tell that it is one. */
function itemsOf({ iterable, pattern }: RustExpr<"for">): Items | undefined {
  if (!plain(pattern)) return undefined;
  switch (iterable.kind) {
    case "borrow":
      return iterable.word === "" ? { expr: { kind: "method", object: iterable.operand, name: "iter", args: [] }, lent: true } : undefined;
    case "path":
      // A pattern `&x` says that the variable is a reference to a container.
      return pattern.kind === "ref" ? { expr: { kind: "method", object: iterable, name: "iter", args: [] }, lent: true } : undefined;
    case "range":
      return iterable.from && iterable.to ? { expr: iterable, lent: false } : undefined;
    case "method":
      if (iterable.own) return undefined;
      if (lending.test(iterable.name) && iterable.args.length === 0) return { expr: iterable, lent: true };
      return chains.has(iterable.name) ? { expr: iterable, lent: false } : undefined;
    case "call":
      return iterable.callee.kind === "path" && iterators.test(iterable.callee.path) ? { expr: iterable, lent: false } : undefined;
    default:
      return undefined;
  }
}

/** Patterns that a closure takes as they are. */
const plain = (pattern: RustPattern): boolean =>
  pattern.kind === "name"
    ? !pattern.mutable && !pattern.byRef && !pattern.sub
    : pattern.kind === "ref"
      ? plain(pattern.inner)
      : pattern.kind === "tuple"
        ? pattern.elems.every(plain)
        : pattern.kind === "wild";

/** What a block does nothing but return. */
function returned(block: RustBlock): RustExpr | undefined {
  const [first, ...others] = block.statements;
  if (block.trailing?.length || block.valueComments?.length || others.length > 0) return undefined;
  const value = block.statements.length === 0 ? block.value : first.kind === "expression" && !block.value ? first.value : undefined;
  if (first && (first.comments?.length || first.trailing)) return undefined;
  return value?.kind === "return" ? value.value : undefined;
}

function hasLet(e: RustExpr): boolean {
  let at = e;
  for (; at.kind === "binary"; at = at.left) if (hasLet(at.right)) return true;
  return at.kind === "let";
}

const negated = (operand: RustExpr): RustExpr => ({ kind: "unary", op: "!", operand });
