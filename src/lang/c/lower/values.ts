/** Parts of values that are no objects: `f().name` is an array in what a function returned. */
import type { Expression, Statement } from "../../../ir/index.ts";
import type { Expr, Sym } from "../ast.ts";
import { evalInt, wrapInt } from "../check/constant.ts";
import { intOf, newTemporary, stmt, type FunctionContext } from "./context.ts";
import { lowerExpr, typeOf } from "./expressions.ts";

/** The expression whose value a path of members and elements goes into, when that value has no place. */
function rootValue(e: Expr): Expr | undefined {
  let at = e;
  let inside = false;
  for (;;) {
    if (at.kind === "member") at = at.object;
    else if (at.kind === "index" && at.base.type.kind === "array") at = at.base;
    else break;
    inside = true;
  }
  return inside && at.type.kind === "record" && ["call", "assign", "conditional", "comma", "statements", "vaArg"].includes(at.kind)
    ? at
    : undefined;
}

const replaced = (e: Expr, root: Expr, by: Expr): Expr =>
  e === root
    ? by
    : e.kind === "member"
      ? { ...e, object: replaced(e.object, root, by) }
      : e.kind === "index"
        ? { ...e, base: replaced(e.base, root, by) }
        : e;

/** The same path into a variable that has the value. Undefined where there is a place already. */
export function keepObject(cx: FunctionContext, e: Expr): { before: Statement[]; e: Expr } | undefined {
  const root = rootValue(e);
  if (!root) return undefined;
  const type = typeOf(cx, root.type);
  const local = newTemporary(cx, "object", type, root.at);
  const sym: Sym = {
    kind: "variable",
    name: "object",
    type: root.type,
    storage: "auto",
    fileScope: false,
    at: root.at,
    system: false,
    unit: cx.unit.index,
    addressed: true,
    written: true,
  };
  cx.symbols.set(sym, local);
  const before = [stmt(cx, "let", root.at, { local, value: lowerExpr(cx, root) })];
  return { before, e: replaced(e, root, { kind: "variable", type: root.type, at: root.at, sym }) };
}

/** `errno` as the library's header has it. */
export const isErrno = (e: Expr): boolean =>
  e.kind === "deref" &&
  e.pointer.kind === "call" &&
  e.pointer.callee.kind === "addressOf" &&
  e.pointer.callee.place.kind === "function" &&
  e.pointer.callee.place.sym.system &&
  e.pointer.callee.place.sym.name === "__errno_location";

/** A character of a literal, by a constant index. */
export function knownLetter(cx: FunctionContext, e: Expr): Expression | undefined {
  if (e.kind !== "index" || e.base.kind !== "string") return undefined;
  const at = evalInt(e.index);
  const unit = at === undefined ? undefined : e.base.units[Number(at)];
  return unit === undefined ? undefined : intOf(cx, wrapInt(BigInt(unit), e.type), typeOf(cx, e.type), e.at);
}
