/** Attributes that are read before anything is known to assign them. */
import type { ClassInfo } from "../infer/classes.ts";
import { newCell, touch, type Cell } from "../infer/types.ts";
import { get, type Cx } from "./context.ts";

const pendingFields = new WeakMap<ClassInfo, Map<string, Cell>>();

/** What waits for names that are asked for. */
const NAMES = "+";

/** A cell that readers of an attribute wait on until something assigns it; `*` stands for all attributes. */
export function pendingField(cx: Cx, cls: ClassInfo, name: string): Cell {
  let cells = pendingFields.get(cls);
  if (!cells) pendingFields.set(cls, (cells = new Map()));
  let cell = cells.get(name);
  if (!cell) {
    cells.set(name, (cell = newCell(cx.p.w)));
    if (name !== NAMES) for (const reader of cells.get(NAMES)?.readers ?? []) touch(cx.p.w, reader);
  }
  return cell;
}

/** The attributes that something asks objects of a class for and that it may not have; who asks runs again when there are more. */
export function askedNames(cx: Cx, cls: ClassInfo): string[] {
  if (!cx.p.emitting) get(cx, pendingField(cx, cls, NAMES));
  return [...(pendingFields.get(cls)?.keys() ?? [])].filter((name) => /^\w+$/.test(name));
}

/** Does something ask for all attributes of the objects of a class? */
export const isEnumerated = (cls: ClassInfo): boolean => pendingFields.get(cls)?.has("*") ?? false;
