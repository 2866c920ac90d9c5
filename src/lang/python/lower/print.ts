/** `print`, and the texts of several values as one. */
import type { Span } from "../../../base/span.ts";
import { refuse } from "../../../diagnostics/diagnostic.ts";
import { bool, type Expression } from "../../../ir/index.ts";
import { findMethod } from "../infer/classes.ts";
import { flow, NONE, STR, type Ty } from "../infer/types.ts";
import { show } from "../infer/show.ts";
import { rowsOf } from "../stdlib/types.ts";
import { ex, get, newLocal, push, site, siteCell, type Cx, type Val } from "./context.ts";
import { has, withTempVal, without } from "./convert.ts";
import { noneAfter } from "./decided.ts";
import { evaluatedFirst } from "./evaluated.ts";
import { displayOf, displayPieces } from "./format.ts";
import { irType } from "./ir-types.ts";
import { elemOf, toLoop } from "./iteration.ts";
import { callMethod } from "./methods.ts";
import { eachMember, memberNode } from "./operators.ts";
import { callRow, hasRow, type ArgVal } from "./rows.ts";

const PRINT_OPTIONS = { sep: " ", end: "\n" };

/** `print(…, **options)` */
function printWith(cx: Cx, args: readonly ArgVal[], options: Val, span: Span): Val {
  const [atom] = options.ty;
  return withTempVal(cx, options, span, (again) => {
    if (options.ty.length === 1 && atom.k === "tuple" && atom.names) {
      const { names } = atom;
      const part = (ty: Ty, index: number): Val => ({ ty, e: ex(cx, "tupleGet", irType(cx.p, ty), span, { tuple: again().e, index }) });
      return callPrint(cx, [...args, ...atom.elems.map((ty, i) => ({ name: names[i], value: part(ty, i) }))], span);
    }
    const texts = options.ty.length === 1 && atom.k === "dict" && get(cx, atom.value).every((each) => each.k === "str");
    if (!texts) return refuse("PY0702", span, `\`print\` with options of type ${show(options.ty)}`);
    const text = (value: string): Val => ({ ty: STR, e: ex(cx, "str", { kind: "str" }, span, { value }) });
    const given = Object.entries(PRINT_OPTIONS).map(([name, otherwise]) => {
      const at = site(cx, span, `option ${name}`, () => ({}));
      return { name, value: callRow(cx, "dict.get", [{ value: again() }, { value: text(name) }, { value: text(otherwise) }], at, span) };
    });
    return callPrint(cx, [...args, ...given.filter((each) => args.every((arg) => arg.name !== each.name))], span);
  });
}

/** `print(…)`: all arguments are evaluated before the first is shown. */
export function callPrint(cx: Cx, args: readonly ArgVal[], span: Span): Val {
  const options = args.findIndex((arg) => arg.star === 2);
  if (options >= 0) return printWith(cx, args.toSpliced(options, 1), args[options].value, span);
  const show = (values: readonly Val[]): Val =>
    showArguments(
      cx,
      args.map((arg, i) => ({ ...arg, value: values[i] })),
      span,
    );
  return evaluatedFirst(
    cx,
    args.map((arg) => arg.value),
    span,
    show,
  );
}

const STRING = { kind: "str" } as const;

type Piece = string | { readonly value: Val["e"]; readonly spec: string };

/** The pieces of one text, neighbouring constants joined. */
function merged(groups: readonly (readonly Piece[])[]): Piece[] {
  const all: Piece[] = [];
  for (const piece of groups.flat()) {
    const last = all[all.length - 1];
    if (typeof piece === "string" && typeof last === "string") all[all.length - 1] = last + piece;
    else if (piece !== "") all.push(piece);
  }
  return all;
}

/**
 * `print(…, file=file)`: one `write` of the whole text to a file of the runtime, whichever of several kinds it is; an object of the program is
 * given the texts one by one, as `print` does.
 */
