/**
 * `functools.singledispatch`. Before names are resolved, such a function becomes its implementations, each under a name of its own, and a function that
 * tests its first argument for their classes, the most derived ones first.
 */
import type { Expr, FunctionNode, ModuleNode, Stmt } from "./ast/nodes.ts";

type Def = Stmt<"def">;

interface Implementation {
  readonly name: string;
  readonly type: Expr;
}

const lastName = (e: Expr): string | undefined => (e.kind === "name" ? e.id : e.kind === "attribute" ? e.name : undefined);

const isGeneric = (s: Stmt): s is Def => s.kind === "def" && s.decorators.length === 1 && lastName(s.decorators[0]) === "singledispatch";

/** The classes that an implementation is registered for; undefined for another definition. */
function registered(s: Stmt, of: string): readonly Expr[] | undefined {
  if (s.kind !== "def" || s.decorators.length === 0) return undefined;
  const types: Expr[] = [];
  for (const decorator of s.decorators) {
    const callee = decorator.kind === "call" ? decorator.callee : decorator;
    if (callee.kind !== "attribute" || callee.name !== "register" || callee.object.kind !== "name" || callee.object.id !== of)
      return undefined;
    const type = decorator.kind === "call" ? decorator.args[0]?.value : s.fn.params[0]?.annotation;
    if (!type) return undefined;
    types.push(type);
  }
  return types;
}

const isNone = (e: Expr): boolean =>
  e.kind === "none" ||
  (e.kind === "name" && e.id === "NoneType") ||
  (e.kind === "call" && e.callee.kind === "name" && e.callee.id === "type" && e.args[0]?.value.kind === "none");

/** Builtin classes, those before that are derived from others. */
const BUILTIN = ["bool", "int", "float", "complex", "str", "bytes", "bytearray", "list", "tuple", "dict", "frozenset", "set"];

/** The place of a class in the order of tests. */
function rank(type: Expr, classes: readonly string[]): number {
  const name = lastName(type) ?? "";
  const own = classes.lastIndexOf(name);
  if (own >= 0) return -own - 1;
  const builtin = BUILTIN.indexOf(name);
  return name === "object" ? 1000 : builtin >= 0 ? builtin : 100;
}

/** The function that calls the implementation for its first argument. */
function dispatcher(generic: Def, implementations: readonly Implementation[], classes: readonly string[], at: Stmt): Def {
  const { span } = at;
  const { fn } = generic;
  const name = (id: string): Expr => ({ kind: "name", id, span });
  const args = fn.params.map((param) => {
    const value = name(param.name);
    if (param.kind === "star") return { value, star: 1 as const };
    if (param.kind === "double") return { value, star: 2 as const };
    return param.kind === "keyword" ? { value, name: param.name } : { value };
  });
  const give = (to: string): Stmt => ({ kind: "return", value: { kind: "call", callee: name(to), args, span }, span });
  const first = (): Expr => name(fn.params[0].name);
  const test = (type: Expr): Expr =>
    isNone(type)
      ? { kind: "compare", left: first(), rest: [{ op: "is", right: { kind: "none", span } }], span }
      : { kind: "call", callee: name("isinstance"), args: [{ value: first() }, { value: type }], span };
  const body: Stmt[] = [...implementations]
    .sort((a, b) => rank(a.type, classes) - rank(b.type, classes))
    .map((each) => ({ kind: "if", test: test(each.type), body: [give(each.name)], orElse: [], span }));
  const made: FunctionNode = {
    ...fn,
    span,
    params: fn.params.map((param) => ({ ...param })),
    body: [...body, give(`${fn.name} otherwise`)],
    doc: undefined,
  };
  return { kind: "def", fn: { ...made, generator: false }, decorators: [], span };
}

/** The module with its generic functions written out; itself when it has none. */
export function withSingleDispatch(module: ModuleNode, text: string): ModuleNode {
  if (!text.includes("singledispatch")) return module;
  const classes = module.body.flatMap((s) => (s.kind === "class" ? [s.cls.name] : []));
  let body = module.body;
  for (const generic of module.body.filter(isGeneric)) {
    const of = generic.fn.name;
    const last = body.reduce((at, s, i) => (registered(s, of) ? i : at), -1);
    if (last < 0 || generic.fn.params.length === 0) continue;
    const implementations: Implementation[] = [];
    body = body.flatMap((s, i): Stmt[] => {
      if (s === generic) return [{ ...s, decorators: [], fn: { ...s.fn, name: `${of} otherwise` } }];
      const types = registered(s, of);
      if (!types || s.kind !== "def") return [s];
      const name = `${of} ${implementations.length + 1}`;
      for (const type of types) implementations.push({ name, type });
      const plain: Stmt = { ...s, decorators: [], fn: { ...s.fn, name } };
      return i === last ? [plain, dispatcher(generic, implementations, classes, s)] : [plain];
    });
  }
  return { ...module, body };
}
