/** Blocks, their heads (`if`, `while`, `match`) and statements. */
import type { RustBlock, RustExpr, RustItem, RustStatement } from "./ast.ts";
import { isBlockLike, leftmost } from "./precedence.ts";
import { patternText, typeLines } from "./types.ts";
import { broken, fit, fitIn, layout, whole } from "./print.ts";
import { assignLayout } from "./print-pairs.ts";
import { columns, isExtendable, isMultiline, lastWidth, mark, spaces, STEP, WIDTH, within } from "./measure.ts";
import { flat, flatBlock, hasBareStruct, labelText, leftOf, wrapsObject } from "./flat.ts";

/** The `{` after a head goes to a line of its own where the head breaks, unless only brackets close on its last line. */
const braceOwnLine = (text: string, room: number, column: number): boolean =>
  (isMultiline(text) || columns(text) > room) && (!isExtendable(text) || lastIndent(text) > column);
const lastIndent = (text: string): number =>
  isMultiline(text) ? text.length - text.lastIndexOf("\n") - 1 - text.slice(text.lastIndexOf("\n") + 1).trimStart().length : 0;

/** `if test `, `for x in xs `, `while test `, `loop `, ready for the block. `nested`: after an `else`. */
function head(expr: RustExpr<"if" | "while" | "for" | "loop">, indent: number, column: number, nested: boolean): string | undefined {
  const label = expr.kind === "if" ? "" : labelText(expr.label);
  if (expr.kind === "loop") return `${label}loop `;
  const shift = nested ? 7 : 0;
  const offset = expr.kind.length + label.length + 1;
  const at = column + shift + offset;
  let text: string | undefined;
  if (expr.kind === "for")
    text = assignLayout(`${patternText(expr.pattern)} in`, hasBareStruct(expr.iterable), expr.iterable, indent, at, WIDTH - at);
  else {
    const { test } = expr;
    const wrap = test.kind !== "let" && hasBareStruct(test);
    text = fitIn(wrap, test, indent, at, WIDTH - at);
    if (text === undefined && expr.kind === "while" && test.kind !== "let") {
      const inner = indent + STEP;
      const next = fitIn(wrap, test, inner, inner, WIDTH - inner);
      text = next === undefined ? undefined : `\n${spaces(inner)}${next}`;
    }
  }
  if (text === undefined) return undefined;
  const own = braceOwnLine(text, Math.max(0, WIDTH - at - 2), column);
  return `${label}${expr.kind}${text.startsWith("\n") ? "" : " "}${text}${own ? `\n${spaces(indent)}` : " "}`;
}

/** The head of a loop, `if` or `match` as it would be laid out there; undefined for anything else. */
export function headText(expr: RustExpr, indent: number, column: number, width: number): string | undefined {
  switch (expr.kind) {
    case "match":
      return fit(expr.subject, indent, column + 8, width - 8);
    case "if": {
      const one = flat(expr);
      return one !== undefined && columns(one) <= width ? one : head(expr, indent, column, false);
    }
    case "for":
    case "while":
    case "loop":
      return head(expr, indent, column, false);
    default:
      return undefined;
  }
}

/** `if`, `for`, `while` or `loop` over several lines. */
export function controlLayout(
  expr: RustExpr<"if" | "while" | "for" | "loop">,
  indent: number,
  column: number,
  width: number,
): string | undefined {
  const first = head(expr, indent, column, false);
  if (first === undefined) return undefined;
  if (expr.kind !== "if") return first + blockText(expr.body, indent, width - lastWidth(first));
  let text = first + (expr.orElse ? thenText(expr.then, indent) : blockText(expr.then, indent, width - lastWidth(first)));
  for (let at = expr.orElse; at; at = at.kind === "if" ? at.orElse : undefined) {
    if (at.kind !== "if") {
      const other = at.kind === "block" ? elseBlock(at, indent) : fit(at, indent, indent, 1);
      return other === undefined ? undefined : `${text} else ${other}`;
    }
    const next = head(at, indent, indent, true);
    if (next === undefined) return undefined;
    text += ` else ${mark(at.at)}${next}${at.orElse ? thenText(at.then, indent) : blockText(at.then, indent, 1)}`;
  }
  return text;
}

/** The block before an `else`. rustfmt has the comments at its end stand as far left as the `else`. */
function thenText(block: RustBlock, indent: number): string {
  const statements = [...block.statements];
  const comments = [...(block.trailing ?? [])];
  for (let last = statements.at(-1); !block.value && last?.kind === "empty"; last = statements.at(-1)) {
    comments.unshift(...(last.comments ?? []));
    statements.pop();
  }
  if (!comments.length || (!statements.length && !block.value)) return blockText(block, indent, 1);
  const lines = comments.map((line) => `${spaces(indent)}${line}\n`).join("");
  return `${blockText({ ...block, statements, trailing: undefined }, indent).slice(0, -indent - 1)}${lines}${spaces(indent)}}`;
}

const elseBlock = (expr: RustExpr<"block">, indent: number): string =>
  labelText(expr.label) + (expr.word ? `${expr.word} ` : "") + blockText(expr.block, indent, 1);

