/**
 * Views of Flask. Before names are resolved, `@app.get("/items/<int:item>") def show(item): …` is the function `show`, and behind it
 * `app.add_view("/items/<int:item>", ["GET"], "show", lambda values: app.make_response(show(item=values.int_of("item"))))`: each view is called with
 * parameters of known types, and what it returns becomes a response where it is known what that is. Handlers of errors, and what runs before and after
 * each request, are written so, too. library/flask.py has the rest.
 */
import type { Span } from "../../base/span.ts";
import { mapMembers } from "../../base/nodes.ts";
import type { Argument, Expr, FunctionNode, ModuleNode, Parameter, Stmt } from "./ast/nodes.ts";
import { withBlocks } from "./scope-tree.ts";

// Calls are told apart by their places: each has one of its own.
const at = (span: Span): Span => ({ ...span });

const name = (id: string, span: Span): Expr<"name"> => ({ kind: "name", id, span: at(span) });
const text = (value: string, span: Span): Expr<"str"> => ({ kind: "str", value, span: at(span) }) as Expr<"str">;
const method = (object: Expr, called: string, args: readonly Argument[], span: Span): Expr => ({
  kind: "call",
  callee: { kind: "attribute", object, name: called, span: at(span) },
  args,
  span: at(span),
});
const call = (callee: Expr, args: readonly Argument[], span: Span): Expr => ({ kind: "call", callee, args, span: at(span) });
const plain = (...values: readonly Expr[]): Argument[] => values.map((value) => ({ value }));

function lambda(params: readonly string[], value: Expr, span: Span): Expr {
  const fn: FunctionNode = {
    scopeOf: "function",
    name: "lambda",
    span: at(span),
    params: params.map((param): Parameter => ({ name: param, kind: "normal", span: at(span) })),
    body: [{ kind: "return", value, span: at(span) }],
    async: false,
    generator: false,
    lambda: true,
  };
  return { kind: "lambda", fn, span: at(span) };
}

const statement = (value: Expr): Stmt => ({ kind: "expr", value, span: at(value.span) });

const ROUTES: Readonly<Record<string, string | undefined>> = { get: "GET", post: "POST", put: "PUT", patch: "PATCH", delete: "DELETE" };

/** How a parameter's value is taken out of the path, by its converter. */
const CONVERTERS: Readonly<Record<string, string | undefined>> = {
  int: "int_of",
  float: "float_of",
  string: "text_of",
  path: "text_of",
  "": "text_of",
};

/** The parameters of a rule as arguments; undefined where a converter is not known. */
function valuesOf(rule: string, span: Span): Argument[] | undefined {
  const found = [...rule.matchAll(/<(?:(\w+):)?(\w+)>/g)].map(([, kind = "", param]): Argument | undefined => {
    const taken = CONVERTERS[kind];
    return taken === undefined ? undefined : { name: param, value: method(name("values", span), taken, plain(text(param, span)), span) };
  });
  return found.every((arg) => arg !== undefined) && !rule.replace(/<(?:\w+:)?\w+>/g, "").includes("<") ? found : undefined;
}

/** A fresh copy of what the decorator is an attribute of. */
const again = (object: Expr, span: Span): Expr | undefined => (object.kind === "name" ? name(object.id, span) : undefined);

/** `@app.route(rule, methods=[…])` as a statement behind the function. */
function view(decorator: Expr<"call">, object: Expr, called: string, fn: FunctionNode): Stmt | undefined {
  const { span, args } = decorator;
  const [rule] = args;
  const values = rule?.name === undefined && rule?.value.kind === "str" ? valuesOf(rule.value.value, span) : undefined;
  const methods = args.find((arg) => arg.name === "methods")?.value;
  const others = args.slice(1).some((arg) => arg.name !== "methods" && arg.name !== "endpoint" && arg.name !== "strict_slashes");
  if (!values || others || rule.value.kind !== "str") return undefined;
  const used = methods ?? ({ kind: "list", elems: [text(ROUTES[called] ?? "GET", span)], span: at(span) } as Expr);
  const endpoint = args.find((arg) => arg.name === "endpoint")?.value ?? text(fn.name, span);
  const made = method(again(object, span)!, "make_response", plain(call(name(fn.name, span), values, span)), span);
  return statement(method(object, "add_view", plain(rule.value, used, endpoint, lambda(["values"], made, span)), span));
}

