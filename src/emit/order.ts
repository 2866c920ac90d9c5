/** Evaluation order: what is evaluated before stands before. */
import { someNode } from "../base/nodes.ts";
import type { Expression } from "../ir/index.ts";
import type { RustExpr, RustStatement } from "../rust/ast.ts";
import { borrow, method, path } from "../rust/make.ts";
import type { FunctionContext } from "./context.ts";
import { isBusy } from "./aliases.ts";
import { detached } from "./lends.ts";
import { mentions } from "./unread.ts";
import { isCopy } from "./types.ts";

/**
 * Emits expressions that are evaluated one after the other. When emission of a later one had to put statements before the statement at
 * hand, the earlier ones that could notice are put into variables before those.
 */
export function ordered(
  cx: FunctionContext,
  run: readonly (() => RustExpr)[],
  nodes: readonly Expression[],
  changedReceiver = false,
  lending = false,
): RustExpr[] {
  const results: RustExpr[] = [];
  const busyAfter = (j: number, end: number): boolean => nodes.slice(j + 1, end).some((later) => isBusy(cx, later));
  /** The `let` of a result that is evaluated ahead; its name stands for it. */
  const ahead = (j: number, inserted: RustStatement[]): RustStatement => {
    const name = cx.scope.take("value");
    const pattern = { kind: "name", name, mutable: false } as const;
    const held = borrowedCall(results[j]);
    if (held) {
      // The handle stays while its borrow is used.
      results[j] = borrow(method(path(name), "borrow"));
      return { kind: "let", pattern, value: isPlace(held) ? method(held, "clone") : held };
    }
    const lent = isGuarded(cx, results[j], nodes[j]) || isLent(cx, results[j], nodes[j]);
    // A field that is only shown stays where it is.
    if (lending && results[j].kind === "field" && !opensCell(results[j])) results[j] = borrow(results[j]);
    const value = lent
      ? method(contentOf(results[j]), "clone")
      : detached(owned(cx, kept(cx, nodes[j], results[j], inserted), nodes[j]), nodes[j]);
    // What is looked up among literals has to be a `&str`.
    const result = results[j];
    const asText = result.kind === "method" && result.name === "as_str";
    results[j] = !lent ? path(name) : asText ? method(path(name), "as_str") : borrow(path(name));
    return { kind: "let", pattern: { ...pattern, mutable: changedReceiver && j === 0 }, value };
  };
  for (let i = 0; i < run.length; i++) {
    const before = cx.out.length;
    const expr = run[i]();
    if (cx.out.length > before) {
      const inserted: RustStatement[] = [];
      for (let j = 0; j < i; j++) {
        if (isStill(results[j], nodes[j]) && !assigns(cx.out.slice(before), results[j])) continue;
        // What is changed where it lies is no copy of it.
        if (changedReceiver && j === 0 && isPlaceChain(results[j])) continue;
        // Nothing changes meanwhile: it is looked up where it is used.
        if (isGuarded(cx, results[j], nodes[j]) && !busyAfter(j, i + 1)) continue;
        // What lends a part of what the statements read cannot stand before them.
        if (lendsWhatIsRead(results[j], cx.out.slice(before))) continue;
        inserted.push(ahead(j, inserted));
      }
      cx.out.splice(before, 0, ...inserted);
    }
    results.push(expr);
  }
  // No borrow is held across a call.
  const last = results.findLastIndex((each, j) => isGuarded(cx, each, nodes[j]) && busyAfter(j, results.length));
  for (let j = 0; j <= last; j++) if (!isStill(results[j], nodes[j])) cx.out.push(ahead(j, cx.out));
  return results;
}

/** The value for a variable: a temporary that it borrows stands in one before it, for as long. */
export function kept(cx: FunctionContext, node: Expression, value: RustExpr, out: RustStatement[] = cx.out): RustExpr {
  if (node.kind !== "runtime" || value.kind !== "call" || !cx.unit.program.rows(node.row).borrows) return value;
  const args = value.args.map((arg): RustExpr => {
    if (arg.kind !== "borrow" || arg.operand.kind === "path") return arg;
    const name = cx.scope.take("held");
    out.push({ kind: "let", pattern: { kind: "name", name, mutable: false }, value: arg.operand });
    return { ...arg, operand: path(name) };
  });
  return { ...value, args };
}

/** Do the statements assign the variable that the expression reads (as `:=` does)? */
const assigns = (root: unknown, expr: RustExpr): boolean =>
  expr.kind === "path" && someNode<RustExpr>(root, (e) => e.kind === "assign" && e.left.kind === "path" && e.left.path === expr.path);

