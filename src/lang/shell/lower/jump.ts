/** `break`, `continue`, `return`, `exit`. */
import type { Argument, Command } from "../parse/index.ts";
import type { Expression } from "../../../ir/index.ts";
import {
  at,
  bind,
  bool,
  FLOW,
  hoist,
  i64,
  inner,
  NEVER,
  push,
  STATUS,
  type Frame,
  type Node,
  type Outcome,
  type Scope,
} from "./context.ts";
import { firstWord } from "./scan.ts";
import { asText, constantWord, textOf } from "./text.ts";
import { traceCommand } from "./trace.ts";

/** A failure that leaves loops reaches this scope: the loop around it has to look for it. */
export function crossFrom(scope: Scope, levels: number): void {
  for (let i = scope.frames.length - 1; i >= 0; i--) {
    const frame = scope.frames[i];
    if (frame.kind === "process") return;
    if (frame.kind === "loop") {
      frame.crossings.add(levels);
      return;
    }
  }
}

/** Loops whose test, of `until`, is being made. */
const untils = new WeakSet<Frame>();

/** Makes the test of an `until` loop. */
export function inUntil<T>(frame: Frame, run: () => T): T {
  untils.add(frame);
  const made = run();
  untils.delete(frame);
  return made;
}

/** Leaves (or goes on with) the loop that is `levels` loops out. False when there is no loop. */
export function jumpTo(scope: Scope, n: Node, levels: number, kind: "break" | "continue", status?: Expression): boolean {
  // A subshell is in no loop of its parent.
  const frames = scope.frames.slice(scope.frames.findLastIndex((frame) => frame.kind === "process") + 1);
  const count = frames.filter((frame) => frame.kind === "loop").length;
  if (count === 0) return false;
  let left = Math.min(levels, count);
  for (let i = frames.length - 1; i >= 0; i--) {
    const frame = frames[i];
    if (frame.kind === "loop") {
      if (--left > 0) continue;
      if (frame.kept) push(scope, n.stmt("expression", n.span, { value: n.shell("sh.set_status", STATUS, status ?? n.status(0)) }));
      if (frame.status !== undefined) push(scope, n.stmt("assign", n.span, { place: n.local(frame.status), value: status ?? n.status(0) }));
      // `continue` in the test of `until` is a test that holds.
      push(scope, n.stmt(untils.has(frame) ? "break" : kind, n.span, { label: frame.label }));
      return true;
    }
    // Out of a closure: the remaining levels travel as a failure, to the loop outside or to the end of the subshell.
    const row = kind === "break" ? "sh.leave" : "sh.next";
    push(scope, n.stmt("raise", n.span, { value: n.call(row, FLOW, n.number(left, { kind: "int", width: 32, signed: false })) }));
    for (let k = i; k >= 0; k--) {
      const outer = frames[k];
      if (outer.kind === "loop") {
        outer.crossings.add(kind === "break" ? left : -left);
        break;
      }
    }
    return true;
  }
  return false;
}

export function jumpCommand(scope: Scope, c: Command<"simple">, kind: "break" | "continue"): Outcome | undefined {
  const n = at(scope, c.place);
  let levels = 1;
  // What the runtime reads may leave any of the loops.
  const crossed = (): undefined => {
    for (let i = 1; i <= scope.frames.filter((frame) => frame.kind === "loop").length; i++)
      for (const sign of [1, -1]) crossFrom(scope, i * sign);
  };
  if (c.words.length > 2) return crossed();
  if (c.words.length === 2) {
    const word = c.words[1];
    const text = "assignment" in word ? undefined : constantWord(word);
    if (text !== undefined && /^-?[0-9]+$/.test(text) && Number(text) <= 0) return outOfRange(scope, n, kind, text);
    if (text === undefined || !/^[1-9][0-9]{0,3}$/.test(text)) return computedJump(scope, n, kind, word) ?? crossed();
    levels = Number(text);
  }
  const before = scope.out.length;
  if (jumpTo(scope, n, levels, kind)) {
    traceBefore(scope, n, c, before);
    return NEVER;
  }
  if (!scope.leaves) return undefined;
  // The loop stands around the `source` of this file.
  scope.leaves.add(kind === "break" ? levels : -levels);
  push(
    scope,
    n.stmt("raise", n.span, {
      value: n.call(kind === "break" ? "sh.leave" : "sh.next", FLOW, n.number(levels, { kind: "int", width: 32, signed: false })),
    }),
  );
  return NEVER;
}

