/** `with open(…) as f`, where `f` is only used inside: going out of scope closes it on every way out but the end, and there it is closed by hand. */
import type { Expr, Stmt } from "../ast/nodes.ts";
import { blocksOf, eachExpr, exprsOf } from "../scope-tree.ts";
import type { Cx } from "./context.ts";
import { isGlobal } from "./names.ts";

/** Functions that are done with a file, or its lines, when they return; others may hand on what still reads. */
const EAGER = new Set(
  "list set frozenset tuple dict sorted sum min max any all len print next str load dump join writelines write writerow writerows".split(
    " ",
  ),
);

/** Is the target of a `with` a local that nothing outside of its body sees, and that the body hands to nobody who keeps it? */
export function isUsedUp(cx: Cx, target: Expr, s: Stmt<"with">): target is Expr<"name"> {
  if (target.kind !== "name") return false;
  const binding = cx.module.scopes.binding(target);
  if (binding.kind !== "variable" || binding.variable.captured || isGlobal(cx.module, binding.variable)) return false;
  const extent = cx.module.scopes.extent(binding.web);
  if (extent.start < target.span.start || extent.end > s.span.end) return false;
  const isFile = (e: Expr): boolean => {
    if (e.kind !== "name" || e.id !== target.id) return false;
    const found = cx.module.scopes.binding(e);
    return found.kind === "variable" && found.web === binding.web;
  };
  return borrows(cx, s.body, isFile);
}

/** Do all uses of a file in a body leave it with the body? */
function borrows(cx: Cx, body: readonly Stmt[], isFile: (e: Expr) => boolean): boolean {
  const goesOver = (e: Expr): number => (e.kind === "comprehension" ? e.clauses.filter((clause) => isFile(clause.iterable)).length : 0);
  return body.every((s) => {
    let uses = 0;
    let lent = s.kind === "for" && isFile(s.iterable) ? 1 : 0;
    let kept = false;
    const see = (e: Expr): void => {
      if (isFile(e)) uses++;
      else if (e.kind === "yield" || e.kind === "yieldFrom" || e.kind === "await") kept = true;
      else if (e.kind === "comprehension" && e.of !== "generator") lent += goesOver(e);
      else if (e.kind === "call") {
        if (e.callee.kind === "attribute" && isFile(e.callee.object)) lent++;
        const eager = EAGER.has(nameOf(e.callee));
        if (!isLibrary(cx, e.callee) || (s.kind === "return" && !eager)) return;
        for (const { value } of e.args) if (isFile(value)) lent++;
        if (eager) for (const { value } of e.args) if (value.kind === "comprehension" && value.of === "generator") lent += goesOver(value);
      }
    };
    for (const e of exprsOf(s)) if (e) eachExpr(e, see);
    return uses === lent && !kept && blocksOf(s).every((inner) => borrows(cx, inner, isFile));
  });
}

const nameOf = (callee: Expr): string => (callee.kind === "name" ? callee.id : callee.kind === "attribute" ? callee.name : "");

/** A builtin, a method of a literal, or a member of a module that is none of the program's. */
function isLibrary(cx: Cx, callee: Expr): boolean {
  if (callee.kind === "name") return cx.module.scopes.binding(callee).kind === "builtin";
  if (callee.kind !== "attribute") return false;
  if (callee.object.kind === "str") return true;
  if (callee.object.kind !== "name") return false;
  const binding = cx.module.scopes.binding(callee.object);
  const only = binding.kind === "variable" ? binding.variable.only : undefined;
  return only?.kind === "import" && only.names.every(({ name }) => !cx.p.byName.has(name));
}
