/** Builtins that fill an indexed array, or unset an element of one, where that is plain to see. */
import { IS_NAME, literalText } from "./integer-words.ts";
import type { Command, Word } from "./parse/index.ts";
import { firstWord } from "./lower/scan.ts";

/** The array that `read -ra name`, `mapfile -t name` makes anew. */
export function filledArray(c: Command<"simple">): string | undefined {
  const name = firstWord(c);
  const fills = name === "mapfile" || name === "readarray";
  if (!fills && name !== "read") return undefined;
  const texts = c.words.slice(1).map((word) => ("assignment" in word ? "\0" : literalText(word)));
  const array = texts.pop() ?? "";
  if (!IS_NAME.test(array)) return undefined;
  const last = texts.at(-1) ?? "";
  for (let i = 0; i < texts.length; i++) {
    // Its value is the next word.
    if (/^-t?d$/.test(texts[i]) && i + 1 < texts.length - (fills ? 0 : 1)) i++;
    else if (!(fills ? /^-(?:t|t?d[^\0]+)$/ : /^-(?:r|r?s?a|r?d[^\0]+)$/).test(texts[i])) return undefined;
  }
  return fills || /^-\w*a$/.test(last) ? array : undefined;
}

/** The element that `unset 'name[subscript]'` is about. */
export function unsetElement(c: Command<"simple">): { readonly name: string; readonly subscript: Word } | undefined {
  const [, word, ...more] = c.words;
  if (firstWord(c) !== "unset" || !word || more.length || "assignment" in word || c.redirects.length || c.assignments.length)
    return undefined;
  const parts = word.parts.flatMap((part) => (part.kind === "double" ? part.parts : [part]));
  const [first, last] = [parts[0], parts.at(-1)];
  const isText = (part: typeof first | undefined): part is Extract<typeof first, { text: string }> =>
    part?.kind === "quoted" || part?.kind === "literal";
  if (!isText(first) || !isText(last) || parts.some((part) => part.kind === "command" || part.kind === "process")) return undefined;
  const found = /^([A-Za-z_]\w*)\[/.exec(first.text);
  if (!found || !last.text.endsWith("]")) return undefined;
  const inner = parts.map((part, i) => {
    if (!isText(part)) return part;
    const text = part.text.slice(i === 0 ? found[0].length : 0, part === last ? -1 : undefined);
    return { kind: "literal" as const, text };
  });
  const subscript = { parts: inner.filter((part) => part.kind !== "literal" || part.text !== ""), place: word.place };
  const text = literalText(subscript);
  return text === "" || /[[\]@*'"]/.test(text) ? undefined : { name: found[1], subscript };
}
