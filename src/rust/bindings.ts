/** The variables of a function body while it is walked. */
import type { RustExpr, RustPattern } from "./ast.ts";

/**
 * What is known of a variable: `reference`: of type `&T` or `&mut T`, `T` no reference; `unique`: of type `&mut T`; `depth`: of closures around
 * its declaration; `text`: a literal text.
 */
export interface Binding {
  readonly mutable: boolean;
  readonly reference: boolean;
  readonly unique: boolean;
  readonly depth: number;
  text?: true;
}

/** The variables in force, the innermost of a name first. */
export class Bindings {
  private readonly stacks = new Map<string, Binding[]>();
  private readonly open: string[][] = [];
  /** Closures around the place at hand. */
  depth = 0;
  /** The functions of the file that a closure around a call may be replaced by. */
  readonly functions: ReadonlySet<string>;

  constructor(functions: ReadonlySet<string>) {
    this.functions = functions;
  }

  find(name: string): Binding | undefined {
    return this.stacks.get(name)?.at(-1);
  }

  declare(name: string, mutable: boolean, reference: boolean, unique = false): void {
    const binding: Binding = { mutable, reference, unique, depth: this.depth };
    const stack = this.stacks.get(name);
    if (stack) stack.push(binding);
    else this.stacks.set(name, [binding]);
    this.open[this.open.length - 1].push(name);
  }

  /** Notes which names of a pattern that was declared last are literal texts, or other variables that are. */
  noteTexts(pattern: RustPattern, value: RustExpr | undefined): void {
    if (pattern.kind === "tuple" && value?.kind === "tuple") pattern.elems.forEach((elem, i) => this.noteTexts(elem, value.elems[i]));
    if (pattern.kind !== "name" || pattern.mutable) return;
    const isText = value?.kind === "literal" ? value.text.startsWith('"') : value?.kind === "path" && this.find(value.path)?.text;
    if (isText) this.stacks.get(pattern.name)!.at(-1)!.text = true;
  }

  within<T>(run: () => T): T {
    this.open.push([]);
    const result = run();
    for (const name of this.open.pop()!) this.stacks.get(name)!.pop();
    return result;
  }
}
