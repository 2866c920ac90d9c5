/**
 * Which pointers to numbers only ever lead into blocks that the program allocated: every value that flows into them comes from `malloc`, or is NULL or
 * another such pointer. Those that are kept somewhere become slices of the runtime; what stays in one function is borrowed or owned by other means.
 */
import { sameType, type ClassId, type Expression, type Program, type Statement, type Type } from "../../../ir/index.ts";
import { isExpression, walk } from "../../../ir/walk.ts";
import { isSmallRecord } from "../../../ir/pointers.ts";
import { eachPointerFlow, slotName } from "./pointer-flows.ts";
import { holdsWhole } from "./block-sizes.ts";
import { isArgument } from "./text-flows.ts";

/** Places, by name: `l1:2` a local, `r1` a result, `g3` a global, `f4:name` a member, `…*` what a pointer to pointers leads to. */
export interface Slices {
  readonly size: number;
  has(slot: string): boolean;
  slotOf(fn: number, e: Expression): string | undefined;
  /** The place that the elements of a pointer to pointers are. */
  inner(slot: string): string;
  /** Does the pointer to pointers only ever lead to variables and members? Those may be slices, and it is a pointer to them. */
  leadsToPlaces(slot: string): boolean;
}

/** Elements that may have any bytes, and are copied. */
const isElement = (program: Program, type: Type): boolean =>
  type.kind === "int" ||
  type.kind === "float" ||
  type.kind === "bool" ||
  type.kind === "ptr" ||
  (type.kind === "runtime" && type.zero !== undefined) ||
  (type.kind === "record" && isSmallRecord(program, type.class));

/** May a pointer of the type be a slice? */
export const sliceTypes =
  (program: Program) =>
  (type: Type): boolean =>
    type.kind === "ptr" && isElement(program, type.target);

/** `text`: a literal, or an argument of the program; `address`: that of a place. */
type Source = { readonly slot: string } | { readonly address: string } | "block" | "text" | "null" | "other";

/** Functions that give a place in their first argument. */
export const FINDERS: ReadonlySet<string> = new Set(["strchr", "strrchr", "strstr"]);

/** `strchr(text, c)` and its kin, by name. */
export const finder = (program: Program, e: Expression): string | undefined => {
  const symbol = e.kind === "call" ? program.functions[e.function].extern?.symbol : undefined;
  return symbol !== undefined && FINDERS.has(symbol) && (e as Expression<"call">).args.length === 2 ? symbol : undefined;
};

const isText = (type: Type): boolean => type.kind === "ptr" && type.target.kind === "int" && type.target.width === 8 && type.target.signed;

/** The address of the first element of a global array, or of one further on: the array, and which element. */
export function staticArray(
  program: Program,
  e: Expression,
): { readonly array: Expression<"global">; readonly index?: Expression } | undefined {
  if (e.kind !== "addressOf" || e.type.kind !== "ptr") return undefined;
  const { place } = e;
  const [array, index] = place.kind === "index" ? [place.object, place.index] : [place, undefined];
  // pointers in an array have places of their own
  if (array.kind !== "global" || array.type.kind !== "array" || array.type.elem.kind === "ptr" || !sameType(array.type.elem, e.type.target))
    return undefined;
  const global = program.globals[array.global];
  return global.extern || !global.value ? undefined : { array, ...(index ? { index } : {}) };
}

/** `&p[i]`, `&*p`: the pointer, and the index of the element. */
export function elementAddress(e: Expression): { readonly pointer: Expression; readonly index?: Expression } | undefined {
  if (e.kind !== "addressOf" || e.type.kind !== "ptr" || !sameType(e.place.type, e.type.target)) return undefined;
  const { place } = e;
  if (place.kind === "deref" && sameTarget(place.pointer.type, e.type)) return { pointer: place.pointer };
  return place.kind === "index" && sameTarget(place.object.type, e.type) ? { pointer: place.object, index: place.index } : undefined;
}

/** A block that is allocated, or made longer or shorter: `before` are the statements that compute the arguments. */
export interface Block {
  readonly allocates?: Expression<"runtime">;
  /** The text of which it is a copy. */
  readonly copies?: Expression;
  readonly resizes?: { readonly from: Expression; readonly to: Expression };
  readonly before: readonly Statement[];
}

