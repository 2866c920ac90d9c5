/** Calls of functions, values and rows. */
import type { Expression, LocalId, Passing, Type } from "../ir/index.ts";
import { walk } from "../ir/walk.ts";
import type { RustExpr } from "../rust/ast.ts";
import { borrow, borrowMut, call, method, path, unary } from "../rust/make.ts";
import { argumentsInAdvance, isBusy } from "./aliases.ts";
import { type FunctionContext, functionOf, functionPath, globalPath, hoist, importName } from "./context.ts";
import { emitExpression } from "./expressions.ts";
import { propagate } from "./failures.ts";
import { sharedCells, valuesInAdvance } from "./lent-calls.ts";
import { placesInAdvance } from "./place-results.ts";
import { lendsCell } from "./lends.ts";
import { rootLocal } from "./in-place.ts";
import { lend } from "./lifted.ts";
import { ordered } from "./order.ts";
import { functionType, isBig, isCopy, isSharedContainer, isSharedInstance, rustType } from "./types.ts";
import { isSafePointer } from "./safe-pointers.ts";
import { danger, unsafeFunctions, isSafeExtern } from "./unsafe.ts";
import { type Value, contentMut, contentRef, mutTo, nameFor, own, ownLoose, ownTyped, owned, receiver, refTo } from "./values.ts";

/** How a parameter of a function is taken. */
export function passingOf(cx: Pick<FunctionContext, "unit">, id: number, index: number): Passing {
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
      if (lendsContent(cx, arg, want)) return contentRef(cx, arg);
      // rustc looks through a lazy table by itself
      if (arg.kind === "global" && want.kind === arg.type.kind && cx.unit.facts.global(arg.global) === "lazy")
        return borrow(path(globalPath(cx.unit, cx.module, arg.global)));
      return sameForm(cx, arg.type, want) ? held(cx, arg, () => refTo(cx, arg)) : borrow(own(cx, arg, want));
    case "mut":
      return lendsContent(cx, arg, want) ? contentMut(cx, arg) : held(cx, arg, () => mutTo(cx, arg));
  }
}

/** An argument for a parameter that is an option of a reference. */
function lentOption(cx: FunctionContext, arg: Expression, want: Type): RustExpr {
  if (arg.kind === "none") return path("None");
  if (arg.kind === "some") return call("Some", refTo(cx, arg.value));
  const index = arg.kind === "local" ? cx.fn.params.findIndex((param) => param.local === arg.local) : -1;
  const given = refTo(cx, arg);
  if (index >= 0 && cx.unit.facts.optional(cx.fn.id, index)) return given;
  return contentOf(cx, given.kind === "borrow" ? given.operand : given, want);
}

const contentOf = (cx: FunctionContext, option: RustExpr, type: Type): RustExpr =>
  method(
    option,
    type.kind === "option" && type.inner.kind === "instance" && cx.unit.facts.representation(type.inner.rep) === "box"
      ? "as_deref"
      : "as_ref",
  );

/** `&*f()?`: rustc looks through a handle by itself, but not through one that `?`, a branch or a generic function gives. */
export const insideHandle = (given: RustExpr): RustExpr => {
  if (given.kind === "call") return borrow(unary("*", unary("*", given)));
  if (given.kind !== "borrow") return given;
  const at = given.operand;
  const callee = at.kind === "call" && at.callee.kind === "path" ? at.callee.path : "";
  if (callee === "rt::global") return method(at, "as_ref");
  const open = at.kind === "try" || at.kind === "match" || at.kind === "if" || at.kind === "block" || callee === "rt::unwrap";
  return open ? borrow(unary("*", at)) : given;
};

/** Is the argument a handle where only what it points to is wanted? */
const lendsContent = (cx: FunctionContext, arg: Expression, want: Type): boolean =>
  want.kind === arg.type.kind && isSharedContainer(arg.type, cx.unit) && !isSharedContainer(want, cx.unit);

