/** Tests of classes with those of NumPy. */
import type { Atom } from "../../infer/types.ts";
import { arrayOf, isFloat, isInteger, scalarOf } from "./types.ts";

/** The test that a class of NumPy's makes; undefined for what is none. `special` is the key of what the class is while translating. */
export function numpyTest(special: string): ((a: Atom) => boolean) | undefined {
  if (special.startsWith("numpy dtype ")) return (a) => scalarOf(a) === special.slice(12);
  switch (special) {
    case "abc ndarray":
      return (a) => arrayOf(a) !== undefined;
    case "abc generic":
      return (a) => scalarOf(a) !== undefined;
    case "abc number":
      return (a) => scalarOf(a) !== undefined && scalarOf(a) !== "bool";
    case "abc floating":
      return (a) => isFloat(scalarOf(a) ?? "bool");
    case "abc integer":
    case "abc signedinteger":
      return (a) => isInteger(scalarOf(a) ?? "bool");
    default:
      return undefined;
  }
}

/** Is a number of NumPy's an instance of a class of Python's numbers, too? */
export const isNumberOf = (a: Atom, type: string): boolean =>
  (type === "float" && scalarOf(a) === "f64") || (type === "complex" && scalarOf(a) === "c128");
