/**
 * Functions inside functions that remember their results: `@cache` is written out, as a dict of the function around and one function more. Before
 * names are resolved, so that the dict is captured as any variable is.
 */
import { mapMembers } from "../../base/nodes.ts";
import { parse } from "../../base/parse.ts";
import { makeSource } from "../../base/text.ts";
import { buildModule } from "./ast/build.ts";
import type { Expr, FunctionNode, ModuleNode, Stmt } from "./ast/nodes.ts";
import { withBlocks } from "./scope-tree.ts";
import { placed } from "./ast/placed.ts";

const isCache = (e: Expr): boolean =>
  e.kind === "call"
    ? isCache(e.callee)
    : e.kind === "attribute"
      ? isCache({ ...e, kind: "name", id: e.name } as Expr)
      : e.kind === "name" && (e.id === "cache" || e.id === "lru_cache");

/** How many results are kept: `None` where all are. */
function sizeOf(decorator: Expr): string | undefined {
  if (decorator.kind !== "call")
    return decorator.kind === "name" && decorator.id === "cache"
      ? "None"
      : decorator.kind === "attribute" && decorator.name === "cache"
        ? "None"
        : "128";
  const given = decorator.args.find((arg) => arg.name === "maxsize" || arg.name === undefined)?.value;
  if (!given) return "128";
  return given.kind === "none" ? "None" : given.kind === "int" && given.value > 0n ? String(given.value) : undefined;
}

/** A remembering function that is asked for its counts: it keeps them, and gives up what was not used for longest. */
function counting(module: ModuleNode, s: Stmt<"def">, inner: FunctionNode, at: number, size: string): Stmt[] {
  const { name, params } = s.fn;
  const names = params.map((param) => param.name).join(", ");
  const key = params.length === 1 ? names : `(${names})`;
  const bounded = size !== "None";
  const text = `import collections
${name}_results = {}
${name}_counts = [0, 0]
${name}_info = collections.namedtuple("CacheInfo", ["hits", "misses", "maxsize", "currsize"])


def ${name}(${names}):
    if ${key} in ${name}_results:
        ${name}_counts[0] += 1
${bounded ? `        ${name}_results[${key}] = ${name}_results.pop(${key})\n` : ""}        return ${name}_results[${key}]
    ${name}_counts[1] += 1
    result_of_${name} = ${name}_uncached(${names})
${bounded ? `    if len(${name}_results) >= ${size}:\n        del ${name}_results[next(iter(${name}_results))]\n` : ""}    ${name}_results[${key}] = result_of_${name}
    return result_of_${name}


def ${name}_cache_info():
    return ${name}_info(${name}_counts[0], ${name}_counts[1], ${size}, len(${name}_results))


def ${name}_cache_clear():
    ${name}_results.clear()
    ${name}_counts[0] = 0
    ${name}_counts[1] = 0
`;
  return assembled(module, s, inner, at, text);
}

/** A remembering function as its dict, itself under another name, and what looks results up. */
function written(module: ModuleNode, s: Stmt<"def">, inner: FunctionNode, at: number): Stmt[] {
  const { name, params } = s.fn;
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
  return assembled(module, s, inner, at, text);
}

/**
 * The function under another name, with the decorators after that at `at`, and the statements of a text, whose function of the same
 * name has its defaults and the decorators before.
 */
function assembled(module: ModuleNode, s: Stmt<"def">, inner: FunctionNode, at: number, text: string): Stmt[] {
  const { name, params, span } = s.fn;
  const place = { file: span.file, start: span.end, end: span.end };
  const made = placed(buildModule(parse("python", makeSource(module.path, text)), module.file, module.path).body, place) as Stmt[];
  const plain = { ...inner, name: `${name}_uncached`, called: name, params: params.map(({ default: _, ...param }) => param) };
  const filled = made.map((each): Stmt => {
    if (each.kind !== "def" || each.fn.name !== name) return each;
    const withDefaults = each.fn.params.map((param, i) => ({ ...param, ...(params[i].default ? { default: params[i].default } : {}) }));
    return { ...each, fn: { ...each.fn, params: withDefaults }, decorators: s.decorators.slice(0, at) };
  });
  return [{ ...s, fn: plain, decorators: s.decorators.slice(at + 1) }, ...filled];
}

const isCachedProperty = (e: Expr): boolean =>
  (e.kind === "name" && e.id === "cached_property") || (e.kind === "attribute" && e.name === "cached_property");

