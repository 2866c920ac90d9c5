/** Calls of library rows. */
import { flowEnd } from "../ir/flow.ts";
import { type Expression, type Passing, type Row, type Type, innerTypes, isContainer } from "../ir/index.ts";
import type { RustExpr } from "../rust/ast.ts";
import { borrow, borrowMut, call, closure, field, lit, macro, method, path, unary } from "../rust/make.ts";
import { borrowsCell, changedBy, isBusy, isStillArg, mayAlias } from "./aliases.ts";
import { functionAdapter } from "./calls.ts";
import { emitClosure } from "./closures.ts";
import { share } from "./constants.ts";
import { emitConsumer, nestItems } from "./consumers.ts";
import { type FunctionContext, frameOf, functionOf, hoist, runtimePath } from "./context.ts";
import { emitExpression } from "./expressions.ts";
import { propagate } from "./failures.ts";
import { handedOver, itemsOf, walksPlace } from "./items-of.ts";
import { emitLendingRow } from "./lent-calls.ts";
import { collected, detached } from "./lends.ts";
import { rangeOf } from "./loops.ts";
import { byWord, emitPower, emitQuotient, emitRounding } from "./integers.ts";
import { nativeForm, nativePlace } from "./natives.ts";
import { handled } from "./made.ts";
import { emitMacro, isNumeral, isPlain, looseRef } from "./macros.ts";
import { memberCell } from "./cells.ts";
import { literalBytes, literalText } from "./lifted.ts";
import { ordered } from "./order.ts";
import { asKey, isFixed, itemType, keptText, storedType, throughGuard } from "./row-places.ts";
import { cannotFail } from "../ir/unfailing.ts";
import { isBig, isSharedContainer, isSharedInstance, rustType } from "./types.ts";
import { danger } from "./unsafe.ts";
import {
  type Mode,
  type Value,
  anchored,
  ascribe,
  contentMut,
  contentMutSlice,
  contentRef,
  nameFor,
  own,
  ownLoose,
  ownTyped,
  ownValue,
  owned,
  refTo,
  settle,
  toBig,
  toSmall,
  withSuffix,
} from "./values.ts";

const rowPath = (cx: FunctionContext, row: Row, attempt: boolean): string => {
  const std = row.run.startsWith("std:");
  const at = std ? `std::${row.run.slice(4)}`.replace("std::primitive::", "") : runtimePath(cx.unit, cx.module, row.run);
  if (!attempt) return at;
  const cut = at.lastIndexOf("::") + 2;
  return `${at.slice(0, cut)}try_${at.slice(cut)}`;
};

/** An address through which is written is another one in Rust. */
const pointerRow = (row: Row, e: Expression<"runtime">): Row =>
  row.run === "as_ptr" && e.type.kind === "ptr" && e.type.mutable ? { ...row, run: "as_mut_ptr" } : row;

