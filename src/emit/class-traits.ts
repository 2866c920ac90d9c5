/** What classes implement so that containers and the runtime can compare, hash, order, show and copy their objects. */
import type { FunctionId, Implementation, IrClass, Type } from "../ir/index.ts";
import type { RustExpr, RustItem, RustParam } from "../rust/ast.ts";
import {
  binary,
  borrow,
  call,
  cast,
  field,
  ifExpr,
  lit,
  method,
  path,
  pName,
  stringLiteral,
  tPath,
  tRef,
  tuple,
  unary,
  valueBlock,
} from "../rust/make.ts";
import { passingOf } from "./calls.ts";
import { importName, type ProgramContext } from "./context.ts";
import { contextOf } from "./items.ts";
import { fieldName } from "./names.ts";
import { isCopiedClass, isCopy, isSharedInstance, rustType } from "./types.ts";

type Made = readonly RustItem[];

const fn = (name: string, params: readonly RustParam[], result: RustItem<"fn">["result"], value: RustExpr): RustItem => ({
  kind: "fn",
  name,
  prefix: "",
  generics: [],
  self: "&self",
  params,
  result,
  body: valueBlock(value),
});

const other: RustParam = { pattern: pName("other"), type: tRef(tPath("Self")) };
const bool = tPath("bool");

/** `self.name(other)` of a function of the class; failures unwind. */
function invoked(unit: ProgramContext, id: FunctionId, object: RustExpr, args: readonly RustExpr[]): RustExpr {
  const target = unit.program.functions[id];
  const owner = target.owner?.class;
  // A value is taken by value, which a method of the trait would come before.
  const copied = owner !== undefined && isCopiedClass(unit, owner);
  if (copied && target.owner?.method === "instance") {
    const made = call(`${unit.names.classes[owner]}::${unit.names.functions[id]}`, unary("*", object), ...args);
    return unit.facts.fails(id) || target.fails === "always" ? call("rt::unwrap", made) : made;
  }
  // Inherent methods come before those of the trait.
  const value = method(object, unit.names.functions[id], ...args);
  return unit.facts.fails(id) || target.fails === "always" ? call("rt::unwrap", value) : value;
}

/** The implementation of one trait. */
export function implementation(unit: ProgramContext, cls: IrClass, each: Implementation): RustItem[] {
  const type = unit.names.classes[cls.id];
  if (each.trait === "any::Object") return [dynamicObject(type, cls, each)];
  const items = bodies(unit, cls, each);
  if (items.length === 0 && (each.by || each.methods.length > 0)) return [];
  const trait = each.trait.startsWith("std::") ? traitName(unit, cls, each.trait) : `rt::${each.trait}`;
  return [{ kind: "impl", trait, type, items }];
}

/** What makes objects of the class dynamic values. */
function dynamicObject(type: string, cls: IrClass, each: Implementation): RustItem {
  const has = (name: string): boolean => cls.implements.some((other) => other.trait.endsWith(name) && other.by !== "refusal");
  const names = (each.data?.names ?? []) as readonly string[];
  const parts = [...(has("Key") ? ["Key"] : []), ...(has("PartialOrd") ? ["Order"] : []), ...(has("Copied") ? ["Copy"] : [])];
  return {
    kind: "macroItem",
    text: `rt::object! { ${[type, String(each.data?.id), `[${names.map(stringLiteral).join(" ")}]`, ...parts].join(" ")} }`,
  };
}

const PRELUDE = new Set(["std::cmp::PartialEq", "std::cmp::PartialOrd"]);
const traitName = (unit: ProgramContext, cls: IrClass, trait: string): string =>
  PRELUDE.has(trait) ? trait.slice(trait.lastIndexOf(":") + 1) : importName(unit, cls.module, trait);

