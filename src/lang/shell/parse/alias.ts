/**
 * Aliases. A shell expands them while it reads, and reads a line when those before it have run: so an alias counts from the line after the
 * command that defines it, also in the bodies of functions. What is defined in a branch or a function cannot be known here.
 */
import type { Argument, Command, ListItem } from "./ast.ts";
import { list } from "./command.ts";
import { blanks, createState, lineOf, original, ShellSyntaxError, type State } from "./state.ts";
import { constantText } from "./word.ts";
import { walk } from "../lower/scan.ts";

export interface Aliases {
  /** In bash `shopt -s expand_aliases` starts it. */
  on: boolean;
  readonly values: Map<string, string>;
  /** Names that are defined or removed where it is not known whether that runs. */
  readonly unknown: Set<string>;
  /** An alias was defined whose name is known at run time only. */
  lost: boolean;
  /** Texts that are being read: an alias is not expanded in its own. */
  active: { readonly name: string; end: number }[];
  /** The word after this offset is looked at too: the text ended in a blank. */
  next?: number;
}

export const createAliases = (on: boolean): Aliases => ({ on, values: new Map(), unknown: new Set(), lost: false, active: [] });

/** Has the script defined an alias that counts? */
export const isAliased = ({ aliases, splices }: State): boolean =>
  aliases !== undefined && (splices.length > 0 || (aliases.on && aliases.values.size > 0));

/** Where aliases make the text unknown. */
export class AliasError extends ShellSyntaxError {
  readonly code = "SH0104";
}

const WORD = /[^\s;&|()<>"'\\$`]+(?=[\s;&|()<>]|$)/y;

/** Replaces the word here by its alias's text, as often as that starts with another. */
export function expandAliases(s: State): void {
  const { aliases } = s;
  if (!aliases || (!aliases.values.size && !aliases.unknown.size && !aliases.lost)) return;
  for (;;) {
    blanks(s);
    WORD.lastIndex = s.at;
    const name = WORD.exec(s.text)?.[0];
    if (name === undefined) return;
    aliases.active = aliases.active.filter((each) => each.end > s.at);
    if (aliases.active.some((each) => each.name === name)) return;
    if (aliases.on && (aliases.lost || aliases.unknown.has(name)))
      throw new AliasError(original(s, s.at), lineOf(s, s.at), `whether \`${name}\` is an alias here depends on what has run`);
    const value = aliases.on ? aliases.values.get(name) : undefined;
    if (value === undefined) return;
    if (value.includes("\n") && value.includes("<<"))
      throw new AliasError(original(s, s.at), lineOf(s, s.at), `the text of the alias \`${name}\` has a here-document`);
    splice(s, name.length, value);
    for (const each of aliases.active) each.end += value.length - name.length;
    aliases.active.push({ name, end: s.at + value.length });
    if (/[ \t]$/.test(value)) aliases.next = s.at + value.length;
  }
}

/** Before the next word of a command: is it the one after an alias that ends in a blank? */
export function expandNextWord(s: State): void {
  const { aliases } = s;
  if (aliases?.next === undefined || s.at < aliases.next) return;
  const follows = /^[ \t]*$/.test(s.text.slice(aliases.next, s.at));
  aliases.next = undefined;
  if (follows) expandAliases(s);
}

/** Puts a text in place of `removed` characters; places go on to be those of the file. */
function splice(s: State, removed: number, text: string): void {
  s.source ??= s.text;
  s.text = s.text.slice(0, s.at) + text + s.text.slice(s.at + removed);
  s.splices.push({ at: s.at, removed, inserted: text.length });
  if (s.lineAt > s.at) {
    s.lineAt = 0;
    s.lineNumber = s.firstLine;
  }
}

/** What the commands of a line do to the aliases of the lines that come. */
export function noteAliases(s: State, items: readonly ListItem[]): void {
  const { aliases } = s;
  if (!aliases) return;
  for (const { command, background } of items) {
    let first = command;
    while (first.kind === "and" || first.kind === "or") first = first.left;
    walk(command, (node) => {
      if (node.kind === "simple") note(aliases, node as unknown as Command<"simple">, node === (first as unknown) && !background);
    });
  }
}

function note(aliases: Aliases, c: Command<"simple">, certain: boolean): void {
  const [name, ...args] = c.words.map((word) => ("assignment" in word ? undefined : constantText(word, true)));
  if (name === "shopt" && args.includes("expand_aliases")) {
    // Where it may or may not be on, no name is certain.
    if (certain) aliases.on = args[0] === "-s";
    else for (const each of aliases.values.keys()) aliases.unknown.add(each);
  } else if (name === "eval") {
    noteText(aliases, args.map((arg, i) => arg ?? `${start(c.words[i + 1])}$`).join(" "), certain);
  } else if (name === "alias") {
    for (const [i, arg] of args.entries()) {
      const text = arg ?? start(c.words[i + 1]);
      const equals = text.indexOf("=");
      if (equals > 0) define(aliases, text.slice(0, equals), certain && arg !== undefined ? text.slice(equals + 1) : undefined);
      else if (arg === undefined) aliases.lost = true;
    }
  } else if (name === "unalias") {
    for (const arg of args[0] === "-a" ? [...aliases.values.keys()] : args)
      if (arg !== undefined && aliases.values.has(arg)) {
        aliases.values.delete(arg);
        if (!certain) aliases.unknown.add(arg);
      }
  }
}

/** The same for a text that is evaluated; what is expanded in it stands as `$`. */
function noteText(aliases: Aliases, text: string, certain: boolean): void {
  if (!/\balias\b|expand_aliases/.test(text)) return;
  let items: readonly ListItem[];
  try {
    ({ items } = list(createState(text), [], true));
  } catch (error) {
    if (!(error instanceof ShellSyntaxError)) throw error;
    aliases.lost = true;
    return;
  }
  for (const { command, background } of items)
    walk(command, (node) => {
      if (node.kind === "simple")
        note(aliases, node as unknown as Command<"simple">, certain && !background && node === (command as unknown));
    });
}

function define(aliases: Aliases, name: string, value: string | undefined): void {
  if (value === undefined) {
    aliases.unknown.add(name);
    return;
  }
  aliases.unknown.delete(name);
  aliases.values.set(name, value);
}

/** The text of a word up to its first expansion. */
function start(word: Argument): string {
  const first = "assignment" in word ? undefined : word.parts[0];
  return first?.kind === "literal" || first?.kind === "quoted" ? first.text : "";
}
