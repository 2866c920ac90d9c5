/** Functions that need no shell: what their paths end with, and calls of them. */
import type { Expression, Type } from "../../../ir/index.ts";
import { isValue, type FreeFunction } from "../free-reader.ts";
import { callIn, isQuietCall } from "../free-words.ts";
import { literalText } from "../integer-words.ts";
import type { Command, Part, Word } from "../parse/index.ts";
import { arithmeticEffect } from "./arithmetic.ts";
import {
  at,
  bool,
  bytes,
  effect,
  hoist,
  i64,
  inner,
  NEVER,
  OUT,
  push,
  SET,
  SH,
  STATUS,
  unit,
  valued,
  type Node,
  type Outcome,
  type Scope,
} from "./context.ts";
import { echoes, isOneText, prints, spaced } from "./echo.ts";
import { freeArguments } from "./function.ts";
import { conditionOf } from "./list.ts";
import { firstWord } from "./scan.ts";
import { integerOf } from "./test.ts";
import { asText, textOf } from "./text.ts";
import { argv } from "./words.ts";

/** A function that was taken for one without a shell asks for it: the program is lowered again without that. */
export class AsksShell extends Error {
  readonly fn: string;

  constructor(fn: string) {
    super(fn);
    this.fn = fn;
  }
}

/** The type that such a function returns. */
export function freeResult(scope: Scope, free: FreeFunction): Type {
  switch (free.result) {
    case "integer":
      return i64;
    case "constant": {
      const known = scope.unit.freeTexts.get(free);
      const type = known ?? { kind: "str" as const, text: scope.unit.reps.fresh() };
      scope.unit.freeTexts.set(free, type);
      return type;
    }
    case "text":
      return bytes;
    case "answer":
      return bool;
    case "status":
      return STATUS;
    case "nothing":
      return unit;
  }
}

const leave = (scope: Scope, n: Node, value: Expression): Outcome => {
  push(scope, n.stmt("return", n.span, { value }));
  return NEVER;
};

/** Ends the function with a constant status and nothing written. */
export function freeStatus(scope: Scope, n: Node, free: FreeFunction, status: number): Outcome {
  switch (free.result) {
    case "nothing":
      push(scope, n.stmt("return", n.span, {}));
      return NEVER;
    case "answer":
      return leave(scope, n, n.bool(status === 0));
    case "status":
      return leave(scope, n, n.status(status));
    default:
      return leave(scope, n, constant(n, free, ""));
  }
}

const constant = (n: Node, { result }: FreeFunction, text: string): Expression =>
  result === "constant" ? n.text(text) : result === "integer" ? n.number(BigInt(text)) : n.bytes(text);

/** A command of a function without a shell; undefined where it is lowered as any other. `need`: the function ends with it. */
export function freeCommand(scope: Scope, free: FreeFunction, c: Command, need: boolean): Outcome | undefined {
  const n = at(scope, c.place);
  switch (c.kind) {
    case "simple": {
      const name = firstWord(c);
      if (free.result === "nothing" && (name === "echo" || name === "printf")) return writes(scope, n, c, name);
      if (name === "echo" || name === "printf") return written(scope, n, free, c);
      if (name === "return") return freeStatus(scope, n, free, c.words.length > 1 ? Number(literalText(c.words[1] as Word)) : 0);
      if (name === "" || name === "local" || free.result === "nothing") return undefined;
      return answered(scope, n, free, c, need);
    }
    case "test":
    case "arithmetic":
      return answered(scope, n, free, c, need);
    case "and":
    case "or": {
      if (!need) return undefined;
      if (c.right.kind !== "simple" || firstWord(c.right) !== "return") return answered(scope, n, free, c, true);
      const test = conditionOf(scope, c.left, false);
      const then = inner(scope);
      freeCommand(then, free, c.right, true);
      push(scope, n.stmt("if", n.span, { test: c.kind === "and" ? test : n.not(test), then: { statements: then.out } }));
      return freeStatus(scope, n, free, c.kind === "and" ? 1 : 0);
    }
    default:
      return undefined;
  }
}

const outOf = (n: Node): Expression => n.expr("local", OUT, n.span, { local: SH });

/** `echo` and `printf` of a function that only writes. */
function writes(scope: Scope, n: Node, c: Command<"simple">, name: string): Outcome {
  const words = argv(scope, c.place, c.words).args;
  effect(
    scope,
    n,
    echoes(scope, name, words)
      ? n.call("sh.out.echo", unit, outOf(n), n.line(), ...spaced(n, words.slice(1)))
      : prints(scope, name, words)
        ? n.call("sh.out.printf", unit, outOf(n), n.line(), ...words.slice(1))
        : n.call("sh.out.run", unit, outOf(n), n.line(), ...words),
  );
  return SET;
}

