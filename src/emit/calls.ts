/** Calls of functions, values and rows. */
import { flowEnd } from "../ir/flow.ts";
import type { Expression, Passing, Row, Type } from "../ir/index.ts";
import { innerTypes } from "../ir/index.ts";
import { isExpression, walk } from "../ir/walk.ts";
import type { RustExpr } from "../rust/ast.ts";
import { borrow, borrowMut, call, closure, field, lit, method, path, stringLiteral, unary } from "../rust/make.ts";
import { emitClosure } from "./closures.ts";
import { danger, unsafeFunctions } from "./unsafe.ts";
import { capture, functionOf, functionPath, hoist, importName, type FunctionContext } from "./context.ts";
import { emitExpression, ordered, share } from "./expressions.ts";
import { propagate } from "./failures.ts";
import { formatMacro } from "./format.ts";
import { functionType, isBig, isCopy, isSharedContainer, isSharedInstance } from "./types.ts";
import {
  anchored,
  ascribe,
  contentMut,
  contentMutSlice,
  contentRef,
  mutTo,
  nameFor,
  own,
  owned,
  ownLoose,
  ownTyped,
  receiver,
  refTo,
  settle,
  toBig,
  type Mode,
  type Value,
  toSmall,
} from "./values.ts";

/** How a parameter of a function is taken. */
export function passingOf(cx: FunctionContext, id: number, index: number): Passing {
  const fn = functionOf(cx.unit, id);
  const param = fn.params[index];
  if (!param) return "own";
  if (param.passing === "inout") return "mut";
  const type = fn.locals[param.local].type;
  if (isCopy(type, cx.unit)) return "own";
  return cx.unit.facts.param(id, index);
}

/** Is the function a method with a receiver in Rust? */
export const isMethod = (cx: FunctionContext, id: number): boolean => functionOf(cx.unit, id).owner?.method === "instance";

function handOver(cx: FunctionContext, arg: Expression, passing: Passing, want: Type): RustExpr {
  switch (passing) {
    case "own":
      return ownTyped(cx, arg, want);
    case "ref":
      // a slice of a literal needs no vector
      if (arg.kind === "list" && arg.elems.length > 0 && want.kind === "list" && cx.unit.facts.representation(want.rep) === "value") {
        const { elem } = want;
        return borrow({
          kind: "array",
          elems: ordered(
            cx,
            arg.elems.map((each) => () => own(cx, each, elem)),
            arg.elems,
          ),
        });
      }
      return sameForm(cx, arg.type, want) ? refTo(cx, arg) : borrow(own(cx, arg, want));
    case "mut":
      return mutTo(cx, arg);
  }
}

const sameForm = (cx: FunctionContext, from: Type, want: Type): boolean =>
  want.kind === from.kind && !(want.kind === "exact" && isBig(want, cx.unit) !== isBig(from, cx.unit));

/** Arguments that get a variable of their own first: another one changes what they read, or borrows it mutably until the call. */
function argumentsInAdvance(cx: FunctionContext, e: Expression<"call">): readonly boolean[] {
  const passings = e.args.map((_, i) => passingOf(cx, e.function, i));
  const none = e.args.map(() => false);
  if (e.args.length < 2) return none;
  const roots = e.args.map((arg, i) => (passings[i] === "own" ? undefined : rootOf(arg)));
  return e.args.map((arg, j) => {
    if (isStillArg(cx, arg) && passings[j] !== "mut") return false;
    return e.args.some((_, i) => {
      if (i === j) return false;
      if (passings[i] === "mut")
        return (
          roots[i] !== undefined &&
          passings[j] !== "mut" &&
          mentionsRoot(arg, roots[i]!) &&
          (passings[j] === "ref" || !isCopyPlace(cx, arg))
        );
      // An element that is lent, and a later argument that changes its container.
      return i > j && passings[j] === "ref" && roots[j] !== undefined && changesRoot(cx, e.args[i], roots[j]!);
    });
  });
}