function printInto(cx: Cx, file: Val, groups: readonly (readonly Piece[])[], node: object, span: Span): Val {
  const unit = (): Val["e"] => ex(cx, "unit", { kind: "unit" }, span, {});
  const textOf = (texts: readonly (readonly Piece[])[]): Val => {
    const pieces = merged(texts);
    const [only = ""] = pieces;
    const constant = pieces.length < 2 && typeof only === "string";
    return { ty: STR, e: constant ? ex(cx, "str", STRING, span, { value: only }) : ex(cx, "format", STRING, span, { pieces }) };
  };
  const toOne = (one: Val, text: () => Val): Val => {
    const [atom] = one.ty;
    const refused = (): never => refuse("PY0702", span, `\`print\` to a value of type ${show(one.ty)}`);
    if (atom.k === "none") {
      const format = ex(cx, "format", STRING, span, { pieces: [{ value: text().e, spec: "" }] });
      return { ty: NONE, e: ex(cx, "runtime", { kind: "unit" }, span, { row: "py.builtins.print_part", args: [format] }) };
    }
    if (atom.k === "inst" && findMethod(atom.cls, "write"))
      return withTempVal(cx, one, span, (again) =>
        noneAfter(cx, span, () => {
          for (const group of groups)
            push(cx, "expression", span, { value: callMethod(cx, again(), "write", [{ value: textOf([group]) }], atom.cls, span).e });
        }),
      );
    if (atom.k !== "rt" || !hasRow(cx, `${rowsOf(atom.path)}.write`)) return refused();
    return noneAfter(cx, span, () => {
      const made = callRow(cx, `${rowsOf(atom.path)}.write`, [{ value: one }, { value: text() }], memberNode(cx, node, one), span);
      push(cx, "expression", span, { value: made.e });
    });
  };
  if (file.ty.length === 1) return toOne(file, () => textOf(groups));
  return withTempVal(cx, textOf(groups), span, (text) => {
    const some = (given: Val): Val => eachMember(cx, given, span, "", (one) => toOne(one, text));
    if (!has(file.ty, "none")) return some(file);
    return withTempVal(cx, file, span, (again) => {
      const rest = without(file.ty, "none");
      const test = ex(cx, "isNone", bool, span, { value: again().e, negated: false });
      const given: Val = { ty: rest, e: ex(cx, "unwrap", irType(cx.p, rest), span, { value: again().e }) };
      const then = toOne({ ty: NONE, e: unit() }, text);
      return { ty: NONE, e: ex(cx, "conditional", { kind: "unit" }, span, { test, then: then.e, orElse: some(given).e }) };
    });
  });
}

function showArguments(cx: Cx, args: readonly ArgVal[], span: Span): Val {
  const sep = args.find((arg) => arg.name === "sep")?.value;
  // It stands between each two of the items.
  const repeated =
    sep !== undefined && sep.ty.length > 0 && sep.e.kind !== "str" && args.filter((arg) => arg.name === undefined).length > 2;
  return repeated ? withTempVal(cx, sep, span, (again) => written(cx, args, again, span)) : written(cx, args, () => sep, span);
}

/** What `print` writes; `separator()`: the value of `sep`, each time one of its own. */
function written(cx: Cx, args: readonly ArgVal[], separator: () => Val | undefined, span: Span): Val {
  const named = (name: string): Val | undefined => args.find((arg) => arg.name === name)?.value;
  const positional = args.filter((arg) => arg.name === undefined);
  const end = named("end");
  const file = named("file");
  for (const arg of args)
    if (arg.name && !["sep", "end", "file", "flush"].includes(arg.name)) refuse("PY0702", span, `\`print\` with \`${arg.name}=\``);
  let error = false;
  let into: Val | undefined;
  if (file) {
    const only = file.ty.length === 1 ? file.ty[0] : undefined;
    if (only?.k === "rt" && only.path === "file::Stderr") error = true;
    else if (file.ty.length > 0 && only?.k !== "none" && !(only?.k === "rt" && only.path === "file::Stdout")) into = file;
  }
  /** What `print` writes one after the other, each the pieces of a text. */
  const groups: Piece[][] = [];
  const text = (val: Val | undefined, otherwise: string): void => {
    if (!val || val.ty[0]?.k === "none") groups.push([otherwise]);
    else groups.push(displayPieces(cx, val, span));
  };
  const star = positional.length === 1 && positional[0].star === 1;
  if (star) {
    // `print(*items)`: the items joined.
    const items = positional[0].value;
    groups.push([{ value: joinShown(cx, items, separator(), span), spec: "" }]);
  } else if (positional.some((arg) => arg.star)) groups.push([{ value: joinGroups(cx, positional, separator(), span), spec: "" }]);
  else
    positional.forEach((arg, i) => {
      if (i > 0) text(separator(), " ");
      groups.push(displayPieces(cx, arg.value, span));
    });
  let line = true;
  if (end) {
    if (end.ty[0]?.k !== "none" && !(end.e.kind === "str" && end.e.value === "\n")) {
      line = false;
      text(end, "\n");
    }
  }
  if (into) return printInto(cx, into, line ? [...groups, ["\n"]] : groups, args, span);
  const row = `py.builtins.print${error ? "_error" : ""}${line ? "" : "_part"}`;
  const format = ex(cx, "format", STRING, span, { pieces: merged(groups) });
  const printed = ex(cx, "runtime", { kind: "unit" }, span, { row, args: [format] });
  const flushed = named("flush")?.e;
  if (error || flushed?.kind !== "bool" || !flushed.value) return { ty: NONE, e: printed };
  return noneAfter(cx, span, () => {
    push(cx, "expression", span, { value: printed });
    push(cx, "expression", span, { value: ex(cx, "runtime", { kind: "unit" }, span, { row: "py.builtins.print_flush", args: [] }) });
  });
}

