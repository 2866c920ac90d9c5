/** Questions about whole pieces of syntax, answered by looking at every node. */
import type { Command } from "../parse/index.ts";
import type { Unit } from "./context.ts";

type Tree = Readonly<Record<string, unknown>>;

/** Calls `visit` on every object of a tree (commands, words, parts, operations); false stops the descent there. */
export function walk(tree: unknown, visit: (node: Tree) => boolean | void): void {
  const stack: unknown[] = [tree];
  while (stack.length) {
    const node = stack.pop();
    if (Array.isArray(node)) {
      for (let i = node.length - 1; i >= 0; i--) if (typeof node[i] === "object") stack.push(node[i]);
    } else if (typeof node === "object" && node !== null) {
      if (visit(node as Tree) === false) continue;
      const values = Object.values(node);
      for (let i = values.length - 1; i >= 0; i--) if (typeof values[i] === "object") stack.push(values[i]);
    }
  }
}

export function some(tree: unknown, test: (node: Tree) => boolean): boolean {
  let found = false;
  walk(tree, (node) => {
    if (found) return false;
    found = test(node);
    return !found;
  });
  return found;
}

const mentions = new WeakMap<object, boolean>();

/** Does a command name `$?` (or do without an operand what reads it), anywhere inside? */
export function mentionsStatus(c: object): boolean {
  let known = mentions.get(c);
  if (known === undefined) {
    known = some(c, (node) => {
      if (node.kind === "parameter") return node.name === "?" || node.name === "PIPESTATUS" || node.indirect === true;
      if (node.kind === "arithmetic" || node.kind === "expression") return false;
      if (node.kind === "simple") {
        const name = firstWord(node as unknown as Command<"simple">);
        return name === "exit" || name === "return" || name === "eval" || name === "wait" || name === "." || name === "source" || name === "trap" || name === undefined;
      }
      return typeof node.text === "string" && node.text.includes("PIPESTATUS");
    });
    mentions.set(c, known);
  }
  return known;
}

/** May `$?` be read before this command sets it? */
export function readsStatus(unit: Unit, c: Command): boolean {
  if (mentionsStatus(c)) return true;
  if (!unit.functionsReadStatus) return false;
  return some(c, (node) => {
    if (node.kind !== "simple") return false;
    const name = firstWord(node as unknown as Command<"simple">);
    return name !== undefined && unit.functionNames.has(name);
  });
}

/** The constant name of a simple command; "" without words, undefined when it is computed. */
export function firstWord(c: Command<"simple">): string | undefined {
  const first = c.words[0];
  if (!first) return "";
  if ("assignment" in first) return undefined;
  let out = "";
  for (const part of first.parts) {
    if (part.kind === "literal" || part.kind === "quoted") out += part.text;
    else return part.kind === "double" && first.parts.length === 1 && part.parts.every((p) => p.kind === "quoted") ? part.parts.map((p) => (p as { text: string }).text).join("") : undefined;
  }
  return out;
}

/** Can an expansion in it fail in a way that drops the rest of the complete command? */
export function mayAbandon(tree: unknown, functions: ReadonlySet<string>): boolean {
  return some(tree, (node) => {
    // An assignment to an element evaluates its subscript.
    if (typeof node.append === "boolean" && node.subscript !== undefined) return true;
    switch (node.kind) {
      case "arithmetic":
      case "arithmeticFor":
      case "slice":
      case "transform":
        return true;
      case "parameter":
        return node.indirect === true || (node.subscript as Tree | undefined)?.kind === "text";
      case "simple": {
        const name = firstWord(node as unknown as Command<"simple">);
        return name === undefined || functions.has(name) || name === "eval" || name === "." || name === "source" || name === "let";
      }
      default:
        return false;
    }
  });
}
