/** Two sides and what joins them: operators, conversions, places of sequences, assignments. */
import type { RustExpr } from "./ast.ts";
import { fit, fitIn } from "./print.ts";
import {
  columns,
  firstEndsWith,
  firstWidth,
  fits,
  isMultiline,
  lastWidth,
  lineCount,
  spaces,
  STEP,
  trimmedLastWidth,
  WIDTH,
  within,
} from "./measure.ts";
import { isLetChain, wrapsObject, wrapsOperand } from "./flat.ts";

/** Lays a part out: its lines' indentation, the column where it begins, its room. */
export type Lay = (indent: number, column: number, width: number) => string | undefined;

/** Columns of the last line that are taken by what follows. */
const overhead = (column: number, width: number): number => Math.max(0, WIDTH - (column + width));

interface Joint {
  readonly prefix?: string;
  readonly infix: string;
  readonly suffix?: string;
  /** The joint stays at the end of the line, if it breaks there. */
  readonly back?: boolean;
}

/** Two sides on a line if it holds them, else the right one (and the joint) on the next. */
export function pairLayout(left: Lay, right: Lay, joint: Joint, indent: number, column: number, width: number): string | undefined {
  const { prefix = "", infix, suffix = "", back } = joint;
  const begin = left(indent, column, WIDTH - column - (back ? prefix.length + infix.trimEnd().length : 0));
  if (begin === undefined) return undefined;
  const first = prefix + begin;
  const used = lastWidth(first) + infix.length;
  const room = width - used - suffix.length;
  const same = room < 0 ? undefined : right(indent, column + used, room);
  if (same !== undefined && (!isMultiline(same) || columns(first) <= STEP || firstEndsWith(same, "{"))) {
    if (used + firstWidth(same) + suffix.length <= width) return first + infix + same + suffix;
  }
  const inner = indent + STEP;
  const sign = back ? infix.trimEnd() : infix.trimStart();
  const shift = back ? 0 : sign.length;
  const next = right(inner, inner + shift, WIDTH - inner - overhead(column, width) - shift);
  if (next === undefined) return undefined;
  const line = `\n${spaces(inner)}`;
  return first + (back ? sign + line : line + sign) + next + suffix;
}

interface Operand {
  readonly expr: RustExpr;
  readonly wrap: boolean;
  /** The operator before it. */
  readonly op: string;
  readonly text: string | undefined;
}

/** `a + b + c`: the last operand may go over several lines in some cases; else each stands on a line of its own. */
export function binaryLayout(expr: RustExpr<"binary">, indent: number, column: number, width: number): string | undefined {
  const inner = indent + STEP;
  const nested = WIDTH - inner - overhead(column, width);
  const operands: Operand[] = [];
  const spine: RustExpr<"binary">[] = [expr];
  for (let at = expr.left; at.kind === "binary" && at.op === expr.op && !wrapsOperand(expr.op, at, false); at = at.left) spine.push(at);
  const { left } = spine[spine.length - 1];
  const wrapsLeft = wrapsOperand(expr.op, left, false);
  operands.push({ expr: left, wrap: wrapsLeft, op: "", text: fitIn(wrapsLeft, left, indent, column, width) });
  const shift = expr.op.length + 1;
  for (let i = spine.length - 1; i >= 0; i--) {
    const { op, right } = spine[i];
    const wrap = wrapsOperand(op, right, true);
    operands.push({ expr: right, wrap, op, text: fitIn(wrap, right, inner, inner + shift, nested - shift) });
  }
  const chain = isLetChain(expr);
  const line = chain ? undefined : onOneLine(operands, indent, column, width);
  if (line !== undefined) return line;
  const lines = operandLines(operands, indent, column, width, nested);
  if (lines !== undefined || chain) return lines;
  const last = operands[operands.length - 1];
  const before: RustExpr = expr.left;
  return pairLayout(
    (i, c, w) => fitIn(wrapsOperand(expr.op, before, false), before, i, c, w),
    (i, c, w) => fitIn(last.wrap, last.expr, i, c, w),
    { infix: ` ${expr.op} ` },
    indent,
    column,
    width,
  );
}

