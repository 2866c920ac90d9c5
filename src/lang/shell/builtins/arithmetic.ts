/** Rows of arithmetic and tests: runtime/sh/README.md, "Arithmetic" and "Tests". */
import { method, plain } from "./row.ts";

export const arithmetic = {
  "sh.arith": method("arith", "mut ref"),
  /** `arith!(sh, pieces…)`: the value of an expression whose text asks the shell. */
  "sh.arith.pieces": { run: "arith", form: "values", args: ["mut", "ref"], fails: "result" },
  /** `arith_of!(sh, builtin, pieces…)`: the same for a builtin, whose messages name it. */
  "sh.arith.of": { run: "arith_of", form: "values", args: ["mut", "ref", "ref"], fails: "result" },
  "sh.int": method("int", "mut ref"),
  /** `fn number(&mut self, text) -> Checked<i64>`: what a variable of that text is in an expression. */
  "sh.number": method("number", "mut ref"),
  /** `fn set_int(&mut self, name: &str, value: i64) -> Checked<i64>`: gives the value as stored. */
  /** `fn step(&mut self, name, by: i64) -> Checked<i64>`: `name++`, its old value; `stepped`: `++name`, its new one. */
  "sh.step": method("step", "mut ref own"),
  "sh.stepped": method("stepped", "mut ref own"),
  "sh.set_int": method("set_int", "mut ref own"),
  /** `set_int!(sh, name, value)`: the same of a value that asks the shell. */
  /** `set_int!(sh, line, name, value)`: a command that only assigns, from its line on; `assigned_int!` with its status. */
  "sh.set_int.line": { run: "set_int", form: "values", args: ["mut", "own", "ref", "own"], fails: "result" },
  "sh.assigned_int": { run: "assigned_int", form: "values", args: ["mut", "own", "ref", "own"], fails: "result" },
  "sh.set_int.loose": { run: "set_int", form: "values", args: ["mut", "ref", "own"], fails: "result" },
  /** `fn step_at(&mut self, &Param, by: i64) -> Checked<i64>`: `a[i]++`; `stepped_at`: `++a[i]`. */
  "sh.step_at": method("step_in", "mut ref own"),
  "sh.stepped_at": method("stepped_in", "mut ref own"),
  /** `fn step_at(&mut self, name, subscript, by: i64)` and so on: the same of an element. */
  "sh.step_at.elem": method("step_at", "mut ref ref own"),
  "sh.step_at.item": method("step_at", "mut ref own own"),
  "sh.stepped_at.elem": method("stepped_at", "mut ref ref own"),
  "sh.stepped_at.item": method("stepped_at", "mut ref own own"),
  /** `fn int_at(&mut self, &Param) -> Checked<i64>`, `fn set_int_at(&mut self, &Param, i64) -> Checked<i64>` */
  "sh.int_at": method("int_in", "mut ref"),
  "sh.int_at.elem": method("int_at", "mut ref ref"),
  "sh.int_at.item": method("int_at", "mut ref own"),
  /** `int_at!(sh, name, subscript)`: the number in an element by a subscript that is expanded first. */
  "sh.int_at.loose": { run: "int_at", form: "values", args: ["mut", "ref", "ref"], fails: "result" },
  "sh.set_int_at": method("set_int_in", "mut ref own"),
  "sh.set_int_at.elem": method("set_int_at", "mut ref ref own"),
  "sh.set_int_at.item": method("set_int_at", "mut ref own own"),
  /** `fn div(sh: &mut Shell, a: i64, b: i64, text: &str, token: &str) -> Checked<i64>`: text is the expression, token its rest from the divisor on, for the message. */
  "sh.div": plain("arith::div", "mut own own ref ref", { fails: "result" }),
  "sh.rem": plain("arith::rem", "mut own own ref ref", { fails: "result" }),
  "sh.pow": plain("arith::pow", "mut own own ref ref", { fails: "result" }),
  /** `fn shl(a, b) -> i64` */
  "sh.shl": plain("arith::shl", "own own", { pure: true }),
  "sh.shr": plain("arith::shr", "own own", { pure: true }),
  /** `fn arith_command(&mut self, line, body) -> Checked<Status>`: the body gives a number, or what a comparison says; `arith_test` the same as a condition. */
  "sh.arith_command": method("arith_command", "mut own own", { calls: [2] }),
  "sh.arith_test": method("arith_test", "mut own own", { calls: [2] }),

  "sh.matches.case": method("case_matches", "mut ref ref", { fails: "never" }),
  /** `fn matched(text, Pat) -> bool`, `fn is_match(text, expression: &'static str) -> bool`: where no option is set, and BASH_REMATCH is not asked for. */
  "sh.plain.matches": plain("matched", "ref ref", { pure: true, loose: true }),
  "sh.plain.regex": plain("is_match", "ref ref", { pure: true, loose: true, feature: "regex" }),
  "sh.matches": method("matches", "mut ref ref", { fails: "never" }),
  /** `fn regex(&mut self, text, &Pat) -> Checked<bool>` */
  "sh.regex": method("regex", "mut ref ref", { feature: "regex" }),
  /** `fn test_unary(&mut self, op: &str, text) -> Checked<bool>`: op with its dash; `-v` and `-R` take the name as text. */
  "sh.test_unary": method("test_unary", "mut ref ref"),
  /** `fn test_file(op: &str, text) -> bool`: a test of a file; what was written is in it already. */
  "sh.test_file": plain("test_file", "ref ref", { loose: true }),
  /** `fn test_binary(&mut self, op: &str, a, b) -> Checked<bool>`: `-nt -ot -ef < >` and `-eq …` (operands are arithmetic, as in `[[`). */
  "sh.test_binary": method("test_binary", "mut ref ref ref"),
  /** `fn compare(&mut self, line, left: &impl Operand, op: &str, right: &impl Operand) -> Checked<bool>`: `[ left -lt right ]` as a condition. */
  "sh.compare": method("compare", "mut own ref ref ref"),
  /** `fn terms(&mut self, line, left: &impl Operand, op: &str, right: &impl Operand) -> Checked<bool>`: `[[ left -lt right ]]`, whose sides are expressions. */
  "sh.terms": method("terms", "mut own ref ref ref"),
  "sh.terms.loose": { run: "terms", form: "values", args: ["mut", "own", "ref"], fails: "result" },
  /** The same of fields: after each side, whether it is split. */
  "sh.compare_fields": method("compare_fields", "mut own ref own ref ref own"),
  /** `fits!(sh, text, pattern)` and so on: the same where an operand asks the shell. */
  "sh.matches.loose": { run: "fits", form: "values", args: ["mut", "ref"] },
  "sh.regex.loose": { run: "regex", form: "values", args: ["mut", "ref"], fails: "result", feature: "regex" },
  "sh.test_unary.loose": { run: "test_unary", form: "values", args: ["mut", "ref"], fails: "result" },
  "sh.test_binary.loose": { run: "test_binary", form: "values", args: ["mut", "ref"], fails: "result" },
  "sh.compare.loose": { run: "compare", form: "values", args: ["mut", "own", "ref"], fails: "result" },
  "sh.compare_fields.loose": {
    run: "compare_fields",
    form: "values",
    args: ["mut", "own", "ref", "own", "ref", "ref", "own"],
    fails: "result",
  },
  /** `fn cond(&mut self, line, body: FnOnce(&mut Shell) -> Checked<bool>) -> Checked<Status>` */
  "sh.cond": method("cond", "mut own own", { calls: [2] }),
  /** The same as a condition. */
  "sh.test": method("test", "mut own own", { calls: [2] }),
} as const;
