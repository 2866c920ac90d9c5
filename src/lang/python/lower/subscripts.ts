/** `object[index]`, slices. */
import type { Span } from "../../../base/span.ts";
import { refuse } from "../../../diagnostics/diagnostic.ts";
import type { Expression } from "../../../ir/index.ts";
import type { Expr } from "../ast/nodes.ts";
import { flow, INT, type Ty } from "../infer/types.ts";
import { show } from "../infer/show.ts";
import { rowsOf } from "../stdlib/types.ts";
import { arrayItem } from "./numpy/indexing.ts";
import { arrayOf } from "./numpy/types.ts";
import { callCallable } from "./call.ts";
import { classSubscript } from "./enums.ts";
import { eachKind, withMethod } from "./dynamic.ts";
import { subscriptError } from "./undefined-operations.ts";
import { convert, dead, raises, tupleAsList, withTempVal } from "./convert.ts";
import { ex, get, siteCell, type Cx, type Val } from "./context.ts";
import { expr } from "./expressions.ts";
import { closureOf } from "./function-values.ts";
import { irType } from "./ir-types.ts";
import { entryItem } from "./class-keyed.ts";
import { dictItem } from "./object-fields.ts";
import { indexValue } from "./index-values.ts";
import { callMethod } from "./methods.ts";
import { attempt, eachMember, memberNode } from "./operators.ts";
import { pyName } from "./type-errors.ts";
import { callRow, hasRow } from "./rows.ts";
import { pathOf } from "./conditions.ts";

const unitVal = (cx: Cx, span: Span): Val => ({ ty: [{ k: "none" }], e: ex(cx, "unit", { kind: "unit" }, span, {}) });

/** The integer that an index is, where it is written as a constant. */
const constantIndex = (node: Expr): number | undefined => {
  if (node.kind === "int") return Number(node.value);
  if (node.kind === "unary" && node.op === "-" && node.operand.kind === "int") return -Number(node.operand.value);
  return undefined;
};

export function subscriptExpr(cx: Cx, node: Expr<"subscript">): Val {
  const entry = dictItem(cx, node) ?? entryItem(cx, node);
  if (entry) return entry;
  const object = expr(cx, node.object);
  const type = classSubscript(cx, object, node);
  if (type) return type;
  const val = readSubscript(cx, object, node.index, node, node.span);
  const path = pathOf(cx, node);
  const known = path ? cx.env?.get(path) : undefined;
  return known && known !== val.ty && known.length < val.ty.length ? { ty: known, e: convert(cx, val, known, node.span) } : val;
}

export function readSubscript(cx: Cx, object: Val, index: Expr, node: object, span: Span): Val {
  if (object.ty.length === 0) return dead(cx, span, object);
  if (object.ty.length > 1) {
    return eachMember(
      cx,
      object,
      span,
      (type) => `TypeError: '${type}' object is not subscriptable`,
      (one) => attempt(() => readSubscript(cx, one, index, memberNode(cx, node, one), span)),
    );
  }
  const atom = object.ty[0];
  const wrong = subscriptError(atom, [{ k: "int" }]);
  if (wrong) return raises(cx, wrong, span, object);
  if (arrayOf(atom)) return arrayItem(cx, object, index, span);
  if (index.kind === "slice") return slice(cx, object, index, node, span);
  if (atom.k === "tuple") {
    let i = constantIndex(index);
    if (i !== undefined) {
      if (i < 0) i += atom.elems.length;
      if (i < 0 || i >= atom.elems.length) return raises(cx, "IndexError: tuple index out of range", span, object);
      return { ty: atom.elems[i], e: ex(cx, "tupleGet", irType(cx.p, atom.elems[i]), span, { tuple: object.e, index: i }) };
    }
  }
  const key = expr(cx, index);
  return getItem(cx, object, key, node, span);
}

