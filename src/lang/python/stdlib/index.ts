/** The library: every table, and every row by its id. */
import type { RowTable } from "../../../ir/index.ts";
import { any, argumentTable } from "./any.ts";
import { builtins } from "./builtins.ts";
import { bytes, makeSlice, range, slice } from "./bytes.ts";
import { counter, defaultdict, dict, views } from "./dict.ts";
import { exception } from "./exceptions.ts";
import { bounded, deque, list } from "./list.ts";
import { argparse } from "./modules/argparse.ts";
import { asyncgroup, asyncio, asynclistener, asyncstream, deadline, loop, task, waiters } from "./modules/asyncio.ts";
import { channel, coroutine } from "./modules/coroutine.ts";
import { csv, csvWriter } from "./modules/csv.ts";
import { collections, copy, generator, measure, random, statistics, string, stringConstants } from "./modules/collections.ts";
import {
  calendar,
  calendarConstants,
  calendarModule,
  date,
  datetime,
  fields,
  moment,
  time as clock,
  timeDates,
  timedelta,
  timezone,
} from "./modules/datetime.ts";
import { template } from "./modules/template.ts";
import { cmath, complex, decimal, decimalConstants, decimalContext, decimalMethods, makeComplex } from "./modules/decimal.ts";
import { base64, binascii, bytearray, makeBytearray, zlib } from "./modules/binary.ts";
import {
  binary,
  bytesio,
  file,
  hash,
  hashlib,
  ioModule,
  match,
  openers,
  os,
  path,
  pattern,
  re,
  reConstants,
  stderr,
  stdin,
  stdinBytes,
  stdout,
  stringio,
} from "./modules/files.ts";
import { environ } from "./modules/environ.ts";
import { bisect, functools, heapq, itertools } from "./modules/iteration.ts";
import { ast, evaluate } from "./modules/evaluate.ts";
import { json } from "./modules/json.ts";
import { fraction, fractions } from "./modules/numbers.ts";
import { math, mathConstants, time } from "./modules/math.ts";
import { ndarray } from "./modules/numpy.ts";
import { threads, threadTime, threadWaiters } from "./modules/threads.ts";
import { doctest, floatInfo, runner, sys, traceback, unittest } from "./modules/sys.ts";
import { netreader, netsocket, sockets } from "./modules/socket.ts";
import { struct } from "./modules/struct.ts";
import { unicodedata } from "./modules/unicodedata.ts";
import { float, int } from "./numbers.ts";
import { idsOf, type PyRow, type PyTable } from "./row.ts";
import { frozenset, set } from "./set.ts";
import { characters, str } from "./str.ts";

export type { PyRow, PyTable } from "./row.ts";
export { exceptionAliases, exceptionBases } from "./exceptions.ts";

/** Methods by the receiver's type. */
export const receivers: Readonly<Record<string, PyTable>> = {
  any,
  evaluate,
  arguments: argumentTable,
  list,
  deque,
  bounded,
  dict,
  defaultdict,
  ...views,
  counter,
  set,
  frozenset,
  str,
  characters,
  bytes,
  range,
  int,
  float,
  exception,
  file,
  binary,
  stdin,
  stdinBytes,
  stdout,
  stderr,
  stringio,
  hash,
  pattern,
  match,
  fraction,
  template,
  bytesio,
  environ,
  generator,
  measure,
  runner,
  csvwriter: csvWriter,
  floatinfo: floatInfo,
  complex,
  bytearray,
  slice,
  channel,
  coroutine,
  threadWaiters,
  task,
  waiters,
  loop,
  asynclistener,
  asyncstream,
  asyncgroup,
  deadline,
  netreader,
  netsocket,
  decimal_number: decimalMethods,
  decimal_context: decimalContext,
  date,
  clock,
  moment,
  timedelta,
  timezone,
  fields,
  weeks: calendar,
  ndarray,
};

/** Functions and constants by module. */
export const modules: Readonly<Record<string, PyTable>> = {
  builtins: { ...builtins, ...openers, complex: makeComplex, bytearray: makeBytearray, slice: makeSlice },
  argparse,
  asyncio,
  csv,
  base64,
  binascii,
  cmath,
  decimal,
  zlib,
  calendar: calendarModule,
  datetime,
  hashlib,
  io: ioModule,
  os,
  "os.path": path,
  re,
  bisect,
  collections,
  copy,
  doctest,
  fractions,
  functools,
  heapq,
  itertools,
  json,
  ast,
  math,
  random,
  _socket: sockets,
  statistics,
  struct,
  string,
  sys,
  traceback,
  time: { ...time, ...timeDates },
  unicodedata,
  unittest,
  _threads: threads,
  _threaded_time: threadTime,
};

/** Constants of modules: numbers and texts. */
export const constants: Readonly<Record<string, Readonly<Record<string, number | string | bigint>>>> = {
  math: mathConstants,
  string: stringConstants,
  re: reConstants,
  os: {
    sep: "/",
    linesep: "\n",
    name: "posix",
    SEEK_SET: 0,
    SEEK_CUR: 1,
    SEEK_END: 2,
    curdir: ".",
    pardir: "..",
    pathsep: ":",
    devnull: "/dev/null",
    extsep: ".",
    F_OK: 0,
    R_OK: 4,
    W_OK: 2,
    X_OK: 1,
  },
  "os.path": { sep: "/" },
  calendar: calendarConstants,
  io: { SEEK_SET: 0, SEEK_CUR: 1, SEEK_END: 2, DEFAULT_BUFFER_SIZE: 8192 },
  cmath: mathConstants,
  decimal: decimalConstants,
};

/** Every row by id: `py.list.append`, `py.math.sqrt`, `py.builtins.len`; overloads after the first as `py.list.pop#1`. */
export const pythonRows: Readonly<Record<string, PyRow>> & RowTable = Object.fromEntries(
  [...Object.entries(receivers), ...Object.entries(modules)].flatMap(([name, table]) => [...idsOf(`py.${name}`, table)]),
);
