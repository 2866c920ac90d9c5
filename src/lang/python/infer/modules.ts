/** Modules of the program and their global variables. */
import type { ModuleNode } from "../ast/nodes.ts";
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
  readonly node: ModuleNode;
  readonly scopes: Scopes;
  readonly globals: Map<Variable, GlobalInfo>;
  /** Names that other modules use. */
  readonly exported: Set<Variable>;
  init?: Instance;
  /** Its `init` is called by an import that has been lowered. */
  started: boolean;
}
