/** What a C file offers and wants at link time, read off its tokens without preprocessing. */
export interface CScan {
  /** Functions and objects that it defines for others. */
  readonly defines: ReadonlySet<string>;
  /** Names that are declared at file level without being defined. */
  readonly declares: ReadonlySet<string>;
  /** Names used in bodies, initialisers and macros; `head##` for all names that a macro makes of `head`. */
  readonly uses: ReadonlySet<string>;
  /** Called by name somewhere: wanted even without a declaration. */
  readonly calls: ReadonlySet<string>;
  /** `#include "…"`, as written. */
  /** `"name"` as `name`, `<name>` that is no header of the system as `<name`. */
  readonly includes: readonly string[];
  readonly main: boolean;
}

const KEYWORDS = new Set(
  "auto break case char const continue default do double else enum extern float for goto if inline int long register restrict return short signed sizeof static struct switch typedef union unsigned void volatile while _Bool _Alignas _Alignof _Atomic _Generic _Noreturn _Static_assert _Thread_local __attribute__ __extension__ defined".split(
    " ",
  ),
);

const TOKENS =
  /\/\/[^\n]*|\/\*[\s\S]*?(?:\*\/|(?![\s\S]))|"(?:\\[\s\S]|[^"\\\n])*"|'(?:\\[\s\S]|[^'\\\n])*'|^[ \t]*#(?:\\\r?\n|\/\*[\s\S]*?\*\/|[^\n])*|[A-Za-z_$][\w$]*|[{}();,=[\]]|\.?\d[\w.]*/gm;

const OTHER_SYSTEM = String.raw`(?:_WIN32|_WIN64|WIN32|__WIN32__|_MSC_VER|__MINGW32__|__CYGWIN__|__APPLE__|__MSDOS__|__cplusplus)`;
const OTHERS = new RegExp(String.raw`^[ \t]*#[ \t]*if.*(?:\b${OTHER_SYSTEM}\b|\b0[ \t]*$)`, "m");
const ABSENT = new RegExp(
  String.raw`^(?:ifdef[ \t]+${OTHER_SYSTEM}|if[ \t]+(?:0|${OTHER_SYSTEM}|defined[ \t]*\(?[ \t]*${OTHER_SYSTEM}[ \t]*\)?))[ \t]*$`,
);
const PRESENT = new RegExp(String.raw`^(?:ifndef[ \t]+${OTHER_SYSTEM}|if[ \t]+!defined[ \t]*\(?[ \t]*${OTHER_SYSTEM}[ \t]*\)?)[ \t]*$`);

/** The text without what it has for other systems alone. */
function withoutOthers(text: string): string {
  if (!OTHERS.test(text)) return text;
  /** For each open condition: is its part left out, and is the next one? */
  const open: { skipped: boolean; next: boolean }[] = [];
  const kept = text.split("\n").map((line) => {
    const directive = /^[ \t]*#[ \t]*((if|ifdef|ifndef|elif|else|endif)\b.*?)[ \t]*(?:\/[/*].*)?\r?$/.exec(line);
    const top = open.at(-1);
    if (directive?.[2].startsWith("if")) open.push({ skipped: ABSENT.test(directive[1]), next: PRESENT.test(directive[1]) });
    else if (directive?.[2] === "endif") open.pop();
    else if (directive && top) Object.assign(top, { skipped: top.next, next: false });
    return !directive && open.some(({ skipped }) => skipped) ? "" : line;
  });
  return kept.join("\n");
}

/** Scans a C text. Conditional regions all count, but for those of other systems: what is wanted under some condition is found. */
export const scanC = (given: string): CScan => {
  const text = withoutOthers(given);
  const defines = new Set<string>();
  const declares = new Set<string>();
  const uses = new Set<string>();
  const calls = new Set<string>();
  const includes: string[] = [];
  let tokens: string[] = [];
  let depth = 0;
  let skipInitialiser = false;
  let previous = "";

  const finish = (body: boolean) => {
    declaration(tokens, body, defines, declares);
    tokens = [];
    skipInitialiser = false;
  };

  for (const [token] of text.matchAll(TOKENS)) {
    const first = token[0];
    if (token.startsWith("//") || token.startsWith("/*")) continue;
    if (/^[ \t]*#/.test(token)) {
      directive(token, includes, uses, calls);
      continue;
    }
    const identifier = /[A-Za-z_$]/.test(first);
    if (depth > 0 || skipInitialiser) {
      if (identifier && !KEYWORDS.has(token)) uses.add(token);
      if (token === "(" && previous !== "") calls.add(previous);
    }
    previous = identifier && !KEYWORDS.has(token) ? token : "";
    if (token === "{") {
      // `extern "C" {` of a header for two languages: what is inside is at file level
      if (depth === 0 && tokens.length === 2 && tokens[0] === "extern" && tokens[1] === '"C"') {
        tokens = [];
        continue;
      }
      if (depth === 0 && !skipInitialiser && isFunction(tokens)) {
        finish(true);
      } else if (depth === 0) tokens.push("{");
      depth++;
    } else if (token === "}") {
      depth = Math.max(0, depth - 1);
      if (depth === 0 && tokens.length > 0) tokens.push("}");
    } else if (depth === 0) {
      if (token === ";" && !isOldStyle(tokens)) finish(false);
      else if (token === "=") {
        skipInitialiser = true;
        tokens.push(token);
      } else if (token === "," && skipInitialiser && parens(tokens) === 0) {
        skipInitialiser = false;
        tokens.push(token);
      } else tokens.push(token);
    }
  }
  return { defines, declares, uses, calls, includes, main: defines.has("main") };
};