const isCopyPlace = (cx: FunctionContext, arg: Expression): boolean =>
  arg.kind === "field" && arg.object.kind === "local" && isCopy(arg.type, cx.unit);

function mentionsRoot(e: Expression, root: string): boolean {
  let found = false;
  walk(e, (node) => {
    if ((node.kind === "local" && `local ${node.local}` === root) || (node.kind === "global" && `global ${node.global}` === root))
      found = true;
    return !found;
  });
  return found;
}

function changesRoot(cx: FunctionContext, e: Expression, root: string): boolean {
  let found = false;
  walk(e, (node) => {
    if (node.kind === "runtime") {
      const { args } = cx.unit.program.rows(node.row);
      if (node.args.some((arg, i) => args[Math.min(i, args.length - 1)] === "mut" && rootOf(arg) === root)) found = true;
    } else if (node.kind === "call" && node.args.some((arg, i) => passingOf(cx, node.function, i) === "mut" && rootOf(arg) === root))
      found = true;
    return !found;
  });
  return found;
}

export function emitCall(cx: FunctionContext, e: Expression<"call">): Value {
  const fn = functionOf(cx.unit, e.function);
  const asMethod = isMethod(cx, e.function) && e.args.length > 0;
  const early = argumentsInAdvance(cx, e);
  const args = ordered(
    cx,
    e.args.map((arg, i) => () => {
      const param = fn.params[i];
      const want = param ? fn.locals[param.local].type : arg.type;
      if (early[i]) {
        const passing = passingOf(cx, e.function, i);
        const name = hoist(cx, ownTyped(cx, arg, want), nameFor(arg), rustType(want, cx.unit, cx.module));
        return passing === "ref" && !(asMethod && i === 0) ? borrow(name) : name;
      }
      if (asMethod && i === 0) return receiver(cx, arg, passingOf(cx, e.function, 0));
      return param ? handOver(cx, arg, passingOf(cx, e.function, i), want) : ownLoose(cx, arg);
    }),
    e.args,
    asMethod && passingOf(cx, e.function, 0) === "mut",
  );
  const name = cx.unit.names.functions[e.function];
  let expr: RustExpr = asMethod
    ? { kind: "method", object: args[0], name, args: args.slice(1) }
    : call(functionPath(cx.unit, cx.module, e.function), ...args);
  if (fn.extern || isUnsafe(cx, e.function)) expr = danger(expr);
  if (cx.unit.facts.fails(e.function) || fn.fails === "always") expr = propagate(cx, expr);
  return owned(expr);
}

/** Is the function an `unsafe fn`? */
export const isUnsafe = (cx: { readonly unit: FunctionContext["unit"] }, id: number): boolean => unsafeFunctions(cx.unit.program).has(id);

export function emitCallValue(cx: FunctionContext, e: Expression<"callValue">): Value {
  const type = e.callee.type;
  const params = type.kind === "func" || type.kind === "fnptr" ? type.params : [];
  const parts = ordered(
    cx,
    [
      () => {
        const value = emitExpression(cx, e.callee, "ref");
        if (value.form === "guard" || value.holds) return hoist(cx, own(cx, e.callee), "function");
        return value.form === "ref" && value.expr.kind !== "path" ? unary("*", value.expr) : value.expr;
      },
      ...e.args.map((arg, i) => () => (params[i] ? ownTyped(cx, arg, params[i]) : ownLoose(cx, arg))),
    ],
    [e.callee, ...e.args],
  );
  const invoked = call(parts[0], ...parts.slice(1));
  return owned(type.kind === "fnptr" ? danger(invoked) : invoked);
}

