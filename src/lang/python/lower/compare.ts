/** Comparisons, membership, identity. */
import type { Span } from "../../../base/span.ts";
import { refuse } from "../../../diagnostics/diagnostic.ts";
import { bool, type CompareOperator, type Expression } from "../../../ir/index.ts";
import type { CompareOp, Expr } from "../ast/nodes.ts";
import { dataclassOf, findMethod, type ClassInfo } from "../infer/classes.ts";
import { BOOL, join, type Atom, type Ty } from "../infer/types.ts";
import { show } from "../infer/show.ts";
import { rowsOf } from "../stdlib/types.ts";
import { numpyComparison } from "./numpy/operators.ts";
import { isForeign, membershipError, orderError } from "./undefined-operations.ts";
import { eachKind, isDynamic, withMethod } from "./dynamic.ts";
import { checkOrdered, dynamicOrdering, lateOrdering, orderable } from "./orderable.ts";
import { answered, askedBoth } from "./instance-operators.ts";
import { convert, dead, has, isSimple, isStill, raises, toFloat, toInt, withTemp, withTempVal } from "./convert.ts";
import { viewComparison } from "./views.ts";
import { ex, get, isBusy, site, type Cx, type Val } from "./context.ts";
import { expr } from "./expressions.ts";
import { enumClass, enumValue, memberList } from "./enums.ts";
import { comparedFields, comparesAll } from "./dataclass-fields.ts";
import { irType } from "./ir-types.ts";
import { elemOf, toLoop } from "./iteration.ts";
import { callMethod } from "./methods.ts";
import { attempt, eachMember, memberNode } from "./operators.ts";
import { orderFailure, pyName } from "./type-errors.ts";
import { entryThere } from "./class-keyed.ts";
import { dictHas } from "./object-fields.ts";
import { callRow, hasRow, rowFits, UNHASHABLE } from "./rows.ts";
import { truth } from "./truth.ts";
import { apartClasses, isTotal, need } from "./protocols.ts";
import { mayEqual, equality, unifyAtoms } from "./equality.ts";
import { exitClassTest } from "./exit-classes.ts";
import { identity } from "./identity.ts";

const OPS: Partial<Record<CompareOp, CompareOperator>> = { "==": "eq", "!=": "ne", "<": "lt", "<=": "le", ">": "gt", ">=": "ge" };

export const DUNDER: Partial<Record<CompareOp, string>> = {
  "==": "__eq__",
  "!=": "__ne__",
  "<": "__lt__",
  "<=": "__le__",
  ">": "__gt__",
  ">=": "__ge__",
};

const MIRROR: Partial<Record<CompareOp, CompareOp>> = { "==": "==", "!=": "!=", "<": ">", "<=": ">=", ">": "<", ">=": "<=" };

export const constant = (cx: Cx, value: boolean, span: Span, ...before: readonly Val[]): Val => {
  const e = ex(cx, "bool", bool, span, { value });
  const kept = before.filter((val) => !isStill(val.e));
  if (!cx.p.emitting || kept.length === 0) return { ty: BOOL, e };
  return {
    ty: BOOL,
    e: ex(cx, "block", bool, span, { body: kept.map((val) => cx.p.builder.stmt("expression", span, { value: val.e })), value: e }),
  };
};

/** `kind is ValueError` in `__exit__`, `name in object.__dict__`, `cls in cls._instances`; undefined for other comparisons. */
export function entryTest(cx: Cx, node: Expr<"compare">): Val | undefined {
  const { left, rest, span } = node;
  const [{ op, right }] = rest;
  const exit = exitClassTest(cx, node);
  if (exit) return exit;
  if (rest.length !== 1 || (op !== "in" && op !== "not in")) return undefined;
  const there = dictHas(cx, left, right, span) ?? entryThere(cx, left, right, span);
  return there && op === "not in" ? { ty: BOOL, e: ex(cx, "not", bool, span, { operand: there.e }) } : there;
}

