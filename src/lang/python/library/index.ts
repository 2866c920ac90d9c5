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
import asyncioParts from "./asyncio_parts.py";
import chainMap from "./chain_map.py";
import colorsys from "./colorsys.py";
import configparser from "./configparser.py";
import csvWriters from "./csv_writers.py";
import difflib from "./difflib.py";
import fnmatch from "./fnmatch.py";
import futures from "./futures.py";
import getopt from "./getopt.py";
import graphlib from "./graphlib.py";
import html from "./html.py";
import logging from "./logging.py";
import multiprocessing from "./multiprocessing.py";
import pathlib from "./pathlib.py";
import secrets from "./secrets.py";
import shutil from "./shutil.py";
import statisticsOfPairs from "./statistics_of_pairs.py";
import tempfile from "./tempfile.py";
import threading from "./threading.py";
import pprint from "./pprint.py";
import { actsInProcesses } from "./processes.ts";
import queue from "./queue.py";
import shlex from "./shlex.py";
import textwrap from "./textwrap.py";
import userContainers from "./user_containers.py";
import urllibParse from "./urllib_parse.py";

const LIBRARY: Readonly<Record<string, string>> = {
  "builtin_bases.list": baseList,
  "builtin_bases.dict": baseDict,
  "builtin_bases.ordered_dict": baseOrdered,
  "builtin_bases.set": baseSet,
  "builtin_bases.tuple": baseTuple,
  "builtin_bases.str": baseStr,
  "builtin_bases.int": baseInt,
  "builtin_bases.float": baseFloat,
  asyncio_parts: asyncioParts,
  chain_map: chainMap,
  colorsys,
  "concurrent.futures": futures,
  configparser,
  csv_writers: csvWriters,
  difflib,
  fnmatch,
  getopt,
  graphlib,
  html,
  logging,
  multiprocessing,
  "multiprocessing.pool": multiprocessing,
  pathlib,
  secrets,
  shutil,
  statistics_of_pairs: statisticsOfPairs,
  tempfile,
  threading,
  pprint,
  queue,
  shlex,
  textwrap,
  user_containers: userContainers,
  "urllib.parse": urllibParse,
};

const moved = (from: string, names: readonly string[], to: string): Record<string, string> =>
  Object.fromEntries(names.map((name) => [`${from}.${name}`, to]));

/** Members of modules that are written in Rust for the rest: the module that has them. */
export const MOVED: Readonly<Record<string, string | undefined>> = {
  ...moved(
    "asyncio",
    ["BoundedSemaphore", "Condition", "Event", "LifoQueue", "Lock", "PriorityQueue", "Queue", "Semaphore", "to_thread"],
    "asyncio_parts",
  ),
  ...moved("collections", ["ChainMap"], "chain_map"),
  ...moved("collections", ["UserDict", "UserList"], "user_containers"),
  ...moved("csv", ["DictWriter"], "csv_writers"),
  ...moved("statistics", ["correlation", "covariance", "linear_regression", "quantiles"], "statistics_of_pairs"),
};

const movedIn = (text: string): string[] =>
  Object.entries(MOVED).flatMap(([name, module]) => (module && name.split(".").every((part) => text.includes(part)) ? [module] : []));

/** The module that stands for a builtin type as the base of a class. */
export const BUILTIN_BASES: Readonly<Record<string, string | undefined>> = {
  list: "builtin_bases.list",
  dict: "builtin_bases.dict",
  OrderedDict: "builtin_bases.ordered_dict",
  set: "builtin_bases.set",
  tuple: "builtin_bases.tuple",
  str: "builtin_bases.str",
  int: "builtin_bases.int",
  float: "builtin_bases.float",
};

const CLASS = /^[ \t]*class[ \t]+\w+[ \t]*\(([^)]*)\)/gm;

/** What a class that is a named tuple may have beside its fields and methods. */
const SPECIAL = /^[ \t]+def __(?!str__|repr__)\w+__|^[ \t]+@(?!property|staticmethod|classmethod)|^@|^[ \t]+\w+ *=/m;

/** The modules that stand for the bases of a text's classes. */
const basesIn = (text: string): string[] =>
  [...text.matchAll(CLASS)].flatMap(([, bases]) =>
    /\b(namedtuple|NamedTuple)\b/.test(bases) && SPECIAL.test(text)
      ? ["builtin_bases.tuple"]
      : bases.split(",").flatMap((base) => BUILTIN_BASES[/(\w*)\s*(\[|$)/.exec(base.trim())?.[1] ?? ""] ?? []),
  );

/** What makes threads wait for each other, or shows in which order they run. */
const WAITS =
  /\bsleep\s*\(|\b(Condition|Event|Barrier|Semaphore|BoundedSemaphore|Timer|local|current_thread)\b|\b(?:import|from)\s+(?:queue|asyncio|socket|signal)\b/;

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
      if (LIBRARY[name] === undefined || added.has(name) || own.has(`${folder}${name}.py`)) continue;
      added.add(name);
      look(LIBRARY[name]);
    }
  };
  // Threads that wait for each other cannot run one after the other.
  if (input.files.some(({ text }) => WAITS.test(text) || actsInProcesses(text)))
    for (const name of ["threading", "concurrent.futures", "multiprocessing"]) own.add(`${folder}${name}.py`);
  for (const file of input.files) look(file.text);
  if (added.size === 0) return input;
  return {
    ...input,
    files: [
      ...input.files,
      ...[...added].map((library) => ({ path: `${library.replace(/\./g, "/")}.py`, text: LIBRARY[library]!, library })),
    ],
  };
}
