/** `[[ … ]]` */
import type { CompareOperator, Expression } from "../../../ir/index.ts";
import type { Command, Part, TestExpression, Word } from "../parse/index.ts";
import { beginWhereAsked } from "./busy.ts";
import { evaluated } from "./arithmetic.ts";
import {
  at,
  bind,
  bool,
  bytes,
  closureValue,
  effect,
  freeze,
  i64,
  loose,
  inner,
  STATUS,
  unit,
  valued,
  type Node,
  type Outcome,
  type Scope,
} from "./context.ts";
import { integerWord } from "../integer-words.ts";
import { inOrder, loosely } from "./loose.ts";
import { constantExpression } from "./expressions.ts";
import { globTest, shapeTest } from "./shapes.ts";
import { beginBefore } from "./begin.ts";
import { isList } from "./parameters.ts";
import { isSingle } from "./words.ts";
import { firstWord } from "./scan.ts";
import { traceBinary, tracedPattern, traces, traceUnary } from "./trace.ts";
import { asText, constantWord, expansionText, patternText, textOf } from "./text.ts";

/** As a command: its status is set. */
export function testCommand(scope: Scope, c: Command<"test">): Outcome {
  const n = at(scope, c.place);
  return valued(
    n.shell(
      "sh.cond",
      STATUS,
      n.line(),
      closureValue(scope, n, (to) => testOf(to, c.place, c.expression)),
    ),
  );
}

/** As a condition: only its answer. */
export function testCondition(scope: Scope, c: Command<"test">): Expression {
  const n = at(scope, c.place);
  if (!scope.unit.nounset) beginWhereAsked(scope, n, c.expression);
  if (scope.unit.nounset && !scope.free) effect(scope, n, n.shell("sh.begin", unit, n.line()));
  return testOf(scope, c.place, c.expression);
}

/** `negated`: behind a `!`, as traces show it. */
function testOf(scope: Scope, place: Command["place"], e: TestExpression, negated = false): Expression {
  const n = at(scope, place);
  switch (e.kind) {
    case "word":
    case "unary": {
      const [operator, word] = e.kind === "word" ? ["-n", e.word] : [e.operator, e.operand];
      const text = asText(n, textOf(scope, word, "plain"));
      if (!traces(scope)) return unaryTest(scope, n, operator, text);
      const shown = bind(scope, n, "text", text);
      traceUnary(scope, n, negated, operator, shown());
      return unaryTest(scope, n, operator, shown());
    }
    case "not":
      return n.not(testOf(scope, place, e.operand, true));
    case "and":
    case "or": {
      const left = testOf(scope, place, e.left);
      const body = inner(scope);
      const value = testOf(body, place, e.right);
      return n.expr("logical", bool, n.span, { op: e.kind, left, right: lazily(n, body, value) });
    }
    case "binary":
      return traces(scope) ? tracedComparison(scope, n, e, negated) : comparison(scope, n, e);
  }
}

/** Tests of texts, and of files that need not be written first, ask for no shell. */
function unaryTest(scope: Scope, n: Node, operator: string, operand: Expression): Expression {
  const text = loose(scope, n, operand);
  if (operator === "-z" || operator === "-n") {
    const empty = n.call("sh.empty", bool, text);
    return operator === "-z" ? empty : n.not(empty);
  }
  if (/^-[abcdfghkprSuwxLGO]$/.test(operator) || (scope.free && /^-[seN]$/.test(operator)))
    return n.call("sh.test_file", bool, n.name(operator), text);
  return loosely(scope, n, "sh.test_unary", bool, n.name(operator), text);
}

const lazily = (n: Node, body: Scope, value: Expression): Expression =>
  body.out.length ? n.expr("block", bool, n.span, { body: body.out, value }) : value;

