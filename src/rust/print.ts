/**
 * Rust syntax trees to text, in rustfmt's layout (style edition 2024, `use_small_heuristics = "Max"`, width 100).
 *
 * An expression stays on its line while it fits; else its kind says how it breaks. `flat` gives the one-line form and is cached;
 * it gives up beyond a line's width, so that nested expressions cost no more than their size. Left-leaning chains of operators and
 * methods are walked in loops: a tree may be deeper to the left than the stack is.
 */
import type { Arm, Origin, RustBlock, RustExpr, RustItem, RustStatement } from "./ast.ts";
import { binaryLevel, CAST, COMPARE, isBlockLike, leftmost, levelOf, POSTFIX, UNARY } from "./precedence.ts";
import { patternText, typeText } from "./types.ts";

export const WIDTH = 100;
const STEP = 4;

/** Stands at the start of a line that has an origin; taken out when the lines are counted. */
export const MARK = "\u0001";
export const mark = (at: Origin | undefined): string => (at ? `${MARK}${at.file}:${at.start}${MARK}` : "");

const spaces = (count: number): string => " ".repeat(count);
/** Column after a text that began at `column`. */
const endColumn = (text: string, column: number): number => {
  const at = text.lastIndexOf("\n");
  return at < 0 ? column + text.length : text.length - at - 1;
};
const firstWidth = (text: string): number => {
  const at = text.indexOf("\n");
  return at < 0 ? text.length : at;
};
const lineCount = (text: string): number => {
  let count = 1;
  for (let at = text.indexOf("\n"); at >= 0; at = text.indexOf("\n", at + 1)) count++;
  return count;
};

let flats = new WeakMap<RustExpr, string | null>();
/** Forgets cached one-line forms; they are only worth keeping within a file. */
export function resetPrinter(): void {
  flats = new WeakMap();
}

/** The expression on one line, or undefined when it cannot be on one line of a file. */
export function flat(expr: RustExpr): string | undefined {
  const known = flats.get(expr);
  if (known !== undefined) return known ?? undefined;
  // the left spine first, from its bottom, so that no recursion follows it
  const spine: RustExpr[] = [];
  for (let at: RustExpr | undefined = leftOf(expr); at && !flats.has(at); at = leftOf(at)) spine.push(at);
  for (let i = spine.length - 1; i >= 0; i--) remember(spine[i]);
  return remember(expr);
}

function remember(expr: RustExpr): string | undefined {
  const known = flats.get(expr);
  if (known !== undefined) return known ?? undefined;
  const text = makeFlat(expr);
  const short = text !== undefined && text.length <= WIDTH && !text.includes("\n") ? text : undefined;
  flats.set(expr, short ?? null);
  return short;
}

function leftOf(expr: RustExpr): RustExpr | undefined {
  switch (expr.kind) {
    case "binary":
    case "assign":
      return expr.left;
    case "method":
    case "field":
    case "index":
      return expr.object;
    case "call":
      return expr.callee;
    case "cast":
    case "try":
    case "await":
      return expr.value;
    default:
      return undefined;
  }
}

const isTest = (op: string): boolean => op === "==" || op === "!=" || op === "<" || op === ">" || op === "<=" || op === ">=";
const isShift = (op: string): boolean => op === "<<" || op === ">>";

/** Does an operand of a binary operator need parentheses? */
function wrapsOperand(op: string, operand: RustExpr, right: boolean): boolean {
  const level = binaryLevel(op);
  const own = levelOf(operand);
  if (own < level || (right && own === level) || (isTest(op) && own === COMPARE && operand.kind !== "let")) return true;
  if (operand.kind === "let") return false;
  // `a as T < b` would open a generic argument list
  if (!right && (op === "<" || op === "<<") && endsWithCast(operand)) return true;
  // shifts among arithmetic and `&` among `|` are read wrongly by people: clippy asks for parentheses
  if (operand.kind === "binary" && isShift(op) && binaryLevel(operand.op) > level) return true;
  if (operand.kind === "binary" && isShift(operand.op) && (level === 14 || level === 15)) return true;
  if (operand.kind === "binary" && (op === "&" || op === "|" || op === "^") && isShift(operand.op)) return true;
  return false;
}

