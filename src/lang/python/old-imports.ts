/**
 * Imports of what only Python 2 had, for programs that run under both: `try: from itertools import izip as zip`, `except ImportError: …`. They fail
 * for sure, so before names are resolved the handler stands in their place; where none takes the failure, or where something stands before them, they
 * become a `raise`. A module of the program may have the name.
 */
import type { ExceptClause, Expr, ModuleNode, Stmt } from "./ast/nodes.ts";
import { withBlocks } from "./scope-tree.ts";

const MODULES = new Set(
  (
    "urllib2 urlparse httplib cookielib Cookie HTMLParser htmlentitydefs xmlrpclib SimpleXMLRPCServer BaseHTTPServer SimpleHTTPServer " +
    "CGIHTTPServer SocketServer Queue ConfigParser StringIO cStringIO cPickle copy_reg anydbm dbhash dumbdbm gdbm whichdb commands thread " +
    "dummy_thread repr UserDict UserList UserString Tkinter tkMessageBox tkFileDialog ttk sets md5 sha exceptions __builtin__ " +
    "robotparser popen2 htmllib sgmllib rfc822 mimetools compiler new user future_builtins"
  ).split(" "),
);

/** Members of modules that only Python 2 had. */
const MEMBERS: Readonly<Record<string, ReadonlySet<string> | undefined>> = Object.fromEntries(
  Object.entries({
    itertools: "izip imap ifilter ifilterfalse izip_longest",
    string:
      "letters lowercase uppercase maketrans join joinfields split splitfields atoi atof atol strip lstrip rstrip upper lower replace find " +
      "rfind count zfill ljust rjust center translate swapcase index",
    os: "getcwdu popen2 popen3 popen4 spawnvp tmpnam tempnam",
    sys: "maxint exc_clear exc_type setdefaultencoding getrefcounts",
    time: "clock",
    fractions: "gcd",
    collections:
      "Mapping MutableMapping Sequence MutableSequence Set MutableSet Iterable Iterator Callable Hashable Sized Container Generator Awaitable",
    urllib: "urlopen urlencode quote unquote quote_plus unquote_plus urlretrieve pathname2url",
    inspect: "getargspec",
    operator: "isCallable sequenceIncludes div isSequenceType isMappingType isNumberType repeat delslice getslice setslice",
    types: "StringType StringTypes IntType LongType FloatType ListType TupleType DictType ClassType InstanceType UnicodeType",
    cgi: "escape",
    functools: "izip",
  }).map(([module, names]) => [module, new Set(names.split(" "))]),
);

/** Did only Python 2 have this member of a module of the library? */
export const isOldMember = (module: string, member: string): boolean => MEMBERS[module]?.has(member) ?? false;

/** Modules whose old members are imported, or tried, more often than their names mean something else. */
const IMPORTED = ["itertools", "os", "sys", "time", "fractions", "collections", "urllib", "inspect"];

const MENTIONED = new RegExp(`\\b(?:${[...MODULES, ...IMPORTED.flatMap((name) => [...(MEMBERS[name] ?? [])])].join("|")})\\b`);

interface Failure {
  readonly error: "ModuleNotFoundError" | "ImportError" | "AttributeError";
  readonly message: string;
}

/** The module, whose text is given, without imports that fail for sure; `own` are the names of the program's modules. */
export function withoutOldImports(module: ModuleNode, text: string, own: ReadonlySet<string>): ModuleNode {
  if (!MENTIONED.test(text)) return module;
  const failureOf = (s: Stmt): Failure | undefined => {
    if (s.kind === "import") {
      const gone = s.names.find(({ name }) => MODULES.has(name.split(".")[0]) && !own.has(name.split(".")[0]));
      return gone && { error: "ModuleNotFoundError", message: `No module named '${gone.name.split(".")[0]}'` };
    }
    if (s.kind === "importFrom" && s.level === 0 && !own.has(s.module.split(".")[0])) {
      const top = s.module.split(".")[0];
      if (MODULES.has(top)) return { error: "ModuleNotFoundError", message: `No module named '${top}'` };
      const gone = s.names.find(({ name }) => isOldMember(s.module, name));
      return gone && { error: "ImportError", message: `cannot import name '${gone.name}' from '${s.module}' (unknown location)` };
    }
    const value = s.kind === "assign" || s.kind === "expr" ? s.value : undefined;
    if (
      value?.kind === "attribute" &&
      value.object.kind === "name" &&
      !own.has(value.object.id) &&
      isOldMember(value.object.id, value.name)
    )
      return { error: "AttributeError", message: `module '${value.object.id}' has no attribute '${value.name}'` };
    return undefined;
  };
  const inBody = (body: readonly Stmt[]): Stmt[] =>
    body.flatMap((s): Stmt[] => {
      if (s.kind === "def") return [{ ...s, fn: { ...s.fn, body: inBody(s.fn.body) } }];
      if (s.kind === "class") return [s];
      const failure = s.kind === "try" ? failureOf(s.body[0]) : undefined;
      if (s.kind === "try" && failure) {
        const handler = s.handlers.find((each) => takesFailure(each, failure.error));
        if (handler && !handler.name && s.final.length === 0 && !raisesAgain(handler.body))
          return inBody(handler.body).map((each, i) =>
            i === 0 && s.comments ? { ...each, comments: [...s.comments, ...(each.comments ?? [])] } : each,
          );
      }
      const own = s.kind === "import" || s.kind === "importFrom" ? failureOf(s) : undefined;
      return own ? [raising(own, s)] : [withBlocks(s, inBody)];
    });
  return { ...module, body: inBody(module.body) };
}

/** Does the handler take an exception of the class? */
export function takesFailure(handler: ExceptClause, error: Failure["error"]): boolean {
  const names = handler.type?.kind === "tuple" ? handler.type.elems : handler.type ? [handler.type] : [];
  const above = ["Exception", "BaseException", error, ...(error === "ModuleNotFoundError" ? ["ImportError"] : [])];
  return handler.type === undefined || names.some((name) => name.kind === "name" && above.includes(name.id));
}

const raisesAgain = (body: readonly Stmt[]): boolean => body.some((s) => s.kind === "raise" && s.value === undefined);

function raising({ error, message }: Failure, s: Stmt): Stmt {
  const { span } = s;
  const name = (id: string): Expr => ({ kind: "name", id, span });
  const value: Expr = { kind: "call", callee: name(error), args: [{ value: { kind: "str", value: message, span } }], span };
  return { kind: "raise", value, span, ...(s.comments ? { comments: s.comments } : {}) };
}

/** The names of the modules of a program's files. */
export const moduleNames = (paths: readonly string[]): ReadonlySet<string> =>
  new Set(paths.flatMap((path) => path.replace(/\.py$/, "").split("/")));