/** An argument whose cell may stay borrowed during the call is not copied out of it. */
function held<T>(cx: FunctionContext, arg: Expression, run: () => T): T {
  const { dirty } = cx;
  if (cx.unit.facts.held(arg.id)) cx.dirty = false;
  const result = run();
  cx.dirty = dirty;
  return result;
}

/** Arguments that call, behind one whose cell stays borrowed until the call returns. */
function behindCell(cx: FunctionContext, e: Expression<"call">): readonly boolean[] {
  const fn = functionOf(cx.unit, e.function);
  let borrowed = false;
  return e.args.map((arg, i) => {
    const first = borrowed && isBusy(cx, arg);
    const param = fn.params[i];
    if (
      param &&
      passingOf(cx, e.function, i) !== "own" &&
      (cx.unit.facts.held(arg.id) || lendsContent(cx, arg, fn.locals[param.local].type))
    )
      borrowed = true;
    return first;
  });
}

/** Is a variable, of which the argument is a part, handed over as `&mut` by one of those behind it? */
function changedLater(cx: FunctionContext, arg: Expression, later: readonly Expression[]): boolean {
  if (arg.kind !== "field") return false;
  const root = rootLocal(arg);
  return root !== undefined && isChanged(cx, root, later);
}

/** Does a call in the expressions change what a local holds? */
function isChanged(cx: FunctionContext, root: LocalId, expressions: readonly Expression[]): boolean {
  let changed = false;
  for (const each of expressions)
    walk(each, (node) => {
      if (node.kind === "call")
        changed ||= node.args.some((inner, i) => rootLocal(inner) === root && passingOf(cx, node.function, i) === "mut");
      return !changed;
    });
  return changed;
}

const sameForm = (cx: FunctionContext, from: Type, want: Type): boolean =>
  want.kind === from.kind && !(want.kind === "exact" && isBig(want, cx.unit) !== isBig(from, cx.unit));

/** Is an argument the variable that the receiver of the call is, too? It stays there until the call. */
const isSameHandle = (cx: FunctionContext, receiver: Expression, arg: Expression): arg is Expression<"local"> =>
  arg.kind === "local" &&
  receiver.kind === "local" &&
  receiver.local === arg.local &&
  cx.unit.facts.lastUse(arg.id) &&
  isSharedInstance(arg.type, cx.unit) &&
  cx.locals.get(arg.local)?.cell === "none";

