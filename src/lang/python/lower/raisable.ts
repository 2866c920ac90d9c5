/** Exceptions that became dynamic values: an object of an exception's class is found in its exception. */
import type { Span } from "../../../base/span.ts";
import { bool, str, type Expression } from "../../../ir/index.ts";
import type { Expr } from "../ast/nodes.ts";
import { ANY, EXCEPTION, STR, type Atom, type Ty } from "../infer/types.ts";
import { withTemp, without } from "./convert.ts";
import { ex, type Cx, type Val } from "./context.ts";
import { asKind, isKind } from "./dynamic.ts";
import { isException, onlyClass } from "./exception-objects.ts";
import { classesOf, isExceptionName } from "./exceptions.ts";
import { expr } from "./expressions.ts";
import { exceptionType, irType, memberIndex } from "./ir-types.ts";
import { callRow } from "./rows.ts";

/** Is a dynamic value an exception of one of these classes? `row`: of a class itself, or of one derived from it. */
export function isRaisable(cx: Cx, val: Val, classes: readonly string[], row: "is_exactly" | "is_a", span: Span): Expression {
  return withTemp(cx, val, span, (again) => {
    const left = isKind(cx, { ty: ANY, e: again() }, EXCEPTION[0], span);
    const tests = classes.map((name) => {
      const text: Val = { ty: STR, e: ex(cx, "str", str, span, { value: name }) };
      return callRow(
        cx,
        `exception.${row}`,
        [{ value: asKind(cx, { ty: ANY, e: again() }, EXCEPTION[0], span) }, { value: text }],
        span,
        span,
      ).e;
    });
    const right = tests.reduce((a, b) => ex(cx, "logical", bool, span, { op: "or", left: a, right: b }));
    return ex(cx, "logical", bool, span, { op: "and", left, right });
  });
}

/** Is a value an exception of one of these classes, or of one of the other types that `may` be? */
export function isRaised(cx: Cx, val: Val, classes: readonly string[], may: (atom: Atom) => boolean, span: Span): Expression {
  const rest = without(val.ty, "none");
  const join = (op: "and" | "or", left: Expression, right: Expression): Expression => ex(cx, "logical", bool, span, { op, left, right });
  const isOf = (value: () => Expression): Expression =>
    classes
      .map((name) => {
        const text: Val = { ty: STR, e: ex(cx, "str", str, span, { value: name }) };
        return callRow(cx, "exception.is_a", [{ value: { ty: EXCEPTION, e: value() } }, { value: text }], span, span).e;
      })
      .reduce((left, right) => join("or", left, right));
  return withTemp(cx, val, span, (again) => {
    const optional = rest.length < val.ty.length;
    const present = (): Expression => (optional ? ex(cx, "unwrap", irType(cx.p, rest), span, { value: again() }) : again());
    const tests = rest.filter(may).map((atom) => {
      if (rest.length === 1) return isOf(present);
      const member = memberIndex(rest, atom);
      const is = ex(cx, "isMember", bool, span, { value: present(), members: [member] });
      const project = (): Expression => ex(cx, "project", exceptionType, span, { value: present(), member });
      return atom.k === "exception" ? join("and", is, isOf(project)) : is;
    });
    const one = tests.reduce((left, right) => join("or", left, right));
    return optional ? join("and", ex(cx, "isNone", bool, span, { value: again(), negated: true }), one) : one;
  });
}

/** The classes that a test names, where all of them are of exceptions. */
export function raisableClasses(cx: Cx, test: Expr): string[] | undefined {
  const nodes = test.kind === "tuple" ? test.elems : [test];
  const raisable = nodes.every((node) => {
    const atom = expr(cx, node).ty[0];
    if (atom?.k !== "fn") return false;
    return atom.fn.kind === "class" ? isException(atom.fn.cls) : atom.fn.kind === "type" && isExceptionName(atom.fn.type);
  });
  return raisable && nodes.length > 0 ? classesOf(cx, test) : undefined;
}

/** What is known of a dynamic value behind such a test: the one class of objects, or some exception. */
export function raisableKinds(cx: Cx, test: Expr, classes: readonly string[]): Ty {
  const atom = classes.length === 1 && test.kind !== "tuple" ? expr(cx, test).ty[0] : undefined;
  const cls = atom?.k === "fn" && atom.fn.kind === "class" ? onlyClass(cx, atom.fn.cls) : undefined;
  return cls ? [{ k: "inst", cls }] : EXCEPTION;
}