/** The one thing that a block is, without comments and semicolon. */
export function onlyExpression(block: RustBlock): RustExpr | undefined {
  if (block.trailing?.length) return undefined;
  if (block.value) return block.statements.length || block.valueComments?.length || block.valueTrailing ? undefined : block.value;
  const [only] = block.statements;
  if (block.statements.length !== 1 || only.kind !== "expression" || only.comments?.length || only.trailing) return undefined;
  return isBlockLike(only.value) && !(only.semicolon && needsSemicolon(only.value)) ? only.value : undefined;
}

/**
 * `{ … }` over several lines; `{}` when there is nothing in it and `width` holds that. The text grows by concatenation, which copies nothing:
 * with joins a nest of blocks would be copied once for each block around it.
 */
export function blockText(block: RustBlock, indent: number, width = 2): string {
  if (!block.statements.length && !block.value && !block.trailing?.length) return width >= 2 ? "{}" : `{\n${spaces(indent)}}`;
  const known = blocks.get(block);
  const made = known?.get(indent);
  if (made !== undefined) return made;
  const text = freshBlock(block, indent);
  if (known) known.set(indent, text);
  else blocks.set(block, new Map([[indent, text]]));
  return text;
}

/** Blocks are laid out more than once where they are a part of an expression. */
let blocks = new Map<RustBlock, Map<number, string>>();
export const forgetBlocks = (): void => void (blocks = new Map());

function freshBlock(block: RustBlock, indent: number): string {
  const inner = indent + STEP;
  const { macro, oneLine, loose } = within;
  within.macro = false;
  within.oneLine = false;
  within.loose = false;
  let text = "{";
  for (const statement of block.statements) text += `\n${statementText(statement, inner)}`;
  if (block.value) {
    const { value } = block;
    for (const comment of block.valueComments ?? []) text += `\n${spaces(inner)}${comment}`;
    const end = block.valueTrailing ? ` ${block.valueTrailing}` : "";
    text += `\n${mark(block.valueAt)}${spaces(inner)}${whole(() => statementStart(value, inner, 0))}${end}`;
  }
  for (const comment of block.trailing ?? []) text += `\n${spaces(inner)}${comment}`;
  within.macro = macro;
  within.oneLine = oneLine;
  within.loose = loose;
  return `${text}\n${spaces(indent)}}`;
}

/** An expression at the start of a statement: a block-like left operand stands in parentheses. */
function statementStart(expr: RustExpr, indent: number, tail: number): string | undefined {
  const room = WIDTH - indent - tail;
  if (isBlockLike(expr)) return tail === 0 ? fit(expr, indent, indent, room) : broken(expr, indent, indent, room);
  const left = leftmost(expr);
  // `match … {} + 1` would end after the brace
  if (left !== expr && isBlockLike(left) && !wrapsObjectAbove(expr)) return fit(parenthesiseLeft(expr, indent), indent, indent, room);
  return fit(expr, indent, indent, room);
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

function statementText(statement: RustStatement, indent: number): string {
  const lead = (statement.comments ?? []).map((line) => `${spaces(indent)}${line}\n`).join("");
  const end = statement.trailing ? ` ${statement.trailing}` : "";
  const start = `${lead}${mark(statement.at)}${spaces(indent)}`;
  switch (statement.kind) {
    case "let":
      return start + whole(() => letText(statement, indent)) + end;
    case "expression":
      return start + whole(() => expressionText(statement, indent)) + end;
    case "item":
      return lead + itemTextHook(statement.item, indent);
    case "empty":
      return lead.slice(0, -1);
  }
}

function letText(statement: RustStatement<"let">, indent: number): string | undefined {
  const name = `let ${patternText(statement.pattern)}`;
  const type = statement.type ? `: ${typeLines(statement.type, indent, WIDTH - indent - name.length - 4)}` : "";
  const left = name + type;
  if (!statement.value) return `${left};`;
  const text = assignLayout(`${left} =`, false, statement.value, indent, indent, WIDTH - indent - 1);
  if (text === undefined || !statement.orElse) return text && `${text};`;
  const room = WIDTH - indent - 1;
  const along = isMultiline(text) ? /[)\]}]$/.test(text) && lastIndent(text) <= indent : room - columns(text) >= 7;
  const short = flatBlock(statement.orElse);
  const before = `${text}${along ? " " : `\n${spaces(indent)}`}else`;
  const line = short && short !== "{}" ? `${before} ${short};` : undefined;
  if (line !== undefined && !isMultiline(line) && indent + columns(line) <= WIDTH) return line;
  return `${before} ${blockText(statement.orElse, indent)};`;
}

/** Statements never put `if … else` on one line; a value at the end of a block does. */
function expressionText(statement: RustStatement<"expression">, indent: number): string | undefined {
  const { value, semicolon } = statement;
  if (!isBlockLike(value)) {
    // rustfmt takes the semicolon behind a jump twice.
    const jump = value.kind === "return" || value.kind === "break" || value.kind === "continue" ? 1 : 0;
    const text = statementStart(value, indent, (semicolon ? 1 : 0) + jump);
    return text && text + (semicolon ? ";" : "");
  }
  const line = value.kind === "while" || value.kind === "for" || (value.kind === "block" && value.word === "unsafe");
  const text = line ? fit(value, indent, indent, WIDTH - indent) : broken(value, indent, indent, WIDTH - indent);
  return text && text + (semicolon && needsSemicolon(value) ? ";" : "");
}

/** A block-like statement with a value that is dropped needs its semicolon. */
const needsSemicolon = (expr: RustExpr): boolean => {
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
