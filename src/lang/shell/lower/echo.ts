/** `echo` of texts, and words that stand still. */
import type { Expression } from "../../../ir/index.ts";
import { literalText } from "../integer-words.ts";
import type { Argument, Part, Redirect, Word } from "../parse/index.ts";
import type { Node, Scope } from "./context.ts";

/** Is it an `echo` of texts that writes them and nothing else has to know its words? The first word of several is no option. */
export function echoes({ unit }: Scope, name: string | undefined, words: readonly Expression[]): boolean {
  if (name !== "echo" || words.length < 2 || unit.functionNames.has("echo") || unit.traces || unit.readsLastWord) return false;
  const texts = words.slice(1);
  const first = texts[0].kind === "runtime" && texts[0].row === "sh.word" ? texts[0].args[0] : texts[0];
  return texts.every(isOneText) && (texts.length === 1 || first.type.kind === "int" || (first.kind === "str" && /^[^-]/.test(first.value)));
}

/** Is it a `printf` with operands? */
export const prints = ({ unit }: Scope, name: string | undefined, words: readonly Expression[]): boolean =>
  name === "printf" && words.length > 1 && !unit.functionNames.has("printf");

/** The words of an `echo` with lists in quotes as the texts that it writes: what stands first must be no option. */
export function echoedWords(scope: Scope, name: string | undefined, words: readonly Argument[]): readonly Argument[] {
  const first = words[1] as Argument | undefined;
  if (name !== "echo" || scope.unit.functionNames.has("echo") || scope.list !== undefined || !first || "assignment" in first) return words;
  if (!/^[^-\0]/.test(literalText(first)) || scope.unit.traces || scope.unit.readsLastWord) return words;
  const spaced = (part: Part): Part =>
    part.kind === "parameter" && !part.operation && !part.indirect && (part.name === "@" || part.subscript?.kind === "all")
      ? { ...part, spaced: true }
      : part;
  const inQuotes = (part: Part): Part => (part.kind === "double" ? { ...part, parts: part.parts.map(spaced) } : part);
  // A word that is a list alone may be none.
  const stays = (word: Word): boolean => /[^\0]/.test(literalText(word));
  return words.map((word) => ("assignment" in word || !stays(word) ? word : { ...word, parts: word.parts.map(inQuotes) }));
}

/** Words that are what they are before and after redirections. */
export const isPlainItem = (e: Expression): boolean =>
  e.kind === "str" ||
  e.kind === "bytes" ||
  (e.kind === "local" && (e.type.kind === "bytes" || e.type.kind === "int")) ||
  (e.kind === "runtime" && e.row === "sh.word" && e.args.every(isPlainItem));

/** Does the target change nothing? */
export const isStill = (r: Redirect): boolean => r.word.parts.every(isStillPart);
const isStillPart = (part: Part): boolean =>
  part.kind === "literal" ||
  part.kind === "quoted" ||
  (part.kind === "parameter" && !part.operation && !part.subscript && !part.indirect) ||
  (part.kind === "double" && part.parts.every(isStillPart));

/** Is the word one text, not a list? */
export const isOneText = ({ type }: Expression): boolean => type.kind === "bytes" || type.kind === "str" || type.kind === "int";

/** Texts with a blank between them, as the pieces of one text. */
export function spaced(n: Node, texts: readonly Expression[]): readonly Expression[] {
  const pieces = texts.flatMap((text, i) => [
    ...(i > 0 ? [n.text(" ")] : []),
    ...(text.kind === "runtime" && text.row === "sh.word" ? text.args : [text]),
  ]);
  const out: Expression[] = [];
  for (const piece of pieces) {
    const last = out.at(-1);
    if (last?.kind === "str" && piece.kind === "str") out[out.length - 1] = n.name(last.value + piece.value);
    else out.push(piece);
  }
  return out;
}
