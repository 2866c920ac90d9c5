/** Comprehensions as iterator chains: `xs.iter().filter(|x| …).map(|x| …)`. */
import type { Clause, Expression, Pattern, Type } from "../ir/index.ts";
import { isExpression, patternLocals, walk } from "../ir/walk.ts";
import type { RustClosureParam, RustExpr, RustPattern } from "../rust/ast.ts";
import { method, wild } from "../rust/make.ts";
import { isBusy } from "./aliases.ts";
import { passingOf } from "./calls.ts";
import { capture, importName, type Frame, type FunctionContext } from "./context.ts";
import { bindOwned, iterate, patternOf, type Iterable } from "./iteration.ts";
import { isIterator } from "./lends.ts";
import { ordered } from "./order.ts";
import { readPart } from "./unread.ts";
import { typeText } from "../rust/types.ts";
import { isCopy, isSharedContainer, rustType } from "./types.ts";
import { anchored, own, withSuffix } from "./values.ts";

/** How a chain ends: with items, with the number of them, or with a test of all. */
type End = "items" | "count" | "any" | "all";

/** The items of a comprehension with one `for` as a chain; undefined where it has no such form. */
export function chainOf(cx: FunctionContext, e: Expression<"comprehension">, want: Type, end: End = "items"): RustExpr | undefined {
  const [first, ...tests] = e.clauses;
  if (first?.kind !== "for" || !chainable(cx, e, first, tests)) return undefined;
  const source = iterate(cx, first.iterable, first.pattern);
  bindOwned(cx, first.pattern, source);
  let chain = iteratorOf(cx, first.iterable, source);
  for (const clause of tests) if (clause.kind === "if") chain = method(chain, "filter", filterOf(cx, first.pattern, source, clause.test));
  if (end === "count") {
    const whole = tests.length === 0 && first.iterable.type.kind === "list";
    if (whole && chain.kind === "method" && /^(into_)?iter$/.test(chain.name)) return method(chain.object, "len");
    return method(chain, "count");
  }
  if (want.kind === "dict" && e.key) return entries(cx, chain, first.pattern, source, e as Entry, want);
  return mapped(cx, chain, first.pattern, source, e.element, want, end === "items" ? "map" : end);
}

/** Can the parts stand in closures of their own? Not where they change variables, or more than one of them changes what it reads. */
function chainable(
  cx: FunctionContext,
  e: Expression<"comprehension">,
  first: Clause & { kind: "for" },
  tests: readonly Clause[],
): boolean {
  if (tests.some((clause) => clause.kind === "for") || !sources.has(first.iterable.type.kind)) return false;
  if (first.iterable.kind === "comprehension") return false;
  for (const local of patternLocals(first.pattern)) {
    const storage = cx.locals.get(local)!;
    if (storage.cell !== "none" || storage.deferred || cx.declared.has(local)) return false;
  }
  let changes = false;
  const inside = [...(e.key ? [e.key] : []), ...tests.flatMap((clause) => (clause.kind === "if" ? [clause.test] : [])), e.element];
  for (const part of inside)
    walk(part, (node) => {
      if (!isExpression(node)) changes = true;
      else if (node.kind === "block" || node.kind === "comprehension" || node.kind === "closure") changes ||= node.kind === "block";
      else if (node.kind === "call") changes ||= tests.length > 0 && node.args.some((_, i) => passingOf(cx, node.function, i) === "mut");
      else if (node.kind === "runtime") changes ||= tests.length > 0 && cx.unit.program.rows(node.row).args.includes("mut");
      return !changes;
    });
  return !changes;
}

const sources = new Set(["list", "deque", "set", "dict", "iter", "str", "bytes", "tuple"]);

/** What a `for` goes over as something with the methods of iterators. */
export function iteratorOf(cx: FunctionContext, e: Expression, source: Iterable): RustExpr {
  const { expr } = source;
  switch (e.type.kind) {
    case "iter":
    case "str":
    case "bytes":
    case "any":
      return expr.kind === "path" && e.kind !== "local" ? method(expr, "into_iter") : expr;
    case "tuple":
      return method(expr, "into_iter");
    default:
      if (isSharedContainer(e.type, cx.unit) || isIterator(expr, e)) return expr;
      if (expr.kind === "borrow") return method(expr.operand, expr.word === "mut" ? "iter_mut" : "iter");
      return method(expr, source.borrows ? "iter" : "into_iter");
  }
}

/** Runs inside of a closure of its own. */
export function inside<T>(
  cx: FunctionContext,
  e: Expression,
  result: Type,
  run: () => T,
): { value: T; statements: ReturnType<typeof capture>["statements"] } {
  const frame: Frame = { kind: "closure", fallible: false, labels: new Set(), jumps: [], returns: false, result };
  const loops = cx.loops.splice(0);
  const { dirty, direct } = cx;
  cx.frames.push(frame);
  cx.dirty = isBusy(cx, e);
  cx.direct = cx.dirty ? [e.id] : [];
  try {
    return capture(cx, run);
  } finally {
    cx.frames.pop();
    cx.loops.push(...loops);
    cx.dirty = dirty;
    cx.direct = direct;
  }
}

export const closureOf = (pattern: RustPattern, body: ReturnType<typeof inside<RustExpr>>): RustExpr => {
  const params: RustClosureParam[] = [{ pattern: readPart(pattern, body.value, body.statements) }];
  return {
    kind: "closure",
    params,
    body: body.statements.length ? { kind: "block", block: { statements: body.statements, value: body.value } } : body.value,
  };
};

