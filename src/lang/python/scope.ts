/**
 * Names of a file: which variable each name means, and which definitions reach which uses.
 *
 * A *variable* is a name in a frame (module or function; comprehension variables belong to the frame around, under their own scope). A *web* is a
 * set of definitions of one variable that reach common uses: each web becomes a local of its own, so that `x = input(); x = int(x)` are two typed locals.
 * Captured variables and those of a module that functions use have one web.
 */
import type { Span } from "../../base/span.ts";
import type { ClassNode, Expr, FunctionNode, MatchPattern, ModuleNode, Parameter, ScopeNode, Stmt } from "./ast/nodes.ts";

export interface Variable {
  readonly name: string;
  readonly frame: Frame;
  /** Read or written by a function inside the frame's function. */
  captured: boolean;
  /** Written by a function inside (`nonlocal`, `global`). */
  writtenInside: boolean;
  /** Number of places that bind it. */
  bindings: number;
  /** The only statement that binds it, where that is a `def`, `class` or import. */
  only?: Stmt;
  readonly webs: number[];
}

export interface Frame {
  readonly node: ModuleNode | FunctionNode;
  readonly parent?: Frame;
  readonly variables: Variable[];
  /** Variables of enclosing functions that this one or those inside it use. */
  readonly captures: Set<Variable>;
  readonly module: boolean;
}

export type Binding =
  | { readonly kind: "variable"; readonly variable: Variable; readonly web: number }
  /** A name of a class body. */
  | { readonly kind: "class"; readonly class: ClassNode; readonly name: string }
  | { readonly kind: "builtin"; readonly name: string };

export interface Scopes {
  readonly frames: Map<ScopeNode, Frame>;
  /** By the node that reads or binds: name expressions, parameters, `def`/`class`/import statements (names by `${index}` for imports). */
  binding(node: object): Binding;
  imported(stmt: Stmt, name: string): Binding;
  /** The web that a definition belongs to, after all merges. */
  web(id: number): number;
  /** May a web be read before it is bound? */
  unbound(web: number): boolean;
  readonly module: Frame;
  /** Names bound in a class body. */
  readonly classNames: Map<ClassNode, Set<string>>;
  moduleVariable(name: string): Variable | undefined;
  /** From the first to the last place that names a web. */
  extent(web: number): { readonly start: number; readonly end: number };
  /** Are these variables assigned anywhere inside these statements? Variables by statement list, for loops. */
  assigned(body: readonly Stmt[]): Set<Variable>;
}

interface Scope {
  readonly kind: "module" | "function" | "class" | "comprehension";
  readonly parent?: Scope;
  readonly frame: Frame;
  readonly names: Map<string, Variable>;
  readonly globals: Set<string>;
  readonly nonlocals: Set<string>;
  readonly class?: ClassNode;
}

type State = Map<Variable, readonly number[]>;
const UNBOUND = -1;

/** Names that a list of statements binds in its own scope. */
function boundNames(body: readonly Stmt[], globals: Set<string>, nonlocals: Set<string>): Map<string, Stmt[]> {
  const found = new Map<string, Stmt[]>();
  let at: Stmt;
  const put = (name: string): void => {
    const places = found.get(name);
    if (places) places.push(at);
    else found.set(name, [at]);
  };
  const target = (e: Expr): void => {
    if (e.kind === "name") put(e.id);
    else if (e.kind === "tuple" || e.kind === "list") e.elems.forEach(target);
    else if (e.kind === "starred") target(e.value);
  };
  const walruses = (e: Expr | undefined): void => {
    if (e) eachExpr(e, (inner) => inner.kind === "walrus" && put(inner.target.id));
  };
  const pattern = (p: MatchPattern): void => patternNames(p).forEach((name) => put(name.id));
  const block = (stmts: readonly Stmt[]): void => {
    for (const s of stmts) {
      at = s;
      for (const e of exprsOf(s)) walruses(e);
      at = s;
      switch (s.kind) {
        case "assign":
          s.targets.forEach(target);
          break;
        case "augmented":
        case "annotated":
          if (s.kind === "augmented" || s.value || s.target.kind === "name") target(s.target);
          break;
        case "for":
          target(s.target);
          break;
        case "with":
          for (const item of s.items) if (item.target) target(item.target);
          break;
        case "def":
          put(s.fn.name);
          break;
        case "class":
          put(s.cls.name);
          break;
        case "typeAlias":
          put(s.name);
          break;
        case "import":
          for (const n of s.names) put(n.as ?? n.name.split(".")[0]);
          break;
        case "importFrom":
          for (const n of s.names) put(n.as ?? n.name);
          break;
        case "delete":
          s.targets.forEach(target);
          break;
        case "global":
          s.names.forEach((name) => globals.add(name));
          break;
        case "nonlocal":
          s.names.forEach((name) => nonlocals.add(name));
          break;
        case "try":
          for (const h of s.handlers) if (h.name) put(h.name.id);
          break;
        case "match":
          for (const c of s.cases) pattern(c.pattern);
          break;
        default:
      }
      for (const inner of blocksOf(s)) block(inner);
    }
  };
  block(body);
  return found;
}

