/** Sets of classes that grow while types are inferred: who asks for one runs again when it has one more. */
import type { ClassInfo } from "../infer/classes.ts";
import { newCell, touch, type Cell } from "../infer/types.ts";
import { get, type Cx, type Prog } from "./context.ts";

export interface ClassSet {
  /** Adds a class. */
  readonly add: (cx: Cx, cls: ClassInfo) => void;
  /** The classes so far, in the order in which they are known. */
  readonly all: (cx: Cx) => ClassInfo[];
}

/** A set for each program. */
export function classSet(): ClassSet {
  const known = new WeakMap<Prog, { readonly classes: Set<ClassInfo>; readonly asked: Cell }>();
  const of = (p: Prog): { readonly classes: Set<ClassInfo>; readonly asked: Cell } => {
    let found = known.get(p);
    if (!found) known.set(p, (found = { classes: new Set(), asked: newCell(p.w) }));
    return found;
  };
  return {
    add: (cx, cls) => {
      const { classes, asked } = of(cx.p);
      if (classes.has(cls)) return;
      classes.add(cls);
      for (const reader of asked.readers) touch(cx.p.w, reader);
    },
    all: (cx) => {
      const { classes, asked } = of(cx.p);
      get(cx, asked);
      return [...classes].sort((a, b) => a.id - b.id);
    },
  };
}
