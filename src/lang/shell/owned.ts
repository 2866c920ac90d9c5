/** Variables that are Rust variables: what `integers.ts` finds. */
import type { Command } from "./parse/index.ts";

/** A variable of `for` that each loop has its own of. */
export interface LoopVariable {
  readonly integer: boolean;
  /** Other code uses a variable of that name. */
  readonly besides: boolean;
}

/** Variables of a scope that nothing reaches by name. */
export interface Owned {
  readonly integers: ReadonlySet<string>;
  readonly texts: ReadonlySet<string>;
  /** Indexed arrays. */
  readonly arrays: ReadonlySet<string>;
  /** Of texts and arrays: what starts with what the environment has. */
  readonly inherited: ReadonlySet<string>;
  /** Of both: variables of `for` that nobody asks for behind the loop, so that each loop has its own. */
  readonly loops: ReadonlyMap<string, LoopVariable>;
}

export interface Natives {
  /** In the main script. */
  readonly main: Owned;
  /** In functions, where they are declared by `local`. */
  readonly inFunction: (body: Command) => Owned;
  /** In a process of its own (a stage of a pipeline, a subshell, a substitution), by its body. */
  readonly inProcess: (body: object) => Owned | undefined;
  /** Integers of such processes, whichever. */
  readonly inProcesses: ReadonlySet<string>;
  /** Is parameter `index` of a function an integer at every call? */
  readonly isIntegerParam: (fn: string | undefined, index: string) => boolean;
  /** Is the value of a name read anywhere? */
  readonly isRead: (name: string) => boolean;
  /** Locals of a function that are declared in a branch or a loop. */
  readonly inBranch: (body: Command) => ReadonlySet<string>;
  /** Names of associative arrays: their subscripts are keys. */
  readonly isAssociative: (name: string) => boolean;
  /** The globals that each function uses itself. */
  readonly globals: ReadonlyMap<string, ReadonlySet<string>>;
  /** Variables of the main script that functions are handed, and whether they change them. */
  readonly handed: ReadonlyMap<string, ReadonlyMap<string, boolean>>;
}

/** All names among them. */
export const namesOf = ({ integers, texts, arrays }: Owned): ReadonlySet<string> => new Set([...integers, ...texts, ...arrays]);
