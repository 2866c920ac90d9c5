/** Blocks, their heads (`if`, `while`, `match`) and statements. */
import type { Arm, RustBlock, RustExpr, RustItem, RustStatement } from "./ast.ts";
import { isBlockLike, leftmost } from "./precedence.ts";
import { patternText, typeText } from "./types.ts";
import { broken, layout, rightHand, wrapLayout } from "./print.ts";
import { endColumn, firstWidth, mark, spaces, STEP, WIDTH, within } from "./measure.ts";
import { flat, flatBlock, hasBareStruct, leftOf, wrapsObject } from "./flat.ts";
import { breaksWell, soleValue } from "./print-calls.ts";

/** `word head {` with its block. A head over several lines puts the brace on its own line. */
export function headed(word: string, head: RustExpr, body: RustBlock, indent: number, column: number): string {
  return `${headLayout(word, head, indent, column)}${blockText(body, indent)}`;
}

function headLayout(word: string, head: RustExpr, indent: number, column: number): string {
  const outer = within.head;
  within.head = true;
  try {
    return headLines(word, head, indent, column);
  } finally {
    within.head = outer;
  }
}

function headLines(word: string, head: RustExpr, indent: number, column: number): string {
  // What just fits without the brace keeps its line.
  const one = hasBareStruct(head) ? undefined : flat(head);
  const end = column + word.length + (one?.length ?? WIDTH);
  if (one !== undefined && end <= WIDTH && end + 2 > WIDTH) return `${word}${one}\n${spaces(indent)}`;
  const text = wrapLayout(head, hasBareStruct(head), indent, column + word.length, 2);
  if (!text.includes("\n")) return `${word}${text} `;
  const lastLine = text.slice(text.lastIndexOf("\n") + 1);
  return /^\s*[()\]}?>]+$/.test(lastLine) && lastLine.search(/\S/) === indent ? `${word}${text} ` : `${word}${text}\n${spaces(indent)}`;
}

export function ifLayout(expr: RustExpr<"if">, indent: number, column: number): string {
  let text = "";
  let at: RustExpr | undefined = expr;
  let word = "if ";
  let from = column;
  while (at?.kind === "if") {
    const then = blockText(at.then, indent);
    text += headLayout(word, at.test, indent, from) + (then === "{}" && at.orElse ? `{\n${spaces(indent)}}` : then);
    at = at.orElse;
    if (at) text += " else ";
    word = "if ";
    from = indent + 7;
  }
  if (at)
    text += at.kind === "block" && !at.label ? (at.word ? `${at.word} ` : "") + blockText(at.block, indent) : layout(at, indent, indent, 0);
  return text;
}

export function matchLayout(expr: RustExpr<"match">, indent: number, column: number): string {
  const inner = indent + STEP;
  const head = headLayout("match ", expr.subject, indent, column);
  if (!expr.arms.length) return `${head}{}`;
  let text = `${head}{`;
  for (const arm of expr.arms) text += `\n${armText(arm, inner)}`;
  return `${text}\n${spaces(indent)}}`;
}

function armText(arm: Arm, indent: number): string {
  const lead = (arm.comments ?? []).map((line) => `${spaces(indent)}${line}\n`).join("");
  let pattern = patternText(arm.pattern);
  const guard = arm.guard ? ` if ${flat(arm.guard) ?? layout(arm.guard, indent + STEP, indent + STEP, 3)}` : "";
  if (arm.pattern.kind === "or" && indent + pattern.length + guard.length + 5 > WIDTH)
    pattern = orLines(arm.pattern.options.map(patternText), indent);
  const head = `${lead}${spaces(indent)}${pattern}${guard} => `;
  const at = endColumn(head, 0);
  const { body } = arm;
  if (body.kind === "block" && !body.word && !body.label) {
    const only = onlyExpression(body.block);
    if (!only || only.kind === "if")
      return (
        head + blockText(body.block, indent) + (body.block.statements.length === 0 && !body.block.value && !body.block.trailing ? "" : "")
      );
    return armBody(head, only, indent, at);
  }
  return armBody(head, body, indent, at);
}