function comparison(scope: Scope, n: Node, e: TestExpression & { kind: "binary" }): Expression {
  const numeric = integerTest(scope, n, e.operator, e.left, e.right);
  if (numeric) return numeric;
  if (e.operator in NUMERIC) {
    const side = (to: Scope, word: Word): Expression =>
      isInteger(to, word) ? integerOf(to, word) : loose(to, n, textOf(to, word, "plain"));
    const [left, right] = inOrder(scope, n, side(scope, e.left), (to) => side(to, e.right));
    return loosely(scope, n, "sh.terms", bool, n.line(), left, n.name(e.operator), right);
  }
  const given = loose(scope, n, asText(n, textOf(scope, e.left, "plain")));
  if (e.operator === "=" || e.operator === "==" || e.operator === "!=") {
    const plain = shapeTest(scope, n, given, e.right) ?? globTest(scope, n, given, e.right);
    if (plain) return e.operator === "!=" ? n.not(plain) : plain;
  }
  switch (e.operator) {
    case "=":
    case "==":
    case "!=": {
      const quoted = !scope.unit.foldsCase && e.right.parts.every((part) => part.kind === "quoted" || part.kind === "double");
      const [left, right] = inOrder(scope, n, given, (to) => (quoted ? asText(n, textOf(to, e.right, "plain")) : patternText(to, e.right)));
      const same = quoted
        ? n.call("sh.same", bool, left, right)
        : scope.free && scope.unit.plainTexts
          ? n.call("sh.plain.matches", bool, left, right)
          : loosely(scope, n, "sh.matches", bool, left, right);
      return e.operator === "!=" ? n.not(same) : same;
    }
    case "=~": {
      const known = scope.free && scope.unit.plainTexts ? constantExpression(e.right) : undefined;
      if (known !== undefined) return n.call("sh.plain.regex", bool, given, n.text(known));
      const [left, right] = inOrder(scope, n, given, (to) => patternText(to, e.right));
      return loosely(scope, n, "sh.regex", bool, left, right);
    }
    default: {
      const [left, right] = inOrder(scope, n, given, (to) => asText(n, textOf(to, e.right, "plain")));
      return loosely(scope, n, "sh.test_binary", bool, n.name(e.operator), left, right);
    }
  }
}

/** The same, shown by `set -x`. */
function tracedComparison(scope: Scope, n: Node, e: TestExpression & { kind: "binary" }, negated: boolean): Expression {
  const left = bind(scope, n, "left", asText(n, textOf(scope, e.left, "plain")));
  if (e.operator === "=~" || e.operator === "=" || e.operator === "==" || e.operator === "!=") {
    const pattern = tracedPattern(scope, n, negated, left(), e.operator, e.right);
    const made = n.shell(e.operator === "=~" ? "sh.regex" : "sh.matches", bool, left(), pattern);
    return e.operator === "!=" ? n.not(made) : made;
  }
  const right = bind(scope, n, "right", asText(n, textOf(scope, e.right, "plain")));
  traceBinary(scope, n, negated, left(), e.operator, right());
  if (e.operator in NUMERIC) return n.shell("sh.terms", bool, n.line(), left(), n.name(e.operator), right());
  return n.shell("sh.test_binary", bool, n.name(e.operator), left(), right());
}

const NUMERIC: Readonly<Record<string, CompareOperator>> = { "-eq": "eq", "-ne": "ne", "-lt": "lt", "-le": "le", "-gt": "gt", "-ge": "ge" };

/** `left -lt right` where both sides are integers by themselves. */
function integerTest(scope: Scope, n: Node, operator: string, left: Word, right: Word): Expression | undefined {
  if (!(operator in NUMERIC) || !isInteger(scope, left) || !isInteger(scope, right)) return undefined;
  const first = integerOf(scope, left);
  const after = inner(scope);
  const second = integerOf(after, right);
  const held = after.out.length ? freeze(scope, n, first, "left") : first;
  scope.out.push(...after.out);
  return n.expr("compare", bool, n.span, { op: NUMERIC[operator], left: held, right: second });
}

/** Is the word an integer whatever happens: a number, a native variable, arithmetic, a length? */
export function isInteger(scope: Scope, word: Word): boolean {
  const kind = integerWord(word);
  if (!kind) return false;
  if (kind.of !== undefined)
    return /^[0-9]/.test(kind.of) ? scope.unit.natives?.isIntegerParam(scope.fn, kind.of) === true : scope.native.has(kind.of);
  const parts = word.parts.length === 1 && word.parts[0].kind === "double" ? word.parts[0].parts : word.parts;
  const [part] = parts;
  return part.kind !== "parameter" || part.operation !== undefined || isCount(scope, part);
}

/** `$#` of what the shell calls. */
const isCount = (scope: Scope, part: Part): boolean =>
  part.kind === "parameter" && part.name === "#" && !part.operation && scope.list === undefined && !scope.free;

/** Its value. */
export function integerOf(scope: Scope, word: Word): Expression {
  const n = at(scope, word.place);
  const parts = word.parts.length === 1 && word.parts[0].kind === "double" ? word.parts[0].parts : word.parts;
  const [part] = parts;
  if (part.kind === "literal" || part.kind === "quoted")
    return n.number(BigInt(parts.map((each) => (each as { text: string }).text).join("")));
  if (isCount(scope, part)) return n.shell("sh.arg_count", i64);
  if (part.kind === "parameter" && !part.operation && !IS_NAME.test(part.name))
    return scope.native.has(part.name)
      ? n.local(scope.native.get(part.name) as number)
      : evaluated(n, n.shell("sh.get", bytes, n.name(part.name)));
  return expansionText(scope, part, "none");
}

const IS_NAME = /^[A-Za-z_]/;

const UNARY = /^-[bcdefghknprsuwxzGLNOS]$/;
const BINARY = new Set(["=", "==", "!=", "-nt", "-ot", "-ef"]);