export function emitRuntime(cx: FunctionContext, e: Expression<"runtime">, mode: Mode): Value {
  const row = byWord(cx, e, cx.unit.program.rows(e.row));
  if (row.feature) cx.unit.features.add(row.feature);
  if (row.memory === "literal" && row.form === "macro" && e.args[0].kind === "bytes")
    return owned(macro(`rt::${row.run}`, lit(literalBytes(e.args[0]))));
  if (row.memory === "static")
    return owned(call(path(rowPath(cx, row, false)), call("rt::heap::cells", method(memberCell(cx, e.args[0])!, "all"))));
  if (row.memory === "literal" && e.args[0].kind === "bytes") return owned(call(path(rowPath(cx, row, false)), literalText(e.args[0])));
  if (row.lends) return owned(emitLendingRow(cx, row, e));
  if (row.form === "macro" || row.form === "values") return owned(emitMacro(cx, row, e));
  if (row.raw)
    return owned(
      danger(
        call(
          path(`rt::${row.raw}`),
          ...ordered(
            cx,
            e.args.map((arg) => () => ownLoose(cx, arg)),
            e.args,
          ),
        ),
      ),
    );
  if (row.native === "range" && e.type.kind === "iter") {
    const [start, stop, step] = e.args;
    return owned(rangeOf(cx, e.type.elem, { start, stop, step }));
  }
  const consumed = row.native && emitConsumer(cx, e, row);
  if (consumed) return owned(consumed);
  const given = row.native === "copy" ? handedOver(cx, e) : undefined;
  if (given) return owned(given);
  const rounded = emitRounding(cx, e, row) ?? emitPower(cx, e);
  if (rounded) return owned(rounded);
  const quotient = row.native === "quotient" ? emitQuotient(cx, e) : undefined;
  if (quotient) return owned(quotient);
  const places = row.result === "ref" && (mode === "mut" || mode === "place") && row.mut !== undefined;
  const used: Row = places ? { ...row, run: row.mut!, args: ["mut", ...row.args.slice(1)] } : pointerRow(row, e);
  const passing = e.args.map((_, i) => used.args[Math.min(i, used.args.length - 1)] ?? "own");
  const cells = e.args.map((arg, i) => borrowsCell(cx, arg, passing[i]));
  const anyCell = cells.some(Boolean);
  const anyMut = passing.includes("mut");
  const object = (arg: Expression): boolean => arg.kind === "local" && isContainer(arg);
  // A value that a call made is handed over, and lends nothing.
  const handed = (arg: Expression): boolean =>
    row.loose === true && isMade(arg) && (arg.kind !== "runtime" || cx.unit.program.rows(arg.row).result !== "ref");
  const changed = e.args.map((arg, i) => passing[i] === "ref" && !handed(arg) && changedBy(cx, arg, e.args.slice(i + 1)));
  // arguments that must be evaluated before a borrow begins
  const early = e.args.map((arg, i) => {
    if (row.calls?.includes(i)) return false;
    if (passing[i] === "mut") return false;
    // `xs.extend(xs)`, or two names for one list
    if (passing[i] === "ref" && isSharedContainer(arg.type, cx.unit) && anyMut && mayAlias(cx, e, i, passing)) return true;
    // Two cells of which one is changed may be one cell.
    if (passing[i] === "ref" && cells[i] && passing.some((other, k) => other === "mut" && cells[k])) return true;
    // What a cell holds now, before a later argument may put something else there.
    if (passing[i] === "ref" && cells[i] && !isContainer(arg) && e.args.some((other, k) => k > i && isBusy(cx, other))) return true;
    if (passing[i] === "ref" && changed[i]) return !object(arg);
    // A variable is the object that the change is seen in: what changes it comes first.
    if (e.args.some((other, k) => k < i && changed[k] && object(other)) && isBusy(cx, arg)) return true;
    // `xs.extend(xs)`
    if (passing[i] === "own" && row.items?.includes(i) && isContainer(arg) && anyMut && mayAlias(cx, e, i, passing)) return true;
    if (isStillArg(cx, arg)) return false;
    if (anyCell && isBusy(cx, arg)) return true;
    return anyMut && mayAlias(cx, e, i, passing);
  });
  const lastEarly = early.lastIndexOf(true);
  // rows that take and give integers of one form
  const form = formArguments(row);
  const inside = row.flows?.some(([from, to]) => to === "result" && !/^\d+$/.test(from)) ?? false;
  const big = form !== undefined && (hasBig(cx, e.type) || (!inside && form.some((i) => e.args[i] && isBig(e.args[i].type, cx.unit))));
  // A row makes plain containers; what it takes out of an argument has its storage's form already.
  const fresh = !row.flows?.some(([, to]) => to === "result");
  // A lazy sequence that is kept calls its functions after the statement.
  const kept = fresh && e.type.kind === "iter" && !cx.unit.facts.passing(e.id);
  const args = ordered(
    cx,
    e.args.map((arg, i) => () => {
      if (row.calls?.includes(i)) return callable(cx, arg, kept);
      const first = i < lastEarly && !isStillArg(cx, arg) && isBusy(cx, arg);
      /** A text that is looked up among literals, as these are compared. */
      const asLooked = (expr: RustExpr): RustExpr => {
        const likes = passing[i] === "ref" && arg.type.kind === "str" ? itemType(e, i) : undefined;
        return likes && isFixed(cx, likes) ? asKey(cx, e.args[0].type, arg, expr) : expr;
      };
      const likes = itemType(e, i);
      // Looked up among elements that are handles, it is compared as one.
      const asHandle =
        passing[i] === "ref" &&
        likes !== undefined &&
        likes.kind === arg.type.kind &&
        isSharedContainer(likes, cx.unit) &&
        isSharedContainer(arg.type, cx.unit);
      if ((early[i] || first) && asHandle) return borrow(hoist(cx, ownLoose(cx, arg), nameFor(arg)));
      if ((early[i] || first) && arg.type.kind !== "unit")
        return asLooked(inAdvance(cx, arg, passing[i], passing[i] === "own" ? storedType(row, e, i) : undefined, changed[i]));
      switch (passing[i]) {
        case "own":
          if (row.items?.includes(i) && !row.calls?.length && !lazy(e.type)) {
            const all = nestItems(cx, arg);
            if (all) return all;
          }
          if (row.items?.includes(i) && walksPlace(cx, arg)) return itemsOf(cx, arg);
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
            // Only a container that is there already tells the literals' type.
            if (storage?.kind === "exact") return to.startsWith("result") ? ownLoose(cx, arg, storage) : own(cx, arg, storage);
          }
          if (row.fixed && isPlain(arg)) return withSuffix(cx, false, () => ownTyped(cx, arg));
          if (arg.type.kind === "int" && isNumeral(arg) && !(row.form === "method" && i === 0)) return ownTyped(cx, arg);
          // A container that the row takes apart is copied out of its handle; one that it stores stays the same object.
          return isSharedContainer(arg.type, cx.unit) && !row.flows?.some(([from]) => from === `${i}`)
            ? method(method(settle(cx, arg, emitExpression(cx, arg, "ref")), "borrow"), "clone")
            : ownLoose(cx, arg, arg.type.kind === "str" ? keptText(row, e, i) : arg.type);
        case "ref": {
          if (row.loose && isMade(arg)) return ownLoose(cx, arg);
          if (likes?.kind === "exact" && arg.type.kind === likes.kind && isBig(likes, cx.unit) !== isBig(arg.type, cx.unit))
            return borrow(own(cx, arg, likes));
          if (asHandle) return refTo(cx, arg);
          return likes && isFixed(cx, likes) && arg.type.kind === "str"
            ? asLooked(looseRef(cx, arg))
            : sliceOf(cx, used, arg, likes ? throughGuard(arg, looseRef(cx, arg)) : looseRef(cx, arg));
        }
        case "mut": {
          const changed = contentMutSlice(cx, arg, places && i === 0);
          // What takes any iterator does not look through the guard by itself.
          const guarded =
            arg.type.kind === "iter" &&
            changed.kind === "borrow" &&
            changed.operand.kind === "method" &&
            changed.operand.name === "borrow_mut";
          return guarded ? borrowMut({ kind: "unary", op: "*", operand: changed.operand, kept: true }) : changed;
        }
      }
    }),
    e.args,
  );
  const holds = row.result === "ref" && anyCell;
  const attempt = row.fails === "try" && cxFallible(cx) && !cannotFail(cx.unit.program, cx.unit.facts, e);
  if (row.result === "ref" && !attempt) {
    const place = nativePlace(cx, e, row, args);
    if (place) return { expr: place, form: "place", holds };
  }
  const native = attempt ? undefined : nativeForm(cx, e, row, args);
  let expr: RustExpr;
  if (native) expr = native;
  else if (row.form === "method") {
    const object = args[0];
    expr = {
      kind: "method",
      object: object.kind === "borrow" && !object.word.startsWith("raw") ? object.operand : object,
      name: attempt ? `try_${used.run}` : used.run,
      args: args.slice(1),
    };
  } else if (row.form === "await") {
    // No cell stays borrowed while the generator waits.
    cx.dirty = true;
    cx.direct = [];
    expr = { kind: "await", value: call(rowPath(cx, used, attempt), borrow(path("out")), ...args) };
  } else expr = call(rowPath(cx, used, attempt), ...args);
  if (row.generics && expr.kind === "method" && !native)
    expr = {
      ...expr,
      name: `${expr.name}::<${row.generics.map((each) => (each === "_" ? "_" : hasBig(cx, e.type) ? "rt::Int" : "i64")).join(", ")}>`,
    };
  else if (row.generics && expr.kind === "call" && !native)
    expr = call(
      {
        kind: "path",
        path: rowPath(cx, used, attempt),
        args: row.generics.map((each) =>
          each === "_" ? { kind: "infer" } : { kind: "path", path: hasBig(cx, madeInteger(e.type)) ? "rt::Int" : "i64", args: [] },
        ),
      },
      ...args,
    );
  if (e.typeArgs?.length && expr.kind === "call")
    expr = call({ kind: "path", path: rowPath(cx, used, attempt), args: e.typeArgs.map((type) => rustTypeOf(cx, type)) }, ...args);
  if (row.unsafe) expr = danger(expr);
  if (attempt) expr = { kind: "try", value: expr };
  else if (row.fails === "result") expr = propagate(cx, expr);
  if (row.result === "ref")
    return places && mode === "place" ? { expr: unary("*", expr), form: "place", holds } : { expr, form: "ref", holds };
  const result = handled(cx, e.type, row.makes, exactResult(cx, e, row, expr, big));
  const made = kept ? boxed(result, row.apart ? [] : passing) : fresh ? share(cx, e.type, result) : result;
  // The borrow of a cell lasts as long as the statement: what else the statement calls must not meet it.
  if (anyCell && cx.dirty && !row.view && e.type.kind !== "unit" && !cx.direct.includes(e.id))
    return owned(hoist(cx, detached(made, e), "value", anchored(cx, e) ? undefined : rustType(e.type, cx.unit, cx.module), mode === "mut"));
  return { expr: made, form: "own" };
}

