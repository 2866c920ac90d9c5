/** Pointers that are references, slices or indexes: what they point to as a place, and how it is lent. */
import type { Expression, Type } from "../ir/index.ts";
import { isFirstRow, isFlattening, samePointee } from "../ir/pointers.ts";
import type { Lend, Lift } from "../passes/facts.ts";
import type { RustExpr } from "../rust/ast.ts";
import { borrow, borrowMut, bytesLiteral, call, lit, method, path, unary } from "../rust/make.ts";
import { isCellPlace, memberCell } from "./cells.ts";
import { indexOf, isUnsigned, stripped, type Term } from "./cursors.ts";
import { type FunctionContext, hoist, importName, runtimePath } from "./context.ts";
import { emitExpression } from "./expressions.ts";
import { callPlace } from "./place-results.ts";
import { emitStatement } from "./statements.ts";
import { type Value, own, owned, placed } from "./values.ts";

export function liftOf(cx: FunctionContext, local: number): Lift | undefined {
  const lift = cx.unit.facts.pointers.lift(cx.fn.id, local);
  return lift?.raw ? undefined : lift;
}

/** What a pointer points to. `base` is a reference, a slice, a vector, or (`value`) the object itself. */
export interface Located {
  readonly base: RustExpr;
  readonly form: "one" | "many" | "value";
  readonly at: readonly Term[];
  readonly cell: boolean;
  /** The base is a mutable borrow. */
  readonly mutable?: boolean;
  /** A view: what is behind it is copied out. */
  readonly view?: boolean;
  /** The base is held as a borrow already: handing it on needs no `&`. */
  readonly borrowed: boolean;
  /** All elements of an array of arrays, one after the other. */
  readonly flat?: boolean;
}

/** The pointee of a pointer expression; nothing when the pointer is raw. */
export function locate(cx: FunctionContext, e: Expression): Located | undefined {
  const known = cx.located?.get(e.id);
  if (known) return known;
  switch (e.kind) {
    case "call": {
      if (!cx.unit.facts.pointers.result(e.function)) return undefined;
      const { inner, index } = callPlace(cx, e);
      return { ...inner, at: [...inner.at, { ...index, cursor: hoist(cx, index.cursor, "at") }] };
    }
    case "local": {
      const lift = liftOf(cx, e.local);
      return lift && locateLocal(cx, e.local, lift, isLastLoan(cx, e));
    }
    case "runtime": {
      const { memory } = cx.unit.program.rows(e.row);
      if (memory === "text") return { base: method(own(cx, e.args[0]), "chars"), form: "many", at: [], cell: false, borrowed: true };
      if (memory === "cells") return { base: method(own(cx, e.args[0]), "cells"), form: "many", at: [], cell: true, borrowed: true };
      if (memory !== "offset") return undefined;
      const inner = locate(cx, e.args[0]);
      return inner && { ...inner, at: [...inner.at, e.args[1]] };
    }
    case "cast":
      return e.type.kind === "ptr" && e.value.type.kind === "ptr" ? locate(cx, e.value) : undefined;
    case "block":
      for (const each of e.body) emitStatement(cx, each, true);
      return locate(cx, e.value);
    case "bytes":
      return { base: literalText(e), form: "many", at: [], cell: false, borrowed: true };
    case "addressOf":
      return locatePlace(cx, e.place, e.type as Type<"ptr">);
    default:
      return undefined;
  }
}

/** The bytes of a literal and its NUL. */
export const literalBytes = (e: Expression<"bytes">): string => bytesLiteral(Uint8Array.from([...e.value, 0]));

/** A literal with its NUL. */
export const literalText = (e: Expression<"bytes">): RustExpr =>
  e.value.includes(0)
    ? call("rt::text::chars", lit(literalBytes(e)))
    : call("rt::text::literal", lit(`c${bytesLiteral(e.value).slice(1)}`));

