/**
 * Imports of modules that are neither the program's nor Python's, for programs that say what they do without them: `try: import numba`, `except
 * ImportError: numba = None`. What is translated has the project alone, so the handler stands in their place. A handler that only passes leaves the
 * names to those who use them, who are refused; so is the import where the handler gives up.
 */
import { someNode } from "../../base/nodes.ts";
import type { ExceptClause, Expr, ModuleNode, Stmt } from "./ast/nodes.ts";
import { takesFailure } from "./old-imports.ts";
import { withBlocks } from "./scope-tree.ts";
import { LIBRARY_MODULES } from "./stdlib/module-names.ts";

/** The module, whose text is given, with the handlers of imports that fail for sure; `own` are the names of the program's modules. */
export function withoutGuardedImports(module: ModuleNode, text: string, own: ReadonlySet<string>): ModuleNode {
  if (!/\bexcept\b.*\b(?:ImportError|ModuleNotFoundError)\b|^\s*except\s*:/m.test(text)) return module;
  const inBody = (body: readonly Stmt[]): Stmt[] => body.flatMap(inStatement);
  const inStatement = (s: Stmt): readonly Stmt[] => {
    if (s.kind === "def") return [{ ...s, fn: { ...s.fn, body: inBody(s.fn.body) } }];
    if (s.kind === "class") return [s];
    const first = s.kind === "try" ? s.body[0] : undefined;
    if (s.kind !== "try" || !first || !isForeign(first, own)) return [withBlocks(s, inBody)];
    const handler = s.handlers.find((each) => takesFailure(each, "ModuleNotFoundError"));
    if (!handler || handler.name || s.final.length > 0 || givesUp(handler)) return [s];
    const comments = s.comments ?? [];
    if (onlyPasses(handler) && s.body.every((each) => isForeign(each, own)) && s.orElse.length === 0)
      return s.body.map((each, i) => ({ ...each, guarded: true, ...(i === 0 && { comments: [...comments, ...(each.comments ?? [])] }) }));
    return inBody(handler.body).map((each, i) => (i === 0 ? { ...each, comments: [...comments, ...(each.comments ?? [])] } : each));
  };
  return { ...module, body: inBody(module.body) };
}

/** Does the handler end the program, or hand the failure on? */
const givesUp = (handler: ExceptClause): boolean =>
  someNode<Stmt | Expr>(
    handler.body,
    (n) =>
      n.kind === "raise" ||
      (n.kind === "name" && (n.id === "exit" || n.id === "quit")) ||
      (n.kind === "attribute" && ["exit", "_exit", "system"].includes(n.name)),
  );

const onlyPasses = (handler: ExceptClause): boolean => handler.body.every((s) => s.kind === "pass");

/** Does the statement import a module that is neither the program's nor Python's? */
function isForeign(s: Stmt, own: ReadonlySet<string>): boolean {
  const foreign = (name: string): boolean => {
    const top = name.split(".")[0];
    return !own.has(top) && !LIBRARY_MODULES.has(top) && !INSTALLED.has(top);
  };
  if (s.kind === "import") return s.names.some(({ name }) => foreign(name));
  return s.kind === "importFrom" && s.level === 0 && foreign(s.module);
}

/** Modules of others that there are rows for. */
const INSTALLED: ReadonlySet<string> = new Set(["numpy", "typing_extensions"]);
