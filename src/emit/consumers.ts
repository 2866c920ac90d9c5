/** Rows that use up a sequence at once, as the methods of iterators that Rust has for them. */
import type { Expression, Row, Type } from "../ir/index.ts";
import type { RustExpr, RustType } from "../rust/ast.ts";
import { assign, binary, cast, exprStmt, letStmt, lit, method, path, tPath } from "../rust/make.ts";
import { chainOf, iteratorOf } from "./chains.ts";
import { clauses, filled } from "./closures.ts";
import { capture, type FunctionContext } from "./context.ts";
import { negate } from "./expressions.ts";
import { iterate } from "./iteration.ts";
import { bare } from "./natives.ts";
import { isBig, isSharedContainer } from "./types.ts";
import { contentRef, own, ownLoose, withSuffix } from "./values.ts";

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
  return { expr: iteratorOf(cx, e, source), borrows: source.borrows };
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

/** A sequence of nested loops that nothing else holds. */
const nest = (cx: FunctionContext, e: Expression): Expression<"comprehension"> | undefined =>
  e.kind === "comprehension" &&
  e.type.kind === "iter" &&
  cx.unit.facts.passing(e.id) &&
  e.clauses.filter((clause) => clause.kind === "for").length > 1
    ? e
    : undefined;

/** The items of nested loops, for a row that takes all of them before it does anything else. */
export function nestItems(cx: FunctionContext, e: Expression): RustExpr | undefined {
  const loops = nest(cx, e);
  return loops && filled(cx, loops, { kind: "list", elem: (loops.type as Type<"iter">).elem, rep: -1 });
}

/** Nested loops that add up in a variable. */
function nestedSum(cx: FunctionContext, e: Expression<"comprehension">, elem: Type, start: RustExpr, type: RustType): RustExpr {
  const name = cx.scope.take("total");
  const target = path(name);
  const { statements } = capture(cx, () => {
    cx.out.push(letStmt({ kind: "name", name, mutable: true }, start, type));
    clauses(cx, e.clauses, 0, () => cx.out.push(exprStmt(assign(target, own(cx, e.element, elem), "+="))));
  });
  return { kind: "block", block: { statements, value: target } };
}

/** `sum(1 for …)`, sums of integers. */
function integerSum(cx: FunctionContext, e: Expression<"runtime">): RustExpr | undefined {
  const [source, start] = e.args;
  const { type } = source;
  if (isBig(e.type, cx.unit) || !("elem" in type) || type.elem.kind !== "exact" || isBig(type.elem, cx.unit)) return undefined;
  if (start && isBig(start.type, cx.unit)) return undefined;
  const loops = nest(cx, source);
  if (loops) return nestedSum(cx, loops, type.elem, isZero(start) ? lit("0") : withSuffix(cx, false, () => own(cx, start)), tPath("i64"));
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
  const loops = nest(cx, source);
  if (loops) return nestedSum(cx, loops, source.type.elem, isZero(start) ? lit("0.0") : own(cx, start), tPath("f64"));
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
  if (nest(cx, source)) return nestedTest(cx, source, name);
  return chainOf(cx, source, source.element.type, name);
}

/** Nested loops that are left as soon as one item decides. */
function nestedTest(cx: FunctionContext, e: Expression<"comprehension">, name: "any" | "all"): RustExpr {
  const label = cx.scope.take(name === "any" ? "found" : "checked");
  const { statements } = capture(cx, () =>
    clauses(cx, e.clauses, 0, () => {
      const test = own(cx, e.element);
      const leave: RustExpr = { kind: "break", label, value: lit(String(name === "any")) };
      cx.out.push({
        kind: "expression",
        value: { kind: "if", test: name === "any" ? test : negate(test), then: { statements: [exprStmt(leave)] } },
        semicolon: false,
      });
    }),
  );
  return { kind: "block", label, block: { statements, value: lit(String(name === "all")) } };
}
