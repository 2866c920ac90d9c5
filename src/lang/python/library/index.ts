/** Modules of Python's library that are written in Python: they are translated with the programs that import them. */
import type { ProgramInput } from "../../front-end.ts";
import baseList from "./builtin_bases/list.py";
import baseDict from "./builtin_bases/dict.py";
import baseOrdered from "./builtin_bases/ordered_dict.py";
import baseSet from "./builtin_bases/set.py";
import baseTuple from "./builtin_bases/tuple.py";
import baseStr from "./builtin_bases/str.py";
import baseInt from "./builtin_bases/int.py";
import baseFloat from "./builtin_bases/float.py";
import abstractContainers from "./abstract_containers.py";
import array from "./array.py";
import atexit from "./atexit.py";
import asyncioExceptions from "./asyncio_exceptions.py";
import asyncioGroups from "./asyncio_groups.py";
import asyncioParts from "./asyncio_parts.py";
import asyncioStreams from "./asyncio_streams.py";
import base64Codes from "./base64_codes.py";
import chainMap from "./chain_map.py";
import colorsys from "./colorsys.py";
import configparser from "./configparser.py";
import contexts from "./contexts.py";
import csvWriters from "./csv_writers.py";
import difflib from "./difflib.py";
import enumFlags from "./enum_flags.py";
import errno from "./errno.py";
import fileinput from "./fileinput.py";
import flask from "./flask.py";
import flaskRequests from "./flask_requests.py";
import flaskTesting from "./flask_testing.py";
import fnmatch from "./fnmatch.py";
import futures from "./futures.py";
import gc from "./gc.py";
import getopt from "./getopt.py";
import glob from "./glob.py";
import graphlib from "./graphlib.py";
import html from "./html.py";
import httpClient from "./http_client.py";
import httpMessages from "./http_messages.py";
import httpServer from "./http_server.py";
import httpStatuses from "./http_statuses.py";
import jsonEncoder from "./json_encoder.py";
import keyword from "./keyword.py";
import logging from "./logging.py";
import multiprocessing from "./multiprocessing.py";
import pathlib from "./pathlib.py";
import secrets from "./secrets.py";
import shutil from "./shutil.py";
import socketModule from "./socket.py";
import socketserver from "./socketserver.py";
import statisticsOfPairs from "./statistics_of_pairs.py";
import stringTemplate from "./string_template.py";
import tee from "./tee.py";
import tempfile from "./tempfile.py";
import threading from "./threading.py";
import timeit from "./timeit.py";
import pprint from "./pprint.py";
import { actsInProcesses } from "./processes.ts";
import queue from "./queue.py";
import shlex from "./shlex.py";
import subprocess from "./subprocess.py";
import textwrap from "./textwrap.py";
import werkzeugExceptions from "./werkzeug_exceptions.py";
import werkzeugServing from "./werkzeug_serving.py";
import userContainers from "./user_containers.py";
import urllibError from "./urllib_error.py";
import urllibRequest from "./urllib_request.py";
import urllibParse from "./urllib_parse.py";

