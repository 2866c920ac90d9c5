/**
 * Locals of a name that other code uses too: `local i` is a variable of its own where nothing that the function calls sees it. For the analysis of
 * natives such variables get names that nothing else has.
 */
import { IS_NAME, literalText, mayBeExpression } from "./integer-words.ts";
import { calledUnseen } from "./indirect.ts";
import { INHERITED, SPECIAL, takesNames } from "./names.ts";
import { firstWord, some, walk } from "./lower/scan.ts";
import type { Assignment, Command, List, Word } from "./parse/index.ts";

/** A program in which locals of the same name have names of their own. */
export interface Separated {
  readonly body: List;
  /** What the name of such a variable is in the program; other names are themselves. */
  readonly base: (name: string) => string;
  /** The variables of a name that have others. */
  readonly variants: (name: string) => readonly string[];
  /** The piece of syntax that stands for one of the program's. */
  readonly copyOf: (tree: object) => object;
}

type Renames = ReadonlyMap<string, string>;
type Tree = Readonly<Record<string, unknown>>;
const TOKENS = /[A-Za-z_]\w*/g;

/** Gives each function's locals names of their own; `associative`: the names whose subscripts are keys. */
export function separateLocals(body: List, associative: ReadonlySet<string>): Separated {
  const functions: Command<"function">[] = [];
  walk(body, (node) => {
    if (node.kind === "function") functions.push(node as unknown as Command<"function">);
  });
  const bases = new Map<string, string>();
  const of = new Map<string, string[]>();
  const renames = new Map<object, Renames>();
  const seen = outerNames(functions, calledUnseen(body));
  for (const [k, fn] of functions.entries()) {
    const outer = seen(fn);
    const own = new Map<string, string>();
    for (const name of declaredFirst(fn)) {
      if (outer.has(name) || SPECIAL.test(name) || INHERITED.test(name)) continue;
      const other = `${name}_${k}q`;
      own.set(name, other);
      bases.set(other, name);
      of.set(name, [...(of.get(name) ?? []), other]);
    }
    if (own.size) renames.set(fn, own);
  }
  const base = (name: string): string => bases.get(name) ?? name;
  const variants = (name: string): readonly string[] => of.get(name) ?? [];
  if (!renames.size) return { body, base, variants, copyOf: (tree) => tree };
  const copies = new Map<object, object>();
  const copy = new Copier(renames, associative, copies).copy(body, new Map()) as List;
  return { body: copy, base, variants, copyOf: (tree) => copies.get(tree) ?? tree };
}

/** The names that the first mention of which in a function is a `local` that always runs. */
function declaredFirst(fn: Command<"function">): ReadonlySet<string> {
  const out = new Set<string>();
  if (fn.body.kind !== "group" || fn.body.redirects.length || some(fn.body.body, (node) => node.kind === "function")) return out;
  const before = new Set<string>();
  for (const { command: c, background } of fn.body.body.items) {
    const declares = c.kind === "simple" && !background && !c.redirects.length && !c.assignments.length && firstWord(c) === "local";
    const words = declares ? c.words.slice(1) : [];
    const plain = words.every((word) =>
      "assignment" in word ? !word.assignment.subscript : /^(?:-[a-zA-Z]+|[A-Za-z_]\w*)$/.test(literalText(word)),
    );
    // All values are expanded before the first name is local.
    for (const word of words) if ("assignment" in word) mentions([word.assignment.value, word.assignment.elements], before);
    if (declares && plain)
      for (const word of words) {
        const name = "assignment" in word ? word.assignment.name : literalText(word);
        if (IS_NAME.test(name) && !before.has(name)) out.add(name);
      }
    mentions(c, before);
  }
  return out;
}

/** For each function: the names of variables that what it calls sees besides its own locals. */
function outerNames(
  functions: readonly Command<"function">[],
  unseen: ReadonlySet<string>,
): (fn: Command<"function">) => ReadonlySet<string> {
  const free = new Map<string, Set<string>>();
  const calls = new Map<string, Set<string>>();
  const add = (map: Map<string, Set<string>>, key: string, names: Iterable<string>): void => {
    const known = map.get(key) ?? new Set();
    for (const name of names) known.add(name);
    map.set(key, known);
  };
  for (const fn of functions) {
    const named = new Set<string>();
    mentions(fn.body, named);
    const own = declaredFirst(fn);
    add(
      free,
      fn.name,
      [...named].filter((name) => !own.has(name)),
    );
    const called = new Set(unseen);
    walk(fn.body, (node) => {
      if (node.kind !== "simple") return;
      const name = firstWord(node as unknown as Command<"simple">);
      // A command that is computed may be any function.
      if (name === undefined) for (const each of functions) called.add(each.name);
      else for (const word of (node as unknown as Command<"simple">).words) called.add("assignment" in word ? name : literalText(word));
    });
    add(calls, fn.name, called);
  }
  return (fn) => {
    const reached = new Set<string>();
    const reach = (name: string): void => {
      for (const each of calls.get(name) ?? [])
        if (!reached.has(each) && free.has(each)) {
          reached.add(each);
          reach(each);
        }
    };
    reach(fn.name);
    const out = new Set<string>();
    for (const name of reached) for (const each of free.get(name) ?? []) out.add(each);
    return out;
  };
}

