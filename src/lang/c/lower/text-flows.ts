/** Which pointers to characters only ever lead to constant text: every value that flows into them is a literal, NULL, or such a pointer. */
import type { Expression, Program, Type } from "../../../ir/index.ts";
import { isExpression, walk } from "../../../ir/walk.ts";
import { eachPointerFlow, slotName } from "./pointer-flows.ts";

/** Places, by name: `l1:2` a local, `r1` a result, `g3` a global, `f4:name` a member; of an array its elements; `…*` what a pointer leads to. */
export interface Texts {
  readonly size: number;
  has(slot: string): boolean;
  slotOf(fn: number, e: Expression): string | undefined;
  /** What a pointer to texts leads to. */
  leadsTo(fn: number, e: Expression): string | undefined;
  /** The parameter of `main` that holds the arguments, where they are only read. */
  readonly arguments?: { readonly local: number };
  /** The address of the first character of an array that nothing writes. */
  constantArray(e: Expression): boolean;
}

export const isText = (type: Type): boolean =>
  type.kind === "ptr" && type.target.kind === "int" && type.target.width === 8 && type.target.signed;

/** `char **` */
export const leadsToTexts = (type: Type): type is Type<"ptr"> => type.kind === "ptr" && isText(type.target);

const isTexts = (type: Type): boolean => (type.kind === "array" ? isTexts(type.elem) : isText(type));

/** What flows into a place: another place, a literal, NULL, or something else. */
type Source = { readonly slot: string } | "literal" | "argument" | "null" | "other";

/** Does any place of the program hold a pointer to characters? */
const hasTexts = (program: Program): boolean =>
  program.functions.some((fn) => !fn.extern && (isTexts(fn.result) || fn.locals.some((local) => isTexts(local.type)))) ||
  program.globals.some((global) => isTexts(global.type)) ||
  program.classes.some((cls) => cls.fields.some((field) => isTexts(field.type))) ||
  program.functions[program.start.entry].params.length > 1;

