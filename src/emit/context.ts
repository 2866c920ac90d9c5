/** What emission knows while it works: the program, its names, and the function at hand. */
import type { Source } from "../base/text.ts";
import type {
  ClassId,
  Expression,
  FunctionId,
  GlobalId,
  IrClass,
  IrFunction,
  Label,
  LocalId,
  Program,
  Statement,
  Type,
  Union,
  UnionId,
} from "../ir/index.ts";
import type { Facts } from "../passes/facts.ts";
import type { RustExpr, RustStatement, RustType } from "../rust/ast.ts";
import { upperCamel, type NameScope } from "../rust/names.ts";
import type { Leaving } from "./conditions.ts";
import type { Located } from "./lifted.ts";
import type { Target } from "./loops.ts";
import type { Narrowed } from "./narrowing.ts";

export interface ProgramContext {
  readonly program: Program;
  readonly facts: Facts;
  readonly sources: readonly Source[];
  /** Cargo features of the runtime crate that the code needs. */
  readonly features: Set<string>;
  readonly names: ItemNames;
  /** `use` lines by module. */
  readonly uses: Map<number, Set<string>>;
  /** Classes and unions whose derives were asked for. */
  readonly derives: Map<string, readonly string[]>;
  /** Unions that the code names; while one is emitted, those that it names itself. */
  named: Set<UnionId>;
}

export interface ItemNames {
  readonly functions: readonly string[];
  readonly classes: readonly string[];
  readonly unions: readonly string[];
  readonly globals: readonly string[];
  /** Path segment of each module below the crate; the root's is empty. */
  readonly modules: readonly string[];
}

/** How a local is stored. */
export interface Storage {
  readonly name: string;
  readonly type: Type;
  /** `ref` and `mut`: the Rust variable is a borrow of the value. */
  borrow: "own" | "ref" | "mut";
  cell: "none" | "cell" | "refcell";
  /** Wrapped in `Option` because Rust could not see that it is assigned before it is read. */
  deferred: boolean;
  /** It is a `usize`: the variable of a loop that is read as an index only. */
  counts?: boolean;
  /** It is a `&str`, where other borrowed texts may be `&String`. */
  slice?: boolean;
}

/** What `return`, `raise`, `break` mean where we are. */
export interface Frame {
  readonly kind: "function" | "closure" | "guard" | "generator";
  /** `?` works here: the frame returns `Result`. */
  readonly fallible: boolean;
  /** Labels that are inside the frame; others are left through `rt::Flow`. */
  readonly labels: Set<Label>;
  /** Labels outside a guard that its body jumps to, in order of their codes. */
  readonly jumps: { label: Label; kind: "break" | "continue" }[];
  /** The guard's body returns from the function. */
  returns: boolean;
  readonly result: Type;
}

export interface FunctionContext {
  readonly unit: ProgramContext;
  readonly fn: IrFunction;
  readonly module: number;
  readonly locals: Map<LocalId, Storage>;
  readonly scope: NameScope;
  /** Where `break` and `continue` of a label go. */
  readonly targets: Map<Label, { readonly break: Target; readonly continue: Target }>;
  readonly frames: Frame[];
  /** Rust loops and labelled blocks that are open in the current frame, innermost last. */
  readonly loops: { label: Label; kind: "loop" | "block" }[];
  /** Locals that a `let` statement declares. */
  readonly declared: ReadonlySet<LocalId>;
  /** Locals that begin with a zero because rustc could not see that they are assigned before they are read. */
  readonly zeroed: ReadonlySet<LocalId>;
  /** The index beside each parameter that moves. */
  readonly moved: Map<LocalId, string>;
  /** Pointers that may be NULL, and are known not to be where we are. */
  readonly present: Set<LocalId>;
  /** Variables of what tests have shown of places, by the key of the content. */
  narrowed: ReadonlyMap<string, Narrowed>;
  /** What comes next, if the statement at hand stands for both. */
  pair?: Expression<"runtime">;
  /** Emits the statement at hand and those after it that it stands for. */
  unpacking?: () => void;
  /** The statement at hand, if it becomes `let … else`. */
  leaving?: Leaving;
  /** Locals that an assignment names. */
  readonly assigned: ReadonlySet<LocalId>;
  /** Statements of the block at hand: emission of an expression may add to it. */
  out: RustStatement[];
  /** The statement at hand calls or changes something while a borrow could be alive. */
  dirty: boolean;
  /** The counting loops that are open, innermost last. */
  readonly ranges: Statement<"forRange">[];
  /** Parts of places (expression ids) that stand in a variable for the moment. */
  readonly copies: Map<number, RustExpr>;
  /** Values (expression ids) that were made before the statement at hand, for it alone. */
  settled?: Map<number, RustExpr>;
  /** Pointers whose places stand already: by expression. */
  located?: Map<number, Located>;
  /** Expressions right below the statement at hand: nothing is evaluated after them. */
  direct: readonly number[];
  /** The expression whose type is written beside it, or taken over from where it goes. */
  typed?: Expression;
  /** Locals that other values of the same format borrow until its end: their last use does not move them. */
  held?: ReadonlySet<LocalId>;
  /** Integer literals need their type written. */
  suffix: boolean;
}

