/** Expressions on one line: their text, or nothing where it does not fit or cannot be flat. Each is computed once. */
import type { RustBlock, RustExpr } from "./ast.ts";
import { binaryLevel, CAST, COMPARE, isBlockLike, leftmost, levelOf, POSTFIX, UNARY } from "./precedence.ts";
import { patternText, typeText } from "./types.ts";
import { WIDTH } from "./measure.ts";
import { parenthesiseLeft, wrapsObjectAbove } from "./print-blocks.ts";

/** Strong references: a weak map of every expression costs the collector more than the few that outlive their file. */
const flats = new Map<RustExpr, string | null>();
/** Forgets cached one-line forms; they are only worth keeping within a file. */
export function resetPrinter(): void {
  flats.clear();
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

export function leftOf(expr: RustExpr): RustExpr | undefined {
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
export function wrapsOperand(op: string, operand: RustExpr, right: boolean): boolean {
  const level = binaryLevel(op);
  const own = levelOf(operand);
  if (own < level || (right && own === level) || (isTest(op) && own === COMPARE && operand.kind !== "let")) return true;
  if (operand.kind === "let") return false;
  // `a as T < b` would open a generic argument list
  if (!right && (op === "<" || op === "<<") && endsWithCast(operand)) return true;
  // shifts and bits among arithmetic are read wrongly by people: clippy asks for parentheses
  if (operand.kind === "binary" && isShift(op) && binaryLevel(operand.op) > level) return true;
  if (operand.kind === "binary" && isShift(operand.op) && (level === 14 || level === 15)) return true;
  if (operand.kind === "binary" && (op === "&" || op === "|" || op === "^") && binaryLevel(operand.op) >= binaryLevel("<<")) return true;
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
export const wrapsObject = (object: RustExpr): boolean =>
  levelOf(object) < POSTFIX || (object.kind === "block" && object.word === undefined && !object.label);

export const wrapFlat = (text: string | undefined, wrap: boolean): string | undefined => (text !== undefined && wrap ? `(${text})` : text);

export function flatList(args: readonly RustExpr[]): string | undefined {
  let out = "";
  for (let i = 0; i < args.length; i++) {
    const text = flat(args[i]);
    if (text === undefined || out.length > WIDTH) return undefined;
    out += i ? `, ${text}` : text;
  }
  return out;
}

export const typeArguments = (args: readonly { kind: string }[] | undefined): string =>
  args?.length ? `::<${(args as never[]).map(typeText).join(", ")}>` : "";

/** A block that may stand on one line: `{ value }`. */
export function flatBlock(block: RustBlock): string | undefined {
  if (block.statements.length || block.trailing?.length || block.valueComments?.length || block.valueTrailing) return undefined;
  if (!block.value) return "{}";
  const text = flat(block.value);
  return text === undefined ? undefined : `{ ${text} }`;
}

export const closureHead = (expr: RustExpr<"closure">): string => {
  const params = expr.params.map((param) => patternText(param.pattern) + (param.type ? `: ${typeText(param.type)}` : "")).join(", ");
  return `${expr.word ? `${expr.word} ` : ""}|${params}|${expr.result ? ` -> ${typeText(expr.result)}` : ""}`;
};

export function makeFlat(expr: RustExpr): string | undefined {
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
      if (isLetChain(expr)) return undefined;
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
      const args = expr.repeat ? flatRepeat(expr.args) : flatList(expr.args);
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
      if (value && !isBlockLike(value) && isBlockLike(leftmost(value)) && !wrapsObjectAbove(value))
        return flat({ ...expr, block: { ...expr.block, value: parenthesiseLeft(value, 0) } });
      const text = flatBlock(expr.block);
      if (text === undefined || expr.label) return undefined;
      return expr.word ? `${expr.word} ${text}` : text;
    }
    case "if": {
      if (!expr.orElse || isLetChain(expr.test) || !expr.then.value) return undefined;
      const last = expr.orElse;
      if (last.kind !== "block" || !last.block.value) return undefined;
      const test = flat(expr.test);
      const then = flatBlock(expr.then);
      const orElse = flat(last);
      return test === undefined || then === undefined || orElse === undefined
        ? undefined
        : `if ${headText(expr.test, test)} ${then} else ${orElse}`;
    }
    case "let": {
      const value = flat(expr.value);
      return value === undefined
        ? undefined
        : `let ${patternText(expr.pattern)} = ${wrapFlat(value, levelOf(expr.value) <= 8 || hasBareStruct(expr.value))}`;
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

/** Tests of which one binds: rustfmt gives each a line of its own, but for `name && let …`. */
export function isLetChain(test: RustExpr): boolean {
  if (test.kind !== "binary" || test.op !== "&&") return false;
  let at: RustExpr = test;
  let binds = false;
  while (at.kind === "binary" && at.op === "&&") {
    binds ||= at.right.kind === "let";
    at = at.left;
  }
  if (!binds && at.kind !== "let") return false;
  const first = test.left.kind === "unary" && test.left.op === "!" ? test.left.operand : test.left;
  return !(first.kind === "path" && !first.path.includes(":") && test.right.kind === "let");
}

export const labelText = (label: string | undefined): string => (label ? `'${label}: ` : "");
export const wrapsUnary = (operand: RustExpr): boolean =>
  levelOf(operand) < UNARY || (operand.kind === "literal" && operand.text.startsWith("-"));
/** A head (`if`, `while`, `match`, `for`) must not show a struct literal outside parentheses. */
const headText = (expr: RustExpr, text: string): string => (hasBareStruct(expr) ? `(${text})` : text);

export function hasBareStruct(expr: RustExpr): boolean {
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

const flatRepeat = ([value, length]: readonly RustExpr[]): string | undefined => {
  const [a, b] = [flat(value), flat(length)];
  return a === undefined || b === undefined ? undefined : `${a}; ${b}`;
};
