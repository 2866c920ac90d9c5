/** Conversions between types at flows: into options, unions, `any` and function values, and back where narrowing has proven it. */
import type { Span } from "../../../base/span.ts";
import { refuse } from "../../../diagnostics/diagnostic.ts";
import type { Expression, ExpressionFields, Statement } from "../../../ir/index.ts";
import { EXCEPTION, findCell, findSite, sameAtom, type Atom, type Ty } from "../infer/types.ts";
import { show } from "../infer/show.ts";
import { fromDynamic, isDynamic, noteDynamic, toDynamic } from "./dynamic.ts";
import { failure } from "./exceptions.ts";
import { isException, toException } from "./exception-objects.ts";
import { eachMember } from "./operators.ts";
import { functionValue } from "./function-values.ts";
import { ex, get, inBlock, newLocal, occurs, push, type Cx, type Val } from "./context.ts";
import { isSum, plainSum } from "./sums.ts";
import { scalarOf } from "./numpy/types.ts";
import { plainNumber } from "./numpy/values.ts";
import { irCell, irType, isGhost, keyOf, memberIndex } from "./ir-types.ts";

export const without = (ty: Ty, k: Atom["k"]): Ty => ty.filter((a) => a.k !== k);
export const has = (ty: Ty, k: Atom["k"]): boolean => ty.some((a) => a.k === k);

/** Numbers and texts as they are: a union of them shows and compares itself. */
export const isPlain = (ty: Ty): boolean =>
  ty.every((a) => a.k === "int" || a.k === "str" || a.k === "bool" || (a.k === "float" && !a.sum));

/** The same slot of two types: alike but for what is inside. */
const slot = (a: Atom, b: Atom): boolean => {
  if (a.k !== b.k) return false;
  if (a.k === "inst") return a.cls === (b as typeof a).cls;
  if (a.k === "tuple") return a.elems.length === (b as typeof a).elems.length;
  if (a.k === "rt") return a.path === (b as typeof a).path;
  return true;
};

/** The function value that a known function becomes when it flows from one type into another. */
const funcOf = (from: Ty, to: Ty): (Atom & { k: "func" }) | undefined =>
  from.length === 1 && from[0].k === "fn" ? to.find((a) => a.k === "func") : undefined;

