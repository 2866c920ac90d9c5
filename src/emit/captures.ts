/** Variables that one closure alone uses: they move into it. */
import type { Expression, LocalId } from "../ir/index.ts";
import { isExpression, walk, type Node } from "../ir/walk.ts";
import type { FunctionContext } from "./context.ts";

/** By local: the closure that has all its mentions. */
const found = new WeakMap<object, ReadonlyMap<LocalId, number>>();

/** Is the closure the only place where the variable is used, and made once for each time that the variable is? */
export const isOnlyUser = (cx: FunctionContext, closure: Expression<"closure">, local: LocalId): boolean =>
  onlyUsers(cx).get(local) === closure.id;

/** Does one closure alone use the variable? */
export const hasOnlyUser = (cx: FunctionContext, local: LocalId): boolean => onlyUsers(cx).has(local);

function onlyUsers(cx: FunctionContext): ReadonlyMap<LocalId, number> {
  let known = found.get(cx.fn);
  if (!known) found.set(cx.fn, (known = findOnlyUsers(cx)));
  return known;
}

const isLoop = (node: Node): boolean =>
  node.kind === "while" ||
  node.kind === "doWhile" ||
  node.kind === "loop" ||
  node.kind === "forEach" ||
  node.kind === "forRange" ||
  node.kind === "comprehension";

function findOnlyUsers(cx: FunctionContext): ReadonlyMap<LocalId, number> {
  const total = new Map<LocalId, number>();
  const closures: Expression<"closure">[] = [];
  const loops: Node[] = [];
  const lets = new Map<LocalId, number>();
  walk(cx.fn.body, (node) => {
    if (node.kind === "local") total.set(node.local, (total.get(node.local) ?? 0) + 1);
    else if (node.kind === "closure") closures.push(node);
    else if (node.kind === "let") lets.set(node.local, (lets.get(node.local) ?? 0) + 1);
    if (isLoop(node)) loops.push(node);
  });
  const users = new Map<LocalId, number>();
  if (closures.length === 0 || cx.fn.yields !== undefined) return users;
  const inside = new Map<LocalId, Expression<"closure">[]>();
  const counts = new Map<Expression, Map<LocalId, number>>();
  for (const closure of closures) {
    const own = new Map<LocalId, number>();
    walk(closure.body, (node) => {
      if (node.kind === "local") own.set(node.local, (own.get(node.local) ?? 0) + 1);
    });
    counts.set(closure, own);
    for (const local of own.keys()) inside.set(local, [...(inside.get(local) ?? []), closure]);
  }
  const params = new Set(cx.fn.params.map((param) => param.local));
  for (const [local, list] of inside) {
    const [only] = list;
    if (list.length !== 1 || counts.get(only)!.get(local) !== total.get(local)) continue;
    if (!params.has(local) && lets.get(local) !== 1) continue;
    // A loop around the closure makes the variable anew each time, too.
    const once = loops.every(
      (loop) => !holds(loop, (node) => node === only) || holds(loop, (node) => node.kind === "let" && node.local === local),
    );
    if (once) users.set(local, only.id);
  }
  return users;
}

function holds(root: Node, test: (node: Node) => boolean): boolean {
  let seen = false;
  walk(isExpression(root) ? root : { statements: [root] }, (node) => {
    seen ||= test(node);
    return !seen;
  });
  return seen;
}
