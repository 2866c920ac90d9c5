/**
 * Variables of a function that it or functions inside of it change, and that a generator or coroutine among them uses: such a generator outlives the
 * call, and so must the variable. Before names are resolved it becomes the only item of a list, which all of them hold.
 */
import { mapMembers } from "../../base/nodes.ts";
import type { Expr, FunctionNode, ModuleNode, Stmt } from "./ast/nodes.ts";
import { keptOver } from "./kept-generators.ts";
import { blocksOf, boundNames, withBlocks } from "./scope-tree.ts";

type Tree = Readonly<Record<string, unknown>>;

/** Calls `see` with each node of a tree, outermost first; what it says false to is left aside. */
function eachNode(node: unknown, see: (node: Tree) => boolean): void {
  if (Array.isArray(node)) {
    for (const each of node) eachNode(each, see);
    return;
  }
  if (node === null || typeof node !== "object" || node instanceof Uint8Array) return;
  if (!see(node as Tree)) return;
  for (const [key, value] of Object.entries(node)) if (key !== "span" && key !== "comments") eachNode(value, see);
}

const isFunction = (node: Tree): boolean => node.scopeOf === "function";

/** The names that are a function's own. */
function ownNames(fn: FunctionNode): ReadonlySet<string> {
  const elsewhere = new Set<string>();
  const bound = boundNames(fn.body, elsewhere, elsewhere);
  return new Set([...fn.params.map((param) => param.name), ...bound.keys()].filter((name) => !elsewhere.has(name)));
}

/** Functions inside of `fn` for which `name` is the variable of `fn`. */
function sharers(fn: FunctionNode, name: string): FunctionNode[] {
  const found: FunctionNode[] = [];
  eachNode(fn.body, (node) => {
    if (!isFunction(node)) return true;
    const inner = node as unknown as FunctionNode;
    if (ownNames(inner).has(name)) return false;
    found.push(inner);
    return true;
  });
  return found;
}

/** Does a tree have the name? */
const mentions = (node: unknown, name: string): boolean => {
  let found = false;
  eachNode(node, (inner) => {
    found ||= inner.kind === "name" && inner.id === name;
    return !found;
  });
  return found;
};

/** The names of a function that have to be boxed. */
function shared(fn: FunctionNode): string[] {
  const changed = new Set<string>();
  eachNode(fn.body, (node) => {
    if (node.kind === "nonlocal") for (const name of node.names as readonly string[]) changed.add(name);
    return true;
  });
  const own = ownNames(fn);
  return [...own].filter((name) =>
    sharers(fn, name).some(
      (inner) => (inner.generator || inner.async) && mentions(inner.body, name) && (changed.has(name) || keptOver(fn, inner, name)),
    ),
  );
}

/** The tree with the variable `name` written as the item of `box`. */
function boxed(node: unknown, name: string, box: string): unknown {
  if (node === null || typeof node !== "object" || Array.isArray(node)) return mapMembers(node, (value) => boxed(value, name, box));
  const tree = node as Tree;
  if (isFunction(tree) && ownNames(tree as unknown as FunctionNode).has(name)) return node;
  if (tree.kind === "comprehension" && (node as Expr<"comprehension">).clauses.some((clause) => mentions(clause.target, name))) return node;
  if (tree.kind === "name" && tree.id === name) {
    const { span } = node as Expr<"name">;
    return { kind: "subscript", object: { kind: "name", id: box, span }, index: { kind: "int", value: 0n, span }, span };
  }
  if (tree.kind === "nonlocal") return { ...tree, names: (tree.names as readonly string[]).filter((each) => each !== name) };
  const made = mapMembers(tree, (value) => boxed(value, name, box));
  if (made.kind !== "annotated" || !mentions((node as Stmt<"annotated">).target, name)) return made;
  const { target, value, ...rest } = made;
  return { ...rest, kind: "assign", targets: [target], value };
}

/** Is the variable bound by statements whose targets may be items? */
const canBox = (fn: FunctionNode, name: string): boolean => {
  let fits = true;
  eachNode(fn.body, (node) => {
    if (node.kind === "def") fits &&= (node.fn as FunctionNode).name !== name;
    if (node.kind === "annotated" && mentions(node.target, name)) fits &&= node.value !== undefined;
    if (node.kind === "walrus") fits &&= (node.target as Expr<"name">).id !== name;
    if (node.kind === "try") fits &&= !(node as unknown as Stmt<"try">).handlers.some((handler) => handler.name?.id === name);
    if (["delete", "class", "import", "importFrom", "match"].includes(String(node.kind)))
      fits &&= !boundNames([node as unknown as Stmt], new Set(), new Set()).has(name);
    return fits;
  });
  return fits;
};

