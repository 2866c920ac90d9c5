/** First values of variables that no path reads: each way on assigns another one before. */
import type { Block, Expression, LocalId, Statement } from "../../../ir/index.ts";
import { rewriteBlock } from "../../../ir/rewrite.ts";
import { walk } from "../../../ir/walk.ts";
import { blocksOf } from "./declare.ts";

/** The body with declarations alone where the first value is never read. `asks`: asking the shell for one may fail. */
export function withoutFirstValues(body: Block, asks: boolean): Block {
  const unread = new Set<number>();
  const visit = (statements: readonly Statement[]): void => {
    for (const [i, s] of statements.entries())
      if (s.kind === "let" && s.value && isStill(s.value, asks) && wayOf(statements.slice(i + 1), s.local) === "assigns") unread.add(s.id);
  };
  visit(body.statements);
  walk(body, (node) => {
    for (const block of blocksOf(node)) visit(block);
  });
  if (!unread.size) return body;
  return rewriteBlock(body, { statement: (s) => (s.kind === "let" && unread.has(s.id) ? { ...s, value: undefined } : s) });
}

/** Is computing it nothing to see? */
const isStill = (e: Expression, asks: boolean): boolean =>
  e.kind === "bytes" ||
  e.kind === "str" ||
  e.kind === "int" ||
  e.kind === "zero" ||
  (!asks && e.kind === "runtime" && (e.row === "sh.get" || e.row === "sh.array.inherited"));

/** Do all ways leave, or assign the variable before they read it? Undefined: it may be read. */
function wayOf(statements: readonly Statement[], local: LocalId): "assigns" | "leaves" | undefined {
  for (const s of statements) {
    if (s.kind === "return" || s.kind === "raise" || s.kind === "break" || s.kind === "continue")
      return names([s], local) ? undefined : "leaves";
    if (!names([s], local)) continue;
    if (s.kind === "assign") return s.place.kind === "local" && s.place.local === local && !names([s.value], local) ? "assigns" : undefined;
    if (s.kind !== "if" || names([s.test], local) || !s.orElse) return undefined;
    const ways = [wayOf(s.then.statements, local), wayOf(s.orElse.statements, local)];
    if (ways.includes(undefined)) return undefined;
    return ways.includes("assigns") ? "assigns" : "leaves";
  }
  return undefined;
}

function names(tree: readonly (Statement | Expression)[], local: LocalId): boolean {
  let found = false;
  walk(tree, (node) => {
    if ((node.kind === "local" || node.kind === "let" || node.kind === "forRange") && node.local === local) found = true;
    return !found;
  });
  return found;
}
