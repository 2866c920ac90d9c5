/**
 * Rows of Python's library, with signatures.
 *
 * A signature is a stub: `(self: list[T], item: T) -> None`. Types: `int float bool str bytes None any`, `list[T] dict[K,V] set[T] frozenset[T]
 * deque[T] tuple[A,B] tuple[T,...] range exception`, `iter[T]` (a parameter: any iterable; a result: a lazy iterator), `func[[A],R]` (`func[[A],R]`: the
 * function is handed a reference), `A | None`, `bound` (a slice's bound: an integer, or the `unit` expression where it is left out),
 * `rt[path::Type]` and `rt[path::Type, A]`; capital letters are variables. Defaults are literals that the lowering fills in, so that a row always
 * gets all its parameters. `*` before parameters: by keyword only. `*rest: T`: any number of arguments, handed over as one list.
 *
 * The Rust side: an `int` parameter takes both forms of integers (`impl Integer`), an `iter` parameter `impl IntoIterator`: a list passes as it is, other
 * iterables go through their `__iter__` row first. An integer result with a `range` is an `i64`, others are generic over the two forms.
 * Functions that are called back take and return values of their own; what they raise unwinds.
 */
import type { FlowEnd, MadeInside, Passing, Row } from "../../../ir/index.ts";

export interface PyRow extends Row {
  readonly signature: string;
  /** It is no call but an attribute: `sys.argv`, `date.min`. */
  readonly attribute?: boolean;
  /** It asks for the path of the original program, which the generated one is told at its start. */
  readonly names?: "source";
}

/** One row, or overloads that are tried in order. */
export type PyTable = Readonly<Record<string, PyRow | readonly PyRow[]>>;

/** What a row may say beside its signature and function; `args` and `flows` follow from the signature unless told. */
export type RowOptions = Partial<Omit<PyRow, "run" | "signature">>;

/** Counts and positions: more items than these take CPython gigabytes. What a product or a sum of greater ones would come to is caught by the overflow checks. */
export const COUNT: readonly [bigint, bigint] = [0n, 1n << 28n];
/** A position, or -1. */
export const PLACE: readonly [bigint, bigint] = [-1n, 1n << 28n];
/** Any 64-bit integer. */
export const WORD: readonly [bigint, bigint] = [-(1n << 63n), (1n << 63n) - 1n];

/** A parameter of a signature, as text. */
interface Parameter {
  readonly name: string;
  readonly type: string;
}

/** Splits at commas outside brackets. */
export function splitTop(text: string, separator = ","): string[] {
  const parts: string[] = [];
  let depth = 0;
  let from = 0;
  for (let i = 0; i < text.length; i++) {
    const c = text[i];
    if (c === "[" || c === "(") depth++;
    else if (c === "]" || c === ")") depth--;
    else if (c === '"') i = text.indexOf('"', i + 1);
    else if (c === separator && depth === 0) {
      parts.push(text.slice(from, i).trim());
      from = i + 1;
    }
  }
  const last = text.slice(from).trim();
  if (last) parts.push(last);
  return parts;
}

