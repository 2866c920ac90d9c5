/** The comments of a function's body, each at the statement that it stands at. */
import type { Span } from "../../../base/span.ts";
import { lineIndex, type Source } from "../../../base/text.ts";
import type { Comment, Statement } from "../../../ir/index.ts";
import type { Stmt } from "../ast.ts";
import type { FunctionContext } from "./context.ts";

interface Places {
  readonly above: Map<Stmt, Comment[]>;
  /** At the end of its line. */
  readonly behind: Map<Stmt, Comment[]>;
  /** Behind the last statement of a block. */
  readonly after: Map<Stmt, Comment[]>;
  /** In a block without statements, by its first token. */
  readonly alone: Map<number, Comment[]>;
}

export interface BodyComments {
  readonly places: Places;
}

const add = <K>(map: Map<K, Comment[]>, key: K, comment: Comment): void => {
  const list = map.get(key);
  if (list) list.push(comment);
  else map.set(key, [comment]);
};

/** The statements directly inside another one. */
function childrenOf(s: Stmt): readonly Stmt[] {
  switch (s.kind) {
    case "block":
      return s.body;
    case "if":
      return s.orElse ? [s.then, s.orElse] : [s.then];
    case "for":
      return [...s.init, s.body];
    case "while":
    case "do":
    case "switch":
    case "case":
    case "label":
      return [s.body];
    default:
      return [];
  }
}

/** Finds a statement for each comment of a body. */
export function placeComments(
  block: Stmt<"block">,
  comments: readonly Comment[],
  source: Source,
  spanOf: (from: number, to?: number) => Span,
): BodyComments {
  const places: Places = { above: new Map(), behind: new Map(), after: new Map(), alone: new Map() };
  const spans = new Map<Stmt, Span>();
  const span = (s: Stmt): Span => {
    let found = spans.get(s);
    if (!found) spans.set(s, (found = spanOf(s.at, s.to)));
    return found;
  };
  const line = (position: number): number => lineIndex(source, position);
  const above = (s: Stmt, comment: Comment): void => {
    if (s.kind === "label" || s.kind === "case") above(s.body, comment);
    else add(places.above, s, { ...comment, own: true });
  };
  /** In front of what stands in a place where no list of statements is. */
  const inside = (s: Stmt, comment: Comment): void => {
    if (s.kind !== "block") above(s, comment);
    else if (s.body.length) above(s.body[0], comment);
    else add(places.alone, s.at, { ...comment, own: true });
  };
  const after = (s: Stmt, comment: Comment): void => {
    const tail = tailOf(s);
    if (tail !== s) after(tail, comment);
    else if (s.kind === "return" || s.kind === "goto" || s.kind === "break" || s.kind === "continue") {
      // What stands behind the end of a block is never reached: it is said before.
      if (line(span(s).end) === line(comment.span.start)) add(places.behind, s, comment);
      else above(s, comment);
    } else if (isSimple(s) && line(span(s).end) === line(comment.span.start)) add(places.behind, s, comment);
    else add(places.after, s, { ...comment, own: true });
  };
  const place = (parent: Stmt, comment: Comment): void => {
    const list = childrenOf(parent);
    const at = comment.span.start;
    let previous: Stmt | undefined;
    for (const child of list) {
      const { start, end } = span(child);
      if (end <= at) {
        previous = child;
        continue;
      }
      if (start <= at) return childrenOf(child).length || child.kind === "block" ? place(child, comment) : above(child, comment);
      if (previous && isSimple(tailOf(previous)) && line(span(previous).end) === line(at)) return after(previous, comment);
      return parent.kind === "block" ? above(child, comment) : inside(child, comment);
    }
    if (previous && parent.kind === "block") after(previous, comment);
    else if (previous) inside(previous, comment);
    else add(places.alone, parent.at, { ...comment, own: true });
  };
  for (const comment of comments) place(block, comment);
  return { places };
}

/** The statement that ends another one without a brace. */
function tailOf(s: Stmt): Stmt {
  if (s.kind === "block" || s.kind === "do") return s;
  const last = childrenOf(s).at(-1);
  return last && last.kind !== "block" ? tailOf(last) : s.kind === "label" || s.kind === "case" ? s.body : s;
}

const isSimple = (s: Stmt): boolean => childrenOf(s).length === 0 && s.kind !== "block";

/** Takes comments so that they are handed out once: a statement may be lowered twice. */
function take<K>(map: Map<K, Comment[]> | undefined, key: K): readonly Comment[] {
  const found = map?.get(key);
  if (!found) return [];
  map!.delete(key);
  return found.flatMap(linesOf);
}

/** One comment a line. */
export const linesOf = (comment: Comment): readonly Comment[] =>
  comment.text.includes("\n") ? comment.text.split("\n").map((text) => ({ ...comment, text, own: true })) : [comment];

export const commentsAbove = (cx: FunctionContext, s: Stmt): readonly Comment[] => take(cx.comments?.places.above, s);
export const commentsBehind = (cx: FunctionContext, s: Stmt): readonly Comment[] => take(cx.comments?.places.behind, s);

const nothing = (cx: FunctionContext, comments: readonly Comment[]): Statement =>
  cx.program.build.stmt("block", comments[0].span, { body: { statements: [] } }, comments);

/** The comments behind the last statement of a block, as a statement of their own. */
export function commentsAfter(cx: FunctionContext, s: Stmt, out: Statement[]): void {
  const found = take(cx.comments?.places.after, s);
  if (found.length) out.push(nothing(cx, found));
}

/** The comments of a block that has nothing else. */
export function commentsAlone(cx: FunctionContext, s: Stmt, out: Statement[]): void {
  const found = s.kind === "block" && s.body.length === 0 ? take(cx.comments?.places.alone, s.at) : [];
  if (found.length) out.push(nothing(cx, found));
}

/** The comments of a statement that is left out. */
export function commentsOfDropped(cx: FunctionContext, s: Stmt, out: Statement[]): void {
  if (!cx.comments) return;
  const found = [...commentsAbove(cx, s), ...commentsBehind(cx, s), ...take(cx.comments.places.after, s)];
  if (found.length)
    out.push(
      nothing(
        cx,
        found.map((each) => ({ ...each, own: true })),
      ),
    );
}

/** What no statement has taken, at the end of the function. */
export function remainingComments(cx: FunctionContext, out: Statement[]): void {
  const { places } = cx.comments ?? {};
  if (!places) return;
  const maps: Map<unknown, Comment[]>[] = [places.above, places.behind, places.after, places.alone];
  const rest = maps.flatMap((map) => [...map.values()].flat());
  const found = [...cx.pending.splice(0), ...rest.sort((a, b) => a.span.start - b.span.start).flatMap(linesOf)];
  if (!found.length) return;
  const last = nothing(
    cx,
    found.map((each) => ({ ...each, own: true })),
  );
  // A `return` at the end stays there.
  out.splice(out.at(-1)?.kind === "return" ? out.length - 1 : out.length, 0, last);
}