/** The integers that a row makes itself: the counts of a counter, the numbers of `enumerate`. */
function madeInteger(type: Type): Type {
  switch (type.kind) {
    case "dict":
      return madeInteger(type.value);
    case "tuple":
      return type.elems[0] ? madeInteger(type.elems[0]) : type;
    case "iter":
    case "list":
      return madeInteger(type.elem);
    default:
      return type;
  }
}

/** A lazy sequence that is kept: it has a type of its own, and holds what it goes over. */
function boxed(items: RustExpr, passing: readonly Passing[]): RustExpr {
  return call("rt::Iter::new", passing.some((each) => each !== "own") ? method(collected(items), "into_iter") : items);
}

/** Could a value of the type go on reading its arguments? */
const lazy = (type: Type): boolean => type.kind === "iter" || type.kind === "func" || type.kind === "any" || innerTypes(type).some(lazy);

const rustTypeOf = (cx: FunctionContext, type: Type) => rustType(type, cx.unit, cx.module);

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

/** Does a call make the value, or a call of the program a handle of the runtime's? */
const isMade = (e: Expression): boolean => e.kind === "runtime" || (e.kind === "call" && e.type.kind === "runtime");

/** Files of the runtime whose functions take slices, and methods that do: a list that is only looked at needs no vector. */
const slices = /^(list|bisect|random|statistics|math|any|bytes|structs|argparse|exception|numpy)::|^choices?$/;

