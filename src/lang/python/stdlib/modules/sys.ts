/** `sys`: runtime/py/src/{sys,stdout}.rs. Attributes that are no calls have rows without parameters. */
import { COUNT, row, WORD, type PyTable } from "../row.ts";

export const sys: PyTable = {
  argv: row("() -> list[str]", "sys::argv", { attribute: true, io: true, names: "source" }),
  maxsize: row("() -> int", "sys::maxsize", { attribute: true, range: WORD }),
  version_info: row("() -> tuple[int,int,int,str,int]", "sys::version_info", { attribute: true, range: COUNT }),
  platform: row("() -> str", "sys::platform", { attribute: true }),
  byteorder: row("() -> str", "sys::byteorder", { attribute: true }),
  maxunicode: row("() -> int", "sys::maxunicode", { attribute: true, range: COUNT }),
  float_info: row("() -> rt[sys::FloatInfo]", "sys::float_info", { attribute: true }),
  exit: [
    row("() -> None", "sys::exit", { io: true, ends: true }),
    row("(status: bool) -> None", "sys::exit_if", { io: true, ends: true }),
    row("(status: int) -> None", "sys::exit_with", { io: true, ends: true }),
    row("(message: T) -> None", "sys::exit_saying", { io: true, ends: true, args: ["ref"] }),
  ],
  setrecursionlimit: row("(limit: int) -> None", "sys::setrecursionlimit", { io: true }),
  set_int_max_str_digits: row("(maxdigits: int) -> None", "sys::set_int_max_str_digits", { io: true }),
  get_int_max_str_digits: row("() -> int", "sys::int_max_str_digits", { io: true, range: COUNT }),
  getdefaultencoding: row("() -> str", "sys::default_encoding"),
  getrecursionlimit: row("() -> int", "sys::recursion_limit", { io: true, range: COUNT }),
  intern: row("(text: str) -> str", "sys::intern"),
  /** `__file__`, `sys.argv[0]` */
  source: row("() -> str", "sys::source", { io: true, names: "source" }),
  set_source: row("(path: str) -> None", "sys::set_source", { io: true }),
  stdin: row("() -> rt[file::Stdin]", "file::stdin", { attribute: true }),
  stdout: row("() -> rt[file::Stdout]", "file::stdout", { attribute: true }),
  __stdout__: row("() -> rt[file::Stdout]", "file::stdout", { attribute: true }),
  stderr: row("() -> rt[file::Stderr]", "file::stderr", { attribute: true }),
  __stderr__: row("() -> rt[file::Stderr]", "file::stderr", { attribute: true }),
  /** `sys.stdout = file` */
  set_stdout: [
    row("(file: rt[io::StringIO]) -> None", "io::set_stdout", { io: true }),
    row("(file: rt[file::File]) -> None", "file::set_stdout", { io: true }),
    row("(file: rt[file::Stderr]) -> None", "file::set_stdout_to_error", { io: true }),
    row("(file: rt[file::Stdout]) -> None", "file::reset_stdout", { io: true }),
  ],
  /** `redirect_stdout(file)` and its end. */
  redirect: [
    row("(file: rt[io::StringIO]) -> None", "io::redirect", { io: true }),
    row("(file: rt[file::File]) -> None", "file::redirect", { io: true }),
    row("(file: rt[file::Stderr]) -> None", "file::redirect_to_error", { io: true }),
    row("(file: None) -> None", "file::redirect_nowhere", { io: true }),
  ],
  unredirect: row("() -> None", "stdout::unredirect", { io: true }),
  /** `sys.stdout.buffer.write(data)` */
  stdout_write_bytes: row("(data: bytes) -> None", "stdout::write_bytes", { io: true }),
};

/** `traceback`: each is told the exception that it prints. */
export const traceback: PyTable = {
  print_exc: row("(error: exception) -> None", "exception::print_traceback", { io: true }),
  /** What a log says of an exception. */
  shown: row("(error: exception) -> str", "exception::shown_traceback", { io: true }),
  print_exception: row("(error: exception) -> None", "exception::print_traceback", { io: true }),
};

const F = "rt[sys::FloatInfo]";
/** `sys.float_info` */
export const floatInfo: PyTable = {
  epsilon: row(`(self: ${F}) -> float`, "sys::epsilon", { args: ["own"] }),
  max: row(`(self: ${F}) -> float`, "sys::float_max", { args: ["own"] }),
  min: row(`(self: ${F}) -> float`, "sys::float_min", { args: ["own"] }),
  dig: row(`(self: ${F}) -> int`, "sys::digits", { args: ["own"], range: COUNT }),
  mant_dig: row(`(self: ${F}) -> int`, "sys::mantissa_digits", { args: ["own"], range: COUNT }),
};

