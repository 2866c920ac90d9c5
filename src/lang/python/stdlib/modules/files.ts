/** Files: `open`, `io`, `os`, `os.path`, `hashlib`: runtime/py/src/{file,io,os,hashlib}.rs. */
import { changing, COUNT, fallible, PLACE, row, type PyRow, type PyTable, type RowOptions } from "../row.ts";

const io = { io: true } as const;

/** What `open` in text mode returns. */
export const file: PyTable = {
  __iter__: row("(self: rt[file::File]) -> iter[str]", "file::iter", { io: true, apart: true }),
  __enter__: row("(self: rt[file::File]) -> rt[file::File]", "file::enter", io),
  __exit__: row("(self: rt[file::File]) -> None", "file::exit", io),
  read: [
    fallible("(self: rt[file::File]) -> str", "file::read", io),
    fallible("(self: rt[file::File], count: int) -> str", "file::read_count", io),
  ],
  readline: fallible("(self: rt[file::File]) -> str", "file::readline", io),
  readlines: fallible("(self: rt[file::File]) -> list[str]", "file::readlines", io),
  write: fallible("(self: rt[file::File], text: str) -> int", "file::write", { io: true, range: COUNT }),
  writelines: fallible("(self: rt[file::File], lines: iter[str]) -> None", "file::writelines", io),
  flush: fallible("(self: rt[file::File]) -> None", "file::flush", io),
  close: fallible("(self: rt[file::File]) -> None", "file::close", io),
  seek: [
    fallible("(self: rt[file::File], place: int) -> int", "file::seek", { io: true, range: COUNT }),
    fallible("(self: rt[file::File], place: int, whence: int) -> int", "file::seek_from", { io: true, range: COUNT }),
  ],
  tell: fallible("(self: rt[file::File]) -> int", "file::tell", { io: true, range: COUNT }),
  truncate: [
    fallible("(self: rt[file::File]) -> int", "file::truncate_here", { io: true, range: COUNT }),
    fallible("(self: rt[file::File], size: int) -> int", "file::truncate", { io: true, range: COUNT }),
  ],
  readable: row("(self: rt[file::File]) -> bool", "file::readable", io),
  writable: row("(self: rt[file::File]) -> bool", "file::writable", io),
  seekable: row("(self: rt[file::File]) -> bool", "file::seekable", io),
  isatty: row("(self: rt[file::File]) -> bool", "file::isatty", io),
  name: row("(self: rt[file::File]) -> str", "file::name", io),
  closed: row("(self: rt[file::File]) -> bool", "file::closed", io),
};

/** What `open` in binary mode returns. */
export const binary: PyTable = {
  __enter__: row("(self: rt[file::Binary]) -> rt[file::Binary]", "file::enter_binary", io),
  __exit__: fallible("(self: rt[file::Binary]) -> None", "file::close_binary", io),
  read: [
    fallible("(self: rt[file::Binary]) -> bytes", "file::read_bytes", io),
    fallible("(self: rt[file::Binary], count: int) -> bytes", "file::read_bytes_count", io),
  ],
  readline: fallible("(self: rt[file::Binary]) -> bytes", "file::read_bytes_line", io),
  write: fallible("(self: rt[file::Binary], data: bytes) -> int", "file::write_bytes", { io: true, range: COUNT }),
  seek: fallible("(self: rt[file::Binary], place: int, whence: int = 0) -> int", "file::seek_binary", { io: true, range: COUNT }),
  tell: fallible("(self: rt[file::Binary]) -> int", "file::tell_binary", { io: true, range: COUNT }),
  readlines: fallible("(self: rt[file::Binary]) -> list[bytes]", "file::read_bytes_lines", io),
  __iter__: fallible("(self: rt[file::Binary]) -> list[bytes]", "file::read_bytes_lines", io),
  flush: fallible("(self: rt[file::Binary]) -> None", "file::flush_binary", io),
  close: fallible("(self: rt[file::Binary]) -> None", "file::close_binary", io),
};

