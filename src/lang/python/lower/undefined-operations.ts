/** Operations that CPython does not have for two builtin types: what it raises. */
import type { BinaryOp } from "../ast/nodes.ts";
import type { Atom, Kind, Ty } from "../infer/types.ts";
import { atomName as name, operandFailure, orderFailure } from "./type-errors.ts";

const NUMBERS: ReadonlySet<Kind> = new Set(["int", "float", "bool"]);
const WHOLE: ReadonlySet<Kind> = new Set(["int", "bool"]);
const SEQUENCES: ReadonlySet<Kind> = new Set(["str", "bytes", "list", "tuple", "vartuple"]);
const SETS: ReadonlySet<Kind> = new Set(["set", "frozenset"]);
/** Types whose operators are all known here. */
const PLAIN: ReadonlySet<Kind> = new Set([...NUMBERS, ...SEQUENCES, ...SETS, "dict", "none", "range", "func", "fn", "iter", "exception"]);

const isPlain = (a: Atom): boolean => PLAIN.has(a.k) && !(a.k === "dict" && a.flavour) && !(a.k === "fn" && a.fn.kind !== "function");

/** A view of a dict that is kept. */
const isKeptView = (a: Atom): boolean => a.k === "rt" && /^dict::(Keys|Values|Items)$/.test(a.path);

/** Is it an object of a class that has the operators of its own methods alone? */
const isOwn = (a: Atom): boolean =>
  a.k === "inst" && !a.cls.enum && a.cls.mro.every((each) => each.builtin === undefined || each.builtin === "object");

/** Are the operators of both values known, one of them an object of a class of the program? What no method defines raises a TypeError. */
export const isForeign = (a: Atom, b: Atom): boolean => (isOwn(a) && (isOwn(b) || isPlain(b))) || (isPlain(a) && isOwn(b));

const both = (kinds: ReadonlySet<Kind>, a: Atom, b: Atom): boolean => kinds.has(a.k) && kinds.has(b.k);
const isTuple = (a: Atom): boolean => a.k === "tuple" || a.k === "vartuple";
const alike = (a: Atom, b: Atom): boolean => a.k === b.k || (isTuple(a) && isTuple(b));

/** Does CPython define the operator for these builtin types? */
function defined(op: BinaryOp, a: Atom, b: Atom): boolean {
  if (op === "@") return false;
  if (both(NUMBERS, a, b)) return both(WHOLE, a, b) || !["&", "|", "^", "<<", ">>"].includes(op);
  switch (op) {
    case "+":
      return SEQUENCES.has(a.k) && alike(a, b);
    case "*":
      return (SEQUENCES.has(a.k) && WHOLE.has(b.k)) || (SEQUENCES.has(b.k) && WHOLE.has(a.k));
    case "-":
    case "&":
    case "^":
      return both(SETS, a, b) || (a.k === "iter" && a.view !== undefined) || (b.k === "iter" && b.view !== undefined);
    case "|":
      return both(SETS, a, b) || (a.k === "dict" && b.k === "dict") || a.k === "fn" || a.k === "iter" || b.k === "iter";
    case "%":
      return a.k === "str" || a.k === "bytes";
    default:
      return false;
  }
}

/** A decimal number goes together with whole numbers and its like alone. */
const isDecimal = (a: Atom): boolean => a.k === "rt" && a.path === "decimal::Decimal";

/** What `a op b` raises (`a op= b` where it is assigning), as `Class: text`; undefined where CPython may define it. */
export function operatorError(op: BinaryOp, a: Atom, b: Atom, assigning?: boolean): string | undefined {
  const decimal = (isDecimal(a) && isPlain(b) && !WHOLE.has(b.k)) || (isDecimal(b) && isPlain(a) && !WHOLE.has(a.k));
  const shown = (each: Atom): string => (isDecimal(each) ? "decimal.Decimal" : name(each));
  if (decimal && !(op === "%" && (a.k === "str" || a.k === "bytes"))) return operandFailure(op, shown(a), shown(b), assigning);
  return isPlain(a) && isPlain(b) && !defined(op, a, b) ? operandFailure(op, name(a), name(b), assigning) : undefined;
}

/** What `a < b` raises for two builtin types without an order between them. */
export function orderError(op: string, a: Atom, b: Atom): string | undefined {
  if (!isPlain(a) || !isPlain(b) || both(NUMBERS, a, b) || both(SETS, a, b) || (SEQUENCES.has(a.k) && alike(a, b))) return undefined;
  return orderFailure(op, name(a), name(b));
}

/** What `-a` raises. */
export const unaryError = (op: string, a: Atom): string | undefined =>
  isPlain(a) && !NUMBERS.has(a.k) ? `TypeError: bad operand type for unary ${op}: '${name(a)}'` : undefined;

