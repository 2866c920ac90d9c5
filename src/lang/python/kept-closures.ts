/**
 * Which variables are seen by functions that are made in a loop and outlive the round: `handlers.append(lambda: i)`. Python binds late: such functions
 * see one variable, whatever it holds when they are called. Others may have a variable a round.
 */
import type { Expr, FunctionNode, ScopeNode, Stmt } from "./ast/nodes.ts";
import { blocksOf, exprsOf, innerExprs } from "./scope-tree.ts";
import type { Frame } from "./scope.ts";

/** What calls a function that it is given before it gives something back, and does not keep it. */
const CALLERS = new Set([
  "sorted",
  "min",
  "max",
  "sum",
  "any",
  "all",
  "list",
  "tuple",
  "set",
  "frozenset",
  "dict",
  "len",
  "next",
  "reduce",
  "join",
]);
/** What calls it when its own result is used up. */
const LAZY = new Set(["map", "filter", "starmap", "takewhile", "dropwhile", "filterfalse", "groupby", "enumerate", "zip"]);

const nameOf = (e: Expr): string => (e.kind === "name" ? e.id : e.kind === "attribute" ? e.name : "");

/** Marks the variables of each function that such functions capture. */
export function markKept(frames: ReadonlyMap<ScopeNode, Frame>): void {
  for (const frame of frames.values())
    if (frame.variables.some((variable) => variable.captured && (!frame.module || variable.own))) inFrame(frames, frame);
}

function inFrame(frames: ReadonlyMap<ScopeNode, Frame>, frame: Frame): void {
  const called = onlyCalled(frame.node.body);
  const keep = (fn: FunctionNode): void => {
    for (const variable of frames.get(fn)?.captures ?? []) if (variable.frame === frame) variable.kept = true;
  };
  const look = (e: Expr | undefined, inLoop: boolean, usedUp: boolean): void => {
    if (!e) return;
    if (e.kind === "lambda") {
      if (inLoop && !usedUp) keep(e.fn);
    } else if (e.kind === "call") {
      const name = nameOf(e.callee);
      look(e.callee, inLoop, e.callee.kind === "lambda");
      const all = CALLERS.has(name) || name === "sort" || name.startsWith("assert") || (LAZY.has(name) && usedUp);
      for (const arg of e.args) look(arg.value, inLoop, all || arg.name === "key");
    } else if (e.kind === "comprehension") {
      for (const inner of innerExprs(e)) look(inner, true, usedUp && inner === e.clauses[0]?.iterable);
    } else for (const inner of innerExprs(e)) look(inner, inLoop, usedUp && e.kind === "conditional");
  };
  const block = (body: readonly Stmt[], inLoop: boolean): void => {
    for (const s of body) {
      const alone = s.kind === "assign" && s.targets.length === 1 && s.targets[0].kind === "name" && called.has(s.targets[0].id);
      const usedUp = s.kind === "return" || alone || s.kind === "for";
      if (s.kind === "def" && inLoop && !called.has(s.fn.name)) keep(s.fn);
      for (const e of exprsOf(s)) look(e, inLoop, usedUp);
      for (const inner of blocksOf(s)) block(inner, inLoop || s.kind === "for" || s.kind === "while");
    }
  };
  block(frame.node.body, false);
}

/** Names that a function uses for nothing but calling what they hold. */
function onlyCalled(body: readonly Stmt[]): ReadonlySet<string> {
  const called = new Set<string>();
  const other = new Set<string>();
  const look = (e: Expr | undefined): void => {
    if (!e) return;
    if (e.kind === "name") other.add(e.id);
    if (e.kind === "call" && e.callee.kind === "name") {
      called.add(e.callee.id);
      for (const arg of e.args) look(arg.value);
    } else if (e.kind === "lambda") for (const s of e.fn.body) for (const inner of exprsOf(s)) look(inner);
    for (const inner of e.kind === "call" && e.callee.kind === "name" ? [] : innerExprs(e)) look(inner);
  };
  const block = (stmts: readonly Stmt[]): void => {
    for (const s of stmts) {
      for (const e of exprsOf(s)) if (!(s.kind === "assign" && s.targets.some((t) => t === e))) look(e);
      if (s.kind === "def") block(s.fn.body);
      for (const inner of blocksOf(s)) block(inner);
    }
  };
  block(body);
  for (const name of other) called.delete(name);
  return called;
}
