/** Variables of a closure's parameter that its body does not read. */
import type { RustExpr, RustPattern, RustStatement } from "../rust/ast.ts";
import { wild } from "../rust/make.ts";

/** The pattern with `_` for each variable that neither the value nor the statements name. */
export function readPart(pattern: RustPattern, value: RustExpr, statements: readonly RustStatement[]): RustPattern {
  switch (pattern.kind) {
    case "name":
      return pattern.name.startsWith("_") || mentions([value, ...statements], pattern.name) ? pattern : wild;
    case "ref": {
      const inner = readPart(pattern.inner, value, statements);
      return inner.kind === "wild" ? wild : { ...pattern, inner };
    }
    case "tuple":
      return { ...pattern, elems: pattern.elems.map((elem) => readPart(elem, value, statements)) };
    default:
      return pattern;
  }
}

/** Does a text of the trees have the name in it? Formats name variables inside of literals. */
export function mentions(roots: readonly unknown[], name: string): boolean {
  const stack = [...roots];
  while (stack.length > 0) {
    const node = stack.pop();
    if (typeof node === "string") {
      if (holds(node, name)) return true;
    } else if (typeof node === "object" && node !== null)
      for (const key in node) if (key !== "kind") stack.push((node as Readonly<Record<string, unknown>>)[key]);
  }
  return false;
}

/** Does the name stand in the text as a word? */
function holds(text: string, name: string): boolean {
  for (let at = text.indexOf(name); at >= 0; at = text.indexOf(name, at + 1)) {
    const [before, after] = [text[at - 1] ?? " ", text[at + name.length] ?? " "];
    if (!/[\p{XID_Continue}]/u.test(before) && !/[\p{XID_Continue}]/u.test(after)) return true;
  }
  return false;
}
