/** The text of a command as BASH_COMMAND has it. */
import type { ArithmeticText, Command, Place, Redirect } from "../parse/index.ts";
import { bool, effect, type Node, type Scope } from "./context.ts";

const between = (text: string, place: Place): string => text.slice(place.start, place.end).trim();

const redirect = (text: string, r: Redirect): string => {
  const word = between(text, r.word.place);
  if (r.operator === "<<") return `${r.fd ?? ""}<<`;
  if (r.operator === "<&" || r.operator === ">&") return `${r.fd ?? (r.operator === ">&" ? 1 : 0)}${r.operator}${word}`;
  const fd = r.variable === undefined ? (r.fd === undefined ? "" : String(r.fd)) : `{${r.variable}}`;
  return `${fd}${r.operator} ${word}`;
};

/** One blank between words, redirections last; undefined for commands that are made of others. */
export function commandText(text: string, c: Command): string | undefined {
  switch (c.kind) {
    case "simple":
      return [
        ...c.assignments.map((each) => between(text, each.place)),
        ...c.words.map((each) => between(text, each.place)),
        ...c.redirects.map((each) => redirect(text, each)),
      ].join(" ");
    case "case":
      return `case ${between(text, c.subject.place)} in `;
    case "arithmetic":
      return `((${c.expression.text}))`;
    case "test":
      return between(text, c.place);
    default:
      return undefined;
  }
}

/** The DEBUG trap before a round of a `for` loop. */
export function stopAtRound(scope: Scope, n: Node, c: Command<"for">): void {
  const words = c.words ? c.words.map((each) => between(scope.text, each.place)).join(" ") : '"$@"';
  stop(scope, n, `for ${c.name} in ${words}`);
}

/** The DEBUG trap before a part of `for ((…; …; …))`. */
export function stopAtPart(scope: Scope, n: Node, part: ArithmeticText | undefined): void {
  stop(scope, n, `((${part?.text.trim() ?? "1"}))`);
}

function stop(scope: Scope, n: Node, text: string): void {
  if (scope.unit.stops === "trap" && !scope.fixed) effect(scope, n, n.shell("sh.stop", bool, n.line(), n.text(text)));
}
