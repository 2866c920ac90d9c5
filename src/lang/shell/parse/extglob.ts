/** `@(a|b)` is a pattern only where `extglob` is on when the line is read; elsewhere its parenthesis is a mistake, as in bash. */
import type { Command, ListItem } from "./ast.ts";
import { walk } from "../lower/scan.ts";
import type { State } from "./state.ts";
import { constantText } from "./word.ts";

/** What is known of the option: `undefined` where it depends on what has run. */
export interface Extglob {
  on: boolean | undefined;
  /** Nothing in the script changes it. */
  readonly fixed: boolean;
}

/** The option at the start of a script. */
export const createExtglob = (text: string, posix: boolean): Extglob => ({
  on: posix || /^#!.*extglob/.test(text) ? undefined : false,
  fixed: posix || !/extglob|\b(?:source|eval|shopt)\b|(?:^|[\s;&|])\.\s/.test(text),
});

/** What the commands of a line do to the option for the lines that come. */
export function noteExtglob({ extglob }: State, items: readonly ListItem[]): void {
  if (!extglob || extglob.fixed) return;
  for (const { command } of items)
    walk(command, (node) => {
      if (node.kind !== "simple") return;
      const c = node as unknown as Command<"simple">;
      if (!c.words.length) return;
      const words = c.words.map((word) => ("assignment" in word ? undefined : constantText(word, true)));
      const [name, option] = words;
      if (name === "shopt" && words.includes("extglob")) extglob.on = c === command && !c.redirects.length ? option === "-s" : undefined;
      else if (
        name === undefined ||
        name === "source" ||
        name === "." ||
        name === "eval" ||
        (name === "shopt" && words.includes(undefined))
      )
        extglob.on = undefined;
    });
}