/** `sys.stdin`, `sys.stdout`, `sys.stderr` as objects: `rt[file::Stdin]` and so on. */
export const stdin: PyTable = {
  __iter__: row("(self: rt[file::Stdin]) -> iter[str]", "file::stdin_lines", { io: true, apart: true }),
  read: [
    fallible("(self: rt[file::Stdin]) -> str", "file::stdin_all", io),
    fallible("(self: rt[file::Stdin], count: int) -> str", "file::stdin_count", io),
  ],
  readline: fallible("(self: rt[file::Stdin]) -> str", "file::stdin_line", io),
  readlines: fallible("(self: rt[file::Stdin]) -> list[str]", "file::stdin_all_lines", io),
  close: row("(self: rt[file::Stdin]) -> None", "file::stdin_close", io),
  isatty: row("(self: rt[file::Stdin]) -> bool", "file::stdin_isatty", io),
  buffer: row("(self: rt[file::Stdin]) -> rt[file::StdinBytes]", "file::stdin_buffer", { attribute: true }),
};
/** `sys.stdin.buffer` */
export const stdinBytes: PyTable = {
  __iter__: row("(self: rt[file::StdinBytes]) -> iter[bytes]", "file::stdin_bytes_iter", { io: true, apart: true }),
  read: fallible("(self: rt[file::StdinBytes]) -> bytes", "file::stdin_bytes", io),
  readline: fallible("(self: rt[file::StdinBytes]) -> bytes", "file::stdin_bytes_line", io),
  readlines: fallible("(self: rt[file::StdinBytes]) -> list[bytes]", "file::stdin_bytes_lines", io),
};
export const stdout: PyTable = {
  write: row("(self: rt[file::Stdout], text: str) -> int", "file::stdout_write", { io: true, range: COUNT }),
  writelines: row("(self: rt[file::Stdout], lines: iter[str]) -> None", "file::stdout_writelines", io),
  flush: row("(self: rt[file::Stdout]) -> None", "file::stdout_flush", io),
  close: row("(self: rt[file::Stdout]) -> None", "file::stdout_close", io),
  isatty: row("(self: rt[file::Stdout]) -> bool", "file::stdout_isatty", io),
};
export const stderr: PyTable = {
  write: row("(self: rt[file::Stderr], text: str) -> int", "file::stderr_write", { io: true, range: COUNT }),
  writelines: row("(self: rt[file::Stderr], lines: iter[str]) -> None", "file::stderr_writelines", io),
  flush: row("(self: rt[file::Stderr]) -> None", "file::stderr_flush", io),
  isatty: row("(self: rt[file::Stderr]) -> bool", "file::stderr_isatty", io),
};

const text = (name: string, result: string, more = ""): PyRow => row(`(self: rt[io::StringIO]${more}) -> ${result}`, `io::${name}`, io);
export const stringio: PyTable = {
  __iter__: row("(self: rt[io::StringIO]) -> iter[str]", "io::iter", { io: true, apart: true }),
  write: row("(self: rt[io::StringIO], text: str) -> int", "io::write", { io: true, range: COUNT }),
  getvalue: text("getvalue", "str"),
  writelines: row("(self: rt[io::StringIO], lines: iter[str]) -> None", "io::writelines", io),
  read: [text("read", "str"), text("read_count", "str", ", count: int")],
  readline: text("readline", "str"),
  readlines: text("readlines", "list[str]"),
  seek: [
    row("(self: rt[io::StringIO], place: int) -> int", "io::seek", { io: true, range: COUNT }),
    fallible("(self: rt[io::StringIO], place: int, whence: int) -> int", "io::seek_from", { io: true, range: COUNT }),
  ],
  tell: row("(self: rt[io::StringIO]) -> int", "io::tell", { io: true, range: COUNT }),
  truncate: [
    row("(self: rt[io::StringIO]) -> int", "io::truncate_here", { io: true, range: COUNT }),
    row("(self: rt[io::StringIO], size: int) -> int", "io::truncate", { io: true, range: COUNT }),
  ],
  flush: text("close", "None"),
  readable: text("always", "bool"),
  writable: text("always", "bool"),
  seekable: text("always", "bool"),
  isatty: text("never", "bool"),
  closed: row("(self: rt[io::StringIO]) -> bool", "io::never", { io: true, attribute: true }),
  close: text("close", "None"),
};
const raw = (name: string, result: string, more = "", options: RowOptions = {}): PyRow =>
  row(`(self: rt[io::BytesIO]${more}) -> ${result}`, `io::${name}`, { io: true, ...options });
