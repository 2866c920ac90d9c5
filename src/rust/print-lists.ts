/** Arguments and elements over several lines. */
import type { RustExpr } from "./ast.ts";
import { fit } from "./print.ts";
import { columns, firstLine, firstWidth, isMultiline, lastWidth, lineCount, spaces, STEP, WIDTH, within } from "./measure.ts";
import { wrapsObject, wrapsUnary } from "./flat.ts";
import { CAST, levelOf } from "./precedence.ts";
import { headText } from "./print-blocks.ts";
import { lastClosure } from "./print-closures.ts";

/** Where a comma follows the last element: never, always, or where each has a line of its own. */
export type Commas = "never" | "always" | "vertical";

/** Macros that take a format: how many arguments stand before it. */
export const SPECIAL: Readonly<Record<string, number>> = {
  "eprint!": 0,
  "eprintln!": 0,
  "format!": 0,
  "format_args!": 0,
  "print!": 0,
  "println!": 0,
  "panic!": 0,
  "unreachable!": 0,
  "assert!": 1,
  "debug_assert!": 1,
  "write!": 1,
  "writeln!": 1,
  "assert_eq!": 2,
  "assert_ne!": 2,
  "debug_assert_eq!": 2,
  "debug_assert_ne!": 2,
};

/** rustfmt's `short_array_element_width_threshold`. */
const SHORT = 24;

/**
 * `head(a, b)`: all on one line; or the last (or only) element opens on the line of the call and closes with it; or short elements fill
 * the lines; or each stands on its own. `macro`: the elements are a macro's, and how many stand before its format.
 */
export function listLayout(
  head: string,
  open: string,
  args: readonly RustExpr[],
  close: string,
  indent: number,
  column: number,
  width: number,
  commas: Commas,
  macro?: number | "macro",
): string | undefined {
  const count = args.length;
  if (count === 0) return head + open + close;
  const headWidth = lastWidth(head);
  const used = isMultiline(head) ? Math.max(0, headWidth - column) : headWidth;
  const line = Math.max(0, width - used - 2);
  const [lineColumn, lineRoom] = headWidth + 2 <= width ? [column + headWidth + 1, width - headWidth - 2] : [column, 0];
  const inner = indent + STEP;
  const nested = Math.max(0, WIDTH - inner - 1);
  const texts = args.map((arg) => fit(arg, inner, inner, nested));
  const placed = overflowing(head, args, texts, indent, lineColumn, lineRoom, macro !== undefined);
  let horizontal = false;
  if (placed !== undefined && onOneLine([...texts.slice(0, -1), firstLine(placed)], line)) {
    horizontal = true;
    const own = count === 1 && lineCount(placed) === 2 ? texts[0] : undefined;
    texts[count - 1] = own !== undefined && !isMultiline(own) ? own : placed;
  } else horizontal = (count > 1 || line > 0) && onOneLine(texts, line);
  if (texts.includes(undefined)) return undefined;
  const items = texts as string[];
  const special = typeof macro === "number" ? specialList(args, items, macro, nested, inner) : undefined;
  const text = horizontal
    ? items.join(", ") + (commas === "always" ? "," : "")
    : (special ??
      (typeof macro !== "number" && args.every(isSimple) && items.every((item) => columns(item) <= SHORT)
        ? filled(items, nested, inner, commas)
        : items.join(`,\n${spaces(inner)}`) + (commas === "never" ? "" : ",")));
  if (horizontal && firstWidth(text) + 1 <= Math.max(0, width - headWidth)) return head + open + text + close;
  return `${head}${open}\n${spaces(inner)}${text}\n${spaces(indent)}${close}`;
}

const onOneLine = (texts: readonly (string | undefined)[], width: number): boolean =>
  texts.reduce((sum, text) => sum + columns(text ?? ""), 2 * (texts.length - 1)) <= Math.min(width, WIDTH) &&
  !texts.some((text) => text !== undefined && isMultiline(text));

/** A format on a line, all that it shows on the next. */
function specialList(
  args: readonly RustExpr[],
  items: readonly string[],
  before: number,
  nested: number,
  indent: number,
): string | undefined {
  const simple = args.length > before && args.every((arg, i) => i === before || isSimple(arg));
  if (!simple || !onOneLine(items.slice(0, before), nested) || !onOneLine(items.slice(before + 1), nested)) return undefined;
  let text = "";
  items.forEach((item, i) => {
    if (i > 0) text += i < before || i > before + 1 ? ", " : `,\n${spaces(indent)}`;
    text += item;
  });
  return text;
}

