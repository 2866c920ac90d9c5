/** Generators of functions inside of a function that are kept while the function binds a variable of theirs anew. */
import type { FunctionNode, Stmt } from "./ast/nodes.ts";
import { blocksOf, boundNames, exprsOf, withBlocks } from "./scope-tree.ts";

type Tree = Readonly<Record<string, unknown>>;

/** Functions that go over all items at once. */
export const CONSUMERS: ReadonlySet<string> = new Set(
  "list tuple set frozenset dict sum sorted min max any all join print len deque Counter".split(" "),
);

/** A call of the function, and what may still be assigned while its generator is there. */
interface Kept {
  readonly at: number;
  readonly loops: readonly Stmt[];
}

/** Is a generator of `inner` kept while `name`, a variable of `fn`, gets another value? */
export function keptOver(fn: FunctionNode, inner: FunctionNode, name: string): boolean {
  const kept: Kept[] = [];
  const bound: Kept[] = [];
  const binds = (body: readonly Stmt[]): boolean => boundNames(body, new Set(), new Set()).has(name);
  const expr = (node: unknown, loops: readonly Stmt[], consumed: boolean): void => {
    if (Array.isArray(node)) {
      for (const each of node) expr(each, loops, consumed);
      return;
    }
    if (node === null || typeof node !== "object" || node instanceof Uint8Array) return;
    const e = node as Tree;
    if (e.scopeOf === "function") return;
    if (e.kind === "name" && e.id === inner.name && !consumed) kept.push({ at: (e.span as Stmt["span"]).start, loops });
    const callee = e.kind === "call" ? (e.callee as Tree) : undefined;
    const all =
      CONSUMERS.has(String(callee?.kind === "attribute" ? callee.name : callee?.id)) || e.kind === "yieldFrom" || e.kind === "await";
    const direct = consumed && callee?.id === inner.name;
    for (const [key, value] of Object.entries(e)) if (key !== "span") expr(value, loops, direct ? key === "callee" : all);
  };
  const block = (body: readonly Stmt[], loops: readonly Stmt[]): void => {
    for (const s of body) {
      if (s.kind === "def" || s.kind === "class") continue;
      const within = s.kind === "for" || s.kind === "while" ? [...loops, s] : loops;
      for (const e of exprsOf(s)) expr(e, within, s.kind === "for" && e === s.iterable && !binds(s.body));
      if (binds([withBlocks(s, () => [])])) bound.push({ at: s.span.start, loops: within });
      for (const each of blocksOf(s)) block(each, within);
    }
  };
  block(fn.body, []);
  return kept.some(({ at, loops }) => bound.some((each) => each.at > at || each.loops.some((loop) => loops.includes(loop))));
}
