/** IR types to Rust types: one row a kind. */
import type { ClassId, Type, TypeKind } from "../ir/index.ts";
import type { RustType } from "../rust/ast.ts";
import { tNever, tPath, tRef, tTuple, tUnit } from "../rust/make.ts";
import type { Lend } from "../passes/facts.ts";
import { isInnerPointer, isSafePointer } from "./safe-pointers.ts";
import { classOf, classPath, importName, unionPath, type ProgramContext, runtimePath } from "./context.ts";

/** Are objects of the class copied, as members of an enumeration or as small values that never change? */
export const isCopiedClass = (unit: ProgramContext, cls: ClassId): boolean =>
  unit.facts.enumeration(cls) !== undefined || unit.facts.copied(cls);

type Row<K extends TypeKind> = (type: Type<K>, unit: ProgramContext, module: number) => RustType;

const intName = (type: Type<"int">): string => `${type.signed ? "i" : "u"}${type.width === "size" ? "size" : type.width}`;
export const intTypeName = (type: Type<"int"> | Type<"exact">): string => (type.kind === "int" ? intName(type) : "i64");

const fixedText: RustType = { ...(tRef(tPath("str")) as RustType<"ref">), lifetime: "'static" };

const shared = (inner: RustType): RustType => tPath("rt::Shared", inner);
const handle = (unit: ProgramContext, rep: number, inner: RustType): RustType => {
  switch (unit.facts.representation(rep)) {
    case "shared":
      return shared(inner);
    case "box":
      return tPath("Box", inner);
    default:
      return inner;
  }
};

const table: { readonly [K in TypeKind]: Row<K> } = {
  unit: () => tUnit,
  never: () => tNever,
  bool: () => tPath("bool"),
  int: (type) => tPath(intName(type)),
  exact: (type, unit) => tPath(unit.facts.small(type.rep) ? "i64" : "rt::Int"),
  float: (type) => tPath(`f${type.width}`),
  str: (type, unit) => (unit.facts.fixedText(type) ? fixedText : tPath("String")),
  bytes: () => tPath("Vec", tPath("u8")),
  list: (type, unit, module) => handle(unit, type.rep, tPath("Vec", rustType(type.elem, unit, module))),
  deque: (type, unit, module) =>
    handle(unit, type.rep, tPath(importName(unit, module, "std::collections::VecDeque"), rustType(type.elem, unit, module))),
  dict: (type, unit, module) =>
    handle(unit, type.rep, tPath("rt::Dict", rustType(type.key, unit, module), rustType(type.value, unit, module))),
  set: (type, unit, module) => handle(unit, type.rep, tPath("rt::Set", rustType(type.elem, unit, module))),
  tuple: (type, unit, module) => tTuple(...type.elems.map((elem) => rustType(elem, unit, module))),
  option: (type, unit, module) => tPath("Option", rustType(type.inner, unit, module)),
  union: (type, unit, module) => tPath(unionPath(unit, module, type.union)),
  func: (type, unit, module) => tPath(importName(unit, module, "std::rc::Rc"), functionType(type, unit, module)),
  iter: (type, unit, module) => tPath("rt::Iter", rustType(type.elem, unit, module)),
  instance: (type, unit, module) => {
    const path = tPath(classPath(unit, module, type.class));
    if (isCopiedClass(unit, type.class)) return path;
    switch (unit.facts.representation(type.rep)) {
      case "shared":
        return tPath(importName(unit, module, "std::rc::Rc"), path);
      case "box":
        return tPath("Box", path);
      default:
        return path;
    }
  },
  record: (type, unit, module) => tPath(classPath(unit, module, type.class)),
  array: (type, unit, module) => ({ kind: "array", elem: rustType(type.elem, unit, module), length: String(type.length) }),
  ptr: (type, unit, module) => ({
    kind: "pointer",
    mutable: type.mutable,
    inner: type.target.kind === "unit" ? tPath(importName(unit, module, "std::ffi::c_void")) : rustType(type.target, unit, module),
  }),
  fnptr: (type, unit, module) => ({
    kind: "fn",
    params: type.params.map((param, i) => {
      const lift = param.kind === "ptr" ? pointedLift(unit, type, i) : undefined;
      return lift && param.kind === "ptr" ? liftedType(unit, module, param, lift) : rustType(param, unit, module);
    }),
    result: rustType(type.result, unit, module),
    prefix: isSafePointer(unit, type) ? "" : isInnerPointer(unit, type) ? "unsafe " : 'unsafe extern "C-unwind" ',
    variadic: type.variadic,
  }),
  runtime: (type, unit, module) => {
    if (type.dyn) return { kind: "bound", word: "dyn", path: runtimePath(unit, module, type.path) };
    return tPath(runtimePath(unit, module, type.path), ...type.args.map((arg) => rustType(arg, unit, module)));
  },
  any: () => tPath("rt::Any"),
};

