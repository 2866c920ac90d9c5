/**
 * The order in which arguments are evaluated. C leaves it open; gcc goes from the last to the first, loads what lies in memory on the way, and reads
 * plain local variables last of all. Where nobody can tell, the arguments stay as they are.
 */
import type { Expression, Statement } from "../../../ir/index.ts";
import type { Expr, FunctionBody, Sym } from "../ast.ts";
import { evalInt } from "../check/constant.ts";
import { libraryRow } from "../libc/rows.ts";
import { keep, type FunctionContext } from "./context.ts";
import { isPointee, visitTree } from "./tree.ts";

/** Functions of the library that only read. */
const reading = new Set(
  "strlen strcmp strncmp strcasecmp strncasecmp strchr strrchr strstr strspn strcspn strpbrk memcmp memchr atoi atol atoll atof fmod fmin fmax ldexp".split(
    " ",
  ),
);

/** Something that others may notice: a store, a call of a function that stores. */
function writes(cx: FunctionContext, e: Expr): boolean {
  let found = false;
  visitTree(e, (each) => {
    if (found) return false;
    if (each.kind === "call") found = !isReading(cx, each);
    else found = ["assign", "assignOp", "step", "statements", "vaArg", "vaStart", "vaCopy"].includes(each.kind);
    return;
  });
  return found;
}

function isReading(cx: FunctionContext, e: Expr<"call">): boolean {
  if (e.callee.kind !== "addressOf" || e.callee.place.kind !== "function") return false;
  const { sym, symbol } = cx.program.entities.of(e.callee.place.sym);
  if (sym.body) return isReadingBody(cx, sym.body);
  return reading.has(symbol) || /^c\.(?:math|ctype|int)\./.test(libraryRow(symbol, sym)?.row ?? "");
}

const known = new WeakMap<FunctionBody, boolean>();

/** A function that stores nothing but its own variables. A recursive call counts as one, as long as nothing else speaks against it. */
function isReadingBody(cx: FunctionContext, body: FunctionBody): boolean {
  const before = known.get(body);
  if (before !== undefined) return before;
  known.set(body, true);
  let pure = body.outer.size === 0;
  visitTree(body.block, (each) => {
    if (!pure) return false;
    if (each.kind === "call") pure = isReading(cx, each);
    else if (each.kind === "assign" || each.kind === "assignOp" || each.kind === "step") pure = isOwn(each.target);
    else if (each.kind === "vaArg" || each.kind === "vaStart" || each.kind === "vaCopy") pure = false;
    return;
  });
  known.set(body, pure);
  return pure;
}

/** A place inside a variable of the function itself. */
function isOwn(place: Expr): boolean {
  for (let at = place; ;) {
    if (at.kind === "variable") return !at.sym.fileScope && at.sym.storage !== "static";
    if (at.kind === "member") at = at.object;
    else if (at.kind === "index" && at.base.type.kind === "array") at = at.base;
    else return false;
  }
}

/** A local variable that no pointer reaches. */
const localOf = (e: Expr): Sym | undefined => {
  let at = e;
  while (at.kind === "cast") at = at.value;
  return at.kind === "variable" && isOwn(at) && !at.sym.addressed ? at.sym : undefined;
};

/** Does it have the same value whenever it is evaluated? */
const isFixed = (e: Expr): boolean => {
  let fixed = evalInt(e) !== undefined;
  if (fixed) return true;
  fixed = true;
  visitTree(e, (each) => {
    if (!fixed) return false;
    if (each.kind === "decay" || each.kind === "addressOf") {
      let place = each.kind === "decay" ? each.array : each.place;
      // a part of a variable stays where it is, too
      while (place.kind === "member" || (place.kind === "index" && place.base.type.kind === "array" && evalInt(place.index) !== undefined))
        place = place.kind === "member" ? place.object : place.base;
      if (place.kind === "variable" || place.kind === "string" || place.kind === "function") return false;
    }
    if (each.kind === "variable" || each.kind === "call" || isPointee(each)) fixed = false;
    return;
  });
  return fixed;
};

/** The values of arguments, with what has to happen in an order of its own put into `out`. */
export function inOrder(
  cx: FunctionContext,
  args: readonly Expr[],
  values: readonly Expression[],
  at: number,
  out: Statement[],
): readonly Expression[] {
  if (args.length < 2) return values;
  const stores = args.map((arg) => writes(cx, arg));
  if (!stores.includes(true)) return values;
  const written = new Set<Sym>();
  args.forEach((arg, i) => {
    if (!stores[i]) return;
    visitTree(arg, (each) => {
      if ((each.kind === "assign" || each.kind === "assignOp" || each.kind === "step") && each.target.kind === "variable")
        written.add(each.target.sym);
    });
  });
  const free = args.map((arg, i) => {
    if (stores[i]) return false;
    const local = localOf(arg);
    return local ? !written.has(local) : isFixed(arg) || onlyLocals(arg, written);
  });
  if (free.filter((each) => !each).length < 2) return values;
  const made = [...values];
  for (let i = args.length - 1; i >= 0; i--) {
    if (free[i] || localOf(args[i])) continue;
    const late = lateRead(cx, args[i], values[i]);
    if (late) out.push(...late.body);
    made[i] = late?.value ?? keep(cx, values[i], "value", at, out)();
  }
  return made;
}

/** `++i`, `i += n`: what is done, and the variable, which is read when the operands are used. */
function lateRead(cx: FunctionContext, e: Expr, value: Expression): Expression<"block"> | undefined {
  const isStore = (e.kind === "step" && e.prefix) || e.kind === "assign" || e.kind === "assignOp";
  if (!isStore || e.target.kind !== "variable" || !localOf(e.target) || value.kind !== "block") return undefined;
  const stored = value.body.at(-1);
  if (value.value.kind === "local") return value;
  return stored?.kind === "assign" && stored.place.kind === "local" ? { ...value, value: cx.program.build.again(stored.place) } : undefined;
}

/** The operands of an operator, of which the second may change a variable that is the first one's value: that is read when both are there. */
export function operandsInOrder(
  cx: FunctionContext,
  e: Expr<"binary">,
  left: Expression,
  right: Expression,
  out: Statement[],
): readonly [Expression, Expression] {
  const late = lateRead(cx, e.left, left);
  const sym = late ? (e.left as Expr<"step">).target : e.left;
  if (sym.kind !== "variable" || !localOf(sym) || !writesTo(e.right, sym.sym)) return [left, right];
  if (late) out.push(...late.body);
  const kept = keep(cx, right, "value", e.at, out)();
  return [late?.value ?? left, kept];
}

/** Does the expression store into the variable? */
function writesTo(e: Expr, sym: Sym): boolean {
  let found = false;
  visitTree(e, (each) => {
    if ((each.kind === "assign" || each.kind === "assignOp" || each.kind === "step") && each.target.kind === "variable")
      found ||= each.target.sym === sym;
    return !found;
  });
  return found;
}

/** An expression over local variables that none of the arguments writes. */
function onlyLocals(e: Expr, written: ReadonlySet<Sym>): boolean {
  let free = true;
  visitTree(e, (each) => {
    if (!free) return false;
    if (each.kind === "variable") free = localOf(each) !== undefined && !written.has(each.sym);
    else if (each.kind === "call" || isPointee(each)) free = false;
    return;
  });
  return free;
}
