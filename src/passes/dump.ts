/** What is inside a program, as text: its index (items and who calls whom) and the facts that the passes proved. */
import { lineOf, type Source } from "../base/text.ts";
import type { IrFunction, Program } from "../ir/index.ts";
import { analyseCalls } from "./calls.ts";
import { explainFunction, explainGlobal, explainLocal } from "./explain.ts";
import type { Facts } from "./facts.ts";
import { flatten } from "./flat.ts";

const named = (fn: IrFunction, name: string | undefined): boolean => name === undefined || fn.name === name;

/** Modules with their files, and their items with their lines; functions with what they may call. */
export function dumpIndex(program: Program, sources: readonly Source[], name?: string): string {
  const { callees, recursive } = analyseCalls(flatten(program));
  const lines: string[] = [];
  program.modules.forEach((module, index) => {
    const source = sources[module.file];
    const line = (start: number): string => (source ? `${source.path}:${lineOf(source, start)}` : "");
    if (name === undefined) lines.push(`module ${module.name} ${source?.path ?? ""}`);
    for (const fn of program.functions) {
      if (fn.module !== index || fn.extern || !named(fn, name)) continue;
      const owner = fn.owner ? `${program.classes[fn.owner.class].name}.` : "";
      const calls = callees[fn.id].map((id) => program.functions[id].name).sort();
      const again = recursive(fn.id) ? ", recursive" : "";
      lines.push(`  function ${owner}${fn.name} ${line(fn.span.start)}${again}${calls.length ? `, calls ${calls.join(" ")}` : ""}`);
    }
    if (name !== undefined) return;
    for (const cls of program.classes) {
      if (cls.module !== index) continue;
      lines.push(`  class ${cls.name} ${line(cls.span.start)}, fields ${cls.fields.map((field) => field.name).join(" ")}`.trimEnd());
    }
    for (const global of program.globals)
      if (global.module === index && !global.extern) lines.push(`  global ${global.name} ${line(global.span.start)}`);
  });
  return lines.join("\n");
}

/** A line for each function, local and global with its type, its storage and the reason for it. */
export function dumpFacts(program: Program, facts: Facts, name?: string): string {
  const lines: string[] = [];
  for (const fn of program.functions) {
    if (fn.extern || !named(fn, name)) continue;
    lines.push(explainFunction(program, facts, fn));
    for (const local of fn.locals) lines.push(`  ${explainLocal(program, facts, fn, local)}`);
  }
  if (name === undefined) for (const global of program.globals) lines.push(explainGlobal(program, facts, global));
  return lines.join("\n");
}
