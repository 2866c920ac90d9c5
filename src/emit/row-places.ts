/** Where a row puts its arguments, and what it compares them with. */
import { flowEnd } from "../ir/flow.ts";
import { type Expression, type Row, type Type, sameType } from "../ir/index.ts";
import type { RustExpr } from "../rust/ast.ts";
import { borrow, method } from "../rust/make.ts";
import type { FunctionContext } from "./context.ts";

/** Is the type text that is always a literal? */
export const isFixed = (cx: FunctionContext, type: Type): boolean => type.kind === "str" && cx.unit.facts.fixedText(type);

/** The type of the place inside another argument where the row stores this one. */
export function storedType(row: Row, e: Expression<"runtime">, index: number): Type | undefined {
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

/** What an argument handed over by reference is looked up among: the items or keys of the container before it. */
export function itemType(e: Expression<"runtime">, index: number): Type | undefined {
  if (index === 0) return undefined;
  const first = e.args[0].type;
  const item =
    first.kind === "list" || first.kind === "set" || first.kind === "deque" ? first.elem : first.kind === "dict" ? first.key : undefined;
  return item && (item.kind === "exact" || sameType(item, e.args[index].type)) ? item : undefined;
}

/** The form of a text where the row puts it: a `String` if it puts it nowhere. */
export function keptText(row: Row, e: Expression<"runtime">, index: number): Type {
  for (const [from, to] of row.flows ?? []) {
    const end = from === String(index) ? flowEnd(e, to) : undefined;
    const type = end?.kind === "option" ? end.inner : end;
    if (type?.kind === "str") return type;
  }
  return { kind: "str" };
}

/** A text that is looked up among literals: maps compare it as `&str`, lists as what they hold. */
export function asKey(cx: FunctionContext, container: Type, key: Expression, text: RustExpr): RustExpr {
  const compared = container.kind === "list" || container.kind === "deque";
  if (isLent(cx, key)) return compared ? borrow(text) : text;
  if (text.kind === "borrow") return compared ? text : method(text.operand, "as_str");
  // A variable that borrows may be a `&String` or a `&str`.
  const whole: RustExpr =
    key.kind === "local"
      ? borrow({ kind: "index", object: text, index: { kind: "range", inclusive: false } })
      : text.kind === "method" && text.name === "as_str"
        ? text
        : method(text, "as_str");
  return compared ? borrow(whole) : whole;
}

/** What a cell holds, looked up among items: nothing but their type says that the guard stands for it. */
export function throughGuard(key: Expression, text: RustExpr): RustExpr {
  const guard = text.kind === "borrow" && text.word === "" ? text.operand : undefined;
  if (["list", "deque", "set", "dict"].includes(key.type.kind)) return text;
  if (guard?.kind !== "method" || guard.name !== "borrow" || guard.args.length > 0) return text;
  return key.type.kind === "str" ? method(guard, "as_str") : borrow({ kind: "unary", op: "*", operand: guard, kept: true });
}

/** Is the text a `&str`, not a `String` or a reference to one? */
function isLent(cx: FunctionContext, key: Expression): boolean {
  switch (key.kind) {
    case "str":
    case "global":
      return key.kind === "str" || isFixed(cx, key.type) || cx.unit.program.globals[key.global].value?.kind === "str";
    case "local":
      return (
        cx.locals.get(key.local)!.slice === true ||
        isFixed(cx, key.type) ||
        (cx.locals.get(key.local)!.borrow === "ref" && cx.fn.params.some((each) => each.local === key.local))
      );
    case "field": {
      const { type } = key.object;
      return isFixed(cx, key.type) || (type.kind === "instance" && cx.unit.facts.enumeration(type.class) !== undefined);
    }
    case "block":
      return isLent(cx, key.value);
    default:
      return isFixed(cx, key.type);
  }
}