/** The one thing that a block is, which an arm shows without braces. */
function onlyExpression(block: RustBlock): RustExpr | undefined {
  const value = soleValue({ ...block, valueAt: undefined });
  if (value) return value;
  const [only] = block.statements;
  if (block.statements.length !== 1 || block.value || block.trailing?.length || only.kind !== "expression" || only.semicolon)
    return undefined;
  const flattened = only.value.kind === "match" || only.value.kind === "loop";
  return flattened && !only.comments?.length && !only.trailing ? only.value : undefined;
}

function armBody(head: string, body: RustExpr, indent: number, at: number): string {
  if (body.kind === "if") return head + blockText({ statements: [], value: body }, indent);
  const one = flat(body);
  if (one !== undefined && at + one.length + 1 <= WIDTH) return `${head}${one},`;
  if (body.kind === "match" || body.kind === "loop" || (body.kind === "block" && body.word === "unsafe"))
    return (
      `${head}${layout(body, indent, at, 1)}${body.kind === "block" ? "" : ""}` + (body.kind === "match" || body.kind === "loop" ? "," : "")
    );
  if (breaksWell(body)) {
    const text = layout(body, indent, at, 1);
    if (at + firstWidth(text) <= WIDTH) {
      const inner = indent + STEP;
      const next = layout(body, inner, inner, 0);
      if (next.includes("\n") || inner + next.length > WIDTH) return `${head}${text},`;
    }
  }
  return head + blockText({ statements: [], value: body }, indent);
}

const orLines = (options: readonly string[], indent: number): string => {
  const lines: string[] = [];
  let current = "";
  for (const option of options) {
    const text = current ? `${current} | ${option}` : option;
    if (current && indent + text.length > WIDTH) {
      lines.push(current);
      current = `| ${option}`;
    } else current = text;
  }
  lines.push(current);
  return lines.join(`\n${spaces(indent)}`);
};

/**
 * `{ … }` over several lines; `{}` when there is nothing in it. The text grows by concatenation, which copies nothing: with joins
 * a nest of blocks would be copied once for each block around it.
 */
export function blockText(block: RustBlock, indent: number): string {
  if (!block.statements.length && !block.value && !block.trailing?.length) return "{}";
  const inner = indent + STEP;
  let text = "{";
  const [outerHead, outerMacro] = [within.head, within.macro];
  within.head = false;
  within.macro = false;
  block.statements.forEach((statement, index) => {
    const last = index === block.statements.length - 1 && !block.value;
    text += `\n${statementText(statement, inner, last)}`;
  });
  if (block.value) {
    for (const comment of block.valueComments ?? []) text += `\n${spaces(inner)}${comment}`;
    const end = block.valueTrailing ? ` ${block.valueTrailing}` : "";
    text += `\n${mark(block.valueAt)}${spaces(inner)}${statementStart(block.value, inner, 0)}${end}`;
  }
  for (const comment of block.trailing ?? []) text += `\n${spaces(inner)}${comment}`;
  within.head = outerHead;
  within.macro = outerMacro;
  return `${text}\n${spaces(indent)}}`;
}

/** An expression at the start of a statement: a block-like left operand stands in parentheses. */
function statementStart(expr: RustExpr, indent: number, tail: number): string {
  if (isBlockLike(expr)) return statementBlockLike(expr, indent, tail);
  const left = leftmost(expr);
  if (left !== expr && isBlockLike(left) && !wrapsObjectAbove(expr)) {
    // `match … {} + 1` would end after the brace
    return layout(parenthesiseLeft(expr, indent), indent, indent, tail);
  }
  return layout(expr, indent, indent, tail);
}

/** A method on a block-like object parses as one expression only in a value position; the printer wraps plain blocks itself. */
export const wrapsObjectAbove = (expr: RustExpr): boolean => {
  let at: RustExpr | undefined = expr;
  let parent: RustExpr | undefined;
  while (at && leftOf(at)) {
    parent = at;
    at = leftOf(at);
  }
  if (parent === undefined || (parent.kind !== "method" && parent.kind !== "field" && parent.kind !== "try")) return false;
  return at?.kind !== "block" || wrapsObject(at);
};

