/** The words of a command: splitting, globbing, lists. */
import type { Expression } from "../../../ir/index.ts";
import type { Argument, Assignment, Part, Place, Word } from "../parse/index.ts";
import { expandBraces, longRange, type LongRange } from "./brace.ts";
import { ARGV, at, bytes, effect, freeze, hoist, inner, newLocal, push, unit, WORDS, type Node, type Scope } from "./context.ts";
import { isList, joinsQuoted, parameterList, presence, require } from "./parameters.ts";
import { asText, expansionText, joined, pieces, textOf } from "./text.ts";

/** Words as a value of the runtime's `Words` (or of `argv!` when each is one field). */
export function argv(scope: Scope, place: Place, words: readonly Argument[]): Expression {
  const n = at(scope, place);
  const expanded = words.flatMap((word): (Argument | LongRange)[] => {
    if ("assignment" in word) return [word];
    const range = longRange(word);
    return range ? [range] : expandBraces(word);
  });
  const written = expanded.filter((word): word is Argument => !("from" in word));
  if (written.length === expanded.length && written.every((word) => "assignment" in word || isSingle(scope, word))) {
    const texts: Expression[] = [];
    for (const word of written) {
      const step = inner(scope);
      const text = "assignment" in word ? assignmentText(step, word.assignment) : textOf(step, word, "plain");
      if (step.out.length) for (const [k, earlier] of texts.entries()) texts[k] = freeze(scope, n, earlier);
      scope.out.push(...step.out);
      texts.push(text);
    }
    return n.call("sh.argv", ARGV, ...texts);
  }
  const local = newLocal(scope, "words", WORDS, n.span);
  push(scope, n.stmt("let", n.span, { local, value: n.call("sh.words.new", WORDS) }));
  for (const word of expanded) {
    if (!("from" in word)) addWord(scope, n, local, word);
    else
      effect(
        scope,
        n,
        n.call(
          "sh.words.range",
          unit,
          n.local(local),
          n.text(word.prefix),
          n.number(word.from),
          n.number(word.to),
          n.number(word.step),
          n.number(word.width),
          n.text(word.suffix),
        ),
      );
  }
  return n.local(local);
}

/** `name=value` as an argument of a declaration: one text. */
export function assignmentText(scope: Scope, a: Assignment): Expression {
  const n = at(scope, a.place);
  const list: (string | Expression)[] = [a.name];
  if (a.subscript) list.push("[", hoist(scope, n, asText(n, textOf(scope, a.subscript, "subscript"))), "]");
  list.push(a.append ? "+=" : "=");
  if (a.value) list.push(...pieces(scope, a.value.parts, "assignment"));
  return joined(n, list);
}

export function addWord(scope: Scope, n: Node, words: number, word: Argument): void {
  if ("assignment" in word) {
    effect(scope, n, n.call("sh.words.push", unit, n.local(words), hoist(scope, n, assignmentText(scope, word.assignment))));
    return;
  }
  if (isSingle(scope, word)) {
    effect(scope, n, n.call("sh.words.push", unit, n.local(words), hoist(scope, n, asText(n, textOf(scope, word, "plain")))));
    return;
  }
  const [part] = word.parts;
  if (word.parts.length === 1 && isPlainExpansion(part)) {
    const text = hoist(scope, n, asText(n, expansionText(scope, part, "none")));
    effect(scope, n, n.call("sh.words.fields", unit, n.local(words), n.sh(), text));
    return;
  }
  steps(scope, n, words, word.parts, { first: true, split: false });
  effect(scope, n, n.call("sh.words.end", unit, n.local(words), n.sh()));
}

/** An expansion of one text, which is split. */
const isPlainExpansion = (part: Part): boolean =>
  part.kind === "command" ||
  part.kind === "arithmetic" ||
  (part.kind === "parameter" && part.operation?.kind !== "default" && !isList(part));

/** Is the word one field whatever its expansions yield? */
export function isSingle(scope: Scope, word: Word): boolean {
  // `[\[z]`: a set of which some is quoted.
  if (word.parts.length > 1 && word.parts.some((part) => part.kind === "literal" && part.text.includes("["))) return false;
  // A word of expansions alone may vanish; text or quotes keep it.
  return word.parts.length > 0 && word.parts.every((part) => isSinglePart(scope, part));
}

