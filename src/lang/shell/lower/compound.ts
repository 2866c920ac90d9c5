/** Compound commands. */
import type { Expression, LocalId, Type } from "../../../ir/index.ts";
import type { ArithmeticText, Command, List, Word } from "../parse/index.ts";
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
import { beginWhereAsked } from "./busy.ts";
import { walk } from "../../../ir/walk.ts";
import { processScope } from "./process.ts";
import { keysOf, literalText, numbersOf, rangeOf } from "../integer-words.ts";
import { stopAtPart, stopAtRound } from "./command-text.ts";
import { freeStatus } from "./free.ts";
import { guardedBy } from "./guards.ts";
import { afterSuccess, inUntil, jumpTo } from "./jump.ts";
import { isOneTest, isQuietTest, keepsArithmetic, keepsFor, mayKeepWhile } from "./kept.ts";
import { listCondition, lowerList } from "./list.ts";
import { firstWord, mentionsStatus, readsStatus, some } from "./scan.ts";
import { tracedArithmetic, traceLoop, traces } from "./trace.ts";
import { isSafe } from "./safe.ts";
import { argv } from "./words.ts";
import { isTouchy } from "./touchy.ts";

const firstReads = (scope: Scope, list: List | undefined): boolean =>
  list !== undefined && list.items.length > 0 && readsStatus(scope.unit, list.items[0].command);

export function ifCommand(scope: Scope, c: Command<"if">, need: boolean): Outcome {
  // Where no test sets a status, that of no branch is set ahead.
  const quiet = ({ test, body }: (typeof c.arms)[number]): boolean =>
    isOneTest(scope, test) && !firstReads(scope, afterTest(scope, body)) && isQuiet(scope, test);
  const ahead = need && !c.orElse && !scope.free && c.arms.every(quiet);
  if (ahead) succeed(scope, at(scope, c.place));
  return arm(scope, c, 0, need, ahead);
}

/** What runs when a test held: its status was 0. */
function afterTest(scope: Scope, list: List): List {
  const [first, ...more] = list.items;
  const known = list.items.length ? afterSuccess(scope, first.command) : undefined;
  return known && known !== first.command ? { ...list, items: [{ ...first, command: known }, ...more] } : list;
}

