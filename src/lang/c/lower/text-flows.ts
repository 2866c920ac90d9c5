/** Which pointers to characters only ever lead to constant text: every value that flows into them is a literal, NULL, or such a pointer. */
import type { Expression, Program, Type } from "../../../ir/index.ts";
import { isExpression, walk } from "../../../ir/walk.ts";
import { eachPointerFlow, slotName } from "./pointer-flows.ts";

/** Places, by name: `l1:2` a local, `r1` a result, `g3` a global, `f4:name` a member; of an array its elements. */
export interface Texts {
  readonly size: number;
  has(slot: string): boolean;
  slotOf(fn: number, e: Expression): string | undefined;
  /** The parameter of `main` that holds the arguments, where they are only read. */
  readonly arguments?: { readonly local: number };
  /** The address of the first character of an array that nothing writes. */
  constantArray(e: Expression): boolean;
}

export const isText = (type: Type): boolean =>
  type.kind === "ptr" && type.target.kind === "int" && type.target.width === 8 && type.target.signed;

const isTexts = (type: Type): boolean => (type.kind === "array" ? isTexts(type.elem) : isText(type));

/** What flows into a place: another place, a literal, NULL, or something else. */
type Source = { readonly slot: string } | "literal" | "null" | "other";

/** Does any place of the program hold a pointer to characters? */
const hasTexts = (program: Program): boolean =>
  program.functions.some((fn) => !fn.extern && (isTexts(fn.result) || fn.locals.some((local) => isTexts(local.type)))) ||
  program.globals.some((global) => isTexts(global.type)) ||
  program.classes.some((cls) => cls.fields.some((field) => isTexts(field.type))) ||
  program.functions[program.start.entry].params.length > 1;

export function findTexts(program: Program): Texts {
  if (program.threads || !hasTexts(program)) return { size: 0, has: () => false, slotOf: () => undefined, constantArray: () => false };
  const flows = new Map<string, Source[]>();
  const excluded = new Set<string>();
  const constantArray = (e: Expression): boolean =>
    e.kind === "addressOf" &&
    e.place.kind === "global" &&
    e.place.type.kind === "array" &&
    program.globals[e.place.global].constant &&
    !program.globals[e.place.global].extern;
  const slotOf = (fn: number, e: Expression): string | undefined => {
    if (!isTexts(e.type)) return undefined;
    switch (e.kind) {
      case "index":
        return e.object.type.kind === "array" ? slotOf(fn, e.object) : undefined;
      default:
        return slotName(fn, e);
    }
  };
  const sources = (fn: number, e: Expression): Source[] => {
    switch (e.kind) {
      case "bytes":
        return ["literal"];
      case "none":
      case "zero":
        return ["null"];
      case "cast":
        return isText(e.value.type) && isText(e.type) ? sources(fn, e.value) : ["other"];
      case "conditional":
        return [...sources(fn, e.then), ...sources(fn, e.orElse)];
      case "block":
        return sources(fn, e.value);
      case "array":
        return e.elems.flatMap((elem) => sources(fn, elem));
      case "runtime":
        return e.row === "c.pointer.offset" ? sources(fn, e.args[0]) : ["other"];
      case "addressOf":
        return [constantArray(e) ? "literal" : "other"];
      default: {
        const slot = slotOf(fn, e);
        return [slot === undefined ? "other" : { slot }];
      }
    }
  };
  const flow = (slot: string | undefined, fn: number, value: Expression | undefined): void => {
    if (slot === undefined || !value) return;
    const known = flows.get(slot);
    if (known) known.push(...sources(fn, value));
    else flows.set(slot, sources(fn, value));
  };
  const exclude = (slot: string | undefined): void => {
    if (slot !== undefined) excluded.add(slot);
  };
  // nobody writes into constant text, but some programs have code that would
  const writes = (fn: number, pointer: Expression): void => {
    for (const source of sources(fn, pointer)) if (typeof source === "object") exclude(source.slot);
  };
  eachPointerFlow(program, { follows: isTexts, slotOf, flow, exclude, writes });
  const params = new Set(program.functions.flatMap((fn) => fn.params.map((param) => `l${fn.id}:${param.local}`)));
  return { ...settle(flows, excluded, params), slotOf, constantArray, ...readArguments(program) };
}

/** `argv[i]` */
export const isArgument = (e: Expression, { local }: { readonly local: number }): boolean =>
  e.kind === "index" && e.object.kind === "local" && e.object.local === local;

/** Is each use of `argv` an argument that a function of the library reads, that is tested for NULL, or of which a character is read? */
function readArguments(program: Program): Pick<Texts, "arguments"> {
  const entry = program.functions[program.start.entry];
  const local = entry.params[1]?.local;
  if (local === undefined || entry.params.length > 2) return {};
  let uses = 0;
  let read = 0;
  const count = (given: Expression | undefined): void => {
    let e = given;
    while (e?.kind === "cast") e = e.value;
    if (e && isArgument(e, { local })) read++;
  };
  walk(entry.body, (node) => {
    if (!isExpression(node)) {
      // a character that is written
      if ((node.kind === "assign" || node.kind === "update") && (node.place.kind === "index" || node.place.kind === "deref")) {
        const into = node.place.kind === "index" ? node.place.object : node.place.pointer;
        if (isArgument(into, { local })) read--;
      }
      return;
    }
    if (node.kind === "local" && node.local === local) uses++;
    else if (node.kind === "isNone") count(node.value);
    else if (node.kind === "deref") count(node.pointer);
    else if (node.kind === "index") count(node.object);
    else if (node.kind === "runtime") {
      const { lends } = program.rows(node.row);
      node.args.forEach((arg, i) => {
        if (lends?.[i]?.access === "read") count(arg);
      });
    }
  });
  return uses > 0 && uses === read ? { arguments: { local } } : {};
}

/** The largest set of places into which nothing else flows; of it, those for which borrows are not enough. */
function settle(
  flows: ReadonlyMap<string, readonly Source[]>,
  excluded: ReadonlySet<string>,
  params: ReadonlySet<string>,
): Pick<Texts, "size" | "has"> {
  const able = new Set([...flows.keys()].filter((slot) => !excluded.has(slot)));
  for (let changed = true; changed;) {
    changed = false;
    for (const slot of able) {
      const fits = flows.get(slot)!.every((source) => source !== "other" && (typeof source === "string" || able.has(source.slot)));
      if (fits) continue;
      able.delete(slot);
      changed = true;
    }
  }
  const wanted = new Set<string>();
  for (let changed = true; changed;) {
    changed = false;
    const want = (slot: string): void => {
      if (wanted.has(slot)) return;
      wanted.add(slot);
      changed = true;
    };
    for (const slot of able) {
      const given = flows.get(slot)!;
      const kept = given.some((source) => typeof source === "object" && wanted.has(source.slot));
      const literal = given.includes("literal");
      // a parameter that is only handed literals is borrowed
      const stored = /^[fg]/.test(slot);
      if (kept || stored || (literal && !params.has(slot))) want(slot);
      if (wanted.has(slot)) for (const source of given) if (typeof source === "object") want(source.slot);
    }
  }
  return { size: wanted.size, has: (slot) => wanted.has(slot) };
}
