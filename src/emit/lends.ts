/** What the value of an expression still borrows, and how it lets go. */
import { SKIP, someNode } from "../base/nodes.ts";
import type { Expression } from "../ir/index.ts";
import type { RustExpr } from "../rust/ast.ts";
import { method } from "../rust/make.ts";
import { type FunctionContext, hoist } from "./context.ts";

/** Does a part of the expression that is evaluated with it pass a test? */
const holds = (expr: RustExpr, test: (node: RustExpr) => boolean): boolean =>
  someNode<RustExpr>(expr, (node) => (node.kind === "closure" ? SKIP : test(node)));

/** Is a cell borrowed somewhere in the expression? */
export const lendsCell = (expr: RustExpr): boolean =>
  holds(expr, (node) => node.kind === "method" && (node.name === "borrow" || node.name === "borrow_mut"));

/** A value that is handed to whoever runs next: what it borrows from a cell to be made is given back before. */
export const givenBack = (cx: FunctionContext, expr: RustExpr): RustExpr => (lendsCell(expr) ? hoist(cx, expr, "item") : expr);

/** Is a value borrowed that ends with the statement? */
const lendsTemporary = (expr: RustExpr): boolean =>
  holds(expr, (node) => node.kind === "borrow" && ["call", "method", "macro"].includes(node.operand.kind));

/** `items.collect::<Vec<_>>()`: what an iterator would still borrow is copied out. */
export const collected = (items: RustExpr): RustExpr => ({
  kind: "method",
  object: items,
  name: "collect",
  typeArgs: [{ kind: "path", path: "Vec", args: [{ kind: "infer" }] }],
  args: [],
});

/** A further handle to a generator that lies somewhere: it borrows nothing. */
export const isHandle = (expr: RustExpr): boolean => expr.kind === "method" && expr.name === "clone" && expr.args.length === 0;

/** A lazy sequence in a variable may not borrow from a cell whose guard ends with the statement, or from a value that does. */
export const detached = (expr: RustExpr, node: Expression): RustExpr =>
  node.type.kind === "iter" && !isHandle(expr) && (lendsCell(expr) || lendsTemporary(expr)) ? method(collected(expr), "into_iter") : expr;

const ITERATORS = new Set([
  "iter",
  "iter_mut",
  "into_iter",
  "keys",
  "into_keys",
  "copied",
  "cloned",
  "each",
  "map",
  "filter",
  "zip",
  "rev",
  "skip",
]);

/** Is the value of `e` an iterator already, by the method that made it? A method of the program may have the same name. */
export const isIterator = (expr: RustExpr, e: Expression): boolean =>
  expr.kind === "range" || (expr.kind === "method" && ITERATORS.has(expr.name) && (e.kind !== "call" || e.type.kind === "iter"));
