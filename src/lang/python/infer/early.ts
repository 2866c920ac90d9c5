/**
 * Variables of a module that may be read before they are bound: their constants cannot be Rust's. By names: what a statement calls, and what is
 * called from there, reads the names that stand in it. Order of the text is order of running, but for functions.
 */
import type { Expr, FunctionNode, Stmt } from "../ast/nodes.ts";
import type { Variable } from "../scope.ts";
import { blocksOf, exprsOf, innerExprs, patternNames } from "../scope-tree.ts";
import type { ModuleInfo } from "./modules.ts";

/** Functions by name, and the special methods of classes by the name of the class. */
type Bodies = ReadonlyMap<string, readonly FunctionNode[]>;

function bodiesOf(modules: readonly ModuleInfo[]): Bodies {
  const found = new Map<string, FunctionNode[]>();
  const put = (name: string, fn: FunctionNode): void => {
    const known = found.get(name);
    if (known) known.push(fn);
    else found.set(name, [fn]);
  };
  const visit = (body: readonly Stmt[], cls?: string): void => {
    for (const s of body) {
      if (s.kind === "def") {
        put(s.fn.name, s.fn);
        if (cls !== undefined && s.fn.name.startsWith("__")) put(cls, s.fn);
        visit(s.fn.body);
      } else if (s.kind === "class") visit(s.cls.body, s.cls.name);
      blocksOf(s).forEach((inner) => visit(inner, cls));
    }
  };
  for (const module of modules) visit(module.node.body);
  return found;
}

/** The names that evaluating an expression mentions, and whether it calls something. */
function mentions(e: Expr, names: Set<string>): boolean {
  let calls = false;
  const see = (inner: Expr): void => {
    if (inner.kind === "name") names.add(inner.id);
    else if (inner.kind === "attribute") names.add(inner.name);
    else if (inner.kind === "call") calls = true;
    else if (inner.kind === "lambda") inner.fn.body.forEach((s) => exprsOf(s).forEach((each) => each && see(each)));
    for (const next of innerExprs(inner)) if (next) see(next);
  };
  see(e);
  return calls;
}

const isMain = (s: Stmt): boolean =>
  s.kind === "if" && s.test.kind === "compare" && s.test.left.kind === "name" && s.test.left.id === "__name__";

/** The names that a statement itself binds. */
function boundBy(s: Stmt): string[] {
  const targets = (t: Expr | undefined): string[] =>
    !t
      ? []
      : t.kind === "name"
        ? [t.id]
        : t.kind === "tuple" || t.kind === "list"
          ? t.elems.flatMap(targets)
          : t.kind === "starred"
            ? targets(t.value)
            : [];
  switch (s.kind) {
    case "assign":
      return s.targets.flatMap(targets);
    case "annotated":
      return s.value ? targets(s.target) : [];
    case "for":
      return targets(s.target);
    case "with":
      return s.items.flatMap((item) => targets(item.target));
    case "match":
      return s.cases.flatMap((c) => patternNames(c.pattern).map((name) => name.id));
    case "def":
      return [s.fn.name];
    case "class":
      return [s.cls.name];
    case "import":
    case "importFrom":
      return s.names.map((n) => n.as ?? n.name.split(".")[0]);
    default:
      return [];
  }
}

/** The expressions that a statement evaluates before it binds something. */
const readBy = (s: Stmt): readonly (Expr | undefined)[] => {
  switch (s.kind) {
    case "assign":
    case "annotated":
      return [s.value];
    case "for":
      return [s.iterable];
    case "with":
      return s.items.map((item) => item.value);
    default:
      return exprsOf(s);
  }
};

/** The names that are variables of a function itself. */
function ownNames(fn: FunctionNode): Set<string> {
  const own = new Set(fn.params.map((param) => param.name));
  const outer = new Set<string>();
  const visit = (body: readonly Stmt[]): void => {
    for (const s of body) {
      boundBy(s).forEach((name) => own.add(name));
      if (s.kind === "global" || s.kind === "nonlocal") s.names.forEach((name) => outer.add(name));
      blocksOf(s).forEach(visit);
    }
  };
  visit(fn.body);
  for (const name of outer) own.delete(name);
  return own;
}