/** A function of the program as a value. */
export function emitFunctionValue(cx: FunctionContext, e: Expression<"function">): Value {
  const fn = functionOf(cx.unit, e.function);
  const target = functionPath(cx.unit, cx.module, e.function);
  if (e.type.kind !== "func") return owned(path(target));
  const rc = importName(cx.unit, cx.module, "std::rc::Rc");
  return owned({
    kind: "cast",
    value: call(`${rc}::new`, functionAdapter(cx, e.function, fn.params.length)),
    type: { kind: "path", path: rc, args: [functionType(e.type, cx.unit, cx.module)] },
  });
}

/** The function as something that takes its arguments by value and does not return `Result`. */
function functionAdapter(cx: FunctionContext, id: number, count: number): RustExpr {
  const target = functionPath(cx.unit, cx.module, id);
  const passings = Array.from({ length: count }, (_, i) => passingOf(cx, id, i));
  const fn = functionOf(cx.unit, id);
  const fails = cx.unit.facts.fails(id) || fn.fails === "always";
  const receiverIsRef = fn.owner?.method === "instance";
  if (!fails && passings.every((passing, i) => passing === "own" && !(receiverIsRef && i === 0))) return path(target);
  const names = fn.params.map((param) => cx.scope.take(fn.locals[param.local].name.replace(/\W/g, "_")));
  const args = names.map((name, i) =>
    passings[i] === "own" && !(receiverIsRef && i === 0) ? path(name) : passings[i] === "mut" ? borrowMut(path(name)) : borrow(path(name)),
  );
  const result = call(target, ...args);
  return {
    kind: "closure",
    params: names.map((name, i) => ({ pattern: { kind: "name", name, mutable: passings[i] === "mut" } })),
    body: fails ? call("rt::unwrap", result) : result,
  };
}

const rowPath = (row: Row, attempt: boolean): string => {
  const std = row.run.startsWith("std:");
  const at = std ? `std::${row.run.slice(4)}` : `rt::${row.run}`;
  if (!attempt) return at;
  const cut = at.lastIndexOf("::") + 2;
  return `${at.slice(0, cut)}try_${at.slice(cut)}`;
};

/** Does evaluating the expression call into the program or change anything? */
export function isBusy(cx: { readonly unit: FunctionContext["unit"] }, e: Expression): boolean {
  let busy = false;
  walk(e, (node) => {
    if (busy) return false;
    switch (node.kind) {
      case "call":
      case "callValue":
      case "yield":
        busy = true;
        return false;
      case "closure":
        return false;
      case "runtime": {
        const row = cx.unit.program.rows(node.row);
        if (row.calls?.length || row.args.includes("mut")) busy = true;
        return;
      }
      default:
        return;
    }
  });
  return busy;
}

/** Constants and plain locals: evaluating them earlier or later is the same. */
function isStillArg(cx: FunctionContext, arg: Expression): boolean {
  switch (arg.kind) {
    case "int":
    case "float":
    case "str":
    case "bytes":
    case "bool":
    case "none":
    case "unit":
    case "zero":
    case "closure":
    case "function":
      return true;
    case "local": {
      const storage = cx.locals.get(arg.local)!;
      return storage.cell !== "refcell";
    }
    case "unary":
      return isStillArg(cx, arg.operand);
    case "binary":
      return isCopy(arg.type, cx.unit) && isStillArg(cx, arg.left) && isStillArg(cx, arg.right);
    case "cast":
    case "some":
      return isStillArg(cx, arg.value);
    default:
      return false;
  }
}

/** Will a borrow of a cell be alive while the other arguments are evaluated? */
export function borrowsCell(cx: FunctionContext, arg: Expression, passing: Passing): boolean {
  if (passing === "own") return false;
  if (isSharedContainer(arg.type, cx.unit)) return true;
  let found = false;
  let at: Expression | undefined = arg;
  while (at && !found) {
    if (isSharedContainer(at.type, cx.unit)) return true;
    if (at.kind === "local") {
      found = cx.locals.get(at.local)!.cell === "refcell";
      at = undefined;
    } else if (at.kind === "field") {
      const type = at.object.type;
      if (type.kind === "instance" && cx.unit.facts.field(type.class, at.name) === "refcell") found = true;
      at = at.object;
    } else if (at.kind === "index") at = at.object;
    else if (at.kind === "tupleGet") at = at.tuple;
    else if (at.kind === "unwrap" || at.kind === "project") at = at.value;
    else if (at.kind === "runtime" && cx.unit.program.rows(at.row).result === "ref") at = at.args[0];
    else at = undefined;
  }
  return found;
}

