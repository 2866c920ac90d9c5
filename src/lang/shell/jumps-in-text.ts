/** Jumps that are no commands of the program. */
import { firstWord, walk } from "./lower/scan.ts";
import type { Command, Script } from "./parse/index.ts";

/** Is `break` or `continue` written in more places than commands are? */
export function hasJumpsInText({ body, text, comments }: Script): boolean {
  const count = (part: string): number => part.match(/\b(?:break|continue)\b/g)?.length ?? 0;
  let commands = comments.reduce((sum, each) => sum + count(each.text), 0);
  walk(body, (node) => {
    if (node.kind === "simple" && /^(?:break|continue)$/.test(firstWord(node as unknown as Command<"simple">) ?? "")) commands++;
  });
  return count(text) > commands;
}