/** An expression of the IR type of `to` from a value of type `from`. */
export function convert(cx: Cx, val: Val, to: Ty, span: Span): Expression {
  const from = val.ty;
  if (from === to) return val.e;
  const target = funcOf(from, to);
  if (target) {
    const made = functionValue(cx, val, findSite(target.site), span);
    return to.length === 1 ? made : convert(cx, { ty: [target], e: made }, to, span);
  }
  if (!cx.p.emitting) {
    if (from.length > 0 && to.length > 0) noteFlow(cx, val, to, span);
    return val.e;
  }
  if (isSum(from) && !to.some((a) => isSum([a]))) return convert(cx, plainSum(cx, val, span), to, span);
  if (from.length === 0) return asType(cx, val, to, span);
  if (keyOf(from) === keyOf(to)) return val.e;
  // What a union was narrowed from may be what is wanted, or lead there in one step.
  const whole = wider.get(val.e);
  if (whole && to.length > 0) return convert(cx, whole, to, span);
  if (to.length === 0) return asType(cx, val, to, span);
  const type = irType(cx.p, to);
  if (type.kind === "any") {
    if (has(from, "any")) return val.e;
    return toDynamic(cx, val, span);
  }
  if (has(from, "any")) return fromDynamic(cx, val, to, span);
  const noneFrom = has(from, "none");
  const noneTo = has(to, "none");
  if (noneTo && to.length > 1) {
    if (from.length === 1 && noneFrom) {
      const none = ex(cx, "none", type, span, {});
      return isPlainNone(val.e) ? none : sequence(cx, val, none, span);
    }
    const inner = without(to, "none");
    if (!noneFrom) return ex(cx, "some", type, span, { value: convert(cx, val, inner, span) });
    return withTemp(cx, val, span, (v) =>
      ex(cx, "conditional", type, span, {
        test: ex(cx, "isNone", { kind: "bool" }, span, { value: v(), negated: false }),
        then: ex(cx, "none", irType(cx.p, to), span, {}),
        orElse: ex(cx, "some", irType(cx.p, to), span, {
          value: convert(
            cx,
            { ty: without(from, "none"), e: ex(cx, "unwrap", irType(cx.p, without(from, "none")), span, { value: v() }) },
            inner,
            span,
          ),
        }),
      }),
    );
  }
  if (noneFrom && to.length === 1 && noneTo) {
    const unit = ex(cx, "unit", type, span, {});
    return isSimple(val.e) ? unit : sequence(cx, val, unit, span);
  }
  if (noneFrom && from.length > 1) {
    const rest = without(from, "none");
    const unwrapped = ex(cx, "unwrap", irType(cx.p, rest), span, {
      value: val.e,
      unproven: `TypeError: ${show(to)} expected, not NoneType`,
    });
    return convert(cx, { ty: rest, e: unwrapped }, to, span);
  }
  // Into a union.
  if (to.length > 1) {
    if (from.length === 1) {
      const member = to.find((a) => slot(a, from[0])) ?? (from[0].k === "tuple" ? to.find((a) => a.k === "vartuple") : undefined);
      if (!member && from[0].k === "inst" && isException(from[0].cls) && has(to, "exception"))
        return convert(cx, { ty: EXCEPTION, e: toException(cx, val, from[0].cls, span) }, to, span);
      if (!member) return internal(cx, val, to, span);
      return ex(cx, "inject", type, span, { value: convert(cx, val, [member], span), member: memberIndex(to, member) });
    }
    const fewer = withTemp(cx, val, span, (v) => {
      let result: Expression | undefined;
      // Members that narrowing has ruled out are left out.
      const kept = from.filter((atom) => to.some((a) => slot(a, atom)) || (atom.k === "tuple" && has(to, "vartuple")));
      if (kept.length === 0) return internal(cx, val, to, span);
      for (const atom of [...kept].reverse()) {
        const i = memberIndex(from, atom);
        const inner = ex(cx, "project", irType(cx.p, [atom]), span, { value: v(), member: i });
        const made = convert(cx, { ty: [atom], e: inner }, to, span);
        result = result
          ? ex(cx, "conditional", irType(cx.p, to), span, {
              test: ex(cx, "isMember", { kind: "bool" }, span, { value: v(), members: [i] }),
              then: made,
              orElse: result,
            })
          : made;
      }
      return result!;
    });
    if (cx.p.emitting && to.length < from.length) wider.set(fewer, val);
    return fewer;
  }
  if (to[0].k === "float" || to[0].k === "int") {
    const plain = (one: Val): Val => ({ ty: to, e: convert(cx, plainNumber(cx, one, span), to, span) });
    if (from.length > 1 && from.some((a) => scalarOf(a))) return eachMember(cx, val, span, "TypeError: must be real number", plain).e;
    if (from.length === 1 && scalarOf(from[0])) return plain(val).e;
  }
  // Out of a union: each kind of numbers that the wanted one includes.
  const numbers = to[0].k === "float" ? ["float", "int", "bool"] : to[0].k === "int" ? ["int", "bool"] : [];
  if (from.length > 1 && from.some((a) => a.k !== to[0].k && numbers.includes(a.k))) {
    return withTemp(cx, val, span, (v) => {
      let result: Expression | undefined;
      for (const atom of [...from].reverse()) {
        if (!numbers.includes(atom.k)) continue;
        const i = memberIndex(from, atom);
        const inner = ex(cx, "project", irType(cx.p, [atom]), span, {
          value: v(),
          member: i,
          unproven: to[0].k === "float" ? "TypeError: must be real number" : "TypeError: int expected",
        });
        const made = convert(cx, { ty: [atom], e: inner }, to, span);
        result = result
          ? ex(cx, "conditional", type, span, {
              test: ex(cx, "isMember", { kind: "bool" }, span, { value: v(), members: [i] }),
              then: made,
              orElse: result,
            })
          : made;
      }
      return result!;
    });
  }
  if (from.length > 1 && to[0].k === "exception")
    return eachMember(cx, val, span, "TypeError: exceptions must derive from BaseException", (one) => ({
      ty: EXCEPTION,
      e: convert(cx, one, EXCEPTION, span),
    })).e;
  if (from.length > 1) {
    const member = from.find((a) => slot(a, to[0]));
    if (!member) return internal(cx, val, to, span);
    const inner = ex(cx, "project", irType(cx.p, [member]), span, {
      value: val.e,
      member: memberIndex(from, member),
      unproven: `TypeError: ${show(to)} expected`,
    });
    return convert(cx, { ty: [member], e: inner }, to, span);
  }
  const a = from[0];
  const b = to[0];
  if (a.k === "tuple" && b.k === "tuple" && a.elems.length === b.elems.length) {
    if (val.e.kind === "tuple")
      return ex(cx, "tuple", type, span, { elems: val.e.elems.map((e, i) => convert(cx, { ty: a.elems[i], e }, b.elems[i], span)) });
    return withTemp(cx, val, span, (v) =>
      ex(cx, "tuple", type, span, {
        elems: b.elems.map((want, i) =>
          convert(cx, { ty: a.elems[i], e: ex(cx, "tupleGet", irType(cx.p, a.elems[i]), span, { tuple: v(), index: i }) }, want, span),
        ),
      }),
    );
  }
  if (a.k === "inst" && b.k === "exception" && isException(a.cls)) return toException(cx, val, a.cls, span);
  if (a.k === "tuple" && b.k === "vartuple") return tupleAsList(cx, val, b.elem, span);
  if (a.k === "bool" && b.k === "int") return ex(cx, "cast", type, span, { value: val.e });
  if ((a.k === "int" || a.k === "bool") && b.k === "float") return toFloat(cx, val, span);
  if ((a.k === "vartuple" && b.k === "list") || (a.k === "float" && b.k === "float")) return val.e;
  if (isGhost(from) && isGhost(to)) return val.e;
  if (sameAtom(a, b)) return val.e;
  return internal(cx, val, to, span);
}

