/** Rust names from any names: keywords escaped, cases as Rust has them, unique within a scope. */

const rawKeywords = new Set(
  (
    "as async await break const continue dyn else enum extern false fn for gen if impl in let loop match mod move mut pub ref return static struct trait true type " +
    "unsafe use where while abstract become box do final macro override priv try typeof unsized virtual yield"
  ).split(" "),
);
/** Keywords that `r#` cannot escape. */
const hardKeywords = new Set(["self", "super", "crate", "Self", "_"]);

/** Names that a type of ours must not hide: the prelude's and those that emitted code uses bare. */
export const reservedTypes = new Set(
  (
    "Option Some None Result Ok Err Vec String Box Rc Cell RefCell Clone Copy Default Drop Eq PartialEq Ord PartialOrd Hash Fn FnMut FnOnce From Into Iterator IntoIterator Send Sync Sized " +
    "ToOwned ToString AsRef AsMut Extend DoubleEndedIterator ExactSizeIterator TryFrom TryInto FromIterator VecDeque LazyLock Self i8 i16 i32 i64 i128 u8 u16 u32 u64 u128 isize usize f32 f64 bool char str"
  ).split(" "),
);
/** Names that a function of ours must not hide. */
export const reservedValues = new Set([
  "main",
  "rt",
  "std",
  "core",
  "drop",
  "Some",
  "None",
  "Ok",
  "Err",
  "u8",
  "i8",
  "str",
  "bool",
  "char",
  "f64",
  "f32",
  "i32",
  "i64",
  "usize",
]);

/** An identifier as Rust can have it. Characters that it cannot have become `_`. */
export function escapeName(name: string): string {
  const clean = name.replace(/[^\p{XID_Continue}]/gu, "_");
  const start = /^[\p{XID_Start}_]/u.test(clean) ? clean : `_${clean}`;
  if (hardKeywords.has(start)) return `${start}_`;
  return rawKeywords.has(start) ? `r#${start}` : start;
}

/** `some_name` and `someName` as `SomeName`. */
export function upperCamel(name: string): string {
  const words = name.split(/(?:_|[^\p{L}\p{M}\p{N}])+/u).filter(Boolean);
  const camel = words
    .map((word) => word[0].toUpperCase() + (word === word.toUpperCase() && word.length > 1 ? word.slice(1).toLowerCase() : word.slice(1)))
    // `cJSON` as `CJson`
    .map((word, i) => (/^[a-z][A-Z0-9]{2,}$/.test(words[i]) ? word.slice(0, 2) + word.slice(2).toLowerCase() : word))
    .join("");
  return escapeName(camel || "Anonymous");
}

/** `SomeName` as `some_name`. */
export function snakeCase(name: string): string {
  const snake = name
    .replace(/([a-z0-9])([A-Z])/g, "$1_$2")
    .replace(/([A-Z]+)([A-Z][a-z])/g, "$1_$2")
    .toLowerCase()
    // A private name with its class before it
    .replace(/^(_[a-z0-9]+(?:_[a-z0-9]+)*)__+(?=[a-z0-9])/, "$1_");
  return escapeName(snake);
}

export const upperSnake = (name: string): string => {
  const snake = name.replace(/([a-z0-9])([A-Z])/g, "$1_$2").toUpperCase();
  return escapeName(snake);
};

/** Names that are taken in a scope. */
export interface NameScope {
  /** A name that is free here, as near to the wanted one as can be; it is taken from now on. */
  take(wanted: string): string;
  has(name: string): boolean;
  /** Remembers what is taken from now on; the result frees it again. */
  mark(): () => void;
}

const NOTHING: ReadonlySet<string> = new Set();

/** A scope in which some names are taken; `outer` is a set that many scopes share, and is not copied. `camel`: names of types. */
export function createScope(taken: Iterable<string> = [], outer: ReadonlySet<string> = NOTHING, camel = false): NameScope {
  const used = new Set(taken);
  const marks: string[][] = [];
  const has = (name: string): boolean => used.has(name) || outer.has(name);
  return {
    has,
    take(wanted) {
      let name = wanted;
      // `item_2`, but `Box2`: types are written in camel case.
      const between = camel || /^[A-Z][A-Za-z0-9]*[a-z]/.test(wanted) ? "" : "_";
      const stem = wanted.replace(/^r#/, "").replace(/_+$/, "");
      for (let i = 2; has(name); i++) name = `${stem}${between}${i}`;
      used.add(name);
      marks[marks.length - 1]?.push(name);
      return name;
    },
    mark() {
      const names: string[] = [];
      marks.push(names);
      return () => {
        for (const name of names) used.delete(name);
        marks.pop();
      };
    },
  };
}
