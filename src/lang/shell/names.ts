/** Names of variables that are more than the script's own, and builtins that reach variables by name. */
import { literalText } from "./integer-words.ts";
import { isElement } from "./name-words.ts";
import type { Command } from "./parse/index.ts";

/** Variables that the shell itself reads or sets. */
export const SPECIAL =
  /^(?:_|IFS|PATH|HOME|PWD|OLDPWD|RANDOM|SRANDOM|SECONDS|LINENO|OPTIND|OPTARG|OPTERR|REPLY|UID|EUID|PPID|COLUMNS|LINES|FUNCNEST|HISTCMD|SHLVL|TMOUT|PS[0-4]|LC_.*|LANG|BASH.*|EPOCH.*|MAPFILE|DIRSTACK|GROUPS|PIPESTATUS|FUNCNAME|POSIXLY_CORRECT|GLOBIGNORE|HOSTNAME|SHELLOPTS|TERM|USER|LOGNAME)$/;

/** Names that may come with the environment: an assignment changes what children get. */
export const INHERITED = /^[^a-z]*$|_proxy$/;

/** Builtins that take names of variables, or text that names them. */
const TAKES_NAMES = new Set([
  "read",
  "unset",
  "export",
  "readonly",
  "declare",
  "typeset",
  "mapfile",
  "readarray",
  "getopts",
  "let",
  "wait",
  "eval",
  "trap",
  "command",
  "builtin",
  "exec",
  "local",
]);

/** Does the command take names as its operands? `wait` only behind an option. */
export const takesNames = (c: Command<"simple">, name: string): boolean =>
  TAKES_NAMES.has(name) && (name !== "wait" || c.words.slice(1).some((word) => "assignment" in word || literalText(word).startsWith("-")));

/** May the operands of such a command, with NUL for what is expanded, be any names? */
export function mayReachAny(name: string, operands: readonly string[]): boolean {
  // `declare -p x{1..3}`: names that are not written out.
  const braced = operands.some((text) => /\{.*(?:,|\.\.).*\}/s.test(text) && !text.includes("("));
  if (braced && /^(?:declare|typeset|unset|export|readonly|local)$/.test(name)) return true;
  // `read "$name"`: any name; `unset "a[$i]"`: none but that.
  return operands.some((text) => text.includes("\0") && !isElement(text));
}
