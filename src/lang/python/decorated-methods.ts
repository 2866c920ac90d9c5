/**
 * Methods under decorators of the program. Before names are resolved, `@traced def get(self, x): …` of a class `Sheet` is a method of another name,
 * what the decorator makes of it, a variable behind the class, and a method `get` that calls that variable with the object and its arguments.
 */
import type { Span } from "../../base/span.ts";
import type { Expr, FunctionNode, ModuleNode, Parameter, Stmt } from "./ast/nodes.ts";
import { KNOWN_DECORATORS } from "./known-decorators.ts";

const nameOf = (e: Expr): string | undefined =>
  e.kind === "call" ? nameOf(e.callee) : e.kind === "attribute" ? e.name : e.kind === "name" ? e.id : undefined;

const isKnown = (e: Expr): boolean => KNOWN_DECORATORS.has(nameOf(e) ?? "");

const name = (id: string, span: Span): Expr<"name"> => ({ kind: "name", id, span });

/** No name of a program is written so. */
export const decoratedName = (cls: string, method: string): string => `decorated ${cls} ${method}`;
/** The name of the method as it was written. */
export const freeName = (method: string): string => `undecorated ${method.replace(/^__(\w+)__$/, "$1")}`;
export const isDecoratedName = (id: string): boolean => id.startsWith("decorated ");

/** The call that stands in the method: what it was given, the object first unless the method is `bare`, is handed on as it was. */
function forwarding(fn: FunctionNode, target: string, bare: boolean): FunctionNode {
  const { span } = fn;
  const plain = fn.params.every((param) => (param.kind === "normal" || param.kind === "positional") && !param.default);
  const receiver = bare ? [] : fn.params.slice(0, 1).map((self) => ({ ...self, annotation: undefined }));
  const rest: readonly Parameter[] = plain
    ? fn.params.slice(receiver.length).map(({ annotation: _, ...param }) => param)
    : [
        { name: "args", kind: "star", span },
        { name: "kwargs", kind: "double", span },
      ];
  const args = rest.map((param) => ({
    value: name(param.name, span),
    ...(param.kind === "star" ? { star: 1 as const } : param.kind === "double" ? { star: 2 as const } : {}),
  }));
  const value: Expr = {
    kind: "call",
    span,
    callee: name(target, span),
    args: [...receiver.map((self) => ({ value: name(self.name, span) })), ...args],
  };
  const { doc: _, returns: __, called: ___, ...kept } = fn;
  return { ...kept, generator: false, params: [...receiver, ...rest], body: [{ kind: "return", span, value }] };
}

/** A class in parts: its statement, and what stands behind it. */
function rewritten(s: Stmt<"class">): readonly Stmt[] {
  const made: Stmt[] = [];
  /** Functions of the class that decorate its methods are called without an object. */
  const decorators = new Set(s.cls.body.flatMap((inner) => (inner.kind === "def" ? inner.decorators.map(nameOf) : [])));
  const own = new Set(s.cls.body.flatMap((inner) => (inner.kind === "def" ? [inner.fn.name] : [])));
  const body = s.cls.body.flatMap((inner): readonly Stmt[] => {
    if (inner.kind !== "def" || inner.fn.async) return [inner];
    if (decorators.has(inner.fn.name) && inner.decorators.length === 0)
      return [{ ...inner, decorators: [name("staticmethod", inner.span)] }];
    const first = inner.decorators.findIndex((d) => !isKnown(d));
    // Known ones inside of others would be given to these.
    if (first < 0 || inner.decorators.slice(first).some(isKnown)) return [inner];
    const outer = inner.decorators.slice(0, first);
    if (outer.some((d) => nameOf(d) === "classmethod")) return [inner];
    const bare = outer.filter((d) => nameOf(d) === "staticmethod");
    const { span } = inner.fn;
    const free = freeName(inner.fn.name);
    const target = decoratedName(s.cls.name, inner.fn.name);
    const inClass = (attribute: string, at: Span): Expr => ({ kind: "attribute", object: name(s.cls.name, at), name: attribute, span: at });
    const value = inner.decorators.slice(first).reduceRight(
      (wrapped: Expr, decorator): Expr => {
        const callee = decorator.kind === "name" && own.has(decorator.id) ? inClass(decorator.id, decorator.span) : decorator;
        return { kind: "call", span: decorator.span, callee, args: [{ value: wrapped }] };
      },
      inClass(free, span),
    );
    made.push({ kind: "assign", targets: [name(target, span)], value, span });
    return [
      { ...inner, decorators: bare, fn: { ...inner.fn, name: free, called: inner.fn.name } },
      { kind: "def", span: inner.span, decorators: outer, fn: forwarding(inner.fn, target, bare.length > 0) },
    ];
  });
  return made.length === 0 ? [s] : [{ ...s, cls: { ...s.cls, body } }, ...made];
}

/** The module with methods of its own classes that are decorated by the program written out. */
export function withDecoratedMethods(module: ModuleNode, text: string): ModuleNode {
  if (!/^[ \t]+@/m.test(text)) return module;
  return { ...module, body: module.body.flatMap((s) => (s.kind === "class" ? rewritten(s) : [s])) };
}
