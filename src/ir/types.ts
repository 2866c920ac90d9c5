/**
 * Types of the IR: the source languages' types with their meaning resolved and ownership still open.
 *
 * Heap types carry a representation variable (`rep`): a dense number for the whole program. Passes unify variables along flows and
 * solve each class to a representation (`Facts.representation`). A lowering asks `Reps.fresh()` for every type that it writes down;
 * it never has to make two variables equal, flows do that.
 */

/** A representation variable, dense per program. */
export type Rep = number;
export type ClassId = number;
export type UnionId = number;
export type IntWidth = 8 | 16 | 32 | 64 | 128 | "size";

/** Every type, by kind. A new line breaks the build until each table handles it. */
export interface TypeFields {
  /** No value: a procedure's result. */
  unit: object;
  /** Has no values: the result of a function that does not return. */
  never: object;
  bool: object;
  /** Fixed width, as in C and in shell arithmetic; `size` is usize/isize. */
  int: { readonly width: IntWidth; readonly signed: boolean };
  /** An integer of any size (Python's `int`): `i64` where ranges prove it, else the runtime's `Int`. */
  exact: { readonly rep: Rep };
  float: { readonly width: 32 | 64 };
  /** Immutable text (code points). Owned `String`, borrowed `&str`; `&'static str` where all that is kept in a storage (`text`) is literals. */
  str: { readonly text?: Rep };
  /** Immutable bytes. Owned `Vec<u8>`, borrowed `&[u8]`. */
  bytes: object;
  list: { readonly elem: Type; readonly rep: Rep };
  deque: { readonly elem: Type; readonly rep: Rep };
  /** Keeps insertion order. */
  dict: { readonly key: Type; readonly value: Type; readonly rep: Rep };
  set: { readonly elem: Type; readonly rep: Rep };
  tuple: { readonly elems: readonly Type[] };
  /** `T` or nothing: `T | None`, a pointer that may be NULL. */
  option: { readonly inner: Type };
  /** A closed union: one Rust enum, declared in `Program.unions`. */
  union: { readonly union: UnionId };
  /** A first-class function; `Rc<dyn Fn>` where it is stored, a closure or `fn` item where it is only passed down. */
  func: { readonly params: readonly Type[]; readonly result: Type; readonly rep: Rep };
  /** A lazy sequence that is consumed once. */
  iter: { readonly elem: Type };
  /** A class of the program (Python) with identity and fields. */
  instance: { readonly class: ClassId; readonly rep: Rep };
  /** A C struct or union: a plain value, copied by assignment. */
  record: { readonly class: ClassId };
  /** A C array of constant length. */
  array: { readonly elem: Type; readonly length: number };
  /** A C pointer. The ownership pass may lift its class to a reference, slice, box …; `*mut`/`*const` otherwise. `unit` target is `void`. */
  ptr: { readonly target: Type; readonly mutable: boolean; readonly rep: Rep };
  /** A C function pointer. NULL is `option` of it. `variadic` calls take the runtime's argument list. */
  fnptr: { readonly params: readonly Type[]; readonly result: Type; readonly variadic: boolean };
  /** A type of the runtime or of std, opaque to the passes: `rt::` path such as `file::File`; `std:` prefix for a std path.
   *  `copy`: Copy; `shared`: clone aliases the same object (a handle), otherwise clone makes an equal value.
   *  `can`: what it lets a union do of which it is a member (`Show`, `Equal` …); `number`: it is one, compared with others by value.
   *  `sync`: threads may share it. `zero`: the constant function that gives its zero value. */
  runtime: {
    readonly path: string;
    readonly args: readonly Type[];
    readonly copy?: boolean;
    readonly shared?: boolean;
    readonly zero?: string;
    /** Functions that only look at one borrow it. */
    readonly borrowed?: boolean;
    readonly sync?: boolean;
    readonly can?: readonly string[];
    readonly number?: boolean;
    /** A trait: values of it are only seen behind references. */
    readonly dyn?: boolean;
  };
  /** The top: the runtime's dynamic object. */
  any: object;
}

export type TypeKind = keyof TypeFields;
export type Type<K extends TypeKind = TypeKind> = { [P in K]: { readonly kind: P } & Readonly<TypeFields[P]> }[K];

/** Hands out representation variables of one program. */
export interface Reps {
  fresh(): Rep;
  readonly count: number;
}

export function createReps(): Reps {
  let count = 0;
  return {
    fresh: () => count++,
    get count() {
      return count;
    },
  };
}

export const unit: Type<"unit"> = { kind: "unit" };
export const never: Type<"never"> = { kind: "never" };
export const bool: Type<"bool"> = { kind: "bool" };
export const str: Type<"str"> = { kind: "str" };
export const bytes: Type<"bytes"> = { kind: "bytes" };
export const any: Type<"any"> = { kind: "any" };
export const f64: Type<"float"> = { kind: "float", width: 64 };
export const f32: Type<"float"> = { kind: "float", width: 32 };
export const int = (width: IntWidth, signed = true): Type<"int"> => ({ kind: "int", width, signed });
export const i32 = int(32);
export const i64 = int(64);
export const usize = int("size", false);

/** Same type, representation variables left out of account. */
export function sameType(a: Type, b: Type): boolean {
  return typeKey(a) === typeKey(b);
}

/** A text that is equal for types that are equal but for their representation variables. */
export function typeKey(type: Type): string {
  switch (type.kind) {
    case "int":
      return `${type.signed ? "i" : "u"}${type.width}`;
    case "float":
      return `f${type.width}`;
    case "list":
    case "deque":
    case "set":
    case "iter":
      return `${type.kind}<${typeKey(type.elem)}>`;
    case "dict":
      return `dict<${typeKey(type.key)},${typeKey(type.value)}>`;
    case "tuple":
      return `(${type.elems.map(typeKey).join(",")})`;
    case "option":
      return `${typeKey(type.inner)}?`;
    case "union":
      return `union${type.union}`;
    case "func":
      return `fn(${type.params.map(typeKey).join(",")})->${typeKey(type.result)}`;
    case "fnptr":
      return `cfn(${type.params.map(typeKey).join(",")}${type.variadic ? ",..." : ""})->${typeKey(type.result)}`;
    case "instance":
    case "record":
      return `class${type.class}`;
    case "array":
      return `[${typeKey(type.elem)};${type.length}]`;
    case "ptr":
      return `*${type.mutable ? "mut" : "const"} ${typeKey(type.target)}`;
    case "runtime":
      return type.args.length ? `${type.path}<${type.args.map(typeKey).join(",")}>` : type.path;
    default:
      return type.kind;
  }
}

/** The types directly inside a type. */
export function innerTypes(type: Type): readonly Type[] {
  switch (type.kind) {
    case "list":
    case "deque":
    case "set":
    case "iter":
    case "array":
      return [type.elem];
    case "dict":
      return [type.key, type.value];
    case "tuple":
      return type.elems;
    case "option":
      return [type.inner];
    case "func":
    case "fnptr":
      return [...type.params, type.result];
    case "ptr":
      return [type.target];
    case "runtime":
      return type.args;
    default:
      return [];
  }
}

/** Every exact integer inside a type. */
export function exactReps(type: Type): Rep[] {
  if (type.kind === "exact") return [type.rep];
  return innerTypes(type).flatMap(exactReps);
}
