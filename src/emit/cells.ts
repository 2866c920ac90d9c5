/** Places inside structs whose members are cells: what is read is copied out, what is written is put back. */
import type { Expression, LocalId, Type } from "../ir/index.ts";
import { walk } from "../ir/walk.ts";
import type { RustExpr } from "../rust/ast.ts";
import { assign, borrow, call, exprStmt, field, lit, method, path, unary } from "../rust/make.ts";
import { type FunctionContext, classOf, globalPath, hoist } from "./context.ts";
import { emitExpression } from "./expressions.ts";
import { cellPlace, isLentCell } from "./lifted.ts";
import { fieldName } from "./names.ts";
import { push } from "./statements.ts";
import { rustType } from "./types.ts";
import { danger, isDangerous } from "./unsafe.ts";
import { offsetOf } from "./pointers.ts";
import { asUsize, own } from "./values.ts";

/** The cell that a place is, as a place of type `Cell<T>`. */
export function memberCell(cx: FunctionContext, place: Expression): RustExpr | undefined {
  if (cx.copies.has(place.id)) return undefined;
  if (place.kind === "field") {
    if (!hasCells(cx, place.object.type)) return undefined;
    const object = emitExpression(cx, place.object, "ref").expr;
    const followed = object.kind === "unary" && object.op === "*" && !object.danger ? object.operand : object;
    return field(followed, fieldName(classOf(cx.unit, (place.object.type as Type<"record">).class), place.name));
  }
  if (place.kind === "global") {
    if (cx.unit.facts.global(place.global) !== "lone" || hasCells(cx, innermost(place.type))) return undefined;
    return path(globalPath(cx.unit, cx.module, place.global));
  }
  if (place.kind === "deref" && isSliced(place.pointer.type)) return method(own(cx, place.pointer), "cell", lit("0"));
  if (place.kind === "index" && isSliced(place.object.type)) return method(own(cx, place.object), "cell", offsetOf(cx, place.index));
  if (place.kind !== "index" || place.object.type.kind !== "array") return undefined;
  const array = memberCell(cx, place.object);
  return array && { kind: "index", object: call("rt::heap::cells", borrow(array)), index: asUsize(cx, place.index) };
}

/** Would `memberCell` find one? */
export function isCellPlace(cx: FunctionContext, place: Expression): boolean {
  switch (place.kind) {
    case "field":
      return hasCells(cx, place.object.type);
    case "global":
      return cx.unit.facts.global(place.global) === "lone" && !hasCells(cx, innermost(place.type));
    case "deref":
      return isSliced(place.pointer.type);
    case "index":
      return isSliced(place.object.type) || (place.object.type.kind === "array" && isCellPlace(cx, place.object));
    default:
      return false;
  }
}

/** What is behind a link. One that lies behind a raw pointer is copied out of there first. */
export function linked(cx: FunctionContext, link: Expression): RustExpr {
  const { expr } = emitExpression(cx, link, "ref");
  return isDangerous(expr) ? method(expr, "at") : expr;
}

const isSliced = (type: Type): boolean => type.kind === "runtime" && type.path === "heap::Slice";

/** An element of a slice, copied out. */
export function sliceElement(cx: FunctionContext, e: Expression<"deref"> | Expression<"index">): RustExpr | undefined {
  const slice = e.kind === "deref" ? e.pointer : e.object;
  if (!isSliced(slice.type)) return undefined;
  return method(own(cx, slice), "at", e.kind === "deref" ? lit("0") : offsetOf(cx, e.index));
}

/** The cell for more than one use: what leads to it is evaluated once. */
export const onceCell = (cx: FunctionContext, cell: RustExpr): RustExpr =>
  isSteady(cell) ? cell : hoist(cx, cell.kind === "method" && cell.name === "cell" ? cell : borrow(cell), "cell");

function isSteady(e: RustExpr): boolean {
  switch (e.kind) {
    case "path":
    case "literal":
      return true;
    case "field":
      return isSteady(e.object);
    case "unary":
    case "borrow":
      return isSteady(e.operand);
    case "cast":
      return isSteady(e.value);
    case "index":
      return isSteady(e.object) && isSteady(e.index);
    case "method":
      return e.name === "get" && e.args.length === 0 && isSteady(e.object);
    case "call":
      return e.callee.kind === "path" && e.callee.path === "rt::heap::cells" && e.args.every(isSteady);
    default:
      return false;
  }
}

