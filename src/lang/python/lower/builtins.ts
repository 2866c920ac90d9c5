/** The names that need no import, and what calls of types mean. */
import type { Span } from "../../../base/span.ts";
import type { Expr } from "../ast/nodes.ts";
import { eachExpr } from "../scope-tree.ts";
import { refuse } from "../../../diagnostics/diagnostic.ts";
import { bool } from "../../../ir/index.ts";
import type { Callable } from "../infer/callables.ts";
import { findMethod } from "../infer/classes.ts";
import { BOOL, flow, INT, newCell, STR, type FuncSite, type Ty } from "../infer/types.ts";
import { show } from "../infer/show.ts";
import { evaluatedFirst } from "./evaluated.ts";
import { callDict } from "./dict-calls.ts";
import { ex, push, site, siteCell, inBlock, newLocal, get, type Cx, type Prog, type Val } from "./context.ts";
import { rowsOf } from "../stdlib/types.ts";
import { eachMember, memberNode } from "./operators.ts";
import { callMethod } from "./methods.ts";
import { raises, withTempVal } from "./convert.ts";
import { constructException, isExceptionName } from "./exceptions.ts";
import { displayOf } from "./format.ts";
import { irType } from "./ir-types.ts";
import { callRow, hasRow, type ArgVal } from "./rows.ts";
import { sentinelObject } from "./new-objects.ts";
import { classOfValue } from "./reflection.ts";
import { truth } from "./truth.ts";
import { elemOf } from "./iteration.ts";

const TYPES = new Set([
  "int",
  "float",
  "bool",
  "str",
  "bytes",
  "list",
  "dict",
  "set",
  "frozenset",
  "tuple",
  "object",
  "type",
  "complex",
  "bytearray",
  "range",
  "slice",
]);
const SPECIALS = new Set([
  "print",
  "isinstance",
  "issubclass",
  "super",
  "getattr",
  "hasattr",
  "setattr",
  "callable",
  "zip",
  "vars",
  "dir",
  "globals",
  "locals",
  "eval",
  "exec",
  "compile",
  "property",
  "staticmethod",
  "classmethod",
  "format",
  "open",
  "exit",
  "quit",
  "__import__",
]);

/** Builtin names of CPython without a translation; no other name is one. */
const UNSUPPORTED = new Set([
  ...[
    "__build_class__",
    "__builtins__",
    "__loader__",
    "__package__",
    "__spec__",
    "__path__",
    "__annotations__",
    "__dict__",
    "__cached__",
    "__class__",
    "__qualname__",
    "__module__",
  ],
  ...["ascii", "breakpoint", "classmethod", "compile", "copyright", "credits", "delattr", "dir", "eval", "exec"],
  ...["globals", "hasattr", "help", "id", "iter", "license", "locals", "memoryview", "object", "property", "setattr", "slice"],
  ...["staticmethod", "super", "type", "vars"],
]);

/** A callable with its function value, one per key. */
export function callable<T extends Callable["kind"]>(
  p: Prog,
  key: string,
  arity: number,
  make: Omit<Extract<Callable, { kind: T }>, "key" | "site">,
): Callable {
  const known = p.callables.get(key);
  if (known) return known;
  let made: FuncSite | undefined;
  const found = {
    ...make,
    key,
    site: () =>
      (made ??= {
        id: p.w.sites++,
        parent: undefined,
        dirty: false,
        params: Array.from({ length: arity }, () => newCell(p.w)),
        names: [],
        shaped: false,
        shape: newCell(p.w),
        result: newCell(p.w),
        targets: [found],
      }),
  } as unknown as Callable;
  p.callables.set(key, found);
  return found;
}

export const ghost = (cx: Cx, fn: Callable, span: Span): Val => ({ ty: [{ k: "fn", fn }], e: ex(cx, "unit", { kind: "unit" }, span, {}) });

/** Names that a module has without binding them. */
const MODULE_NAMES = new Set(["__name__", "__file__", "__doc__", "__debug__", "NotImplemented"]);

/** Is the name, which the program does not bind, one that CPython does not know either? */
export const isUndefined = (cx: Cx, name: string): boolean =>
  ![TYPES, SPECIALS, UNSUPPORTED, MODULE_NAMES].some((names) => names.has(name)) &&
  !isExceptionName(name) &&
  !hasRow(cx, `builtins.${name}`);

/** What a builtin name stands for. */
export function builtinName(cx: Cx, name: string, span: Span): Val {
  if (TYPES.has(name) || isExceptionName(name))
    return ghost(cx, callable<"type">(cx.p, `type ${name}`, 1, { kind: "type", name, type: name }), span);
  if (SPECIALS.has(name)) return ghost(cx, callable<"special">(cx.p, `special ${name}`, 1, { kind: "special", name, special: name }), span);
  if (hasRow(cx, `builtins.${name}`))
    return ghost(cx, callable<"library">(cx.p, `builtins.${name}`, 1, { kind: "library", name, row: `builtins.${name}` }), span);
  if (UNSUPPORTED.has(name)) return refuse("PY0203", span, `\`${name}\` is not in the library tables`);
  return raises(cx, `NameError: name '${name}' is not defined`, span);
}

