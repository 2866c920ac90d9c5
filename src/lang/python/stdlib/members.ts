/** What the builtin types have in CPython 3: where a name is not among it, reading it raises an AttributeError. */
import type { Kind } from "../infer/types.ts";

const names = (text: string): ReadonlySet<string> => new Set(text.trim().split(/\s+/));

const members: Partial<Record<Kind, ReadonlySet<string>>> = {
  int: names("as_integer_ratio bit_count bit_length conjugate denominator from_bytes imag numerator real to_bytes"),
  float: names("as_integer_ratio conjugate fromhex hex imag is_integer real"),
  bool: names("as_integer_ratio bit_count bit_length conjugate denominator from_bytes imag numerator real to_bytes"),
  str: names(`
    capitalize casefold center count encode endswith expandtabs find format format_map index isalnum isalpha isascii isdecimal isdigit
    isidentifier islower isnumeric isprintable isspace istitle isupper join ljust lower lstrip maketrans partition removeprefix
    removesuffix replace rfind rindex rjust rpartition rsplit rstrip split splitlines startswith strip swapcase title translate upper
    zfill
  `),
  bytes: names(`
    capitalize center count decode endswith expandtabs find fromhex hex index isalnum isalpha isascii isdigit islower isspace istitle
    isupper join ljust lower lstrip maketrans partition removeprefix removesuffix replace rfind rindex rjust rpartition rsplit rstrip
    split splitlines startswith strip swapcase title translate upper zfill
  `),
  list: names("append clear copy count extend index insert pop remove reverse sort"),
  tuple: names("count index"),
  dict: names("clear copy fromkeys get items keys pop popitem setdefault update values"),
  set: names(`
    add clear copy difference difference_update discard intersection intersection_update isdisjoint issubset issuperset pop remove
    symmetric_difference symmetric_difference_update union update
  `),
  frozenset: names("copy difference intersection isdisjoint issubset issuperset symmetric_difference union"),
  none: names(""),
  range: names("count index start step stop"),
};

/** Does a builtin type have an attribute or method of this name? Undefined where that is not known. */
export function hasMember(kind: Kind, name: string): boolean | undefined {
  const known = members[kind === "vartuple" ? "tuple" : kind];
  return known && !name.startsWith("__") ? known.has(name) : undefined;
}

/** The builtin types that have an attribute or method of this name. */
export const kindsWith = (name: string): Kind[] => (Object.keys(members) as Kind[]).filter((kind) => members[kind]!.has(name));
