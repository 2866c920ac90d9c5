import { parse, type Language } from "../base/parse.ts";
import { positionOf, type Source } from "../base/text.ts";
import { count, end, field, isMissing, isNamed, next, start, symbol, text, type FlatTree } from "../base/tree.ts";
import * as c from "../lang/c/syntax.gen.ts";
import * as python from "../lang/python/syntax.gen.ts";
import * as shell from "../lang/shell/syntax.gen.ts";

const SYNTAX: Readonly<Record<Language, { F: Readonly<Record<string, number>>; NAMES: Readonly<Record<number, string>> }>> = {
  python,
  c,
  shell,
};

/** The syntax tree of a file as indented text: a node a line with its place, its field, and its text when it is a leaf. */
export const dumpTree = (language: Language, source: Source): string => {
  const tree = parse(language, source);
  const { F, NAMES } = SYNTAX[language];
  const fields = new Map(Object.entries(F).map(([name, id]) => [id, name]));
  const open: number[] = [];
  const lines: string[] = [source.path];
  for (let node = 0; node < count(tree); node++) {
    while (open.length > 0 && next(tree, open[open.length - 1]) <= node) open.pop();
    lines.push(`${"  ".repeat(open.length + 1)}${describe(tree, node, fields.get(field(tree, node)), NAMES)}`);
    if (next(tree, node) > node + 1) open.push(node);
  }
  return lines.join("\n");
};

const describe = (tree: FlatTree, node: number, fieldName: string | undefined, names: Readonly<Record<number, string>>): string => {
  const name = names[symbol(tree, node)] ?? String(symbol(tree, node));
  const from = positionOf(tree.source, start(tree, node));
  const to = positionOf(tree.source, end(tree, node));
  const leaf = next(tree, node) === node + 1 && isNamed(tree, node) ? ` ${JSON.stringify(text(tree, node))}` : "";
  const kind = isNamed(tree, node) ? name : JSON.stringify(name);
  return `${fieldName === undefined ? "" : `${fieldName}: `}${isMissing(tree, node) ? "MISSING " : ""}${kind} ${from.line}:${from.column}-${to.line}:${to.column}${leaf}`;
};