/** `[ … ]` of one test of texts or files, as a condition: its operands are words of one field, so it cannot fail. */
function textTest(scope: Scope, n: Node, words: readonly Word[]): Expression | undefined {
  if (scope.unit.traces || !words.every((word) => isSingle(scope, word))) return undefined;
  const [first, second, third] = words;
  const operator = words.length === 3 ? constantWord(second) : words.length === 2 ? constantWord(first) : "-n";
  if (words.length === 3 && !BINARY.has(operator ?? "")) {
    if (constantWord(first) !== "!") return undefined;
    const rest = textTest(scope, n, words.slice(1));
    return rest && n.not(rest);
  }
  if (words.length === 4 && constantWord(first) === "!" && BINARY.has(constantWord(third) ?? "")) {
    const rest = textTest(scope, n, words.slice(1));
    return rest && n.not(rest);
  }
  if (operator === undefined || words.length < 1 || words.length > 3) return undefined;
  const text = (to: Scope, word: Word): Expression => loose(to, n, asText(n, textOf(to, word, "plain")));
  if (words.length < 3) {
    if (!UNARY.test(operator)) return undefined;
    return unaryTest(scope, n, operator, asText(n, textOf(scope, words[words.length - 1], "plain")));
  }
  const left = text(scope, first);
  const after = inner(scope);
  const right = text(after, third);
  const held = after.out.length ? freeze(scope, n, left, "left") : left;
  scope.out.push(...after.out);
  if (operator === "=" || operator === "==") return n.call("sh.same", bool, held, right);
  if (operator === "!=") return n.not(n.call("sh.same", bool, held, right));
  return loosely(scope, n, "sh.test_binary", bool, n.name(operator), held, right);
}

/** A side of a comparison of numbers: a number, or a text and whether it is split. */
interface Side {
  readonly value: Expression;
  readonly split: boolean;
}

/** `$x` alone, unquoted: a text that is split. */
function isBare(word: Word): boolean {
  const [part] = word.parts;
  if (word.parts.length !== 1) return false;
  if (part.kind === "parameter") return !isList(part) && part.operation?.kind !== "default";
  return part.kind === "arithmetic" || part.kind === "command";
}

function side(scope: Scope, n: Node, word: Word): Side | undefined {
  if (isInteger(scope, word)) return { value: integerOf(scope, word), split: false };
  const single = isSingle(scope, word);
  if (!single && !isBare(word)) return undefined;
  return { value: loose(scope, n, textOf(scope, word, "plain")), split: !single };
}

/** `[ left -lt right ]` of texts. */
function textNumbers(scope: Scope, n: Node, operator: string, left: Word, right: Word): Expression | undefined {
  if (!(operator in NUMERIC) || scope.unit.traces) return undefined;
  const first = side(scope, n, left);
  const after = inner(scope);
  const second = first && side(after, n, right);
  if (!second) return undefined;
  const held = after.out.length ? freeze(scope, n, first.value, "left") : first.value;
  scope.out.push(...after.out);
  if (!first.split && !second.split) return loosely(scope, n, "sh.compare", bool, n.line(), held, n.name(operator), second.value);
  return loosely(
    scope,
    n,
    "sh.compare_fields",
    bool,
    n.line(),
    held,
    n.bool(first.split),
    n.name(operator),
    second.value,
    n.bool(second.split),
  );
}

/** `[ … ]` with one comparison, as a condition. */
export function bracketCondition(scope: Scope, c: Command<"simple">): Expression | undefined {
  if (
    scope.unit.readsLastWord ||
    c.redirects.length ||
    c.assignments.length ||
    scope.unit.functionNames.has("[") ||
    scope.unit.functionNames.has("test")
  )
    return undefined;
  const words = c.words.filter((word): word is Word => !("assignment" in word));
  const name = firstWord(c);
  if ((name !== "[" && name !== "test") || words.length !== c.words.length || scope.unit.assignsIfs) return undefined;
  if (name === "[" && constantWord(words[words.length - 1]) !== "]") return undefined;
  const operands = words.slice(1, name === "[" ? -1 : undefined);
  const n = at(scope, c.place);
  const operator = operands.length === 3 ? constantWord(operands[1]) : undefined;
  const numbers = operator === undefined ? undefined : integerTest(scope, n, operator, operands[0], operands[2]);
  if (numbers) return numbers;
  const step = inner(scope);
  const compared = operator === undefined ? undefined : textNumbers(step, n, operator, operands[0], operands[2]);
  if (compared) {
    // The macro begins the command itself.
    beginBefore(scope, n, step);
    scope.out.push(...step.out);
    return compared;
  }
  step.out.length = 0;
  const test = textTest(step, n, operands);
  if (test && scope.unit.nounset && !scope.free) effect(scope, n, n.shell("sh.begin", unit, n.line()));
  if (test) scope.out.push(...step.out);
  return test;
}
