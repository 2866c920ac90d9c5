/**
 * Functions inside functions that remember their results: `@cache` is written out, as a dict of the function around and one function more. Before
 * names are resolved, so that the dict is captured as any variable is.
 */
import { parse } from "../../base/parse.ts";
import { makeSource } from "../../base/text.ts";
import { buildModule } from "./ast/build.ts";
import type { Expr, FunctionNode, ModuleNode, Stmt } from "./ast/nodes.ts";
import { placed } from "./ast/placed.ts";

const isCache = (e: Expr): boolean =>
  e.kind === "call"
    ? isCache(e.callee)
    : e.kind === "attribute"
      ? isCache({ ...e, kind: "name", id: e.name } as Expr)
      : e.kind === "name" && (e.id === "cache" || e.id === "lru_cache");

/** A remembering function as its dict, itself under another name, and what looks results up. */
function written(module: ModuleNode, s: Stmt<"def">, inner: FunctionNode): Stmt[] {
  const { name, params, span } = s.fn;
  const names = params.map((param) => param.name);
  const key = names.length === 1 ? names[0] : `(${names.join(", ")})`;
  const text = `${name}_results = {}


def ${name}(${names.join(", ")}):
    if ${key} in ${name}_results:
        return ${name}_results[${key}]
    result_of_${name} = ${name}_uncached(${names.join(", ")})
    ${name}_results[${key}] = result_of_${name}
    return result_of_${name}
`;
  const at = { file: span.file, start: span.end, end: span.end };
  const [results, lookup] = placed(
    buildModule(parse("python", makeSource(module.path, text)), module.file, module.path).body,
    at,
  ) as Stmt[];
  const wrapper = lookup as Stmt<"def">;
  const withDefaults = wrapper.fn.params.map((param, i) => ({ ...param, ...(params[i].default ? { default: params[i].default } : {}) }));
  const plain = { ...inner, name: `${name}_uncached`, params: params.map(({ default: _, ...param }) => param) };
  return [{ ...s, fn: plain, decorators: [] }, results, { ...wrapper, fn: { ...wrapper.fn, params: withDefaults } }];
}

function rewritten(module: ModuleNode, body: readonly Stmt[], inside: boolean): readonly Stmt[] {
  const within = <B extends readonly Stmt[]>(each: B): B => rewritten(module, each, inside) as B;
  return body.flatMap((s): Stmt | Stmt[] => {
    switch (s.kind) {
      case "def": {
        const fn = { ...s.fn, body: rewritten(module, s.fn.body, true) };
        const [only] = s.decorators;
        const plain = s.fn.params.length > 0 && s.fn.params.every((param) => param.kind === "normal") && !s.fn.generator && !s.fn.async;
        return inside && s.decorators.length === 1 && isCache(only) && plain ? written(module, s, fn) : { ...s, fn };
      }
      case "class":
        return { ...s, cls: { ...s.cls, body: rewritten(module, s.cls.body, false) } };
      case "if":
      case "while":
      case "for":
        return { ...s, body: within(s.body), orElse: within(s.orElse) };
      case "with":
        return { ...s, body: within(s.body) };
      case "try":
        return {
          ...s,
          body: within(s.body),
          handlers: s.handlers.map((handler) => ({ ...handler, body: within(handler.body) })),
          orElse: within(s.orElse),
          final: within(s.final),
        };
      default:
        return s;
    }
  });
}

/** The module with its inner remembering functions written out. One that is asked for its counts stays as it is. */
export function withMemos(module: ModuleNode, text: string): ModuleNode {
  if (!/@\s*(\w+\.)?(lru_)?cache\b/.test(text) || /\bcache_(info|clear)\b/.test(text)) return module;
  return { ...module, body: rewritten(module, module.body, false) };
}
