/** Compound commands. */
import type { Expression } from "../../../ir/index.ts";
import type { ArithmeticText, Command, List, Word } from "../parse/index.ts";
import type { Arithmetic } from "../parse/index.ts";
import { arithmetic, arithmeticEffect, truth } from "./arithmetic.ts";
import {
  at,
  bind,
  blockOf,
  bool,
  bytes,
  closure,
  closureValue,
  discard,
  effect,
  hoist,
  i64,
  inner,
  newLocal,
  NEVER,
  PARAM,
  push,
  SET,
  STATUS,
  valued,
  type Frame,
  type Node,
  type Outcome,
  type Scope,
} from "./context.ts";
import { processScope } from "./process.ts";
import { isStar, numbersOf, rangeOf } from "../integer-words.ts";
import { stopAtPart, stopAtRound } from "./command-text.ts";
import { freeStatus } from "./free.ts";
import { guardedBy, isDivisor } from "./guards.ts";
import { jumpTo } from "./jump.ts";
import { listCondition, lowerList } from "./list.ts";
import { globTest, shapeTest } from "./shapes.ts";
import { firstWord, mentionsStatus, readsStatus, some } from "./scan.ts";
import { asText, patternOf, textOf } from "./text.ts";
import { argv } from "./words.ts";
import { isTouchy } from "./touchy.ts";

const firstReads = (scope: Scope, list: List | undefined): boolean =>
  list !== undefined && list.items.length > 0 && readsStatus(scope.unit, list.items[0].command);

export function ifCommand(scope: Scope, c: Command<"if">, need: boolean): Outcome {
  return arm(scope, c, 0, need);
}

function arm(scope: Scope, c: Command<"if">, i: number, need: boolean): Outcome {
  const n = at(scope, c.place);
  const { test, body } = c.arms[i];
  const last = i === c.arms.length - 1;
  const after = last ? c.orElse : c.arms[i + 1].test;
  const condition = listCondition(scope, test, firstReads(scope, body) || firstReads(scope, after));
  const then = inner(guardedBy(scope, test));
  const first = lowerList(then, body, need);
  discard(then, n, first);
  const orElse = inner(scope);
  let second: Outcome = SET;
  if (!last) second = arm(orElse, c, i + 1, need);
  else if (c.orElse) {
    second = lowerList(orElse, c.orElse, need);
    discard(orElse, n, second);
  } else if (need) succeed(orElse, n);
  push(scope, n.stmt("if", n.span, { test: condition, then: blockOf(then), orElse: orElse.out.length ? blockOf(orElse) : undefined }));
  return first.kind === "never" && second.kind === "never" ? NEVER : SET;
}

/** `$?` = 0 */
export function succeed(scope: Scope, n: Node): void {
  if (scope.free) {
    freeStatus(scope, n, scope.free, 0);
    return;
  }
  effect(scope, n, n.shell("sh.set_status", STATUS, n.status(0)));
}

/** The body of a loop, in a scope that knows the loop. Where `break` has to leave a closure, the whole body becomes one. */
function loopBody(scope: Scope, n: Node, need: boolean, label: number, run: (scope: Scope) => Outcome): Scope {
  const status = need ? newLocal(scope, "last", STATUS, n.span) : undefined;
  if (status !== undefined) push(scope, n.stmt("let", n.span, { local: status, value: n.status(0) }));
  const remember = (to: Scope) => {
    if (status !== undefined) push(to, n.stmt("assign", n.span, { place: n.local(status), value: n.shell("sh.status", STATUS) }));
  };
  const frame: Frame & { kind: "loop" } = { kind: "loop", label, crossings: new Set(), status };
  const frames = [...scope.frames, frame];
  const before = scope.comments.next;
  const body = inner(scope, { frames });
  const outcome = run(body);
  discard(body, n, outcome);
  if (outcome.kind !== "never") remember(body);
  if (!frame.crossings.size) return body;
  // Again, as a closure: `break` inside becomes a raise that `jump` turns into a number.
  scope.comments.next = before;
  const again = inner(scope, { frames });
  const jump = bind(again, n, "jump", n.shell("sh.jump", i64, closure(again, n, run, "closure")));
  for (const levels of frame.crossings) {
    const leaving = inner(again);
    jumpTo(leaving, n, Math.abs(levels), levels > 0 ? "break" : "continue");
    push(
      again,
      n.stmt("if", n.span, {
        test: n.expr("compare", bool, n.span, { op: "eq", left: jump(), right: n.number(levels) }),
        then: blockOf(leaving),
      }),
    );
  }
  remember(again);
  return again;
}

function afterLoop(n: Node, body: Scope): Outcome {
  const frame = body.frames[body.frames.length - 1];
  if (frame.kind === "loop" && frame.status !== undefined) return valued(n.shell("sh.set_status", STATUS, n.local(frame.status)));
  return SET;
}

const testExpression = (n: Node, to: Scope, value: Expression): Expression =>
  to.out.length ? n.expr("block", bool, n.span, { body: to.out, value }) : value;

