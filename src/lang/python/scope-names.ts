/** The scopes of a file: which variable a name means, and the webs of definitions that reach common uses. */
import type { ClassNode, ModuleNode, ScopeNode, Stmt } from "./ast/nodes.ts";
import type { Binding, Frame, Variable } from "./scope.ts";
import { boundNames, globalNames } from "./scope-tree.ts";

export interface Scope {
  readonly kind: "module" | "function" | "class" | "comprehension";
  readonly parent?: Scope;
  readonly frame: Frame;
  readonly names: Map<string, Variable>;
  readonly globals: Set<string>;
  readonly nonlocals: Set<string>;
  readonly class?: ClassNode;
}

export type State = Map<Variable, readonly number[]>;
export const UNBOUND = -1;

/** The scopes of a file with their variables, and the webs of definitions, which uses join. */
export function scopeNames(module: ModuleNode) {
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
    const own = scope.kind === "comprehension";
    const variable: Variable = {
      name,
      frame: scope.frame,
      own,
      captured: false,
      writtenInside: false,
      bindings: places.length,
      only,
      webs: [],
    };
    scope.names.set(name, variable);
    scope.frame.variables.push(variable);
    return variable;
  };

  const moduleFrame: Frame = { node: module, variables: [], captures: new Set(), module: true };
  frames.set(module, moduleFrame);
  const moduleScope = openScope("module", undefined, moduleFrame, module.body);
  // `global x` in a function may be the only place that binds x.
  const declareGlobal = (name: string): Variable => moduleScope.names.get(name) ?? declare(moduleScope, name, []);
  for (const name of globalNames(module.body)) declareGlobal(name);

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
    if (!variable.frame.module || variable.own)
      for (let f: Frame | undefined = scope.frame; f && f !== variable.frame; f = f.parent) f.captures.add(variable);
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

  return {
    frames,
    bindings,
    imports,
    classNames,
    maybe,
    assignedIn,
    find,
    union,
    openScope,
    declare,
    moduleFrame,
    moduleScope,
    lookup,
    newWeb,
    use,
    define,
  };
}

/** What `scopeNames` hands to the walk along the control flow. */
export type ScopeNames = ReturnType<typeof scopeNames>;
