/** Iterables: what they hold, and handing them to loops and rows. */
import type { Span } from "../../../base/span.ts";
import { refuse } from "../../../diagnostics/diagnostic.ts";
import type { Expression } from "../../../ir/index.ts";
import { findMethod } from "../infer/classes.ts";
import { preludeFunction, type PreludeName } from "../prelude.ts";
import { ANY, INT, join, newCell, STR, type Atom, type Ty } from "../infer/types.ts";
import { show } from "../infer/show.ts";
import { itemOfArray, overArray } from "./numpy/members.ts";
import { iterationError } from "./undefined-operations.ts";
import { convert, dead, isSimple, raises, tupleAsList } from "./convert.ts";
import { ex, get, newLocal, site, siteCell, type Cx, type Val } from "./context.ts";
import { flow } from "../infer/types.ts";
import { dissolve } from "../infer/dynamic.ts";
import { eachKind, withMethod } from "./dynamic.ts";
import { userFunction } from "./definitions.ts";
import { callUser } from "./functions.ts";
import { rowsOf } from "../stdlib/types.ts";
import { enumClass, memberList } from "./enums.ts";
import { irType, keyOf } from "./ir-types.ts";
import { callMethod } from "./methods.ts";
import { eachMember, memberNode } from "./operators.ts";
import { callRow, hasRow, type ArgVal } from "./rows.ts";
import { sigTy } from "./row-types.ts";
import { viewObject } from "./views.ts";
import { parseSignature } from "../infer/signature.ts";

/** The type of what an iteration gives; undefined where the type cannot be iterated. */
export function elemOf(cx: Cx, ty: Ty): Ty | undefined {
  let result: Ty = [];
  for (const atom of ty) {
    if (atom.k === "none") continue;
    const elem = elemOfAtom(cx, atom);
    if (!elem) return undefined;
    result = join(cx.p.w, result, elem);
  }
  return result;
}

function elemOfAtom(cx: Cx, atom: Atom): Ty | undefined {
  switch (atom.k) {
    case "list":
    case "set":
    case "frozenset":
    case "deque":
    case "iter":
    case "vartuple":
      return get(cx, atom.elem);
    case "dict":
      return get(cx, atom.key);
    case "str":
      return STR;
    case "bytes":
    case "range":
      return INT;
    case "any":
      return ANY;
    case "tuple":
      return atom.elems.reduce((all, e) => join(cx.p.w, all, e), [] as Ty);
    case "fn":
      return enumClass([atom]) && [{ k: "inst", cls: enumClass([atom])! }];
    case "inst": {
      if (!findMethod(atom.cls, "__iter__") && !findMethod(atom.cls, "__getitem__")) return undefined;
      const made = iterOfInstance(
        cx,
        { ty: [atom], e: ex(cx, "unit", { kind: "unit" }, { file: 0, start: 0, end: 0 }, {}) },
        { file: 0, start: 0, end: 0 },
        true,
      );
      return made && elemOf(cx, made.ty);
    }
    case "rt":
      return elemOfRuntime(cx, atom);
    default:
      return undefined;
  }
}

/** What the `__iter__` of a runtime type gives, by its row. */
function elemOfRuntime(cx: Cx, atom: Atom & { k: "rt" }): Ty | undefined {
  const item = itemOfArray(atom);
  if (item) return item;
  const row = cx.p.library.rows(`${rowsOf(atom.path)}.__iter__`)?.[0];
  if (!row) return undefined;
  const { result } = parseSignature(row.signature);
  const elem = result.kind === "named" ? result.args[0] : undefined;
  if (elem?.kind === "variable") return atom.args.length > 0 ? get(cx, atom.args[0]) : undefined;
  return elem && sigTy(elem);
}

/** A call of a function of the prelude with one object. */
export function callPrelude(cx: Cx, name: PreludeName, val: Val, span: Span, more: readonly ArgVal[] = []): Val {
  const entry = cx.p.modules[cx.p.modules.length - 1];
  const fn = preludeFunction(entry.node, name);
  // Programs without the methods that it calls do not have it.
  if (!fn) return refuse("PY0303", span, `a value of type ${show(val.ty)} cannot be iterated`);
  return callUser(cx, userFunction(cx, entry, fn), [{ value: val }, ...more], span);
}

