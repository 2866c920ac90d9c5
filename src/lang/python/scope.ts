/**
 * Names of a file: which variable each name means, and which definitions reach which uses.
 *
 * A *variable* is a name in a frame (module or function; comprehension variables belong to the frame around, under their own scope). A *web* is a
 * set of definitions of one variable that reach common uses: each web becomes a local of its own, so that `x = input(); x = int(x)` are two typed locals.
 * Captured variables and those of a module that functions use have one web.
 */
import type { Span } from "../../base/span.ts";
import type { ClassNode, FunctionNode, ModuleNode, Parameter, ScopeNode, Stmt } from "./ast/nodes.ts";
import { markKept } from "./kept-closures.ts";
import { scopeNames } from "./scope-names.ts";
import { scopeFlow } from "./scope-flow.ts";

export interface Variable {
  readonly name: string;
  readonly frame: Frame;
  /** A variable of a comprehension: nothing outside of it, and no other module, sees it. */
  readonly own: boolean;
  /** Read or written by a function inside the frame's function. */
  captured: boolean;
  /** Written by a function inside (`nonlocal`, `global`). */
  writtenInside: boolean;
  /** Seen by a function that was made in a loop and outlives the round. */
  kept?: boolean;
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

/** Analyses a file. */
export function analyseScopes(module: ModuleNode): Scopes {
  const names = scopeNames(module);
  const { frames, bindings, imports, classNames, maybe, assignedIn, find, union, moduleFrame, moduleScope } = names;
  const placeOf = (node: object): Span => (node as { span?: Span }).span ?? { file: 0, start: 0, end: Infinity };
  scopeFlow(names)(moduleScope, new Map(), module.body, { breaks: [], continues: [], traps: [] });
  captureThroughFunctions(frames);
  markKept(frames);
  for (const frame of frames.values())
    for (const variable of frame.variables) if (variable.captured) for (const web of variable.webs) union(variable.webs[0], web);

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

/** A function that calls another one of its frame hands it what that one captures: it captures the same. */
function captureThroughFunctions(frames: ReadonlyMap<ScopeNode, Frame>): void {
  for (let changed = true; changed;) {
    changed = false;
    for (const frame of frames.values())
      for (const variable of [...frame.captures]) {
        const called = variable.only?.kind === "def" ? frames.get(variable.only.fn) : undefined;
        for (const each of called && called !== frame ? called.captures : [])
          if (each.frame !== frame && !frame.captures.has(each)) {
            frame.captures.add(each);
            changed = true;
          }
      }
  }
}

export type { Parameter, Span };
