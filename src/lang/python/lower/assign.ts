/** Assignments: names, attributes, items, unpacking, augmented forms, `del`. */
import type { Span } from "../../../base/span.ts";
import { refuse } from "../../../diagnostics/diagnostic.ts";
import type { Comment, Expression, Statement } from "../../../ir/index.ts";
import type { Expr, Stmt } from "../ast/nodes.ts";
import { NONE, flow, INT, unify, type Ty } from "../infer/types.ts";
import { show } from "../infer/show.ts";
import { rowsOf } from "../stdlib/types.ts";
import { storeItem } from "./numpy/indexing.ts";
import { arrayOf } from "./numpy/types.ts";
import { storeAttribute } from "./attributes.ts";
import { callCallable } from "./call.ts";
import { noteField } from "./classes.ts";
import { convert, raises, withTempVal } from "./convert.ts";
import { iteratedTuple } from "./builtin-bases.ts";
import { ex, get, newLocal, push, site, siteCell, type Cx, type Val } from "./context.ts";
import { expr } from "./expressions.ts";
import { noteSingle } from "./function-attributes.ts";
import { irType, isGhost, keyOf } from "./ir-types.ts";
import { elemOf, settle, toLoop } from "./iteration.ts";
import { storeDynamic } from "./dynamic-items.ts";
import { callMethod } from "./methods.ts";
import { bindName, forget, forgetCalls } from "./names.ts";
import { attempt, eachMember, memberNode } from "./operators.ts";
import { storeRaw } from "./computed-stores.ts";
import { storeEntry } from "./class-keyed.ts";
import { dictOwner } from "./object-fields.ts";
import { callRow, hasRow } from "./rows.ts";
import { sliceParts, sliceValue } from "./subscripts.ts";
import { pathOf } from "./conditions.ts";
import { inBlock } from "./context.ts";
import { dead } from "./convert.ts";
import { pyName, UNCHANGING } from "./type-errors.ts";
import { keepView } from "./views.ts";

export type Comments = readonly Comment[] | undefined;

export function assignStatement(cx: Cx, s: Stmt<"assign">): void {
  if (s.targets.length === 1) {
    const [target] = s.targets;
    // `a, b = b, a`: each side evaluated once, then bound in order.
    if (
      (target.kind === "tuple" || target.kind === "list") &&
      s.value.kind === "tuple" &&
      s.value.elems.length === target.elems.length &&
      ![...target.elems, ...s.value.elems].some((e) => e.kind === "starred")
    ) {
      const vals = s.value.elems.map((value) => expr(cx, value));
      if (swap(cx, s, target, s.value, vals)) return;
      const kept = target.elems.every(({ kind }) => kind === "attribute") && vals.every(({ e }) => isUnmoved(e));
      const temps = vals.map((val, i) =>
        kept
          ? val
          : temp(
              cx,
              val,
              target.elems[i].kind === "name" ? (target.elems[i] as Expr<"name">).id : "value",
              s.span,
              i === 0 ? s.comments : undefined,
            ),
      );
      target.elems.forEach((inner, i) => assignTarget(cx, inner, temps[i], s.span, kept && i === 0 ? s.comments : undefined));
      return;
    }
    if (s.value.kind === "call") noteSingle(cx, s.value.span);
    const val = expr(cx, s.value);
    if (!keepView(cx, s, val)) assignTarget(cx, target, val, s.span, s.comments);
    return;
  }
  const val = temp(cx, expr(cx, s.value), "value", s.span, s.comments);
  s.targets.forEach((target, i) => assignTarget(cx, target, i === 0 ? val : again(cx, val, s.span), s.span));
}

/** Is it the same after attributes were assigned, and of no effect? */
const isUnmoved = (e: Expression): boolean =>
  e.kind === "local" || (e.kind === "list" && e.elems.length === 0) || (e.kind === "dict" && e.entries.length === 0);

/** The value in a local, unless it is a constant already. */
export function temp(cx: Cx, val: Val, name: string, span: Span, comments?: Comments): Val {
  if (!cx.p.emitting || isGhost(val.ty) || ["int", "float", "str", "bool", "unit", "none"].includes(val.e.kind)) return val;
  const local = newLocal(cx, name, val.e.type, span);
  cx.declared.add(local);
  push(cx, "let", span, { local, value: val.e }, comments);
  return { ty: val.ty, e: ex(cx, "local", irType(cx.p, val.ty), span, { local }) };
}

