/**
 * Rust syntax trees to text, in rustfmt's layout (style edition 2024, `use_small_heuristics = "Max"`, width 100).
 *
 * An expression stays on its line while it fits; else its kind says how it breaks. `flat` gives the one-line form and is cached;
 * it gives up beyond a line's width, so that nested expressions cost no more than their size. Left-leaning chains of operators and
 * methods are walked in loops: a tree may be deeper to the left than the stack is.
 */
import type { RustExpr } from "./ast.ts";
import { binaryLevel, CAST, COMPARE, isBlockLike, levelOf } from "./precedence.ts";
import { patternText, typeText } from "./types.ts";
import { endColumn, firstWidth, lineCount, spaces, STEP, WIDTH, within } from "./measure.ts";
import { flat, hasBareStruct, isLetChain, labelText, makeFlat, wrapFlat, wrapsObject, wrapsOperand, wrapsUnary } from "./flat.ts";
import { argsLayout, chainLayout, closureLayout, unitPath } from "./print-calls.ts";
import { blockText, headed, ifLayout, matchLayout } from "./print-blocks.ts";

/**
 * The expression as text that begins at `column` of a line indented by `indent`; `tail` characters follow it on its last line.
 * Lines after the first carry their whole indentation.
 */
export function layout(expr: RustExpr, indent: number, column: number, tail: number): string {
  const one = flat(expr);
  if (one !== undefined && column + one.length + tail <= WIDTH) return one;
  return broken(expr, indent, column, tail, one);
}

export function broken(expr: RustExpr, indent: number, column: number, tail: number, one: string | undefined): string {
  switch (expr.kind) {
    case "literal":
    case "path":
    case "continue":
      return one ?? makeFlat(expr)!;
    case "unary":
      return prefixed(expr.op, expr.operand, wrapsUnary(expr.operand), indent, column, tail);
    case "borrow":
      return prefixed(`&${expr.word ? `${expr.word} ` : ""}`, expr.operand, wrapsUnary(expr.operand), indent, column, tail);
    case "binary":
      return binaryLayout(expr, indent, column, tail);
    case "assign": {
      const left = layout(expr.left, indent, column, expr.op.length + 2);
      return rightHand(`${left} ${expr.op}`, expr.right, indent, endColumn(left, column) + expr.op.length + 1, tail);
    }
    case "call": {
      const wrap = wrapsObject(expr.callee) || expr.callee.kind === "field";
      const callee = wrapLayout(expr.callee, wrap, indent, column, 1);
      const joined =
        expr.args.length === 1 && callee.length < STEP ? joinedArgument(callee, expr.args[0], indent, column, tail) : undefined;
      return joined ?? callee + argsLayout("(", expr.args, ")", indent, endColumn(callee, column), tail);
    }
    case "method":
    case "field":
    case "try":
    case "await":
      return chainLayout(expr, indent, column, tail);
    case "index": {
      const object = wrapLayout(expr.object, wrapsObject(expr.object), indent, column, 1);
      const at = endColumn(object, column) + 1;
      return `${object}[${layout(expr.index, indent, at, tail + 1)}]`;
    }
    case "macro": {
      const open = expr.bracket ? "[" : "(";
      const head = `${expr.name}!`;
      if (expr.repeat) {
        const value = layout(expr.args[0], indent, column + head.length + 1, 0);
        return `${head}[${value}; ${layout(expr.args[1], indent, endColumn(value, column + head.length + 1) + 2, tail + 1)}]`;
      }
      const outer = within.macro;
      within.macro = true;
      try {
        return (
          head + argsLayout(open, expr.args, expr.bracket ? "]" : ")", indent, column + head.length, tail, expr.bracket, !expr.bracket)
        );
      } finally {
        within.macro = outer;
      }
    }
    case "cast": {
      const type = typeText(expr.type);
      const value = wrapFlat(flat(expr.value), levelOf(expr.value) < CAST);
      if (value !== undefined && column + value.length <= WIDTH && column + value.length + type.length + 4 + tail > WIDTH)
        return `${value}\n${spaces(indent + STEP)}as ${type}`;
      return `${wrapLayout(expr.value, levelOf(expr.value) < CAST, indent, column, type.length + 4 + tail)} as ${type}`;
    }
    case "closure":
      return closureLayout(expr, indent, column, tail);
    case "struct":
      return structLayout(expr, indent);
    case "tuple":
      // One item needs its comma.
      if (expr.elems.length === 1) return `(${layout(expr.elems[0], indent, column + 1, tail + 2)},)`;
      return argsLayout("(", expr.elems, ")", indent, column, tail);
    case "array":
      return argsLayout("[", expr.elems, "]", indent, column, tail, true);
    case "repeat":
      return `[${layout(expr.value, indent, column + 1, tail + expr.length.length + 3)}; ${expr.length}]`;
    case "range": {
      const from = expr.from ? wrapLayout(expr.from, levelOf(expr.from) <= 6, indent, column, 3) : "";
      const word = expr.inclusive ? "..=" : "..";
      const to = expr.to ? wrapLayout(expr.to, levelOf(expr.to) <= 6, indent, endColumn(from, column) + word.length, tail) : "";
      return from + word + to;
    }
    case "block":
      return labelText(expr.label) + (expr.word ? `${expr.word} ` : "") + blockText(expr.block, indent);
    case "if":
      return ifLayout(expr, indent, column);
    case "let": {
      const head = `let ${patternText(expr.pattern)} = `;
      const one = levelOf(expr.value) <= 8 || hasBareStruct(expr.value) ? undefined : flat(expr.value);
      if (one !== undefined && column + head.length + one.length + tail > WIDTH && indent + STEP + one.length <= WIDTH)
        return `${head.trimEnd()}\n${spaces(indent + STEP)}${one}`;
      return head + wrapLayout(expr.value, levelOf(expr.value) <= 8 || hasBareStruct(expr.value), indent, column + head.length, tail);
    }
    case "match":
      return matchLayout(expr, indent, column);
    case "loop":
      return `${labelText(expr.label)}loop ${blockText(expr.body, indent)}`;
    case "while":
      return headed(`${labelText(expr.label)}while `, expr.test, expr.body, indent, column);
    case "for":
      return forLayout(expr, indent, column);
    case "return":
    case "break": {
      const word = expr.kind === "return" ? "return" : expr.label ? `break '${expr.label}` : "break";
      return expr.value ? `${word} ${layout(expr.value, indent, column + word.length + 1, tail)}` : word;
    }
  }
}

