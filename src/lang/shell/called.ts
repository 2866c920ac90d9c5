/** What is called where, and whether somebody sees it. */
import type { Command, List } from "./parse/index.ts";
import { firstWord, walk } from "./lower/scan.ts";

/** Is PIPESTATUS only asked for right behind pipelines, so that no call makes it? */
export function asksOnlyPipelines(body: List, text: string): boolean {
  let left = text.split("PIPESTATUS").length - 1;
  if (left === 0) return true;
  const count = (command: Command): number => {
    let all = 0;
    walk(command, (node) => {
      if (node.kind === "parameter" && node.name === "PIPESTATUS") all++;
    });
    return all;
  };
  walk(body, (node) => {
    if (!Array.isArray(node.items)) return;
    const items = node.items as List["items"];
    for (const [i, { command }] of items.entries()) {
      const before = items[i - 1]?.command;
      if (command.kind === "simple" && before?.kind === "pipeline" && before.stages.length > 1) left -= count(command);
    }
  });
  return left === 0;
}

/** Functions that may be called before they are defined, and all that are called at all. */
export function calledFrom(
  body: List,
  functions: ReadonlyMap<string, Command<"function">>,
): { readonly early: ReadonlySet<string>; readonly reached: ReadonlySet<string> } {
  const calls = (tree: object): Set<string> => {
    const out = new Set<string>();
    walk(tree, (node) => {
      const name = node.kind === "simple" ? firstWord(node as unknown as Command<"simple">) : undefined;
      if (name !== undefined && functions.has(name)) out.add(name);
    });
    return out;
  };
  const reach = new Map([...functions].map(([name, fn]) => [name, calls(fn.body)]));
  const early = new Set<string>();
  const reached = new Set<string>();
  const defined = new Set<string>();
  for (const { command } of body.items) {
    if (command.kind === "function") {
      defined.add(command.name);
      continue;
    }
    const all = calls(command);
    for (const name of all) for (const next of reach.get(name) ?? []) all.add(next);
    for (const name of all) {
      reached.add(name);
      if (!defined.has(name)) early.add(name);
    }
  }
  return { early, reached };
}