function endsWithCast(expr: RustExpr): boolean {
  let at = expr;
  for (;;) {
    if (at.kind === "cast") return true;
    if (at.kind === "binary") at = at.right;
    else if (at.kind === "unary" || at.kind === "borrow") at = at.operand;
    else return false;
  }
}

/** Does the object of a postfix operator need parentheses? */
const wrapsObject = (object: RustExpr): boolean => levelOf(object) < POSTFIX || (object.kind === "block" && object.word === undefined && !object.label);

const wrapFlat = (text: string | undefined, wrap: boolean): string | undefined => (text !== undefined && wrap ? `(${text})` : text);

function flatList(args: readonly RustExpr[]): string | undefined {
  let out = "";
  for (let i = 0; i < args.length; i++) {
    const text = flat(args[i]);
    if (text === undefined || out.length > WIDTH) return undefined;
    out += i ? `, ${text}` : text;
  }
  return out;
}

const typeArguments = (args: readonly { kind: string }[] | undefined): string =>
  args?.length ? `::<${(args as never[]).map(typeText).join(", ")}>` : "";

/** A block that may stand on one line: `{ value }`. */
function flatBlock(block: RustBlock): string | undefined {
  if (block.statements.length || block.trailing?.length || block.valueComments?.length || block.valueTrailing) return undefined;
  if (!block.value) return "{}";
  const text = flat(block.value);
  return text === undefined ? undefined : `{ ${text} }`;
}

const closureHead = (expr: RustExpr<"closure">): string => {
  const params = expr.params.map((param) => patternText(param.pattern) + (param.type ? `: ${typeText(param.type)}` : "")).join(", ");
  return `${expr.word ? `${expr.word} ` : ""}|${params}|${expr.result ? ` -> ${typeText(expr.result)}` : ""}`;
};