/** `a < b <= c`: operands are evaluated once. */
export function compareExpr(cx: Cx, node: Expr<"compare">): Val {
  const { span } = node;
  if (node.rest.length === 1) {
    const entry = entryTest(cx, node);
    if (entry) return entry;
    const left = expr(cx, node.left);
    return comparison(cx, node.rest[0].op, left, expr(cx, node.rest[0].right), node, span);
  }
  const step = (left: Val, i: number): Val => {
    const { op, right } = node.rest[i];
    const value = expr(cx, right);
    if (i === node.rest.length - 1) return comparison(cx, op, left, value, node.rest[i], span);
    return withTempVal(cx, value, span, (again) => {
      const first = truth(cx, comparison(cx, op, left, again(), node.rest[i], span), span);
      const rest = truth(cx, step(again(), i + 1), span);
      return { ty: BOOL, e: ex(cx, "logical", bool, span, { op: "and", left: first, right: rest }) };
    });
  };
  return step(expr(cx, node.left), 0);
}

/** One comparison. */
export function comparison(cx: Cx, op: CompareOp, left: Val, right: Val, node: object, span: Span): Val {
  const not = (val: Val): Val => ({ ty: BOOL, e: ex(cx, "not", bool, span, { operand: truth(cx, val, span) }) });
  switch (op) {
    case "in":
      return { ty: BOOL, e: truth(cx, contains(cx, right, left, node, span), span) };
    case "not in":
      return not(contains(cx, right, left, node, span));
    case "is":
    case "is not":
      return identity(cx, left, right, op === "is not", node, span);
    case "==":
    case "!=":
    case "<":
    case "<=":
    case ">":
    case ">=": {
      const known = numpyComparison(cx, op, left, right, node, span);
      if (known) return known;
      if (op !== "==" && op !== "!=") return viewComparison(cx, op, left, right, node, span) ?? ordering(cx, op, left, right, node, span);
      return viewComparison(cx, op, left, right, node, span) ?? equality(cx, op, left, right, node, span);
    }
  }
}

export const isNoneTy = (ty: Ty): boolean => ty.length === 1 && ty[0].k === "none";

export const isCounter = (atom: Atom): boolean => atom.k === "dict" && atom.flavour === "counter";

/** A comparison that the library's tables have for a type of the runtime: with itself, or with a number. Two counters compare the counts of all keys, also of those that one does not have. */
export function libraryCompare(cx: Cx, op: CompareOp, left: Val, right: Val, node: object, span: Span): Val | undefined {
  const counters = isCounter(left.ty[0]) && isCounter(right.ty[0]);
  const rowOf = (atom: Atom, sign: CompareOp): string | undefined =>
    atom.k === "rt" ? `${rowsOf(atom.path)}.${DUNDER[sign]}` : counters ? `counter.${DUNDER[sign]}` : undefined;
  const attemptRow = (name: string | undefined, values: readonly Val[]): Val | undefined => {
    const args = values.map((value) => ({ value }));
    return name && hasRow(cx, name) && rowFits(cx, name, args) ? callRow(cx, name, args, node, span) : undefined;
  };
  return attemptRow(rowOf(left.ty[0], op), [left, right]) ?? attemptRow(rowOf(right.ty[0], MIRROR[op] ?? op), [right, left]);
}

/** Tuples of two lengths: the longer one's beginning decides, and is less where that is equal. */
function unevenOrdering(cx: Cx, op: CompareOp, left: Val, right: Val, node: object, span: Span): Val {
  const lengthOf = (val: Val): number => (val.ty[0].k === "tuple" ? val.ty[0].elems.length : 0);
  const size = Math.min(lengthOf(left), lengthOf(right));
  const beginning = (val: Val): Val => {
    const atom = val.ty[0];
    if (atom.k !== "tuple" || atom.elems.length === size) return val;
    const ty: Ty = [{ k: "tuple", elems: atom.elems.slice(0, size) }];
    return withTempVal(cx, val, span, (again) => {
      const elems = atom.elems
        .slice(0, size)
        .map((elem, index) => ex(cx, "tupleGet", irType(cx.p, elem), span, { tuple: again().e, index }));
      return { ty, e: ex(cx, "tuple", irType(cx.p, ty), span, { elems }) };
    });
  };
  const less = op === "<" || op === "<=";
  const longer = lengthOf(left) > size;
  return ordering(cx, longer ? (less ? "<" : ">=") : less ? "<=" : ">", beginning(left), beginning(right), node, span);
}