export function emitRuntime(cx: FunctionContext, e: Expression<"runtime">, mode: Mode): Value {
  const row = cx.unit.program.rows(e.row);
  if (row.feature) cx.unit.features.add(row.feature);
  if (row.form === "macro" || row.form === "values") return owned(emitMacro(cx, row, e));
  const places = row.result === "ref" && (mode === "mut" || mode === "place") && row.mut !== undefined;
  const used: Row = places ? { ...row, run: row.mut!, args: ["mut", ...row.args.slice(1)] } : row;
  const passing = e.args.map((_, i) => used.args[Math.min(i, used.args.length - 1)] ?? "own");
  const cells = e.args.map((arg, i) => borrowsCell(cx, arg, passing[i]));
  const anyCell = cells.some(Boolean);
  const anyMut = passing.includes("mut");
  // arguments that must be evaluated before a borrow begins
  const early = e.args.map((arg, i) => {
    if (row.calls?.includes(i)) return false;
    if (passing[i] === "mut") return false;
    // `xs.extend(xs)`, or two names for one list
    if (passing[i] === "ref" && isSharedContainer(arg.type, cx.unit) && anyMut && mayAlias(cx, e, i, passing)) return true;
    // Two cells of which one is changed may be one cell.
    if (passing[i] === "ref" && cells[i] && passing.some((other, k) => other === "mut" && cells[k])) return true;
    if (isStillArg(cx, arg)) return false;
    if (anyCell && isBusy(cx, arg)) return true;
    return anyMut && mayAlias(cx, e, i, passing);
  });
  const lastEarly = early.lastIndexOf(true);
  // rows that take and give integers of one form
  const form = formArguments(row);
  const inside = row.flows?.some(([from, to]) => to === "result" && !/^\d+$/.test(from)) ?? false;
  const big = form !== undefined && (hasBig(cx, e.type) || (!inside && form.some((i) => e.args[i] && isBig(e.args[i].type, cx.unit))));
  const args = ordered(
    cx,
    e.args.map((arg, i) => () => {
      if (row.calls?.includes(i)) return callable(cx, arg);
      const first = i < lastEarly && !isStillArg(cx, arg) && isBusy(cx, arg);
      if ((early[i] || first) && arg.type.kind !== "unit") return inAdvance(cx, arg, passing[i]);
      switch (passing[i]) {
        case "own":
          if (form?.includes(i) && inside && arg.type.kind === e.type.kind) return ownTyped(cx, arg, e.type);
          {
            const stored = storedType(row, e, i);
            if (stored) return ownTyped(cx, arg, stored);
          }
          if (big && form?.includes(i) && arg.type.kind === "exact")
            return isBig(arg.type, cx.unit) ? ownLoose(cx, arg) : toBig(ownLoose(cx, arg));
          // What is stored takes the form of its storage.
          for (const [from, to] of row.flows ?? []) {
            const storage = from === `${i}` && to.includes(".") && arg.type.kind === "exact" ? flowEnd(e, to) : undefined;
            if (storage?.kind === "exact") return own(cx, arg, storage);
          }
          if (arg.type.kind === "int" && isNumeral(arg)) return ownTyped(cx, arg);
          // A container that the row takes apart is copied out of its handle; one that it stores stays the same object.
          return isSharedContainer(arg.type, cx.unit) && !row.flows?.some(([from]) => from === `${i}`)
            ? method(method(settle(cx, arg, emitExpression(cx, arg, "ref")), "borrow"), "clone")
            : ownLoose(cx, arg);
        case "ref": {
          const likes = itemType(cx, e, i);
          if (likes && arg.type.kind === likes.kind && isBig(likes, cx.unit) !== isBig(arg.type, cx.unit))
            return borrow(own(cx, arg, likes));
          // Looked up among elements that are handles, it is compared as one.
          if (likes && likes.kind === arg.type.kind && isSharedContainer(likes, cx.unit) && isSharedContainer(arg.type, cx.unit))
            return refTo(cx, arg);
          return looseRef(cx, arg);
        }
        case "mut":
          return contentMutSlice(cx, arg, places && i === 0);
      }
    }),
    e.args,
  );
  const holds = row.result === "ref" && anyCell;
  const attempt = row.fails === "try" && cxFallible(cx);
  let expr: RustExpr;
  if (row.form === "method") {
    const object = args[0];
    expr = {
      kind: "method",
      object: object.kind === "borrow" && !object.word.startsWith("raw") ? object.operand : object,
      name: attempt ? `try_${used.run}` : used.run,
      args: args.slice(1),
    };
  } else expr = call(path(rowPath(used, attempt), ...[]), ...args);
  if (row.generics && expr.kind === "call")
    expr = call(
      {
        kind: "path",
        path: rowPath(used, attempt),
        args: row.generics.map((each) =>
          each === "_" ? { kind: "infer" } : { kind: "path", path: hasBig(cx, e.type) ? "rt::Int" : "i64", args: [] },
        ),
      },
      ...args,
    );
  if (e.typeArgs?.length && expr.kind === "call")
    expr = call({ kind: "path", path: rowPath(used, attempt), args: e.typeArgs.map((type) => rustTypeOf(cx, type)) }, ...args);
  if (row.unsafe) expr = danger(expr);
  if (attempt) expr = { kind: "try", value: expr };
  else if (row.fails === "result") expr = propagate(cx, expr);
  if (row.result === "ref")
    return places && mode === "place" ? { expr: unary("*", expr), form: "place", holds } : { expr, form: "ref", holds };
  const result = exactResult(cx, e, row, expr, big);
  // A row makes plain containers; what it takes out of an argument has its storage's form already.
  const fresh = !row.flows?.some(([, to]) => to === "result");
  const made = fresh ? share(cx, e.type, result) : result;
  // The borrow of a cell lasts as long as the statement: what else the statement calls must not meet it.
  if (anyCell && cx.dirty && e.type.kind !== "unit" && !cx.direct.includes(e.id))
    return owned(hoist(cx, made, "value", anchored(e) ? undefined : rustType(e.type, cx.unit, cx.module), mode === "mut"));
  return { expr: made, form: "own" };
}
import { rustType } from "./types.ts";
const rustTypeOf = (cx: FunctionContext, type: Type) => rustType(type, cx.unit, cx.module);
import { frameOf } from "./context.ts";
const cxFallible = (cx: FunctionContext): boolean => frameOf(cx).fallible;

