/** Functions as they are compiled: one instance for each group of calls with the same shape of arguments. */
import type { ModuleNode } from "../ast/nodes.ts";
import type { UserFunction } from "./callables.ts";
import type { ClassInfo } from "./classes.ts";
import type { ModuleInfo } from "./modules.ts";
import type { Cell, Unit } from "./types.ts";

export interface Instance extends Unit {
  readonly id: number;
  readonly fn: UserFunction | undefined;
  /** Set for module code. */
  readonly init?: ModuleNode;
  readonly module: ModuleInfo;
  readonly params: readonly Cell[];
  readonly result: Cell;
  /** Elements of a generator. */
  readonly yields?: Cell;
  /** Of a generator that is talked to: what is sent in, and what it returns. */
  readonly sent?: Cell;
  readonly returned?: Cell;
  /** The class of the receiver, for methods. */
  readonly receiver?: ClassInfo;
  /** The class whose method this is, where `super()` starts. */
  readonly owner?: ClassInfo;
  readonly parent?: Instance;
  /** Parameters whose texts are known: the function is compiled for each. */
  readonly texts?: ReadonlyMap<string, string>;
  /** Makes an object: `__init__` with the construction around it. */
  readonly constructs?: ClassInfo;
  readonly webs: Map<number, Cell>;
  /** Cells of container literals and calls, by node. */
  readonly sites: Map<object, Map<string, unknown>>;
  /** Id in the IR, once it is emitted. */
  ir?: number;
  /** Lies on a path that runs: otherwise refusals leave only this function out. */
  failed?: Error;
}
