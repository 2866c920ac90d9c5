/** Decorators that mean something to the translator by their names, with or without a module before them. */

/** What leaves a function as it is, or what a class says of it. */
export const TRANSPARENT: ReadonlySet<string> = new Set([
  "staticmethod",
  "classmethod",
  "property",
  "abstractmethod",
  "override",
  "final",
  "overload",
  "total_ordering",
  "dataclass",
  "unique",
  "typing.no_type_check",
  "runtime_checkable",
]);

/** Is a decorator one that remembers results? */
export const isCache = (name: string): boolean => name === "lru_cache" || name === "cache" || name === "cached_property";

/** What may stand before a method. */
export const KNOWN_DECORATORS: ReadonlySet<string> = new Set([
  ...TRANSPARENT,
  ...["lru_cache", "cache", "cached_property", "contextmanager", "asynccontextmanager", "skip", "skipIf", "skipUnless", "expectedFailure"],
  ...["setter", "getter", "deleter", "wraps", "singledispatchmethod", "singledispatch", "register", "abstractproperty", "patch"],
]);