/** A command that only answers. */
function answered(scope: Scope, n: Node, free: FreeFunction, c: Command, need: boolean): Outcome {
  if (!need) {
    if (c.kind === "arithmetic") arithmeticEffect(scope, c.place, c.expression);
    return SET;
  }
  const value = conditionOf(scope, c, false);
  return leave(scope, n, free.result === "answer" ? value : n.call("sh.status.from", STATUS, value));
}

/** `echo` and `printf` of a line, with which the function ends: its value. */
function written(scope: Scope, n: Node, free: FreeFunction, c: Command<"simple">): Outcome {
  const words = c.words.slice(1) as readonly Word[];
  if (c.words.length > 1 && firstWord(c) === "printf") {
    if (free.result === "integer") return leave(scope, n, integerOf(scope, words[1]));
    return leave(scope, n, n.call("sh.chomped", bytes, hoist(scope, n, textOf(scope, words[1], "plain"))));
  }
  if (free.result === "integer") return leave(scope, n, words.length ? integerOf(scope, words[0]) : n.number(0));
  const list = argv(scope, c.place, words);
  if (!list.args.every(isOneText)) throw new AsksShell(scope.fn ?? "");
  const pieces = spaced(n, list.args);
  const only = pieces.length === 1 ? pieces[0] : undefined;
  if (!pieces.length || only?.kind === "str") return leave(scope, n, constant(n, free, only?.kind === "str" ? only.value : ""));
  const last = pieces[pieces.length - 1];
  const ends = last.kind === "int" || last.type.kind === "int" || (last.kind === "str" && !last.value.endsWith("\n"));
  if (only) return leave(scope, n, only.type.kind === "int" ? asText(n, only) : n.call("sh.echoed", bytes, hoist(scope, n, only)));
  const text = n.call("sh.word", bytes, ...pieces);
  return leave(scope, n, ends ? text : n.call("sh.chomped", bytes, hoist(scope, n, text)));
}

/** `$(name arguments)` of a function that returns what it writes. */
export function freeCapture(scope: Scope, part: Part<"command">): Expression | undefined {
  const c = callIn(part);
  const name = c && firstWord(c);
  const free = name === undefined ? undefined : scope.unit.free.get(name);
  if (!c || name === undefined || !free || !isValue(free.result) || !isQuietCall(c, scope.native, scope.unit.nounset)) return undefined;
  const n = at(scope, c.place);
  return callFree(scope, n, name, free, argv(scope, c.place, c.words.slice(1)).args);
}

/** Is the part such a call? */
export const isFreeCapture = (scope: Scope, part: Part<"command">): boolean => {
  const c = callIn(part);
  const free = c && scope.unit.free.get(firstWord(c) ?? "");
  return c !== undefined && free !== undefined && isValue(free.result) && isQuietCall(c, scope.native, scope.unit.nounset);
};

/** Is its text an integer? */
export const isFreeInteger = (scope: Scope, part: Part): boolean => {
  if (part.kind !== "command" || !isFreeCapture(scope, part)) return false;
  const c = callIn(part);
  return c !== undefined && scope.unit.free.get(firstWord(c) ?? "")?.result === "integer";
};

function callFree(scope: Scope, n: Node, name: string, free: FreeFunction, words: readonly Expression[]): Expression {
  const made = freeArguments(scope, n, name, words);
  if (!made) throw new AsksShell(name);
  if (free.files && !scope.free) effect(scope, n, n.shell("sh.flush", unit));
  const out = free.result === "nothing" ? [scope.free ? outOf(n) : n.sh()] : [];
  return n.expr("call", freeResult(scope, free), n.span, { function: made.id, args: [...out, ...made.args] });
}

/** The condition that a call of a function that only answers is. */
export function freeCondition(scope: Scope, c: Command<"simple">): Expression | undefined {
  const name = firstWord(c) ?? "";
  const free = scope.unit.free.get(name);
  if (!free || isValue(free.result) || free.result === "nothing" || c.redirects.length || c.assignments.length) return undefined;
  const n = at(scope, c.place);
  const call = callFree(scope, n, name, free, argv(scope, c.place, c.words.slice(1)).args);
  return free.result === "answer" ? call : n.call("sh.status.ok", bool, call);
}

/** Such a function as a command: it writes what it returns, or its answer is the status. */
export function freeAsCommand(scope: Scope, n: Node, name: string, words: readonly Expression[], need: boolean): Outcome | undefined {
  const free = scope.unit.free.get(name);
  if (!free) return undefined;
  const call = callFree(scope, n, name, free, words);
  if (free.result === "nothing") {
    effect(scope, n, call);
    if (need && !scope.free) return valued(n.shell("sh.set_status", STATUS, n.status(0)));
    return SET;
  }
  if (scope.free && isValue(free.result)) {
    effect(scope, n, n.call("sh.out.echo", unit, outOf(n), n.number(free.line ?? 0, n.line().type), call));
    return SET;
  }
  if (!isValue(free.result)) return valued(n.shell("sh.set_status", STATUS, call));
  return valued(n.shell("sh.echo", STATUS, n.number(free.line ?? 0, n.line().type), call));
}
