/** Rows that use up a sequence at once, as the methods of iterators that Rust has for them. */
import type { Expression, Row } from "../ir/index.ts";
import type { RustExpr } from "../rust/ast.ts";
import { binary, cast, lit, method, path, tPath } from "../rust/make.ts";
import { chainOf, iteratorOf } from "./chains.ts";
import type { FunctionContext } from "./context.ts";
import { iterate } from "./iteration.ts";
import { bare } from "./natives.ts";
import { isBig, isSharedContainer } from "./types.ts";
import { contentRef, own, ownLoose } from "./values.ts";

/** A sequence as an iterator; `borrows`: its items are references. */
interface Items {
  readonly expr: RustExpr;
  readonly borrows: boolean;
}

const containers = new Set(["list", "deque", "set"]);

/** The items of an argument of a row that uses them up. */
function itemsOf(cx: FunctionContext, e: Expression): Items | undefined {
  if (e.type.kind === "iter") {
    const made = own(cx, e);
    return { expr: made.kind === "block" ? method(made, "into_iter") : made, borrows: false };
  }
  if (!containers.has(e.type.kind)) return undefined;
  if (isSharedContainer(e.type, cx.unit)) return { expr: method(bare(contentRef(cx, e)), "iter"), borrows: true };
  const source = iterate(cx, e, { kind: "ignore" });
  const expr = iteratorOf(cx, e, source);
  return expr && { expr, borrows: source.borrows };
}

const isZero = (e: Expression | undefined): boolean =>
  e === undefined || (e.kind === "int" && e.value === 0n) || (e.kind === "float" && Object.is(e.value, 0));

/** The row as a method of an iterator, or undefined. */
export function emitConsumer(cx: FunctionContext, e: Expression<"runtime">, row: Row): RustExpr | undefined {
  switch (row.native) {
    case "sum":
      return integerSum(cx, e);
    case "sumFloats":
      return floatSum(cx, e);
    case "any":
    case "all":
      return quantifier(cx, e, row.native);
    default:
      return undefined;
  }
}

/** `sum(1 for …)`, sums of integers. */
function integerSum(cx: FunctionContext, e: Expression<"runtime">): RustExpr | undefined {
  const [source, start] = e.args;
  const { type } = source;
  if (isBig(e.type, cx.unit) || !("elem" in type) || type.elem.kind !== "exact" || isBig(type.elem, cx.unit)) return undefined;
  if (start && isBig(start.type, cx.unit)) return undefined;
  const ones =
    source.kind === "comprehension" && cx.unit.facts.passing(source.id) && source.element.kind === "int" && source.element.value === 1n;
  const counted = ones ? chainOf(cx, source, type.elem, "count") : undefined;
  const items = counted ? undefined : itemsOf(cx, source);
  if (!counted && !items) return undefined;
  const sum: RustExpr = counted
    ? cast(counted, tPath("i64"))
    : { kind: "method", object: items!.expr, name: "sum", typeArgs: [tPath("i64")], args: [] };
  return isZero(start) ? sum : binary("+", ownLoose(cx, start), sum);
}

/** Floats from left to right. (`sum` begins at -0.0.) */
function floatSum(cx: FunctionContext, e: Expression<"runtime">): RustExpr | undefined {
  const [source, start] = e.args;
  if (!("elem" in source.type) || source.type.elem.kind !== "float") return undefined;
  const items = itemsOf(cx, source);
  if (!items) return undefined;
  const first = isZero(start) ? lit("0.0") : own(cx, start);
  return method(items.expr, "fold", first, {
    kind: "closure",
    params: [{ pattern: { kind: "name", name: "sum" } }, { pattern: { kind: "name", name: "x" } }],
    body: binary("+", path("sum"), path("x")),
  });
}

function quantifier(cx: FunctionContext, e: Expression<"runtime">, name: "any" | "all"): RustExpr | undefined {
  const [source] = e.args;
  if (source.kind !== "comprehension" || !cx.unit.facts.passing(source.id) || source.element.type.kind !== "bool") return undefined;
  return chainOf(cx, source, source.element.type, name);
}