/** The Rust type of a value of its own. */
export const rustType = (type: Type, unit: ProgramContext, module: number): RustType =>
  (table[type.kind] as Row<TypeKind>)(type as never, unit, module);

/** How the functions behind a pointer take a parameter: all of them alike. */
function pointedLift(unit: ProgramContext, type: Type<"fnptr">, index: number): Lend | undefined {
  const first = unit.facts.pointers.behind(type)?.[0];
  return first === undefined ? undefined : unit.facts.pointers.lift(first, unit.program.functions[first].params[index].local);
}

/** The Rust type of a lifted parameter. */
export function liftedType(unit: ProgramContext, module: number, type: Type<"ptr">, lift: Lend): RustType {
  const plain = rustType(type.target, unit, module);
  if (lift.access === "view") {
    const view = tPath(runtimePath(unit, module, "heap::View"), plain);
    return lift.nullable ? tPath("Option", view) : view;
  }
  const elem = lift.access === "cell" ? tPath(importName(unit, module, "std::cell::Cell"), plain) : plain;
  const whole = tRef(lift.shape === "slice" ? { kind: "slice", elem } : elem, lift.access === "write");
  return lift.nullable ? tPath("Option", whole) : whole;
}

/** Types of the runtime that borrow, and which members have for as long as the program runs. */
const borrows = (type: Type): boolean =>
  type.kind === "runtime"
    ? type.path === "va::List"
    : type.kind === "ptr"
      ? borrows(type.target)
      : type.kind === "array" && borrows(type.elem);

/** The type of a member of a struct. */
export function storedType(type: Type, unit: ProgramContext, module: number): RustType {
  const plain = rustType(type, unit, module);
  const fixed = (at: RustType): RustType => {
    if (at.kind === "pointer") return { ...at, inner: fixed(at.inner) };
    if (at.kind === "array") return { ...at, elem: fixed(at.elem) };
    return at.kind === "path" ? { ...at, args: [tPath("'static")] } : at;
  };
  return borrows(type) ? fixed(plain) : plain;
}

/** Is a pointer to such a type kept in a member, so that it is taken for one that lasts? */
export const isKeptBorrow = (type: Type<"ptr">, unit: ProgramContext): boolean =>
  borrows(type) && unit.program.classes.some((cls) => cls.fields.some((field) => borrows(field.type)));

/** `dyn Fn(A) -> R` */
export const functionType = (type: Type<"func">, unit: ProgramContext, module: number): RustType => ({
  kind: "bound",
  word: "dyn",
  path: "Fn",
  params: type.params.map((param) => rustType(param, unit, module)),
  result: rustType(type.result, unit, module),
});

/** `&T` in its natural form: `&str`, `&[T]`. */
export function borrowedType(type: Type, mutable: boolean, unit: ProgramContext, module: number): RustType {
  if (!mutable) {
    if (type.kind === "str") return tRef(tPath("str"));
    if (type.kind === "bytes") return tRef({ kind: "slice", elem: tPath("u8") });
    if (type.kind === "instance" && unit.facts.representation(type.rep) === "box") return tRef(tPath(classPath(unit, module, type.class)));
    if (type.kind === "list" && unit.facts.representation(type.rep) === "value")
      return tRef({ kind: "slice", elem: rustType(type.elem, unit, module) });
  }
  return tRef(rustType(type, unit, module), mutable);
}

