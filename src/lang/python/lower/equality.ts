/** Equality: `==` and `!=` by the types of both sides. */
import type { Span } from "../../../base/span.ts";
import { bool, type Expression } from "../../../ir/index.ts";
import { dataclassOf, findMethod } from "../infer/classes.ts";
import { ANY, BOOL, EXCEPTION, join, unify, type Atom, type Ty } from "../infer/types.ts";
import { numpyComparison } from "./numpy/operators.ts";
import { convert, has, isPlain, toFloat, toInt, withTempVal, without } from "./convert.ts";
import { answered } from "./instance-operators.ts";
import { ex, get, type Cx, type Val } from "./context.ts";
import { comparedFunctions } from "./function-identity.ts";
import { enumValue, isValueEnum } from "./enums.ts";
import { irType, isGhost, keyOf } from "./ir-types.ts";
import { callMethod } from "./methods.ts";
import { eachMember, memberNode } from "./operators.ts";
import { displayOf } from "./format.ts";
import { need } from "./protocols.ts";
import { callRow } from "./rows.ts";
import { truth } from "./truth.ts";
import { constant, isCounter, isNoneTy, libraryCompare } from "./compare.ts";
import { identity } from "./identity.ts";

/** Could two types hold equal values? */
export function mayEqual(a: Atom, b: Atom): boolean {
  const number = (x: Atom): boolean => x.k === "int" || x.k === "float" || x.k === "bool";
  if (number(a) && number(b)) return true;
  if (a.k === "any" || b.k === "any") return true;
  const tuple = (x: Atom): boolean => x.k === "tuple" || x.k === "vartuple";
  if (tuple(a) && tuple(b)) return a.k !== "tuple" || b.k !== "tuple" || a.elems.length === b.elems.length;
  const set = (x: Atom): boolean => x.k === "set" || x.k === "frozenset";
  if (set(a) && set(b)) return true;
  const called = (x: Atom): boolean => x.k === "fn" || x.k === "func";
  if (called(a) && called(b)) return true;
  if (a.k === "inst" || b.k === "inst")
    return (
      (a.k === "inst" && findMethod(a.cls, "__eq__") !== undefined) ||
      (b.k === "inst" && findMethod(b.cls, "__eq__") !== undefined) ||
      (a.k === "inst" && b.k === "inst" && a.cls === b.cls) ||
      [a, b].some((each) => each.k === "inst" && isValueEnum(each.cls))
    );
  return a.k === b.k;
}

/** `error.args`: of what an exception was made of its texts are kept. */
const isArguments = (a: Atom): boolean => a.k === "rt" && a.path === "exception::Exception";

