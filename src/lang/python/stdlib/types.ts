/** Types of the runtime that programs see: what they are called, and where their rows are. */

interface RuntimeType {
  /** `type(x).__name__` */
  readonly name: string;
  /** The table of its methods and attributes. */
  readonly rows: string;
  /** The library's name for the class, as `isinstance` is given it. */
  readonly made?: string;
  /** Classes that it is derived from, by path. */
  readonly bases?: readonly string[];
  /** Numbers that it takes in its place, and the row that makes one of them. */
  readonly widens?: { readonly kinds: readonly string[]; readonly row: string };
  /** A plain value that Rust copies. */
  readonly copy?: boolean;
  /** The traits that a union may have of which it is a member. */
  readonly can?: readonly string[];
  /** It has no text of its own: CPython shows where it lies. */
  readonly opaque?: boolean;
  /** Its last handle closes it. */
  readonly closes?: boolean;
  /** A number: compared with other numbers by value. */
  readonly number?: boolean;
}

const VALUE = ["Show", "Truth", "Key", "Equal", "Copied"];
const ORDERED = [...VALUE, "Order"];

const types: Readonly<Record<string, RuntimeType>> = {
  "asyncio::Deadline": { opaque: true, name: "Timeout", rows: "deadline" },
  "asyncio::Group": { opaque: true, name: "TaskGroup", rows: "asyncgroup" },
  "asyncio::Listener": { opaque: true, name: "Server", rows: "asynclistener" },
  "asyncio::Loop": { opaque: true, name: "_UnixSelectorEventLoop", rows: "loop", copy: true },
  "asyncio::Stream": { opaque: true, name: "Stream", rows: "asyncstream" },
  "asyncio::Task": { opaque: true, name: "Task", rows: "task" },
  "threads::Waiters": { opaque: true, name: "Waiters", rows: "threadWaiters" },
  "asyncio::Waiters": { opaque: true, name: "Waiters", rows: "waiters" },
  "bytearray::ByteArray": { name: "bytearray", rows: "bytearray", made: "builtins.bytearray" },
  "calendar::Calendar": { opaque: true, name: "TextCalendar", rows: "weeks", copy: true },
  "csv::Writer": { opaque: true, name: "writer", rows: "csvwriter" },
  "complex::Complex": {
    name: "complex",
    rows: "complex",
    made: "builtins.complex",
    widens: { kinds: ["int", "float", "bool"], row: "complex.of_real" },
    copy: true,
    can: ["Show", "Format", "Copied"],
  },
  "datetime::Date": { name: "date", rows: "date", made: "datetime.date", copy: true, can: ORDERED },
  "datetime::DateTime": { name: "datetime", rows: "moment", made: "datetime.datetime", bases: ["datetime::Date"], can: ORDERED },
  "datetime::Fields": { name: "struct_time", rows: "fields" },
  "datetime::Time": { name: "time", rows: "clock", made: "datetime.time", copy: true, can: ORDERED },
  "datetime::TimeDelta": { name: "timedelta", rows: "timedelta", made: "datetime.timedelta", copy: true, can: ORDERED },
  "datetime::TimeZone": { name: "timezone", rows: "timezone", made: "datetime.timezone", can: VALUE },
  "decimal::Context": { opaque: true, name: "Context", rows: "decimal_context", copy: true },
  "decimal::Decimal": {
    name: "Decimal",
    rows: "decimal_number",
    made: "decimal.Decimal",
    widens: { kinds: ["int", "bool"], row: "decimal.Decimal" },
    can: [...ORDERED, "Format"],
    number: true,
  },
  "deque::Bounded": { name: "deque", rows: "bounded", made: "collections.deque" },
  "file::Binary": { name: "BufferedWriter", rows: "binary", closes: true },
  "file::File": { name: "TextIOWrapper", rows: "file", closes: true },
  "file::Stderr": { opaque: true, name: "TextIOWrapper", rows: "stderr", copy: true },
  "file::Stdin": { opaque: true, name: "TextIOWrapper", rows: "stdin", copy: true },
  "file::StdinBytes": { opaque: true, name: "BufferedReader", rows: "stdinBytes", copy: true },
  "file::Stdout": { opaque: true, name: "TextIOWrapper", rows: "stdout", copy: true },
  "dict::Items": { name: "dict_items", rows: "itemsView", can: ["Show", "Truth", "Copied"] },
  "dict::Keys": { name: "dict_keys", rows: "keysView", can: ["Show", "Truth", "Copied"] },
  "dict::Values": { name: "dict_values", rows: "valuesView", can: ["Show", "Truth", "Copied"] },
  "fractions::Fraction": { name: "Fraction", rows: "fraction", made: "fractions.Fraction", can: ORDERED, number: true },
  "generator::Channel": { opaque: true, name: "channel", rows: "channel" },
  "generator::Coroutine": { opaque: true, name: "generator", rows: "coroutine" },
  "io::BytesIO": { opaque: true, name: "BytesIO", rows: "bytesio", closes: true },
  "io::StringIO": { name: "StringIO", rows: "stringio", closes: true },
  "net::Reader": { opaque: true, name: "BufferedReader", rows: "netreader" },
  "net::Socket": { opaque: true, name: "socket", rows: "netsocket" },
  "numpy::Array": { name: "ndarray", rows: "none of arrays", can: ["Show", "Truth", "Equal", "Copied"] },
  "numpy::DType": { name: "dtype", rows: "dtype", can: ["Show", "Truth", "Equal"] },
  "numpy::Generator": { opaque: true, name: "Generator", rows: "none of generators" },
  "numpy::RandomState": { opaque: true, name: "RandomState", rows: "randomstate" },
  "numpy::Scalar": {
    name: "number",
    rows: "npnumber",
    copy: true,
    can: ["Show", "Truth", "Key", "Equal", "Order", "Copied", "Format"],
    number: true,
  },
  "os::Environ": { opaque: true, name: "_Environ", rows: "environ", copy: true },
  "random::Random": { opaque: true, name: "Random", rows: "generator", made: "random.Random" },
  "slice::Slice": { name: "slice", rows: "slice", made: "builtins.slice", copy: true, can: ["Show", "Equal", "Copied"] },
  "str::Characters": { name: "str", rows: "characters" },
  "sys::FloatInfo": { opaque: true, name: "float_info", rows: "floatinfo", copy: true },
  "unittest::Runner": { opaque: true, name: "TextTestResult", rows: "runner" },
};