function sliceOf(cx: FunctionContext, row: Row, arg: Expression, given: RustExpr): RustExpr {
  // A key is looked up as what is borrowed of it: no array.
  if (arg.kind === "bytes" && /^(dict|set|builtins::hash$)/.test(row.run) && given.kind === "literal") return method(given, "as_slice");
  const isSlice = arg.type.kind === "list" || arg.type.kind === "bytes";
  if (given.kind !== "borrow" || given.word !== "" || !isSlice || !slices.test(row.run)) return given;
  const { operand } = given;
  if (operand.kind === "macro" && operand.name === "vec" && !operand.repeat && operand.args.length > 0)
    return onlyOne(cx, arg, operand.args) ?? borrow({ kind: "array", elems: operand.args });
  // What a static holds is found through it.
  if (operand.kind === "unary" && operand.operand.kind === "path" && arg.kind === "global") return borrow(operand.operand);
  return given;
}

/** A slice of one item that would be copied for it. */
function onlyOne(cx: FunctionContext, list: Expression, [item, second]: readonly RustExpr[]): RustExpr | undefined {
  if (second || item.kind !== "method" || item.name !== "clone" || item.args.length > 0) return undefined;
  const { object } = item;
  const elem = list.kind === "list" ? list.elems[0] : undefined;
  const variable = elem?.kind === "local" && object.kind === "path" ? cx.locals.get(elem.local) : undefined;
  if (
    variable
      ? variable.name !== (object as RustExpr<"path">).path || variable.cell !== "none" || variable.borrow === "mut"
      : object.kind !== "field"
  )
    return undefined;
  return call("std::slice::from_ref", variable?.borrow === "ref" ? object : borrow(object));
}