/** By the name that a program imports; names with a space are modules that no program can import, and of whose name it may have a file. */
const LIBRARY: Readonly<Record<string, string>> = {
  "builtin bases.list": baseList,
  "builtin bases.dict": baseDict,
  "builtin bases.ordered_dict": baseOrdered,
  "builtin bases.set": baseSet,
  "builtin bases.tuple": baseTuple,
  "builtin bases.str": baseStr,
  "builtin bases.int": baseInt,
  "builtin bases.float": baseFloat,
  "collections abstract": abstractContainers,
  array,
  "asyncio exceptions": asyncioExceptions,
  "asyncio groups": asyncioGroups,
  "asyncio parts": asyncioParts,
  "asyncio streams": asyncioStreams,
  atexit,
  "base64 codes": base64Codes,
  "collections chain": chainMap,
  "string template": stringTemplate,
  colorsys,
  "contextlib classes": contexts,
  "concurrent.futures": futures,
  configparser,
  "csv writers": csvWriters,
  difflib,
  "enum flags": enumFlags,
  errno,
  fileinput,
  flask,
  "flask.requests": flaskRequests,
  "flask.testing": flaskTesting,
  fnmatch,
  gc,
  getopt,
  "itertools tee": tee,
  glob,
  graphlib,
  html,
  http: httpStatuses,
  "http.client": httpClient,
  "http.messages": httpMessages,
  "http.server": httpServer,
  "json encoder": jsonEncoder,
  keyword,
  logging,
  multiprocessing,
  "multiprocessing.pool": multiprocessing,
  pathlib,
  secrets,
  shutil,
  socket: socketModule,
  socketserver,
  "statistics of pairs": statisticsOfPairs,
  tempfile,
  threading,
  timeit,
  pprint,
  queue,
  shlex,
  subprocess,
  textwrap,
  "collections user": userContainers,
  "werkzeug.exceptions": werkzeugExceptions,
  "werkzeug.serving": werkzeugServing,
  "urllib.error": urllibError,
  "urllib.request": urllibRequest,
  "urllib.parse": urllibParse,
};

const moved = (from: string, names: readonly string[], to: string): Record<string, string> =>
  Object.fromEntries(names.map((name) => [`${from}.${name}`, to]));

/** Members of modules that are written in Rust for the rest: the module that has them. */
export const MOVED: Readonly<Record<string, string | undefined>> = {
  ...moved(
    "asyncio",
    ["BoundedSemaphore", "Condition", "Event", "LifoQueue", "Lock", "PriorityQueue", "Queue", "Semaphore", "to_thread"],
    "asyncio parts",
  ),
  ...moved("asyncio", ["Server", "StreamReader", "StreamWriter", "open_connection", "start_server"], "asyncio streams"),
  ...moved("asyncio", ["TaskGroup", "timeout"], "asyncio groups"),
  ...moved("asyncio", ["IncompleteReadError", "LimitOverrunError"], "asyncio exceptions"),
  ...moved("base64", ["a85decode", "a85encode", "b16decode", "b32hexdecode", "b32hexencode", "b85decode", "b85encode"], "base64 codes"),
  ...moved("collections", ["ChainMap"], "collections chain"),
  ...moved("string", ["Template"], "string template"),
  ...moved("collections", ["UserDict", "UserList"], "collections user"),
  ...moved("contextlib", ["AbstractContextManager", "ExitStack", "closing", "nullcontext"], "contextlib classes"),
  ...moved("enum", ["Flag", "IntFlag"], "enum flags"),
  ...moved("csv", ["DictWriter"], "csv writers"),
  ...moved("json", ["JSONEncoder"], "json encoder"),
  ...moved("itertools", ["tee"], "itertools tee"),
  ...moved("statistics", ["correlation", "covariance", "linear_regression", "quantiles"], "statistics of pairs"),
};

/** The modules that have members of a module, or the member that a name is. */
export const movedOf = (name: string): string[] => [
  ...new Set(Object.entries(MOVED).flatMap(([member, to]) => (to && (member === name || member.startsWith(`${name}.`)) ? [to] : []))),
];

const movedIn = (text: string): string[] =>
  Object.entries(MOVED).flatMap(([name, module]) => (module && name.split(".").every((part) => text.includes(part)) ? [module] : []));

/** The module that stands for a builtin type as the base of a class. */
export const BUILTIN_BASES: Readonly<Record<string, string | undefined>> = {
  list: "builtin bases.list",
  dict: "builtin bases.dict",
  OrderedDict: "builtin bases.ordered_dict",
  set: "builtin bases.set",
  tuple: "builtin bases.tuple",
  str: "builtin bases.str",
  int: "builtin bases.int",
  float: "builtin bases.float",
};

