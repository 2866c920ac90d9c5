/** Classes of the program. */
import type { Span } from "../../../base/span.ts";
import type { ClassId } from "../../../ir/index.ts";
import type { ClassNode, Expr, FunctionNode } from "../ast/nodes.ts";
import type { UserFunction } from "./callables.ts";
import type { Instance } from "./instances.ts";
import type { ModuleInfo } from "./modules.ts";
import type { Cell } from "./types.ts";

export interface Method {
  readonly name: string;
  readonly fn: UserFunction;
  readonly kind: "instance" | "class" | "static" | "property" | "cachedProperty";
  readonly setter?: UserFunction;
  readonly deleter?: UserFunction;
  readonly abstract?: boolean;
  /** `@unittest.skip(reason)`: the reason. */
  readonly skipped?: string;
  /** `@unittest.expectedFailure` */
  readonly expectedFailure?: boolean;
}

export interface ClassAttribute {
  /** Made outside the class body: it may be read before. */
  readonly late?: boolean;
  readonly name: string;
  readonly cell: Cell;
  readonly value?: Expr;
  readonly annotation?: Expr;
  readonly span: Span;
  /** Hides the attribute of a base from its first assignment on, outside the class body. */
  readonly over?: boolean;
  /** The entry of the class in a dict that has classes for keys. */
  readonly entry?: boolean;
  /** The class of the descriptor that it is. */
  readonly descriptor?: ClassInfo;
  global?: number;
}

export interface FieldInfo {
  readonly name: string;
  readonly cell: Cell;
  /** Not assigned before the object is used: read through a check. */
  lazy: boolean;
  /** Assigned while the object is made. */
  built?: boolean;
  span: Span;
}

/** What is asked of objects in containers. */
export type Protocol = "equal" | "key" | "order" | "repr" | "address" | "copy" | "dynamic";

export interface ClassInfo {
  readonly id: number;
  readonly name: string;
  readonly node: ClassNode;
  readonly module: ModuleInfo;
  /** Most derived first, itself included. */
  readonly mro: readonly ClassInfo[];
  /** The classes of the program that its statement names. */
  readonly bases: readonly ClassInfo[];
  /** A builtin class at the root: `Exception`, `unittest.TestCase`, `Enum` … */
  readonly builtin?: string;
  readonly methods: Map<string, Method>;
  readonly attributes: Map<string, ClassAttribute>;
  readonly fields: Map<string, FieldInfo>;
  readonly dataclass?: {
    readonly frozen: boolean;
    readonly order: boolean;
    readonly eq: boolean;
    readonly hash: boolean;
    /** All fields by keyword. */ readonly keywords: boolean;
  };
  readonly enum?: boolean;
  /** An enumeration derived from `str` or `int` beside `Enum`: its members are values, too, but are shown by their names. */
  readonly mixed?: boolean;
  /** Derived from `Protocol` itself: what has its members is of its kind. */
  readonly protocol?: boolean;
  /** The metaclass of the program that its statement names. */
  readonly meta?: ClassInfo;
  readonly parent?: Instance;
  readonly constructors: Instance[];
  /** What containers and the library ask of its objects. */
  readonly needs: Set<Protocol>;
  /** Decorated with `total_ordering`. */
  readonly total?: boolean;
  /** Of a class that is made for one attribute: fields that hold texts which are known. */
  readonly texts?: ReadonlyMap<string, string>;
  /** Id in the IR, once something is made of it. */
  ir?: ClassId;
}

/** The options of the dataclass that a class is, or is derived from. */
export const dataclassOf = (cls: ClassInfo): ClassInfo["dataclass"] => cls.mro.find((each) => each.dataclass)?.dataclass;

/** Finds a method by the resolution order, after `after` where `super()` asks. */
export const findMethod = (cls: ClassInfo, name: string, after?: ClassInfo): Method | undefined => {
  let from = 0;
  if (after) from = cls.mro.indexOf(after) + 1;
  for (const each of cls.mro.slice(from)) {
    const found = each.methods.get(name);
    if (found) return found;
    if (each.attributes.has(name)) return undefined;
  }
  return undefined;
};

export const findAttribute = (cls: ClassInfo, name: string): ClassAttribute | undefined => {
  for (const each of cls.mro) {
    const found = each.attributes.get(name);
    if (found) return found;
  }
  return undefined;
};

export const isSubclass = (cls: ClassInfo, other: ClassInfo): boolean => cls.mro.includes(other);

/** The resolution order behind a class of these bases: C3, over the bases' own orders. */
export function linearise(bases: readonly ClassInfo[]): ClassInfo[] {
  const lists = [...bases.map((b) => [...b.mro]), [...bases]].filter((list) => list.length);
  const result: ClassInfo[] = [];
  while (lists.some((list) => list.length)) {
    const next = lists.map((list) => list[0]).find((head) => head && !lists.some((list) => list.slice(1).includes(head)));
    if (!next) break;
    result.push(next);
    for (const list of lists) if (list[0] === next) list.shift();
  }
  return result;
}

export type { FunctionNode };
