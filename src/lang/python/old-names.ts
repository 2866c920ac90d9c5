/**
 * `try: input = raw_input` and the like, for programs that once ran under Python 2: the name to the right does not exist, so nothing is ever bound.
 * Before names are resolved such an assignment becomes the look at that name alone, so that the name to the left stays the builtin one.
 */
import type { ModuleNode, Stmt } from "./ast/nodes.ts";
import { boundNames, withBlocks } from "./scope-tree.ts";

/** Builtin names that only Python 2 has. */
const OLD = new Set(["raw_input", "xrange", "unicode", "long", "basestring", "unichr", "reduce", "file", "cmp", "execfile", "reload"]);

const MENTIONED = new RegExp(`=\\s*(?:${[...OLD].join("|")})\\b`);

/** The module, whose text is given, without assignments of names that do not exist. */
export function withoutOldNames(module: ModuleNode, text: string): ModuleNode {
  if (!MENTIONED.test(text)) return module;
  const bound = boundNames(module.body, new Set(), new Set());
  const isOld = (s: Stmt): s is Stmt<"assign"> =>
    s.kind === "assign" &&
    s.value.kind === "name" &&
    OLD.has(s.value.id) &&
    !bound.has(s.value.id) &&
    s.targets.every((t) => t.kind === "name");
  const inBody = (body: readonly Stmt[]): Stmt[] =>
    body.map((s): Stmt => {
      if (s.kind === "def" || s.kind === "class") return s;
      return isOld(s)
        ? { kind: "expr", value: s.value, span: s.span, ...(s.comments ? { comments: s.comments } : {}) }
        : withBlocks(s, inBody);
    });
  return { ...module, body: inBody(module.body) };
}
