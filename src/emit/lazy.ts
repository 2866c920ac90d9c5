/** Lazy comprehensions: a chain of iterators where they are used up at once, else a generator. */
import { elementType, patternLocals, walk, type Expression, type LocalId, type Pattern, type Type } from "../ir/index.ts";
import type { RustBlock, RustExpr, RustStatement } from "../rust/ast.ts";
import { call, exprStmt, letStmt, method, path, unary } from "../rust/make.ts";
import { typeText } from "../rust/types.ts";
import { changesLocal } from "./aliases.ts";
import { closureOf, inside, iteratorOf } from "./chains.ts";
import { captureLet, capturedLocals, clauses, giveBack, isTrue } from "./closures.ts";
import { capture, type Frame, type FunctionContext } from "./context.ts";
import { bindOwned, iterate, type Iterable, patternOf, storePattern } from "./iteration.ts";
import { givenBack } from "./lends.ts";
import { unnarrowed } from "./narrowing.ts";
import { isCopy, rustType } from "./types.ts";
import { own, ownLoose } from "./values.ts";

/** `(element for …)` */
export function emitLazy(cx: FunctionContext, e: Expression<"comprehension">): RustExpr {
  if (!cx.unit.facts.passing(e.id)) return unnarrowed(cx, () => kept(cx, e));
  const [first, ...tests] = e.clauses;
  if (first?.kind === "for" && tests.every((clause) => clause.kind === "if"))
    return chain(cx, e, first, iterate(cx, first.iterable, first.pattern));
  return unnarrowed(cx, () => lent(cx, e));
}

/** `items.iter().filter(…).map(…)` over what was made of the iterable: one closure for each step, which borrows what it reads. */
function chain(
  cx: FunctionContext,
  e: Expression<"comprehension">,
  { pattern, iterable }: { pattern: Pattern; iterable: Expression },
  made: Iterable,
): RustExpr {
  const elem = (e.type as Type<"iter">).elem;
  const tests = e.clauses.flatMap((clause) => (clause.kind === "if" ? [clause.test] : []));
  bindOwned(cx, pattern, made);
  const locals = patternLocals(pattern);
  // Items that are bound by value are copied out of what lends them.
  const borrows = made.borrows && (locals.length === 0 || locals.some((local) => cx.locals.get(local)!.borrow !== "own"));
  const walked = iteratorOf(cx, iterable, made);
  // Of those that are no copies, parts are.
  const item = elementType(iterable.type);
  const parts = made.borrows && !borrows && item !== undefined && !isCopy(item, cx.unit);
  const items = made.borrows && !borrows && !parts ? method(walked, "copied") : walked;
  const closure = (part: Expression, run: () => RustExpr, shown = patternOf(cx, pattern, borrows || parts)): RustExpr =>
    closureOf(shown, inside(cx, part, elem, run));
  const changes = capturedOf(e).some((local) => changesLocal(cx, e, local));
  const light = locals.every(
    (local) =>
      cx.locals.get(local)!.borrow === "ref" || (isCopy(cx.locals.get(local)!.type, cx.unit) && cx.locals.get(local)!.cell === "none"),
  );
  const plain = light && !changes && !locals.some((local) => cx.declared.has(local) || cx.unit.facts.mutated(cx.fn.id, local));
  if (tests.length > 0 && !plain) {
    // What stores the item in its places lets all of them through.
    const stores = tests.every((test) => test.kind === "block" && test.value.kind === "bool" && test.value.value);
    const whole = closure(e, () => {
      storePattern(cx, pattern);
      return guarded(cx, tests, () => (stores ? ownLoose(cx, e.element, elem) : call("Some", ownLoose(cx, e.element, elem))));
    });
    return method(items, stores ? "map" : "filter_map", whole);
  }
  let at = items;
  for (const test of tests)
    at = method(
      at,
      "filter",
      closure(test, () => own(cx, test), { kind: "ref", inner: patternOf(cx, pattern, parts) }),
    );
  if (isItem(cx, e.element, pattern, elem)) return at;
  const element = closure(e.element, () => {
    storePattern(cx, pattern);
    return ownLoose(cx, e.element, elem);
  });
  return method(at, "map", element);
}

/** `if test { Some(…) } else { None }` of all tests. */
function guarded(cx: FunctionContext, tests: readonly Expression[], value: () => RustExpr): RustExpr {
  const [test, ...rest] = tests;
  if (!test) return value();
  const condition = own(cx, test);
  if (isTrue(condition)) return guarded(cx, rest, value);
  const then = capture(cx, () => guarded(cx, rest, value));
  return {
    kind: "if",
    test: condition,
    then: { statements: then.statements, value: then.value },
    orElse: { kind: "block", block: { statements: [], value: path("None") } },
  };
}

/** Is the element just the item, which no one else has? */
function isItem(cx: FunctionContext, e: Expression, pattern: Pattern, elem: Type): boolean {
  if (e.kind !== "local" || pattern.kind !== "local" || e.local !== pattern.local) return false;
  const storage = cx.locals.get(e.local)!;
  return (
    storage.borrow === "own" &&
    storage.cell === "none" &&
    !cx.declared.has(e.local) &&
    typeText(rustType(storage.type, cx.unit, cx.module)) === typeText(rustType(elem, cx.unit, cx.module))
  );
}

/** A generator that borrows what it reads. */
function lent(cx: FunctionContext, e: Expression<"comprehension">): RustExpr {
  return generator(
    cx,
    e,
    (first) => iterate(cx, first.iterable, first.pattern),
    (local) => lend(cx, e, local),
    (made) => made,
  );
}

