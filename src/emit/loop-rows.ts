/**
 * Loops over the items of several rows, `c[i][j] += x * b[k][j]`: the rows are found once, before the loop, as slices of the length that it goes over,
 * and the variable counts as `usize`. What lies outside of a row then fails before the first round instead of in a later one; nothing can tell, since
 * the loop does nothing else and no handler sees the failure.
 */
import type { Expression, LocalId, Statement } from "../ir/index.ts";
import { isExpression, walk } from "../ir/walk.ts";
import type { RustExpr } from "../rust/ast.ts";
import { letStmt, lit, path } from "../rust/make.ts";
import { frameOf, type FunctionContext } from "./context.ts";
import { emitExpression } from "./expressions.ts";
import { position } from "./natives.ts";
import { isBig, isCopy, isSharedContainer } from "./types.ts";
import { own } from "./values.ts";

type ForRange = Statement<"forRange">;

interface Access {
  readonly row: Expression<"runtime">;
  readonly changed: boolean;
}

/** What a loop's body reads and writes, where it is nothing but arithmetic on items. */
interface Uses {
  readonly rows: Map<string, Access[]>;
  /** Lists whose own items the variable counts. */
  readonly lists: Set<LocalId>;
  /** Roots of rows, and locals that are read otherwise. */
  readonly others: Set<LocalId>;
  readonly assigned: Set<LocalId>;
}

/** Puts the rows of a loop before it; gives the Rust range of the variable, and what takes the rows back. Undefined where the loop is another. */
export function rowsOf(cx: FunctionContext, s: ForRange): { readonly range: RustExpr; readonly close: () => void } | undefined {
  const uses = suits(cx, s) ? usesOf(cx, s) : undefined;
  if (!uses || uses.rows.size === 0 || uses.rows.size + uses.lists.size < 2 || !apart(uses)) return undefined;
  const to = s.stop.kind === "int" ? lit(String(s.stop.value)) : position(own(cx, s.stop));
  const ids: number[] = [];
  for (const accesses of uses.rows.values()) {
    const changed = accesses.some((each) => each.changed);
    const row = emitExpression(cx, accesses[0].row, changed ? "mut" : "ref").expr;
    const name = cx.scope.take("row");
    const part: RustExpr = { kind: "index", object: row, index: { kind: "range", to, inclusive: false } };
    cx.out.push(letStmt(name, { kind: "borrow", word: changed ? "mut" : "", operand: part }));
    for (const access of accesses) {
      cx.copies.set(access.row.id, path(name));
      ids.push(access.row.id);
    }
  }
  const storage = cx.locals.get(s.local)!;
  storage.counts = true;
  return {
    range: { kind: "range", from: lit("0"), to, inclusive: false },
    close: () => {
      storage.counts = false;
      for (const id of ids) cx.copies.delete(id);
    },
  };
}

/** Counts the loop up by one, from a constant, in a function whose failures nothing sees, and at least once? */
function suits(cx: FunctionContext, s: ForRange): boolean {
  const { facts, program } = cx.unit;
  const storage = cx.locals.get(s.local)!;
  if (!program.safe || s.orElse || s.step.kind !== "int" || s.step.value !== 1n) return false;
  if (s.start.kind !== "int" || s.start.value !== 0n || s.body.statements.length > 8) return false;
  if (cx.fn.yields || cx.fn.fails !== "infer" || facts.fails(cx.fn.id) || frameOf(cx).fallible) return false;
  if (storage.cell !== "none" || storage.deferred || storage.borrow !== "own" || cx.declared.has(s.local) || isBig(storage.type, cx.unit))
    return false;
  if (facts.mutated(cx.fn.id, s.local)) return false;
  const { stop } = s;
  if (stop.kind === "int") return stop.value > 0n;
  if (stop.kind !== "local" || isBig(stop.type, cx.unit)) return false;
  const bound = cx.locals.get(stop.local)!;
  if (bound.cell !== "none" || bound.deferred || bound.borrow !== "own" || facts.mutated(cx.fn.id, stop.local)) return false;
  return (
    facts.interval(stop.id).lo > 0 ||
    cx.ranges.some(
      (outer) => outer.stop.kind === "local" && outer.stop.local === stop.local && outer.start.kind === "int" && outer.start.value >= 0n,
    )
  );
}

