/** `[[ … ]]` */
import type { CompareOperator, Expression } from "../../../ir/index.ts";
import type { Command, TestExpression, Word } from "../parse/index.ts";
import {
  at,
  bool,
  bytes,
  closureValue,
  freeze,
  hoist,
  i64,
  inner,
  STATUS,
  valued,
  type Node,
  type Outcome,
  type Scope,
} from "./context.ts";
import { integerWord } from "../integer-words.ts";
import { firstWord } from "./scan.ts";
import { asText, constantWord, expansionText, patternOf, textOf } from "./text.ts";

/** As a command: its status is set. */
export function testCommand(scope: Scope, c: Command<"test">): Outcome {
  const n = at(scope, c.place);
  return valued(
    n.shell(
      "sh.cond",
      STATUS,
      n.line(),
      closureValue(scope, n, bool, (to) => testOf(to, c.place, c.expression)),
    ),
  );
}

/** As a condition: only its answer. */
export const testCondition = (scope: Scope, c: Command<"test">): Expression => testOf(scope, c.place, c.expression);

function testOf(scope: Scope, place: Command["place"], e: TestExpression): Expression {
  const n = at(scope, place);
  const text = (word: Word): Expression => hoist(scope, n, asText(n, textOf(scope, word, "plain")));
  switch (e.kind) {
    case "word":
      return n.shell("sh.test_unary", bool, n.name("-n"), text(e.word));
    case "unary":
      return n.shell("sh.test_unary", bool, n.name(e.operator), text(e.operand));
    case "not":
      return n.not(testOf(scope, place, e.operand));
    case "and":
    case "or": {
      const left = testOf(scope, place, e.left);
      const body = inner(scope);
      const value = testOf(body, place, e.right);
      return n.expr("logical", bool, n.span, { op: e.kind, left, right: lazily(n, body, value) });
    }
    case "binary":
      return comparison(scope, n, e, text);
  }
}

const lazily = (n: Node, body: Scope, value: Expression): Expression =>
  body.out.length ? n.expr("block", bool, n.span, { body: body.out, value }) : value;

function comparison(scope: Scope, n: Node, e: TestExpression & { kind: "binary" }, text: (word: Word) => Expression): Expression {
  const numeric = integerTest(scope, n, e.operator, e.left, e.right);
  if (numeric) return numeric;
  const left = text(e.left);
  switch (e.operator) {
    case "=":
    case "==":
    case "!=": {
      const pattern = hoist(scope, n, patternOf(scope, e.right), "pattern");
      const same = n.shell("sh.matches", bool, left, pattern);
      return e.operator === "!=" ? n.not(same) : same;
    }
    case "=~":
      return n.shell("sh.regex", bool, left, hoist(scope, n, patternOf(scope, e.right), "pattern"));
    default:
      return n.shell("sh.test_binary", bool, n.name(e.operator), left, text(e.right));
  }
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
  // `$#` and `$?` are numbers, but reading them is no plain operand.
  return !(parts[0].kind === "parameter" && !parts[0].operation);
}

/** Its value. */
export function integerOf(scope: Scope, word: Word): Expression {
  const n = at(scope, word.place);
  const parts = word.parts.length === 1 && word.parts[0].kind === "double" ? word.parts[0].parts : word.parts;
  const [part] = parts;
  if (part.kind === "literal" || part.kind === "quoted")
    return n.number(BigInt(parts.map((each) => (each as { text: string }).text).join("")));
  if (part.kind === "parameter" && !part.operation && !IS_NAME.test(part.name))
    return n.shell("sh.arith", i64, n.shell("sh.get", bytes, n.name(part.name)));
  return expansionText(scope, part, "none");
}

const IS_NAME = /^[A-Za-z_]/;

/** `[ … ]` with one comparison of integers, as a condition. */
export function bracketCondition(scope: Scope, c: Command<"simple">): Expression | undefined {
  if (c.redirects.length || c.assignments.length || scope.unit.functionNames.has("[") || scope.unit.functionNames.has("test"))
    return undefined;
  const words = c.words.filter((word): word is Word => !("assignment" in word));
  const name = firstWord(c);
  const length = name === "[" ? 5 : name === "test" ? 4 : 0;
  if (c.words.length !== length || words.length !== length || (length === 5 && constantWord(words[4]) !== "]")) return undefined;
  const operator = constantWord(words[2]);
  if (operator === undefined || scope.unit.assignsIfs) return undefined;
  return integerTest(scope, at(scope, c.place), operator, words[1], words[3]);
}
