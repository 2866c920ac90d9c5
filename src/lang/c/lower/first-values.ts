/**
 * First values that nothing reads: C of the old style declares its variables at the start of a function, with some value. Where each way to a
 * reading assigns before, the variable is declared without one.
 */
import type { IrFunction, LocalId, Program, Statement } from "../../../ir/index.ts";
import { unassignedReads } from "../../../ir/assigned.ts";
import { isPlain } from "../../../ir/plain.ts";
import { isExpression, walk } from "../../../ir/walk.ts";
import { withItems, withParts } from "./rewrite.ts";

export const withoutFirstValues = (program: Program): Program => ({
  ...program,
  functions: program.functions.map((fn) => (fn.extern ? fn : withoutUnread(fn))),
});

function withoutUnread(fn: IrFunction): IrFunction {
  // none of these reads a variable: all of them are left out at once to see which are missed
  const valued = new Set<LocalId>();
  const others = new Set<LocalId>();
  walk(fn.body, (node) => {
    if (node.kind === "let") (node.value && isPlain(node.value, false) ? valued : others).add(node.local);
  });
  for (const local of others) valued.delete(local);
  if (valued.size === 0) return fn;
  const read = unassignedReads(without(fn, valued));
  const dead = new Set([...valued].filter((local) => !read.has(local)));
  return dead.size === 0 ? fn : without(fn, dead);
}

/** The function with these variables declared without a value. */
function without(fn: IrFunction, locals: ReadonlySet<LocalId>): IrFunction {
  const part = (value: unknown): unknown => {
    if (typeof value !== "object" || value === null || value instanceof Uint8Array) return value;
    if (Array.isArray(value)) return withItems(value as unknown[], part);
    const node = value as Statement;
    if (node.kind === "let" && !isExpression(node) && locals.has(node.local) && node.value) {
      const { value: _, ...bare } = node;
      return bare;
    }
    return withParts(node, (key, inner) => (key === "type" ? inner : part(inner)));
  };
  return { ...fn, body: part(fn.body) as IrFunction["body"] };
}