function onOneLine(operands: readonly Operand[], indent: number, column: number, width: number): string | undefined {
  let text = "";
  for (let i = 0; i < operands.length - 1; i++) {
    const own = operands[i].text;
    if (own === undefined || isMultiline(own) || text.length > width) return undefined;
    text += `${own} ${operands[i + 1].op} `;
  }
  const before = text.length;
  const last = operands[operands.length - 1];
  const used = columns(text);
  const end = used > width ? undefined : fitIn(last.wrap, last.expr, indent, column + used, width - used);
  if (end === undefined) return undefined;
  text += end;
  if (firstWidth(text) > width) return undefined;
  if (isMultiline(text) && !end.startsWith("{") && (end.startsWith("(") || before > STEP)) return undefined;
  return fits(text, column, width) ? text : undefined;
}

function operandLines(operands: readonly Operand[], indent: number, column: number, width: number, nested: number): string | undefined {
  if (nested < 0 && !within.loose) return undefined;
  const inner = indent + STEP;
  if (operands[0].text === undefined) return undefined;
  let text = operands[0].text;
  for (let i = 1; i < operands.length; i++) {
    const { expr, wrap, op, text: own } = operands[i];
    // A short last line takes the next operand along.
    if (lastWidth(text) + (isMultiline(text) ? 0 : column) <= inner) {
      const used = op.length + 2 + trimmedLastWidth(text);
      const along = used > width ? undefined : fitIn(wrap, expr, indent, column + used, width - used);
      if (along !== undefined) {
        text += ` ${op} ${along}`;
        continue;
      }
    }
    if (own === undefined) return undefined;
    text += `\n${spaces(inner)}${op} ${own}`;
  }
  return text;
}

/** `left = right`, `let p = right`, `p in right`: on one line, or the right side on the next, whichever is better. */
export function assignLayout(
  left: string,
  wrap: boolean,
  right: RustExpr,
  indent: number,
  column: number,
  width: number,
): string | undefined {
  const used = lastWidth(left) - (isMultiline(left) ? indent : 0) + 1;
  const at = column + used;
  const room = Math.max(0, width - used);
  const same = width < used && !within.loose ? undefined : fitIn(wrap, right, indent, at, room);
  if (same !== undefined && !isMultiline(same) && columns(same) <= room) return `${left} ${same}`;
  const inner = indent + STEP;
  const nested = WIDTH - inner - overhead(at, room);
  if (nested < 0 && !within.loose) return undefined;
  const next = fitIn(wrap, right, inner, inner, nested);
  if (next === undefined) return same === undefined ? undefined : `${left} ${same}`;
  if (same !== undefined && (!fits(next, inner, nested) || !prefersNext(same, next))) return `${left} ${same}`;
  return `${left}\n${spaces(inner)}${next}`;
}

/** Is a text better on a line of its own (`next`) than on the line that it was to begin on? */
export function prefersNext(same: string, next: string): boolean {
  if (!isMultiline(next)) return true;
  if (lineCount(same) > lineCount(next) + 1) return true;
  return ["(", "{", "["].some((sign) => firstEndsWith(same, sign) && !firstEndsWith(next, sign));
}

/** `object[index]` */
export function indexLayout(expr: RustExpr<"index">, indent: number, column: number, width: number): string | undefined {
  const object = fitIn(wrapsObject(expr.object), expr.object, indent, column, width);
  if (object === undefined) return undefined;
  const used = lastWidth(object) + 1;
  const after = overhead(column, width);
  const same = isMultiline(object)
    ? fit(expr.index, indent, indent + used, WIDTH - used - 1 - after)
    : fit(expr.index, indent, column + used, width - used - 1);
  if (same !== undefined && !isMultiline(same)) return `${object}[${same}]`;
  const inner = indent + STEP;
  const next = fit(expr.index, inner, inner + 1, WIDTH - inner - 2 - after);
  if (next !== undefined && (!isMultiline(next) || same === undefined)) return `${object}\n${spaces(inner)}[${next}]`;
  return same === undefined ? undefined : `${object}[${same}]`;
}