const innermost = (type: Type): Type => (type.kind === "array" ? innermost(type.elem) : type);

const hasCells = (cx: FunctionContext, type: Type): boolean => type.kind === "record" && classOf(cx.unit, type.class).cells === true;

/** Is the place a struct of cells in a static array? Its members take over those of what is assigned. */
export function isCelledElement(cx: FunctionContext, place: Expression): boolean {
  if (place.kind !== "index" || !hasCells(cx, place.type)) return false;
  let at: Expression = place;
  while (at.kind === "index" && at.object.type.kind === "array") at = at.object;
  return at.kind === "global" && cx.unit.facts.global(at.global) === "lone";
}

/** Does the place lie in a cell, at whatever depth? The expression that is the innermost cell. */
export function cellAround(cx: FunctionContext, place: Expression): Expression | undefined {
  const steps: Expression[] = [];
  for (let at = place; ; at = at.object) {
    if (at.kind === "deref" && isSliced(at.pointer.type)) return at;
    if (at.kind === "index" && isSliced(at.object.type)) return at;
    if (at.type.kind === "record" && isLentCell(cx, at)) return at;
    if ((at.kind === "field" && hasCells(cx, at.object.type)) || (at.kind === "global" && memberCell(cx, at))) {
      // elements of the member are cells too, up to the first part of another kind
      let cell: Expression = at;
      for (const step of steps) {
        if (step.kind !== "index") break;
        cell = step;
      }
      return cell;
    }
    if (at.kind !== "field" && (at.kind !== "index" || at.object.type.kind !== "array")) return undefined;
    steps.unshift(at);
  }
}

/** Does computing it run statements of the program, which may change what is in cells? */
function isBusy(e: Expression): boolean {
  let found = false;
  walk(e, (node) => {
    if (node.kind === "call" || node.kind === "callValue" || node.kind === "block") found = true;
    return !found;
  });
  return found;
}

const isName = (e: RustExpr): boolean => e.kind === "path" || e.kind === "literal";

/** Puts what is computed on the way to a place, and what is assigned to it, into variables: a copy is not to be older than what they do. */
function computed(cx: FunctionContext, place: Expression, around: Expression, value: Expression | undefined): readonly number[] {
  const steps = value && isBusy(value) ? [value] : [];
  for (let at = place; at !== around && (at.kind === "field" || at.kind === "index"); at = at.object)
    if (at.kind === "index" && isBusy(at.index)) steps.push(at.index);
  return steps.map((step) => {
    let at = step;
    while (at.kind === "cast" && at.type.kind === "int" && at.value.type.kind === "int") at = at.value;
    const made = own(cx, at);
    cx.copies.set(at.id, isName(made) ? made : hoist(cx, made, "value"));
    return at.id;
  });
}

/** Runs with the innermost cell around a place copied out; what was done to the copy is put back. `value`: what `change` computes. */
export function throughCopy(cx: FunctionContext, place: Expression, value: Expression | undefined, change: () => void): boolean {
  const around = cellAround(cx, place);
  if (!around || around === place || cx.copies.has(around.id)) return false;
  const kept = computed(cx, place, around, value);
  const cell = onceCell(cx, cellPlace(cx, around)!);
  const copy = hoist(cx, method(cell, "get"), "copy", undefined, true);
  cx.copies.set(around.id, copy);
  change();
  cx.copies.delete(around.id);
  for (const id of kept) cx.copies.delete(id);
  push(cx, method(cell, "set", copy));
  return true;
}

/** Assigns a part of what lies in a cell. `made` is the value as it was emitted. */
export function assignThroughCopy(cx: FunctionContext, place: Expression, value: Expression, made: RustExpr): boolean {
  const around = cellAround(cx, place);
  const isLate = around !== undefined && around !== place && !cx.copies.has(around.id) && isBusy(value);
  const kept = isLate && !isName(made) ? hoist(cx, made, "value") : made;
  return throughCopy(cx, place, undefined, () => {
    push(cx, assign(emitExpression(cx, place, "place").expr, kept));
  });
}

