/**
 * Methods that bind the name of their receiver again: `def __add__(self, other): self = Poly(self)`. Rust's `self` stays what it is, so before names are
 * resolved the body gets a variable of its own for it.
 */
import { mapMembers } from "../../base/nodes.ts";
import type { Expr, FunctionNode, ModuleNode, Stmt } from "./ast/nodes.ts";
import { boundNames, withBlocks } from "./scope-tree.ts";

const isStatic = (decorators: readonly Expr[]): boolean =>
  decorators.some((each) => each.kind === "name" && (each.id === "staticmethod" || each.id === "classmethod"));

/** Does a function, or a comprehension, inside of the node bind the name for itself? */
function bindsInside(node: unknown, name: string): boolean {
  if (Array.isArray(node)) return node.some((each) => bindsInside(each, name));
  if (typeof node !== "object" || node === null || node instanceof Uint8Array) return false;
  const e = node as Partial<FunctionNode> & { scopeOf?: string; clauses?: unknown };
  if (e.scopeOf === "function" && e.params?.some((param) => param.name === name)) return true;
  if (e.scopeOf === "function" && boundNames(e.body ?? [], new Set(), new Set()).has(name)) return true;
  if (e.clauses !== undefined && targetsName(e.clauses, name)) return true;
  return Object.values(node).some((each) => bindsInside(each, name));
}

const targetsName = (clauses: unknown, name: string): boolean =>
  (clauses as readonly { readonly target: Expr }[]).some(({ target }) =>
    JSON.stringify(target, (_, v: unknown) => (typeof v === "bigint" ? String(v) : v)).includes(`"id":"${name}"`),
  );

function renamed(node: unknown, from: string, to: string): unknown {
  const e = node as Expr | null | undefined;
  if (e?.kind === "name") return e.id === from ? { ...e, id: to } : e;
  return mapMembers(node, (value) => renamed(value, from, to));
}

/** The module, whose text is given, with such methods in other words. */
export function withOwnReceivers(module: ModuleNode, text: string): ModuleNode {
  if (!/\bclass\b/.test(text)) return module;
  const method = (s: Stmt): Stmt => {
    if (s.kind !== "def" || isStatic(s.decorators) || /^__(init|new|init_subclass|class_getitem)__$/.test(s.fn.name)) return s;
    const [self] = s.fn.params;
    const bound = self && boundNames(s.fn.body, new Set(), new Set()).get(self.name);
    if (!bound || bound.some((each) => each.kind === "delete" || each.kind === "def" || each.kind === "class")) return s;
    if (bindsInside(s.fn.body, self.name)) return s;
    let own = `own_${self.name}`;
    while (text.includes(own)) own += "_";
    const { span } = self;
    const first: Stmt = { kind: "assign", targets: [{ kind: "name", id: own, span }], value: { kind: "name", id: self.name, span }, span };
    return { ...s, fn: { ...s.fn, body: [first, ...(renamed(s.fn.body, self.name, own) as Stmt[])] } };
  };
  const inBody = (body: readonly Stmt[]): Stmt[] =>
    body.map((s): Stmt => {
      if (s.kind === "class") return { ...s, cls: { ...s.cls, body: inBody(s.cls.body).map(method) } };
      if (s.kind === "def") return { ...s, fn: { ...s.fn, body: inBody(s.fn.body) } };
      return withBlocks(s, inBody);
    });
  return { ...module, body: inBody(module.body) };
}
