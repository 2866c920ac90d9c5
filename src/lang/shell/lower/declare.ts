/** Variables are declared where they get their first value, in the innermost block that has all of their uses. */
import type { Block, Expression, LocalId, Statement } from "../../../ir/index.ts";
import { rewriteBlock } from "../../../ir/rewrite.ts";
import { isExpression, type Node, eachChild, walk } from "../../../ir/walk.ts";

/** The body with declarations that had no value moved to first assignments. */
export function withDeclarations(body: Block): Block {
  const first = new Set<number>();
  const gone = new Set<number>();
  const visit = (statements: readonly Statement[]): void => {
    for (const s of statements) {
      if (s.kind !== "let" || s.value) continue;
      const target = firstIn(
        statements.filter((each) => each !== s),
        s.local,
      );
      if (!target) continue;
      first.add(target.id);
      gone.add(s.id);
    }
  };
  visit(body.statements);
  walk(body, (node) => {
    for (const block of blocksOf(node)) visit(block);
  });
  if (!gone.size) return body;
  return rewriteBlock(body, {
    statement: (s) => {
      if (gone.has(s.id)) return [];
      return s.kind === "assign" && first.has(s.id) && s.place.kind === "local"
        ? { kind: "let", id: s.id, span: s.span, comments: s.comments, local: s.place.local, value: s.value }
        : s;
    },
  });
}

/** The assignment that comes before all else that names a variable, wherever that is. */
function firstIn(statements: readonly Statement[], local: LocalId): Statement<"assign"> | undefined {
  const users = statements.filter((s) => uses([s], local));
  const [user, ...more] = users;
  if (!user) return undefined;
  if (user.kind === "assign" && user.place.kind === "local" && user.place.local === local)
    return uses([user.value], local) ? undefined : user;
  if (more.length) return undefined;
  const inside = blocksIn(user).filter((block) => uses(block, local));
  if (inside.length !== 1 || countIn(inside[0], local) !== countIn([user], local)) return undefined;
  return firstIn(inside[0], local);
}

/** The lists of statements right below a statement, or in the closures of its expressions. */
function blocksIn(s: Statement): (readonly Statement[])[] {
  const out = blocksOf(s);
  const look = (e: Node): void => {
    if (!isExpression(e)) return;
    const own = blocksOf(e);
    if (own.length) out.push(...own);
    else eachChild(e, look);
  };
  eachChild(s, look);
  return out;
}

/** The lists of statements right below a node. */
export function blocksOf(node: Node): (readonly Statement[])[] {
  const out: (readonly Statement[])[] = [];
  for (const value of Object.values(node) as unknown[]) {
    const block = value as Block | undefined;
    if (typeof block === "object" && block !== null && Array.isArray(block.statements)) out.push(block.statements);
  }
  return out;
}

const uses = (tree: readonly (Statement | Expression)[], local: LocalId): boolean => countIn(tree, local) > 0;

function countIn(tree: readonly (Statement | Expression)[], local: LocalId): number {
  let count = 0;
  walk(tree, (node) => {
    if ((node.kind === "local" && node.local === local) || ((node.kind === "let" || node.kind === "forRange") && node.local === local))
      count++;
  });
  return count;
}
