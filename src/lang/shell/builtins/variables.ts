/**
 * Rows of variables and parameter expansion: runtime/sh/src/{variables,values}.rs.
 *
 * `Value` is what a parameter yields before quoting is looked at: unset, a text, or a list (`$@`, `$*`, `${a[@]}` …, which remembers `*`).
 * Operators map over lists. Names are `x`, `1`, `@`, `*`, `#`, `?`, `-`, `$`, `!`, `_`; namerefs are followed by the runtime.
 */
import { method } from "./row.ts";

export const variables = {
  /** `fn get(&mut self, line, name) -> Checked<Vec<u8>>`: `$name`, "" when unset, an error under `set -u`. An array gives element 0. */
  "sh.get": method("get", "mut own ref"),
  /** `fn set(&mut self, line, name, text) -> Checked<Status>`: `$?` stays. `append`: `name+=text` (adds under `-i`). An array: element 0. */
  "sh.set": method("set", "mut own ref ref"),
  "sh.append": method("append", "mut own ref ref"),
  /** `fn assign(…)`: `set` and `$?` = 0: an assignment on its own. */
  "sh.assign": method("assign", "mut own ref ref"),
  /** `fn set_element(&mut self, line, name, subscript, text) -> Checked<Status>`: subscript is the expanded text: a key, or arithmetic. */
  "sh.set_element": method("set_element", "mut own ref ref ref"),
  "sh.append_element": method("append_element", "mut own ref ref ref"),
  /** `fn set_array(&mut self, line, name, items: Words, append: bool) -> Checked<Status>` */
  "sh.set_array": method("set_array", "mut own ref own own"),
  /** `fn set_temporary(&mut self, line, name, text, append: bool) -> Checked<Status>`: `name=text command`: waits for the next `command`; seen by expansions meanwhile. */
  "sh.set_temporary": method("set_temporary", "mut own ref ref own"),

  /** `fn param(&mut self, name) -> Value`: no `set -u` check. */
  "sh.param": method("param", "mut ref", { fails: "never" }),
  /** `fn element(&mut self, line, name, subscript) -> Checked<Value>`: `${name[subscript]}`. */
  "sh.element": method("element", "mut own ref ref"),
  /** `fn elements(&mut self, name, star: bool) -> Value`: `${name[@]}`, `${name[*]}`. */
  "sh.elements": method("elements", "mut ref own", { fails: "never" }),
  /** `fn keys(&mut self, name, star: bool) -> Value`: `${!name[@]}`. */
  "sh.keys": method("keys", "mut ref own", { fails: "never" }),
  /** `fn names(&mut self, prefix, star: bool) -> Value`: `${!prefix@}`. */
  "sh.names": method("names", "mut ref own", { fails: "never" }),
  /** `fn indirect(&mut self, line, value: Value) -> Checked<Value>`: `${!name}`: the parameter (`x`, `1`, `a[2]`, `a[@]`) that value names. */
  "sh.indirect": method("indirect", "mut own own"),
  /** `fn reference(&mut self, name) -> Option`-free: is `name` a nameref? then `${!name}` is the name of its target: `fn indirect_name(&mut self, line, name) -> Checked<Value>` does both. */
  "sh.indirect_name": method("indirect_name", "mut own ref"),
  /** `fn length(&mut self, line, value: Value) -> Checked<i64>`: `${#x}` characters; of a list its number of elements. Unset is 0, an error under `set -u`. */
  "sh.length": method("length", "mut own own"),
  /** `fn required(&mut self, line, name, value: Value) -> Checked<Value>`: the `set -u` check; name as bash prints it (`a[0]`). */
  "sh.required": method("required", "mut own ref own"),
  /** `fn is_set(&self) -> bool`, `fn is_filled(&self) -> bool` of Value: `${x-…}` and `${x:-…}` ask these. */
  "sh.value.is_set": method("is_set", "ref", { fails: "never" }),
  "sh.value.is_filled": method("is_filled", "ref", { fails: "never" }),
  /** `fn missing(&mut self, line, name, message) -> Checked<Status>`: `${x?message}`: prints and leaves with 127 (bash) – always fails. An empty message is bash's own. */
  "sh.missing": method("missing", "mut own ref ref"),
  "sh.missing_default": method("missing_default", "mut own ref own"),
  /** `fn join(&self, value: Value) -> Vec<u8>`: the value where nothing is split: `"$*"` by IFS, `$@` in an assignment by a blank. */
  "sh.join": method("join", "mut own", { fails: "never" }),
  /** `fn text_value(text) -> Value` */
  "sh.value.text": { run: "Value::text", args: ["ref"], fails: "never" },

  // --- operators, mapping over lists. Patterns are texts with backslash quotes.
  /** `fn trim_prefix(&mut self, value: Value, pattern, longest: bool) -> Value` */
  "sh.trim_prefix": method("trim_prefix", "mut own ref own", { fails: "never" }),
  "sh.trim_suffix": method("trim_suffix", "mut own ref own", { fails: "never" }),
  /** `fn replace(&mut self, value: Value, pattern, with, how: char) -> Value`: how is `/` first, `g` all, `#` at the start, `%` at the end; `&` in `with` as in bash 5.2 (quoted ones come as `\&`). */
  "sh.replace": method("replace", "mut own ref ref ref", { fails: "never" }),
  /** `fn slice(&mut self, line, value: Value, offset: i64, length: i64) -> Checked<Value>`, `slice_from(line, value, offset)`: characters, or elements of a list (by index for sparse arrays; `$@` counts from `$0`). */
  "sh.slice": method("slice", "mut own own own own"),
  "sh.slice_from": method("slice_from", "mut own own own"),
  /** `fn change_case(&mut self, value: Value, operator, pattern) -> Value`: `^`, `^^`, `,`, `,,`, `~`, `~~`; an empty pattern is `?`. */
  "sh.change_case": method("change_case", "mut own ref ref", { fails: "never" }),
  /** `fn transform(&mut self, line, value: Value, name, operator) -> Checked<Value>`: `${x@Q}` with Q E P A K k a U u L. */
  "sh.transform": method("transform", "mut own own ref ref"),
} as const;
