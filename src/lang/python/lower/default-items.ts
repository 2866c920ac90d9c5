/** Loops over what a dict may not have: `for x in found.get(key, ()):`. */
import type { Expr, Stmt } from "../ast/nodes.ts";
import type { Atom } from "../infer/types.ts";
import { get, type Cx, type Val } from "./context.ts";
import { expr } from "./expressions.ts";

/** Displays of containers without items, by the kind of the values that they stand beside. */
const EMPTY: Readonly<Partial<Record<Atom["k"], "list" | "tuple" | "set">>> = {
  list: "list",
  tuple: "tuple",
  vartuple: "tuple",
  set: "set",
};

const replaced = new WeakMap<Expr, Map<string, Expr>>();

/** What a loop goes over. Of a default without items only that is seen: it is of the type of the values beside it. */
export function iterated(cx: Cx, node: Expr): Val {
  if (node.kind !== "call" || node.callee.kind !== "attribute" || node.callee.name !== "get" || node.args.length !== 2)
    return expr(cx, node);
  const { object } = node.callee;
  const fallback = node.args[1].value;
  const empty = (fallback.kind === "tuple" || fallback.kind === "list") && fallback.elems.length === 0;
  if (!empty || !isPlace(object) || node.args.some((arg) => arg.name !== undefined || arg.star)) return expr(cx, node);
  const of = expr(cx, object);
  const [atom] = of.ty;
  if (of.ty.length !== 1 || atom.k !== "dict") return expr(cx, node);
  const values = get(cx, atom.value);
  // What the values are is not known yet.
  if (values.length === 0 && !cx.p.emitting && !cx.p.settling) return { ty: [], e: of.e };
  const kind = values.length === 1 ? EMPTY[values[0].k] : undefined;
  if (!kind || kind === fallback.kind) return expr(cx, node);
  let known = replaced.get(node);
  if (!known) replaced.set(node, (known = new Map<string, Expr>()));
  let other = known.get(kind);
  if (!other)
    known.set(kind, (other = { ...node, args: [node.args[0], { ...node.args[1], value: { ...fallback, kind } as Expr }] } as Expr));
  return expr(cx, other);
}

/** A variable, or an attribute of one: evaluating it does nothing. */
const isPlace = (e: Expr): boolean => e.kind === "name" || (e.kind === "attribute" && isPlace(e.object));

const split = new WeakMap<Stmt, Stmt<"if">>();

/**
 * `for x in found.get(key, []):` as `if key in found:` around `for x in found[key]:`: the items are gone over where they lie, and the default is
 * not made. Only where evaluating the dict and the key twice does nothing.
 */
export function whereFound(cx: Cx, s: Stmt<"for">): Stmt<"if"> | undefined {
  const { iterable } = s;
  if (s.orElse.length > 0 || iterable.kind !== "call" || iterable.callee.kind !== "attribute" || iterable.callee.name !== "get")
    return undefined;
  if (iterable.args.length !== 2 || iterable.args.some((arg) => arg.name !== undefined || arg.star)) return undefined;
  const { object } = iterable.callee;
  const [key, fallback] = iterable.args.map((arg) => arg.value);
  const empty = (fallback.kind === "tuple" || fallback.kind === "list") && fallback.elems.length === 0;
  if (!empty || !isPlace(object) || !isStillKey(key)) return undefined;
  const of = expr(cx, object).ty;
  const [atom] = of;
  if (of.length !== 1 || atom.k !== "dict" || !expr(cx, key).ty.every(isPlainKey)) return undefined;
  const values = get(cx, atom.value);
  if (values.length !== 1 || !EMPTY[values[0].k]) return undefined;
  let made = split.get(s);
  if (!made) {
    const at = { span: iterable.span };
    const items = { ...at, kind: "subscript", object, index: key } as Expr;
    const test = { ...at, kind: "compare", left: key, rest: [{ op: "in", right: object }] } as Expr;
    made = { ...s, kind: "if", test, body: [{ ...s, iterable: items, comments: undefined }], orElse: [] } as unknown as Stmt<"if">;
    split.set(s, made);
  }
  return made;
}

const isStillKey = (e: Expr): boolean =>
  ["name", "int", "str", "bool"].includes(e.kind) || (e.kind === "tuple" && e.elems.every(isStillKey));

/** Hashing and comparing it runs no code of the program. */
const isPlainKey = (atom: Atom): boolean =>
  ["int", "str", "bool", "float", "none", "bytes"].includes(atom.k) ||
  (atom.k === "tuple" && atom.elems.every((elem) => elem.every(isPlainKey)));