/** `object[key]` with an evaluated key. */
export function getItem(cx: Cx, object: Val, key: Val, node: object, span: Span): Val {
  const atom = object.ty[0];
  if (!atom || key.ty.length === 0) return dead(cx, span, object, key);
  if (
    key.ty.length > 1 &&
    ["list", "vartuple", "str", "bytes"].includes(atom.k) &&
    key.ty.some((each) => !["int", "bool", "inst"].includes(each.k))
  )
    return eachMember(cx, key, span, `TypeError: ${pyName([atom])} indices must be integers or slices, not NoneType`, (one) =>
      attempt(() => getItem(cx, object, one, memberNode(cx, node, one), span)),
    );
  if (isSlice(key.ty) && atom.k === "tuple") return slicedBy(cx, asVariable(cx, object, node, span), key, node, span);
  if (isSlice(key.ty) && !["inst", "dict"].includes(atom.k)) return slicedBy(cx, object, key, node, span);
  const error = subscriptError(atom, key.ty);
  if (error) return raises(cx, error, span, object, key);
  switch (atom.k) {
    case "inst":
      return callMethod(cx, object, "__getitem__", [{ value: key }], atom.cls, span);
    case "tuple": {
      const elem = siteCell(cx, node, "tuple elem");
      for (const e of atom.elems) flow(cx.p.w, elem, e);
      const list: Val = { ty: [{ k: "list", elem }], e: tupleAsList(cx, object, elem, span) };
      return callRow(cx, "list.tuple_item", [{ value: list }, { value: indexValue(cx, key, span) }], node, span);
    }
    case "vartuple":
      return callRow(
        cx,
        "list.tuple_item",
        [{ value: { ty: [{ k: "list", elem: atom.elem }], e: object.e } }, { value: indexValue(cx, key, span) }],
        node,
        span,
      );
    case "dict": {
      if (atom.flavour === "counter") return callRow(cx, "counter.__getitem__", [{ value: object }, { value: key }], node, span);
      if (atom.flavour === "defaultdict" && atom.factory) {
        const { factory } = atom;
        const made = callCallable(cx, factory, [], factory, span);
        flow(cx.p.w, atom.key, key.ty);
        flow(cx.p.w, atom.value, made.ty);
        const ty = get(cx, atom.value);
        const make = closureOf(cx, factory, [], ty, span);
        return {
          ty,
          e: ex(cx, "runtime", irType(cx.p, ty), span, {
            row: "py.defaultdict.__getitem__",
            args: [object.e, convert(cx, key, get(cx, atom.key), span), make],
          }),
        };
      }
      // A key of a type that the dict does not hold is only looked up.
      return callRow(cx, "dict.__getitem__", [{ value: object }, { value: key }], node, span);
    }
    case "any":
      return eachKind(
        cx,
        object,
        withMethod(cx, "__getitem__"),
        span,
        (one) => callRow(cx, "any.__getitem__", [{ value: one }, { value: key }], node, span),
        (one) => attempt(() => getItem(cx, one, key, memberNode(cx, node, one), span)),
      );
    case "list":
    case "str":
    case "bytes":
    case "deque":
    case "range":
      return callRow(cx, `${atom.k}.__getitem__`, [{ value: object }, { value: indexValue(cx, key, span) }], node, span);
    case "rt":
      if (atom.path === "exception::Exception")
        return callRow(cx, "exception.arg", [{ value: { ty: [{ k: "exception" }], e: object.e } }, { value: key }], node, span);
      return callRow(cx, `${rowsOf(atom.path)}.__getitem__`, [{ value: object }, { value: key }], node, span);
    case "exception":
    default:
      return refuse("PY0308", span, `a value of type ${show(object.ty)} is indexed`);
  }
}

interface SliceParts {
  start: Val;
  stop: Val;
  step?: Val;
}

export function sliceParts(cx: Cx, index: Expr<"slice">): SliceParts {
  const part = (e: Expr | undefined): Val => {
    if (!e) return unitVal(cx, index.span);
    return expr(cx, e);
  };
  const start = part(index.start);
  const stop = part(index.stop);
  const step = index.step && index.step.kind !== "none" ? expr(cx, index.step) : undefined;
  return { start, stop, step };
}

/** `start:stop:step` as an object. */
export function sliceValue(cx: Cx, index: Expr<"slice">): Val {
  const { start, stop, step } = sliceParts(cx, index);
  const parts = [start, stop, step ?? unitVal(cx, index.span)].map((value) => ({ value }));
  return callRow(cx, "builtins.slice", parts, index, index.span);
}

const isSlice = (ty: Ty): boolean => ty.length === 1 && ty[0].k === "rt" && ty[0].path === "slice::Slice";