/** The argument of a function with a short name (`Ok`) opens on its line, whatever it is. */
function joinedArgument(callee: string, arg: RustExpr, indent: number, column: number, tail: number): string | undefined {
  const at = column + callee.length + 1;
  const text = layout(arg, indent, at, tail + 1);
  return at + firstWidth(text) <= WIDTH && endColumn(text, at) + 1 + tail <= WIDTH ? `${callee}(${text})` : undefined;
}

/** What a loop goes over stands on the next line if that holds it and this one does not. */
function forLayout(expr: RustExpr<"for">, indent: number, column: number): string {
  const word = `${labelText(expr.label)}for ${patternText(expr.pattern)} in`;
  const { iterable } = expr;
  const one = hasBareStruct(iterable) ? undefined : flat(iterable);
  if (one !== undefined && column + word.length + one.length + 3 > WIDTH && indent + STEP + one.length <= WIDTH)
    return `${word}\n${spaces(indent + STEP)}${one}\n${spaces(indent)}${blockText(expr.body, indent)}`;
  return headed(`${word} `, iterable, expr.body, indent, column);
}

export const wrapLayout = (expr: RustExpr, wrap: boolean, indent: number, column: number, tail: number): string =>
  wrap ? `(${layout(expr, indent, column + 1, tail + 1)})` : layout(expr, indent, column, tail);

const prefixed = (prefix: string, operand: RustExpr, wrap: boolean, indent: number, column: number, tail: number): string =>
  prefix + wrapLayout(operand, wrap, indent, column + prefix.length, tail);

