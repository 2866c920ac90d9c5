/** `match` and its arms. */
import type { Arm, RustExpr, RustPattern } from "./ast.ts";
import { CAST, levelOf } from "./precedence.ts";
import { patternText } from "./types.ts";
import { broken, fit, fitIn } from "./print.ts";
import { prefersNext } from "./print-pairs.ts";
import { columns, firstWidth, isExtendable, isMultiline, lastWidth, spaces, STEP, trimmedLastWidth, WIDTH, within } from "./measure.ts";
import { hasBareStruct, labelText, wrapsObject, wrapsUnary } from "./flat.ts";
import { headText, onlyExpression } from "./print-blocks.ts";

export function matchLayout(expr: RustExpr<"match">, indent: number, column: number): string | undefined {
  const inner = indent + STEP;
  const room = WIDTH - column - 6;
  const subject = fitIn(hasBareStruct(expr.subject), expr.subject, indent, column + 6, room);
  if (subject === undefined) return undefined;
  if (!expr.arms.length) return `match ${subject} {}`;
  const own = !isExtendable(subject) && (isMultiline(subject) || subject.length + 2 > room);
  let text = `match ${subject}${own ? `\n${spaces(indent)}` : " "}{`;
  for (const arm of expr.arms) {
    const line = armText(arm, inner);
    if (line === undefined) return undefined;
    text += `\n${line}`;
  }
  return `${text}\n${spaces(indent)}}`;
}

function armText(arm: Arm, indent: number): string | undefined {
  const lead = (arm.comments ?? []).map((line) => `${spaces(indent)}${line}\n`).join("");
  const room = WIDTH - indent - 5;
  let pattern = patternText(arm.pattern);
  if (columns(pattern) > room) {
    if (arm.pattern.kind === "or") pattern = orLines(arm.pattern.options, indent, room);
    else if (!within.loose) return undefined;
  }
  const guard = arm.guard ? guardText(arm.guard, pattern, indent) : "";
  if (guard === undefined) return undefined;
  const left = pattern + guard;
  const body = armBody(arm, left, guard, indent);
  return body === undefined ? undefined : `${lead}${spaces(indent)}${left} =>${body}`;
}

function guardText(guard: RustExpr, pattern: string, indent: number): string | undefined {
  const used = trimmedLastWidth(pattern);
  const block = used <= STEP;
  if (!isMultiline(pattern) || block) {
    const at = indent + used + 4;
    const text = fit(guard, indent, at, WIDTH - at - 5);
    if (text !== undefined && (!isMultiline(text) || block)) return ` if ${text}`;
  }
  const inner = indent + STEP;
  const text = fit(guard, inner, inner + 3, WIDTH - inner - 8);
  return text === undefined ? undefined : `\n${spaces(inner)}if ${text}`;
}

/** What follows `=>`: on its line, or in a block of its own below. */
function armBody(arm: Arm, left: string, guard: string, indent: number): string | undefined {
  const used = isMultiline(left) ? Math.max(0, lastWidth(left) - indent) : columns(left);
  const at = indent + used + 4;
  const { body, extend } = flattened(arm.body, indent, at, WIDTH - at);
  const block = body.kind === "block" && !body.word?.startsWith("async") && body.word !== "const";
  const empty = block && !body.block.statements.length && !body.block.value && !body.block.trailing?.length;
  const comma = block && !body.word ? "" : ",";
  const room = WIDTH - at - comma.length;
  const barred = isMultiline(guard) && isMultiline(left) && !empty;
  const same = barred ? undefined : statementBody(body, indent, at, room);
  if (same !== undefined && (block || (!isMultiline(same) && columns(same) <= room))) return ` ${same}${comma}`;
  const inner = block && !empty ? indent : indent + STEP;
  const next = statementBody(body, inner, inner, WIDTH - inner);
  const below = (text: string): string => {
    if (block) return `\n${spaces(inner)}${text}${comma}`;
    const semicolon = body.kind === "return" || body.kind === "break" || body.kind === "continue" ? ";" : "";
    return `${barred ? `\n${spaces(indent)}` : " "}{\n${spaces(inner)}${text}${semicolon}\n${spaces(indent)}}`;
  };
  if (same === undefined) return next === undefined ? undefined : below(next);
  if (next !== undefined && prefersNext(same, next)) return below(next);
  if (extend && firstWidth(same) <= room) return ` ${same}${comma}`;
  return next !== undefined && isMultiline(same) ? below(next) : ` ${same}${comma}`;
}