/** A property that is computed once: it keeps its value in the object until that is assigned or deleted. */
function keptProperty(module: ModuleNode, s: Stmt<"def">, changes: { readonly set: boolean; readonly delete: boolean }): Stmt[] {
  const { name } = s.fn;
  const self = s.fn.params[0].name;
  const text = `class Holder:
    _${name}_known = False

    @property
    def ${name}(${self}):
        if not ${self}._${name}_known:
            ${self}._${name}_value = ${self}._${name}_uncached()
            ${self}._${name}_known = True
        return ${self}._${name}_value
${
  changes.set
    ? `
    @${name}.setter
    def ${name}(${self}, value):
        ${self}._${name}_value = value
        ${self}._${name}_known = True
`
    : ""
}${
    changes.delete
      ? `
    @${name}.deleter
    def ${name}(${self}):
        ${self}._${name}_known = False
`
      : ""
  }`;
  const [holder] = assembled(module, s, s.fn, 0, text).slice(1);
  const plain: Stmt = { ...s, fn: { ...s.fn, name: `_${name}_uncached` }, decorators: [] };
  return holder.kind === "class" ? [...holder.cls.body, plain] : [s];
}

/** The body of a class with its properties that are computed once; objects that never change compute them each time. */
function withKeptProperties(module: ModuleNode, s: Stmt<"class">, text: string): readonly Stmt[] {
  if (s.decorators.some((each) => each.kind === "call" && each.args.some(({ name }) => name === "frozen" || name === "slots")))
    return s.cls.body;
  return s.cls.body.flatMap((each) => {
    if (each.kind !== "def" || each.decorators.length !== 1 || !isCachedProperty(each.decorators[0]) || each.fn.params.length !== 1)
      return [each];
    const { name } = each.fn;
    return keptProperty(module, each, {
      set: new RegExp(`\\.${name}\\s*(?:[-+*/|&]|//|\\*\\*)?=(?!=)`).test(text),
      delete: new RegExp(`\\bdel\\b.*\\.${name}\\b`).test(text),
    });
  });
}

/** `asked`: names of functions that are asked for their counts. */
function rewritten(module: ModuleNode, body: readonly Stmt[], inside: boolean, asked: ReadonlySet<string>, text: string): readonly Stmt[] {
  return body.flatMap((s): Stmt | Stmt[] => {
    switch (s.kind) {
      case "def": {
        const fn = { ...s.fn, body: rewritten(module, s.fn.body, true, asked, text) };
        const at = s.decorators.findIndex(isCache);
        const plain = s.fn.params.length > 0 && s.fn.params.every((param) => param.kind === "normal") && !s.fn.generator && !s.fn.async;
        if (at < 0 || !plain) return { ...s, fn };
        // What other decorators do with each call is seen: how many results are kept counts, and a default that is given is another key.
        const decorated = s.decorators.length > at + 1;
        if (decorated && s.fn.params.some((param) => param.default)) return { ...s, fn };
        const size = sizeOf(s.decorators[at]);
        if (size !== undefined && (asked.has(fn.name) || (decorated && size !== "None"))) return counting(module, s, fn, at, size);
        return inside || decorated ? written(module, s, fn, at) : { ...s, fn };
      }
      case "class":
        return { ...s, cls: { ...s.cls, body: rewritten(module, withKeptProperties(module, s, text), false, asked, text) } };
      default:
        return withBlocks(s, (block) => rewritten(module, block, inside, asked, text));
    }
  });
}

/** `f.cache_info()` as a call of what tells it. */
function answered(node: unknown, asked: ReadonlySet<string>): unknown {
  const e = node as Expr | null | undefined;
  if (e?.kind === "attribute" && e.object.kind === "name" && asked.has(e.object.id) && /^cache_(info|clear)$/.test(e.name))
    return { kind: "name", id: `${e.object.id}_${e.name}`, span: e.span };
  return mapMembers(node, (value) => answered(value, asked));
}

/** The module with its remembering functions written out: those inside others, and those that are asked for their counts. */
export function withMemos(module: ModuleNode, text: string): ModuleNode {
  if (!/@\s*(\w+\.)?((lru_)?cache|cached_property)\b/.test(text)) return module;
  const asked = new Set([...text.matchAll(/\b(\w+)\.cache_(?:info|clear)\b/g)].map(([, name]) => name));
  const body = rewritten(module, module.body, false, asked, text);
  return { ...module, body: asked.size > 0 ? (answered(body, asked) as Stmt[]) : body };
}
