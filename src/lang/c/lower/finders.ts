/** `strchr` and its kin, which give a place in their first argument, as rows: where all of a pointer's places lie in one object, it is an index. */
import type { Builder, Expression, Program, Statement, Type } from "../../../ir/index.ts";
import { isExpression } from "../../../ir/walk.ts";
import { isText } from "./text-flows.ts";
import { withItems, withoutUncalled, withParts } from "./rewrite.ts";

const FINDERS: ReadonlySet<string> = new Set(["strchr", "strrchr", "strstr", "strpbrk"]);

const isPointer = (type: Type): boolean => type.kind === "ptr" && isText(type);

export function findPlaces(program: Program, build: Builder): Program {
  const finders = new Map<number, string>();
  for (const { id, extern, params, locals } of program.functions) {
    if (!extern || !FINDERS.has(extern.symbol) || extern.variadic || params.length !== 2) continue;
    const [text, other] = params.map((param) => locals[param.local].type);
    if (isPointer(text) && (extern.symbol.endsWith("chr") ? other.kind === "int" && other.width === 32 : isPointer(other)))
      finders.set(id, extern.symbol);
  }
  if (finders.size === 0) return program;
  const part = (value: unknown): unknown => {
    if (typeof value !== "object" || value === null || value instanceof Uint8Array) return value;
    if (Array.isArray(value)) return withItems(value as unknown[], part);
    const node = withParts(value, (key, inner) => (key === "type" ? inner : part(inner))) as Expression | Statement;
    const symbol = node.kind === "call" ? finders.get(node.function) : undefined;
    if (symbol === undefined || !isExpression(node) || node.kind !== "call") return node;
    return build.expr("runtime", node.type, node.span, { row: `c.find.${symbol}`, args: node.args });
  };
  return withoutUncalled({
    ...program,
    functions: program.functions.map((fn) => (fn.extern ? fn : { ...fn, body: part(fn.body) as typeof fn.body })),
    nodeCount: build.nodeCount,
  });
}