/** Is the parameter, which may be NULL, not needed any more? Then it is given away where else it would be lent on. */
function isLastLoan(cx: FunctionContext, e: Expression<"local">): boolean {
  if (!cx.unit.facts.lastUse(e.id)) return false;
  return !cx.fn.locals.some(({ id }) => {
    const root = liftOf(cx, id)?.root;
    return root?.kind === "local" && root.local === e.local;
  });
}

/** A borrow that may be NULL, lent on. */
const lentOn = (name: RustExpr, { access }: Lend, last: boolean): RustExpr =>
  access === "write" && !last ? method(name, "as_deref_mut") : name;

export function locateLocal(cx: FunctionContext, local: number, lift: Lift, last = false): Located | undefined {
  if (lift.kind === "cursor") {
    const name = path(cx.locals.get(local)!.name);
    const present = !lift.nullable || cx.present.has(local);
    const cursor: Term = { cursor: present ? name : method(name, "unwrap_or_else", path("rt::heap::null")), signed: lift.group.signed };
    const { root } = lift;
    if (root!.kind === "place")
      return { ...(locateCells(cx, root!.place, true) ?? plainly(emitExpression(cx, root!.place, "place").expr)), at: [cursor] };
    const owner = locateLocal(cx, root!.local, { ...liftOf(cx, root!.local)!, moved: false });
    return owner && { ...owner, at: [cursor] };
  }
  const name = path(cx.locals.get(local)!.name);
  const form = lift.shape === "slice" ? "many" : "one";
  const at: Term[] = lift.moved ? [{ cursor: path(cx.moved.get(local)!), signed: lift.group.signed }] : [];
  const base = !lift.nullable || cx.present.has(local) ? name : method(lentOn(name, lift, last), "unwrap_or_else", path("rt::heap::null"));
  const borrowed = lift.kind === "param";
  return {
    base,
    form,
    at,
    cell: lift.access === "cell",
    view: lift.access === "view",
    borrowed,
    mutable: borrowed && lift.access === "write",
  };
}

function locatePlace(cx: FunctionContext, place: Expression, type: Type<"ptr">): Located | undefined {
  const decays = place.type.kind === "array" && !sameKind(place.type, type.target);
  if (!decays && place.kind === "index") {
    if (place.object.type.kind === "ptr") {
      const inner = locate(cx, place.object);
      return inner && { ...inner, at: [...inner.at, place.index] };
    }
    const whole = locateCells(cx, place.object, true) ?? plainly(emitExpression(cx, place.object, "place").expr);
    return { ...whole, at: [place.index] };
  }
  if (!decays && place.kind === "deref" && place.pointer.type.kind === "ptr") return locate(cx, place.pointer);
  if (decays && isFirstRow(place)) {
    const { expr } = emitExpression(cx, (place as Expression<"index">).object, "place");
    return { base: expr, form: "many", at: [], cell: false, borrowed: false, flat: true };
  }
  const cells = locateCells(cx, place, decays);
  if (cells) return cells;
  const { expr } = emitExpression(cx, place, "place");
  return { base: expr, form: decays ? "many" : "value", at: [], cell: false, borrowed: false };
}

const plainly = (base: RustExpr): Located => ({ base, form: "many", at: [], cell: false, borrowed: false });

/** A place that is a cell: itself, or its elements. */
function locateCells(cx: FunctionContext, place: Expression, elements: boolean): Located | undefined {
  const cell = memberCell(cx, place);
  if (!cell) return undefined;
  const base = elements ? call("rt::heap::cells", borrow(cell)) : borrow(cell);
  return { base, form: elements ? "many" : "one", at: [], cell: true, borrowed: true };
}

const sameKind = (a: Type, b: Type): boolean =>
  a.kind === "array" && b.kind === "array" && a.length === b.length && (a.elem.kind !== "array" || sameKind(a.elem, b.elem));