/** Is it the address of a global, moved along it? */
function isOfGlobal(pointer: Expression): boolean {
  if (pointer.type.kind !== "ptr") return false;
  let at: Expression | undefined = pointer;
  while (at && at.kind !== "addressOf") at = at.kind === "cast" ? at.value : at.kind === "runtime" ? at.args.at(0) : undefined;
  return at !== undefined && rootKind(at.place) === "global";
}

const rootKind = (place: Expression): string => (place.kind === "field" || place.kind === "index" ? rootKind(place.object) : place.kind);

/** The address of a place in a cell. */
export function cellAddress(
  cx: FunctionContext,
  place: Expression,
  type: Type<"ptr">,
  target: (of: Expression) => RustExpr,
): RustExpr | undefined {
  if (cx.fn.id < 0) return constantAddress(cx, place, type, target);
  const around = cellAround(cx, place);
  if (!around) return constantAddress(cx, place, type, target);
  if (cx.copies.has(around.id)) return undefined;
  // an address may be one behind the end of an array, as long as nothing looks there
  const pointer =
    around.kind === "deref" && isOfGlobal(around.pointer) ? own(cx, around.pointer) : method(cellPlace(cx, around)!, "as_ptr");
  if (around === place) return type.mutable ? pointer : method(pointer, "cast_const");
  cx.copies.set(around.id, danger(unary("*", pointer)));
  const made = target(place);
  cx.copies.delete(around.id);
  return made;
}

/** Around cells, and while compiling, when no reference is followed: the address is computed from that of the static. */
function constantAddress(
  cx: FunctionContext,
  place: Expression,
  type: Type<"ptr">,
  target: (of: Expression) => RustExpr,
): RustExpr | undefined {
  let at = place;
  while (at.kind === "field" || (at.kind === "index" && at.object.type.kind === "array")) at = at.object;
  if (at.kind !== "global" || cx.unit.facts.global(at.global) !== "lone" || cx.copies.has(at.id)) return undefined;
  const name = path(globalPath(cx.unit, cx.module, at.global));
  const start: RustExpr = {
    kind: "method",
    object: method({ kind: "borrow", word: "raw const", operand: name }, "cast_mut"),
    name: "cast",
    typeArgs: [rustType(at.type, cx.unit, cx.module)],
    args: [],
  };
  if (at === place) return type.mutable ? start : method(start, "cast_const");
  // a cell on the way lies where its value lies, too
  const around = cellAround(cx, place);
  if (around?.kind === "field" && around !== place && !cx.copies.has(around.id)) {
    const cell: Type<"ptr"> = { ...type, target: around.type };
    const inner = constantAddress(cx, around, cell, (of) => ({
      kind: "borrow",
      word: "raw const",
      operand: emitExpression(cx, of, "place").expr,
    }));
    if (inner) {
      cx.copies.set(around.id, danger(unary("*", method(inner, "cast_mut"))));
      const made = target(place);
      cx.copies.delete(around.id);
      return made;
    }
  }
  cx.copies.set(at.id, danger(unary("*", start)));
  const made = target(place);
  cx.copies.delete(at.id);
  // a cell lies where its value lies
  return { kind: "method", object: made, name: "cast", typeArgs: [rustType(type.target, cx.unit, cx.module)], args: [] };
}

/** `fn assign(&self, value: Self)`: member by member. */
export const assignStatements = (names: readonly string[]) =>
  names.map((name) => exprStmt(method(field(path("self"), name), "set", method(field(path("value"), name), "get"))));

/** The variable in which the place lies, or in which the pointers to it do. */
function variableOf(place: Expression): LocalId | undefined {
  let at = place;
  for (;;) {
    if (at.kind === "local") return at.local;
    if (at.kind === "deref") at = at.pointer;
    else if (at.kind === "field" || at.kind === "index") at = at.object;
    else if (at.kind === "addressOf") at = at.place;
    else if (at.kind === "cast") at = at.value;
    else if (at.kind === "runtime" && at.row === "c.pointer.offset") at = at.args[0];
    else return undefined;
  }
}

/** Is the address of the variable by which the place is found, or of a part of it, in the value? */
export function takesAddressOf(value: Expression, place: Expression): boolean {
  const local = variableOf(place);
  if (local === undefined) return false;
  let found = false;
  walk(value, (node) => {
    if (node.kind === "addressOf" && variableOf(node.place) === local) found = true;
    return !found;
  });
  return found;
}
