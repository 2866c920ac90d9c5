/** Variables: declarations, assignments, updates of places. */
import type { Expression, Statement } from "../ir/index.ts";
import { walk } from "../ir/walk.ts";
import type { RustExpr, RustPattern } from "../rust/ast.ts";
import { assign, binary, call, letStmt, method, path, unary, unitValue } from "../rust/make.ts";
import { borrowsCell, isBusy, isStillArg } from "./aliases.ts";
import { emitAppend } from "./in-place.ts";
import { hasZero, isUnset } from "../ir/assigned.ts";
import { zeroOf } from "./constants.ts";
import { hasOnlyUser } from "./captures.ts";
import { isCelledElement, linked, memberCell, onceCell, assignThroughCopy, takesAddressOf, throughCopy } from "./cells.ts";
import { type FunctionContext, classOf, globalPath, hoist, importName } from "./context.ts";
import { memberOf } from "./enumerations.ts";
import { emitExpression } from "./expressions.ts";
import { withIndexesApart } from "./indexes.ts";
import { storeLocal, unusedName } from "./iteration.ts";
import { lendsCell } from "./lends.ts";
import { fieldName } from "./names.ts";
import { operatorSigns, shiftAmount } from "./operators.ts";
import { cellPlace } from "./lifted.ts";
import { assignLifted, declareLifted } from "./owners.ts";
import { throughPacked, throughUnion } from "./places.ts";
import { isChanger } from "./variants.ts";
import { rewritesPlace, updateAfter } from "./rewritten.ts";
import { push } from "./statements.ts";
import { isBig, isCopy, rustType } from "./types.ts";
import { danger, isDangerous } from "./unsafe.ts";
import { anchored, mutTo, own, ownTyped, receiver, refTo, withSuffix } from "./values.ts";

export function emitLet(cx: FunctionContext, given: Statement<"let">): void {
  if (declareLifted(cx, given)) return;
  const s = given.value && isUnset(given.value) ? { ...given, value: undefined } : given;
  const storage = cx.locals.get(s.local)!;
  const { type } = storage;
  const used = cx.unit.facts.used(cx.fn.id, s.local);
  const rc = (): string => importName(cx.unit, cx.module, "std::rc::Rc");
  const full = (): ReturnType<typeof rustType> => rustType(type, cx.unit, cx.module);
  if (storage.cell !== "none") {
    const cell = importName(cx.unit, cx.module, storage.cell === "cell" ? "std::cell::Cell" : "std::cell::RefCell");
    const inner = s.value ? ownTyped(cx, s.value, type) : storage.deferred ? path("None") : hasZero(type) ? zeroOf(cx, type) : undefined;
    if (inner === undefined) storage.deferred = true;
    const wrapped = inner === undefined ? path("None") : storage.deferred && s.value ? call("Some", inner) : inner;
    if (!storage.deferred && hasOnlyUser(cx, s.local)) {
      cx.out.push(letStmt(storage.name, call(`${cell}::new`, wrapped), { kind: "path", path: cell, args: [full()] }));
      return;
    }
    const slot = storage.deferred ? { kind: "path" as const, path: "Option", args: [full()] } : full();
    cx.out.push(
      letStmt(storage.name, call(`${rc()}::new`, call(`${cell}::new`, wrapped)), {
        kind: "path",
        path: rc(),
        args: [{ kind: "path", path: cell, args: [slot] }],
      }),
    );
    return;
  }
  const name = used ? storage.name : unusedName(storage.name);
  const mutable = cx.unit.facts.mutated(cx.fn.id, s.local) && storage.borrow === "own";
  const pattern: RustPattern = { kind: "name", name, mutable: mutable || (storage.deferred && used) };
  if (!s.value) {
    if (storage.deferred) cx.out.push(letStmt(pattern, path("None"), { kind: "path", path: "Option", args: [full()] }));
    else if (cx.zeroed.has(s.local))
      cx.out.push(
        letStmt(
          { ...pattern, mutable: mutable || (used && cx.assigned.has(s.local)) },
          zeroOf(cx, type),
          type.kind === "runtime" && type.zero ? undefined : full(),
        ),
      );
    else cx.out.push(letStmt(pattern, undefined, full()));
    return;
  }
  if (storage.borrow !== "own") {
    const borrowed = storage.borrow === "mut" ? mutTo(cx, s.value) : refTo(cx, s.value);
    // A second name for a borrow: lent on, not moved away.
    const lent: RustExpr =
      s.value.kind === "local" && borrowed.kind === "path"
        ? { kind: "borrow", word: storage.borrow === "mut" ? "mut" : "", operand: unary("*", borrowed) }
        : borrowed;
    if (lent.kind === "method" && lent.name === "as_str") storage.slice = true;
    cx.out.push(letStmt({ kind: "name", name }, lent));
    return;
  }
  if (type.kind === "unit") {
    push(cx, own(cx, s.value));
    cx.out.push(letStmt(pattern, unitValue));
    return;
  }
  const value = ownTyped(cx, s.value, type);
  const wrapped = storage.deferred ? call("Some", value) : value;
  const annotate = storage.deferred || !anchored(cx, s.value) || needsAnnotation(cx, s.value);
  cx.out.push(
    letStmt(
      pattern,
      wrapped,
      annotate && (!obvious(cx, s.value) || (s.value.kind === "float" && isReceiver(cx, s.local)))
        ? storage.deferred
          ? { kind: "path", path: "Option", args: [full()] }
          : full()
        : undefined,
    ),
  );
}