export function ordering(cx: Cx, op: CompareOp, left: Val, right: Val, node: object, span: Span): Val {
  if (left.ty.length === 0 || right.ty.length === 0) return { ty: BOOL, e: constant(cx, false, span, left, right).e };
  if (left.ty.length > 1)
    return withTempVal(cx, right, span, (again) =>
      eachMember(
        cx,
        left,
        span,
        (type) => orderFailure(op, type, pyName(right.ty)),
        (one) => attempt(() => ordering(cx, op, one, again(), memberNode(cx, node, one), span)),
      ),
    );
  if (right.ty.length > 1)
    return withTempVal(cx, left, span, (again) =>
      eachMember(
        cx,
        right,
        span,
        (type) => orderFailure(op, pyName(left.ty), type),
        (one) => attempt(() => ordering(cx, op, again(), one, memberNode(cx, node, one), span)),
      ),
    );
  const a = left.ty[0];
  const b = right.ty[0];
  if (a.k === "tuple" && b.k === "tuple" && a.elems.length !== b.elems.length) return unevenOrdering(cx, op, left, right, node, span);
  const compare = (l: Expression, r: Expression): Val => ({
    ty: BOOL,
    e: ex(cx, "compare", bool, span, { op: OPS[op]!, left: l, right: r }),
  });
  const numberKinds = ["int", "float", "bool"];
  if (numberKinds.includes(a.k) && numberKinds.includes(b.k)) {
    if (a.k === b.k && a.k !== "bool") return compare(left.e, right.e);
    if (a.k === "float" || b.k === "float") return compare(toFloat(cx, left, span), toFloat(cx, right, span));
    return compare(toInt(cx, left, span), toInt(cx, right, span));
  }
  if (a.k === "inst" || b.k === "inst") {
    const [l, r] = [enumValue(cx, left, span), enumValue(cx, right, span)];
    if (l !== left || r !== right) return ordering(cx, op, l, r, node, span);
    const name = DUNDER[op]!;
    const mirror = DUNDER[MIRROR[op]!]!;
    const failed = (l: Val, r: Val): Val => raises(cx, orderFailure(op, pyName(left.ty), pyName(right.ty)), span, l, r);
    const asksRight = (l: Val, r: Val): Val =>
      b.k === "inst" && findMethod(b.cls, mirror)
        ? askedBoth(
            cx,
            l,
            r,
            span,
            (x, y) => withTempVal(cx, x, span, (again) => callMethod(cx, y, mirror, [{ value: again() }], b.cls, span)),
            failed,
          )
        : failed(l, r);
    if (a.k === "inst" && findMethod(a.cls, name))
      return askedBoth(cx, left, right, span, (l, r) => callMethod(cx, l, name, [{ value: r }], a.cls, span), asksRight);
    if (b.k === "inst" && findMethod(b.cls, mirror) && !(a.k === "inst" && isTotal(a.cls))) return asksRight(left, right);
    if (a.k === "inst" && b.k === "inst" && a.cls === b.cls && dataclassOf(a.cls)?.order) {
      need(cx, left.ty, "order", span);
      if (comparesAll(a.cls)) return compare(left.e, right.e);
      return withTempVal(cx, left, span, (l) =>
        withTempVal(cx, right, span, (r) =>
          ordering(cx, op, comparedFields(cx, l, a.cls, span), comparedFields(cx, r, b.cls, span), node, span),
        ),
      );
    }
    const total = a.k === "inst" && isTotal(a.cls) ? totalOrdering(cx, op, left, right, a.cls, node, span) : undefined;
    if (total) return total;
    if (isForeign(a, b)) return { ...raises(cx, orderFailure(op, pyName(left.ty), pyName(right.ty)), span, left, right), ty: [] };
    return refuse("PY0302", span, `\`${op}\` is not defined for ${show(left.ty)} and ${show(right.ty)}`);
  }
  const numbers = numpyComparison(cx, op, left, right, node, span);
  if (numbers) return numbers;
  if (a.k === "any" || b.k === "any") return dynamicOrdering(cx, op, left, right, node, span);
  const set = (x: Atom): boolean => x.k === "set" || x.k === "frozenset";
  if (set(a) && set(b)) return callRow(cx, `${a.k}.${DUNDER[op]}`, [{ value: left }, { value: right }], node, span);
  if (a.k === "tuple" && b.k === "tuple" && a.elems.length === b.elems.length) {
    const ty = join(cx.p.w, left.ty, right.ty);
    if (orderable(cx, ty) !== ty) return lateOrdering(cx, op, left, right, node, span);
    if (ty.length === 1) {
      checkOrdered(cx, ty, op, span);
      return compare(convert(cx, left, ty, span), convert(cx, right, ty, span));
    }
  }
  if (a.k === b.k && ["str", "bytes", "list", "vartuple"].includes(a.k)) {
    if ("elem" in a && "elem" in b) {
      const elem = join(cx.p.w, get(cx, a.elem), get(cx, b.elem));
      if (orderable(cx, elem) !== elem) return lateOrdering(cx, op, left, right, node, span);
    }
    unifyAtoms(cx, a, b);
    checkOrdered(cx, left.ty, op, span);
    return compare(left.e, right.e);
  }
  const known = a.k === "rt" || b.k === "rt" || isCounter(a) ? libraryCompare(cx, op, left, right, node, span) : undefined;
  if (known) return known;
  const error = orderError(op, a, b);
  if (error) return { ...raises(cx, error, span, left, right), ty: [] };
  return refuse("PY0302", span, `\`${op}\` is not defined for ${show(left.ty)} and ${show(right.ty)}`);
}

