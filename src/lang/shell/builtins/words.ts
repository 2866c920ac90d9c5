/** Rows that build words, texts and patterns: runtime/sh/README.md, "Words". Texts are `AsRef<[u8]>` by reference. */
import { method, plain } from "./row.ts";

export const words = {
  "sh.argv": { run: "argv", form: "values", args: ["ref"], pure: true },
  /** `fn words(text: &str) -> Vec<Vec<u8>>`: the words of a text with blanks between them. */
  "sh.words.of": plain("words", "ref", { pure: true }),
  /** `split!(sh, text)`, `split_each!(sh, list)`: a whole word that is an unquoted expansion, as a list. */
  "sh.split": { run: "split", form: "values", args: ["mut", "ref"], fails: "result" },
  /** `fn split(&mut self, text) -> Checked<Vec<Vec<u8>>>`: the same of a text that asks for nothing. */
  "sh.split.text": method("split", "mut ref"),
  "sh.split_each": { run: "split_each", form: "values", args: ["mut", "ref"], fails: "result" },
  /** `fn fields(&mut self, name) -> Checked<Vec<Vec<u8>>>`: the same of a variable; `glob`: of a text with glob characters. */
  "sh.fields": method("fields", "mut ref"),
  /** `fn fields_or(&mut self, name, text) -> Checked<Vec<Vec<u8>>>`: `${name:-text}` where the text is one field; `fields_else`: `${name-text}`. */
  "sh.fields_or": method("fields_or", "mut ref ref"),
  "sh.fields_else": method("fields_else", "mut ref ref"),
  "sh.glob": method("glob", "mut ref"),
  "sh.word": { run: "word", form: "values", args: ["ref"], pure: true },
  /** `bits!(sh, parts…)`: a word of several parts, split and globbed: a list. */
  "sh.bits": { run: "bits", form: "values", args: ["mut", "ref"], fails: "result" },
  "sh.bit.lit": plain("lit", "ref", { loose: true }),
  "sh.bit.quoted": plain("quoted", "ref", { loose: true }),
  "sh.bit.split": plain("split", "ref", { loose: true }),
  "sh.bit.each": plain("each", "ref", { loose: true }),
  "sh.bit.split_each": plain("split_each", "ref", { loose: true }),
  "sh.words.new": plain("Words::new", ""),
  "sh.words.lit": method("lit", "mut ref", { fails: "never" }),
  "sh.words.quoted": method("quoted", "mut ref", { fails: "never" }),
  "sh.words.split": method("split", "mut ref ref", { fails: "never" }),
  "sh.words.each": method("each", "mut ref", { fails: "never" }),
  "sh.words.split_each": method("split_each", "mut ref ref", { fails: "never" }),
  /** `fn end(&mut self, sh: &mut Shell) -> Checked<()>` */
  "sh.words.end": method("end", "mut mut"),
  /** `fn range(&mut self, prefix, from: i64, to: i64, step: i64, width: i64, suffix)`: `prefix{from..to..step}suffix`. */
  "sh.words.range": method("range", "mut ref own own own own ref", { fails: "never" }),
  "sh.tilde": method("tilde", "ref ref", { fails: "never" }),

  /** `fn extend(text: &mut Vec<u8>, more)`: `x+=more`. */
  "sh.extend": plain("extend", "mut ref", { loose: true }),
  /** `fn same(text, other) -> bool`, `starts`, `ends`, `contains`: a text against a plain one. */
  "sh.len": method("len", "ref", { fails: "never", pure: true }),
  "sh.empty": method("is_empty", "ref", { fails: "never", pure: true }),
  "sh.same": plain("same", "ref ref", { pure: true, loose: true }),
  "sh.starts": plain("starts", "ref ref", { pure: true, loose: true }),
  "sh.ends": plain("ends", "ref ref", { pure: true, loose: true }),
  /** `fn glob(text, pattern: &str) -> bool`: a pattern of plain text, stars and sets of ASCII characters. */
  "sh.glob.plain": plain("glob", "ref ref", { pure: true, loose: true }),
  /** `fn echoed(text) -> Vec<u8>`: what `$(echo "$x")` is; `chomped`: without its last newlines. */
  "sh.echoed": plain("echoed", "ref", { pure: true, loose: true }),
  "sh.chomped": plain("chomped", "ref", { pure: true, loose: true }),
  "sh.contains": plain("contains", "ref ref", { pure: true, loose: true }),
  /** `fn after_last(text, mark) -> Vec<u8>`: `${x##*mark}`, and so on: all of the text where it has no such mark. */
  "sh.after_last": plain("after_last", "ref ref", { pure: true, loose: true }),
  "sh.after_first": plain("after_first", "ref ref", { pure: true, loose: true }),
  "sh.before_last": plain("before_last", "ref ref", { pure: true, loose: true }),
  "sh.before_first": plain("before_first", "ref ref", { pure: true, loose: true }),
  /** `${x#text}`, `${x%text}` */
  "sh.without_start": plain("without_start", "ref ref", { pure: true, loose: true }),
  "sh.without_end": plain("without_end", "ref ref", { pure: true, loose: true }),
  /** `Pat::new()`, `lit(self, text) -> Pat`, `quoted(self, text) -> Pat`: builders by value. */
  "sh.pat.new": plain("Pat::new", "", { pure: true }),
  "sh.pat.lit": method("lit", "own ref", { fails: "never", pure: true, loose: true }),
  "sh.pat.quoted": method("quoted", "own ref", { fails: "never", pure: true, loose: true }),
  "sh.replacement.new": plain("Replacement::new", "", { pure: true }),
  "sh.replacement.lit": method("lit", "own ref", { fails: "never", pure: true, loose: true }),
  "sh.replacement.quoted": method("quoted", "own ref", { fails: "never", pure: true, loose: true }),

  "sh.elements.new": plain("Elements::new", ""),
  /** `fn and(self, words) -> Elements`, `at(self, subscript, text)`, `more` for `[subscript]+=text`. */
  "sh.elements.and": method("and", "own own", { fails: "never" }),
  "sh.elements.at": method("at", "own ref ref", { fails: "never" }),
  /** `pairs!(subscript, text, …)`: elements that all have subscripts. */
  "sh.elements.pairs": { run: "pairs", form: "values", args: ["ref"] },
  "sh.elements.more": method("more", "own ref ref", { fails: "never" }),
  "sh.declargs.new": plain("DeclArgs::new", ""),
  /** `fn and(self, words) -> DeclArgs`, `text(self, text)`, `list(self, name, elements)`, `more` for `name+=( … )`. */
  "sh.declargs.and": method("and", "own own", { fails: "never" }),
  "sh.declargs.text": method("text", "own ref", { fails: "never" }),
  "sh.declargs.list": method("list", "own ref own", { fails: "never" }),
  "sh.declargs.more": method("more", "own ref own", { fails: "never" }),
  "sh.assigns.new": plain("Assigns::new", ""),
  /** `fn set(&mut self, name: &str, text)`, `append` */
  "sh.assigns.and": method("and", "own ref ref", { fails: "never", loose: true }),
  "sh.assigns.more": method("more", "own ref ref", { fails: "never", loose: true }),
} as const;
