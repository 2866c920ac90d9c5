/** `set -x`: what is traced besides simple commands, in programs that can turn it on. */
import type { Expression } from "../../../ir/index.ts";
import type { ArithmeticText, Assignment, Command, Place, Word } from "../parse/index.ts";
import { bind, effect, i64, unit, type Node, type Scope } from "./context.ts";
import { asText, patternOf, textOf } from "./text.ts";

const sourceOf = (scope: Scope, { start, end }: Place): string => scope.text.slice(start, end).trim();

/** Is anything traced here that dash does not trace? */
export const traces = (scope: Scope): boolean => scope.unit.traces && !scope.unit.dash && !scope.fixed;

/** One line that is known. */
export function traceText(scope: Scope, n: Node, text: string): void {
  if (traces(scope)) effect(scope, n, n.shell("sh.trace.text", unit, n.text(text)));
}

/** `for name in words`, `select name in words`. */
export function traceLoop(scope: Scope, n: Node, c: Command<"for"> | Command<"select">): void {
  const words = c.words ? c.words.map((word) => sourceOf(scope, word.place)).join(" ") : '"$@"';
  traceText(scope, n, `${c.kind} ${c.name} in ${words}`);
}

export function traceCase(scope: Scope, n: Node, subject: Word): void {
  traceText(scope, n, `case ${sourceOf(scope, subject.place)} in`);
}

/** `break`, `return 1`: commands that are no calls. */
export function traceCommand(scope: Scope, n: Node, c: Command<"simple">): void {
  traceText(scope, n, c.words.map((word) => sourceOf(scope, word.place)).join(" "));
}

/** An assignment whose text is known now; of an array its source is shown. */
export function traceAssignment(scope: Scope, n: Node, a: Assignment, text?: Expression): void {
  if (!scope.unit.traces || scope.fixed) return;
  if (!text) return traceText(scope, n, sourceOf(scope, a.place));
  const subscript = a.subscript ? `[${sourceOf(scope, a.subscript.place)}]` : "";
  const name = `${a.name}${subscript}${a.append ? "+" : ""}`;
  effect(scope, n, n.shell("sh.trace.assignment", unit, n.text(name), text));
}

/** An expression of `((…))` by its text, which is shown and then evaluated; `blanks` before it are shown. */
export function tracedArithmetic(scope: Scope, n: Node, expression: ArithmeticText, blanks = false): Expression {
  const word = blanks ? expression.word : trimmed(expression.word);
  const text = bind(scope, n, "text", asText(n, textOf(scope, word, "arithmetic")));
  effect(scope, n, n.shell("sh.trace.arith", unit, text()));
  return n.shell("sh.arith", i64, text());
}

/** Without the blanks before it. */
function trimmed(word: Word): Word {
  const [first, ...rest] = word.parts;
  if (first?.kind !== "quoted" && first?.kind !== "literal") return word;
  return { ...word, parts: [{ ...first, text: first.text.trimStart() }, ...rest] };
}

/** A test of one operand. */
export function traceUnary(scope: Scope, n: Node, negated: boolean, operator: string, text: Expression): void {
  effect(scope, n, n.shell("sh.trace.unary", unit, n.bool(negated), n.name(operator), text));
}

/** The right side of a comparison with a text, traced: quoted characters show behind backslashes. */
export function tracedPattern(scope: Scope, n: Node, negated: boolean, left: Expression, operator: string, right: Word): Expression {
  const pattern = bind(scope, n, "pattern", patternOf(scope, right));
  const known = operator === "=~" ? undefined : spelled(right);
  const start = [n.bool(negated), left, n.name(operator)];
  effect(
    scope,
    n,
    known === undefined
      ? n.shell("sh.trace.pattern", unit, ...start, pattern())
      : n.shell("sh.trace.binary", unit, ...start, n.text(known)),
  );
  return pattern();
}

export function traceBinary(scope: Scope, n: Node, negated: boolean, left: Expression, operator: string, right: Expression): void {
  effect(scope, n, n.shell("sh.trace.binary", unit, n.bool(negated), left, n.name(operator), right));
}

/** A pattern without expansions as a trace shows it. */
function spelled(word: Word): string | undefined {
  let text = "";
  for (const part of word.parts) {
    if (part.kind === "literal") text += part.text;
    else if (part.kind === "quoted") text += part.text.replace(/[^]/g, "\\$&");
    else if (part.kind === "double" && part.parts.every((each) => each.kind === "quoted"))
      text += part.parts.map((each) => (each as { text: string }).text.replace(/[^]/g, "\\$&")).join("");
    else return undefined;
  }
  return text;
}
