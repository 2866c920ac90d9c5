/**
 * Rust syntax trees to text, in rustfmt's layout (style edition 2024, `use_small_heuristics = "Max"`, width 100, `short_array_element_width_threshold = 24`).
 *
 * An expression stays on its line while it fits; else its kind says how it breaks, as in rustfmt: each part is laid out in the room that is
 * left for it, a part that does not fit there makes its parent try another way, and what fits in no way is left as it is (`loose`). `flat`
 * gives the one-line form and is cached; it gives up beyond a line's width, so that nested expressions cost no more than their size.
 */
import type { RustExpr, RustType } from "./ast.ts";
import { levelOf, CAST } from "./precedence.ts";
import { patternText, typeLines, typeText } from "./types.ts";
import { columns, isMultiline, spaces, STEP, WIDTH, within } from "./measure.ts";
import { flat, hasBareStruct, labelText, makeFlat, wrapsObject, wrapsUnary } from "./flat.ts";
import { listLayout, SPECIAL, type Commas } from "./print-lists.ts";
import { chainLayout } from "./print-chains.ts";
import { closureLayout } from "./print-closures.ts";
import { assignLayout, binaryLayout, indexLayout, pairLayout } from "./print-pairs.ts";
import { matchLayout } from "./print-arms.ts";
import { blockText, controlLayout } from "./print-blocks.ts";

/** The expression as text that begins at `column` of a line indented by `indent`, `tail` characters follow it; it may be too wide. */
export function layout(expr: RustExpr, indent: number, column: number, tail: number): string {
  return whole(() => fit(expr, indent, column, WIDTH - column - tail));
}

/** A layout as rustfmt would have it; where it has none, one that is too wide. */
export function whole(lay: () => string | undefined): string {
  const text = lay();
  if (text !== undefined) return text;
  const outer = within.loose;
  within.loose = true;
  try {
    return lay()!;
  } finally {
    within.loose = outer;
  }
}

/** Texts over several lines, by expression and by where it begins: nested expressions are laid out more than once in the same place. */
let known = new Map<RustExpr, Map<number, string | undefined>>();
export const forgetLayouts = (): void => void (known = new Map());

/**
 * The expression as text that begins at `column` of a line indented by `indent`, where it has `width` columns: on one line if that holds it,
 * else over several; undefined where it does not fit. Lines after the first carry their whole indentation.
 */
export function fit(expr: RustExpr, indent: number, column: number, width: number): string | undefined {
  let room = width;
  if (room < 0) {
    if (!within.loose) return undefined;
    room = 0;
  }
  const one = flat(expr);
  // rustfmt counts the `?` of a last link more than once, but not for a short object's.
  const tries = expr.kind === "try" ? 2 : 0;
  if (one !== undefined && columns(one) + tries <= room) return one;
  if (expr.kind === "literal" || expr.kind === "path") return broken(expr, indent, column, room);
  const flags = (within.macro ? 1 : 0) + (within.oneLine ? 2 : 0) + (within.loose ? 4 : 0);
  const key = ((indent * 1024 + column) * 1024 + room) * 8 + flags;
  let texts = known.get(expr);
  if (!texts) known.set(expr, (texts = new Map()));
  else if (texts.has(key)) return texts.get(key);
  const text = broken(expr, indent, column, room);
  texts.set(key, text);
  return text;
}

/** The same in parentheses if `wrap`. */
export function fitIn(wrap: boolean, expr: RustExpr, indent: number, column: number, width: number): string | undefined {
  if (!wrap) return fit(expr, indent, column, width);
  const text = fit(expr, indent, column + 1, width - 2);
  return text === undefined ? undefined : `(${text})`;
}

const typeItem = (type: RustType): RustExpr => ({ kind: "literal", text: typeText(type) });

export const commas = (): Commas => (within.macro ? "never" : "vertical");