/** The classes of `collections.abc` that classes may be derived from: library/abstract_containers.py. */
export const ABSTRACT_BASES: ReadonlySet<string> = new Set([
  ...["Callable", "Collection", "Container", "Hashable", "Iterable", "Iterator", "Mapping", "MutableMapping", "MutableSequence"],
  ...["MutableSet", "Reversible", "Sequence", "Set", "AbstractSet", "Sized"],
]);

/** The module that has them. */
export const ABSTRACT_MODULE = "collections abstract";

const CLASS = /^[ \t]*class[ \t]+\w+[ \t]*\(([^)]*)\)/gm;

/** What a class that is a named tuple may have beside its fields and methods. */
const SPECIAL = /^[ \t]+def __(?!str__|repr__)\w+__|^[ \t]+@(?!property|staticmethod|classmethod)|^@|^[ \t]+\w+ *=/m;

/** The modules that stand for the bases of a text's classes. */
const basesIn = (text: string): string[] =>
  [...text.matchAll(CLASS)].flatMap(([, bases]) =>
    /\b(namedtuple|NamedTuple)\b/.test(bases) && SPECIAL.test(text)
      ? ["builtin bases.tuple"]
      : bases.split(",").flatMap((base) => {
          const name = /(\w*)\s*(\[|$)/.exec(base.trim())?.[1] ?? "";
          return BUILTIN_BASES[name] ?? (ABSTRACT_BASES.has(name) ? [ABSTRACT_MODULE] : []);
        }),
  );

/** What shows when something runs. */
const TIMED =
  /\bsleep\s*\(|\b(Condition|Event|Barrier|Semaphore|BoundedSemaphore|Timer)\b|\b(?:import|from)\s+(?:queue|asyncio|socket|signal)\b/;

/** Loops and waits that threads have no part in. */
const APART = /\b(?:import|from)\s+(?:asyncio|signal)\b/;

const IMPORT = /^[ \t]*(?:>>>[ \t]*)?(?:from[ \t]+([\w.]+)[ \t]+import[ \t]+\(?|import[ \t]+)([\w., \t]*)/gm;

/** The modules that a text may import: names in strings are found too, which costs no more than a translation. */
const importedBy = (text: string): string[] =>
  [...text.matchAll(IMPORT)].flatMap(([, from, listed = ""]) => {
    const names = listed.split(",").map((name) => name.trim().split(/\s+/)[0] ?? "");
    return from === undefined ? names : [from, ...names.map((name) => `${from}.${name}`)];
  });

/** The program with the library's modules that it imports behind its own files; absolute imports start from the folder `root`. A file of the program stands before a module of its name. */
export function withLibrary(input: ProgramInput, root: string): ProgramInput {
  const folder = root === "" ? "" : `${root}/`;
  const own = new Set(input.files.map((file) => file.path));
  const added = new Set<string>();
  const look = (text: string): void => {
    for (const name of [...importedBy(text), ...basesIn(text), ...movedIn(text)]) {
      if (LIBRARY[name] === undefined || added.has(name) || (!name.includes(" ") && own.has(`${folder}${name}.py`))) continue;
      added.add(name);
      look(LIBRARY[name]);
    }
  };
  const has = (pattern: RegExp): boolean => input.files.some(({ text }) => pattern.test(text));
  const refused = new Set<string>();
  // Processes that run one after the other, where that would show.
  if (has(TIMED) || input.files.some(({ text }) => actsInProcesses(text)))
    for (const name of ["multiprocessing", ...(has(/\bProcessPoolExecutor\b/) ? ["concurrent.futures"] : [])]) refused.add(name);
  // Modules of the library alone start no threads.
  if (has(APART) && has(/hread|futures/)) for (const name of ["threading", "concurrent.futures"]) refused.add(name);
  for (const name of refused) own.add(`${folder}${name}.py`);
  for (const file of input.files) look(file.text);
  if (added.size === 0) return input;
  return {
    ...input,
    files: [
      ...input.files,
      ...[...added].map((library) => ({ path: `${library.replace(/\./g, "/").replace(/ /g, "_")}.py`, text: LIBRARY[library]!, library })),
    ],
  };
}