function isSinglePart(scope: Scope, part: Part): boolean {
  switch (part.kind) {
    case "literal":
      return !/[*?\\]|\[.*\]|[+@!]\(/s.test(part.text) && (part.text === "[" || !part.text.includes("["));
    case "quoted":
      return true;
    case "double":
      return part.parts.every((each) => each.kind !== "parameter" || !yieldsList(each));
    case "arithmetic":
      return !scope.unit.assignsIfs;
    case "parameter":
      return (
        !scope.unit.assignsIfs &&
        !part.indirect &&
        (part.operation?.kind === "length" ||
          (!part.operation && !part.subscript && scope.native.has(part.name)) ||
          (!part.operation && (part.name === "#" || part.name === "?" || part.name === "$") && !part.subscript))
      );
    case "process":
      return true;
    default:
      return false;
  }
}

/** Inside double quotes: can it be other than one text? */
function yieldsList(part: Part<"parameter">): boolean {
  if (isList(part) && !joinsQuoted(part)) return true;
  const { operation } = part;
  return operation?.kind === "default" && hasList(operation.word.parts);
}

const hasList = (parts: readonly Part[]): boolean =>
  parts.some((part) => (part.kind === "double" ? hasList(part.parts) : part.kind === "parameter" && yieldsList(part)));

interface StepMode {
  /** At the start of the word: a tilde counts. */
  readonly first: boolean;
  /** Literal text comes from an expansion (`${x:-a b}`): it is split. */
  readonly split: boolean;
}

function steps(scope: Scope, n: Node, words: number, parts: readonly Part[], mode: StepMode): void {
  const add = (row: "sh.words.lit" | "sh.words.quoted", text: Expression) => effect(scope, n, n.call(row, unit, n.local(words), text));
  const split = (text: Expression) => effect(scope, n, n.call("sh.words.split", unit, n.local(words), n.sh(), text));
  parts.forEach((part, i) => {
    switch (part.kind) {
      case "literal": {
        let { text } = part;
        const tilde = i === 0 && mode.first ? /^~[A-Za-z0-9_.+-]*(?=\/|$)/.exec(text)?.[0] : undefined;
        if (tilde !== undefined) {
          add("sh.words.quoted", hoist(scope, n, n.shell("sh.tilde", bytes, n.text(tilde))));
          text = text.slice(tilde.length);
        }
        if (text === "") return;
        if (mode.split) split(n.text(text));
        else add("sh.words.lit", n.text(text));
        return;
      }
      case "quoted":
        add("sh.words.quoted", n.text(part.text));
        return;
      case "double":
        doubleSteps(scope, n, words, part.parts);
        return;
      case "process":
        add("sh.words.quoted", hoist(scope, n, expansionText(scope, part, "none")));
        return;
      case "parameter":
        parameterSteps(scope, n, words, part, false);
        return;
      default:
        split(hoist(scope, n, asText(n, expansionText(scope, part, "none"))));
    }
  });
}

function doubleSteps(scope: Scope, n: Node, words: number, parts: readonly Part[]): void {
  const quoted = (text: Expression) => effect(scope, n, n.call("sh.words.quoted", unit, n.local(words), text));
  if (!parts.some((part) => part.kind === "parameter" && yieldsList(part))) {
    quoted(hoist(scope, n, asText(n, joined(n, pieces(scope, parts, "quoted")))));
    return;
  }
  for (const part of parts) {
    if (part.kind === "parameter" && yieldsList(part)) parameterSteps(scope, n, words, part, true);
    else if (part.kind === "double") doubleSteps(scope, n, words, part.parts);
    else quoted(hoist(scope, n, asText(n, joined(n, pieces(scope, [part], "quoted")))));
  }
}

function parameterSteps(scope: Scope, n: Node, words: number, part: Part<"parameter">, quoted: boolean): void {
  const list = (to: Scope, value: Expression) => {
    const bound = hoist(to, n, value, "list");
    effect(
      to,
      n,
      quoted ? n.call("sh.words.each", unit, n.local(words), bound) : n.call("sh.words.split_each", unit, n.local(words), n.sh(), bound),
    );
  };
  const text = (to: Scope, value: Expression) => {
    const bound = hoist(to, n, asText(n, value));
    effect(
      to,
      n,
      quoted ? n.call("sh.words.quoted", unit, n.local(words), bound) : n.call("sh.words.split", unit, n.local(words), n.sh(), bound),
    );
  };
  const { operation } = part;
  if (operation?.kind !== "default") {
    if (isList(part) && !(quoted && joinsQuoted(part))) list(scope, parameterList(scope, part));
    else text(scope, expansionText(scope, part, quoted ? "quoted" : "none"));
    return;
  }
  const { param, test, value: only } = presence(scope, n, part, operation);
  const value = (to: Scope) => {
    if (isList(part) && !(quoted && joinsQuoted(part))) list(to, n.shell("sh.values", n.listOf(bytes), param()));
    else text(to, only());
  };
  const word = (to: Scope) => {
    if (quoted) doubleSteps(to, n, words, operation.word.parts);
    else steps(to, n, words, operation.word.parts, { first: true, split: true });
  };
  if (operation.operator === "?") {
    require(scope, n, part, operation, param, test);
    value(scope);
    return;
  }
  const then = inner(scope);
  const orElse = inner(scope);
  if (operation.operator === "+") word(then);
  else value(then);
  if (operation.operator === "-") word(orElse);
  else if (operation.operator === "=") {
    const given = hoist(orElse, n, asText(n, textOf(orElse, operation.word, "plain")));
    text(orElse, n.shell("sh.assign_default", bytes, param(), given));
  } else if (quoted) effect(orElse, n, n.call("sh.words.quoted", unit, n.local(words), n.text("")));
  push(
    scope,
    n.stmt("if", n.span, { test, then: { statements: then.out }, orElse: orElse.out.length ? { statements: orElse.out } : undefined }),
  );
}
