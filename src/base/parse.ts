import { createRequire } from "node:module";
import type { FlatTree } from "./tree.ts";
import type { Source } from "./text.ts";
import { walkWithCursor, type Cursor } from "./cursor.ts";

export type Language = "python" | "c" | "shell";

/** What the compiled addon (grammars/addon/binding.c) offers. `language` is a grammar's `External`. */
export interface Addon {
  parse(language: unknown, bytes: Buffer): Uint32Array;
  names(language: unknown): { symbols: [name: string, kind: number, id: number][]; fields: string[] };
}

const require = createRequire(import.meta.url);
const PACKAGES: Readonly<Record<Language, string>> = { python: "tree-sitter-python", c: "tree-sitter-c", shell: "tree-sitter-bash" };

const grammars = new Map<Language, { language: unknown }>();
let addon: Addon | null | undefined;

/** The grammar's module, loaded when its language first occurs. */
export const grammarOf = (language: Language): { language: unknown } => {
  let grammar = grammars.get(language);
  if (grammar === undefined) {
    grammar = require(PACKAGES[language]) as { language: unknown };
    grammars.set(language, grammar);
  }
  return grammar;
};

/** The addon, built when it is missing; null where it cannot be. */
export const loadAddon = (): Addon | null => {
  if (addon === undefined) addon = (require("#addon") as { load(): Addon | null }).load();
  return addon;
};

/** Parses a text into a flat tree. Never fails on bad syntax: what was not understood is in `errors(tree)`. */
export const parse = (language: Language, source: Source): FlatTree => {
  const native = loadAddon();
  if (native === null) return parseSlowly(language, source);
  return { nodes: native.parse(grammarOf(language).language, source.bytes), source };
};

interface SlowParser {
  setLanguage(grammar: unknown): void;
  parse(text: string, old: undefined, options: { bufferSize: number }): { walk(): Cursor };
}

/** The same by way of JavaScript objects, where there is no compiler for the addon. */
export const parseSlowly = (language: Language, source: Source): FlatTree => {
  const Parser = require("tree-sitter") as new () => SlowParser;
  const parser = new Parser();
  parser.setLanguage(grammarOf(language));
  const tree = parser.parse(source.text, undefined, { bufferSize: Math.max(32 * 1024, source.text.length * 2 + 2) });
  return { nodes: walkWithCursor(tree.walk(), source), source };
};
