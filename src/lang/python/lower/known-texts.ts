/**
 * Names of attributes that are computed, and known all the same: methods that are told one (`__setattr__`, `__getattr__`, `__set_name__`) are compiled for
 * each name, so that what they do with it is done with the attribute itself.
 */
import type { Span } from "../../../base/span.ts";
import { str } from "../../../ir/index.ts";
import type { Expr } from "../ast/nodes.ts";
import type { UserFunction } from "../infer/callables.ts";
import { STR } from "../infer/types.ts";
import { boundNames } from "../scope-tree.ts";
import { ex, type Cx, type Val } from "./context.ts";

/** Methods that are compiled for each text of some parameter: its place. */
const TOLD: Readonly<Record<string, number | undefined>> = {
  __getattr__: 1,
  __setattr__: 1,
  __delattr__: 1,
  __set_name__: 2,
};

/** The name of an attribute as an argument. */
export const textVal = (cx: Cx, text: string, span: Span): Val => ({
  ty: STR,
  e: ex(cx, "str", str, span, { value: text }),
  text,
});

/** The texts of the parameters that a call of a function is compiled for, by their names. */
export function textsOf(fn: UserFunction, vals: readonly Val[]): ReadonlyMap<string, string> | undefined {
  const at = fn.owner ? TOLD[fn.def.name] : undefined;
  const text = at === undefined ? undefined : vals[at]?.text;
  if (text === undefined) return undefined;
  const { name } = fn.def.params[at!];
  return boundNames(fn.def.body, new Set(), new Set()).has(name) ? undefined : new Map([[name, text]]);
}

/** A text that is made of constants and of parts that `known` tells. */
export function composedText(e: Expr, known: (e: Expr) => string | undefined): string | undefined {
  if (e.kind === "str") return e.value;
  if (e.kind === "binary") {
    const [left, right] = e.op === "+" ? [composedText(e.left, known), composedText(e.right, known)] : [];
    return left === undefined || right === undefined ? undefined : left + right;
  }
  if (e.kind !== "fstring") return known(e);
  const parts = e.parts.map((part) =>
    typeof part === "string" ? part : part.spec || part.conversion ? undefined : composedText(part.value, known),
  );
  return parts.includes(undefined) ? undefined : parts.join("");
}

/** The text that an expression is known to be. */
export const knownText = (cx: Cx, e: Expr): string | undefined => composedText(e, (part) => toldText(cx, part));

/** The text of a parameter, or of a field of a descriptor, that the function at hand is compiled for. */
function toldText(cx: Cx, e: Expr): string | undefined {
  if (e.kind === "name") {
    const text = cx.inlined.length === 0 ? cx.inst.texts?.get(e.id) : undefined;
    if (text === undefined) return undefined;
    const binding = cx.module.scopes.binding(e);
    return binding.kind === "variable" && binding.variable.frame.node === cx.inst.fn?.def ? text : undefined;
  }
  const self = cx.inst.fn?.def.params[0]?.name;
  if (e.kind !== "attribute" || e.object.kind !== "name" || e.object.id !== self) return undefined;
  return cx.inst.receiver?.texts?.get(e.name);
}

/** The outcome of a test of such a text, where the text that it is compared with is known, too. */
export function knownTruth(cx: Cx, node: Expr): boolean | undefined {
  if (!cx.inst.texts && !cx.inst.receiver?.texts) return undefined;
  if (node.kind === "call" && node.callee.kind === "attribute" && node.args.length === 1 && !node.args[0].star && !node.args[0].name) {
    const { object, name } = node.callee;
    const [text, part] = [knownText(cx, object), knownText(cx, node.args[0].value)];
    if (text === undefined || part === undefined) return undefined;
    return name === "startswith" ? text.startsWith(part) : name === "endswith" ? text.endsWith(part) : undefined;
  }
  if (node.kind !== "compare" || node.rest.length !== 1) return undefined;
  const text = knownText(cx, node.left);
  const [{ op, right }] = node.rest;
  if (text === undefined) return undefined;
  if (op === "==" || op === "!=") {
    const other = knownText(cx, right);
    return other === undefined ? undefined : (text === other) === (op === "==");
  }
  if ((op !== "in" && op !== "not in") || (right.kind !== "tuple" && right.kind !== "list" && right.kind !== "set")) return undefined;
  const items = right.elems.map((item) => knownText(cx, item));
  return items.includes(undefined) ? undefined : items.includes(text) === (op === "in");
}