/** What `functools.total_ordering` adds: the comparison from the one that the class has and from equality. */
const FROM: Readonly<Record<string, Partial<Record<CompareOp, readonly ["not" | "", "and" | "or" | "", "eq" | "ne" | ""]>>>> = {
  __lt__: { ">": ["not", "and", "ne"], "<=": ["", "or", "eq"], ">=": ["not", "", ""] },
  __le__: { ">=": ["not", "or", "eq"], "<": ["", "and", "ne"], ">": ["not", "", ""] },
  __gt__: { "<": ["not", "and", "ne"], ">=": ["", "or", "eq"], "<=": ["not", "", ""] },
  __ge__: { "<=": ["not", "or", "eq"], ">": ["", "and", "ne"], "<": ["not", "", ""] },
};

function totalOrdering(cx: Cx, op: CompareOp, left: Val, right: Val, cls: ClassInfo, node: object, span: Span): Val | undefined {
  const root = Object.keys(FROM).find((name) => findMethod(cls, name));
  const rule = root === undefined ? undefined : FROM[root][op];
  if (root === undefined || !rule) return undefined;
  const [negated, joined, equal] = rule;
  return withTempVal(cx, left, span, (l) =>
    withTempVal(cx, right, span, (r) => {
      const answer = answered(cx, callMethod(cx, l(), root, [{ value: r() }], cls, span), span, () =>
        raises(cx, orderFailure(op, pyName(left.ty), pyName(right.ty)), span),
      );
      const first = truth(cx, answer, span);
      const one = negated ? ex(cx, "not", bool, span, { operand: first }) : first;
      if (!joined) return { ty: BOOL, e: one };
      const other = truth(cx, equality(cx, equal === "eq" ? "==" : "!=", l(), r(), node, span), span);
      return { ty: BOOL, e: ex(cx, "logical", bool, span, { op: joined, left: one, right: other }) };
    }),
  );
}

const notIn = (container: string, item: Ty): string =>
  container === "str"
    ? `TypeError: 'in <string>' requires string as left operand, not ${pyName(item)}`
    : `TypeError: argument of type '${container}' is not iterable`;

