/** Loops that count: `for ((i = 0; i < n; i++))` over a variable that nothing else looks at goes over a range. */
import type { Block, Expression, Local, LocalId, Statement } from "../../../ir/index.ts";
import { rewriteBlock } from "../../../ir/rewrite.ts";
import { type Node, patternLocals, walk } from "../../../ir/walk.ts";
import { row } from "../builtins/index.ts";
import { SH, SHELL } from "./context.ts";
import { blocksOf } from "./declare.ts";
import { isLent } from "./function.ts";

/** A loop, with the statement that sets its variable and what stands between the two. */
interface Counted {
  readonly local: LocalId;
  readonly init: Statement<"assign">;
  readonly loop: Statement<"while">;
  readonly stop: Expression;
  readonly step: Expression;
  /** The stop is the last value. */
  readonly through: boolean;
}

/** The body of a function with such loops as ranges; each gets a variable of its own among `locals`. */
export function withRanges(body: Block, locals: Local[]): Block {
  const found = new Map<Statement, Counted>();
  const all = (statements: readonly Statement[]): void => {
    for (const [i, s] of statements.entries()) {
      const counted = s.kind === "while" ? countedBy(statements, i, s) : undefined;
      if (counted) found.set(s, counted);
    }
  };
  all(body.statements);
  walk(body, (node) => {
    for (const block of blocksOf(node)) all(block);
  });
  if (!found.size) return body;
  const counters = new Map<LocalId, number>();
  for (const { local } of found.values()) counters.set(local, 0);
  // How often each is named at all, and inside of its loops.
  const named = mentions(body, counters);
  for (const { local, init, loop } of found.values())
    counters.set(local, (counters.get(local) ?? 0) + (mentions([init, loop], counters).get(local) ?? 0));
  const own = new Set([...counters].filter(([local, inside]) => named.get(local) === inside).map(([local]) => local));
  const loops = new Map<Statement, Counted>([...found].filter(([, { local }]) => own.has(local)));
  if (!loops.size) return body;
  return rebuilt(body, loops, own, locals);
}

function rebuilt(body: Block, loops: ReadonlyMap<Statement, Counted>, own: ReadonlySet<LocalId>, locals: Local[]): Block {
  const byLabel = new Map([...loops.values()].map((each) => [each.loop.label, each]));
  const inits = new Set([...loops.values()].map((each) => each.init.id));
  return rewriteBlock(body, {
    statement: (s) => {
      if (s.kind === "let" && !s.value && own.has(s.local)) return [];
      if (inits.has(s.id)) return [];
      const counted = s.kind === "while" ? byLabel.get(s.label) : undefined;
      if (!counted || s.kind !== "while") return s;
      const { local, init, stop, step, through } = counted;
      const read = (mentions(s.body, new Map([[local, 0]])).get(local) ?? 0) > 0;
      const item = locals.length;
      locals.push({ ...locals[local], id: item, name: read ? locals[local].name : "_" });
      const inside = rewriteBlock(s.body, { expression: (e) => (e.kind === "local" && e.local === local ? { ...e, local: item } : e) });
      const comments = [...(init.comments ?? []), ...(s.comments ?? [])];
      const { label, span, id } = s;
      return {
        kind: "forRange",
        id,
        span,
        label,
        local: item,
        start: init.value,
        stop,
        step,
        through,
        body: inside,
        comments: comments.length ? comments : undefined,
      };
    },
  });
}

/** How often each of the locals is named. */
function mentions(tree: Block | readonly Node[], of: ReadonlyMap<LocalId, unknown>): Map<LocalId, number> {
  const out = new Map<LocalId, number>();
  walk(tree, (node) => {
    if (node.kind === "local" && of.has(node.local)) out.set(node.local, (out.get(node.local) ?? 0) + 1);
  });
  return out;
}

function countedBy(statements: readonly Statement[], i: number, loop: Statement<"while">): Counted | undefined {
  const { test, body, orElse } = loop;
  const [only, ...more] = loop.step?.statements ?? [];
  if (orElse || more.length || only?.kind !== "assign" || only.place.kind !== "local" || test.kind !== "compare") return undefined;
  const { local } = only.place;
  if (only.value.kind !== "binary" || only.value.op !== "add" || only.value.left.kind !== "local" || only.value.left.local !== local)
    return undefined;
  const { right: step } = only.value;
  if (step.kind !== "int" || step.value === 0n || step.value < -1n || test.left.kind !== "local" || test.left.local !== local)
    return undefined;
  const { op, right: stop } = test;
  const up = step.value > 0n;
  if (op !== (up ? "lt" : "ge") && op !== (up ? "le" : "ge")) return undefined;
  // What stands between sets the status of no round.
  let k = i - 1;
  while (k >= 0 && isStatus(statements[k])) k--;
  const init = statements[k];
  if (init?.kind !== "assign" || init.place.kind !== "local" || init.place.local !== local) return undefined;
  if ((k < i - 1 && asks(init.value)) || names(init.value, local)) return undefined;
  const changed = assignedIn(body);
  if (changed.has(local) || !isFixed(stop, changed) || names(stop, local)) return undefined;
  return { local, init, loop, stop, step, through: op !== "lt" };
}

const isStatus = (s: Statement): boolean =>
  s.kind === "expression"
    ? s.value.kind === "runtime" && s.value.row === "sh.set_status"
    : s.kind === "let" && s.value?.kind === "runtime" && s.value.row === "sh.status.new";

function asks(e: Expression): boolean {
  let found = false;
  walk([e], (node) => {
    if (node.kind === "local" && node.local === SH && node.type === SHELL) found = true;
    return !found;
  });
  return found;
}

const names = (e: Expression, local: LocalId): boolean => mentions([e], new Map([[local, 0]])).size > 0;

/** Is the value the same in each round, and evaluating it nothing to see? */
function isFixed(e: Expression, changed: ReadonlySet<LocalId>): boolean {
  switch (e.kind) {
    case "int":
      return true;
    case "local":
      return e.type !== SHELL && !changed.has(e.local);
    case "unary":
      return isFixed(e.operand, changed);
    case "binary":
      return isFixed(e.left, changed) && isFixed(e.right, changed);
    case "runtime":
      return e.row === "sh.array.count"
        ? isFixed(e.args[0], changed)
        : (e.row === "sh.text_length" && isFixed(e.args[1], changed)) || (e.row === "sh.characters" && isFixed(e.args[0], changed));
    default:
      return false;
  }
}

/** Locals that statements may change. */
function assignedIn(body: Block): ReadonlySet<LocalId> {
  const out = new Set<LocalId>();
  walk(body, (node) => {
    if ((node.kind === "assign" || node.kind === "update") && node.place.kind === "local") out.add(node.place.local);
    if (node.kind === "let" || node.kind === "forRange") out.add(node.local);
    if (node.kind === "forEach") for (const local of patternLocals(node.pattern)) out.add(local);
    if (node.kind === "local" && isLent(node)) out.add(node.local);
    if (node.kind !== "runtime") return;
    const { args } = row(node.row);
    for (const [i, arg] of node.args.entries())
      if (arg.kind === "local" && args[Math.min(i, args.length - 1)] === "mut") out.add(arg.local);
  });
  return out;
}