export const bytesio: PyTable = {
  write: raw("write_bytes", "int", ", data: bytes", { range: COUNT }),
  read: [raw("read_bytes", "bytes"), raw("read_bytes_count", "bytes", ", count: int")],
  readline: raw("read_bytes_line", "bytes"),
  readlines: raw("read_bytes_lines", "list[bytes]"),
  __iter__: raw("bytes_lines", "iter[bytes]", "", { apart: true }),
  truncate: [raw("truncate_bytes_here", "int", "", { range: COUNT }), raw("truncate_bytes", "int", ", size: int", { range: COUNT })],
  flush: raw("close_bytes", "None"),
  getvalue: raw("bytes_value", "bytes"),
  tell: raw("bytes_place", "int", "", { range: COUNT }),
  seek: [
    raw("seek_bytes", "int", ", place: int", { range: COUNT }),
    fallible("(self: rt[io::BytesIO], place: int, whence: int) -> int", "io::seek_bytes_from", { io: true, range: COUNT }),
  ],
  close: raw("close_bytes", "None"),
};
export const ioModule: PyTable = {
  BytesIO: [row("() -> rt[io::BytesIO]", "io::bytes_io", io), row("(initial_bytes: bytes) -> rt[io::BytesIO]", "io::bytes_io_of", io)],
  StringIO: [row("() -> rt[io::StringIO]", "io::string_io", io), row("(initial_value: str) -> rt[io::StringIO]", "io::string_io_of", io)],
};

/** Rows that the builtins have for files. */
export const openers: PyTable = {
  open: fallible('(file: str, mode: str = "r", *, encoding: str = "utf-8", newline: str = "") -> rt[file::File]', "file::open_with", io),
  /** `open` with a mode that has a `b`. */
  open_binary: fallible("(file: str, mode: str) -> rt[file::Binary]", "file::open_binary", io),
};

const test = (name: string): PyRow => row("(path: str) -> bool", `os::${name}`, io);
const part = (name: string): PyRow => row("(path: str) -> str", `os::${name}`);

export const path: PyTable = {
  join: [
    row("(a: str, b: str) -> str", "os::join"),
    row("(a: str, b: str, c: str) -> str", "os::join3"),
    row("(a: str, b: str, c: str, d: str) -> str", "os::join4"),
  ],
  /** `join(*parts)` */
  join_all: row("(parts: iter[str]) -> str", "os::join_all"),
  exists: test("exists"),
  isfile: test("isfile"),
  isdir: test("isdir"),
  isabs: row("(path: str) -> bool", "os::isabs"),
  basename: part("basename"),
  dirname: part("dirname"),
  normpath: part("normpath"),
  abspath: row("(path: str) -> str", "os::abspath", io),
  expanduser: row("(path: str) -> str", "os::expanduser", io),
  split: row("(path: str) -> tuple[str,str]", "os::split"),
  splitext: row("(path: str) -> tuple[str,str]", "os::splitext"),
  relpath: row('(path: str, start: str = ".") -> str', "os::relpath", io),
  realpath: row("(path: str) -> str", "os::realpath", io),
  commonprefix: row("(texts: list[str]) -> str", "os::commonprefix"),
  getmtime: fallible("(path: str) -> float", "os::getmtime", io),
  islink: test("islink"),
  expandvars: row("(path: str) -> str", "os::expandvars", io),
  commonpath: fallible("(paths: iter[str]) -> str", "os::commonpath"),
  getsize: fallible("(path: str) -> int", "os::getsize", { io: true, range: COUNT }),
};

