/** Library calls over iterables that are more than a row: `zip(*rows)`, `chain(*rows)`, `starmap`, `any` and `all` of what is no bool. */
import type { Span } from "../../../base/span.ts";
import type { Expr } from "../ast/nodes.ts";
import { refuse } from "../../../diagnostics/diagnostic.ts";
import { bool, type Expression } from "../../../ir/index.ts";
import { BOOL, FLOAT, flow, INT, join, NONE, type Atom, type Ty } from "../infer/types.ts";
import { findMethod } from "../infer/classes.ts";
import { show } from "../infer/show.ts";
import { callValue } from "./call.ts";
import { spread } from "./library-calls.ts";
import { convert, dead, raises, withTempVal } from "./convert.ts";
import { ex, get, newLocal, site, siteCell, type Cx, type Val } from "./context.ts";
import { irCell, irType } from "./ir-types.ts";
import { callPrelude, elemOf, toLoop } from "./iteration.ts";
import { eachMember } from "./operators.ts";
import { callRow, type ArgVal } from "./rows.ts";
import { truth } from "./truth.ts";
import { iterationError } from "./undefined-operations.ts";

/** `mean(items)` and the like of integers: an integer where the result is whole. */
export function measured(cx: Cx, row: string, items: Val, node: object, span: Span): Val {
  const made = callRow(cx, `${row}_of_ints`, [{ value: items }], node, span);
  return withTempVal(cx, made, span, (again) => {
    const ask = (name: string): Val =>
      callRow(
        cx,
        `measure.${name}`,
        [{ value: again() }],
        site(cx, node, name, () => ({})),
        span,
      );
    const ty: Ty = [...INT, ...FLOAT];
    const test = ask("is_whole").e;
    const then = convert(cx, ask("whole"), ty, span);
    const orElse = convert(cx, ask("value"), ty, span);
    return { ty, e: ex(cx, "conditional", irType(cx.p, ty), span, { test, then, orElse }) };
  });
}

/** `starmap(function, tuples)`: a call for each tuple, lazily. */
export function starmap(cx: Cx, fn: Val, items: Val, elem: Ty, node: object, span: Span): Val {
  const local = newLocal(cx, "row", irType(cx.p, elem), span);
  cx.declared.add(local);
  const loop = toLoop(cx, items, node, span);
  const atom = elem[0];
  const args = (atom.k === "tuple" ? atom.elems : []).map((ty, index): ArgVal => {
    const tuple = ex(cx, "local", irType(cx.p, elem), span, { local });
    return { value: { ty, e: ex(cx, "tupleGet", irType(cx.p, ty), span, { tuple, index }) } };
  });
  const made = callValue(
    cx,
    fn,
    args,
    site(cx, node, "call", () => ({})),
    span,
  );
  const cell = siteCell(cx, node, "results");
  flow(cx.p.w, cell, made.ty);
  return {
    ty: [{ k: "iter", elem: cell }],
    e: ex(cx, "comprehension", { kind: "iter", elem: irCell(cx.p, cell) }, span, {
      clauses: [{ kind: "for", pattern: { kind: "local", local }, iterable: loop.e }],
      element: convert(cx, made, get(cx, cell), span),
    }),
  };
}

/** A list of the lists that arguments are. */
export function listOf(cx: Cx, args: readonly ArgVal[], node: object, span: Span): Val {
  const rows = siteCell(cx, node, "row list");
  const lists = args.map((arg, i) => {
    const made = callRow(
      cx,
      "builtins.list",
      [
        {
          value: toLoop(
            cx,
            arg.value,
            site(cx, node, `loop ${i}`, () => ({})),
            span,
          ),
        },
      ],
      site(cx, node, `row ${i}`, () => ({})),
      span,
    );
    flow(cx.p.w, rows, made.ty);
    return made;
  });
  const ty: Ty = [{ k: "list", elem: rows }];
  return { ty, e: ex(cx, "list", irType(cx.p, ty), span, { elems: lists.map((made) => convert(cx, made, get(cx, rows), span)) }) };
}