/** `(…) -> R` in its parts. */
function parts(signature: string): { readonly params: readonly Parameter[]; readonly result: string } {
  const arrow = signature.lastIndexOf("->");
  const inside = signature.slice(signature.indexOf("(") + 1, signature.lastIndexOf(")", arrow));
  const params = splitTop(inside)
    .filter((param) => param !== "*" && param !== "/")
    .map((param) => {
      const colon = param.indexOf(":");
      const type = param.slice(colon + 1).replace(/=\s*("[^"]*"|[^\]=]*)$/, "");
      const rest = param.startsWith("*");
      return { name: param.slice(rest ? 1 : 0, colon).trim(), type: rest ? `list[${type.trim()}]` : type.trim() };
    });
  return { params, result: signature.slice(arrow + 2).trim() };
}

const isVariable = (type: string): boolean => /^[A-Z]$/.test(type);
const scalar = new Set(["int", "float", "bool", "None", "bound", "range"]);

/** How an argument of a type is handed over unless told: small values and what is used up by value, the rest borrowed. */
function passing(type: string): Passing {
  if (scalar.has(type) || isVariable(type) || type.startsWith("iter[") || type.startsWith("func[") || type.includes("|")) return "own";
  return "ref";
}

/** Where variables stand in a type, as ends of flows; deeper than one level the level's end stands for all below. */
function places(type: string, at: string): readonly (readonly [string, FlowEnd])[] {
  if (isVariable(type)) return [[type, at as FlowEnd]];
  if (type.endsWith("| None")) return places(type.slice(0, -6).trim(), at);
  const open = type.indexOf("[");
  if (open < 0 || type.startsWith("func[")) return [];
  const variables = (text: string): string[] => text.match(/\b[A-Z]\b/g) ?? [];
  const args = splitTop(type.slice(open + 1, -1));
  if (type.startsWith("dict[")) {
    return [...variables(args[0]).map((v) => [v, `${at}.key`] as const), ...variables(args[1]).map((v) => [v, `${at}.value`] as const)] as [
      string,
      FlowEnd,
    ][];
  }
  if (type.startsWith("rt[") && args.length > 2)
    return args.slice(1).flatMap((arg, i) => variables(arg).map((v) => [v, `${at}.${i}` as FlowEnd] as const));
  if (type.startsWith("tuple[") && args[1] !== "...") return args.flatMap((arg) => variables(arg).map((v) => [v, at] as [string, FlowEnd]));
  return args.flatMap((arg) => variables(arg).map((v) => [v, `${at}.elem`] as [string, FlowEnd]));
}

/** Places of tuples with variables in a result that are plain integers. */
function madeInts(result: string): number[] {
  const inside = /tuple\[([^[\]]*)\]/.exec(result)?.[1];
  const elems = inside === undefined ? [] : splitTop(inside);
  return elems.some(isVariable) ? elems.flatMap((elem, i) => (elem === "int" ? [i] : [])) : [];
}

const CONTAINERS = ["list", "dict", "set", "frozenset", "deque"];

/** The containers that a type spells out. */
function containersIn(type: string): MadeInside | undefined {
  if (type.endsWith("| None")) {
    const inner = containersIn(type.slice(0, -6).trim());
    return inner && { container: false, parts: [inner] };
  }
  const open = type.indexOf("[");
  if (open < 0 || type.includes("|") || type.startsWith("func[") || type.startsWith("rt[")) return undefined;
  const args = splitTop(type.slice(open + 1, -1));
  const head = type.slice(0, open);
  const parts = args.map(containersIn);
  const container = CONTAINERS.includes(head) || (head === "tuple" && args[1] === "...");
  return container || parts.some((part) => part) ? { container, parts } : undefined;
}

/** What is stored where: each variable flows from the parameters that have it to the result and into what is changed. */
function flows(params: readonly Parameter[], result: string, args: readonly Passing[]): (readonly [FlowEnd, FlowEnd])[] {
  const found: (readonly [FlowEnd, FlowEnd])[] = [];
  const ends = params.map((param, i) => places(param.type, String(i)));
  const sinks = [...places(result, "result"), ...ends.flatMap((end, i) => (args[i] === "mut" ? end : []))];
  ends.forEach((sources, i) => {
    // what is only looked at by reference is not stored
    if (args[i] === "ref" && isVariable(params[i].type)) return;
    for (const [variable, from] of sources) {
      for (const [other, to] of sinks) if (variable === other && from.split(".")[0] !== to.split(".")[0]) found.push([from, to]);
    }
  });
  return found;
}

/** Where texts lie inside of something else: the function names them as `String`. */
function textEnds(params: readonly Parameter[], result: string): FlowEnd[] {
  const names = (type: string): boolean => /[[|].*\bstr\b/.test(type) || /\bstr\b.*\|/.test(type);
  return [
    ...params.flatMap(({ type }, i) => (names(type) && !type.startsWith("func[") ? [String(i) as FlowEnd] : [])),
    ...(names(result) ? ["result" as const] : []),
  ];
}

/** Functions of the runtime that are generic over the form of the integers that they make. */
const integerGenerics: Readonly<Record<string, readonly ("int" | "_")[]>> = {
  "range::iter": ["int"],
  "range::range": ["int"],
  "builtins::enumerate": ["int", "_", "_"],
  "builtins::sum": ["int"],
  "float::to_int": ["int"],
  "float::round": ["int"],
  "float::floor": ["int"],
  "float::ceil": ["int"],
  "float::as_integer_ratio": ["int"],
  "integer::pow": ["int"],
  "integer::pow_mod": ["int"],
  "integer::shl": ["int"],
  "integer::parse": ["int"],
  "bytes::iter": ["int"],
  "counter::empty": ["_", "int"],
  "counter::of_items": ["_", "int"],
  "integer::from_bytes": ["int"],
  "integer::from_items": ["int"],
  "integer::round_to": ["int"],
  "itertools::accumulate": ["int"],
  "math::gcd_all": ["int"],
  "math::isqrt": ["int"],
  "math::lcm": ["int"],
  "math::lcm_all": ["int"],
  "fractions::floor_div": ["int"],
  "fractions::floor_div_int": ["int"],
  "fractions::rfloor_div_int": ["int"],
  "fractions::divmod": ["int"],
  "fractions::divmod_int": ["int"],
  "fractions::floor": ["int"],
  "fractions::ceil": ["int"],
  "fractions::round": ["int"],
  "fractions::as_integer_ratio": ["int"],
  "fractions::to_int": ["int"],
  "fractions::numerator": ["int"],
  "fractions::denominator": ["int"],
  "os::spawn": ["int"],
  "random::choice_range": ["int"],
  "random::getrandbits": ["int"],
  "random::randint": ["int"],
  "random::randrange": ["int"],
  "random::randrange_from": ["int"],
  "random::randrange_step": ["int"],
  "structs::int": ["int"],
  "structs::ints": ["int"],
  "str::maketrans": ["int"],
  "str::maketrans_of": ["int", "_"],
  "str::maketrans_without": ["int"],
  "itertools::count": ["int"],
  "math::factorial": ["int"],
  "math::comb": ["int"],
  "math::perm": ["int"],
  "math::prod": ["int"],
};

/** A row from its signature and its function in the runtime. */
export function row(signature: string, run: string, options: RowOptions = {}): PyRow {
  const { params, result } = parts(signature);
  const args = options.args ?? params.map((param) => passing(param.type));
  const calls = params.flatMap((param, i) => (param.type.startsWith("func[") ? [i] : []));
  const items = params.flatMap((param, i) => (param.type.startsWith("iter[") ? [i] : []));
  const pure = !args.includes("mut") && !options.io && calls.length === 0;
  const generics = integerGenerics[run];
  const ints = madeInts(result);
  const texts = run === "str::join" ? [] : textEnds(params, result);
  const makes = result.lastIndexOf("[") > result.indexOf("[") ? containersIn(result) : undefined;
  return {
    signature,
    run,
    args,
    ...(generics ? { generics } : {}),
    ...(ints.length ? { made: ints } : {}),
    ...(texts.length ? { texts } : {}),
    ...(makes?.parts.some((part) => part) ? { makes } : {}),
    flows: flows(params, result, args),
    ...(items.length ? { items } : {}),
    ...(calls.length ? { calls } : {}),
    ...(pure ? { pure } : {}),
    ...options,
  };
}

/** A row that can fail. */
export const fallible = (signature: string, run: string, options: RowOptions = {}): PyRow =>
  row(signature, run, { fails: "try", ...options });

/** A row that changes its first argument. */
export const changing = (signature: string, run: string, options: RowOptions = {}): PyRow => {
  const base = row(signature, run, options);
  return row(signature, run, { ...options, args: options.args ?? ["mut", ...base.args.slice(1)] });
};

/** The rows of a table by id: overloads after the first have their number behind `#`. */
export function* idsOf(prefix: string, table: PyTable): Generator<readonly [string, PyRow]> {
  for (const [name, entry] of Object.entries(table)) {
    const rows = Array.isArray(entry) ? (entry as readonly PyRow[]) : [entry as PyRow];
    for (const [i, one] of rows.entries()) yield [i === 0 ? `${prefix}.${name}` : `${prefix}.${name}#${i}`, one];
  }
}