/** `items[i], items[j] = items[j], items[i]`: false where it is something else. */
function swap(cx: Cx, s: Stmt<"assign">, target: Expr<"tuple"> | Expr<"list">, value: Expr<"tuple">, vals: readonly Val[]): boolean {
  const [first, second] = target.elems;
  const [from, to] = value.elems;
  if (!cx.p.emitting || target.elems.length !== 2 || first.kind !== "subscript" || second.kind !== "subscript") return false;
  if (from.kind !== "subscript" || to.kind !== "subscript" || first.object.kind !== "name") return false;
  const same = (a: Expr, b: Expr): boolean => isStill(a) && textOf(a) === textOf(b);
  if (!same(first.object, second.object) || !same(first.object, from.object) || !same(first.object, to.object)) return false;
  if (!same(first.index, to.index) || !same(second.index, from.index)) return false;
  const items = expr(cx, first.object);
  const places = [expr(cx, first.index), expr(cx, second.index)];
  if (items.ty.length !== 1 || items.ty[0].k !== "list" || vals.some(({ ty }) => keyOf(ty) !== keyOf(elemOf(cx, items.ty) ?? [])))
    return false;
  if (!places.every(({ ty }) => ty.length === 1 && ty[0].k === "int")) return false;
  const made = callRow(
    cx,
    "list.swap",
    [items, ...places].map((each) => ({ value: each })),
    s,
    s.span,
  );
  push(cx, "expression", s.span, { value: made.e }, s.comments);
  return true;
}

/** Names, constants and arithmetic on them: reading it twice is the same. */
const isStill = (e: Expr): boolean =>
  e.kind === "name" ||
  e.kind === "int" ||
  (e.kind === "binary" && isStill(e.left) && isStill(e.right)) ||
  (e.kind === "unary" && isStill(e.operand));

/** A text that is equal for expressions of `isStill` that are equal. */
const textOf = (e: Expr): string =>
  e.kind === "name"
    ? e.id
    : e.kind === "int"
      ? String(e.value)
      : e.kind === "binary"
        ? `(${textOf(e.left)}${e.op}${textOf(e.right)})`
        : e.kind === "unary"
          ? `${e.op}${textOf(e.operand)}`
          : "";

/** The same value for a further use. */
export function again(cx: Cx, val: Val, span: Span): Val {
  if (!cx.p.emitting) return val;
  const { e } = val;
  if (e.kind === "local") return { ty: val.ty, e: ex(cx, "local", irType(cx.p, val.ty), span, { local: e.local }) };
  const { id: _, span: __, kind, type, ...fields } = e as Expression & Record<string, unknown>;
  return { ty: val.ty, e: ex(cx, kind as "int", type, span, fields as never) };
}

/** Binds a target to a value. */
export function assignTarget(cx: Cx, target: Expr, val: Val, span: Span, comments?: Comments): void {
  switch (target.kind) {
    case "name":
      bindName(cx, cx.module.scopes.binding(target), target.id, val, span, comments);
      return;
    case "attribute":
      return assignAttribute(cx, target, settle(cx, val, target, span), span, comments);
    case "subscript":
      return assignItem(cx, target, settle(cx, val, target, span), span, comments);
    case "tuple":
    case "list":
      return unpack(cx, target, val, span, comments);
    default:
      return refuse("PY0206", target.span, "this cannot be assigned to");
  }
}

function assignAttribute(cx: Cx, target: Expr<"attribute">, val: Val, span: Span, comments: Comments): void {
  if (noteField(cx, target, val, span, comments)) return;
  const object = expr(cx, target.object);
  const path = pathOf(cx, target);
  if (cx.env) {
    for (const key of [...cx.env.keys()]) if (key.endsWith(`.${target.name}`) || key.includes(`.${target.name}.`)) cx.env.delete(key);
  }
  const ty = storeAttribute(cx, object, target.name, val, span, comments);
  if (!ty || !path || !cx.env || val.ty.length === 0) return;
  const known = ty.filter((a) => val.ty.some((b) => a.k === b.k && (a.k !== "inst" || a.cls === (b as typeof a).cls)));
  if (known.length && known.length < ty.length) cx.env.set(path, known);
}

function assignItem(cx: Cx, target: Expr<"subscript">, val: Val, span: Span, comments: Comments): void {
  // The value is evaluated before the container and the key.
  const early =
    cx.p.emitting && !["int", "float", "str", "bool", "unit", "none", "local"].includes(val.e.kind) && !pure(target.index)
      ? temp(cx, val, "value", span)
      : val;
  if (storeEntry(cx, target, early, span)) return;
  const owner = dictOwner(target.object);
  if (owner) return push(cx, "expression", span, { value: storeRaw(cx, expr(cx, owner), target.index, early, target, span).e }, comments);
  const object = expr(cx, target.object);
  const path = pathOf(cx, target.object);
  if (path && cx.env) forget(cx, path.includes(".[") ? path : path + ".");
  setItem(cx, object, target.index, early, target, span, comments);
}

