/** Items of the IR: what a program consists of. */
import type { Span } from "../base/span.ts";
import type { Expression, FunctionId, GlobalId } from "./expressions.ts";
import type { Row } from "./rows.ts";
import type { Block, Comment, LocalId } from "./statements.ts";
import type { ClassId, Reps, Type, UnionId } from "./types.ts";

export interface Local {
  readonly id: LocalId;
  /** The source's name; new names come from the source position. Emit escapes and makes unique. */
  readonly name: string;
  readonly type: Type;
  readonly span: Span;
}

export interface Param {
  readonly local: LocalId;
  /** `inout`: the caller hands over a place (`&mut T`): lifted captures, C out-parameters. */
  readonly passing: "value" | "inout";
}

export interface Documented {
  /** The source's documentation: docstring, or the comment right above (`///`). */
  readonly doc?: string;
  readonly comments?: readonly Comment[];
}

export interface IrFunction extends Documented {
  readonly id: FunctionId;
  readonly name: string;
  readonly module: number;
  readonly span: Span;
  readonly params: readonly Param[];
  readonly result: Type;
  /** All locals, parameters and pattern variables, indexed by id. */
  readonly locals: readonly Local[];
  readonly body: Block;
  /** A method: emitted in the class's `impl`; `self` is the first parameter when `method` is "instance". */
  readonly owner?: { readonly class: ClassId; readonly method: "instance" | "static" };
  /** Set for generators: the function returns `iter` of it and its body may `yield`. */
  readonly yields?: Type;
  /** Callers outside the program exist (library, callback by name). */
  readonly exported?: boolean;
  /** `infer`: the failures pass decides whether it returns `Result`. `always`: it does, with the program's exception type. */
  readonly fails: "infer" | "always" | "never";
  /** C: linkage name of a function that is declared and not defined here (`extern "C"`); no body. */
  readonly extern?: { readonly symbol: string; readonly variadic: boolean };
  /** C: takes `...`; the body reads the last parameter, of the runtime's argument-list type. */
  readonly variadic?: boolean;
  /** C: callable through a C function pointer from the outside (qsort comparator, signal handler): `extern "C" fn`. */
  readonly callback?: boolean;
}

export interface Field extends Documented {
  readonly name: string;
  readonly type: Type;
  /** C bit-field width; consecutive ones share storage as the layout says. */
  readonly bits?: { readonly offset: number; readonly width: number; readonly storage: string };
}

/** A runtime trait that the class implements through some of its methods, e.g. `object::Display` by `__str__`. */
export interface Implementation {
  readonly trait: string;
  /** Where no methods are named: by comparing (hashing, copying) all fields, by which object it is, or not at all (a failure). */
  readonly by?: "fields" | "identity" | "refusal";
  /** An object has to stay where it is, for its address is seen. */
  readonly lasting?: boolean;
  readonly methods: readonly { readonly name: string; readonly function: FunctionId }[];
  /** Constants of the trait as data: class name, base names. */
  readonly data?: Readonly<Record<string, string | readonly string[]>>;
}

export interface IrClass extends Documented {
  readonly id: ClassId;
  readonly name: string;
  readonly module: number;
  readonly span: Span;
  /** `class`: identity, `instance` type. `struct`/`union`: C, `record` type. */
  readonly flavour: "class" | "struct" | "union";
  /** All fields, inherited ones first. */
  readonly fields: readonly Field[];
  readonly implements: readonly Implementation[];
  /** C: declared by a library, which lays it out and looks inside. */
  readonly foreign?: boolean;
  /** All fields are cells: objects are changed through shared references. */
  readonly cells?: boolean;
  /** A union of C's of which each value remembers which of its members it holds: an `enum`. */
  readonly variants?: boolean;
  /** Objects lie in blocks that the program allocates. */
  readonly blocks?: boolean;
  /** C layout where it is observable. */
  readonly layout?: { readonly size: number; readonly align: number; readonly packed?: boolean };
}

/** A closed union: one Rust enum. */
export interface Union {
  readonly id: UnionId;
  readonly name: string;
  readonly module: number;
  readonly members: readonly { readonly name: string; readonly type: Type }[];
}

export interface Global extends Documented {
  readonly id: GlobalId;
  readonly name: string;
  readonly module: number;
  readonly span: Span;
  readonly type: Type;
  /** Constant initial value; absent: assigned by the module's `init` before it is read. */
  readonly value?: Expression;
  /** The function that the value calls: `return value`, written where the global is. */
  readonly maker?: FunctionId;
  /** Raised where it is read before it is assigned; absent: it never is. */
  readonly unset?: string;
  /** Never assigned or changed after its initial value. */
  readonly constant: boolean;
  readonly exported?: boolean;
  /** C: declared here and defined by libc (`stdout`, `environ`). */
  readonly extern?: { readonly symbol: string };
}

export interface Module extends Documented {
  /** Index of the source file. */
  readonly file: number;
  /** Rust module name; the entry's module is the crate root. */
  readonly name: string;
  /** Comments at the head of the file; `comments` are those at its end. */
  readonly head?: readonly Comment[];
  /** Items in source order. */
  readonly items: readonly Item[];
}

export type Item =
  | { readonly kind: "function"; readonly id: FunctionId }
  | { readonly kind: "class"; readonly id: ClassId }
  | { readonly kind: "union"; readonly id: UnionId }
  | { readonly kind: "global"; readonly id: GlobalId };

export interface Program {
  readonly name: string;
  /** Picks the runtime crate (`rt`), nothing else: no pass and no emitter asks for the source language. */
  readonly runtime: "py" | "c" | "sh";
  readonly modules: readonly Module[];
  /** Indexed by id. */
  readonly functions: readonly IrFunction[];
  readonly classes: readonly IrClass[];
  readonly unions: readonly Union[];
  readonly globals: readonly Global[];
  readonly rows: (id: string) => Row;
  readonly reps: Reps;
  /** Next free node id: ids are `0 .. nodeCount-1`. */
  readonly nodeCount: number;
  /** `fn main` calls `rt::<start>(args…, entry)`: texts, then the entry function. `shallow`: instead, for a program that needs no big stack. */
  readonly start: { readonly row: string; readonly entry: FunctionId; readonly args?: readonly string[]; readonly shallow?: string };
  /** The type of what `raise` raises and `guarded` catches (`runtime` type). */
  readonly exception: Type;
  /** No `unsafe` may be emitted. */
  readonly safe: boolean;
  /** Calls of recursive functions are counted, by what this function of the runtime gives until the call ends. */
  readonly frame?: string;
  /** It starts threads, which see the same globals. */
  readonly threads?: boolean;
}