export function parenthesiseLeft(expr: RustExpr, indent: number): RustExpr {
  const left = leftOf(expr);
  if (!left) return { kind: "literal", text: `(${flat(expr) ?? layout(expr, indent, indent + 1, 0)})` };
  const inner = parenthesiseLeft(left, indent);
  switch (expr.kind) {
    case "binary":
    case "assign":
      return { ...expr, left: inner };
    case "method":
    case "field":
    case "index":
      return { ...expr, object: inner };
    case "call":
      return { ...expr, callee: inner };
    case "cast":
    case "try":
    case "await":
      return { ...expr, value: inner };
    default:
      return expr;
  }
}

/** Statements never put `if … else` on one line; a value at the end of a block does. */
function statementBlockLike(expr: RustExpr, indent: number, tail: number): string {
  return tail === 0 ? layout(expr, indent, indent, 0) : broken(expr, indent, indent, 0, undefined);
}

function statementText(statement: RustStatement, indent: number, last: boolean): string {
  const lead = (statement.comments ?? []).map((line) => `${spaces(indent)}${line}\n`).join("");
  const end = statement.trailing ? ` ${statement.trailing}` : "";
  const start = `${lead}${mark(statement.at)}${spaces(indent)}`;
  switch (statement.kind) {
    case "let": {
      const type = statement.type ? `: ${typeText(statement.type)}` : "";
      const head = `let ${patternText(statement.pattern)}${type}`;
      if (!statement.value) return `${start}${head};${end}`;
      if (statement.orElse) {
        const value = layout(statement.value, indent, indent + head.length + 3, 7);
        const short = flatBlock(statement.orElse);
        const line = short ? `${head} = ${value} else ${short};` : "";
        if (short && short !== "{}" && !line.includes("\n") && indent + line.length <= WIDTH) return `${start}${line}${end}`;
        return `${start}${head} = ${value} else ${blockText(statement.orElse, indent)};${end}`;
      }
      return `${start}${rightHand(`${head} =`, statement.value, indent, indent + head.length + 2, 1)};${end}`;
    }
    case "expression": {
      const { value } = statement;
      if (isBlockLike(value)) {
        const text =
          value.kind === "while" || value.kind === "for" ? layout(value, indent, indent, 0) : broken(value, indent, indent, 0, undefined);
        const short =
          value.kind === "block" && value.word === "unsafe" && flat(value) !== undefined && indent + flat(value)!.length < WIDTH
            ? flat(value)!
            : text;
        return `${start}${short}${statement.semicolon && needsSemicolon(value, last) ? ";" : ""}${end}`;
      }
      return `${start}${statementStart(value, indent, 1)}${statement.semicolon ? ";" : ""}${end}`;
    }
    case "item":
      return lead + itemTextHook(statement.item, indent);
    case "empty":
      return lead.slice(0, -1);
  }
}

/** A block-like statement with a value that is dropped needs its semicolon. */
const needsSemicolon = (expr: RustExpr, _last: boolean): boolean => {
  switch (expr.kind) {
    case "block":
      return expr.block.value !== undefined;
    case "if":
      return expr.then.value !== undefined;
    case "match":
      return expr.arms.some((arm) => !(arm.body.kind === "block" && !arm.body.block.value) && !isUnitLike(arm.body));
    default:
      return false;
  }
};
const isUnitLike = (expr: RustExpr): boolean =>
  (expr.kind === "tuple" && expr.elems.length === 0) ||
  expr.kind === "return" ||
  expr.kind === "break" ||
  expr.kind === "continue" ||
  expr.kind === "assign";

/** Items inside functions: set by the item printer, which imports this file. */
let itemTextHook: (item: RustItem, indent: number) => string = () => "";
export const setItemPrinter = (print: (item: RustItem, indent: number) => string): void => {
  itemTextHook = print;
};
