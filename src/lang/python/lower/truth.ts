/** Python's truth test. */
import type { Span } from "../../../base/span.ts";
import { bool, type Expression } from "../../../ir/index.ts";
import { findMethod } from "../infer/classes.ts";
import { BOOL, INT, type Ty } from "../infer/types.ts";
import { numpyTruth } from "./numpy/members.ts";
import { arrayOf, scalarOf } from "./numpy/types.ts";
import { eachKind, withMethod } from "./dynamic.ts";
import { convert, dead, has, withTemp, without } from "./convert.ts";
import { rowsOf } from "../stdlib/types.ts";
import { ex, type Cx, type Val } from "./context.ts";
import { irType, memberIndex } from "./ir-types.ts";
import { callMethod } from "./methods.ts";
import { callRow, hasRow } from "./rows.ts";

const zero = (cx: Cx, span: Span): Expression => ex(cx, "int", irType(cx.p, INT), span, { value: 0n });
const constant = (cx: Cx, value: boolean, span: Span): Expression => ex(cx, "bool", bool, span, { value });

/** `bool(value)` as an expression of type bool. */
export function truth(cx: Cx, val: Val, span: Span): Expression {
  const { ty } = val;
  if (ty.length === 0) return cx.p.emitting ? convertDead(cx, val, span) : val.e;
  if (ty.length === 1 && ty[0].k === "iter" && val.viewed) return truth(cx, val.viewed, span);
  if (ty.length === 1) return truthOfAtom(cx, val, span);
  if (has(ty, "none")) {
    const rest = without(ty, "none");
    if (rest.length === 1 && alwaysTrue(cx, rest)) return ex(cx, "isNone", bool, span, { value: val.e, negated: true });
    return withTemp(cx, val, span, (v) =>
      ex(cx, "logical", bool, span, {
        op: "and",
        left: ex(cx, "isNone", bool, span, { value: v(), negated: true }),
        right: truth(cx, { ty: rest, e: ex(cx, "unwrap", irType(cx.p, rest), span, { value: v() }) }, span),
      }),
    );
  }
  return withTemp(cx, val, span, (v) => {
    let result: Expression | undefined;
    for (const atom of [...ty].reverse()) {
      const i = memberIndex(ty, atom);
      const one = truth(cx, { ty: [atom], e: ex(cx, "project", irType(cx.p, [atom]), span, { value: v(), member: i }) }, span);
      result = result
        ? ex(cx, "conditional", bool, span, {
            test: ex(cx, "isMember", bool, span, { value: v(), members: [i] }),
            then: one,
            orElse: result,
          })
        : one;
    }
    return result!;
  });
}

const convertDead = (cx: Cx, val: Val, span: Span): Expression =>
  ex(cx, "compare", bool, span, { op: "ne", left: dead(cx, span, val).e, right: zero(cx, span) });

/** Types whose values are never false. */
function alwaysTrue(cx: Cx, ty: Ty): boolean {
  const atom = ty[0];
  if (atom.k === "inst") return !findMethod(atom.cls, "__bool__") && !findMethod(atom.cls, "__len__");
  if (arrayOf(atom) || scalarOf(atom)) return false;
  if (atom.k === "tuple") return atom.elems.length > 0;
  if (atom.k === "rt") return !hasRow(cx, `${rowsOf(atom.path)}.__len__`) && !hasRow(cx, `${rowsOf(atom.path)}.__bool__`);
  return atom.k === "fn" || atom.k === "func" || atom.k === "module" || atom.k === "exception" || atom.k === "iter";
}

function truthOfAtom(cx: Cx, val: Val, span: Span): Expression {
  const atom = val.ty[0];
  switch (atom.k) {
    case "bool":
      return val.e;
    case "int":
      return ex(cx, "compare", bool, span, { op: "ne", left: val.e, right: zero(cx, span) });
    case "float":
      return ex(cx, "compare", bool, span, {
        op: "ne",
        left: val.e,
        right: ex(cx, "float", { kind: "float", width: 64 }, span, { value: 0 }),
      });
    case "none":
      return val.e.kind === "unit"
        ? constant(cx, false, span)
        : ex(cx, "block", bool, span, {
            body: cx.p.emitting ? [cx.p.builder.stmt("expression", span, { value: val.e })] : [],
            value: constant(cx, false, span),
          });
    case "tuple":
      return constant(cx, atom.elems.length > 0, span);
    case "inst": {
      if (findMethod(atom.cls, "__bool__")) return truth(cx, callMethod(cx, val, "__bool__", [], atom.cls, span), span);
      if (findMethod(atom.cls, "__len__")) return truth(cx, callMethod(cx, val, "__len__", [], atom.cls, span), span);
      return constant(cx, true, span);
    }
    case "str":
    case "bytes":
    case "list":
    case "dict":
    case "set":
    case "frozenset":
    case "deque":
    case "vartuple":
    case "range": {
      if ((val.e.kind === "list" || val.e.kind === "set") && val.e.elems.length === 0) return constant(cx, false, span);
      if (val.e.kind === "dict" && val.e.entries.length === 0) return constant(cx, false, span);
      const length = callRow(cx, "builtins.len", [{ value: val }], val.ty, span);
      return ex(cx, "compare", bool, span, { op: "ne", left: length.e, right: zero(cx, span) });
    }
    case "rt": {
      const known = numpyTruth(cx, val, span);
      if (known) return known;
      if (hasRow(cx, `${rowsOf(atom.path)}.__bool__`)) return callRow(cx, "builtins.bool", [{ value: val }], val.ty, span).e;
      if (!hasRow(cx, `${rowsOf(atom.path)}.__len__`)) return constant(cx, true, span);
      const length = callRow(cx, "builtins.len", [{ value: val }], val.ty, span);
      return ex(cx, "compare", bool, span, { op: "ne", left: length.e, right: zero(cx, span) });
    }
    case "any":
      return eachKind(
        cx,
        val,
        withMethod(cx, "__bool__", "__len__"),
        span,
        (one) => callRow(cx, "builtins.bool", [{ value: one }], one.ty, span),
        (one) => ({ ty: BOOL, e: truth(cx, one, span) }),
      ).e;
    default:
      return constant(cx, true, span);
  }
}

export { convert };