export function whileCommand(scope: Scope, c: Command<"while">, need: boolean): Outcome {
  const n = at(scope, c.place);
  const label = scope.labels.next++;
  let test: Expression = n.bool(true);
  // `while break; do`: the test leaves the loop itself, so it stands at the start of the body.
  const jumps = some(
    c.test,
    (node) =>
      node.kind === "simple" && ["break", "continue", "return", "exit"].includes(firstWord(node as unknown as Command<"simple">) ?? ""),
  );
  const body = loopBody(scope, n, need, label, (to) => {
    if (jumps) {
      const condition = listCondition(to, c.test, firstReads(scope, c.body));
      const out = inner(to);
      jumpTo(out, n, 1, "break");
      push(to, n.stmt("if", n.span, { test: c.until ? condition : n.not(condition), then: blockOf(out) }));
    } else {
      const before = inner(scope);
      const condition = listCondition(before, c.test, firstReads(scope, c.body));
      test = testExpression(n, before, c.until ? n.not(condition) : condition);
    }
    return lowerList(guardedBy(to, c.test, !c.until), c.body, need || mentionsStatus(c.test) || firstReads(scope, c.test));
  });
  push(scope, n.stmt("while", n.span, { label, test, body: blockOf(body) }));
  return afterLoop(n, body);
}

export function forCommand(scope: Scope, c: Command<"for">, need: boolean): Outcome {
  const n = at(scope, c.place);
  const label = scope.labels.next++;
  const native = scope.native.get(c.name);
  const range = native !== undefined && c.words ? rangeOf(c.words) : undefined;
  if (native !== undefined && range) {
    const read = scope.unit.natives?.isRead(c.name) !== false;
    const index = newLocal(scope, read ? c.name : "_", i64, n.span);
    const body = loopBody(scope, n, need, label, (to) => {
      if (read) push(to, n.stmt("assign", n.span, { place: n.local(native), value: n.local(index) }));
      return lowerList(to, c.body, need);
    });
    const up = range.from <= range.to;
    const bounds = { start: n.number(range.from), stop: n.number(up ? range.to + 1n : range.to - 1n), step: n.number(up ? 1 : -1) };
    push(scope, n.stmt("forRange", n.span, { label, local: index, ...bounds, body: blockOf(body) }));
    return afterLoop(n, body);
  }
  const numbers = native !== undefined && c.words ? numbersOf(c.words) : undefined;
  if (native !== undefined && numbers) {
    const read = scope.unit.natives?.isRead(c.name) !== false;
    const item = newLocal(scope, read ? c.name : "_", i64, n.span);
    const body = loopBody(scope, n, need, label, (to) => {
      if (read) push(to, n.stmt("assign", n.span, { place: n.local(native), value: n.local(item) }));
      return lowerList(to, c.body, need);
    });
    const iterable = n.expr("array", { kind: "array", elem: i64, length: numbers.length }, n.span, {
      elems: numbers.map((each) => n.number(each)),
    });
    push(scope, n.stmt("forEach", n.span, { label, pattern: { kind: "local", local: item }, iterable, body: blockOf(body) }));
    return afterLoop(n, body);
  }
  const items = hoist(scope, n, itemsOf(scope, n, c.words, c.place), "items");
  const item = newLocal(scope, safe(c.name), bytes, n.span);
  const body = loopBody(scope, n, need, label, (to) => {
    stopAtRound(to, n, c);
    const own = scope.texts.get(c.name);
    const row = isTouchy(scope.unit.touchy, c.name) ? "sh.assign_item" : "sh.assign";
    if (own === undefined) effect(to, n, n.shell(row, { kind: "unit" }, n.name(c.name), n.local(item)));
    else push(to, n.stmt("assign", n.span, { place: n.local(own), value: n.local(item) }));
    return lowerList(to, c.body, need);
  });
  push(scope, n.stmt("forEach", n.span, { label, pattern: { kind: "local", local: item }, iterable: items, body: blockOf(body) }));
  return afterLoop(n, body);
}

const safe = (name: string): string => (/^[a-z_][a-z0-9_]*$/.test(name) ? name : name.toLowerCase());

function itemsOf(scope: Scope, n: Node, words: readonly Word[] | undefined, place: Command["place"]): Expression {
  const type = n.listOf(bytes);
  if (!words && scope.list !== undefined) return n.local(scope.list);
  if (!words) return n.shell("sh.values", type, n.call("sh.param", PARAM, n.name("@")));
  const list = argv(scope, place, words);
  const [only] = list.args;
  return list.args.length === 1 && only.type.kind === "list" ? only : { ...list, type };
}

export function selectCommand(scope: Scope, c: Command<"select">, need: boolean): Outcome {
  const n = at(scope, c.place);
  const label = scope.labels.next++;
  const items = bind(scope, n, "items", itemsOf(scope, n, c.words, c.place));
  const body = loopBody(scope, n, need, label, (to) => lowerList(to, c.body, need));
  const test = n.shell("sh.select", bool, n.line(), n.name(c.name), items());
  push(scope, n.stmt("while", n.span, { label, test, body: blockOf(body) }));
  return afterLoop(n, body);
}

