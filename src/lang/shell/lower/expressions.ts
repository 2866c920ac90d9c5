/** Regular expressions that are known and valid. */
import type { Part, Word } from "../parse/index.ts";

/** The expression of a constant word, with quoted signs behind a backslash; undefined where it is none, or may not be valid. */
export function constantExpression(word: Word): string | undefined {
  let text = "";
  for (const part of word.parts) {
    const piece = expressionOf(part, text);
    if (piece === undefined) return undefined;
    text += piece;
  }
  return isValid(text) ? text : undefined;
}

/** A part of one behind `before`; a sign that is quoted within a set may be more than itself there. */
function expressionOf(part: Part, before: string): string | undefined {
  if (part.kind === "literal") return part.tilde ? undefined : part.text;
  if (before.lastIndexOf("[") > before.lastIndexOf("]")) return undefined;
  if (part.kind === "quoted") return part.text.replace(/[.[\]{}()*+?^$|\\]/g, "\\$&");
  if (part.kind !== "double") return undefined;
  const pieces = part.parts.map((each) => (each.kind === "quoted" ? expressionOf(each, before) : undefined));
  return pieces.includes(undefined) ? undefined : pieces.join("");
}

const CLASS = /\[:(?:alpha|digit|alnum|upper|lower|space|blank|punct|cntrl|print|graph|xdigit):\]/g;

/** Is it valid as bash reads it, and as it is read here? What the two take for different things is not. */
function isValid(text: string): boolean {
  const plain = text.replace(CLASS, "a");
  if (!/^[\x20-\x7e]+$/.test(plain) || /\[\^?\]|\[[.=:]|\\[\w<>]|\(\?|[*+?}]\+|[*+?}]\?|\*\*/.test(plain)) return false;
  if (/\{(?!\d+(?:,\d*)?\})/.test(plain.replace(/\\\{/g, ""))) return false;
  try {
    new RegExp(plain);
    return true;
  } catch {
    return false;
  }
}
