/** Rows of `[[ … ]]` and `case`: runtime/sh/src/tests.rs. `[` and `test` are commands. */
import { method } from "./row.ts";

export const tests = {
  /** `fn test(&mut self, result: bool) -> Status`: the end of `[[ … ]]`: sets `$?`. */
  "sh.test": method("test", "mut own", { fails: "never" }),
  /** `fn test_with(&mut self, body: FnOnce(&mut Shell) -> Checked<bool>) -> Checked<Status>`: `[[ … ]]` that may fail: a bad expression gives its status. */
  "sh.test_with": method("test_with", "mut own", { calls: [1] }),
  /** `fn matches(&mut self, text, pattern) -> bool`: `[[ text == pattern ]]` and `case` (extglob; nocasematch by option). */
  "sh.matches": method("matches", "mut ref ref", { fails: "never" }),
  /** `fn regex(&mut self, line, text, regex) -> Checked<bool>`: `=~`; sets BASH_REMATCH. */
  "sh.regex": method("regex", "mut own ref ref"),
  /** `fn test_unary(&mut self, line, operator, text) -> Checked<bool>`: `-f`, `-z`, `-v`, `-o` … */
  "sh.test_unary": method("test_unary", "mut own ref ref"),
  /** `fn test_binary(&mut self, line, left, operator, right) -> Checked<bool>`: `-nt -ot -ef < > -eq -ne -lt -le -gt -ge` (both sides of the last six are arithmetic). */
  "sh.test_binary": method("test_binary", "mut own ref ref ref"),
} as const;