/** Refuses names that no one binds inside of a comprehension: what it goes over would have no type. */
export function refuseUndefined(cx: Cx, e: Expr): void {
  eachExpr(e, (inner) => {
    if (inner.kind !== "name" || cx.module.scopes.binding(inner).kind !== "builtin" || !isUndefined(cx, inner.id)) return;
    refuse("PY0203", inner.span, `\`${inner.id}\` is not defined`);
  });
}

const none = (cx: Cx, e: Val["e"]): Val => ({ ty: [{ k: "none" }], e: e ?? ex(cx, "unit", { kind: "unit" }, e, {}) });

/** Calls a type: `int(x)`, `list(items)`, `ValueError(message)`. */
export function callType(cx: Cx, type: string, args: readonly ArgVal[], node: object, span: Span): Val {
  if (isExceptionName(type)) return constructException(cx, [type], args, node, span);
  const first = args[0]?.value;
  const inst = first?.ty.length === 1 && first.ty[0].k === "inst" ? first.ty[0].cls : undefined;
  switch (type) {
    case "list":
    case "set":
    case "frozenset":
      if (args.length === 0) return emptyContainer(cx, type, node, span);
      break;
    case "tuple":
      if (args.length === 0)
        return { ty: [{ k: "tuple", elems: [] }], e: ex(cx, "tuple", { kind: "tuple", elems: [] }, span, { elems: [] }) };
      if (first?.ty.length === 1 && first.ty[0].k === "vartuple") return first;
      // The items of a named tuple have no names.
      if (first?.ty.length === 1 && first.ty[0].k === "tuple") return { ty: [{ k: "tuple", elems: first.ty[0].elems }], e: first.e };
      break;
    case "dict": {
      const made = callDict(cx, args, node, span);
      if (made) return made;
      break;
    }
    case "bool":
      if (args.length === 0) return { ty: BOOL, e: ex(cx, "bool", bool, span, { value: false }) };
      return { ty: BOOL, e: truth(cx, first!, span) };
    case "str":
      if (args.length === 2 && first?.ty.length === 1 && first.ty[0].k === "bytes") return callRow(cx, "bytes.decode", args, node, span);
      if (args.length === 1 && first && first.ty.length > 0) return { ty: STR, e: displayOf(cx, first, "s", span) };
      break;
    case "int":
      if (args.length === 0) return { ty: INT, e: ex(cx, "int", irType(cx.p, INT), span, { value: 0n }) };
      if (inst && findMethod(inst, "__int__")) return callMethod(cx, first, "__int__", [], inst, span);
      break;
    case "float":
      if (args.length === 0) return { ty: [{ k: "float" }], e: ex(cx, "float", { kind: "float", width: 64 }, span, { value: 0 }) };
      if (inst && findMethod(inst, "__float__")) return callMethod(cx, first, "__float__", [], inst, span);
      if (first?.ty.length === 1 && (first.ty[0].k === "int" || first.ty[0].k === "bool"))
        return callRow(cx, "builtins.float", args, node, span);
      break;
    case "bytes":
      if (inst && findMethod(inst, "__bytes__")) return callMethod(cx, first, "__bytes__", [], inst, span);
      break;
    case "type":
      if (args.length === 1) return classOfValue(cx, first, span);
      return refuse("PY0501", span, "`type` makes a class");
    case "object":
      return sentinelObject(cx, node, span);
    default:
  }
  if ((type === "int" || type === "float") && first && first.ty.length > 1 && first.ty.some((each) => each.k === "rt"))
    return eachMember(cx, first, span, `TypeError: ${type}() argument must be a number`, (one) =>
      callType(cx, type, [{ value: one }, ...args.slice(1)], memberNode(cx, node, one), span),
    );
  const own = first?.ty.length === 1 && first.ty[0].k === "rt" && `${rowsOf(first.ty[0].path)}.__${type}__`;
  if (own && hasRow(cx, own)) return callRow(cx, own, args, node, span);
  if (!hasRow(cx, `builtins.${type}`)) return refuse("PY0701", span, `\`${type}\` is not in the library tables`);
  return callRow(cx, `builtins.${type}`, args, node, span);
}

export function emptyContainer(cx: Cx, k: "list" | "set" | "frozenset" | "deque", node: object, span: Span): Val {
  const ty: Ty = [{ k, elem: siteCell(cx, node, "elem") }];
  const type = irType(cx.p, ty);
  return { ty, e: k === "list" || k === "deque" ? ex(cx, "list", type, span, { elems: [] }) : ex(cx, "set", type, span, { elems: [] }) };
}

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