/** The arguments that have the form of integers that the result has: the function has one type for them. */
function formArguments(row: Row): readonly number[] | undefined {
  switch (row.integer) {
    case "floordiv":
    case "mod":
    case "divmod":
    case "gcd":
      return [0, 1];
    case "abs":
    case "same":
    case "shr":
      return [0];
    default: {
      if (row.range || row.generics) return undefined;
      const direct = row.flows?.flatMap(([from, to]) => (to === "result" && /^\d+$/.test(from) ? [Number(from)] : []));
      return direct?.length ? direct : undefined;
    }
  }
}

/** The type of the place inside another argument where the row stores this one. */
function storedType(row: Row, e: Expression<"runtime">, index: number): Type | undefined {
  for (const [from, to] of row.flows ?? []) {
    const target = /^(\d+)\.(elem|key|value)$/.exec(to);
    if (from !== String(index) || !target) continue;
    const into = e.args[Number(target[1])]?.type;
    if (
      into &&
      (into.kind === "list" || into.kind === "set" || into.kind === "deque") &&
      target[2] === "elem" &&
      into.elem.kind === e.args[index].type.kind
    )
      return into.elem;
    if (into?.kind === "dict" && target[2] !== "elem") {
      const inner = target[2] === "key" ? into.key : into.value;
      if (inner.kind === e.args[index].type.kind) return inner;
    }
  }
  return undefined;
}

