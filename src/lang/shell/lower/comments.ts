/** Comments of the source, given out in order. */
import type { Comment } from "../../../ir/index.ts";
import type { Place, ShellComment } from "../parse/index.ts";
import type { Scope } from "./context.ts";

export interface CommentQueue {
  readonly list: readonly ShellComment[];
  next: number;
}

/** Comments that stand before this place in the source and are not given out yet. */
export function takeComments(scope: Scope, place: Place): Comment[] {
  const { comments } = scope;
  const out: Comment[] = [];
  while (comments.next < comments.list.length) {
    const c = comments.list[comments.next];
    const newline = scope.text.indexOf("\n", place.start);
    const limit = c.own ? place.start : newline < 0 ? scope.text.length : newline;
    if (c.start > limit) break;
    comments.next++;
    if (c.start === 0 && c.text.startsWith("!")) continue;
    out.push({ text: Buffer.from(c.text, "latin1").toString("utf8"), own: c.own, span: { file: scope.file, start: c.start, end: c.end } });
  }
  return out;
}