function makeFlat(expr: RustExpr): string | undefined {
  switch (expr.kind) {
    case "literal":
      return expr.text;
    case "path":
      return expr.path + typeArguments(expr.args);
    case "unary": {
      const text = flat(expr.operand);
      return text === undefined ? undefined : `${expr.op}${wrapFlat(text, wrapsUnary(expr.operand))}`;
    }
    case "borrow": {
      const text = flat(expr.operand);
      return text === undefined ? undefined : `&${expr.word ? `${expr.word} ` : ""}${wrapFlat(text, wrapsUnary(expr.operand))}`;
    }
    case "binary": {
      const left = flat(expr.left);
      const right = left === undefined ? undefined : flat(expr.right);
      if (left === undefined || right === undefined) return undefined;
      return `${wrapFlat(left, wrapsOperand(expr.op, expr.left, false))} ${expr.op} ${wrapFlat(right, wrapsOperand(expr.op, expr.right, true))}`;
    }
    case "assign": {
      const left = flat(expr.left);
      const right = flat(expr.right);
      return left === undefined || right === undefined ? undefined : `${left} ${expr.op} ${right}`;
    }
    case "call": {
      const callee = flat(expr.callee);
      const args = flatList(expr.args);
      if (callee === undefined || args === undefined) return undefined;
      return `${wrapFlat(callee, wrapsObject(expr.callee) || expr.callee.kind === "field")}(${args})`;
    }
    case "method": {
      const object = flat(expr.object);
      const args = flatList(expr.args);
      if (object === undefined || args === undefined) return undefined;
      return `${wrapFlat(object, wrapsObject(expr.object))}.${expr.name}${typeArguments(expr.typeArgs)}(${args})`;
    }
    case "field": {
      const object = flat(expr.object);
      return object === undefined ? undefined : `${wrapFlat(object, wrapsObject(expr.object))}.${expr.name}`;
    }
    case "index": {
      const object = flat(expr.object);
      const index = flat(expr.index);
      return object === undefined || index === undefined ? undefined : `${wrapFlat(object, wrapsObject(expr.object))}[${index}]`;
    }
    case "macro": {
      const args = flatList(expr.args);
      return args === undefined ? undefined : expr.bracket ? `${expr.name}![${args}]` : `${expr.name}!(${args})`;
    }
    case "cast": {
      const value = flat(expr.value);
      return value === undefined ? undefined : `${wrapFlat(value, levelOf(expr.value) < CAST)} as ${typeText(expr.type)}`;
    }
    case "try":
    case "await": {
      const value = flat(expr.value);
      return value === undefined ? undefined : `${wrapFlat(value, wrapsObject(expr.value))}${expr.kind === "try" ? "?" : ".await"}`;
    }
    case "closure": {
      const head = closureHead(expr);
      if (expr.body.kind === "block" && !expr.body.word && !expr.body.label && (expr.body.block.statements.length === 0 || expr.result)) {
        const text = flatBlock(expr.body.block);
        if (text === undefined) return undefined;
        return expr.result || !expr.body.block.value ? `${head} ${text}` : `${head} ${flat(expr.body.block.value)}`;
      }
      const body = flat(expr.body);
      return body === undefined ? undefined : expr.result ? `${head} { ${body} }` : `${head} ${body}`;
    }
    case "struct": {
      const fields: string[] = [];
      for (const { name, value } of expr.fields) {
        const text = flat(value);
        if (text === undefined) return undefined;
        fields.push(text === name ? name : `${name}: ${text}`);
      }
      if (expr.rest) {
        const text = flat(expr.rest);
        if (text === undefined) return undefined;
        fields.push(`..${text}`);
      }
      return fields.length ? `${expr.path} { ${fields.join(", ")} }` : `${expr.path} {}`;
    }
    case "tuple": {
      const text = flatList(expr.elems);
      return text === undefined ? undefined : expr.elems.length === 1 ? `(${text},)` : `(${text})`;
    }
    case "array": {
      const text = flatList(expr.elems);
      return text === undefined ? undefined : `[${text}]`;
    }
    case "repeat": {
      const text = flat(expr.value);
      return text === undefined ? undefined : `[${text}; ${expr.length}]`;
    }
    case "range": {
      const from = expr.from ? flat(expr.from) : "";
      const to = expr.to ? flat(expr.to) : "";
      if (from === undefined || to === undefined) return undefined;
      const left = wrapFlat(from, !!expr.from && levelOf(expr.from) <= 6);
      const right = wrapFlat(to, !!expr.to && levelOf(expr.to) <= 6);
      return `${left}..${expr.inclusive ? "=" : ""}${right}`;
    }
    case "block": {
      const { value } = expr.block;
      // A block that begins with `if … {}` would end there.
      if (value && !isBlockLike(value) && isBlockLike(leftmost(value)) && !wrapsObjectAbove(value)) return flat({ ...expr, block: { ...expr.block, value: parenthesiseLeft(value) } });
      const text = flatBlock(expr.block);
      if (text === undefined || expr.label) return undefined;
      return expr.word ? `${expr.word} ${text}` : text;
    }
    case "if": {
      if (!expr.orElse || expr.test.kind === "let" || !expr.then.value) return undefined;
      const last = expr.orElse;
      if (last.kind !== "block" || !last.block.value) return undefined;
      const test = flat(expr.test);
      const then = flatBlock(expr.then);
      const orElse = flat(last);
      return test === undefined || then === undefined || orElse === undefined ? undefined : `if ${headText(expr.test, test)} ${then} else ${orElse}`;
    }
    case "let": {
      const value = flat(expr.value);
      return value === undefined ? undefined : `let ${patternText(expr.pattern)} = ${wrapFlat(value, levelOf(expr.value) <= 8 || hasBareStruct(expr.value))}`;
    }
    case "match":
    case "loop":
      return undefined;
    case "while": {
      const test = flat(expr.test);
      const body = flatBlock(expr.body);
      return test === undefined || body !== "{}" ? undefined : `${labelText(expr.label)}while ${headText(expr.test, test)} {}`;
    }
    case "for": {
      const iterable = flat(expr.iterable);
      const body = flatBlock(expr.body);
      return iterable === undefined || body !== "{}"
        ? undefined
        : `${labelText(expr.label)}for ${patternText(expr.pattern)} in ${headText(expr.iterable, iterable)} {}`;
    }
    case "return":
    case "break": {
      const word = expr.kind === "return" ? "return" : expr.label ? `break '${expr.label}` : "break";
      if (!expr.value) return word;
      const text = flat(expr.value);
      return text === undefined ? undefined : `${word} ${text}`;
    }
    case "continue":
      return expr.label ? `continue '${expr.label}` : "continue";
  }
}

