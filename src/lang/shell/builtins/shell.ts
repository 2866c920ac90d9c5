/**
 * Rows of the shell itself: `impl Shell` in runtime/sh/src/{shell,commands,processes,redirections}.rs.
 *
 * Conventions. Argument 0 is the shell. `line` is a `u32`, the number that bash prints in `name: line N:`. Names are `&str`; texts are
 * `&(impl Piece + ?Sized)` (`str`, `[u8]`, `Vec<u8>`, `[u8; N]`, `i64`). A `body` is `impl FnOnce(&mut Shell) -> Checked<Status>` (`FnMut` where it
 * may run in a child). `Checked<T> = Result<T, Flow>`; `Flow` is `Exit`, `Return`, `Break(n)`, `Continue(n)` or `Abandon` (an expansion error:
 * the rest of the top-level command is dropped). Every call that returns `Status` has also set `$?`.
 */
import { method } from "./row.ts";

export const shell = {
  /** `fn command(&mut self, line, words: Words) -> Checked<Status>`: takes the pending temporaries; function, builtin, utility, program.
   *  No words: `$?` of the last substitution among them, else 0. `exit` and `return` come back as `Flow`. */
  "sh.command": method("command", "mut own own"),
  /** `fn function(&mut self, name, body: fn(&mut Shell) -> Checked<Status>, text)`: `name () { … }`; text is what `declare -f` prints. Sets `$?` to 0. */
  "sh.function": method("function", "mut ref own ref", { fails: "never" }),
  /** `fn call(&mut self, line, name, body: fn, words: Words) -> Checked<Status>`: calls a function that is known (words without its name). */
  "sh.call": method("call", "mut own ref own own"),
  /** `fn trap(&mut self, line, text, handler: fn(&mut Shell) -> Checked<Status>, signals: Words) -> Checked<Status>`: `trap 'text' signals`. */
  "sh.trap": method("trap", "mut own ref own own"),
  /** `fn source(&mut self, line, path, body: fn, words: Words) -> Checked<Status>`: `. path words`; catches `Return`; sets BASH_SOURCE. */
  "sh.source": method("source", "mut own ref own own"),
  /** `fn eval(&mut self, body) -> Checked<Status>`: constant text given to `eval`; the body runs here, nothing is caught. */
  "sh.attempt": method("attempt", "mut own", { calls: [1] }),
  /** `fn status(&self) -> Status`: `$?`. */
  "sh.status": method("status", "ref", { fails: "never" }),
  /** `fn set_status(&mut self, status: u8) -> Status`. */
  "sh.set_status": method("set_status", "mut own", { fails: "never" }),
  /** `fn put_status(&mut self, status: Status) -> Status`. */
  "sh.put_status": method("put_status", "mut own", { fails: "never" }),
  /** `fn negate(&mut self, status: Status) -> Status`: `! command`. */
  "sh.negate": method("negate", "mut own", { fails: "never" }),
  /** `fn check(&mut self, line, status: Status) -> Checked<Status>`: a watched command ended: ERR trap and errexit, unless in a condition. */
  "sh.check": method("check", "mut own own"),
  /** `fn enter_condition(&mut self)`: what runs until `leave_condition` is not watched (`if`, `&&`, `!`). Calls nest; a function call keeps the count. */
  "sh.enter_condition": method("enter_condition", "mut", { fails: "never" }),
  "sh.leave_condition": method("leave_condition", "mut", { fails: "never" }),
  /** `fn ok(self) -> bool` of Status. */
  "sh.status.ok": method("ok", "own", { fails: "never", pure: true }),
  /** `fn flow_return(&mut self, status: Status) -> Flow`, `flow_break(levels: i64)`, `flow_continue(levels: i64)`: raised out of closures. */
  "sh.flow_return": method("flow_return", "mut own", { fails: "never" }),
  "sh.flow_break": method("flow_break", "mut own", { fails: "never" }),
  "sh.flow_continue": method("flow_continue", "mut own", { fails: "never" }),
  /** `fn jump(&mut self, body) -> Checked<i64>`: runs body; Break(n) → n, Continue(n) → -n, normal end → 0. */
  "sh.jump": method("jump", "mut own", { calls: [1] }),
  /** `fn loop_levels(&mut self, line, text) -> Checked<i64>`: the operand of `break` and `continue`. */
  "sh.loop_levels": method("loop_levels", "mut own ref"),

  // --- redirections and processes
  /** `fn redirect(&mut self, line, redirects: &[Redirect], body: FnOnce) -> Checked<Status>`: in order, put back after; a failure prints and gives 1, the body does not run. */
  "sh.redirect": method("redirect", "mut own ref own", { calls: [3] }),
  /** `fn exec_redirect(&mut self, line, redirects: &[Redirect]) -> Checked<Status>`: `exec >file`: they stay. */
  "sh.exec_redirect": method("exec_redirect", "mut own ref"),
  /** `fn subshell(&mut self, line, body: FnMut) -> Checked<Status>`: nothing but output and status leaves it. */
  "sh.subshell": method("subshell", "mut own own", { calls: [2] }),
  /** `fn capture(&mut self, line, body: FnMut) -> Checked<Vec<u8>>`: `$(…)`: output without NULs and final newlines; sets `$?`. */
  "sh.capture": method("capture", "mut own own", { calls: [2] }),
  /** `fn capture_file(&mut self, line, path) -> Checked<Vec<u8>>`: `$(<path)`. */
  "sh.capture_file": method("capture_file", "mut own ref"),
  /** `fn process_input(&mut self, line, body: FnMut) -> Checked<Vec<u8>>`: `<(…)`, a path to read from. `process_output`: `>(…)`. */
  "sh.process_input": method("process_input", "mut own own", { calls: [2] }),
  "sh.process_output": method("process_output", "mut own own", { calls: [2] }),
  /** `pipeline!(sh, line, stage, stage, …) -> Checked<Status>`: stages are closures `|sh: &mut Shell| -> Checked<Status>`; sets PIPESTATUS; pipefail, lastpipe by option.
   *  Put `2>&1` of `|&` is a redirect inside its stage. */
  "sh.pipeline": { run: "pipeline", form: "macro", args: ["mut", "own", "own"], fails: "result", io: true, calls: [2, 3, 4, 5, 6, 7, 8, 9] },
  /** `fn background(&mut self, line, body: FnMut, text) -> Checked<Status>`: `command &`; sets `$!`; text is what `jobs` prints. */
  "sh.background": method("background", "mut own own ref", { calls: [2] }),
  /** `fn time(&mut self, posix: bool, body: FnOnce) -> Checked<Status>`: the keyword. */
  "sh.time": method("time", "mut own own", { calls: [2] }),
  /** `fn select(&mut self, line, name, items: &[Vec<u8>]) -> Checked<bool>`: one round of `select`; false at end of input. */
  "sh.select": method("select", "mut own ref ref"),

  // --- descriptors: values of `Redirect` (functions of the crate: `rt::redirect::read(fd, path)`)
  "sh.redirect.read": redirect("read"),
  "sh.redirect.write": redirect("write"),
  "sh.redirect.clobber": redirect("clobber"),
  "sh.redirect.append": redirect("append"),
  "sh.redirect.read_write": redirect("read_write"),
  /** `&>path`, `&>>path`: descriptors 1 and 2; fd is 1. */
  "sh.redirect.both": redirect("both"),
  "sh.redirect.append_both": redirect("append_both"),
  /** `fd>&word`, `fd<&word`: word is a number, `-`, `number-`; `>&word` with another word is `both`. */
  "sh.redirect.duplicate_output": redirect("duplicate_output"),
  "sh.redirect.duplicate_input": redirect("duplicate_input"),
  /** `fd<<<text` and here-documents: the text is complete (with its final newline). */
  "sh.redirect.text": redirect("text"),
  /** `fn named(name, redirect: Redirect) -> Redirect`: `{name}>…`: a free descriptor from 10 on, its number assigned. */
  "sh.redirect.named": { run: "redirect::named", args: ["ref", "own"] },
} as const;

/** `fn x(fd: i32, text) -> Redirect` */
function redirect(name: string) {
  return { run: `redirect::${name}`, args: ["own", "ref"] } as const;
}