/** `item in container`. */
function contains(cx: Cx, container: Val, item: Val, node: object, span: Span): Val {
  if (container.ty.length === 0 || item.ty.length === 0) return { ty: BOOL, e: constant(cx, false, span, item, container).e };
  // What is looked for is evaluated before what it is looked for in.
  if (cx.p.emitting && isBusy(container.e) && isBusy(item.e))
    return withTempVal(cx, item, span, (again) => contains(cx, container, again(), node, span));
  if (container.ty.length > 1)
    return withTempVal(cx, item, span, (again) =>
      eachMember(
        cx,
        container,
        span,
        (type) => notIn(type, item.ty),
        (one) => attempt(() => contains(cx, one, again(), memberNode(cx, node, one), span)),
      ),
    );
  if (isDynamic(container.ty))
    return eachKind(
      cx,
      container,
      withMethod(cx, "__contains__", "__iter__"),
      span,
      (one) => callRow(cx, "any.__contains__", [{ value: one }, { value: item }], node, span),
      (one) => attempt(() => contains(cx, one, item, memberNode(cx, node, one), span)),
    );
  const enumeration = enumClass(container.ty);
  // Every object of the class is a member.
  if (enumeration && item.ty.length === 1 && item.ty[0].k === "inst" && item.ty[0].cls === enumeration)
    return constant(cx, true, span, item);
  if (enumeration) return contains(cx, memberList(cx, enumeration, node, span), item, node, span);
  const atom = container.ty[0];
  if (container.viewed && atom.k === "iter" && atom.view === "keys") return contains(cx, container.viewed, item, node, span);
  if (atom.k === "inst") {
    if (findMethod(atom.cls, "__contains__"))
      return withTempVal(cx, item, span, (again) => callMethod(cx, container, "__contains__", [{ value: again() }], atom.cls, span));
    const listed = callRow(
      cx,
      "builtins.list",
      [{ value: toLoop(cx, container, node, span) }],
      site(cx, node, "items", () => ({})),
      span,
    );
    return contains(cx, listed, item, node, span);
  }
  if (atom.k === "tuple") {
    if (item.e.kind === "unit" && cx.p.emitting) return refuse("PY0308", span, "`in` with a value that is known while translating");
    const equalsAny = (it: () => Val, elemAt: (ty: Ty, index: number) => Expression): Val => {
      const tests = atom.elems.map((ty, i) => equality(cx, "==", it(), { ty, e: elemAt(ty, i) }, node, span).e);
      const or = (left: Expression, right: Expression): Expression => ex(cx, "logical", bool, span, { op: "or", left, right });
      return { ty: BOOL, e: tests.length ? tests.reduce(or) : ex(cx, "bool", bool, span, { value: false }) };
    };
    const written = container.e.kind === "tuple" && container.e.elems.every(isSimple) ? container.e.elems : undefined;
    return withTempVal(cx, item, span, (it) =>
      written
        ? equalsAny(it, (_, i) => written[i])
        : withTempVal(cx, container, span, (t) =>
            equalsAny(it, (ty, index) => ex(cx, "tupleGet", irType(cx.p, ty), span, { tuple: t().e, index })),
          ),
    );
  }
  const kind = item.ty.length === 1 ? item.ty[0].k : "";
  if (UNHASHABLE.test(kind) && (atom.k === "dict" || ((atom.k === "set" || atom.k === "frozenset") && kind !== "set")))
    return raises(cx, `TypeError: unhashable type: '${pyName(item.ty)}'`, span, item, container);
  apartClasses(cx, atom);
  need(cx, container.ty, "equal", span);
  const elem = elemOf(cx, container.ty);
  // What is looked for in text and bytes may be a part of it.
  const inParts = atom.k === "str" || atom.k === "bytes" || (atom.k === "rt" && atom.path === "bytearray::ByteArray");
  if (elem && elem.length > 0 && !inParts && atom.k !== "any") {
    // Members of the item's type that no element can equal are never found.
    const possible = item.ty.filter((a) => elem.some((b) => mayEqual(a, b)));
    if (possible.length === 0) return constant(cx, false, span, item, container);
    if (possible.length < item.ty.length && has(item.ty, "none") && possible.length === item.ty.length - 1)
      return withTempVal(cx, item, span, (again) => ({
        ty: BOOL,
        e: ex(cx, "logical", bool, span, {
          op: "and",
          left: ex(cx, "isNone", bool, span, { value: again().e, negated: true }),
          right: contains(
            cx,
            container,
            { ty: possible, e: ex(cx, "unwrap", irType(cx.p, possible), span, { value: again().e }) },
            node,
            span,
          ).e,
        }),
      }));
    if (elem.length === 1 && possible.length === 1 && item.ty.length === 1) {
      const kind = elem[0].k;
      if (item.ty[0].k === "bool" && kind === "int") item = { ty: elem, e: toInt(cx, item, span) };
      else if (kind === "float" && (item.ty[0].k === "int" || item.ty[0].k === "bool")) item = { ty: elem, e: toFloat(cx, item, span) };
    }
  }
  const receiver = atom.k === "dict" ? "dict" : atom.k === "vartuple" ? "list" : atom.k === "rt" ? rowsOf(atom.path) : atom.k;
  const value: Val = atom.k === "vartuple" ? { ty: [{ k: "list", elem: atom.elem }], e: container.e } : container;
  if (hasRow(cx, `${receiver}.__contains__`)) return callRow(cx, `${receiver}.__contains__`, [{ value }, { value: item }], node, span);
  if (atom.k === "iter") {
    const loop = toLoop(cx, container, node, span);
    const listed = callRow(cx, "builtins.list", [{ value: loop }], node, span);
    return contains(cx, listed, item, node, span);
  }
  const error = membershipError(atom);
  if (error) return raises(cx, error, span, item, container);
  return refuse("PY0303", span, `\`in\` on a value of type ${show(container.ty)}`);
}

export { withTemp, dead };
