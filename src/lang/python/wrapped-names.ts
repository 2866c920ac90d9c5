/**
 * A function that is given the name of another one after its definition, by `functools.update_wrapper(inner, of)` or by `inner.__name__ =
 * of.__name__`, is written as one under `@functools.wraps(of)`, before names are resolved.
 */
import type { Span } from "../../base/span.ts";
import type { Expr, FunctionNode, ModuleNode, Stmt } from "./ast/nodes.ts";
import { blocksOf, withBlocks } from "./scope-tree.ts";

const isUpdate = (e: Expr): boolean =>
  (e.kind === "name" && e.id === "update_wrapper") ||
  (e.kind === "attribute" && e.name === "update_wrapper" && e.object.kind === "name" && e.object.id === "functools");

/** `update_wrapper(inner, of)` of two names. */
function updated(e: Expr | undefined): { readonly inner: Expr<"name">; readonly of: Expr<"name"> } | undefined {
  if (e?.kind !== "call" || !isUpdate(e.callee) || e.args.length !== 2) return undefined;
  const [{ value: inner }, { value: of }] = e.args;
  return e.args.every((arg) => !arg.name && !arg.star) && inner.kind === "name" && of.kind === "name" ? { inner, of } : undefined;
}

/** `inner.NAME = of.NAME` */
function copied(s: Stmt, name: string): { readonly inner: string; readonly of: string } | undefined {
  if (s.kind !== "assign" || s.targets.length !== 1) return undefined;
  const [target] = s.targets;
  if (target.kind !== "attribute" || s.value.kind !== "attribute" || target.name !== name || s.value.name !== name) return undefined;
  return target.object.kind === "name" && s.value.object.kind === "name" ? { inner: target.object.id, of: s.value.object.id } : undefined;
}

const wraps = (of: string, span: Span): Expr<"call"> => ({
  kind: "call",
  span,
  callee: { kind: "name", id: "wraps", span },
  args: [{ value: { kind: "name", id: of, span } }],
});

/** What is under way of one module: may an assignment of the name alone stand for all that `wraps` copies? */
interface Asked {
  readonly doc: boolean;
  readonly parts: boolean;
}

/** Of which function the statements behind a definition give it the name, and those statements in other words. */
function named(name: string, rest: readonly Stmt[], asked: Asked): { readonly of: string; readonly rest: readonly Stmt[] } | undefined {
  for (const [i, s] of rest.entries()) {
    const value = s.kind === "expr" || s.kind === "return" || s.kind === "assign" ? s.value : undefined;
    const update = updated(value);
    if (update?.inner.id === name) {
      const others = s.kind === "expr" ? [] : [{ ...s, value: update.inner } as Stmt];
      return { of: update.of.id, rest: [...rest.slice(0, i), ...others, ...rest.slice(i + 1)] };
    }
    const given = asked.parts ? undefined : copied(s, "__name__");
    if (given?.inner !== name) continue;
    const also = (each: Stmt): boolean =>
      ["__name__", "__doc__", "__module__", "__dict__"].some((part) => copied(each, part)?.inner === name);
    if (asked.doc && !rest.some((each) => copied(each, "__doc__")?.inner === name)) return undefined;
    return { of: given.of, rest: rest.filter((each) => !also(each)) };
  }
  return undefined;
}

const takes = (fn: FunctionNode | undefined, name: string): boolean => fn?.params.some((param) => param.name === name) ?? false;

/** `around`: the function whose parameter the other one has to be, so that it is there when the inner one is defined. */
function rewritten(body: readonly Stmt[], around: FunctionNode | undefined, asked: Asked): readonly Stmt[] {
  const result: Stmt[] = [];
  let rest = body;
  while (rest.length > 0) {
    const [first] = rest;
    rest = rest.slice(1);
    if (first.kind === "def") {
      const fn = { ...first.fn, body: rewritten(first.fn.body, first.fn, asked) };
      const found = first.decorators.length === 0 ? named(fn.name, rest, asked) : undefined;
      if (found && takes(around, found.of)) {
        rest = found.rest;
        result.push({ ...first, fn, decorators: [wraps(found.of, first.span)] });
      } else result.push({ ...first, fn });
    } else if (first.kind === "class") result.push({ ...first, cls: { ...first.cls, body: rewritten(first.cls.body, undefined, asked) } });
    else result.push(blocksOf(first).length > 0 ? withBlocks(first, (block) => rewritten(block, around, asked)) : first);
  }
  return result;
}

/** The module, whose text is given, with such functions under `wraps`. */
export function withWrappedNames(module: ModuleNode, text: string): ModuleNode {
  if (!/\bupdate_wrapper\b|\.__name__\s*=[^=]/.test(text)) return module;
  const asked = { doc: /\.__doc__\b/.test(text), parts: /\.__qualname__\b/.test(text) };
  return { ...module, body: rewritten(module.body, undefined, asked) };
}
