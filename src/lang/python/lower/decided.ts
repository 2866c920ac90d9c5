/** Tests whose outcome is known while translating: what they do besides is still done. */
import type { Span } from "../../../base/span.ts";
import type { Expression, Statement } from "../../../ir/index.ts";
import { NONE } from "../infer/types.ts";
import { ex, inBlock, type Cx, type Val } from "./context.ts";
import { isSimple } from "./convert.ts";

/** What evaluating an expression does, without its value. */
export function effectsOf(cx: Cx, e: Expression): Statement[] {
  if (!cx.p.emitting || isSimple(e)) return [];
  switch (e.kind) {
    case "not":
      return effectsOf(cx, e.operand);
    case "field":
      return effectsOf(cx, e.object);
    case "isNone":
    case "isMember":
      return effectsOf(cx, e.value);
    case "some":
    case "inject":
    case "toAny":
      return effectsOf(cx, e.value);
    case "list":
    case "set":
    case "tuple":
      return e.elems.flatMap((elem) => effectsOf(cx, elem));
    case "dict":
      return e.entries.flatMap(([key, value]) => [...effectsOf(cx, key), ...effectsOf(cx, value)]);
    case "closure":
      return [];
    case "block": {
      const body = e.body.flatMap((s) => (s.kind === "expression" && !s.comments?.length ? effectsOf(cx, s.value) : [s]));
      return [...body, ...effectsOf(cx, e.value)];
    }
    case "logical": {
      const then = effectsOf(cx, e.right);
      if (then.length === 0) return effectsOf(cx, e.left);
      const test = e.op === "and" ? e.left : ex(cx, "not", e.left.type, e.span, { operand: e.left });
      return [cx.p.builder.stmt("if", e.span, { test, then: { statements: then } })];
    }
    default:
      return [cx.p.builder.stmt("expression", e.span, { value: e })];
  }
}

/** A value after what evaluating another expression does. */
export function valueAfter(cx: Cx, e: Expression, val: Val, span: Span): Val {
  const body = effectsOf(cx, e);
  return body.length ? { ty: val.ty, e: ex(cx, "block", val.e.type, span, { body, value: val.e }) } : val;
}

/** Statements as a value that is None. */
export function noneAfter(cx: Cx, span: Span, make: () => void): Val {
  const body = inBlock(cx, make);
  const unit = ex(cx, "unit", { kind: "unit" }, span, {});
  return { ty: NONE, e: ex(cx, "block", { kind: "unit" }, span, { body, value: unit }) };
}
