/**
 * Exceptions: runtime/py/src/exception.rs.
 *
 * An exception is a `exception::Exception`; its class is a text, the names of the class and of its bases, most derived first, separated by spaces,
 * down to a builtin class whose bases the runtime knows: `"OutOfStock InventoryError Exception"`. A class outside `__main__` has its module before it.
 * A class with fields or methods of its own is an instance (lower/exception-objects.ts).
 */
import { COUNT, fallible, row, type PyTable } from "./row.ts";

/** Builtin exception classes and their direct base. */
export const exceptionBases: Record<string, string> = {
  BaseException: "object",
  Exception: "BaseException",
  SystemExit: "BaseException",
  KeyboardInterrupt: "BaseException",
  GeneratorExit: "BaseException",
  StopIteration: "Exception",
  StopAsyncIteration: "Exception",
  ArithmeticError: "Exception",
  ZeroDivisionError: "ArithmeticError",
  OverflowError: "ArithmeticError",
  FloatingPointError: "ArithmeticError",
  AssertionError: "Exception",
  AttributeError: "Exception",
  BufferError: "Exception",
  EOFError: "Exception",
  ImportError: "Exception",
  ModuleNotFoundError: "ImportError",
  LookupError: "Exception",
  IndexError: "LookupError",
  KeyError: "LookupError",
  MemoryError: "Exception",
  NameError: "Exception",
  UnboundLocalError: "NameError",
  OSError: "Exception",
  BlockingIOError: "OSError",
  ChildProcessError: "OSError",
  ConnectionError: "OSError",
  BrokenPipeError: "ConnectionError",
  ConnectionAbortedError: "ConnectionError",
  ConnectionRefusedError: "ConnectionError",
  ConnectionResetError: "ConnectionError",
  FileExistsError: "OSError",
  FileNotFoundError: "OSError",
  InterruptedError: "OSError",
  IsADirectoryError: "OSError",
  NotADirectoryError: "OSError",
  PermissionError: "OSError",
  ProcessLookupError: "OSError",
  TimeoutError: "OSError",
  ReferenceError: "Exception",
  RuntimeError: "Exception",
  NotImplementedError: "RuntimeError",
  RecursionError: "RuntimeError",
  SyntaxError: "Exception",
  IndentationError: "SyntaxError",
  SystemError: "Exception",
  TypeError: "Exception",
  ValueError: "Exception",
  UnicodeError: "ValueError",
  UnicodeDecodeError: "UnicodeError",
  UnicodeEncodeError: "UnicodeError",
  Warning: "Exception",
  DeprecationWarning: "Warning",
  RuntimeWarning: "Warning",
  UserWarning: "Warning",
  FutureWarning: "Warning",
};

/** Exception classes of library modules: what the module calls them, their full name and their direct base. */
const libraryClasses: readonly (readonly [module: string, name: string, full: string, base: string])[] = [
  ["argparse", "ArgumentTypeError", "argparse.ArgumentTypeError", "Exception"],
  ["asyncio", "TimeoutError", "TimeoutError", "OSError"],
  ["asyncio", "CancelledError", "asyncio.exceptions.CancelledError", "BaseException"],
  ["asyncio", "InvalidStateError", "asyncio.exceptions.InvalidStateError", "Exception"],
  ["asyncio", "QueueEmpty", "asyncio.queues.QueueEmpty", "Exception"],
  ["asyncio", "QueueFull", "asyncio.queues.QueueFull", "Exception"],
  ["calendar", "IllegalMonthError", "calendar.IllegalMonthError", "ValueError"],
  ["dataclasses", "FrozenInstanceError", "dataclasses.FrozenInstanceError", "AttributeError"],
  ["json", "JSONDecodeError", "json.decoder.JSONDecodeError", "ValueError"],
  ["json.decoder", "JSONDecodeError", "json.decoder.JSONDecodeError", "ValueError"],
  ["re", "error", "re.error", "Exception"],
  ["struct", "error", "struct.error", "Exception"],
  ["zlib", "error", "zlib.error", "Exception"],
  ["binascii", "Error", "binascii.Error", "ValueError"],
  ["numpy.linalg", "LinAlgError", "numpy.linalg.LinAlgError", "ValueError"],
  ["numpy.exceptions", "AxisError", "numpy.exceptions.AxisError", "ValueError"],
  ["queue", "Empty", "queue.Empty", "Exception"],
  ["queue", "Full", "queue.Full", "Exception"],
  ["shutil", "Error", "shutil.Error", "OSError"],
  ["statistics", "StatisticsError", "statistics.StatisticsError", "ValueError"],
  ["decimal", "DecimalException", "decimal.DecimalException", "ArithmeticError"],
  ["decimal", "InvalidOperation", "decimal.InvalidOperation", "decimal.DecimalException"],
  ["decimal", "DivisionByZero", "decimal.DivisionByZero", "decimal.DecimalException"],
  ["decimal", "Overflow", "decimal.Overflow", "decimal.DecimalException"],
];

