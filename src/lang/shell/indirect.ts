/** `${!name}`, `printf -v "$name"`: which variables they may reach, told by all that `name` is given anywhere in the program. */
import { IS_NAME, integerWord, literalText } from "./integer-words.ts";
import { firstWord, walk } from "./lower/scan.ts";
import { INHERITED, takesNames } from "./names.ts";
import { printedInto } from "./name-words.ts";
import type { Argument, Assignment, Command, List, Operation, Part, Subscript, Word } from "./parse/index.ts";

export interface Reached {
  /** Texts that name variables, with NUL for what is not known of them. */
  readonly texts: readonly string[];
  /** Parameters of functions that are such texts; 0: all of them. */
  readonly params: ReadonlyMap<string, ReadonlySet<number>>;
  /** Any variable may be meant. */
  readonly any: boolean;
}

/** What a variable may be given: a word in a function, or what nobody knows. */
interface Given {
  readonly word?: Word;
  readonly fn: string | undefined;
}

/** Numbers, of which only parameters have the names. */
const NUMBERS = /^(?:[#?]|OPTIND|LINENO|RANDOM|SECONDS)$/;

export function findIndirections(body: List): Reached {
  const starts: { readonly name: string; readonly subscript?: Subscript; readonly fn: string | undefined }[] = [];
  const printing: { readonly word: Word; readonly fn: string | undefined }[] = [];
  inFunctions(body, undefined, (node, fn) => {
    if (node.kind === "parameter" && node.indirect) starts.push({ name: node.name as string, subscript: node.subscript as Subscript, fn });
    const printed = node.kind === "simple" ? printedInto(node as unknown as Command<"simple">) : undefined;
    if (printed) printing.push({ word: printed, fn });
  });
  const texts: string[] = [];
  const params = new Map<string, Set<number>>();
  if (!starts.length && !printing.length) return { texts, params, any: false };
  const values = valuesIn(body);
  const locals = localsIn(body);
  const unseen = calledUnseen(body);
  const seen = new Set<string>();
  let any = false;
  const parameter = (index: number, fn: string | undefined): void => {
    if (fn === undefined || unseen.has(fn)) any = true;
    else params.set(fn, (params.get(fn) ?? new Set()).add(index));
  };
  const variable = (name: string, fn: string | undefined): void => {
    if (NUMBERS.test(name)) return;
    if (/^[1-9]$/.test(name)) return parameter(Number(name), fn);
    const known = values.get(name);
    if (!IS_NAME.test(name) || INHERITED.test(name) || !known) {
      any = true;
      return;
    }
    // What has a local of that name does not change this one.
    const own = fn !== undefined && locals.get(fn)?.has(name) ? fn : undefined;
    if (seen.has(`${own ?? ""} ${name}`)) return;
    seen.add(`${own ?? ""} ${name}`);
    for (const each of known) {
      if (own !== undefined && each.fn !== own && (each.fn === undefined || locals.get(each.fn)?.has(name))) continue;
      if (each.word) word(each.word, each.fn);
      else any = true;
    }
  };
  const word = (given: Word, fn: string | undefined): void => {
    const number = integerWord(given);
    if (number) {
      if (number.of !== undefined) variable(number.of, fn);
      return;
    }
    const [part] = given.parts.length === 1 && given.parts[0].kind === "double" ? given.parts[0].parts : given.parts;
    const alone = given.parts.length === 1 && (given.parts[0].kind !== "double" || given.parts[0].parts.length === 1);
    if (alone && part.kind === "parameter" && !part.operation && !part.indirect) {
      if (part.name === "@" || part.name === "*") parameter(0, fn);
      else variable(part.name, fn);
      return;
    }
    const text = literalText(given);
    // A text of which only its end or start is known may still name any variable where that is no part of a name.
    if (/\0/.test(text) && !/\w/.test(text)) any = true;
    else if (given.parts.some((each) => each.kind === "literal" && /[{*?~]/.test(each.text))) any = true;
    else texts.push(text);
  };
  for (const { name, subscript, fn } of starts) {
    if (subscript && subscript.kind !== "text") any = true;
    else variable(name, fn);
  }
  for (const each of printing) word(each.word, each.fn);
  return { texts, params, any };
}

/** All that variables are given, by their names. */
function valuesIn(body: List): ReadonlyMap<string, Given[]> {
  const out = new Map<string, Given[]>();
  const give = (name: string, given: Given): void => {
    const known = out.get(name);
    if (known) known.push(given);
    else out.set(name, [given]);
  };
  inFunctions(body, undefined, (node, fn) => {
    if (typeof node.append === "boolean" && typeof node.name === "string") {
      const { name, append, value, elements } = node as unknown as Assignment;
      if (append && value) give(name, { fn });
      else if (value) give(name, { word: value, fn });
      for (const element of elements ?? []) give(name, { word: element.value, fn });
    } else if (node.kind === "for" || node.kind === "select") {
      const { name, words } = node as unknown as Command<"for">;
      if (words) for (const word of words) give(name, { word, fn });
      else give(name, { word: ALL, fn });
    } else if (node.kind === "parameter") {
      const { name, operation } = node as unknown as Part<"parameter">;
      const op: Operation | undefined = operation;
      if (op?.kind === "default" && op.operator === "=") give(name, { word: op.word, fn });
    } else if (node.kind === "simple") byName(node as unknown as Command<"simple">, (name) => give(name, { fn }));
  });
  return out;
}

/** Functions that are called by more than commands of the program, with words that are not written there. */
export function calledUnseen(body: List): ReadonlySet<string> {
  const out = new Set(["command_not_found_handle"]);
  walk(body, (node) => {
    if (node.kind !== "simple") return;
    const c = node as unknown as Command<"simple">;
    if (!/^(?:trap|mapfile|readarray)$/.test(firstWord(c) ?? "")) return;
    for (const word of c.words.slice(1))
      if (!("assignment" in word)) for (const [name] of literalText(word).matchAll(/[^\s;&|()<>]+/g)) out.add(name);
  });
  return out;
}

/** The locals that functions declare, wherever they do. */
function localsIn(body: List): ReadonlyMap<string, ReadonlySet<string>> {
  const out = new Map<string, Set<string>>();
  inFunctions(body, undefined, (node, fn) => {
    if (node.kind !== "simple" || fn === undefined) return;
    const c = node as unknown as Command<"simple">;
    if (firstWord(c) !== "local") return;
    const names = out.get(fn) ?? new Set<string>();
    for (const each of c.words.slice(1)) names.add("assignment" in each ? each.assignment.name : literalText(each));
    out.set(fn, names);
  });
  return out;
}

/** `"$@"` */
const PLACE = { start: 0, end: 0, line: 0 };
const ALL: Word = { parts: [{ kind: "parameter", name: "@", braced: false, place: PLACE }], place: PLACE };

/** The names that a command may give what nobody knows. */
function byName(c: Command<"simple">, give: (name: string) => void): void {
  const name = firstWord(c);
  const texts = c.words.slice(1).map((word: Argument) => ("assignment" in word ? "" : literalText(word)));
  const prints = name === "printf" && texts[0]?.startsWith("-v");
  if (name !== undefined && !prints && !takesNames(c, name)) return;
  const references = texts.some((text) => /^-\w*n/.test(text));
  if (/^(?:local|declare|typeset|export|readonly|unset)$/.test(name ?? "") && !references) return;
  for (const text of texts) for (const [each] of text.matchAll(/[A-Za-z_]\w*/g)) give(each);
  for (const word of c.words) if ("assignment" in word && references) give(word.assignment.name);
}

type Tree = Readonly<Record<string, unknown>>;

/** Walks a tree with the name of the function that each node stands in. */
function inFunctions(tree: object, fn: string | undefined, visit: (node: Tree, fn: string | undefined) => void): void {
  walk(tree, (node) => {
    if (node.kind === "function" && node !== tree) {
      inFunctions(node as unknown as object, node.name as string, visit);
      return false;
    }
    visit(node, fn);
    return true;
  });
}
