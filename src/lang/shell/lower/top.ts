/** The main script. */
import type { Expression, Statement } from "../../../ir/index.ts";
import { walk as walkIr } from "../../../ir/walk.ts";
import type { List } from "../parse/index.ts";
import { at, closure, closureValue, discard, inner, push, SET, STATUS, type Node, type Outcome, type Scope } from "./context.ts";
import { isQuietTest } from "./kept.ts";
import { lowerList } from "./list.ts";
import { mayAbandon, mentionsStatus } from "./scan.ts";
import { touches } from "./touchy.ts";

/** The main script: complete commands, each ended by an expansion error on its own. `followed`: something comes behind them. */
export function topLevel(scope: Scope, list: List, followed: boolean): Outcome {
  const abandons = functionsAbandon(scope);
  // Variables of loops become the program's own where those begin.
  const loops = [...scope.loops].filter(([, { integer }]) => integer).map(([name]) => name);
  const native = new Map<string, unknown>([...scope.native.keys(), ...loops, ...inProcesses(scope)].map((name) => [name, true]));
  let outcome: Outcome = SET;
  let unitItems: List["items"][number][] = [];
  const units: (typeof unitItems)[] = [];
  for (const item of list.items) {
    unitItems.push(item);
    if (item.newline) {
      units.push(unitItems);
      unitItems = [];
    }
  }
  if (unitItems.length) units.push(unitItems);
  for (const [i, items] of units.entries()) {
    const last = i === units.length - 1;
    const n = at(scope, items[0].command.place);
    discard(scope, n, outcome);
    const part: List = { items, place: items[0].command.place };
    const next = units[i + 1]?.[0].command;
    const need = last || (next !== undefined && mentionsStatus(next)) || (scope.unit.functionsReadStatus && next !== undefined);
    if (
      (!last || followed) &&
      items.some(
        (item) =>
          item.command.kind !== "function" && (touches(scope.unit.touchy, item.command) || mayAbandon(item.command, abandons, native)),
      )
    ) {
      const body = inner(scope);
      const made = closure(body, n, (to) => lowerList(to, part, need || isAssignment(scope, part)), "closure");
      scope.out.push(...body.out);
      const first = firstValue(scope, n, made);
      if (first) push(scope, first);
      outcome = first ? SET : { kind: "value", value: onlySuccess(made) ?? n.shell("sh.top", STATUS, made) };
    } else outcome = lowerList(scope, part, need);
    if (outcome.kind === "never") return outcome;
  }
  return outcome;
}

/** Statements that leave `$?` alone. */
const STILL =
  /^sh\.(?:set|set\.line|assign|assign_list|assign_pairs|assign_array|set_at.*|set_int.*|push.*|begin|define|defines|define_with|define\..*|define_text|define_line)$/;

/** A script starts with `$?` 0: nothing has to set that before something else has run. */
export function withoutFirstSuccess(out: readonly Statement[]): Statement[] {
  const kept: Statement[] = [];
  for (const [i, s] of out.entries()) {
    const value = s.kind === "expression" ? s.value : s.kind === "assign" || s.kind === "let" ? s.value : undefined;
    if (s.kind === "let" && !s.value) kept.push(s);
    else if (s.kind === "expression" && isSuccess(s.value) && !s.comments?.length) continue;
    else if (
      value &&
      (s.kind !== "expression"
        ? isQuietTest(value, [])
        : value.kind === "runtime" && STILL.test(value.row) && value.args.every((arg) => arg.kind === "function" || isQuietTest(arg, [])))
    )
      kept.push(s);
    else return [...kept, ...out.slice(i)];
  }
  return kept;
}

const isSuccess = (e: Expression): boolean => {
  if (e.kind !== "runtime" || e.row !== "sh.set_status") return false;
  const [, status] = e.args;
  return status.kind === "runtime" && status.row === "sh.status.new" && status.args[0].kind === "int" && status.args[0].value === 0n;
};

/** A command of which nothing is left but its status. */
function onlySuccess(made: Expression): Expression | undefined {
  if (made.kind !== "closure") return undefined;
  const [only, ...more] = made.body.statements;
  return !more.length && only?.kind === "return" && only.value && isSuccess(only.value) ? only.value : undefined;
}

/** Does it assign variables of the shell and nothing else? Then that says its status by itself. */
function isAssignment({ native, texts }: Scope, { items }: List): boolean {
  const [only, ...more] = items;
  if (more.length || only.command.kind !== "simple" || only.command.words.length || only.command.redirects.length) return false;
  return only.command.assignments.every((a) => !native.has(a.name) && !texts.has(a.name));
}

/** A complete command that gives a variable of the program's own its first value, as that assignment. */
function firstValue(scope: Scope, n: Node, made: Expression): Statement | undefined {
  if (made.kind !== "closure") return undefined;
  const statements = made.body.statements.slice(0, -1);
  const last = made.body.statements.at(-1);
  if (last?.kind !== "return" || last.value?.kind !== "runtime" || last.value.row !== "sh.status") return undefined;
  const begins = isBegin(statements[0]) ? 1 : 0;
  const [only, ...more] = statements.slice(begins);
  if (more.length || only?.kind !== "assign" || only.place.kind !== "local") return undefined;
  const { local } = only.place;
  if (looksAt([...scope.out, only.value], local)) return undefined;
  const body = inner(scope);
  const value = closureValue(body, n, () => withoutLine(only.value));
  const comments = statements.flatMap((each) => each.comments ?? []);
  return { ...n.stmt("assign", n.span, { place: only.place, value: n.shell("sh.attempt", only.value.type, n.line(), value) }), comments };
}

const isBegin = (s: Statement | undefined): boolean => s?.kind === "expression" && s.value.kind === "runtime" && s.value.row === "sh.begin";

/** `sh.at(line)` is the shell. */
function withoutLine(e: Expression): Expression {
  if (e.kind === "binary" || e.kind === "compare") return { ...e, left: withoutLine(e.left), right: withoutLine(e.right) };
  if (e.kind === "unary") return { ...e, operand: withoutLine(e.operand) };
  if (e.kind !== "runtime") return e;
  const [first, ...rest] = e.args;
  return first?.kind === "runtime" && first.row === "sh.at" ? { ...e, args: [first.args[0], ...rest] } : e;
}

function looksAt(tree: readonly (Expression | Statement)[], local: number): boolean {
  let found = false;
  walkIr(tree, (node) => {
    if (node.kind === "local" && node.local === local) found = true;
    return !found;
  });
  return found;
}

const inProcesses = ({ unit }: Scope): ReadonlySet<string> => unit.natives?.inProcesses ?? new Set();

/** Functions that may abandon the command that called them, by themselves or by what they call. */
function functionsAbandon(scope: Scope): ReadonlySet<string> {
  const all = new Set<string>();
  const functions = scope.unit.functionBodies;
  const { natives } = scope.unit;
  for (let changed = true; changed;) {
    changed = false;
    for (const fn of functions) {
      if (all.has(fn.name)) continue;
      const params = Array.from({ length: 9 }, (_, i) => String(i + 1)).filter((each) => natives?.isIntegerParam(fn.name, each));
      const native = new Map([...(natives?.inFunction(fn.body).integers ?? []), ...inProcesses(scope), ...params].map((name) => [name, 0]));
      if (touches(scope.unit.touchy, fn.body) || mayAbandon(fn.body, all, native)) changed = !!all.add(fn.name);
    }
  }
  return all;
}