/** A row that takes iterables of iterables: the inner ones are handed over as lists of their own. */
export function rowsCall(cx: Cx, row: string, rows: Val, node: object, span: Span, others: readonly ArgVal[] = []): Val {
  const inner = elemOf(cx, rows.ty);
  if (!inner || inner.length === 0) return dead(cx, span, rows);
  const local = newLocal(cx, "row", irType(cx.p, inner), span);
  cx.declared.add(local);
  const loop = toLoop(cx, rows, node, span);
  const at = site(cx, node, "inner rows", () => ({}));
  const one: Val = { ty: inner, e: ex(cx, "local", irType(cx.p, inner), span, { local }) };
  const copy = callRow(
    cx,
    "builtins.list",
    [{ value: toLoop(cx, one, at, span) }],
    site(cx, node, "inner list", () => ({})),
    span,
  );
  const cell = siteCell(cx, node, "rows");
  flow(cx.p.w, cell, copy.ty);
  const copies: Val = {
    ty: [{ k: "iter", elem: cell }],
    e: ex(cx, "comprehension", { kind: "iter", elem: copy.e.type }, span, {
      clauses: [{ kind: "for", pattern: { kind: "local", local }, iterable: loop.e }],
      element: copy.e,
    }),
  };
  return callRow(cx, row, [{ value: copies }, ...others], node, span);
}

/** Is it an iterable of iterators, one of which may stand in several places: `[iter(items)] * 3`? */
function holdsIterators(cx: Cx, rows: Ty): boolean {
  const inner = elemOf(cx, rows);
  return inner?.length === 1 && inner[0].k === "iter" && !inner[0].view;
}

/** The `None` that fills in as a value of the items' type, where that has a `None` of its own. */
function noneOf(cx: Cx, args: readonly ArgVal[], span: Span): readonly ArgVal[] {
  const items = args.map(({ value, star }) => (star ? elemOf(cx, elemOf(cx, value.ty) ?? []) : elemOf(cx, value.ty)) ?? []);
  if (!items.some((ty) => ty.some((atom) => atom.k === "any" || atom.k === "none"))) return [];
  const ty = items.reduce((all, each) => join(cx.p.w, all, each), NONE);
  const none: Val = { ty: NONE, e: ex(cx, "unit", { kind: "unit" }, span, {}) };
  return [{ name: "fillvalue", value: { ty, e: convert(cx, none, ty, span) } }];
}

/** `zip_longest(a, b)`, `zip_longest(*rows)`; undefined where each row is one of the arguments' own. */
export function zipLongest(cx: Cx, args: readonly ArgVal[], node: object, span: Span): Val | undefined {
  const plain = args.filter((arg) => !arg.name);
  const named = args.filter((arg) => arg.name);
  const isNone = named.every((arg) => arg.value.ty.length === 1 && arg.value.ty[0].k === "none");
  const fill = isNone ? noneOf(cx, plain, span) : named;
  const suffix = fill.length > 0 ? "_filled" : "";
  const [{ value: rows, star }] = plain;
  if (star === 1 && plain.length === 1 && rows.ty[0]?.k !== "tuple")
    return holdsIterators(cx, rows.ty)
      ? callRow(cx, `itertools.zip_longest_iters${suffix}`, [{ value: rows }, ...fill], node, span)
      : rowsCall(cx, `itertools.zip_longest_rows${suffix}`, rows, node, span, fill);
  return suffix && !plain.some((arg) => arg.star)
    ? callRow(cx, "itertools.zip_longest_filled", [...plain, ...fill], node, span)
    : undefined;
}

/** The truth of each item, lazily. */
export function testsOf(cx: Cx, items: Val, elem: Ty, node: object, span: Span): Val {
  const loop = toLoop(cx, items, node, span);
  const local = newLocal(cx, "item", irType(cx.p, elem), span);
  cx.declared.add(local);
  const cell = siteCell(cx, node, "tests");
  flow(cx.p.w, cell, BOOL);
  const element = truth(cx, { ty: elem, e: ex(cx, "local", irType(cx.p, elem), span, { local }) }, span);
  return {
    ty: [{ k: "iter", elem: cell }],
    e: ex(cx, "comprehension", { kind: "iter", elem: bool }, span, {
      clauses: [{ kind: "for", pattern: { kind: "local", local }, iterable: loop.e }],
      element,
    }),
  };
}

/** What a keyword of a call is in the source where it is a constant. */
const constantOf = (node: object, name: string): boolean | undefined => {
  const given = (node as Partial<Expr<"call">>).args?.find((arg) => arg.name === name)?.value;
  return given?.kind === "bool" ? given.value : undefined;
};

