/** `any`: the dynamic object, runtime/py/src/any.rs. */
import { COUNT, fallible, row, type PyRow, type PyTable } from "./row.ts";

const operator = (run: string): PyRow => fallible("(a: any, b: any) -> any", `any::${run}`);
const compare = (run: string): PyRow => fallible("(a: any, b: any) -> bool", `any::${run}`);

export const any: PyTable = {
  __add__: operator("add"),
  __sub__: operator("sub"),
  __mul__: operator("mul"),
  __truediv__: operator("truediv"),
  __floordiv__: operator("floordiv"),
  __mod__: operator("modulo"),
  __pow__: operator("pow"),
  __neg__: fallible("(a: any) -> any", "any::neg"),
  __lt__: compare("less"),
  __le__: compare("less_equal"),
  __gt__: compare("greater"),
  __ge__: compare("greater_equal"),
  __len__: row("(self: any) -> int", "builtins::len", { range: COUNT }),
  __iter__: row("(self: any) -> iter[any]", "any::iter"),
  __contains__: fallible("(self: any, item: any) -> bool", "any::contains"),
  __getitem__: fallible("(self: any, key: any) -> any", "any::index"),
  __setitem__: fallible("(self: any, key: any, value: any) -> None", "any::set_index", { pure: false }),
  /** `self.name`, `self.name = value`, `self(*args)`, `self.name(*args)` */
  getattr: fallible("(self: any, name: str) -> any", "any::attribute"),
  setattr: fallible("(self: any, name: str, value: any) -> None", "any::set_attribute", { pure: false }),
  call: fallible("(self: any, args: list[any]) -> any", "any::call", { pure: false }),
  method: fallible("(self: any, name: str, args: list[any]) -> any", "any::method", { pure: false }),
  /** `isinstance(self, type)` of a builtin type. */
  is_type: row("(self: any, name: str) -> bool", "any::is_type"),
  is_: row("(a: any, b: any) -> bool", "any::identical"),
};