/** `malloc`, `calloc` under its casts; `realloc` of a pointer. */
export function blockOf(program: Program, e: Expression): Block | undefined {
  let at = e;
  const before: Statement[] = [];
  while (at.kind === "cast" || at.kind === "block") {
    if (at.kind === "block") before.push(...at.body);
    at = at.value;
  }
  if (at.kind === "runtime" && program.rows(at.row).memory === "allocate") return { allocates: at, before };
  if (at.kind !== "call") return undefined;
  const symbol = program.functions[at.function].extern?.symbol;
  if (symbol === "strdup" && at.args.length === 1) return { copies: at.args[0], before };
  if (symbol !== "realloc" || at.args.length !== 2) return undefined;
  let from = at.args[0];
  // an argument may have been put into a variable, to be evaluated in its turn
  const kept = from.kind === "local" ? before.findIndex((s) => s.kind === "let" && s.local === (from as Expression<"local">).local) : -1;
  if (kept >= 0) {
    const [given] = before.splice(kept, 1);
    if (given.kind === "let" && given.value) from = given.value;
  }
  while (from.kind === "cast") from = from.value;
  return { resizes: { from, to: at.args[1] }, before };
}

/** Is there a block to point into, and a place that keeps a pointer? */
function hasSlices(program: Program): boolean {
  const isSlice = sliceTypes(program);
  const kept =
    program.functions.some((fn) => !fn.extern && isSlice(fn.result)) ||
    program.globals.some((global) => isSlice(global.type)) ||
    program.classes.some((cls) => cls.fields.some((field) => isSlice(field.type))) ||
    program.functions.some((fn) => !fn.extern && fn.locals.some((local) => local.type.kind === "ptr" && isSlice(local.type.target)));
  if (!kept) return false;
  let found = false;
  for (const fn of program.functions)
    if (!fn.extern && !found)
      walk(fn.body, (node) => {
        if (node.kind === "runtime" && program.rows(node.row).memory === "allocate") found = true;
        else if (node.kind === "call" && /^(strdup|realloc)$/.test(program.functions[node.function].extern?.symbol ?? "")) found = true;
        else if (node.kind === "addressOf" && staticArray(program, node)) found = true;
        return !found;
      });
  return found;
}

/** The casts around a fresh block. */
function noteCasts(e: Expression, into: Set<Expression>): void {
  for (let at = e; at.kind === "cast" || at.kind === "block"; at = at.value) into.add(at);
}

/** The blocks that are given back, or made longer or shorter: nobody looks at what lies in them. */
function releasedBlocks(program: Program): ReadonlySet<Expression> {
  const found = new Set<Expression>();
  for (const fn of program.functions)
    walk(fn.body, (node) => {
      if (node.kind === "runtime" && program.rows(node.row).memory === "release") {
        let freed = node.args[0];
        while (freed.kind === "cast") freed = freed.value;
        found.add(freed);
      } else if (node.kind === "call" || node.kind === "block") {
        const from = isExpression(node) ? blockOf(program, node)?.resizes?.from : undefined;
        if (from) found.add(from);
      }
    });
  return found;
}

