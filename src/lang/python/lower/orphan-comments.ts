/**
 * Comments whose statements make nothing of their own (definitions, imports, docstrings, parts of classes) stand above what follows them
 * in the same definition. Those of a definition that the program does not reach go with it.
 */
import { lineIndex, type Source } from "../../../base/text.ts";
import { eachChild, type Comment, type Node } from "../../../ir/index.ts";
import type { ModuleInfo } from "../infer/modules.ts";
import type { Stmt } from "../ast/nodes.ts";
import type { Prog } from "./context.ts";

interface Commented {
  comments?: readonly Comment[];
}

interface Anchor {
  readonly start: number;
  add(comment: Comment): void;
}

interface Extent {
  readonly start: number;
  readonly end: number;
}

/** Places the comments of a module that nothing has; the result stands at the head of the file. */
export function placeOrphans(p: Prog, module: ModuleInfo, source: () => Source): readonly Comment[] {
  const { all, body } = module.node;
  if (all.length === 0) return [];
  const placed = new Set<number>();
  const { file } = module.node;
  const note = (comments: readonly Comment[] | undefined): void => comments?.forEach((each) => placed.add(each.span.start));
  const anchors = anchorsOf(p, file, note);
  note(module.node.comments);
  const head: Comment[] = [];
  const first = body[0]?.span.start ?? Infinity;
  const orphans = all.filter((comment) => !placed.has(comment.span.start));
  if (orphans.length === 0) return head;
  const around = enclosing(definitionsOf(body), orphans);
  orphans.forEach((comment, i) => {
    if (comment.span.start < first && comment.own) head.push(comment);
    else anchorFor(anchors, comment, around[i], source)?.add({ ...comment, own: true });
  });
  return head;
}

/** What is made of a file and can have comments, in the order of the source. */
function anchorsOf(p: Prog, file: number, note: (comments: readonly Comment[] | undefined) => void): Anchor[] {
  const anchors: Anchor[] = [];
  const seen = new Set<string>();
  const again = (span: Extent, name: string): boolean => {
    const key = `${span.start} ${span.end} ${name.replace(/_\d+$/, "")}`;
    return seen.has(key) || !seen.add(key);
  };
  const addTo =
    (holder: object) =>
    (comment: Comment): void => {
      const at = holder as Commented;
      at.comments = [...(at.comments ?? []), comment].sort((a, b) => a.span.start - b.span.start);
    };
  for (const fn of p.irFunctions) {
    if (fn?.span.file !== file) continue;
    const repeated = again(fn.span, fn.name);
    if (!repeated && fn.span.end > 0) anchors.push({ start: fn.span.start, add: addTo(fn) });
    // Not by recursion: expressions may be deep.
    const open: Node[] = [...fn.body.statements];
    for (let node = open.pop(); node; node = open.pop()) {
      if (!("type" in node) || node.type === undefined) {
        note((node as Commented).comments);
        if (!repeated && node.span.file === file) anchors.push({ start: node.span.start, add: addTo(node) });
      }
      eachChild(node, (child) => open.push(child));
    }
    note(fn.body.trailing);
  }
  for (const item of [...p.irClasses, ...p.irGlobals]) {
    if (item?.span.file !== file) continue;
    note(item.comments);
    if ("fields" in item ? !again(item.span, item.name) : item.value) anchors.push({ start: item.span.start, add: addTo(item) });
  }
  return anchors.sort((a, b) => a.start - b.start);
}

/** The definitions of functions and classes, outer ones first. */
function definitionsOf(body: readonly Stmt[]): Extent[] {
  const found: Extent[] = [];
  const visit = (value: unknown): void => {
    if (Array.isArray(value)) value.forEach(visit);
    else if (typeof value === "object" && value !== null && "span" in value && "kind" in value) statement(value as Stmt);
    else if (typeof value === "object" && value !== null && "body" in value) visit(value.body);
  };
  const statement = (s: Stmt): void => {
    const inner = s.kind === "def" ? s.fn : s.kind === "class" ? s.cls : undefined;
    if (inner) {
      found.push(inner.span);
      return visit(inner.body);
    }
    for (const part of PARTS) if (part in s) visit((s as unknown as Record<string, unknown>)[part]);
  };
  visit(body);
  return found;
}

/** Where statements have statements. */
const PARTS = ["body", "orElse", "handlers", "final", "cases"] as const;

/** The innermost definition around each comment; both are in the order of the source. */
function enclosing(definitions: readonly Extent[], comments: readonly Comment[]): (Extent | undefined)[] {
  const open: Extent[] = [];
  let next = 0;
  return comments.map(({ span }) => {
    for (; next < definitions.length && definitions[next].start < span.start; next++) {
      while (open.length && open[open.length - 1].end <= definitions[next].start) open.pop();
      open.push(definitions[next]);
    }
    while (open.length && open[open.length - 1].end <= span.start) open.pop();
    return open.at(-1);
  });
}

/** What a comment belongs to: what stands before it in its line, else what follows in the definition, else the last thing in it. */
function anchorFor(anchors: readonly Anchor[], comment: Comment, within: Extent | undefined, source: () => Source): Anchor | undefined {
  let low = 0;
  for (let high = anchors.length; low < high;) {
    const middle = (low + high) >> 1;
    if (anchors[middle].start < comment.span.start) low = middle + 1;
    else high = middle;
  }
  const inside = (anchor: Anchor | undefined): Anchor | undefined =>
    anchor && (!within || (anchor.start >= within.start && anchor.start < within.end)) ? anchor : undefined;
  const before = inside(anchors[low - 1]);
  if (before && !comment.own && lineIndex(source(), before.start) === lineIndex(source(), comment.span.start)) return before;
  return inside(anchors[low]) ?? before;
}
