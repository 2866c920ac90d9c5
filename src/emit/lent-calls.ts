/** Calls that borrow what their pointer arguments point to. */
import type { Expression, Row } from "../ir/index.ts";
import { walk } from "../ir/walk.ts";
import type { RustExpr } from "../rust/ast.ts";
import { borrowMut, bytesLiteral, call, lit, macro, method, path } from "../rust/make.ts";
import { isStillArg } from "./aliases.ts";
import { emitClosure } from "./closures.ts";
import { type FunctionContext, hoist } from "./context.ts";
import { cellOf, cellsOf, lend, locate } from "./lifted.ts";
import { kept, ordered } from "./order.ts";
import { typeText } from "../rust/types.ts";
import { rustType } from "./types.ts";
import { danger } from "./unsafe.ts";
import { ownLoose } from "./values.ts";

type Calling = Expression<"call"> | Expression<"callValue"> | Expression<"runtime">;

/** Values that read what another argument borrows to change it: they are computed before. */
export function valuesInAdvance(cx: FunctionContext, e: Calling): ReadonlyMap<number, RustExpr> {
  const out = new Map<number, RustExpr>();
  const { pointers } = cx.unit.facts;
  const roots = new Set<number>();
  /** Those that are lent to be read: a call beside may want to change them. */
  const seen = new Set<number>();
  for (const arg of e.args) {
    const lent = pointers.lent(arg.id);
    const root = lent ? rootLocal(pointers.object(arg.id)) : undefined;
    if (lent && root !== undefined) (lent.access === "write" || lent.access === "cell" ? roots : seen).add(root);
  }
  if (roots.size + seen.size === 0) return out;
  e.args.forEach((arg, i) => {
    if (arg.kind === "closure" || pointers.lent(arg.id) || (arg.kind === "local" && !roots.has(arg.local))) return;
    const still = isStillArg(cx, arg) || isConstant(arg);
    if (roots.size === 0 ? !still && mentions(arg, seen) : mentions(arg, roots) || !still)
      out.set(i, hoist(cx, kept(cx, arg, ownLoose(cx, arg)), "value"));
  });
  return out;
}

const isConstant = (e: Expression): boolean => ["int", "float", "bool", "bytes", "str", "none", "function", "some"].includes(e.kind);

const rootLocal = (key: string | undefined): number | undefined => {
  const found = /^[pl](\d+)/.exec(key ?? "");
  return found ? Number(found[1]) : undefined;
};

function mentions(e: Expression, roots: ReadonlySet<number>): boolean {
  let found = false;
  walk(e, (node) => {
    if (node.kind === "local" && roots.has(node.local)) found = true;
    return !found;
  });
  return found;
}

/** The cells of objects of which the call is lent several, each in a variable of its own. */
export function sharedCells(cx: FunctionContext, e: Calling): ReadonlyMap<string, RustExpr> {
  const out = new Map<string, RustExpr>();
  const { pointers } = cx.unit.facts;
  const keys = pointers.cells(e.id);
  if (!keys) return out;
  for (const arg of e.args) {
    const key = pointers.object(arg.id);
    if (key === undefined || !keys.has(key) || out.has(key) || pointers.lent(arg.id)?.access !== "cell") continue;
    const found = locate(cx, arg);
    if (!found || found.cell) continue;
    out.set(key, found.form === "many" ? hoist(cx, cellsOf(cx, found), "cells") : hoist(cx, cellOf(cx, found), "cell"));
  }
  return out;
}

/** A closure is called while the row runs, and no longer. */
const handed = (cx: FunctionContext, arg: Expression): RustExpr =>
  arg.kind === "closure" ? emitClosure(cx, arg, "lent") : ownLoose(cx, arg);

/** A view that is taken by something that takes views of anything: what it views is said. */
function typedView(cx: FunctionContext, arg: Expression, lent: RustExpr): RustExpr {
  if (lent.kind !== "call" || lent.callee.kind !== "path" || !lent.callee.path.endsWith("View::from")) return lent;
  let at = arg;
  while (at.kind === "cast" && at.value.type.kind === "ptr") at = at.value;
  if (at.type.kind !== "ptr") return lent;
  const type = typeText(rustType(at.type.target, cx.unit, cx.module));
  return { ...lent, callee: path(`${lent.callee.path.slice(0, -"::from".length)}::<${type}>::from`) };
}

/** A row that borrows; its twin for raw pointers where one of them could not be lifted. */
export function emitLendingRow(cx: FunctionContext, row: Row, e: Expression<"runtime">): RustExpr {
  const { pointers } = cx.unit.facts;
  if (!pointers.lifted(e.id)) {
    const raw = ordered(
      cx,
      e.args.map((arg, i) => () => (i === row.address ? method(handed(cx, arg), "as_mut_ptr") : handed(cx, arg))),
      e.args,
    );
    return danger(call(path(`rt::${row.raw}`), ...raw));
  }
  const early = valuesInAdvance(cx, e);
  const args = ordered(
    cx,
    e.args.map((arg, i) => () => {
      const lent = pointers.lent(arg.id);
      if (row.lends?.[i]?.literal && arg.kind === "bytes") return lit(`c${bytesLiteral(arg.value).slice(1)}`);
      // what is shown of NULL
      if (lent?.nullable && !row.lends?.[i]?.nullable) return method(lend(cx, arg, lent), "unwrap_or_default");
      if (lent && row.lends?.[i]?.any) return typedView(cx, arg, lend(cx, arg, lent));
      if (!lent) return early.get(i) ?? handed(cx, arg);
      const given = lend(cx, arg, lent);
      // what takes values of several types borrows no reference anew by itself
      const isMoved = row.form === "values" && lent.access === "write" && given.kind === "path" && !lent.nullable;
      return isMoved ? borrowMut({ kind: "unary", op: "*", operand: given, kept: true }) : given;
    }),
    e.args,
  );
  const shared = e.args.some((arg) => /^(view|cell)$/.test(pointers.lent(arg.id)?.access ?? ""));
  const run = shared ? row.cells! : row.run;
  return row.form === "values" ? macro(`rt::${run}`, ...args) : call(path(`rt::${run}`), ...args);
}
