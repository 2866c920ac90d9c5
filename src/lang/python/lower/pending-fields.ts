/** Attributes that are read before anything is known to assign them. */
import type { ClassInfo } from "../infer/classes.ts";
import { newCell, type Cell } from "../infer/types.ts";
import type { Cx } from "./context.ts";

const pendingFields = new WeakMap<ClassInfo, Map<string, Cell>>();

/** A cell that readers of an attribute wait on until something assigns it. */
export function pendingField(cx: Cx, cls: ClassInfo, name: string): Cell {
  let cells = pendingFields.get(cls);
  if (!cells) pendingFields.set(cls, (cells = new Map()));
  let cell = cells.get(name);
  if (!cell) cells.set(name, (cell = newCell(cx.p.w)));
  return cell;
}
