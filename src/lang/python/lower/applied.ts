/**
 * Callables that are made while translating: `partial`, `itemgetter`, `attrgetter`, `methodcaller`, `cmp_to_key`. Their arguments are constants,
 * or a function of the prelude keeps them. */
import type { Span } from "../../../base/span.ts";
import { refuse } from "../../../diagnostics/diagnostic.ts";
import type { Expr } from "../ast/nodes.ts";
import type { Callable } from "../infer/callables.ts";
import { readAttribute } from "./attributes.ts";
import { callable, ghost } from "./builtins.ts";
import { callValue } from "./call.ts";
import { ex, type Cx, type Val } from "./context.ts";
import { expr } from "./expressions.ts";
import { irType } from "./ir-types.ts";
import { callPrelude } from "./iteration.ts";
import { methodCall } from "./methods.ts";
import type { ArgVal } from "./rows.ts";
import { readSubscript } from "./subscripts.ts";

type Apply = (cx: Cx, args: readonly ArgVal[], node: object, span: Span) => Val;

const applications = new WeakMap<Callable, Apply>();

/** Calls what `makeApplied` made. */
export function applied(cx: Cx, fn: Callable, args: readonly ArgVal[], node: object, span: Span): Val {
  return applications.get(fn)!(cx, args, node, span);
}

/** A variable of a function is another one in each of its calls. */
function isOfModule(cx: Cx, name: Expr<"name">): boolean {
  const binding = cx.module.scopes.binding(name);
  return binding.kind !== "variable" || binding.variable.frame.module;
}

/** Is an expression the same value wherever it is evaluated? Names are those of functions and classes. */
function isConstant(cx: Cx, node: Expr): boolean {
  switch (node.kind) {
    case "int":
    case "float":
    case "str":
    case "bool":
    case "none":
    case "bytes":
      return true;
    case "unary":
      return isConstant(cx, node.operand);
    case "tuple":
      return node.elems.every((each) => isConstant(cx, each));
    case "lambda":
      return true;
    case "name":
      return isOfModule(cx, node) && expr(cx, node).ty[0]?.k === "fn";
    case "attribute":
      return (node.object.kind !== "name" || isOfModule(cx, node.object)) && expr(cx, node).ty[0]?.k === "fn";
    default:
      return false;
  }
}

/** A function with its first arguments, which are computed. */
export const partialOf = (cx: Cx, fn: Val, given: readonly ArgVal[], span: Span): Val =>
  fn.ty.length === 0 ? fn : callPrelude(cx, "partial_of", fn, span, given);

const keys = new WeakMap<object, number>();
let next = 0;
const keyOf = (node: object): number => {
  let key = keys.get(node);
  if (key === undefined) keys.set(node, (key = next++));
  return key;
};

/** `itemgetter(1)` and the like: `name` is the library's. */
export function makeApplied(cx: Cx, name: string, args: readonly ArgVal[], node: Expr<"call">, span: Span): Val {
  const module = cx.module;
  const given = node.args.map((arg) => arg.value);
  const [first, ...more] = args;
  if (name === "functools.partial" && first && !given.every((each) => isConstant(cx, each))) return partialOf(cx, first.value, more, span);
  if (name === "operator.itemgetter" && args.length === 1 && !first.star && !isConstant(cx, given[0]))
    return callPrelude(cx, "getter_of", first.value, span);
  if (node.args.some((arg) => arg.star) || !given.every((each) => isConstant(cx, each)))
    return refuse("PY0702", span, `\`${name.split(".")[1]}\` with arguments that are computed`);
  const within =
    (apply: Apply): Apply =>
    (at, args, where, place) => {
      // The constants are names of the module that wrote them.
      const outer = at.module;
      at.module = module;
      try {
        return apply(at, args, where, place);
      } finally {
        at.module = outer;
      }
    };
  const tuple = (cx: Cx, parts: readonly Val[], place: Span): Val => {
    if (parts.length === 1) return parts[0];
    const ty = [{ k: "tuple" as const, elems: parts.map((part) => part.ty) }];
    return { ty, e: ex(cx, "tuple", irType(cx.p, ty), place, { elems: parts.map((part) => part.e) }) };
  };
  const parts = (read: (cx: Cx, object: Val, part: Expr, place: Span) => Val): Apply =>
    within((at, args, _, place) => {
      const object = args[0].value;
      if (given.length === 1) return read(at, object, given[0], place);
      return withTempVal(at, object, place, (again) =>
        tuple(
          at,
          given.map((part) => read(at, again(), part, place)),
          place,
        ),
      );
    });
  const make = (): Apply => {
    switch (name) {
      case "operator.itemgetter":
        return parts((at, object, part, place) => readSubscript(at, object, part, part, place));
      case "operator.attrgetter":
        return parts((at, object, part, place) =>
          (part.kind === "str" ? part.value : "").split(".").reduce((value, each) => readAttribute(at, value, each, place, part), object),
        );
      case "operator.methodcaller":
        return within((at, args, where, place) =>
          methodCall(
            at,
            args[0].value,
            given[0].kind === "str" ? given[0].value : "",
            () => node.args.slice(1).map((arg) => ({ name: arg.name, value: expr(at, arg.value) })),
            where,
            place,
          ),
        );
      default:
        return within((at, args, where, place) => {
          const own: ArgVal[] = node.args.slice(1).map((arg) => ({ name: arg.name, value: expr(at, arg.value) }));
          const named = own.filter((arg) => arg.name && !args.some((other) => other.name === arg.name));
          return callValue(at, expr(at, given[0]), [...own.filter((arg) => !arg.name), ...args, ...named], where, place);
        });
    }
  };
  const key = `applied ${keyOf(node)}`;
  const fn = callable<"special">(cx.p, key, 1, { kind: "special", name: name.split(".")[1], special: "applied" });
  if (!applications.has(fn)) applications.set(fn, make());
  return ghost(cx, fn, span);
}

import { withTempVal } from "./convert.ts";
