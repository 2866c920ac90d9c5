/** What clippy says of an item's types and parameters that are the source's own. */
import { eachNode } from "../base/nodes.ts";
import { followsText, type Allowances } from "./allowances.ts";
import type { RustExpr, RustItem, RustType } from "./ast.ts";

/** clippy's `type-complexity-threshold`. */
const LIMIT = 250;

/** clippy's `enum-variant-name-threshold`. */
const VARIANTS = 3;

/** clippy's `too-many-arguments-threshold`. */
const PARAMETERS = 7;

/**
 * Adds what documentation needs that is the source's text, which markdown reads as lists and quotations: where a line goes on with what
 * one before it began, its indentation is another.
 */
export function allowancesOfDoc(doc: readonly string[] | undefined, allowed: Allowances): void {
  let begun: number | undefined;
  let fenced = false;
  for (const line of doc ?? []) {
    if (line.trimStart().startsWith("```")) {
      fenced = !fenced;
      begun = undefined;
    }
    if (fenced) continue;
    const item = /^ {0,3}((?:[-*+]|\d{1,9}[.)]) +|> ?)/.exec(line);
    if (item) begun = item[0].length;
    else if (line.trim() === "") begun = undefined;
    else if (begun !== undefined) {
      const indent = line.length - line.trimStart().length;
      if (indent < begun) allowed.add("clippy::doc_lazy_continuation");
      else if (indent > begun) allowed.add("clippy::doc_overindented_list_items");
    }
  }
}

/** How complex clippy finds a type. */
function complexity(type: RustType, nest = 1): number {
  const all = (types: readonly RustType[], depth: number): number => types.reduce((sum, each) => sum + complexity(each, depth), 0);
  switch (type.kind) {
    case "infer":
      return nest;
    case "never":
      return 0;
    case "ref":
    case "pointer":
      return nest + complexity(type.inner, nest);
    case "path":
      return 10 * nest + all(type.args, nest + 1);
    case "slice":
    case "array":
      return 10 * nest + complexity(type.elem, nest + 1);
    case "tuple":
      return 10 * nest + all(type.elems, nest + 1);
    case "fn":
      return 50 * nest + all(type.params, nest + 1) + (type.result ? complexity(type.result, nest + 1) : 0);
    case "bound": {
      const args = (type.args ?? []).map((arg) => ("kind" in arg ? arg : arg[1]));
      const params = [...(type.params ?? []), ...(type.result ? [type.result] : [])];
      return 20 * nest + 10 * nest + all([...args, ...params], nest + 1);
    }
  }
}

/** Adds what an item's own types and parameters need. */
export function allowancesOfItem(item: RustItem, allowed: Allowances): void {
  allowancesOfDoc(item.doc, allowed);
  const check = (type: RustType | undefined): void => {
    if (type && complexity(type) > LIMIT) allowed.add("clippy::type_complexity");
  };
  switch (item.kind) {
    case "fn":
      followsText(item.body?.value, allowed);
      if (item.params.length + (item.self ? 1 : 0) > PARAMETERS) allowed.add("clippy::too_many_arguments");
      for (const param of item.params) check(param.type);
      check(item.result);
      if (item.body) handedOn(item, allowed);
      return;
    case "const":
    case "threadLocal":
    case "type":
      return check(item.type);
    case "struct":
      for (const field of item.fields) check(field.type);
      return;
    case "enum":
      if (item.variants.length >= VARIANTS && sharesWord(item.variants.map((variant) => variant.name)))
        allowed.add("clippy::enum_variant_names");
      return;
    default:
      return;
  }
}

/** Have all names the same first or last word? The classes of the source are called so. */
function sharesWord(names: readonly string[]): boolean {
  const words = names.map((name) => name.match(/[A-Z]+[a-z0-9]*|[a-z0-9]+/g) ?? [name]);
  return [0, -1].some((at) => words.every((each) => each.at(at) === words[0].at(at)));
}

/** Parameters that a function only hands to itself. */
function handedOn(item: RustItem<"fn">, allowed: Allowances): void {
  const names = item.params.flatMap(({ pattern }) => (pattern.kind === "name" && !pattern.name.startsWith("_") ? [pattern.name] : []));
  const reads = new Map(names.map((name) => [name, 0]));
  const handed = new Map(names.map((name) => [name, 0]));
  let calls = false;
  eachNode<RustExpr>(item.body, (e) => {
    if (e.kind === "path" && reads.has(e.path)) reads.set(e.path, reads.get(e.path)! + 1);
    else if (e.kind === "literal") {
      // Formats name variables.
      for (const name of names) if (e.text.includes(`{${name}`)) reads.set(name, reads.get(name)! + 1);
    } else if (isOwn(e, item.name)) {
      calls = true;
      for (const arg of e.args) {
        const at = arg.kind === "borrow" ? arg.operand : arg;
        if (at.kind === "path" && handed.has(at.path)) handed.set(at.path, handed.get(at.path)! + 1);
      }
    }
  });
  if (calls && names.some((name) => reads.get(name)! > 0 && reads.get(name) === handed.get(name)))
    allowed.add("clippy::only_used_in_recursion");
}

const isOwn = (e: RustExpr, name: string): e is RustExpr<"call"> | RustExpr<"method"> =>
  (e.kind === "call" && e.callee.kind === "path" && (e.callee.path === name || e.callee.path === `Self::${name}`)) ||
  (e.kind === "method" && e.name === name && e.object.kind === "path" && e.object.path === "self");