/** `@app.errorhandler(404)`, `@app.errorhandler(Wrong)` as statements behind the function. */
function handler(decorator: Expr<"call">, object: Expr, fn: FunctionNode): Stmt[] | undefined {
  const { span, args } = decorator;
  const [given] = args;
  if (args.length !== 1 || given.name !== undefined || given.star) return undefined;
  const answer = (error: string): Expr =>
    method(again(object, span)!, "make_response", plain(call(name(fn.name, span), plain(name(error, span)), span)), span);
  if (given.value.kind === "int")
    return [statement(method(object, "add_status_handler", plain(given.value, lambda(["error"], answer("error"), span)), span))];
  // The exception is raised again where its class tells what it is.
  const inner: FunctionNode = {
    scopeOf: "function",
    name: `${fn.name}_handles`,
    span: at(span),
    params: [{ name: "error", kind: "normal", span: at(span) }],
    body: [
      {
        kind: "try",
        body: [{ kind: "raise", value: name("error", span), span: at(span) }],
        handlers: [
          {
            type: given.value,
            name: name("caught", span),
            body: [{ kind: "return", value: answer("caught"), span: at(span) }],
            span: at(span),
          },
        ],
        orElse: [],
        final: [],
        span: at(span),
      },
    ],
    async: false,
    generator: false,
    lambda: false,
  };
  return [
    { kind: "def", fn: inner, decorators: [], span: at(span) },
    statement(method(object, "add_exception_handler", plain(name(inner.name, span)), span)),
  ];
}

/** What stands behind a function in place of a decorator; undefined where the decorator is none of Flask's. */
function behind(decorator: Expr, fn: FunctionNode): readonly Stmt[] | undefined {
  const callee = decorator.kind === "call" ? decorator.callee : decorator;
  if (callee.kind !== "attribute" || callee.object.kind !== "name") return undefined;
  const { object, span } = callee;
  const own = (): Expr => again(object, span)!;
  if (decorator.kind === "call") {
    if (callee.name === "route" || ROUTES[callee.name] !== undefined) {
      const made = view(decorator, object, callee.name, fn);
      return made && [made];
    }
    return callee.name === "errorhandler" || callee.name === "app_errorhandler" ? handler(decorator, object, fn) : undefined;
  }
  if (callee.name === "before_request") {
    const made = method(own(), "optional_response", plain(call(name(fn.name, span), [], span)), span);
    return [statement(method(object, "add_before", plain(lambda([], made, span)), span))];
  }
  if (callee.name === "after_request") {
    const made = call(name(fn.name, span), plain(name("response", span)), span);
    return [statement(method(object, "add_after", plain(lambda(["response"], made, span)), span))];
  }
  return undefined;
}

function inBody(body: readonly Stmt[]): Stmt[] {
  return body.flatMap((s): Stmt[] => {
    if (s.kind === "class") return [s];
    if (s.kind !== "def") return [withBlocks(s, inBody)];
    const made = s.decorators.map((decorator) => behind(decorator, s.fn));
    const left = s.decorators.filter((_, i) => made[i] === undefined);
    // Decorators apply from the last to the first.
    return [{ ...s, decorators: left, fn: { ...s.fn, body: inBody(s.fn.body) } }, ...made.reverse().flatMap((each) => each ?? [])];
  });
}

/** `jsonify(a=1)` as `jsonify({"a": 1})`, `jsonify(a, b)` as `jsonify([a, b])`. */
function withValues(node: unknown): unknown {
  const made = mapMembers(node, withValues) as Expr | null | undefined;
  if (made?.kind !== "call") return made;
  const { callee, args, span } = made;
  const called = callee.kind === "name" ? callee.id : callee.kind === "attribute" ? callee.name : "";
  if (called !== "jsonify" || args.some((arg) => arg.star) || (args.length === 1 && args[0].name === undefined)) return made;
  if (args.length > 0 && args.every((arg) => arg.name === undefined))
    return { ...made, args: plain({ kind: "list", elems: args.map((arg) => arg.value), span: at(span) } as Expr) };
  if (args.some((arg) => arg.name === undefined)) return made;
  const entries = args.map((arg) => ({ key: text(arg.name ?? "", span), value: arg.value }));
  return { ...made, args: plain({ kind: "dict", entries, span: at(span) } as Expr) };
}

/** The module, whose text is given, with Flask's decorators in other words. */
export function withFlaskViews(module: ModuleNode, source: string): ModuleNode {
  if (!/\b(?:from|import)\s+flask\b/.test(source)) return module;
  return { ...module, body: withValues(inBody(module.body)) as ModuleNode["body"] };
}
