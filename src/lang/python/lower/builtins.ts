/** The names that need no import, and what calls of types mean. */
import type { Span } from "../../../base/span.ts";
import type { Expr } from "../ast/nodes.ts";
import { eachExpr } from "../scope-tree.ts";
import { refuse } from "../../../diagnostics/diagnostic.ts";
import { bool } from "../../../ir/index.ts";
import type { Callable } from "../infer/callables.ts";
import { findMethod } from "../infer/classes.ts";
import { BOOL, FLOAT, INT, newCell, STR, type FuncSite, type Ty } from "../infer/types.ts";
import { converted } from "./numpy/members.ts";
import { callDict } from "./dict-calls.ts";
import { ex, siteCell, type Cx, type Prog, type Val } from "./context.ts";
import { rowsOf } from "../stdlib/types.ts";
import { eachMember, memberNode } from "./operators.ts";
import { callMethod } from "./methods.ts";
import { raises } from "./convert.ts";
import { constructException, isExceptionName } from "./exceptions.ts";
import { displayOf } from "./format.ts";
import { irType } from "./ir-types.ts";
import { callRow, hasRow, type ArgVal } from "./rows.ts";
import { sentinelObject } from "./new-objects.ts";
import { classOfValue } from "./reflection.ts";
import { truth } from "./truth.ts";

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
      if (args.length > 1 && !args.some((arg) => arg.star))
        return raises(cx, `TypeError: bool expected at most 1 argument, got ${args.length}`, span, ...args.map((arg) => arg.value));
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
      if (args.length === 1 && first?.e?.kind === "str") {
        const value = floatOf(first.e.value);
        if (value !== undefined) return { ty: FLOAT, e: ex(cx, "float", { kind: "float", width: 64 }, span, { value }) };
      }
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
  const number = converted(cx, type, args, node, span);
  if (number) return number;
  const own = first?.ty.length === 1 && first.ty[0].k === "rt" && `${rowsOf(first.ty[0].path)}.__${type}__`;
  if (own && hasRow(cx, own)) return callRow(cx, own, args, node, span);
  if (!hasRow(cx, `builtins.${type}`)) return refuse("PY0701", span, `\`${type}\` is not in the library tables`);
  return callRow(cx, `builtins.${type}`, args, node, span);
}

/** The number that a literal text stands for: `float("inf")`. */
function floatOf(text: string): number | undefined {
  const found = /^\s*([+-]?)(?:(inf(?:inity)?)|(nan)|(\d+(?:\.\d*)?(?:e[+-]?\d+)?))\s*$/i.exec(text);
  if (!found || (found[3] && found[1] === "-")) return undefined;
  const size = found[2] ? Infinity : found[3] ? NaN : Number(found[4]);
  return found[1] === "-" ? -size : size;
}

export function emptyContainer(cx: Cx, k: "list" | "set" | "frozenset" | "deque", node: object, span: Span): Val {
  const ty: Ty = [{ k, elem: siteCell(cx, node, "elem") }];
  const type = irType(cx.p, ty);
  return { ty, e: k === "list" || k === "deque" ? ex(cx, "list", type, span, { elems: [] }) : ex(cx, "set", type, span, { elems: [] }) };
}