/** Left and right around `=`: on one line, or the right side on the next, whichever rustfmt would choose. */
export function rightHand(left: string, right: RustExpr, indent: number, column: number, tail: number): string {
  const same = layout(right, indent, column + 1, tail);
  const fits = column + 1 + firstWidth(same) <= WIDTH && endColumn(same, column + 1) + tail <= WIDTH;
  if (fits && !same.includes("\n")) return `${left} ${same}`;
  const inner = indent + STEP;
  const next = layout(right, inner, inner, tail);
  const nextFits = inner + firstWidth(next) <= WIDTH && endColumn(next, inner) + (next.includes("\n") ? 0 : tail) <= WIDTH;
  if (!nextFits) return `${left} ${same}`;
  if (!fits || prefersNext(same, next, right)) return `${left}\n${spaces(inner)}${next}`;
  return `${left} ${same}`;
}

function prefersNext(same: string, next: string, right: RustExpr): boolean {
  if (!next.includes("\n")) return true;
  if (isBlockLike(right) || right.kind === "closure" || right.kind === "struct") return false;
  if (lineCount(same) > lineCount(next) + 1) return true;
  const opens = (text: string, sign: string): boolean => text.slice(0, firstWidth(text)).endsWith(sign);
  return ["(", "{", "["].some((sign) => opens(same, sign) && !opens(next, sign));
}

function binaryLayout(expr: RustExpr<"binary">, indent: number, column: number, tail: number): string {
  // all operands of one level of precedence, each on a line of its own
  const level = binaryLevel(expr.op);
  const operands: { op: string; expr: RustExpr; wrap: boolean }[] = [];
  let at: RustExpr = expr;
  while (at.kind === "binary" && binaryLevel(at.op) === level && !(level === COMPARE && at !== expr)) {
    operands.push({ op: at.op, expr: at.right, wrap: wrapsOperand(at.op, at.right, true) });
    const left: RustExpr = at.left;
    if (left.kind === "binary" && binaryLevel(left.op) === level && wrapsOperand(at.op, left, false)) {
      operands.push({ op: "", expr: left, wrap: true });
      at = unitPath;
      break;
    }
    at = left;
  }
  if (at !== unitPath) operands.push({ op: "", expr: at, wrap: wrapsOperand(operands[operands.length - 1].op, at, false) });
  operands.reverse();
  // the last operand may open a bracket on this line
  const before = operands
    .slice(0, -1)
    .map(({ op, expr: operand, wrap }) => wrapFlat(flat(operand), wrap) && `${op ? `${op} ` : ""}${wrapFlat(flat(operand), wrap)}`);
  if (!isLetChain(expr) && before.every((text) => text !== undefined)) {
    const last = operands[operands.length - 1];
    const head = `${before.join(" ")} ${last.op} `;
    const text = wrapLayout(last.expr, last.wrap, indent, column + head.length, tail);
    if (
      /^[{([]/.test(text) &&
      (last.wrap || isBlockLike(last.expr) || last.expr.kind === "tuple" || last.expr.kind === "array") &&
      column + head.length + firstWidth(text) <= WIDTH
    )
      return head + text;
  }
  const inner = indent + STEP;
  const chain = isLetChain(expr);
  const first = wrapLayout(operands[0].expr, operands[0].wrap, indent, column, 0);
  const parts = [first];
  let end = endColumn(first, column);
  for (let i = 1; i < operands.length; i++) {
    const { op, expr: operand, wrap } = operands[i];
    const last = i === operands.length - 1;
    // a short last line takes the next operand along
    const along = !chain && end <= inner;
    const from = (along ? end + 1 : inner) + op.length + 1;
    const text = wrapLayout(operand, wrap, along ? indent : inner, from, last ? tail : 0);
    parts.push(along ? ` ${op} ` : `\n${spaces(inner)}${op} `, text);
    end = endColumn(text, from);
  }
  return parts.join("");
}

function structLayout(expr: RustExpr<"struct">, indent: number): string {
  const inner = indent + STEP;
  const lines: string[] = [];
  for (const { name, value } of expr.fields) {
    if (flat(value) === name) lines.push(`${spaces(inner)}${name},`);
    else lines.push(`${spaces(inner)}${rightHand(`${name}:`, value, inner, inner + name.length + 1, 1)},`);
  }
  if (expr.rest) lines.push(`${spaces(inner)}..${layout(expr.rest, inner, inner + 2, 0)}`);
  return `${expr.path} {\n${lines.join("\n")}\n${spaces(indent)}}`;
}