/** An arm's body at the start of a line, or after `=>`: `if … else` is never on one line there, nor a block. */
function statementBody(expr: RustExpr, indent: number, column: number, width: number): string | undefined {
  const leaving = expr.kind === "return" || expr.kind === "break" || expr.kind === "continue";
  if (expr.kind === "if" || (expr.kind === "block" && !expr.word)) {
    if (width < 0 && !within.loose) return undefined;
    return expr.kind === "block" && expr.block.statements.length === 0 && !expr.block.value && !expr.block.trailing?.length
      ? `${labelText(expr.label)}{}`
      : broken(expr, indent, column, width);
  }
  return fit(expr, indent, column, width - (leaving ? 1 : 0));
}

/** An arm's body without the block that only holds it, and whether it may go on behind the `=>`. */
function flattened(expr: RustExpr, indent: number, column: number, width: number): { body: RustExpr; extend: boolean } {
  const only = expr.kind === "block" && !expr.word && !expr.label && !within.macro ? onlyExpression(expr.block) : undefined;
  if (!only || only.kind === "macro") return { body: expr, extend: goesOn(expr) };
  if (only.kind === "block" && !only.word?.startsWith("async") && only.word !== "const") return flattened(only, indent, column, width);
  const test = headText(only, indent, column, width);
  if (test !== undefined && isMultiline(test)) return { body: expr, extend: false };
  return { body: only, extend: goesOn(only) };
}

function goesOn(expr: RustExpr): boolean {
  switch (expr.kind) {
    case "loop":
    case "match":
    case "block":
    case "closure":
    case "array":
    case "call":
    case "method":
    case "macro":
    case "struct":
    case "tuple":
      return true;
    case "borrow":
    case "unary":
      return !wrapsUnary(expr.operand) && goesOn(expr.operand);
    case "try":
      return !wrapsObject(expr.value) && goesOn(expr.value);
    case "index":
      return !wrapsObject(expr.object) && goesOn(expr.object);
    case "cast":
      return levelOf(expr.value) >= CAST && goesOn(expr.value);
    default:
      return false;
  }
}

/** Alternatives over several lines: short ones fill the lines, others have one each. */
function orLines(options: readonly RustPattern[], indent: number, room: number): string {
  const texts = options.map(patternText);
  if (!options.every((option, i) => texts[i].length <= 20 && isShort(option))) return texts.join(`\n${spaces(indent)}| `);
  let text = "";
  let used = 0;
  texts.forEach((option, i) => {
    const own = columns(option) + (i < texts.length - 1 ? 2 : 0);
    if (i > 0 && used + 1 + own > room) {
      text += `\n${spaces(indent)}| ${option}`;
      used = own;
    } else {
      text += i > 0 ? ` | ${option}` : option;
      used += own + (i > 0 ? 1 : 0);
    }
  });
  return text;
}

function isShort(pattern: RustPattern): boolean {
  switch (pattern.kind) {
    case "wild":
    case "rest":
    case "literal":
      return true;
    case "name":
      return !pattern.sub;
    case "ref":
      return isShort(pattern.inner);
    case "tuple":
      return pattern.elems.length <= 1;
    case "variant":
      return pattern.elems ? !pattern.path.includes("::") && pattern.elems.length <= 1 : !pattern.path.includes("::");
    case "or":
      return pattern.options.every(isShort);
    default:
      return false;
  }
}
