/** `echo` of texts, and words that stand still. */
import type { Expression } from "../../../ir/index.ts";
import type { Part, Redirect } from "../parse/index.ts";
import type { Node, Scope } from "./context.ts";

/** Is it an `echo` of texts that writes them and nothing else has to know its words? The first word of several is no option. */
export function echoes({ unit }: Scope, name: string | undefined, words: readonly Expression[]): boolean {
  if (name !== "echo" || words.length < 2 || unit.functionNames.has("echo") || unit.traces || unit.readsLastWord) return false;
  const texts = words.slice(1);
  const first = texts[0].kind === "runtime" && texts[0].row === "sh.word" ? texts[0].args[0] : texts[0];
  return texts.every(isOneText) && (texts.length === 1 || first.type.kind === "int" || (first.kind === "str" && /^[^-]/.test(first.value)));
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
