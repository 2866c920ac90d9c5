/** Names of variables that are more than the script's own, and builtins that reach variables by name. */

/** Variables that the shell itself reads or sets. */
export const SPECIAL =
  /^(?:_|IFS|PATH|HOME|PWD|OLDPWD|RANDOM|SRANDOM|SECONDS|LINENO|OPTIND|OPTARG|OPTERR|REPLY|UID|EUID|PPID|COLUMNS|LINES|FUNCNEST|HISTCMD|SHLVL|TMOUT|PS[0-4]|LC_.*|LANG|BASH.*|EPOCH.*|MAPFILE|DIRSTACK|GROUPS|PIPESTATUS|FUNCNAME|POSIXLY_CORRECT|GLOBIGNORE|HOSTNAME|SHELLOPTS|TERM|USER|LOGNAME)$/;

/** Names that may come with the environment: an assignment changes what children get. */
export const INHERITED = /^[^a-z]*$|_proxy$/;

/** Builtins that take names of variables, or text that names them. */
export const TAKES_NAMES = new Set([
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