/** The captures of a pattern. */
export function patternNames(p: MatchPattern): Expr<"name">[] {
  switch (p.kind) {
    case "capture":
      return [p.name];
    case "star":
      return p.name ? [p.name] : [];
    case "sequence":
      return p.patterns.flatMap(patternNames);
    case "or":
      return p.patterns.flatMap(patternNames);
    case "mapping":
      return [...p.entries.flatMap((e) => patternNames(e.pattern)), ...(p.rest ? [p.rest] : [])];
    case "class":
      return [...p.positional.flatMap(patternNames), ...p.keywords.flatMap((k) => patternNames(k.pattern))];
    case "as":
      return [...patternNames(p.pattern), p.name];
    default:
      return [];
  }
}

/** Blocks directly inside a statement that belong to the same scope. */
export function blocksOf(s: Stmt): readonly (readonly Stmt[])[] {
  switch (s.kind) {
    case "if":
    case "while":
    case "for":
      return [s.body, s.orElse];
    case "try":
      return [s.body, ...s.handlers.map((h) => h.body), s.orElse, s.final];
    case "with":
      return [s.body];
    case "match":
      return s.cases.map((c) => c.body);
    default:
      return [];
  }
}

/** Expressions directly in a statement (not those of nested blocks). */
export function exprsOf(s: Stmt): readonly (Expr | undefined)[] {
  switch (s.kind) {
    case "expr":
      return [s.value];
    case "assign":
      return [s.value, ...s.targets];
    case "augmented":
      return [s.target, s.value];
    case "annotated":
      return [s.value, s.target];
    case "return":
      return [s.value];
    case "delete":
      return s.targets;
    case "if":
    case "while":
      return [s.test];
    case "for":
      return [s.iterable, s.target];
    case "try":
      return s.handlers.map((h) => h.type);
    case "with":
      return s.items.flatMap((item) => [item.value, item.target]);
    case "def":
      return [...s.decorators, ...s.fn.params.map((p) => p.default)];
    case "class":
      return [...s.decorators, ...s.cls.bases.map((a) => a.value)];
    case "assert":
      return [s.test, s.message];
    case "raise":
      return [s.value, s.cause];
    case "match":
      return [s.subject, ...s.cases.map((c) => c.guard)];
    default:
      return [];
  }
}

/** Children of an expression, in order of evaluation, that belong to the same frame (not the body of a lambda). */
export function innerExprs(e: Expr): readonly (Expr | undefined)[] {
  switch (e.kind) {
    case "fstring": {
      const found: Expr[] = [];
      const add = (parts: readonly unknown[]): void => {
        for (const part of parts as readonly (string | { value: Expr; spec?: readonly unknown[] })[])
          if (typeof part !== "string") {
            found.push(part.value);
            if (part.spec) add(part.spec);
          }
      };
      add(e.parts);
      return found;
    }
    case "tuple":
    case "list":
    case "set":
      return e.elems;
    case "dict":
      return e.entries.flatMap((entry) => [entry.key, entry.value]);
    case "binary":
    case "logical":
      return [e.left, e.right];
    case "unary":
    case "not":
      return [e.operand];
    case "compare":
      return [e.left, ...e.rest.map((r) => r.right)];
    case "call":
      return [e.callee, ...e.args.map((a) => a.value)];
    case "attribute":
      return [e.object];
    case "subscript":
      return [e.object, e.index];
    case "slice":
      return [e.start, e.stop, e.step];
    case "lambda":
      return e.fn.params.map((p) => p.default);
    case "conditional":
      return [e.test, e.then, e.orElse];
    case "comprehension":
      return [...e.clauses.flatMap((c) => [c.iterable, c.target, ...c.tests]), e.key, e.element];
    case "yield":
      return [e.value];
    case "yieldFrom":
    case "await":
    case "starred":
      return [e.value];
    case "walrus":
      return [e.value, e.target];
    default:
      return [];
  }
}

