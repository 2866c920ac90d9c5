/** Imports: modules of the program, and of the library. */
import type { Span } from "../../../base/span.ts";
import { refuse } from "../../../diagnostics/diagnostic.ts";
import { f64, str } from "../../../ir/index.ts";
import type { Stmt } from "../ast/nodes.ts";
import { absoluteModule, importedNames, type ModuleInfo } from "../infer/modules.ts";
import { FLOAT, INT, STR, type Ty } from "../infer/types.ts";
import { libraryExceptions } from "../stdlib/exceptions.ts";
import { constants, modules } from "../stdlib/index.ts";
import { callable, ghost } from "./builtins.ts";
import { ex, push, type Cx, type Val } from "./context.ts";
import { raises } from "./convert.ts";
import { isOldMember } from "../old-imports.ts";
import { staticValue } from "./definitions.ts";
import { irFunction } from "./functions.ts";
import { MOVED } from "../library/index.ts";
import { irType } from "./ir-types.ts";
import { operandsOf, operatorFunction, operatorNames } from "./operator-functions.ts";
import { bindName, globalVal } from "./names.ts";
import { numpyMember } from "./numpy/module.ts";
import { callRow, hasRow } from "./rows.ts";

const moduleTy = (module: string): Ty => [{ k: "module", module }];
const unitOf = (cx: Cx, span: Span): Val["e"] => ex(cx, "unit", { kind: "unit" }, span, {});

/** Modules that exist only for annotations, or whose names are known while translating. */
const KNOWN = new Set([
  "typing",
  "abc",
  "dataclasses",
  "enum",
  "contextlib",
  "__future__",
  "typing_extensions",
  "collections.abc",
  "types",
  "numbers",
  "doctest",
  "numpy",
  "numpy.random",
  "numpy.linalg",
  "numpy.fft",
  "numpy.lib",
  "numpy.lib.stride_tricks",
  "numpy.typing",
]);

const libraryModule = (cx: Cx, name: string): boolean =>
  KNOWN.has(name) ||
  name in constants ||
  name === "collections" ||
  name === "functools" ||
  name === "operator" ||
  name === "itertools" ||
  name === "unittest" ||
  cx.p.library.hasModule(name);

/** A module of Python's library whose import alone does nothing that a program could see: it is refused where it is used. */
const isIdle = (name: string): boolean => IDLE.has(name.split(".")[0]);

const IDLE = new Set(
  (
    "array ast bz2 cProfile cmd code codecs concurrent configparser copyreg ctypes curses dbm dis email filecmp fileinput gc glob gzip " +
    "hmac http imaplib inspect ipaddress json locale lzma marshal mimetypes multiprocessing optparse pdb pickle pkgutil platform plistlib " +
    "poplib profile pstats pty pwd readline reprlib resource runpy sched select selectors shelve signal smtplib socket socketserver sqlite3 " +
    "ssl stat struct subprocess symtable sysconfig tarfile telnetlib termios timeit token tokenize trace tracemalloc tty turtle " +
    "unicodedata urllib uuid venv warnings wave weakref webbrowser xml xmlrpc zipapp zipfile zoneinfo"
  ).split(" "),
);

/** What an imported name stands for. */
export function importedValue(
  cx: Cx,
  module: ModuleInfo,
  s: Stmt<"import"> | Stmt<"importFrom">,
  name: string,
  span: Span,
): Val | undefined {
  if (s.kind === "import") {
    const found = s.names.find((n) => (n.as ?? n.name.split(".")[0]) === name);
    if (!found) return undefined;
    return { ty: moduleTy(found.as ? found.name : found.name.split(".")[0]), e: unitOf(cx, span) };
  }
  const found = s.names.find((n) => (n.as ?? n.name) === name);
  if (!found) return undefined;
  const from = absoluteModule(module, s.module, s.level);
  const inner = `${from ? `${from}.` : ""}${found.name}`;
  // A package's own `from package import part` binds the part, not what it is about to bind.
  const bound = cx.p.byName.get(from)?.scopes.moduleVariable(found.name);
  if (cx.p.byName.has(inner) && (!bound || bound.only === s)) return { ty: moduleTy(inner), e: unitOf(cx, span) };
  return moduleMember(cx, from, found.name, span);
}

