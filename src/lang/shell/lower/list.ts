/** Lists: items in order, `&&`, `||`, `!`, conditions. */
import type { Comment, Expression, Statement } from "../../../ir/index.ts";
import { DEFINITIONS } from "../builtins/commands.ts";
import type { RowId } from "../builtins/index.ts";
import type { Command, List, ListItem } from "../parse/index.ts";
import { arithmeticCondition } from "./compound.ts";
import { command } from "./command.ts";
import {
  at,
  bool,
  closure,
  discard,
  inner,
  NEVER,
  push,
  SET,
  statusOf,
  STATUS,
  valued,
  type Node,
  type Outcome,
  type Scope,
} from "./context.ts";
import { processScope } from "./process.ts";
import { takeComments } from "./comments.ts";
import { AsksShell, freeCondition } from "./free.ts";
import { withoutWritten } from "./guards.ts";
import { isTrue } from "./kept.ts";
import { afterSuccess } from "./jump.ts";
import { endingInProgram } from "./lastly.ts";
import { redirected } from "./redirect.ts";
import { firstWord, readsStatus, some } from "./scan.ts";
import { stagesOf } from "./stages.ts";
import { bracketCondition, testCondition } from "./test.ts";

/** The commands of a list; `need`: somebody reads `$?` after it. */
export function lowerList(given: Scope, list: List, need: boolean): Outcome {
  let scope = given;
  let outcome: Outcome = SET;
  for (const [i, item] of list.items.entries()) {
    const n = at(scope, item.command.place);
    discard(scope, n, outcome);
    scope = withoutWritten(scope, item.command);
    outcome = lowerItem(scope, list, i, item, need);
    if (outcome.kind === "never") return NEVER;
  }
  return outcome;
}

function lowerItem(scope: Scope, list: List, i: number, item: ListItem, need: boolean): Outcome {
  const next = list.items[i + 1];
  const needed = next ? readsStatus(scope.unit, next.command) : need;
  const n = at(scope, item.command.place);
  const taken = takeComments(scope, item.command.place);
  const doc = item.command.kind === "function" ? documentation(scope, item.command.place.start, taken) : [];
  const comments = taken.slice(0, taken.length - doc.length);
  const step = inner(scope, doc.length ? { doc: doc.map((each) => each.text.replace(/^ /, "")).join("\n") } : {});
  let outcome = item.background ? background(step, item.command) : command(step, item.command, needed);
  if (comments.length && outcome.kind === "value" && step.out.length === 0) {
    // The command becomes a statement of its own, so that its comments stand before it.
    step.out.push(n.stmt("expression", n.span, { value: outcome.value }));
    outcome = SET;
  }
  if (!comments.length && step.out.length === 1 && joinsDefinitions(scope, n, step.out[0])) return outcome;
  step.out.forEach((statement, k) =>
    push(scope, k === 0 && comments.length ? { ...statement, comments: [...comments, ...(statement.comments ?? [])] } : statement),
  );
  if (comments.length && step.out.length === 0) push(scope, n.stmt("block", n.span, { body: { statements: [] } }, comments));
  return outcome;
}

/** Definitions of functions one after the other are one call. */
function joinsDefinitions({ out }: Scope, n: Node, next: Statement): boolean {
  const last = out.at(-1);
  const definition = (s: Statement | undefined): Expression<"runtime"> | undefined =>
    s?.kind === "expression" && s.value.kind === "runtime" && /^sh\.defines?$/.test(s.value.row) ? s.value : undefined;
  const before = definition(last);
  const after = definition(next);
  if (!before || !after || before.args.length > 2 * DEFINITIONS.length) return false;
  const value = n.call("sh.defines", { kind: "unit" }, ...before.args, ...after.args.slice(1));
  out[out.length - 1] = { ...(last as Statement & { kind: "expression" }), value };
  return true;
}

/** The comments on the lines right above a function. */
function documentation(scope: Scope, start: number, comments: readonly Comment[]): readonly Comment[] {
  let first = comments.length;
  // Only blanks and one line end may stand between them.
  let next = start;
  while (first > 0 && comments[first - 1].own && /^[ \t]*\n[ \t]*$/.test(scope.text.slice(comments[first - 1].span.end, next)))
    next = comments[--first].span.start;
  return comments.slice(first);
}

