/** `return`. */
import type { Span } from "../../../base/span.ts";
import { bool } from "../../../ir/index.ts";
import type { Stmt } from "../ast/nodes.ts";
import { flowWhole, NONE } from "../infer/types.ts";
import { convert, isSimple } from "./convert.ts";
import { finish } from "./coroutines.ts";
import { ex, get, newLocal, push, type Cx, type Val } from "./context.ts";
import { expr } from "./expressions.ts";
import { irType } from "./ir-types.ts";
import { settle } from "./iteration.ts";
import { bindingVal } from "./names.ts";
import { truth } from "./truth.ts";
import { finishConstruction } from "./classes.ts";
import { escaped, resultType } from "./functions.ts";

export function returnStatement(cx: Cx, s: Stmt<"return">): void {
  const { inst } = cx;
  if (cx.closure) {
    const val: Val = s.value ? settle(cx, expr(cx, s.value), s, s.span) : { ty: NONE, e: ex(cx, "unit", { kind: "unit" }, s.span, {}) };
    const returned = escaped(cx, val.ty);
    cx.closure.returned(returned);
    const { result } = cx.closure;
    // The types inside a function that is returned come from its becoming a value.
    if (!cx.p.emitting) convert(cx, val, returned, s.span);
    else if (!result) push(cx, "return", s.span, { value: truth(cx, val, s.span) }, s.comments);
    else if (irType(cx.p, result).kind === "unit") {
      if (!isSimple(val.e)) push(cx, "expression", s.span, { value: val.e }, s.comments);
      push(cx, "return", s.span, {}, isSimple(val.e) ? s.comments : undefined);
    } else push(cx, "return", s.span, { value: convert(cx, val, result, s.span) }, s.comments);
    cx.env = undefined;
    return;
  }
  if (inst.constructs) {
    finishConstruction(cx, s.span);
    push(cx, "return", s.span, { value: selfVal(cx, s.span).e }, s.comments);
    cx.env = undefined;
    return;
  }
  if (inst.yields) {
    const val: Val = s.value ? settle(cx, expr(cx, s.value), s, s.span) : { ty: NONE, e: ex(cx, "unit", { kind: "unit" }, s.span, {}) };
    finish(cx, val, s, s.span);
    push(cx, "return", s.span, {}, s.comments);
    cx.env = undefined;
    return;
  }
  const val: Val = s.value ? settle(cx, expr(cx, s.value), s, s.span) : { ty: NONE, e: ex(cx, "unit", { kind: "unit" }, s.span, {}) };
  flowWhole(cx.p.w, inst.result, escaped(cx, val.ty));
  const ty = get(cx, inst.result);
  const value = convert(cx, val, ty, s.span);
  if (cx.p.emitting && resultType(cx.p, inst).kind === "unit") {
    if (!isSimple(value)) push(cx, "expression", s.span, { value }, s.comments);
    push(cx, "return", s.span, {}, isSimple(value) ? s.comments : undefined);
  } else push(cx, "return", s.span, { value }, s.comments);
  cx.env = undefined;
}

const selfVal = (cx: Cx, span: Span): Val => {
  const first = cx.inst.fn!.def.params[0];
  return bindingVal(cx, cx.inst.module.scopes.binding(first), first.name, span);
};

export { bool, newLocal };
