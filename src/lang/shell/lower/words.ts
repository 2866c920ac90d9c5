/** The words of a command: splitting, globbing, lists. */
import type { Expression, LocalId, Statement } from "../../../ir/index.ts";
import type { Argument, Assignment, Operation, Parameter, Part, Place, Word } from "../parse/index.ts";
import { expandBraces, longRange, type LongRange } from "./brace.ts";
import type { RowId } from "../builtins/index.ts";
import {
  ARGV,
  at,
  bytes,
  effect,
  freeze,
  hoist,
  inner,
  isCapture,
  newLocal,
  push,
  runtimeType,
  unit,
  WORDS,
  type Node,
  type Scope,
} from "./context.ts";
import { isFreeInteger } from "./free.ts";
import { isList, joinsQuoted, parameterList, presence, require } from "./parameters.ts";
import { constantWord, asText, expansionText, isOwnPiece, isQuiet, joined, pieces, textOf } from "./text.ts";

/** Words as a list: a text, or a list of texts, for each. */
export function argv(scope: Scope, place: Place, words: readonly Argument[]): Expression<"runtime"> {
  const n = at(scope, place);
  const items: Expression[] = [];
  for (const word of words)
    for (const each of expanded(word)) {
      const step = inner(scope);
      const item = itemOf(step, n, each);
      if (step.out.length)
        for (const [k, earlier] of items.entries())
          if (!(isQuiet(step) && isOwnPiece(earlier))) items[k] = freeze(scope, n, earlier, "word");
      scope.out.push(...step.out);
      items.push(item);
    }
  return n.expr("runtime", ARGV, n.span, { row: "sh.argv", args: items });
}

function expanded(word: Argument): readonly (Argument | LongRange)[] {
  if ("assignment" in word) return [word];
  const range = longRange(word);
  // An alternative of nothing is no word.
  return range ? [range] : expandBraces(word).filter(({ parts }) => parts.length || !word.parts.length);
}

/** One word as a text or a list of texts. */
function itemOf(scope: Scope, n: Node, word: Argument | LongRange): Expression {
  if ("from" in word) {
    const local = newWords(scope, n);
    const { prefix, from, to, step, width, suffix } = word;
    const numbers = [from, to, step, width].map((each) => n.number(each));
    effect(scope, n, n.call("sh.words.range", unit, n.local(local), n.text(prefix), ...numbers, n.text(suffix)));
    return n.local(local);
  }
  if ("assignment" in word) return assignmentText(scope, word.assignment);
  if (isSingle(scope, word)) return bare(textOf(scope, word, "plain"));
  return listItem(scope, n, word) ?? builtItem(scope, n, word);
}

/** A text that is only a number is a word as it stands. */
const bare = (text: Expression): Expression =>
  text.kind === "runtime" && text.row === "sh.word" && text.args.length === 1 && text.args[0].type.kind === "int" ? text.args[0] : text;

/** A word that one expansion is all of, as a list. */
function listItem(scope: Scope, n: Node, word: Word): Expression | undefined {
  const [part] = word.parts;
  if (word.parts.length !== 1) return undefined;
  const list = n.listOf(bytes);
  if (part.kind === "literal") return part.text.startsWith("~") ? undefined : n.shell("sh.glob", list, n.text(part.text));
  if (part.kind === "double") {
    const [only] = part.parts;
    if (part.parts.length !== 1 || only.kind !== "parameter" || only.operation?.kind === "default" || !yieldsList(only)) return undefined;
    return parameterList(scope, only, true);
  }
  if (isPlainExpansion(part)) {
    if (
      part.kind === "parameter" &&
      !part.operation &&
      !part.subscript &&
      !part.indirect &&
      !scope.texts.has(part.name) &&
      !(part.name === "#" && scope.list !== undefined) &&
      !scope.native.has(part.name)
    )
      return n.shell("sh.fields", list, n.name(part.name));
    return n.shell("sh.split", list, asText(n, expansionText(scope, part, "none")));
  }
  const field = part.kind === "parameter" && part.operation?.kind === "default" ? defaultField(scope, part, part.operation) : undefined;
  if (part.kind === "parameter" && field !== undefined)
    return n.shell(
      part.operation?.kind === "default" && part.operation.colon ? "sh.fields_or" : "sh.fields_else",
      list,
      n.name(part.name),
      n.text(field),
    );
  if (part.kind === "parameter" && part.operation?.kind !== "default") return n.shell("sh.split_each", list, parameterList(scope, part));
  return undefined;
}

