/** Methods of dicts and sets that take several arguments at once: one call after the other. */
import type { Span } from "../../../base/span.ts";
import { NONE } from "../infer/types.ts";
import type { SetMethod } from "../prelude.ts";
import { callType } from "./builtins.ts";
import { withTempVal } from "./convert.ts";
import { ex, inBlock, push, site, type Cx, type Val } from "./context.ts";
import { callPrelude } from "./iteration.ts";
import { methodCall } from "./methods.ts";
import type { ArgVal } from "./rows.ts";
import { withSpread } from "./spread.ts";

const none = (cx: Cx, span: Span): Val => ({ ty: NONE, e: ex(cx, "unit", { kind: "unit" }, span, {}) });

/** `object.name(value)` for each value, as statements. */
function inTurn(cx: Cx, object: Val, name: string, values: readonly Val[], node: object, span: Span): Val {
  return withTempVal(cx, object, span, (again) => {
    const body = inBlock(cx, () =>
      values.forEach((value, i) => {
        const at = site(cx, node, `step ${i}`, () => ({}));
        push(cx, "expression", span, { value: methodCall(cx, again(), name, () => [{ value }], at, span).e });
      }),
    );
    return { ty: NONE, e: ex(cx, "block", { kind: "unit" }, span, { body, value: none(cx, span).e }) };
  });
}

const OF_SETS: ReadonlySet<string> = new Set<SetMethod>(["union", "intersection", "difference"]);

export const isOfSets = (name: string): name is SetMethod => OF_SETS.has(name);

/** `first.union(a, *rows)`: the arguments before the unpacked ones, then these one by one. */
function ofUnpacked(cx: Cx, object: Val, name: string, values: readonly ArgVal[], node: object, span: Span): Val | undefined {
  const at = values.length - 1;
  if (values.findIndex((arg) => arg.star === 1) !== at || values.some((arg) => arg.name)) return undefined;
  const [rows] = values.slice(at);
  if (name === "update" && at === 0) return callPrelude(cx, "update_with", object, span, [{ value: rows.value }]);
  if (!isOfSets(name)) return undefined;
  const before = at === 0 ? object : methodCall(cx, object, name, () => values.slice(0, at), node, span);
  return callPrelude(cx, `${name}_with`, before, span, [{ value: rows.value }]);
}

export function severalArguments(cx: Cx, object: Val, name: string, values: readonly ArgVal[], node: object, span: Span): Val | undefined {
  const { k } = object.ty[0];
  if (k === "dict" && name === "update") {
    if (values.length === 0) return none(cx, span);
    const [star] = values.filter((arg) => arg.star === 2);
    if (star?.value.ty[0]?.k === "dict") {
      const given = values.map((arg) => (arg.star === 2 ? { value: arg.value } : arg));
      return severalArguments(cx, object, name, given, node, span);
    }
    if (star) return withSpread(cx, values, span, (given) => methodCall(cx, object, name, () => given, node, span));
  }
  if (k === "set" && values.some((arg) => arg.star)) return ofUnpacked(cx, object, name, values, node, span);
  if (values.some((arg) => arg.star)) return undefined;
  if (k === "dict" && name === "setdefault" && values.length === 1)
    return methodCall(cx, object, name, () => [...values, { value: none(cx, span) }], node, span);
  if (k === "dict" && name === "update" && values.some((arg) => arg.name)) {
    const named = callType(
      cx,
      "dict",
      values.filter((arg) => arg.name),
      site(cx, node, "named", () => ({})),
      span,
    );
    const others = values.filter((arg) => !arg.name).map((arg) => arg.value);
    return inTurn(cx, object, name, [...others, named], node, span);
  }
  if (k !== "set" && k !== "frozenset") return undefined;
  if (values.length < 2 || values.some((arg) => arg.name)) return undefined;
  if (["union", "intersection", "difference"].includes(name))
    return values.reduce((made, arg, i) => {
      const at = site(cx, node, `step ${i}`, () => ({}));
      return methodCall(cx, made, name, () => [arg], at, span);
    }, object);
  if (["update", "intersection_update", "difference_update"].includes(name))
    return inTurn(
      cx,
      object,
      name,
      values.map((arg) => arg.value),
      node,
      span,
    );
  return undefined;
}
