/** What `for` walks over, and what its pattern binds. */
import type { Expression, Pattern, Type } from "../ir/index.ts";
import { patternLocals } from "../ir/walk.ts";
import type { RustExpr, RustPattern, RustStatement } from "../rust/ast.ts";
import { assign, call, exprStmt, field, letStmt, method, pName, path, wild } from "../rust/make.ts";
import { borrowsCell, isBusy } from "./aliases.ts";
import { type FunctionContext, hoist, importName } from "./context.ts";
import { emitExpression } from "./expressions.ts";
import { collected, isHandle, lendsCell } from "./lends.ts";
import { changesItems } from "./loops.ts";
import { isBig, isCopy, isSharedContainer } from "./types.ts";
import { anchored, nameFor, own, refTo, withSuffix } from "./values.ts";

/** Something to iterate over, and whether its items are borrowed from a container. */
export interface Iterable {
  readonly expr: RustExpr;
  readonly borrows: boolean;
}

/** The Rust expression after `in`. What it borrows from a cell to begin with is given back before the first round. */
export function iterate(cx: FunctionContext, e: Expression, pattern: Pattern, alone = false): Iterable {
  if (!alone && e.type.kind === "iter" && !isBusy(cx, e)) settleParts(cx, e);
  const made = iterable(cx, e, pattern, alone);
  if (alone || made.borrows || !lendsCell(made.expr)) return made;
  const whole = (e.type.kind === "iter" && !isHandle(made.expr)) || e.type.kind === "dict" || e.type.kind === "str";
  const value = whole ? collected(made.expr) : made.expr;
  return { expr: hoist(cx, value, "items"), borrows: false };
}

/**
 * Containers that are made for a lazy sequence (`xs[1:]` in `zip(xs, xs[1:])`) stand before it where they read cells: so the
 * sequence borrows nothing, and gives the rest of `xs` as it is by then.
 */
function settleParts(cx: FunctionContext, e: Expression): void {
  if (e.kind !== "runtime") return;
  for (const arg of e.args) {
    if (arg.type.kind === "iter") settleParts(cx, arg);
    else if (arg.kind === "runtime" && arg.type.kind === "list" && cx.unit.program.rows(arg.row).result !== "ref") {
      if (!arg.args.some((part) => borrowsCell(cx, part, "ref"))) continue;
      (cx.settled ??= new Map()).set(arg.id, hoist(cx, own(cx, arg), "items"));
    }
  }
}