const pure = (e: Expr): boolean =>
  e.kind === "name" ||
  e.kind === "int" ||
  e.kind === "str" ||
  (e.kind === "binary" && pure(e.left) && pure(e.right)) ||
  (e.kind === "unary" && pure(e.operand)) ||
  (e.kind === "tuple" && e.elems.every(pure)) ||
  (e.kind === "attribute" && pure(e.object)) ||
  (e.kind === "subscript" && pure(e.object) && pure(e.index));

function setItem(cx: Cx, object: Val, index: Expr, val: Val, node: object, span: Span, comments: Comments): void {
  if (object.ty.length === 0) {
    if (index.kind !== "slice") expr(cx, index);
    return;
  }
  const some = object.ty.filter((a) => a.k !== "none");
  if (some.length < object.ty.length && some.length === 1)
    object = {
      ty: some,
      e: ex(cx, "unwrap", irType(cx.p, some), span, {
        value: object.e,
        unproven: "TypeError: 'NoneType' object does not support item assignment",
      }),
    };
  if (object.ty.length > 1) {
    const made = eachMember(
      cx,
      object,
      span,
      (type) => `TypeError: '${type}' object does not support item assignment`,
      (one) => {
        let body: Statement[] = [];
        const made = attempt(() => {
          body = inBlock(cx, () => setItem(cx, one, index, val, memberNode(cx, node, one), span, undefined));
          return one;
        });
        if (!made) return undefined;
        return {
          ty: [{ k: "none" }],
          e: ex(cx, "block", { kind: "unit" }, span, { body, value: ex(cx, "unit", { kind: "unit" }, span, {}) }),
        };
      },
    );
    push(cx, "expression", span, { value: made.e }, comments);
    return;
  }
  const atom = object.ty[0];
  const done = (made: Val): void => push(cx, "expression", span, { value: made.e }, comments);
  if (arrayOf(atom)) return done({ ty: NONE, e: storeItem(cx, object, index, val, node, span) });
  if (index.kind === "slice" && atom.k === "inst")
    return done(callMethod(cx, object, "__setitem__", [{ value: sliceValue(cx, index) }, { value: val }], atom.cls, span));
  if (index.kind === "slice") {
    const { start, stop, step } = sliceParts(cx, index);
    const kind = atom.k === "rt" ? rowsOf(atom.path) : atom.k;
    // `xs[:] = []`: the empty list is one of such items.
    const [items] = val.ty;
    if (atom.k === "list" && val.ty.length === 1 && items.k === "list" && get(cx, items.elem).length === 0)
      unify(cx.p.w, atom.elem, items.elem);
    if (!hasRow(cx, `${kind}.setslice`)) return refuse("PY0308", span, `a slice of ${show(object.ty)} is assigned`);
    const args = [{ value: object }, { value: start }, { value: stop }, ...(step ? [{ value: step }] : []), { value: val }];
    return done(callRow(cx, `${kind}.setslice${step ? "_step" : ""}`, args, node, span));
  }
  const key = expr(cx, index);
  if (atom.k === "any" && key.ty.length > 0 && val.ty.length > 0) return done(storeDynamic(cx, object, key, val, node, span));
  if (atom.k === "inst") return done(callMethod(cx, object, "__setitem__", [{ value: key }, { value: val }], atom.cls, span));
  const kind = atom.k === "rt" ? rowsOf(atom.path) : atom.k;
  if (UNCHANGING.has(kind))
    return done(raises(cx, `TypeError: '${pyName(object.ty)}' object does not support item assignment`, span, val, object, key));
  if (!hasRow(cx, `${kind}.__setitem__`)) return refuse("PY0308", span, `an item of ${show(object.ty)} is assigned`);
  if (key.ty.length === 0 || val.ty.length === 0) {
    // Still the types that are known flow in.
    if (atom.k === "dict") flow(cx.p.w, atom.key, key.ty);
    if ("elem" in atom) flow(cx.p.w, atom.elem, val.ty);
    else if (atom.k === "dict") flow(cx.p.w, atom.value, val.ty);
    if (!cx.p.emitting) return;
  }
  done(callRow(cx, `${kind}.__setitem__`, [{ value: object }, { value: key }, { value: val }], node, span));
}