/** `module.name`. */
export function moduleMember(cx: Cx, name: string, member: string, span: Span): Val {
  const module = cx.p.byName.get(name);
  // A package of the library of which the program has modules: `urllib.parse`.
  if (!module && cx.p.byName.has(`${name}.${member}`)) return { ty: moduleTy(`${name}.${member}`), e: unitOf(cx, span) };
  if (module) {
    const variable = module.scopes.moduleVariable(member);
    if (!variable) {
      if (member === "__name__") return { ty: STR, e: ex(cx, "str", str, span, { value: name }) };
      const inner = `${name}.${member}`;
      if ([...cx.p.byName.keys()].some((each) => each === inner || each.startsWith(`${inner}.`)))
        return { ty: moduleTy(inner), e: unitOf(cx, span) };
      for (const s of module.node.body)
        if (s.kind === "importFrom" && s.star) {
          const from = absoluteModule(module, s.module, s.level);
          if (cx.p.byName.get(from)?.scopes.moduleVariable(member)) return moduleMember(cx, from, member, span);
        }
      return refuse("PY0601", span, `the module \`${name}\` has no \`${member}\``);
    }
    const known = staticValue(cx, module, variable, span);
    if (known) return known;
    module.exported.add(variable);
    return globalVal(cx, module, variable, span);
  }
  return libraryMember(cx, name, member, span);
}

/** Functions of the library that are lowered, not called as rows. */
const SPECIAL = new Set([
  "collections.defaultdict",
  "collections.namedtuple",
  "collections.OrderedDict",
  "collections.Counter",
  "collections.deque",
  "functools.partial",
  "functools.cmp_to_key",
  "operator.itemgetter",
  "operator.attrgetter",
  "operator.methodcaller",
  "functools.wraps",
  "functools.singledispatch",
  "functools.reduce",
  "functools.lru_cache",
  "functools.cache",
  "functools.cached_property",
  "argparse.ArgumentParser",
  "unittest.main",
  "unittest.TestLoader",
  "unittest.TestSuite",
  "unittest.TextTestRunner",
  "unittest.makeSuite",
  "unittest.defaultTestLoader",
  "doctest.testmod",
  "dataclasses.field",
  "dataclasses.dataclass",
  "itertools.chain",
  "struct.Struct",
]);

/** The names that `from module import *` binds; undefined for modules whose names are not known. */
export function libraryNames(module: string): string[] | undefined {
  const table = modules[module];
  const known = [
    ...Object.keys(table ?? {}),
    ...Object.keys(constants[module] ?? {}),
    ...(module === "operator" ? operatorNames : []),
    ...[...SPECIAL, ...Object.keys(libraryExceptions)].flatMap((full) =>
      full.startsWith(`${module}.`) ? [full.slice(module.length + 1)] : [],
    ),
  ];
  if (module === "os" || module === "io" || known.length === 0) return undefined;
  return [...new Set(known)].filter((name) => /^[A-Za-z]\w*$/.test(name));
}

/** `__name__` of functions that have a second name. */
const NAMED: Readonly<Record<string, string>> = { "bisect.bisect": "bisect_right", "bisect.insort": "insort_right" };

