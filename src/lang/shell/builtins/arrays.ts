/** Rows of indexed arrays that are variables of the program's own (`rt::Array`); their names are for messages. */
import { method, plain } from "./row.ts";

export const arrays = {
  "sh.array.inherited": plain("Array::inherited", "mut ref"),
  /** `array!(words…)`: `name=(…)`. */
  "sh.array.of": { run: "array", form: "values", args: ["ref"] },
  "sh.array.count": method("count", "ref", { fails: "never", pure: true }),
  "sh.array.values": method("values", "ref", { fails: "never", pure: true }),
  /** `fn keys(&self) -> Vec<i64>`; `subscripts` the same as texts. */
  "sh.array.keys": method("keys", "ref", { fails: "never", pure: true }),
  "sh.array.subscripts": method("subscripts", "ref", { fails: "never", pure: true }),
  /** `fn joined(&self, sh: &Shell) -> Vec<u8>`: by the first of IFS; `spaced`: by blanks. */
  "sh.array.joined": method("joined", "ref ref", { fails: "never" }),
  "sh.array.spaced": method("spaced", "ref", { fails: "never", pure: true }),
  "sh.array.push": method("push", "mut ref", { fails: "never", loose: true }),
  "sh.array.extend": method("extend", "mut own", { fails: "never" }),
  /** `fn at(&self, index: i64) -> Vec<u8>`: of a subscript that is not negative; `get(&self, sh, name, subscript) -> Checked<Vec<u8>>` of any. */
  "sh.array.at": method("at", "ref own", { fails: "never", pure: true }),
  "sh.array.get": method("get", "ref mut ref own"),
  "sh.array.length": method("length", "ref mut ref own"),
  "sh.array.has": method("has", "ref mut ref own own", { fails: "never" }),
  "sh.array.int": method("int", "ref mut ref own"),
  "sh.array.put": method("put", "mut mut ref own own"),
  "sh.array.put.text": method("put", "mut mut ref own ref"),
  "sh.array.append": method("append", "mut mut ref own ref"),
  "sh.array.set_int": method("set_int", "mut mut ref own own"),
  "sh.array.step": method("step", "mut mut ref own own"),
  "sh.array.stepped": method("stepped", "mut mut ref own own"),
  /** `fn unset(&mut self, sh, line, subscript) -> Checked<Status>`: the builtin. */
  "sh.array.unset": method("unset", "mut mut own own"),
  /** `fn fill(&mut self, sh, line, name, command: &str) -> Checked<Status>`: the builtin whose words, with blanks between them, stand before the name. */
  "sh.array.fill": method("fill", "mut mut own ref ref"),
  "sh.array.fill_by": method("fill_by", "mut mut own ref ref ref"),
  /** `fn take(&mut self, sh, name)`: what a builtin made under that name. */
  "sh.array.take": method("take", "mut mut ref", { fails: "never" }),
  "sh.array.slice": method("slice", "ref mut own own", { fixed: true }),
} as const;