const E = "rt[os::Environ]";
export const os: PyTable = {
  environ: row(`() -> ${E}`, "os::environment", { attribute: true }),
  walk: row("(top: str) -> list[tuple[str,list[str],list[str]]]", "os::walk", io),
  getcwd: fallible("() -> str", "os::getcwd", io),
  listdir: [fallible("(path: str) -> list[str]", "os::listdir", io), fallible("() -> list[str]", "os::list_here", io)],
  mkdir: fallible("(path: str) -> None", "os::mkdir", io),
  makedirs: fallible("(path: str, *, exist_ok: bool = False) -> None", "os::makedirs", io),
  remove: fallible("(path: str) -> None", "os::remove", io),
  unlink: fallible("(path: str) -> None", "os::remove", io),
  rmdir: fallible("(path: str) -> None", "os::rmdir", io),
  rename: fallible("(from: str, to: str) -> None", "os::rename", io),
  replace: fallible("(from: str, to: str) -> None", "os::rename", io),
  getenv: [row("(name: str) -> str | None", "os::getenv", io), row("(name: str, default: str) -> str", "os::getenv_or", io)],
  putenv: row("(name: str, value: str) -> None", "os::putenv", io),
  chdir: fallible("(path: str) -> None", "os::chdir", io),
  access: row("(path: str, mode: int) -> bool", "os::access", io),
  urandom: row("(size: int) -> bytes", "os::urandom", io),
  system: row("(command: str) -> int", "os::system", { io: true, range: COUNT }),
  /** What `subprocess` runs commands by: words, input, places of the streams, folder, environment, and limit in seconds. */
  spawn: fallible(
    "(words: list[str], input: bytes, places: str, folder: str, env: list[str], limit: float) -> tuple[int,bytes,bytes]",
    "os::spawn",
    io,
  ),
  spawn_place: row("(stream: int) -> str", "os::spawn_place"),
  /** What `atexit.register` hands over. */
  at_exit: row("(function: func[[],None]) -> None", "run::at_exit", { io: true, calls: [] }),
  getpid: row("() -> int", "os::getpid", { io: true, range: COUNT }),
  cpu_count: row("() -> int", "os::cpu_count", { io: true, range: COUNT }),
};

const hasher = (name: string): readonly PyRow[] => [
  row("(data: bytes) -> rt[hashlib::Hash]", `hashlib::${name}`),
  row("() -> rt[hashlib::Hash]", `hashlib::${name}_empty`),
];
export const hashlib: PyTable = {
  new: [
    fallible("(name: str) -> rt[hashlib::Hash]", "hashlib::by_name"),
    fallible("(name: str, data: bytes) -> rt[hashlib::Hash]", "hashlib::of_name"),
  ],
  md5: hasher("md5"),
  sha1: hasher("sha1"),
  sha224: hasher("sha224"),
  sha256: hasher("sha256"),
  sha384: hasher("sha384"),
  sha512: hasher("sha512"),
};
export const hash: PyTable = {
  update: changing("(self: rt[hashlib::Hash], data: bytes) -> None", "hashlib::update"),
  name: row("(self: rt[hashlib::Hash]) -> str", "hashlib::name", { attribute: true }),
  digest_size: row("(self: rt[hashlib::Hash]) -> int", "hashlib::digest_size", { attribute: true, range: COUNT }),
  block_size: row("(self: rt[hashlib::Hash]) -> int", "hashlib::block_size", { attribute: true, range: COUNT }),
  digest: row("(self: rt[hashlib::Hash]) -> bytes", "hashlib::digest"),
  hexdigest: row("(self: rt[hashlib::Hash]) -> str", "hashlib::hexdigest"),
};

// --- re: runtime/py/src/re.rs, behind the feature `regex`
const feature = "regex";
const P = "rt[re::Pattern]";
const M = "rt[re::Match]";
/** The functions of `re` by what they take: a compiled pattern, or (`re.search(pattern, …)`) its text and flags. */
const both = (
  name: string,
  run: string,
  rest: string,
  result: string,
  fails = false,
): { readonly method: PyRow; readonly module: PyRow } => {
  const make = fails ? fallible : row;
  return {
    method: make(`(self: ${P}, ${rest}) -> ${result}`, `re::${run}`, { feature, doc: name }),
    module: fallible(`(pattern: str, ${rest}, flags: int = 0) -> ${result}`, `re::${run}_text`, { feature, doc: name }),
  };
};
const search = both("search", "search", "string: str", `${M} | None`);
const match_ = both("match", "match_start", "string: str", `${M} | None`);
const full = both("fullmatch", "fullmatch", "string: str", `${M} | None`);
const finditer = both("finditer", "finditer", "string: str", `iter[${M}]`);
const findall = both("findall", "findall", "string: str", "list[str]", true);
const pairs = both("findall", "findall_pairs", "string: str", "list[tuple[str,str]]", true);
const triples = both("findall", "findall_triples", "string: str", "list[tuple[str,str,str]]", true);
const split = both("split", "split", "string: str, maxsplit: int = 0", "list[str]");
const sub = both("sub", "sub", "repl: str, string: str, count: int = 0", "str", true);
const subBy = both("sub", "sub_by", `repl: func[[${M}],str], string: str, count: int = 0`, "str");
const subn = both("subn", "subn", "repl: str, string: str, count: int = 0", "tuple[str,int]", true);
const counted = { range: COUNT } as const;