/** What an exact integer handed over by reference is compared with: the items or keys of the container before it. */
function itemType(_cx: FunctionContext, e: Expression<"runtime">, index: number): Type | undefined {
  if (index === 0 || e.args[index].type.kind !== "exact") return undefined;
  const first = e.args[0].type;
  if (first.kind === "list" || first.kind === "set" || first.kind === "deque") return first.elem;
  return first.kind === "dict" ? first.key : undefined;
}

/** Is there an integer of any size in the type? */
function hasBig(cx: FunctionContext, type: Type): boolean {
  return isBig(type, cx.unit) || (type.kind !== "func" && innerTypes(type).some((inner) => hasBig(cx, inner)));
}

/** An integer result: rows with a range return `i64`; others are generic over the two forms of exact integers. */
function exactResult(cx: FunctionContext, e: Expression<"runtime">, row: Row, expr: RustExpr, big: boolean): RustExpr {
  if (e.type.kind === "tuple" && big) {
    const { elems } = e.type;
    if (!elems.some((elem) => elem.kind === "exact" && !isBig(elem, cx.unit))) return expr;
    const whole = hoist(cx, expr, "pair");
    return {
      kind: "tuple",
      elems: elems.map((elem, i) =>
        elem.kind === "exact" && !isBig(elem, cx.unit) ? toSmall(field(whole, String(i))) : method(field(whole, String(i)), "clone"),
      ),
    };
  }
  if (e.type.kind !== "exact") return expr;
  if (row.range) return isBig(e.type, cx.unit) ? toBig(expr) : expr;
  if (big) return isBig(e.type, cx.unit) ? expr : toSmall(expr);
  if (row.generics || formArguments(row) || row.flows?.some(([, to]) => to === "result")) return expr;
  return cx.typed === e ? expr : ascribe(cx, expr, e.type);
}

/** Rows take fixed-width integers in the very type: a literal needs no suffix. */
const isNumeral = (e: Expression): boolean => e.kind === "int" || (e.kind === "unary" && e.operand.kind === "int");

const looseRef = (cx: FunctionContext, arg: Expression): RustExpr => {
  if (anchored(arg)) return contentRef(cx, arg);
  const before = cx.suffix;
  cx.suffix = true;
  try {
    return contentRef(cx, arg);
  } finally {
    cx.suffix = before;
  }
};

/** Does evaluating an argument read the object that another argument changes? */
function mayAlias(cx: FunctionContext, e: Expression<"runtime">, index: number, passing: readonly Passing[]): boolean {
  const arg = e.args[index];
  return e.args.some((other, i) => {
    if (i === index || passing[i] !== "mut") return false;
    const through = borrowsCell(cx, other, "mut");
    const root = rootOf(other);
    let found = false;
    walk(arg, (node) => {
      if (found || node.kind === "closure") return false;
      if (!isExpression(node)) return;
      if (node.kind === "local" && root === `local ${node.local}` && !through) found = true;
      if (node.kind === "global" && root === `global ${node.global}`) found = true;
      // another name may stand for the same shared object
      if (through && node.kind === "runtime" && node.args.some((inner) => isSharedContainer(inner.type, cx.unit))) found = true;
      if (through && node.kind === "field") found = true;
      return;
    });
    return found || (through && passing[index] === "ref" && isSharedContainer(arg.type, cx.unit));
  });
}