export function findTexts(program: Program): Texts {
  if (program.threads || !hasTexts(program))
    return { size: 0, has: () => false, slotOf: () => undefined, leadsTo: () => undefined, constantArray: () => false };
  const flows = new Map<string, Source[]>();
  const excluded = new Set<string>();
  const constantArray = (e: Expression): boolean =>
    e.kind === "addressOf" &&
    e.place.kind === "global" &&
    e.place.type.kind === "array" &&
    program.globals[e.place.global].constant &&
    !program.globals[e.place.global].extern;
  /** Addresses that flow into pointers to texts. */
  const followed = new Set<Expression>();
  const leadsTo = (fn: number, e: Expression): string | undefined => {
    if (!leadsToTexts(e.type)) return undefined;
    switch (e.kind) {
      case "cast":
      case "block":
        return leadsTo(fn, e.value);
      case "runtime":
        return e.row === "c.pointer.offset" ? leadsTo(fn, e.args[0]) : undefined;
      case "addressOf":
        followed.add(e);
        return slotOf(fn, e.place);
      default: {
        const name = e.kind === "call" && program.functions[e.function].extern ? undefined : slotName(fn, e);
        return name === undefined ? undefined : `${name}*`;
      }
    }
  };
  const slotOf = (fn: number, e: Expression): string | undefined => {
    if (leadsToTexts(e.type)) return slotName(fn, e);
    if (!isTexts(e.type)) return undefined;
    switch (e.kind) {
      case "index":
        return e.object.type.kind === "array" ? slotOf(fn, e.object) : leadsTo(fn, e.object);
      case "deref":
        return leadsTo(fn, e.pointer);
      default:
        return slotName(fn, e);
    }
  };
  const entry = program.functions[program.start.entry];
  const argv = entry.params.length <= 2 ? entry.params.at(1)?.local : undefined;
  const isArgv = (fn: number, e: Expression): boolean => argv !== undefined && fn === entry.id && isArgument(e, { local: argv });
  /** The arguments that flow into places, and into which. */
  const given = new Map<Expression, { slot: string; type: Type }[]>();
  const noteArguments = (fn: number, e: Expression, slot: string, type: Type): void => {
    if (e.kind === "cast" || e.kind === "block") noteArguments(fn, e.value, slot, type);
    else if (e.kind === "runtime" && e.row === "c.pointer.offset") noteArguments(fn, e.args[0], slot, type);
    else if (e.kind === "conditional") {
      noteArguments(fn, e.then, slot, type);
      noteArguments(fn, e.orElse, slot, type);
    } else if (isArgv(fn, e)) given.set(e, [...(given.get(e) ?? []), { slot, type }]);
  };
  const sources = (fn: number, e: Expression): Source[] => {
    if (isArgv(fn, e)) return ["argument"];
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
        if (isSearch(program, e)) return [...sources(fn, e.args[0]), "null"];
        const slot = slotOf(fn, e);
        return [slot === undefined ? "other" : { slot }];
      }
    }
  };
  const add = (slot: string, ...given: Source[]): void => void flows.set(slot, [...(flows.get(slot) ?? []), ...given]);
  /** Two pointers lead to the same places. */
  const join = (a: string, b: string | undefined, value: Expression): void => {
    if (b !== undefined) {
      add(a, { slot: b });
      add(b, { slot: a });
    } else add(a, isNullPointer(value) ? "null" : "other");
  };
  const flow = (slot: string | undefined, fn: number, value: Expression | undefined, type: Type): void => {
    if (slot === undefined || !value) return;
    if (leadsToTexts(type)) return join(`${slot}*`, leadsTo(fn, value), value);
    noteArguments(fn, value, slot, type);
    const known = flows.get(slot);
    if (known) known.push(...sources(fn, value));
    else flows.set(slot, sources(fn, value));
  };
  const exclude = (slot: string | undefined, address?: Expression): void => {
    if (slot === undefined || (address && followed.has(address))) return;
    excluded.add(slot);
    excluded.add(`${slot}*`);
  };
  // nobody writes into constant text, but some programs have code that would
  const writes = (fn: number, pointer: Expression): void => {
    if (!leadsToTexts(pointer.type)) for (const source of sources(fn, pointer)) if (typeof source === "object") exclude(source.slot);
  };
  eachStray(program, (fn, e, other) => {
    const slot = leadsTo(fn, e);
    if (slot === undefined) return;
    if (other) join(slot, leadsTo(fn, other), other);
    else excluded.add(slot);
  });
  eachPointerFlow(program, { follows: (type) => isTexts(type) || leadsToTexts(type), slotOf, flow, exclude, writes });
  const params = new Set(program.functions.flatMap((fn) => fn.params.map((param) => `l${fn.id}:${param.local}`)));
  const rest = { slotOf, leadsTo, constantArray };
  const { able, ...settled } = settle(flows, excluded, params);
  const isRead = (e: Expression): boolean =>
    given.get(e)?.every(({ slot, type }) => able.has(slot) || (type.kind === "ptr" && !type.mutable)) === true;
  if (argv !== undefined && readsArguments(program, argv, isRead)) return { ...settled, ...rest, arguments: { local: argv } };
  if (given.size === 0) return { ...settled, ...rest };
  for (const [slot, list] of flows)
    flows.set(
      slot,
      list.map((source) => (source === "argument" ? "other" : source)),
    );
  return { ...settle(flows, excluded, params), ...rest };
}

const isNullPointer = (e: Expression): boolean => e.kind === "none" || e.kind === "zero" || (e.kind === "cast" && isNullPointer(e.value));

