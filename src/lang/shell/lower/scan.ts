/** Questions about whole pieces of syntax, answered by looking at every node. */
import type { Arithmetic, ArithmeticText, Command, List, Operation, Parameter, Word } from "../parse/index.ts";
import { arithmeticTree } from "../parse/arithmetic.ts";
import { literalText } from "../integer-words.ts";
import type { Unit } from "./context.ts";

type Tree = Readonly<Record<string, unknown>>;

/** All objects of a tree in order, each with the place behind its last descendant. */
interface Flat {
  readonly nodes: Tree[];
  readonly ends: number[];
}

/** Where a node stands in the flat form of the first tree that was looked at with it inside. */
const places = new WeakMap<object, { readonly flat: Flat; readonly at: number }>();

/** Pieces of syntax that questions are asked about: commands, lists, words. */
const isPiece = (node: Tree): boolean =>
  node.redirects !== undefined || node.items !== undefined || (node.parts !== undefined && node.kind === undefined);

function flatten(node: Tree, flat: Flat): void {
  const at = flat.nodes.push(node) - 1;
  flat.ends.push(at + 1);
  if (node.kind === "literal" || node.kind === "quoted") return;
  for (const key in node) {
    if (key === "place") continue;
    const child = node[key];
    if (typeof child !== "object" || child === null) continue;
    if (!Array.isArray(child)) flatten(child as Tree, flat);
    else for (const each of child) flattenItem(each, flat);
  }
  flat.ends[at] = flat.nodes.length;
  if (isPiece(node)) places.set(node, { flat, at });
}

function flattenItem(item: unknown, flat: Flat): void {
  if (typeof item !== "object" || item === null) return;
  if (!Array.isArray(item)) flatten(item as Tree, flat);
  else for (const each of item) flattenItem(each, flat);
}

/** Calls `visit` on every object of a tree (commands, words, parts, operations); false stops the descent there. */
export function walk(tree: unknown, visit: (node: Tree) => boolean | void): void {
  if (typeof tree !== "object" || tree === null) return;
  if (Array.isArray(tree)) {
    for (const each of tree) walk(each, visit);
    return;
  }
  let known = places.get(tree);
  if (!known) {
    const flat: Flat = { nodes: [], ends: [] };
    flatten(tree as Tree, flat);
    known = { flat, at: 0 };
  }
  const { nodes, ends } = known.flat;
  const end = ends[known.at];
  for (let i = known.at; i < end;) i = visit(nodes[i]) === false ? ends[i] : i + 1;
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
        const c = node as unknown as Command<"simple">;
        const name = firstWord(c);
        if (name === "exit" || name === "return") return c.words.length === 1 || c.words.length > 2;
        return name === "eval" || name === "wait" || name === "." || name === "source" || name === "trap" || name === undefined;
      }
      return typeof node.text === "string" && node.text.includes("PIPESTATUS");
    });
    mentions.set(c, known);
  }
  return known;
}

/** Does a function look at `$?` before it runs anything? What it calls first is asked itself. */
export const startsWithStatus = (body: Command): boolean => readsStatus({ functionsReadStatus: false, functionNames: new Set() }, body);

/** May `$?` be read before this command sets it? */
export function readsStatus(unit: Pick<Unit, "functionsReadStatus" | "functionNames">, c: Command): boolean {
  const first = (list: List | undefined): boolean => list?.items[0] !== undefined && readsStatus(unit, list.items[0].command);
  if (c.redirects.length && mentionsStatus(c.redirects)) return true;
  switch (c.kind) {
    case "simple": {
      if (mentionsStatus(c)) return true;
      const name = firstWord(c);
      return unit.functionsReadStatus && name !== undefined && unit.functionNames.has(name);
    }
    case "pipeline":
      return c.stages.some((stage) => readsStatus(unit, stage));
    case "and":
    case "or":
      return readsStatus(unit, c.left);
    case "subshell":
    case "group":
      return first(c.body);
    case "if":
      return first(c.arms[0].test);
    case "while":
      return first(c.test);
    case "for":
    case "select":
      return mentionsStatus(c.words ?? []) || first(c.body);
    case "arithmeticFor":
      return mentionsStatus([c.init, c.test, c.step]) || first(c.body);
    case "case":
      return mentionsStatus([c.subject, c.clauses.map((clause) => clause.patterns)]) || c.clauses.some((clause) => first(clause.body));
    case "function":
      return false;
    default:
      return mentionsStatus(c);
  }
}