/** A captured variable as a borrow that can be moved into the generator. */
function lend(cx: FunctionContext, e: Expression<"comprehension">, local: LocalId): RustStatement[] {
  const storage = cx.locals.get(local)!;
  const name = path(storage.name);
  if (storage.cell !== "none") return [letStmt(storage.name, { kind: "borrow", word: "", operand: name })];
  const changed = changesLocal(cx, e, local);
  if (storage.borrow === "own" && isCopy(storage.type, cx.unit) && !changed) return [];
  const at = storage.borrow === "own" ? name : unary("*", name);
  const fresh = storage.name === "self" ? cx.scope.take("this") : storage.name;
  cx.locals.set(local, { ...storage, name: fresh, borrow: changed ? "mut" : "ref" });
  if (storage.borrow === "ref") return fresh === storage.name ? [] : [letStmt(fresh, name)];
  const text = storage.borrow === "own" && !changed && !storage.deferred;
  if (text && storage.type.kind === "str" && !isCopy(storage.type, cx.unit)) return [letStmt(fresh, method(name, "as_str"))];
  if (text && storage.type.kind === "bytes") return [letStmt(fresh, method(name, "as_slice"))];
  return [letStmt(fresh, { kind: "borrow", word: changed ? "mut" : "", operand: at })];
}

/** What is put together of its parts: it cannot fail, so that no one sees whether what is left would still come. */
const MADE_UP: ReadonlySet<Expression["kind"]> = new Set([
  "local",
  "tupleGet",
  "tuple",
  "list",
  "some",
  "none",
  "inject",
  "bool",
  "int",
  "float",
  "str",
]);

/** Is each item made up of the parts of one item of another sequence, and of nothing else? */
function isRearranged(e: Expression<"comprehension">): boolean {
  if (e.clauses.length !== 1 || e.clauses[0].kind !== "for" || capturedOf(e).length > 0) return false;
  let plain = true;
  walk(e.element, (node) => {
    const itemwise = node.kind === "comprehension" && node.clauses.every(({ kind }) => kind === "for");
    plain &&= itemwise || MADE_UP.has(node.kind as Expression["kind"]);
  });
  return plain;
}

/** A sequence that something keeps: nothing runs before it is asked; the first iterable is evaluated at once. */
function kept(cx: FunctionContext, e: Expression<"comprehension">): RustExpr {
  const source = (first: { pattern: Pattern; iterable: Expression }): Iterable => ({
    expr: iterate(cx, first.iterable, first.pattern, true).expr,
    borrows: false,
  });
  const [only] = e.clauses;
  if (only.kind === "for" && isRearranged(e)) return call("rt::Iter::new", chain(cx, e, only, source(only)));
  return generator(
    cx,
    e,
    source,
    (local) => {
      const lets = captureLet(cx, local);
      cx.locals.get(local)!.borrow = "own";
      return lets;
    },
    (made) => call("rt::Iter::new", made),
  );
}

function generator(
  cx: FunctionContext,
  e: Expression<"comprehension">,
  begin: (first: { pattern: Pattern; iterable: Expression }) => Iterable,
  hold: (local: LocalId) => RustStatement[],
  wrap: (made: RustExpr) => RustExpr,
): RustExpr {
  const type = e.type as Type<"iter">;
  const captured = capturedOf(e);
  const [first] = e.clauses;
  const source = first.kind === "for" ? cx.scope.take("source") : "";
  const frame: Frame = { kind: "generator", fallible: false, labels: new Set(), jumps: [], returns: false, result: { kind: "unit" } };
  const saved = captured.map((local) => ({ local, storage: cx.locals.get(local)!, borrow: cx.locals.get(local)!.borrow }));
  let borrows = false;
  const before = capture(cx, () => {
    if (first.kind !== "for") return;
    const made = begin(first);
    borrows = made.borrows;
    bindOwned(cx, first.pattern, made);
    cx.out.push(letStmt(source, made.expr));
  });
  const lets = captured.flatMap(hold);
  cx.frames.push(frame);
  const give = (): void => {
    // No cell stays borrowed while the generator waits.
    cx.dirty = true;
    cx.out.push(exprStmt({ kind: "await", value: method(path("out"), "give", givenBack(cx, ownLoose(cx, e.element, type.elem))) }));
  };
  const { dirty } = cx;
  const { statements } = capture(cx, () => {
    if (first.kind !== "for") return clauses(cx, e.clauses, 0, give);
    const inner = capture(cx, () => {
      storePattern(cx, first.pattern);
      clauses(cx, e.clauses, 1, give);
    });
    cx.out.push({
      kind: "expression",
      value: {
        kind: "for",
        pattern: patternOf(cx, first.pattern, borrows),
        iterable: path(source),
        body: { statements: inner.statements },
      },
      semicolon: false,
    });
  });
  cx.dirty = dirty;
  cx.frames.pop();
  for (const each of saved) giveBack(cx, each);
  const made = call("rt::generator", {
    kind: "closure",
    params: [{ pattern: { kind: "name", name: "out" } }],
    body: { kind: "block", block: { statements } },
    word: "async move",
  });
  const block: RustBlock = { statements: [...before.statements, ...lets], value: wrap(made) };
  return block.statements.length ? { kind: "block", block } : block.value!;
}

/** What the sequence itself uses: the first iterable is evaluated before it. */
function capturedOf(e: Expression<"comprehension">): LocalId[] {
  const [first, ...rest] = e.clauses;
  const later = {
    ...e,
    clauses: first.kind === "for" ? [{ ...first, iterable: { ...e, kind: "unit", type: { kind: "unit" } } }, ...rest] : e.clauses,
  };
  return capturedLocals({ kind: "closure", params: [], body: { statements: [{ kind: "expression", value: later }] } } as never);
}
