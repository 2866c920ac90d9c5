/** Assignments to an attribute of a value whose class is known when the program runs. */
import type { Span } from "../../../base/span.ts";
import { dissolve } from "../infer/dynamic.ts";
import { storeAttribute } from "./attributes.ts";
import type { Ty } from "../infer/types.ts";
import { classBearers, classValues } from "./class-values.ts";
import { ex, inBlock, push, type Cx, type Val } from "./context.ts";
import { raises, withTempVal } from "./convert.ts";
import { dynamicClasses, eachKind, noAttribute, withAttribute } from "./dynamic.ts";
import { attempt, eachMember } from "./operators.ts";
import { pyName } from "./type-errors.ts";

/** The assignment to an attribute of a value that is one of several types. */
export function assignEach(cx: Cx, object: Val, name: string, val: Val, span: Span): void {
  const made = withTempVal(cx, val, span, (again) =>
    eachMember(
      cx,
      object,
      span,
      (type) => `AttributeError: '${type}' object has no attribute '${name}'`,
      (one) => assigned(cx, one, name, again, span),
    ),
  );
  push(cx, "expression", span, { value: made.e });
}

/**
 * The assignment to an attribute of a dynamic value: the program's classes that have it are tried, or all where none has. `known`: what the value is
 * one of.
 */
export function assignDynamic(cx: Cx, object: Val, name: string, val: Val, span: Span, known?: Ty): void {
  for (const each of val.ty) dissolve(cx.p.w, each);
  const having = known ?? [...withAttribute(cx, name), ...classBearers(cx, name)];
  const made = withTempVal(cx, val, span, (again) =>
    eachKind(
      cx,
      object,
      having.length > 0 ? having : [...dynamicClasses(cx), ...classValues(cx)],
      span,
      (one) => noAttribute(cx, one, name, span),
      (one) => assigned(cx, one, name, again, span),
    ),
  );
  push(cx, "expression", span, { value: made.e });
}

/** The assignment as an expression that gives nothing; what the class does not have fails. */
function assigned(cx: Cx, object: Val, name: string, value: () => Val, span: Span): Val {
  let failed: Val | undefined;
  const body = inBlock(cx, () => {
    const made = attempt(() => {
      storeAttribute(cx, object, name, value(), span);
      return object;
    });
    if (!made) failed = raises(cx, `AttributeError: '${pyName(object.ty)}' object has no attribute '${name}'`, span);
  });
  const unit = ex(cx, "unit", { kind: "unit" }, span, {});
  return failed ?? { ty: [{ k: "none" }], e: ex(cx, "block", { kind: "unit" }, span, { body, value: unit }) };
}
