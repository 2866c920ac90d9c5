/** Functions that a program calls without a declaration: those of the library that the compiler knows have the library's types, others are `int f()`. */
import type { Sym } from "../ast.ts";
import {
  charType,
  doubleType,
  intType,
  longType,
  pointerTo,
  sameCType,
  ulongType,
  voidType,
  type CType,
  type FunctionType,
} from "../types/types.ts";
import type { Parser } from "./state.ts";

/** The types of parameters and results, by letter; `.` is `...`. */
const letters: Readonly<Record<string, CType>> = {
  v: voidType,
  i: intType,
  l: longType,
  z: ulongType,
  d: doubleType,
  b: pointerTo(voidType),
  B: pointerTo({ ...voidType, const: true }),
  s: pointerTo(charType),
  S: pointerTo({ ...charType, const: true }),
};

/** The result, then the parameters. */
const signatures: Readonly<Record<string, string>> = {
  ...all("malloc", "bz"),
  ...all("calloc", "bzz"),
  ...all("realloc", "bbz"),
  ...all("free", "vb"),
  ...all("exit", "vi"),
  ...all("abort", "v"),
  ...all("abs isalpha isdigit isalnum isspace isupper islower ispunct isprint isgraph iscntrl isxdigit toupper tolower putchar", "ii"),
  ...all("labs", "ll"),
  ...all("puts", "iS"),
  ...all("printf scanf", "iS."),
  ...all("sprintf", "isS."),
  ...all("sscanf", "iSS."),
  ...all("snprintf", "iszS."),
  ...all("strlen", "zS"),
  ...all("strcmp strcasecmp", "iSS"),
  ...all("strncmp strncasecmp", "iSSz"),
  ...all("strcpy strcat", "ssS"),
  ...all("strncpy strncat", "ssSz"),
  ...all("strchr strrchr", "sSi"),
  ...all("strstr strpbrk", "sSS"),
  ...all("strspn strcspn", "zSS"),
  ...all("strdup", "sS"),
  ...all("memcpy memmove", "bbBz"),
  ...all("memset", "bbiz"),
  ...all("memcmp", "iBBz"),
  ...all("memchr", "bBiz"),
  ...all("sqrt cbrt sin cos tan asin acos atan sinh cosh tanh exp exp2 log log2 log10 floor ceil trunc round fabs", "dd"),
  ...all("pow atan2 fmod hypot fmin fmax", "ddd"),
};

function all(names: string, signature: string): Record<string, string> {
  return Object.fromEntries(names.split(" ").map((name) => [name, signature]));
}

/** The type that the compiler takes a function of the library to have. */
function libraryType(name: string, where: number): FunctionType | undefined {
  const signature = Object.hasOwn(signatures, name) ? signatures[name] : undefined;
  if (signature === undefined) return undefined;
  const [result, ...params] = signature;
  return {
    kind: "function",
    params: params.filter((letter) => letter !== ".").map((letter) => ({ type: letters[letter], at: where })),
    result: letters[result],
    variadic: signature.endsWith("."),
    ...(name === "exit" || name === "abort" ? { noreturn: true } : {}),
  };
}

/** The library's function, where a program declares one of its own accord, with all of its parameters or with none. */
export function declaredLibrary(name: string, type: FunctionType, where: number): FunctionType | undefined {
  const library = libraryType(name, where);
  if (!library) return undefined;
  if (type.unprototyped) return sameCType(library.result, type.result) ? library : undefined;
  return sameCType(library, type) ? type : undefined;
}

/** Declares a function by its first call. */
export function implicitFunction(p: Parser, name: string, where: number): Sym {
  const type = libraryType(name, where);
  const sym: Sym = {
    kind: "function",
    name,
    storage: "extern",
    fileScope: true,
    at: where,
    system: type !== undefined,
    unit: p.unit,
    type: type ?? { kind: "function", params: [], result: intType, variadic: false, unprototyped: true },
  };
  p.fileScope.names.set(name, sym);
  p.externals.push(sym);
  return sym;
}