/** An argument in a variable of its own, handed over as asked. `handle`: what others change in it meanwhile is seen. */
function inAdvance(cx: FunctionContext, arg: Expression, passing: Passing, want = arg.type, handle = false): RustExpr {
  if (isSharedContainer(arg.type, cx.unit) && passing === "ref" && !handle) {
    const copy = hoist(cx, method(method(ownLoose(cx, arg), "borrow"), "clone"), nameFor(arg));
    return borrow(copy);
  }
  if (passing !== "own" && isPlaceOfValue(cx, arg))
    return passing === "mut" ? contentMut(cx, arg) : borrow(hoist(cx, own(cx, arg), nameFor(arg)));
  const value = detached(ownLoose(cx, arg, want), arg);
  const name = hoist(cx, value, nameFor(arg), undefined, passing === "mut" && !isSharedContainer(arg.type, cx.unit));
  if (passing === "own") return name;
  if (isSharedContainer(arg.type, cx.unit))
    return passing === "mut" ? borrowMut(method(name, "borrow_mut")) : borrow(method(name, "borrow"));
  return passing === "mut" ? borrowMut(name) : borrow(name);
}

const isPlaceOfValue = (cx: FunctionContext, arg: Expression): boolean =>
  !isSharedContainer(arg.type, cx.unit) &&
  !isSharedInstance(arg.type, cx.unit) &&
  ["local", "field", "index", "tupleGet", "global"].includes(arg.kind);

/** An argument that the row calls: a bare closure or function. `kept`: it is called after the statement too. */
function callable(cx: FunctionContext, arg: Expression, kept: boolean): RustExpr {
  if (arg.kind === "closure") return emitClosure(cx, arg, kept ? "moved" : "lent");
  if (arg.kind === "function") return functionAdapter(cx, arg.function, functionOf(cx.unit, arg.function).params.length);
  if (arg.type.kind === "func") {
    const value = emitExpression(cx, arg, "ref");
    const held = !kept && (value.form === "place" || value.form === "ref") ? value.expr : hoist(cx, ownValue(cx, arg, value), "function");
    // a `dyn Fn` behind a handle is called through a closure
    const names = arg.type.params.map((_, i) => (arg.type.kind === "func" && arg.type.params.length === 1 ? "x" : `x${i + 1}`));
    return closure(names, call(held, ...names.map((name) => path(name))), kept ? "move" : undefined);
  }
  return contentRef(cx, arg);
}
