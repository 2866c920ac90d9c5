/** Paths of types whose parts behind the first `/` are known to the translator alone. */

/** The path of the type in the runtime. */
export const basePath = (path: string): string => {
  const cut = path.indexOf("/");
  return cut < 0 ? path : path.slice(0, cut);
};

/** Is it one of the types that share this path? */
export const hasMember = (path: string, base: string): boolean => path.startsWith(base) && path[base.length] === "/";

/** Is it the type of arrays, or of numbers out of them? Its argument is the type of the numbers. */
export const isNumbers = (path: string): boolean => path.startsWith("numpy::") && path.includes("/");

/** What a type is called as a member of a union. */
export const memberOfPath = (path: string): string =>
  path
    .split("::")
    .pop()!
    .split("/")
    .map((part) => part[0].toUpperCase() + part.slice(1))
    .join("");
