/**
 * `strchr` and its kin, which give a place in their first argument, as rows: where all of a pointer's places lie in one object, it is an index.
 * `strdup` is one, too: where a copy stays in its function, it is a vector.
 */
import type { Builder, Expression, IrFunction, LocalId, Program, Statement, Type } from "../../../ir/index.ts";
import { isExpression, walk } from "../../../ir/walk.ts";
import { isText } from "./text-flows.ts";
import { again, tokenCalls } from "./tokens.ts";
import { withItems, withoutUncalled, withParts } from "./rewrite.ts";

const FINDERS: ReadonlySet<string> = new Set(["strchr", "strrchr", "strstr", "strpbrk"]);

const isPointer = (type: Type): boolean => type.kind === "ptr" && isText(type);

export function findPlaces(program: Program, build: Builder): Program {
  const finders = new Map<number, string>();
  for (const { id, extern, params, locals } of program.functions) {
    if (extern?.symbol === "strdup" && params.length === 1 && isPointer(locals[params[0].local].type)) finders.set(id, "c.lib.strdup");
    if (!extern || !FINDERS.has(extern.symbol) || extern.variadic || params.length !== 2) continue;
    const [text, other] = params.map((param) => locals[param.local].type);
    if (isPointer(text) && (extern.symbol.endsWith("chr") ? other.kind === "int" && other.width === 32 : isPointer(other)))
      finders.set(id, `c.find.${extern.symbol}`);
  }
  const tokens = tokenCalls(program);
  if (finders.size + tokens.size === 0) return program;
  const part = (value: unknown): unknown => {
    if (typeof value !== "object" || value === null || value instanceof Uint8Array) return value;
    if (Array.isArray(value)) return withItems(value as unknown[], part);
    const node = withParts(value, (key, inner) => (key === "type" ? inner : part(inner))) as Expression | Statement;
    const token = tokens.get(value as Expression);
    if (token && node.kind === "call" && isExpression(node)) {
      const [text, set] = node.args;
      return build.expr("runtime", node.type, node.span, {
        row: token.first ? "c.find.strtok" : "c.find.strtok_on",
        args: [token.first ? text : again(build, token.text), set],
      });
    }
    const row = node.kind === "call" ? finders.get(node.function) : undefined;
    return row !== undefined && isExpression(node) && node.kind === "call"
      ? build.expr("runtime", node.type, node.span, { row, args: node.args })
      : node;
  };
  return withoutUncalled({
    ...program,
    functions: program.functions.map((fn) => (fn.extern ? fn : withMovedCopies({ ...fn, body: part(fn.body) as typeof fn.body }, build))),
    nodeCount: build.nodeCount,
  });
}

const stripped = (e: Expression): Expression => (e.kind === "cast" || e.kind === "block" ? stripped(e.value) : e);

/** Parameters that are given a place in what they led to: a variable of their own moves, and may be NULL. */
function withMovedCopies(fn: IrFunction, build: Builder): IrFunction {
  const moved = new Map<LocalId, LocalId>();
  const locals = [...fn.locals];
  const params = new Set(fn.params.map((param) => param.local));
  walk(fn.body, (node) => {
    if (node.kind !== "assign" || node.place.kind !== "local" || !params.has(node.place.local) || moved.has(node.place.local)) return;
    const value = stripped(node.value);
    if (value.kind !== "runtime" || !value.row.startsWith("c.find.")) return;
    moved.set(node.place.local, locals.length);
    const local = fn.locals[node.place.local];
    locals.push({ ...local, id: locals.length, name: `${local.name}_at` });
  });
  if (moved.size === 0) return fn;
  const part = (value: unknown): unknown => {
    if (typeof value !== "object" || value === null || value instanceof Uint8Array) return value;
    if (Array.isArray(value)) return withItems(value as unknown[], part);
    const node = value as Expression | Statement;
    const copy = isExpression(node) && node.kind === "local" ? moved.get(node.local) : undefined;
    return copy === undefined ? withParts(value, (key, inner) => (key === "type" ? inner : part(inner))) : { ...node, local: copy };
  };
  const { statements } = part(fn.body) as IrFunction["body"];
  const lets = [...moved].map(([from, local]) =>
    build.stmt("let", fn.span, { local, value: build.expr("local", fn.locals[from].type, fn.span, { local: from }) }),
  );
  return { ...fn, locals, body: { ...fn.body, statements: [...lets, ...statements] } };
}