function rootOf(e: Expression): string | undefined {
  let at = e;
  for (;;) {
    switch (at.kind) {
      case "local":
        return `local ${at.local}`;
      case "global":
        return `global ${at.global}`;
      case "field":
      case "index":
        at = at.object;
        break;
      case "tupleGet":
        at = at.tuple;
        break;
      case "unwrap":
      case "project":
        at = at.value;
        break;
      case "runtime":
        if (!at.args.length) return undefined;
        at = at.args[0];
        break;
      default:
        return undefined;
    }
  }
}

/** An argument in a variable of its own, handed over as asked. */
function inAdvance(cx: FunctionContext, arg: Expression, passing: Passing): RustExpr {
  if (isSharedContainer(arg.type, cx.unit) && passing === "ref") {
    const copy = hoist(cx, method(method(ownLoose(cx, arg), "borrow"), "clone"), nameFor(arg));
    return borrow(copy);
  }
  if (passing !== "own" && isPlaceOfValue(cx, arg))
    return passing === "mut" ? contentMut(cx, arg) : borrow(hoist(cx, own(cx, arg), nameFor(arg)));
  const name = hoist(cx, ownLoose(cx, arg), nameFor(arg), undefined, passing === "mut" && !isSharedContainer(arg.type, cx.unit));
  if (passing === "own") return name;
  if (isSharedContainer(arg.type, cx.unit))
    return passing === "mut" ? borrowMut(method(name, "borrow_mut")) : borrow(method(name, "borrow"));
  return passing === "mut" ? borrowMut(name) : borrow(name);
}

const isPlaceOfValue = (cx: FunctionContext, arg: Expression): boolean =>
  !isSharedContainer(arg.type, cx.unit) &&
  !isSharedInstance(arg.type, cx.unit) &&
  ["local", "field", "index", "tupleGet", "global"].includes(arg.kind);

/** An argument that the row calls: a bare closure or function. */
function callable(cx: FunctionContext, arg: Expression): RustExpr {
  if (arg.kind === "closure") return emitClosure(cx, arg, false);
  if (arg.kind === "function") return functionAdapter(cx, arg.function, functionOf(cx.unit, arg.function).params.length);
  if (arg.type.kind === "func") {
    const value = emitExpression(cx, arg, "ref");
    const held = value.form === "place" || value.form === "ref" ? value.expr : hoist(cx, own(cx, arg), "function");
    // a `dyn Fn` behind a handle is called through a closure
    const names = arg.type.params.map((_, i) => (arg.type.kind === "func" && arg.type.params.length === 1 ? "x" : `x${i + 1}`));
    return closure(names, call(held, ...names.map((name) => path(name))));
  }
  return contentRef(cx, arg);
}

function emitMacro(cx: FunctionContext, row: Row, e: Expression<"runtime">): RustExpr {
  const name = row.run.startsWith("std:") ? row.run.slice(4) : `rt::${row.run}`;
  const [first, ...rest] = e.args;
  if (row.form === "macro" && first?.kind === "format") {
    const others = rest.map((arg) => ownLoose(cx, arg));
    return { kind: "macro", name, args: [...formatMacro(cx, first.pieces), ...others] };
  }
  if (row.form === "macro" && first?.kind === "str" && row.args[0] !== "own")
    return {
      kind: "macro",
      name,
      args: [lit(stringLiteral(first.value.replace(/[{}]/g, (brace) => brace + brace))), ...rest.map((arg) => ownLoose(cx, arg))],
    };
  return {
    kind: "macro",
    name,
    args: ordered(
      cx,
      e.args.map(
        (arg, i) => () => ((row.args[Math.min(i, row.args.length - 1)] ?? "own") === "own" ? ownLoose(cx, arg) : looseRef(cx, arg)),
      ),
      e.args,
    ),
  };
}

export { capture };
