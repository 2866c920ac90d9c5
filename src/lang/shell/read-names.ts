/** `read` of variables by their names, where that is plain to see. */
import { IS_NAME, literalText } from "./integer-words.ts";
import type { Command, Word } from "./parse/index.ts";

const isOneField = (word: Word): boolean =>
  word.parts.length > 0 &&
  word.parts.every((part) => part.kind === "quoted" || part.kind === "double" || (part.kind === "literal" && !/[*?[{~]/.test(part.text)));

/** The names that `read` assigns, in order; undefined where options or names are not plain. */
export function namesOfRead(c: Command<"simple">): readonly string[] | undefined {
  if (c.assignments.some((a) => a.name !== "IFS" || a.subscript !== undefined || a.elements !== undefined)) return undefined;
  const words: Word[] = [];
  for (const word of c.words.slice(1)) {
    if ("assignment" in word || !isOneField(word)) return undefined;
    words.push(word);
  }
  let at = 0;
  for (; at < words.length; at++) {
    const text = literalText(words[at]);
    if (!text.startsWith("-")) break;
    if (/^-[rs]+$/.test(text) || /^-[rs]*[dnNt].+$/.test(text)) continue;
    // Its value is the next word.
    if (!/^-[rs]*[dnNtpu]$/.test(text)) return undefined;
    at++;
  }
  const names = words.slice(at).map(literalText);
  return names.length > 0 && names.every((name) => IS_NAME.test(name)) ? names : undefined;
}
