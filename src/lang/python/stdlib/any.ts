/** `any`: the dynamic object, runtime/py/src/any.rs. What classes and builtin types have is chosen where it is used (lower/dynamic.ts). */
import { COUNT, fallible, row, type PyRow, type PyTable } from "./row.ts";

const operator = (run: string): PyRow => fallible("(a: any, b: any) -> any", `any::${run}`, { args: ["ref", "ref"] });
const compare = (run: string): PyRow => fallible("(a: any, b: any) -> bool", `any::${run}`, { args: ["ref", "ref"] });
const unary = (run: string): PyRow => fallible("(a: any) -> any", `any::${run}`, { args: ["ref"] });
const test = (run: string): PyRow => row("(self: any) -> bool", `any::${run}`, { args: ["ref"] });

export const any: PyTable = {
  __add__: operator("add"),
  __sub__: operator("sub"),
  __mul__: operator("mul"),
  __truediv__: operator("truediv"),
  __floordiv__: operator("floordiv"),
  __mod__: operator("modulo"),
  __pow__: operator("pow"),
  __and__: operator("and"),
  __or__: operator("or"),
  __xor__: operator("xor"),
  __lshift__: operator("shl"),
  __rshift__: operator("shr"),
  /** `a += b` */
  __iadd__: fallible("(a: any, b: any) -> any", "any::add_in_place", { args: ["ref", "ref"], pure: false }),
  __isub__: fallible("(a: any, b: any) -> any", "any::sub_in_place", { args: ["ref", "ref"], pure: false }),
  __iand__: fallible("(a: any, b: any) -> any", "any::and_in_place", { args: ["ref", "ref"], pure: false }),
  __ior__: fallible("(a: any, b: any) -> any", "any::or_in_place", { args: ["ref", "ref"], pure: false }),
  __ixor__: fallible("(a: any, b: any) -> any", "any::xor_in_place", { args: ["ref", "ref"], pure: false }),
  __neg__: unary("neg"),
  __pos__: unary("pos"),
  __invert__: unary("invert"),
  __abs__: unary("abs"),
  __lt__: compare("less"),
  __le__: compare("less_equal"),
  __gt__: compare("greater"),
  __ge__: compare("greater_equal"),
  /** A named tuple beside the tuple that it is equal to. */
  named: row("(value: any, plain: any) -> any", "any::named", { args: ["own", "own"] }),
  __len__: fallible("(self: any) -> int", "any::len", { range: COUNT, args: ["ref"] }),
  __iter__: fallible("(self: any) -> iter[any]", "any::iter", { args: ["ref"], apart: true }),
  __contains__: compare("contains"),
  __getitem__: operator("index"),
  __setitem__: fallible("(self: any, key: any, value: any) -> None", "any::set_index", { args: ["ref", "ref", "ref"], pure: false }),
  __delitem__: fallible("(self: any, key: any) -> None", "any::delete_index", { args: ["ref", "ref"], pure: false }),
  getslice: fallible("(self: any, start: bound, stop: bound) -> any", "any::slice", { args: ["ref", "own", "own"] }),
  getslice_step: fallible("(self: any, start: bound, stop: bound, step: int) -> any", "any::slice_step", {
    args: ["ref", "own", "own", "own"],
  }),
  sorted: fallible("(items: iter[any], *, reverse: bool = False) -> list[any]", "any::sorted"),
  sort: fallible("(self: list[any], *, reverse: bool = False) -> None", "any::sort", { args: ["mut", "own"] }),
  max: fallible("(items: iter[any]) -> any", "any::max"),
  min: fallible("(items: iter[any]) -> any", "any::min"),
  sum: fallible("(items: iter[any], start: any) -> any", "any::sum", { args: ["own", "ref"] }),
  /** Reading a name that the value does not have. */
  /** An argument that the function does not take. */
  wrong_type: fallible("(self: any, message: str) -> any", "any::wrong_type", { args: ["ref", "ref"] }),
  no_attribute: fallible("(self: any, name: str) -> any", "any::no_attribute", { args: ["ref", "ref"] }),
  /** `self(*args, **named)` */
  call: fallible("(self: any, args: list[any], named: dict[any,any]) -> any", "any::call", {
    args: ["ref", "ref", "ref"],
    pure: false,
    invokes: true,
  }),
  missing_attribute: fallible("(class: str, name: str) -> any", "any::missing_attribute", { args: ["ref", "ref"] }),
  same_type: row("(a: any, b: any) -> bool", "any::same_type", { args: ["ref", "ref"] }),
  type_of: row("(self: any) -> any", "any::type_of", { args: ["ref"] }),
  is_instance: fallible("(self: any, class: any) -> bool", "any::is_instance", { args: ["ref", "ref"] }),
  function_doc: fallible("(self: any) -> any", "any::function_doc", { args: ["ref"] }),
  documented: row("(self: any, doc: str) -> any", "any::documented", { args: ["own", "ref"] }),
  function_name: fallible("(self: any) -> str", "any::function_name", { args: ["ref"] }),
  /** A function, its kind (`function`, `type`), its parameters, and what runs it: see runtime/py/src/any/function.rs. */
  of_function: row("(name: str, kind: str, signature: str, run: func[[rt[any::Arguments]], any]) -> any", "any::of_function", {
    args: ["ref", "ref", "ref", "own"],
    calls: [],
  }),
  of_tuple: row("(items: list[any]) -> any", "any::of_tuple", { args: ["ref"] }),
  of_frozenset: row("(items: set[any]) -> any", "any::of_frozenset", { args: ["ref"] }),
  of_iter: row("(items: iter[any]) -> any", "any::of_iter"),
  /** Is it a value of this builtin type, of this class of the program? */
  is_kind: row("(self: any, name: str) -> bool", "any::is_kind", { args: ["ref", "ref"] }),
  is_class: row("(self: any, name: str) -> bool", "any::is_class", { args: ["ref", "ref"] }),
  is_object: row("(self: any, class: int) -> bool", "any::is_object", { args: ["ref", "own"] }),
  is_native: row("(self: any, type: int) -> bool", "any::is_native", { args: ["ref", "own"] }),
  is_none: test("is_none"),
  is_callable: test("is_callable"),
  is_: row("(a: any, b: any) -> bool", "any::identical", { args: ["ref", "ref"] }),
  type_name: row("(self: any) -> str", "any::type_name", { args: ["ref"] }),
};

/** The arguments of a call of a dynamic function, bound to its parameters. */
export const argumentTable: PyTable = {
  bound: row("(self: rt[any::Arguments], place: int) -> any", "bound", { form: "method", args: ["ref", "own"] }),
  is_bound: row("(self: rt[any::Arguments], place: int) -> bool", "is_bound", { form: "method", args: ["ref", "own"] }),
  rest: row("(self: rt[any::Arguments]) -> tuple[any,...]", "rest", { form: "method", args: ["ref"] }),
  count: row("(self: rt[any::Arguments]) -> int", "count", { form: "method", range: COUNT, args: ["ref"] }),
  at: row("(self: rt[any::Arguments], place: int) -> any", "at", { form: "method", args: ["ref", "own"] }),
  named: row("(self: rt[any::Arguments]) -> dict[any,any]", "named", { form: "method", args: ["ref"] }),
};
