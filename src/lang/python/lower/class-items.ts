/** The classes of the program as items of the IR. */
import { findCell } from "../infer/types.ts";
import { dataFields } from "./dataclass-fields.ts";
import type { Prog } from "./context.ts";
import { irCell, isGhost } from "./ir-types.ts";
import { implementations } from "./protocols.ts";

/** Makes what the classes so far implement for the runtime; false where nothing was left to make. */
export function emitImplementations(p: Prog): boolean {
  const before = p.pending.length + p.irClassInfos.length + p.irFunctions.length;
  for (let i = 0; i < p.irClassInfos.length; i++) {
    implementations(p, p.irClassInfos[i]);
    for (const field of p.irClassInfos[i].fields.values()) if (!isGhost(findCell(field.cell).ty)) irCell(p, field.cell);
  }
  return p.pending.length + p.irClassInfos.length + p.irFunctions.length > before;
}

/** Makes the IR classes. */
export function emitClasses(p: Prog): void {
  for (const cls of p.irClassInfos) {
    const data = dataFields(cls).map((field) => field.name);
    const place = (name: string): number => (data.includes(name) ? data.indexOf(name) : data.length);
    const id = cls.ir!;
    p.irClasses[id] = {
      id,
      name: cls.name,
      module: cls.module.index,
      span: cls.node.span,
      flavour: "class",
      fields: [...cls.fields.values()]
        .filter((field) => !isGhost(findCell(field.cell).ty))
        .sort((a, b) => place(a.name) - place(b.name))
        .map((field) => {
          const inner = irCell(p, field.cell);
          return { name: field.name, type: field.lazy ? ({ kind: "option", inner } as const) : inner };
        }),
      implements: implementations(p, cls),
      ...(cls.node.doc ? { doc: cls.node.doc } : {}),
    };
    p.items.push({ kind: "class", id, module: cls.module.index, at: cls.node.span.start });
  }
}
