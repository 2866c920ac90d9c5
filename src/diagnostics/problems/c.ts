import type { Problems } from "../problem.ts";

/**
 * C. The first two digits are the chapter: 00 text and syntax, 01 statements, 02 expressions, 03 types, 04 declarations and initialisers,
 * 05 pointers and memory, 06 linking and programs, 07 the library.
 */
export const c: Problems = {
  C0001: {
    title: "A syntax error",
    why: "The preprocessed text is not understood as C.",
    help: "Check that the file compiles with `cc`; an extension of the compiler may need rewriting in standard C.",
  },
  C0002: {
    title: "The preprocessor failed",
    why: "`cc -E` ended with an error, so there is no text to translate.",
    help: "Check include paths and macros: flags are read from compile_commands.json or `cc-flags` in transpile.toml.",
  },
};