/** `*p`, `p[i]` of a pointer that is not raw. */
export function liftedPlace(cx: FunctionContext, pointer: Expression, index: Expression | undefined): Value | undefined {
  const found = cx.unit.facts.pointers.lifted(pointer.id) ? locate(cx, pointer) : undefined;
  if (!found) return undefined;
  const target = elementOf(cx, index ? { ...found, at: [...found.at, index] } : found);
  if (found.view) return owned(target);
  return found.cell ? owned(method(target, "get")) : placed(target);
}

/** The cell that a place is, where it is one: it is written by `set`. */
export function cellPlace(cx: FunctionContext, place: Expression): RustExpr | undefined {
  const cell = memberCell(cx, place) ?? lentCell(cx, place);
  return cell?.kind === "borrow" && cell.word === "" ? cell.operand : cell;
}

/** The pointer that lends the cell that a place is. */
function lendingPointer(cx: FunctionContext, place: Expression): Expression | undefined {
  const pointer =
    place.kind === "deref" ? place.pointer : place.kind === "index" && place.object.type.kind === "ptr" ? place.object : undefined;
  return pointer && cx.unit.facts.pointers.lifted(pointer.id) && isCell(cx, pointer) ? pointer : undefined;
}

/** Would `lentCell` find one? Nothing is emitted to know. */
export const isLentCell = (cx: FunctionContext, place: Expression): boolean => lendingPointer(cx, place) !== undefined;

/** The cell behind a pointer that lends cells. */
export function lentCell(cx: FunctionContext, place: Expression): RustExpr | undefined {
  const pointer = lendingPointer(cx, place);
  const found = pointer && locate(cx, pointer);
  if (!found) return undefined;
  return elementOf(cx, place.kind === "index" ? { ...found, at: [...found.at, place.index] } : found, true);
}

function isCell(cx: FunctionContext, e: Expression): boolean {
  switch (e.kind) {
    case "local": {
      const lift = liftOf(cx, e.local);
      if (lift?.kind !== "cursor") return lift?.access === "cell";
      return lift.root!.kind === "local" ? liftOf(cx, lift.root!.local)?.access === "cell" : isCellPlace(cx, lift.root!.place);
    }
    case "runtime":
      return cx.unit.program.rows(e.row).memory === "cells" || (e.args.length > 0 && isCell(cx, e.args[0]));
    case "addressOf": {
      const { place } = e;
      if (place.kind === "deref") return place.pointer.type.kind === "ptr" ? isCell(cx, place.pointer) : isCellPlace(cx, place);
      if (place.kind === "index" && place.object.type.kind === "ptr") return isCell(cx, place.object);
      return isCellPlace(cx, place.kind === "index" && place.type.kind !== "array" ? place.object : place);
    }
    case "cast":
    case "block":
      return isCell(cx, e.value);
    default:
      return false;
  }
}

/** The object as a place. */
function elementOf(cx: FunctionContext, found: Located, whole = false): RustExpr {
  if (found.form === "value") return found.base;
  if (found.view) return method(found.base, "at", indexOf(cx, found.at));
  if (found.form === "one") return found.cell || whole ? found.base : unary("*", found.base);
  return { kind: "index", object: found.base, index: indexOf(cx, found.at) };
}

/** What may be NULL as no elements then. */
const orNothing = (found: Located): Located =>
  found.base.kind === "method" && found.base.name === "unwrap_or_else"
    ? { ...found, base: { ...found.base, name: "unwrap_or_default", args: [] } }
    : found;

const isName = (e: RustExpr, name: string): boolean => e.kind === "path" && e.path === name;