/** While types are being solved: what becomes dynamic or a function value, at any depth of tuples. */
function noteFlow(cx: Cx, val: Val, to: Ty, span: Span): void {
  if (isDynamic(to)) return noteDynamic(cx, val, span);
  for (const a of val.ty) {
    const target = funcOf([a], to);
    if (target) functionValue(cx, { ty: [a], e: val.e }, findSite(target.site), span);
    if (a.k !== "tuple") continue;
    const b = to.find((each) => slot(each, a));
    if (b?.k === "tuple" && b !== a) a.elems.forEach((ty, i) => ty !== b.elems[i] && convert(cx, { ty, e: val.e }, b.elems[i], span));
    else if (!b) for (const c of to) if (c.k === "vartuple") tupleAsList(cx, { ty: [a], e: val.e }, c.elem, span);
  }
}

const wider = new WeakMap<Expression, Val>();

/** The value of more types that narrowing made a union of fewer of: a test may as well look at that. */
export const beforeNarrowing = (val: Val): Val => wider.get(val.e) ?? val;

const internal = (cx: Cx, val: Val, to: Ty, span: Span): Expression => {
  void cx;
  return refuse("PY0301", span, `a value of type ${show(val.ty)} is used where ${show(to)} is needed`);
};

const isPlainNone = (e: Expression): boolean => e.kind === "unit" || e.kind === "none";

/** Evaluates a value for its effects, then gives another. */
function sequence(cx: Cx, val: Val, then: Expression, span: Span): Expression {
  const body = inBlock(cx, () => push(cx, "expression", span, { value: val.e }));
  return ex(cx, "block", then.type, span, { body, value: then });
}

/** A value of a type in code that is never reached. */
export function asType(cx: Cx, val: Val, to: Ty, span: Span): Expression {
  if (!cx.p.emitting) return val.e;
  if (keyOf(val.ty) === keyOf(to)) return val.e;
  const type = irType(cx.p, to);
  const missing = ex(cx, "unwrap", type, span, {
    value: ex(cx, "none", { kind: "option", inner: irType(cx.p, to) }, span, {}),
    unproven: (val.e.kind === "unwrap" && val.e.unproven) || "RuntimeError: unreachable",
  });
  if (val.e.kind === "block" && val.e.body[val.e.body.length - 1]?.kind === "raise")
    return ex(cx, "block", type, span, { body: val.e.body, value: missing });
  return isSimple(val.e) || val.e.kind === "unwrap" ? missing : sequence(cx, val, missing, span);
}

/** An expression that raises where it is evaluated: `message` is `Class: text`. */
export function raises(cx: Cx, message: string, span: Span, ...before: readonly Val[]): Val {
  if (!cx.p.emitting) return { ty: [], e: before[0]?.e ?? ex(cx, "unit", { kind: "unit" }, span, {}) };
  const [, name, text] = /^([\w. ]+?): ([\s\S]*)$/.exec(message) ?? ["", "RuntimeError", message];
  const body = inBlock(cx, () => {
    for (const val of before) if (!isStill(val.e)) push(cx, "expression", span, { value: val.e });
    push(cx, "raise", span, { value: failure(cx, name, text, span) });
  });
  return { ty: [], e: ex(cx, "block", irType(cx.p, []), span, { body, value: ex(cx, "int", irType(cx.p, []), span, { value: 0n }) }) };
}

/** An expression that always raises, as a value of no type. */
export function never(cx: Cx, e: Expression, span: Span): Val {
  if (!cx.p.emitting) return { ty: [], e };
  const value = ex(cx, "int", irType(cx.p, []), span, { value: 0n });
  const body = [cx.p.builder.stmt("expression", span, { value: e }) as Statement];
  return { ty: [], e: ex(cx, "block", irType(cx.p, []), span, { body, value }) };
}

