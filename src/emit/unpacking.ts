/** `a, b = pair` as one pattern, and `a, b = b, a` as one assignment. */
import { someNode } from "../base/nodes.ts";
import type { Expression, LocalId, Statement, Type } from "../ir/index.ts";
import { walk } from "../ir/walk.ts";
import type { RustExpr, RustPattern, RustStatement } from "../rust/ast.ts";
import { assign, exprStmt, letStmt, path, wild } from "../rust/make.ts";
import { typeText } from "../rust/types.ts";
import { capture, type FunctionContext } from "./context.ts";
import { isBusy } from "./aliases.ts";
import { unusedName } from "./iteration.ts";
import { ordered } from "./order.ts";
import { emitStatement, push } from "./statements.ts";
import { isCopy, rustType } from "./types.ts";
import { anchored, own, ownTyped } from "./values.ts";

/** Statements that stand for one, and what emits it. */
export interface Unpacking {
  readonly count: number;
  readonly emit: () => void;
}

type Resolve = (s: Statement) => Statement | undefined;

const mentionCounts = new WeakMap<object, ReadonlyMap<LocalId, number>>();

/** How often a local is read. */
function mentions(cx: FunctionContext, local: LocalId): number {
  let counts = mentionCounts.get(cx.fn);
  if (!counts) {
    const found = new Map<LocalId, number>();
    walk(cx.fn.body, (node) => {
      if (node.kind === "local") found.set(node.local, (found.get(node.local) ?? 0) + 1);
    });
    mentionCounts.set(cx.fn, (counts = found));
  }
  return counts.get(local) ?? 0;
}

/** The statements from `index` on, where they take a tuple apart or assign several variables at once. `resolve`: what a statement has become. */
export function unpackingOf(cx: FunctionContext, statements: readonly Statement[], index: number, resolve: Resolve): Unpacking | undefined {
  const first = statements[index];
  if (first.kind !== "let" || !first.value || !isPlain(cx, first.local)) return undefined;
  return first.value.type.kind === "tuple" && first.value.kind !== "tuple"
    ? takenApart(cx, first, statements, index, resolve)
    : atOnce(cx, statements, index);
}

function takenApart(
  cx: FunctionContext,
  first: Statement<"let">,
  statements: readonly Statement[],
  index: number,
  resolve: Resolve,
): Unpacking | undefined {
  const value = first.value!;
  const { elems } = value.type as Type<"tuple">;
  const borrowed = cx.locals.get(first.local)!.borrow !== "own";
  if (elems.length < 2 || mentions(cx, first.local) !== elems.length) return undefined;
  const targets: Statement<"let" | "assign">[] = [];
  for (const [i, elem] of elems.entries()) {
    const next = index + 1 + i < statements.length ? resolve(statements[index + 1 + i]) : undefined;
    if (next?.kind !== "let" && next?.kind !== "assign") return undefined;
    const from = next.value;
    if (next.comments?.length || from?.kind !== "tupleGet" || from.index !== i) return undefined;
    if (from.tuple.kind !== "local" || from.tuple.local !== first.local) return undefined;
    const local = localOf(next);
    if (local === undefined || !isPlain(cx, local) || targets.some((each) => localOf(each) === local)) return undefined;
    if (!sameForm(cx, elem, cx.locals.get(local)!.type)) return undefined;
    if (next.kind === "assign" && (!cx.unit.facts.used(cx.fn.id, local) || cx.locals.get(local)!.borrow !== "own")) return undefined;
    targets.push(next);
  }
  if (borrowed && !isCopy(value.type, cx.unit)) {
    if (value.kind !== "local" || targets.some((each) => each.kind !== "let")) return undefined;
    return { count: elems.length + 1, emit: () => partsOf(cx, first.local, value.local, targets) };
  }
  const emit = (): void => {
    cx.unpacking = undefined;
    const made = borrowed ? own(cx, value) : ownTyped(cx, value, cx.locals.get(first.local)!.type);
    if (targets.every((each) => each.kind === "assign")) {
      push(cx, assign({ kind: "tuple", elems: targets.map((each) => path(cx.locals.get(localOf(each)!)!.name)) }, made));
      return;
    }
    const later: RustStatement[] = [];
    const elems = targets.map((each): RustPattern => {
      const local = localOf(each)!;
      if (each.kind === "let") return nameOf(cx, local);
      const { name } = cx.locals.get(local)!;
      const next = cx.scope.take(`next_${name.replace(/^r#/, "")}`);
      later.push(exprStmt(assign(path(name), path(next))));
      return { kind: "name", name: next };
    });
    const type = anchored(cx, value) ? undefined : rustType(value.type, cx.unit, cx.module);
    cx.out.push(letStmt({ kind: "tuple", elems }, made, type), ...later);
  };
  return { count: elems.length + 1, emit };
}