/** Each expression of the same frame inside one, itself first. */
export function eachExpr(e: Expr, see: (e: Expr) => void): void {
  see(e);
  for (const inner of innerExprs(e)) if (inner) eachExpr(inner, see);
}

/** Analyses a file. */
export function analyseScopes(module: ModuleNode): Scopes {
  const frames = new Map<ScopeNode, Frame>();
  const bindings = new Map<object, Binding>();
  const imports = new Map<Stmt, Map<string, Binding>>();
  const classNames = new Map<ClassNode, Set<string>>();
  const parents: number[] = [];
  const maybe: boolean[] = [];
  const assignedIn = new Map<readonly Stmt[], Set<Variable>>();

  const find = (web: number): number => {
    while (parents[web] !== web) web = parents[web] = parents[parents[web]];
    return web;
  };
  const union = (a: number, b: number): void => {
    a = find(a);
    b = find(b);
    if (a === b) return;
    const [low, high] = a < b ? [a, b] : [b, a];
    parents[high] = low;
    maybe[low] ||= maybe[high];
  };

  const openScope = (kind: Scope["kind"], parent: Scope | undefined, frame: Frame, body: readonly Stmt[], cls?: ClassNode): Scope => {
    const scope: Scope = { kind, parent, frame, names: new Map(), globals: new Set(), nonlocals: new Set(), class: cls };
    const found = boundNames(body, scope.globals, scope.nonlocals);
    if (kind === "class") {
      classNames.set(cls!, new Set(found.keys()));
      return scope;
    }
    for (const [name, places] of found) {
      if (scope.globals.has(name) || scope.nonlocals.has(name)) continue;
      declare(scope, name, places);
    }
    return scope;
  };
  const declare = (scope: Scope, name: string, places: readonly Stmt[]): Variable => {
    const only = places.length === 1 && ["def", "class", "import", "importFrom"].includes(places[0].kind) ? places[0] : undefined;
    const variable: Variable = { name, frame: scope.frame, captured: false, writtenInside: false, bindings: places.length, only, webs: [] };
    scope.names.set(name, variable);
    scope.frame.variables.push(variable);
    return variable;
  };

  const moduleFrame: Frame = { node: module, variables: [], captures: new Set(), module: true };
  frames.set(module, moduleFrame);
  const moduleScope = openScope("module", undefined, moduleFrame, module.body);
  // `global x` in a function may be the only place that binds x.
  const declareGlobal = (name: string): Variable => moduleScope.names.get(name) ?? declare(moduleScope, name, []);

  const lookup = (scope: Scope, name: string): Variable | { class: ClassNode } | undefined => {
    let at: Scope | undefined = scope;
    let first = true;
    while (at) {
      if (at.globals.has(name)) return declareGlobal(name);
      if (at.kind === "class") {
        if ((first || at === scope) && classNames.get(at.class!)?.has(name)) return { class: at.class! };
      } else {
        const found = at.names.get(name);
        if (found) return found;
      }
      if (at.kind !== "comprehension") first = false;
      at = at.parent;
    }
    return undefined;
  };

  const markUse = (scope: Scope, variable: Variable, write: boolean): void => {
    if (variable.frame === scope.frame) {
      // A class body inside runs in the frame itself.
      return;
    }
    variable.captured = true;
    if (write) variable.writtenInside = true;
    if (!variable.frame.module) for (let f: Frame | undefined = scope.frame; f && f !== variable.frame; f = f.parent) f.captures.add(variable);
  };

  const newWeb = (variable: Variable): number => {
    const web = parents.length;
    parents.push(web);
    maybe.push(false);
    variable.webs.push(web);
    return web;
  };

  const use = (scope: Scope, state: State, node: object, name: string): void => {
    const found = lookup(scope, name);
    if (found === undefined) bindings.set(node, { kind: "builtin", name });
    else if ("class" in found) bindings.set(node, { kind: "class", class: found.class, name });
    else {
      markUse(scope, found, false);
      let web: number;
      if (found.frame !== scope.frame) web = found.webs[0] ?? newWeb(found);
      else {
        const defs = state.get(found) ?? [UNBOUND];
        web = -1;
        let unbound = false;
        for (const def of defs) {
          if (def === UNBOUND) unbound = true;
          else if (web < 0) web = def;
          else union(web, def);
        }
        if (web < 0) web = found.webs[0] ?? newWeb(found);
        if (unbound) maybe[find(web)] = true;
      }
      bindings.set(node, { kind: "variable", variable: found, web });
    }
  };

  const define = (scope: Scope, state: State, node: object, name: string): Binding => {
    const found = lookup(scope, name) ?? declareGlobal(name);
    let binding: Binding;
    if ("class" in found) binding = { kind: "class", class: found.class, name };
    else {
      markUse(scope, found, true);
      const before = bindings.get(node);
      const web = before?.kind === "variable" ? before.web : newWeb(found);
      if (found.frame === scope.frame) state.set(found, [web]);
      binding = { kind: "variable", variable: found, web };
    }
    bindings.set(node, binding);
    return binding;
  };

  const merge = (a: State | undefined, b: State | undefined): State | undefined => {
    if (!a) return b;
    if (!b) return a;
    const result: State = new Map();
    for (const [v, defs] of a) {
      const other = b.get(v);
      result.set(v, other === undefined ? (defs.includes(UNBOUND) ? defs : [...defs, UNBOUND]) : other === defs ? defs : [...new Set([...defs, ...other])]);
    }
    for (const [v, defs] of b) if (!a.has(v)) result.set(v, defs.includes(UNBOUND) ? defs : [...defs, UNBOUND]);
    return result;
  };

  // --- expressions
  const expr = (scope: Scope, state: State, e: Expr | undefined): void => {
    if (!e) return;
    switch (e.kind) {
      case "name":
        return use(scope, state, e, e.id);
      case "walrus": {
        expr(scope, state, e.value);
        let at = scope;
        while (at.kind === "comprehension" && at.parent) at = at.parent;
        define(at, state, e.target, e.target.id);
        return;
      }
      case "lambda":
        for (const p of e.fn.params) expr(scope, state, p.default);
        return func(scope, e.fn);
      case "comprehension":
        return comprehension(scope, state, e);
      case "logical": {
        expr(scope, state, e.left);
        const other: State = new Map(state);
        expr(scope, other, e.right);
        overwrite(state, merge(state, other)!);
        return;
      }
      case "conditional": {
        expr(scope, state, e.test);
        const other: State = new Map(state);
        expr(scope, state, e.then);
        expr(scope, other, e.orElse);
        overwrite(state, merge(state, other)!);
        return;
      }
      default:
        for (const inner of innerExprs(e)) expr(scope, state, inner);
    }
  };
  const overwrite = (state: State, by: State): void => {
    if (state === by) return;
    for (const [v, defs] of by) state.set(v, defs);
  };
  const comprehension = (scope: Scope, state: State, e: Expr<"comprehension">): void => {
    const inner: Scope = { kind: "comprehension", parent: scope, frame: scope.frame, names: new Map(), globals: new Set(), nonlocals: new Set() };
    e.clauses.forEach((clause, i) => {
      expr(i === 0 ? scope : inner, state, clause.iterable);
      const names = (t: Expr): void => {
        if (t.kind === "name") {
          if (!inner.names.has(t.id)) declare(inner, t.id, []);
        } else if (t.kind === "tuple" || t.kind === "list") t.elems.forEach(names);
        else if (t.kind === "starred") names(t.value);
      };
      names(clause.target);
      target(inner, state, clause.target);
      for (const test of clause.tests) expr(inner, state, test);
    });
    expr(inner, state, e.key);
    expr(inner, state, e.element);
  };
  const target = (scope: Scope, state: State, t: Expr): void => {
    if (t.kind === "name") define(scope, state, t, t.id);
    else if (t.kind === "tuple" || t.kind === "list") for (const inner of t.elems) target(scope, state, inner);
    else if (t.kind === "starred") target(scope, state, t.value);
    else expr(scope, state, t);
  };

  // --- functions and classes
  const func = (scope: Scope, fn: FunctionNode): void => {
    const frame: Frame = { node: fn, parent: scope.frame, variables: [], captures: new Set(), module: false };
    frames.set(fn, frame);
    const inner = openScope("function", scope, frame, fn.body);
    const state: State = new Map();
    for (const p of fn.params) {
      if (!inner.names.has(p.name)) declare(inner, p.name, []);
      const variable = inner.names.get(p.name)!;
      (variable as { only?: Stmt }).only = undefined;
      variable.bindings++;
      define(inner, state, p, p.name);
    }
    run(inner, state, fn.body, { breaks: [], continues: [], traps: [] });
  };
  const classBody = (scope: Scope, state: State, s: Stmt<"class">): void => {
    const inner = openScope("class", scope, scope.frame, s.cls.body, s.cls);
    run(inner, state, s.cls.body, { breaks: [], continues: [], traps: [] });
  };

  // --- statements
  interface Jumps {
    breaks: State[];
    continues: State[];
    /** Definitions made inside each open `try`. */
    traps: unknown[];
  }
  /** All definitions inside some statements, by variable of this scope: what a loop's head or a handler may see. */
  const definitions = (scope: Scope, body: readonly Stmt[]): Map<Variable, number[]> => {
    const found = new Map<Variable, number[]>();
    const add = (node: object, name: string): void => {
      const variable = lookup(scope, name);
      if (!variable || "class" in variable || variable.frame !== scope.frame) return;
      const before = bindings.get(node);
      let web: number;
      if (before?.kind === "variable") web = before.web;
      else {
        web = newWeb(variable);
        bindings.set(node, { kind: "variable", variable, web });
      }
      const list = found.get(variable);
      if (list) list.push(web);
      else found.set(variable, [web]);
    };
    const targetNames = (t: Expr): void => {
      if (t.kind === "name") add(t, t.id);
      else if (t.kind === "tuple" || t.kind === "list") t.elems.forEach(targetNames);
      else if (t.kind === "starred") targetNames(t.value);
    };
    const block = (stmts: readonly Stmt[]): void => {
      for (const s of stmts) {
        for (const e of exprsOf(s)) if (e) eachExpr(e, (inner) => inner.kind === "walrus" && add(inner.target, inner.target.id));
        if (s.kind === "assign") s.targets.forEach(targetNames);
        else if (s.kind === "augmented" && s.target.kind === "name") add(s, s.target.id);
        else if (s.kind === "annotated" && s.value) targetNames(s.target);
        else if (s.kind === "for") targetNames(s.target);
        else if (s.kind === "with") s.items.forEach((item) => item.target && targetNames(item.target));
        else if (s.kind === "def") add(s, s.fn.name);
        else if (s.kind === "class") add(s, s.cls.name);
        else if (s.kind === "try") s.handlers.forEach((h) => h.name && add(h.name, h.name.id));
        else if (s.kind === "match") s.cases.forEach((c) => patternNames(c.pattern).forEach((n) => add(n, n.id)));
        blocksOf(s).forEach(block);
      }
    };
    block(body);
    assignedIn.set(body, new Set(found.keys()));
    return found;
  };
  const widen = (state: State, found: Map<Variable, number[]>): State => {
    const result: State = new Map(state);
    for (const [v, defs] of found) result.set(v, [...new Set([...(state.get(v) ?? [UNBOUND]), ...defs])]);
    return result;
  };

  /** Runs statements on a state, which it changes; returns undefined when the end is not reached. */
  const run = (scope: Scope, start: State, body: readonly Stmt[], jumps: Jumps): State | undefined => {
    let state: State | undefined = start;
    for (const s of body) {
      if (!state) state = new Map(start);
      state = stmt(scope, state, s, jumps);
    }
    return state;
  };

  const loop = (scope: Scope, state: State, s: Stmt<"while"> | Stmt<"for">, jumps: Jumps): State | undefined => {
    if (s.kind === "for") expr(scope, state, s.iterable);
    const parts: Stmt[] = [s];
    const found = definitions(scope, parts);
    assignedIn.set(s.body, new Set(found.keys()));
    const head = widen(state, found);
    if (s.kind === "while") expr(scope, head, s.test);
    const inner: Jumps = { breaks: [], continues: [], traps: jumps.traps };
    const bodyState: State = new Map(head);
    if (s.kind === "for") target(scope, bodyState, s.target);
    run(scope, bodyState, s.body, inner);
    const forever = s.kind === "while" && ((s.test.kind === "bool" && s.test.value) || (s.test.kind === "int" && s.test.value !== 0n));
    let after: State | undefined = forever ? undefined : run(scope, new Map(head), s.orElse, jumps);
    for (const each of inner.breaks) after = merge(after, each);
    return after;
  };

  const attempt = (scope: Scope, state: State, s: Stmt<"try">, jumps: Jumps): State | undefined => {
    const found = definitions(scope, s.body);
    const before: State = new Map(state);
    let after = run(scope, state, s.body, jumps);
    const thrown = widen(before, found);
    if (after) after = run(scope, after, s.orElse, jumps);
    for (const h of s.handlers) {
      const inner: State = new Map(thrown);
      expr(scope, inner, h.type);
      if (h.name) define(scope, inner, h.name, h.name.id);
      const end = run(scope, inner, h.body, jumps);
      if (end && h.name) {
        const found = bindings.get(h.name);
        if (found?.kind === "variable") end.set(found.variable, [UNBOUND]);
      }
      after = merge(after, end);
    }
    if (s.final.length) {
      const all = definitions(scope, [...s.body, ...s.handlers.flatMap((h) => h.body), ...s.orElse]);
      const entry = after ? widen(after, all) : widen(before, all);
      const end = run(scope, entry, s.final, jumps);
      return after && end;
    }
    return after;
  };

  const stmt = (scope: Scope, state: State, s: Stmt, jumps: Jumps): State | undefined => {
    switch (s.kind) {
      case "assign":
        expr(scope, state, s.value);
        for (const t of s.targets) target(scope, state, t);
        return state;
      case "augmented": {
        expr(scope, state, s.target);
        expr(scope, state, s.value);
        if (s.target.kind === "name") {
          const binding = define(scope, state, s, s.target.id);
          const before = bindings.get(s.target);
          if (binding.kind === "variable" && before?.kind === "variable" && !changesType(s)) union(before.web, binding.web);
        }
        return state;
      }
      case "annotated":
        expr(scope, state, s.value);
        if (s.value || s.target.kind !== "name") target(scope, state, s.target);
        else if (s.target.kind === "name" && scope.kind === "class") define(scope, state, s.target, s.target.id);
        return state;
      case "if": {
        expr(scope, state, s.test);
        const other: State = new Map(state);
        return merge(run(scope, state, s.body, jumps), run(scope, other, s.orElse, jumps));
      }
      case "while":
      case "for":
        return loop(scope, state, s, jumps);
      case "try":
        return attempt(scope, state, s, jumps);
      case "with": {
        for (const item of s.items) {
          expr(scope, state, item.value);
          if (item.target) target(scope, state, item.target);
        }
        const before: State = new Map(state);
        const found = definitions(scope, s.body);
        const after = run(scope, state, s.body, jumps);
        // A context manager may swallow an exception of the body only where it says so: what follows then sees any definition.
        return after ?? widen(before, found);
      }
      case "def":
        for (const d of s.decorators) expr(scope, state, d);
        for (const p of s.fn.params) expr(scope, state, p.default);
        define(scope, state, s, s.fn.name);
        func(scope, s.fn);
        return state;
      case "class":
        for (const d of s.decorators) expr(scope, state, d);
        for (const base of s.cls.bases) expr(scope, state, base.value);
        define(scope, state, s, s.cls.name);
        classBody(scope, state, s);
        return state;
      case "import":
      case "importFrom": {
        const names = new Map<string, Binding>();
        imports.set(s, names);
        for (const n of s.names) {
          const name = s.kind === "import" ? (n.as ?? n.name.split(".")[0]) : (n.as ?? n.name);
          names.set(name, define(scope, state, n, name));
        }
        return state;
      }
      case "delete":
        for (const t of s.targets) {
          if (t.kind !== "name") expr(scope, state, t);
          else {
            use(scope, state, t, t.id);
            const found = lookup(scope, t.id);
            if (found && !("class" in found) && found.frame === scope.frame) state.set(found, [UNBOUND]);
          }
        }
        return state;
      case "return":
      case "raise":
        for (const e of exprsOf(s)) expr(scope, state, e);
        return undefined;
      case "break":
        jumps.breaks.push(state);
        return undefined;
      case "continue":
        return undefined;
      case "match": {
        expr(scope, state, s.subject);
        let after: State | undefined;
        let total = false;
        for (const c of s.cases) {
          const inner: State = new Map(state);
          const valueExprs = (p: MatchPattern): void => {
            if (p.kind === "value") expr(scope, inner, p.value);
            else if (p.kind === "class") {
              expr(scope, inner, p.class);
              p.positional.forEach(valueExprs);
              p.keywords.forEach((k) => valueExprs(k.pattern));
            } else if (p.kind === "sequence" || p.kind === "or") p.patterns.forEach(valueExprs);
            else if (p.kind === "mapping")
              p.entries.forEach((entry) => {
                expr(scope, inner, entry.key);
                valueExprs(entry.pattern);
              });
            else if (p.kind === "as") valueExprs(p.pattern);
          };
          valueExprs(c.pattern);
          const names = patternNames(c.pattern);
          const first = new Map<string, number>();
          for (const name of names) {
            const binding = define(scope, inner, name, name.id);
            if (binding.kind !== "variable") continue;
            const seen = first.get(name.id);
            if (seen === undefined) first.set(name.id, binding.web);
            else union(seen, binding.web);
          }
          expr(scope, inner, c.guard);
          after = merge(after, run(scope, inner, c.body, jumps));
          total ||= !c.guard && (c.pattern.kind === "wildcard" || c.pattern.kind === "capture");
        }
        return total ? after : merge(after, state);
      }
      default:
        for (const e of exprsOf(s)) expr(scope, state, e);
        return state;
    }
  };

  const placeOf = (node: object): Span => (node as { span?: Span }).span ?? { file: 0, start: 0, end: Infinity };
  run(moduleScope, new Map(), module.body, { breaks: [], continues: [], traps: [] });
  for (const frame of frames.values())
    for (const variable of frame.variables)
      if (variable.captured) for (const web of variable.webs) union(variable.webs[0], web);

  const extents = new Map<number, { start: number; end: number }>();
  for (const [node, binding] of bindings) {
    if (binding.kind !== "variable") continue;
    const web = find(binding.web);
    const place = placeOf(node);
    const known = extents.get(web);
    if (!known) extents.set(web, { start: place.start, end: place.end });
    else {
      known.start = Math.min(known.start, place.start);
      known.end = Math.max(known.end, place.end);
    }
  }

  return {
    frames,
    extent: (web) => extents.get(find(web)) ?? { start: 0, end: Infinity },
    module: moduleFrame,
    classNames,
    binding: (node) => {
      const found = bindings.get(node);
      if (!found) throw new Error(`no binding for ${(node as { id?: string; name?: string }).id ?? (node as { name?: string }).name}`);
      return found.kind === "variable" ? { ...found, web: find(found.web) } : found;
    },
    imported: (s, name) => imports.get(s)!.get(name)!,
    web: find,
    unbound: (web) => maybe[find(web)],
    moduleVariable: (name) => moduleScope.names.get(name),
    assigned: (body) => assignedIn.get(body) ?? new Set(),
  };
}

/** Does `x op= value` plainly change the type of a number? Then the result is a local of its own. */
const changesType = (s: Stmt<"augmented">): boolean => {
  if (s.op === "/") return true;
  let float = false;
  if (s.op === "+" || s.op === "-" || s.op === "*") eachExpr(s.value, (e) => (float ||= e.kind === "float"));
  return float;
};

export type { Parameter, Span };