export const pattern: PyTable = {
  search: [search.method, row(`(self: ${P}, string: str, pos: int) -> ${M} | None`, "re::search_at", { feature })],
  match: [match_.method, row(`(self: ${P}, string: str, pos: int) -> ${M} | None`, "re::match_at", { feature })],
  fullmatch: full.method,
  finditer: finditer.method,
  /** For patterns with no or one group; two and three groups have the rows below, chosen by the pattern's text. */
  findall: findall.method,
  findall_pairs: pairs.method,
  findall_triples: triples.method,
  findall_rows: fallible(`(self: ${P}, string: str) -> list[tuple[str,...]]`, "re::findall_rows", { feature }),
  split: split.method,
  sub: [sub.method, subBy.method],
  subn: { ...subn.method, ...counted },
  pattern: row(`(self: ${P}) -> str`, "re::source", { feature }),
};
export const match: PyTable = {
  group: [
    row(`(self: ${M}) -> str`, "re::group_all", { feature }),
    fallible(`(self: ${M}, index: int) -> str | None`, "re::group", { feature }),
    fallible(`(self: ${M}, name: str) -> str | None`, "re::group_named", { feature }),
  ],
  __getitem__: [
    fallible(`(self: ${M}, index: int) -> str | None`, "re::group", { feature }),
    fallible(`(self: ${M}, name: str) -> str | None`, "re::group_named", { feature }),
  ],
  groups: row(`(self: ${M}) -> tuple[str | None,...]`, "re::groups", { feature }),
  groupdict: row(`(self: ${M}) -> dict[str,str | None]`, "re::groupdict", { feature }),
  start: [
    row(`(self: ${M}) -> int`, "re::start", { feature, range: PLACE }),
    fallible(`(self: ${M}, index: int) -> int`, "re::start_of", { feature, range: PLACE }),
    fallible(`(self: ${M}, name: str) -> int`, "re::start_named", { feature, range: PLACE }),
  ],
  end: [
    row(`(self: ${M}) -> int`, "re::end", { feature, range: PLACE }),
    fallible(`(self: ${M}, index: int) -> int`, "re::end_of", { feature, range: PLACE }),
    fallible(`(self: ${M}, name: str) -> int`, "re::end_named", { feature, range: PLACE }),
  ],
  span: [
    row(`(self: ${M}) -> tuple[int,int]`, "re::span", { feature, range: PLACE }),
    fallible(`(self: ${M}, index: int) -> tuple[int,int]`, "re::span_of", { feature, range: PLACE }),
    fallible(`(self: ${M}, name: str) -> tuple[int,int]`, "re::span_named", { feature, range: PLACE }),
  ],
  string: row(`(self: ${M}) -> str`, "re::string", { feature }),
  lastindex: row(`(self: ${M}) -> int | None`, "re::lastindex", { feature, attribute: true }),
  lastgroup: row(`(self: ${M}) -> str | None`, "re::lastgroup", { feature, attribute: true }),
  re: row(`(self: ${M}) -> ${P}`, "re::pattern", { feature, attribute: true }),
};
export const re: PyTable = {
  compile: fallible(`(pattern: str, flags: int = 0) -> ${P}`, "re::compile", { feature }),
  search: [search.module, search.method],
  match: [match_.module, match_.method],
  fullmatch: [full.module, full.method],
  finditer: [finditer.module, finditer.method],
  findall: [findall.module, findall.method],
  findall_pairs: [pairs.module, pairs.method],
  findall_triples: [triples.module, triples.method],
  split: [split.module, split.method],
  sub: [sub.module, subBy.module, sub.method, subBy.method],
  subn: [
    { ...subn.module, ...counted },
    { ...subn.method, ...counted },
  ],
  escape: row("(pattern: str) -> str", "re::escape", { feature }),
};
/** Flags of `re`. */
export const reConstants: Readonly<Record<string, number>> = {
  I: 2,
  IGNORECASE: 2,
  M: 8,
  MULTILINE: 8,
  S: 16,
  DOTALL: 16,
  U: 32,
  UNICODE: 32,
  X: 64,
  VERBOSE: 64,
  A: 256,
  ASCII: 256,
};