/** Short elements one after the other, as many as a line holds. */
function filled(items: readonly string[], width: number, indent: number, commas: Commas): string {
  let text = "";
  let used = 0;
  let wrapped = false;
  items.forEach((item, i) => {
    const last = i === items.length - 1;
    const own = columns(item) + (!last || commas === "always" || wrapped ? 1 : 0);
    if (used > 0 && used + 1 + own > width) {
      text += `\n${spaces(indent)}`;
      used = 0;
      wrapped = true;
    } else if (used > 0) {
      text += " ";
      used++;
    }
    used += own;
    text += item + (!last || commas !== "never" ? "," : "");
  });
  return text;
}

/** The last element where it opens on the line of the call; undefined where it may not, or does not fit there. */
function overflowing(
  head: string,
  args: readonly RustExpr[],
  texts: readonly (string | undefined)[],
  indent: number,
  column: number,
  width: number,
  macro: boolean,
): string | undefined {
  const count = args.length;
  const last = args[count - 1];
  const combined = count === 1 && head.length < STEP;
  if (!combined && !overflows(last, count)) return undefined;
  let [at, room] = [column, width];
  if (count > 1 || isCall(last)) {
    const before = texts.slice(0, -1).reduce((sum, text) => sum + 2 + columns(text ?? ""), 0);
    [at, room] = [column + before, width - before];
  }
  if (room < 0) return undefined;
  const outer = within.oneLine;
  if (!combined && isMethod(last)) within.oneLine = true;
  try {
    if (macro) return fit(last, indent, at, room);
    switch (last.kind) {
      case "closure":
        return args.filter((arg) => arg.kind === "closure").length > 1 ? undefined : lastClosure(last, indent, at, room);
      case "if":
      case "for":
      case "loop":
      case "while":
      case "match": {
        const text = headText(last, indent, at, room);
        return text !== undefined && isMultiline(text) ? undefined : fit(last, indent, at, room);
      }
      default:
        return fit(last, indent, at, room);
    }
  } finally {
    within.oneLine = outer;
  }
}

/** What a sign, a borrow, a conversion or `?` stands at; undefined where parentheses are around it, or where there is none. */
function under(expr: RustExpr): RustExpr | undefined {
  switch (expr.kind) {
    case "borrow":
    case "unary":
      return wrapsUnary(expr.operand) ? undefined : expr.operand;
    case "try":
      return wrapsObject(expr.value) ? undefined : expr.value;
    case "cast":
      return levelOf(expr.value) < CAST ? undefined : expr.value;
    default:
      return undefined;
  }
}

/** Can the last of `count` elements open on the line of the call and close with it? */
function overflows(expr: RustExpr, count: number): boolean {
  switch (expr.kind) {
    case "closure":
      return true;
    case "block":
      return expr.word !== "const";
    case "match":
    case "if":
    case "for":
    case "loop":
    case "while":
    case "struct":
    case "array":
    case "tuple":
    case "call":
    case "method":
    case "macro":
      return count === 1;
    default: {
      const inner = under(expr);
      return inner !== undefined && overflows(inner, count);
    }
  }
}

function isCall(expr: RustExpr): boolean {
  const inner = under(expr);
  return expr.kind === "call" || expr.kind === "macro" || (inner !== undefined && isCall(inner));
}

function isMethod(expr: RustExpr): boolean {
  const inner = under(expr);
  return expr.kind === "method" || (inner !== undefined && isMethod(inner));
}

/** Is it a name, a literal, or a part of one? */
function isSimple(expr: RustExpr): boolean {
  switch (expr.kind) {
    case "literal":
      return true;
    case "path":
      return !expr.path.includes("::");
    case "field":
      return isSimple(expr.object);
    case "index":
      return isSimple(expr.object) && isSimple(expr.index);
    case "repeat":
      return isSimple(expr.value);
    default: {
      const inner = under(expr);
      return inner !== undefined && isSimple(inner);
    }
  }
}