export function findSlices(program: Program): Slices {
  if (program.threads || !hasSlices(program))
    return { size: 0, has: () => false, slotOf: () => undefined, inner: (slot) => slot, leadsToPlaces: () => false };
  const isSlice = sliceTypes(program);
  const flows = new Map<string, Source[]>();
  const excluded = new Set<string>();
  const leaders = new Map<string, string>();
  const find = (slot: string): string => {
    const up = leaders.get(slot);
    if (up === undefined) return slot;
    const top = find(up);
    leaders.set(slot, top);
    return top;
  };
  const join = (a: string, b: string): void => {
    const [x, y] = [find(a), find(b)];
    if (x === y) return;
    leaders.set(y, x);
    if (flows.has(y)) flows.set(x, [...(flows.get(x) ?? []), ...flows.get(y)!]);
    if (excluded.has(y)) excluded.add(x);
    if (outers.has(y)) outers.set(x, [...(outers.get(x) ?? []), ...outers.get(y)!]);
    // what is one place has one place behind it
    if (outers.has(find(`${y}*`))) join(`${x}*`, `${y}*`);
  };
  /** Casts of fresh blocks that flow into a place. */
  const allocations = new Set<Expression>();
  /** The places into which fresh blocks of structs flow: with slices inside, structs are larger than C counts. */
  const blocks = new Map<ClassId, string[]>();
  /** Places of pointers to characters. */
  const texts = new Set<string>();
  /** The places whose elements these are. */
  const outers = new Map<string, string[]>();
  const inner = (slot: string): string => {
    const key = find(`${find(slot)}*`);
    if (!(outers.get(key) ?? []).includes(slot)) outers.set(key, [...(outers.get(key) ?? []), slot]);
    return key;
  };
  const slotOf = (fn: number, e: Expression): string | undefined => {
    if (!isSlice(e.type)) return undefined;
    switch (e.kind) {
      case "cast":
        return e.value.type.kind === "ptr" && sameTarget(e.value.type, e.type) ? slotOf(fn, e.value) : undefined;
      case "block":
        return slotOf(fn, e.value);
      case "runtime":
        return e.row === "c.pointer.offset" ? slotOf(fn, e.args[0]) : undefined;
      case "index":
      case "deref": {
        const pointer = e.kind === "index" ? e.object : e.pointer;
        const outer = pointer.type.kind === "ptr" ? slotOf(fn, pointer) : undefined;
        return outer === undefined ? undefined : inner(outer);
      }
      default:
        return slotName(fn, e);
    }
  };
  /** Addresses of places that flow into pointers to pointers. */
  const followed = new Set<Expression>();
  const entry = program.functions[program.start.entry];
  const argv = entry.params.at(1)?.local;
  const sources = (fn: number, e: Expression): Source[] => {
    switch (e.kind) {
      case "bytes":
        return [isText(e.type) ? "text" : "other"];
      case "addressOf": {
        const element = elementAddress(e);
        if (element) return sources(fn, element.pointer);
        const place = e.type.kind === "ptr" && sameType(e.place.type, e.type.target) ? slotOf(fn, e.place) : undefined;
        if (place !== undefined && e.place.kind !== "deref" && e.place.kind !== "index") {
          followed.add(e);
          return [{ address: place }];
        }
        return [staticArray(program, e) ? "block" : "other"];
      }
      case "none":
      case "zero":
        return ["null"];
      case "conditional":
        return [...sources(fn, e.then), ...sources(fn, e.orElse)];
      case "block":
        return sources(fn, e.value);
      default: {
        const slot = e.kind === "call" && program.functions[e.function].extern ? undefined : slotOf(fn, e);
        if (slot !== undefined) return [{ slot }];
        if (argv !== undefined && fn === entry.id && isArgument(e, { local: argv })) return ["text"];
        if (finder(program, e)) return sources(fn, (e as Expression<"call">).args[0]);
        const block = blockOf(program, e);
        if (block) noteCasts(e, allocations);
        if (!block) return e.kind === "cast" && sameTarget(e.type, e.value.type) ? sources(fn, e.value) : ["other"];
        if (e.type.kind !== "ptr" || !holdsWhole(program, fn, block, e.type.target)) return ["other"];
        if (!block.resizes) return ["block"];
        const from = sameTarget(block.resizes.from.type, e.type) ? slotOf(fn, block.resizes.from) : undefined;
        return from === undefined ? ["other"] : [{ slot: from }, "block"];
      }
    }
  };
  const flow = (slot: string | undefined, fn: number, value: Expression | undefined, type: Type): void => {
    if (slot === undefined || !value) return;
    if (isText(type)) texts.add(slot);
    const key = find(slot);
    const given = sources(fn, value);
    if (type.kind === "ptr" && type.target.kind === "record" && given.includes("block"))
      blocks.set(type.target.class, [...(blocks.get(type.target.class) ?? []), slot]);
    const known = flows.get(key);
    if (known) known.push(...given);
    else flows.set(key, given);
    // pointers to pointers share what they lead to
    if (type.kind !== "ptr" || !isSlice(type.target)) return;
    for (const source of given) if (typeof source === "object") join(inner(slot), "slot" in source ? inner(source.slot) : source.address);
  };
  const exclude = (slot: string | undefined, address?: Expression): void => {
    if (slot !== undefined && !(address && followed.has(address))) excluded.add(find(slot));
  };
  let given: ReadonlySet<Expression> | undefined;
  const released = (): ReadonlySet<Expression> => (given ??= releasedBlocks(program));
  // what a pointer to pointers leads to is raw where it is taken for something else
  const recast = (fn: number, { type, value }: Expression<"cast">): void => {
    if (value.type.kind !== "ptr" || !isSlice(value.type.target) || sameTarget(value.type, type)) return;
    if (type.kind === "ptr" && type.target.kind === "unit" && released().has(value)) return;
    const slot = slotOf(fn, value);
    if (slot !== undefined) exclude(inner(slot));
  };
  const isPlain = (e: Expression<"cast">): boolean => allocations.has(e) || released().has(e.value) || released().has(e);
  eachPointerFlow(program, { follows: isSlice, slotOf, flow, exclude, recast, isPlain });
  /** The places that have to be slices for this one to be. */
  const needed = (slot: string): readonly string[] => {
    const member = /^f(\d+):/.exec(slot);
    return member ? (blocks.get(Number(member[1])) ?? []).map(find) : [];
  };
  const normal = new Map<string, Source[]>();
  for (const [slot, given] of flows) {
    const key = find(slot);
    normal.set(key, [
      ...(normal.get(key) ?? []),
      ...given.map((source) => (typeof source === "object" && "slot" in source ? { slot: find(source.slot) } : source)),
    ]);
  }
  const textual = new Set([...texts].map(find));
  const barred = new Set([...excluded].map(find));
  const able = new Set([...normal.keys()].filter((slot) => !barred.has(slot)));
  /** The largest set of places into which nothing but addresses of places flows. */
  const leading = new Set([...normal.keys()].filter((slot) => !barred.has(slot)));
  const innerOf = new Map<string, string[]>();
  for (const [key, list] of outers) innerOf.set(find(key), [...(innerOf.get(find(key)) ?? []), ...list.map(find)]);
  /** What is reached through a pointer that stays raw stays as it is. */
  const mayChange = (slot: string): boolean => (innerOf.get(slot) ?? []).every((outer) => able.has(outer) || leading.has(outer));
  for (let changed = true; changed;) {
    changed = false;
    for (const slot of leading) {
      const fits =
        mayChange(slot) &&
        normal
          .get(slot)!
          .every((source) => source === "null" || (typeof source === "object" && ("address" in source || leading.has(source.slot))));
      if (fits) continue;
      leading.delete(slot);
      changed = true;
    }
    for (const slot of able) {
      const fits =
        normal
          .get(slot)!
          .every((source) => (typeof source === "string" ? source !== "other" : "slot" in source && able.has(source.slot))) &&
        mayChange(slot) &&
        needed(slot).every((each) => able.has(each));
      if (fits) continue;
      able.delete(slot);
      changed = true;
    }
  }
  // texts that are only ever constant have a better form
  const blocky = new Set([...able].filter((slot) => !textual.has(slot) || normal.get(slot)!.includes("block")));
  for (let changed = true; changed;) {
    changed = false;
    for (const slot of able)
      if (
        !blocky.has(slot) &&
        normal.get(slot)!.some((source) => typeof source === "object" && "slot" in source && blocky.has(source.slot))
      ) {
        blocky.add(slot);
        changed = true;
      }
  }
  const wanted = new Set<string>();
  for (let changed = true; changed;) {
    changed = false;
    const want = (slot: string): void => {
      if (wanted.has(slot) || !able.has(slot)) return;
      wanted.add(slot);
      changed = true;
    };
    for (const slot of able) {
      const given = normal.get(slot)!;
      const kept = given.some((source) => typeof source === "object" && "slot" in source && wanted.has(source.slot));
      const stored = blocky.has(slot) && (/^[fgr]/.test(slot) || slot.endsWith("*")) && given.some((source) => source !== "null");
      if (kept || stored) want(slot);
      if (!wanted.has(slot)) continue;
      for (const source of given) if (typeof source === "object" && "slot" in source) want(source.slot);
      for (const outer of innerOf.get(slot) ?? []) want(outer);
      for (const each of needed(slot)) want(each);
    }
  }
  return { size: wanted.size, has: (slot) => wanted.has(find(slot)), slotOf, inner, leadsToPlaces: (slot) => leading.has(find(slot)) };
}

/** Pointers to the same type: what may be changed through the pointer itself makes no difference, through its elements it does. */
export const sameTarget = (a: Type, b: Type): boolean => a.kind === "ptr" && b.kind === "ptr" && sameType(a.target, b.target);