/** The text of `${x:-text}` of a variable of the shell, where that is one field however words are split. */
function defaultField(scope: Scope, p: Parameter, operation: Operation & { kind: "default" }): string | undefined {
  if (operation.operator !== "-" || p.indirect || p.subscript || isList(p) || scope.texts.has(p.name) || scope.native.has(p.name))
    return undefined;
  const [only, ...more] = operation.word.parts;
  if (more.length || !only || (scope.list !== undefined && /^[#@*]$/.test(p.name))) return undefined;
  if (only.kind === "double") return constantWord({ parts: [only], place: operation.word.place });
  if (only.kind === "quoted") return only.text;
  return only.kind === "literal" && !scope.unit.assignsIfs && /^[A-Za-z0-9_./:,=%+-]+$/.test(only.text) ? only.text : undefined;
}

/** A word of several parts, or of none or more: built step by step. */
function builtItem(scope: Scope, n: Node, word: Word): Expression {
  const before = { comments: scope.comments.next, locals: scope.locals.length, labels: scope.labels.next };
  const trial = inner(scope, { bits: true });
  const made = newWords(trial, n);
  steps(trial, n, made, word.parts, { first: true, split: false });
  const bits = bitsOf(n, trial.out.slice(1));
  if (bits) {
    scope.out.push(...bits.before);
    return n.shell("sh.bits", n.listOf(bytes), ...bits.parts);
  }
  scope.comments.next = before.comments;
  scope.locals.length = before.locals;
  scope.labels.next = before.labels;
  const local = newWords(scope, n);
  steps(scope, n, local, word.parts, { first: true, split: false });
  effect(scope, n, n.call("sh.words.end", unit, n.local(local), n.sh()));
  return n.local(local);
}

/** The steps as parts of one call, behind the substitutions in them, where they are nothing but these. */
function bitsOf(
  n: Node,
  steps: readonly Statement[],
): { readonly before: readonly Statement[]; readonly parts: readonly Expression[] } | undefined {
  const parts: Expression[] = [];
  const before: Statement[] = [];
  const sets = steps.some((step) => step.kind === "expression" && hasSet(step.value));
  for (const step of steps) {
    if (step.kind === "let" && step.value && isCapture(step.value)) {
      if (!parts.every((part) => isOwnPiece(part) || (part.kind === "runtime" && part.args.every(isOwnPiece)))) return undefined;
      before.push(step);
      continue;
    }
    const value = step.kind === "expression" ? step.value : undefined;
    const row = value?.kind === "runtime" ? BITS[value.row] : undefined;
    if (!row || value?.kind !== "runtime" || value.args.some(isCapture)) return undefined;
    const text = value.args[value.args.length - 1];
    const last = parts.at(-1);
    if (!isPlainText(row, text, sets)) parts.push(n.call(row, BIT, text));
    else if (last?.kind === "str" && text.kind === "str") parts[parts.length - 1] = n.name(last.value + text.value);
    else parts.push(text);
  }
  return { before, parts };
}

/** Does it write a set of characters? What is quoted in one is none of its signs. */
const hasSet = (e: Expression): boolean =>
  e.kind === "runtime" && e.row === "sh.words.lit" && e.args.some((arg) => arg.kind === "str" && arg.value.includes("["));

/** Is the part a text that stands for itself, in quotes or not? */
const isPlainText = (row: RowId, text: Expression, sets: boolean): boolean =>
  text.kind === "str" && (row === "sh.bit.lit" || (row === "sh.bit.quoted" && !sets && /^[^*?[\]\\+@!()|]+$/.test(text.value)));

const BIT = runtimeType("Bit");
const BITS: Readonly<Record<string, RowId | undefined>> = {
  "sh.words.lit": "sh.bit.lit",
  "sh.words.quoted": "sh.bit.quoted",
  "sh.words.split": "sh.bit.split",
  "sh.words.each": "sh.bit.each",
  "sh.words.split_each": "sh.bit.split_each",
};

/** A value that a step takes: parts of one call are evaluated where they stand. */
const held = (scope: Scope, n: Node, value: Expression, name?: string): Expression =>
  scope.bits && !isCapture(value) ? value : hoist(scope, n, value, name);

function newWords(scope: Scope, n: Node): LocalId {
  const local = newLocal(scope, "word", WORDS, n.span);
  push(scope, n.stmt("let", n.span, { local, value: n.call("sh.words.new", WORDS) }));
  return local;
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
    case "command":
      return !scope.unit.assignsIfs && isFreeInteger(scope, part);
    case "parameter":
      return (
        !part.indirect &&
        ((part.operation?.kind === "length" && !scope.unit.splitsDigits) ||
          (!part.operation && !part.subscript && scope.native.has(part.name) && !scope.unit.assignsIfs) ||
          (!part.operation && !scope.unit.splitsDigits && (part.name === "#" || part.name === "?" || part.name === "$") && !part.subscript))
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

const TILDE = /^~[A-Za-z0-9_.+-]*(?=\/|$)/;

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
        const prefix = (i === 0 && mode.first) || part.tilde ? TILDE.exec(text)?.[0] : undefined;
        // What follows in quotes or is expanded belongs to the prefix, which then names nobody.
        const tilde = prefix?.length === text.length && !part.tilde && parts.length > 1 ? undefined : prefix;
        if (tilde !== undefined) {
          add("sh.words.quoted", held(scope, n, n.shell("sh.tilde", bytes, n.text(tilde))));
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
        add("sh.words.quoted", held(scope, n, expansionText(scope, part, "none")));
        return;
      case "parameter":
        parameterSteps(scope, n, words, part, false);
        return;
      default:
        split(held(scope, n, asText(n, expansionText(scope, part, "none"))));
    }
  });
}

function doubleSteps(scope: Scope, n: Node, words: number, parts: readonly Part[]): void {
  const quoted = (text: Expression) => effect(scope, n, n.call("sh.words.quoted", unit, n.local(words), text));
  if (!hasList(parts)) {
    quoted(held(scope, n, asText(n, joined(n, pieces(scope, parts, "quoted")))));
    return;
  }
  for (const part of parts) {
    if (part.kind === "parameter" && yieldsList(part)) parameterSteps(scope, n, words, part, true);
    else if (part.kind === "double") doubleSteps(scope, n, words, part.parts);
    else quoted(held(scope, n, asText(n, joined(n, pieces(scope, [part], "quoted")))));
  }
}

function parameterSteps(scope: Scope, n: Node, words: number, part: Part<"parameter">, quoted: boolean): void {
  const list = (to: Scope, value: Expression) => {
    const bound = held(to, n, value, "list");
    effect(
      to,
      n,
      quoted ? n.call("sh.words.each", unit, n.local(words), bound) : n.call("sh.words.split_each", unit, n.local(words), n.sh(), bound),
    );
  };
  const text = (to: Scope, value: Expression) => {
    const bound = held(to, n, asText(n, value));
    effect(
      to,
      n,
      quoted ? n.call("sh.words.quoted", unit, n.local(words), bound) : n.call("sh.words.split", unit, n.local(words), n.sh(), bound),
    );
  };
  const { operation } = part;
  if (operation?.kind !== "default") {
    if (isList(part) && !(quoted && joinsQuoted(part))) list(scope, parameterList(scope, part, quoted));
    else text(scope, expansionText(scope, part, quoted ? "quoted" : "none"));
    return;
  }
  const { param, test, value: only } = presence(scope, n, part, operation, quoted);
  const value = (to: Scope) => {
    if (isList(part) && !(quoted && joinsQuoted(part))) list(to, n.shell("sh.values", n.listOf(bytes), param()));
    else text(to, only());
  };
  const word = (to: Scope) => {
    if (quoted) {
      // A list without elements leaves an empty field.
      if (hasList(operation.word.parts)) effect(to, n, n.call("sh.words.quoted", unit, n.local(words), n.text("")));
      doubleSteps(to, n, words, operation.word.parts);
    } else steps(to, n, words, operation.word.parts, { first: true, split: true });
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
  } else if (quoted && (part.indirect || !(part.name === "@" || part.subscript?.kind === "all")))
    effect(orElse, n, n.call("sh.words.quoted", unit, n.local(words), n.text("")));
  push(
    scope,
    n.stmt("if", n.span, { test, then: { statements: then.out }, orElse: orElse.out.length ? { statements: orElse.out } : undefined }),
  );
}