const labelText = (label: string | undefined): string => (label ? `'${label}: ` : "");
const wrapsUnary = (operand: RustExpr): boolean => levelOf(operand) < UNARY || (operand.kind === "literal" && operand.text.startsWith("-"));
/** A head (`if`, `while`, `match`, `for`) must not show a struct literal outside parentheses. */
const headText = (expr: RustExpr, text: string): string => (hasBareStruct(expr) ? `(${text})` : text);

function hasBareStruct(expr: RustExpr): boolean {
  let at: RustExpr | undefined = expr;
  while (at) {
    if (at.kind === "struct") return true;
    if (at.kind === "binary" || at.kind === "assign") {
      if (hasBareStruct(at.right)) return true;
      at = at.left;
    } else if (at.kind === "unary" || at.kind === "borrow") at = at.operand;
    else if (at.kind === "method" || at.kind === "field" || at.kind === "index") at = at.object;
    else if (at.kind === "cast" || at.kind === "try" || at.kind === "await" || at.kind === "let") at = at.value;
    else if (at.kind === "range") {
      if (at.to && hasBareStruct(at.to)) return true;
      at = at.from;
    } else return false;
  }
  return false;
}

/**
 * The expression as text that begins at `column` of a line indented by `indent`; `tail` characters follow it on its last line.
 * Lines after the first carry their whole indentation.
 */
export function layout(expr: RustExpr, indent: number, column: number, tail: number): string {
  const one = flat(expr);
  if (one !== undefined && column + one.length + tail <= WIDTH) return one;
  return broken(expr, indent, column, tail, one);
}

function broken(expr: RustExpr, indent: number, column: number, tail: number, one: string | undefined): string {
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
      return callee + argsLayout("(", expr.args, ")", indent, endColumn(callee, column), tail);
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
      const outer = inMacro;
      inMacro = true;
      try {
        return head + argsLayout(open, expr.args, expr.bracket ? "]" : ")", indent, column + head.length, tail, expr.bracket, !expr.bracket);
      } finally {
        inMacro = outer;
      }
    }
    case "cast": {
      const type = typeText(expr.type);
      return `${wrapLayout(expr.value, levelOf(expr.value) < CAST, indent, column, type.length + 4 + tail)} as ${type}`;
    }
    case "closure":
      return closureLayout(expr, indent, column, tail);
    case "struct":
      return structLayout(expr, indent);
    case "tuple":
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
      return head + wrapLayout(expr.value, levelOf(expr.value) <= 8 || hasBareStruct(expr.value), indent, column + head.length, tail);
    }
    case "match":
      return matchLayout(expr, indent, column);
    case "loop":
      return `${labelText(expr.label)}loop ${blockText(expr.body, indent)}`;
    case "while":
      return headed(`${labelText(expr.label)}while `, expr.test, expr.body, indent, column);
    case "for":
      return headed(`${labelText(expr.label)}for ${patternText(expr.pattern)} in `, expr.iterable, expr.body, indent, column);
    case "return":
    case "break": {
      const word = expr.kind === "return" ? "return" : expr.label ? `break '${expr.label}` : "break";
      return expr.value ? `${word} ${layout(expr.value, indent, column + word.length + 1, tail)}` : word;
    }
  }
}

