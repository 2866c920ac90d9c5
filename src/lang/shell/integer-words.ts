/** Words that are integers, or whose text is known. */
import type { Word } from "./parse/index.ts";

const CANONICAL = /^(?:0|-?[1-9][0-9]{0,17})$/;
export const IS_NAME = /^[A-Za-z_][A-Za-z0-9_]*$/;

/** The literal text of a word, with NUL for each expansion. */
export const literalText = (word: Word): string =>
  word.parts
    .map((part) =>
      part.kind === "literal" || part.kind === "quoted"
        ? part.text
        : part.kind === "double"
          ? literalText({ parts: part.parts, place: word.place })
          : "\0",
    )
    .join("");

/** Letters of options name nothing. */
export const isOption = (command: string | undefined, text: string): boolean =>
  /^[-+][a-zA-Z]$/.test(text) || (/^(?:declare|typeset|local|export|readonly)$/.test(command ?? "") && /^[-+][a-zA-Z]+$/.test(text));

/** May a text be evaluated as an expression later? Words side by side are none: a mistake that reads variables at most. */
export const mayBeExpression = (text: string): boolean =>
  !text.includes("\0") && text.length < 40 && (!/[\w)\]]\s+[\w(]/.test(text) || /=|\+\+|--/.test(text));

/** `*` alone: a pattern of every text. */
export const isStar = (pattern: Word): boolean =>
  pattern.parts.length === 1 && pattern.parts[0].kind === "literal" && pattern.parts[0].text === "*";

/** A word whose text is an integer as bash prints one; `of`: the text of that variable. */
export function integerWord(word: Word): { readonly of?: string } | undefined {
  const parts = word.parts.length === 1 && word.parts[0].kind === "double" ? word.parts[0].parts : word.parts;
  if (parts.every((part) => part.kind === "literal" || part.kind === "quoted"))
    return CANONICAL.test(literalText({ parts, place: word.place })) ? {} : undefined;
  if (parts.length !== 1) return undefined;
  const [part] = parts;
  if (part.kind === "arithmetic") return {};
  if (part.kind !== "parameter" || part.indirect || part.subscript?.kind === "text") return undefined;
  if (part.operation?.kind === "length") return {};
  if (part.operation || part.subscript) return undefined;
  if (part.name === "#" || part.name === "?") return {};
  return IS_NAME.test(part.name) || /^[1-9]$/.test(part.name) ? { of: part.name } : undefined;
}

/** Numbers as the words of a loop: their values. */
export function numbersOf(words: readonly Word[]): readonly bigint[] | undefined {
  const texts = words.map((word) =>
    word.parts.every((part) => part.kind === "literal" || part.kind === "quoted") ? literalText(word) : "",
  );
  return texts.length > 0 && texts.every((text) => CANONICAL.test(text)) ? texts.map(BigInt) : undefined;
}

/** `"${!a[@]}"` as the only word of a loop: the array. */
export function keysOf(words: readonly Word[]): string | undefined {
  const parts = words.length === 1 ? words[0].parts : [];
  const [part] = parts.length === 1 && parts[0].kind === "double" ? parts[0].parts : parts;
  const alone = parts.length === 1 && (parts[0].kind !== "double" || parts[0].parts.length === 1);
  return alone && part.kind === "parameter" && part.operation?.kind === "keys" && !part.operation.star ? part.name : undefined;
}

/** `{1..10}` as the only word of a loop. */
export function rangeOf(words: readonly Word[]): { readonly from: bigint; readonly to: bigint } | undefined {
  if (words.length !== 1) return undefined;
  const found = /^\{(0|-?[1-9][0-9]{0,8})\.\.(0|-?[1-9][0-9]{0,8})\}$/.exec(
    words[0].parts.every((part) => part.kind === "literal") ? literalText(words[0]) : "",
  );
  return found ? { from: BigInt(found[1]), to: BigInt(found[2]) } : undefined;
}