function bodies(unit: ProgramContext, cls: IrClass, each: Implementation): Made {
  switch (each.trait) {
    case "std::cmp::PartialEq":
      return unit.facts.enumeration(cls.id) !== undefined && each.by === "identity" ? [] : equality(unit, cls, each);
    case "Key":
      return key(unit, cls, each);
    case "std::cmp::PartialOrd":
      return order(unit, cls, each);
    case "copy::Copied":
      return isCopiedClass(unit, cls.id)
        ? ["shallow", "deep"].map((name) => fn(name, [], tPath("Self"), unary("*", path("self"))))
        : copies(cls);
    case "show::Repr":
      if (each.by !== "identity") break;
      return [
        fn("__repr__", [], tPath("String"), call("rt::show::object_repr", path("self"), lit(stringLiteral(String(each.data?.name))))),
      ];
    default:
  }
  return each.methods.map(({ name, function: id }) => traitMethod(unit, cls, name, id));
}

/** May an object of the class be reached from its own fields? */
export function reachesItself(unit: ProgramContext, cls: IrClass): boolean {
  const seen = new Set<number>();
  const look = (type: Type): boolean => {
    if (type.kind === "instance") {
      if (type.class === cls.id) return true;
      if (seen.has(type.class)) return false;
      seen.add(type.class);
      return unit.program.classes[type.class].fields.some((one) => look(one.type));
    }
    switch (type.kind) {
      case "option":
        return look(type.inner);
      case "list":
      case "set":
      case "deque":
      case "iter":
        return look(type.elem);
      case "dict":
        return look(type.key) || look(type.value);
      case "tuple":
        return type.elems.some(look);
      default:
        return false;
    }
  };
  return cls.fields.some((one) => look(one.type));
}

function equality(unit: ProgramContext, cls: IrClass, each: Implementation): Made {
  // By fields: derived, but for objects in a circle, where one is equal to itself without a look into it.
  if (each.by === "fields") {
    if (!reachesItself(unit, cls)) return [];
    const same = call("std::ptr::eq", path("self"), path("other"));
    const parts = cls.fields.map((one) => {
      const name = fieldName(cls, one.name);
      return binary("==", field(path("self"), name), field(path("other"), name));
    });
    return [
      fn(
        "eq",
        [other],
        bool,
        parts.length
          ? binary(
              "||",
              same,
              parts.reduce((all, part) => binary("&&", all, part)),
            )
          : same,
      ),
    ];
  }
  if (each.by === "identity") return [fn("eq", [other], bool, call("std::ptr::eq", path("self"), path("other")))];
  const [{ function: id }] = each.methods;
  return [fn("eq", [other], bool, invoked(unit, id, path("self"), handed(unit, id)))];
}

/** `other` as a method's second parameter takes it. */
function handed(unit: ProgramContext, id: FunctionId, value: RustExpr = path("other")): RustExpr[] {
  if (unit.program.functions[id].params.length < 2) return [];
  const target = unit.program.functions[id];
  if (isCopy(target.locals[target.params[1].local].type, unit)) return [unary("*", value)];
  return [passingOf({ unit }, id, 1) === "own" ? method(value, "clone") : value];
}

function key(unit: ProgramContext, cls: IrClass, each: Implementation): Made {
  const variant = unit.facts.enumeration(cls.id) !== undefined && each.by === "identity";
  const hash: RustExpr = variant
    ? call("rt::key::hash", borrow(cast(unary("*", path("self")), tPath("i64"))))
    : each.by === "identity"
      ? call("rt::key::hash_identity", path("self"))
      : each.by === "fields"
        ? call("rt::key::hash", borrow(tuple(...cls.fields.map((one) => borrow(field(path("self"), fieldName(cls, one.name)))))))
        : call("rt::key::hash_of", invoked(unit, each.methods[0].function, path("self"), []));
  return [fn("__hash__", [], tPath("i64"), hash), fn("same", [other], bool, binary("==", path("self"), path("other")))];
}