const parens = (tokens: readonly string[]): number =>
  tokens.reduce((open, token) => open + (token === "(" ? 1 : token === ")" ? -1 : 0), 0);

/** Headers of the system: nothing of the project takes their place. */
const STANDARD = new Set(
  (
    "aio alloca argp assert ctype complex cpio curses dirent dlfcn endian err errno execinfo fcntl features fenv float fmtmsg fnmatch ftw getopt " +
    "glob grp iconv ifaddrs inttypes iso646 langinfo libgen libintl limits link locale malloc math memory monetary mqueue ncurses ndbm netdb nl_types " +
    "poll pthread pty pwd regex sched search semaphore setjmp signal spawn stdalign stdarg stdatomic stdbool stddef stdint stdio stdlib " +
    "stdnoreturn string strings stropts syslog tar termio termios tgmath threads time trace uchar ucontext ulimit unistd utime utmp utmpx values wait wchar " +
    "wctype wordexp"
  )
    .split(" ")
    .map((name) => `<${name}.h`),
);
const isOfSystem = (written: string): boolean =>
  STANDARD.has(written) || /^<(?:sys|net|netinet|arpa|linux|bits|asm|asm-generic|gnu|rpc|scsi|mach|X11|GL)\//.test(written);

const directive = (token: string, includes: string[], uses: Set<string>, calls: Set<string>): void => {
  const include = /^[ \t]*#\s*include\s*(?:"([^"]+)"|(<[^>]+)>)/.exec(token);
  const written = include?.[1] ?? include?.[2];
  if (written !== undefined && !isOfSystem(written)) includes.push(written);
  const define = /^[ \t]*#\s*define\s+\w+([\s\S]*)$/.exec(token);
  if (!define) return;
  for (const [name] of define[1].matchAll(/[A-Za-z_$][\w$]*/g)) uses.add(name);
  const parameters = /^\(([^)]*)\)/.exec(define[1])?.[1].split(/[\s,]+/) ?? [];
  for (const [, head] of define[1].matchAll(/([A-Za-z_$][\w$]*)[ \t]*##/g)) if (!parameters.includes(head)) uses.add(`${head}##`);
  for (const [, name] of define[1].matchAll(/([A-Za-z_$][\w$]*)\s*\(/g)) calls.add(name);
};

/** The tokens before `{` are a function's head: they end in a parameter list (or old-style declarations after one). */
const isFunction = (tokens: readonly string[]): boolean => {
  if (!tokens.includes("(") || tokens.includes("=")) return false;
  if (tokens[0] === "typedef") return false;
  return tokens.some(
    (token, index) => token === "(" && index > 0 && /^[A-Za-z_$]/.test(tokens[index - 1]) && !KEYWORDS.has(tokens[index - 1]),
  );
};

/** `f(a, b) int a; char *b;`: the declarations of the parameters of an old-style definition. */
const isOldStyle = (tokens: readonly string[]): boolean =>
  /(?:^| )[A-Za-z_$][\w$]* \( [A-Za-z_$][\w$]*(?: , [A-Za-z_$][\w$]*)* \) [A-Za-z_$][\w$]* [A-Za-z_$]/.test(tokens.join(" ")) &&
  tokens.slice(tokens.indexOf("(") + 1, tokens.indexOf(")")).every((token) => !KEYWORDS.has(token));

/** Notes what one declaration at file level defines or declares. */
const declaration = (all: readonly string[], body: boolean, defines: Set<string>, declares: Set<string>): void => {
  if (all.length === 0 || all.includes("typedef")) return;
  const opening = all.indexOf("(");
  const local = all.slice(0, opening < 0 ? undefined : opening).includes("static");
  const external = all.includes("extern");
  const tokens = withoutBraces(all);
  let depth = 0;
  let initialiser = false;
  for (const [index, token] of tokens.entries()) {
    if (token === "(" || token === "[") depth++;
    else if (token === ")" || token === "]") depth--;
    else if (token === "=" && depth === 0) initialiser = true;
    else if (token === "," && depth === 0) initialiser = false;
    if (initialiser || !/^[A-Za-z_$]/.test(token) || KEYWORDS.has(token)) continue;
    const next = tokens[index + 1] as string | undefined;
    const tagged = index > 0 && ["struct", "union", "enum"].includes(tokens[index - 1]);
    if (tagged) continue;
    if (body) {
      // Macros may stand in front of the function without a semicolon: their names do no harm.
      if (next === "(" && depth === 0 && !local) defines.add(token);
    } else if (next === "(" && depth === 0) {
      declares.add(token);
    } else if (depth === 0 && (next === undefined || next === "=" || next === "," || next === "[")) {
      if (external) declares.add(token);
      else if (!local) {
        defines.add(token);
        declares.add(token);
      }
    }
  }
};

const withoutBraces = (tokens: readonly string[]): string[] => {
  const kept: string[] = [];
  let depth = 0;
  for (const token of tokens) {
    if (token === "{") depth++;
    else if (token === "}") depth--;
    else if (depth === 0) kept.push(token);
  }
  return kept;
};
