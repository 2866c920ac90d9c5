/**
 * Declarations in words that say the same: `declare -i n=text` of a variable that is an integer wherever it is assigned is `n=$((text))`, `declare x=text`
 * of the main script is `x=text`, and in a function `local x=text`; `-a` goes where lists say as much.
 */
import { IS_NAME, literalText } from "./integer-words.ts";
import { arithmeticTree } from "./parse/arithmetic.ts";
import type { Argument, Arithmetic, Assignment, Command, List, ListItem, Part, Script, Word } from "./parse/index.ts";
import { reachesAll } from "./reach.ts";
import { findReferences } from "./references.ts";
import { firstWord, some, walk } from "./lower/scan.ts";

const DECLARES = /^(?:declare|typeset|local)$/;
/** Commands that assign variables by name, or ask for what they are. */
const BY_NAME =
  /^(?:declare|typeset|local|export|readonly|unset|read|mapfile|readarray|getopts|printf|wait|let|trap|command|builtin|exec|test|\[)$/;

/** What shows declarations: attributes, functions, commands as they are written. */
const ASKS =
  /@[aA]\b|xtrace|\bset\s+-\w*x|BASH_COMMAND|\bDEBUG\b|\btype\b|\b(?:declare|typeset|export|readonly|local|command)\s+-\w*[fpFV]/;

/** The script in such words, where nothing in it asks how its variables were declared. */
export function withoutAttributes(script: Script): Script {
  const { body, text } = script;
  if (!/\b(?:declare|typeset|local\s+-)/.test(text) || ASKS.test(text)) return script;
  if (script.aliased || reachesAll(body)) return script;
  const references = findReferences(body);
  if (references.indirect || references.names.size > 0) return script;
  const rewriter = new Rewriter(text, integersOf(body), functionsOf(body));
  return { ...script, body: rewriter.list(body, undefined) };
}

const functionsOf = (body: List): ReadonlySet<string> => {
  const names = new Set<string>();
  walk(body, (node) => {
    if (node.kind === "function") names.add(node.name as string);
  });
  return names;
};

const nameOf = (word: Argument): string => ("assignment" in word ? word.assignment.name : literalText(word));
/** `-i` as the only option of a declaration. */
const isInteger = (c: Command<"simple">): boolean =>
  c.words.length > 2 && nameOf(c.words[1]) === "-i" && c.words.slice(2).every((word) => isPlain(word));
const isPlain = (word: Argument): boolean =>
  "assignment" in word
    ? !word.assignment.subscript && !word.assignment.elements && !word.assignment.append
    : IS_NAME.test(literalText(word));

/** `-a` as the only option of a declaration whose values are lists: the same as without it. */
const isArray = (c: Command<"simple">): boolean =>
  c.words.length > 2 && nameOf(c.words[1]) === "-a" && c.words.slice(2).every((word) => isPlainList(word));
const isPlainList = (word: Argument): boolean =>
  "assignment" in word
    ? word.assignment.elements !== undefined && !word.assignment.subscript && !word.assignment.append
    : IS_NAME.test(literalText(word));

/** Names that are declared with `-i` before anything assigns them, and are assigned in no other way than by `=`. */
function integersOf(body: List): ReadonlySet<string> {
  const declared = new Map<string, Set<object | undefined>>();
  /** Names that one command declares. */
  const groups: (readonly string[])[] = [];
  const bad = new Set<string>();
  const tokens = (text: string): void => {
    for (const [token] of text.matchAll(/\w+/g)) bad.add(token);
  };
  // A command that is computed may be any, with any words.
  const dynamic = some(body, (node) => node.kind === "simple" && firstWord(node as unknown as Command<"simple">) === undefined);
  const look = (tree: object, fn: object | undefined): void =>
    walk(tree, (node) => {
      if (node.kind === "function" && node !== fn) {
        look((node as unknown as Command<"function">).body, node);
        return false;
      }
      if (node.kind === "for" || node.kind === "select") bad.add(node.name as string);
      if (typeof node.append === "boolean") {
        const a = node as unknown as Assignment;
        const scopes = declared.get(a.name);
        if (dynamic) for (const word of [a.value, ...(a.elements ?? []).map((each) => each.value)]) if (word) tokens(literalText(word));
        if (a.subscript || a.elements || !scopes || (!scopes.has(undefined) && !scopes.has(fn))) bad.add(a.name);
      }
      if (node.kind === "assign" || node.kind === "step") {
        const { name, subscript } = node.target as { name: string; subscript?: Word };
        if (subscript) bad.add(name);
      }
      if (node.kind === "parameter") {
        const { name, subscript, operation } = node as unknown as Part<"parameter">;
        if (subscript || (operation?.kind === "default" && operation.operator === "=") || operation?.kind === "transform") bad.add(name);
      }
      if (node.kind !== "simple") return true;
      const c = node as unknown as Command<"simple">;
      const name = firstWord(c) ?? "declare";
      if (c.words.length) for (const a of c.assignments) bad.add(a.name);
      if (firstWord(c) !== undefined && DECLARES.test(name) && isInteger(c)) {
        groups.push(c.words.slice(2).map(nameOf));
        for (const word of c.words.slice(2)) declared.set(nameOf(word), (declared.get(nameOf(word)) ?? new Set()).add(fn));
        // Their values are looked at below.
        return true;
      }
      if (BY_NAME.test(name)) for (const word of c.words.slice(1)) tokens(nameOf(word));
      return true;
    });
  look(body, undefined);
  // A branch that declares it may not run.
  for (const [name, scopes] of declared) if (scopes.has(undefined) && !declaresAtTop(body, name)) bad.add(name);
  for (let before = -1; before < bad.size;) {
    before = bad.size;
    for (const group of groups) if (group.some((name) => bad.has(name))) for (const name of group) bad.add(name);
  }
  return new Set([...declared.keys()].filter((name) => !bad.has(name)));
}

const declaresAtTop = (body: List, name: string): boolean =>
  body.items.some(
    ({ command: c, background }) =>
      c.kind === "simple" &&
      !background &&
      DECLARES.test(firstWord(c) ?? "") &&
      isInteger(c) &&
      c.words.slice(2).some((word) => nameOf(word) === name),
  );

class Rewriter {
  private readonly text: string;
  private readonly integers: ReadonlySet<string>;
  private readonly functions: ReadonlySet<string>;
  /** The builtin that declares what is looked at. */
  private builtin: string | undefined;

  constructor(text: string, integers: ReadonlySet<string>, functions: ReadonlySet<string>) {
    this.text = text;
    this.integers = integers;
    this.functions = functions;
  }

  list(list: List, fn: string | undefined): List {
    return { ...list, items: list.items.map((item): ListItem => ({ ...item, command: this.any(item.command, fn) as Command })) };
  }

  /** The same of any piece of syntax. */
  private any(node: unknown, fn: string | undefined): unknown {
    if (typeof node !== "object" || node === null) return node;
    if (Array.isArray(node)) return node.map((each) => this.any(each, fn));
    const given = node as Readonly<Record<string, unknown>>;
    const within = given.kind === "function" ? (given.name as string) : fn;
    const made: Record<string, unknown> = {};
    const outer = this.builtin;
    if (given.kind === "simple") {
      const name = firstWord(node as Command<"simple">) ?? "";
      this.builtin = DECLARES.test(name) ? name : undefined;
    }
    for (const key in given) made[key] = key === "place" ? given[key] : this.any(given[key], within);
    this.builtin = outer;
    if (given.kind === "simple") return this.simple(made as unknown as Command<"simple">, fn);
    return typeof given.append === "boolean" ? this.assignment(made as unknown as Assignment) : made;
  }

  private simple(c: Command<"simple">, fn: string | undefined): Command<"simple"> {
    const name = firstWord(c) ?? "";
    if (!DECLARES.test(name) || this.functions.has(name)) return c;
    const typed = isInteger(c) && c.words.slice(2).every((word) => this.integers.has(nameOf(word)));
    const listed = isArray(c);
    const words = typed || listed ? [c.words[0], ...c.words.slice(2)] : c.words;
    const values = words.slice(1);
    const plain = listed ? values.every(isPlainList) : values.every(isPlain);
    if (name === "local" || c.redirects.length || c.assignments.length || !values.length || !plain)
      return { ...c, words: name === "local" || !listed ? words : c.words };
    if (fn !== undefined) {
      const [first] = words;
      return { ...c, words: [{ parts: [{ kind: "literal", text: "local" }], place: first.place }, ...values] };
    }
    // All values are expanded before the first is assigned; the status of a substitution is not that of the builtin.
    const list = values.flatMap((word) => ("assignment" in word ? [word.assignment] : []));
    const apart =
      values.length === 1 ||
      !some(
        list.map((a) => [a.value, a.elements]),
        (node) => node.kind === "parameter" || node.kind === "arithmetic",
      );
    if (!apart || some(list, (node) => node.kind === "command" || node.kind === "process"))
      return { ...c, words: listed ? c.words : words };
    return { ...c, words: [], assignments: list };
  }

  /** An assignment of an integer variable evaluates its text. */
  private assignment(a: Assignment): Assignment {
    if (!this.integers.has(a.name) || !a.value) return a;
    const { value } = a;
    const tree = arithmeticTree(value);
    const text = this.text.slice(value.place.start, value.place.end);
    if (!a.append) return { ...a, value: { ...value, parts: [this.arithmetic(value, tree, text, value.place)] } };
    const variable: Arithmetic = { kind: "variable", target: { name: a.name } };
    const sum: Arithmetic | undefined = tree && { kind: "binary", operator: "+", left: variable, right: tree, token: text };
    const word: Word = {
      parts: [{ kind: "quoted", text: `${a.name}+(` }, ...value.parts, { kind: "quoted", text: ")" }],
      place: value.place,
    };
    return { ...a, append: false, value: { ...value, parts: [this.arithmetic(word, sum, text, value.place)] } };
  }

  private arithmetic(word: Word, tree: Arithmetic | undefined, text: string, place: Word["place"]): Part {
    const { builtin } = this;
    // What may fail is evaluated as text, for the message.
    const fails =
      builtin !== undefined && some(tree, (node) => /^(?:\/|%|\*\*)$/.test(typeof node.operator === "string" ? node.operator : ""));
    return { kind: "arithmetic", expression: { word, tree: fails ? undefined : tree, text, builtin }, place };
  }
}