function libraryMember(cx: Cx, module: string, member: string, span: Span): Val {
  const constant = constants[module]?.[member];
  if (constant !== undefined) {
    if (typeof constant === "string") return { ty: STR, e: ex(cx, "str", str, span, { value: constant }) };
    if (typeof constant === "bigint" || (Number.isInteger(constant) && module !== "math"))
      return { ty: INT, e: ex(cx, "int", irType(cx.p, INT), span, { value: BigInt(constant) }) };
    return { ty: FLOAT, e: ex(cx, "float", f64, span, { value: constant }) };
  }
  if (member === "__name__" && libraryModule(cx, module)) return { ty: STR, e: ex(cx, "str", str, span, { value: module }) };
  const full = `${module}.${member}`;
  const moved = MOVED[full];
  if (moved && cx.p.byName.has(moved)) return moduleMember(cx, moved, member, span);
  const exception = libraryExceptions[full];
  if (exception) return ghost(cx, callable<"type">(cx.p, `type ${exception}`, 1, { kind: "type", name: member, type: exception }), span);
  const special = (key: string): Val =>
    ghost(cx, callable<"special">(cx.p, `special ${key}`, 1, { kind: "special", name: member, special: key }), span);
  if (full.startsWith("numpy.")) {
    const known = numpyMember(cx, full.slice(6), special, span);
    if (known) return known;
  }
  if (SPECIAL.has(full)) {
    if (!(hasRow(cx, full) && ["functools.reduce", "itertools.chain"].includes(full))) return special(full);
  }
  if (module === "operator" && operandsOf(member) !== undefined) return operatorFunction(cx, member, span);
  if (full === "unittest.TestCase") return special(full);
  if (
    module === "typing" ||
    module === "collections.abc" ||
    module === "abc" ||
    module === "numbers" ||
    module === "typing_extensions" ||
    module === "types"
  )
    return special(`abc ${member}`);
  if (module === "argparse" || (module === "contextlib" && ["contextmanager", "redirect_stdout", "suppress"].includes(member)))
    return special(full);
  if (module === "enum" || module === "dataclasses") return special(member);
  if (hasRow(cx, full) || full === "json.dump" || full === "json.load") {
    if (cx.p.library.rows(full)?.[0].attribute) return callRow(cx, full, [], span, span);
    return ghost(cx, callable<"library">(cx.p, full, 1, { kind: "library", name: NAMED[full] ?? member, row: full }), span);
  }
  if (libraryModule(cx, full)) return { ty: moduleTy(full), e: unitOf(cx, span) };
  if (isOldMember(module, member)) return raises(cx, `AttributeError: module '${module}' has no attribute '${member}'`, span);
  if (!libraryModule(cx, module)) return missing(cx, module, span);
  return refuse("PY0701", span, `\`${full}\` is not in the library tables`);
}

/** A module that is not there: noted once, and its names are code that is not reached, so that the rest of the program is looked at, too. */
function missing(cx: Cx, module: string, span: Span): Val {
  const message = `the module \`${module}\` is neither part of the program nor in the library tables`;
  if (cx.p.emitting && !cx.p.diagnostics.some((each) => each.code === "PY0602" && each.message === message))
    cx.p.diagnostics.push({ code: "PY0602", severity: "refusal", span, message });
  return { ty: [], e: unitOf(cx, span) };
}

/** An import statement: runs the code of modules of the program, once. */
export function importStatement(cx: Cx, s: Stmt<"import"> | Stmt<"importFrom">): void {
  for (const name of importedNames(cx.module, s)) start(cx, name, s.span);
  const base = s.kind === "importFrom" ? absoluteModule(cx.module, s.module, s.level) : "";
  if (s.kind === "importFrom" && s.star)
    return refuse("PY0603", s.span, `every name of the module \`${base}\` is imported, and which ones there are is not known`);
  if (s.guarded) return;
  if (s.kind === "import")
    for (const n of s.names)
      if (!cx.p.byName.has(n.name) && !libraryModule(cx, n.name) && !cx.p.library.hasModule(n.name.split(".")[0]) && !isIdle(n.name))
        missing(cx, n.name, s.span);
  if (s.kind === "importFrom" && base && !cx.p.byName.has(base) && !libraryModule(cx, base))
    if (!s.names.some((n) => cx.p.byName.has(`${base}.${n.name}`))) missing(cx, base, s.span);
  for (const n of s.names) {
    const name = s.kind === "import" ? (n.as ?? n.name.split(".")[0]) : (n.as ?? n.name);
    const binding = cx.module.scopes.imported(s, name);
    if (binding.kind !== "variable" || binding.variable.only === s) continue;
    const val = importedValue(cx, cx.module, s, name, s.span);
    if (val) bindName(cx, binding, name, val, s.span);
  }
}

/** Runs a module's code at its first import. */
function start(cx: Cx, name: string, span: Span): void {
  const module = cx.p.byName.get(name);
  if (!module || !module.init || module === cx.p.modules[cx.p.modules.length - 1]) return;
  if (!cx.p.emitting) {
    // Its code is solved as a unit of its own.
    return;
  }
  // An import inside a function may be the only one: then it is the one that runs the code.
  module.starter ??= cx.module;
  if (module.started || module.starter !== cx.module) return;
  module.started = true;
  push(cx, "expression", span, { value: ex(cx, "call", { kind: "unit" }, span, { function: irFunction(cx.p, module.init), args: [] }) });
}
