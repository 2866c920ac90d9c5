/** Pointers that have become indexes: their values, as sums of what was added. */
import type { Expression, Row } from "../ir/index.ts";
import type { RustExpr } from "../rust/ast.ts";
import { binary, call, cast, lit, method, path, tPath } from "../rust/make.ts";
import type { FunctionContext } from "./context.ts";
import { borrowOf, isNullPointer, lend, liftOf, locate } from "./lifted.ts";
import { callPlace } from "./place-results.ts";
import { emitStatement } from "./statements.ts";
import { own, ownLoose } from "./values.ts";

/** One summand of an index: a value of the program, or a cursor. */
export type Term = Expression | { readonly cursor: RustExpr; readonly signed: boolean };

/** The sum of the terms as `usize`. */
export function indexOf(cx: FunctionContext, terms: readonly Term[]): RustExpr {
  const sum = sumOf(cx, terms, false);
  return sum.signed ? cast(sum.expr, tPath("usize")) : sum.expr;
}

/** The sum as an index of the group's type: what a cursor holds. */
export function cursorValue(cx: FunctionContext, value: Expression, signed: boolean): RustExpr {
  const given = placeCallOf(cx, value);
  const terms = given ? given.at : (locate(cx, value)?.at ?? []);
  const sum = sumOf(cx, terms, signed);
  if (sum.signed === signed) return sum.expr;
  return cast(sum.expr, tPath(signed ? "isize" : "usize"));
}

/** What a cursor that may be NULL holds. */
export function optionalCursor(cx: FunctionContext, value: Expression, signed: boolean): RustExpr {
  if (isNullPointer(value)) return path("None");
  const index = (at: RustExpr): RustExpr =>
    signed
      ? method(at, "map", { kind: "closure", params: [{ pattern: { kind: "name", name: "at" } }], body: cast(path("at"), tPath("isize")) })
      : at;
  switch (value.kind) {
    case "cast":
      return optionalCursor(cx, value.value, signed);
    case "block":
      for (const each of value.body) emitStatement(cx, each, true);
      return optionalCursor(cx, value.value, signed);
    case "local": {
      const lift = liftOf(cx, value.local);
      if (lift?.kind === "cursor" && lift.nullable && !cx.present.has(value.local)) return path(cx.locals.get(value.local)!.name);
      break;
    }
    case "call": {
      const found = cx.unit.facts.pointers.result(value.function);
      if (found?.nullable) return placeInside(cx, value, signed);
      break;
    }
    case "runtime": {
      const row = cx.unit.program.rows(value.row);
      if (row.memory === "find") return index(emitFind(cx, row, value));
    }
  }
  return call("Some", cursorValue(cx, value, signed));
}

/** The call of a function that gives a place, as the sum that its place is. */
function placeCallOf(cx: FunctionContext, value: Expression): { readonly at: readonly Term[] } | undefined {
  let e = value;
  while (e.kind === "cast" && e.value.type.kind === "ptr") e = e.value;
  if (e.kind !== "call" || !cx.unit.facts.pointers.result(e.function)) return undefined;
  const { inner, index } = callPlace(cx, e);
  return { at: [...inner.at, index] };
}

/** What a function finds in what it is handed, or nothing, as an index into all of it. */
function placeInside(cx: FunctionContext, e: Expression<"call">, signed: boolean): RustExpr {
  const { inner, index } = callPlace(cx, e);
  if (inner.at.length === 0 && index.signed === signed) return index.cursor;
  const sum = sumOf(cx, [...inner.at, { cursor: path("at"), signed: index.signed }], signed);
  const body = sum.signed === signed ? sum.expr : cast(sum.expr, tPath(signed ? "isize" : "usize"));
  return method(index.cursor, "map", { kind: "closure", params: [{ pattern: { kind: "name", name: "at" } }], body });
}

/** `strchr(text + n, c)`: the search goes on from an index. */
function emitFind(cx: FunctionContext, row: Row, e: Expression<"runtime">): RustExpr {
  const [text, what] = e.args;
  const want = cx.unit.facts.pointers.lent(text.id)!;
  const found = locate(cx, text)!;
  const other = cx.unit.facts.pointers.lent(what.id);
  const from = found.at.length === 0 ? lit("0") : indexOf(cx, found.at);
  return call(
    `rt::${want.access === "view" || want.access === "cell" ? row.cells! : row.run}`,
    borrowOf(cx, { ...found, at: [] }, want),
    from,
    other ? lend(cx, what, other) : own(cx, what),
  );
}

const isCursor = (term: Term): term is Extract<Term, { cursor: RustExpr }> => "cursor" in term;

function sumOf(cx: FunctionContext, given: readonly Term[], wantSigned: boolean): { expr: RustExpr; signed: boolean } {
  let constant = 0n;
  const terms: Term[] = [];
  for (const term of given)
    if (!isCursor(term) && term.kind === "int") constant += term.value;
    else terms.push(isCursor(term) ? term : stripped(term));
  if (terms.length === 0) return { expr: lit(String(constant)), signed: wantSigned };
  const [first] = terms;
  const cursorSigned = terms.some((term) => isCursor(term) && term.signed);
  const allUnsigned = terms.every((term) => (isCursor(term) ? !term.signed : isUnsigned(term)));
  if (terms.length === 1 && constant === 0n) {
    if (isCursor(first)) return { expr: first.cursor, signed: first.signed };
    return wantSigned ? { expr: signedTerm(cx, first), signed: true } : { expr: unsignedTerm(cx, first), signed: false };
  }
  if (allUnsigned || (!cursorSigned && terms.length === 1 && isCursor(first))) {
    let expr = terms.map((term) => unsignedTerm(cx, term)).reduce((a, b) => binary("+", a, b));
    if (constant > 0n) expr = binary("+", expr, lit(String(constant)));
    if (constant < 0n) expr = binary("-", expr, lit(String(-constant)));
    return { expr, signed: false };
  }
  let expr = terms.map((term) => signedTerm(cx, term)).reduce((a, b) => binary("+", a, b));
  if (constant > 0n) expr = binary("+", expr, lit(String(constant)));
  if (constant < 0n) expr = binary("-", expr, lit(String(-constant)));
  return { expr, signed: true };
}

/** The index under the casts that widen it. */
export function stripped(e: Expression): Expression {
  return e.kind === "cast" && e.type.kind === "int" && e.type.width === "size" && e.value.type.kind === "int" ? stripped(e.value) : e;
}

export const isUnsigned = (e: Expression): boolean => e.type.kind === "int" && !e.type.signed;

const unsignedTerm = (cx: FunctionContext, term: Term): RustExpr => {
  if (isCursor(term)) return term.signed ? cast(term.cursor, tPath("usize")) : term.cursor;
  return converted(cx, term, false);
};
const signedTerm = (cx: FunctionContext, term: Term): RustExpr => {
  if (isCursor(term)) return term.signed ? term.cursor : cast(term.cursor, tPath("isize"));
  return converted(cx, term, true);
};
const converted = (cx: FunctionContext, e: Expression, signed: boolean): RustExpr => {
  const expr = ownLoose(cx, e);
  if (e.type.kind === "int" && e.type.width === "size" && e.type.signed === signed) return expr;
  return cast(expr, tPath(signed ? "isize" : "usize"));
};
