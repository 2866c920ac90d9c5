/** Blocks in fewer words. */
import type { RustBlock, RustStatement } from "./ast.ts";

/** The block, whose parts are simple already. */
export const simplerStatements = (block: RustBlock): RustBlock => returnedVariable(lateDeclarations(block));

/** `let x = value; x` as `value`. */
function returnedVariable(block: RustBlock): RustBlock {
  const last = block.statements.at(-1);
  const { value } = block;
  if (value?.kind !== "path" || value.args || last?.kind !== "let" || last.type || last.orElse || !last.value) return block;
  if (last.pattern.kind !== "name" || last.pattern.name !== value.path || last.pattern.byRef || last.pattern.sub) return block;
  const comments = [...(last.comments ?? []), ...(block.valueComments ?? [])];
  if (last.trailing && block.valueTrailing) return block;
  return {
    ...block,
    statements: block.statements.slice(0, -1),
    value: last.value,
    valueAt: last.at ?? block.valueAt,
    valueComments: comments.length ? comments : undefined,
    valueTrailing: last.trailing ?? block.valueTrailing,
  };
}

/** `let x: T;` whose first mention is `x = value;` in the same block is declared there. */
function lateDeclarations(block: RustBlock): RustBlock {
  let statements: RustStatement[] | undefined;
  for (let i = 0; i < block.statements.length; i++) {
    const s = block.statements[i];
    if (s.kind !== "let" || s.value || s.pattern.kind !== "name" || s.comments?.length || s.trailing) continue;
    const { name } = s.pattern;
    for (let k = i + 1; k < block.statements.length; k++) {
      const next = block.statements[k];
      if (next.kind === "expression" && next.value.kind === "assign" && next.value.op === "=") {
        const { left, right } = next.value;
        if (left.kind === "path" && left.path === name && !names(right, name)) {
          statements ??= [...block.statements];
          const { at, comments, trailing } = next;
          statements[k] = { kind: "let", pattern: s.pattern, type: s.type, value: right, at, comments, trailing };
          statements[i] = { kind: "empty" };
          break;
        }
      }
      if (names(next, name)) break;
    }
  }
  if (!statements) return block;
  return { ...block, statements: statements.filter((s) => s.kind !== "empty" || s.comments?.length) };
}

/** Does the tree have the name in it, or a format that might? */
function names(root: unknown, name: string): boolean {
  const stack = [root];
  while (stack.length > 0) {
    const node = stack.pop();
    if (typeof node !== "object" || node === null) continue;
    const { kind, path, text } = node as { kind?: string; path?: string; text?: string };
    if (kind === "path" && (path === name || path?.startsWith(`${name}.`))) return true;
    if (kind === "literal" && text?.includes(name)) return true;
    for (const value of Object.values(node)) if (typeof value === "object") stack.push(value);
  }
  return false;
}
