/** `[[ … ]]` */
import type { Expression } from "../../../ir/index.ts";
import type { Command, TestExpression, Word } from "../parse/index.ts";
import { at, bool, closureValue, hoist, inner, STATUS, valued, type Node, type Outcome, type Scope } from "./context.ts";
import { asText, patternOf, textOf } from "./text.ts";

/** As a command: its status is set. */
export function testCommand(scope: Scope, c: Command<"test">): Outcome {
  const n = at(scope, c.place);
  return valued(n.shell("sh.cond", STATUS, n.line(), closureValue(scope, n, bool, (to) => testOf(to, c.place, c.expression))));
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

const lazily = (n: Node, body: Scope, value: Expression): Expression => (body.out.length ? n.expr("block", bool, n.span, { body: body.out, value }) : value);

function comparison(scope: Scope, n: Node, e: TestExpression & { kind: "binary" }, text: (word: Word) => Expression): Expression {
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
