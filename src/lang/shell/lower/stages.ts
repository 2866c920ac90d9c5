/** The stages of a pipeline: which run as processes, and which here, one after the other. */
import type { Expression } from "../../../ir/index.ts";
import type { Command, List } from "../parse/index.ts";
import { plainCommand } from "./command.ts";
import { commandText } from "./command-text.ts";
import { at, bool, closure, STATUS, valued, type Outcome, type Scope, type Unit } from "./context.ts";
import { processBody } from "./list.ts";
import { firstWord, some } from "./scan.ts";

/** Builtins that end by themselves after some text, and read nothing. */
const WRITERS = new Set(["echo", "printf", ":", "true", "false", "local", "test", "[", "pwd", "basename", "dirname", "shift", "let"]);
/** Utilities that end once their input has, and do not read anything else when they have no operands to open. */
const FILTERS = new Set(["cut", "head", "rev", "tac", "tail", "tr", "uniq", "wc", "sort", "grep", "cat"]);

/** `a | b | c` with more than one stage. */
export function stagesOf(scope: Scope, c: Command<"pipeline">): Outcome {
  const n = at(scope, c.place);
  const { unit } = scope;
  const type = { kind: "runtime", path: "Pipeline", args: [] } as const;
  let made: Expression = n.call("sh.pipeline.new", type);
  let ends = true;
  c.stages.forEach((stage, i) => {
    const { place } = stage;
    const both = c.stderr[i]
      ? [{ operator: ">&" as const, fd: 2, word: { parts: [{ kind: "literal" as const, text: "1" }], place }, place }]
      : [];
    const whole = both.length ? ({ ...stage, redirects: [...stage.redirects, ...both] } as Command) : stage;
    ends &&= !unit.wantsProcess(stage) && (i === 0 ? endsByItself(unit, whole) : isFilter(unit, whole));
    const last = unit.wantsProcess(stage) ? "sh.pipeline.last.process" : "sh.pipeline.last";
    const row = i === c.stages.length - 1 ? last : ends ? "sh.pipeline.text" : "sh.pipeline.stage";
    // This shell stops before the simple commands of a pipeline, not the processes that they run in.
    const stops = unit.stops === "trap" && !scope.fixed && stage.kind === "simple";
    if (stops) {
      const here = at(scope, place);
      scope.out.push(
        n.stmt("expression", n.span, { value: here.shell("sh.stop", bool, here.line(), n.text(commandText(scope.text, stage) ?? "")) }),
      );
    }
    const run = (to: Scope): Outcome => (stops ? plainCommand(to, whole, true) : processBody(to, whole));
    const traps = unit.strict && unit.traps && stage.kind === "simple";
    const untrapped = (to: Scope): Outcome =>
      valued(at(to, place).shell("sh.untrapped", STATUS, closure(to, at(to, place), run, "closure")));
    const body = closure(scope, n, traps ? untrapped : run, "process");
    made = n.call(row, type, made, body);
  });
  const run = unit.strict && c.stages.at(-1)?.kind === "subshell" ? "sh.pipeline.run.subshell" : "sh.pipeline.run";
  // An ERR trap is told the line of the last command.
  const last = c.stages[c.stages.length - 1];
  return valued(n.call(run, STATUS, made, n.sh(), (last.kind === "simple" ? at(scope, last.place) : n).line()));
}

function isFilter(unit: Unit, c: Command): boolean {
  if (c.kind !== "simple" || c.redirects.length || c.assignments.length) return false;
  const name = firstWord(c);
  if (name === undefined || !FILTERS.has(name) || unit.functionNames.has(name)) return false;
  return c.words.length === 1 || name !== "cat";
}

/** Does a command only write a bounded text, whoever reads it: no loop without an end, no input, no program that may do as it likes? */
function endsByItself(unit: Unit, c: Command, calls: readonly string[] = []): boolean {
  const list = (body: List | undefined): boolean =>
    body === undefined || body.items.every((item) => !item.background && endsByItself(unit, item.command, calls));
  if (c.redirects.length) return false;
  switch (c.kind) {
    case "simple": {
      if (!c.words.length) return !some(c.assignments, (node) => node.kind === "process");
      const name = firstWord(c);
      if (name === undefined || calls.includes(name)) return false;
      if (some(c.words, (node) => node.kind === "process")) return false;
      if (!unit.functionNames.has(name)) return WRITERS.has(name);
      const bodies = unit.functionBodies.filter((fn) => fn.name === name);
      return bodies.every((fn) => endsByItself(unit, fn.body, [...calls, name]));
    }
    case "group":
    case "subshell":
      return list(c.body);
    case "and":
    case "or":
      return endsByItself(unit, c.left, calls) && endsByItself(unit, c.right, calls);
    case "if":
      return c.arms.every((arm) => list(arm.test) && list(arm.body)) && list(c.orElse);
    case "for":
      return list(c.body);
    case "case":
      return c.clauses.every((clause) => list(clause.body));
    case "test":
    case "arithmetic":
      return true;
    default:
      return false;
  }
}