/** The names of variables of a module, or of a function around others, that may be read too early; functions that are `foreign` do not know them. */
function earlyNames(body: readonly Stmt[], bodies: Bodies, module: boolean, foreign?: ReadonlySet<FunctionNode>): Set<string> {
  const early = new Set<string>();
  const bound = new Set<string>();
  /** Read by what has been called so far. */
  const read = new Set<string>();
  const mentioned = new Set<string>();
  const done = new Set<FunctionNode>();
  const reach = (names: ReadonlySet<string>): void => {
    const work = [...names];
    for (let name = work.pop(); name !== undefined; name = work.pop())
      for (const fn of bodies.get(name) ?? []) {
        if (done.has(fn)) continue;
        done.add(fn);
        const inside = new Set<string>();
        const visit = (body: readonly Stmt[]): void => {
          for (const s of body) {
            exprsOf(s).forEach((e) => e && mentions(e, inside));
            if (s.kind === "class") visit(s.cls.body);
            blocksOf(s).forEach(visit);
          }
        };
        visit(fn.body);
        const own = ownNames(fn);
        for (const each of inside) {
          if (!own.has(each) && !foreign?.has(fn)) read.add(each);
          work.push(each);
        }
      }
  };
  const bind = (name: string, sure: boolean): void => {
    if (bound.has(name)) return;
    if (read.has(name)) early.add(name);
    if (sure) bound.add(name);
  };
  const run = (body: readonly Stmt[], sure: boolean): void => {
    for (const s of body) {
      const names = new Set<string>();
      let calls = false;
      for (const e of readBy(s)) if (e && mentions(e, names)) calls = true;
      if (s.kind === "class") run(s.cls.body, false);
      for (const name of names) mentioned.add(name);
      if (calls || (s.kind === "def" && s.decorators.length > 0)) reach(mentioned);
      for (const name of names) if (!bound.has(name)) read.add(name);
      if (s.kind === "class") {
        bind(s.cls.name, sure);
        continue;
      }
      for (const name of boundBy(s)) bind(name, sure);
      const branches = s.kind === "if" && !isMain(s) ? [s.body, s.orElse] : [];
      blocksOf(s).forEach((inner) => run(inner, sure && (isMain(s) || s.kind === "try" || s.kind === "with")));
      // What both branches bind is bound.
      const [first, second] = branches.map((branch) => new Set(branch.flatMap(boundBy)));
      for (const name of first ?? []) if (second.has(name)) bind(name, sure);
    }
  };
  run(body, true);
  if (!module) return early;
  // Bound in some runs only: whoever reads it afterwards may be too early.
  for (const name of [...read]) if (!bound.has(name)) early.add(name);
  return early;
}

/** Notes for each module which of its variables may be read before they are bound. */
export function markEarly(modules: readonly ModuleInfo[]): void {
  const bodies = bodiesOf(modules);
  const library = new Set([...bodiesOf(modules.filter((module) => module.library)).values()].flat());
  for (const module of modules) {
    for (const name of earlyNames(module.node.body, bodies, true, module.library ? undefined : library)) {
      const variable: Variable | undefined = module.scopes.moduleVariable(name);
      if (variable) module.early.add(variable);
    }
    for (const frame of module.scopes.frames.values()) {
      const { node } = frame;
      if (!("params" in node) || !frame.variables.some((variable) => variable.captured && !variable.only)) continue;
      const params = new Set(node.params.map((param) => param.name));
      const inner = new Map<string, FunctionNode[]>();
      for (const s of node.body) if (s.kind === "def") inner.set(s.fn.name, [...(inner.get(s.fn.name) ?? []), s.fn]);
      const names = earlyNames(node.body, inner, false);
      for (const variable of frame.variables)
        if (variable.captured && names.has(variable.name) && !params.has(variable.name)) module.early.add(variable);
    }
  }
}