/** What runs in a process of its own: `( … )` is that process. */
export function processBody(given: Scope, c: Command): Outcome {
  const n = at(given, c.place);
  let scope = processScope(given, n, c);
  if (c.kind === "subshell") scope = processScope(scope, n, c.body);
  if (c.kind !== "subshell") return command(scope, c, true);
  return redirected(scope, c.place, c.redirects, (to) => lowerList(to, c.body, true));
}

function background(scope: Scope, item: Command): Outcome {
  const n = at(scope, item.place);
  const text = scope.text.slice(item.place.start, item.place.end).trim();
  const body = closure(scope, n, (to) => processBody(to, item), "process");
  return valued(n.shell("sh.background", STATUS, n.line(), n.text(text), endingInProgram(scope, n, item, body)));
}

/** `coproc name command`. */
export function coproc(scope: Scope, c: Command<"coproc">): Outcome {
  const n = at(scope, c.place);
  const text = scope.text.slice(c.place.start, c.place.end).trim();
  const body = closure(scope, n, (to) => processBody(to, c.body), "process");
  return valued(n.shell("sh.coproc", STATUS, n.line(), n.name(c.name ?? "COPROC"), n.text(text), body));
}

/** `a && b`, `a || b`. */
export function andOr(scope: Scope, c: Command<"and"> | Command<"or">, need: boolean): Outcome {
  const n = at(scope, c.place);
  if (c.kind === "or" && c.left.kind === "and" && succeeds(scope, c.left)) return either(scope, n, c.left, c.right, need);
  const behind = c.kind === "and" ? afterSuccess(scope, c.right) : c.right;
  const test = conditionOf(scope, c.left, need || readsStatus(scope.unit, behind));
  const then = inner(scope);
  const right = command(then, behind, need);
  discard(then, n, right);
  push(scope, n.stmt("if", n.span, { test: c.kind === "and" ? test : n.not(test), then: { statements: then.out } }));
  return SET;
}

/** Does `a && b` end with assignments, which succeed? */
function succeeds(scope: Scope, { redirects, right }: Command<"and">): boolean {
  if (redirects.length || right.redirects.length || scope.unit.stops !== "none" || scope.unit.traces || scope.free) return false;
  return right.kind === "simple" && !right.words.length && !some(right, (node) => node.kind === "command" || node.kind === "process");
}

/** `a && name=value || c` */
function either(scope: Scope, n: Node, { left, right }: Command<"and">, other: Command, need: boolean): Outcome {
  const test = conditionOf(scope, left, need || readsStatus(scope.unit, right) || readsStatus(scope.unit, other));
  const then = inner(scope);
  discard(then, n, command(then, right, need));
  const orElse = inner(scope);
  discard(orElse, n, command(orElse, other, need));
  push(scope, n.stmt("if", n.span, { test, then: { statements: then.out }, orElse: { statements: orElse.out } }));
  return SET;
}

/** A command as a condition: true when its status is 0. `need`: somebody reads `$?` afterwards. */
export function conditionOf(outer: Scope, c: Command, need: boolean): Expression {
  const n = at(outer, c.place);
  const scope: Scope = outer.inline ? outer : { ...outer, inline: true };
  if (!need && !c.redirects.length && scope.unit.stops !== "trap") {
    if (c.kind === "test") return testCondition(scope, c);
    if (isTrue(scope, c)) return n.bool(true);
    if (c.kind === "simple") {
      const direct = freeCondition(scope, c) ?? bracketCondition(scope, c);
      if (direct) return direct;
    }
    if (c.kind === "arithmetic") {
      const direct = arithmeticCondition(scope, c);
      if (direct) return direct;
    }
    if (c.kind === "pipeline" && c.negated && c.stages.length === 1 && !c.time) return n.not(conditionOf(scope, c.stages[0], false));
    if (c.kind === "and" || c.kind === "or") {
      const left = conditionOf(scope, c.left, readsStatus(scope.unit, c.right));
      const body = inner(scope);
      const value = conditionOf(body, c.right, false);
      const right = body.out.length ? n.expr("block", bool, n.span, { body: body.out, value }) : value;
      return n.expr("logical", bool, n.span, { op: c.kind, left, right });
    }
    if (c.kind === "group" && c.body.items.length === 1 && !c.body.items[0].background)
      return conditionOf(scope, c.body.items[0].command, false);
  }
  // Commands set the status that they answer with.
  const answers = (c.kind === "and" || c.kind === "or") && !c.redirects.length && scope.unit.stops !== "trap" && !scope.free;
  if (answers && !(scope.unit.strict && !scope.ignored) && !leaves(c)) {
    const left = conditionOf(scope, c.left, true);
    const body = inner(scope);
    const value = conditionOf(body, c.right, true);
    const right = body.out.length ? n.expr("block", bool, n.span, { body: body.out, value }) : value;
    return n.expr("logical", bool, n.span, { op: c.kind, left, right });
  }
  if (scope.free) throw new AsksShell(scope.fn ?? "");
  if (scope.unit.strict && !scope.ignored)
    return n.shell(
      "sh.condition",
      bool,
      closure(scope, n, (to) => command(to, c, true), "closure", { ignored: true }),
    );
  const outcome = command(scope, c, true);
  if (outcome.kind === "never") return n.bool(false);
  return succeeded(n, outcome);
}