/** The function with a variable in a box; itself where there is no first value to put into it. */
function withBox(fn: FunctionNode, name: string, box: string): FunctionNode {
  if (!canBox(fn, name)) return fn;
  const target = (span: Stmt["span"]): Expr => ({ kind: "name", id: box, span });
  const body = boxed(fn.body, name, box) as Stmt[];
  if (fn.params.some((param) => param.name === name)) {
    const { span } = fn.params.find((param) => param.name === name)!;
    const start: Stmt = {
      kind: "assign",
      targets: [target(span)],
      value: { kind: "list", elems: [{ kind: "name", id: name, span }], span },
      span,
    };
    return { ...fn, body: [start, ...body] };
  }
  const at = fn.body.findIndex((s) => mentions(s, name));
  const first = fn.body[at];
  if (first.kind === "for" && mentions(first.target, name)) return boundInLoops(fn, name, box);
  if (first.kind === "def") return boundLate(fn, name, box, body);
  const plain = first.kind === "assign" ? first.targets.length === 1 && first.targets[0].kind === "name" : first.kind === "annotated";
  const value = plain ? (first as Stmt<"assign">).value : undefined;
  if (value === undefined || mentions(value, name)) return fn;
  const start: Stmt = {
    kind: "assign",
    targets: [target(first.span)],
    value: { kind: "list", elems: [value], span: value.span },
    span: first.span,
    ...(first.comments ? { comments: first.comments } : {}),
  };
  return { ...fn, body: [...body.slice(0, at), start, ...body.slice(at + 1)] };
}

/** A variable that gets its value after functions that use it are there: its box is filled then. */
function boundLate(fn: FunctionNode, name: string, box: string, body: readonly Stmt[]): FunctionNode {
  const at = fn.body.findIndex((s) => boundNames([s], new Set(), new Set()).has(name));
  const first = fn.body[at];
  if (first?.kind !== "assign" || first.targets.length !== 1 || first.targets[0].kind !== "name" || mentions(first.value, name)) return fn;
  if (fn.body.slice(0, at).some((s) => s.kind !== "def" && mentions(s, name))) return fn;
  const { span } = first;
  const holder = (): Expr => ({ kind: "name", id: box, span });
  const empty: Stmt = { kind: "assign", targets: [holder()], value: { kind: "list", elems: [], span }, span: fn.body[0].span };
  const append: Expr = { kind: "attribute", object: holder(), name: "append", span };
  const filled: Stmt = { ...body[at], kind: "expr", value: { kind: "call", callee: append, args: [{ value: first.value }], span } } as Stmt;
  return { ...fn, body: [empty, ...body.slice(0, at), filled, ...body.slice(at + 1)] };
}

/** A variable that loops bind: its box is filled anew in each round. */
function boundInLoops(fn: FunctionNode, name: string, box: string): FunctionNode {
  const item = `${name}_item`;
  const renamed = (e: Expr): Expr =>
    e.kind === "name" && e.id === name
      ? { ...e, id: item }
      : e.kind === "tuple" || e.kind === "list"
        ? { ...e, elems: e.elems.map(renamed) }
        : e.kind === "starred"
          ? { ...e, value: renamed(e.value) }
          : e;
  const inBody = (body: readonly Stmt[]): Stmt[] =>
    body.map((s): Stmt => {
      if (s.kind === "def" || s.kind === "class") return s;
      const made = blocksOf(s).length > 0 ? withBlocks(s, inBody) : s;
      if (made.kind !== "for" || !mentions(made.target, name)) return made;
      const { span } = made.target;
      const place: Expr = { kind: "subscript", object: { kind: "name", id: box, span }, index: { kind: "slice", span }, span };
      const value: Expr = { kind: "list", elems: [{ kind: "name", id: item, span }], span };
      return { ...made, target: renamed(made.target), body: [{ kind: "assign", targets: [place], value, span }, ...made.body] };
    });
  const { span } = fn.body[0];
  const start: Stmt = { kind: "assign", targets: [{ kind: "name", id: box, span }], value: { kind: "list", elems: [], span }, span };
  return { ...fn, body: [start, ...(boxed(inBody(fn.body), name, box) as Stmt[])] };
}

/** The module with such variables in boxes; itself where it has none. `written`: it has generator functions that its text does not show. */
export function withBoxes(module: ModuleNode, text: string, written = false): ModuleNode {
  if (!/\byield\b|\basync\b/.test(text) && !written) return module;
  const inFunction = (fn: FunctionNode): FunctionNode => {
    const inner: FunctionNode = { ...fn, body: inBody(fn.body) };
    return shared(inner).reduce<FunctionNode>((made, name) => {
      let box = `${name}_box`;
      while (text.includes(box)) box += "_";
      return withBox(made, name, box);
    }, inner);
  };
  const inBody = (body: readonly Stmt[]): Stmt[] =>
    body.map((s): Stmt => {
      if (s.kind === "def") return { ...s, fn: inFunction(s.fn) };
      if (s.kind === "class") return { ...s, cls: { ...s.cls, body: inBody(s.cls.body) } };
      return blocksOf(s).length > 0 ? withBlocks(s, inBody) : s;
    });
  return { ...module, body: inBody(module.body) };
}
