/** Functions and classes that are one definition of the source again, for other types: its comments and documentation are told once. */
import type { Program } from "../ir/index.ts";
import type { Span } from "../base/span.ts";

interface Definition {
  readonly id: number;
  readonly name: string;
  readonly span: Span;
}

const tables = new WeakMap<readonly Definition[], ReadonlySet<number>>();

function repeatedOf(all: readonly Definition[]): ReadonlySet<number> {
  let found = tables.get(all);
  if (!found) {
    const seen = new Set<string>();
    const again = new Set<number>();
    for (const { id, name, span } of all) {
      const key = `${span.file} ${span.start} ${span.end} ${name.replace(/_\d+$/, "")}`;
      if (seen.has(key)) again.add(id);
      else seen.add(key);
    }
    tables.set(all, (found = again));
  }
  return found;
}

export const isRepeatedFunction = (program: Program, id: number): boolean => repeatedOf(program.functions).has(id);
export const isRepeatedClass = (program: Program, id: number): boolean => repeatedOf(program.classes).has(id);
