/** The names that `numpy` and its modules have. */
import type { Span } from "../../../../base/span.ts";
import { f64 } from "../../../../ir/index.ts";
import { FLOAT, NONE } from "../../infer/types.ts";
import { ex, type Cx, type Val } from "../context.ts";
import { isFunction } from "./library.ts";
import { NAMES } from "./types.ts";

const CONSTANTS: Readonly<Record<string, number>> = { pi: Math.PI, e: Math.E, inf: Infinity, nan: NaN, euler_gamma: 0.5772156649015329 };

/** Names that are for annotations, and are never called. */
const ANNOTATIONS = new Set([
  "ndarray",
  "number",
  "floating",
  "integer",
  "generic",
  "dtype",
  "typing.NDArray",
  "typing.ArrayLike",
  "signedinteger",
]);

/** `numpy.name`; undefined for what is not known, and for modules. */
export function numpyMember(cx: Cx, name: string, special: (key: string) => Val, span: Span): Val | undefined {
  if (name in CONSTANTS) return { ty: FLOAT, e: ex(cx, "float", f64, span, { value: CONSTANTS[name] }) };
  if (name === "newaxis") return { ty: NONE, e: ex(cx, "unit", { kind: "unit" }, span, {}) };
  const dtype = NAMES[name] as string | undefined;
  if (dtype && !["int", "float", "bool", "complex"].includes(name)) return special(`numpy dtype ${dtype}`);
  if (name === "bool") return special("numpy dtype bool");
  if (ANNOTATIONS.has(name)) return special(`abc ${name}`);
  return isFunction(name) ? special(`numpy ${name}`) : undefined;
}
