/** What clippy says of the text that the source says itself: the item allows it. */
import type { RustExpr } from "./ast.ts";

/** Lints that an item allows. */
export type Allowances = Set<string>;

/** Constants of mathematics that clippy knows, with the digits that it asks for. */
const known: readonly (readonly [number, string])[] = [
  [1, String(Math.E)],
  [2, String(1 / Math.PI)],
  [2, String(Math.SQRT1_2)],
  [2, String(2 / Math.PI)],
  [2, String(2 / Math.sqrt(Math.PI))],
  [2, String(Math.LN2)],
  [2, String(Math.LN10)],
  [2, String(Math.log10(2))],
  [2, String(Math.LOG10E)],
  [2, String(Math.log2(10))],
  [2, String(Math.LOG2E)],
  [2, String(Math.SQRT2)],
  [2, String(Math.PI)],
  [2, String(2 * Math.PI)],
  [2, String(Math.PI / 2)],
  [2, String(Math.PI / 3)],
  [2, String(Math.PI / 4)],
  [2, String(Math.PI / 6)],
  [2, String(Math.PI / 8)],
  [2, "1.618033988749895"],
];

/** Is the literal close to a constant that has a name? */
function isApproximate(text: string): boolean {
  const digits = text.replace(/_?f(32|64)$/, "");
  if (!/^\d\.\d{2,}$/.test(digits)) return false;
  return known.some(([least, constant]) => {
    if (digits.length - 2 < Math.max(2, least)) return false;
    if (constant.startsWith(digits)) return true;
    return digits.length <= constant.length && Number(constant).toFixed(digits.length - 2) === digits;
  });
}

const compares = new Set(["==", "!=", "<", "<=", ">", ">=", "-", "/", "&", "|", "^", "%", "&&", "||"]);

/** Adds what an expression (its parts left out) needs. */
export function allowancesOf(e: RustExpr, allowed: Allowances): void {
  if (e.kind === "literal") {
    if (e.text.includes(".") && isApproximate(e.text)) allowed.add("clippy::approx_constant");
  } else if (e.kind === "binary" && compares.has(e.op) && sameText(e.left, e.right)) allowed.add("clippy::eq_op");
}

/** Two expressions that say the same and do nothing. */
export function sameText(a: RustExpr, b: RustExpr): boolean {
  if (a === b) return true;
  switch (a.kind) {
    case "literal":
      return b.kind === "literal" && plain(a.text) === plain(b.text);
    case "path":
      return b.kind === "path" && a.path === b.path && !a.args && !b.args;
    case "field":
      return b.kind === "field" && a.name === b.name && sameText(a.object, b.object);
    case "unary":
      return b.kind === "unary" && a.op === b.op && sameText(a.operand, b.operand);
    case "cast":
      return b.kind === "cast" && JSON.stringify(a.type) === JSON.stringify(b.type) && sameText(a.value, b.value);
    case "index":
      return b.kind === "index" && sameText(a.object, b.object) && sameText(a.index, b.index);
    case "tuple":
      return b.kind === "tuple" && a.elems.length === b.elems.length && a.elems.every((elem, i) => sameText(elem, b.elems[i]));
    case "binary":
      return b.kind === "binary" && a.op === b.op && sameText(a.left, b.left) && sameText(a.right, b.right);
    default:
      return false;
  }
}

const plain = (text: string): string => (/^[\d.]+_[iuf]\w+$/.test(text) ? text.replace(/_[iuf]\w+$/, "") : text);
