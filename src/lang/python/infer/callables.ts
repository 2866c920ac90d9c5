/** What can be called: functions of the program, classes, library functions, bound methods. */
import type { FunctionNode, Expr } from "../ast/nodes.ts";
import type { ModuleInfo } from "./modules.ts";
import type { ClassInfo } from "./classes.ts";
import type { Instance } from "./instances.ts";
import type { FuncSite } from "./types.ts";

interface CallableBase {
  /** Equal for callables that are the same thing. */
  readonly key: string;
  readonly name: string;
  /** The function value that this becomes where it meets other ones. */
  site(): FuncSite;
}

export interface UserFunction extends CallableBase {
  readonly kind: "function";
  readonly def: FunctionNode;
  readonly module: ModuleInfo;
  /** The class whose body holds it. */
  readonly owner?: ClassInfo;
  /** The instance of the function around, whose variables it may capture. */
  readonly parent?: Instance;
  /** Decorators that change how it is called: results are remembered. */
  readonly cached?: boolean;
  /** `@contextmanager`: its generator is the manager. */
  readonly manager?: boolean;
  /** `@functools.wraps(fn)`: the function whose name and documentation it has. */
  readonly wraps?: UserFunction;
  /** Values of its mutable default arguments, by parameter. */
  readonly defaults: Map<string, Expr>;
}

export type Callable =
  | UserFunction
  | (CallableBase & { readonly kind: "class"; readonly cls: ClassInfo })
  /** A library function by its row name: `builtins.len`, `math.sqrt`. */
  | (CallableBase & { readonly kind: "library"; readonly row: string })
  /** A type of the language: `int`, `list`, `ValueError`. */
  | (CallableBase & { readonly kind: "type"; readonly type: string })
  /** A method read from its class: the object is its first argument. */
  | (CallableBase & { readonly kind: "unbound"; readonly cls: ClassInfo; readonly method: string })
  /** `functools.partial`, operator functions and the like, made while translating. */
  | (CallableBase & { readonly kind: "special"; readonly special: string });