/** Values whose Rust type does not say all of the local's. */
const needsAnnotation = (cx: FunctionContext, e: Expression): boolean =>
  e.kind === "list" ||
  e.kind === "set" ||
  e.kind === "dict" ||
  e.kind === "closure" ||
  e.kind === "function" ||
  (e.kind === "array" && e.elems.length > 0 && e.elems.every((elem) => needsAnnotation(cx, elem))) ||
  (e.kind === "runtime" && ((e.type.kind === "exact" && !anchored(cx, e)) || e.args.length === 0 || isLonger(e)));

/** An array whose length is not that of the one that it is made of. */
const isLonger = ({ type, args: [from] }: Expression<"runtime">): boolean =>
  type.kind === "array" && from.type.kind === "array" && type.length !== from.type.length;

const receivers = new WeakMap<object, ReadonlySet<number>>();

/** Is a method called on the variable? Rust must know its type by then. */
function isReceiver(cx: FunctionContext, local: number): boolean {
  if (cx.unit.program.safe) return false;
  let found = receivers.get(cx.fn);
  if (!found) {
    const made = new Set<number>();
    walk(cx.fn.body, (node) => {
      if (node.kind !== "runtime" || node.args[0]?.kind !== "local") return;
      if (cx.unit.program.rows(node.row).form === "method") made.add(node.args[0].local);
    });
    receivers.set(cx.fn, (found = made));
  }
  return found.has(local);
}

const obvious = (cx: FunctionContext, e: Expression): boolean =>
  e.kind === "float" ||
  e.kind === "closure" ||
  (e.kind === "function" && e.type.kind === "func") ||
  (e.kind === "list" && e.elems.length > 0 && anchored(cx, e));