export function arithmeticFor(scope: Scope, c: Command<"arithmeticFor">, need: boolean): Outcome {
  const n = at(scope, c.place);
  const label = scope.labels.next++;
  stopAtPart(scope, n, c.init);
  if (c.init) arithmeticEffect(scope, c.place, c.init);
  const before = inner(scope);
  stopAtPart(before, n, c.test);
  const test = c.test ? testExpression(n, before, truth(n, arithmetic(before, c.place, c.test))) : n.bool(true);
  const body = loopBody(scope, n, need, label, (to) => lowerList(to, c.body, need));
  const step = inner(scope);
  stopAtPart(step, n, c.step);
  if (c.step) arithmeticEffect(step, c.place, c.step);
  push(scope, n.stmt("while", n.span, { label, test, body: blockOf(body), step: step.out.length ? blockOf(step) : undefined }));
  return afterLoop(n, body);
}

/** `((…))` as a command. */
export function arithmeticCommand(scope: Scope, c: Command<"arithmetic">, need: boolean): Outcome {
  const n = at(scope, c.place);
  if (!need && (!scope.unit.strict || scope.ignored) && isSafe(scope, c.expression)) {
    arithmeticEffect(scope, c.place, c.expression);
    return SET;
  }
  return valued(
    n.shell(
      "sh.arith_command",
      STATUS,
      n.line(),
      closureValue(scope, n, i64, (to) => arithmetic(to, c.place, c.expression)),
    ),
  );
}

/** `((…))` as a condition; undefined when an error in it must become a status. */
export function arithmeticCondition(scope: Scope, c: Command<"arithmetic">): Expression | undefined {
  if (!isSafe(scope, c.expression)) return undefined;
  return truth(at(scope, c.place), arithmetic(scope, c.place, c.expression));
}

/** No operation in it fails (a variable with a text that is no number aside). */
function isSafe(scope: Scope, e: ArithmeticText): boolean {
  const safeTree = (tree: Arithmetic): boolean => {
    switch (tree.kind) {
      case "number":
        return true;
      case "variable":
      case "step":
        return tree.target.subscript === undefined && tree.target.name !== "LINENO";
      case "expansion":
        // A parameter that is an integer.
        return (
          tree.part.kind === "parameter" &&
          /^[1-9]$/.test(tree.part.name) &&
          !tree.part.operation &&
          !tree.part.subscript &&
          scope.native.has(tree.part.name)
        );
      case "unary":
        return safeTree(tree.operand);
      case "binary":
        if ((tree.operator === "/" || tree.operator === "%") && !isDivisor(scope, tree.right)) return false;
        return tree.operator !== "**" && safeTree(tree.left) && safeTree(tree.right);
      case "logical":
      case "comma":
        return safeTree(tree.left) && safeTree(tree.right);
      case "conditional":
        return safeTree(tree.test) && safeTree(tree.then) && safeTree(tree.orElse);
      case "assign":
        return tree.target.subscript === undefined && !["/", "%"].includes(tree.operator) && safeTree(tree.value);
    }
  };
  return e.tree !== undefined && safeTree(e.tree);
}

/** May a pattern have `@(a|b)` in it, which counts only with `extglob`? */
const mayGroup = (pattern: Word): boolean =>
  pattern.parts.some((part) => (part.kind === "literal" ? part.text.includes("(") : part.kind !== "quoted" && part.kind !== "double"));

export function caseCommand(scope: Scope, c: Command<"case">, need: boolean): Outcome {
  const n = at(scope, c.place);
  const subject = bind(scope, n, "subject", ownedText(scope, n, c.subject));
  const matches = (to: Scope, patterns: readonly Word[]): Expression => {
    const tests = patterns.map((pattern) => {
      const plain = shapeTest(to, n, subject(), pattern) ?? globTest(to, n, subject(), pattern);
      if (plain) return plain;
      const step = inner(to);
      const made = hoist(step, n, patternOf(step, pattern), "pattern");
      return testExpression(n, step, n.shell(mayGroup(pattern) ? "sh.matches.case" : "sh.matches", bool, subject(), made));
    });
    return tests.reduce((left, right) => n.expr("logical", bool, n.span, { op: "or", left, right }));
  };
  if (c.clauses.every((clause) => clause.end === ";;")) {
    const chain = (to: Scope, i: number): void => {
      const clause = c.clauses[i];
      if (!clause) {
        if (need) succeed(to, n);
        return;
      }
      const always = i === c.clauses.length - 1 && i > 0 && clause.patterns.some(isStar);
      const test = always ? n.bool(true) : matches(to, clause.patterns);
      const then = always ? to : inner(to);
      if (clause.body.items.length) discard(then, n, lowerList(then, clause.body, need));
      else if (need) succeed(then, n);
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

export function subshell(scope: Scope, c: Command<"subshell">): Outcome {
  const n = at(scope, c.place);
  return valued(
    n.shell(
      scope.unit.wantsProcess(c.body) ? "sh.subshell.process" : "sh.subshell",
      STATUS,
      closure(scope, n, (to) => lowerList(processScope(to, n, c.body), c.body, true), "process"),
    ),
  );
}