/** The Rust expression after `in`. `alone`: the iterator outlives the statement and must own what it walks. */
export function iterable(cx: FunctionContext, e: Expression, pattern: Pattern, alone: boolean): Iterable {
  const type = e.type;
  const owned = (expr: RustExpr): Iterable => ({ expr, borrows: false });
  switch (type.kind) {
    case "list":
    case "deque":
    case "set":
    case "dict": {
      if (isSharedContainer(type, cx.unit)) return owned(method(alone ? own(cx, e) : handleOf(cx, e), "each"));
      if (!alone && changesItems(cx, pattern)) {
        const changed = emitExpression(cx, e, "mut");
        return { expr: method(changed.expr, "iter_mut"), borrows: true };
      }
      const value = withSuffix(cx, !anchored(cx, e), () => emitExpression(cx, e, "ref"));
      const keys = type.kind === "dict" ? "keys" : "iter";
      // The last use of a variable hands its items over.
      const used =
        e.kind === "local" &&
        cx.unit.facts.lastUse(e.id) &&
        cx.locals.get(e.local)!.borrow === "own" &&
        cx.locals.get(e.local)!.cell === "none" &&
        value.form === "place" &&
        !wantsBorrow(cx, pattern);
      if (used) return owned(type.kind === "dict" ? method(value.expr, "into_keys") : value.expr);
      if (value.form === "own" || alone) {
        const all = value.form === "own" ? unboxed(value.expr) : own(cx, e);
        return owned(type.kind === "dict" ? method(all, "into_keys") : alone ? method(all, "into_iter") : all);
      }
      const elem = type.kind === "dict" ? type.key : type.elem;
      if (wantsBorrow(cx, pattern) || isCopy(elem, cx.unit) || (pattern.kind === "tuple" && copiesParts(cx, pattern))) {
        const text = elem.kind === "str" && !isCopy(elem, cx.unit) && pattern.kind === "local" && wantsBorrow(cx, pattern);
        // Text that is borrowed is `&str` everywhere.
        if (text) return { expr: method(method(value.expr, keys), "map", path("String::as_str")), borrows: true };
        if (type.kind === "dict") return { expr: method(value.expr, "keys"), borrows: true };
        // Going over a `&mut` variable itself would use it up; and what lends its items to be changed gives other patterns.
        const lent = e.kind === "local" ? cx.locals.get(e.local)!.borrow === "mut" : value.form === "ref" && lendsMut(cx, e);
        if (lent) return { expr: method(value.expr, "iter"), borrows: true };
        return { expr: value.form === "ref" ? value.expr : { kind: "borrow", word: "", operand: value.expr }, borrows: true };
      }
      return owned(method(method(value.expr, keys), "cloned"));
    }
    case "str":
      return owned(alone ? method(collected(call("rt::str::chars", refTo(cx, e))), "into_iter") : call("rt::str::chars", refTo(cx, e)));
    case "bytes": {
      const bytes = refTo(cx, e);
      const want = elemOfPattern(cx, pattern);
      const numbers = method(bytes.kind === "borrow" ? bytes.operand : bytes, "iter");
      const body = want && isBig(want, cx.unit) ? call("rt::Int::from", call("i64::from", path("byte"))) : call("i64::from", path("byte"));
      return owned(method(numbers, "map", { kind: "closure", params: [{ pattern: { kind: "ref", inner: pName("byte") } }], body }));
    }
    case "tuple": {
      const value = emitExpression(cx, e, "ref");
      const name = value.expr.kind === "path" ? value.expr : hoistTuple(cx, own(cx, e));
      return owned({
        kind: "array",
        elems: type.elems.map((elem, i) => (isCopy(elem, cx.unit) ? field(name, String(i)) : method(field(name, String(i)), "clone"))),
      });
    }
    case "array": {
      // Nothing else says of which type numbers are that stand here.
      const elems = e.kind === "array" && e.type.kind === "array" && e.type.elem.kind === "int";
      return { expr: withSuffix(cx, elems || cx.suffix, () => refTo(cx, e)), borrows: true };
    }
    case "iter": {
      const items = own(cx, e);
      const row = alone && e.kind === "runtime" ? cx.unit.program.rows(e.row) : undefined;
      const lends = row && !row.apart && row.args.some((passing) => passing !== "own");
      return owned(lends ? method(collected(items), "into_iter") : items);
    }
    case "any":
      return owned(call("rt::any::iter", refTo(cx, e)));
    default:
      return owned(own(cx, e));
  }
}

/** A row that makes what is not there lends it as `&mut`, read or not. */
export const lendsMut = (cx: FunctionContext, e: Expression): boolean => {
  const row = e.kind === "runtime" ? cx.unit.program.rows(e.row) : undefined;
  return row?.result === "ref" && row.args[0] === "mut";
};

/** Items that are walked where they are written need no vector. */
const unboxed = (expr: RustExpr): RustExpr =>
  expr.kind === "macro" && expr.name === "vec" && !expr.repeat && expr.args.length > 0 ? { kind: "array", elems: expr.args } : expr;

const hoistTuple = (cx: FunctionContext, expr: RustExpr): RustExpr => {
  const name = cx.scope.take("items");
  cx.out.push(letStmt(name, expr));
  return path(name);
};

const handleOf = (cx: FunctionContext, e: Expression): RustExpr => {
  const value = emitExpression(cx, e, "ref");
  // the borrow of a cell must not span the loop
  // (Temporaries in the head of a `for` live as long as the loop.)
  return value.form === "guard" || value.holds ? hoist(cx, own(cx, e), nameFor(e)) : value.expr;
};

const elemOfPattern = (cx: FunctionContext, pattern: Pattern): Type | undefined =>
  pattern.kind === "local" ? cx.locals.get(pattern.local)!.type : undefined;

/** Does the pattern bind borrows of the items? */
const wantsBorrow = (cx: FunctionContext, pattern: Pattern): boolean => {
  if (pattern.kind === "ignore") return true;
  if (pattern.kind === "tuple") return pattern.elems.length > 0 && pattern.elems.every((elem) => wantsBorrow(cx, elem));
  return cx.locals.get(pattern.local)!.borrow !== "own";
};

