/** The texts of CPython's TypeErrors, for operations that a member of a union, `None` most often, does not have. */
import type { BinaryOp } from "../ast/nodes.ts";
import type { Atom, Ty } from "../infer/types.ts";
import { isNamespace } from "../namespaces.ts";
import { classNameOf } from "../stdlib/types.ts";

/** A failure's text (`Class: message`), or the text for the type that has no such operation. */
export type Failure = string | ((type: string) => string);

export const NONE = "NoneType";

export const failureFor = (failure: Failure, type: string): string => (typeof failure === "string" ? failure : failure(type));

/** What `type(x).__name__` gives for a value of this type. */
export const atomName = (a: Atom): string => {
  switch (a.k) {
    case "inst":
      return isNamespace(a.cls.node) ? `types.${a.cls.name}` : a.cls.name;
    case "none":
      return NONE;
    case "rt":
      return classNameOf(a.path);
    case "vartuple":
      return "tuple";
    case "deque":
      return "collections.deque";
    case "iter":
      return a.view ? `${a.ordered ? "odict" : "dict"}_${a.view}` : "generator";
    case "fn":
    case "func":
      return "function";
    default:
      return a.k;
  }
};

/** The name of a type, or of the first member of several that is not `None`. */
export const pyName = (ty: Ty): string => {
  const a = ty.find((each) => each.k !== "none") ?? ty[0];
  return a ? atomName(a) : "object";
};

/** What has items that cannot be assigned, or none. */
export const UNCHANGING: ReadonlySet<string> = new Set([
  ...["tuple", "vartuple", "str", "bytes", "range", "int", "float", "bool", "set", "frozenset", "none"],
]);

const CONCATENATED = new Set(["str", "list", "tuple"]);
const REPEATED = new Set(["str", "list", "tuple", "bytes"]);

/** `left op right` of two types that do not go together, or `left op= right`. */
export const operandFailure = (op: BinaryOp, left: string, right: string, assigning?: boolean): string => {
  if (op === "+" && CONCATENATED.has(left)) return `TypeError: can only concatenate ${left} (not "${right}") to ${left}`;
  if (op === "+" && left === "bytes") return `TypeError: can't concat ${right} to bytes`;
  if (op === "*" && REPEATED.has(left)) return `TypeError: can't multiply sequence by non-int of type '${right}'`;
  if (op === "*" && REPEATED.has(right)) return `TypeError: can't multiply sequence by non-int of type '${left}'`;
  const sign = assigning ? `${op}=` : op === "**" ? "** or pow()" : op;
  return `TypeError: unsupported operand type(s) for ${sign}: '${left}' and '${right}'`;
};

export const orderFailure = (op: string, left: string, right: string): string =>
  `TypeError: '${op}' not supported between instances of '${left}' and '${right}'`;

const index = "'NoneType' object cannot be interpreted as an integer";
/** What library functions say of an argument that is `None`, by row. */
const NONE_ARGUMENT: Readonly<Record<string, string>> = {
  "builtins.int": "int() argument must be a string, a bytes-like object or a real number, not 'NoneType'",
  "builtins.float": "float() argument must be a string or a real number, not 'NoneType'",
  "builtins.abs": "bad operand type for abs(): 'NoneType'",
  "builtins.round": "type NoneType doesn't define __round__ method",
  "builtins.ord": "ord() expected string of length 1, but NoneType found",
  "builtins.open": "expected str, bytes or os.PathLike object, not NoneType",
  "builtins.bin": index,
  "builtins.chr": index,
  "builtins.hex": index,
  "builtins.oct": index,
  "builtins.range": index,
  "list.__getitem__": "list indices must be integers or slices, not NoneType",
  "str.__getitem__": "string indices must be integers, not 'NoneType'",
  "json.loads": "the JSON object must be str, bytes or bytearray, not NoneType",
};
const NONE_IN: readonly (readonly [prefix: string, text: string])[] = [
  ["math.", "must be real number, not NoneType"],
  ["re.", "expected string or bytes-like object, got 'NoneType'"],
];

/** The failure of a library function whose argument is `None`; `iterated` where it goes over the argument. */
export const noneArgument = (row: string, iterated: boolean): string => {
  const known = NONE_ARGUMENT[row] ?? NONE_IN.find(([prefix]) => row.startsWith(prefix))?.[1];
  return `TypeError: ${known ?? (iterated ? "'NoneType' object is not iterable" : "a value is needed here, not NoneType")}`;
};

/** What is asked of each type that a value may have, and what raises for those that do not have it. */
export const FAILURES: Readonly<Record<string, (type: string) => string>> = {
  "builtins.len": (type) => `TypeError: object of type '${type}' has no len()`,
  "builtins.aiter": (type) => `TypeError: 'async for' requires an object with __aiter__ method, got ${type}`,
};