/** An argument as the borrow that is wanted of it. `cells`: the name under which its object's cells were put. */
export function lend(cx: FunctionContext, given: Expression, want: Lend, cells?: RustExpr): RustExpr {
  if (isNullPointer(given)) return path("None");
  let e = given;
  while (e.kind === "cast" && e.type.kind === "ptr" && e.value.type.kind === "ptr") e = e.value;
  if (want.copied) {
    const value = own(cx, (e as Expression<"addressOf">).place);
    const copy = borrow(value.kind === "field" ? hoist(cx, value, value.name) : value);
    return want.access === "view" ? call(`${viewPath(cx)}::from`, copy) : copy;
  }
  const local = e.kind === "local" ? liftOf(cx, e.local) : undefined;
  if (local && e.kind === "local" && local.nullable && !local.moved && want.nullable && !cx.present.has(e.local)) {
    const { name: plain } = cx.locals.get(e.local)!;
    const name = path(plain);
    if (local.kind === "cursor") {
      cx.present.add(e.local);
      const body = borrowOf(cx, locateLocal(cx, e.local, local)!, want);
      cx.present.delete(e.local);
      return method(name, "map", { kind: "closure", params: [{ pattern: { kind: "name", name: plain } }], body });
    }
    const loan = lentOn(name, local, isLastLoan(cx, e));
    if (local.shape === want.shape && local.access === want.access) return loan;
    const inner = borrowOf(cx, { ...locateLocal(cx, e.local, { ...local, nullable: false })!, base: path("value") }, want);
    const isPlain = inner.kind === "call" && inner.callee.kind === "path" && inner.args.length === 1 && isName(inner.args[0], "value");
    if (isPlain) return method(loan, "map", inner.callee);
    return method(loan, "map", {
      kind: "closure",
      params: [{ pattern: { kind: "name", name: "value" } }],
      body: inner,
    });
  }
  const { memory } = e.kind === "runtime" ? cx.unit.program.rows(e.row) : {};
  if (want.nullable && e.kind === "runtime" && (memory === "text" || memory === "cells")) {
    const text = method(own(cx, e.args[0]), "get");
    return want.access === "view" ? method(text, "map", path(`${viewPath(cx)}::from`)) : text;
  }
  const place = locate(cx, e);
  if (!place) throw new Error("a pointer that is not raw has no place");
  const found = isFlattened(given) ? { ...place, flat: true } : place;
  const plain = borrowOf(cx, want.counted ? orNothing(found) : found, want, cells);
  const lent = want.signs ? call(`rt::text::${otherSign(given)}${want.access === "write" ? "_mut" : ""}`, plain) : plain;
  return want.nullable ? call("Some", lent) : lent;
}

/** The function that takes what a pointer leads to for what it is cast to. */
const otherSign = ({ type }: Expression): string =>
  type.kind === "ptr" && type.target.kind === "int" && type.target.signed ? "chars_of" : "bytes_of";

/** Are rows lent as the elements that are in them? */
const isFlattened = (e: Expression): boolean =>
  e.kind === "cast" && e.value.type.kind === "ptr" && (isFlattening(e) || (samePointee(e.type, e.value.type) && isFlattened(e.value)));

export const isNullPointer = (e: Expression): boolean =>
  e.kind === "none" || e.kind === "zero" || (e.kind === "cast" && e.value.type.kind === "ptr" && isNullPointer(e.value));

export function borrowOf(cx: FunctionContext, given: Located, want: Lend, cells?: RustExpr): RustExpr {
  const found: Located = given.flat
    ? {
        ...given,
        base: method(given.base, want.access === "write" ? "as_flattened_mut" : "as_flattened"),
        borrowed: given.at.length === 0,
        flat: false,
      }
    : given;
  if (want.access === "view") return viewOf(cx, found);
  const refer = want.access === "write" ? borrowMut : borrow;
  if (want.access === "cell" && !found.cell) return asCell(cx, found, want, cells);
  const plain = (place: RustExpr): RustExpr => (place.kind === "unary" && place.op === "*" && !place.danger ? place.operand : refer(place));
  if (want.shape === "one") {
    if (found.form === "one" || (found.form === "value" && found.borrowed)) return found.base;
    return plain(elementOf(cx, found));
  }
  if (found.form === "many") {
    if (found.at.length === 0) return found.borrowed ? found.base : plain(found.base);
    return refer({ kind: "index", object: found.base, index: { kind: "range", from: indexOf(cx, found.at), inclusive: false } });
  }
  const slice = want.access === "write" ? "std::slice::from_mut" : "std::slice::from_ref";
  // the cell inside of a static object
  const inner =
    found.cell && found.base.kind === "borrow" && found.base.operand.kind === "path" ? unary("*", found.base.operand) : undefined;
  return call(slice, inner ? borrow(inner) : found.form === "one" ? found.base : refer(found.base));
}

