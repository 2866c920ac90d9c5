/** Rewriting of IR trees: what does not change is kept as it is, so that most of a program is not copied. */
import type { Program } from "../../../ir/index.ts";
import { walk } from "../../../ir/walk.ts";

/** The node with its parts rewritten; itself when none of them changes. */
export function withParts<T extends object>(node: T, part: (key: string, value: object) => unknown): T {
  let out: Record<string, unknown> | undefined;
  for (const key in node) {
    const value = node[key];
    if (typeof value !== "object" || value === null || key === "span" || key === "comments" || value instanceof Uint8Array) continue;
    const made = part(key, value);
    if (made === value) continue;
    out ??= { ...node } as Record<string, unknown>;
    out[key] = made;
  }
  return (out as T | undefined) ?? node;
}

/** The list with its items rewritten; itself when none of them changes. */
export function withItems<T>(items: readonly T[], one: (item: T) => T): readonly T[] {
  let out: T[] | undefined;
  for (let i = 0; i < items.length; i++) {
    const made = one(items[i]);
    if (made === items[i]) continue;
    out ??= [...items];
    out[i] = made;
  }
  return out ?? items;
}

/** Functions of the library that nothing calls any more are not declared. */
export function withoutUncalled(program: Program): Program {
  const named = new Set<number>();
  const look = (root: Parameters<typeof walk>[0]): void =>
    walk(root, (node) => {
      if (node.kind === "call" || node.kind === "function") named.add(node.function);
    });
  for (const fn of program.functions) if (!fn.extern) look(fn.body);
  for (const global of program.globals) if (global.value) look(global.value);
  const modules = program.modules.map((module) => ({
    ...module,
    items: module.items.filter((item) => item.kind !== "function" || !program.functions[item.id].extern || named.has(item.id)),
  }));
  return { ...program, modules };
}
