/** Rows that are macros. */
import type { Expression, Row } from "../ir/index.ts";
import type { RustExpr } from "../rust/ast.ts";
import { borrow, lit, stringLiteral } from "../rust/make.ts";
import { importName, type FunctionContext } from "./context.ts";
import { propagate } from "./failures.ts";
import { formatMacro } from "./format.ts";
import { ordered } from "./order.ts";
import { anchored, contentMutSlice, contentRef, ownLoose, ownTyped, withSuffix } from "./values.ts";

export function emitMacro(cx: FunctionContext, row: Row, e: Expression<"runtime">): RustExpr {
  const path = `rt::${row.run}`;
  const name = row.run.startsWith("std:") ? row.run.slice(4) : row.short ? importName(cx.unit, cx.module, path) : path;
  const [first, ...rest] = e.args;
  if (row.form === "macro" && e.args.some((arg) => arg.kind === "format"))
    return {
      kind: "macro",
      name,
      args: e.args.flatMap((arg) => (arg.kind === "format" ? formatMacro(cx, arg.pieces) : [ownLoose(cx, arg)])),
    };
  if (row.form === "macro" && first?.kind === "str" && row.args[0] !== "own")
    return {
      kind: "macro",
      name,
      args: [lit(stringLiteral(first.value.replace(/[{}]/g, (brace) => brace + brace))), ...rest.map((arg) => ownLoose(cx, arg))],
    };
  const made: RustExpr = {
    kind: "macro",
    name,
    args: ordered(
      cx,
      e.args.map((arg, i) => () => {
        const passing = row.args[Math.min(i, row.args.length - 1)] ?? "own";
        // A call that gives a reference is one.
        if (passing === "mut") return arg.kind === "runtime" ? ownLoose(cx, arg) : contentMutSlice(cx, arg, false);
        if (passing === "own" && isPlain(arg)) return withSuffix(cx, false, () => ownTyped(cx, arg));
        return passing === "own" || isHandedOver(cx, arg) ? ownLoose(cx, arg) : looseRef(cx, arg);
      }),
      e.args,
    ),
  };
  return row.fails === "result" ? propagate(cx, made) : made;
}

/** What a macro of plain values takes as it is: nothing else could use it. */
function isHandedOver(cx: FunctionContext, e: Expression): boolean {
  const { kind, type } = e;
  if (kind !== "local") return MAKES.has(kind);
  // A list that was handed to the function is perhaps borrowed.
  if (type.kind === "list") return !cx.fn.params.some((param) => param.local === e.local);
  return type.kind === "int" || (type.kind === "runtime" && !type.copy);
}

/** Expressions that make a value. */
const MAKES: ReadonlySet<Expression["kind"]> = new Set(["runtime", "conditional", "block", "binary", "unary", "compare"]);

/** Rows take fixed-width integers in the very type: a literal needs no suffix. */
export const isNumeral = (e: Expression): boolean => e.kind === "int" || (e.kind === "unary" && e.operand.kind === "int");

/** The macro tells the type of a number, and of one that may be missing. */
export const isPlain = (e: Expression): boolean =>
  (e.type.kind === "int" && isNumeral(e)) || e.kind === "none" || (e.kind === "some" && e.value.type.kind === "int" && isNumeral(e.value));

export const looseRef = (cx: FunctionContext, arg: Expression): RustExpr => {
  // What takes any text would take the borrow itself.
  if (arg.kind === "local" && arg.type.kind === "bytes" && cx.locals.get(arg.local)!.borrow === "mut")
    return borrow({ kind: "unary", op: "*", operand: contentRef(cx, arg), kept: true });
  if (anchored(cx, arg)) return contentRef(cx, arg);
  const before = cx.suffix;
  cx.suffix = true;
  try {
    return contentRef(cx, arg);
  } finally {
    cx.suffix = before;
  }
};
