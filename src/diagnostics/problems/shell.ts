import type { Problems } from "../problem.ts";

/**
 * Shell. The first two digits are the chapter: 00 text and syntax, 01 commands and control flow, 02 expansion, 03 redirections and
 * pipelines, 04 builtins, 05 what is only known at run time, 06 programs and sourcing, 07 utilities.
 */
export const shell: Problems = {
  SH0001: {
    title: "A syntax error",
    why: "The parser does not understand this as a shell script.",
    help: "Run `bash -n` on the file and correct it, or name another dialect with `--dialect`.",
  },
  SH0002: {
    title: "A syntax error that ends the program",
    why: "bash runs what stands before it, says what is wrong and gives up; the translation does the same.",
    help: "Run `bash -n` on the file and correct it.",
  },
  SH0104: {
    title: "An alias that may or may not be there",
    why: "The script is read while it is translated. Aliases of commands that surely run are expanded; those that a branch, a function or a computed name defines are known only when it runs.",
    help: "Define the alias at the top of the script, or use a function in its place.",
  },
  SH0401: {
    title: "A builtin of interactive shells",
    why: "Completion, line editing and history have no meaning in a translated program.",
    help: "Leave the command out.",
  },
  SH0402: {
    title: "A builtin that changes what builtins are",
    why: "Which command a name means is decided while translating.",
    help: "Call the program by its path, or with `command`.",
  },
  SH0403: {
    title: "The source of a function",
    why: "The function is defined several times in a text that `eval` or a trap runs, so it is not known which source bash prints, and the program asks for it (`declare -f`, `type`, `export -f`).",
    help: "Define the function in the script itself.",
  },
};