/** `xs[i]` of a plain list. */
const element = (cx: FunctionContext, e: Expression): e is Expression<"runtime"> =>
  e.kind === "runtime" &&
  cx.unit.program.rows(e.row).native === "element" &&
  e.args[0].type.kind === "list" &&
  !isSharedContainer(e.args[0].type, cx.unit) &&
  e.args[1].type.kind === "exact" &&
  !isBig(e.args[1].type, cx.unit) &&
  cx.unit.facts.interval(e.args[1].id).lo >= 0;

const STEPS: ReadonlySet<string> = new Set(["local", "int", "float", "binary", "unary", "cast"]);

function usesOf(cx: FunctionContext, s: ForRange): Uses | undefined {
  const uses: Uses = { rows: new Map(), lists: new Set(), others: new Set(), assigned: new Set() };
  const plainLocal = (local: LocalId): boolean => {
    const { cell, deferred, type } = cx.locals.get(local)!;
    return cell === "none" && !deferred && !isSharedContainer(type, cx.unit);
  };
  let fits = true;
  const changed = new Set<number>();
  walk(s.body, (node) => {
    if (!fits) return false;
    if (!isExpression(node)) {
      if (node.kind === "assign" || node.kind === "update") {
        if (node.place.kind === "local") uses.assigned.add(node.place.local);
        else changed.add(node.place.id);
      } else if (node.kind === "let") uses.assigned.add(node.local);
      else fits = false;
      fits &&= (node.comments?.length ?? 0) === 0 || node.kind !== "expression";
      return fits;
    }
    if (element(cx, node)) {
      const [list, index] = node.args;
      const counted = index.kind === "local" && index.local === s.local;
      if (!counted || !isCopy(node.type, cx.unit)) return (fits = false);
      if (list.kind === "local" && plainLocal(list.local)) uses.lists.add(list.local);
      else if (element(cx, list) && list.args[0].kind === "local" && plainLocal(list.args[0].local)) {
        const [root, at] = list.args;
        if (root.kind !== "local" || at.kind !== "local" || at.local === s.local) return (fits = false);
        uses.others.add(at.local);
        const key = `${root.local}[${at.local}]`;
        const known = uses.rows.get(key);
        const access: Access = { row: list, changed: changed.has(node.id) };
        if (known) known.push(access);
        else uses.rows.set(key, [access]);
      } else fits = false;
      return false;
    }
    fits =
      STEPS.has(node.kind) &&
      node.type.kind !== "any" &&
      (node.kind !== "local" || (node.local !== s.local && plainLocal(node.local) && isCopy(node.type, cx.unit)));
    if (node.type.kind === "exact" && isBig(node.type, cx.unit)) fits = false;
    return fits;
  });
  return fits ? uses : undefined;
}

/** Are a row that is changed and what else the loop names different objects, and stay the places the same? */
function apart({ rows, lists, others, assigned }: Uses): boolean {
  const rootOf = (access: Access): LocalId => (access.row.args[0] as Expression<"local">).local;
  const all = [...rows.values()];
  for (const accesses of all) {
    const root = rootOf(accesses[0]);
    if (assigned.has(root)) return false;
    if (accesses.some((each) => each.changed) && (lists.has(root) || all.some((each) => each !== accesses && rootOf(each[0]) === root)))
      return false;
  }
  return [...others, ...lists].every((local) => !assigned.has(local));
}

/** Remembers a loop that is open while its body is emitted. */
export function whileOpen<T>(cx: FunctionContext, s: ForRange, emit: () => T): T {
  cx.ranges.push(s);
  const value = emit();
  cx.ranges.pop();
  return value;
}
