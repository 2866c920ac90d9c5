/** Comparisons of texts. */
import { innerTypes, type Expression, type Type } from "../ir/index.ts";
import type { RustExpr } from "../rust/ast.ts";
import { binary, unary } from "../rust/make.ts";
import type { FunctionContext } from "./context.ts";
import { emitExpression } from "./expressions.ts";
import { own } from "./values.ts";

/** Text in any form: `String`, or a reference, which `textCompare` tells by the sign before it. */
export function textOperand(cx: FunctionContext, e: Expression): RustExpr {
  const value = emitExpression(cx, e, "ref");
  if ((value.holds || value.form === "guard") && cx.dirty) return own(cx, e);
  if (value.form === "guard") return unary("*", value.expr);
  return value.form === "ref" && value.expr.kind !== "literal" ? { kind: "borrow", word: "", operand: unary("*", value.expr) } : value.expr;
}

/** The reference under the mark of `textOperand`. */
const referenceOf = (expr: RustExpr): RustExpr | undefined =>
  expr.kind === "borrow" && expr.word === "" && expr.operand.kind === "unary" && expr.operand.op === "*" ? expr.operand.operand : undefined;

/** A comparison of texts, whichever of `String`, `&String` and `&str` they are; `literals`: both are `&str`. */
export function textCompare(sign: string, a: RustExpr, b: RustExpr, literals = false): RustExpr {
  const [left, right] = [referenceOf(a), referenceOf(b)];
  if (literals) return binary(sign, left ?? a, right ?? b);
  if (sign === "==" || sign === "!=") {
    // references compare with references and literals, values with values and literals
    if ((left || a.kind === "literal") && (right || b.kind === "literal")) return binary(sign, left ?? a, right ?? b);
    return binary(sign, left ? unary("*", left) : a, right ? unary("*", right) : b);
  }
  if (!left && !right && a.kind !== "literal" && b.kind !== "literal") return binary(sign, a, b);
  const whole = (expr: RustExpr): RustExpr =>
    expr.kind === "literal" ? unary("*", expr) : { kind: "index", object: expr, index: { kind: "range", inclusive: false } };
  return binary(sign, whole(left ?? a), whole(right ?? b));
}

/** Is there a text in the type that has to be a literal, where the other's is any? */
export const asksForLiterals = (cx: FunctionContext, type: Type, other: Type): boolean =>
  type.kind === "str"
    ? other.kind === "str" && cx.unit.facts.fixedText(type) && !cx.unit.facts.fixedText(other)
    : innerTypes(type).some((inner, i) => {
        const beside = innerTypes(other)[i] as Type | undefined;
        return beside !== undefined && asksForLiterals(cx, inner, beside);
      });