function unpack(cx: Cx, target: Expr<"tuple"> | Expr<"list">, given: Val, span: Span, comments: Comments): void {
  const val = iteratedTuple(cx, given, span);
  const star = target.elems.findIndex((e) => e.kind === "starred");
  if (val.ty.length === 0) {
    if (cx.p.emitting) push(cx, "expression", span, { value: val.e }, comments);
    for (const inner of target.elems)
      assignTarget(cx, inner.kind === "starred" ? inner.value : inner, cx.p.emitting ? dead(cx, span) : val, span);
    return;
  }
  const rest = val.ty.filter((a) => a.k !== "none");
  if (rest.length === 1 && rest.length < val.ty.length)
    return unpack(
      cx,
      target,
      {
        ty: rest,
        e: ex(cx, "unwrap", irType(cx.p, rest), span, { value: val.e, unproven: "TypeError: cannot unpack non-iterable NoneType object" }),
      },
      span,
      comments,
    );
  const atom = val.ty[0];
  if (val.ty.length === 1 && atom.k === "tuple") {
    const given = atom.elems.length;
    const wanted = target.elems.length;
    if (star < 0 ? given !== wanted : given < wanted - 1) {
      const least = star < 0 ? "" : "at least ";
      const message =
        given < wanted
          ? `ValueError: not enough values to unpack (expected ${least}${star < 0 ? wanted : wanted - 1}, got ${given})`
          : `ValueError: too many values to unpack (expected ${wanted})`;
      const failed = raises(cx, message, span, val);
      push(cx, "expression", span, { value: failed.e }, comments);
      if (!cx.p.emitting) cx.env = undefined;
      for (const inner of target.elems) assignTarget(cx, inner.kind === "starred" ? inner.value : inner, dead(cx, span), span);
      return;
    }
    const source = temp(cx, val, "parts", span, comments);
    const part = (i: number): Val => ({
      ty: atom.elems[i],
      e:
        source.e.kind === "tuple"
          ? source.e.elems[i]
          : ex(cx, "tupleGet", irType(cx.p, atom.elems[i]), span, { tuple: again(cx, source, span).e, index: i }),
    });
    if (star < 0) {
      target.elems.forEach((inner, i) => assignTarget(cx, inner, part(i), span));
      return;
    }
    const tail = target.elems.length - star - 1;
    const elem = siteCell(cx, target, "star");
    for (const e of atom.elems.slice(star, atom.elems.length - tail)) flow(cx.p.w, elem, e);
    target.elems.forEach((inner, i) => {
      if (i < star) assignTarget(cx, inner, part(i), span);
      else if (i > star) assignTarget(cx, inner, part(atom.elems.length - (target.elems.length - i)), span);
      else {
        const want = get(cx, elem);
        const ty: Ty = [{ k: "list", elem }];
        const elems = atom.elems.slice(star, atom.elems.length - tail).map((_, j) => convert(cx, part(star + j), want, span));
        assignTarget(cx, (inner as Expr<"starred">).value, { ty, e: ex(cx, "list", irType(cx.p, ty), span, { elems }) }, span);
      }
    });
    return;
  }
  const loop = toLoop(cx, val, target, span);
  const elem = elemOf(cx, loop.ty) ?? [];
  const count: Val = { ty: INT, e: ex(cx, "int", irType(cx.p, INT), span, { value: BigInt(target.elems.length - (star < 0 ? 0 : 1)) }) };
  const items = callRow(cx, star < 0 ? "builtins.unpack" : "builtins.unpack_least", [{ value: loop }, { value: count }], target, span);
  const list = temp(cx, items, "parts", span, comments);
  const at = (i: number): Val =>
    callRow(
      cx,
      "list.__getitem__",
      [{ value: again(cx, list, span) }, { value: { ty: INT, e: ex(cx, "int", irType(cx.p, INT), span, { value: BigInt(i) }) } }],
      site(cx, target, `at ${i}`, () => ({})),
      span,
    );
  void elem;
  target.elems.forEach((inner, i) => {
    if (star < 0 || i < star) assignTarget(cx, inner, at(i), span);
    else if (i > star) assignTarget(cx, inner, at(i - target.elems.length), span);
    else {
      const bound = (value: number): Val => ({ ty: INT, e: ex(cx, "int", irType(cx.p, INT), span, { value: BigInt(value) }) });
      const after = target.elems.length - star - 1;
      const stop: Val = after ? bound(-after) : { ty: [{ k: "none" }], e: ex(cx, "unit", { kind: "unit" }, span, {}) };
      const part = callRow(
        cx,
        "list.getslice",
        [{ value: again(cx, list, span) }, { value: bound(star) }, { value: stop }],
        site(cx, target, "middle", () => ({})),
        span,
      );
      assignTarget(cx, (inner as Expr<"starred">).value, part, span);
    }
  });
}

export { callCallable, forgetCalls, withTempVal };