/** `unittest`: runtime/py/src/unittest.rs. The lowering finds the tests, the rows run and report them. */
export const unittest: PyTable = {
  begin: row("(verbosity: int) -> rt[unittest::Runner]", "unittest::begin", { io: true }),
  run: row("(self: rt[unittest::Runner], name: str, class: str, doc: str, test: func[[],None]) -> None", "unittest::run", {
    io: true,
    args: ["mut", "ref", "ref", "ref", "own"],
  }),
  run_expecting_failure: row(
    "(self: rt[unittest::Runner], name: str, class: str, doc: str, test: func[[],None]) -> None",
    "unittest::run_expecting_failure",
    {
      io: true,
      args: ["mut", "ref", "ref", "ref", "own"],
    },
  ),
  run_class: row("(self: rt[unittest::Runner], name: str, class: str, code: func[[],None]) -> bool", "unittest::run_class", {
    io: true,
    args: ["mut", "ref", "ref", "own"],
  }),
  skip: row("(self: rt[unittest::Runner], name: str, class: str, doc: str, reason: str) -> None", "unittest::skip", {
    io: true,
    args: ["mut", "ref"],
  }),
  finish: row("(self: rt[unittest::Runner]) -> None", "unittest::finish", { io: true }),
  report: row("(self: rt[unittest::Runner]) -> None", "unittest::report", { io: true }),
  /** The exceptions of assertions that failed: `1 != 2`, `False is not true`, `ValueError not raised`. */
  differs: row("(a: A, sign: str, b: B) -> exception", "unittest::differs", { args: ["ref"] }),
  fails: row("(a: A, what: str) -> exception", "unittest::fails", { args: ["ref"] }),
  not_raised: row("(class: str) -> exception", "unittest::not_raised"),
  fail: row("(message: str) -> exception", "unittest::fail"),
  skip_test: row("(reason: str) -> exception", "unittest::skip_test"),
  almost_equal: row("(a: float, b: float, places: int = 7) -> bool", "unittest::almost_equal"),
  same_items: row("(a: iter[T], b: iter[T]) -> bool", "unittest::same_items", {
    flows: [
      ["1.elem", "0.elem"],
      ["0.elem", "1.elem"],
    ],
  }),
};

const RUNNER = "rt[unittest::Runner]";
/** What came out of tests. */
export const runner: PyTable = {
  wasSuccessful: row(`(self: ${RUNNER}) -> bool`, "unittest::was_successful"),
  testsRun: row(`(self: ${RUNNER}) -> int`, "unittest::tests_run", { range: COUNT }),
  failures: row(`(self: ${RUNNER}) -> list[tuple[str,str]]`, "unittest::failures"),
  errors: row(`(self: ${RUNNER}) -> list[tuple[str,str]]`, "unittest::errors"),
  skipped: row(`(self: ${RUNNER}) -> list[tuple[str,str]]`, "unittest::skipped"),
};

/** `doctest`: runtime/py/src/doctest.rs. The calls stand in what src/lang/python/doctest.ts makes of `testmod()`. */
export const doctest: PyTable = {
  start: row("(file: str, verbose: bool, flags: str) -> rt[doctest::Runner]", "doctest::start", { io: true }),
  trying: row("(runner: rt[doctest::Runner], source: str, want: str) -> None", "doctest::trying", {
    io: true,
    args: ["mut", "ref", "ref"],
  }),
  begin: row("(runner: rt[doctest::Runner], name: str) -> None", "doctest::begin", { io: true, args: ["mut", "ref"] }),
  example: row("(runner: rt[doctest::Runner], line: int, source: str, want: str, test: func[[],str]) -> None", "doctest::example", {
    io: true,
    args: ["mut", "own", "ref", "ref", "own"],
  }),
  shown: row("(text: str) -> None", "doctest::shown", { io: true, args: ["ref"] }),
  capture: row("(runner: rt[doctest::Runner]) -> None", "doctest::capture", { io: true, args: ["mut"] }),
  check: row("(runner: rt[doctest::Runner], line: int, source: str, want: str) -> None", "doctest::check", {
    io: true,
    args: ["mut", "own", "ref", "ref"],
  }),
  finish: row("(runner: rt[doctest::Runner]) -> None", "doctest::finish", { io: true, args: ["mut"] }),
  failed: row("(runner: rt[doctest::Runner]) -> int", "doctest::failed", { range: COUNT, args: ["ref"] }),
  tried: row("(runner: rt[doctest::Runner]) -> int", "doctest::tried", { range: COUNT, args: ["ref"] }),
};