/** From `<` alone: less, greater (less the other way round), equal, or none of these. */
function order(unit: ProgramContext, cls: IrClass, each: Implementation): Made {
  const ordering = importName(unit, cls.module, "std::cmp::Ordering");
  const found = tPath("Option", tPath(ordering));
  if (each.by === "fields") {
    const fields = (of: string): RustExpr => tuple(...cls.fields.map((one) => borrow(field(path(of), fieldName(cls, one.name)))));
    return [fn("partial_cmp", [other], found, method(fields("self"), "partial_cmp", borrow(fields("other"))))];
  }
  if (each.by === "refusal")
    return [
      fn(
        "partial_cmp",
        [other],
        found,
        call("rt::order::unordered", path("self"), path("other"), lit(stringLiteral(String(each.data?.name)))),
      ),
    ];
  const [{ name, function: id }] = each.methods;
  const greater = each.methods.at(1);
  const less = (a: string, b: string): RustExpr =>
    name === "__lt__" ? invoked(unit, id, path(a), handed(unit, id, path(b))) : invoked(unit, id, path(b), handed(unit, id, path(a)));
  const some = (one: string): RustExpr => call("Some", path(`${ordering}::${one}`));
  return [
    fn(
      "partial_cmp",
      [other],
      found,
      ifExpr(
        less("self", "other"),
        valueBlock(some("Less")),
        ifExpr(
          less("other", "self"),
          valueBlock(some("Greater")),
          ifExpr(binary("==", path("self"), path("other")), valueBlock(some("Equal")), {
            kind: "block",
            block: valueBlock(path("None")),
          }),
        ),
      ),
    ),
    fn("lt", [other], bool, less("self", "other")),
    // One that is no mirror image of the other.
    ...(greater
      ? [fn("gt", [other], bool, invoked(unit, greater.function, path("self"), handed(unit, greater.function, path("other"))))]
      : []),
  ];
}

/** `copy.copy` and `copy.deepcopy`: all fields. */
function copies(cls: IrClass): Made {
  return [
    fn("shallow", [], tPath("Self"), method(path("self"), "clone")),
    fn("deep", [], tPath("Self"), {
      kind: "struct",
      path: "Self",
      fields: cls.fields.map((one) => {
        const name = fieldName(cls, one.name);
        return { name, value: call("rt::copy::Copied::deep", borrow(field(path("self"), name))) };
      }),
    }),
  ];
}

/** A method of a trait of the runtime: calls the class's own. */
function traitMethod(unit: ProgramContext, cls: IrClass, name: string, id: FunctionId): RustItem {
  const target = unit.program.functions[id];
  const cx = contextOf(unit, target, cls.module, new Set());
  const [, ...rest] = target.params;
  const params: RustParam[] = rest.map((param) => {
    const storage = cx.locals.get(param.local)!;
    return { pattern: pName(storage.name), type: tRef(rustType(storage.type, unit, cls.module)) };
  });
  const args: RustExpr[] = rest.map((param, i) => {
    const value = path(cx.locals.get(param.local)!.name);
    if (passingOf(cx, id, i + 1) !== "own") return value;
    return isCopy(target.locals[param.local].type, unit) ? unary("*", value) : method(value, "clone");
  });
  const result = target.result.kind === "unit" ? undefined : rustType(target.result, unit, cls.module);
  const shared = target.params.length > 0 && isSharedInstance(target.locals[target.params[0].local].type, unit);
  // A method that needs the object's handle gets it from the handle's own implementation.
  if (shared && !unit.facts.looks(id, 0) && name.startsWith("__")) {
    const rc = importName(unit, cls.module, "std::rc::Rc");
    return {
      ...(fn(
        `__shared_${name.slice(2)}`,
        [],
        tPath("Option", result!),
        call("Some", invoked(unit, id, path("this"), [])),
      ) as RustItem<"fn">),
      self: undefined,
      params: [{ pattern: pName("this"), type: tRef(tPath(rc, tPath("Self"))) }],
    };
  }
  return fn(name, params, result, invoked(unit, id, path("self"), args));
}