export function emitCall(cx: FunctionContext, e: Expression<"call">): Value {
  const fn = functionOf(cx.unit, e.function);
  const asMethod = isMethod(cx, e.function) && e.args.length > 0;
  const behind = behindCell(cx, e);
  const early = argumentsInAdvance(cx, e).map((each, i) => each || behind[i]);
  const places = placesInAdvance(cx, e.args);
  const values = valuesInAdvance(cx, e);
  const cells = sharedCells(cx, e);
  const args = ordered(
    cx,
    e.args.map((arg, i) => () => {
      const param = fn.params[i];
      const want = param ? fn.locals[param.local].type : arg.type;
      if (early[i]) {
        const passing = passingOf(cx, e.function, i);
        if (passing !== "own" && lendsContent(cx, arg, want)) {
          const handle = hoist(cx, own(cx, arg), nameFor(arg));
          return passing === "mut" ? borrowMut(method(handle, "borrow_mut")) : borrow(method(handle, "borrow"));
        }
        const name = hoist(cx, ownTyped(cx, arg, want), nameFor(arg), rustType(want, cx.unit, cx.module));
        if (cx.unit.facts.optional(e.function, i)) return contentOf(cx, name, want);
        return passing === "ref" && !(asMethod && i === 0) ? borrow(name) : name;
      }
      const lent = cx.unit.facts.pointers.lent(arg.id);
      if (values.has(i)) return values.get(i)!;
      if (lent) return lend(cx, arg, lent, cells.get(cx.unit.facts.pointers.object(arg.id) ?? ""));
      // A handle that lies in what a later argument changes is taken out first.
      if (isSharedInstance(arg.type, cx.unit) && changedLater(cx, arg, e.args.slice(i + 1))) {
        const handle = hoist(cx, own(cx, arg), nameFor(arg));
        return (asMethod && i === 0) || passingOf(cx, e.function, i) === "own" ? handle : borrow(handle);
      }
      if (asMethod && i === 0) {
        // A method of what lies behind a handle takes the handle by reference.
        const passing = isSharedInstance(want, cx.unit) ? "ref" : passingOf(cx, e.function, 0);
        return held(cx, arg, () => receiver(cx, arg, passing));
      }
      if (!param) return ownLoose(cx, arg);
      if (asMethod && passingOf(cx, e.function, i) === "own" && isSameHandle(cx, e.args[0], arg))
        return method(path(cx.locals.get(arg.local)!.name), "clone");
      if (cx.unit.facts.optional(e.function, i)) return held(cx, arg, () => lentOption(cx, arg, want));
      const given = handOver(cx, arg, passingOf(cx, e.function, i), want);
      return isSharedInstance(arg.type, cx.unit) && cx.unit.facts.looks(e.function, i) ? insideHandle(given) : given;
    }),
    e.args,
    asMethod && passingOf(cx, e.function, 0) === "mut",
  );
  for (const each of places) cx.located?.delete(each);
  const name = cx.unit.names.functions[e.function];
  let expr: RustExpr = asMethod
    ? { kind: "method", object: args[0], name, args: args.slice(1), own: true }
    : call(functionPath(cx.unit, cx.module, e.function), ...args);
  if ((fn.extern && !isSafeExtern(cx.unit.program, fn)) || isUnsafe(cx, e.function)) expr = danger(expr);
  if (cx.unit.facts.fails(e.function) || fn.fails === "always") expr = propagate(cx, expr);
  // What is handed over out of its cell is given back before the next call takes it.
  const taken = cx.dirty && args.some((arg, i) => passingOf(cx, e.function, i) === "mut" && lendsCell(arg));
  if (taken && e.type.kind !== "unit" && e.type.kind !== "never" && !cx.direct.includes(e.id)) return owned(hoist(cx, expr, "value"));
  return owned(expr);
}

/** Is the function an `unsafe fn`? */
export const isUnsafe = (cx: { readonly unit: FunctionContext["unit"] }, id: number): boolean =>
  unsafeFunctions(cx.unit.program, cx.unit.facts).has(id);

const localsIn = (e: Expression): readonly LocalId[] => {
  const found: LocalId[] = [];
  walk(e, (node) => {
    if (node.kind === "local") found.push(node.local);
  });
  return found;
};

export function emitCallValue(cx: FunctionContext, e: Expression<"callValue">): Value {
  const type = e.callee.type;
  const params = type.kind === "func" || type.kind === "fnptr" ? type.params : [];
  const values = valuesInAdvance(cx, e);
  const cells = sharedCells(cx, e);
  const parts = ordered(
    cx,
    [
      () => {
        // A function that lies in what an argument changes is taken out first.
        if (e.callee.kind === "runtime" && type.kind === "func" && localsIn(e.callee).some((local) => isChanged(cx, local, e.args)))
          return hoist(cx, own(cx, e.callee), "function");
        const value = emitExpression(cx, e.callee, "ref");
        if (value.form === "guard" || value.holds) return hoist(cx, own(cx, e.callee), "function");
        return value.form === "ref" && value.expr.kind !== "path" ? unary("*", value.expr) : value.expr;
      },
      ...e.args.map((arg, i) => () => {
        const lent = cx.unit.facts.pointers.lent(arg.id);
        const before = values.get(i);
        if (before) return before;
        if (lent) return lend(cx, arg, lent, cells.get(cx.unit.facts.pointers.object(arg.id) ?? ""));
        return params[i] ? ownTyped(cx, arg, params[i]) : ownLoose(cx, arg);
      }),
    ],
    [e.callee, ...e.args],
  );
  const invoked = call(parts[0], ...parts.slice(1));
  return owned(type.kind === "fnptr" && !isSafePointer(cx.unit, type) ? danger(invoked) : invoked);
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
export function functionAdapter(cx: FunctionContext, id: number, count: number): RustExpr {
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