const wrapLayout = (expr: RustExpr, wrap: boolean, indent: number, column: number, tail: number): string =>
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
  const before = operands.slice(0, -1).map(({ op, expr: operand, wrap }) => wrapFlat(flat(operand), wrap) && `${op ? `${op} ` : ""}${wrapFlat(flat(operand), wrap)}`);
  if (before.every((text) => text !== undefined)) {
    const last = operands[operands.length - 1];
    const head = `${before.join(" ")} ${last.op} `;
    const text = wrapLayout(last.expr, last.wrap, indent, column + head.length, tail);
    if (/^[{([]/.test(text) && (last.wrap || isBlockLike(last.expr) || last.expr.kind === "tuple" || last.expr.kind === "array") && column + head.length + firstWidth(text) <= WIDTH) return head + text;
  }
  const inner = indent + STEP;
  const first = wrapLayout(operands[0].expr, operands[0].wrap, indent, column, 0);
  const parts = [first];
  let end = endColumn(first, column);
  for (let i = 1; i < operands.length; i++) {
    const { op, expr: operand, wrap } = operands[i];
    const last = i === operands.length - 1;
    // a short last line takes the next operand along
    const along = end <= inner;
    const from = (along ? end + 1 : inner) + op.length + 1;
    const text = wrapLayout(operand, wrap, along ? indent : inner, from, last ? tail : 0);
    parts.push(along ? ` ${op} ` : `\n${spaces(inner)}${op} `, text);
    end = endColumn(text, from);
  }
  return parts.join("");
}
const unitPath: RustExpr = { kind: "tuple", elems: [] };

/** Are the arguments of a macro being laid out? */
let inMacro = false;

/** Can the last of several arguments (or the only one) open on the call's line and close with it? */
function overflows(arg: RustExpr, only: boolean): boolean {
  switch (arg.kind) {
    case "closure":
      return true;
    case "block":
      return true;
    case "match":
    case "if":
    case "loop":
    case "struct":
    case "array":
    case "tuple":
    case "call":
    case "method":
    case "macro":
      return only;
    case "binary":
      return only && !inMacro;
    case "borrow":
    case "unary":
      return overflows(arg.operand, only);
    case "try":
      return overflows(arg.value, only);
    case "cast":
      return only && overflows(arg.value, only);
    default:
      return false;
  }
}

function argsLayout(open: string, args: readonly RustExpr[], close: string, indent: number, column: number, tail: number, mixed = false, bareEnd = false): string {
  const count = args.length;
  if (count === 0) return open + close;
  const line = flatList(args);
  if (line !== undefined && column + line.length + 2 + tail <= WIDTH) return open + line + (open === "(" && count === 1 && close === ")" && false ? "," : "") + close;
  const last = args[count - 1];
  if (overflows(last, count === 1) && !(mixed && count > 1)) {
    const before = flatList(args.slice(0, -1));
    if (before !== undefined) {
      const head = open + before + (before ? ", " : "");
      const at = column + head.length;
      const text = last.kind === "closure" ? closureLayout(last, indent, at, tail + 1) : layout(last, indent, at, tail + 1);
      // broken at operators or links, it had better stand on a line of its own if that holds it
      const opened = /[({[|]$/.test(text.slice(0, firstWidth(text))) && (!/^(binary|method)$/.test(last.kind) || /^\s*[)\]}?>]+$/.test(text.slice(text.lastIndexOf("\n") + 1)));
      const alone = !opened && text.includes("\n") ? layout(last, indent + STEP, indent + STEP, 1) : undefined;
      const better = alone !== undefined && (endsInChain(last) || /[({[|]$/.test(text.slice(0, firstWidth(text))) || !alone.includes("\n") || /[({[|]$/.test(alone.slice(0, firstWidth(alone))));
      if (!better && at + firstWidth(text) <= WIDTH && endColumn(text, at) + 1 <= WIDTH) return `${head}${text}${close}`;
    }
  }
  const inner = indent + STEP;
  if (args.every(isShort)) {
    // short elements fill the lines
    const lines: string[] = [];
    let current = "";
    for (const arg of args) {
      const text = `${flat(arg)!},`;
      if (current && inner + current.length + 1 + text.length > WIDTH) {
        lines.push(current);
        current = text;
      } else current = current ? `${current} ${text}` : text;
    }
    lines.push(current);
    if (bareEnd) lines[lines.length - 1] = lines[lines.length - 1].slice(0, -1);
    return `${open}\n${lines.map((text) => spaces(inner) + text).join("\n")}\n${spaces(indent)}${close}`;
  }
  const parts = [open, "\n"];
  args.forEach((arg, i) => parts.push(spaces(inner), layout(arg, inner, inner, 1), bareEnd && i === count - 1 ? "\n" : ",\n"));
  parts.push(spaces(indent), close);
  return parts.join("");
}

/** Is the expression, signs and conversions left out, a chain of calls? */
const endsInChain = (expr: RustExpr): boolean => {
  let at = expr;
  for (;;) {
    if (at.kind === "method") return true;
    if (at.kind === "borrow" || at.kind === "unary") at = at.operand;
    else if (at.kind === "try" || at.kind === "cast") at = at.value;
    else return false;
  }
};

/** rustfmt's `short_array_element_width_threshold`. */
const isShort = (expr: RustExpr): boolean => {
  if (expr.kind !== "literal" && expr.kind !== "path" && expr.kind !== "unary" && expr.kind !== "borrow") return false;
  const text = flat(expr);
  return text !== undefined && text.length <= 10;
};

/** `.a().b()?.c` with its object; the last call may go over several lines, else each stands on its own. */
function chainLayout(expr: RustExpr, indent: number, column: number, tail: number): string {
  const links: RustExpr[] = [];
  let root: RustExpr = expr;
  while (root.kind === "method" || root.kind === "field" || root.kind === "try" || root.kind === "await") {
    links.push(root);
    root = root.kind === "method" || root.kind === "field" ? root.object : root.value;
  }
  links.reverse();
  // `?` belongs to the link before it
  const groups: { link: RustExpr; tries: number }[] = [];
  let rootTries = 0;
  for (const link of links) {
    if (link.kind === "try") {
      if (groups.length) groups[groups.length - 1].tries++;
      else rootTries++;
    } else groups.push({ link, tries: 0 });
  }
  const linkText = (group: { link: RustExpr; tries: number }, at: number, from: number, after: number): string => {
    const { link } = group;
    const end = "?".repeat(group.tries);
    if (link.kind === "field") return `.${link.name}${end}`;
    if (link.kind === "await") return `.await${end}`;
    if (link.kind !== "method") return end;
    const head = `.${link.name}${typeArguments(link.typeArgs)}`;
    return head + argsLayout("(", link.args, ")", at, from + head.length, after + end.length) + end;
  };
  let out = wrapLayout(root, wrapsObject(root), indent, column, 0) + "?".repeat(rootTries);
  let start = 0;
  // a short object takes its first link along
  const shortRoot = (): boolean => !out.includes("\n") && out.length <= STEP;
  while (start < groups.length - 1 && shortRoot() && root.kind === "path") {
    const text = linkText(groups[start], indent, endColumn(out, column), 0);
    if (inHead && (text.includes("\n") || endColumn(out, column) + text.length > WIDTH)) break;
    out += text;
    start++;
    if (out.includes("\n")) break;
  }
  const rest = groups.slice(start);
  if (rest.length === 0) return out;
  // everything but the last link on this line?
  let line = out;
  let one = true;
  for (let i = 0; i < rest.length - 1 && one; i++) {
    const text = linkText(rest[i], indent, endColumn(line, column), 0);
    if (text.includes("\n")) one = false;
    line += text;
  }
  const last = rest[rest.length - 1];
  const rootBreaks = out.includes("\n");
  if (one && !rootBreaks && endColumn(line, column) <= WIDTH) {
    const text = linkText(last, indent, endColumn(line, column), tail);
    const fits = endColumn(line, column) + firstWidth(text) <= WIDTH;
    const glued = out.includes("\n") || (start > 0 && rest.length === 1) || (rest.length === 1 && shortRoot());
    if (fits && glued) return line + text;
    if (fits && text.includes("\n")) {
      const alone = linkText(last, indent + STEP, indent + STEP, tail);
      if (lineCount(alone) >= lineCount(text)) return line + text;
    } else if (fits && endColumn(line + text, column) + tail <= WIDTH) return line + text;
  }
  if (rest.length === 1 && !out.includes("\n") && column + out.length <= column + STEP) {
    return out + linkText(last, indent, endColumn(out, column), tail);
  }
  const inner = out.includes("\n") && /^\s*[()\]}?>]+$/.test(out.slice(out.lastIndexOf("\n") + 1)) ? indent : indent + STEP;
  const parts = [out];
  for (let i = 0; i < rest.length; i++) {
    parts.push("\n", spaces(inner), linkText(rest[i], inner, inner, i === rest.length - 1 ? tail : 0));
  }
  return parts.join("");
}

function closureLayout(expr: RustExpr<"closure">, indent: number, column: number, tail: number): string {
  const head = closureHead(expr);
  const one = flat(expr);
  if (one !== undefined && column + one.length + tail <= WIDTH) return one;
  const at = column + head.length + 1;
  const { body } = expr;
  if (body.kind === "block" && !body.word && !body.label) {
    const inner = soleValue(body.block);
    if (inner && !expr.result && (inner.kind === "match" || inner.kind === "struct" || inner.kind === "loop")) return `${head} ${layout(inner, indent, at, tail)}`;
    return `${head} ${blockText(body.block, indent)}`;
  }
  if (!expr.result && (body.kind === "struct" || (isBlockLike(body) && body.kind !== "if" && body.kind !== "for" && body.kind !== "while"))) {
    const text = layout(body, indent, at, tail);
    if (at + firstWidth(text) <= WIDTH) return `${head} ${text}`;
  }
  return `${head} ${blockText({ statements: [], value: body }, indent)}`;
}

const soleValue = (block: RustBlock): RustExpr | undefined =>
  block.statements.length === 0 && !block.trailing?.length && !block.valueComments?.length && !block.valueTrailing && !block.valueAt ? block.value : undefined;

/** Does the expression break inside brackets, so that a closure or arm needs no braces around it? */
const breaksWell = (expr: RustExpr): boolean => {
  switch (expr.kind) {
    case "match":
    case "struct":
    case "macro":
    case "loop":
    case "array":
    case "tuple":
      return true;
    case "block":
      return true;
    case "call":
      return true;
    default:
      return false;
  }
};

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

/** `word head {` with its block. A head over several lines puts the brace on its own line. */
function headed(word: string, head: RustExpr, body: RustBlock, indent: number, column: number): string {
  return `${headLayout(word, head, indent, column)}${blockText(body, indent)}`;
}

/** Is the head of an `if`, `while` or `match` being laid out? */
let inHead = false;

function headLayout(word: string, head: RustExpr, indent: number, column: number): string {
  const outer = inHead;
  inHead = true;
  try {
    return headLines(word, head, indent, column);
  } finally {
    inHead = outer;
  }
}

function headLines(word: string, head: RustExpr, indent: number, column: number): string {
  if (head.kind === "block" && head.word === "unsafe") {
    const one = flat(head);
    const end = column + word.length + (one?.length ?? WIDTH);
    if (one !== undefined && end <= WIDTH && end + 2 > WIDTH) return `${word}${one}\n${spaces(indent)}`;
  }
  const text = wrapLayout(head, hasBareStruct(head), indent, column + word.length, 2);
  if (!text.includes("\n")) return `${word}${text} `;
  const lastLine = text.slice(text.lastIndexOf("\n") + 1);
  return /^\s*[()\]}?>]+$/.test(lastLine) && lastLine.search(/\S/) === indent ? `${word}${text} ` : `${word}${text}\n${spaces(indent)}`;
}

function ifLayout(expr: RustExpr<"if">, indent: number, column: number): string {
  const parts: string[] = [];
  let at: RustExpr | undefined = expr;
  let word = "if ";
  let from = column;
  while (at?.kind === "if") {
    const then = blockText(at.then, indent);
    parts.push(headLayout(word, at.test, indent, from), then === "{}" && at.orElse ? `{\n${spaces(indent)}}` : then);
    at = at.orElse;
    if (at) parts.push(" else ");
    word = "if ";
    from = indent + 7;
  }
  if (at) parts.push(at.kind === "block" && !at.label ? (at.word ? `${at.word} ` : "") + blockText(at.block, indent) : layout(at, indent, indent, 0));
  return parts.join("");
}

function matchLayout(expr: RustExpr<"match">, indent: number, column: number): string {
  const inner = indent + STEP;
  const head = headLayout("match ", expr.subject, indent, column);
  if (!expr.arms.length) return `${head}{}`;
  return `${head}{\n${expr.arms.map((arm) => armText(arm, inner)).join("\n")}\n${spaces(indent)}}`;
}

function armText(arm: Arm, indent: number): string {
  const lead = (arm.comments ?? []).map((line) => `${spaces(indent)}${line}\n`).join("");
  let pattern = patternText(arm.pattern);
  const guard = arm.guard ? ` if ${flat(arm.guard) ?? layout(arm.guard, indent + STEP, indent + STEP, 3)}` : "";
  if (arm.pattern.kind === "or" && indent + pattern.length + guard.length + 5 > WIDTH) pattern = orLines(arm.pattern.options.map(patternText), indent);
  const head = `${lead}${spaces(indent)}${pattern}${guard} => `;
  const at = endColumn(head, 0);
  const { body } = arm;
  if (body.kind === "block" && !body.word && !body.label) {
    const only = soleValue(body.block);
    if (!only || only.kind === "if") return head + blockText(body.block, indent) + (body.block.statements.length === 0 && !body.block.value && !body.block.trailing ? "" : "");
    return armBody(head, only, indent, at);
  }
  return armBody(head, body, indent, at);
}

function armBody(head: string, body: RustExpr, indent: number, at: number): string {
  if (body.kind === "if") return head + blockText({ statements: [], value: body }, indent);
  const one = flat(body);
  if (one !== undefined && at + one.length + 1 <= WIDTH) return `${head}${one},`;
  if (body.kind === "match" || body.kind === "loop" || (body.kind === "block" && body.word === "unsafe")) return `${head}${layout(body, indent, at, 1)}${body.kind === "block" ? "" : ""}`+ (body.kind === "match" || body.kind === "loop" ? "," : "");
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

/** `{ … }` over several lines; `{}` when there is nothing in it. */
export function blockText(block: RustBlock, indent: number): string {
  if (!block.statements.length && !block.value && !block.trailing?.length) return "{}";
  const inner = indent + STEP;
  const lines: string[] = [];
  const [outerHead, outerMacro] = [inHead, inMacro];
  inHead = false;
  inMacro = false;
  block.statements.forEach((statement, index) => {
    const last = index === block.statements.length - 1 && !block.value;
    lines.push(statementText(statement, inner, last));
  });
  if (block.value) {
    for (const comment of block.valueComments ?? []) lines.push(spaces(inner) + comment);
    lines.push(mark(block.valueAt) + spaces(inner) + statementStart(block.value, inner, 0) + (block.valueTrailing ? ` ${block.valueTrailing}` : ""));
  }
  for (const comment of block.trailing ?? []) lines.push(spaces(inner) + comment);
  inHead = outerHead;
  inMacro = outerMacro;
  return `{\n${lines.join("\n")}\n${spaces(indent)}}`;
}

/** An expression at the start of a statement: a block-like left operand stands in parentheses. */
function statementStart(expr: RustExpr, indent: number, tail: number): string {
  if (isBlockLike(expr)) return statementBlockLike(expr, indent, tail);
  const left = leftmost(expr);
  if (left !== expr && isBlockLike(left) && !wrapsObjectAbove(expr)) {
    // `match … {} + 1` would end after the brace
    return layout(parenthesiseLeft(expr), indent, indent, tail);
  }
  return layout(expr, indent, indent, tail);
}

/** A method on a block-like object parses as one expression only in a value position; the printer wraps plain blocks itself. */
const wrapsObjectAbove = (expr: RustExpr): boolean => {
  let at: RustExpr | undefined = expr;
  let parent: RustExpr | undefined;
  while (at && leftOf(at)) {
    parent = at;
    at = leftOf(at);
  }
  if (parent === undefined || (parent.kind !== "method" && parent.kind !== "field" && parent.kind !== "try")) return false;
  return at?.kind !== "block" || wrapsObject(at);
};

function parenthesiseLeft(expr: RustExpr): RustExpr {
  const left = leftOf(expr);
  if (!left) return { kind: "literal", text: `(${flat(expr) ?? layout(expr, 0, 0, 0)})` };
  const inner = parenthesiseLeft(left);
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
        const text = value.kind === "while" || value.kind === "for" ? layout(value, indent, indent, 0) : broken(value, indent, indent, 0, undefined);
        const short = value.kind === "block" && value.word === "unsafe" && flat(value) !== undefined && indent + flat(value)!.length < WIDTH ? flat(value)! : text;
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
  (expr.kind === "tuple" && expr.elems.length === 0) || expr.kind === "return" || expr.kind === "break" || expr.kind === "continue" || expr.kind === "assign";

/** Items inside functions: set by the item printer, which imports this file. */
let itemTextHook: (item: RustItem, indent: number) => string = () => "";
export const setItemPrinter = (print: (item: RustItem, indent: number) => string): void => {
  itemTextHook = print;
};
