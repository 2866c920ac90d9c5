/** The program that ends a background process: the process becomes it, so that `$!` is its pid and a signal reaches it. */
import type { Block, Expression, Statement } from "../../../ir/index.ts";
import type { Command } from "../parse/index.ts";
import { SH, SHELL, type Node, type Scope } from "./context.ts";
import { firstWord } from "./scan.ts";

/** Calls that run a command of words. */
const RUNS = /^sh\.(?:run|run_to|run_with|command|command_with)(?:\.dynamic)?$/;

/** The body of a background process (a closure), whose last command is the last of `( … )`, or the whole. */
export function endingInProgram(scope: Scope, n: Node, item: Command, body: Expression): Expression {
  const last = lastOf(item);
  if (!last || body.kind !== "closure") return body;
  const name = firstWord(last);
  if (name !== undefined && scope.unit.functionNames.has(name)) return body;
  return { ...body, body: endingBlock(n, body.body) };
}

/** The simple command that a process of `c` runs last; bash keeps the shell of `( … )` where that has redirections. */
function lastOf(c: Command, whole = true): Command<"simple"> | undefined {
  if (c.redirects.length && !(whole && c.kind === "simple")) return undefined;
  if (c.kind === "simple") return c.words.length ? c : undefined;
  if (c.kind === "and" || c.kind === "or") return whole ? undefined : lastOf(c.right, false);
  if (c.kind !== "subshell") return undefined;
  const item = c.body.items.at(-1);
  return item && !item.background ? lastOf(item.command, false) : undefined;
}

function endingBlock(n: Node, block: Block): Block {
  const last = block.statements.findLastIndex((s) => !(s.kind === "return" && s.value?.kind === "runtime" && s.value.row === "sh.status"));
  return { ...block, statements: block.statements.map((s, i) => (i === last ? ending(n, s) : s)) };
}

function ending(n: Node, s: Statement): Statement {
  if (s.kind === "if" && !s.orElse) return { ...s, then: endingBlock(n, s.then) };
  if ((s.kind === "return" || s.kind === "expression") && s.value) return { ...s, value: endingCall(n, s.value) } as Statement;
  return s;
}

function endingCall(n: Node, e: Expression): Expression {
  if (e.kind !== "runtime") return e;
  const [sh, ...rest] = e.args;
  if (e.row === "sh.redirect" && rest[1]?.kind === "closure")
    return { ...e, args: [sh, rest[0], { ...rest[1], body: endingBlock(n, rest[1].body) }] };
  if (!RUNS.test(e.row) || sh.kind !== "local" || sh.local !== SH) return e;
  return { ...e, args: [n.shell("sh.last", SHELL), ...rest] };
}
