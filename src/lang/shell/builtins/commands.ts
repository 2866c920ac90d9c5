/** Rows that run something: runtime/sh/README.md, "Program" and "Commands". Argument 0 of a method is the shell; `line` is a `u32`. */
import type { Passing } from "../../../ir/index.ts";
import { method, plain } from "./row.ts";

/** As many functions as one call defines at most. */
export const DEFINITIONS: readonly undefined[] = Array.from({ length: 32 });

export const commands = {
  // --- the program
  /** `main!(name, script)`: `fn main` of a program. */
  "sh.main": plain("main", "ref own", { calls: [1], form: "macro" }),
  "sh.main_posix": plain("main_posix", "ref own", { calls: [1], form: "macro" }),
  /** `fn top(&mut self, body: FnOnce) -> Checked<Status>` */
  "sh.top": method("top", "mut own", { calls: [1] }),
  /** `fn attempt(&mut self, line, body: FnOnce) -> Checked<T>`: one that makes the first value of a variable. */
  "sh.attempt": method("attempt", "mut own own", { calls: [2] }),
  /** `fn define(&mut self, name: &str, body: fn(&mut Shell) -> Checked<Status>)`: `$?` becomes 0. */
  "sh.define.closure": method("define", "mut ref own", { fails: "never", calls: [2] }),
  /** `fn define_with(&mut self, name, body)`: a function with its parameters as texts. */
  "sh.define_with": method("define_with", "mut ref own", { fails: "never" }),
  /** `define!(sh, name, function, …)`: several. */
  "sh.defines": { run: "define", form: "values", args: ["mut", ...DEFINITIONS.flatMap((): Passing[] => ["ref", "own"])] },
  "sh.define": method("define", "mut ref own", { fails: "never" }),
  /** `fn define_text(&mut self, name: &str, text)`: what `declare -f` and `type` print, and what a child inherits. */
  "sh.define_line": method("define_line", "mut ref own", { fails: "never" }),
  "sh.define_text": method("define_text", "mut ref ref", { fails: "never" }),
  /** `fn trap(&mut self, line, signals: Words, text: &str, body: fn(&mut Shell) -> Checked<Status>) -> Checked<Status>`: `trap 'text' signals`. */
  "sh.trap": method("trap_all", "mut own own ref own"),
  /** `fn source(&mut self, line, path, body: fn, args: Words) -> Checked<Status>`: a file that was translated; catches `Return`; BASH_SOURCE, FUNCNAME=source. */
  "sh.source": method("source_body", "mut own ref own own"),

  /** `fn misnamed(&mut self, line, name) -> Checked<Status>`: the variable of a loop has no name. */
  "sh.misnamed": method("misnamed", "mut own ref"),
  /** `fn syntax_error(&mut self, line, message, conditional: bool) -> Checked<Status>`: a mistake in the script has been reached. */
  "sh.syntax_error": method("syntax_error", "mut own ref own"),

  // --- status
  "sh.status.new": plain("Status", "own", { pure: true }),
  "sh.status.parting": method("parting_status", "ref", { fails: "never" }),
  "sh.status.from": plain("Status::from", "own", { pure: true }),
  /** `fn flush(&mut self)`: what was written is in its file. */
  "sh.flush": method("flush", "mut", { fails: "never" }),
  "sh.fault": method("fault", "mut own"),
  "sh.status": method("status", "ref", { fails: "never" }),
  /** `fn status_number(&self) -> i64`: `$?`, `arg_count`: `$#`. */
  "sh.status_number": method("status_number", "ref", { fails: "never" }),
  "sh.arg_count": method("arg_count", "ref", { fails: "never" }),
  /** `fn set_status(&mut self, impl Into<Status>) -> Status` (`u8` or `Status`). */
  "sh.set_status": method("set_status", "mut own", { fails: "never" }),
  "sh.status.ok": method("ok", "own", { fails: "never", pure: true }),
  /** `fn negate(&mut self, status: Status) -> Status`: `! command` (its body ran in `condition` where `set -e` matters). */
  "sh.negate": method("negate", "mut own", { fails: "never" }),
  /** `fn condition(&mut self, body: FnOnce) -> Checked<bool>`: runs under ignored `set -e` and ERR trap. Emitted only in programs that can turn those on. */
  "sh.condition": method("condition", "mut own", { calls: [1] }),

  // --- simple commands
  /** `fn begin(&mut self, line)`: before the words of a command that has substitutions or reads LINENO are expanded. */
  "sh.begin": method("begin", "mut own", { fails: "never" }),
  /** `set -x`: what each of these traces where it is on. `fn trace_text(&mut self, text)`, `fn trace_assignment(&mut self, name, text)`, … */
  "sh.trace.text": method("trace_text", "mut ref", { fails: "never" }),
  "sh.trace.assignment": method("trace_assignment", "mut ref ref", { fails: "never" }),
  "sh.trace.first": method("trace_first", "mut", { fails: "never" }),
  "sh.trace.arith": method("trace_arith", "mut ref", { fails: "never" }),
  "sh.trace.unary": method("trace_unary", "mut own ref ref", { fails: "never" }),
  "sh.trace.binary": method("trace_binary", "mut own ref ref ref", { fails: "never" }),
  "sh.trace.pattern": method("trace_pattern", "mut own ref ref ref", { fails: "never" }),
  /** `fn forget_word(&mut self)`: `$_` after assignments. */
  "sh.forget_word": method("forget_word", "mut", { fails: "never" }),
  /** `fn at(&mut self, line) -> &mut Shell`: the same before a call of what comes out. */
  "sh.at": method("at", "mut own", { fails: "never" }),
  /** The same as an argument. */
  "sh.at.lent": method("at", "mut own", { fails: "never", result: "ref", mut: "at" }),
  /** `fn last(&mut self) -> &mut Shell`: the process becomes the program that is run. */
  "sh.last": method("last", "mut", { fails: "never" }),
  /** `fn trap_line(&self, after: u32) -> u32`: a line of a handler that counts from where it runs. */
  "sh.trap_line": method("trap_line", "ref own", { fails: "never" }),
  /** `fn about(&mut self, text: &'static _)`: BASH_COMMAND of the command that comes. */
  "sh.about": method("about", "mut ref", { fails: "never" }),
  /** `fn stop(&mut self, line, text: &'static _) -> Checked<bool>`: the same, and the DEBUG trap; false: `extdebug` skips the command. */
  "sh.stop": method("stop", "mut own ref"),
  /** `echo!(sh, line, pieces…)`: `echo` of one word. */
  "sh.echo": { run: "echo", form: "values", args: ["mut", "own", "ref"], fails: "result" },
  /** The same of what a function without a shell writes to: `&mut dyn Out`. */
  "sh.out.echo": { run: "echo", form: "values", args: ["mut", "own", "ref"] },
  "sh.out.run": { run: "run", form: "values", args: ["mut", "own", "ref"] },
  /** `run!(sh, line, words…)`: begins, expands the words and runs the command. */
  "sh.run": { run: "run", form: "values", args: ["mut", "own", "ref"], fails: "result" },
  "sh.printf": { run: "printf", form: "values", args: ["mut", "own", "ref"], fails: "result" },
  "sh.out.printf": { run: "printf", form: "values", args: ["mut", "own", "ref"] },
  "sh.run.dynamic": { run: "run", form: "values", args: ["mut", "own", "ref"], fails: "result", feature: "interpreter" },
  "sh.command": method("command", "mut own own"),
  /** `fn command_with(&mut self, line, assigns: Assigns, words) -> Checked<Status>` */
  /** The same for `eval`, `source` and `trap` with text that is known at run time only. */
  "sh.command.dynamic": method("command", "mut own own", { feature: "interpreter" }),
  /** `run_with!(sh, line, assigns, words…)`: expands the words, then the texts of the assignments. */
  "sh.run_with": { run: "run_with", form: "values", args: ["mut", "own", "own", "ref"], fails: "result" },
  "sh.run_with.dynamic": { run: "run_with", form: "values", args: ["mut", "own", "own", "ref"], fails: "result", feature: "interpreter" },
  "sh.command_with": method("command_with", "mut own own own"),
  "sh.command_with.dynamic": method("command_with", "mut own own own", { feature: "interpreter" }),
  /** `fn read_fields(&mut self, line, words) -> Checked<Status>`: the builtin `read`, its fields kept for `field`. */
  /** `read!(sh, line, raw, &mut variables…)`: `read -r names`; `read_by` with the text of IFS before them. */
  "sh.read.into": { run: "read", form: "values", args: ["mut", "own", "own", "mut"], fails: "result" },
  "sh.read.by": { run: "read_by", form: "values", args: ["mut", "own", "own", "ref", "mut"], fails: "result" },
  "sh.read": method("read_fields", "mut own own"),
  "sh.read_with": method("read_fields_with", "mut own own own"),
  /** `fn field(&mut self, variable: &mut Vec<u8>)`: assigns the next field, if there is one. */
  "sh.field": method("field", "mut mut", { fails: "never" }),
  "sh.skip_field": method("skip_field", "mut", { fails: "never" }),
  /** `fn local(&mut self, line, name: &str, text) -> Checked<Status>`: `local name=text`. */
  "sh.local": method("local", "mut own ref ref"),
  /** `local!(sh, line, name, text)`: the same of a text that asks the shell. */
  "sh.local.line": { run: "local", form: "values", args: ["mut", "own", "ref", "ref"], fails: "result" },
  /** `fn declare(&mut self, line, name: &str, args: DeclArgs) -> Checked<Status>` */
  /** `fn declare_array(&mut self, line, builtin: &str, name: &str, elements) -> Checked<Status>`: `declare -A name=( … )`; the builtin with its option. */
  "sh.declare_array": method("declare_array", "mut own ref ref own"),
  /** The same of elements that all have subscripts, and of words. */
  "sh.declare.pairs": { run: "declare_pairs", form: "values", args: ["mut", "own", "ref"], fails: "result" },
  "sh.local_list": { run: "local_list", form: "values", args: ["mut", "own", "ref"], fails: "result" },
  "sh.declare.list": { run: "declare_list", form: "values", args: ["mut", "own", "ref"], fails: "result" },
  "sh.declare": method("declare", "mut own ref own"),
  /** `fn assignments(&mut self, line) -> Checked<Status>` */
  "sh.assignments": method("assignments", "mut own"),

  // --- control
  /** `fn leave(levels: i64) -> Flow`, `next`, `exit_with(Status)`, `return_with(Status)` */
  "sh.leave": plain("leave", "own"),
  "sh.next": plain("next", "own"),
  "sh.exit_with": plain("exit_with", "own"),
  "sh.return_with": plain("return_with", "own"),
  /** `fn jump(&mut self, body: FnOnce) -> Checked<i64>`: the body of a native loop when a `break` in it stands inside a closure: normal end 0, `Break(n)` n, `Continue(n)` -n. */
  "sh.jump": method("jump", "mut own", { calls: [1] }),
  /** `fn levels(&mut self, line, builtin: &str, text) -> Checked<i64>`: the operand of `break` and `continue`, known at run time only. */
  "sh.levels": method("levels", "mut own ref ref"),
  /** `fn select(&mut self, line, name: &str, items: &[Vec<u8>]) -> Checked<bool>`: one round of `select` (menu, prompt, REPLY, name); false at the end of input. */
  "sh.select": method("select", "mut own ref ref"),

  // --- shells in the shell
  /** `fn subshell_to(&mut self, line, body)`: the same where an ERR trap may ask for the line of its end. */
  "sh.subshell.to": method("subshell_to", "mut own own", { calls: [2] }),
  /** `fn untrapped(&mut self, body) -> Checked<Status>`: a simple command of a pipeline, whose failure runs no ERR trap. */
  "sh.untrapped": method("untrapped", "mut own", { calls: [1] }),
  "sh.subshell": method("subshell", "mut own", { calls: [1] }),
  "sh.capture": method("capture", "mut own", { calls: [1] }),
  /** `fn captured(&mut self, line, body) -> Checked<Vec<u8>>`: a command that assigns it, with its status. */
  "sh.captured": method("captured", "mut own own", { calls: [2] }),
  /** `fn assign_output(&mut self, name, body) -> Checked<()>`: `name=$(…)`; `assigned_output` with a line and a status; `local_output`. */
  "sh.assign_output": method("assign_output", "mut ref own", { calls: [2] }),
  "sh.assigned_output": method("assigned_output", "mut own ref own", { calls: [3] }),
  "sh.local_output": method("local_output", "mut own ref own", { calls: [3] }),
  /** The same in processes of their own: for what a process has only one of (its id, its limits). */
  "sh.subshell.process": method("subshell_fork", "mut own", { calls: [1] }),
  "sh.capture.process": method("capture_fork", "mut own", { calls: [1] }),
  "sh.capture_file": method("capture_file", "mut ref"),
  "sh.process_in": method("process_in", "mut own", { calls: [1] }),
  "sh.process_out": method("process_out", "mut own", { calls: [1] }),
  /** `Pipeline::new()`, `fn stage(self, body: FnOnce) -> Pipeline`, `last`, `fn run(self, sh, line) -> Checked<Status>` */
  "sh.pipeline.new": plain("Pipeline::new", ""),
  "sh.pipeline.stage": method("stage", "own own", { calls: [1], fails: "never" }),
  "sh.pipeline.last": method("last", "own own", { calls: [1], fails: "never" }),
  /** The same in a process of its own: for what a process has only one of. */
  "sh.pipeline.last.process": method("last_fork", "own own", { calls: [1], fails: "never" }),
  /** `fn text(self, body)`: a stage that ends by itself is run at once, and its text is what the next stage reads. */
  "sh.pipeline.text": method("text", "own own", { calls: [1], fails: "never" }),
  "sh.pipeline.run": method("run", "own mut own"),
  "sh.pipeline.run.subshell": method("run_subshell", "own mut own"),
  /** `fn background(&mut self, line, text: &str, body: FnMut) -> Checked<Status>` */
  "sh.background": method("background", "mut own ref own", { calls: [3] }),
  /** `fn coproc(&mut self, line, name: &str, text: &str, body) -> Checked<Status>` */
  "sh.coproc": method("coproc", "mut own ref ref own", { calls: [4] }),
  /** `fn time(&mut self, posix: bool, body) -> Checked<Status>` */
  "sh.time": method("time", "mut own own", { calls: [2] }),

  // --- redirections. `fd` is an `i32`; a path is a text (`AsRef<[u8]>`); `read_words` … take the `Words` of an unquoted target
  "sh.redirects.new": plain("Redirects::new", "own"),
  "sh.redirects.apart": method("redirects_apart", "mut own own", { calls: [2] }),
  "sh.redirects.read": method("read", "own own ref", { fails: "never", pure: true }),
  "sh.redirects.read.path": method("read", "own own own", { fails: "never", pure: true }),
  "sh.redirects.write": method("write", "own own ref", { fails: "never", pure: true }),
  "sh.redirects.write.path": method("write", "own own own", { fails: "never", pure: true }),
  "sh.redirects.clobber": method("clobber", "own own ref", { fails: "never", pure: true }),
  "sh.redirects.clobber.path": method("clobber", "own own own", { fails: "never", pure: true }),
  "sh.redirects.append": method("append", "own own ref", { fails: "never", pure: true }),
  "sh.redirects.append.path": method("append", "own own own", { fails: "never", pure: true }),
  "sh.redirects.read_write": method("read_write", "own own ref", { fails: "never", pure: true }),
  "sh.redirects.read_write.path": method("read_write", "own own own", { fails: "never", pure: true }),
  "sh.redirects.both": method("both", "own ref", { fails: "never", pure: true }),
  "sh.redirects.both.path": method("both", "own own", { fails: "never", pure: true }),
  "sh.redirects.both_append": method("both_append", "own ref", { fails: "never", pure: true }),
  "sh.redirects.both_append.path": method("both_append", "own own", { fails: "never", pure: true }),
  "sh.redirects.here": method("here", "own own ref", { fails: "never", pure: true }),
  "sh.redirects.dup_in": method("dup_in", "own own ref", { fails: "never", pure: true }),
  "sh.redirects.dup_in.path": method("dup_in", "own own own", { fails: "never", pure: true }),
  /** A word that is no descriptor and fd 1: as `both`. */
  "sh.redirects.dup_out": method("dup_out", "own own ref", { fails: "never", pure: true }),
  "sh.redirects.dup_out.path": method("dup_out", "own own own", { fails: "never", pure: true }),
  /** `fn variable(&mut self, name: &str)`: `{name}` before the next entry. */
  "sh.redirects.variable": method("variable", "own ref", { fails: "never", pure: true }),
  /** `fn target(words, source) -> Path`: the one field of an unquoted target; else the entry that takes it fails with "source: ambiguous redirect". */
  "sh.redirects.target": plain("target", "own ref"),
  /** `fn err(line) -> Redirects`: `>&2`. */
  "sh.redirects.err": plain("err", "own", { pure: true }),
  /** `run_to!(sh, redirects, words…)`, `echo_to!(sh, redirects, pieces…)`: a command under redirections that ask for nothing. */
  "sh.run_to": { run: "run_to", form: "values", args: ["mut", "own", "ref"], fails: "result" },
  "sh.run_to.dynamic": { run: "run_to", form: "values", args: ["mut", "own", "ref"], fails: "result", feature: "interpreter" },
  "sh.echo_to": { run: "echo_to", form: "values", args: ["mut", "own", "ref"], fails: "result" },
  "sh.redirect": method("redirect", "mut own own", { calls: [2] }),
  /** `fn feed(&mut self, text, body) -> Checked<Status>`: a here-document that only a builtin reads. */
  "sh.feed": method("feed", "mut ref own", { calls: [2] }),
  /** `fn cat(&mut self, line, text) -> Checked<Status>`: a here-document that `cat` shows. */
  "sh.cat": method("cat", "mut own ref"),
  "sh.exec_redirect": method("exec_redirect", "mut own"),
} as const;
