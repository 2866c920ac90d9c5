import type { Problems } from "../problem.ts";

const dynamic = "The types of a program are decided while it is translated, and this decides them while it runs.";
const rewrite = "Write it in another way, or leave the file out with `exclude` in transpile.toml.";
const library = "The library tables say for each function what it means in Rust; this is not among them yet.";

/**
 * Python. The first two digits are the chapter: 00 text and syntax, 01 statements, 02 expressions, 03 types, 04 classes, 05 what is only
 * known at run time, 06 modules and programs, 07 the library.
 */
export const python: Problems = {
  PY0001: {
    title: "A syntax error",
    why: "The parser does not understand this as Python 3.",
    help: "Run `python3 -m py_compile` on the file and correct it.",
  },
  PY0002: {
    title: "Python 2",
    why: "This is the syntax of Python 2, which Python 3 does not read.",
    help: "Convert the file with `2to3` first.",
  },
  PY0101: {
    title: "Exception groups",
    why: "`except*` splits groups of exceptions, which have no counterpart yet.",
    help: "Catch the exceptions with `except`.",
  },
  PY0102: {
    title: "An `except` that names no class",
    why: "Which exceptions it takes must be known while translating.",
    help: "Name exception classes directly.",
  },
  PY0103: {
    title: "Asynchronous code of an unusual kind",
    why: "Coroutines, tasks and asynchronous loops are translated where what is awaited is known; this is not.",
    help: rewrite,
  },
  PY0104: {
    title: "A context manager that is not understood",
    why: "What runs on the way in and out must be known while translating.",
    help: "Use `try` and `finally`.",
  },
  PY0105: {
    title: "A `match` statement that is not understood",
    why: "This form of pattern is not translated yet.",
    help: "Write it with `if` and `isinstance`.",
  },
  PY0201: { title: "An expression that is not understood", why: "This form has no translation yet.", help: rewrite },
  PY0202: {
    title: "A character by name",
    why: "`\\N{…}` needs the table of Unicode names: it is `python3`'s, which is not there or has no such name.",
    help: "Write the character itself, or `\\u` with its code.",
  },
  PY0203: {
    title: "A builtin without a translation",
    why: "CPython defines the name, and what it does has no counterpart in a compiled program yet.",
    help: "Do without it, or leave the file out with `exclude` in transpile.toml.",
  },
  PY0205: { title: "A piece of syntax in an unusual place", why: "It has a meaning only in certain places.", help: rewrite },
  PY0206: {
    title: "A target that cannot be bound",
    why: "Only names, attributes, items and tuples of them can be assigned here.",
    help: "Assign to a name first.",
  },
  PY0207: {
    title: "Deleting an attribute or a shared variable",
    why: "Objects are structs, whose fields are always there; variables that functions read are, too.",
    help: "Assign `None` instead.",
  },
  PY0209: {
    title: "A variable that a generator shares",
    why: "The generator outlives the call whose variable it is, and so would the variable have to.",
    help: "Give the variable its first value by a plain assignment at the start of its function, or keep it in an object.",
  },
  PY0208: {
    title: "A generator that receives or returns values",
    why: "Generators are translated as one-way producers.",
    help: "Pass the values in through an object.",
  },
  PY0301: {
    title: "Types that do not meet",
    why: "A value reaches a place whose type cannot hold it.",
    help: "Give the two places one type.",
  },
  PY0302: {
    title: "An operation that the types do not have",
    why: "Python would raise a TypeError here, or the operation has no translation for these types.",
    help: "Check the types; convert explicitly.",
  },
  PY0303: {
    title: "Something that cannot be iterated",
    why: "Its type has no iteration that is known while translating.",
    help: "Iterate over a list, set, dict, text, or generator.",
  },
  PY0304: {
    title: "One of several container types",
    why: "The operation would be another one for each of the types.",
    help: "Test the type first with `isinstance`, or use one type.",
  },
  PY0305: {
    title: "A container shown as text",
    why: "Its text differs from that of the storage it is translated to.",
    help: "Show its items, joined.",
  },
  PY0306: {
    title: "An object without a text of its own",
    why: "Its text would hold a memory address, or is not defined for this format.",
    help: "Define `__str__` or `__repr__`.",
  },
  PY0307: {
    title: "An unknown attribute or method",
    why: "No class of the program and no library table has it for this type.",
    help: "Check the spelling and the type.",
  },
  PY0308: {
    title: "An item operation that the type does not have",
    why: "Indexing, slicing or membership is not defined for this type here.",
    help: rewrite,
  },
  PY0309: {
    title: "A call of a function value that is not understood",
    why: "Function values are called with plain positional arguments, always of one number.",
    help: "Call the function by its name, or pass all arguments in order.",
  },
  PY0310: {
    title: "Arguments of an unknown number",
    why: "Calls are translated to Rust calls, which have a fixed number of arguments.",
    help: "Pass the list itself.",
  },
  PY0311: {
    title: "Items that are not there",
    why: "The number of items is known, and is not the one that is asked for.",
    help: "Correct the number of names or the index.",
  },
  PY0312: {
    title: "Arguments that do not fit",
    why: "The call does not agree with the parameters; Python would raise a TypeError.",
    help: "Correct the call.",
  },
  PY0313: {
    title: "Types that were not settled",
    why: "Inference did not come to an end for this function.",
    help: "Annotate or simplify the types of its arguments.",
  },
  PY0314: {
    title: "A computed default of a lambda",
    why: "The value belongs to the moment at which the lambda is made.",
    help: "Use a function that makes the lambda.",
  },
  PY0315: {
    title: "A decorator that is not understood",
    why: "What it makes of the function must be known while translating.",
    help: "Call the decorator's work explicitly.",
  },
  PY0316: {
    title: "A method as a value",
    why: "A method without its call would need an object that holds its receiver.",
    help: "Wrap it: `lambda x: object.method(x)`.",
  },
  PY0317: {
    title: "A factory known only at run time",
    why: "The default values of the dict must have a type.",
    help: "Name a class or function directly.",
  },
  PY0318: {
    title: "An object shown by its address",
    why: "The address is another one in each run, in the original too.",
    help: "Define `__str__` or `__repr__`.",
  },
  PY0401: {
    title: "An unusual class body",
    why: "Class bodies are evaluated while translating: methods and plain attributes.",
    help: "Move the statement out of the class.",
  },
  PY0403: { title: "A bare object", why: "It has nothing but its identity.", help: "Use a class, or a constant." },
  PY0404: {
    title: "Unusual arguments of an exception",
    why: "Exceptions hold plain positional values.",
    help: "Pass positional arguments.",
  },
  PY0405: {
    title: "An exception whose message is not known",
    why: "Without a call of the base's `__init__` the message is what the call was given, which differs from call to call.",
    help: "Call `super().__init__(message)`, or write a `__str__`.",
  },
  PY0406: {
    title: "`super()` as a value",
    why: "It is translated only as the receiver of a method call inside a method of the program.",
    help: "Call the method directly.",
  },
  PY0408: {
    title: "A base class that is not understood",
    why: "The bases of a class must be known while translating.",
    help: "Derive from a class of the program.",
  },
  PY0409: {
    title: "A class that is derived from a builtin one",
    why: "Objects of builtin types have no fields and no methods of their own in Rust.",
    help: "Hold the builtin value in a field.",
  },
  PY0410: { title: "A field without a value", why: "A struct needs all of its fields when it is made.", help: "Assign it in `__init__`." },
  PY0411: {
    title: "An unusual enumeration",
    why: "Members are translated that have one value each, made where the class is.",
    help: "Use an Enum, or constants.",
  },
  PY0412: {
    title: "A class that changes how objects work",
    why: "How objects are made, found, compared with classes and given up is decided while translating.",
    help: "Say it with plain methods, properties, or a function that makes the objects.",
  },
  PY0501: { title: "The program as data", why: dynamic, help: rewrite },
  PY0502: {
    title: "A builtin as a value",
    why: "This builtin is understood only where it is called directly.",
    help: "Wrap it in a lambda.",
  },
  PY0503: { title: "An attribute by a computed name", why: dynamic, help: "Use a dict, or name the attribute." },
  PY0505: {
    title: "A dynamic value",
    why: "Values of types that no one Rust type covers meet here: each operation on them is chosen while the program runs.",
    help: "Where speed matters, keep values of one type in one place.",
  },
  PY0504: { title: "A value of a type known only at run time", why: dynamic, help: "Convert it to a known type first." },
  PY0506: {
    title: "A function that is told apart",
    why: "The program compares functions; this one would be another object wherever it is named.",
    help: "Keep it in a variable once, or compare names.",
  },
  PY0601: { title: "A name that a module does not have", why: "The module of the program does not bind it.", help: "Check the import." },
  PY0602: {
    title: "A module that is not available",
    why: "It is neither among the files of the program nor in the library tables.",
    help: "Add its source to the project, or leave the program out.",
  },
  PY0603: {
    title: "A library import of every name",
    why: "Which names it binds would depend on the version of the library.",
    help: "Name what is used.",
  },
  PY0604: {
    title: "Examples in docstrings with options that are not known",
    why: "`testmod` is understood with `name`, `verbose` and the `optionflags` ELLIPSIS, NORMALIZE_WHITESPACE and IGNORE_EXCEPTION_DETAIL.",
    help: "Call `doctest.testmod()`.",
  },
  PY0701: { title: "A library function that is not available", why: library, help: rewrite },
  PY0702: {
    title: "A library function with other arguments",
    why: "The library tables do not have it for these arguments.",
    help: rewrite,
  },
  PY0703: {
    title: "A format that is not constant",
    why: "Formats are compiled; this one is only known at run time, or uses a form that is not supported.",
    help: "Use an f-string.",
  },
  PY0704: {
    title: "An array whose type, or number of axes, is not known",
    why: "What an array holds and how many axes it has decide which operations are compiled; here they are only known at run time.",
    help: "Write down the `dtype`, the shape as a tuple, the axis as a number.",
  },
};