/** Is a value of this type duplicated by copying bits? */
export function isCopy(type: Type, unit: ProgramContext): boolean {
  switch (type.kind) {
    case "unit":
    case "never":
    case "bool":
    case "int":
    case "float":
    case "ptr":
    case "fnptr":
      return true;
    case "instance":
      return isCopiedClass(unit, type.class);
    case "record":
      return classOf(unit, type.class).cells !== true;
    case "exact":
      return unit.facts.small(type.rep);
    case "str":
      return unit.facts.fixedText(type);
    case "option":
      return isCopy(type.inner, unit);
    case "tuple":
      return type.elems.every((elem) => isCopy(elem, unit));
    case "array":
      return isCopy(type.elem, unit);
    case "runtime":
      return type.copy === true;
    default:
      return false;
  }
}

/** Is the value behind `Rc<RefCell<…>>` (`rt::Shared`)? */
export const isSharedContainer = (type: Type, unit: ProgramContext): boolean =>
  (type.kind === "list" || type.kind === "dict" || type.kind === "set" || type.kind === "deque") &&
  unit.facts.representation(type.rep) === "shared";

export const isSharedInstance = (type: Type, unit: ProgramContext): boolean =>
  type.kind === "instance" && unit.facts.representation(type.rep) === "shared" && !isCopiedClass(unit, type.class);

/** An exact integer that is the runtime's `Int`. */
export const isBig = (type: Type, unit: ProgramContext): boolean => type.kind === "exact" && !unit.facts.small(type.rep);

type Trait = "Clone" | "Copy" | "PartialEq" | "Eq" | "Hash" | "Debug" | "PartialOrd" | "Default";

/** Does the Rust type of this type have a trait? Classes in progress count as having it, so that recursive types do. */
export function hasTrait(type: Type, trait: Trait, unit: ProgramContext, open: ReadonlySet<string> = new Set()): boolean {
  const all = (types: readonly Type[]): boolean => types.every((inner) => hasTrait(inner, trait, unit, open));
  switch (type.kind) {
    case "float":
      return trait !== "Eq" && trait !== "Hash";
    case "func":
      return trait === "Clone";
    case "iter":
      return trait === "Clone";
    case "any":
      return trait === "Clone" || trait === "PartialEq" || trait === "Debug" || trait === "Eq" || trait === "Hash";
    case "runtime":
      return trait === "Clone" || trait === "PartialEq" || (trait === "Copy" && type.copy === true);
    case "list":
    case "deque":
    case "dict":
    case "set":
      if (trait === "Copy" || (trait === "Hash" && type.kind !== "list")) return false;
      // keys are compared as keys
      if ((type.kind === "dict" || type.kind === "set") && trait === "PartialEq") {
        const key = type.kind === "dict" ? type.key : type.elem;
        if (key.kind === "instance" && !classOf(unit, key.class).implements.some((each) => each.trait.endsWith("Key"))) return false;
      }
      if (isSharedContainer(type, unit) && (trait === "Clone" || trait === "Default")) return true;
      return all(type.kind === "dict" ? [type.key, type.value] : [type.elem]);
    case "tuple":
      return all(type.elems);
    case "option":
      return trait === "Default" || all([type.inner]);
    case "array":
      return all([type.elem]);
    case "str":
      return trait !== "Copy" || unit.facts.fixedText(type);
    case "bytes":
      return trait !== "Copy";
    case "exact":
      return trait !== "Copy" || unit.facts.small(type.rep);
    case "union":
      if (trait === "Copy" || trait === "Default") return false;
      if (open.has(`u${type.union}`)) return true;
      return unit.program.unions[type.union].members.every((member) =>
        hasTrait(member.type, trait, unit, new Set([...open, `u${type.union}`])),
      );
    case "instance": {
      if (unit.facts.enumeration(type.class) !== undefined) return trait === "Clone" || trait === "Copy" || trait === "PartialEq";
      if (isCopiedClass(unit, type.class) && (trait === "Clone" || trait === "Copy")) return true;
      if (isSharedInstance(type, unit) && trait === "Clone") return true;
      if (trait === "Copy" || trait === "Default") return false;
      const cls = classOf(unit, type.class);
      if (trait === "PartialEq" || trait === "PartialOrd") return cls.implements.some((each) => each.trait === `std::cmp::${trait}`);
      if (open.has(`c${type.class}`)) return true;
      return cls.fields.every((field) => hasTrait(field.type, trait, unit, new Set([...open, `c${type.class}`])));
    }
    case "record":
      return trait === "Clone" || trait === "Copy";
    case "ptr":
    case "fnptr":
      return trait !== "Default";
    default:
      return true;
  }
}