export function equality(cx: Cx, op: "==" | "!=", left: Val, right: Val, node: object, span: Span): Val {
  const negated = op === "!=";
  if (left.ty.length === 0 || right.ty.length === 0) return { ty: BOOL, e: constant(cx, negated, span, left, right).e };
  if (isNoneTy(left.ty) || isNoneTy(right.ty)) return identity(cx, left, right, negated, node, span);
  const compare = (l: Expression, r: Expression): Val => ({
    ty: BOOL,
    e: ex(cx, "compare", bool, span, { op: negated ? "ne" : "eq", left: l, right: r }),
  });
  const asAny = (): Val => compare(convert(cx, left, ANY, span), convert(cx, right, ANY, span));
  if (comparedFunctions(cx, left, right)) return asAny();
  if (left.ty.length === 1 && right.ty.length === 1) {
    const a = left.ty[0];
    const b = right.ty[0];
    if (isArguments(a) !== isArguments(b) && [a, b].some((each) => each.k === "tuple" || each.k === "vartuple")) {
      const shown = (val: Val): Expression =>
        isArguments(val.ty[0])
          ? callRow(cx, "exception.args_repr", [{ value: { ty: EXCEPTION, e: val.e } }], span, span).e
          : displayOf(cx, val, "r", span);
      return compare(shown(left), shown(right));
    }
    const numbers = numpyComparison(cx, op, left, right, node, span);
    if (numbers) return numbers;
    const known = a.k === "rt" || b.k === "rt" || isCounter(a) ? libraryCompare(cx, "==", left, right, node, span) : undefined;
    if (known) return negated ? { ty: BOOL, e: ex(cx, "not", bool, span, { operand: known.e }) } : known;
    if (a.k === "dict" && b.k === "dict" && a.flavour === "ordered" && b.flavour === "ordered") {
      const same = callRow(cx, "dict.equal_in_order", [{ value: left }, { value: right }], node, span);
      return negated ? { ty: BOOL, e: ex(cx, "not", bool, span, { operand: same.e }) } : same;
    }
    if (!mayEqual(a, b) && enumValue(cx, left, span) === left && enumValue(cx, right, span) === right)
      return constant(cx, negated, span, left, right);
    if (a.k === "any" || b.k === "any") return asAny();
    if (a.k === "inst" || b.k === "inst") {
      const [l, r] = [enumValue(cx, left, span), enumValue(cx, right, span)];
      if ((l !== left || r !== right) && !(a.k === "inst" && b.k === "inst" && a.cls === b.cls)) return equality(cx, op, l, r, node, span);
      return instanceEquality(cx, op, left, right, span);
    }
    if (isGhost(left.ty) && isGhost(right.ty)) return constant(cx, (keyOf(left.ty) === keyOf(right.ty)) !== negated, span);
    if (a.k === "tuple" && b.k === "tuple") {
      if (
        cx.p.emitting &&
        keyOf(left.ty) === keyOf(right.ty) &&
        a.elems.every((e) => e.length === 1 && ["int", "str", "bool", "float", "tuple", "list"].includes(e[0].k))
      )
        return compare(left.e, right.e);
      return tupleEquality(cx, a, b, left, right, negated, node, span);
    }
    const numberKinds = ["int", "float", "bool"];
    if (numberKinds.includes(a.k) && numberKinds.includes(b.k)) {
      if (a.k === b.k) return compare(left.e, right.e);
      if (a.k === "float" || b.k === "float") return compare(toFloat(cx, left, span), toFloat(cx, right, span));
      return compare(toInt(cx, left, span), toInt(cx, right, span));
    }
    if (a.k === "tuple" || b.k === "tuple") {
      const vartuple = a.k === "vartuple" ? left.ty : right.ty;
      const other = a.k === "vartuple" ? b : a;
      const cell = (vartuple[0] as Atom & { k: "vartuple" }).elem;
      if (other.k === "tuple") for (const e of other.elems) join(cx.p.w, get(cx, cell), e);
      return compare(convert(cx, left, vartuple, span), convert(cx, right, vartuple, span));
    }
    // Containers: their elements get one type, unless they cannot be equal at all.
    unifyAtoms(cx, a, b);
    need(cx, left.ty, "equal", span);
    return compare(left.e, right.e);
  }
  // Union members: only those that may be equal are compared.
  const rest = (ty: Ty): Ty => without(ty, "none");
  if (rest(left.ty).length <= 1 && rest(right.ty).length <= 1) {
    const a = rest(left.ty)[0];
    const b = rest(right.ty)[0];
    if (a && b && a.k === b.k && a.k !== "inst" && a.k !== "tuple") {
      unifyAtoms(cx, a, b);
      const ty: Ty = [{ k: "none" }, a];
      return compare(convert(cx, left, ty, span), convert(cx, right, ty, span));
    }
  }
  return unionEquality(cx, op, left, right, node, span);
}

export function unifyAtoms(cx: Cx, a: Atom, b: Atom): void {
  if ("elem" in a && "elem" in b) unify(cx.p.w, a.elem, b.elem);
  else if (a.k === "dict" && b.k === "dict") {
    unify(cx.p.w, a.key, b.key);
    unify(cx.p.w, a.value, b.value);
  }
}

function tupleEquality(
  cx: Cx,
  a: Atom & { k: "tuple" },
  b: Atom & { k: "tuple" },
  left: Val,
  right: Val,
  negated: boolean,
  node: object,
  span: Span,
): Val {
  const result = withTempVal(cx, left, span, (l) =>
    withTempVal(cx, right, span, (r) => {
      let all: Expression | undefined;
      a.elems.forEach((ty, i) => {
        const x: Val = { ty, e: ex(cx, "tupleGet", irType(cx.p, ty), span, { tuple: l().e, index: i }) };
        const y: Val = { ty: b.elems[i], e: ex(cx, "tupleGet", irType(cx.p, b.elems[i]), span, { tuple: r().e, index: i }) };
        const one = equality(cx, "==", x, y, node, span).e;
        all = all ? ex(cx, "logical", bool, span, { op: "and", left: all, right: one }) : one;
      });
      return { ty: BOOL, e: all ?? ex(cx, "bool", bool, span, { value: true }) };
    }),
  );
  return negated ? { ty: BOOL, e: ex(cx, "not", bool, span, { operand: result.e }) } : result;
}