/** The expression over several lines. */
export function broken(expr: RustExpr, indent: number, column: number, width: number): string | undefined {
  switch (expr.kind) {
    case "literal":
      // Texts are never broken.
      return within.loose || /^b?r?#*"/.test(expr.text) ? expr.text : undefined;
    case "path":
      // rustfmt leaves the `::` before type arguments out of account.
      if (within.loose || !expr.args?.length) return within.loose ? makeFlat(expr) : undefined;
      if (columns(makeFlat(expr)!) - 2 <= width) return makeFlat(expr);
      // The only argument opens on the line, if it has parts.
      if (expr.args.length === 1 && expr.args[0].kind === "tuple" && expr.args[0].elems.length > 1)
        return `${expr.path}::<${typeLines(expr.args[0], indent, 0)}>`;
      return listLayout(`${expr.path}::`, "<", expr.args.map(typeItem), ">", indent, column, width, "vertical");
    case "continue":
      return within.loose ? makeFlat(expr) : undefined;
    case "unary":
      return prefixed(expr.op, wrapsUnary(expr.operand), expr.operand, indent, column, width);
    case "borrow":
      return prefixed(`&${expr.word ? `${expr.word} ` : ""}`, wrapsUnary(expr.operand), expr.operand, indent, column, width);
    case "binary":
      return binaryLayout(expr, indent, column, width);
    case "assign": {
      const left = fit(expr.left, indent, column, width - expr.op.length - 1);
      return left === undefined ? undefined : assignLayout(`${left} ${expr.op}`, false, expr.right, indent, column, width);
    }
    case "call": {
      const callee = fitIn(wrapsObject(expr.callee) || expr.callee.kind === "field", expr.callee, indent, column, width);
      return callee === undefined ? undefined : listLayout(callee, "(", expr.args, ")", indent, column, width, commas());
    }
    case "method":
    case "field":
    case "try":
    case "await":
      return chainLayout(expr, indent, column, width);
    case "index":
      return indexLayout(expr, indent, column, width);
    case "macro":
      return macroLayout(expr, indent, column, width);
    case "cast": {
      const type = typeText(expr.type);
      return pairLayout(
        (i, c, w) => fitIn(levelOf(expr.value) < CAST, expr.value, i, c, w),
        (_i, _c, w) => (type.length <= w || within.loose ? type : undefined),
        { infix: " as " },
        indent,
        column,
        width,
      );
    }
    case "closure":
      return closureLayout(expr, indent, column, width);
    case "struct":
      return structLayout(expr, indent);
    case "tuple":
      return listLayout("", "(", expr.elems, ")", indent, column, width, expr.elems.length === 1 ? "always" : commas());
    case "array":
      return listLayout("", "[", expr.elems, "]", indent, column, width, commas());
    case "repeat":
      return pairLayout(
        (i, c, w) => fit(expr.value, i, c, w),
        (_i, _c, w) => (expr.length.length <= w || within.loose ? expr.length : undefined),
        { prefix: "[", infix: "; ", suffix: "]", back: true },
        indent,
        column,
        width,
      );
    case "range":
      return rangeLayout(expr, indent, column, width);
    case "block":
      return labelText(expr.label) + (expr.word ? `${expr.word} ` : "") + blockText(expr.block, indent);
    case "if":
    case "loop":
    case "while":
    case "for":
      return controlLayout(expr, indent, column, width);
    case "let":
      return assignLayout(
        `let ${patternText(expr.pattern)} =`,
        levelOf(expr.value) <= 8 || hasBareStruct(expr.value),
        expr.value,
        indent,
        column,
        width,
      );
    case "match":
      return matchLayout(expr, indent, column);
    case "return":
    case "break": {
      const word = expr.kind === "return" ? "return" : expr.label ? `break '${expr.label}` : "break";
      return expr.value ? prefixed(`${word} `, false, expr.value, indent, column, width) : word;
    }
  }
}

function prefixed(prefix: string, wrap: boolean, operand: RustExpr, indent: number, column: number, width: number): string | undefined {
  const text = fitIn(wrap, operand, indent, column + prefix.length, width - prefix.length);
  return text === undefined ? undefined : prefix + text;
}

function rangeLayout(expr: RustExpr<"range">, indent: number, column: number, width: number): string | undefined {
  const { from, to } = expr;
  const word = expr.inclusive ? "..=" : "..";
  const side = (e: RustExpr) => (i: number, c: number, w: number) => fitIn(levelOf(e) <= 6, e, i, c, w);
  if (from && to) return pairLayout(side(from), side(to), { infix: word }, indent, column, width);
  if (to) {
    const text = side(to)(indent, column + word.length, width - word.length);
    return text === undefined ? undefined : word + text;
  }
  const text = from && side(from)(indent, column, width - word.length);
  return text === undefined ? (from ? undefined : word) : text + word;
}

function macroLayout(expr: RustExpr<"macro">, indent: number, column: number, width: number): string | undefined {
  const head = `${expr.name}!`;
  const outer = within.macro;
  // `vec!` is laid out as an array where it is not the argument of another macro.
  within.macro = outer || !expr.bracket;
  try {
    if (!expr.repeat)
      return listLayout(
        head,
        expr.bracket ? "[" : "(",
        expr.args,
        expr.bracket ? "]" : ")",
        indent,
        column,
        width,
        within.macro ? "never" : "vertical",
        !expr.bracket || outer ? (SPECIAL[head] ?? "macro") : "macro",
      );
    within.macro = true;
    const inner = indent + STEP;
    const [value, length] = expr.args.map((arg) => fit(arg, inner, inner, width - head.length));
    if (value === undefined || length === undefined) return undefined;
    if (!isMultiline(value) && !isMultiline(length) && value.length + length.length + 8 <= width) return `${head}[${value}; ${length}]`;
    return `${head}[\n${spaces(inner)}${value};\n${spaces(inner)}${length}\n${spaces(indent)}]`;
  } finally {
    within.macro = outer;
  }
}

function structLayout(expr: RustExpr<"struct">, indent: number): string | undefined {
  const inner = indent + STEP;
  const lines: string[] = [];
  for (const { name, value } of expr.fields) {
    if (flat(value) === name) {
      lines.push(`${spaces(inner)}${name},`);
      continue;
    }
    const at = inner + name.length + 2;
    const text = fit(value, inner, at, WIDTH - at - 1);
    const below = text ?? fit(value, inner + STEP, inner + STEP, WIDTH - inner - STEP);
    if (below === undefined) return undefined;
    lines.push(`${spaces(inner)}${name}:${text === undefined ? `\n${spaces(inner + STEP)}` : " "}${below},`);
  }
  if (expr.rest) {
    const text = fit(expr.rest, inner, inner + 2, WIDTH - inner - 2);
    if (text === undefined) return undefined;
    lines.push(`${spaces(inner)}..${text}`);
  }
  if (within.macro && !expr.rest && lines.length > 0) lines[lines.length - 1] = lines[lines.length - 1].slice(0, -1);
  return `${expr.path} {\n${lines.join("\n")}\n${spaces(indent)}}`;
}
