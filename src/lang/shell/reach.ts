/** Programs in which something may reach any variable by its name. */
import { literalText } from "./integer-words.ts";
import { firstWord, some } from "./lower/scan.ts";
import type { Command, List } from "./parse/index.ts";

/** Is there text that is evaluated, or a list of all variables? */
export const reachesAll = (body: List): boolean =>
  some(body, (node) => {
    if (node.kind === "parameter" && (node.operation as { kind?: string } | undefined)?.kind === "names") return true;
    if (node.kind === "coproc") return true;
    if (node.kind !== "simple") return false;
    const c = node as unknown as Command<"simple">;
    const name = firstWord(c);
    if (name === "." || name === "source" || name === "eval" || name === "compgen") return true;
    const literals = c.words.flatMap((word) => ("assignment" in word ? [] : [literalText(word)]));
    if (name === "set" && (c.words.length === 1 || literals.some((text) => /^-[a-zA-Z]*a|allexport/.test(text)))) return true;
    if (
      (name === "declare" || name === "typeset" || name === "local" || name === "readonly" || name === "export") &&
      c.words.slice(1).every((word) => !("assignment" in word) && /^[-+]/.test(literalText(word)))
    )
      return true;
    return false;
  });
