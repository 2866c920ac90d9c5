/** `.format` and `%` with a format that is only known at run time. */
import type { Span } from "../../../base/span.ts";
import { refuse } from "../../../diagnostics/diagnostic.ts";
import { STR } from "../infer/types.ts";
import { dead, withTempVal } from "./convert.ts";
import { ex, type Cx, type Val } from "./context.ts";
import { displayOf } from "./format.ts";
import { irType } from "./ir-types.ts";
import { callRow, type ArgVal } from "./rows.ts";

const text = (cx: Cx, value: string, span: Span): Val => ({ ty: STR, e: ex(cx, "str", { kind: "str" }, span, { value }) });

/** One more value of a template. */
function withValue(cx: Cx, template: Val, name: string, val: Val, span: Span): Val {
  if (val.ty.length === 0) return { ...template, e: dead(cx, span, template, val).e };
  const plain = val.ty.length === 1 && ["int", "float", "bool", "str"].includes(val.ty[0].k);
  const step = (row: string, args: readonly Val[]): Val => ({
    ty: template.ty,
    e: callRow(cx, row, [{ value: template }, { value: text(cx, name, span) }, ...args.map((value) => ({ value }))], {}, span).e,
  });
  if (plain) return step("template.value", [val]);
  if (val.ty.length === 1 && val.ty[0].k === "none") return step("template.shown", [text(cx, "None", span), text(cx, "None", span)]);
  return withTempVal(cx, val, span, (again) =>
    step("template.shown", [
      { ty: STR, e: displayOf(cx, again(), "s", span) },
      { ty: STR, e: displayOf(cx, again(), "r", span) },
    ]),
  );
}

/** `format.format(…)`. */
export function computedFormat(cx: Cx, format: Val, args: readonly ArgVal[], span: Span): Val {
  if (args.some((arg) => arg.star)) return refuse("PY0703", span, "`.format` of a computed format with unpacked arguments");
  let made = callRow(cx, "template.new", [{ value: format }], {}, span);
  for (const arg of args) made = withValue(cx, made, arg.name ?? "", arg.value, span);
  return callRow(cx, "template.filled", [{ value: made }], {}, span);
}

/** `format % value`. */
export function computedPercent(cx: Cx, format: Val, right: Val, span: Span): Val {
  const atom = right.ty[0];
  let made = callRow(cx, "template.new", [{ value: format }], {}, span);
  if (right.ty.length === 1 && (atom.k === "dict" || atom.k === "vartuple"))
    return refuse("PY0703", span, "a computed `%` format with a dict or a tuple of unknown length");
  if (right.ty.length !== 1 || atom.k !== "tuple") {
    made = withValue(cx, made, "", right, span);
    return callRow(cx, "template.percent", [{ value: made }], {}, span);
  }
  const { elems } = atom;
  const fill = (part: (i: number) => Val): Val => {
    elems.forEach((_, i) => (made = withValue(cx, made, "", part(i), span)));
    return callRow(cx, "template.percent", [{ value: made }], {}, span);
  };
  if (right.e.kind === "tuple") {
    const parts = right.e.elems;
    return fill((i) => ({ ty: elems[i], e: parts[i] }));
  }
  return withTempVal(cx, right, span, (again) =>
    fill((i) => ({ ty: elems[i], e: ex(cx, "tupleGet", irType(cx.p, elems[i]), span, { tuple: again().e, index: i }) })),
  );
}