/** `iter(object)` of an instance: what its `__iter__` gives. */
function iterOfInstance(cx: Cx, val: Val, span: Span, typeOnly = false): Val | undefined {
  const atom = val.ty[0];
  if (atom?.k !== "inst") return undefined;
  const emitting = cx.p.emitting;
  if (typeOnly) cx.p.emitting = false;
  try {
    if (!findMethod(atom.cls, "__iter__")) return callPrelude(cx, "items_at", val, span);
    const made = callMethod(cx, val, "__iter__", [], atom.cls, span);
    const iterator = made.ty.length > 0 && made.ty.every((each) => each.k === "inst" && findMethod(each.cls, "__next__"));
    return iterator ? callPrelude(cx, "items_of", made, span) : made;
  } finally {
    cx.p.emitting = emitting;
  }
}

const ROW: Partial<Record<Atom["k"], string>> = {
  set: "set.__iter__",
  frozenset: "frozenset.__iter__",
  dict: "dict.__iter__",
  str: "str.__iter__",
  deque: "deque.__iter__",
  bytes: "bytes.__iter__",
  range: "range.__iter__",
};

/** `d.items()` outside a loop: an object that follows its dict; the items as a list where the dict is not at hand, or only they are asked for. */
export function settle(cx: Cx, val: Val, node: object, span: Span, listed = false): Val {
  const atom = val.ty[0];
  if (val.ty.length !== 1 || atom.k !== "iter" || !atom.view) return val;
  if (val.viewed && !listed) return viewObject(cx, val, val.viewed, node, span);
  return callRow(
    cx,
    "builtins.list",
    [{ value: { ty: [{ k: "iter", elem: atom.elem }], e: val.e } }],
    site(cx, node, "kept", () => ({})),
    span,
  );
}

/** A value as something that IR loops take directly: lists, sets, dicts, text, tuples, iterators. */
export function toLoop(cx: Cx, val: Val, node: object, span: Span): Val {
  if (val.ty.length === 0) {
    if (!cx.p.emitting) return dead(cx, span, val);
    // Nothing is ever iterated here.
    const none: Ty = [{ k: "list", elem: newCell(cx.p.w) }];
    const items = ex(cx, "list", irType(cx.p, none), span, { elems: [] });
    return {
      ty: none,
      e: isSimple(val.e)
        ? items
        : ex(cx, "block", items.type, span, { body: [cx.p.builder.stmt("expression", span, { value: val.e })], value: items }),
    };
  }
  if (val.ty.length > 1) {
    const rest = val.ty.filter((a) => a.k !== "none");
    if (!rest.some((atom) => elemOf(cx, [atom]) || iterationError(atom)))
      return refuse("PY0303", span, `a value of type ${show(val.ty)} cannot be iterated`);
    if (rest.length === 1)
      return toLoop(
        cx,
        {
          ty: rest,
          e: ex(cx, "unwrap", irType(cx.p, rest), span, { value: val.e, unproven: "TypeError: 'NoneType' object is not iterable" }),
        },
        node,
        span,
      );
    // One of several kinds: its items as a list, but where one of them may have no end.
    const row = rest.some((atom) => atom.k === "iter" && !atom.view) ? "builtins.iter" : "builtins.list";
    return eachMember(
      cx,
      val,
      span,
      (type) => `TypeError: '${type}' object is not iterable`,
      (one) => {
        const at = memberNode(cx, node, one);
        const error = iterationError(one.ty[0]);
        if (error) return raises(cx, error, span, one);
        return callRow(
          cx,
          row,
          [
            {
              value: toLoop(
                cx,
                one,
                site(cx, at, "items", () => ({})),
                span,
              ),
            },
          ],
          at,
          span,
        );
      },
    );
  }
  const enumeration = enumClass(val.ty);
  if (enumeration) return memberList(cx, enumeration, node, span);
  const atom = val.ty[0];
  switch (atom.k) {
    case "list":
    case "vartuple":
    case "set":
    case "frozenset":
    case "dict":
    case "deque":
    case "str":
    case "iter":
      return val;
    case "range": {
      const walked = callRow(cx, "range.__iter__", [{ value: val }], node, span);
      const bounds = rangeBounds(cx, val.e);
      return bounds ? { ...walked, e: ex(cx, "runtime", walked.e.type, span, { row: "py.range.steps", args: bounds }) } : walked;
    }
    case "any":
      return eachKind(
        cx,
        val,
        withMethod(cx, "__iter__", "__getitem__"),
        span,
        (one) => callRow(cx, "any.__iter__", [{ value: one }], node, span),
        (one) => {
          const at = memberNode(cx, node, one);
          for (const each of elemOf(cx, one.ty) ?? []) dissolve(cx.p.w, each);
          const items = toIterable(cx, one, ANY, at, span);
          const ty: Ty = [{ k: "iter", elem: cx.p.w.dynamic }];
          if (items.type.kind !== "list") return { ty, e: items };
          // What is a list is gone over like the others.
          const list: Val = { ty: [{ k: "list", elem: cx.p.w.dynamic }], e: items };
          return callRow(
            cx,
            "builtins.iter",
            [{ value: list }],
            site(cx, at, "items", () => ({})),
            span,
          );
        },
      );
    case "bytes":
      return callRow(cx, "bytes.__iter__", [{ value: val }], node, span);
    case "tuple": {
      const elem = siteCell(cx, node, "tuple items");
      for (const e of atom.elems) flow(cx.p.w, elem, e);
      return { ty: [{ k: "vartuple", elem }], e: tupleAsList(cx, val, elem, span) };
    }
    case "inst": {
      const made = iterOfInstance(cx, val, span);
      if (!made) return refuse("PY0303", span, `\`${atom.cls.name}\` cannot be iterated`);
      return toLoop(cx, made, node, span);
    }
    case "rt": {
      const item = itemOfArray(atom);
      if (item)
        return { ty: [{ k: "iter", elem: site(cx, node, "array item", () => newCell(cx.p.w, item)) }], e: overArray(cx, val, item, span) };
      if (hasRow(cx, `${rowsOf(atom.path)}.__iter__`)) return callRow(cx, `${rowsOf(atom.path)}.__iter__`, [{ value: val }], node, span);
      return refuse("PY0303", span, `a value of type ${show(val.ty)} cannot be iterated`);
    }
    default: {
      const error = iterationError(atom);
      if (error) return toLoop(cx, raises(cx, error, span, val), node, span);
      return refuse("PY0303", span, `a value of type ${show(val.ty)} cannot be iterated`);
    }
  }
}