function unionEquality(cx: Cx, op: "==" | "!=", left: Val, right: Val, node: object, span: Span): Val {
  const negated = op === "!=";
  const isNone = (val: Val): Expression => ex(cx, "isNone", bool, span, { value: val.e, negated: false });
  const swap = left.ty.length === 1;
  const [many, other] = swap ? [right, left] : [left, right];
  // One of the members, all of which are plain: the union compares itself.
  if (isPlain(many.ty) && other.ty.length === 1 && has(many.ty, other.ty[0].k))
    return {
      ty: BOOL,
      e: ex(cx, "compare", bool, span, {
        op: negated ? "ne" : "eq",
        left: convert(cx, left, many.ty, span),
        right: convert(cx, right, many.ty, span),
      }),
    };
  const eq = withTempVal(cx, left, span, (l) =>
    withTempVal(cx, right, span, (r) => {
      const [m, o] = swap ? [r, l] : [l, r];
      if (has(many.ty, "none")) {
        const rest = without(many.ty, "none");
        const value = (): Val => ({ ty: rest, e: ex(cx, "unwrap", irType(cx.p, rest), span, { value: m().e }) });
        const otherNone = has(other.ty, "none");
        const inner = otherNone ? without(other.ty, "none") : other.ty;
        const otherValue = (): Val => (otherNone ? { ty: inner, e: ex(cx, "unwrap", irType(cx.p, inner), span, { value: o().e }) } : o());
        const same = equality(cx, "==", value(), otherValue(), node, span).e;
        if (!otherNone)
          return {
            ty: BOOL,
            e: ex(cx, "logical", bool, span, { op: "and", left: ex(cx, "not", bool, span, { operand: isNone(m()) }), right: same }),
          };
        return {
          ty: BOOL,
          e: ex(cx, "conditional", bool, span, {
            test: ex(cx, "logical", bool, span, { op: "or", left: isNone(m()), right: isNone(o()) }),
            then: ex(cx, "logical", bool, span, { op: "and", left: isNone(m()), right: isNone(o()) }),
            orElse: same,
          }),
        };
      }
      return eachMember(cx, m(), span, "", (one) => equality(cx, "==", one, o(), memberNode(cx, node, one), span));
    }),
  );
  return negated ? { ty: BOOL, e: ex(cx, "not", bool, span, { operand: eq.e }) } : eq;
}

function instanceEquality(cx: Cx, op: "==" | "!=", left: Val, right: Val, span: Span): Val {
  const a = left.ty[0];
  const b = right.ty[0];
  const negate = (val: Val): Val => (op === "==" ? val : { ty: BOOL, e: ex(cx, "not", bool, span, { operand: truth(cx, val, span) }) });
  if (a.k === "inst" && op === "!=" && findMethod(a.cls, "__ne__")) return callMethod(cx, left, "__ne__", [{ value: right }], a.cls, span);
  if (a.k === "inst" && findMethod(a.cls, "__eq__"))
    return negate(notImplementedAs(cx, callMethod(cx, left, "__eq__", [{ value: right }], a.cls, span), span));
  if (b.k === "inst" && findMethod(b.cls, "__eq__"))
    return negate(
      notImplementedAs(
        cx,
        withTempVal(cx, left, span, (again) => callMethod(cx, right, "__eq__", [{ value: again() }], b.cls, span)),
        span,
      ),
    );
  if (a.k === "inst" && b.k === "inst" && a.cls === b.cls) {
    if (dataclassOf(a.cls)?.eq) need(cx, left.ty, "equal", span);
    if (dataclassOf(a.cls)?.eq)
      return { ty: BOOL, e: ex(cx, "compare", bool, span, { op: op === "==" ? "eq" : "ne", left: left.e, right: right.e }) };
    return { ty: BOOL, e: ex(cx, "identical", bool, span, { left: left.e, right: right.e, negated: op === "!=" }) };
  }
  return constant(cx, op === "!=", span, left, right);
}

/** `NotImplemented` from a comparison means: not equal. */
const notImplementedAs = (cx: Cx, val: Val, span: Span): Val => answered(cx, val, span, () => constant(cx, false, span, val));