/** `break $n`: the loops that it may leave, by what `n` is. */
function computedJump(scope: Scope, n: Node, kind: "break" | "continue", word: Argument): Outcome | undefined {
  const frames = scope.frames.slice(scope.frames.findLastIndex((frame) => frame.kind === "process") + 1);
  const count = frames.filter((frame) => frame.kind === "loop").length;
  if (count === 0 || "assignment" in word) return undefined;
  const text = hoist(scope, n, asText(n, textOf(scope, word, "plain")));
  const levels = bind(scope, n, "levels", n.shell("sh.levels", i64, n.line(), n.name(kind), text));
  const choose = (test: Expression, run: (to: Scope) => void): void => {
    const to = inner(scope);
    run(to);
    push(scope, n.stmt("if", n.span, { test, then: { statements: to.out } }));
  };
  const is = (op: "eq" | "gt", value: number): Expression =>
    n.expr("compare", bool, n.span, { op, left: levels(), right: n.number(value) });
  for (let i = 1; i < count; i++) choose(is("eq", i), (to) => jumpTo(to, n, i, kind));
  // A count that is none leaves all of them.
  if (kind === "continue") choose(is("gt", 0xffff_fffe), (to) => jumpTo(to, n, count, "break", n.shell("sh.status", STATUS)));
  jumpTo(scope, n, count, kind, kind === "break" ? n.shell("sh.status", STATUS) : undefined);
  return NEVER;
}

/** The trace of a jump stands before what it makes. */
function traceBefore(scope: Scope, n: Node, c: Command<"simple">, before: number): void {
  const made = scope.out.splice(before);
  traceCommand(scope, n, c);
  scope.out.push(...made);
}

/** `break 0`: a message, and all loops end with status 1. */
function outOfRange(scope: Scope, n: Node, kind: "break" | "continue", text: string): Outcome | undefined {
  if (!inLoop(scope)) return undefined;
  const levels = n.shell("sh.levels", i64, n.line(), n.name(kind), n.text(text));
  push(scope, n.stmt("expression", n.span, { value: levels }));
  jumpTo(scope, n, Infinity, "break", n.status(1));
  return NEVER;
}

const inLoop = (scope: Scope): boolean =>
  scope.frames.slice(scope.frames.findLastIndex((frame) => frame.kind === "process") + 1).some((frame) => frame.kind === "loop");

/** A command that runs where `$?` is 0: `return` and `exit` say so. */
export function afterSuccess(scope: Scope, c: Command): Command {
  const { traps, traces, stops } = scope.unit;
  if (c.kind !== "simple" || c.words.length !== 1 || c.assignments.length || c.redirects.length) return c;
  if (traps || traces || stops !== "none" || !/^(?:return|exit)$/.test(firstWord(c) ?? "")) return c;
  return { ...c, words: [...c.words, { parts: [{ kind: "literal", text: "0" }], place: c.place }] };
}

/** `exit` and `return` with no operand or a small constant; others are the runtime's builtins. */
export function leaveCommand(scope: Scope, c: Command<"simple">, kind: "exit" | "return"): Outcome | undefined {
  const n = at(scope, c.place);
  if (kind === "return" && !scope.inFunction) return undefined;
  let status = n.shell(scope.unit.traps ? "sh.status.parting" : "sh.status", STATUS);
  if (c.words.length > 2) return undefined;
  if (c.words.length === 2) {
    const word = c.words[1];
    const text = "assignment" in word ? undefined : constantWord(word);
    if (text === undefined || !/^[0-9]{1,3}$/.test(text) || Number(text) > 255) return undefined;
    status = n.status(Number(text));
  }
  traceCommand(scope, n, c);
  if (kind === "return" && !scope.unit.returnTraps && scope.frames.every((frame) => frame.kind === "loop"))
    push(scope, n.stmt("return", n.span, { value: c.words.length === 2 ? n.shell("sh.set_status", STATUS, status) : status }));
  else push(scope, n.stmt("raise", n.span, { value: n.call(kind === "exit" ? "sh.exit_with" : "sh.return_with", FLOW, status) }));
  return NEVER;
}