function arm(scope: Scope, c: Command<"if">, i: number, need: boolean, ahead: boolean): Outcome {
  const n = at(scope, c.place);
  const { test } = c.arms[i];
  const body = afterTest(scope, c.arms[i].body);
  const last = i === c.arms.length - 1;
  const after = last ? c.orElse : c.arms[i + 1].test;
  const condition = listCondition(scope, test, firstReads(scope, body) || firstReads(scope, after));
  const then = inner(guardedBy(scope, test));
  const first = lowerList(then, body, need);
  discard(then, n, first);
  const orElse = inner(scope);
  let second: Outcome = SET;
  if (!last) second = arm(orElse, c, i + 1, need, ahead);
  else if (c.orElse) {
    second = lowerList(orElse, c.orElse, need);
    discard(orElse, n, second);
  } else if (need && !ahead) succeed(orElse, n);
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

/**
 * The body of a loop, in a scope that knows the loop. Where `break` has to leave a closure, the whole body becomes one. `still`: what stands before it
 * sets no status.
 */
function loopBody(
  scope: Scope,
  n: Node,
  need: boolean,
  label: number,
  run: (scope: Scope) => Outcome,
  still = false,
  more: Partial<Scope> = {},
): Scope {
  const kept = need && still;
  if (kept) succeed(scope, n);
  const status = need && !kept ? newLocal(scope, "last", STATUS, n.span) : undefined;
  if (status !== undefined) push(scope, n.stmt("let", n.span, { local: status, value: n.status(0) }));
  const remember = (to: Scope) => {
    if (status !== undefined) push(to, n.stmt("assign", n.span, { place: n.local(status), value: n.shell("sh.status", STATUS) }));
  };
  const frame: Frame & { kind: "loop" } = { kind: "loop", label, crossings: new Set(), status, kept };
  const frames = [...scope.frames, frame];
  const before = scope.comments.next;
  const body = inner(scope, { ...more, frames });
  const outcome = run(body);
  discard(body, n, outcome);
  if (outcome.kind !== "never") remember(body);
  if (!frame.crossings.size) return body;
  // Again, as a closure: `break` inside becomes a raise that `jump` turns into a number.
  scope.comments.next = before;
  const again = inner(scope, { ...more, frames });
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

/** A test with the statements that come before it. */
export const testExpression = (n: Node, to: Scope, value: Expression): Expression =>
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
  const still = need && !jumps && mayKeepWhile(scope, c.test, c.body) && isQuiet(scope, c.test);
  const lower = (to: Scope): Outcome => {
    if (jumps) {
      const frame = to.frames[to.frames.length - 1];
      const made = (): Expression => listCondition(to, c.test, firstReads(scope, c.body));
      const condition = c.until ? inUntil(frame, made) : made();
      const out = inner(to);
      jumpTo(out, n, 1, "break");
      push(to, n.stmt("if", n.span, { test: c.until ? condition : n.not(condition), then: blockOf(out) }));
    } else {
      const before = inner(scope);
      const condition = listCondition(before, c.test, firstReads(scope, c.body));
      test = testExpression(n, before, c.until ? n.not(condition) : condition);
    }
    return lowerList(guardedBy(to, c.test, !c.until), c.body, need || mentionsStatus(c.test) || firstReads(scope, c.test));
  };
  const body = loopBody(scope, n, need, label, lower, still);
  push(scope, n.stmt("while", n.span, { label, test, body: blockOf(body) }));
  return afterLoop(n, body);
}

/** Does a test set no status? It is lowered for the answer alone. */
function isQuiet(scope: Scope, list: List): boolean {
  const before = { comments: scope.comments.next, locals: scope.locals.length, labels: scope.labels.next };
  const trial = inner(scope);
  const test = listCondition(trial, list, false);
  scope.comments.next = before.comments;
  scope.locals.length = before.locals;
  scope.labels.next = before.labels;
  return isQuietTest(test, trial.out);
}

/** `for i.j in …`: a message, and status 1. */
function misnamed(n: Node, name: string): Outcome | undefined {
  return /^[A-Za-z_]\w*$/.test(name) ? undefined : valued(n.shell("sh.misnamed", STATUS, n.line(), n.text(name)));
}

export function forCommand(scope: Scope, c: Command<"for">, need: boolean): Outcome {
  const n = at(scope, c.place);
  const wrong = misnamed(n, c.name);
  if (wrong) return wrong;
  const label = scope.labels.next++;
  const still = keepsFor(scope, c.words, c.body);
  const own = scope.loops.get(c.name);
  const read = own ? mentions(c.body, c.name) : scope.unit.natives?.isRead(c.name) !== false;
  const known = own ? own.integer : scope.native.has(c.name);
  /** The body; `integers`: the variable is an integer. */
  const round = (type: Type, to: Scope, run: (to: Scope) => void): { readonly item: LocalId; readonly body: Scope } => {
    const outer = scope.native.get(c.name) ?? scope.texts.get(c.name);
    const item = newLocal(scope, !read && (own || outer !== undefined) ? "_" : safe(c.name), type, n.span);
    const names = new Map([...(type === i64 ? scope.native : scope.texts), [c.name, item]]);
    const more: Partial<Scope> = !own ? {} : type === i64 ? { native: names } : { texts: names };
    const lower = (to: Scope): Outcome => {
      run(to);
      traceLoop(to, n, c);
      if (!own && outer !== undefined) {
        if (read) push(to, n.stmt("assign", n.span, { place: n.local(outer), value: n.local(item) }));
      } else if (!own) {
        const row = isTouchy(scope.unit.touchy, c.name) ? "sh.assign_item" : "sh.assign";
        effect(to, n, n.shell(row, { kind: "unit" }, n.name(c.name), n.local(item)));
      }
      return lowerList(to, c.body, need);
    };
    return { item, body: loopBody(to, n, need, label, lower, still, more) };
  };
  const nothing = (): void => undefined;
  const range = known && c.words ? rangeOf(c.words) : undefined;
  if (range) {
    const { item, body } = round(i64, scope, nothing);
    const up = range.from <= range.to;
    const bounds = { start: n.number(range.from), stop: n.number(up ? range.to + 1n : range.to - 1n), step: n.number(up ? 1 : -1) };
    push(scope, n.stmt("forRange", n.span, { label, local: item, ...bounds, body: blockOf(body) }));
    return afterLoop(n, body);
  }
  const numbers = known && c.words ? numbersOf(c.words) : undefined;
  if (numbers) {
    const { item, body } = round(i64, scope, nothing);
    const iterable = n.expr("array", { kind: "array", elem: i64, length: numbers.length }, n.span, {
      elems: numbers.map((each) => n.number(each)),
    });
    push(scope, n.stmt("forEach", n.span, { label, pattern: { kind: "local", local: item }, iterable, body: blockOf(body) }));
    return afterLoop(n, body);
  }
  const keys = known && c.words ? keysOf(c.words) : undefined;
  const array = keys === undefined ? undefined : scope.arrays.get(keys);
  if (array !== undefined) {
    const { item, body } = round(i64, scope, nothing);
    const iterable = n.call("sh.array.keys", n.listOf(i64), n.local(array));
    push(scope, n.stmt("forEach", n.span, { label, pattern: { kind: "local", local: item }, iterable, body: blockOf(body) }));
    return afterLoop(n, body);
  }
  beginWhereAsked(scope, n, c.words);
  const items = itemsOf(scope, n, c.words, c.place);
  const { item, body } = round(bytes, scope, (to) => stopAtRound(to, n, c));
  push(scope, n.stmt("forEach", n.span, { label, pattern: { kind: "local", local: item }, iterable: items, body: blockOf(body) }));
  return afterLoop(n, body);
}

/** Does anything in the tree read the variable? */
const mentions = (tree: object, name: string): boolean =>
  some(
    tree,
    (node) =>
      (node.kind === "parameter" && node.name === name) ||
      (node.target as { name: string } | undefined)?.name === name ||
      [node.subscript, (node.subscript as { word?: Word } | undefined)?.word, node.key].some((word) => isNamed(word, name)),
  );

/** Does a subscript name the variable? */
const isNamed = (word: unknown, name: string): boolean =>
  typeof word === "object" && word !== null && "parts" in word && new RegExp(`\\b${name}\\b`).test(literalText(word as Word));

const safe = (name: string): string => (/^[a-z_][a-z0-9_]*$/.test(name) ? name : name.toLowerCase());

function itemsOf(scope: Scope, n: Node, words: readonly Word[] | undefined, place: Command["place"]): Expression {
  const type = n.listOf(bytes);
  if (!words && scope.list !== undefined) return n.local(scope.list);
  if (!words) return n.shell("sh.values", type, n.call("sh.param", PARAM, n.name("@")));
  const list = n.call("sh.argv", type, ...argv(scope, place, words).args) as Expression<"runtime">;
  const [only] = list.args;
  return list.args.length === 1 && only.type.kind === "list" ? only : list;
}

export function selectCommand(scope: Scope, c: Command<"select">, need: boolean): Outcome {
  const n = at(scope, c.place);
  const wrong = misnamed(n, c.name);
  if (wrong) return wrong;
  const label = scope.labels.next++;
  traceLoop(scope, n, c);
  const items = bind(scope, n, "items", itemsOf(scope, n, c.words, c.place));
  const body = loopBody(scope, n, need, label, (to) => lowerList(to, c.body, need));
  const test = n.shell("sh.select", bool, n.line(), n.name(c.name), items());
  push(scope, n.stmt("while", n.span, { label, test, body: blockOf(body) }));
  return afterLoop(n, body);
}

export function arithmeticFor(scope: Scope, c: Command<"arithmeticFor">, need: boolean): Outcome {
  const n = at(scope, c.place);
  const label = scope.labels.next++;
  const part = (to: Scope, e: ArithmeticText | undefined): Expression => {
    if (e) return tracedArithmetic(to, n, e);
    effect(to, n, n.shell("sh.trace.arith", { kind: "unit" }, n.name("1")));
    return n.number(1);
  };
  // Where a part asks for its line, it is that of the loop.
  const lined = (to: Scope, part: ArithmeticText | undefined): void => {
    if (part?.text.includes("LINENO")) effect(to, n, n.shell("sh.begin", { kind: "unit" }, n.line()));
  };
  stopAtPart(scope, n, c.init);
  lined(scope, c.init);
  if (traces(scope)) effect(scope, n, part(scope, c.init));
  else if (c.init) arithmeticEffect(scope, c.place, c.init);
  const before = inner(scope);
  stopAtPart(before, n, c.test);
  lined(before, c.test);
  const test = traces(scope)
    ? testExpression(n, before, truth(n, part(before, c.test)))
    : c.test
      ? testExpression(n, before, truth(n, arithmetic(before, c.place, c.test)))
      : n.bool(true);
  const still = keepsArithmetic(scope, [c.init, c.test, c.step], c.body);
  const body = loopBody(scope, n, need, label, (to) => lowerList(to, c.body, need), still);
  const step = inner(scope);
  stopAtPart(step, n, c.step);
  lined(step, c.step);
  // A body that always leaves the loop takes no step.
  if (traces(scope) && !leaves(body)) effect(step, n, part(step, c.step));
  else if (c.step && !leaves(body)) arithmeticEffect(step, c.place, c.step);
  push(scope, n.stmt("while", n.span, { label, test, body: blockOf(body), step: step.out.length ? blockOf(step) : undefined }));
  return afterLoop(n, body);
}

/** Does the body of a loop end with leaving it, and is there no `continue`? */
function leaves({ out }: Scope): boolean {
  let on = !/^(?:break|return|raise)$/.test(out.at(-1)?.kind ?? "");
  walk(out, (node) => {
    if (node.kind === "continue") on = true;
    return !on;
  });
  return !on;
}

/** `((…))` as a command. */
export function arithmeticCommand(scope: Scope, c: Command<"arithmetic">, need: boolean): Outcome {
  const n = at(scope, c.place);
  if (!traces(scope) && !need && (!scope.unit.strict || scope.ignored) && isSafe(scope, c.expression)) {
    arithmeticEffect(scope, c.place, c.expression);
    return SET;
  }
  return valued(
    n.shell(
      "sh.arith_command",
      STATUS,
      n.line(),
      closureValue(scope, n, (to) =>
        traces(to) ? tracedArithmetic(to, n, c.expression, true) : answer(arithmetic(to, c.place, c.expression)),
      ),
    ),
  );
}

/** A comparison answers by itself. */
const answer = (value: Expression): Expression => (value.kind === "cast" && value.value.type.kind === "bool" ? value.value : value);

/** `((…))` as a condition; undefined when an error in it must become a status. */
export function arithmeticCondition(scope: Scope, c: Command<"arithmetic">): Expression | undefined {
  if (traces(scope) || !isSafe(scope, c.expression)) return undefined;
  return truth(at(scope, c.place), arithmetic(scope, c.place, c.expression));
}

export function subshell(scope: Scope, c: Command<"subshell">): Outcome {
  const n = at(scope, c.place);
  if (scope.unit.strict && scope.unit.traps && !scope.ignored && !scope.unit.wantsProcess(c.body)) {
    const body = closure(scope, n, (to) => lowerList(processScope(to, n, c.body), c.body, true), "process");
    const lines = scope.fixed ? 0 : scope.text.slice(c.place.start, c.place.end).split("\n").length - 1;
    return valued(n.shell("sh.subshell.to", STATUS, at(scope, { ...c.place, line: c.place.line + lines }).line(), body));
  }
  return valued(
    n.shell(
      scope.unit.wantsProcess(c.body) ? "sh.subshell.process" : "sh.subshell",
      STATUS,
      closure(scope, n, (to) => lowerList(processScope(to, n, c.body), c.body, true), "process"),
    ),
  );
}