/** All names of variables that a piece of syntax may mean, however it says them. */
function mentions(tree: unknown, out: Set<string>): void {
  const tokens = (text: string): void => {
    for (const [token] of text.matchAll(TOKENS)) out.add(token);
  };
  walk(tree, (node) => {
    if (node.kind === "parameter" || node.kind === "for" || node.kind === "select") out.add(node.name as string);
    if (typeof node.append === "boolean" && typeof node.name === "string") {
      out.add(node.name);
      const { value } = node as unknown as Assignment;
      if (value && mayBeExpression(literalText(value))) tokens(literalText(value));
    }
    for (const key of ["subscript", "key", "target"] as const) {
      const place = node[key] as { word?: Word; parts?: unknown; name?: string } | undefined;
      if (place?.name) out.add(place.name);
      const word = place?.word ?? (place?.parts ? (place as unknown as Word) : undefined);
      if (word) tokens(literalText(word));
    }
    if (isExpression(node)) tokens(literalText(node.word as Word));
    if (node.kind === "unary" || node.kind === "binary")
      for (const side of [node.operand, node.left, node.right]) if (isWord(side)) tokens(literalText(side));
    if (node.kind === "simple") {
      const c = node as unknown as Command<"simple">;
      if (isByName(c)) for (const word of c.words) if (!("assignment" in word)) tokens(literalText(word));
    }
  });
}

const isExpression = (node: Tree): boolean => node.kind === undefined && typeof node.text === "string" && isWord(node.word);
const isWord = (node: unknown): node is Word => typeof node === "object" && node !== null && "parts" in node && !("kind" in node);

/** May its words be names of variables? */
function isByName(c: Command<"simple">): boolean {
  const name = firstWord(c);
  return name === undefined || name === "printf" || name === "test" || name === "[" || takesNames(c, name);
}

class Copier {
  private readonly renames: ReadonlyMap<object, Renames>;
  private readonly associative: ReadonlySet<string>;
  private readonly copies: Map<object, object>;

  constructor(renames: ReadonlyMap<object, Renames>, associative: ReadonlySet<string>, copies: Map<object, object>) {
    this.renames = renames;
    this.associative = associative;
    this.copies = copies;
  }

  /** A copy of a tree whose variables have their new names; `plainText`: words are expressions or names of variables. */
  copy(tree: unknown, names: Renames, plainText = false): unknown {
    if (typeof tree !== "object" || tree === null) return tree;
    if (Array.isArray(tree)) return tree.map((each) => this.copy(each, names, plainText));
    const known = this.copies.get(tree);
    if (known) return known;
    const node = tree as Tree;
    const inner = this.renames.get(tree) ?? names;
    const out: Record<string, unknown> = {};
    this.copies.set(tree, out);
    // Commands inside of words have names of their own.
    const byName = (plainText && node.items === undefined) || isExpression(node);
    const isAssociative = this.associative.has(node.name as string);
    const compares = node.kind === "binary" && /^-../.test(node.operator as string);
    for (const key in node) {
      const value = node[key];
      const isName =
        ((key === "subscript" || key === "key") && !isAssociative) ||
        (key === "operand" && node.kind === "unary") ||
        (compares && (key === "left" || key === "right"));
      if (key === "place") out[key] = value;
      else if (key === "words" && node.kind === "simple") out[key] = this.words(node as unknown as Command<"simple">, inner);
      else out[key] = this.copy(value, inner, isName || byName);
    }
    if (node.kind === "parameter" || node.kind === "for" || node.kind === "select" || typeof node.append === "boolean")
      out.name = renamed(node.name, inner);
    if (node.target !== undefined) (out.target as { name: string }).name = renamed((node.target as { name: string }).name, inner) as string;
    if (byName && typeof node.text === "string" && (node.kind === "literal" || node.kind === "quoted"))
      out.text = node.text.replace(TOKENS, (token) => inner.get(token) ?? token);
    return out;
  }

  /** The words of a command, of which the first is what it runs. */
  private words(c: Command<"simple">, names: Renames): unknown {
    const byName = isByName(c);
    return c.words.map((word, i) => this.copy(word, names, byName && i > 0));
  }
}

const renamed = (name: unknown, names: Renames): unknown => (typeof name === "string" ? (names.get(name) ?? name) : name);