/** Pointers to texts that stand where their flow is not followed, or (`other`) that are compared with another one. */
function eachStray(program: Program, found: (fn: number, e: Expression, other?: Expression) => void): void {
  const visit = (root: Parameters<typeof walk>[0], fn: number): void => {
    const followed = new Set<unknown>();
    walk(root, (node) => {
      if (!isExpression(node)) {
        if (node.kind === "let" || node.kind === "return" || node.kind === "assign") followed.add(node.value);
        if (node.kind === "assign") followed.add(node.place);
        return;
      }
      switch (node.kind) {
        case "call":
          node.args.forEach((arg, i) => i < program.functions[node.function].params.length && followed.add(arg));
          break;
        case "construct":
          for (const [, value] of node.fields) followed.add(value);
          break;
        case "cast":
          if (leadsToTexts(node.type)) followed.add(node.value);
          break;
        case "block":
        case "isNone":
          followed.add(node.value);
          break;
        case "index":
          followed.add(node.object);
          break;
        case "deref":
          followed.add(node.pointer);
          break;
        case "addressOf":
          followed.add(node.place);
          break;
        case "runtime":
          if (program.rows(node.row).memory === "offset") followed.add(node.args[0]);
          break;
        case "compare":
          if (!leadsToTexts(node.left.type)) break;
          for (const [a, b] of [
            [node.left, node.right],
            [node.right, node.left],
          ]) {
            followed.add(a);
            found(fn, a, b);
          }
          break;
      }
      if (leadsToTexts(node.type) && !followed.has(node)) found(fn, node);
    });
  };
  for (const fn of program.functions) if (!fn.extern) visit(fn.body, fn.id);
  for (const global of program.globals)
    if (global.value) {
      if (global.value.kind === "block" || !leadsToTexts(global.value.type)) visit(global.value, -1);
    }
}

/** `strchr`, `strrchr`: the place of a character in a text. */
export function isSearch(program: Program, e: Expression): e is Expression<"call"> {
  const symbol = e.kind === "call" ? program.functions[e.function].extern?.symbol : undefined;
  return (symbol === "strchr" || symbol === "strrchr") && (e as Expression<"call">).args.length === 2;
}

/** `argv[i]` */
export const isArgument = (e: Expression, { local }: { readonly local: number }): boolean =>
  e.kind === "index" && e.object.kind === "local" && e.object.local === local;

/** Is each use of `argv` an argument that is only read: by a function of the library, for NULL, for a character, or (`isRead`) through a place that it flows into? */
function readsArguments(program: Program, local: number, isRead: (e: Expression) => boolean): boolean {
  const { body } = program.functions[program.start.entry];
  const read = new Set<Expression>();
  const written = new Set<Expression>();
  let uses = 0;
  const note = (into: Set<Expression>, e: Expression | undefined): void => {
    let at = e;
    while (at?.kind === "cast") at = at.value;
    if (at && isArgument(at, { local })) into.add(at);
  };
  walk(body, (node) => {
    if (!isExpression(node)) {
      // a character that is written
      if ((node.kind === "assign" || node.kind === "update") && (node.place.kind === "index" || node.place.kind === "deref"))
        note(written, node.place.kind === "index" ? node.place.object : node.place.pointer);
      return;
    }
    if (isArgument(node, { local }) && isRead(node)) read.add(node);
    if (node.kind === "local" && node.local === local) uses++;
    else if (node.kind === "isNone") note(read, node.value);
    else if (node.kind === "deref") note(read, node.pointer);
    else if (node.kind === "index") note(read, node.object);
    else if (node.kind === "runtime") {
      const { lends } = program.rows(node.row);
      node.args.forEach((arg, i) => {
        if (lends?.[i]?.access === "read") note(read, arg);
      });
    }
  });
  for (const each of written) read.delete(each);
  return uses > 0 && uses === read.size;
}

/** The largest set of places into which nothing else flows; of it, those for which borrows are not enough. */
function settle(
  flows: ReadonlyMap<string, readonly Source[]>,
  excluded: ReadonlySet<string>,
  params: ReadonlySet<string>,
): Pick<Texts, "size" | "has"> & { readonly able: ReadonlySet<string> } {
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
      const literal = given.includes("literal") || given.includes("argument");
      // a parameter that is only handed literals is borrowed
      const stored = /^[fg]/.test(slot);
      if (kept || stored || (literal && !params.has(slot))) want(slot);
      if (wanted.has(slot)) for (const source of given) if (typeof source === "object") want(source.slot);
    }
  }
  return { size: wanted.size, has: (slot) => wanted.has(slot), able };
}
