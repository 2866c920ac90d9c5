/** `case`. */
import type { Expression } from "../../../ir/index.ts";
import type { Command, Word } from "../parse/index.ts";
import { isStar } from "../integer-words.ts";
import { beginWhereAsked } from "./busy.ts";
import { succeed, testExpression } from "./compound.ts";
import {
  at,
  bind,
  blockOf,
  bool,
  bytes,
  discard,
  hoist,
  inner,
  newLocal,
  push,
  SET,
  type Node,
  type Outcome,
  type Scope,
} from "./context.ts";
import { keepsCase } from "./kept.ts";
import { lowerList } from "./list.ts";
import { globTest, shapeTest } from "./shapes.ts";
import { asText, patternText, textOf } from "./text.ts";
import { traceCase } from "./trace.ts";

/** May a pattern have `@(a|b)` in it, which counts only with `extglob`? */
const mayGroup = (pattern: Word): boolean =>
  pattern.parts.some((part) => (part.kind === "literal" ? part.text.includes("(") : part.kind !== "quoted" && part.kind !== "double"));

const isLiteral = ({ parts }: Pick<Word, "parts">): boolean =>
  parts.every((part) => part.kind === "literal" || part.kind === "quoted" || (part.kind === "double" && isLiteral(part)));

export function caseCommand(scope: Scope, c: Command<"case">, need: boolean): Outcome {
  const n = at(scope, c.place);
  traceCase(scope, n, c.subject);
  beginWhereAsked(scope, n, c.subject);
  const text = ownedText(scope, n, c.subject);
  // A variable is what it is until a clause runs.
  const still = text.kind === "local" && c.clauses.every(({ end, patterns }) => end === ";;" && patterns.every(isLiteral));
  const subject = still ? () => n.local(text.local) : bind(scope, n, "subject", text);
  const matches = (to: Scope, patterns: readonly Word[]): Expression => {
    const tests = patterns.map((pattern) => {
      const plain = shapeTest(to, n, subject(), pattern) ?? globTest(to, n, subject(), pattern);
      if (plain) return plain;
      const step = inner(to);
      const made = hoist(step, n, patternText(step, pattern), "pattern");
      const test =
        scope.free && scope.unit.plainTexts && !mayGroup(pattern)
          ? n.call("sh.plain.matches", bool, subject(), made)
          : n.shell(mayGroup(pattern) ? "sh.matches.case" : "sh.matches", bool, subject(), made);
      return testExpression(n, step, test);
    });
    return tests.reduce((left, right) => n.expr("logical", bool, n.span, { op: "or", left, right }));
  };
  if (c.clauses.every((clause) => clause.end === ";;")) {
    const open = !c.clauses.some((clause) => clause.patterns.some(isStar));
    const ahead = need && open && !scope.free && keepsCase(scope, c);
    if (ahead) succeed(scope, n);
    const chain = (to: Scope, i: number): void => {
      const clause = c.clauses[i];
      if (!clause) {
        if (need && !ahead) succeed(to, n);
        return;
      }
      const always = i === c.clauses.length - 1 && i > 0 && clause.patterns.some(isStar);
      const test = always ? n.bool(true) : matches(to, clause.patterns);
      const then = always ? to : inner(to);
      if (clause.body.items.length) discard(then, n, lowerList(then, clause.body, need));
      else if (need && !ahead) succeed(then, n);
      if (always) return;
      const orElse = inner(to);
      chain(orElse, i + 1);
      push(to, n.stmt("if", n.span, { test, then: blockOf(then), orElse: orElse.out.length ? blockOf(orElse) : undefined }));
    };
    chain(scope, 0);
    return SET;
  }
  // With `;&` or `;;&`: clauses in a row, the end of one says what follows.
  const label = scope.labels.next++;
  const through = newLocal(scope, "through", bool, n.span);
  push(scope, n.stmt("let", n.span, { local: through, value: n.bool(false) }));
  const body = inner(scope);
  if (need) succeed(body, n);
  c.clauses.forEach((clause, i) => {
    const test = n.expr("logical", bool, n.span, { op: "or", left: n.local(through), right: lazyMatch(n, body, matches, clause.patterns) });
    const then = inner(body);
    const outcome = clause.body.items.length ? lowerList(then, clause.body, need) : SET;
    discard(then, n, outcome);
    const last = i === c.clauses.length - 1;
    if (outcome.kind !== "never" && !last) {
      if (clause.end === ";;") push(then, n.stmt("break", n.span, { label }));
      else push(then, n.stmt("assign", n.span, { place: n.local(through), value: n.bool(clause.end === ";&") }));
    }
    push(body, n.stmt("if", n.span, { test, then: blockOf(then) }));
  });
  push(scope, n.stmt("labelled", n.span, { label, body: blockOf(body) }));
  return SET;
}

function lazyMatch(
  n: Node,
  scope: Scope,
  matches: (to: Scope, patterns: readonly Word[]) => Expression,
  patterns: readonly Word[],
): Expression {
  const to = inner(scope);
  return testExpression(n, to, matches(to, patterns));
}

function ownedText(scope: Scope, n: Node, word: Word): Expression {
  const text = asText(n, textOf(scope, word, "plain"));
  return text.kind === "str" ? n.call("sh.word", bytes, text) : text;
}
