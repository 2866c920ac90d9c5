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
};
