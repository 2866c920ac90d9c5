/** Rows of parameters: runtime/sh/README.md, "Parameters". Operators are given as bash writes them. */
import { method, plain } from "./row.ts";

export const parameters = {
  "sh.param": plain("param", "ref"),
  /** `fn text(&[u8]) -> Param`: a variable of the program's own, where `${!name}` wants a parameter. */
  "sh.param.text": plain("text", "ref"),
  "sh.elem": plain("elem", "ref ref"),
  /** `fn item(name: &str, index: i64) -> Param`: an element by a number that is known to be one. */
  "sh.item": plain("item", "ref own"),
  "sh.all": plain("all", "ref"),
  "sh.star": plain("star", "ref"),
  "sh.indirect": method("indirect", "mut ref"),
  /** `fn indirect_text(&mut self, &Param) -> Checked<Vec<u8>>`: `${!p}` with nothing more: of a nameref the name that it refers to; `indirect_list` the same as words. */
  "sh.indirect_text": method("indirect_text", "mut ref"),
  "sh.indirect_list": method("indirect_list", "mut ref"),
  "sh.indirect_quoted": method("indirect_quoted", "mut ref"),
  "sh.get": method("get", "mut ref"),
  /** `fn var(&self, name: &str) -> &[u8]`: the same where a variable without a value is an empty text. */
  "sh.var": method("var", "ref ref", { fails: "never" }),
  "sh.value": method("value", "mut ref"),
  /** `value_at!(sh, name, subscript)`: an element by a subscript that is expanded first; `set_at!(sh, name, subscript, text)` assigns it. */
  /** `fn spaced(&mut self, &Param) -> Checked<Vec<u8>>`: the elements with blanks between them. */
  "sh.spaced": method("spaced", "mut ref"),
  "sh.value_at": { run: "value_at", form: "values", args: ["mut", "ref", "ref"], fails: "result" },
  "sh.set_at": { run: "set_at", form: "values", args: ["mut", "ref", "ref", "ref"], fails: "result" },
  "sh.set_at.number": { run: "set_at", form: "values", args: ["mut", "ref", "own", "ref"], fails: "result" },
  /** `fn value_or(&mut self, &Param, text) -> Checked<Vec<u8>>`: `${p:-text}`; `value_else`: `${p-text}`. */
  "sh.value_or": method("value_or", "mut ref ref"),
  "sh.value_else": method("value_else", "mut ref ref"),
  /** `value_or_at!(sh, name, subscript, text)`: the same of an element whose subscript is expanded first. */
  "sh.value_or_at": { run: "value_or_at", form: "values", args: ["mut", "ref"], fails: "result" },
  "sh.value_else_at": { run: "value_else_at", form: "values", args: ["mut", "ref"], fails: "result" },
  "sh.values": method("values", "mut ref"),
  /** The same of the common forms: `$@`, `$*` as one text, `${a[@]}`, `${a[*]}` as one text, `${a[i]}`, `${#a[@]}`, `${#x}`, `${x:-text}`, `${x-text}`. */
  "sh.args": method("args", "ref", { fails: "never" }),
  "sh.joined_args": method("joined_args", "ref", { fails: "never" }),
  "sh.array": method("array", "mut ref", { fails: "never" }),
  "sh.joined": method("joined", "mut ref"),
  "sh.element": method("element", "mut ref ref"),
  "sh.element.item": method("element", "mut ref own"),
  "sh.count": method("count", "mut ref", { fails: "never" }),
  "sh.length_of": method("length_of", "mut ref"),
  "sh.get_or": method("get_or", "mut ref ref"),
  "sh.get_else": method("get_else", "mut ref ref"),
  "sh.present": method("present", "mut ref own", { fails: "never" }),
  "sh.present.referred": method("present_referred", "mut ref own", { fails: "never" }),
  "sh.assign_default": method("assign_default", "mut ref ref"),
  /** `fn required(&mut self, &Param, nonnull: bool, message: Option<Vec<u8>>) -> Flow`: prints; raised. */
  "sh.required": method("required", "mut ref own own", { fails: "never" }),
  /** `fn bad_substitution(&mut self, text) -> Checked<Vec<u8>>`: says so and gives the command up. */
  "sh.bad_substitution": method("bad_substitution", "mut ref"),
  "sh.length": method("length", "mut ref"),
  /** `fn text_length(&self, text) -> i64`: its characters. */
  "sh.text_length": method("text_length", "ref ref", { fails: "never" }),
  /** `fn characters(text) -> i64`: the same in the locale that the program starts in. */
  "sh.characters": plain("characters", "ref", { pure: true, loose: true }),
  /** `fn slice(text, offset, length) -> Vec<u8>`: `${x:offset:length}`, there. */
  "sh.part": plain("slice", "ref own own", { pure: true, loose: true, fixed: true }),
  "sh.keys": method("keys", "mut ref", { fails: "never" }),
  "sh.prefixed": method("prefixed", "mut ref", { fails: "never" }),
  /** `fn trim(&self, text, &Pat, op: &str) -> Vec<u8>`: `#`, `##`, `%`, `%%`; `trim_all(&self, &[Vec<u8>], …) -> Vec<Vec<u8>>` */
  "sh.trim": method("trim", "ref ref ref ref", { fails: "never" }),
  "sh.trim_all": method("trim_all", "ref ref ref ref", { fails: "never" }),
  /** `fn replace(&self, text, &Pat, &Replacement, op: &str) -> Vec<u8>`: `/`, `//`, `/#`, `/%` */
  "sh.replace": method("replace", "ref ref ref ref ref", { fails: "never" }),
  "sh.replace_all": method("replace_all", "ref ref ref ref ref", { fails: "never" }),
  /** `fn case_change(&self, text, op: &str, pattern: Option<&Pat>…) -> Vec<u8>`: `^`, `^^`, `,`, `,,`, `~`, `~~`; pattern is `Option<Pat>` by value. */
  "sh.case_change": method("case_change", "ref ref ref own", { fails: "never" }),
  "sh.case_change_all": method("case_change_all", "ref ref ref own", { fails: "never" }),
  /** `fn slice(&mut self, text, offset: i64, length: Option<i64>) -> Checked<Vec<u8>>` */
  "sh.slice": method("slice", "mut ref own own", { fixed: true }),
  /** `slice!(sh, text, offset, length)` and so on: the same where an operand asks the shell. */
  "sh.slice.loose": { run: "slice", form: "values", args: ["mut", "ref", "own"], fails: "result" },
  "sh.trim.loose": { run: "trim", form: "values", args: ["mut", "ref"] },
  "sh.replace.loose": { run: "replace", form: "values", args: ["mut", "ref"] },
  "sh.case_change.loose": { run: "case_change", form: "values", args: ["mut", "ref", "ref", "own"] },
  /** `fn trimmed(text, Pat, op) -> Vec<u8>` and so on: the same where no option is set, in the locale that the program starts in. */
  "sh.plain.trim": plain("trimmed", "ref ref ref", { pure: true, loose: true }),
  "sh.plain.replace": plain("replaced", "ref ref ref ref", { pure: true, loose: true }),
  "sh.plain.lower": plain("lower", "ref", { pure: true, loose: true }),
  "sh.plain.upper": plain("upper", "ref", { pure: true, loose: true }),
  "sh.plain.capitalize": plain("capitalize", "ref", { pure: true, loose: true }),
  "sh.plain.case_change": plain("case_changed", "ref ref own", { pure: true, loose: true }),
  "sh.slice_list": method("slice_list", "mut ref own own", { fixed: true }),
  /** `fn transform(&mut self, &Param, op: &str) -> Checked<Vec<Vec<u8>>>` */
  "sh.transform": method("transform", "mut ref ref"),
  /** The same for `P`, whose text may have expansions. */
  "sh.transform.prompt": method("transform", "mut ref ref", { feature: "interpreter" }),
  /** `fn join(&self, list: &[Vec<u8>], star: bool) -> Vec<u8>`: a list where nothing is split: by the first of IFS (`*`), or blanks (`@`). */
  "sh.join": method("join", "ref ref own", { fails: "never" }),
  /** `set!(sh, name, text)`: the same where the text asks the shell. */
  "sh.set": { run: "set", form: "values", args: ["mut", "ref", "ref"], fails: "result" },
  /** `set!(sh, line, name, text)`: a command that only assigns, from its line on; `assigned!` with its status. */
  "sh.set.line": { run: "set", form: "values", args: ["mut", "own", "ref", "ref"], fails: "result" },
  "sh.assigned": { run: "assigned", form: "values", args: ["mut", "own", "ref", "ref"], fails: "result" },
  "sh.assign": method("assign", "mut ref ref"),
  /** `fn assign_item(&mut self, name, text) -> Checked<()>`: of a `for` loop, where a nameref gets another target. */
  "sh.assign_item": method("assign_item", "mut ref ref"),
  "sh.append": method("append", "mut ref ref"),
  "sh.assign_to": method("assign_to", "mut ref ref"),
  /** `fn set_at(&mut self, name, subscript, text) -> Checked<()>`: the same of an element. */
  "sh.set_at.elem": method("set_at", "mut ref ref ref"),
  "sh.set_at.item": method("set_at", "mut ref own ref"),
  "sh.append_to": method("append_to", "mut ref ref"),
  /** `assign_list!(sh, name, words…)`, `assign_pairs!(sh, name, subscript, text, …)`: a whole array. */
  "sh.assign_list": { run: "assign_list", form: "values", args: ["mut", "ref"], fails: "result" },
  "sh.append_list": { run: "append_list", form: "values", args: ["mut", "ref"], fails: "result" },
  /** `assigned_list!(sh, line, name, words…)`, `assigned_at!(sh, line, name, subscript, text)`: the same with the status of a command that only assigns. */
  "sh.assigned_list": { run: "assigned_list", form: "values", args: ["mut", "own", "ref"], fails: "result" },
  "sh.appended_list": { run: "appended_list", form: "values", args: ["mut", "own", "ref"], fails: "result" },
  "sh.pushed": { run: "pushed", form: "values", args: ["mut", "own", "ref", "ref"], fails: "result" },
  "sh.assigned_at": { run: "assigned_at", form: "values", args: ["mut", "own", "ref", "ref", "ref"], fails: "result" },
  "sh.assigned_at.item": { run: "assigned_at", form: "values", args: ["mut", "own", "ref", "own", "ref"], fails: "result" },
  "sh.assign_pairs": { run: "assign_pairs", form: "values", args: ["mut", "ref"], fails: "result" },
  "sh.assign_array": method("assign_array", "mut ref own own"),
  /** `fn push(&mut self, name: &str, text) -> Checked<()>`: `a+=(text)`. */
  "sh.push": method("push", "mut ref ref"),
  /** `push!(sh, name, text)`: the same where the text asks the shell. */
  "sh.push.loose": { run: "push", form: "values", args: ["mut", "ref", "ref"], fails: "result" },
  /** `fn assign_member(&mut self, &Param) -> Checked<()>`: `a[0]=( … )`, which bash refuses. */
  "sh.assign_member": method("assign_member", "mut ref"),
} as const;