/** `object[key]` where the key is a slice object. */
function slicedBy(cx: Cx, object: Val, key: Val, node: object, span: Span): Val {
  const [atom] = object.ty;
  const kind = atom.k === "vartuple" ? "list" : atom.k === "rt" ? rowsOf(atom.path) : atom.k;
  if (!hasRow(cx, `${kind}.getslice_step`)) return refuse("PY0308", span, `a value of type ${show(object.ty)} is sliced`);
  return withTempVal(cx, key, span, (again) => {
    const value: Val = atom.k === "vartuple" ? { ty: [{ k: "list", elem: atom.elem }], e: object.e } : object;
    const parts = ["start", "stop", "stride"].map((name) => ({ value: callRow(cx, `slice.${name}`, [{ value: again() }], {}, span) }));
    const made = callRow(cx, `${kind}.getslice_step`, [{ value }, ...parts], node, span);
    return atom.k === "vartuple" && made.ty[0]?.k === "list" ? { ty: [{ k: "vartuple", elem: made.ty[0].elem }], e: made.e } : made;
  });
}

/** A tuple of known length as one of any length. */
function asVariable(cx: Cx, object: Val, node: object, span: Span): Val {
  const [atom] = object.ty;
  if (atom.k !== "tuple") return object;
  const elem = siteCell(cx, node, "tuple elem");
  for (const e of atom.elems) flow(cx.p.w, elem, e);
  return { ty: [{ k: "vartuple", elem }], e: tupleAsList(cx, object, elem, span) };
}

function slice(cx: Cx, object: Val, index: Expr<"slice">, node: object, span: Span): Val {
  const atom = object.ty[0];
  if (atom.k === "tuple") {
    const at = (e: Expr | undefined, otherwise: number): number | undefined =>
      e === undefined || e.kind === "none" ? otherwise : constantIndex(e);
    const n = atom.elems.length;
    const step = at(index.step, 1);
    const from = at(index.start, step !== undefined && step < 0 ? n - 1 : 0);
    const to = at(index.stop, step !== undefined && step < 0 ? -n - 1 : n);
    if (step !== undefined && from !== undefined && to !== undefined && step !== 0) {
      const chosen: number[] = [];
      const clamp = (i: number, low: number, high: number): number => Math.min(Math.max(i < 0 ? i + n : i, low), high);
      if (step > 0) for (let i = clamp(from, 0, n), stop = clamp(to, 0, n); i < stop; i += step) chosen.push(i);
      else for (let i = clamp(from, -1, n - 1), stop = index.stop ? clamp(to, -1, n - 1) : -1; i > stop; i += step) chosen.push(i);
      const ty: Ty = [{ k: "tuple", elems: chosen.map((i) => atom.elems[i]) }];
      return withTempVal(cx, object, span, (t) => ({
        ty,
        e: ex(cx, "tuple", irType(cx.p, ty), span, {
          elems: chosen.map((i) => ex(cx, "tupleGet", irType(cx.p, atom.elems[i]), span, { tuple: t().e, index: i })),
        }),
      }));
    }
    return slice(cx, asVariable(cx, object, node, span), index, node, span);
  }
  const { start, stop, step } = sliceParts(cx, index);
  if (atom.k === "inst") return callMethod(cx, object, "__getitem__", [{ value: sliceValue(cx, index) }], atom.cls, span);
  const kind = atom.k === "vartuple" ? "list" : atom.k === "rt" ? rowsOf(atom.path) : atom.k;
  if (!hasRow(cx, `${kind}.getslice`)) return refuse("PY0308", span, `a value of type ${show(object.ty)} is sliced`);
  const value: Val = atom.k === "vartuple" ? { ty: [{ k: "list", elem: atom.elem }], e: object.e } : object;
  const bounds = [{ value: start }, { value: stop }];
  const made = step
    ? callRow(cx, `${kind}.getslice_step`, [{ value }, ...bounds, { value: step }], node, span)
    : callRow(cx, `${kind}.getslice`, [{ value }, ...bounds], node, span);
  if (atom.k === "vartuple" && made.ty[0]?.k === "list") return { ty: [{ k: "vartuple", elem: made.ty[0].elem }], e: made.e };
  return made;
}

export { INT };
export type { Expression };
