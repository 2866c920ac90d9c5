/**
 * Decorators with arguments: `def retry(times): def decorate(fn): …; return decorate`. Before names are resolved, `retry(3)(fn)` and `@retry(3)` call
 * one function of all of the arguments, so that what it makes of each function is known by that function.
 */
import type { Expr, FunctionNode, ModuleNode, Stmt } from "./ast/nodes.ts";
import { copied } from "./ast/replaced.ts";
import { KNOWN_DECORATORS } from "./known-decorators.ts";
import { blocksOf, eachExpr, exprsOf } from "./scope-tree.ts";

const name = (id: string, span: Expr["span"]): Expr<"name"> => ({ kind: "name", id, span });

/** No name of a program is written so. */
const appliedName = (factory: string): string => `applied ${factory}`;

const isDoc = (s: Stmt): boolean => s.kind === "expr" && s.value.kind === "str";

/** The names that statements bind or read, those of functions inside too. */
function namesIn(body: readonly Stmt[]): Set<string> {
  const found = new Set<string>();
  const look = (stmts: readonly Stmt[]): void => {
    for (const s of stmts) {
      if (s.kind === "def") {
        found.add(s.fn.name);
        for (const param of s.fn.params) found.add(param.name);
        look(s.fn.body);
      }
      for (const e of exprsOf(s)) if (e) eachExpr(e, (inner) => inner.kind === "name" && found.add(inner.id));
      blocksOf(s).forEach(look);
    }
  };
  look(body);
  return found;
}

/** The names that the statements of a function bind themselves. */
function boundIn(fn: FunctionNode): Set<string> {
  const found = new Set(fn.params.map((param) => param.name));
  const look = (stmts: readonly Stmt[]): void => {
    for (const s of stmts) {
      if (s.kind === "def") found.add(s.fn.name);
      else if (s.kind === "class") found.add(s.cls.name);
      else if (s.kind === "assign")
        for (const target of s.targets) eachExpr(target, (inner) => inner.kind === "name" && found.add(inner.id));
      else blocksOf(s).forEach(look);
    }
  };
  look(fn.body);
  return found;
}

const PLAIN = new Set<Stmt["kind"]>(["assign", "expr", "if", "augmented", "annotated", "def"]);

/** The function of all arguments that a factory of decorators is; undefined where it is something else. */
function appliedOf(s: Stmt): Stmt<"def"> | undefined {
  if (s.kind !== "def" || s.decorators.length > 0 || s.fn.generator || s.fn.async) return undefined;
  const { fn } = s;
  const [inner, last] = fn.body.slice(-2);
  if (inner?.kind !== "def" || inner.decorators.length > 0 || inner.fn.generator || inner.fn.async || inner.fn.params.length !== 1)
    return undefined;
  if (last.kind !== "return" || last.value?.kind !== "name" || last.value.id !== inner.fn.name) return undefined;
  const before = fn.body.slice(0, -2);
  const [param] = inner.fn.params;
  if (param.kind !== "normal" || param.default || !before.every((each) => PLAIN.has(each.kind) && blocksOf(each).length === 0))
    return undefined;
  const own = boundIn({ ...fn, body: before });
  const both = [...boundIn(inner.fn)].some((each) => own.has(each));
  const named = namesIn([...before, ...inner.fn.body]);
  if (both || named.has(inner.fn.name) || named.has(fn.name) || inner.fn.body.some((each) => each.kind === "nonlocal")) return undefined;
  const body = [...before.filter((each) => !isDoc(each)), ...inner.fn.body.filter((each, i) => i > 0 || !isDoc(each))];
  const { doc: _, ...kept } = fn;
  const made: FunctionNode = { ...kept, name: appliedName(fn.name), called: inner.fn.name, params: [param, ...fn.params], body };
  return { ...s, comments: undefined, fn: copied(made) as FunctionNode };
}

/** `factory(…)(x)` as a call of one function; other expressions as they are. */
function merged(e: Expr, factories: ReadonlySet<string>): Expr {
  if (e.kind !== "call" || e.callee.kind !== "call" || e.callee.callee.kind !== "name" || !factories.has(e.callee.callee.id)) return e;
  if (e.args.length !== 1 || e.args[0].name || e.args[0].star) return e;
  return { ...e, callee: name(appliedName(e.callee.callee.id), e.callee.callee.span), args: [...e.args, ...e.callee.args] };
}

/** All calls of factories inside of a tree. */
function rewritten(node: unknown, factories: ReadonlySet<string>): unknown {
  if (Array.isArray(node)) {
    const made = node.map((each: unknown) => rewritten(each, factories));
    return made.some((each, i) => each !== node[i]) ? made : node;
  }
  if (node === null || typeof node !== "object" || node instanceof Uint8Array) return node;
  const entries = Object.entries(node).map(
    ([key, value]) => [key, key === "span" ? (value as unknown) : rewritten(value, factories)] as const,
  );
  const same = entries.every(([key, value]) => value === (node as Record<string, unknown>)[key]);
  const whole = same ? node : Object.fromEntries(entries);
  return (whole as Expr).kind === "call" ? merged(whole as Expr<"call">, factories) : whole;
}

const nameOf = (e: Expr): string =>
  e.kind === "call" ? nameOf(e.callee) : e.kind === "attribute" ? e.name : e.kind === "name" ? e.id : "";

const isFactoryCall = (e: Expr, factories: ReadonlySet<string>): boolean =>
  e.kind === "call" && e.callee.kind === "name" && factories.has(e.callee.id);

/** `@factory(…) def f` as a function of another name and an assignment. */
function undecorated(s: Stmt, factories: ReadonlySet<string>): readonly Stmt[] {
  if (s.kind !== "def" || s.fn.async || !s.decorators.some((each) => isFactoryCall(each, factories))) return [s];
  if (s.decorators.some((each) => KNOWN_DECORATORS.has(nameOf(each)))) return [s];
  const free = `undecorated ${s.fn.name}`;
  const value = s.decorators.reduceRight(
    (wrapped: Expr, decorator): Expr => ({ kind: "call", span: decorator.span, callee: decorator, args: [{ value: wrapped }] }),
    name(free, s.fn.span),
  );
  return [
    { ...s, decorators: [], fn: { ...s.fn, name: free, called: s.fn.called ?? s.fn.name } },
    { kind: "assign", targets: [name(s.fn.name, s.fn.span)], value, span: s.fn.span },
  ];
}

/** The module, whose text is given, with its decorators that take arguments as functions of all of these. */
export function withDecoratorFactories(module: ModuleNode, text: string): ModuleNode {
  if (!/^[ \t]*@\w+\(/m.test(text)) return module;
  const applied = new Map(
    module.body.flatMap((s) => {
      const made = appliedOf(s);
      return made ? [[s, made] as const] : [];
    }),
  );
  if (applied.size === 0) return module;
  const factories = new Set([...applied.keys()].map((s) => (s as Stmt<"def">).fn.name));
  const body = module.body.flatMap((s): readonly Stmt[] => {
    const made = applied.get(s);
    return made ? [s, made] : undecorated(s, factories);
  });
  return { ...module, body: rewritten(body, factories) as Stmt[] };
}
