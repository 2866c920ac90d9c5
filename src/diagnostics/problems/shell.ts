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
    title: "A syntax error in a text of commands",
    why: "The text that `eval` or `trap` is given is translated with the script, and it cannot be read.",
    help: "Correct the text, or use a function in its place.",
  },
  SH0101: {
    title: "A coprocess",
    why: "`coproc` is not translated.",
    help: "Use a named pipe or a process substitution.",
  },
  SH0102: {
    title: "An array assigned for one command",
    why: "Only single values can be put into the environment of a command.",
    help: "Assign the array in a line of its own.",
  },
  SH0103: {
    title: "A DEBUG trap",
    why: "It would have to run before every command, so that each one became a call of it.",
    help: "Use `set -x`, or print from the functions themselves.",
  },
  SH0104: {
    title: "An option that changes how the script is read",
    why: "The script is read while it is translated; aliases and `extdebug` change it while it runs.",
    help: "Use functions in place of aliases.",
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
  SH0501: {
    title: "Commands that are known at run time only",
    why: "The text would have to be read and run by a shell while the program runs.",
    help: "Use a function, an array of words (`\"${cmd[@]}\"`) or a nameref in place of the text.",
  },
  SH0502: {
    title: "`eval` with assignments for it alone",
    why: "The text of `eval` becomes code, which has no environment of its own.",
    help: "Assign in a line of its own, or in a subshell.",
  },
  SH0503: {
    title: "A trap whose action is known at run time only",
    why: "The action is translated with the script.",
    help: "Quote it with single quotes, and name a function in it.",
  },
  SH0601: {
    title: "`source` without a file",
    why: "There is nothing to read.",
    help: "Name the file.",
  },
  SH0602: {
    title: "A sourced file that is not known",
    why: "What is sourced is translated with the script, so it must be a file of the project that the path names.",
    help: "Write the path so that its last part is constant (`\"$(dirname \"$0\")/lib.sh\"`), and translate the folder that holds the file.",
  },
};