/** Is there a borrow of a cell on the way, which ends with the statement? */
function opensCell(expr: RustExpr): boolean {
  switch (expr.kind) {
    case "field":
    case "index":
      return opensCell(expr.object);
    case "borrow":
    case "unary":
      return opensCell(expr.operand);
    case "method":
      return expr.name === "borrow" || opensCell(expr.object);
    case "call":
      return expr.args.some(opensCell);
    default:
      return false;
  }
}

/** Is it a mutable reference into what the statements read? */
function lendsWhatIsRead(expr: RustExpr, statements: readonly RustStatement[]): boolean {
  const [from] = expr.kind === "call" && expr.callee.kind === "path" && expr.callee.path.endsWith("_mut") ? expr.args : [];
  let root = from?.kind === "borrow" ? from.operand : from;
  while (root?.kind === "field" || root?.kind === "index") root = root.object;
  return root?.kind === "path" && mentions(statements, root.path);
}

/** Something that lies elsewhere: a handle to it is made by cloning. */
const isPlace = (expr: RustExpr): boolean => expr.kind === "index" || expr.kind === "field" || expr.kind === "path";

/** What `&call(…).borrow()` borrows from. */
const borrowedCall = (expr: RustExpr): RustExpr | undefined =>
  expr.kind === "borrow" &&
  expr.word === "" &&
  expr.operand.kind === "method" &&
  expr.operand.name === "borrow" &&
  expr.operand.args.length === 0
    ? expr.operand.object
    : undefined;

/** A reference into what a `RefCell` holds (`&xs.borrow()[i]`): in a variable it would hold the borrow as long. */
const isGuarded = (cx: FunctionContext, expr: RustExpr, node: Expression): boolean => {
  if (isCopy(node.type, cx.unit)) return false;
  let at = expr.kind === "borrow" && expr.word === "" ? expr.operand : undefined;
  while (at) {
    if (at.kind === "method" && at.name === "borrow" && at.args.length === 0) return true;
    if (at.kind === "index" || at.kind === "field" || at.kind === "method") at = at.object;
    else return false;
  }
  return false;
};

const contentOf = (expr: RustExpr): RustExpr => (expr.kind === "borrow" ? expr.operand : expr);

/** Is it a reference into a container, whose borrow must not last beyond its statement? */
const isLent = (cx: FunctionContext, expr: RustExpr, node: Expression): boolean =>
  node.kind === "runtime" && node.type.kind === "any" && expr.kind === "call" && cx.unit.program.rows(node.row).result === "ref";

/** What only refers to what it shows is made a text of its own; what lies in a field or a container stays there. */
const owned = (cx: FunctionContext, expr: RustExpr, node: Expression): RustExpr => {
  if (node.kind === "runtime" && cx.unit.program.rows(node.row).view) return method(expr, "to_string");
  // What lies behind a reference stays there.
  if (expr.kind === "unary" && expr.op === "*" && !isCopy(node.type, cx.unit)) return method(expr.operand, "clone");
  const stays = expr.kind === "index" || (expr.kind === "field" && (isPlaceChain(expr) || opensCell(expr)));
  return stays && !isCopy(node.type, cx.unit) ? method(expr, "clone") : expr;
};

/** Can the expression move behind other statements without a difference? */
const isStill = (expr: RustExpr, node: Expression): boolean => {
  if (expr.kind === "literal" || expr.kind === "path") return true;
  if (expr.kind === "borrow")
    return expr.operand.kind === "path" || expr.operand.kind === "literal" || expr.word === "mut" || isPlaceChain(expr.operand);
  if (expr.kind === "closure" || (expr.kind === "method" && isOpened(expr) && isPlaceChain(expr))) return true;
  switch (node.kind) {
    case "int":
    case "float":
    case "str":
    case "bytes":
    case "bool":
    case "none":
    case "closure":
    case "function":
      return true;
    case "some":
      return isStill(expr, node.value);
    default:
      return false;
  }
};

/** Methods that reach into a place without reading it: `place.as_mut().unwrap_or_else(…)`. */
const REACHES = new Set(["borrow", "borrow_mut", "as_ref", "as_mut"]);

/** A place, or a reference into one: reading happens where it is used. */
const isPlaceChain = (expr: RustExpr): boolean => {
  for (let at = expr; ;) {
    if (at.kind === "path") return true;
    if (at.kind === "field") at = at.object;
    else if (at.kind === "unary" && at.op === "*") at = at.operand;
    else if (at.kind !== "method") return false;
    else if (at.args.length === 0 && REACHES.has(at.name)) at = at.object;
    else if (isOpened(at)) at = (at.object as RustExpr & { kind: "method" }).object;
    else return false;
  }
};

/** `option.as_ref().unwrap()`: a reference to what an option holds. */
const isOpened = (expr: RustExpr & { kind: "method" }): boolean =>
  (expr.name === "unwrap" || expr.name === "unwrap_or_else") &&
  expr.object.kind === "method" &&
  (expr.object.name === "as_ref" || expr.object.name === "as_mut");