/** `|x| test` of a filter, which looks at its items through a reference. */
function filterOf(cx: FunctionContext, pattern: Pattern, source: Iterable, test: Expression): RustExpr {
  const locals = patternLocals(pattern).map((local) => cx.locals.get(local)!);
  const used = reads(test, pattern);
  const copies = locals.every((storage) => isCopy(storage.type, cx.unit));
  const before = locals.map((storage) => storage.borrow);
  let shown: RustPattern;
  if (!used) shown = wild;
  else if (source.borrows || copies) shown = { kind: "ref", inner: patternOf(cx, pattern, source.borrows) };
  else {
    for (const storage of locals) storage.borrow = "ref";
    shown = patternOf(cx, pattern, false);
  }
  const body = inside(cx, test, { kind: "bool" }, () => own(cx, test));
  locals.forEach((storage, i) => (storage.borrow = before[i]!));
  return closureOf(withoutMut(shown), body);
}

const withoutMut = (pattern: RustPattern): RustPattern =>
  pattern.kind === "ref"
    ? { ...pattern, inner: withoutMut(pattern.inner) }
    : pattern.kind === "name"
      ? { ...pattern, mutable: false }
      : pattern;

const reads = (e: Expression, pattern: Pattern): boolean => {
  const locals = new Set(patternLocals(pattern));
  let found = false;
  walk(e, (node) => {
    if (node.kind === "local" && locals.has(node.local)) found = true;
    return !found;
  });
  return found;
};

function mapped(
  cx: FunctionContext,
  chain: RustExpr,
  pattern: Pattern,
  source: Iterable,
  element: Expression,
  want: Type,
  step: "map" | "any" | "all",
): RustExpr {
  const same = step === "map" && pattern.kind === "local" && element.kind === "local" && element.local === pattern.local;
  if (same && typeText(rustType(element.type, cx.unit, cx.module)) === typeText(rustType(want, cx.unit, cx.module))) {
    const storage = cx.locals.get(pattern.local)!;
    if (!source.borrows) return chain;
    if (isCopy(element.type, cx.unit)) return method(chain, "copied");
    if (storage.borrow === "ref" && element.type.kind !== "str" && element.type.kind !== "list" && element.type.kind !== "bytes")
      return method(chain, "cloned");
  }
  const shown = patternOf(cx, pattern, source.borrows);
  const body = inside(cx, element, want, () => withSuffix(cx, !anchored(cx, element), () => own(cx, element, want)));
  const used = reads(element, pattern);
  if (
    step === "map" &&
    used &&
    body.value.kind === "path" &&
    shown.kind === "name" &&
    body.value.path === shown.name &&
    !body.statements.length
  )
    return chain;
  const direct = used && shown.kind === "name" && isCallOf(body, shown.name) && handsOver(cx, pattern, source, element);
  return method(chain, step, direct ? (body.value as RustExpr<"call">).callee : closureOf(used ? shown : wild, body));
}

/** Is the body nothing but a call of a plain function with the item? */
const isCallOf = ({ value, statements }: ReturnType<typeof inside<RustExpr>>, item: string): boolean =>
  statements.length === 0 &&
  value.kind === "call" &&
  value.callee.kind === "path" &&
  !value.callee.args &&
  value.callee.path !== item &&
  value.args.length === 1 &&
  value.args[0].kind === "path" &&
  value.args[0].path === item;

/** Has the item the very type that functions take, so that nothing converts it on the way? */
function handsOver(cx: FunctionContext, pattern: Pattern, source: Iterable, element: Expression): boolean {
  if (pattern.kind !== "local") return false;
  const storage = cx.locals.get(pattern.local)!;
  if (!source.borrows && element.kind === "toAny") return storage.borrow === "own" && !cx.unit.facts.fixedText(storage.type);
  if (!source.borrows && element.kind === "call" && passingOf(cx, element.function, 0) === "own") {
    const { params, locals } = cx.unit.program.functions[element.function];
    const text = (type: Type): string => typeText(rustType(type, cx.unit, cx.module));
    return storage.borrow === "own" && text(storage.type) === text(locals[params[0].local].type);
  }
  return source.borrows ? storage.type.kind === "str" && storage.borrow === "ref" : isCopy(storage.type, cx.unit);
}

type Entry = Expression<"comprehension"> & { readonly key: Expression };

/** Pairs of keys and values. */
function entries(cx: FunctionContext, chain: RustExpr, pattern: Pattern, source: Iterable, e: Entry, want: Type<"dict">): RustExpr {
  const shown = patternOf(cx, pattern, source.borrows);
  const parts = [e.key, e.element];
  const types = [want.key, want.value];
  const body = inside(cx, e.element, want, (): RustExpr => ({
    kind: "tuple",
    elems: ordered(
      cx,
      parts.map((part, i) => () => withSuffix(cx, !anchored(cx, part), () => own(cx, part, types[i]))),
      parts,
    ),
  }));
  return method(chain, "map", closureOf(reads(e.element, pattern) || reads(e.key, pattern) ? shown : wild, body));
}

/** `chain.collect::<Vec<_>>()` */
export const gathered = (chain: RustExpr, into: string, count: number): RustExpr => ({
  kind: "method",
  object: chain,
  name: "collect",
  typeArgs: [{ kind: "path", path: into, args: Array.from({ length: count }, () => ({ kind: "infer" as const })) }],
  args: [],
});

/** The Rust type of a collection, as it is named in the module. */
export const collectionOf = (cx: FunctionContext, kind: "list" | "set" | "deque" | "dict"): string =>
  ({
    list: () => "Vec",
    set: () => "rt::Set",
    dict: () => "rt::Dict",
    deque: () => importName(cx.unit, cx.module, "std::collections::VecDeque"),
  })[kind]();
