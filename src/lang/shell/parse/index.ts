/** The parser of shell scripts. tree-sitter-bash is not used for it: see ARCHITECTURE.md. */
import type { ListItem, Script } from "./ast.ts";
import { createAliases, isAliased } from "./alias.ts";
import { list } from "./command.ts";
import { createExtglob } from "./extglob.ts";
import { readHeres } from "./here.ts";
import { createState, ShellSyntaxError } from "./state.ts";

export type * from "./ast.ts";
export { ShellSyntaxError } from "./state.ts";

/** Mistakes that are bash's as well, whatever else this parser may not know. */
const SURE =
  /unexpected token `(?:fi|done|do|then|elif|else|esac|\}|\)|;;|&|&&|\|\||;|newline|x)'|unexpected end of file|^unexpected EOF|`\('/;

/**
 * A script from its text. bash runs what stands before the complete command with a mistake: so does the result. Throws `ShellSyntaxError`
 * where the mistake may be this parser's.
 */
export function parseShell(text: string, posix = false): Script {
  const bytes = Buffer.from(text, "utf8").toString("latin1");
  const state = createState(bytes, 0, 1, undefined, { posix, aliases: createAliases(posix), extglob: createExtglob(bytes, posix) });
  const items: ListItem[] = [];
  try {
    const body = list(state, [], true, items);
    if (state.pending.length) readHeres(state);
    return { body, comments: state.comments, text: bytes, aliased: isAliased(state) };
  } catch (error) {
    if (!(error instanceof ShellSyntaxError) || !(error.conditional || SURE.test(error.message))) throw error;
    const whole = items.slice(0, items.findLastIndex((item) => item.newline) + 1);
    const { start, line, message, conditional, inList } = error;
    // bash goes on with the next line.
    if (inList && /\n\s*[^\s#]/.test(bytes.slice(start))) throw error;
    const body = { items: whole, place: { start: 0, end: whole.at(-1)?.command.place.end ?? 0, line: 1 } };
    return { body, comments: state.comments, text: bytes, mistake: { start, line, message, conditional, inList } };
  }
}

/** The same from byte text; `firstLine` and `place` for text that stands inside another (constant `eval`, `trap`). */
export function parseBytes(text: string, firstLine = 1, place?: { start: number; end: number }): Script {
  const state = createState(text, 0, firstLine, place);
  const body = list(state, [], true);
  if (state.pending.length) readHeres(state);
  return { body, comments: state.comments, text };
}
