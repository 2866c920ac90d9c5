/** The parser of shell scripts. tree-sitter-bash is not used for it: see ARCHITECTURE.md. */
import type { Script } from "./ast.ts";
import { list } from "./command.ts";
import { readHeres } from "./here.ts";
import { createState } from "./state.ts";

export type * from "./ast.ts";
export { ShellSyntaxError } from "./state.ts";

/** A script from its text; throws `ShellSyntaxError` at the first mistake, as bash sees it. */
export function parseShell(text: string): Script {
  const bytes = Buffer.from(text, "utf8").toString("latin1");
  return parseBytes(bytes);
}

/** The same from byte text; `firstLine` and `place` for text that stands inside another (constant `eval`, `trap`). */
export function parseBytes(text: string, firstLine = 1, place?: { start: number; end: number }): Script {
  const state = createState(text, 0, firstLine, place);
  const body = list(state, [], true);
  if (state.pending.length) readHeres(state);
  return { body, comments: state.comments, text };
}
