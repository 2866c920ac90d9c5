/** Rows that Rust's own library has a word for: one entry a kind. */
import type { Expression, Native, Row, Type } from "../ir/index.ts";
import type { RustExpr } from "../rust/ast.ts";
import { cast, method, tPath, unary } from "../rust/make.ts";
import type { FunctionContext } from "./context.ts";
import { constantLength } from "../ir/unfailing.ts";
import { isBig } from "./types.ts";
import { isIterator } from "./lends.ts";
import { contentRef } from "./values.ts";

type Form = (cx: FunctionContext, e: Expression<"runtime">, args: readonly RustExpr[]) => RustExpr | undefined;

/** Is it the path of a constant or static? */
export const isStatic = (e: RustExpr): boolean => e.kind === "path" && /^([a-z_0-9#]+::)*[A-Z][A-Z0-9_]*$/.test(e.path);

/** What a method is called on: rustc borrows by itself. */
export const bare = (expr: RustExpr): RustExpr => {
  if (expr.kind === "borrow" && (expr.word === "" || expr.word === "mut")) return bare(expr.operand);
  if (expr.kind === "method" && (expr.name === "as_slice" || expr.name === "as_mut_slice") && expr.args.length === 0)
    return bare(expr.object);
  // What a static holds is found through it.
  if (expr.kind === "unary" && expr.op === "*" && isStatic(expr.operand)) return expr.operand;
  return expr;
};

const sized = new Set(["list", "deque", "dict", "set", "bytes", "array"]);

const forms: Readonly<Partial<Record<Native, Form>>> = {
  length: (cx, e, [object]) => {
    if (!sized.has(e.args[0].type.kind) || isBig(e.type, cx.unit)) return undefined;
    return cast(method(bare(object), "len"), tPath("i64"));
  },
  enumerate: (cx, e, [items, start]) => {
    const pair = e.type.kind === "iter" ? e.type.elem : undefined;
    if (pair?.kind !== "tuple" || isBig(pair.elems[0], cx.unit) || isBig(e.args[1].type, cx.unit)) return undefined;
    return method({ kind: "range", from: start, inclusive: false }, "zip", items);
  },
  swap: (cx, e, [items, ...places]) =>
    e.args.slice(1).every((place) => isPosition(cx, place)) ? method(bare(items), "swap", ...places.map(position)) : undefined,
  zip: (_cx, e, [first, second]) => {
    const items =
      e.args[0].type.kind === "list" && first.kind === "path"
        ? method(first, "into_iter")
        : isIterator(first, e.args[0])
          ? first
          : undefined;
    return items && method(items, "zip", second);
  },
  repeat: (cx, e, [items, times]) => {
    const only = e.args[0].kind === "list" && e.args[0].elems.length === 1 && items.kind === "borrow" ? items.operand : undefined;
    const made = only?.kind === "array" ? only.elems : only?.kind === "macro" && only.name === "vec" && !only.repeat ? only.args : [];
    if (made.length !== 1 || e.args[1].type.kind !== "exact" || isBig(e.args[1].type, cx.unit)) return undefined;
    const least = { kind: "literal", text: "0" } as const;
    const count = isPosition(cx, e.args[1]) ? position(times) : cast(method(times, "max", least), tPath("usize"));
    return { kind: "macro", name: "vec", bracket: true, repeat: true, args: [made[0], count] };
  },
  max: (cx, e, args) => extreme(cx, e, "max", args),
  min: (cx, e, args) => extreme(cx, e, "min", args),
  abs: (cx, e, [value]) => (isWord(cx, e.type) && isWord(cx, e.args[0].type) && isTyped(value) ? method(value, "abs") : undefined),
  holds: (cx, e, [items, item]) => {
    const elem = e.args[0].type.kind === "list" ? e.args[0].type.elem : undefined;
    const words = elem !== undefined && isWord(cx, elem) && isWord(cx, e.args[1].type);
    const { type } = e.args[1];
    const isText = elem?.kind === "str" && type.kind === "str" && cx.unit.facts.fixedText(elem);
    // The same kind of text, or one that is borrowed as such.
    const texts = isText && item.kind === "borrow" && (cx.unit.facts.fixedText(type) || item.operand.kind === "borrow");
    return (words || texts) && item.kind === "borrow"
      ? method(bare(items), "contains", { ...item, operand: withoutSuffix(item.operand) })
      : undefined;
  },
  has: (_cx, e, [object, key]) => (e.args[0].type.kind === "dict" ? method(bare(object), "contains_key", key) : undefined),
};

/** Is it an integer of 64 bits? */
const isWord = (cx: FunctionContext, type: Type): boolean => type.kind === "exact" && !isBig(type, cx.unit);

const isLiteral = (e: RustExpr): boolean => e.kind === "literal" || (e.kind === "unary" && e.op === "-" && isLiteral(e.operand));

/** Does rustc know the type of what the expression begins with, so that a method can be called? Literals have none of their own. */
const isTyped = (e: RustExpr): boolean => {
  switch (e.kind) {
    case "literal":
      return false;
    case "unary":
      return isTyped(e.operand);
    case "binary":
      return isTyped(e.left) || isTyped(e.right);
    default:
      return true;
  }
};

/** A number whose type the place that it stands in tells. */
const withoutSuffix = (e: RustExpr): RustExpr =>
  e.kind === "literal"
    ? { ...e, text: e.text.replace(/_i64$/, "") }
    : e.kind === "unary" && isLiteral(e)
      ? { ...e, operand: withoutSuffix(e.operand) }
      : e;

/** `max(a, b, c)` of integers → `a.max(b).max(c)`, by one that has a type. Which of equal ones it is makes no difference. */
function extreme(cx: FunctionContext, e: Expression<"runtime">, name: "max" | "min", given: readonly RustExpr[]): RustExpr | undefined {
  const [first] = given;
  const several = given.length === 1 && e.args[0].kind === "list";
  const items = !several ? given : first.kind === "macro" && first.name === "vec" && !first.repeat ? first.args : [];
  if (items.length < 2 || !isWord(cx, e.type)) return undefined;
  // The literals stand behind: they are evaluated to the same at any time.
  const order = [...items.filter((item) => isTyped(item)), ...items.filter((item) => !isTyped(item))];
  if (!isTyped(order[0])) return undefined;
  return order.slice(1).reduce((made, item) => method(made, name, withoutSuffix(item)), order[0]);
}

/** The row in Rust's own words, over its emitted arguments. */
export const nativeForm = (cx: FunctionContext, e: Expression<"runtime">, row: Row, args: readonly RustExpr[]): RustExpr | undefined =>
  row.native && forms[row.native]?.(cx, e, args);

/** Is `len(xs)` asked for nothing but whether there is any? Then what is asked. */
export const lengthOf = (cx: FunctionContext, e: Expression): Expression | undefined =>
  e.kind === "runtime" && cx.unit.program.rows(e.row).native === "length" && sized.has(e.args[0].type.kind) ? e.args[0] : undefined;

/** The text whose length is asked for. */
const textOf = (cx: FunctionContext, e: Expression): Expression | undefined =>
  e.kind === "runtime" && cx.unit.program.rows(e.row).run === "builtins::len" && e.args[0].type.kind === "str" && e.args[0].kind !== "str"
    ? e.args[0]
    : undefined;

/** `len(xs) == 0` and the like. */
export function emitEmptiness(cx: FunctionContext, e: Expression<"compare">): RustExpr | undefined {
  const { left, right, op } = e;
  const sized = lengthOf(cx, left) ?? textOf(cx, left);
  if (!sized || right.kind !== "int") return undefined;
  const empty = (op === "eq" && right.value === 0n) || (op === "lt" && right.value === 1n) || (op === "le" && right.value === 0n);
  const some = (op === "ne" && right.value === 0n) || (op === "gt" && right.value === 0n) || (op === "ge" && right.value === 1n);
  if (!empty && !some) return undefined;
  const test = method(bare(contentRef(cx, sized)), "is_empty");
  return empty ? test : unary("!", test);
}

/** `xs[i]` of a list, for an index that does not count from the end. One that is out of range fails as the runtime's function does. */
export function nativePlace(cx: FunctionContext, e: Expression<"runtime">, row: Row, args: readonly RustExpr[]): RustExpr | undefined {
  if ((row.native !== "element" && row.native !== "item") || e.args[0].type.kind !== "list") return undefined;
  if (!isPosition(cx, e.args[1])) return undefined;
  const [items, at] = e.args;
  if (row.native === "item" && cx.unit.facts.interval(at.id).hi >= (constantLength(cx.unit.program, items) ?? 0)) return undefined;
  const counts = at.kind === "local" && cx.locals.get(at.local)!.counts === true;
  return { kind: "index", object: bare(args[0]), index: counts ? args[1] : position(args[1]) };
}

/** Is it an index that does not count from the end? */
const isPosition = (cx: FunctionContext, index: Expression): boolean =>
  index.type.kind === "exact" && !isBig(index.type, cx.unit) && cx.unit.facts.interval(index.id).lo >= 0;

/** An index that is not negative as `usize`. */
export function position(index: RustExpr): RustExpr {
  if (index.kind === "literal") return withoutSuffix(index);
  // A length that was widened is one again.
  if (
    index.kind === "cast" &&
    index.type.kind === "path" &&
    index.type.path === "i64" &&
    index.value.kind === "method" &&
    index.value.name === "len"
  )
    return index.value;
  return cast(index, tPath("usize"));
}