const viewPath = (cx: FunctionContext): string => runtimePath(cx.unit, cx.module, "heap::View");

/** `s[..]` */
const allOf = (slice: RustExpr): RustExpr => ({ kind: "index", object: slice, index: { kind: "range", inclusive: false } });

/** What is lent, to be read while others may change it. */
function viewOf(cx: FunctionContext, found: Located): RustExpr {
  if (!found.view) {
    const lent = borrowOf(cx, found, { shape: "slice", access: found.cell ? "cell" : "read" });
    // a mutable borrow is lent on
    return call(`${viewPath(cx)}::from`, found.mutable && lent === found.base ? borrow(allOf(lent)) : lent);
  }
  return found.at.length === 0 ? found.base : method(found.base, "skip", indexOf(cx, found.at));
}

/** One object, borrowed mutably for the call, as a cell. */
export const cellOf = (cx: FunctionContext, found: Pick<Located, "base" | "form">): RustExpr =>
  call(`${importName(cx.unit, cx.module, "std::cell::Cell")}::from_mut`, found.form === "one" ? found.base : borrowMut(found.base));

/** A cell of what is borrowed mutably for the call. */
function asCell(cx: FunctionContext, found: Located, want: Lend, cells?: RustExpr): RustExpr {
  if (found.form !== "many") {
    const one = cells ?? cellOf(cx, found);
    return want.shape === "one" ? one : call("std::slice::from_ref", one);
  }
  if (want.shape === "one" && !cells) return cellOf(cx, { base: elementOf(cx, found), form: "value" });
  const all = cells ?? cellsOf(cx, found);
  if (want.shape === "one") return borrow({ kind: "index", object: all, index: indexOf(cx, found.at) });
  if (found.at.length === 0) return all;
  return borrow({ kind: "index", object: all, index: { kind: "range", from: indexOf(cx, found.at), inclusive: false } });
}

/** All elements of an object as cells. */
export function cellsOf(cx: FunctionContext, found: Pick<Located, "base" | "borrowed">): RustExpr {
  const cell = `${importName(cx.unit, cx.module, "std::cell::Cell")}::from_mut`;
  const whole = found.borrowed ? found.base : borrowMut(allOf(found.base));
  return method(call(cell, whole), "as_slice_of_cells");
}

/** Is the pointer NULL? Those that are never NULL say so. */
export function liftedNull(cx: FunctionContext, e: Expression): RustExpr | undefined {
  let at = e;
  while (at.kind === "cast" && at.value.type.kind === "ptr") at = at.value;
  if (isNullPointer(at)) return lit("true");
  if (at.kind === "local") {
    const lift = liftOf(cx, at.local);
    if (!lift) return undefined;
    if (lift.nullable && !cx.present.has(at.local)) return method(path(cx.locals.get(at.local)!.name), "is_none");
    return lit("false");
  }
  if (at.kind === "call" && cx.unit.facts.pointers.result(at.function)) return method(own(cx, at), "is_none");
  return cx.unit.facts.pointers.lifted(at.id) ? lit("false") : undefined;
}

/** Is the index that the pointer has become one that may be negative? */
export function isSignedCursor(cx: FunctionContext, e: Expression): boolean {
  const signed = (index: Expression): boolean => (index.kind === "int" ? index.value < 0n : !isUnsigned(stripped(index)));
  switch (e.kind) {
    case "local":
      return liftOf(cx, e.local)?.group.signed ?? false;
    case "runtime":
      return signed(e.args[1]) || isSignedCursor(cx, e.args[0]);
    case "cast":
    case "block":
      return isSignedCursor(cx, e.value);
    case "addressOf":
      return e.place.kind === "index" && signed(e.place.index);
    default:
      return false;
  }
}