/** Is the status of a command 0? Tests answer by themselves. */
function succeeded(n: Node, outcome: Outcome): Expression {
  const value = statusOf(n, outcome);
  const row = value.kind === "runtime" ? TESTS[value.row] : undefined;
  return value.kind === "runtime" && row ? n.call(row, bool, ...value.args) : n.call("sh.status.ok", bool, value);
}

const TESTS: Readonly<Record<string, RowId | undefined>> = { "sh.cond": "sh.test", "sh.arith_command": "sh.arith_test" };

/** Does a command leave what it stands in? */
const leaves = (c: Command): boolean =>
  some(
    c,
    (node) =>
      node.kind === "simple" && /^(?:break|continue|return|exit|exec)$/.test(firstWord(node as unknown as Command<"simple">) ?? "exec"),
  );

/** A list as a condition: its last command decides. */
export function listCondition(scope: Scope, list: List, need: boolean): Expression {
  if (list.items.length === 1 && !list.items[0].background) {
    const step = inner(scope);
    const comments = takeComments(scope, list.items[0].command.place);
    const test = conditionOf(step, list.items[0].command, need);
    const n = at(scope, list.items[0].command.place);
    if (comments.length) step.out.unshift(n.stmt("block", n.span, { body: { statements: [] } }, comments));
    step.out.forEach((statement) => push(scope, statement));
    return test;
  }
  const n = at(scope, list.place);
  if (scope.unit.strict && !scope.ignored)
    return n.shell(
      "sh.condition",
      bool,
      closure(scope, n, (to) => lowerList(to, list, true), "closure", { ignored: true }),
    );
  const outcome = lowerList(scope, list, true);
  if (outcome.kind === "never") return n.bool(false);
  return succeeded(n, outcome);
}

/** `! a | b`, `time`, pipelines. */
export function pipeline(scope: Scope, c: Command<"pipeline">, need: boolean): Outcome {
  const n = at(scope, c.place);
  const { stages } = c;
  const run = (to: Scope): Outcome => {
    if (stages.length === 1) return command(to, stages[0], need || c.negated || c.time !== undefined);
    return stagesOf(to, c);
  };
  if (c.time) {
    const timed = n.shell("sh.time", STATUS, n.bool(c.time === "posix"), closure(scope, n, run, "closure"));
    return valued(c.negated ? n.shell("sh.negate", STATUS, timed) : timed);
  }
  if (!c.negated) return run(scope);
  if (scope.unit.strict && !scope.ignored) {
    const ok = n.shell("sh.condition", bool, closure(scope, n, run, "closure", { ignored: true }));
    push(scope, n.stmt("expression", n.span, { value: ok }));
    return valued(n.shell("sh.negate", STATUS, bindStatus(scope, n, n.shell("sh.status", STATUS))));
  }
  const outcome = run(scope);
  if (outcome.kind === "never") return outcome;
  return valued(n.shell("sh.negate", STATUS, bindStatus(scope, n, statusOf(n, outcome))));
}

function bindStatus(scope: Scope, n: Node, value: Expression): Expression {
  const local = scope.locals.length;
  scope.locals.push({ id: local, name: "status", type: STATUS, span: n.span });
  push(scope, n.stmt("let", n.span, { local, value }));
  return n.local(local);
}
