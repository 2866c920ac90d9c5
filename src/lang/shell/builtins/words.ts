/**
 * Rows that build words: runtime/sh/src/words.rs.
 *
 * `Words` is an argument list under construction. A word that is one field whatever its value is pushed whole; others are put together
 * from steps and ended. `argv!(piece, …)` makes a `Words` of whole words, `word!(piece, …)` a `Vec<u8>` of joined pieces.
 */
import { method, plain } from "./row.ts";

export const words = {
  /** `argv!(piece, …) -> Words`: every piece is one word. */
  "sh.argv": { run: "argv", form: "macro", args: ["ref"] },
  /** `word!(piece, …) -> Vec<u8>`. */
  "sh.word": { run: "word", form: "macro", args: ["ref"] },
  /** `Words::new() -> Words` */
  "sh.words.new": { run: "Words::new", args: [] },
  /** `fn push(&mut self, text)`: one whole word, quoted: no splitting, no globbing. */
  "sh.words.push": method("push", "mut ref", { fails: "never" }),
  /** Steps of a word in progress. `literal`: unquoted source text (its glob characters are active; backslash quotes in it are already `quoted` steps). */
  "sh.words.literal": method("literal", "mut ref", { fails: "never" }),
  /** `quoted`: as it is; also makes the word exist when it is empty. */
  "sh.words.quoted": method("quoted", "mut ref", { fails: "never" }),
  /** `fn split(&mut self, sh: &Shell, text)`: result of an unquoted expansion: split at IFS, glob characters active. */
  "sh.words.split": method("split", "mut ref ref", { fails: "never" }),
  /** `fn value(&mut self, sh: &Shell, value: Value)`: an unquoted `$@`, `${a[*]}`, `${x-…}`: every element split, elements are separate words. */
  "sh.words.value": method("value", "mut ref own", { fails: "never" }),
  /** `fn quoted_value(&mut self, sh: &Shell, value: Value)`: `"$@"`, `"${a[@]}"`: elements are separate words, none for none; `"$*"` and scalars: one text. */
  "sh.words.quoted_value": method("quoted_value", "mut ref own", { fails: "never" }),
  /** `fn end(&mut self, sh: &mut Shell, line) -> Checked<()>`: ends the word: globbing of what is active; failglob can fail. */
  "sh.words.end": method("end", "mut mut own"),
  /** `fn key(&mut self, subscript, append: bool)`: the next word pushed is the value of `[subscript]=` in a compound assignment. */
  "sh.words.key": method("key", "mut ref own", { fails: "never" }),
  /** `fn array(&mut self, name, append: bool, items: Words)`: `name=( … )` as an argument of `declare`, `local`, `readonly`, `export`. */
  "sh.words.array": method("array", "mut ref own own", { fails: "never" }),
  /** `fn items(self) -> Vec<Vec<u8>>` */
  "sh.words.items": method("items", "own", { fails: "never" }),
  /** `fn tilde(&self, text) -> Vec<u8>`: `~`, `~user`, `~+`, `~-` (text with the tilde); unchanged when unknown. */
  "sh.tilde": method("tilde", "ref ref", { fails: "never" }),
  /** `fn escape(text) -> Vec<u8>`: quotes every character that is special in a pattern; `escape_regex` in a regular expression. */
  "sh.escape": plain("escape", "ref", { pure: true }),
  "sh.escape_regex": plain("escape_regex", "ref", { pure: true }),
} as const;
