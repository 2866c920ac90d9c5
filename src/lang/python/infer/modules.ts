/** Modules of the program and their global variables. */
import type { ModuleNode, Stmt } from "../ast/nodes.ts";
import { movedOf } from "../library/index.ts";
import type { Scopes, Variable } from "../scope.ts";
import type { Instance } from "./instances.ts";
import type { Cell } from "./types.ts";

export interface GlobalInfo {
  readonly variable: Variable;
  readonly module: ModuleInfo;
  readonly cell: Cell;
  ir?: number;
}

export interface ModuleInfo {
  readonly index: number;
  /** Dotted name. */
  readonly name: string;
  /** Dotted name of the package that it lies in: where its relative imports start. */
  readonly package: string;
  /** One of the translator's own, which has not all that Python's module has: what it lacks is refused. */
  readonly library: boolean;
  readonly node: ModuleNode;
  readonly scopes: Scopes;
  readonly globals: Map<Variable, GlobalInfo>;
  /** Names that other modules use. */
  readonly exported: Set<Variable>;
  /** May be read before they are bound. */
  readonly early: Set<Variable>;
  init?: Instance;
  /** The module whose import runs its code: the first one that imports it, in the order in which the program runs. */
  starter?: ModuleInfo;
  /** Its `init` is called by an import that has been lowered. */
  started: boolean;
}

/** The dotted name that an import statement of a module means: `level` leading dots start at its package. */
export function absoluteModule(module: ModuleInfo, name: string, level: number): string {
  if (level === 0) return name;
  const parts = module.package === "" ? [] : module.package.split(".");
  return [...parts.slice(0, parts.length - (level - 1)), ...(name ? [name] : [])].join(".");
}

/** The modules that an import statement may run, outermost package first. */
export function importedNames(module: ModuleInfo, s: Stmt<"import"> | Stmt<"importFrom">): string[] {
  const base = s.kind === "importFrom" ? absoluteModule(module, s.module, s.level) : "";
  const names = s.kind === "import" ? s.names.map((n) => n.name) : [base, ...s.names.map((n) => `${base ? `${base}.` : ""}${n.name}`)];
  return names.flatMap((name) => {
    const parts = name.split(".");
    return [...parts.map((_, index) => parts.slice(0, index + 1).join(".")), ...movedOf(name)];
  });
}

/** Walks the imports of a module as running it would, and notes for each other module who runs it first. */
export function claimImports(module: ModuleInfo, byName: ReadonlyMap<string, ModuleInfo>): void {
  const visit = (body: readonly Stmt[]): void => {
    for (const s of body) {
      if (s.kind === "import" || s.kind === "importFrom") {
        for (const name of importedNames(module, s)) {
          const other = byName.get(name);
          if (!other || other.starter || other.name === "__main__" || other === module) continue;
          other.starter = module;
          claimImports(other, byName);
        }
      } else if (s.kind === "if") {
        visit(s.body);
        visit(s.orElse);
      } else if (s.kind === "try") {
        visit(s.body);
        for (const handler of s.handlers) visit(handler.body);
        visit(s.orElse);
        visit(s.final);
      } else if (s.kind === "with") visit(s.body);
    }
  };
  visit(module.node.body);
}
