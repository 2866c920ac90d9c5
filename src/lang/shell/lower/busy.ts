/** Which expansions need the line of their command: those that may print a message or ask for it. */
import { literalText } from "../integer-words.ts";
import type { Argument, Assignment, Part, Word } from "../parse/index.ts";
import { effect, unit, type Node, type Scope } from "./context.ts";
import { cannotFail, some } from "./scan.ts";
import { isTouchy } from "./touchy.ts";

export const isBusyArgument = (scope: Scope, word: Argument): boolean =>
  "assignment" in word
    ? (word.assignment.elements ?? []).some(({ value }) => isBusy(scope, value)) ||
      word.assignment.subscript !== undefined ||
      (word.assignment.value !== undefined && isBusy(scope, word.assignment.value))
    : isBusy(scope, word);

/** The same of `name=( … )`: subscripts that are no plain numbers are evaluated. */
export const isBusyList = (scope: Scope, { elements = [], subscript }: Assignment): boolean =>
  subscript !== undefined ||
  elements.some(({ key, value }) => isBusy(scope, value) || (key !== undefined && !/^[0-9]+$/.test(literalText(key))));

/** May expanding it print a message, or ask for the line? */
export function isBusy(scope: Scope, word: Word): boolean {
  const { unit } = scope;
  const busy = (part: Part): boolean => {
    switch (part.kind) {
      case "literal":
        return /[*?[~]/.test(part.text);
      case "quoted":
        return false;
      case "double":
        return part.parts.some(busy);
      case "parameter":
        return (unit.nounset && !isOwn(scope, part.name)) || isBusyParameter(scope, part, busy);
      case "arithmetic":
        return !cannotFail(part.expression, scope.native, !unit.nounset);
      case "command":
        // Its commands have lines of their own; a file that it reads has not.
        return part.body.items.every(({ command }) => command.kind === "simple" && !command.words.length);
      default:
        return true;
    }
  };
  return word.parts.some(busy);
}

/** The same of an expansion whose variable is set. */
function isBusyParameter(scope: Scope, p: Part<"parameter">, busy: (part: Part) => boolean): boolean {
  if (p.indirect || p.subscript?.kind === "text" || ASKS.test(p.name) || (!isOwn(scope, p.name) && isTouchy(scope.unit.touchy, p.name)))
    return true;
  const { operation } = p;
  switch (operation?.kind) {
    case undefined:
    case "length":
      return false;
    case "default":
      return (operation.operator !== "-" && operation.operator !== "+") || operation.word.parts.some(busy);
    case "trim":
      return isBusyPattern(operation.pattern, busy);
    case "replace":
      return isBusyPattern(operation.pattern, busy) || (operation.with !== undefined && isBusyPattern(operation.with, busy));
    case "case":
      return operation.pattern !== undefined && isBusyPattern(operation.pattern, busy);
    default:
      return true;
  }
}

const isBusyPattern = (word: Word, busy: (part: Part) => boolean): boolean =>
  word.parts.some((part) => (part.kind === "literal" ? part.text.startsWith("~") : busy(part)));

/** Variables that are made when they are read. */
const ASKS = /^(?:LINENO|BASH_.*|FUNCNAME|RANDOM|SECONDS|_)$/;

/** Is the variable no entry of the shell's? */
export const isOwn = (scope: Scope, name: string): boolean => scope.native.has(name) || scope.texts.has(name);

/** Where something asks for its line, it is that of the command. */
export function beginWhereAsked(scope: Scope, n: Node, tree: unknown): void {
  const asks = some(
    tree,
    (node) =>
      (node.kind === "parameter" && node.name === "LINENO") ||
      (node.kind === "arithmetic" && (node.expression as { text: string } | undefined)?.text.includes("LINENO") === true),
  );
  if (asks) effect(scope, n, n.shell("sh.begin", unit, n.line()));
}
