/** Compiled formats: arguments of `format!`, `println!`, `write!`. */
import type { Expression, FormatPiece, LocalId } from "../ir/index.ts";
import { walk } from "../ir/walk.ts";
import type { RustExpr } from "../rust/ast.ts";
import { lit, macro, stringLiteral } from "../rust/make.ts";
import { isBusy } from "./aliases.ts";
import type { FunctionContext } from "./context.ts";
import { isStatic } from "./natives.ts";
import { ordered } from "./order.ts";
import { readBefore, withSuffix } from "./values.ts";

const escapeBraces = (text: string): string => text.replace(/[{}]/g, (brace) => brace + brace);

/** Text inside of text is one text: the pieces of a piece that is shown as it is stand in its place, and `a + b` is `a` and `b`. */
function flatPieces(cx: FunctionContext, pieces: readonly FormatPiece[]): readonly FormatPiece[] {
  const flat = flattened(cx, pieces, true);
  const values = flat.flatMap((piece) => (typeof piece === "string" ? [] : [piece.value]));
  // What is looked at only when all is written must not change before.
  const late = values.some((value, i) => isView(cx, value) && values.slice(i + 1).some((later) => isBusy(cx, later)));
  return late ? flattened(cx, pieces, false) : flat;
}

const flattened = (cx: FunctionContext, pieces: readonly FormatPiece[], concats: boolean): readonly FormatPiece[] =>
  pieces.flatMap((piece) => {
    if (typeof piece === "string" || piece.spec || piece.value.type.kind !== "str") return [piece];
    if (piece.value.kind === "format") return flattened(cx, piece.value.pieces, concats);
    if (!concats || !isConcat(cx, piece.value)) return [piece];
    const parts = piece.value.args.map((value) => ({ value, spec: "" }));
    return flattened(cx, parts, concats);
  });

const isView = (cx: FunctionContext, e: Expression): boolean => e.kind === "runtime" && cx.unit.program.rows(e.row).view === true;

const isConcat = (cx: FunctionContext, e: Expression): e is Expression<"runtime"> =>
  e.kind === "runtime" && e.type.kind === "str" && cx.unit.program.rows(e.row).native === "concat";

/** `"(" + name + ": " + str(n) + ")"` as one `format!`; two texts are left to be put together as they are. */
export function emitConcat(cx: FunctionContext, e: Expression<"runtime">): RustExpr | undefined {
  if (!isConcat(cx, e)) return undefined;
  const pieces = flatPieces(cx, [{ value: e, spec: "" }]).filter((piece) => constantText(piece) !== "");
  const texts = pieces.filter((piece) => typeof piece !== "string" && !piece.spec && piece.value.type.kind === "str");
  const varies = pieces.length > 1 && pieces.some((piece) => constantText(piece) === undefined);
  return varies && (pieces.length > 2 || texts.length < pieces.length) ? macro("format", ...formatMacro(cx, pieces)) : undefined;
}

const constantText = (piece: FormatPiece): string | undefined =>
  typeof piece === "string" ? piece : !piece.spec && piece.value.kind === "str" ? piece.value.value : undefined;

/** Locals that more than one of the values reads. */
function mentionedTwice(values: readonly Expression[]): ReadonlySet<LocalId> {
  const seen = new Set<LocalId>();
  const twice = new Set<LocalId>();
  for (const value of values) {
    const here = new Set<LocalId>();
    walk(value, (node) => {
      // An iterator that is used up is no one else's to borrow.
      if (node.kind === "local" && node.type.kind !== "iter") here.add(node.local);
    });
    for (const local of here) (seen.has(local) ? twice : seen).add(local);
  }
  return twice;
}

/** The format string and what follows it. */
export function formatMacro(cx: FunctionContext, given: readonly FormatPiece[], end = ""): RustExpr[] {
  const pieces = flatPieces(cx, given);
  const values = pieces.filter((piece) => typeof piece !== "string");
  const outer = cx.held;
  cx.held = mentionedTwice(values.map((piece) => piece.value));
  const exprs = withSuffix(cx, true, () =>
    ordered(
      cx,
      values.map(
        (piece, i) => () =>
          readBefore(
            cx,
            piece.value,
            values.slice(i + 1).map((other) => other.value),
          ),
      ),
      values.map((piece) => piece.value),
      false,
      true,
    ),
  );
  cx.held = outer;
  let text = "";
  let next = 0;
  const args: RustExpr[] = [];
  for (const piece of pieces) {
    if (typeof piece === "string") {
      text += escapeBraces(piece);
      continue;
    }
    const expr = exprs[next++];
    const spec = piece.spec ? `:${piece.spec}` : "";
    // a text constant becomes part of the text
    if (!piece.spec && piece.value.kind === "str") text += escapeBraces(piece.value.value);
    else if (expr.kind === "path" && /^[\p{XID_Start}_][\p{XID_Continue}]*$/u.test(expr.path) && !expr.args && !expr.danger)
      text += `{${expr.path}${spec}}`;
    else {
      text += `{${spec}}`;
      // Formatting follows references by itself, but neither raw pointers nor what makes a static at its first use.
      const bare =
        expr.kind === "unary" && expr.op === "*" && expr.operand.kind === "path" && expr.danger !== true && !isStatic(expr.operand);
      args.push(bare ? expr.operand : expr);
    }
  }
  return [lit(stringLiteral(text + end)), ...args];
}