export const frameOf = (cx: FunctionContext): Frame => cx.frames[cx.frames.length - 1];

/** Adds a `use` line to the module at hand and gives the last segment of the path. */
export function importName(unit: ProgramContext, module: number, path: string): string {
  let set = unit.uses.get(module);
  if (!set) unit.uses.set(module, (set = new Set()));
  set.add(path);
  return path.slice(path.lastIndexOf(":") + 1);
}

/** Types of the runtime that stand in many places: named by their last part, where the program has no such name. */
const SHORT = new Set(["heap::Link", "heap::Slice", "heap::Object", "heap::Lone", "text::Text"]);

/** Where the names of Rust's prelude come from. */
const PRELUDE = /^std:(?:vec|string)::(?=Vec\b|String\b)/;

const itemNames = new WeakMap<ProgramContext, ReadonlySet<string>>();

/** A path below `rt::` as code of a module writes it: `heap::Link::null` → `Link::null`. */
export function runtimePath(unit: ProgramContext, module: number, path: string): string {
  if (path.startsWith("std:")) return path.replace(PRELUDE, "").replace(/^std:/, "std::");
  const [, type, rest] = /^(\w+::[A-Z]\w*)(.*)$/.exec(path) ?? [];
  if (!type || !SHORT.has(type)) return `rt::${path}`;
  const name = type.slice(type.indexOf(":") + 2);
  let names = itemNames.get(unit);
  if (!names) {
    const { classes, functions, globals, unions } = unit.names;
    itemNames.set(unit, (names = new Set([...classes, ...functions, ...globals, ...unions])));
  }
  if (names.has(name)) return `rt::${path}`;
  return importName(unit, module, `rt::${type}`) + rest;
}

export const classOf = (unit: ProgramContext, id: ClassId): IrClass => unit.program.classes[id];
export const unionOf = (unit: ProgramContext, id: UnionId): Union => unit.program.unions[id];
export const functionOf = (unit: ProgramContext, id: FunctionId): IrFunction => unit.program.functions[id];

/** The path of an item as code of a module writes it. */
export function itemPath(unit: ProgramContext, from: number, module: number, name: string): string {
  if (from === module) return name;
  const segment = unit.names.modules[module];
  return segment ? `crate::${segment}::${name}` : `crate::${name}`;
}

export const functionPath = (unit: ProgramContext, from: number, id: FunctionId): string => {
  const fn = functionOf(unit, id);
  const name = unit.names.functions[id];
  if (fn.extern) return itemPath(unit, from, rootModule(unit), name);
  if (fn.owner) return `${classPath(unit, from, fn.owner.class)}::${name}`;
  return itemPath(unit, from, fn.module, name);
};
export const classPath = (unit: ProgramContext, from: number, id: ClassId): string =>
  itemPath(unit, from, classOf(unit, id).module, unit.names.classes[id]);
export const unionPath = (unit: ProgramContext, from: number, id: UnionId): string => {
  unit.named.add(id);
  return itemPath(unit, from, unionOf(unit, id).module, unit.names.unions[id]);
};
/** The variant of a member: in camel case, as rustc asks. */
export const variantName = (name: string): string => (/^[A-Z]/.test(name) && !name.includes("_") ? name : upperCamel(name) || name);
export const variantPath = (unit: ProgramContext, from: number, union: UnionId, member: number): string =>
  `${unionPath(unit, from, union)}::${variantName(unionOf(unit, union).members[member].name)}`;
export const globalPath = (unit: ProgramContext, from: number, id: GlobalId): string => {
  const global = unit.program.globals[id];
  return itemPath(unit, from, global.extern ? rootModule(unit) : global.module, unit.names.globals[id]);
};

/** The module that is the crate's root: what other libraries define is declared there. */
const rootModule = (unit: ProgramContext): number => unit.names.modules.indexOf("");

/** Puts a value into a fresh variable before the statement at hand. */
export function hoist(cx: FunctionContext, value: RustExpr, wanted: string, type?: RustType, mutable = false): RustExpr {
  const name = cx.scope.take(wanted);
  cx.out.push({ kind: "let", pattern: { kind: "name", name, mutable }, value, type });
  return { kind: "path", path: name };
}

/** Runs with a fresh statement list and gives what was added to it. */
export function capture<T>(cx: FunctionContext, run: () => T): { value: T; statements: RustStatement[] } {
  const outer = cx.out;
  const statements: RustStatement[] = [];
  cx.out = statements;
  try {
    return { value: run(), statements };
  } finally {
    cx.out = outer;
  }
}