/** The constant name of a simple command; "" without words, undefined when it is computed. */
export function firstWord(c: Command<"simple">): string | undefined {
  const first = c.words[0];
  if (!first) return "";
  if ("assignment" in first) return undefined;
  let out = "";
  for (const part of first.parts) {
    if (part.kind === "literal" || part.kind === "quoted") out += part.text;
    else
      return part.kind === "double" && first.parts.length === 1 && part.parts.every((p) => p.kind === "quoted")
        ? part.parts.map((p) => (p as { text: string }).text).join("")
        : undefined;
  }
  return out;
}

/** Can an expansion in it fail in a way that drops the rest of the complete command? */
export function mayAbandon(tree: unknown, functions: ReadonlySet<string>, native: ReadonlyMap<string, unknown>): boolean {
  return some(tree, (node) => {
    // An assignment to an element evaluates its subscript.
    if (typeof node.append === "boolean" && node.subscript !== undefined)
      return node.elements !== undefined || !/^[0-9]+$/.test(literalText(node.subscript as Word));
    switch (node.kind) {
      case "arithmetic":
        return !cannotFail((node as unknown as { expression: ArithmeticText }).expression, native, true);
      case "arithmeticFor": {
        const c = node as unknown as Command<"arithmeticFor">;
        return [c.init, c.test, c.step].some((each) => each !== undefined && !cannotFail(each, native, true));
      }
      case "slice": {
        const { offset, length } = node as unknown as Operation & { kind: "slice" };
        const fits = length === undefined || (length.tree?.kind === "number" && length.tree.value >= 0n);
        return !fits || !cannotFail(offset, native, true);
      }
      case "transform":
      case "bad":
        return true;
      case "parameter":
        return node.indirect === true || !isSafeSubscript(node as unknown as Parameter, native);
      case "simple": {
        const name = firstWord(node as unknown as Command<"simple">);
        if ((name === "break" || name === "continue") && (node.words as readonly unknown[]).length > 2) return true;
        return name === undefined || functions.has(name) || name === "eval" || name === "." || name === "source" || name === "let";
      }
      default:
        return false;
    }
  });
}

/** Is the place of an element an expression that cannot fail? One that no array has is only a message. */
function isSafeSubscript({ subscript }: Parameter, native: ReadonlyMap<string, unknown>): boolean {
  if (subscript?.kind !== "text") return true;
  const tree = arithmeticTree(subscript.word);
  return tree !== undefined && cannotFail({ tree, text: "", word: subscript.word }, native, true);
}

/** `${#x}`, `${#a[@]}`: asks for no subscript. */
export const isPlainLength = (p: Parameter): boolean => p.operation?.kind === "length" && !p.indirect && p.subscript?.kind !== "text";

/** Only native integers, and no operation that fails; `lengths`: those of variables cannot fail either. */
export function cannotFail(e: ArithmeticText, native: ReadonlyMap<string, unknown>, lengths: boolean): boolean {
  const safe = (tree: Arithmetic): boolean => {
    switch (tree.kind) {
      case "number":
        return true;
      case "variable":
      case "step":
        return tree.target.subscript === undefined && native.has(tree.target.name);
      case "expansion":
        if (tree.part.kind !== "parameter") return false;
        return (lengths && isPlainLength(tree.part)) || (!tree.part.operation && !tree.part.subscript && native.has(tree.part.name));
      case "unary":
        return safe(tree.operand);
      case "binary":
        if ((tree.operator === "/" || tree.operator === "%") && !(tree.right.kind === "number" && tree.right.value > 0n)) return false;
        return tree.operator !== "**" && safe(tree.left) && safe(tree.right);
      case "logical":
      case "comma":
        return safe(tree.left) && safe(tree.right);
      case "conditional":
        return safe(tree.test) && safe(tree.then) && safe(tree.orElse);
      case "assign":
        return (
          tree.target.subscript === undefined && native.has(tree.target.name) && !["/", "%"].includes(tree.operator) && safe(tree.value)
        );
    }
  };
  return e.tree !== undefined && safe(e.tree);
}

/** Does a piece of syntax need a process of its own when it is a subshell (also by the functions that it calls)? */
export function processWish(scripts: readonly { readonly body: List }[]): (tree: object) => boolean {
  const wishing = new Set<string>();
  const wants = (tree: object): boolean =>
    some(tree, (node) => {
      if (node.kind === "parameter") return node.name === "BASHPID";
      if (node.kind !== "simple") return false;
      const name = firstWord(node as unknown as Command<"simple">);
      return name === "ulimit" || (name !== undefined && wishing.has(name));
    });
  const functions: Command<"function">[] = [];
  for (const { body } of scripts)
    walk(body, (node) => {
      if (node.kind === "function") functions.push(node as unknown as Command<"function">);
    });
  for (let changed = true; changed;) {
    changed = false;
    for (const fn of functions) if (!wishing.has(fn.name) && wants(fn.body)) changed = !!wishing.add(fn.name);
  }
  return wants;
}