/** Parts of a tuple that stays where it is: `let (name, age) = (&person.0, person.1);`. */
function partsOf(cx: FunctionContext, local: LocalId, tuple: LocalId, targets: readonly Statement[]): void {
  cx.unpacking = undefined;
  const own = cx.locals.get(local)!;
  cx.locals.set(local, cx.locals.get(tuple)!);
  const { statements } = capture(cx, () => {
    for (const each of targets) emitStatement(cx, each);
  });
  cx.locals.set(local, own);
  const lets = statements.filter((s) => s.kind === "let" && s.pattern.kind === "name" && s.value && !s.type);
  if (lets.length !== statements.length || lets.length !== targets.length) {
    cx.out.push(...statements);
    return;
  }
  const parts = lets as (RustStatement & { readonly kind: "let"; readonly value: RustExpr })[];
  cx.out.push(
    letStmt({ kind: "tuple", elems: parts.map((each) => each.pattern) }, { kind: "tuple", elems: parts.map((each) => each.value) }),
  );
}

const isChanged = (cx: FunctionContext, local: LocalId): boolean =>
  someNode<Expression>(cx.fn.body, (node) => node.kind === "local" && node.local === local && cx.unit.facts.changes(node.id));

/** A variable of its own in a pattern. */
function nameOf(cx: FunctionContext, local: LocalId): RustPattern {
  const storage = cx.locals.get(local)!;
  // A borrow that was taken for one that changes may have turned out to lead to a handle.
  const changed = storage.borrow === "mut" && isChanged(cx, local);
  storage.borrow = "own";
  if (!cx.unit.facts.used(cx.fn.id, local)) {
    const name = unusedName(storage.name);
    return cx.fn.locals[local].name === "_" ? wild : { kind: "name", name };
  }
  return { kind: "name", name: storage.name, mutable: changed || cx.unit.facts.mutated(cx.fn.id, local) };
}

/** Values that are put into variables of their own and from there into as many others. */
function atOnce(cx: FunctionContext, statements: readonly Statement[], index: number): Unpacking | undefined {
  const lets: (Statement<"let"> & { readonly value: Expression })[] = [];
  for (let at = index; at < statements.length; at++) {
    const s = statements[at];
    if (s.kind !== "let" || !s.value || (s.comments?.length && at > index) || !isPlain(cx, s.local) || mentions(cx, s.local) !== 1) break;
    lets.push(s as Statement<"let"> & { readonly value: Expression });
  }
  if (lets.length < 2) return undefined;
  const places: LocalId[] = [];
  for (const [i, each] of lets.entries()) {
    const next = statements[index + lets.length + i];
    if (next?.kind !== "assign" || next.comments?.length || next.place.kind !== "local" || next.value.kind !== "local") return undefined;
    const { local } = next.place;
    const storage = cx.locals.get(local)!;
    if (next.value.local !== each.local || !isPlain(cx, local) || storage.borrow !== "own" || places.includes(local)) return undefined;
    const { type } = cx.locals.get(each.local)!;
    if (!isCopy(storage.type, cx.unit) || !cx.unit.facts.used(cx.fn.id, local) || !sameForm(cx, type, storage.type)) return undefined;
    places.push(local);
  }
  const emit = (): void => {
    cx.unpacking = undefined;
    cx.dirty ||= lets.some((each) => isBusy(cx, each.value));
    const elems: readonly RustExpr[] = ordered(
      cx,
      lets.map((each, i) => () => own(cx, each.value, cx.locals.get(places[i])!.type)),
      lets.map((each) => each.value),
    );
    push(
      cx,
      assign({ kind: "tuple", elems: places.map((local) => path(cx.locals.get(local)!.name)) }, { kind: "tuple", elems: [...elems] }),
    );
  };
  return { count: 2 * lets.length, emit };
}

const localOf = (s: Statement<"let" | "assign">): LocalId | undefined =>
  s.kind === "let" ? s.local : s.place.kind === "local" ? s.place.local : undefined;

const isPlain = (cx: FunctionContext, local: LocalId): boolean => {
  const storage = cx.locals.get(local)!;
  return storage.cell === "none" && !storage.deferred && !cx.zeroed.has(local);
};

const sameForm = (cx: FunctionContext, a: Type, b: Type): boolean =>
  typeText(rustType(a, cx.unit, cx.module)) === typeText(rustType(b, cx.unit, cx.module));