/** `print(a, *items, b)`: the texts of all, joined. */
function joinGroups(cx: Cx, args: readonly ArgVal[], sep: Val | undefined, span: Span): Val["e"] {
  const node = site(cx, span, "groups", () => ({}));
  const text = siteCell(cx, node, "text");
  flow(cx.p.w, text, STR);
  const group: Ty = [{ k: "list", elem: text }];
  const groups = siteCell(cx, node, "groups");
  flow(cx.p.w, groups, group);
  const elems = args.map((arg, i) => {
    const at = site(cx, span, `group ${i}`, () => ({}));
    if (!arg.star) return ex(cx, "list", irType(cx.p, group), span, { elems: [displayOf(cx, arg.value, "s", span)] });
    return callRow(
      cx,
      "builtins.list",
      [{ value: shownItems(cx, arg.value, at, span) }],
      site(cx, at, "list", () => ({})),
      span,
    ).e;
  });
  const all: Val = { ty: [{ k: "list", elem: groups }], e: ex(cx, "list", irType(cx.p, [{ k: "list", elem: groups }]), span, { elems }) };
  const chained = callRow(cx, "itertools.chain_from_iterable", [{ value: all }], node, span);
  return callRow(cx, "str.join", [{ value: separatorOf(cx, sep, span) }, { value: chained }], node, span).e;
}

const separatorOf = (cx: Cx, sep: Val | undefined, span: Span): Val =>
  sep && sep.ty[0]?.k !== "none" ? sep : { ty: STR, e: ex(cx, "str", { kind: "str" }, span, { value: " " }) };

/** `str(value)` of one item. */
const textOfItem = (cx: Cx, item: Val, span: Span): Expression => displayOf(cx, item, "s", span);

/** The texts of items, lazily. */
export function shownItems(cx: Cx, items: Val, node: object, span: Span, textOf = textOfItem): Val {
  const elem = elemOf(cx, items.ty);
  if (!elem) return refuse("PY0303", span, `a value of type ${show(items.ty)} cannot be iterated`);
  const local = newLocal(cx, "item", irType(cx.p, elem), span);
  cx.declared.add(local);
  const shown = siteCell(cx, node, "shown");
  flow(cx.p.w, shown, STR);
  const iterable = toLoop(cx, items, node, span);
  const e = ex(cx, "comprehension", { kind: "iter", elem: { kind: "str" } }, span, {
    clauses: [{ kind: "for", pattern: { kind: "local", local }, iterable: iterable.e }],
    element: textOf(cx, { ty: elem, e: ex(cx, "local", irType(cx.p, elem), span, { local }) }, span),
  });
  return { ty: [{ k: "iter", elem: shown }], e };
}

function joinShown(cx: Cx, items: Val, sep: Val | undefined, span: Span): Val["e"] {
  const node = site(cx, span, "joined", () => ({}));
  const texts = shownItems(cx, items, node, span);
  return callRow(cx, "str.join", [{ value: separatorOf(cx, sep, span) }, { value: texts }], node, span).e;
}