function showArguments(cx: Cx, args: readonly ArgVal[], span: Span): Val {
  const named = (name: string): Val | undefined => args.find((arg) => arg.name === name)?.value;
  const positional = args.filter((arg) => arg.name === undefined);
  const sep = named("sep");
  const end = named("end");
  const file = named("file");
  for (const arg of args)
    if (arg.name && !["sep", "end", "file", "flush"].includes(arg.name)) refuse("PY0702", span, `\`print\` with \`${arg.name}=\``);
  let error = false;
  let into: Val | undefined;
  if (file) {
    const atom = file.ty[0];
    const table = atom?.k === "rt" ? rowsOf(atom.path) : "";
    if (file.ty.length > 1) refuse("PY0702", span, "`print` to one of several kinds of files");
    if (atom?.k === "rt" && atom.path === "file::Stderr") error = true;
    else if (atom?.k === "rt" && atom.path !== "file::Stdout" && hasRow(cx, `${table}.write`)) into = file;
    else if (!(atom?.k === "rt" && atom.path === "file::Stdout") && atom?.k !== "none" && atom)
      refuse("PY0702", span, `\`print\` to a value of type ${show(file.ty)}`);
  }
  const pieces: (string | { value: Val["e"]; spec: string })[] = [];
  const text = (val: Val | undefined, otherwise: string): void => {
    if (!val || val.ty[0]?.k === "none") pieces.push(otherwise);
    else pieces.push(...displayPieces(cx, val, span));
  };
  const star = positional.length === 1 && positional[0].star === 1;
  if (star) {
    // `print(*items)`: the items joined.
    const items = positional[0].value;
    pieces.push({ value: joinShown(cx, items, sep, span), spec: "" });
  } else if (positional.some((arg) => arg.star)) pieces.push({ value: joinGroups(cx, positional, sep, span), spec: "" });
  else
    positional.forEach((arg, i) => {
      if (i > 0) text(sep, " ");
      pieces.push(...displayPieces(cx, arg.value, span));
    });
  let line = true;
  if (end) {
    if (end.ty[0]?.k !== "none" && !(end.e.kind === "str" && end.e.value === "\n")) {
      line = false;
      text(end, "\n");
    }
  }
  const merged: typeof pieces = [];
  for (const piece of pieces) {
    const last = merged[merged.length - 1];
    if (typeof piece === "string" && typeof last === "string") merged[merged.length - 1] = last + piece;
    else if (piece !== "") merged.push(piece);
  }
  if (into) {
    if (line) pieces.push("\n");
    const written = ex(cx, "format", { kind: "str" }, span, { pieces: line ? [...merged, "\n"] : merged });
    const atom = into.ty[0];
    const table = atom.k === "rt" ? rowsOf(atom.path) : "";
    const made = callRow(cx, `${table}.write`, [{ value: into }, { value: { ty: STR, e: written } }], args, span);
    const body = inBlock(cx, () => push(cx, "expression", span, { value: made.e }));
    const unit = ex(cx, "unit", { kind: "unit" }, span, {});
    return { ty: [{ k: "none" }], e: ex(cx, "block", { kind: "unit" }, span, { body, value: unit }) };
  }
  const row = `py.builtins.print${error ? "_error" : ""}${line ? "" : "_part"}`;
  const format = ex(cx, "format", { kind: "str" }, span, { pieces: merged });
  return { ty: [{ k: "none" }], e: ex(cx, "runtime", { kind: "unit" }, span, { row, args: [format] }) };
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

/** The texts of items, lazily. */
export function shownItems(cx: Cx, items: Val, node: object, span: Span): Val {
  const elem = elemOf(cx, items.ty);
  if (!elem) return refuse("PY0303", span, `a value of type ${show(items.ty)} cannot be iterated`);
  const local = newLocal(cx, "item", irType(cx.p, elem), span);
  cx.declared.add(local);
  const shown = siteCell(cx, node, "shown");
  flow(cx.p.w, shown, STR);
  const iterable = loopOf(cx, items, node, span);
  const e = ex(cx, "comprehension", { kind: "iter", elem: { kind: "str" } }, span, {
    clauses: [{ kind: "for", pattern: { kind: "local", local }, iterable: iterable.e }],
    element: displayOf(cx, { ty: elem, e: ex(cx, "local", irType(cx.p, elem), span, { local }) }, "s", span),
  });
  return { ty: [{ k: "iter", elem: shown }], e };
}

function joinShown(cx: Cx, items: Val, sep: Val | undefined, span: Span): Val["e"] {
  const node = site(cx, span, "joined", () => ({}));
  const texts = shownItems(cx, items, node, span);
  return callRow(cx, "str.join", [{ value: separatorOf(cx, sep, span) }, { value: texts }], node, span).e;
}

import { displayPieces } from "./format.ts";
import { toLoop as loopOf } from "./iteration.ts";
export { none, push, inBlock };
