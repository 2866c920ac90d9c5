/** Functions made of lambdas that are handed over in one place are closures there: `fn lambda(x: i64) -> i64 { x + 1 }` and `f(lambda)` are `f(|x: i64| x + 1)`. */
import { SKIP, eachNode, mapMembers, someNode } from "../base/nodes.ts";
import type { RustExpr, RustItem, RustPattern } from "./ast.ts";
import { typeText } from "./types.ts";

type Lambda = RustItem & { readonly kind: "fn" };

const NAME = /^lambda(?:_\d+)?$/;

/** The items with such functions in the places where they are handed over. */
export function withLambdas(items: readonly RustItem[]): readonly RustItem[] {
  const found = new Map<string, RustExpr<"closure">>();
  for (const item of items) {
    const closure = item.kind === "fn" ? closureOf(item) : undefined;
    if (closure) found.set((item as Lambda).name, closure);
  }
  if (found.size === 0) return items;
  for (const [name, places] of placesOf(items, found)) {
    const names = namesIn(found.get(name)!);
    if (places.length !== 1 || places[0] === undefined || bindsAny(places[0], names)) found.delete(name);
  }
  if (found.size === 0) return items;
  return items.flatMap((item) => (item.kind === "fn" && found.has(item.name) ? [] : [replaced(item, found) as RustItem]));
}

/** The closure that does what the function does, where that is one expression and its types are plain. */
function closureOf(item: Lambda): RustExpr<"closure"> | undefined {
  const { name, body, params, result } = item;
  if (!NAME.test(name) || item.visibility || item.doc?.length || item.comments?.length || item.attributes?.length) return undefined;
  if (item.generics.length || item.prefix || item.self || item.variadic || !body?.value || body.statements.length) return undefined;
  if (body.valueComments?.length || body.trailing?.length || body.valueTrailing) return undefined;
  if (params.some(({ pattern }) => pattern.kind !== "name") || (result && typeText(result).includes("&"))) return undefined;
  if (someNode<RustExpr>(body.value, ({ kind }) => kind === "try" || kind === "return") || handsOn(body.value, params)) return undefined;
  return { kind: "closure", params: params.map(({ pattern, type }) => ({ pattern, type })), body: body.value };
}

/** The function that a closure only hands its parameters to, or references to them, under the names that the function has for them. */
function handedTo(node: object, found: ReadonlyMap<string, RustExpr<"closure">>): string | undefined {
  const { kind, params, body } = node as RustExpr<"closure">;
  if (kind !== "closure" || body.kind !== "call" || body.callee.kind !== "path" || body.args.length !== params.length) return undefined;
  const lambda = found.get(body.callee.path);
  if (!lambda || params.length !== lambda.params.length) return undefined;
  const fits = body.args.every((arg, i) => {
    const [own, its] = [params[i].pattern, lambda.params[i].pattern];
    if (own.kind !== "name" || its.kind !== "name" || own.name !== its.name) return false;
    if (arg.kind === "path") return arg.path === own.name;
    // The reference is only followed: the value itself will do.
    const lent = arg.kind === "borrow" && arg.word === "" && arg.operand.kind === "path" && arg.operand.path === own.name;
    return lent && lambda.params[i].type?.kind === "ref" && isFollowed(lambda.body, own.name);
  });
  return fits ? body.callee.path : undefined;
}

/** Is a name only looked into: `x.1`, `x.len()`? */
function isFollowed(node: unknown, name: string, key = ""): boolean {
  if (typeof node !== "object" || node === null) return true;
  if (Array.isArray(node)) return node.every((each) => isFollowed(each, name));
  const { kind, path } = node as { kind?: string; path?: unknown };
  if (kind === "path" && path === name) return key === "object";
  return Object.entries(node).every(([at, value]) => isFollowed(value, name, at));
}

/** A call with just the parameters: the function itself would do. */
function handsOn(value: RustExpr, params: Lambda["params"]): boolean {
  const args = value.kind === "call" ? value.args : value.kind === "method" ? [value.object, ...value.args] : undefined;
  return (
    args?.length === params.length &&
    params.length > 0 &&
    args.every((arg, i) => arg.kind === "path" && params[i].pattern.kind === "name" && arg.path === params[i].pattern.name)
  );
}

/** The items in which each name is mentioned; undefined for a mention that is no argument of a call. */
function placesOf(items: readonly RustItem[], wanted: ReadonlyMap<string, RustExpr<"closure">>): Map<string, (RustItem | undefined)[]> {
  const found = new Map<string, (RustItem | undefined)[]>([...wanted.keys()].map((name) => [name, []]));
  for (const item of items) {
    const handed = new Set<RustExpr>();
    eachNode<RustExpr>(item, (e) => {
      const target = handedTo(e, wanted);
      if (target !== undefined) {
        found.get(target)?.push(item);
        return SKIP;
      }
      if (e.kind === "call" || e.kind === "method") for (const arg of e.args) handed.add(arg);
      if (e.kind === "path") found.get(e.path)?.push(handed.has(e) ? item : undefined);
    });
  }
  return found;
}

/** The plain names that a closure uses and has not as parameters. */
function namesIn(closure: RustExpr<"closure">): Set<string> {
  const names = new Set<string>();
  eachNode<RustExpr>(closure.body, (e) => {
    if (e.kind === "path" && !e.path.includes("::")) names.add(e.path);
  });
  for (const { pattern } of closure.params) if (pattern.kind === "name") names.delete(pattern.name);
  return names;
}

/** Does an item bind one of the names, so that it would mean something else there? */
const bindsAny = (item: RustItem, names: ReadonlySet<string>): boolean =>
  someNode<RustPattern>(item, (node) => node.kind === "name" && names.has(node.name));

function replaced<T>(node: T, found: ReadonlyMap<string, RustExpr<"closure">>): T {
  if (typeof node !== "object" || node === null) return node;
  const e = node as unknown as RustExpr;
  const closure = e.kind === "path" ? found.get(e.path) : undefined;
  if (closure) return replaced(closure, found) as T;
  const target = handedTo(node, found);
  if (target !== undefined) return { ...node, body: replaced(found.get(target)!.body, found) };
  return mapMembers(node, (value) => replaced(value, found));
}