export function emitAssign(cx: FunctionContext, s: Statement<"assign">): void {
  if (cx.unit.facts.dead(s.id) || assignLifted(cx, s) || emitAppend(cx, s)) return;
  const { place } = s;
  switch (place.kind) {
    case "local": {
      const type = cx.locals.get(place.local)!.type;
      let value = ownTyped(cx, s.value, type);
      // The old value may be borrowed until the statement ends.
      if (
        (cx.locals.get(place.local)!.cell === "refcell" && !isStill(value)) ||
        (!isCopy(type, cx.unit) && !isStill(value) && reads(s.value, place.local))
      )
        value = hoist(cx, value, "value");
      if (!cx.unit.facts.used(cx.fn.id, place.local) && cx.locals.get(place.local)!.cell === "none") {
        // never read: only the effects of the value are left
        if (!isStill(value)) {
          const named = anchored(cx, s.value) ? undefined : rustType(type, cx.unit, cx.module);
          cx.out.push(letStmt({ kind: "wild" }, value, named));
        }
        return;
      }
      cx.out.push(storeLocal(cx, place.local, value));
      return;
    }
    case "global": {
      // The members of an enumeration are there.
      if (memberOf(cx.unit, cx.module, place.global)) return;
      const global = cx.unit.program.globals[place.global];
      const kind = cx.unit.facts.global(place.global);
      const value = ownTyped(cx, s.value, global.type);
      const name = path(globalPath(cx.unit, cx.module, place.global));
      if (kind === "lone") push(cx, method(name, memberCell(cx, place) ? "set" : "assign", value));
      else if (kind === "raw") {
        push(cx, assign(danger(name), value));
      } else push(cx, method(name, "set", kind === "refcell" && !global.value ? call("Some", value) : value));
      return;
    }
    case "field": {
      const type = place.object.type;
      const cls = type.kind === "instance" || type.kind === "record" ? classOf(cx.unit, type.class) : undefined;
      const declared = cls?.fields.find((each) => each.name === place.name);
      let value = ownTyped(cx, s.value, declared?.type ?? place.type);
      if (declared?.bits) {
        push(cx, method(receiver(cx, place.object, "place"), `set_${fieldName(cls, place.name)}`, value));
        return;
      }
      const member = memberCell(cx, place);
      if (member) {
        // the cell is found behind a variable whose address is taken: that borrows it
        if (takesAddressOf(s.value, place)) value = hoist(cx, value, "value");
        return push(cx, method(member, "set", value));
      }
      if (assignThroughCopy(cx, place, s.value, value)) return;
      const kind = cls?.flavour === "class" ? cx.unit.facts.field(cls.id, place.name) : "plain";
      if (kind === "plain") {
        if (
          !isStill(value) &&
          (cx.dirty || borrowsCell(cx, place.object, "mut") || (!isCopy(place.type, cx.unit) && readsRoot(s.value, place)))
        )
          value = hoist(cx, value, "value");
        push(cx, assign(emitExpression(cx, place, "place").expr, value));
        return;
      }
      if (!isStill(value)) value = hoist(cx, value, "value");
      const object = receiver(cx, place.object);
      const at: RustExpr = { kind: "field", object, name: fieldName(cls, place.name) };
      push(cx, kind === "cell" ? method(at, "set", value) : assign(unary("*", method(at, "borrow_mut")), value));
      return;
    }
    default: {
      let value = ownTyped(cx, s.value, place.type);
      const start = cx.out.length;
      const cell = cellPlace(cx, place);
      if (cell) {
        // gcc calls before it reads the index, except where the result of the call is what is assigned
        if (s.value.kind !== "call" && cx.out.length === start && readsIndex(cx, place) && isBusy(cx, s.value))
          value = hoist(cx, value, "value");
        return push(cx, method(cell, "set", value));
      }
      if (place.kind === "deref" && place.pointer.type.kind === "runtime")
        return push(cx, method(linked(cx, place.pointer), "assign", value));
      if (assignThroughCopy(cx, place, s.value, value)) return;
      const celled = isCelledElement(cx, place);
      if (!isStill(value) && (cx.unit.program.safe || celled)) value = hoist(cx, value, "value");
      const before = cx.out.length;
      const emitted = emitExpression(cx, place, "place");
      const target = cx.unit.program.safe ? emitted : { ...emitted, expr: withIndexesApart(cx, emitted.expr) };
      // The value is evaluated first in Rust, too, unless something had to be put before.
      if (cx.out.length > before && !isStill(value)) {
        const name = cx.scope.take("value");
        cx.out.splice(before, 0, letStmt(name, value));
        value = path(name);
      }
      if (celled) return push(cx, method(target.expr, "assign", value));
      push(cx, assign(target.form === "ref" || target.form === "guard" ? unary("*", target.expr) : target.expr, value));
    }
  }
}

