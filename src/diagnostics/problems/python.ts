import type { Problems } from "../problem.ts";

/**
 * Python. The first two digits are the chapter: 00 text and syntax, 01 statements, 02 expressions, 03 types, 04 classes, 05 what is only
 * known at run time, 06 modules and programs, 07 the library.
 */
export const python: Problems = {
  PY0001: {
    title: "A syntax error",
    why: "The parser does not understand this as Python 3.",
    help: "Run `python3 -m py_compile` on the file and correct it.",
  },
};