const last = (path: string): string => path.split("::").pop()!;

/** A type by its path; what stands behind a `/` tells types apart that are one in the runtime. */
const typeOf = (path: string): RuntimeType | undefined => types[path] ?? types[path.split("/", 1)[0]];

/** Is an object of the runtime closed when nothing holds it any more? */
export const closesItself = (path: string): boolean => typeOf(path)?.closes === true;

const OF_FILES: ReadonlySet<string> = new Set(["name", "closed", "mode", "encoding", "buffer", "errors", "newlines"]);

/** Is `x.name` of a file or of a generator of random numbers a method, not what it holds? */
export const isMethodOf = (path: string, name: string): boolean => /^(file|io|random)::/.test(path) && !OF_FILES.has(name);

/** The table with the rows of a runtime type. */
export const rowsOf = (path: string): string => typeOf(path)?.rows ?? last(path).toLowerCase();

/** The name of the type of a number out of an array: `numpy::Scalar/f64` is `float64`. */
const numberName = (path: string): string | undefined => {
  const found = /^numpy::Scalar\/(\w)(\d*)/.exec(path);
  return found ? (found[2] ? `${{ i: "int", u: "uint", f: "float", c: "complex" }[found[1]]}${found[2]}` : "bool") : undefined;
};

/** `type(x).__name__` of a runtime type. */
export const classNameOf = (path: string): string => numberName(path) ?? typeOf(path)?.name ?? last(path);

/** The row that makes a value of a runtime type from a number of a kind, where the type takes such numbers in its place. */
export const widening = (path: string, kind: string): string | undefined =>
  typeOf(path)?.widens?.kinds.includes(kind) ? typeOf(path)?.widens?.row : undefined;

/** The row that makes a value of a runtime type. */
export const madeBy = (path: string): string | undefined => typeOf(path)?.made;

/** Is a runtime type a plain value that Rust copies? */
export const isCopied = (path: string): boolean => typeOf(path)?.copy ?? false;

/** Has a runtime type no text of its own? */
export const isOpaque = (path: string): boolean => types[path]?.opaque ?? false;

/** What a runtime type lets a union do of which it is a member, and whether it is a number there. */
export const abilitiesOf = (path: string): Pick<RuntimeType, "can" | "number"> => {
  const { can, number } = typeOf(path) ?? {};
  return { ...(can ? { can } : {}), ...(number ? { number } : {}) };
};

/** Is an object of a runtime type an instance of the class that the library calls `made`? */
export const isMadeBy = (path: string, made: string): boolean =>
  typeOf(path)?.made === made || (typeOf(path)?.bases?.some((base) => isMadeBy(base, made)) ?? false);
