/** Closures over several lines. */
import type { RustBlock, RustExpr } from "./ast.ts";
import { isBlockLike } from "./precedence.ts";
import { fit } from "./print.ts";
import { columns, isMultiline, lineCount, within } from "./measure.ts";
import { closureHead, leftOf, wrapsObject, wrapsUnary } from "./flat.ts";
import { typeText } from "./types.ts";
import { blockText, headText, onlyExpression } from "./print-blocks.ts";

export function closureLayout(expr: RustExpr<"closure">, indent: number, column: number, width: number): string | undefined {
  const head = closureHead(expr);
  const at = column + head.length + 1;
  const room = width - head.length - 1;
  if (!holdsHead(expr, head, width) && !within.loose) return undefined;
  const { body } = expr;
  if (body.kind !== "block" || body.word?.startsWith("async") || body.word === "const") {
    const text = bare(body, head, indent, at, room) ?? inBlock(body, head, indent);
    return text ?? (within.loose ? `${head} ${fit(body, indent, at, room)!}` : undefined);
  }
  if (isEmpty(body.block)) return `${head} {}`;
  if (!expr.result && !within.macro) {
    const inner = innermost(body);
    const text = needsBlock(inner) ? inBlock(inner, head, indent) : bare(inner, head, indent, at, room);
    if (text !== undefined) return text;
  }
  const text = fit(body, indent, at, room);
  return text === undefined ? undefined : `${head} ${text}`;
}

/** A closure that is the last argument of a call and opens on its line. */
export function lastClosure(expr: RustExpr<"closure">, indent: number, column: number, width: number): string | undefined {
  const only =
    expr.body.kind === "block" && !expr.body.word && !expr.body.label && !within.macro ? onlyExpression(expr.body.block) : undefined;
  const body = only ?? expr.body;
  const head = closureHead(expr);
  const at = column + head.length + 1;
  const room = width - head.length - 1;
  if (!holdsHead(expr, head, width) && !within.loose) return undefined;
  if (needsBlock(body) && !within.macro) {
    const text = inBlock(body, head, indent);
    if (text === undefined || expr.result || lineCount(text) > 7) return text;
    const line = bare(body, head, indent, column, width);
    return line !== undefined && !isMultiline(line) ? line : text;
  }
  const test = headText(body, indent, at, room);
  if (test !== undefined && (isMultiline(test) || columns(test) > room)) return inBlock(body, head, indent);
  return closureLayout(expr, indent, column, width);
}

/** Do the parameters fit, with ` {` behind them? rustfmt keeps some columns more. */
function holdsHead(expr: RustExpr<"closure">, head: string, width: number): boolean {
  const word = expr.word ? expr.word.length + 1 : 0;
  const result = expr.result ? typeText(expr.result).length + 3 : 0;
  const params = head.length - word - 2 - (result ? result + 1 : 0);
  const room = width - word - 4 - (result + 1);
  // A name alone is written whether it fits or not.
  const [only] = expr.params;
  const name = expr.params.length === 1 && only.pattern.kind === "name" && !only.type;
  return head.length < width && room >= 1 && (name || params <= room);
}

const isEmpty = (block: RustBlock): boolean => !block.statements.length && !block.value && !block.trailing?.length;

/** The expression that blocks around it only hold. */
function innermost(expr: RustExpr): RustExpr {
  let at = expr;
  while (at.kind === "block" && !at.word && !at.label) {
    const inner = onlyExpression(at.block);
    if (!inner) break;
    at = inner;
  }
  return at;
}

/** What a sign, a borrow, a conversion or `?` stands at. */
function below(expr: RustExpr): RustExpr | undefined {
  if (expr.kind === "borrow" || expr.kind === "unary") return wrapsUnary(expr.operand) ? undefined : expr.operand;
  if (expr.kind === "try") return wrapsObject(expr.value) ? undefined : expr.value;
  return expr.kind === "cast" ? expr.value : undefined;
}

/** Must braces be around a closure's body? */
function needsBlock(expr: RustExpr): boolean {
  if (expr.kind === "if" || expr.kind === "while" || expr.kind === "for" || expr.kind === "loop") return true;
  const inner = below(expr);
  return inner !== undefined && needsBlock(inner);
}

/** May a body without braces go over several lines? */
function breaksBare(expr: RustExpr): boolean {
  switch (expr.kind) {
    case "match":
    case "block":
    case "loop":
    case "struct":
      return true;
    default: {
      const inner = below(expr);
      return inner !== undefined && breaksBare(inner);
    }
  }
}

/** The body without braces: on one line, but for blocks. */
function bare(expr: RustExpr, head: string, indent: number, column: number, width: number): string | undefined {
  const text = fit(expr, indent, column, width);
  if (text === undefined || (isMultiline(text) && !within.macro && !breaksBare(expr))) return undefined;
  return `${head} ${text}`;
}

/** `match … {} + 1`, `{ … } as T`: what would end after its brace in a block. */
function opensWithBlock(expr: RustExpr): boolean {
  for (let at: RustExpr | undefined = expr; at && at.kind !== "method"; at = leftOf(at)) if (at !== expr && isBlockLike(at)) return true;
  return false;
}

/** The body in braces of its own. */
function inBlock(body: RustExpr, head: string, indent: number): string | undefined {
  if (opensWithBlock(body)) return undefined;
  return `${head} ${blockText({ statements: [], value: body }, indent)}`;
}
