/** `os.environ`: runtime/py/src/os/environ.rs. */
import { COUNT, fallible, row, type PyRow, type PyTable, type RowOptions } from "../row.ts";

const E = "rt[os::Environ]";
const items: RowOptions = { io: true, args: ["own"] };
const named: RowOptions = { io: true, args: ["own", "ref"] };
const given: RowOptions = { io: true, args: ["own", "ref", "ref"] };

const keys: PyRow = row(`(self: ${E}) -> iter[str]`, "os::variable_names", items);

export const environ: PyTable = {
  __getitem__: fallible(`(self: ${E}, name: str) -> str`, "os::variable", named),
  __setitem__: row(`(self: ${E}, name: str, value: str) -> None`, "os::set_variable", given),
  __delitem__: fallible(`(self: ${E}, name: str) -> None`, "os::delete_variable", named),
  __contains__: row(`(self: ${E}, name: str) -> bool`, "os::has_variable", named),
  __len__: row(`(self: ${E}) -> int`, "builtins::len", { io: true, args: ["ref"], range: COUNT }),
  __iter__: keys,
  get: [
    row(`(self: ${E}, name: str) -> str | None`, "os::variable_or_none", named),
    row(`(self: ${E}, name: str, default: str) -> str`, "os::variable_or", given),
  ],
  setdefault: row(`(self: ${E}, name: str, value: str) -> str`, "os::default_variable", given),
  pop: [
    fallible(`(self: ${E}, name: str) -> str`, "os::pop_variable", named),
    row(`(self: ${E}, name: str, default: str) -> str`, "os::pop_variable_or", given),
    row(`(self: ${E}, name: str, default: None) -> str | None`, "os::pop_variable_or_none", { io: true, args: ["own", "ref", "own"] }),
  ],
  update: row(`(self: ${E}, items: dict[str,str]) -> None`, "os::update_variables", named),
  keys,
  values: row(`(self: ${E}) -> iter[str]`, "os::variable_values", items),
  items: row(`(self: ${E}) -> iter[tuple[str,str]]`, "os::variables", items),
  copy: row(`(self: ${E}) -> dict[str,str]`, "os::copied_variables", items),
};