const ITERABLE: ReadonlySet<Kind> = new Set([...SEQUENCES, ...SETS, "dict", "range", "iter"]);

/** What iterating over a value raises. */
export const iterationError = (a: Atom): string | undefined =>
  isPlain(a) && !ITERABLE.has(a.k) ? `TypeError: '${name(a)}' object is not iterable` : undefined;

/** What `item in a` raises. */
export const membershipError = (a: Atom): string | undefined =>
  isPlain(a) && !ITERABLE.has(a.k) ? `TypeError: argument of type '${name(a)}' is not iterable` : undefined;

/** What `a[key]` raises because of the types. */
export function subscriptError(a: Atom, key: Ty): string | undefined {
  if ((!isPlain(a) && !isKeptView(a)) || a.k === "dict" || a.k === "range") return undefined;
  if (!SEQUENCES.has(a.k)) return `TypeError: '${name(a)}' object is not subscriptable`;
  const [index] = key;
  if (key.length !== 1 || !isPlain(index) || WHOLE.has(index.k)) return undefined;
  return a.k === "str"
    ? `TypeError: string indices must be integers, not '${name(index)}'`
    : `TypeError: ${name(a)} indices must be integers or slices, not ${name(index)}`;
}

/** What calling a value raises. */
export const callError = (a: Atom): string | undefined =>
  isPlain(a) && a.k !== "fn" && a.k !== "func" ? `TypeError: '${name(a)}' object is not callable` : undefined;

/** What `len(a)` raises. */
export const lengthError = (a: Atom): string | undefined =>
  isPlain(a) && (!ITERABLE.has(a.k) || (a.k === "iter" && !a.view)) ? `TypeError: object of type '${name(a)}' has no len()` : undefined;

/** Rows that go over their first argument. */
const ITERATES =
  /^(?:builtins\.(?:list|tuple|set|frozenset|dict|sorted|sum|enumerate|any|all|iter|zip)|list\.(?:extend|__iadd__)|set\.update|collections\.(?:Counter|deque)|itertools\.(?:chain|cycle|islice|accumulate|pairwise)|math\.(?:prod|fsum))$/;
const TAKES_INDEX = new Set(["builtins.range", "builtins.bin", "builtins.oct", "builtins.hex", "builtins.chr"]);

const BYTE_ARGUMENT: Readonly<Record<string, number>> = { "bytearray.__setitem__": 2, "bytearray.append": 1, "bytearray.insert": 2 };

/** What a library function raises for an argument of a builtin type that it does not take; `given` are the arguments without those by name. */
export function argumentError(row: string, given: readonly Atom[], at: number): string | undefined {
  const a = given[at];
  if (!isPlain(a)) return undefined;
  if (TAKES_INDEX.has(row)) return WHOLE.has(a.k) ? undefined : `TypeError: '${name(a)}' object cannot be interpreted as an integer`;
  if (BYTE_ARGUMENT[row] === at && !WHOLE.has(a.k)) return `TypeError: '${name(a)}' object cannot be interpreted as an integer`;
  const method = row.startsWith("list.") || row.startsWith("set.");
  if (ITERATES.test(row) && at === (method ? 1 : 0)) return iterationError(a);
  if (at > 0) return undefined;
  switch (row) {
    case "builtins.max":
    case "builtins.min":
      return given.length === 1 ? iterationError(a) : undefined;
    case "builtins.reversed":
      return NUMBERS.has(a.k) || SETS.has(a.k) || a.k === "none" ? `TypeError: '${name(a)}' object is not reversible` : undefined;
    case "builtins.int":
      if (given.length > 1) return NUMBERS.has(a.k) ? "TypeError: int() can't convert non-string with explicit base" : undefined;
      return NUMBERS.has(a.k) || a.k === "str" || a.k === "bytes"
        ? undefined
        : `TypeError: int() argument must be a string, a bytes-like object or a real number, not '${name(a)}'`;
    case "builtins.float":
      return NUMBERS.has(a.k) || a.k === "str" || a.k === "bytes"
        ? undefined
        : `TypeError: float() argument must be a string or a real number, not '${name(a)}'`;
    case "builtins.abs":
      return NUMBERS.has(a.k) ? undefined : `TypeError: bad operand type for abs(): '${name(a)}'`;
    case "builtins.round":
      return NUMBERS.has(a.k) ? undefined : `TypeError: type ${name(a)} doesn't define __round__ method`;
    case "builtins.ord":
      return a.k === "str" || a.k === "bytes" ? undefined : `TypeError: ord() expected string of length 1, but ${name(a)} found`;
    default:
      return row.startsWith("math.") &&
        !/^math\.(gcd|lcm|dist|sumprod|prod|fsum|comb|perm|factorial|isqrt|ldexp)$/.test(row) &&
        !NUMBERS.has(a.k)
        ? `TypeError: must be real number, not ${name(a)}`
        : undefined;
  }
}