/** Variables that are bound to items of their own are no borrows, whatever the facts allowed. */
export function bindOwned(cx: FunctionContext, pattern: Pattern, iterable: Iterable): void {
  if (iterable.borrows) return;
  for (const local of patternLocals(pattern)) cx.locals.get(local)!.borrow = "own";
}

/** Does the pattern only take parts of an item that are copied? `&(_, n)` leaves a text where it is. */
function copiesParts(cx: FunctionContext, pattern: Pattern): boolean {
  switch (pattern.kind) {
    case "ignore":
      return true;
    case "tuple":
      return pattern.elems.every((elem) => copiesParts(cx, elem));
    case "local": {
      const { cell, type } = cx.locals.get(pattern.local)!;
      const wild = cx.fn.locals[pattern.local].name === "_" && !cx.declared.has(pattern.local) && cell === "none";
      return isCopy(type, cx.unit) || (wild && !cx.unit.facts.used(cx.fn.id, pattern.local));
    }
  }
}

/** The Rust pattern of a `for` or a `let`; `borrows`: it is matched against a reference. */
export function patternOf(cx: FunctionContext, pattern: Pattern, borrows: boolean): RustPattern {
  const inner = patternInner(cx, pattern);
  return borrows && !wantsBorrow(cx, pattern) ? { kind: "ref", inner } : inner;
}

function patternInner(cx: FunctionContext, pattern: Pattern): RustPattern {
  switch (pattern.kind) {
    case "ignore":
      return wild;
    case "tuple":
      return { kind: "tuple", elems: pattern.elems.map((elem) => patternInner(cx, elem)) };
    case "local": {
      const storage = cx.locals.get(pattern.local)!;
      if (cx.declared.has(pattern.local)) return pName(temporary(storage.name));
      if (!cx.unit.facts.used(cx.fn.id, pattern.local) && storage.cell === "none")
        return cx.fn.locals[pattern.local].name === "_" ? wild : pName(unusedName(storage.name));
      return pName(storage.name, storage.cell === "none" && storage.borrow === "own" && cx.unit.facts.mutated(cx.fn.id, pattern.local));
    }
  }
}

export const unusedName = (name: string): string => (name.startsWith("_") ? name : `_${name.replace(/^r#/, "")}`);

const temporary = (name: string): string => `next_${name.replace(/^r#/, "")}`;

/** Statements at the start of a body that put pattern variables where they live: cells, and variables declared before. */
export function storePattern(cx: FunctionContext, pattern: Pattern): void {
  if (pattern.kind === "tuple") for (const elem of pattern.elems) storePattern(cx, elem);
  if (pattern.kind !== "local") return;
  const storage = cx.locals.get(pattern.local)!;
  const rc = (): string => importName(cx.unit, cx.module, "std::rc::Rc");
  if (cx.declared.has(pattern.local)) {
    const value = path(temporary(storage.name));
    cx.out.push(storeLocal(cx, pattern.local, value));
  } else if (storage.cell !== "none") {
    const cell = importName(cx.unit, cx.module, storage.cell === "cell" ? "std::cell::Cell" : "std::cell::RefCell");
    const value = storage.deferred ? call("Some", path(storage.name)) : path(storage.name);
    cx.out.push(letStmt(storage.name, call(`${rc()}::new`, call(`${cell}::new`, value))));
  } else if (storage.deferred) {
    cx.out.push(letStmt(storage.name, call("Some", path(storage.name))));
  }
}

/** `local = value` as its storage has it. */
export function storeLocal(cx: FunctionContext, local: number, value: RustExpr): RustStatement {
  const storage = cx.locals.get(local)!;
  const name = path(storage.name);
  const inner = storage.deferred ? call("Some", value) : value;
  if (storage.cell === "cell") return exprStmt(method(name, "set", inner));
  if (storage.cell === "refcell") return exprStmt(assign({ kind: "unary", op: "*", operand: method(name, "borrow_mut") }, inner));
  if (storage.borrow === "mut") return exprStmt(assign({ kind: "unary", op: "*", operand: name }, inner));
  return exprStmt(assign(name, inner));
}