/** Is there an index that a call could change? */
const readsIndex = (cx: FunctionContext, place: Expression): boolean =>
  place.kind === "index" && (!isStillArg(cx, place.index) || readsIndex(cx, place.object));

/** Does the value read the variable that the place lies in? */
function readsRoot(value: Expression, place: Expression): boolean {
  let at = place;
  while (at.kind === "field") at = at.object;
  return at.kind === "local" && reads(value, at.local);
}

/** Does a call inside the expression work on the local? */
function reads(e: Expression, local: number): boolean {
  if (e.kind === "local") return false;
  if (e.kind === "some") return reads(e.value, local);
  let found = false;
  walk(e, (node) => {
    if (node.kind === "local" && node.local === local) found = true;
    return !found;
  });
  return found;
}

const isStill = (expr: RustExpr): boolean =>
  expr.kind === "literal" ||
  expr.kind === "path" ||
  (expr.kind === "unary" && isStill(expr.operand)) ||
  (expr.kind === "cast" && isStill(expr.value)) ||
  (expr.kind === "call" &&
    expr.callee.kind === "path" &&
    /^(Some|rt::Int::from|String::new|Vec::new|std::ptr::null(_mut)?)$/.test(expr.callee.path) &&
    expr.args.every(isStill)) ||
  (expr.kind === "method" && expr.name === "to_owned" && expr.object.kind === "literal") ||
  (expr.kind === "binary" && isStill(expr.left) && isStill(expr.right));

/** Does the place lie behind a handle? */
const inCells = (cx: FunctionContext, place: Expression): boolean => borrowsCell(cx, place, "mut");