/** Code that is never reached: there is no value of its type. */
export function dead(cx: Cx, span: Span, ...before: readonly Val[]): Val {
  if (!cx.p.emitting) return { ty: [], e: before[0]?.e ?? ex(cx, "unit", { kind: "unit" }, span, {}) };
  const missing = ex(cx, "int", irType(cx.p, []), span, { value: 0n });
  const kept = before.filter((val) => !isStill(val.e));
  if (kept.length === 0) return { ty: [], e: missing };
  const body = inBlock(cx, () => {
    for (const val of kept) push(cx, "expression", span, { value: val.e });
  });
  return { ty: [], e: ex(cx, "block", missing.type, span, { body, value: missing }) };
}

/** Constants, and displays of them: evaluating it does nothing. */
export const isStill = (e: Expression): boolean =>
  isSimple(e) ||
  ((e.kind === "list" || e.kind === "set" || e.kind === "tuple") && e.elems.every(isStill)) ||
  (e.kind === "dict" && e.entries.every(([key, value]) => isStill(key) && isStill(value)));

export const isSimple = (e: Expression): boolean =>
  ["local", "global", "int", "float", "str", "bool", "none", "unit", "function", "bytes"].includes(e.kind);

export const toFloat = (cx: Cx, val: Val, span: Span): Expression => {
  if (!cx.p.emitting || val.ty[0]?.k === "float") return plainSum(cx, val, span).e;
  if (val.e.kind === "int") {
    const value = Number(val.e.value);
    if (Number.isFinite(value)) return ex(cx, "float", { kind: "float", width: 64 }, span, { value });
  }
  const e = val.ty[0]?.k === "bool" ? ex(cx, "cast", irType(cx.p, []), span, { value: val.e }) : val.e;
  return ex(cx, "cast", { kind: "float", width: 64 }, span, { value: e });
};

export const toInt = (cx: Cx, val: Val, span: Span): Expression =>
  val.ty.length > 1 && has(val.ty, "bool")
    ? convert(cx, val, [{ k: "int" }], span)
    : val.ty[0]?.k === "bool"
      ? ex(cx, "cast", irType(cx.p, []), span, { value: val.e })
      : val.e;

/** A local that holds a value while an expression uses it several times; what is a local already is used as it is. */
export function withTemp(cx: Cx, val: Val, span: Span, use: (again: () => Expression) => Expression): Expression {
  if (!cx.p.emitting) return use(() => val.e);
  if (val.e.kind === "local") {
    const { local } = val.e;
    let first = true;
    return use(() => {
      if (first) {
        first = false;
        return val.e;
      }
      occurs(cx, local);
      return ex(cx, "local", irType(cx.p, val.ty), span, { local });
    });
  }
  if (val.e.kind === "int" || val.e.kind === "float" || val.e.kind === "str" || val.e.kind === "bool") {
    const { kind, value: constant } = val.e;
    let first = true;
    return use(() => {
      const e = first ? val.e : ex(cx, kind, irType(cx.p, val.ty), span, { value: constant } as ExpressionFields[typeof kind]);
      first = false;
      return e;
    });
  }
  const local = newLocal(cx, "value", val.e.type, span);
  cx.declared.add(local);
  let value!: Expression;
  const body = inBlock(cx, () => {
    push(cx, "let", span, { local, value: val.e });
    value = use(() => ex(cx, "local", irType(cx.p, val.ty), span, { local }));
  });
  return ex(cx, "block", value.type, span, { body, value });
}

/** The same for lowerings that give a value with its type. */
export function withTempVal(cx: Cx, val: Val, span: Span, use: (again: () => Val) => Val): Val {
  let ty: Ty = [];
  const e = withTemp(cx, val, span, (again) => {
    const result = use(() => ({ ty: val.ty, e: again() }));
    ty = result.ty;
    return result.e;
  });
  return { ty, e };
}

/** A tuple of any shape as a list of its items. */
export function tupleAsList(cx: Cx, val: Val, elem: import("../infer/types.ts").Cell, span: Span): Expression {
  const atom = val.ty[0];
  if (atom?.k !== "tuple") return val.e;
  const want = get(cx, elem);
  if (!cx.p.emitting) {
    atom.elems.forEach((ty) => convert(cx, { ty, e: val.e }, want, span));
    return val.e;
  }
  const type = { kind: "list", elem: irCell(cx.p, findCell(elem)), rep: cx.p.reps.fresh() } as const;
  if (val.e.kind === "tuple")
    return ex(cx, "list", type, span, { elems: val.e.elems.map((e, i) => convert(cx, { ty: atom.elems[i], e }, want, span)) });
  return withTemp(cx, val, span, (v) =>
    ex(cx, "list", type, span, {
      elems: atom.elems.map((ty, i) =>
        convert(cx, { ty, e: ex(cx, "tupleGet", irType(cx.p, ty), span, { tuple: v(), index: i }) }, want, span),
      ),
    }),
  );
}
