/** What the passes know about the names of a source line, in words: `transpile explain FILE:LINE`. */
import type { Span } from "../base/span.ts";
import { innerTypes, type Global, type IrFunction, type Local, type Program, type Type } from "../ir/index.ts";
import { printType } from "../ir/print.ts";
import type { Facts } from "./facts.ts";

const WORDS = {
  value: "a plain value",
  box: "boxed",
  shared: "shared (counted)",
  raw: "a raw pointer",
  ref: "borrowed",
  slice: "a slice",
} as const;
const PASSING = { own: "taken over", ref: "borrowed", mut: "borrowed mutably" } as const;

/** A type as people read it: without the numbers of its representation variables, classes by name. */
const typeName = (program: Program, type: Type): string =>
  printType(type)
    .replace(/class(\d+)/g, (_, id: string) => program.classes[Number(id)]?.name ?? `class ${id}`)
    .replace(/record(\d+)/g, (_, id: string) => program.classes[Number(id)]?.name ?? `record ${id}`)
    .replace(/union(\d+)/g, (_, id: string) => program.unions[Number(id)]?.name ?? `union ${id}`)
    .replace(/exact#\d+/g, "int")
    .replace(/#\d+/g, "");

/** How a value of a type is stored, and why it is not the cheapest form; for its parts too. */
const storage = (facts: Facts, type: Type): string[] => {
  const lines: string[] = [];
  const visit = (each: Type, depth: number): void => {
    if ("rep" in each) {
      if (each.kind === "exact") lines.push(facts.small(each.rep) ? "its integers are i64" : "its integers have any size");
      else {
        const reason = facts.reason(String(each.rep));
        lines.push(
          `${depth > 0 ? `the ${each.kind} inside ` : ""}is ${WORDS[facts.representation(each.rep)]}${reason === undefined ? "" : `: ${reason}`}`,
        );
      }
    }
    if (depth < 4) for (const inner of innerTypes(each)) visit(inner, depth + 1);
  };
  visit(type, 0);
  return [...new Set(lines)];
};

const FORMS = { param: "borrowed for the call", cursor: "an index into what it points into", vec: "the owner of its block" } as const;

/** What has become of a C pointer. */
const pointerForm = (facts: Facts, fn: IrFunction, local: number): string[] => {
  if (fn.locals[local].type.kind !== "ptr") return [];
  const lift = facts.pointers.lift(fn.id, local);
  const reason = facts.pointers.reason(fn.id, local);
  return [lift ? `is ${FORMS[lift.kind]}` : `stays a raw pointer${reason === undefined ? "" : `: ${reason}`}`];
};

const inside = (span: Span, from: number, to: number): boolean => span.start >= from && span.start < to;

/** A function with how it takes its parameters, in words. */
export const explainFunction = (program: Program, facts: Facts, fn: IrFunction): string => {
  const params = fn.params.map((param, index) => {
    const local = fn.locals[param.local];
    return `${local.name}: ${typeName(program, local.type)} (${PASSING[facts.param(fn.id, index)]})`;
  });
  const fails = facts.fails(fn.id) ? "returns a Result, since a handler could see its failure" : "does not return a Result";
  return `function ${fn.name}(${params.join(", ")}) -> ${typeName(program, fn.result)}: ${fails}`;
};

/** A local with its type, whether it changes, and how it is stored. */
export const explainLocal = (program: Program, facts: Facts, fn: IrFunction, local: Local): string => {
  const how = [...storage(facts, local.type), ...pointerForm(facts, fn, local.id)];
  const changes = facts.mutated(fn.id, local.id) ? "changes" : "never changes";
  return `${local.name} in ${fn.name}: ${typeName(program, local.type)}, ${changes}${how.length > 0 ? `; ${how.join("; ")}` : ""}`;
};

/** A global with its type and storage. */
export const explainGlobal = (program: Program, facts: Facts, global: Global): string =>
  `global ${global.name}: ${typeName(program, global.type)}, stored as ${facts.global(global.id)}`;

/** A line of text for each function and local that begins between two byte offsets of a file. */
export const explainRange = (program: Program, facts: Facts, file: number, from: number, to: number): string[] => {
  const lines: string[] = [];
  for (const fn of program.functions) {
    if (program.modules[fn.module]?.file !== file) continue;
    if (inside(fn.span, from, to)) lines.push(explainFunction(program, facts, fn));
    for (const local of fn.locals) {
      if (inside(local.span, from, to)) lines.push(explainLocal(program, facts, fn, local));
    }
  }
  for (const global of program.globals) {
    if (program.modules[global.module]?.file !== file || !inside(global.span, from, to)) continue;
    lines.push(explainGlobal(program, facts, global));
  }
  return [...new Set(lines)];
};