/** Start, stop and step of a range that is made right here, with a step that cannot be 0. */
function rangeBounds(cx: Cx, e: Expression): readonly Expression[] | undefined {
  if (!cx.p.emitting || e.kind !== "runtime" || !/^py\.builtins\.range(#\d)?$/.test(e.row)) return undefined;
  const number = (value: bigint): Expression => ex(cx, "int", irType(cx.p, INT), e.span, { value });
  const [first, second, third] = e.args;
  if (!second) return [number(0n), first, number(1n)];
  if (!third) return [first, second, number(1n)];
  const step = third.kind === "unary" ? third.operand : third;
  return step.kind === "int" && step.value !== 0n ? e.args : undefined;
}

/** A value for an `iter` parameter of a row: a list or an iterator whose elements have the type `want`. */
export function toIterable(cx: Cx, val: Val, want: Ty, node: object, span: Span): Expression {
  const looped = toLoop(cx, val, node, span);
  const atom = looped.ty[0];
  if (!atom) return looped.e;
  const elem = elemOf(cx, looped.ty) ?? [];
  // An empty list takes the type that is asked for.
  if (cx.p.emitting && elem.length === 0 && want.length > 0 && looped.e.kind === "list" && looped.e.elems.length === 0)
    return ex(cx, "list", { kind: "list", elem: irType(cx.p, want), rep: cx.p.reps.fresh() }, span, { elems: [] });
  if (cx.p.emitting && keyOf(elem) !== keyOf(want) && elem.length > 0) {
    const local = newLocal(cx, "item", irType(cx.p, elem), span);
    cx.declared.add(local);
    const item: Val = { ty: elem, e: ex(cx, "local", irType(cx.p, elem), span, { local }) };
    return ex(cx, "comprehension", { kind: "iter", elem: irType(cx.p, want) }, span, {
      clauses: [{ kind: "for", pattern: { kind: "local", local }, iterable: looped.e }],
      element: convert(cx, item, want, span),
    });
  }
  if (!cx.p.emitting && elem !== want && elem.some((each) => each.k === "fn")) convert(cx, { ty: elem, e: looped.e }, want, span);
  const row = ROW[atom.k];
  if (row && atom.k !== "range" && atom.k !== "bytes") return callRow(cx, row, [{ value: looped }], node, span).e;
  return looped.e;
}
