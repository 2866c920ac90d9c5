import type { Problems } from "../problem.ts";

/** Problems of no language in particular. */
export const common: Problems = {
  TR0001: {
    title: "A file that cannot be read",
    why: "The file could not be opened or is not text.",
    help: "Check its permissions, or leave it out with `exclude` in transpile.toml.",
  },
  TR0002: {
    title: "An internal error",
    why: "The translator itself failed on this program; the others were translated.",
    help: "Report the folder transpile-bug/ that was written: it holds the input and the command.",
  },
  TR0003: {
    title: "Rust that is not consistent",
    why: "A check of the result before writing it failed.",
    help: "Report the folder transpile-bug/ that was written: it holds the input and the command.",
  },
  TR0004: {
    title: "A language that is not translated",
    why: "There is no front end for it in this version.",
    help: "Leave the program out, or use a newer version.",
  },
  TR0005: {
    title: "A variable that several functions change and keep",
    why: "The variable is handed to a function as its own to change, and a closure that outlives the call would change it too.",
    help: "Keep the value in a list or an attribute of an object, and change that.",
  },
};