for (const [, , full, base] of libraryClasses) exceptionBases[full] = base;

/** The full name of an exception class of a module: `json.JSONDecodeError`. */
export const libraryExceptions: Readonly<Record<string, string>> = Object.fromEntries(
  libraryClasses.map(([module, name, full]) => [`${module}.${name}`, full]),
);

/** Other names of the same classes. */
export const exceptionAliases: Readonly<Record<string, string>> = { IOError: "OSError", EnvironmentError: "OSError" };

export const exception: PyTable = {
  /** `Class()`, `Class(message)`, `Class(value)`, `Class(a, b)`: the class text first. */
  new: [
    row("(classes: str) -> exception", "exception::make"),
    row("(classes: str, message: str) -> exception", "exception::make_text"),
    row("(classes: str, value: T) -> exception", "exception::make_with", { args: ["ref", "ref"] }),
    row("(classes: str, a: A, b: B) -> exception", "exception::make_with2", { args: ["ref", "ref", "ref"] }),
    row("(classes: str, a: A, b: B, c: C) -> exception", "exception::make_with3", { args: ["ref", "ref", "ref", "ref"] }),
  ],
  /** `Class(*args)` of values that are taken out again, and `error.args`. */
  new_of: row("(classes: str, args: list[any]) -> exception", "exception::make_of", { args: ["ref", "ref"] }),
  args: row("(self: exception) -> tuple[any,...]", "exception::args"),
  /** `except Class`: by the class's name. */
  is_a: row("(self: exception, name: str) -> bool", "exception::is_a"),
  /** `raise self from cause`, `raise self from None`. */
  caused_by: [
    row("(self: exception, cause: exception) -> exception", "exception::caused_by"),
    row("(self: exception, cause: None) -> exception", "exception::caused_by_none"),
  ],
  /** `raise self` inside `except … as context`. */
  while_handling: row("(self: exception, context: exception) -> exception", "exception::while_handling"),
  __cause__: row("(self: exception) -> exception | None", "exception::cause"),
  __context__: row("(self: exception) -> exception | None", "exception::context"),
  __suppress_context__: row("(self: exception) -> bool", "exception::suppresses_context"),
  __str__: row("(self: exception) -> str", "exception::message"),
  __repr__: row("(self: exception) -> str", "exception::repr"),
  /** `type(self).__name__` */
  class_name: row("(self: exception) -> str", "exception::class_name"),
  /** `str(self.args[index])` */
  arg: row("(self: exception, index: int) -> str", "exception::arg"),
  /** `self.code` of a SystemExit, `self.errno` of an OSError. */
  number: row("(self: exception) -> int", "exception::number", { range: [-(1n << 63n), (1n << 63n) - 1n] }),
  /** `len(error.args)` */
  __len__: row("(self: exception) -> int", "exception::args_len", { range: COUNT }),
  args_repr: row("(self: exception) -> str", "exception::args_repr"),
  filename: row("(self: exception) -> str | None", "exception::filename"),
  lineno: fallible("(self: exception) -> int", "exception::lineno", { range: COUNT }),
  colno: fallible("(self: exception) -> int", "exception::colno", { range: COUNT }),
  pos: fallible("(self: exception) -> int", "exception::pos", { range: COUNT }),
  msg: fallible("(self: exception) -> str", "exception::msg"),
  strerror: row("(self: exception) -> str", "exception::strerror"),
  /** The exception that is an instance of a program's class, and back. */
  of_object: row("(object: T, base: exception) -> exception", "exception::of_object"),
  of_shown_object: row("(object: T, base: exception, shown: func[[], str]) -> exception", "exception::of_shown_object", {
    args: ["own", "ref", "own"],
    calls: [],
  }),
  object: row("(self: exception) -> T", "exception::object"),
  /** StopIteration with a value, and that value again. */
  stop: row("(value: any) -> exception", "exception::stop", { args: ["own"] }),
  stopped: row("(self: exception) -> any", "exception::stopped"),
  is_exactly: row("(self: exception, name: str) -> bool", "exception::is_exactly"),
  /** `assert test, message` that failed. */
  assertion: row("(message: T) -> exception", "exception::assertion", { args: ["ref"] }),
};
