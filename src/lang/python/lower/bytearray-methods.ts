/** Methods that arrays of bytes share with `bytes`. */
import type { Span } from "../../../base/span.ts";
import { refuse } from "../../../diagnostics/diagnostic.ts";
import { site, type Cx, type Val } from "./context.ts";
import { callRow, hasRow, rowFits, type ArgVal } from "./rows.ts";

const isArray = (val: Val): boolean => val.ty.length === 1 && val.ty[0].k === "rt" && val.ty[0].path === "bytearray::ByteArray";

/** The bytes of an array; other values as they are. */
export const plainBytes = (cx: Cx, val: Val, node: object, span: Span): Val =>
  isArray(val) ? callRow(cx, "bytearray.__bytes__", [{ value: val }], node, span) : val;

/** `array.name(args)` by way of the method of `bytes`, where arrays have none of their own for these arguments. */
export function bytearrayMethod(cx: Cx, object: Val, name: string, args: readonly ArgVal[], node: object, span: Span): Val | undefined {
  const shared = `bytes.${name}`;
  if (!isArray(object) || name.startsWith("__") || !hasRow(cx, shared)) return undefined;
  const own = [{ value: object }, ...args];
  if (hasRow(cx, `bytearray.${name}`) && rowFits(cx, `bytearray.${name}`, own)) return undefined;
  const plain = own.map((arg, i) => ({
    ...arg,
    value: plainBytes(
      cx,
      arg.value,
      site(cx, node, `bytes ${i}`, () => ({})),
      span,
    ),
  }));
  if (!rowFits(cx, shared, plain)) return undefined;
  const made = callRow(cx, shared, plain, node, span);
  const [atom] = made.ty;
  if (made.ty.length !== 1 || ["int", "bool", "str"].includes(atom.k)) return made;
  if (atom.k !== "bytes") return refuse("PY0702", span, `\`bytearray.${name}\`, which makes several arrays`);
  return callRow(
    cx,
    "builtins.bytearray",
    [{ value: made }],
    site(cx, node, "array", () => ({})),
    span,
  );
}