export function emitUpdate(cx: FunctionContext, s: Statement<"update">): void {
  if (cx.unit.facts.dead(s.id) || throughCopy(cx, s.place, s.value, () => emitUpdate(cx, s))) return;
  if (rewritesPlace(cx, s)) return updateAfter(cx, s);
  const { place } = s;
  const big = isBig(place.type, cx.unit);
  const shift = s.op === "shl" || s.op === "shr";
  const wrapping = s.arithmetic === "wrapping" && s.op !== "and" && s.op !== "or" && s.op !== "xor";
  let value = withSuffix(cx, shift, () =>
    big
      ? s.value.kind === "local" && isBig(s.value.type, cx.unit) && !(place.kind === "local" && place.local === s.value.local)
        ? refOrOwn(cx, s.value)
        : own(cx, s.value, place.type)
      : ownTyped(cx, s.value, shift ? s.value.type : place.type),
  );
  const simplePlace = place.kind === "local" && cx.locals.get(place.local)!.cell === "none";
  // Of plain numbers the value comes first by itself; a cell that it borrows must be free again before the place is.
  const first =
    !big && !wrapping && isCopy(place.type, cx.unit) && !cx.dirty && !lendsCell(value) && place.kind === "runtime" && !inCells(cx, place);
  if (!isStill(value) && (!simplePlace || big) && !first) value = hoistValue(cx, value);
  const combine = (left: RustExpr): RustExpr =>
    wrapping ? method(left, `wrapping_${s.op}`, shift ? shiftAmount(cx, s.value, value) : value) : binary(operatorSigns[s.op], left, value);
  const update = (target: RustExpr): void =>
    push(cx, wrapping ? assign(target, combine(target)) : assign(target, value, `${operatorSigns[s.op]}=`));

  if (place.kind === "local") {
    const storage = cx.locals.get(place.local)!;
    const name = path(storage.name);
    if (storage.cell === "cell")
      return push(
        cx,
        method(name, "set", storage.deferred ? call("Some", combine(method(method(name, "get"), "unwrap"))) : combine(method(name, "get"))),
      );
    const target = emitExpression(cx, place, "place");
    return update(target.form === "place" ? target.expr : unary("*", target.expr));
  }
  if (place.kind === "global") {
    const kind = cx.unit.facts.global(place.global);
    const name = path(globalPath(cx.unit, cx.module, place.global));
    if (kind === "cell" || kind === "lone") return push(cx, method(name, "set", combine(method(name, "get"))));
    if (kind === "refcell") {
      const current = hoist(cx, own(cx, place), "value");
      const next = combine(big ? current : current);
      const global = cx.unit.program.globals[place.global];
      return push(cx, method(name, "set", global.value ? next : call("Some", next)));
    }
    return update(danger(name));
  }
  if (place.kind === "field") {
    const type = place.object.type;
    const cls = type.kind === "instance" || type.kind === "record" ? classOf(cx.unit, type.class) : undefined;
    const bits = cls?.fields.find((each) => each.name === place.name)?.bits;
    if (bits) {
      const object = receiver(cx, place.object, "place");
      return push(cx, method(object, `set_${fieldName(cls, place.name)}`, combine(method(object, fieldName(cls, place.name)))));
    }
    const member = memberCell(cx, place);
    if (member) {
      const once = onceCell(cx, member);
      return push(cx, method(once, "set", combine(method(once, "get"))));
    }
    if (cls?.flavour === "class" && cx.unit.facts.field(cls.id, place.name) === "cell") {
      const object = receiver(cx, place.object);
      const once =
        object.kind === "path" || (object.kind === "field" && object.object.kind === "path")
          ? object
          : hoist(cx, own(cx, place.object), "object");
      const at: RustExpr = { kind: "field", object: once, name: fieldName(cls, place.name) };
      return push(cx, method(at, "set", combine(method(at, "get"))));
    }
  }
  const inside = cellPlace(cx, place);
  const cell = inside && onceCell(cx, inside);
  if (cell) return push(cx, method(cell, "set", combine(method(cell, "get"))));
  const target = emitExpression(cx, place, "place");
  const plain = target.form === "place" ? target.expr : unary("*", target.expr);
  const found = cx.unit.program.safe ? plain : withIndexesApart(cx, plain);
  // The old value of a union's member is read.
  const at = !cx.unit.program.safe && throughUnion(cx, place) ? danger(found) : found;
  if (wrapping && !isPath(at)) {
    if (place.kind === "runtime" && lendsCell(at)) {
      // a borrow of a cell ends with its statement: read, then write
      const next = hoist(cx, combine(own(cx, place)), "value");
      return push(cx, assign(at, next));
    }
    // the place is evaluated once
    const raw = !cx.unit.program.safe && (isDangerous(at) || throughPacked(cx, place));
    const pointer: RustExpr =
      at.kind === "unary" && at.op === "*" && (raw || isChanger(at.operand))
        ? at.operand
        : { kind: "borrow", word: raw ? "raw mut" : "mut", operand: at };
    const once = hoist(cx, pointer, "place");
    return update(raw ? danger(unary("*", once)) : unary("*", once));
  }
  update(at);
}

const isPath = (expr: RustExpr): boolean =>
  expr.kind === "path" ||
  (expr.kind === "index" && isPath(expr.object) && isIndex(expr.index)) ||
  (expr.kind === "method" &&
    (expr.name === "offset" || expr.name === "add" || expr.name === "sub") &&
    isPath(expr.object) &&
    expr.args.every(isIndex)) ||
  (expr.kind === "field" && isPath(expr.object)) ||
  (expr.kind === "unary" && expr.op === "*" && isPath(expr.operand));

const isIndex = (expr: RustExpr): boolean =>
  expr.kind === "literal" ||
  expr.kind === "path" ||
  (expr.kind === "cast" && isIndex(expr.value)) ||
  (expr.kind === "binary" && isIndex(expr.left) && isIndex(expr.right)) ||
  (expr.kind === "method" && expr.name.startsWith("wrapping_") && isIndex(expr.object) && expr.args.every(isIndex));

const hoistValue = (cx: FunctionContext, value: RustExpr): RustExpr =>
  value.kind === "borrow" && value.operand.kind === "path" ? value : hoist(cx, value, "value");

const refOrOwn = (cx: FunctionContext, e: Expression): RustExpr => {
  const value = emitExpression(cx, e, "ref");
  if (value.form === "guard" || value.holds) return own(cx, e);
  return value.form === "own" ? value.expr : refTo(cx, e);
};