/** `zip`: `zip(*rows)` is a row of its own, `strict=True` a generator. */
export function zip(cx: Cx, given: readonly ArgVal[], node: object, span: Span): Val {
  const strict = constantOf(node, "strict");
  const args = strict === undefined ? given : given.filter((arg) => arg.name !== "strict");
  if (strict === true) {
    const [first, second, ...more] = args;
    if (second && more.length === 0 && !first.star && !second.star) return callPrelude(cx, "pairs_of", first.value, span, [second]);
    return refuse("PY0702", span, "`zip(…, strict=True)` of other than two");
  }
  if (args.length === 1 && args[0].star === 1) {
    const rows = args[0].value;
    if (rows.ty.length === 1 && rows.ty[0].k === "tuple") return zip(cx, spread(cx, args, span), node, span);
    const inner = elemOf(cx, rows.ty);
    // One iterator in several places: `zip(*[iter(items)] * 3)`.
    if (holdsIterators(cx, rows.ty)) return callRow(cx, "builtins.zip_iters", [{ value: rows }], node, span);
    if (inner?.length === 0 && !cx.p.emitting) return dead(cx, span, rows);
    if (inner && inner.length > 0) return rowsCall(cx, "builtins.zip_rows", rows, node, span);
    return refuse("PY0310", span, `\`zip(*rows)\` with rows of type ${show(inner ?? [])}`);
  }
  const lone = args.find((arg) => !arg.star && arg.value.ty.length > 0 && arg.value.ty.every((atom) => notIterable(atom)));
  if (lone) return eachMember(cx, lone.value, span, notIterableText, (one) => raises(cx, notIterable(one.ty[0])!, span, one));
  if (args.length > 4 && args.every((arg) => !arg.star && arg.name === undefined)) return zipMany(cx, args, node, span);
  return callRow(cx, "builtins.zip", args, node, span);
}

const notIterableText = (type: string): string => `TypeError: '${type}' object is not iterable`;

/** What going over a value raises that has no items: a plain one, or an object of the program. */
const notIterable = (atom: Atom): string | undefined =>
  atom.k !== "inst"
    ? iterationError(atom)
    : atom.cls.builtin || atom.cls.enum || ["__iter__", "__getitem__"].some((name) => findMethod(atom.cls, name))
      ? undefined
      : notIterableText(atom.cls.name);

/** `zip` of more than four: pairs of rows of four and rows of the rest, each as one row. */
function zipMany(cx: Cx, args: readonly ArgVal[], node: object, span: Span): Val {
  const own = (tag: string): object => site(cx, node, tag, () => ({}));
  const first = callRow(cx, "builtins.zip", args.slice(0, 4), own("first rows"), span);
  const rest = args.length === 5 ? args[4].value : zip(cx, args.slice(4), own("other rows"), span);
  const pairs = callRow(cx, "builtins.zip", [{ value: first }, { value: rest }], own("pairs"), span);
  const pair = elemOf(cx, pairs.ty) ?? [];
  const [atom] = pair;
  if (atom?.k !== "tuple") return dead(cx, span, pairs);
  const local = newLocal(cx, "rows", irType(cx.p, pair), span);
  cx.declared.add(local);
  const part = (index: number): Val => ({
    ty: atom.elems[index],
    e: ex(cx, "tupleGet", irType(cx.p, atom.elems[index]), span, { tuple: ex(cx, "local", irType(cx.p, pair), span, { local }), index }),
  });
  const items = (index: number): readonly { readonly ty: Ty; readonly make: () => Expression }[] => {
    const [inner] = atom.elems[index];
    if (inner?.k !== "tuple" || (index === 1 && args.length === 5)) return [{ ty: atom.elems[index], make: () => part(index).e }];
    return inner.elems.map((ty, i) => ({ ty, make: () => ex(cx, "tupleGet", irType(cx.p, ty), span, { tuple: part(index).e, index: i }) }));
  };
  const all = [...items(0), ...items(1)];
  const row: Ty = [{ k: "tuple", elems: all.map((item) => item.ty) }];
  const cell = siteCell(cx, node, "long rows");
  flow(cx.p.w, cell, row);
  const element = convert(
    cx,
    { ty: row, e: ex(cx, "tuple", irType(cx.p, row), span, { elems: all.map((item) => item.make()) }) },
    get(cx, cell),
    span,
  );
  const e = ex(cx, "comprehension", { kind: "iter", elem: irType(cx.p, get(cx, cell)) }, span, {
    clauses: [{ kind: "for", pattern: { kind: "local", local }, iterable: pairs.e }],
    element,
  });
  return { ty: [{ k: "iter", elem: cell }], e };
}
